//! The parts of a letter as a tree, with what each declares, and a way to save what is attached.

use eframe::egui;
use eframe::egui::RichText;
use eframe::egui::Role;
use eframe::egui::WidgetInfo;
use egui_extras::Column;
use egui_extras::TableBuilder;
use egui_extras::TableRow;

use crate::inspect::mail::Content;
use crate::inspect::mail::Part;
use crate::inspect::mail::Wholeness;
use crate::inspect::mail::attachments::attachments;
use crate::inspect::mail::attachments::is_attachment;
use crate::teach::Words;
use crate::ui::command::Mail;
use crate::ui::command::UiCommand;
use crate::ui::icons;
use crate::ui::measure::points;
use crate::ui::outbox::Outbox;
use crate::ui::text::grouped;
use crate::ui::theme;
use crate::ui::views::message::Letter;
use crate::ui::views::message::view::save_ui;

const ROW: f32 = 22.0;
/// A panel of so many points has room for all columns as they are meant to be.
const WIDE: f32 = 860.0;
/// The way to save a part.
const SAVE: f32 = 100.0;
const INDENT: f32 = 12.0;
/// Deeper parts stand no further to the right.
const DEEPEST: usize = 8;

/// What stands beside the ways to look at a letter: how many parts there are, and a button for all that is attached.
pub(super) fn tools_ui(ui: &mut egui::Ui, letter: &Letter, words: &Words, outbox: &mut Outbox) {
    let count = attachments(&letter.mail).count();
    if 0 < count {
        save_ui(ui, UiCommand::Mail(Mail::SaveAll), words, outbox);
    }
    ui.add_space(6.0);
    let parts = words.format("mail-parts", &[("count", letter.mail.parts.len().into()), ("attached", count.into())]);
    ui.label(RichText::new(parts).size(theme::SMALL).color(theme::palette(ui).weak));
}

/// Paints the tree.
pub(super) fn ui(ui: &mut egui::Ui, letter: &Letter, words: &Words, outbox: &mut Outbox) {
    if 0 < letter.mail.parts_left_out {
        let text = words.format("mail-parts-left-out", &[("count", letter.mail.parts_left_out.into())]);
        ui.label(RichText::new(text).size(theme::SMALL).color(theme::palette(ui).err));
    }
    ui.push_id(("parts", letter.step), |ui| table_ui(ui, letter, words, outbox));
}

fn table_ui(ui: &mut egui::Ui, letter: &Letter, words: &Words, outbox: &mut Outbox) {
    let palette = theme::palette(ui);
    ui.spacing_mut().item_spacing = egui::vec2(8.0, 1.0);
    ui.spacing_mut().button_padding.y = 1.0;
    ui.spacing_mut().interact_size.y = 18.0;
    // In a narrow panel the columns share what there is; each can be drawn wider.
    let share = (ui.available_width() / WIDE).min(1.0);
    let wide = |points: f32| Column::initial((points * share).floor()).at_least(30.0).clip(true);
    let height = (ui.available_height() - 22.0).max(48.0);
    TableBuilder::new(ui)
        .striped(true)
        .auto_shrink([false, true])
        .min_scrolled_height(48.0)
        .max_scroll_height(height)
        .cell_layout(egui::Layout::left_to_right(egui::Align::Center))
        .column(wide(60.0))
        .column(wide(200.0))
        .column(wide(90.0))
        .column(wide(110.0))
        .column(wide(130.0))
        .column(Column::remainder().at_least(60.0).clip(true))
        .column(Column::exact(SAVE).clip(true))
        .header(18.0, |mut header| {
            for word in ["part-place", "part-type", "part-charset", "part-encoding", "part-octets", "part-name"] {
                header.col(|ui| {
                    let text = RichText::new(words.get(word)).size(theme::SMALL).color(palette.weak);
                    ui.add(egui::Label::new(text).truncate());
                });
            }
            header.col(|_| ());
        })
        .body(|body| {
            body.rows(ROW, letter.mail.parts.len(), |mut line| {
                let place = line.index();
                if let Some(part) = letter.mail.parts.get(place) {
                    row_ui(&mut line, place, part, words, outbox);
                }
            });
        });
}

fn row_ui(line: &mut TableRow<'_, '_>, place: usize, part: &Part, words: &Words, outbox: &mut Outbox) {
    cell_ui(line, if part.place.is_empty() { icons::NONE } else { &part.place });
    line.col(|ui| {
        ui.add_space(INDENT * points(part.depth.min(DEEPEST)));
        let text = RichText::new(&part.media_type).color(theme::palette(ui).strong);
        ui.add(egui::Label::new(text).truncate());
    });
    cell_ui(line, part.charset.as_deref().unwrap_or(icons::NONE));
    cell_ui(line, part.encoding.as_str());
    line.col(|ui| octets_ui(ui, part, words));
    line.col(|ui| name_ui(ui, part, words));
    line.col(|ui| {
        if is_attachment(part) {
            let response = ui.button(RichText::new(words.get("mail-save")).size(theme::SMALL + 0.5));
            let label = words.format("mail-save-part", &[("place", (&part.place).into())]);
            response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &label));
            if response.on_hover_text(&label).clicked() {
                outbox.send(UiCommand::Mail(Mail::SavePart(place)));
            }
        }
    });
}

fn cell_ui(line: &mut TableRow<'_, '_>, text: &str) {
    line.col(|ui| {
        ui.add(egui::Label::new(RichText::new(text).size(theme::SMALL + 0.5)).truncate());
    });
}

/// How many octets it has, decoded; what it has on the way is in the tooltip.
fn octets_ui(ui: &mut egui::Ui, part: &Part, words: &Words) {
    let text = RichText::new(grouped(part.decoded as u64)).size(theme::SMALL + 0.5);
    let arguments = [
        ("decoded", part.decoded.into()),
        ("encoded", part.body.len().into()),
        ("start", part.head.start.into()),
        ("end", part.body.end.into()),
    ];
    let mut why = words.format("part-octets-why", &arguments);
    if 0 < part.damaged {
        why.push('\n');
        why.push_str(&words.format("part-damaged", &[("count", part.damaged.into())]));
    }
    ui.add(egui::Label::new(text).truncate()).on_hover_text(why);
    let palette = theme::palette(ui);
    let (word, color) = match part.wholeness {
        Wholeness::Whole if 0 < part.damaged => ("part-is-damaged", palette.err),
        Wholeness::Whole => return,
        Wholeness::PerhapsCut => ("part-perhaps-cut", palette.inside),
        Wholeness::Cut => ("part-cut", palette.err),
    };
    let text = RichText::new(format!("{} {}", icons::WARNING, words.get(word))).size(theme::SMALL).color(color);
    ui.add(egui::Label::new(text).truncate());
}

fn name_ui(ui: &mut egui::Ui, part: &Part, words: &Words) {
    let palette = theme::palette(ui);
    let remark = match part.content {
        Content::TooDeep => Some("part-too-deep"),
        Content::NoParts => Some("part-no-parts"),
        Content::Octets | Content::Parts | Content::Mail => None,
    };
    if let Some(word) = remark {
        ui.label(RichText::new(words.get(word)).size(theme::SMALL).color(palette.err));
    }
    let known: Vec<&str> = [&part.name, &part.disposition].into_iter().flatten().map(String::as_str).collect();
    let text = known.join(&format!(" {} ", icons::DOT));
    let text = RichText::new(text).size(theme::SMALL + 0.5);
    ui.add(egui::Label::new(text).truncate()).on_hover_text(words.get("part-name-why"));
}
