//! The line in which one talks to a server: what is typed, what a client of a lesson says, and a warning before a
//! password goes in the clear.

use eframe::egui;
use eframe::egui::Button;
use eframe::egui::Key;
use eframe::egui::Modifiers;
use eframe::egui::RichText;
use eframe::egui::Role;
use eframe::egui::ScrollArea;
use eframe::egui::TextEdit;
use eframe::egui::WidgetInfo;
use eframe::egui::text::CCursor;
use eframe::egui::text::CCursorRange;
use eframe::egui::vec2;

use crate::source::connect::lessons;
use crate::teach::Language;
use crate::teach::Words;
use crate::ui::call::Standing;
use crate::ui::command::Call;
use crate::ui::command::Live;
use crate::ui::command::UiCommand;
use crate::ui::icons;
use crate::ui::outbox::Outbox;
use crate::ui::theme;
use crate::ui::views::call::Model;
use crate::ui::views::call::State;
use crate::ui::views::call::form::disconnect_word;
use crate::ui::views::call::model::Played;
use crate::ui::views::command_line::model::Hint;

/// How high the field and its buttons are.
const FIELD: f32 = 28.0;
/// How high the row of chips is.
const CHIPS: f32 = 24.0;
/// How high the list of lessons may be.
const LESSONS: f32 = 360.0;

fn send(outbox: &mut Outbox, wish: Call) {
    outbox.send(UiCommand::Live(Live::Call(wish)));
}

/// Paints the line and what belongs to it.
pub fn ui(ui: &mut egui::Ui, model: &Model, state: &mut State, words: &Words, outbox: &mut Outbox) {
    ui.spacing_mut().item_spacing = vec2(6.0, 4.0);
    let top = ui.cursor().top();
    rows_ui(ui, model, state, words, outbox);
    // A panel knows its height when it has been painted: once more, then.
    let height = (ui.cursor().top() - top).round();
    if state.height.replace(height) != Some(height) {
        ui.ctx().request_repaint();
    }
}

fn rows_ui(ui: &mut egui::Ui, model: &Model, state: &mut State, words: &Words, outbox: &mut Outbox) {
    title_ui(ui, model, words, outbox);
    if model.standing != Standing::Open {
        for mishap in &model.mishaps {
            let text = format!("{} {mishap}", icons::WARNING);
            ui.add(egui::Label::new(RichText::new(text).color(theme::palette(ui).err)).wrap());
        }
        return;
    }
    let row = vec2(ui.available_width(), FIELD);
    ui.allocate_ui_with_layout(row, egui::Layout::right_to_left(egui::Align::Center), |ui| {
        lessons_ui(ui, words, outbox);
        let say = UiCommand::Live(Live::Call(Call::Say));
        if ui.add(Button::new(RichText::new(say.label(words)).strong()).min_size(vec2(74.0, FIELD))).clicked() {
            outbox.send(say);
        }
        field_ui(ui, model, state, words, outbox);
    });
    below_ui(ui, model, state, words, outbox);
    if let Some(role) = &model.role {
        role_ui(ui, role, words, outbox);
    }
}

/// To whom one talks, whether others can listen, and the way out.
fn title_ui(ui: &mut egui::Ui, model: &Model, words: &Words, outbox: &mut Outbox) {
    let palette = theme::palette(ui);
    ui.horizontal(|ui| {
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            let (word, wish) =
                if model.is_busy() { (disconnect_word(model), Call::Disconnect) } else { ("call-form", Call::Form) };
            if ui.button(words.get(word)).clicked() {
                send(outbox, wish);
            }
            let (word, color) = match (model.covered, model.stays_here) {
                (true, _) => ("call-covered", palette.ok),
                (false, true) => ("call-stays-here", palette.weak),
                (false, false) => ("call-in-clear", palette.warn),
            };
            if model.standing == Standing::Open {
                ui.label(RichText::new(words.get(word)).size(theme::SMALL).color(color))
                    .on_hover_text(words.get(&format!("{word}-hint")));
            }
            ui.with_layout(egui::Layout::left_to_right(egui::Align::Center), |ui| {
                let title = RichText::new(&model.told).strong().color(palette.strong);
                ui.add(egui::Label::new(title).truncate());
                if model.waits {
                    ui.label(RichText::new(words.get("call-waits-for-reply")).size(theme::SMALL).color(palette.weak));
                }
            });
        });
    });
}

/// The lessons whose client can speak.
fn lessons_ui(ui: &mut egui::Ui, words: &Words, outbox: &mut Outbox) {
    let name = words.get("call-lesson");
    let response = ui.menu_button(format!("{name} {}", icons::UNFOLDED), |ui| {
        ui.set_min_width(260.0);
        ui.label(RichText::new(words.get("call-lesson-hint")).size(theme::SMALL).color(theme::palette(ui).weak));
        ScrollArea::vertical().max_height(LESSONS).show(ui, |ui| {
            for (name, title) in lessons() {
                let title = match words.language() {
                    Language::English | Language::More(_) => &title.en,
                    Language::Russian => &title.ru,
                };
                if ui.button(&**title).clicked() {
                    send(outbox, Call::Lesson((*name).to_owned()));
                    ui.close();
                }
            }
        });
    });
    response.response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &name));
}

