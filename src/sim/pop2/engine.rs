//! The server of POP2: the decision table of RFC 937, with the maildrops that POP3 has too.

use std::sync::Arc;

use crate::proto::MessageNumber;
use crate::proto::other;
use crate::proto::pop2::Command;
use crate::proto::pop2::State;
use crate::session::ConnectionId;
use crate::session::Fact;
use crate::session::Time;
use crate::sim::Mail;
use crate::sim::Maildrop;
use crate::sim::server::Answer;
use crate::sim::server::Site;
use crate::sim::server::answer::Then;
use crate::sim::server::state::Standing;
use crate::sim::store::StoreError;

/// A session of POP2.
///
/// What ACKD marked is removed by FOLD and by QUIT. RFC 937 says "at the end of the session", and does not
/// say what a session is that breaks off: this server then keeps everything, as POP3 demands it.
#[derive(Debug)]
pub struct Engine {
    id: ConnectionId,
    state: State,
    user: Option<Arc<str>>,
    /// The selected mailbox; `None` before the login, and while one is selected that does not exist.
    maildrop: Option<Maildrop>,
    /// The current message indicator.
    current: u32,
}

/// What the server says first: its sign, the name of the protocol, its own name.
#[must_use]
pub fn greeting(site: &Site) -> Answer {
    Answer::line(&format!("+ POP2 {} server ready", site.profile.host))
}

impl Engine {
    /// A session that was just greeted.
    #[must_use]
    pub fn new(id: ConnectionId) -> Self {
        Self { id, state: State::Auth, user: None, maildrop: None, current: 1 }
    }

    /// "If anything goes wrong close the connection."
    fn refuse(&mut self, why: &str, site: &mut Site) -> Answer {
        self.state = State::Done;
        let facts = self.release(site);
        Answer::line(&format!("- {why}")).with_facts(facts).then(Then::Close)
    }

    fn obey(&mut self, command: Command, site: &mut Site) -> Answer {
        match command {
            Command::Helo { user, password } => self.helo(&user, password.reveal(), site),
            Command::Fold { mailbox } => self.fold(&mailbox, site),
            Command::Read { message } => {
                self.current = message.unwrap_or(self.current);
                self.tell_length()
            }
            Command::Retr => self.retr(),
            Command::Acks => {
                self.current = self.current.saturating_add(1);
                self.tell_length()
            }
            Command::Ackd => {
                if let (Some(maildrop), Some(number)) = (&mut self.maildrop, MessageNumber::new(self.current)) {
                    // In this state the current message was just sent, so it is there.
                    let _ = maildrop.mark(number);
                }
                self.current = self.current.saturating_add(1);
                self.tell_length()
            }
            Command::Nack => self.tell_length(),
            Command::Quit => {
                self.state = State::Done;
                let facts = self.update(site);
                Answer::line("+ OK, goodbye").with_facts(facts).then(Then::Close)
            }
        }
    }

    fn helo(&mut self, user: &str, password: &[u8], site: &mut Site) -> Answer {
        let account = site
            .store
            .account(user)
            .filter(|account| account.password.as_ref().is_some_and(|expected| expected.reveal() == password));
        let Some(user) = account.map(|account| account.user.clone()) else {
            return self.refuse("no such user, or a wrong password", site);
        };
        match site.store.open(&user, self.id) {
            Ok(maildrop) => {
                self.maildrop = Some(maildrop);
                self.user = Some(user.clone());
                self.tell_count().with_facts([Fact::MaildropLocked { user }])
            }
            Err(StoreError::Locked) => self.refuse("the mailbox is in use", site),
            Err(error) => self.refuse(&error.to_string(), site),
        }
    }

    /// Leaves the mailbox, which removes what is marked, and enters another.
    fn fold(&mut self, mailbox: &str, site: &mut Site) -> Answer {
        let mut facts = self.update(site);
        if let Some(user) = self.user.clone().filter(|user| names_default(mailbox, user))
            && let Ok(maildrop) = site.store.open(&user, self.id)
        {
            self.maildrop = Some(maildrop);
            facts.push(Fact::MaildropLocked { user });
        }
        self.current = 1;
        self.tell_count().with_facts(facts)
    }

