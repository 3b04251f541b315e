//! The outbox: wishes collected while a frame is painted, obeyed behind it.

use crate::ui::command::UiCommand;

/// Wishes in the order in which they came.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Outbox {
    wishes: Vec<UiCommand>,
}

impl Outbox {
    /// Adds a wish.
    pub fn send(&mut self, wish: impl Into<UiCommand>) {
        self.wishes.push(wish.into());
    }

    /// Takes all wishes out.
    pub fn drain(&mut self) -> Vec<UiCommand> {
        std::mem::take(&mut self.wishes)
    }

    /// The wishes so far.
    #[must_use]
    pub fn wishes(&self) -> &[UiCommand] {
        &self.wishes
    }
}
