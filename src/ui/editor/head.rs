//! The head of the editor: what is edited, whether it is saved, its pages, and how the play went.

use eframe::egui;
use eframe::egui::Button;
use eframe::egui::Modal;
use eframe::egui::RichText;
use eframe::egui::Role;
use eframe::egui::WidgetInfo;
use eframe::egui::vec2;

use crate::teach::Words;
use crate::ui::command::Answer;
use crate::ui::command::Central;
use crate::ui::command::Edit;
use crate::ui::command::UiCommand;
use crate::ui::command::View;
use crate::ui::editor::Editor;
use crate::ui::editor::Page;
use crate::ui::editor::state::Ask;
use crate::ui::icons;
use crate::ui::outbox::Outbox;
use crate::ui::theme;
use crate::ui::widgets::command_button::menu_item_ui;

/// With less room how the play went stands below the pages.
const WIDE: f32 = 900.0;

/// Paints the head.
pub fn ui(ui: &mut egui::Ui, editor: &Editor, words: &Words, outbox: &mut Outbox) {
    egui::Frame::new().inner_margin(egui::Margin { left: 10, right: 8, top: 2, bottom: 2 }).show(ui, |ui| {
        title_ui(ui, editor, words, outbox);
        ui.add_space(4.0);
        pages_ui(ui, editor, words, outbox);
        remarks_ui(ui, editor, words);
    });
    ui.separator();
}

fn title_ui(ui: &mut egui::Ui, editor: &Editor, words: &Words, outbox: &mut Outbox) {
    let palette = theme::palette(ui);
    ui.horizontal(|ui| {
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            if ui.button(words.get("learn-back")).clicked() {
                outbox.send(UiCommand::View(View::Central(Central::Ladder)));
            }
            ui.menu_button(format!("{} {}", words.get("ed-more"), icons::UNFOLDED), |ui| {
                for wish in [Edit::New, Edit::Duplicate, Edit::SaveAs, Edit::CopyText] {
                    menu_item_ui(ui, UiCommand::Edit(wish), true, words, outbox);
                }
            });
            button_ui(ui, Edit::Save, editor.is_changed(), words, outbox);
            let play = RichText::new(words.get("do-edit-play")).color(palette.strong);
            let can = editor.trial.played && editor.is_tried();
            let button = Button::new(play).fill(palette.tinted(palette.accent, 0.22));
            if ui.add_enabled(can, button).on_hover_text(words.get("ed-play-hint")).clicked() {
                outbox.send(UiCommand::Edit(Edit::Play));
            }
            ui.with_layout(egui::Layout::left_to_right(egui::Align::Center), |ui| {
                let title = RichText::new(words.get("central-editor")).size(20.0).color(palette.strong);
                ui.add(egui::Label::new(title).truncate());
                let (word, color) =
                    if editor.is_changed() { ("ed-unsaved", palette.warn) } else { ("ed-saved", palette.weak) };
                let state = RichText::new(words.get(word)).size(theme::SMALL).color(color);
                let name = RichText::new(editor.file_name()).color(palette.text);
                ui.add(egui::Label::new(name).truncate());
                ui.add(egui::Label::new(state).truncate());
            });
        });
    });
}

/// A button that may rest.
pub fn button_ui(ui: &mut egui::Ui, wish: Edit, enabled: bool, words: &Words, outbox: &mut Outbox) {
    let command = UiCommand::Edit(wish);
    let response = ui.add_enabled(enabled, Button::new(command.label(words)));
    if response.clicked() {
        outbox.send(command);
    }
}

fn pages_ui(ui: &mut egui::Ui, editor: &Editor, words: &Words, outbox: &mut Outbox) {
    if WIDE <= ui.available_width() {
        ui.horizontal(|ui| {
            each_page_ui(ui, editor, words, outbox);
            verdict_ui(ui, editor, words, outbox);
        });
    } else {
        ui.horizontal_wrapped(|ui| each_page_ui(ui, editor, words, outbox));
        ui.horizontal(|ui| verdict_ui(ui, editor, words, outbox));
    }
}

fn each_page_ui(ui: &mut egui::Ui, editor: &Editor, words: &Words, outbox: &mut Outbox) {
    let palette = theme::palette(ui);
    ui.spacing_mut().item_spacing = vec2(3.0, 3.0);
    for page in Page::ALL {
        let chosen = page == editor.page;
        let name = words.get(page.word());
        let color = if chosen { palette.strong } else { palette.text };
        let button = Button::selectable(chosen, RichText::new(&name).color(color)).frame_when_inactive(true);
        let response = ui.add(button.min_size(vec2(70.0, 24.0)).wrap_mode(egui::TextWrapMode::Extend));
        response.widget_info(|| WidgetInfo::selected(Role::Tab, true, chosen, &name));
        if chosen {
            let line = egui::Stroke::new(2.0, palette.accent);
            ui.painter().hline(response.rect.x_range(), response.rect.bottom(), line);
        }
        if response.clicked() {
            outbox.send(UiCommand::Edit(Edit::Page(page)));
        }
    }
}

/// How the play went, at the right edge.
fn verdict_ui(ui: &mut egui::Ui, editor: &Editor, words: &Words, outbox: &mut Outbox) {
    ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| told_ui(ui, editor, words, outbox));
}