    fn tell_count(&mut self) -> Answer {
        self.state = State::Mbox;
        let count = self.maildrop.as_ref().map_or(0, Maildrop::count);
        let messages = if count == 1 { "message" } else { "messages" };
        Answer::line(&format!("#{count} {messages}"))
    }

    fn tell_length(&mut self) -> Answer {
        self.state = State::Item;
        let line = match self.length() {
            0 => "=0 no message".to_owned(),
            length => format!("={length} characters in message {}", self.current),
        };
        Answer::line(&line)
    }

    /// The length of the current message; zero if there is none, or it is marked, or it is empty.
    fn length(&self) -> u64 {
        self.message().map_or(0, Mail::size)
    }

    fn message(&self) -> Option<&Mail> {
        self.maildrop.as_ref()?.message(MessageNumber::new(self.current)?).ok()
    }

    /// The message as it is: no dots are stuffed, nothing marks its end.
    fn retr(&mut self) -> Answer {
        let octets = self.message().map_or(&[][..], Mail::octets).to_vec();
        if octets.is_empty() {
            return Answer::silence(); // It closes, and says nothing (RFC 937, RETR).
        }
        if let (Some(maildrop), Some(number)) = (&mut self.maildrop, MessageNumber::new(self.current)) {
            maildrop.touch(number);
        }
        self.state = State::Next;
        Answer { octets, ..Answer::line("") }
    }

    /// Removes what is marked and gives the lock back.
    fn update(&mut self, site: &mut Site) -> Vec<Fact> {
        let Some(maildrop) = self.maildrop.take() else { return Vec::new() };
        let user = maildrop.user().clone();
        let removal = site.store.update(maildrop, None);
        let unique_ids: Vec<_> = removal.removed.into_iter().map(|(_, unique_id)| unique_id).collect();
        let gone = (!unique_ids.is_empty()).then(|| Fact::MailRemoved { user: user.clone(), unique_ids });
        gone.into_iter().chain([Fact::MaildropReleased { user }]).collect()
    }

    /// Gives the lock back and removes nothing.
    fn release(&mut self, site: &mut Site) -> Vec<Fact> {
        let Some(maildrop) = self.maildrop.take() else { return Vec::new() };
        let user = maildrop.user().clone();
        site.store.release(maildrop);
        vec![Fact::MaildropReleased { user }]
    }
}

/// Whether a name of a mailbox means the one that is selected after the login.
fn names_default(mailbox: &str, user: &str) -> bool {
    mailbox.eq_ignore_ascii_case("INBOX") || mailbox.strip_prefix("/usr/spool/mail/") == Some(user)
}

impl crate::sim::service::Engine for Engine {
    fn hear(&mut self, line: &[u8], _now: Time, site: &mut Site) -> Option<Answer> {
        if self.state == State::Done {
            return None;
        }
        Some(match Command::parse(line) {
            Err(error) => self.refuse(&error.to_string(), site),
            Ok(command) if !command.verb().allowed_in(self.state) => {
                let (verb, state) = (command.verb().as_str(), self.state.as_str());
                self.refuse(&format!("{verb} is not heard in the {state} state"), site)
            }
            Ok(command) => self.obey(command, site),
        })
    }

    fn overflow(&mut self, _piece: &[u8], site: &mut Site) -> Option<Answer> {
        (self.state != State::Done).then(|| self.refuse("the line is too long", site))
    }

    fn hang_up(&mut self, site: &mut Site) -> Vec<Fact> {
        self.release(site)
    }

    fn standing(&self) -> Standing {
        Standing {
            other: Some(other::State::Pop2(self.state)),
            user: self.user.clone(),
            quit: self.state == State::Done,
            ..Standing::default()
        }
    }
}
