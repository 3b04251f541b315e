//! Letters pressed where no field has the focus: one alone is a command, several at once are a word, and nobody who
//! types a word wants the commands of its letters.

use std::time::Duration;

use eframe::egui::Key;

use crate::proto::Keyword;
use crate::ui::command::Hand;
use crate::ui::command::UiCommand;

/// Letters that follow one another faster than this, in seconds, are a word.
pub const PAUSE: f64 = 0.35;
/// So are slower ones if a command of POP3 begins with them, and so is what follows behind the first two.
pub const SLOW: f64 = 1.0;

/// A letter that was pressed.
#[derive(Clone, Debug, PartialEq)]
pub struct Letter {
    /// Its key.
    pub key: Key,
    /// What it writes.
    pub text: String,
    /// What it does alone, if it does something here.
    pub wish: Option<UiCommand>,
}

/// What is to be done for letters.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// A letter stood alone, or shows something at once.
    Do(UiCommand),
    /// What was done for a letter that belongs to a word.
    TakeBack(UiCommand),
    /// These letters are a word, or the next of one.
    Write(String),
}

/// The letters that were pressed last.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Letters {
    last: Option<Last>,
    /// When the last letter of a word was pressed.
    word: Option<f64>,
}

#[derive(Clone, Debug, PartialEq)]
struct Last {
    letter: Letter,
    at: f64,
    /// Whether its command was sent.
    done: bool,
}

impl Letters {
    /// Takes a letter. What only changes how something is shown is done at once; what lets something happen waits.
    pub fn press(&mut self, letter: Letter, now: f64) -> Vec<Outcome> {
        if self.in_word(now) {
            self.word = Some(now);
            return vec![Outcome::Write(letter.text)];
        }
        self.word = None;
        let waits = letter.wish.as_ref().is_some_and(waits);
        match self.last.take() {
            Some(last) if last.is_one_word_with(&letter, now) => {
                self.word = Some(now);
                let back = last.letter.wish.filter(|_| last.done).map(Outcome::TakeBack);
                return back.into_iter().chain([Outcome::Write(last.letter.text + &letter.text)]).collect();
            }
            // A key that is pressed twice is meant once.
            Some(last) if last.letter.key == letter.key && waits && !last.done => {
                self.last = Some(last);
                return Vec::new();
            }
            Some(_) | None => (),
        }
        let wish = letter.wish.clone().filter(|_| !waits);
        self.last = Some(Last { letter, at: now, done: !waits });
        wish.map(Outcome::Do).into_iter().collect()
    }

    /// Whether what is written now goes on with a word.
    #[must_use]
    pub fn in_word(&self, now: f64) -> bool {
        self.word.is_some_and(|at| now - at < SLOW)
    }

    /// The command that has waited long enough.
    pub fn due(&mut self, now: f64) -> Option<UiCommand> {
        if self.rest(now).is_some_and(|rest| rest.is_zero()) { self.flush() } else { None }
    }

    /// The command that waits: something else is done now, and it comes before that.
    pub fn flush(&mut self) -> Option<UiCommand> {
        let last = self.last.as_mut().filter(|last| !last.done)?;
        last.done = true;
        last.letter.wish.clone()
    }

    /// How long a command still waits, if one does.
    #[must_use]
    pub fn rest(&self, now: f64) -> Option<Duration> {
        let last = self.last.as_ref().filter(|last| !last.done)?;
        Some(Duration::from_secs_f64((PAUSE - (now - last.at)).max(0.0)))
    }

    /// Forgets the letters: a field has the focus, and they are its own.
    pub fn forget(&mut self) {
        *self = Self::default();
    }
}

impl Last {
    fn is_one_word_with(&self, next: &Letter, now: f64) -> bool {
        let since = now - self.at;
        // Whoever went back from where something was tried tries something else at once.
        let went_back = self.done && self.letter.wish == Some(UiCommand::Hand(Hand::Return));
        let spells = || {
            let begun = format!("{}{}", self.letter.key.name(), next.key.name());
            Keyword::ALL.iter().any(|keyword| keyword.as_str().starts_with(&begun))
        };
        self.letter.key != next.key && (since < PAUSE || since < SLOW && !went_back && spells())
    }
}

/// Whether a command lets something happen that cannot be taken back by the same key.
fn waits(wish: &UiCommand) -> bool {
    matches!(wish, UiCommand::Hand(_))
}

