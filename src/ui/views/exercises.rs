//! Exercises: the list on the left, the task of the chosen one on the right.

use eframe::egui;
use eframe::egui::Panel;
use eframe::egui::RichText;
use eframe::egui::Role;
use eframe::egui::ScrollArea;
use eframe::egui::WidgetInfo;
use eframe::egui::vec2;

use crate::learn::Progress;
use crate::learn::exercise::Group;
use crate::learn::results;
use crate::teach::Words;
use crate::ui::app::learning::told;
use crate::ui::command::Central;
use crate::ui::command::Learn;
use crate::ui::command::UiCommand;
use crate::ui::command::View;
use crate::ui::icons;
use crate::ui::learning::Learning;
use crate::ui::learning::Offered;
use crate::ui::outbox::Outbox;
use crate::ui::theme;
use crate::ui::widgets::edged::edged;

const ROW: f32 = 28.0;
/// What checks the file of the results.
const CHECK: &str = "popscope check --results";

/// Paints the page.
pub fn ui(ui: &mut egui::Ui, learning: &Learning, progress: &mut Progress, words: &Words, outbox: &mut Outbox) {
    page_title_ui(ui, &words.get("learn-exercises"), &words.get("exercises-text"), words, outbox);
    let list = (ui.available_width() * 0.42).clamp(220.0, 400.0);
    let panel = Panel::left("exercises").resizable(false).default_size(list).size_range(list..=list);
    panel.frame(page_frame()).show(ui, |ui| {
        ScrollArea::vertical().id_salt("exercise list").auto_shrink(false).show(ui, |ui| {
            list_ui(ui, learning, progress, words, outbox);
        });
    });
    egui::Frame::new().inner_margin(egui::Margin { left: 18, right: 14, top: 6, bottom: 8 }).show(ui, |ui| {
        ScrollArea::vertical().id_salt(("exercise", learning.exercise)).auto_shrink(false).show(ui, |ui| {
            if let Some(offered) = learning.chosen() {
                exercise_ui(ui, offered, learning, progress, words, outbox);
            }
            ui.add_space(24.0);
            ui.separator();
            results_ui(ui, learning.exercises.len(), progress, words, outbox);
        });
    });
}

/// The title of a page of learning, and the way back.
pub(super) fn page_title_ui(ui: &mut egui::Ui, title: &str, text: &str, words: &Words, outbox: &mut Outbox) {
    let palette = theme::palette(ui);
    egui::Frame::new().inner_margin(egui::Margin { left: 10, right: 8, top: 2, bottom: 6 }).show(ui, |ui| {
        ui.horizontal(|ui| {
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                let label = words.get("learn-back");
                if ui.button(&label).clicked() {
                    outbox.send(UiCommand::View(View::Central(Central::Ladder)));
                }
                ui.with_layout(egui::Layout::left_to_right(egui::Align::Center), |ui| {
                    ui.label(RichText::new(title).size(20.0).color(palette.strong));
                    ui.add(egui::Label::new(RichText::new(text).color(palette.weak)).truncate());
                });
            });
        });
    });
}

/// The frame of the list of a page of learning.
pub(super) fn page_frame() -> egui::Frame {
    egui::Frame::new().inner_margin(egui::Margin { left: 8, right: 8, top: 0, bottom: 4 })
}

fn list_ui(ui: &mut egui::Ui, learning: &Learning, progress: &Progress, words: &Words, outbox: &mut Outbox) {
    let palette = theme::palette(ui);
    ui.spacing_mut().item_spacing.y = 2.0;
    for group in Group::ALL {
        ui.add_space(4.0);
        ui.label(RichText::new(words.get(group.word())).size(theme::SMALL).color(palette.weak));
        let of_group = learning.exercises.iter().enumerate().filter(|(_, offered)| offered.exercise.group == group);
        for (place, offered) in of_group {
            let exercise = &offered.exercise;
            let chosen = place == learning.exercise;
            let done = progress.exercises.contains_key(&exercise.name);
            let (sign, color) = if done { (icons::DONE, palette.ok) } else { (icons::NOT_CHOSEN, palette.weak) };
            let title = told(&exercise.title, words);
            let mut job = egui::text::LayoutJob::default();
            let format =
                |color| egui::TextFormat { font_id: theme::sans(theme::BODY), color, ..egui::TextFormat::default() };
            job.append(sign, 0.0, format(color));
            job.append(&title, 8.0, format(palette.text));
            let button = egui::Button::selectable(chosen, job).truncate().right_text("");
            let response = ui.add(button.min_size(vec2(ui.available_width(), ROW)));
            let state = words.get(if done { "exercises-done" } else { "exercises-open" });
            response.widget_info(|| WidgetInfo::selected(Role::ListItem, true, chosen, format!("{title}, {state}")));
            if response.clicked() {
                outbox.send(UiCommand::Learn(Learn::Exercise(place)));
            }
        }
    }
}

