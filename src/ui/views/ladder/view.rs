//! The ladder as a whole: which rows are seen, and what a click on one does.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::sync::Arc;

use eframe::egui;
use eframe::egui::Rect;
use eframe::egui::Role;
use eframe::egui::ScrollArea;
use eframe::egui::Sense;
use eframe::egui::WidgetInfo;
use eframe::egui::pos2;
use eframe::egui::vec2;

use crate::session::Fact;
use crate::session::cursor::Move;
use crate::session::timeline::What;
use crate::teach::Language;
use crate::teach::Words;
use crate::teach::explain_fact::narration;
use crate::ui::command::Playback;
use crate::ui::command::Session as SessionCommand;
use crate::ui::command::UiCommand;
use crate::ui::document::Session;
use crate::ui::measure::short;
use crate::ui::outbox::Outbox;
use crate::ui::player::Player;
use crate::ui::player::Secrets;
use crate::ui::text::clock;
use crate::ui::text::frames;
use crate::ui::theme;
use crate::ui::views::ladder::columns::Columns;
use crate::ui::views::ladder::ground::ground_ui;
use crate::ui::views::ladder::heads::heads_ui;
use crate::ui::views::ladder::layout::Layout;
use crate::ui::views::ladder::paint;
use crate::ui::views::ladder::row::Context;
use crate::ui::views::ladder::row::Row;
use crate::ui::views::ladder::row::unfolded_lines;
use crate::ui::views::ladder::segments;
use crate::ui::widgets::transport_icon::Icon;
use crate::ui::widgets::transport_icon::icon_ui;

/// What the ladder shows.
#[derive(Clone, Debug)]
pub struct Model {
    /// The session.
    pub session: Arc<Session>,
    /// How many steps are shown. What lies behind has its room and is not painted.
    pub shown: usize,
    /// Whether secrets are shown.
    pub secrets: Secrets,
    /// Whether it is shown how octets travelled.
    pub segments: bool,
    /// Counts the sessions that were opened.
    pub generation: u64,
}

/// What the ladder remembers: rows that were read, and which ones are unfolded.
#[derive(Debug, Default)]
pub struct State {
    unfolded: BTreeSet<usize>,
    /// Whether it is shown how octets travelled.
    segments: bool,
    /// Counts the changes of what is unfolded.
    revision: u64,
    layout: Arc<Layout>,
    layout_key: Option<LayoutKey>,
    rows: BTreeMap<usize, Row>,
    rows_key: Option<RowsKey>,
    /// The cursor that the ladder scrolled to last.
    followed: Option<(u64, usize)>,
}

/// The layout is right as long as this stays the same.
#[derive(Clone, Debug, PartialEq)]
struct LayoutKey {
    generation: u64,
    language: Language,
    width: f32,
    pixels_per_point: f32,
    revision: u64,
}

/// The rows are right as long as this stays the same.
#[derive(Clone, Debug, PartialEq)]
struct RowsKey {
    generation: u64,
    language: Language,
    secrets: Secrets,
    revision: u64,
}

impl Model {
    /// Reads the player.
    #[must_use]
    pub fn new(player: &Player) -> Self {
        Self {
            session: player.session().clone(),
            shown: player.cursor().0,
            secrets: player.secrets,
            segments: false,
            generation: player.generation(),
        }
    }

    /// A step as the ladder shows it.
    #[must_use]
    pub fn row(&self, place: usize, unfolded: bool, words: &Words) -> Option<Row> {
        let context = Context { session: &self.session, words, secrets: self.secrets, segments: self.segments };
        Row::new(context, place, unfolded)
    }
}

impl State {
    /// Whether the data of a step is unfolded.
    #[must_use]
    pub fn is_unfolded(&self, place: usize) -> bool {
        self.unfolded.contains(&place)
    }

    /// How many steps are unfolded.
    #[must_use]
    pub fn unfolded(&self) -> usize {
        self.unfolded.len()
    }

    /// Folds all data.
    pub fn fold_all(&mut self) {
        self.unfolded.clear();
        self.revision += 1;
    }

    /// Unfolds or folds the data of a step.
    pub fn toggle(&mut self, place: usize) {
        self.revision += 1;
        if !self.unfolded.remove(&place) {
            self.unfolded.insert(place);
        }
    }

    /// Unfolds all data of a session.
    pub fn unfold_all(&mut self, session: &Session) {
        self.revision += 1;
        let steps = session.timeline.steps().iter().enumerate();
        self.unfolded = steps
            .filter(|(_, step)| step.said().is_some_and(|said| said.block().is_some()))
            .map(|(place, _)| place)
            .collect();
    }

