//! What the form and the line of a connection remember. Nothing of it is saved, and no line with a secret is kept.

use std::time::Duration;

use crate::source::connect::Address;
use crate::source::connect::AddressError;
use crate::source::connect::Security;
use crate::source::connect::Target;
use crate::source::connect::Trust;
use crate::source::connect::Waits;

/// Lines that can be typed again.
const MAX_TYPED: usize = 100;

/// What was chosen and typed.
#[derive(Debug)]
#[expect(clippy::struct_excessive_bools, reason = "wishes for the next frame, each or none")]
pub struct State {
    /// The address.
    pub address: String,
    /// Whether and how TLS is spoken: whoever connects has chosen.
    pub security: Option<Security>,
    /// Seconds until a connection is given up that does not come to be.
    pub connection: u64,
    /// Seconds for the greeting and for TLS.
    pub beginning: u64,
    /// Minutes in which the server may be silent.
    pub silence: u64,
    /// What stands in the line.
    pub text: String,
    /// The line was to be said, and gives a password away.
    pub warned: bool,
    /// The certificate of the server was shown that was turned down.
    pub doubted: bool,
    /// Why the line was not said.
    pub refused: Option<&'static str>,
    /// Whether the field is to get the focus.
    pub focus: bool,
    /// Whether the text was changed from outside: the caret goes to its end.
    pub changed: bool,
    /// How high the line was painted last.
    pub height: Option<f32>,
    /// What was said, the last at the end; nothing with a secret.
    typed: Vec<String>,
    /// How many lines back in it the field is.
    back: usize,
    /// What stood there before.
    aside: String,
}

/// Why nobody is called.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Incomplete {
    /// There is no address.
    Address(AddressError),
    /// Nobody has said whether TLS is to be spoken.
    Security,
}

impl Default for State {
    fn default() -> Self {
        let Waits { connection, beginning, silence, .. } = Waits::default();
        Self {
            address: String::new(),
            security: None,
            connection: connection.as_secs(),
            beginning: beginning.as_secs(),
            silence: silence.as_secs() / 60,
            text: String::new(),
            warned: false,
            doubted: false,
            refused: None,
            focus: false,
            changed: false,
            height: None,
            typed: Vec::new(),
            back: 0,
            aside: String::new(),
        }
    }
}

impl State {
    /// Where a connection is to go, and how.
    pub fn target(&self) -> Result<Target, Incomplete> {
        let address = Address::read(&self.address).map_err(Incomplete::Address)?;
        let security = self.security.ok_or(Incomplete::Security)?;
        let port = address.port(security);
        let waits = Waits {
            connection: Duration::from_secs(self.connection),
            beginning: Duration::from_secs(self.beginning),
            silence: Duration::from_secs(self.silence * 60),
            ..Waits::default()
        };
        Ok(Target { host: address.host, port, security, trust: Trust::System, waits })
    }

    /// Whose mailbox the address names.
    #[must_use]
    pub fn user(&self) -> Option<String> {
        Address::read(&self.address).ok()?.user
    }

    /// Writes something else.
    pub fn write(&mut self, text: &str) {
        text.clone_into(&mut self.text);
        self.changed = true;
        self.focus = true;
        self.warned = false;
        self.refused = None;
    }

    /// Begins a new line. The one that was said can be typed again, if it has no secret.
    pub fn clear(&mut self, has_secret: bool) {
        let text = std::mem::take(&mut self.text);
        if !has_secret && !text.is_empty() && self.typed.last() != Some(&text) {
            self.typed.push(text);
            let many = self.typed.len().saturating_sub(MAX_TYPED);
            self.typed.drain(..many);
        }
        self.aside.clear();
        self.back = 0;
        self.write("");
    }

    /// Forgets what was being typed: another connection begins.
    pub fn forget(&mut self) {
        self.typed.clear();
        self.doubted = false;
        self.clear(true);
    }

    /// Shows an earlier line, or a later one.
    pub fn recall(&mut self, earlier: bool) {
        if self.back == 0 {
            self.aside.clone_from(&self.text);
        }
        let back = if earlier { (self.back + 1).min(self.typed.len()) } else { self.back.saturating_sub(1) };
        if back != self.back {
            self.back = back;
            let line = if back == 0 { self.aside.clone() } else { self.typed[self.typed.len() - back].clone() };
            self.write(&line);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_called_before_all_is_said() {
        let mut state = State::default();
        assert_eq!(state.target(), Err(Incomplete::Address(AddressError::Empty)));
        "localhost:1110".clone_into(&mut state.address);
        assert_eq!(state.target(), Err(Incomplete::Security));
        state.security = Some(Security::None);
        let target = state.target().expect("all is said");
        assert_eq!((target.host.as_str(), target.port, target.trust), ("localhost", 1110, Trust::System));
        assert_eq!(target.waits, Waits::default());
    }

    #[test]
    fn a_line_with_a_secret_does_not_come_back() {
        let mut state = State::default();
        for (line, secret) in [("USER amy", false), ("PASS sesame", true), ("STAT", false)] {
            state.write(line);
            state.clear(secret);
        }
        let recalled = [true, true, true].map(|earlier| {
            state.recall(earlier);
            state.text.clone()
        });
        assert_eq!(recalled, ["STAT", "USER amy", "USER amy"]);
        assert!(!format!("{state:?}").contains("sesame"));
    }
}
