//! The transport bar: moves through the steps, and shows where one is.

use eframe::egui;
use eframe::egui::Color32;
use eframe::egui::Rect;
use eframe::egui::RichText;
use eframe::egui::Role;
use eframe::egui::Sense;
use eframe::egui::WidgetInfo;
use eframe::egui::accesskit::Action;
use eframe::egui::pos2;
use eframe::egui::vec2;

use crate::session::cursor::Move;
use crate::session::lanes::Band;
use crate::session::lanes::Lanes;
use crate::teach::Words;
use crate::teach::finding::Severity;
use crate::ui::command::Playback;
use crate::ui::command::UiCommand;
use crate::ui::document::Session;
use crate::ui::measure::count;
use crate::ui::measure::long_points;
use crate::ui::measure::points;
use crate::ui::outbox::Outbox;
use crate::ui::player::Player;
use crate::ui::prefs::Speed;
use crate::ui::remarks::Remarks;
use crate::ui::text::clock;
use crate::ui::theme;
use crate::ui::views::findings::severity_color;
use crate::ui::widgets::command_button::icon_button_ui;
use crate::ui::widgets::transport_icon::Icon;

/// The room that the sign of a finding has on the rail.
const SIGN: f32 = 8.0;

/// What the bar shows.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Model {
    /// How many steps are shown.
    pub shown: usize,
    /// How many there are.
    pub total: usize,
    /// Whether it plays.
    pub playing: bool,
    /// How fast.
    pub speed: Speed,
    /// The time of the last step.
    pub time: String,
    /// Whether what lies behind the cursor must not be seen.
    pub blind: bool,
}

impl Model {
    /// Reads the player.
    #[must_use]
    pub fn new(player: &Player, speed: Speed) -> Self {
        Self {
            shown: player.cursor().0,
            total: player.total(),
            playing: player.is_playing(),
            speed,
            time: clock(player.elapsed(), player.session().precision),
            blind: false,
        }
    }

    /// `Step 3 of 12`.
    #[must_use]
    pub fn label(&self, words: &Words) -> String {
        words.format("step-of", &[("shown", self.shown.into()), ("total", self.total.into())])
    }
}

/// Paints the bar.
pub fn ui(ui: &mut egui::Ui, model: &Model, session: &Session, words: &Words, outbox: &mut Outbox) {
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 4.0;
        let (some_before, some_behind) = (0 < model.shown, model.shown < model.total);
        let mut button = |ui: &mut egui::Ui, icon, command: UiCommand, enabled| {
            let label = command.label(words);
            icon_button_ui(ui, icon, &label, command, enabled, outbox, words);
        };
        button(ui, Icon::First, UiCommand::Cursor(Move::First), some_before);
        button(ui, Icon::Back, UiCommand::Cursor(Move::Back), some_before);
        let icon = if model.playing { Icon::Pause } else { Icon::Play };
        let label = words.get(if model.playing { "do-pause" } else { "do-play" });
        let toggle = UiCommand::Playback(Playback::Toggle);
        icon_button_ui(ui, icon, &label, toggle, 0 < model.total, outbox, words);
        let mut button = |ui: &mut egui::Ui, icon, command: UiCommand, enabled| {
            let label = command.label(words);
            icon_button_ui(ui, icon, &label, command, enabled, outbox, words);
        };
        button(ui, Icon::Forward, UiCommand::Cursor(Move::Forward), some_behind);
        button(ui, Icon::Last, UiCommand::Cursor(Move::Last), some_behind);
        ui.add_space(8.0);
        speed_ui(ui, model.speed, words, outbox);
        ui.add_space(8.0);
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            let palette = theme::palette(ui);
            let time = words.format("seconds", &[("time", (&model.time).into())]);
            let time = egui::Label::new(RichText::new(time).monospace().color(palette.weak));
            ui.add_sized(vec2(110.0, 20.0), time);
            ui.label(RichText::new(model.label(words)).color(palette.strong));
            ui.add_space(8.0);
            scrubber_ui(ui, model, session, words, outbox);
        });
    });
}

fn speed_ui(ui: &mut egui::Ui, speed: Speed, words: &Words, outbox: &mut Outbox) {
    let step = |ui: &mut egui::Ui, sign: &str, command: Playback, enabled: bool, outbox: &mut Outbox| {
        let command = UiCommand::Playback(command);
        let label = command.label(words);
        let button = egui::Button::new(sign).min_size(vec2(24.0, 24.0));
        let response = ui.add_enabled(enabled, button);
        response.widget_info(|| WidgetInfo::labeled(Role::Button, enabled, &label));
        if response.on_hover_text(format!("{label} ({})", command.keys_shown(words).join(", "))).clicked() {
            outbox.send(command);
        }
    };
    step(ui, "-", Playback::Slower, speed.slower() != speed, outbox);
    let label = egui::Label::new(RichText::new(speed.label()).monospace());
    ui.add_sized(vec2(44.0, 20.0), label).on_hover_text(words.get("speed"));
    step(ui, "+", Playback::Faster, speed.faster() != speed, outbox);
}

