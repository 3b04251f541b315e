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
use crate::proto::rules::Rule;
use crate::session::snapshot::Stage;
use crate::teach::Words;
use crate::ui::command::UiCommand;
use crate::ui::command::View;
use crate::ui::icons;
use crate::ui::outbox::Outbox;
use crate::ui::theme;
use crate::ui::theme::Palette;
use crate::ui::views::state_diagram::Model;
use crate::ui::views::state_diagram::Subject;
use crate::ui::views::state_diagram::model::Count;
use crate::ui::views::state_diagram::model::Stress;
use crate::ui::views::state_diagram::model::Taken;
use crate::ui::views::state_diagram::model::closing_rule;
use crate::ui::views::state_diagram::model::ending;
use crate::ui::views::state_diagram::model::leading;
use crate::ui::views::state_diagram::other;
use crate::ui::views::state_diagram::places::COUNT_GAP;
use crate::ui::views::state_diagram::places::Labels;
use crate::ui::views::state_diagram::places::Places;
use crate::ui::views::state_diagram::tracks::short_count;
use crate::ui::views::why::duty_word;

/// The size of counts.
const COUNT: f32 = theme::SMALL - 2.0;
/// The size of the names of states.
const STATE: f32 = theme::SMALL + 0.5;

/// Paints the diagram.
pub fn ui(ui: &mut egui::Ui, model: &Model, words: &Words, outbox: &mut Outbox) {
    if let Some(other) = &model.other {
        let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), other::HEIGHT), Sense::hover());
        other::ui(ui, other, rect, words);
        return;
    }
    let places = Places::new(ui.cursor().min, ui.available_width(), &labels(ui, model, words));
    let _ = ui.allocate_exact_size(vec2(ui.available_width(), places.height), Sense::hover());
    let palette = theme::palette(ui);
    start_ui(ui, model, &places, words, outbox);
    for phase in Phase::ALL {
        state_ui(ui, model, places.of(phase), phase, words, outbox);
    }
    // Into TRANSACTION and UPDATE, downwards.
    for (from, to) in [(Phase::Authorization, Phase::Transaction), (Phase::Transaction, Phase::Update)] {
        let (above, below) = (places.of(from), places.of(to));
        let taken = leading(from, to).any(|rule| leads(model, rule));
        arrow(ui, pos2(places.down(), above.bottom()), pos2(places.down(), below.top()), taken, palette);
    }
    ways_out_ui(ui, model, &places, words, outbox);
    for (rule, row) in RULES.iter().enumerate() {
        let name = name(row, words);
        chip_ui(ui, model, (rule, &name), (places.chips[rule], places.counts), words, outbox);
    }
    end_ui(ui, model, &places, words, outbox);
}

/// What stands on the chip of a row.
fn name(row: &Rule, words: &Words) -> String {
    match row.phase {
        Phase::Authorization | Phase::Transaction => row.keyword.as_str().to_owned(),
        Phase::Update => words.get("server-closes"),
    }
}

/// How large all labels are.
fn labels(ui: &egui::Ui, model: &Model, words: &Words) -> Labels {
    let size =
        |text: String, size: f32| ui.painter().layout_no_wrap(text, theme::sans(size), Color32::PLACEHOLDER).size();
    let rules = RULES.iter().enumerate().map(|(rule, row)| {
        let most = model.most.get(rule).copied().unwrap_or(0);
        let count = if most == 0 { 0.0 } else { size(count_text(most), COUNT).x };
        (size(name(row, words), theme::SMALL).x, count)
    });
    let states = Phase::ALL.map(|phase| size(phase.to_string(), STATE));
    Labels {
        rules: rules.collect(),
        state: states.iter().map(|size| size.x).fold(0.0, f32::max),
        line: size(name(&RULES[0], words), theme::SMALL).y,
    }
}

/// A count as a chip has it.
fn count_text(count: usize) -> String {
    format!("{}{}", icons::TIMES, short_count(count))
}