fn exercise_ui(
    ui: &mut egui::Ui,
    offered: &Offered,
    learning: &Learning,
    progress: &Progress,
    words: &Words,
    outbox: &mut Outbox,
) {
    let palette = theme::palette(ui);
    let exercise = &offered.exercise;
    ui.spacing_mut().item_spacing.y = 8.0;
    ui.label(RichText::new(told(&exercise.title, words)).size(18.0).color(palette.strong));
    ui.add(egui::Label::new(RichText::new(told(&exercise.task, words)).size(theme::TITLE).color(palette.text)).wrap());
    let taken = progress.hints.get(&exercise.name).copied().unwrap_or_default();
    if progress.exercises.contains_key(&exercise.name) {
        let text = format!("{} {}", icons::DONE, told(&exercise.why, words));
        ui.add(egui::Label::new(RichText::new(text).color(palette.ok)).wrap());
    }
    ui.add_space(4.0);
    ui.horizontal(|ui| {
        let begun = learning.doing.as_ref().is_some_and(|doing| doing.origin == offered.origin);
        let text = words.get(if begun { "exercises-go-on" } else { "do-begin" });
        let fill = palette.tinted(palette.accent, 0.22);
        let button = egui::Button::new(RichText::new(&text).color(palette.strong)).fill(fill);
        if ui.add(button.min_size(vec2(140.0, 34.0))).clicked() {
            outbox.send(UiCommand::Learn(Learn::Begin(learning.exercise)));
        }
        hint_button_ui(ui, taken, exercise.hints.len(), words, outbox);
    });
    // Below the buttons: they stay where they are.
    for hint in exercise.hints.iter().take(taken) {
        hint_ui(ui, &told(hint, words));
    }
}

/// A hint, with its sign.
pub(super) fn hint_ui(ui: &mut egui::Ui, text: &str) {
    let palette = theme::palette(ui);
    egui::Frame::new()
        .fill(palette.note)
        .stroke(egui::Stroke::new(1.0, palette.note_edge.gamma_multiply(0.6)))
        .corner_radius(theme::ROUNDING)
        .inner_margin(egui::Margin::symmetric(10, 4))
        .show(ui, |ui| ui.add(egui::Label::new(RichText::new(text).color(palette.text)).wrap()));
}

/// The button for one more hint; it says how many there are.
pub(super) fn hint_button_ui(ui: &mut egui::Ui, taken: usize, all: usize, words: &Words, outbox: &mut Outbox) {
    let text = words.format("exercises-hint", &[("taken", taken.into()), ("count", all.into())]);
    if ui.add_enabled(taken < all, egui::Button::new(text)).clicked() {
        outbox.send(UiCommand::Learn(Learn::Hint));
    }
}

/// Who did it, and the button that saves it.
fn results_ui(ui: &mut egui::Ui, all: usize, progress: &mut Progress, words: &Words, outbox: &mut Outbox) {
    let palette = theme::palette(ui);
    let done = progress.exercises.len();
    let counted = words.format("exercises-counted", &[("done", done.into()), ("count", all.into())]);
    ui.label(RichText::new(counted).color(palette.strong));
    ui.horizontal_wrapped(|ui| {
        let name = words.get("exercises-student");
        let field = egui::TextEdit::singleline(&mut progress.student)
            .id_salt("student")
            .hint_text(name.clone())
            .char_limit(results::MAX_NAME);
        let response = edged(ui, |ui| ui.add(field.desired_width(220.0).margin(vec2(8.0, 5.0))));
        response.widget_info(|| {
            let mut info = WidgetInfo::text_edit(true, "", progress.student.as_str(), &name);
            info.label = Some(name.clone());
            info
        });
        let save = UiCommand::Learn(Learn::SaveResults);
        if ui.add_enabled(0 < done, egui::Button::new(save.label(words))).clicked() {
            outbox.send(save);
        }
    });
    ui.horizontal_wrapped(|ui| {
        ui.label(RichText::new(words.get("exercises-results-text")).size(theme::SMALL).color(palette.weak));
        // In this font two hyphens are seen to be two.
        ui.label(RichText::new(CHECK).font(theme::mono(theme::SMALL)).color(palette.text));
    });
}
