//! The open exercise: a card above the ladder, with the task and what the student does about it.

use eframe::egui;
use eframe::egui::Key;
use eframe::egui::RichText;
use eframe::egui::WidgetInfo;
use eframe::egui::text::CCursor;
use eframe::egui::text::CCursorRange;
use eframe::egui::vec2;

use crate::learn::Exercise;
use crate::learn::attempt::MAX_LINE;
use crate::learn::exercise::Does;
use crate::teach::Words;
use crate::ui::app::learning::told;
use crate::ui::command::Central;
use crate::ui::command::Learn;
use crate::ui::command::Page;
use crate::ui::command::UiCommand;
use crate::ui::command::View;
use crate::ui::icons;
use crate::ui::learning::Doing;
use crate::ui::learning::Verdict;
use crate::ui::outbox::Outbox;
use crate::ui::theme;
use crate::ui::views::exercises::hint_button_ui;
use crate::ui::views::exercises::hint_ui;
use crate::ui::widgets::edged::edged;

/// What is being typed.
#[derive(Clone, Debug, Default)]
pub struct State {
    /// The line, or the answer.
    pub line: String,
    /// Whether the field takes the focus as soon as it is there.
    pub take_focus: bool,
}

/// Paints the card: the exercise, how many hints were taken, the current step and how many there are; and the
/// exercise that comes next once this one is done.
pub fn ui(
    ui: &mut egui::Ui,
    (doing, taken, steps): (&Doing, usize, (usize, usize)),
    next: Option<(usize, &Exercise)>,
    state: &mut State,
    words: &Words,
    outbox: &mut Outbox,
) {
    card_ui(ui, |ui| {
        let palette = theme::palette(ui);
        let exercise = &doing.exercise;
        ui.add(egui::Label::new(RichText::new(told(&exercise.task, words)).color(palette.strong)).wrap());
        for hint in exercise.hints.iter().take(taken) {
            hint_ui(ui, &told(hint, words));
        }
        ui.horizontal_wrapped(|ui| {
            match exercise.does {
                Does::Type => say_ui(ui, doing, state, words, outbox),
                Does::Mark => {
                    let (shown, _) = steps;
                    let mark = UiCommand::Learn(Learn::Mark);
                    let text = words.format("task-mark", &[("step", shown.into())]);
                    if ui.add_enabled(0 < shown, egui::Button::new(text)).clicked() {
                        outbox.send(mark);
                    }
                }
                Does::Answer => {
                    if let Some(answer) = field_ui(ui, state, "task-answer", "do-answer", words) {
                        outbox.send(UiCommand::Learn(Learn::Answer(answer)));
                    }
                }
            }
            hint_button_ui(ui, taken, exercise.hints.len(), words, outbox);
            if exercise.does == Does::Type {
                let restart = UiCommand::Learn(Learn::Restart);
                if ui.add_enabled(!doing.said.is_empty(), egui::Button::new(restart.label(words))).clicked() {
                    outbox.send(restart);
                }
            }
            if ui.button(words.get("task-list")).clicked() {
                outbox.send(UiCommand::View(View::Central(Central::Learn(Page::Exercises))));
            }
        });
        verdict_ui(ui, doing, words);
        if let (Some(Verdict::Done), Some((place, next))) = (&doing.verdict, next) {
            let text = words.format("task-next", &[("title", (&told(&next.title, words)).into())]);
            if ui.add(egui::Button::new(text).truncate()).clicked() {
                outbox.send(UiCommand::Learn(Learn::Begin(place)));
            }
        }
    });
}

/// The frame of a card above the ladder.
pub(super) fn card_ui(ui: &mut egui::Ui, content: impl FnOnce(&mut egui::Ui)) {
    let palette = theme::palette(ui);
    let frame = egui::Frame::new()
        .fill(palette.panel)
        .stroke(egui::Stroke::new(1.5, palette.accent))
        .corner_radius(theme::ROUNDING)
        .inner_margin(egui::Margin::symmetric(12, 8))
        .outer_margin(egui::Margin { left: 8, right: 10, top: 2, bottom: 6 });
    frame.show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.spacing_mut().item_spacing = vec2(8.0, 6.0);
        content(ui);
    });
}

fn say_ui(ui: &mut egui::Ui, doing: &Doing, state: &mut State, words: &Words, outbox: &mut Outbox) {
    if let Some(line) = field_ui(ui, state, "task-line", "do-say", words) {
        outbox.send(UiCommand::Learn(Learn::Say(line)));
        state.line.clear();
    }
    let unsay = UiCommand::Learn(Learn::Unsay);
    if ui.add_enabled(!doing.said.is_empty(), egui::Button::new(unsay.label(words))).clicked() {
        outbox.send(unsay);
    }
}

/// A field and its button; gives what was written when Enter or the button is pressed.
fn field_ui(ui: &mut egui::Ui, state: &mut State, name: &str, button: &str, words: &Words) -> Option<String> {
    let name = words.get(name);
    let field = egui::TextEdit::singleline(&mut state.line)
        .id_salt("task line")
        .font(egui::TextStyle::Monospace)
        .hint_text(name.clone())
        .char_limit(MAX_LINE);
    let palette = theme::palette(ui);
    ui.visuals_mut().text_edit_bg_color = Some(palette.paper);
    let width = (ui.available_width() - 120.0).clamp(120.0, 280.0);
    let response = edged(ui, |ui| ui.add(field.desired_width(width).margin(vec2(8.0, 5.0))));
    response.widget_info(|| {
        let mut info = WidgetInfo::text_edit(true, "", state.line.as_str(), &name);
        info.label = Some(name.clone());
        info
    });
    if std::mem::take(&mut state.take_focus) {
        response.request_focus();
        // What was written from outside is gone on with.
        if let Some(mut field) = egui::TextEdit::load_state(ui.ctx(), response.id) {
            field.cursor.set_char_range(Some(CCursorRange::one(CCursor::new(state.line.chars().count()))));
            field.store(ui.ctx(), response.id);
        }
    }
    let entered = response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
    let pressed = ui.button(words.get(button)).clicked();
    if !(entered || pressed) || state.line.trim().is_empty() {
        return None;
    }
    response.request_focus(); // The next line follows.
    Some(state.line.clone())
}

fn verdict_ui(ui: &mut egui::Ui, doing: &Doing, words: &Words) {
    let palette = theme::palette(ui);
    let (text, color) = match &doing.verdict {
        None => return,
        Some(Verdict::Done) => {
            let done = words.get("task-done");
            (format!("{} {done} {}", icons::DONE, told(&doing.exercise.why, words)), palette.ok)
        }
        Some(Verdict::Missing(goal)) => (format!("{} {}", icons::NOT_CHOSEN, goal.tell(words)), palette.text),
        Some(Verdict::Impossible(title)) => {
            (format!("{} {}", icons::WARNING, title.get(words.language())), palette.err)
        }
    };
    ui.add(egui::Label::new(RichText::new(text).color(color)).wrap());
}
