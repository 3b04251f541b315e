//! How the command line is painted: who acts, the line, what could stand in it, and what is the matter.

use eframe::egui;
use eframe::egui::Button;
use eframe::egui::Key;
use eframe::egui::Modifiers;
use eframe::egui::RichText;
use eframe::egui::Role;
use eframe::egui::ScrollArea;
use eframe::egui::TextEdit;
use eframe::egui::WidgetInfo;
use eframe::egui::containers::menu::MenuButton;
use eframe::egui::containers::menu::MenuConfig;
use eframe::egui::text::CCursor;
use eframe::egui::text::CCursorRange;
use eframe::egui::vec2;

use crate::proto::line::LineEnd;
use crate::source::branch::Ending;
use crate::source::branch::offers::Offer;
use crate::source::branch::script::Account;
use crate::teach::Words;
use crate::ui::command::Hand;
use crate::ui::command::UiCommand;
use crate::ui::icons;
use crate::ui::outbox::Outbox;
use crate::ui::room::Room;
use crate::ui::theme;
use crate::ui::views::branches;
use crate::ui::views::command_line::Model;
use crate::ui::views::command_line::State;
use crate::ui::views::command_line::model::Hint;
use crate::ui::widgets::command_button::menu_item_ui;
use crate::ui::widgets::edged::tick_ui;

/// Characters of an offered line that are shown.
const CHIP_LENGTH: usize = 22;
/// The longest pause that can be asked for, in minutes.
const MOST_MINUTES: u64 = 24 * 60;
/// The room in which the beginning of an account can be read.
const ACCOUNT: f32 = 60.0;
/// How high the field and its buttons are.
const FIELD: f32 = 28.0;

/// Paints the line and what belongs to it.
pub fn ui(ui: &mut egui::Ui, model: &Model, state: &mut State, typed: &[String], words: &Words, outbox: &mut Outbox) {
    ui.spacing_mut().item_spacing = vec2(6.0, 4.0);
    title_ui(ui, model, words, outbox);
    let row = vec2(ui.available_width(), FIELD);
    // The buttons are as wide as their words; the field has the rest.
    ui.allocate_ui_with_layout(row, egui::Layout::right_to_left(egui::Align::Center), |ui| {
        more_ui(ui, model, state, words, outbox);
        let send = UiCommand::Hand(if model.connected { Hand::Send } else { Hand::Connect });
        let label = RichText::new(send.label(words)).strong();
        if ui.add(Button::new(label).min_size(vec2(74.0, FIELD))).clicked() {
            state.focus = true;
            outbox.send(send);
        }
        end_ui(ui, state, words);
        field_ui(ui, model, state, typed, words, outbox);
    });
    if Room::here(ui.ctx()) != Room::Low || state.refused.is_some() || is_used(ui, state) {
        chips_ui(ui, model, state, words, outbox);
    }
}

/// Whether somebody types here or is about to: in a low window offers wait for it.
fn is_used(ui: &egui::Ui, state: &State) -> bool {
    let has_focus = ui.memory(|memory| memory.has_focus(field_id()));
    has_focus || !state.text.is_empty() || ui.rect_contains_pointer(ui.max_rect())
}

fn field_id() -> egui::Id {
    egui::Id::unique("command line")
}

/// Who the person is, with what it can log in, and where the line goes.
fn title_ui(ui: &mut egui::Ui, model: &Model, words: &Words, outbox: &mut Outbox) {
    let palette = theme::palette(ui);
    ui.horizontal(|ui| {
        ui.spacing_mut().interact_size.y = 18.0;
        let title = RichText::new(words.get("hand-title")).strong().color(palette.strong);
        ui.label(title);
        if 1 < model.clients.len() {
            ui.spacing_mut().button_padding.y = 1.0;
            let menu = format!("{} {}", client_name(model, model.client, words), icons::UNFOLDED);
            ui.menu_button(menu, |ui| {
                for client in 0..model.clients.len() {
                    let name = client_name(model, client, words);
                    let response = ui.add(Button::selectable(client == model.client, &name));
                    if response.clicked() {
                        outbox.send(UiCommand::Hand(Hand::Client(client)));
                        ui.close();
                    }
                }
            });
        }
        ui.menu_button(format!("{} {}", words.get("menu-try"), icons::UNFOLDED), |ui| {
            branches::situations_ui(ui, words, outbox);
        });
        let accounts: Vec<String> = model.accounts.iter().map(|account| told(account, words)).collect();
        let where_to = words.get(if model.begins { "hand-begins" } else { "hand-goes-on" });
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            let color = if model.begins { palette.accent } else { palette.weak };
            let where_to = RichText::new(where_to).size(theme::SMALL).color(color);
            ui.add(egui::Label::new(where_to).truncate());
            if ui.available_width() < ACCOUNT {
                return; // Dots alone say nothing.
            }
            ui.with_layout(egui::Layout::left_to_right(egui::Align::Center), |ui| {
                let text = RichText::new(accounts.first().cloned().unwrap_or_default());
                let label = egui::Label::new(text.size(theme::SMALL).color(palette.weak)).truncate();
                let hover = format!("{}\n{}", words.get("hand-accounts"), accounts.join("\n"));
                ui.add(label).on_hover_text(hover);
            });
        });
    });
}

