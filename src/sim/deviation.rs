//! Deviations: what real servers do otherwise than the RFCs say, one name for each.
//!
//! The lawful server knows nothing of them: [`crate::sim::server::deviate`] makes it mishear and misspeak,
//! and the states of TRANSACTION and UPDATE ask where a maildrop is concerned.

use std::fmt;

use serde::Deserialize;

use crate::proto::Clause;
use crate::proto::spec;

/// What somebody who hears only the wire cannot know of a deviating server.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Hidden {
    /// Which messages carry a mark, and which UPDATE removes.
    Marks,
    /// In which state the session is, and whose it is: replies no longer fit their commands.
    State,
}

/// Makes the enum and its tables from one table.
macro_rules! deviations {
    ($($(#[$doc:meta])+ $deviation:ident $name:literal $clause:ident [$($code:literal),+] [$($hidden:ident),*];)+) => {
        /// One thing that a server does otherwise.
        #[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd)]
        #[serde(try_from = "String")]
        pub enum Deviation {
            $($(#[$doc])+ $deviation,)+
        }

        impl Deviation {
            /// Every deviation, by subject.
            pub const ALL: [Self; [$($name),+].len()] = [$(Self::$deviation),+];

            /// Its name in files and on the command line.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self { $(Self::$deviation => $name,)+ }
            }

            /// What it breaks.
            #[must_use]
            pub fn clause(self) -> Clause {
                match self { $(Self::$deviation => spec::$clause,)+ }
            }

            /// The codes of the findings that betray it.
            #[must_use]
            pub fn betrayed_by(self) -> &'static [&'static str] {
                match self { $(Self::$deviation => &[$($code),+],)+ }
            }

            /// What an observer of the wire cannot know any more, once it has happened.
            #[must_use]
            pub fn hides(self) -> &'static [Hidden] {
                match self { $(Self::$deviation => &[$(Hidden::$hidden),*],)+ }
            }
        }
    };
}

deviations! {
    // ---- deletion marks

    /// STAT counts marked messages.
    StatCountsMarked "stat-counts-marked" TRANSACTION ["marked-counted"] [];
    /// LIST and UIDL list marked messages.
    ListShowsMarked "list-shows-marked" TRANSACTION ["marked-listed"] [];
    /// RETR and TOP deliver marked messages.
    MarkedStaysReadable "marked-stays-readable" TRANSACTION ["marked-accepted"] [];
    /// LIST and UIDL with a number tell of marked messages.
    MarkedStaysListed "marked-stays-listed" TRANSACTION ["marked-accepted"] [];
    /// DELE marks a marked message once more.
    MarksTwice "marks-twice" TRANSACTION ["marked-twice"] [];
    /// RSET says yes and takes no mark away.
    RsetKeepsMarks "rset-keeps-marks" TRANSACTION ["rset-without-effect"] [Marks];
    /// A mark stays when the session ends without QUIT, and the next QUIT removes the message.
    MarksOutliveTheSession "marks-outlive-the-session" UPDATE ["spared-message-gone"] [Marks];
    /// DELE removes the message at once.
    DeletesAtOnce "deletes-at-once" TRANSACTION ["rset-without-effect"] [Marks];
    /// What is marked is removed when the connection breaks.
    RemovesWithoutQuit "removes-without-quit" UPDATE ["spared-message-gone"] [];
    /// Behind DELE the numbers of the messages close up.
    NumbersCloseUp "numbers-close-up" AUTHORIZATION ["marked-listed"] [Marks];

    // ---- numbers, lists and sizes

    /// Message numbers start at 0.
    NumbersFromZero "numbers-from-zero" AUTHORIZATION ["listing-from-zero"] [Marks];
    /// LIST with a number lists all messages.
    ListIgnoresArgument "list-ignores-argument" TRANSACTION ["not-a-reply"] [State];
    /// Messages that arrive are seen at once.
    SeesNewMail "sees-new-mail" AUTHORIZATION ["count-changed"] [];
    /// RETR refuses a message that it has delivered before.
    ReadOnce "read-once" TRANSACTION ["listed-message-refused"] [];
    /// A session has the newest hundred messages only.
    NewestHundredOnly "newest-hundred-only" AUTHORIZATION ["older-message-appears"] [];
    /// Sizes count a line end as one octet.
    SizesCountLineFeeds "sizes-count-line-feeds" MESSAGE_FORMAT ["size-differs"] [];

    // ---- multi-line replies

    /// Multi-line replies end without the dot.
    NoTerminator "no-terminator" BASIC_OPERATION ["unterminated"] [State];
    /// TOP does not stuff lines that begin with a dot.
    TopNotStuffed "top-not-stuffed" BASIC_OPERATION ["stuffing-forgotten"] [State];
    /// RETR does not stuff the first line of a message.
    FirstLineNotStuffed "first-line-not-stuffed" BASIC_OPERATION ["stuffing-forgotten"] [State];
    /// TOP delivers the whole message whenever a line of the body is wanted.
    TopGivesAll "top-gives-all" OPTIONAL ["top-too-long"] [];
    /// An empty line stands behind every message.
    ExtraLine "extra-line" MESSAGE_FORMAT ["size-differs"] [];

    // ---- replies

    /// RSET is answered twice.
    RsetRepliesTwice "rset-replies-twice" BASIC_OPERATION ["unasked-reply"] [];
    /// Lines of the server end with LF alone.
    LineFeedOnly "line-feed-only" BASIC_OPERATION ["bare-line-feed"] [];
    /// The indicators are in lower case.
    LowerCaseStatus "lower-case-status" BASIC_OPERATION ["status-not-upper-case"] [];
    /// A command that the server does not know gets no reply at all.
    SilentOnUnknown "silent-on-unknown" BASIC_OPERATION ["unanswered-command"] [State];
    /// A command in the wrong state gets an empty line.
    EmptyReplies "empty-replies" BASIC_OPERATION ["not-a-reply"] [State];
    /// Refusals that name a message begin with `+ERR`.
    PlusErr "plus-err" BASIC_OPERATION ["not-a-reply"] [State];
    /// A refused line is repeated whole, however long it is.
    EchoesLongLines "echoes-long-lines" BASIC_OPERATION ["status-too-long"] [];
    /// The server says `-ERR` when its autologout timer expires.
    AutologoutReply "autologout-reply" BASIC_OPERATION ["autologout-reply"] [];
    /// The server says `421` when its autologout timer expires, as SMTP would have it.
    AutologoutAsInSmtp "autologout-as-in-smtp" BASIC_OPERATION ["not-a-reply"] [];
    /// The autologout timer is shorter than ten minutes.
    AutologoutTooEarly "autologout-too-early" BASIC_OPERATION ["autologout-too-early"] [];

    // ---- logins

    /// Any password opens a maildrop.
    AnyPassword "any-password" AUTHORIZATION ["two-passwords"] [];
    /// A password ends at its first blank.
    PasswordCutAtBlank "password-cut-at-blank" OPTIONAL ["two-passwords"] [];
    /// Any digest of APOP opens a maildrop.
    ApopUnchecked "apop-unchecked" OPTIONAL ["digest-repeated"] [];
    /// Every greeting has the same timestamp.
    TimestampRepeats "timestamp-repeats" OPTIONAL ["repeated-timestamp"] [];
    /// Several sessions have the same maildrop at a time.
    NoLock "no-lock" AUTHORIZATION ["maildrop-shared"] [];
    /// USER without a name is accepted.
    BareUserAccepted "bare-user-accepted" BASIC_OPERATION ["malformed-accepted"] [State];
    /// A USER or PASS without its argument ends the connection.
    ArgumentErrorCloses "argument-error-closes" BASIC_OPERATION ["closed-unasked"] [];

    // ---- states and arguments

    /// NOOP is answered before the login.
    NoopAnywhere "noop-anywhere" TRANSACTION ["wrong-state-accepted"] [];
    /// RSET is answered before the login.
    RsetAnywhere "rset-anywhere" TRANSACTION ["wrong-state-accepted"] [];
    /// HELP is answered, in every state.
    HelpAnywhere "help-anywhere" BASIC_OPERATION ["unknown-command-accepted"] [];
    /// LAST is there, though its RFC is long gone.
    LastStillThere "last-still-there" LAST ["old-command-accepted"] [];
    /// RSET takes an argument.
    RsetTakesArgument "rset-takes-argument" TRANSACTION ["malformed-accepted"] [];
    /// TOP does not need the number of lines.
    TopWithoutLines "top-without-lines" OPTIONAL ["malformed-accepted"] [];

    // ---- capabilities

    /// CAPA announces TOP, and the server does not know it.
    TopAnnouncedButMissing "top-announced-but-missing" CAPA ["capability-refused"] [];
    /// TOP works, and CAPA does not announce it.
    TopUnannounced "top-unannounced" CAPA ["unannounced-command"] [];
    /// USER and SASL are missing in the list of capabilities after the login.
    CapabilitiesVanish "capabilities-vanish" CAPA ["capability-vanishes"] [];
}

impl fmt::Display for Deviation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl std::str::FromStr for Deviation {
    type Err = UnknownDeviation;

    fn from_str(name: &str) -> Result<Self, UnknownDeviation> {
        Self::ALL
            .into_iter()
            .find(|deviation| deviation.name() == name)
            .ok_or_else(|| UnknownDeviation(name.chars().take(60).collect()))
    }
}

impl TryFrom<String> for Deviation {
    type Error = UnknownDeviation;

    fn try_from(name: String) -> Result<Self, UnknownDeviation> {
        name.parse()
    }
}

/// A word that is the name of no deviation.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[error("there is no deviation {0:?}; docs/profiles.md lists their names")]
pub struct UnknownDeviation(String);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_is_found_again() {
        for deviation in Deviation::ALL {
            assert_eq!(deviation.name().parse(), Ok(deviation));
            assert!(deviation.name().bytes().all(|octet| octet.is_ascii_lowercase() || octet == b'-'));
        }
        assert!("no-such".parse::<Deviation>().is_err());
    }
}
