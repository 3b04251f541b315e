//! Situations: things that happen now and then, each to be tried at any step of a script. A situation is a
//! few acts, and so a branch.

use crate::proto::Phase;
use crate::proto::utterance::Meaning;
use crate::scenario::branch::Act;
use crate::scenario::branch::Ending;
use crate::scenario::branch::Script;
use crate::scenario::branch::act::Deed;
use crate::scenario::branch::act::Octets;
use crate::scenario::branch::offers::connection_of;
use crate::scenario::branch::script::Account;
use crate::session::Cursor;
use crate::session::SessionState;
use crate::session::Timeline;
use crate::session::snapshot::Stage;

/// Seconds of silence after which every server may end a session (RFC 1939 §3), and one more.
const SILENCE: u64 = 601;

/// A password that nobody has.
const WRONG: &str = "not-the-password";

/// Something that may happen at any step.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Situation {
    /// The line is lost.
    LineDrops,
    /// The client says QUIT.
    Quit,
    /// Somebody logs in with a password that is wrong.
    WrongPassword,
    /// Another client wants the same maildrop.
    SecondClient,
    /// The server dies in the middle of UPDATE.
    ServerDies,
    /// The client is silent for ten minutes.
    Silence,
}

impl Situation {
    /// Every situation, in the order of the menu.
    pub const ALL: [Self; 6] =
        [Self::LineDrops, Self::Quit, Self::WrongPassword, Self::SecondClient, Self::ServerDies, Self::Silence];

    /// What is done for it when so many steps are shown and this client acts. `None` where it cannot happen.
    #[must_use]
    pub fn acts(self, script: &Script, timeline: &Timeline, cursor: Cursor, client: usize) -> Option<Vec<Act>> {
        let here = Here { script, timeline, cursor };
        let state = here.state(client).filter(is_open);
        match self {
            Self::LineDrops => state.map(|_| vec![act(client, Deed::End(Ending::Drop))]),
            Self::Quit => state.map(|_| vec![send(client, "QUIT")]),
            Self::WrongPassword => {
                let may_log_in = state.as_ref().is_some_and(|state| here.may_log_in(client, state));
                let who = if may_log_in { client } else { here.other(client)? };
                let user = here.accounts().first()?.user.clone();
                Some(here.logs_in(who, &user, WRONG))
            }
            Self::SecondClient => {
                let accounts = here.accounts();
                let with_password = |account: &&Account| account.password.is_some();
                let named = state.and_then(|state| state.user);
                let same = accounts.iter().find(|account| named.as_deref() == Some(account.user.as_str()));
                let account = same.filter(with_password).or_else(|| accounts.iter().find(with_password))?;
                Some(here.logs_in(here.other(client)?, &account.user, account.password.as_deref()?))
            }
            Self::ServerDies => {
                let state = state.filter(|state| state.stage == Stage::In(Phase::Transaction))?;
                let marked = 0 < state.maildrop.marked_count();
                let first = state.maildrop.messages().map(|(number, _)| number).next();
                // With nothing marked there is nothing to lose.
                let dele = (!marked).then(|| first.map_or("DELE 1".to_owned(), |number| format!("DELE {number}")));
                let dele = dele.map(|line| send(client, &line));
                Some(dele.into_iter().chain([act(client, Deed::ServerDies(1)), send(client, "QUIT")]).collect())
            }
            Self::Silence => state.map(|_| vec![act(client, Deed::Wait(SILENCE))]),
        }
    }
}

/// Where it happens.
#[derive(Clone, Copy)]
struct Here<'a> {
    script: &'a Script,
    timeline: &'a Timeline,
    cursor: Cursor,
}

