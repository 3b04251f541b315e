//! The law of the states: which command is allowed where, and where it leads (RFC 1939 §3–6).
//!
//! The server obeys this table, the state diagram draws it, the lessons cite it.

use std::fmt;

use super::Clause;
use super::Keyword;
use super::spec;

/// The three states of a session (RFC 1939 §3).
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Phase {
    /// The client says who it is.
    Authorization,
    /// The client works on its maildrop.
    Transaction,
    /// The server removes what is marked and says goodbye.
    Update,
}

impl Phase {
    /// All states, in the order of a session.
    pub const ALL: [Self; 3] = [Self::Authorization, Self::Transaction, Self::Update];

    /// The section of RFC 1939 about this state.
    #[must_use]
    pub fn clause(self) -> Clause {
        match self {
            Self::Authorization => spec::AUTHORIZATION,
            Self::Transaction => spec::TRANSACTION,
            Self::Update => spec::UPDATE,
        }
    }
}

impl fmt::Display for Phase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Authorization => "AUTHORIZATION",
            Self::Transaction => "TRANSACTION",
            Self::Update => "UPDATE",
        })
    }
}

/// Where the session is after a reply.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Next {
    /// In the same state.
    Stay,
    /// In another state.
    Enter(Phase),
    /// Over: the server closes the connection.
    Close,
}

/// What must have been said before, within the state.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Needs {
    /// Nothing.
    Nothing,
    /// A USER that was answered with +OK, immediately before (RFC 1939 §7, PASS; RFC 1225, RPOP).
    AcceptedUser,
    /// No USER waiting for its PASS (RFC 1939 §7, USER).
    NoPendingUser,
}

/// Whether a server has to have the command.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Duty {
    /// Every server.
    Required,
    /// A server that says so, or chooses to.
    Optional,
    /// Servers of the RFCs before 1725 only.
    Historic,
}

/// One allowed step.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Rule {
    /// In this state …
    pub phase: Phase,
    /// … this command is allowed,
    pub keyword: Keyword,
    /// if this was said before.
    pub needs: Needs,
    /// After a positive reply the session is here,
    pub on_ok: Next,
    /// after a negative one here.
    pub on_err: Next,
    /// Whether a server must have it.
    pub duty: Duty,
    /// Where that is written.
    pub clause: Clause,
}

/// Every allowed step. A command that is not here for a state is answered with -ERR in it.
pub const RULES: [Rule; 23] = {
    use Duty::{Historic, Optional, Required};
    use Keyword as K;
    use Needs::{AcceptedUser, NoPendingUser, Nothing};
    use Next::{Close, Enter, Stay};
    use Phase::{Authorization, Transaction, Update};
    [
        rule(Authorization, K::User, NoPendingUser, Stay, Stay, Optional, spec::OPTIONAL),
        rule(Authorization, K::Pass, AcceptedUser, Enter(Transaction), Stay, Optional, spec::OPTIONAL),
        rule(Authorization, K::Rpop, AcceptedUser, Enter(Transaction), Stay, Historic, spec::RPOP),
        rule(Authorization, K::Apop, NoPendingUser, Enter(Transaction), Stay, Optional, spec::OPTIONAL),
        rule(Authorization, K::Auth, NoPendingUser, Enter(Transaction), Stay, Optional, spec::AUTH),
        rule(Authorization, K::Stls, NoPendingUser, Stay, Stay, Optional, spec::STLS),
        rule(Authorization, K::Capa, Nothing, Stay, Stay, Optional, spec::CAPA),
        rule(Authorization, K::Utf8, NoPendingUser, Stay, Stay, Optional, spec::UTF8),
        rule(Authorization, K::Lang, NoPendingUser, Stay, Stay, Optional, spec::LANG),
        rule(Authorization, K::Quit, Nothing, Close, Close, Required, spec::AUTHORIZATION),
        rule(Transaction, K::Stat, Nothing, Stay, Stay, Required, spec::TRANSACTION),
        rule(Transaction, K::List, Nothing, Stay, Stay, Required, spec::TRANSACTION),
        rule(Transaction, K::Retr, Nothing, Stay, Stay, Required, spec::TRANSACTION),
        rule(Transaction, K::Dele, Nothing, Stay, Stay, Required, spec::TRANSACTION),
        rule(Transaction, K::Noop, Nothing, Stay, Stay, Required, spec::TRANSACTION),
        rule(Transaction, K::Rset, Nothing, Stay, Stay, Required, spec::TRANSACTION),
        rule(Transaction, K::Top, Nothing, Stay, Stay, Optional, spec::OPTIONAL),
        rule(Transaction, K::Uidl, Nothing, Stay, Stay, Optional, spec::OPTIONAL),
        rule(Transaction, K::Last, Nothing, Stay, Stay, Historic, spec::LAST),
        rule(Transaction, K::Capa, Nothing, Stay, Stay, Optional, spec::CAPA),
        rule(Transaction, K::Lang, Nothing, Stay, Stay, Optional, spec::LANG),
        rule(Transaction, K::Quit, Nothing, Enter(Update), Enter(Update), Required, spec::UPDATE),
        // The server leaves UPDATE by itself, whatever its last reply was.
        rule(Update, K::Quit, Nothing, Close, Close, Required, spec::UPDATE),
    ]
};