fn client_name(model: &Model, client: usize, words: &Words) -> String {
    match model.clients.get(client) {
        Some(Some(name)) => name.clone(),
        Some(None) | None => words.get("hand-client"),
    }
}

/// An account as people log in with it.
fn told(account: &Account, words: &Words) -> String {
    let user = ("user", (&account.user).into());
    match (&account.password, &account.secret) {
        (Some(password), _) => words.format("hand-account-password", &[user, ("password", password.into())]),
        (None, Some(secret)) => words.format("hand-account-secret", &[user, ("secret", secret.into())]),
        (None, None) => account.user.clone(),
    }
}

fn field_ui(ui: &mut egui::Ui, model: &Model, state: &mut State, typed: &[String], words: &Words, outbox: &mut Outbox) {
    let id = field_id();
    if ui.memory(|memory| memory.has_focus(id)) {
        let pressed = |key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
        let (up, down) = (pressed(Key::ArrowUp), pressed(Key::ArrowDown));
        if up || down {
            state.recall(typed, up);
        }
        // In an empty line there is nothing to undo but the line before.
        for (key, wish) in [(Key::Z, Hand::Undo), (Key::Y, Hand::Redo)] {
            if state.text.is_empty() && ui.input_mut(|input| input.consume_key(Modifiers::COMMAND, key)) {
                outbox.send(UiCommand::Hand(wish));
            }
        }
    }
    if std::mem::take(&mut state.changed)
        && let Some(mut field) = TextEdit::load_state(ui.ctx(), id)
    {
        field.cursor.set_char_range(Some(CCursorRange::one(CCursor::new(state.text.chars().count()))));
        field.store(ui.ctx(), id);
    }
    let keys = UiCommand::Hand(Hand::Type).keys_shown(words).join(", ");
    let hint = if model.connected {
        words.format("hand-hint", &[("keys", (&keys).into())])
    } else {
        words.get("hand-hint-connect")
    };
    let field = TextEdit::singleline(&mut state.text).id(id).hint_text(hint).font(theme::mono(theme::BODY));
    let width = ui.available_width().max(120.0);
    let scope = ui.scope(|ui| {
        // The one place to type in is seen at once.
        ui.visuals_mut().widgets.inactive.bg_stroke = egui::Stroke::new(1.0, theme::palette(ui).accent);
        ui.add_sized(vec2(width, FIELD), field.margin(vec2(8.0, 5.0)))
    });
    let response = scope.inner;
    if response.changed() {
        state.refused = None;
    }
    let name = words.get("hand-field");
    response.widget_info(|| {
        let mut info = WidgetInfo::text_edit(true, "", state.text.as_str(), &name);
        info.label = Some(name.clone());
        info
    });
    if response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter)) {
        let connect = !model.connected && state.text.is_empty();
        outbox.send(UiCommand::Hand(if connect { Hand::Connect } else { Hand::Send }));
        state.focus = true;
    }
    if std::mem::take(&mut state.focus) {
        response.request_focus();
    }
}

/// How the line ends on the wire.
fn end_ui(ui: &mut egui::Ui, state: &mut State, words: &Words) {
    let ends = [
        (LineEnd::CrLf, icons::CR_LF, "hand-end-crlf"),
        (LineEnd::Lf, icons::LF, "hand-end-lf"),
        (LineEnd::Missing, icons::NONE, "hand-end-none"),
    ];
    let sign = ends.iter().find(|(end, _, _)| *end == state.end).map_or(icons::NONE, |(_, sign, _)| sign);
    let escaped = if state.escapes { "\\" } else { "" };
    let button = Button::new(RichText::new(format!("{sign}{escaped} {}", icons::UNFOLDED)).size(theme::SMALL));
    let menu = MenuButton::from_button(button.min_size(vec2(62.0, FIELD)));
    let (response, _) = menu.ui(ui, |ui| {
        for (end, _, word) in ends {
            if ui.add(Button::selectable(state.end == end, words.get(word))).clicked() {
                state.end = end;
                state.focus = true;
                ui.close();
            }
        }
        ui.separator();
        let text = words.format("hand-escapes", &[("backslash", "\\".into())]);
        if tick_ui(ui, &mut state.escapes, text).clicked() {
            state.focus = true;
        }
    });
    let label = words.get("hand-end");
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &label));
    response.on_hover_text(label);
}

