//! The UPDATE state: what was marked is gone, the goodbye is said (RFC 1939 §6).

use std::sync::Arc;

/// After QUIT. Nothing can be said any more.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Update {
    user: Arc<str>,
}

impl Update {
    pub(super) fn new(user: Arc<str>) -> Self {
        Self { user }
    }

    /// Whose maildrop it was.
    #[must_use]
    pub fn user(&self) -> &Arc<str> {
        &self.user
    }
}
