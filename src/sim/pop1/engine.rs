//! The server of POP1: the commands and the diagram of RFC 918, with the maildrops that POP3 has too.

use std::sync::Arc;

use crate::proto::MessageNumber;
use crate::proto::other;
use crate::proto::pop1::Command;
use crate::proto::pop1::State;
use crate::proto::pop1::Verb;
use crate::session::ConnectionId;
use crate::session::Fact;
use crate::session::Time;
use crate::sim::Mail;
use crate::sim::Maildrop;
use crate::sim::server::Answer;
use crate::sim::server::Site;
use crate::sim::server::answer::Then;
use crate::sim::server::state::Standing;
use crate::sim::service;

/// A session of POP1.
///
/// Where RFC 918 is silent:
/// - a mailbox is that of the user, by its own name, `INBOX`, or its path; any other is refused;
/// - the mails of a mailbox follow each other without anything between them;
/// - an empty mailbox is refused, for `#0` would be followed by data that nobody can see;
/// - a session that breaks off before RCVD deletes nothing.
#[derive(Debug)]
pub struct Engine {
    id: ConnectionId,
    state: State,
    user: Option<Arc<str>>,
    /// The mailbox of the transaction, open and locked.
    maildrop: Option<Maildrop>,
    /// Whether the transaction began with RDEL.
    deletes: bool,
}

/// What the server says first. RFC 918 prints a bare `+OK`; the name of the protocol is a courtesy.
#[must_use]
pub fn greeting(site: &Site) -> Answer {
    Answer::line(&format!("+OK POP1 {} server ready", site.profile.host))
}

impl Engine {
    /// A session that was just greeted.
    #[must_use]
    pub fn new(id: ConnectionId) -> Self {
        Self { id, state: State::Auth, user: None, maildrop: None, deletes: false }
    }

    /// The session goes on behind an error, but a name waits for its password only.
    fn refuse(&mut self, why: &str) -> Answer {
        if self.state == State::Named {
            self.state = State::Auth;
        }
        Answer::line(&format!("-ERR {why}"))
    }

    fn obey(&mut self, command: Command, site: &mut Site) -> Answer {
        match command {
            Command::User { name } => match site.store.account(&name) {
                Some(account) => {
                    self.user = Some(account.user.clone());
                    self.state = State::Named;
                    Answer::line("+OK password please")
                }
                None => self.refuse("no such user"),
            },
            Command::Pass { password } => {
                let account = self.user.as_ref().and_then(|user| site.store.account(user));
                let expected = account.and_then(|account| account.password.as_ref());
                if expected.is_none_or(|expected| expected.reveal() != password.reveal()) {
                    return self.refuse("wrong password");
                }
                self.state = State::Command;
                Answer::line("+OK")
            }
            Command::Retr { mailbox } => self.open(&mailbox, false, site),
            Command::Rdel { mailbox } => self.open(&mailbox, true, site),
            Command::Rcev => self.send(),
            Command::Rcvd => self.finish(site),
            Command::Rset => {
                self.state = State::Command;
                let facts = self.release(site);
                Answer::line("+OK").with_facts(facts)
            }
            Command::Noop => Answer::line("+OK"),
            Command::Quit => {
                self.state = State::Done;
                Answer::line("+OK goodbye").then(Then::Close)
            }
        }
    }

    /// RETR and RDEL: the server opens and locks the mailbox, and tells how many characters it has.
    fn open(&mut self, mailbox: &str, deletes: bool, site: &mut Site) -> Answer {
        let Some(user) = self.user.clone().filter(|user| is_mailbox_of(mailbox, user)) else {
            return self.refuse("no such mailbox");
        };
        if site.store.mails(&user).all(|mail| mail.size() == 0) {
            return self.refuse("the mailbox is empty");
        }
        let Ok(maildrop) = site.store.open(&user, self.id) else { return self.refuse("the mailbox is in use") };
        let octets: u64 = maildrop.all_messages().map(|(_, mail)| mail.size()).sum();
        self.maildrop = Some(maildrop);
        (self.state, self.deletes) = (State::Open, deletes);
        Answer::line(&format!("#{octets}")).with_facts([Fact::MaildropLocked { user }])
    }

