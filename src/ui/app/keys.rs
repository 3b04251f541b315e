//! How keys become wishes: those of commands, and letters where no field has the focus.

use eframe::egui;
use eframe::egui::Event;
use eframe::egui::Key;

use super::App;
use crate::ui::command;
use crate::ui::command::Central;
use crate::ui::command::Hand;
use crate::ui::command::UiCommand;
use crate::ui::letters::Letter;
use crate::ui::letters::Outcome;
use crate::ui::letters::is_letter;
use crate::ui::toast::Toast;

impl App {
    pub(super) fn take_keys(&mut self, ctx: &egui::Context) {
        keep_arrows(ctx);
        let asked = self.views.central == Central::Editor && self.editor.asks.is_some();
        let covered = self.views.overlay.is_some() || asked;
        let typing = ctx.text_edit_focused();
        let menu = egui::Popup::is_any_open(ctx);
        if !typing && !covered && self.letters.in_word(ctx.input(|input| input.time)) {
            ctx.input_mut(|input| input.events.retain(|event| !goes_on_with_word(event)));
        }
        let pressed = UiCommand::pressed(ctx, covered, self.views.central == Central::Ladder);
        if !pressed.is_empty()
            && let Some(wish) = self.letters.flush()
        {
            self.obey_letter(ctx, &wish); // It was pressed before.
        }
        for wish in pressed {
            match wish {
                UiCommand::View(command::View::Overlay(overlay)) if covered && overlay == self.views.overlay => {
                    self.outbox.send(UiCommand::View(command::View::Overlay(None)));
                }
                // Escape closes an open menu first, and no more.
                UiCommand::View(command::View::Overlay(None)) if menu && !covered => egui::Popup::close_all(ctx),
                // Escape leaves a field first.
                UiCommand::View(command::View::Overlay(None)) if typing && !covered => (),
                wish => {
                    if menu {
                        egui::Popup::close_all(ctx); // It would cover what the key shows.
                    }
                    self.outbox.send(wish);
                }
            }
        }
        if typing || covered {
            self.letters.forget();
        } else {
            self.take_letters(ctx, menu);
        }
    }

    /// Letters that no field takes: one alone is a command, and a word goes into the line.
    fn take_letters(&mut self, ctx: &egui::Context, menu: bool) {
        let now = ctx.input(|input| input.time);
        if let Some(wish) = self.letters.due(now) {
            self.obey_letter(ctx, &wish);
        }
        let (keys, texts) = ctx.input_mut(|input| take_letter_events(&mut input.events));
        if self.letters.in_word(now) && !texts.is_empty() {
            // A word has more than letters in it.
            self.letters.press(Letter { key: Key::A, text: String::new(), wish: None }, now);
            self.write_typed(ctx, &texts.concat());
        } else {
            let paired = keys.len() == texts.len();
            for (place, (key, shift)) in keys.iter().enumerate() {
                let text = match (texts.get(place), place) {
                    (Some(text), _) if paired => text.clone(),
                    (Some(_), 0) => texts.concat(),
                    (Some(_), _) => String::new(),
                    (None, _) => key.name().to_owned(),
                };
                let wish = self.letter_wish(*key).filter(|_| !shift);
                if menu && wish.is_some() {
                    egui::Popup::close_all(ctx);
                }
                // The cursor stays where it was when the key was pressed.
                if matches!(wish, Some(UiCommand::Hand(Hand::Try(_)))) {
                    self.player.pause();
                }
                for outcome in self.letters.press(Letter { key: *key, text, wish }, now) {
                    match outcome {
                        Outcome::Do(wish) => self.obey_letter(ctx, &wish),
                        Outcome::TakeBack(wish) => self.take_letter_back(ctx, wish),
                        Outcome::Write(text) => self.write_typed(ctx, &text),
                    }
                }
            }
        }
        if let Some(rest) = self.letters.rest(now) {
            ctx.request_repaint_after(rest);
        }
    }

    /// What a letter does on this page: nothing that nobody could see.
    fn letter_wish(&self, key: Key) -> Option<UiCommand> {
        let wish = UiCommand::of_letter(key)?;
        let replaying = self.views.central == Central::Ladder;
        let here = match &wish {
            UiCommand::Session(command::Session::ToggleEyes) => self.views.central.is_of_session(),
            UiCommand::View(command::View::PresenterNotes | command::View::Pointer) => self.views.presenter.on,
            // With nowhere to go back to, it is only the beginning of a word.
            UiCommand::Hand(Hand::Return) => replaying && !self.views.branches.trials.is_empty(),
            UiCommand::Cursor(_)
            | UiCommand::Playback(_)
            | UiCommand::Library(_)
            | UiCommand::Session(_)
            | UiCommand::Line(_)
            | UiCommand::Mail(_)
            | UiCommand::Learn(_)
            | UiCommand::Hand(_)
            | UiCommand::Compare(_)
            | UiCommand::Live(_)
            | UiCommand::Edit(_)
            | UiCommand::View(_)
            | UiCommand::Quit => replaying,
        };
        here.then_some(wish)
    }