/// What else a client can do, and undo.
fn more_ui(ui: &mut egui::Ui, model: &Model, state: &mut State, words: &Words, outbox: &mut Outbox) {
    let button = Button::new(format!("{} {}", words.get("hand-more"), icons::UNFOLDED)).min_size(vec2(60.0, FIELD));
    // A number is set in it: only a click beside it closes it.
    let config = MenuConfig::new().close_behavior(egui::PopupCloseBehavior::CloseOnClickOutside);
    let menu = MenuButton::from_button(button).config(config);
    let (response, _) = menu.ui(ui, |ui| {
        ui.horizontal(|ui| {
            if ui.button(words.get("hand-wait")).clicked() {
                outbox.send(UiCommand::Hand(Hand::Wait(state.minutes)));
                ui.close();
            }
            let minutes = egui::DragValue::new(&mut state.minutes).range(1..=MOST_MINUTES);
            ui.add(minutes.suffix(format!("\u{a0}{}", words.get("hand-minutes"))));
        });
        ui.separator();
        menu_item_ui(ui, UiCommand::Hand(Hand::Connect), !model.connected, words, outbox);
        for ending in Ending::ALL {
            menu_item_ui(ui, UiCommand::Hand(Hand::End(ending)), model.connected, words, outbox);
        }
        ui.separator();
        let (undo, redo) = model.can_undo;
        menu_item_ui(ui, UiCommand::Hand(Hand::Undo), undo, words, outbox);
        menu_item_ui(ui, UiCommand::Hand(Hand::Redo), redo, words, outbox);
    });
    response.on_hover_text(words.get("hand-more-why"));
}

/// What could be said, or what is the matter with what was typed.
fn chips_ui(ui: &mut egui::Ui, model: &Model, state: &mut State, words: &Words, outbox: &mut Outbox) {
    let palette = theme::palette(ui);
    let row = vec2(ui.available_width(), 26.0);
    ui.allocate_ui_with_layout(row, egui::Layout::left_to_right(egui::Align::Center), |ui| {
        ui.set_min_size(row);
        if let Some(refused) = state.refused {
            let text = format!("{} {}", icons::WARNING, words.get(refused.word()));
            ui.label(RichText::new(text).color(palette.err));
            return;
        }
        if let Some(hint) = Hint::of(&state.text, words) {
            let told = format!("{} {}", icons::WARNING, hint.told);
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                let right = words.format("hand-set-right", &[("right", (&hint.right).into())]);
                if ui.button(right).clicked() {
                    outbox.send(UiCommand::Hand(Hand::Write(hint.right.clone())));
                }
                ui.with_layout(egui::Layout::left_to_right(egui::Align::Center), |ui| {
                    let text = RichText::new(&told).size(theme::SMALL).color(palette.warn);
                    ui.add(egui::Label::new(text).truncate());
                });
            });
            return;
        }
        ScrollArea::horizontal().id_salt("offers").auto_shrink([false, true]).show(ui, |ui| {
            ui.spacing_mut().item_spacing.x = 4.0;
            ui.spacing_mut().button_padding = vec2(7.0, 2.0);
            for offer in model.chips(&state.text) {
                chip_ui(ui, offer, words, outbox);
            }
        });
    });
}

fn chip_ui(ui: &mut egui::Ui, offer: &Offer, words: &Words, outbox: &mut Outbox) {
    let palette = theme::palette(ui);
    let line = offer.line.as_str();
    // What nobody can make up in the head is computed for whoever asks for it.
    let computed = offer.computed_for.as_ref().map(|user| {
        let keyword = line.split_once(' ').map(|(keyword, _)| keyword).unwrap_or_default();
        let arguments = [("keyword", keyword.into()), ("user", user.into())];
        (words.format("hand-compute", &arguments), words.format("hand-computed", &[("line", line.into())]))
    });
    // What stands on the chip is not told again beside it.
    let (shown, told) = match computed {
        Some((shown, told)) => (shown, Some(told)),
        None if CHIP_LENGTH < line.chars().count() => {
            (line.chars().take(CHIP_LENGTH).collect::<String>() + icons::ELLIPSIS, Some(line.to_owned()))
        }
        None => (line.to_owned(), None),
    };
    let text = RichText::new(shown).font(theme::mono(theme::SMALL)).color(palette.command);
    let response = ui.add(Button::new(text).corner_radius(9.0));
    let label = words.format("hand-offer", &[("line", line.into())]);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &label));
    let response = match told {
        Some(told) => response.on_hover_text(told),
        None => response,
    };
    if response.clicked() {
        outbox.send(UiCommand::Hand(Hand::Write(line.to_owned())));
    }
}
