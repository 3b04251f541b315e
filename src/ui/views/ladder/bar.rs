//! The bar above the ladder: with whose eyes one looks, and what of the line one sees.

use eframe::egui;
use eframe::egui::Button;
use eframe::egui::RichText;
use eframe::egui::Role;
use eframe::egui::WidgetInfo;

use crate::teach::Words;
use crate::ui::command::Playback;
use crate::ui::command::Session;
use crate::ui::command::UiCommand;
use crate::ui::command::View;
use crate::ui::command::Zooming;
use crate::ui::icons;
use crate::ui::outbox::Outbox;
use crate::ui::player::Eyes;
use crate::ui::theme;
use crate::ui::views::ladder::scale::Axis;
use crate::ui::views::ladder::scale::Look;

/// What the bar shows.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Bar {
    /// With whose eyes the session is seen.
    pub eyes: Eyes,
    /// Whether it is shown how octets travelled.
    pub segments: bool,
    /// Whether steps last as long as they took.
    pub true_times: bool,
    /// How the ladder is drawn.
    pub look: Look,
    /// Whether the line is another one than in the scenario; `None` if there is no scenario.
    pub line: Option<bool>,
}

/// Paints the bar.
pub fn bar_ui(ui: &mut egui::Ui, bar: Bar, words: &Words, outbox: &mut Outbox) {
    // Words are longer in some languages: what has no room in a row goes into the next.
    let frame = egui::Frame::new().inner_margin(egui::Margin { left: 8, right: 0, top: 0, bottom: 0 });
    frame.show(ui, |ui| wrapped_ui(ui, bar, words, outbox));
}

fn wrapped_ui(ui: &mut egui::Ui, bar: Bar, words: &Words, outbox: &mut Outbox) {
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 2.0;
        let eyes = UiCommand::Session(Session::ToggleEyes);
        for (word, hint, mine) in
            [("eyes-ends", "eyes-ends-hint", Eyes::Ends), ("eyes-wire", "eyes-wire-hint", Eyes::Wire)]
        {
            let chosen = bar.eyes == mine;
            let sign = if chosen { icons::CHOSEN } else { icons::NOT_CHOSEN };
            let label = words.get(word);
            choice_ui(ui, &format!("{sign} {label}"), &label, chosen, (&eyes, &words.get(hint)), words, |wish| {
                // What is chosen already stays.
                if !chosen {
                    outbox.send(wish);
                }
            });
        }
        ui.add_space(10.0);
        for (command, word, chosen) in [
            (UiCommand::Session(Session::ToggleSegments), "bar-segments", bar.segments),
            (UiCommand::Playback(Playback::TrueTimes), "bar-true-times", bar.true_times),
            (UiCommand::View(View::Axis), "bar-axis", bar.look.axis == Axis::Linear),
        ] {
            let label = words.get(word);
            choice_ui(ui, &label, &label, chosen, (&command, &command.label(words)), words, |wish| outbox.send(wish));
        }
        if let Some(changed) = bar.line {
            let command = UiCommand::Session(Session::ToggleLine);
            let label = words.get("bar-line");
            let shown = if changed { format!("{label} {}", icons::CHOSEN) } else { label.clone() };
            choice_ui(ui, &shown, &label, changed, (&command, &command.label(words)), words, |wish| outbox.send(wish));
        }
        ui.add_space(10.0);
        zoom_ui(ui, bar.look, words, outbox);
    });
}

/// How large the ladder is, and the way to change it.
fn zoom_ui(ui: &mut egui::Ui, look: Look, words: &Words, outbox: &mut Outbox) {
    let percent = look.zoom.label();
    for (shown, wish, enabled) in [
        ("-", Zooming::Smaller, look.zoom.smaller() != look.zoom),
        (percent.as_str(), Zooming::Usual, true),
        ("+", Zooming::Larger, look.zoom.larger() != look.zoom),
    ] {
        let command = UiCommand::View(View::Ladder(wish));
        let name = command.label(words);
        let label = if wish == Zooming::Usual { format!("{name}: {percent}") } else { name.clone() };
        let button = Button::new(RichText::new(shown).size(theme::SMALL)).min_size(egui::vec2(22.0, 0.0));
        let response = ui.add_enabled(enabled, button);
        response.widget_info(|| WidgetInfo::labeled(Role::Button, enabled, &label));
        let hint = format!("{name} ({})", command.keys_shown(words).join(", "));
        if response.on_hover_text(format!("{hint}\n{}", words.get("ladder-zoom-hint"))).clicked() {
            outbox.send(command);
        }
    }
}

fn choice_ui(
    ui: &mut egui::Ui,
    shown: &str,
    label: &str,
    chosen: bool,
    (command, hint): (&UiCommand, &str),
    words: &Words,
    send: impl FnOnce(UiCommand),
) {
    let palette = theme::palette(ui);
    let color = if chosen { palette.strong } else { palette.text };
    let text = RichText::new(shown).size(theme::SMALL).color(color);
    let response = ui.add(Button::selectable(chosen, text).frame_when_inactive(true));
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, chosen, label));
    let keys = command.keys_shown(words).join(", ");
    if response.on_hover_text(format!("{hint} ({keys})")).clicked() {
        send(command.clone());
    }
}
