//! How the diagram is painted.

use eframe::egui;
use eframe::egui::Align2;
use eframe::egui::Color32;
use eframe::egui::Pos2;
use eframe::egui::Rect;
use eframe::egui::Role;
use eframe::egui::Sense;
use eframe::egui::Shape;
use eframe::egui::Stroke;
use eframe::egui::StrokeKind;
use eframe::egui::WidgetInfo;
use eframe::egui::pos2;
use eframe::egui::vec2;

use crate::proto::Phase;
use crate::proto::rules::RULES;
use crate::session::snapshot::Stage;
use crate::teach::Words;
use crate::ui::command::UiCommand;
use crate::ui::command::View;
use crate::ui::measure::points;
use crate::ui::outbox::Outbox;
use crate::ui::theme;
use crate::ui::theme::Palette;
use crate::ui::views::state_diagram::Model;
use crate::ui::views::state_diagram::model::Stress;
use crate::ui::views::state_diagram::model::Taken;
use crate::ui::views::state_diagram::model::closing_rule;
use crate::ui::views::state_diagram::model::ending;
use crate::ui::views::state_diagram::model::leading;
use crate::ui::views::state_diagram::model::staying;
use crate::ui::views::state_diagram::other;
use crate::ui::views::why::duty_word;

/// The height of the whole diagram.
pub const HEIGHT: f32 = 268.0;
const BOX_WIDTH: f32 = 118.0;
const CHIP: egui::Vec2 = vec2(44.0, 20.0);
const CHIP_GAP: f32 = 4.0;
const ARROW_X: f32 = 22.0;

/// Where everything stands.
struct Places {
    start: Pos2,
    authorization: Rect,
    transaction: Rect,
    update: Rect,
    closed: Pos2,
}

impl Places {
    fn new(rect: Rect) -> Self {
        let (left, top) = (rect.left() + 2.0, rect.top());
        let state = |y: f32, height: f32| Rect::from_min_size(pos2(left, top + y), vec2(BOX_WIDTH, height));
        Self {
            start: pos2(left + ARROW_X, top + 9.0),
            authorization: state(36.0, 34.0),
            transaction: state(106.0, 72.0),
            update: state(216.0, 34.0),
            closed: pos2(rect.right() - 16.0, top + 233.0),
        }
    }

    fn of(&self, phase: Phase) -> Rect {
        match phase {
            Phase::Authorization => self.authorization,
            Phase::Transaction => self.transaction,
            Phase::Update => self.update,
        }
    }
}

/// Paints the diagram.
pub fn ui(ui: &mut egui::Ui, model: &Model, words: &Words, outbox: &mut Outbox) {
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), HEIGHT), Sense::hover());
    if let Some(other) = &model.other {
        other::ui(ui, other, rect, words);
        return;
    }
    let places = Places::new(rect);
    let palette = theme::palette(ui);
    ends_ui(ui, model, &places, words);
    for phase in Phase::ALL {
        state_ui(ui, model, places.of(phase), phase, words);
    }

    // Into TRANSACTION and UPDATE, downwards.
    for (from, to) in [(Phase::Authorization, Phase::Transaction), (Phase::Transaction, Phase::Update)] {
        let (above, below) = (places.of(from), places.of(to));
        let taken = leading(from, to).any(|rule| leads(model, rule));
        let x = above.left() + ARROW_X;
        arrow(ui, pos2(x, above.bottom()), pos2(x, below.top()), taken, palette);
        let middle = f32::midpoint(above.bottom(), below.top());
        let first = pos2(x + 14.0, middle - CHIP.y / 2.0);
        for (place, rule) in leading(from, to).enumerate() {
            let chip = Rect::from_min_size(first + vec2(points(place) * (CHIP.x + CHIP_GAP), 0.0), CHIP);
            chip_ui(ui, model, rule, chip, words, outbox);
        }
    }

    // What keeps the state stands beside it.
    for phase in [Phase::Authorization, Phase::Transaction] {
        let state = places.of(phase);
        let left = state.right() + 12.0;
        let across = across(rect, left);
        let rules: Vec<usize> = staying(phase).collect();
        let rows = rules.len().div_ceil(across);
        let top = state.center().y - (points(rows) * (CHIP.y + CHIP_GAP) - CHIP_GAP) / 2.0;
        for (place, rule) in rules.into_iter().enumerate() {
            let (column, row) = (points(place % across), points(place / across));
            let corner = pos2(left + column * (CHIP.x + CHIP_GAP), top + row * (CHIP.y + CHIP_GAP));
            chip_ui(ui, model, rule, Rect::from_min_size(corner, CHIP), words, outbox);
        }
    }
    closing_ui(ui, model, &places, rect, words, outbox);
}