/// The ways to the end: QUIT before login, the server after UPDATE, and the line that drops.
fn ways_out_ui(ui: &egui::Ui, model: &Model, places: &Places, words: &Words, outbox: &mut Outbox) {
    let palette = theme::palette(ui);
    let taken = ending(Phase::Authorization).any(|rule| leads(model, rule));
    let [from, corner, to] = places.way_out();
    ui.painter().line_segment([from, corner], line_stroke(taken, palette));
    arrow(ui, corner, to, taken, palette);

    let update = places.of(Phase::Update);
    let from = pos2(update.right(), update.center().y);
    arrow(ui, from, places.closed - vec2(9.0, 0.0), leads(model, closing_rule()), palette);

    let dropped = model.taken == Some(Taken::Dropped);
    let color = if dropped { palette.err } else { palette.weak };
    let stroke = Stroke::new(if dropped { 2.6 } else { 1.0 }, color);
    ui.painter().extend(Shape::dashed_line(&places.dropped, stroke, 4.0, 3.0));
    let [_, from, to, _] = places.dropped;
    let name = words.get("without-quit");
    let text = if model.drops == 0 { name.clone() } else { format!("{name} {}", count_text(model.drops)) };
    let room = Rect::from_center_size(from + (to - from) / 2.0, vec2((to.x - from.x).max(16.0), 18.0));
    let response = subject_ui(ui, model, Subject::Dropped, room, &name, outbox);
    let galley = ui.painter().layout_no_wrap(text, theme::sans(theme::SMALL - 1.0), color);
    // Where there is no room for the words, the pointer tells them.
    if galley.size().x + 8.0 <= room.width() {
        let ground = Rect::from_center_size(room.center(), galley.size() + vec2(8.0, 2.0));
        ui.painter().rect_filled(ground, 2.0, palette.panel);
        ui.painter().galley(ground.min + vec2(4.0, 1.0), galley, color);
    }
    response.on_hover_text(times_text(&name, Count { positive: model.drops, negative: 0 }, words));
}

/// A part of the diagram that explains itself when it is pressed.
fn subject_ui(
    ui: &egui::Ui,
    model: &Model,
    subject: Subject,
    rect: Rect,
    label: &str,
    outbox: &mut Outbox,
) -> egui::Response {
    let response = ui.interact(rect, ui.scope_id().with(("subject", format!("{subject:?}"))), Sense::click());
    let chosen = model.explained == Some(subject);
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, chosen, label));
    if chosen || response.hovered() || response.has_focus() {
        let stroke = Stroke::new(2.0, theme::palette(ui).accent);
        ui.painter().rect_stroke(rect, 5.0, stroke, StrokeKind::Outside);
    }
    if response.clicked() {
        outbox.send(UiCommand::View(View::Explain(Some(subject))));
    }
    response
}

/// How often something was taken, in words.
fn times_text(name: &str, count: Count, words: &Words) -> String {
    if count.sum() == 0 {
        return name.to_owned();
    }
    let mut text = format!("{name}: {}", words.format("taken-times", &[("count", count.sum().into())]));
    if 0 < count.negative {
        text.push_str(", ");
        text.push_str(&words.format("taken-refused", &[("count", count.negative.into())]));
    }
    text
}

/// Where a session begins.
fn start_ui(ui: &egui::Ui, model: &Model, places: &Places, words: &Words, outbox: &mut Outbox) {
    let palette = theme::palette(ui);
    let painter = ui.painter();
    let connected = matches!(model.stage, Some(Stage::Greeting));
    let start_color = if connected { palette.accent } else { palette.weak };
    painter.circle_filled(places.start, if connected { 6.5 } else { 5.0 }, start_color);
    let taken = model.taken == Some(Taken::Greeting);
    let to = pos2(places.start.x, places.of(Phase::Authorization).top());
    arrow(ui, places.start + vec2(0.0, 6.0), to, taken, palette);
    let text = pos2(places.start.x + 14.0, places.start.y + 8.0);
    let color = if taken { palette.strong } else { palette.weak };
    let name = words.get("greeting");
    let rect = painter.text(text, Align2::LEFT_CENTER, &name, theme::sans(theme::SMALL), color);
    let _ = subject_ui(ui, model, Subject::Greeting, rect.expand2(vec2(4.0, 1.0)), &name, outbox);
}