fn scrubber_ui(ui: &mut egui::Ui, model: &Model, session: &Session, words: &Words, outbox: &mut Outbox) {
    let size = vec2(ui.available_width().max(60.0), 28.0);
    let (rect, response) = ui.allocate_exact_size(size, Sense::click_and_drag());
    let label = words.get("scrubber");
    let now = long_points(model.shown);
    response.widget_info(|| WidgetInfo::slider(true, now, &label));
    let rail = Rect::from_center_size(rect.center(), vec2(rect.width() - 14.0, 8.0));
    if let Some(pointer) = response.interact_pointer_pos().filter(|_| response.clicked() || response.dragged()) {
        let part = f64::from(((pointer.x - rail.left()) / rail.width()).clamp(0.0, 1.0));
        let shown = count(part * long_points(model.total) + 0.5);
        if shown != model.shown {
            outbox.send(to(shown));
        }
    }
    let asked = |action| ui.input(|input| input.num_accesskit_action_requests(response.id, action));
    for (action, command) in [(Action::Increment, Move::Forward), (Action::Decrement, Move::Back)] {
        for _ in 0..asked(action) {
            outbox.send(UiCommand::Cursor(command));
        }
    }
    if ui.is_rect_visible(rect) {
        paint_rail(ui, rail, model, session.lanes());
        if !model.blind {
            paint_findings(ui, rail, model.total, session.remarks());
        }
        if response.has_focus() {
            ui.painter().rect_stroke(rect, 5.0, ui.visuals().selection.stroke, egui::StrokeKind::Inside);
        }
    }
}

/// The move after which so many steps are shown.
fn to(shown: usize) -> UiCommand {
    UiCommand::Cursor(shown.checked_sub(1).map_or(Move::First, Move::To))
}

fn paint_rail(ui: &egui::Ui, rail: Rect, model: &Model, lanes: &Lanes) {
    let palette = theme::palette(ui);
    let painter = ui.painter();
    painter.rect_filled(rail, 4.0, palette.tinted(palette.line, 0.8));
    let width = points(model.total.max(1));
    let place = |shown: usize| rail.left() + rail.width() * points(shown) / width;
    let x = place(model.shown);
    for (from, to, band) in runs(lanes, model.total, count(f64::from(rail.width()))) {
        let run = Rect::from_x_y_ranges(place(from)..=place(to), rail.y_range());
        let Some(color) = band.map(|band| palette.band(band)) else { continue };
        let (before, behind) = run.split_left_right_at_x(x.clamp(run.left(), run.right()));
        painter.rect_filled(before, 0.0, color);
        if !model.blind {
            painter.rect_filled(behind, 0.0, palette.tinted(color, 0.35));
        }
    }
    painter.rect_stroke(rail, 0.0, egui::Stroke::new(1.0, palette.line), egui::StrokeKind::Outside);
    let knob = pos2(x, rail.center().y);
    painter.circle(knob, 7.0, palette.paper, egui::Stroke::new(2.0, knob_color(palette)));
}

/// Above the rail a sign stands where there is a finding: a cross for an error, a triangle for a warning, a
/// ring for a note. Where there are many, the gravest is seen.
fn paint_findings(ui: &egui::Ui, rail: Rect, total: usize, remarks: &Remarks) {
    let palette = theme::palette(ui);
    let places = count(f64::from(rail.width() / SIGN)).clamp(1, total.max(1));
    for place in 0..places {
        let step = |place: usize| (total * place).div_ceil(places);
        let Some((severity, step)) = remarks.gravest(step(place), step(place + 1)) else { continue };
        // Behind so many steps as the knob stands when the step is shown.
        let x = rail.left() + rail.width() * points(step + 1) / points(total.max(1));
        let middle = pos2(x, rail.top() - 6.0);
        let (radius, color) = (3.2, severity_color(severity, palette));
        let painter = ui.painter();
        match severity {
            Severity::Error => {
                let stroke = egui::Stroke::new(2.0, color);
                let corner = vec2(radius, radius);
                painter.line_segment([middle - corner, middle + corner], stroke);
                let corner = vec2(radius, -radius);
                painter.line_segment([middle - corner, middle + corner], stroke);
            }
            Severity::Warning => {
                let corners = [vec2(0.0, -radius), vec2(radius, radius), vec2(-radius, radius)];
                let corners = corners.map(|corner| middle + corner).to_vec();
                painter.add(egui::Shape::convex_polygon(corners, color, egui::Stroke::NONE));
            }
            Severity::Note => {
                painter.circle_stroke(middle, radius - 0.7, egui::Stroke::new(1.2, color));
            }
        }
    }
}

fn knob_color(palette: &theme::Palette) -> Color32 {
    palette.strong
}

/// Steps with the same band, looked at no more often than there are points to paint.
fn runs(lanes: &Lanes, total: usize, most: usize) -> Vec<(usize, usize, Option<Band>)> {
    let stride = (total / most.max(1)).max(1);
    let mut runs: Vec<(usize, usize, Option<Band>)> = Vec::new();
    for from in (0..total).step_by(stride) {
        let (to, band) = ((from + stride).min(total), lanes.band(from));
        match runs.last_mut() {
            Some(last) if last.2 == band => last.1 = to,
            Some(_) | None => runs.push((from, to, band)),
        }
    }
    runs
}