/// How the play went, in a few words.
fn told_ui(ui: &mut egui::Ui, editor: &Editor, words: &Words, outbox: &mut Outbox) {
    let palette = theme::palette(ui);
    let wrong = editor.trial.problems.len() + editor.trial.wrong_rows().count();
    if let Some((place, _)) = &editor.broken {
        let line = place.line.to_string();
        let text = words.format("ed-broken", &[("line", (&line).into())]);
        problem_ui(ui, &text, outbox);
    } else if !editor.is_tried() {
        ui.label(RichText::new(words.get("ed-playing")).color(palette.weak));
    } else if 0 < wrong {
        let text = words.format("ed-wrong", &[("count", (wrong as u64).into())]);
        problem_ui(ui, &text, outbox);
    } else {
        let text = format!("{} {}", icons::DONE, words.get("ed-right"));
        ui.label(RichText::new(text).color(palette.ok));
    }
    let (back, again) = editor.can_undo();
    for (wish, can) in [(Edit::Redo, again), (Edit::Undo, back)] {
        button_ui(ui, wish, can, words, outbox);
    }
}

fn problem_ui(ui: &mut egui::Ui, text: &str, outbox: &mut Outbox) {
    let palette = theme::palette(ui);
    let text = RichText::new(format!("{} {text}", icons::WARNING)).color(palette.err);
    if ui.add(Button::new(text)).clicked() {
        outbox.send(UiCommand::Edit(Edit::NextProblem));
    }
}

/// What a recording could not tell, and what is wrong outside of the steps.
fn remarks_ui(ui: &mut egui::Ui, editor: &Editor, words: &Words) {
    let palette = theme::palette(ui);
    let language = words.language();
    for remark in editor.remarks.iter().take(4) {
        let text = format!("{} {}", icons::DOT, remark.get(language));
        ui.add(egui::Label::new(RichText::new(text).size(theme::SMALL).color(palette.weak)).truncate());
    }
    if 4 < editor.remarks.len() {
        let all: Vec<&str> = editor.remarks.iter().map(|remark| remark.get(language)).collect();
        let text = words.format("ed-more-remarks", &[("count", ((editor.remarks.len() - 4) as u64).into())]);
        ui.label(RichText::new(text).size(theme::SMALL).color(palette.weak)).on_hover_text(all.join("\n"));
    }
    for problem in editor.trial.problems.iter().filter(|_| editor.broken.is_none()).take(3) {
        let line = problem.place.line.to_string();
        let told = words.tell(&problem.what);
        let text = words.format("ed-problem", &[("line", (&line).into()), ("text", (&told).into())]);
        let text = RichText::new(format!("{} {text}", icons::WARNING)).size(theme::SMALL).color(palette.err);
        ui.add(egui::Label::new(text).wrap());
    }
}

/// Paints why there is no table.
pub fn broken_ui(ui: &mut egui::Ui, editor: &Editor, words: &Words, outbox: &mut Outbox) {
    let palette = theme::palette(ui);
    let Some((place, what)) = &editor.broken else { return };
    ui.add_space(12.0);
    let line = place.line.to_string();
    let text = words.tell(what);
    let told = words.format("ed-problem", &[("line", (&line).into()), ("text", (&text).into())]);
    ui.label(RichText::new(format!("{} {told}", icons::WARNING)).color(palette.err));
    ui.label(words.get("ed-broken-text"));
    ui.horizontal(|ui| {
        if ui.button(words.get("ed-show-source")).clicked() {
            outbox.send(UiCommand::Edit(Edit::Page(Page::Source)));
        }
    });
}

/// Asks before something is lost.
pub fn ask_ui(ui: &egui::Ui, editor: &Editor, words: &Words, outbox: &mut Outbox) {
    let Some(ask) = &editor.asks else { return };
    let name = editor.file_name();
    let (title, text) = match ask {
        Ask::Lose(_) => (words.format("ed-ask-lose", &[("name", (&name).into())]), words.get("ed-ask-lose-text")),
        Ask::Overwrite(_) => (words.format("ed-ask-over", &[("name", (&name).into())]), words.get("ed-ask-over-text")),
    };
    let frame = egui::Frame::popup(ui.style()).inner_margin(egui::Margin::same(18));
    let response = Modal::new(egui::Id::unique("edit asks")).frame(frame).show(ui.ctx(), |ui| {
        ui.set_width((ui.ctx().content_rect().width() - 80.0).min(420.0));
        ui.label(RichText::new(title).size(theme::TITLE).color(theme::palette(ui).strong));
        ui.label(text);
        ui.add_space(8.0);
        ui.horizontal(|ui| {
            for answer in [Answer::Save, Answer::Lose, Answer::Stay] {
                if matches!(ask, Ask::Overwrite(_)) && answer == Answer::Lose {
                    continue;
                }
                let word = match (ask, answer) {
                    (Ask::Overwrite(_), Answer::Save) => "ed-replace".to_owned(),
                    (Ask::Overwrite(_) | Ask::Lose(_), answer) => {
                        UiCommand::Edit(Edit::Answer(answer)).word().to_owned()
                    }
                };
                if ui.add(Button::new(words.get(&word)).min_size(vec2(90.0, 26.0))).clicked() {
                    outbox.send(UiCommand::Edit(Edit::Answer(answer)));
                }
            }
        });
    });
    if response.backdrop_response.clicked() || ui.input(|input| input.key_pressed(egui::Key::Escape)) {
        outbox.send(UiCommand::Edit(Edit::Answer(Answer::Stay)));
    }
}
