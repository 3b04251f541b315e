//! The maildrop: what the wire told of each message, and its fate; below, what is really there.

pub mod futures;

use std::sync::Arc;

use eframe::egui;
use eframe::egui::RichText;
use eframe::egui::Shape;
use eframe::egui::Stroke;
use egui_extras::Column;
use egui_extras::TableBuilder;

use crate::proto::MessageNumber;
use crate::proto::Protocol;
use crate::proto::utterance::Meaning;
use crate::session::maildrop::Fate;
use crate::session::maildrop::Maildrop;
use crate::session::snapshot::InsideMaildrop;
use crate::session::timeline::Change;
use crate::teach::Words;
use crate::ui::icons;
use crate::ui::measure::points;
use crate::ui::player::Player;
use crate::ui::text::grouped;
use crate::ui::theme;
use crate::ui::views::maildrop::futures::Futures;
use crate::ui::widgets::section::empty_ui;

/// What the table and the list show.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Model {
    /// What the wire told. A copy costs nothing: copies share what is equal.
    pub maildrop: Maildrop,
    /// The message that the last step is about.
    pub touched: Option<MessageNumber>,
    /// The messages whose fate the last step changed, and the step that was taken back last.
    pub changed: Vec<MessageNumber>,
    /// The step of which the changes are lit, and how strongly, from 1 to 0.
    pub lit: Option<(usize, f32)>,
    /// What is really there, by user.
    pub inside: Vec<Inside>,
    /// What is spoken. Only what POP3 tells is gathered.
    pub protocol: Protocol,
    /// What would be left of it; `None` where nothing is at stake.
    pub futures: Option<Futures>,
}

/// A maildrop on the server, as only the server knows it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Inside {
    /// Whose it is.
    pub user: Arc<str>,
    /// Who has the lock.
    pub locked_by: Option<String>,
    /// Its messages. A copy costs nothing.
    pub maildrop: InsideMaildrop,
}

/// One line of the table.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Row {
    /// Its number.
    pub number: u32,
    /// Its octets.
    pub octets: String,
    /// Its unique-id.
    pub unique_id: String,
    /// Its subject.
    pub subject: String,
    /// What became of it.
    pub fate: Fate,
}

impl Inside {
    /// Its title, and a line for each message; one if there is none. Where nobody told what it holds, nothing is said.
    #[must_use]
    pub fn lines(&self) -> usize {
        1 + self.maildrop.messages.len().max(usize::from(self.maildrop.known))
    }
}

impl Model {
    /// Reads the player.
    #[must_use]
    pub fn new(player: &Player) -> Self {
        let timeline = &player.session().timeline;
        let inside = player.snapshot().inside.iter().map(|(user, maildrop)| Inside {
            user: user.clone(),
            locked_by: maildrop.locked_by.and_then(|id| timeline.connection(id)).map(|one| one.client.to_string()),
            maildrop: maildrop.clone(),
        });
        Self {
            maildrop: player.followed_state().map(|state| state.maildrop.clone()).unwrap_or_default(),
            touched: touched(player),
            changed: changed(player),
            lit: None,
            inside: inside.collect(),
            protocol: player.protocol(),
            futures: player.followed_state().and_then(|state| Futures::of(state, player.snapshot().inside.is_empty())),
        }
    }

    /// The maildrop of a line of the list below, and the line in it.
    fn inside_line(&self, line: usize) -> Option<(&Inside, usize)> {
        let mut rest = line;
        self.inside.iter().find_map(|inside| match rest.checked_sub(inside.lines()) {
            None => Some((inside, rest)),
            Some(left) => {
                rest = left;
                None
            }
        })
    }