/// How many chips stand beside one another from here to where the ways to the end go down.
fn across(rect: Rect, left: f32) -> usize {
    let room = rect.right() - 30.0 - left;
    crate::ui::measure::count(f64::from((room + CHIP_GAP) / (CHIP.x + CHIP_GAP))).max(1)
}

/// The ways to the end: QUIT before login, the server after UPDATE, and the line that drops.
fn closing_ui(ui: &mut egui::Ui, model: &Model, places: &Places, rect: Rect, words: &Words, outbox: &mut Outbox) {
    let palette = theme::palette(ui);
    for rule in ending(Phase::Authorization) {
        let chip = Rect::from_min_size(pos2(rect.right() - CHIP.x, places.authorization.bottom() + 8.0), CHIP);
        let x = places.closed.x;
        let taken = leads(model, rule);
        let stroke = line_stroke(taken, palette);
        let corner = pos2(x, places.authorization.center().y);
        let beside = places.authorization.right() + 12.0;
        let stays = staying(Phase::Authorization).count().min(across(rect, beside));
        let left = (beside + points(stays) * (CHIP.x + CHIP_GAP)).min(x);
        ui.painter().line_segment([pos2(left, corner.y), corner], stroke);
        arrow(ui, corner, places.closed - vec2(0.0, 9.0), taken, palette);
        chip_ui(ui, model, rule, chip, words, outbox);
    }
    let rule = closing_rule();
    let from = pos2(places.update.right(), places.update.center().y);
    arrow(ui, from, places.closed - vec2(9.0, 0.0), leads(model, rule), palette);
    let width = (places.closed.x - from.x - 44.0).min(150.0);
    let chip = Rect::from_center_size(pos2(f32::midpoint(from.x, places.closed.x) - 6.0, from.y), vec2(width, CHIP.y));
    named_chip_ui(ui, model, rule, chip, &words.get("server-closes"), words, outbox);

    let dropped = model.taken == Some(Taken::Dropped);
    let from = pos2(places.transaction.right() - 12.0, places.transaction.bottom());
    let to = places.closed - vec2(7.0, 7.0);
    let color = if dropped { palette.err } else { palette.weak };
    let stroke = Stroke::new(if dropped { 2.6 } else { 1.0 }, color);
    let corner = pos2(from.x, from.y + 19.0);
    let turn = pos2(to.x - 14.0, corner.y);
    ui.painter().extend(Shape::dashed_line(&[from, corner, turn, to], stroke, 4.0, 3.0));
    let text = words.get("without-quit");
    let galley = ui.painter().layout_no_wrap(text, theme::sans(theme::SMALL - 1.0), color);
    let middle = pos2(f32::midpoint(corner.x, turn.x), corner.y);
    let ground = Rect::from_center_size(middle, galley.size() + vec2(8.0, 2.0));
    ui.painter().rect_filled(ground, 2.0, palette.panel);
    ui.painter().galley(ground.min + vec2(4.0, 1.0), galley, color);
}

/// Start and end of a session.
fn ends_ui(ui: &egui::Ui, model: &Model, places: &Places, words: &Words) {
    let palette = theme::palette(ui);
    let painter = ui.painter();
    let connected = matches!(model.stage, Some(Stage::Greeting));
    let start_color = if connected { palette.accent } else { palette.weak };
    painter.circle_filled(places.start, if connected { 6.5 } else { 5.0 }, start_color);
    let taken = model.taken == Some(Taken::Greeting);
    let to = pos2(places.start.x, places.authorization.top());
    arrow(ui, places.start + vec2(0.0, 6.0), to, taken, palette);
    let text = pos2(places.start.x + 14.0, places.start.y + 8.0);
    let color = if taken { palette.strong } else { palette.weak };
    painter.text(text, Align2::LEFT_CENTER, words.get("greeting"), theme::sans(theme::SMALL), color);

    let closed = matches!(model.stage, Some(Stage::Closed(_)));
    let color = if closed { palette.accent } else { palette.weak };
    painter.circle(places.closed, 8.0, palette.paper, Stroke::new(if closed { 2.6 } else { 1.4 }, color));
    painter.circle_filled(places.closed, 4.5, color);
    let text = places.closed + vec2(8.0, 19.0);
    let color = if closed { palette.strong } else { palette.weak };
    painter.text(text, Align2::RIGHT_CENTER, words.get("closed"), theme::sans(theme::SMALL), color);
    let rect = Rect::from_center_size(places.closed, vec2(18.0, 18.0));
    let response = ui.interact(rect, ui.scope_id().with("closed"), Sense::hover());
    let label = words.get(if closed { "closed-now" } else { "closed" });
    response.widget_info(|| WidgetInfo::selected(Role::Label, true, closed, &label));
}

