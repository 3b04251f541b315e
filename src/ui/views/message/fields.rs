//! The head of a letter: every field decoded, and as it came for who wants to see it.

use eframe::egui;
use eframe::egui::RichText;

use crate::inspect::mail::Field;
use crate::proto::line::lines;
use crate::proto::line::printable;
use crate::teach::Words;
use crate::ui::command::Mail;
use crate::ui::command::UiCommand;
use crate::ui::icons;
use crate::ui::outbox::Outbox;
use crate::ui::theme;
use crate::ui::views::message::Letter;
use crate::ui::views::message::readable::guess_ui;
use crate::ui::widgets::edged::edged;
use crate::ui::widgets::section::empty_ui;

/// Characters of one field that are shown.
pub(super) const SHOWN: usize = 2000;

/// What stands beside the ways to look at a letter: whether the fields are shown as they came.
pub(super) fn tools_ui(ui: &mut egui::Ui, letter: &Letter, raw: bool, words: &Words, outbox: &mut Outbox) {
    ui.add_space(6.0);
    let mut shown = raw;
    let text = RichText::new(words.get("mail-raw-fields")).size(theme::SMALL + 0.5);
    let checkbox = egui::Checkbox::new(&mut shown, text);
    let response = edged(ui, |ui| ui.add_enabled(!letter.mail.fields.is_empty(), checkbox));
    if response.clicked() {
        outbox.send(UiCommand::Mail(Mail::RawFields));
    }
}

/// Paints the fields.
pub(super) fn ui(ui: &mut egui::Ui, letter: &Letter, raw: bool, words: &Words) {
    if letter.mail.fields.is_empty() {
        empty_ui(ui, &words.get("mail-no-fields"));
        return;
    }
    let palette = theme::palette(ui);
    egui::ScrollArea::vertical().id_salt(("fields", letter.step)).auto_shrink(false).show(ui, |ui| {
        ui.spacing_mut().interact_size.y = 0.0;
        let grid = egui::Grid::new("fields").num_columns(2).min_row_height(0.0).spacing(egui::vec2(14.0, 3.0));
        grid.show(ui, |ui| {
            for field in &letter.mail.fields {
                let name = if field.name.is_empty() { icons::NONE } else { &field.name };
                let name = RichText::new(name).size(theme::SMALL + 0.5).color(palette.weak);
                ui.add(egui::Label::new(name).extend());
                let width = (ui.available_width() - 20.0).max(200.0);
                ui.vertical(|ui| {
                    ui.set_max_width(width);
                    ui.spacing_mut().item_spacing.y = 1.0;
                    field_ui(ui, field, words);
                    if raw {
                        let octets = letter.octets.get(field.raw.clone()).unwrap_or_default();
                        let text = RichText::new(as_it_came(octets)).font(theme::mono(theme::SMALL));
                        ui.add(egui::Label::new(text.color(palette.weak)).wrap());
                    }
                });
                ui.end_row();
            }
        });
        if 0 < letter.mail.fields_left_out {
            let text = words.format("mail-fields-left-out", &[("count", letter.mail.fields_left_out.into())]);
            ui.label(RichText::new(text).size(theme::SMALL).color(palette.err));
        }
    });
}

fn field_ui(ui: &mut egui::Ui, field: &Field, words: &Words) {
    let palette = theme::palette(ui);
    let (text, cut) = beginning(&field.text);
    ui.add(egui::Label::new(RichText::new(text).color(palette.strong)).wrap());
    if cut || field.cut {
        ui.label(RichText::new(words.get("mail-field-cut")).size(theme::SMALL).color(palette.weak));
    }
    guess_ui(ui, field.guess.as_deref(), words);
}

/// The octets of a field, line by line, printable.
fn as_it_came(octets: &[u8]) -> String {
    let octets = &octets[..octets.len().min(SHOWN)];
    lines(octets).map(|(line, _)| printable(line)).collect::<Vec<_>>().join("\n")
}

fn beginning(text: &str) -> (&str, bool) {
    match text.char_indices().nth(SHOWN) {
        Some((end, _)) => (&text[..end], true),
        None => (text, false),
    }
}
