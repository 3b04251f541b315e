//! The ladder as a whole: which rows are seen, and what a click on one does.

use std::ops::Range;
use std::sync::Arc;

use eframe::egui;
use eframe::egui::Rect;
use eframe::egui::Role;
use eframe::egui::ScrollArea;
use eframe::egui::Sense;
use eframe::egui::WidgetInfo;
use eframe::egui::pos2;
use eframe::egui::vec2;

use crate::session::cursor::Move;
use crate::teach::Words;
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
use crate::ui::views::ladder::overview;
use crate::ui::views::ladder::paint;
use crate::ui::views::ladder::paint::Manner;
use crate::ui::views::ladder::places::Places;
use crate::ui::views::ladder::row::Context;
use crate::ui::views::ladder::row::Row;
use crate::ui::views::ladder::ruler;
use crate::ui::views::ladder::scale::Look;
use crate::ui::views::ladder::segments;
use crate::ui::views::ladder::state::BELOW;
use crate::ui::views::ladder::state::Room;
use crate::ui::views::ladder::state::State;
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
    /// How large it is, and what the way down means.
    pub look: Look,
    /// How far the message of the last step has come; `None` once it has arrived.
    pub travel: Option<f32>,
    /// The step from which on no finding is shown: it would tell the reply that somebody is to predict.
    pub blind_from: Option<usize>,
    /// Counts the sessions that were opened.
    pub generation: u64,
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
            blind_from: None,
            generation: player.generation(),
        }
    }

    /// Whether the findings of a step are hidden.
    #[must_use]
    pub fn is_blind(&self, place: usize) -> bool {
        self.blind_from.is_some_and(|from| from <= place)
    }

    /// A step as the ladder shows it.
    #[must_use]
    pub fn row(&self, place: usize, unfolded: bool, words: &Words) -> Option<Row> {
        let context = Context { session: &self.session, words, secrets: self.secrets, segments: self.segments };
        Row::new(context, place, unfolded)
    }
}

/// Paints the ladder.
pub fn ui(ui: &mut egui::Ui, model: &Model, state: &mut State, words: &Words, outbox: &mut Outbox) {
    let model = &Model { segments: state.segments(), ..model.clone() };
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
    let moved = turned || state.followed != Some(cursor);
    let jumped = state.followed.is_none_or(|(generation, _)| generation != model.generation);
    state.followed = Some(cursor);
    if jumped {
        ui.ctx().request_repaint(); // Where a new list is scrolled to is seen in the next frame.
    }
    // In a low window it is as low as it is: what stands below is not painted over.
    let area = ScrollArea::vertical().id_salt(("ladder", model.generation)).auto_shrink(false).min_scrolled_height(0.0);
    let pointed = state.anchor.is_some();
    let kept = state.keep_in_place(model.shown).filter(|_| !moved);
    let mut back = false;
    let output = area.show_viewport(ui, |ui, viewport| {
        let height = short(state.layout.height()) + BELOW;
        ui.set_height(height.max(viewport.height()));
        let origin = ui.max_rect().min;
        // What is to stay in its place is painted there at once; the scroll area follows in the next frame.
        let first = kept.unwrap_or(viewport.min.y);
        let (from, to) = (f64::from(first), f64::from(first) + f64::from(viewport.height()));
        // Where the current row was in view it stays there, however the room or the size of the rows changes.
        let room = Room {
            size: viewport.size(),
            pixels_per_point: ui.pixels_per_point(),
            look: model.look,
            segments: model.segments,
        };
        let turned = state.room.replace(room).is_some_and(|before| before != room);
        back = turned && state.held && !moved && !pointed && !state.is_in_view(model.shown, from, to);
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
        if let Some(kept) = kept.filter(|_| !back) {
            let target = Rect::from_min_size(pos2(origin.x, origin.y + kept), vec2(width, viewport.height()));
            ui.scroll_to_rect_animation(target, Some(egui::Align::Center), egui::style::ScrollAnimation::none());
        }
        if moved && let Some(step) = model.shown.checked_sub(1) {
            follow(ui, places.content(step), jumped);
        } else if moved {
            follow(ui, Rect::from_min_size(origin, vec2(width, 1.0)), jumped);
        } else if back && let Some(step) = model.shown.checked_sub(1) {
            follow(ui, places.content(step).translate(vec2(0.0, first - viewport.min.y)), true);
            ui.ctx().request_repaint();
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
    let (from, height) = (f64::from(state.offset), f64::from(output.inner_rect.height()));
    state.held = state.gliding || back || state.is_in_view(model.shown, from, from + height);
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
            let unremarked = (model.is_blind(place) && !row.findings.is_empty()).then(|| row.without_findings());
            row_ui(ui, model, unremarked.as_ref().unwrap_or(row), places.content(place), columns, words, outbox);
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
