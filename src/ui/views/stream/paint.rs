//! The stream, painted: the rows that are seen, and the search above them.

use eframe::egui;
use eframe::egui::Key;
use eframe::egui::Modifiers;
use eframe::egui::RichText;
use eframe::egui::Role;
use eframe::egui::Sense;
use eframe::egui::TextFormat;
use eframe::egui::WidgetInfo;
use eframe::egui::text::LayoutJob;
use eframe::egui::vec2;

use crate::proto::Side;
use crate::session::cursor::Move;
use crate::teach::Words;
use crate::ui::command::Session;
use crate::ui::command::UiCommand;
use crate::ui::icons;
use crate::ui::measure::points;
use crate::ui::outbox::Outbox;
use crate::ui::player::Player;
use crate::ui::player::Secrets;
use crate::ui::text::grouped;
use crate::ui::theme;
use crate::ui::views::stream::State;
use crate::ui::views::stream::lines::Form;
use crate::ui::views::stream::lines::Line;
use crate::ui::views::stream::lines::line;
use crate::ui::views::stream::lines::spoken;
use crate::ui::widgets::search_field::search_field_ui;

/// With less room what is looked for stands below the buttons.
const WIDE: f32 = 600.0;

/// Paints the stream of the open session.
pub fn ui(ui: &mut egui::Ui, player: &Player, state: &mut State, words: &Words, outbox: &mut Outbox) {
    let more = state.go_on(player, words);
    let before = (state.form, state.query.clone());
    bar_ui(ui, player, state, words, outbox);
    if more || before != (state.form, state.query.clone()) {
        ui.ctx().request_repaint(); // What was found is out of date.
    }
    ui.spacing_mut().item_spacing.y = 1.0;
    let height = ui.text_style_height(&egui::TextStyle::Monospace) + 2.0;
    let rows = state.index().rows().len();
    let mut scroll = egui::ScrollArea::both().id_salt(("stream", player.generation(), state.form == Form::Hex));
    if let Some(row) = state.to_row.take() {
        let offset = points(row) * (height + 1.0) - ui.available_height() * 0.4;
        scroll = scroll.vertical_scroll_offset(offset.max(0.0));
    }
    let current = player.cursor().step();
    let hit = state.current().and_then(|hit| state.hits().get(hit)).copied();
    scroll.auto_shrink(false).show_rows(ui, height, rows, |ui, seen| {
        let query = state.query.to_lowercase();
        for row in seen {
            let Some(place) = state.index().rows().get(row) else { continue };
            let Some(line) = line(player.session(), *place, state.form, player.secrets, words) else { continue };
            let is_current = current == Some(line.step);
            if row_ui(ui, &line, height, (is_current, hit == Some(row)), &query) {
                outbox.send(UiCommand::Cursor(Move::To(line.step)));
            }
        }
    });
}

fn bar_ui(ui: &mut egui::Ui, player: &Player, state: &mut State, words: &Words, outbox: &mut Outbox) {
    let wide = WIDE <= ui.available_width();
    ui.horizontal(|ui| {
        ui.add_space(6.0);
        for (form, word) in [(Form::Text, "stream-text"), (Form::Hex, "stream-hex")] {
            let name = words.get(word);
            let response = ui.add(egui::Button::selectable(state.form == form, &name).frame_when_inactive(true));
            if response.clicked() {
                state.form = form;
            }
        }
        ui.separator();
        for (command, word) in [(Session::CopyStream, "copy"), (Session::SaveStream, "stream-save")] {
            let response = ui.button(words.get(word));
            if response.on_hover_text(UiCommand::Session(command).label(words)).clicked() {
                outbox.send(UiCommand::Session(command));
            }
        }
        let secrets = words.get(match player.secrets {
            Secrets::Masked => "do-secrets",
            Secrets::Shown => "hide-secrets",
        });
        if ui.button(secrets).clicked() {
            outbox.send(UiCommand::Session(Session::ToggleSecrets));
        }
        if wide {
            ui.separator();
            search_ui(ui, state, words);
        }
    });
    if !wide {
        ui.horizontal(|ui| {
            ui.add_space(6.0);
            search_ui(ui, state, words);
        });
    }
    ui.add_space(2.0);
}