    /// RCEV: all mails, one behind the other, as they are.
    fn send(&mut self) -> Answer {
        let mut octets = Vec::new();
        if let Some(maildrop) = &mut self.maildrop {
            let numbers: Vec<MessageNumber> = maildrop.all_messages().map(|(number, _)| number).collect();
            for number in numbers {
                octets.extend_from_slice(maildrop.any_message(number).map_or(&[][..], Mail::octets));
                maildrop.touch(number);
            }
        }
        self.state = State::Sent;
        Answer { octets, ..Answer::line("") }
    }

    /// RCVD: behind RDEL everything that was sent is deleted now, and behind RETR nothing.
    fn finish(&mut self, site: &mut Site) -> Answer {
        self.state = State::Command;
        let Some(mut maildrop) = self.maildrop.take() else { return Answer::line("+OK") };
        let user = maildrop.user().clone();
        if self.deletes {
            let numbers: Vec<MessageNumber> = maildrop.all_messages().map(|(number, _)| number).collect();
            for number in numbers {
                let _ = maildrop.mark(number); // A mark of an earlier session is one already.
            }
        }
        let removal = site.store.update(maildrop, site.profile.removes_at_most);
        let unique_ids: Vec<_> = removal.removed.into_iter().map(|(_, unique_id)| unique_id).collect();
        let gone = (!unique_ids.is_empty()).then(|| Fact::MailRemoved { user: user.clone(), unique_ids });
        let facts = gone.into_iter().chain([Fact::MaildropReleased { user }]);
        let line = if removal.complete { "+OK" } else { "-ERR not all of the mail was deleted" };
        Answer::line(line).with_facts(facts)
    }

    /// Gives the lock back and deletes nothing.
    fn release(&mut self, site: &mut Site) -> Vec<Fact> {
        let Some(maildrop) = self.maildrop.take() else { return Vec::new() };
        let user = maildrop.user().clone();
        site.store.release(maildrop);
        vec![Fact::MaildropReleased { user }]
    }
}

/// Whether a name of a mailbox means that of the user.
fn is_mailbox_of(mailbox: &str, user: &str) -> bool {
    mailbox == user || mailbox.eq_ignore_ascii_case("INBOX") || mailbox.strip_prefix("/usr/spool/mail/") == Some(user)
}

impl service::Engine for Engine {
    fn hear(&mut self, line: &[u8], _now: Time, site: &mut Site) -> Option<Answer> {
        if self.state == State::Done {
            return None;
        }
        Some(match Command::parse(line) {
            Err(error) => self.refuse(&error.to_string()),
            Ok(command) if !command.verb().allowed_in(self.state) => {
                let why = match (self.state, command.verb()) {
                    (State::Named, _) => "the password must follow the user".to_owned(),
                    (State::Open, Verb::Rcvd) => "RCEV comes first".to_owned(),
                    (state, verb) => format!("{} is not heard in the {} state", verb.as_str(), state.as_str()),
                };
                self.refuse(&why)
            }
            Ok(command) => self.obey(command, site),
        })
    }

    fn overflow(&mut self, _piece: &[u8], _site: &mut Site) -> Option<Answer> {
        (self.state != State::Done).then(|| self.refuse("the line is too long").then(Then::Close))
    }

    fn hang_up(&mut self, site: &mut Site) -> Vec<Fact> {
        self.release(site)
    }

    fn standing(&self) -> Standing {
        Standing {
            other: Some(other::State::Pop1(self.state)),
            user: self.user.clone(),
            quit: self.state == State::Done,
            ..Standing::default()
        }
    }
}