/// Where it ends.
fn end_ui(ui: &egui::Ui, model: &Model, places: &Places, words: &Words, outbox: &mut Outbox) {
    let palette = theme::palette(ui);
    let painter = ui.painter();
    let closed = matches!(model.stage, Some(Stage::Closed(_)));
    let color = if closed { palette.accent } else { palette.weak };
    painter.circle(places.closed, 8.0, palette.paper, Stroke::new(if closed { 2.6 } else { 1.4 }, color));
    painter.circle_filled(places.closed, 4.5, color);
    let text = places.closed + vec2(10.0, 19.0);
    let color = if closed { palette.strong } else { palette.weak };
    painter.text(text, Align2::RIGHT_CENTER, words.get("closed"), theme::sans(theme::SMALL), color);
    let rect = Rect::from_center_size(places.closed, vec2(20.0, 20.0));
    let label = words.get(if closed { "closed-now" } else { "closed" });
    let _ = subject_ui(ui, model, Subject::Closed, rect, &label, outbox);
}

fn state_ui(ui: &egui::Ui, model: &Model, rect: Rect, phase: Phase, words: &Words, outbox: &mut Outbox) {
    let palette = theme::palette(ui);
    let painter = ui.painter();
    let here = model.is_in(phase);
    let color = palette.phase(phase);
    let fill = palette.tinted(color, if here { 0.55 } else { 0.08 });
    let stroke = if here { Stroke::new(2.6, palette.strong) } else { Stroke::new(1.0, palette.tinted(color, 0.8)) };
    painter.rect(rect, theme::ROUNDING, fill, stroke, StrokeKind::Inside);
    let text = if here { palette.strong } else { palette.text };
    painter.text(rect.center(), Align2::CENTER_CENTER, phase.to_string(), theme::sans(STATE), text);
    let label =
        if here { words.format("state-now", &[("state", (&phase.to_string()).into())]) } else { phase.to_string() };
    let response = subject_ui(ui, model, Subject::State(phase), rect, &label, outbox);
    response.on_hover_text(format!("{phase} — {}", phase.clause()));
}

fn chip_ui(
    ui: &egui::Ui,
    model: &Model,
    (rule, name): (usize, &str),
    (rect, counts): (Rect, bool),
    words: &Words,
    outbox: &mut Outbox,
) {
    let palette = theme::palette(ui);
    let row = &RULES[rule];
    let possible = model.possible.contains(&rule);
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
    let count = model.count(rule);
    let count_galley =
        (counts && 0 < count.sum()).then(|| painter.layout_no_wrap(count_text(count.sum()), theme::sans(COUNT), text));
    // The name stands where it stands, whether there is something to count yet or not.
    let room = if counts && model.most.get(rule).is_some_and(|most| 0 < *most) {
        let widest = painter.layout_no_wrap(count_text(model.most[rule]), theme::sans(COUNT), text).size().x;
        rect.with_max_x(rect.right() - widest - COUNT_GAP - 3.0)
    } else {
        rect
    };
    let mut job = egui::text::LayoutJob::simple_singleline(name.to_owned(), theme::sans(theme::SMALL), text);
    job.wrap = egui::text::TextWrapping::truncate_at_width(room.width() - 6.0);
    let galley = painter.layout_job(job);
    let corner = room.center() - galley.size() / 2.0;
    painter.galley(corner, galley, text);
    if let Some(galley) = count_galley {
        let size = galley.size();
        painter.galley(pos2(rect.right() - size.x - 5.0, rect.center().y - size.y / 2.0), galley, text);
    }
    if taken == Some(false) {
        painter.hline(room.shrink(5.0).x_range(), rect.center().y, Stroke::new(1.2, text));
    }
    let label = format!("{name} · {}", row.phase);
    let response = subject_ui(ui, model, Subject::Rule(rule), rect, &label, outbox);
    let hint = words.get(if possible { "rule-possible" } else { "rule-impossible" });
    let duty = if row.phase == Phase::Update { String::new() } else { format!("\n{}", words.get(duty_word(row.duty))) };
    let times = if count.sum() == 0 { String::new() } else { format!("\n{}", times_text(name, count, words)) };
    response.on_hover_text(format!("{name}: {hint} ({}){duty}{times}", row.clause));
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