impl Here<'_> {
    fn state(&self, client: usize) -> Option<SessionState> {
        let id = connection_of(self.script, self.timeline, self.cursor, client)?;
        self.timeline.snapshot(self.cursor).session(id).cloned()
    }

    fn accounts(&self) -> Vec<Account> {
        self.script.accounts()
    }

    /// Whether a login is in place: not in the middle of another one.
    fn may_log_in(&self, client: usize, state: &SessionState) -> bool {
        let id = connection_of(self.script, self.timeline, self.cursor, client);
        let shown = &self.timeline.steps()[..self.cursor.0.min(self.timeline.len())];
        let last = shown.iter().rev().filter(|step| step.connection == id).find_map(|step| step.said());
        let asked = last.is_some_and(|said| matches!(said.meaning, Meaning::Challenge { .. }));
        state.stage == Stage::In(Phase::Authorization) && !state.user_accepted && !asked
    }

    /// Another client that could log in: one that has no connection, or stands before its login.
    fn other(&self, client: usize) -> Option<usize> {
        let mut others = (0..self.script.clients().len().max(2)).filter(|other| *other != client);
        others.find(|other| match self.state(*other).filter(is_open) {
            None => true,
            Some(state) => self.may_log_in(*other, &state),
        })
    }

    fn logs_in(&self, client: usize, user: &str, password: &str) -> Vec<Act> {
        let connect = self.state(client).filter(is_open).is_none().then(|| act(client, Deed::Connect));
        let said = [format!("USER {user}"), format!("PASS {password}")].map(|line| send(client, &line));
        connect.into_iter().chain(said).collect()
    }
}

fn is_open(state: &SessionState) -> bool {
    !state.quit && matches!(state.stage, Stage::Greeting | Stage::Unknown | Stage::In(_))
}

fn act(client: usize, deed: Deed) -> Act {
    Act { client, deed }
}

fn send(client: usize, line: &str) -> Act {
    act(client, Deed::Send(Octets(format!("{line}\r\n").into_bytes())))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::branch::Tree;
    use crate::scenario::branch::play::play;
    use crate::scenario::library;

    fn tried(name: &str, situation: Situation, shown: usize) -> Option<Vec<String>> {
        let script = Script::parse(name, library::find(name).expect("a lesson").text).expect("right");
        let whole = play(&script, None);
        let kept = whole.trace.kept_at(shown);
        let cursor = Cursor(whole.trace.shown_behind(kept));
        let mut tree = Tree::default();
        let mut open = None;
        for (done, act) in situation.acts(&script, &whole.timeline, cursor, 0)?.into_iter().enumerate() {
            open = Some(tree.act(open, kept + done, act));
        }
        let branch = tree.branch(open?)?;
        let played = play(&script, Some(branch));
        assert!(!played.trace.last_was_refused(), "{name}: {situation:?} at {shown}");
        crate::scenario::branch::save::tests::says_the_same(&script, branch, &played);
        let said = played.timeline.steps()[cursor.0..].iter().filter_map(|step| step.said());
        Some(said.map(|said| said.shown_line(true)).collect())
    }

    /// Behind the login of the lesson.
    const LOGGED_IN: usize = 10;

    #[test]
    fn a_second_client_finds_the_maildrop_locked() {
        let said = tried("first-session", Situation::SecondClient, LOGGED_IN).expect("it can be tried");
        assert!(said.last().expect("a reply").starts_with("-ERR"), "{said:?}");
    }

    #[test]
    fn a_wrong_password_is_tried_where_somebody_can_log_in() {
        for shown in [5, LOGGED_IN] {
            let said = tried("first-session", Situation::WrongPassword, shown).expect("it can be tried");
            assert!(said.last().expect("a reply").starts_with("-ERR"), "{said:?}");
        }
    }

    #[test]
    fn a_server_that_dies_in_update_answers_nothing() {
        let said = tried("first-session", Situation::ServerDies, LOGGED_IN).expect("it can be tried");
        assert_eq!(said.last().map(String::as_str), Some("QUIT"));
        assert_eq!(tried("first-session", Situation::ServerDies, 5), None, "there is no UPDATE before the login");
    }

    #[test]
    fn every_situation_can_be_tried_saved_and_played_again_at_every_step() {
        for name in ["first-session", "two-clients", "apop", "delete-and-update"] {
            let script = Script::parse(name, library::find(name).expect("a lesson").text).expect("right");
            let total = play(&script, None).timeline.len();
            for situation in Situation::ALL {
                let times = (0..=total).filter(|shown| tried(name, situation, *shown).is_some()).count();
                assert!(0 < times || name == "apop", "{situation:?} can be tried nowhere in {name}");
            }
        }
    }
}