    /// Forgets what it knew of another session.
    pub fn forget(&mut self) {
        *self = Self { segments: self.segments, ..Self::default() };
    }

    /// Whether it is shown how octets travelled.
    #[must_use]
    pub fn segments(&self) -> bool {
        self.segments
    }

    /// Shows how octets travelled, or stops to.
    pub fn toggle_segments(&mut self) {
        self.revision += 1;
        self.segments ^= true;
    }

    fn prepare(&mut self, ui: &egui::Ui, model: &Model, width: f32, note_width: f32, words: &Words) {
        let rows_key = RowsKey {
            generation: model.generation,
            language: words.language(),
            secrets: model.secrets,
            revision: self.revision,
        };
        if self.rows_key.as_ref() != Some(&rows_key) || 4000 < self.rows.len() {
            self.rows.clear();
            self.rows_key = Some(rows_key);
        }
        let key = LayoutKey {
            generation: model.generation,
            language: words.language(),
            width,
            pixels_per_point: ui.pixels_per_point(),
            revision: self.revision,
        };
        if self.layout_key.as_ref() != Some(&key) {
            let unfolded = &self.unfolded;
            let timeline = &model.session.timeline;
            let steps = timeline.steps().iter().enumerate();
            let segments = |place| if self.segments { segments::height(timeline, place) } else { 0.0 };
            self.layout = Arc::new(Layout::new(steps.map(|(place, step)| {
                segments(place)
                    + match &step.what {
                        What::Fact(Fact::Note(note)) => {
                            paint::note_height(ui, narration(note, words.language()), note_width)
                        }
                        What::Fact(_) => paint::INSIDE_HEIGHT,
                        What::Opened | What::Closed(_) | What::Gap { .. } | What::Conflict { .. } => paint::CAP_HEIGHT,
                        What::Said(said) if said.block().is_some() => {
                            let lines = if unfolded.contains(&place) { unfolded_lines(step) } else { 0 };
                            paint::data_height(lines)
                        }
                        What::Said(_) => paint::ARROW_HEIGHT,
                    }
            })));
            self.layout_key = Some(key);
        }
    }
}

/// Paints the ladder.
pub fn ui(ui: &mut egui::Ui, model: &Model, state: &mut State, words: &Words, outbox: &mut Outbox) {
    let model = &Model { segments: state.segments, ..model.clone() };
    let bar = ui.spacing().scroll.allocated_width();
    let width = ui.available_width() - bar;
    let whole = Rect::from_min_size(ui.cursor().min, vec2(width, ui.available_height()));
    let timeline = &model.session.timeline;
    let ends = timeline.start().zip(timeline.steps().last());
    let longest = ends.map(|(start, last)| clock(last.at.since(start), model.session.precision));
    let columns = Columns::new(whole, model.session.lanes().clients.len(), &longest.unwrap_or_default());
    heads_ui(ui, model, &columns, words);
    let note_width = columns.all.span() - 2.0 * paint::NOTE_INSET;
    state.prepare(ui, model, width, note_width, words);
    let cursor = (model.generation, model.shown);
    let moved = state.followed != Some(cursor);
    let jumped = state.followed.is_none_or(|(generation, _)| generation != model.generation);
    state.followed = Some(cursor);
    ScrollArea::vertical().id_salt(("ladder", model.generation)).auto_shrink(false).show_viewport(
        ui,
        |ui, viewport| {
            let height = short(state.layout.height()) + 24.0;
            ui.set_height(height.max(viewport.height()));
            let origin = ui.max_rect().min;
            let (from, to) = (f64::from(viewport.min.y), f64::from(viewport.max.y));
            let seen = state.layout.rows_in(from, to);
            let seen = seen.start.min(model.shown)..seen.end.min(model.shown);
            // Far down, a place is too large for `f32`; its distance to what is seen is not.
            let (seen_top, layout) = (origin.y + viewport.min.y, state.layout.clone());
            let at = |place: usize| {
                let (top, bottom) = layout.row(place);
                let y = seen_top + short(top - from);
                Rect::from_min_size(pos2(whole.left(), y), vec2(width, short(bottom - top)))
            };
            ground_ui(ui, model, &columns, &seen, at);
            for place in seen {
                let unfolded = state.unfolded.contains(&place);
                if !state.rows.contains_key(&place)
                    && let Some(row) = model.row(place, unfolded, words)
                {
                    state.rows.insert(place, row);
                }
                if let Some(row) = state.rows.get(&place) {
                    row_ui(ui, model, row, at(place), &columns, words, outbox);
                }
            }
            if model.shown == 0 && !model.session.timeline.is_empty() {
                invitation_ui(ui, &columns, words, outbox);
            }
            if moved && let Some(step) = model.shown.checked_sub(1) {
                follow(ui, at(step), jumped);
            } else if moved {
                follow(ui, Rect::from_min_size(origin, vec2(width, 1.0)), jumped);
            }
        },
    );
}