    /// One line of the table, counted from 0.
    #[must_use]
    pub fn row(&self, line: usize) -> Row {
        let number = u32::try_from(line + 1).unwrap_or(u32::MAX);
        let message = MessageNumber::new(number).and_then(|number| self.maildrop.message(number));
        let absent = || icons::NONE.to_owned();
        let told = message.cloned().unwrap_or_default();
        Row {
            number,
            octets: told.octets.map_or_else(absent, grouped),
            unique_id: told.unique_id.map_or_else(absent, |unique_id| unique_id.to_string()),
            subject: told.subject.map_or_else(absent, |subject| subject.to_string()),
            fate: told.fate,
        }
    }

    /// How many messages there are and how large they are, as far as it was told.
    #[must_use]
    pub fn totals(&self, words: &Words) -> String {
        if self.protocol != Protocol::Pop3 {
            return words.format("maildrop-other", &[("protocol", self.protocol.as_str().into())]);
        }
        let Some(count) = self.maildrop.count else {
            return match self.maildrop.messages().count() {
                0 => words.get("maildrop-unknown"),
                named => words.format("maildrop-no-totals", &[("count", named.into())]),
            };
        };
        let mut parts = vec![words.format("messages", &[("count", count.into())])];
        let octets = self.maildrop.octets.map(|octets| words.format("octets", &[("count", octets.into())]));
        let marked = self.maildrop.marked().count();
        let removed = self.maildrop.messages().filter(|(_, message)| message.fate == Fate::Removed).count();
        if 0 < marked {
            parts.push(words.format("marked-count", &[("count", marked.into())]));
            // The figure of STAT leaves marked messages out (RFC 1939 §5).
            parts.extend(octets.map(|octets| words.format("octets-unmarked", &[("octets", (&octets).into())])));
        } else if 0 < removed {
            parts.push(words.format("removed-count", &[("count", removed.into())]));
            parts.extend(octets.map(|octets| words.format("octets-left", &[("octets", (&octets).into())])));
        } else {
            parts.extend(octets);
        }
        parts.join(", ")
    }
}

/// The messages whose fate the last step changed; or those of the step that was just taken back, so that one
/// sees where a mark was.
fn changed(player: &Player) -> Vec<MessageNumber> {
    let taken_back = player.shift().filter(|shift| !shift.forward).map(|shift| shift.step);
    let Some(place) = taken_back.or(player.cursor().step()) else { return Vec::new() };
    let Some(step) = player.session().timeline.steps().get(place) else { return Vec::new() };
    let mut numbers: Vec<MessageNumber> = Vec::new();
    for change in &step.changes {
        match change {
            Change::Marked(some)
            | Change::Unmarked(some)
            | Change::Removed(some)
            | Change::Spared(some)
            | Change::PerhapsRemoved(some) => numbers.extend(some),
            Change::Entered(_) | Change::Reached(_) | Change::Named(_) | Change::Covered | Change::Ended(_) => (),
        }
    }
    numbers.sort_unstable();
    numbers.dedup();
    numbers
}

/// The message that the last command or the command of the last reply is about.
fn touched(player: &Player) -> Option<MessageNumber> {
    let step = player.step()?;
    let said = step.said()?;
    let line = match &said.meaning {
        Meaning::Reply { .. } => player.session().timeline.asked(said),
        Meaning::Greeting(_)
        | Meaning::Command { .. }
        | Meaning::Challenge { .. }
        | Meaning::SaslResponse { .. }
        | Meaning::Other(_)
        | Meaning::Opaque
        | Meaning::Stray
        | Meaning::Fragment => said.command(),
    };
    line?.command.as_ref().ok()?.message()
}

/// The name of a fate in the Fluent files.
#[must_use]
pub fn fate_word(fate: Fate) -> &'static str {
    match fate {
        Fate::Kept => "fate-kept",
        Fate::Marked => "fate-marked",
        Fate::Unmarked => "fate-unmarked",
        Fate::Removed => "fate-removed",
        Fate::Spared => "fate-spared",
        Fate::Unknown => "fate-unknown",
    }
}