fn field_ui(ui: &mut egui::Ui, model: &Model, state: &mut State, words: &Words, outbox: &mut Outbox) {
    let id = egui::Id::unique("call line");
    if ui.memory(|memory| memory.has_focus(id)) {
        let pressed = |key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
        let (up, down) = (pressed(Key::ArrowUp), pressed(Key::ArrowDown));
        if up || down {
            state.recall(up);
        }
    }
    if std::mem::take(&mut state.changed)
        && let Some(mut field) = TextEdit::load_state(ui.ctx(), id)
    {
        field.cursor.set_char_range(Some(CCursorRange::one(CCursor::new(state.text.chars().count()))));
        field.store(ui.ctx(), id);
    }
    let hint = match &model.challenged {
        Some(mechanism) => words.format("call-hint-challenge", &[("mechanism", mechanism.into())]),
        None => words.get("call-hint"),
    };
    let field = TextEdit::singleline(&mut state.text).id(id).hint_text(hint).font(theme::mono(theme::BODY));
    let width = ui.available_width().max(120.0);
    let scope = ui.scope(|ui| {
        ui.visuals_mut().widgets.inactive.bg_stroke = egui::Stroke::new(1.0, theme::palette(ui).accent);
        ui.add_sized(vec2(width, FIELD), field.margin(vec2(8.0, 5.0)))
    });
    let response = scope.inner;
    if response.changed() {
        (state.warned, state.refused) = (false, None);
    }
    let name = words.get("call-field");
    response.widget_info(|| {
        let mut info = WidgetInfo::text_edit(true, "", state.text.as_str(), &name);
        info.label = Some(name.clone());
        info
    });
    if response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter)) {
        send(outbox, Call::Say);
        state.focus = true;
    }
    if std::mem::take(&mut state.focus) {
        response.request_focus();
    }
}

/// What is the matter with the line; or what could stand in it.
fn below_ui(ui: &mut egui::Ui, model: &Model, state: &State, words: &Words, outbox: &mut Outbox) {
    let palette = theme::palette(ui);
    if state.warned {
        let text = format!("{} {}", icons::WARNING, words.get("call-gives-away"));
        ui.add(egui::Label::new(RichText::new(text).color(palette.warn)).wrap());
        ui.horizontal(|ui| {
            for (word, wish) in [("call-take-back", Call::Write(String::new())), ("call-say-anyway", Call::SayAnyway)] {
                if ui.button(words.get(word)).clicked() {
                    send(outbox, wish);
                }
            }
        });
        return;
    }
    if let Some(word) = state.refused {
        ui.label(RichText::new(format!("{} {}", icons::WARNING, words.get(word))).color(palette.warn));
        return;
    }
    if let Some(hint) = Hint::of(&state.text, words) {
        let told = format!("{} {}", icons::WARNING, hint.told);
        ui.horizontal(|ui| {
            let right = words.format("hand-set-right", &[("right", (&hint.right).into())]);
            if ui.button(right).clicked() {
                send(outbox, Call::Write(hint.right.clone()));
            }
            let text = RichText::new(&told).size(theme::SMALL).color(palette.warn);
            ui.add(egui::Label::new(text).truncate());
        });
        return;
    }
    let begun =
        |line: &String| line.get(..state.text.len()).is_some_and(|start| start.eq_ignore_ascii_case(&state.text));
    ScrollArea::horizontal().id_salt("call chips").auto_shrink([false, true]).show(ui, |ui| {
        ui.horizontal(|ui| {
            ui.set_min_height(CHIPS);
            ui.spacing_mut().item_spacing.x = 4.0;
            ui.spacing_mut().button_padding = vec2(7.0, 2.0);
            for line in model.chips.iter().filter(|line| begun(line) && **line != state.text) {
                let text = RichText::new(line).font(theme::mono(theme::SMALL)).color(palette.command);
                let response = ui.add(Button::new(text).corner_radius(9.0));
                let label = words.format("hand-offer", &[("line", line.trim().into())]);
                response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &label));
                if response.clicked() {
                    send(outbox, Call::Write(line.clone()));
                }
            }
        });
    });
}

/// The client of a lesson: what it says next, and how it goes on.
fn role_ui(ui: &mut egui::Ui, role: &Played, words: &Words, outbox: &mut Outbox) {
    let palette = theme::palette(ui);
    let (made, all) = role.progress;
    ui.horizontal(|ui| {
        let arguments = [("title", (&role.title).into()), ("made", made.into()), ("all", all.into())];
        let text = words.format("call-role", &arguments);
        ui.label(RichText::new(text).size(theme::SMALL).color(palette.weak));
        let goes_on = made < all;
        for (word, wish, can) in [
            ("call-next", Call::Next, goes_on && !role.alone),
            (if role.alone { "call-pause" } else { "call-alone" }, Call::Alone, goes_on),
            ("call-skip", Call::Skip, goes_on && !role.alone),
            ("call-no-lesson", Call::NoLesson, true),
        ] {
            if ui.add_enabled(can, Button::new(words.get(word))).clicked() {
                send(outbox, wish);
            }
        }
        let next = if goes_on { role.next.join("  ") } else { words.get("call-role-done") };
        let next = RichText::new(next).font(theme::mono(theme::SMALL)).color(palette.command);
        ui.add(egui::Label::new(next).truncate());
    });
    if let Some(stopped) = &role.stopped {
        let text = format!("{} {stopped}", icons::WARNING);
        ui.add(egui::Label::new(RichText::new(text).color(palette.warn)).wrap());
    }
}
