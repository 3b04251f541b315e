//! Myths: what notes say on the left, what is true of the chosen one on the right.

use eframe::egui;
use eframe::egui::Panel;
use eframe::egui::RichText;
use eframe::egui::Role;
use eframe::egui::ScrollArea;
use eframe::egui::WidgetInfo;
use eframe::egui::vec2;

use crate::learn::Progress;
use crate::learn::myth::Myth;
use crate::learn::myth::myths;
use crate::teach::Words;
use crate::ui::app::learning::told;
use crate::ui::command::Learn;
use crate::ui::command::UiCommand;
use crate::ui::icons;
use crate::ui::outbox::Outbox;
use crate::ui::theme;
use crate::ui::views::exercises::page_frame;
use crate::ui::views::exercises::page_title_ui;
use crate::ui::widgets::chip::chip_ui;

const ROW: f32 = 40.0;

/// Paints the page.
pub fn ui(ui: &mut egui::Ui, chosen: usize, progress: &Progress, words: &Words, outbox: &mut Outbox) {
    page_title_ui(ui, &words.get("learn-myths"), &words.get("myths-text"), words, outbox);
    let list = (ui.available_width() * 0.42).clamp(220.0, 460.0);
    let panel = Panel::left("myths").resizable(false).default_size(list).size_range(list..=list);
    panel.frame(page_frame()).show(ui, |ui| {
        ScrollArea::vertical().id_salt("myth list").auto_shrink(false).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 2.0;
            for (place, myth) in myths().iter().enumerate() {
                row_ui(ui, (place, myth), place == chosen, progress, words, outbox);
            }
        });
    });
    if let Some(myth) = myths().get(chosen) {
        egui::Frame::new().inner_margin(egui::Margin { left: 18, right: 14, top: 6, bottom: 8 }).show(ui, |ui| {
            ScrollArea::vertical().id_salt(("myth", chosen)).auto_shrink(false).show(ui, |ui| {
                myth_ui(ui, (chosen, myth), words, outbox);
            });
        });
    }
}

fn row_ui(
    ui: &mut egui::Ui,
    (place, myth): (usize, &Myth),
    chosen: bool,
    progress: &Progress,
    words: &Words,
    outbox: &mut Outbox,
) {
    let palette = theme::palette(ui);
    let claim = told(&myth.claim, words);
    let sign = if progress.myths.contains(&myth.number) { icons::DONE } else { icons::NOT_CHOSEN };
    let text = format!("{sign} {}  {claim}", myth.code());
    let button = egui::Button::selectable(chosen, RichText::new(&text).color(palette.text)).wrap().right_text("");
    let response = ui.add(button.min_size(vec2(ui.available_width(), ROW)));
    response.widget_info(|| WidgetInfo::selected(Role::ListItem, true, chosen, &text));
    if response.clicked() {
        outbox.send(UiCommand::Learn(Learn::Myth(place)));
    }
}

fn myth_ui(ui: &mut egui::Ui, (place, myth): (usize, &Myth), words: &Words, outbox: &mut Outbox) {
    let palette = theme::palette(ui);
    ui.spacing_mut().item_spacing.y = 6.0;
    let part = |ui: &mut egui::Ui, sign: &str, color: egui::Color32, title: &str, text: &str, size: f32| {
        ui.add_space(8.0);
        ui.label(RichText::new(format!("{sign} {title}")).size(theme::SMALL).color(color));
        ui.add(egui::Label::new(RichText::new(text).size(size).color(palette.strong)).wrap());
    };
    // The source is a note and a line of it.
    let (note, line) = myth.source.split_once(':').unwrap_or((&myth.source, ""));
    let said =
        words.format("myths-said", &[("code", (&myth.code()).into()), ("note", note.into()), ("line", line.into())]);
    part(ui, icons::WRONG, palette.err, &said, &told(&myth.claim, words), 18.0);
    part(ui, icons::DONE, palette.ok, &words.get("myths-truth"), &told(&myth.truth, words), theme::TITLE);
    ui.horizontal(|ui| chip_ui(ui, &myth.clause.to_string(), palette.accent));
    part(ui, icons::FOLDED, palette.weak, &words.get("myths-happens"), &told(&myth.happens, words), theme::TITLE);
    ui.add_space(10.0);
    let play = UiCommand::Learn(Learn::PlayMyth(place));
    let fill = palette.tinted(palette.accent, 0.22);
    let button = egui::Button::new(RichText::new(play.label(words)).color(palette.strong)).fill(fill);
    ui.horizontal(|ui| {
        if ui.add(button.min_size(vec2(160.0, 34.0))).clicked() {
            outbox.send(play);
        }
        if place + 1 < myths().len()
            && ui.add(egui::Button::new(words.get("myths-next")).min_size(vec2(0.0, 34.0))).clicked()
        {
            outbox.send(UiCommand::Learn(Learn::Myth(place + 1)));
        }
    });
}