/// Paints the table, and the list below it.
pub fn ui(ui: &mut egui::Ui, model: &Model, words: &Words) {
    let palette = theme::palette(ui);
    ui.label(RichText::new(model.totals(words)).size(theme::SMALL).color(palette.weak));
    let rows = model.maildrop.rows();
    let inside_height =
        inside_height(model, ui.available_height()) + model.futures.as_ref().map_or(0.0, |_| futures::height(ui));
    if rows == 0 {
        if model.protocol == Protocol::Pop3 {
            empty_ui(ui, &words.get("maildrop-empty"));
        }
    } else {
        table_ui(ui, model, rows, inside_height, words);
    }
    if let Some(model) = &model.futures {
        futures::ui(ui, model, words);
    }
    if !model.inside.is_empty() {
        ui.add_space(8.0);
        inside_ui(ui, model, words);
    }
}

fn inside_height(model: &Model, available: f32) -> f32 {
    let lines: usize = model.inside.iter().map(|inside| inside.lines() + 1).sum();
    if lines == 0 { 0.0 } else { (points(lines) * 21.0 + 40.0).min(available * 0.5) }
}

fn table_ui(ui: &mut egui::Ui, model: &Model, rows: usize, below: f32, words: &Words) {
    let palette = theme::palette(ui);
    // Where no unique-id is known, its room goes to the subject.
    let named = model.maildrop.messages().take(100).any(|(_, message)| message.unique_id.is_some());
    let height = (ui.available_height() - below - 28.0).max(60.0);
    ui.push_id("maildrop", |ui| {
        ui.spacing_mut().item_spacing = egui::vec2(8.0, 1.0);
        TableBuilder::new(ui)
            .striped(true)
            .auto_shrink([false, true])
            .max_scroll_height(height)
            .min_scrolled_height(60.0)
            .cell_layout(egui::Layout::left_to_right(egui::Align::Center))
            .column(Column::exact(24.0))
            .column(Column::exact(52.0))
            .column(Column::exact(if named { 92.0 } else { 62.0 }).clip(true))
            .column(Column::remainder().at_least(40.0).clip(true))
            .column(Column::exact(96.0).clip(true))
            .header(20.0, |mut header| {
                for word in ["column-number", "column-octets", "column-unique-id", "column-subject", "column-fate"] {
                    header.col(|ui| {
                        let text = RichText::new(words.get(word)).size(theme::SMALL).color(palette.weak);
                        ui.add(egui::Label::new(text).truncate());
                    });
                }
            })
            .body(|body| {
                body.rows(21.0, rows, |mut line| {
                    let row = model.row(line.index());
                    line.set_selected(model.touched.is_some_and(|number| number.get() == row.number));
                    let changed = model.changed.binary_search_by_key(&row.number, |number| number.get()).is_ok();
                    let light = changed.then(|| model.lit.map_or(0.0, |(_, light)| light));
                    row_ui(&mut line, &row, light, words);
                });
            });
    });
}

/// `light` is how strongly a row is lit of which the fate has just changed.
fn row_ui(line: &mut egui_extras::TableRow<'_, '_>, row: &Row, light: Option<f32>, words: &Words) {
    let gone = matches!(row.fate, Fate::Removed | Fate::Marked);
    let styled = |ui: &egui::Ui, text: &str| {
        let palette = theme::palette(ui);
        let text = RichText::new(text).size(theme::SMALL + 0.5);
        let text = if gone { text.color(palette.weak) } else { text };
        if row.fate == Fate::Removed { text.strikethrough() } else { text }
    };
    let number = row.number.to_string();
    for text in [&number, &row.octets, &row.unique_id, &row.subject] {
        line.col(|ui| {
            light_ui(ui, light);
            ui.add(egui::Label::new(styled(ui, text)).truncate());
        });
    }
    line.col(|ui| {
        light_ui(ui, light);
        let palette = theme::palette(ui);
        if light.is_some() {
            // The sign stays while the step is shown, for those who want nothing to flash.
            let edge = ui.max_rect();
            let edge =
                egui::Rect::from_min_size(edge.left_top() - egui::vec2(5.0, 0.0), egui::vec2(3.0, edge.height()));
            ui.painter().rect_filled(edge, 1.0, palette.accent);
        }
        let color = match row.fate {
            Fate::Kept => palette.weak,
            Fate::Marked | Fate::Unknown => palette.err,
            Fate::Unmarked | Fate::Spared => palette.ok,
            Fate::Removed => palette.strong,
        };
        let word = words.get(fate_word(row.fate));
        let text = RichText::new(format!("{} {word}", icons::fate(row.fate))).size(theme::SMALL).color(color);
        ui.add(egui::Label::new(text).truncate()).on_hover_text(words.get(&format!("{}-why", fate_word(row.fate))));
    });
}