/// What is looked for, how often it was found, and the way from one place to the next.
fn search_ui(ui: &mut egui::Ui, state: &mut State, words: &Words) {
    let palette = theme::palette(ui);
    ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
        ui.add_space(8.0);
        let [_, _, up, down] = icons::ARROW_KEYS;
        for (sign, word, forward) in [(down, "stream-next", true), (up, "stream-previous", false)] {
            let name = words.get(word);
            let response = ui.add_enabled(!state.hits().is_empty(), egui::Button::new(sign));
            response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &name));
            if response.on_hover_text(name).clicked() {
                state.move_hit(forward);
            }
        }
        if !state.query.is_empty() {
            let (hit, all) = (state.current().map_or(0, |hit| hit + 1), state.hits().len());
            let (hit, all) = (grouped(hit as u64), grouped(all as u64));
            let more = if state.is_whole() { "" } else { icons::ELLIPSIS };
            let text = words.format("stream-hits", &[("hit", (&hit).into()), ("all", (&all).into())]);
            ui.label(RichText::new(format!("{text}{more}")).size(theme::SMALL).color(palette.text));
        }
        let hint = words.get("stream-find");
        let response = search_field_ui(ui, &mut state.query, &hint, &hint);
        if std::mem::take(&mut state.to_search) {
            response.request_focus();
        }
        let pressed = |modifiers| ui.input_mut(|input| input.consume_key(modifiers, Key::Enter));
        if response.lost_focus() || response.has_focus() {
            for (modifiers, forward) in [(Modifiers::SHIFT, false), (Modifiers::NONE, true)] {
                if pressed(modifiers) {
                    state.move_hit(forward);
                    response.request_focus();
                }
            }
        }
    });
}

/// Paints a row; tells whether it was clicked.
fn row_ui(ui: &mut egui::Ui, line: &Line, height: f32, (current, hit): (bool, bool), query: &str) -> bool {
    let palette = theme::palette(ui);
    let color = match line.side {
        Some(Side::Client) => palette.command,
        Some(Side::Server) => palette.text,
        None => palette.weak,
    };
    let text = spoken(line);
    let mut format = TextFormat::simple(theme::mono(theme::MONO), color);
    format.italics = line.side.is_none();
    let mut job = LayoutJob { break_on_newline: false, ..LayoutJob::default() };
    let marked = TextFormat { background: palette.note_edge.gamma_multiply(0.45), ..format.clone() };
    let mut from = 0;
    for found in places_of(&text, query) {
        job.append(&text[from..found.start], 0.0, format.clone());
        job.append(&text[found.clone()], 0.0, marked.clone());
        from = found.end;
    }
    job.append(&text[from..], 0.0, format);
    let galley = ui.painter().layout_job(job);
    let size = vec2((galley.size().x + 24.0).max(ui.available_width()), height);
    let (rect, response) = ui.allocate_exact_size(size, Sense::CLICK);
    response.widget_info(|| WidgetInfo::selected(Role::ListItem, true, current, &text));
    if current {
        ui.painter().rect_filled(rect, 0.0, palette.current);
    }
    if hit {
        ui.painter().rect_stroke(rect, 0.0, egui::Stroke::new(1.5, palette.accent), egui::StrokeKind::Inside);
    }
    if response.hovered() {
        ui.ctx().set_cursor_icon(egui::CursorIcon::PointingHand);
    }
    ui.painter().galley(rect.left_center() + vec2(8.0, -galley.size().y / 2.0), galley, palette.text);
    response.clicked()
}

/// Where a text holds another one, whatever the case. Letters that change their length with it are not marked.
fn places_of(text: &str, query: &str) -> Vec<std::ops::Range<usize>> {
    let lower = text.to_lowercase();
    if query.is_empty() || lower.len() != text.len() {
        return Vec::new();
    }
    let places = lower.match_indices(query).map(|(from, found)| from..from + found.len());
    places.filter(|place| text.is_char_boundary(place.start) && text.is_char_boundary(place.end)).take(50).collect()
}