/// What stands in the ladder before the first step: how to take it.
fn invitation_ui(ui: &egui::Ui, columns: &Columns, words: &Words, outbox: &mut Outbox) {
    let palette = theme::palette(ui);
    let center = pos2(columns.all.center(), ui.clip_rect().center().y - 24.0);
    let painter = ui.painter();
    let button = Rect::from_center_size(center, vec2(60.0, 60.0));
    let response = ui.interact(button, ui.scope_id().with("start"), Sense::CLICK);
    let label = words.get("start");
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &label));
    let (fill, edge) = if response.hovered() { (0.3, 2.5) } else { (0.15, 1.5) };
    painter.circle(center, 30.0, palette.tinted(palette.accent, fill), egui::Stroke::new(edge, palette.accent));
    let sign = Rect::from_center_size(center + vec2(2.0, 0.0), vec2(24.0, 24.0));
    icon_ui(painter, sign, Icon::Play, palette.accent);
    let text = words.get("start-keys");
    let galley = painter.layout(text, theme::sans(theme::BODY), palette.text, columns.all.span());
    painter.galley(center + vec2(-galley.size().x / 2.0, 44.0), galley, palette.text);
    if response.clicked() {
        outbox.send(UiCommand::Playback(Playback::Toggle));
    }
}

/// Scrolls so that the current row lies always at the same height, with more above it than below:
/// the way back shows what the way forward showed.
fn follow(ui: &egui::Ui, row: Rect, at_once: bool) {
    let height = ui.clip_rect().height();
    let top = if row.height() < 0.5 * height { row.bottom() - 0.7 * height } else { row.top() - 0.2 * height };
    let target = Rect::from_min_size(pos2(row.left(), top), vec2(row.width(), height));
    let animation = if at_once { egui::style::ScrollAnimation::none() } else { ui.style().scroll_animation };
    ui.scroll_to_rect_animation(target, Some(egui::Align::Center), animation);
}

fn row_ui(
    ui: &mut egui::Ui,
    model: &Model,
    row: &Row,
    rect: Rect,
    columns: &Columns,
    words: &Words,
    outbox: &mut Outbox,
) {
    let current = row.place + 1 == model.shown;
    let response = ui.interact(rect, ui.scope_id().with(("row", row.place)), Sense::CLICK);
    response.widget_info(|| WidgetInfo::selected(Role::ListItem, true, current, &row.label));
    paint::row(ui, row, rect, columns, current, response.hovered());
    if response.clicked() {
        outbox.send(UiCommand::Cursor(Move::To(row.place)));
    }
    if response.hovered()
        && let Some(frames) = model.session.timeline.steps().get(row.place).and_then(|step| frames(step, words))
    {
        response.on_hover_text_at_pointer(frames);
    }
    segments::ui(ui, row, rect, columns, &model.session);
    if let Some(fold) = paint::fold_rect(row, rect, columns) {
        fold_ui(ui, row, fold, words, outbox);
    }
    if let Some(mark) = paint::finding_rect(row, rect) {
        let response = ui.interact(mark, ui.scope_id().with(("finding", row.place)), Sense::hover());
        let findings = row.findings.join("\n");
        response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &findings));
        response.on_hover_text(&findings);
    }
}

fn fold_ui(ui: &egui::Ui, row: &Row, rect: Rect, words: &Words, outbox: &mut Outbox) {
    let response = ui.interact(rect, ui.scope_id().with(("fold", row.place)), Sense::CLICK);
    let unfolded = paint::is_unfolded(row);
    let label = format!("{} {}", words.get(if unfolded { "fold" } else { "unfold" }), row.place + 1);
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, unfolded, &label));
    if response.hovered() {
        ui.ctx().set_cursor_icon(egui::CursorIcon::PointingHand);
    }
    if response.clicked() {
        outbox.send(UiCommand::Session(SessionCommand::ToggleFold(row.place)));
    }
}
