//! What the command line remembers: the line, how it is sent, and where in the history it is.

use crate::proto::line::LineEnd;
use crate::source::branch::act::unescaped;
use crate::ui::by_hand::ByHand;
use crate::ui::by_hand::Refused;
use crate::ui::player::Player;
use crate::ui::views::command_line::Model;

/// The command line.
#[derive(Debug)]
pub struct State {
    /// What stands in it.
    pub text: String,
    /// How it ends on the wire.
    pub end: LineEnd,
    /// Whether `\r`, `\x41` and the like stand for octets.
    pub escapes: bool,
    /// The client that the person chose.
    pub client: Option<usize>,
    /// How many minutes pass when time is to pass.
    pub minutes: u64,
    /// Why the last wish was not done.
    pub refused: Option<Refused>,
    /// Whether the field is to get the focus.
    pub focus: bool,
    /// Whether the text was changed from outside: the caret goes to its end.
    pub changed: bool,
    /// How many lines back in the history it is.
    back: usize,
    /// What stood there before.
    aside: String,
    key: Option<(u64, u64, usize, Option<usize>)>,
    model: Model,
}

impl Default for State {
    fn default() -> Self {
        Self {
            text: String::new(),
            end: LineEnd::CrLf,
            escapes: false,
            client: None,
            minutes: 1,
            refused: None,
            focus: false,
            changed: false,
            back: 0,
            aside: String::new(),
            key: None,
            model: Model::default(),
        }
    }
}

impl State {
    /// What could be typed; read again when something changed. `revision` counts the changes of the branches.
    pub fn read(&mut self, player: &Player, hand: &ByHand, session: usize, revision: u64) -> Model {
        let key = Some((player.generation(), revision, player.cursor().0, self.client));
        let moved =
            self.key.is_some_and(|(other, _, shown, _)| (other, shown) != (player.generation(), player.cursor().0));
        if moved {
            self.refused = None;
        }
        if self.key != key {
            self.model = Model::new(player, hand, session, self.client);
            self.key = key;
        }
        self.model.clone()
    }

    /// The first line that was offered last and begins like this.
    #[must_use]
    pub fn offered(&self, start: &str) -> Option<String> {
        let mut lines = self.model.offers.iter().map(|offer| &offer.line);
        lines.find(|line| line.starts_with(start)).cloned()
    }

    /// What is sent.
    #[must_use]
    pub fn octets(&self) -> Vec<u8> {
        let mut octets = if self.escapes { unescaped(&self.text) } else { self.text.as_bytes().to_vec() };
        octets.extend_from_slice(match self.end {
            LineEnd::CrLf => b"\r\n",
            LineEnd::Lf => b"\n",
            LineEnd::Missing => b"",
        });
        octets
    }

    /// Writes something else.
    pub fn write(&mut self, text: &str) {
        text.clone_into(&mut self.text);
        self.changed = true;
        self.focus = true;
        self.refused = None;
    }

    /// Goes to another session. What was begun to be typed stays.
    pub fn leave(&mut self) {
        self.client = None;
        self.refused = None;
        self.back = 0;
    }

    /// Begins a new line.
    pub fn clear(&mut self) {
        self.write("");
        self.back = 0;
        self.aside.clear();
    }

    /// Shows an earlier line, or a later one.
    pub fn recall(&mut self, typed: &[String], earlier: bool) {
        if self.back == 0 {
            self.aside.clone_from(&self.text);
        }
        let back = if earlier { (self.back + 1).min(typed.len()) } else { self.back.saturating_sub(1) };
        if back != self.back {
            self.back = back;
            let line = if back == 0 { self.aside.clone() } else { typed[typed.len() - back].clone() };
            self.write(&line);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_goes_with_the_end_that_was_chosen() {
        let mut state = State { text: r"STAT\x41".to_owned(), ..State::default() };
        assert_eq!(state.octets(), b"STAT\\x41\r\n");
        state.escapes = true;
        state.end = LineEnd::Lf;
        assert_eq!(state.octets(), b"STATA\n");
        state.end = LineEnd::Missing;
        assert_eq!(state.octets(), b"STATA");
    }

    #[test]
    fn earlier_lines_come_back_and_what_was_begun_is_kept() {
        let typed = ["STAT".to_owned(), "LIST".to_owned()];
        let mut state = State { text: "RE".to_owned(), ..State::default() };
        let mut recalled = |earlier| {
            state.recall(&typed, earlier);
            state.text.clone()
        };
        assert_eq!([true, true, true].map(&mut recalled), ["LIST", "STAT", "STAT"]);
        assert_eq!([false, false, false].map(&mut recalled), ["LIST", "RE", "RE"]);
    }
}
