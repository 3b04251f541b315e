//! What the panel remembers: the step that it has read, the octet under the pointer, and a secret that was typed.

use crate::source::branch::script::Account;
use crate::ui::player::Player;
use crate::ui::player::Secrets;
use crate::ui::views::bytes::Model;

/// The octets of the last step, read once.
#[derive(Debug, Default)]
pub struct State {
    /// The octet that the person points at, or pointed at last.
    pub pointed: Option<usize>,
    /// A secret to make a digest with. It is kept nowhere else, and goes with the session.
    pub typed: String,
    key: Option<Key>,
    model: Model,
}

#[derive(Clone, Debug, Eq, PartialEq)]
struct Key {
    generation: u64,
    shown: usize,
    secrets: Secrets,
    typed: String,
}

impl State {
    /// Reads the step at the cursor, if another one was read before.
    pub fn read(&mut self, player: &Player, accounts: &[Account]) {
        let (generation, shown, secrets) = (player.generation(), player.cursor().0, player.secrets);
        let other_step = self.key.as_ref().is_none_or(|key| (key.generation, key.shown) != (generation, shown));
        if self.key.as_ref().is_some_and(|key| key.generation != generation) {
            self.typed.clear();
        }
        let key = Key { generation, shown, secrets, typed: self.typed.clone() };
        if self.key.as_ref() != Some(&key) {
            self.model = Model::new(player, accounts, &self.typed);
            self.key = Some(key);
        }
        if other_step {
            self.pointed = None;
        }
    }

    /// The octets that were read, and what the person does with them.
    pub(super) fn split(&mut self) -> (&Model, &mut Option<usize>, &mut String) {
        (&self.model, &mut self.pointed, &mut self.typed)
    }
}