    /// Does what a letter alone means, and tells how to go back.
    fn obey_letter(&mut self, ctx: &egui::Context, wish: &UiCommand) {
        let trials = self.views.branches.trials.len();
        self.obey(ctx, wish.clone());
        ctx.request_repaint(); // What depends on it may stand before it.
        let tried = trials < self.views.branches.trials.len();
        let shows = matches!(
            wish,
            UiCommand::Playback(_)
                | UiCommand::View(command::View::Axis)
                | UiCommand::Session(command::Session::ToggleEyes | command::Session::ToggleSegments)
        );
        let keys = |wish: &UiCommand| wish.keys_shown(&self.words).join(", ");
        let (key, what) = (keys(wish), wish.label(&self.words));
        let back = keys(&UiCommand::Hand(Hand::Return));
        let arguments = [("key", (&key).into()), ("what", (&what).into()), ("back", (&back).into())];
        let word = match (tried, shows && !self.views.presenter.on) {
            (true, _) => "toast-try",
            (false, true) => "toast-look",
            (false, false) => return,
        };
        self.toast = Some(Toast::new(self.words.format(word, &arguments), ctx.input(|input| input.time)));
    }

    /// Takes back what was done for the first letter of a word.
    fn take_letter_back(&mut self, ctx: &egui::Context, wish: UiCommand) {
        match wish {
            UiCommand::Hand(Hand::Try(_)) => self.forget_trial(),
            UiCommand::View(command::View::Pointer) => {
                // The third one of three is the one before.
                self.obey(ctx, wish.clone());
                self.obey(ctx, wish);
            }
            wish => self.obey(ctx, wish),
        }
        ctx.request_repaint();
    }

    /// Writes what was typed past the line into the line that this page has, and tells so.
    fn write_typed(&mut self, ctx: &egui::Context, text: &str) {
        let written = self.write_into_line(text);
        if !written && !self.views.central.is_of_session() {
            return; // No letter means anything here.
        }
        let keys = UiCommand::View(command::View::Overlay(Some(command::Overlay::Keys))).keys_shown(&self.words);
        let word = if written { "toast-typed" } else { "toast-word" };
        let key = keys.last().map(String::as_str).unwrap_or_default();
        let text = self.words.format(word, &[("keys", key.into())]);
        self.toast = Some(Toast::new(text, ctx.input(|input| input.time)));
    }

    /// Writes into the field to type commands in, if this page has one.
    fn write_into_line(&mut self, text: &str) -> bool {
        use crate::learn::exercise::Does;
        if self.views.central != Central::Ladder || self.views.presenter.on {
            return false;
        }
        if self.call_is_shown() {
            let line = format!("{}{text}", self.views.call.text);
            self.views.call.write(&line);
            return true;
        }
        if let Some(does) = self.open_exercise().map(|doing| doing.exercise.does) {
            let types = matches!(does, Does::Type | Does::Answer);
            if types {
                self.views.task.line.push_str(text);
                self.views.task.take_focus = true;
            }
            return types;
        }
        if !self.is_by_hand() || !self.plays_as_written() || self.riddles().is_some() {
            return false;
        }
        self.player.pause();
        self.prefs.shown.hand = true;
        self.views.pane = crate::ui::room::Pane::Hand;
        let line = format!("{}{text}", self.views.command_line.text);
        self.views.command_line.write(&line);
        true
    }
}

/// Whether a key that is no letter belongs to a word that is being typed: `RETR 1` has a space and a number.
fn goes_on_with_word(event: &Event) -> bool {
    let Event::Key { key, pressed: true, modifiers, .. } = event else { return false };
    let written = (Key::Num0..=Key::Num9).contains(key)
        || matches!(key, Key::Space | Key::Minus | Key::Plus | Key::Equals | Key::Questionmark | Key::Backspace);
    written && !modifiers.alt && !modifiers.ctrl && !modifiers.command
}

/// Takes the letters and what is written out of the events: the keys, each with whether Shift was held, and the texts.
fn take_letter_events(events: &mut Vec<Event>) -> (Vec<(Key, bool)>, Vec<String>) {
    let (mut keys, mut texts) = (Vec::new(), Vec::new());
    events.retain(|event| match event {
        Event::Key { key, pressed: true, repeat, modifiers, .. }
            if is_letter(*key) && !modifiers.alt && !modifiers.ctrl && !modifiers.command =>
        {
            // A key that is held down is meant once.
            if !repeat {
                keys.push((*key, modifiers.shift));
            }
            false
        }
        Event::Text(text) => {
            texts.push(text.clone());
            false
        }
        _ => true,
    });
    (keys, texts)
}

/// The arrows belong to the timeline: a button that has the focus does not give it away for one.
fn keep_arrows(ctx: &egui::Context) {
    if ctx.text_edit_focused() {
        return;
    }
    let filter = egui::EventFilter { horizontal_arrows: true, vertical_arrows: true, ..egui::EventFilter::default() };
    ctx.memory_mut(|memory| {
        if let Some(focused) = memory.focused() {
            memory.set_focus_lock_filter(focused, filter);
        }
    });
}
