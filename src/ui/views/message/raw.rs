//! A letter as it was delivered, line by line.

use eframe::egui;
use eframe::egui::RichText;
use eframe::egui::TextFormat;
use eframe::egui::text::LayoutJob;

use crate::proto::line::first_line;
use crate::proto::line::printable;
use crate::teach::Words;
use crate::ui::icons;
use crate::ui::theme;
use crate::ui::views::message::Letter;
use crate::ui::widgets::section::empty_ui;

/// Octets of one line that are shown.
const LINE_OCTETS: usize = 1000;

/// What stands beside the ways to look at a letter: how many lines there are.
pub(super) fn tools_ui(ui: &mut egui::Ui, letter: &Letter, words: &Words) {
    ui.add_space(6.0);
    let hint = words.format("mail-raw-hint", &[("count", letter.lines.count().into())]);
    ui.label(RichText::new(hint).size(theme::SMALL).color(theme::palette(ui).weak));
}

/// Paints the lines.
pub(super) fn ui(ui: &mut egui::Ui, letter: &Letter, words: &Words) {
    let palette = theme::palette(ui);
    let count = letter.lines.count();
    if count == 0 {
        empty_ui(ui, &words.get("mail-no-octets"));
        return;
    }
    ui.spacing_mut().item_spacing.y = 1.0;
    let height = ui.text_style_height(&egui::TextStyle::Monospace);
    let digits = count.to_string().len();
    let scroll = egui::ScrollArea::both().id_salt(("raw", letter.step)).auto_shrink(false);
    scroll.show_rows(ui, height, count, |ui, seen| {
        for line in seen {
            let octets = letter.octets.get(letter.lines.range(&letter.octets, line)).unwrap_or_default();
            let shown = &octets[..octets.len().min(LINE_OCTETS)];
            let mut job = LayoutJob { break_on_newline: false, ..LayoutJob::default() };
            let weak = TextFormat::simple(theme::mono(theme::MONO), palette.weak);
            let plain = TextFormat::simple(theme::mono(theme::MONO), palette.text);
            job.append(&format!("{:>digits$}  ", line + 1), 0.0, weak.clone());
            job.append(&printable(first_line(shown).0), 0.0, plain);
            if shown.len() < octets.len() {
                job.append(icons::ELLIPSIS, 0.0, weak);
            }
            ui.add(egui::Label::new(job).extend().selectable(true));
        }
    });
}
