//! The ladder as a whole: which rows are seen, and what a click on one does.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;
use std::time::Duration;

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
use crate::ui::command::Playback;
use crate::ui::command::Session as SessionCommand;
use crate::ui::command::UiCommand;
use crate::ui::command::View;
use crate::ui::command::Zooming;
use crate::ui::document::Session;
use crate::ui::measure::short;
use crate::ui::outbox::Outbox;
use crate::ui::player::Player;
use crate::ui::player::Secrets;
use crate::ui::text::clock;
use crate::ui::text::frames;
use crate::ui::theme;
use crate::ui::views::ladder::axis::TimeScale;
use crate::ui::views::ladder::columns::Columns;
use crate::ui::views::ladder::ground::ground_ui;
use crate::ui::views::ladder::heads::heads_ui;
use crate::ui::views::ladder::layout::Layout;
use crate::ui::views::ladder::overview;
use crate::ui::views::ladder::paint;
use crate::ui::views::ladder::paint::Kind;
use crate::ui::views::ladder::paint::Manner;
use crate::ui::views::ladder::places::Places;
use crate::ui::views::ladder::row::Context;
use crate::ui::views::ladder::row::Row;
use crate::ui::views::ladder::row::unfolded_lines;
use crate::ui::views::ladder::ruler;
use crate::ui::views::ladder::scale::Axis;
use crate::ui::views::ladder::scale::Look;
use crate::ui::views::ladder::segments;
use crate::ui::widgets::transport_icon::Icon;
use crate::ui::widgets::transport_icon::icon_ui;

/// Space below the last row.
const BELOW: f32 = 24.0;

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
    /// How large it is, and what the way down means.
    pub look: Look,
    /// How far the message of the last step has come; `None` once it has arrived.
    pub travel: Option<f32>,
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
    /// Whether it has not come there yet.
    gliding: bool,
    /// Whether the current step was in sight.
    in_sight: bool,
    /// How long the way down is, and of which session that was found out.
    scale: Option<(u64, TimeScale)>,
    /// What of each step is the same at all sizes, and of which session that was found out.
    measures: Option<(u64, Arc<[Measure]>)>,
    /// What was seen last: how far it was scrolled, and where on the screen it is.
    offset: f32,
    view: Option<Rect>,
    /// What is to stay in its place when the size changes, from the top of what is seen.
    anchor: Option<f32>,
    /// The layout that another look took the place of.
    before: Option<Arc<Layout>>,
}

/// What of a step is the same at all sizes.
#[derive(Clone, Copy, Debug)]
struct Measure {
    kind: Kind,
    /// How long after the step before.
    silence: Duration,
}

