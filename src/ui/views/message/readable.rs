//! A letter as a person reads it: who, to whom, when, about what, and the text.

use eframe::egui;
use eframe::egui::RichText;

use crate::inspect::mail::Wholeness;
use crate::inspect::mail::attachments::attachments;
use crate::teach::Words;
use crate::ui::command::Mail;
use crate::ui::command::MailView;
use crate::ui::command::UiCommand;
use crate::ui::icons;
use crate::ui::outbox::Outbox;
use crate::ui::theme;
use crate::ui::views::message::Letter;

/// The fields that stand above a letter.
const KEY_FIELDS: [&str; 6] = ["From", "To", "Cc", "Reply-To", "Date", "Subject"];
/// Octets of text in one label: what is not seen is not painted.
const PIECE: usize = 8 * 1024;
/// Attachments that are named below the text; the parts show all.
const NAMED: usize = 20;

/// Paints the letter.
pub(super) fn ui(ui: &mut egui::Ui, letter: &Letter, more: bool, words: &Words, outbox: &mut Outbox) {
    let salt = ("message", letter.step);
    egui::ScrollArea::vertical().id_salt(salt).auto_shrink(false).show(ui, |ui| {
        fields_ui(ui, letter, words);
        ui.separator();
        remarks_ui(ui, letter, words);
        ui.spacing_mut().item_spacing.y = 0.0;
        for piece in pieces(&letter.readable.text) {
            ui.add(egui::Label::new(RichText::new(piece).monospace()).wrap());
        }
        ui.spacing_mut().item_spacing.y = 4.0;
        if letter.readable.more {
            ui.horizontal(|ui| {
                if more && ui.button(words.get("mail-more")).clicked() {
                    outbox.send(UiCommand::Mail(Mail::More));
                }
                let shown = words.format("mail-more-why", &[("octets", letter.readable.text.len().into())]);
                ui.label(RichText::new(shown).size(theme::SMALL).color(theme::palette(ui).weak));
            });
        }
        attachments_ui(ui, letter, words, outbox);
    });
}

fn fields_ui(ui: &mut egui::Ui, letter: &Letter, words: &Words) {
    let palette = theme::palette(ui);
    ui.spacing_mut().interact_size.y = 0.0;
    let grid = egui::Grid::new("key-fields").num_columns(2).min_row_height(0.0).spacing(egui::vec2(14.0, 2.0));
    grid.show(ui, |ui| {
        for field in KEY_FIELDS.iter().filter_map(|name| letter.mail.field(name)) {
            ui.add(egui::Label::new(RichText::new(&field.name).size(theme::SMALL + 0.5).color(palette.weak)).extend());
            let width = (ui.available_width() - 20.0).max(200.0);
            ui.vertical(|ui| {
                ui.set_max_width(width);
                ui.spacing_mut().item_spacing.y = 1.0;
                let text: String = field.text.chars().take(super::fields::SHOWN).collect();
                ui.add(egui::Label::new(RichText::new(text).color(palette.strong)).wrap());
                guess_ui(ui, field.guess.as_deref(), words);
            });
            ui.end_row();
        }
    });
}

/// Says that a character set was guessed.
pub(super) fn guess_ui(ui: &mut egui::Ui, guess: Option<&str>, words: &Words) {
    if let Some(charset) = guess {
        let text = words.format("mail-guessed", &[("charset", charset.into())]);
        let text = RichText::new(text).size(theme::SMALL).italics().color(theme::palette(ui).inside);
        ui.label(text).on_hover_text(words.get("mail-guessed-why"));
    }
}

fn remarks_ui(ui: &mut egui::Ui, letter: &Letter, words: &Words) {
    let palette = theme::palette(ui);
    let readable = &letter.readable;
    guess_ui(ui, readable.guess.as_deref(), words);
    let remark = |ui: &mut egui::Ui, text: String, color| {
        ui.label(RichText::new(text).size(theme::SMALL).color(color));
    };
    if readable.from_html {
        remark(ui, words.get("mail-from-html"), palette.weak);
    }
    match readable.wholeness {
        Wholeness::Whole => (),
        Wholeness::PerhapsCut => remark(ui, words.get("mail-text-perhaps-cut"), palette.weak),
        Wholeness::Cut => remark(ui, format!("{} {}", icons::WARNING, words.get("mail-text-cut")), palette.err),
    }
    if readable.text.is_empty() {
        remark(ui, words.get("mail-no-text"), palette.weak);
    }
}

fn attachments_ui(ui: &mut egui::Ui, letter: &Letter, words: &Words, outbox: &mut Outbox) {
    let palette = theme::palette(ui);
    let count = attachments(&letter.mail).count();
    if count == 0 {
        return;
    }
    ui.add_space(10.0);
    for part in attachments(&letter.mail).take(NAMED) {
        let name = part.name.as_deref().unwrap_or(&part.media_type);
        let arguments = [("name", name.into()), ("octets", part.decoded.into())];
        ui.label(RichText::new(words.format("attachment", &arguments)).color(palette.weak));
    }
    if ui.button(words.format("mail-to-parts", &[("count", count.into())])).clicked() {
        outbox.send(UiCommand::Mail(Mail::View(MailView::Parts)));
    }
}

/// A text in pieces that end at line ends, if they can.
fn pieces(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let most = rest.floor_char_boundary(PIECE);
        let end = if most == rest.len() { most } else { rest[..most].rfind('\n').map_or(most, |feed| feed + 1) };
        let (piece, behind) = rest.split_at(end);
        rest = behind;
        Some(piece.strip_suffix('\n').unwrap_or(piece))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_lose_nothing_and_end_at_lines() {
        let text = "привет\n".repeat(5000) + &"y".repeat(20_000);
        let all: Vec<&str> = pieces(&text).collect();
        assert!(all.iter().all(|piece| piece.len() <= PIECE));
        assert_eq!(all.iter().map(|piece| piece.replace('\n', "").len()).sum::<usize>(), text.replace('\n', "").len());
        assert_eq!(all[0].lines().last(), Some("привет"));
    }
}
