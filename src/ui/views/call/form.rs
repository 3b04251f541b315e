//! The form of a connection: where it goes, whether TLS covers it, and what became of it.

use eframe::egui;
use eframe::egui::Button;
use eframe::egui::DragValue;
use eframe::egui::Grid;
use eframe::egui::RichText;
use eframe::egui::TextEdit;
use eframe::egui::vec2;

use crate::source::connect::Security;
use crate::teach::Words;
use crate::ui::command::Call;
use crate::ui::command::Live;
use crate::ui::command::UiCommand;
use crate::ui::icons;
use crate::ui::outbox::Outbox;
use crate::ui::theme;
use crate::ui::views::call::Model;
use crate::ui::views::call::State;
use crate::ui::views::call::line;
use crate::ui::views::call::model::Doubted;
use crate::ui::views::call::model::SECURITIES;
use crate::ui::widgets::edged::edged;
use crate::ui::widgets::edged::set_edges;
use crate::ui::widgets::section::section_ui;

/// How wide the field of the address is.
const FIELD: f32 = 340.0;
/// How wide the names of what a certificate says are.
const NAMES: f32 = 190.0;
/// The longest that can be waited for a connection, in seconds, and for a word, in minutes.
const MOST: (u64, u64) = (600, 24 * 60);

/// Paints the form, and the line if there is a connection.
pub fn ui(ui: &mut egui::Ui, model: &Model, state: &mut State, words: &Words, outbox: &mut Outbox) {
    let palette = theme::palette(ui);
    section_ui(ui, &words.get("call-title"), "");
    ui.label(RichText::new(words.get("call-text")).size(theme::SMALL).color(palette.weak));
    ui.add_enabled_ui(!model.is_busy(), |ui| fields_ui(ui, state, words, outbox));
    ui.horizontal(|ui| {
        let (word, wish) =
            if model.is_busy() { (disconnect_word(model), Call::Disconnect) } else { ("call-connect", Call::Connect) };
        let text = RichText::new(words.get(word)).color(palette.strong);
        let button = Button::new(text).fill(palette.tinted(palette.accent, 0.22)).min_size(vec2(120.0, 32.0));
        if ui.add(button).clicked() {
            outbox.send(UiCommand::Live(Live::Call(wish)));
        }
        ui.add_space(8.0);
        let color = if model.is_busy() { palette.ok } else { palette.weak };
        ui.add(egui::Label::new(RichText::new(&model.told).color(color)).wrap());
    });
    // Behind the button, which so stays where it is.
    if state.security == Some(Security::None) {
        let text = format!("{} {}", icons::WARNING, words.get("call-clear-warning"));
        ui.label(RichText::new(text).size(theme::SMALL).color(palette.warn));
    }
    for mishap in &model.mishaps {
        let text = format!("{} {mishap}", icons::WARNING);
        ui.add(egui::Label::new(RichText::new(text).color(palette.err)).wrap());
    }
    if let Some(doubted) = &model.untrusted {
        doubted_ui(ui, doubted, model.is_busy(), words, outbox);
    }
    if model.standing == crate::ui::call::Standing::Open {
        ui.add_space(8.0);
        ui.separator();
        line::ui(ui, model, state, words, outbox);
    }
}

/// What the button says that ends a connection.
pub(super) fn disconnect_word(model: &Model) -> &'static str {
    if model.closing { "call-leave" } else { "call-disconnect" }
}

fn fields_ui(ui: &mut egui::Ui, state: &mut State, words: &Words, outbox: &mut Outbox) {
    let palette = theme::palette(ui);
    let small = |text: String| RichText::new(text).size(theme::SMALL).color(palette.weak);
    Grid::new("call form").num_columns(2).spacing(vec2(14.0, 6.0)).show(ui, |ui| {
        let label = ui.label(words.get("live-address")).id;
        ui.vertical(|ui| {
            let field = TextEdit::singleline(&mut state.address).desired_width(FIELD.min(ui.available_width() - 12.0));
            let response = edged(ui, |ui| ui.add(field.hint_text("mail.example.org:110"))).labelled_by(label);
            if response.lost_focus() && ui.input(|input| input.key_pressed(egui::Key::Enter)) {
                outbox.send(UiCommand::Live(Live::Call(Call::Connect)));
            }
            ui.label(small(words.get("call-address-hint")));
        });
        ui.end_row();
        ui.label(words.get("live-tls"));
        ui.vertical(|ui| {
            ui.horizontal_wrapped(|ui| {
                set_edges(ui);
                for (security, word, _) in SECURITIES {
                    ui.radio_value(&mut state.security, Some(security), words.get(word));
                }
            });
            let hint = SECURITIES.iter().find(|(security, _, _)| state.security == Some(*security));
            ui.label(small(words.get(hint.map_or("call-tls-choose", |(_, _, hint)| hint))));
        });
        ui.end_row();
        ui.label(words.get("call-waits"));
        ui.horizontal_wrapped(|ui| {
            let seconds = format!("\u{a0}{}", words.get("call-seconds"));
            let label = ui.label(small(words.get("call-wait-connection"))).id;
            ui.add(DragValue::new(&mut state.connection).range(1..=MOST.0).suffix(&seconds)).labelled_by(label);
            let label = ui.label(small(words.get("call-wait-beginning"))).id;
            ui.add(DragValue::new(&mut state.beginning).range(1..=MOST.0).suffix(&seconds)).labelled_by(label);
            let minutes = format!("\u{a0}{}", words.get("call-minutes"));
            let label = ui.label(small(words.get("call-wait-silence"))).id;
            ui.add(DragValue::new(&mut state.silence).range(1..=MOST.1).suffix(&minutes)).labelled_by(label);
        });
        ui.end_row();
    });
}

/// A certificate that is not trusted, and the way to go on all the same.
fn doubted_ui(ui: &mut egui::Ui, doubted: &Doubted, busy: bool, words: &Words, outbox: &mut Outbox) {
    let palette = theme::palette(ui);
    let frame = egui::Frame::new().inner_margin(8).corner_radius(theme::ROUNDING).fill(palette.panel);
    frame.stroke(egui::Stroke::new(1.0, palette.warn)).show(ui, |ui| {
        let why = format!("{} {}", icons::WARNING, doubted.why);
        ui.add(egui::Label::new(RichText::new(why).color(palette.warn)).wrap());
        for (name, value) in &doubted.rows {
            ui.horizontal_top(|ui| {
                let left = ui.cursor().left();
                ui.label(RichText::new(name).color(palette.weak));
                ui.add_space((left + NAMES - ui.cursor().left()).max(0.0));
                let value = RichText::new(value).font(theme::mono(theme::MONO)).color(palette.strong);
                ui.add(egui::Label::new(value).wrap());
            });
        }
        ui.add(egui::Label::new(words.get("call-trust-text")).wrap());
        let trust = UiCommand::Live(Live::Call(Call::Trust));
        if ui.add_enabled(!busy, Button::new(trust.label(words))).clicked() {
            outbox.send(trust);
        }
    });
}