fn state_ui(ui: &egui::Ui, model: &Model, rect: Rect, phase: Phase, words: &Words) {
    let palette = theme::palette(ui);
    let painter = ui.painter();
    let here = model.is_in(phase);
    let color = palette.phase(phase);
    let fill = palette.tinted(color, if here { 0.55 } else { 0.08 });
    let stroke = if here { Stroke::new(2.6, palette.strong) } else { Stroke::new(1.0, palette.tinted(color, 0.8)) };
    painter.rect(rect, theme::ROUNDING, fill, stroke, StrokeKind::Inside);
    let text = if here { palette.strong } else { palette.text };
    painter.text(rect.center(), Align2::CENTER_CENTER, phase.to_string(), theme::sans(theme::SMALL + 0.5), text);
    let response = ui.interact(rect, ui.scope_id().with(("state", phase)), Sense::hover());
    let label =
        if here { words.format("state-now", &[("state", (&phase.to_string()).into())]) } else { phase.to_string() };
    response.widget_info(|| WidgetInfo::selected(Role::Label, true, here, &label));
    response.on_hover_text(format!("{phase} — {}", phase.clause()));
}

fn chip_ui(ui: &egui::Ui, model: &Model, rule: usize, rect: Rect, words: &Words, outbox: &mut Outbox) {
    named_chip_ui(ui, model, rule, rect, RULES[rule].keyword.as_str(), words, outbox);
}

fn named_chip_ui(
    ui: &egui::Ui,
    model: &Model,
    rule: usize,
    rect: Rect,
    name: &str,
    words: &Words,
    outbox: &mut Outbox,
) {
    let palette = theme::palette(ui);
    let row = &RULES[rule];
    let response = ui.interact(rect, ui.scope_id().with(("rule", rule)), Sense::click());
    let possible = model.possible.contains(&rule);
    let chosen = model.explained == Some(rule);
    let label = format!("{name} · {}", row.phase);
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, chosen, &label));
    let taken = match model.taken {
        Some(Taken::Rule { rule: taken, positive }) if taken == rule => Some(positive),
        Some(Taken::Rule { .. } | Taken::Greeting | Taken::Dropped) | None => None,
    };
    let (fill, stroke, text) = match (taken, model.stress(rule)) {
        (Some(true), _) => (palette.ok, Stroke::new(1.5, palette.ok), palette.paper),
        (Some(false), _) => (palette.err, Stroke::new(1.5, palette.err), palette.paper),
        (None, Stress::Loud) => (palette.paper, Stroke::new(1.6, palette.command), palette.strong),
        (None, Stress::Calm) => (palette.panel, Stroke::new(1.0, palette.tinted(palette.command, 0.6)), palette.text),
        (None, Stress::Quiet) => (palette.panel, Stroke::new(1.0, palette.line), palette.weak),
    };
    let painter = ui.painter();
    painter.rect(rect, 5.0, fill, stroke, StrokeKind::Inside);
    painter.text(rect.center(), Align2::CENTER_CENTER, name, theme::sans(theme::SMALL), text);
    if taken == Some(false) {
        painter.hline(rect.shrink(5.0).x_range(), rect.center().y, Stroke::new(1.2, text));
    }
    if chosen || response.hovered() || response.has_focus() {
        painter.rect_stroke(rect, 5.0, Stroke::new(2.0, palette.accent), StrokeKind::Outside);
    }
    if response.clicked() {
        outbox.send(UiCommand::View(View::Rule(Some(rule))));
    }
    let hint = words.get(if possible { "rule-possible" } else { "rule-impossible" });
    let duty = if row.phase == Phase::Update { String::new() } else { format!("\n{}", words.get(duty_word(row.duty))) };
    response.on_hover_text(format!("{name}: {hint} ({}){duty}", row.clause));
}

/// Whether a row of the table led on in the last step.
fn leads(model: &Model, rule: usize) -> bool {
    matches!(model.taken, Some(Taken::Rule { rule: taken, positive: true }) if taken == rule)
}

fn line_stroke(taken: bool, palette: &Palette) -> Stroke {
    if taken { Stroke::new(3.0, palette.ok) } else { Stroke::new(1.2, palette.weak) }
}

fn arrow(ui: &egui::Ui, from: Pos2, to: Pos2, taken: bool, palette: &Palette) {
    let stroke = line_stroke(taken, palette);
    let along = (to - from).normalized();
    let back = to - along * 8.0;
    ui.painter().line_segment([from, back], stroke);
    let across = along.rot90() * if taken { 5.5 } else { 4.0 };
    head(ui, [to, back + across, back - across], stroke.color);
}

fn head(ui: &egui::Ui, corners: [Pos2; 3], color: Color32) {
    ui.painter().add(Shape::convex_polygon(corners.to_vec(), color, Stroke::NONE));
}