/// The layout is right as long as this stays the same.
#[derive(Clone, Debug, PartialEq)]
struct LayoutKey {
    generation: u64,
    language: Language,
    width: f32,
    pixels_per_point: f32,
    revision: u64,
    look: Look,
    segments: bool,
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
            look: Look::default(),
            travel: None,
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
            .filter(|(_, step)| step.said().is_some_and(|said| said.data().is_some()))
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
            look: model.look,
            segments: self.segments,
        };
        if self.layout_key.as_ref() == Some(&key) {
            return;
        }
        let layout = Arc::new(self.lay_out(ui, model, note_width, words));
        let before = std::mem::replace(&mut self.layout, layout);
        let turned = |old: &LayoutKey| {
            old.generation == key.generation && (old.look != key.look || old.segments != key.segments)
        };
        self.before = self.layout_key.as_ref().is_some_and(turned).then_some(before);
        self.layout_key = Some(key);
    }

    /// Where each row stands. It is asked anew for each size, so what is the same at all sizes is found out once.
    fn lay_out(&mut self, ui: &egui::Ui, model: &Model, note_width: f32, words: &Words) -> Layout {
        let (timeline, zoom) = (&model.session.timeline, model.look.zoom);
        let scale = self.scale(model);
        let measures = self.measures(model);
        let usual = [Kind::Arrow, Kind::Data, Kind::Cap, Kind::Inside, Kind::Note].map(|kind| kind.height(zoom));
        let (plain, segments) = (self.unfolded.is_empty(), self.segments);
        let height = |(place, measure): (usize, &Measure)| {
            let mut height = match measure.kind {
                Kind::Arrow => usual[0],
                Kind::Data => usual[1],
                Kind::Cap => usual[2],
                Kind::Inside => usual[3],
                Kind::Note => match &timeline.steps()[place].what {
                    What::Fact(Fact::Note(note)) => paint::note_height(ui, note, zoom, note_width, words),
                    What::Fact(_)
                    | What::Opened
                    | What::Said(_)
                    | What::Gap { .. }
                    | What::Conflict { .. }
                    | What::Closed(_) => usual[4],
                },
            };
            if !plain && measure.kind == Kind::Data && self.unfolded.contains(&place) {
                height += paint::unfolded_height(unfolded_lines(&timeline.steps()[place]), zoom);
            }
            if segments {
                height += segments::height(timeline, place, zoom);
            }
            height
        };
        let rows = measures.iter().enumerate();
        let Some(scale) = scale else { return Layout::new(rows.map(height)) };
        // How much of the row before is below its moment.
        let mut before = None;
        Layout::with_silences(rows.map(|(place, measure)| {
            let height = height((place, measure));
            let moment = measure.kind.moment_y(zoom).min(height);
            let silence = before.map_or(0.0, |below| {
                let room = below + moment;
                scale.way(measure.silence, room, zoom.factor()).0 - room
            });
            before = Some(height - moment);
            (silence, height)
        }))
    }

    /// What is the same at all sizes.
    fn measures(&mut self, model: &Model) -> Arc<[Measure]> {
        if let Some((generation, measures)) = &self.measures
            && *generation == model.generation
        {
            return measures.clone();
        }
        let mut last = model.session.timeline.start().unwrap_or_default();
        let measures = model.session.timeline.steps().iter().map(|step| {
            let silence = step.at.since(last);
            last = step.at;
            Measure { kind: Kind::of(&step.what), silence }
        });
        let measures: Arc<[Measure]> = measures.collect();
        self.measures = Some((model.generation, measures.clone()));
        measures
    }

    /// How long the way down is, if it is time.
    fn scale(&mut self, model: &Model) -> Option<TimeScale> {
        if model.look.axis == Axis::Compressed {
            return None;
        }
        let known = self.scale.filter(|(generation, _)| *generation == model.generation);
        let scale = known.map_or_else(|| TimeScale::of(&model.session.timeline), |(_, scale)| scale);
        self.scale = Some((model.generation, scale));
        Some(scale)
    }

    /// How far to scroll so that what somebody looks at stays in its place though the size changed.
    fn keep_in_place(&mut self, shown: usize) -> Option<f32> {
        let (old, anchor) = (self.before.take()?, self.anchor.take());
        let height = self.view?.height();
        let current = shown.checked_sub(1).map(|step| {
            let (top, bottom) = old.row(step);
            short(f64::midpoint(top, bottom) - f64::from(self.offset))
        });
        let inner = anchor.or(current.filter(|y| (0.0..height).contains(y))).unwrap_or(height / 2.0);
        let place = old.same_place(f64::from(self.offset) + f64::from(inner), &self.layout);
        let most = (self.layout.height() + f64::from(BELOW) - f64::from(height)).max(0.0);
        Some(short((place - f64::from(inner)).clamp(0.0, most)))
    }

    /// The wheel with Ctrl, or two fingers, over the ladder.
    fn take_zoom(&mut self, ui: &egui::Ui, look: Look, whole: Rect, outbox: &mut Outbox) {
        let (factor, pointer) = ui.input(|input| (input.zoom_delta(), input.pointer.hover_pos()));
        let turned = f32::EPSILON < (factor - 1.0).abs() && ui.rect_contains_pointer(whole);
        if let Some(pointer) = pointer.filter(|_| turned) {
            self.anchor = self.view.map(|view| pointer.y - view.top());
            outbox.send(UiCommand::View(View::Ladder(Zooming::To(look.zoom.times(factor)))));
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
    let lanes = model.session.lanes();
    let (zoom, time_size) = (model.look.zoom, paint::time_size(model.look.zoom));
    let (clients, servers) = (lanes.clients.len(), lanes.servers.len());
    let columns = Columns::new(whole, clients, servers, &longest.unwrap_or_default(), time_size);
    let scale = state.scale(model);
    heads_ui(ui, model, &columns, scale.map(|scale| scale.mark(zoom.factor())), words);
    state.take_zoom(ui, model.look, whole, outbox);
    let note_width = columns.all.span() - 2.0 * paint::NOTE_INSET;
    state.prepare(ui, model, width, note_width, words);
    let cursor = (model.generation, model.shown);
    // What glides to a place that is there no longer, goes to where it is.
    let turned = state.before.is_some() && state.anchor.is_none() && state.gliding;
    // In a window that becomes lower what was in sight stays in sight.
    let lower = state.in_sight && state.view.is_some_and(|view| ui.available_height() + 1.0 < view.height());
    let moved = turned || lower || state.followed != Some(cursor);
    let jumped = state.followed.is_none_or(|(generation, _)| generation != model.generation);
    state.followed = Some(cursor);
    if jumped {
        ui.ctx().request_repaint(); // Where a new list is scrolled to is seen in the next frame.
    }
    // In a low window it is as low as it is: what stands below is not painted over.
    let area = ScrollArea::vertical().id_salt(("ladder", model.generation)).auto_shrink(false).min_scrolled_height(0.0);
    let kept = state.keep_in_place(model.shown).filter(|_| !moved);
    let output = area.show_viewport(ui, |ui, viewport| {
        let height = short(state.layout.height()) + BELOW;
        ui.set_height(height.max(viewport.height()));
        let origin = ui.max_rect().min;
        // What is to stay in its place is painted there at once; the scroll area follows in the next frame.
        let first = kept.unwrap_or(viewport.min.y);
        let (from, to) = (f64::from(first), f64::from(first) + f64::from(viewport.height()));
        let seen = state.layout.rows_in(from, to);
        let seen = seen.start.min(model.shown)..seen.end.min(model.shown);
        let layout = state.layout.clone();
        let places = Places {
            layout: &layout,
            timeline,
            zoom,
            across: (whole.left(), width),
            top: (from, origin.y + viewport.min.y),
        };
        ground_ui(ui, model, &columns, &seen, &places);
        if let Some(scale) = scale {
            ruler::ui(ui, model, scale, (&columns, &places), &seen, words);
        }
        if zoom.has_words() {
            rows_ui(ui, model, state, (&columns, &places), seen, words, outbox);
        } else {
            overview::ui(ui, model, (&columns, &places), seen, words, outbox);
        }
        if model.shown == 0 && !timeline.is_empty() {
            invitation_ui(ui, &columns, words, outbox);
        }
        if let Some(kept) = kept {
            let target = Rect::from_min_size(pos2(origin.x, origin.y + kept), vec2(width, viewport.height()));
            ui.scroll_to_rect_animation(target, Some(egui::Align::Center), egui::style::ScrollAnimation::none());
        }
        if moved && let Some(step) = model.shown.checked_sub(1) {
            follow(ui, places.content(step), jumped || lower);
        } else if moved {
            follow(ui, Rect::from_min_size(origin, vec2(width, 1.0)), jumped);
        }
    });
    state.offset = kept.unwrap_or(output.state.unclamped_offset().y);
    state.view = Some(output.inner_rect);
    let current = model.shown.checked_sub(1).map(|step| {
        let (top, bottom) = state.layout.row(step);
        short(f64::midpoint(top, bottom) - f64::from(state.offset))
    });
    let there = current.is_none_or(|y| (0.0..output.inner_rect.height()).contains(&y));
    state.gliding = moved || state.gliding && !there;
    state.in_sight = current.is_some() && there;
}

/// Paints some rows with their words.
fn rows_ui(
    ui: &mut egui::Ui,
    model: &Model,
    state: &mut State,
    (columns, places): (&Columns, &Places<'_>),
    seen: Range<usize>,
    words: &Words,
    outbox: &mut Outbox,
) {
    for place in seen {
        let unfolded = state.unfolded.contains(&place);
        if !state.rows.contains_key(&place)
            && let Some(row) = model.row(place, unfolded, words)
        {
            state.rows.insert(place, row);
        }
        if let Some(row) = state.rows.get(&place) {
            row_ui(ui, model, row, places.content(place), columns, words, outbox);
        }
    }
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
    let (zoom, hovered) = (model.look.zoom, response.hovered());
    let travel = model.travel.filter(|_| current);
    paint::row(ui, row, rect, Manner { columns, zoom, current, hovered, travel });
    if response.clicked() {
        outbox.send(UiCommand::Cursor(Move::To(row.place)));
    }
    if response.hovered()
        && let Some(frames) = model.session.timeline.steps().get(row.place).and_then(|step| frames(step, words))
    {
        response.on_hover_text_at_pointer(frames);
    }
    segments::ui(ui, row, rect, columns, zoom, &model.session);
    if let Some(fold) = paint::fold_rect(row, rect, columns, zoom) {
        fold_ui(ui, row, fold, words, outbox);
    }
    if let Some(mark) = paint::finding_rect(row, rect, zoom) {
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