const fn rule(
    phase: Phase,
    keyword: Keyword,
    needs: Needs,
    on_ok: Next,
    on_err: Next,
    duty: Duty,
    clause: Clause,
) -> Rule {
    Rule { phase, keyword, needs, on_ok, on_err, duty, clause }
}

/// The rule for a command in a state, or `None` where it is not allowed.
///
/// Nothing can be said in UPDATE: its only row says how the server leaves it.
#[must_use]
pub fn find(phase: Phase, keyword: Keyword) -> Option<&'static Rule> {
    let mut commands = RULES.iter().filter(|rule| rule.phase != Phase::Update);
    commands.find(|rule| rule.phase == phase && rule.keyword == keyword)
}

/// The states in which a command is allowed.
pub fn phases_of(keyword: Keyword) -> impl Iterator<Item = Phase> {
    Phase::ALL.into_iter().filter(move |&phase| find(phase, keyword).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_command_stands_once_for_a_state() {
        for rule in &RULES {
            let same = RULES.iter().filter(|other| (other.phase, other.keyword) == (rule.phase, rule.keyword));
            assert_eq!(same.count(), 1, "{} in {}", rule.keyword, rule.phase);
        }
    }

    #[test]
    fn every_command_is_allowed_somewhere() {
        for keyword in Keyword::ALL {
            assert!(phases_of(keyword).next().is_some(), "{keyword}");
        }
    }

    #[test]
    fn update_is_entered_by_quit_from_transaction_alone() {
        let into_update =
            |rule: &&Rule| rule.on_ok == Next::Enter(Phase::Update) || rule.on_err == Next::Enter(Phase::Update);
        let doors: Vec<_> = RULES.iter().filter(into_update).map(|rule| (rule.phase, rule.keyword)).collect();
        assert_eq!(doors, [(Phase::Transaction, Keyword::Quit)]);
    }

    #[test]
    fn only_a_login_enters_transaction() {
        let doors = RULES.iter().filter(|rule| rule.on_ok == Next::Enter(Phase::Transaction)).map(|rule| rule.keyword);
        assert!(doors.eq([Keyword::Pass, Keyword::Rpop, Keyword::Apop, Keyword::Auth]));
    }

    #[test]
    fn nothing_is_said_in_update() {
        for keyword in Keyword::ALL {
            assert_eq!(find(Phase::Update, keyword), None);
        }
    }

    #[test]
    fn noop_waits_for_a_login_and_capa_does_not() {
        assert!(phases_of(Keyword::Noop).eq([Phase::Transaction]));
        assert!(phases_of(Keyword::Capa).eq([Phase::Authorization, Phase::Transaction]));
    }

    #[test]
    fn f35_f36_utf8_comes_before_the_login_and_lang_at_any_time() {
        assert!(phases_of(Keyword::Utf8).eq([Phase::Authorization]));
        assert!(phases_of(Keyword::Lang).eq([Phase::Authorization, Phase::Transaction]));
    }
}