/// Whether a key is a letter.
#[must_use]
pub fn is_letter(key: Key) -> bool {
    (Key::A..=Key::Z).contains(&key)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::branch::Situation;
    use crate::ui::command::Playback;
    use crate::ui::command::Session;

    const QUIT: UiCommand = UiCommand::Hand(Hand::Try(Situation::Quit));
    const BACK: UiCommand = UiCommand::Hand(Hand::Return);
    const SEGMENTS: UiCommand = UiCommand::Session(Session::ToggleSegments);
    const TIMES: UiCommand = UiCommand::Playback(Playback::TrueTimes);

    fn letter(key: Key, wish: Option<UiCommand>) -> Letter {
        Letter { key, text: key.name().to_lowercase(), wish }
    }

    fn write(text: &str) -> Outcome {
        Outcome::Write(text.to_owned())
    }

    #[test]
    fn a_letter_alone_is_done_when_no_other_one_followed() {
        let mut letters = Letters::default();
        assert_eq!(letters.press(letter(Key::Q, Some(QUIT)), 5.0), []);
        assert_eq!(letters.due(5.3), None);
        assert!(letters.rest(5.3).is_some());
        assert_eq!((letters.due(5.4), letters.due(5.5), letters.rest(5.5)), (Some(QUIT), None, None));
        assert_eq!(
            letters.press(letter(Key::S, Some(SEGMENTS)), 9.0),
            [Outcome::Do(SEGMENTS)],
            "a look waits for nothing"
        );
        assert_eq!(letters.press(letter(Key::S, Some(SEGMENTS)), 9.1), [Outcome::Do(SEGMENTS)], "there and back");
        assert_eq!(letters.rest(9.1), None);
    }

    #[test]
    fn letters_at_once_are_a_word_and_nothing_is_done() {
        let mut letters = Letters::default();
        assert_eq!(letters.press(letter(Key::Q, Some(QUIT)), 5.0), []);
        assert_eq!(letters.press(letter(Key::U, None), 5.2), [write("qu")]);
        assert_eq!(letters.press(letter(Key::I, Some(QUIT)), 6.0), [write("i")], "the word goes on");
        assert_eq!((letters.due(9.0), letters.rest(9.0)), (None, None));
        assert_eq!(letters.press(letter(Key::T, Some(TIMES)), 9.0), [Outcome::Do(TIMES)], "the word is over");
    }

    #[test]
    fn what_a_look_showed_is_taken_back() {
        let mut letters = Letters::default();
        letters.press(letter(Key::S, Some(SEGMENTS)), 5.0);
        let word = letters.press(letter(Key::T, Some(TIMES)), 5.1);
        assert_eq!(word, [Outcome::TakeBack(SEGMENTS), write("st")]);
    }

    #[test]
    fn slow_letters_are_a_word_only_if_a_command_of_pop3_begins_so() {
        let mut letters = Letters::default();
        letters.press(letter(Key::Q, Some(QUIT)), 5.0);
        assert_eq!(letters.due(5.5), Some(QUIT));
        assert_eq!(letters.press(letter(Key::U, None), 5.9), [Outcome::TakeBack(QUIT), write("qu")]);
        letters.forget();
        letters.press(letter(Key::W, Some(SEGMENTS)), 15.0);
        assert_eq!(letters.press(letter(Key::T, Some(TIMES)), 15.5), [Outcome::Do(TIMES)], "no command begins with WT");
    }

    #[test]
    fn whoever_went_back_tries_something_else_at_once() {
        let mut letters = Letters::default();
        letters.press(letter(Key::R, Some(BACK)), 5.0);
        assert_eq!(letters.due(5.4), Some(BACK));
        assert_eq!(letters.press(letter(Key::E, Some(QUIT)), 5.8), [], "RETR begins so, and yet it is a key");
        assert_eq!(letters.due(6.2), Some(QUIT));
    }

    #[test]
    fn a_key_that_bounces_is_meant_once() {
        let mut letters = Letters::default();
        letters.press(letter(Key::Q, Some(QUIT)), 5.0);
        assert_eq!(letters.press(letter(Key::Q, Some(QUIT)), 5.1), []);
        assert_eq!((letters.due(5.4), letters.due(6.0)), (Some(QUIT), None));
    }
}
