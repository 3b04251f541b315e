//! What could be typed at the cursor, and what is to be said of what stands in the line.

use crate::proto::keyboard;
use crate::proto::look_alike;
use crate::session::Cursor;
use crate::source::branch::offers::Line;
use crate::source::branch::offers::Offer;
use crate::source::branch::offers::offers;
use crate::source::branch::script::Account;
use crate::teach::Words;
use crate::teach::explain_command::told_look_alike;
use crate::ui::by_hand::ByHand;
use crate::ui::player::Player;

/// Chips that have room in a line.
const MAX_CHIPS: usize = 24;

/// What could be typed at the cursor.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Model {
    /// Who acts, counted from 0.
    pub client: usize,
    /// The names of the clients; one without a name has none.
    pub clients: Vec<Option<String>>,
    /// Whether the client can say anything.
    pub connected: bool,
    /// What it could say.
    pub offers: Vec<Offer>,
    /// Whether a branch begins with what is typed; if not, the open one goes on.
    pub begins: bool,
    /// Who has a maildrop.
    pub accounts: Vec<Account>,
    /// Whether there is a line to be taken back, and one to be done again.
    pub can_undo: (bool, bool),
}

/// What is to be said of a line before it is sent.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Hint {
    /// What is the matter.
    pub told: String,
    /// The line that was meant.
    pub right: String,
}

impl Model {
    /// Reads the player and the branches. `client` is the one that the person chose.
    #[must_use]
    pub fn new(player: &Player, hand: &ByHand, session: usize, client: Option<usize>) -> Self {
        let timeline = &player.ends().timeline;
        let (shown, begins) = hand.fork(session, player.ends_cursor().0);
        let clients = hand.clients(session);
        let acting = client.filter(|client| *client < clients.len());
        let client = acting.unwrap_or_else(|| hand.acting(timeline, shown));
        let offers = offers(hand.script(), timeline, Cursor(shown), client);
        let branch = hand.branch_of(session).and_then(|id| hand.tree().branch(id));
        let can_undo = branch.map_or((false, false), |branch| (!branch.acts.is_empty(), !branch.undone.is_empty()));
        let accounts = hand.script().accounts();
        Self { client, clients, connected: offers.line == Line::Open, offers: offers.lines, begins, accounts, can_undo }
    }

    /// The lines that are offered beside what is typed: those that go on with it. Of many messages the first one
    /// stands for all until something was typed.
    pub fn chips<'a>(&'a self, typed: &'a str) -> impl Iterator<Item = &'a Offer> {
        let begun = |line: &str| line.get(..typed.len()).is_some_and(|start| start.eq_ignore_ascii_case(typed));
        let lines = self.offers.iter().filter(move |offer| if typed.is_empty() { !offer.again } else { true });
        lines.filter(move |offer| begun(&offer.line) && offer.line != typed).take(MAX_CHIPS)
    }
}

impl Hint {
    /// What is to be said of a line; `None` if it can go as it is.
    #[must_use]
    pub fn of(typed: &str, words: &Words) -> Option<Self> {
        if let Some(right) = keyboard::in_latin_layout(typed) {
            return Some(Self { told: words.get("hand-keyboard"), right });
        }
        let found = look_alike::in_command(typed.as_bytes());
        let told = told_look_alike(found.first()?, words);
        Some(Self { told, right: look_alike::set_right(typed)? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::teach::Language;

    fn model(lines: &[(&str, bool)]) -> Model {
        let offers = lines
            .iter()
            .map(|(line, again)| Offer { line: (*line).to_owned(), again: *again, computed_for: None })
            .collect();
        Model { offers, ..Model::default() }
    }

    #[test]
    fn chips_go_on_with_what_is_typed() {
        let model = model(&[("STAT", false), ("RETR 1", false), ("RETR 2", true), ("RSET", false)]);
        let chips = |typed: &str| model.chips(typed).map(|offer| offer.line.clone()).collect::<Vec<_>>();
        assert_eq!(chips(""), ["STAT", "RETR 1", "RSET"]);
        assert_eq!(chips("re"), ["RETR 1", "RETR 2"]);
        assert_eq!(chips("RSET"), [""; 0]);
        assert_eq!(chips("\u{440}"), [""; 0]);
    }

    #[test]
    fn a_hint_names_what_only_looks_right() {
        let words = crate::ui::text::words(Language::English);
        let hint = Hint::of("ST\u{410}T", &words).expect("a hint");
        assert_eq!(hint.right, "STAT");
        assert!(hint.told.contains("U+0410") && hint.told.contains("CYRILLIC"), "{}", hint.told);
        assert_eq!(Hint::of("STAT", &words), None);
        assert_eq!(Hint::of("КУЕК 2", &words).map(|hint| hint.right).as_deref(), Some("RETR 2"));
    }
}
