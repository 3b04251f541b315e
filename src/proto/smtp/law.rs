//! The law of SMTP: which command may be said when, and where its reply leads (RFC 5321 §4.1.4).

use crate::proto::Clause;
use crate::proto::other::Tone;

/// A command of SMTP.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Verb {
    /// Names the client, and asks what the server can do.
    Ehlo,
    /// Names the client, as before there were extensions.
    Helo,
    /// Begins a mail: who sends it.
    Mail,
    /// To whom it goes; once for each.
    Rcpt,
    /// The mail itself follows.
    Data,
    /// Forgets the mail that was begun.
    Rset,
    /// Asks whether there is such a user.
    Vrfy,
    /// Nothing.
    Noop,
    /// Ends the session.
    Quit,
}

/// How far a session is. The RFC gives these states no names.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum State {
    /// The server has greeted.
    Connected,
    /// The client has said who it is.
    Greeted,
    /// A mail was begun.
    Mail,
    /// It has a recipient.
    Recipients,
    /// The mail itself travels.
    Data,
    /// QUIT was answered.
    Closing,
}

impl Verb {
    /// Every command, in the order of a session.
    pub const ALL: [Self; 9] =
        [Self::Ehlo, Self::Helo, Self::Mail, Self::Rcpt, Self::Data, Self::Rset, Self::Vrfy, Self::Noop, Self::Quit];

    /// The command in capitals.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Ehlo => "EHLO",
            Self::Helo => "HELO",
            Self::Mail => "MAIL",
            Self::Rcpt => "RCPT",
            Self::Data => "DATA",
            Self::Rset => "RSET",
            Self::Vrfy => "VRFY",
            Self::Noop => "NOOP",
            Self::Quit => "QUIT",
        }
    }

    /// The command that a word spells, in any case (RFC 5321 §2.4).
    #[must_use]
    pub fn from_word(word: &[u8]) -> Option<Self> {
        Self::ALL.into_iter().find(|verb| word.eq_ignore_ascii_case(verb.as_str().as_bytes()))
    }

    /// Where it is defined.
    #[must_use]
    pub fn clause(self) -> Clause {
        let section = match self {
            Self::Ehlo | Self::Helo => "4.1.1.1",
            Self::Mail => "4.1.1.2",
            Self::Rcpt => "4.1.1.3",
            Self::Data => "4.1.1.4",
            Self::Rset => "4.1.1.5",
            Self::Vrfy => "4.1.1.6",
            Self::Noop => "4.1.1.9",
            Self::Quit => "4.1.1.10",
        };
        Clause::new(5321, section)
    }

    /// Whether it may be said in a state.
    #[must_use]
    pub fn allowed_in(self, state: State) -> bool {
        match (self, state) {
            (_, State::Data | State::Closing) => false,
            (Self::Ehlo | Self::Helo | Self::Rset | Self::Vrfy | Self::Noop | Self::Quit, _) => true,
            (Self::Mail, state) => state == State::Greeted,
            (Self::Rcpt, state) => matches!(state, State::Mail | State::Recipients),
            (Self::Data, state) => state == State::Recipients,
        }
    }
}

impl State {
    /// Every state, in the order of a session.
    pub const ALL: [Self; 6] =
        [Self::Connected, Self::Greeted, Self::Mail, Self::Recipients, Self::Data, Self::Closing];

    /// Its name.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Connected => "CONNECTED",
            Self::Greeted => "GREETED",
            Self::Mail => "MAIL",
            Self::Recipients => "RECIPIENTS",
            Self::Data => "DATA",
            Self::Closing => "CLOSING",
        }
    }

    /// The state behind the reply to a command; for DATA also behind the reply to the mail itself.
    #[must_use]
    pub fn after(self, verb: Verb, tone: Tone) -> Self {
        match (verb, tone) {
            (Verb::Data, Tone::Intermediate) => Self::Data,
            // Taken or not, the mail is over.
            (Verb::Data, Tone::Positive | Tone::Negative) if self == Self::Data => Self::Greeted,
            (_, Tone::Negative | Tone::Intermediate) => self,
            (Verb::Ehlo | Verb::Helo, Tone::Positive) => Self::Greeted,
            (Verb::Mail, Tone::Positive) => Self::Mail,
            (Verb::Rcpt, Tone::Positive) => Self::Recipients,
            (Verb::Rset, Tone::Positive) => self.min(Self::Greeted),
            (Verb::Quit, Tone::Positive) => Self::Closing,
            (Verb::Data | Verb::Vrfy | Verb::Noop, Tone::Positive) => self,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mail_walks_through_its_states() {
        let walk = [
            (Verb::Ehlo, Tone::Positive, State::Greeted),
            (Verb::Mail, Tone::Positive, State::Mail),
            (Verb::Rcpt, Tone::Negative, State::Mail),
            (Verb::Rcpt, Tone::Positive, State::Recipients),
            (Verb::Data, Tone::Intermediate, State::Data),
            (Verb::Data, Tone::Positive, State::Greeted),
            (Verb::Quit, Tone::Positive, State::Closing),
        ];
        let mut state = State::Connected;
        for (verb, tone, next) in walk {
            state = state.after(verb, tone);
            assert_eq!(state, next, "{verb:?}");
        }
        assert_eq!(State::Connected.after(Verb::Rset, Tone::Positive), State::Connected);
        assert_eq!(State::Recipients.after(Verb::Rset, Tone::Positive), State::Greeted);
    }
}
