//! The summary, painted: cards in one column or two.

use eframe::egui;
use eframe::egui::RichText;
use eframe::egui::WidgetInfo;

use crate::teach::Words;
use crate::ui::command::Library;
use crate::ui::command::UiCommand;
use crate::ui::outbox::Outbox;
use crate::ui::text::grouped;
use crate::ui::theme;
use crate::ui::views::summary::Model;
use crate::ui::widgets::chart::Bar;
use crate::ui::widgets::chart::Histogram;
use crate::ui::widgets::chart::bars_ui;
use crate::ui::widgets::chart::histogram_ui;
use crate::ui::widgets::command_button::key_log_ui;
use crate::ui::widgets::edged::edged;
use crate::ui::widgets::facts::facts_ui;

/// A page of fewer points has one column.
const NARROW: f32 = 680.0;

/// Paints the summary of a document.
pub fn ui(ui: &mut egui::Ui, document: usize, model: &Model, port: &mut String, words: &Words, outbox: &mut Outbox) {
    egui::ScrollArea::vertical().id_salt("summary").auto_shrink(false).show(ui, |ui| {
        egui::Frame::new().inner_margin(egui::Margin { left: 8, right: 12, top: 4, bottom: 12 }).show(ui, |ui| {
            ui.spacing_mut().item_spacing = egui::vec2(12.0, 4.0);
            if ui.available_width() < NARROW {
                left_ui(ui, document, model, port, words, outbox);
                right_ui(ui, model, words, outbox);
            } else {
                ui.columns(2, |columns| {
                    left_ui(&mut columns[0], document, model, port, words, outbox);
                    right_ui(&mut columns[1], model, words, outbox);
                });
            }
        });
    });
}

fn left_ui(ui: &mut egui::Ui, document: usize, model: &Model, port: &mut String, words: &Words, outbox: &mut Outbox) {
    card_ui(ui, &words.get("summary-file"), |ui| file_ui(ui, model));
    picture_ui(ui, &words.get("summary-over-time"), &model.over_time);
    picture_ui(ui, &words.get("summary-replies"), &model.replies);
    let has_any = |bars: &[Bar]| bars.iter().any(|bar| 0 < bar.count);
    if has_any(&model.logins) {
        card_ui(ui, &words.get("summary-logins"), |ui| {
            bars_ui(ui, &model.logins, 0.4, false);
        });
    }
    if has_any(&model.covers) {
        card_ui(ui, &words.get("summary-covers"), |ui| {
            bars_ui(ui, &model.covers, 0.4, false);
            sealed_ui(ui, model, words, outbox);
        });
    }
    card_ui(ui, &words.get("summary-other"), |ui| other_ui(ui, document, model, port, words, outbox));
}

fn right_ui(ui: &mut egui::Ui, model: &Model, words: &Words, outbox: &mut Outbox) {
    card_ui(ui, &words.get("summary-findings"), |ui| {
        if model.findings.is_empty() {
            ui.label(RichText::new(words.get("summary-no-findings")).color(theme::palette(ui).weak));
            return;
        }
        let clicked = bars_ui(ui, &model.findings, 0.68, true);
        if let Some(filter) = clicked.and_then(|place| model.finding_filters.get(place)) {
            outbox.send(UiCommand::Library(Library::Filter(filter.clone())));
        }
        ui.label(RichText::new(words.get("summary-findings-hint")).size(theme::SMALL).color(theme::palette(ui).weak));
    });
    if !model.commands.is_empty() {
        card_ui(ui, &words.get("summary-commands"), |ui| {
            bars_ui(ui, &model.commands, 0.3, false);
        });
    }
}

/// What could be read inside TLS, and the way to read more.
fn sealed_ui(ui: &mut egui::Ui, model: &Model, words: &Words, outbox: &mut Outbox) {
    for line in &model.sealed {
        ui.label(RichText::new(line).size(theme::SMALL).color(theme::palette(ui).text));
    }
    if model.wants_key_log {
        ui.add_space(4.0);
        key_log_ui(ui, words, outbox);
    }
}

fn file_ui(ui: &mut egui::Ui, model: &Model) {
    let palette = theme::palette(ui);
    ui.spacing_mut().item_spacing.y = 3.0;
    ui.spacing_mut().interact_size.y = 16.0;
    facts_ui(ui, &model.facts, &theme::sans(theme::SMALL));
    for remark in &model.remarks {
        let text = format!("{} {remark}", crate::ui::icons::WARNING);
        ui.label(RichText::new(text).size(theme::SMALL).color(palette.err));
    }
}

fn picture_ui(ui: &mut egui::Ui, title: &str, histogram: &Histogram) {
    if !histogram.columns.is_empty() {
        card_ui(ui, title, |ui| histogram_ui(ui, histogram, 112.0));
    }
}

/// What is no POP3 by what was said there can be read as POP3 all the same.
fn other_ui(ui: &mut egui::Ui, document: usize, model: &Model, port: &mut String, words: &Words, outbox: &mut Outbox) {
    let palette = theme::palette(ui);
    let treat = |port| UiCommand::Library(Library::TreatAsPop3 { document, port });
    let small = |text: String| RichText::new(text).size(theme::SMALL);
    for (port, connections, octets) in &model.other_ports {
        ui.horizontal(|ui| {
            let octets = grouped(*octets);
            let arguments = [("count", (*connections).into()), ("octets", (&octets).into())];
            ui.label(RichText::new(port.to_string()).monospace().color(palette.strong));
            ui.label(small(words.format("summary-other-port", &arguments)).color(palette.text));
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                let response = ui.button(words.get("do-treat"));
                let label = format!("{} {port}", words.get("do-treat"));
                response.widget_info(|| WidgetInfo::labeled(egui::Role::Button, true, &label));
                if response.clicked() {
                    outbox.send(treat(*port));
                }
            });
        });
    }
    ui.label(small(words.get("summary-other-hint")).color(palette.weak));
    ui.horizontal(|ui| {
        let name = words.get("summary-port");
        let field = egui::TextEdit::singleline(port).hint_text(name.clone()).desired_width(72.0).char_limit(5);
        let response = edged(ui, |ui| ui.add(field));
        response.widget_info(|| {
            let mut info = WidgetInfo::text_edit(true, "", port.as_str(), "");
            info.label = Some(name.clone());
            info
        });
        let number = port.trim().parse::<u16>().ok().filter(|number| *number != 0);
        let enter = response.lost_focus() && ui.input(|input| input.key_pressed(egui::Key::Enter));
        let pressed = ui.add_enabled(number.is_some(), egui::Button::new(words.get("do-treat"))).clicked();
        if let Some(number) = number.filter(|_| enter || pressed) {
            outbox.send(treat(number));
        }
    });
}

fn card_ui(ui: &mut egui::Ui, title: &str, content: impl FnOnce(&mut egui::Ui)) {
    let palette = theme::palette(ui);
    let frame = egui::Frame::new()
        .fill(palette.panel)
        .stroke(egui::Stroke::new(1.0, palette.line))
        .corner_radius(theme::ROUNDING)
        .inner_margin(egui::Margin::symmetric(10, 8));
    frame.show(ui, |ui| {
        ui.set_width(ui.available_width());
        // Two columns would stretch the words of a line over all of it.
        ui.vertical(|ui| {
            ui.label(RichText::new(title).strong().color(palette.strong));
            ui.add_space(2.0);
            content(ui);
        });
    });
    ui.add_space(8.0);
}