/// Lights a cell of a row of which the fate has just changed.
fn light_ui(ui: &egui::Ui, light: Option<f32>) {
    let Some(light) = light.filter(|light| 0.0 < *light) else { return };
    let palette = theme::palette(ui);
    let cell = ui.max_rect().expand2(egui::vec2(4.0, 0.0));
    ui.painter().rect_filled(cell, 0.0, palette.note_edge.gamma_multiply(0.55 * light));
}

fn inside_ui(ui: &mut egui::Ui, model: &Model, words: &Words) {
    let palette = theme::palette(ui);
    let frame = egui::Frame::new().inner_margin(egui::Margin::same(8));
    let response = frame
        .show(ui, |ui| {
            ui.set_width(ui.available_width());
            let title = RichText::new(words.get("inside-title")).size(theme::SMALL).italics().color(palette.inside);
            ui.add(egui::Label::new(title).truncate());
            let scroll = egui::ScrollArea::vertical().id_salt("inside").auto_shrink([false, true]);
            let height = ui.fonts_mut(|fonts| fonts.row_height(&theme::sans(theme::SMALL)));
            ui.spacing_mut().item_spacing.y = 3.0;
            let lines = model.inside.iter().map(Inside::lines).sum();
            scroll.show_rows(ui, height, lines, |ui, seen| {
                for line in seen {
                    if let Some((inside, line)) = model.inside_line(line) {
                        inside_line_ui(ui, inside, line, words);
                    }
                }
            });
        })
        .response;
    let card = response.rect;
    let corners = [card.left_top(), card.right_top(), card.right_bottom(), card.left_bottom(), card.left_top()];
    ui.painter().extend(Shape::dashed_line(&corners, Stroke::new(1.0, palette.inside), 4.0, 3.0));
}

/// A line of a maildrop inside: its title, and behind it the messages.
fn inside_line_ui(ui: &mut egui::Ui, inside: &Inside, line: usize, words: &Words) {
    let palette = theme::palette(ui);
    let small = |text: String| RichText::new(text).size(theme::SMALL);
    let text = match line.checked_sub(1).map(|place| inside.maildrop.messages.get(place)) {
        None => {
            let user: &str = &inside.user;
            let lock = match &inside.locked_by {
                Some(client) => words.format("inside-locked", &[("client", client.into())]),
                None => words.get("inside-free"),
            };
            small(words.format("inside-user", &[("user", user.into()), ("lock", (&lock).into())])).color(palette.text)
        }
        Some(None) => small(words.get("inside-empty")).italics().color(palette.weak),
        Some(Some(message)) => {
            let octets = words.format("octets", &[("count", message.octets.into())]);
            let (unique_id, subject) = (&message.unique_id, message.subject.as_deref().unwrap_or_default());
            let text = format!("{} {unique_id} {} {octets} {} {subject}", icons::CHOSEN, icons::DOT, icons::DOT);
            small(text).italics().color(palette.inside)
        }
    };
    ui.add(egui::Label::new(text).truncate());
}
