//! A script of POP3 in POP2 (RFC 937).
//!
//! | POP3 | POP2 | clause of RFC 937 |
//! |---|---|---|
//! | USER | – (the client waits for the password) | Commands, HELO |
//! | PASS | HELO user password | Commands, HELO; Quoting |
//! | STAT | FOLD INBOX (`#` and the count); – behind an ACKD, which FOLD would obey | Commands, FOLD |
//! | LIST n | READ n (`=` and the length) | Commands, READ |
//! | LIST | READ 1, READ 2, … | Commands, READ |
//! | RETR n | READ n, RETR, ACKS | Commands |
//! | RETR n, if DELE n follows for good | READ n, RETR, ACKD | Commands, ACKD |
//! | DELE n behind that | – (ACKD has said so) | Commands, ACKD |
//! | DELE n of what was not fetched | READ n, RETR, ACKD | Commands, ACKD |
//! | DELE n that RSET takes back | – (nothing takes an ACKD back) | Commands, ACKD |
//! | QUIT | QUIT | Commands, QUIT |
//! | UIDL, TOP, LAST, RSET, NOOP, RPOP, APOP, AUTH, CAPA, STLS, UTF8, LANG | – | Commands |
//!
//! Behind a mistake the server closes; for its next HELO the client connects again.

use crate::proto::ancestry::Rule;
use crate::proto::pop2::command::reply_number;
use crate::scenario::ancestors::MOST;
use crate::scenario::ancestors::Talk;
use crate::scenario::ancestors::Teller;
use crate::scenario::ancestors::intents::Intent;
use crate::scenario::ancestors::intents::Said;

impl Teller {
    /// Says in POP2 what a command of POP3 is said for.
    pub(super) fn tell_pop2(&mut self, said: &Said) {
        match &said.intent {
            Intent::Name(name) => {
                let hindrance = self.hindrance(said);
                self.stands(said, hindrance.unwrap_or(Rule::NameWithPassword));
                self.talk(said).name = hindrance.is_none().then(|| name.clone());
            }
            Intent::Password(password) => self.login_pop2(said, password.reveal()),
            Intent::Count => match self.user_or_rule(said) {
                Ok(_) if !self.talk(said).acknowledged.is_empty() => self.stands(said, Rule::CountWouldDelete),
                Ok(_) => {
                    self.stands(said, Rule::Count);
                    let reply = self.say(said, "FOLD INBOX");
                    self.learn_count(said, reply.as_deref());
                }
                Err(rule) => self.stands(said, rule),
            },
            Intent::Length(message) => self.lengths_pop2(said, *message),
            Intent::Fetch(number) => match self.user_or_rule(said) {
                Ok(_) => {
                    let deletes = said.deletes && !self.talk(said).acknowledged.contains(number);
                    self.stands(said, if deletes { Rule::FetchToDelete } else { Rule::Fetch });
                    self.fetch_pop2(said, *number, deletes);
                }
                Err(rule) => self.stands(said, rule),
            },
            Intent::Delete(number) => match self.user_or_rule(said) {
                Ok(_) if self.talk(said).acknowledged.contains(number) => self.stands(said, Rule::DeletedAlready),
                Ok(_) if !said.deletes => self.stands(said, Rule::DeleteTakenBack),
                Ok(_) => {
                    self.stands(said, Rule::DeleteUnread);
                    self.fetch_pop2(said, *number, true);
                }
                Err(rule) => self.stands(said, rule),
            },
            Intent::Quit => self.quit(said),
            Intent::TakeBack | Intent::Nothing | Intent::Else => {
                let is_open = self.stage.is_open(said.client);
                self.stands(said, if is_open { Rule::NoCounterpart } else { Rule::Ended });
            }
        }
    }

    fn login_pop2(&mut self, said: &Said, password: &[u8]) {
        let name = self.talk(said).name.take();
        match (name, self.hindrance(said)) {
            (_, Some(rule)) => self.stands(said, rule),
            (None, None) => self.stands(said, Rule::OutOfPlace),
            (Some(name), None) => {
                self.connect_again(said);
                self.stands(said, Rule::Login);
                let password = String::from_utf8_lossy(password);
                let reply = self.say(said, &format!("HELO {} {}", quoted(&name), quoted(&password)));
                let user = self.grants(reply.as_deref()).then_some(name);
                let talk = self.talk(said);
                *talk = Talk { connected: true, user, deletes: std::mem::take(&mut talk.deletes), ..Talk::default() };
                self.learn_count(said, reply.as_deref());
            }
        }
    }

    fn learn_count(&mut self, said: &Said, reply: Option<&[u8]>) {
        let count = reply.and_then(reply_number).and_then(|count| u32::try_from(count).ok());
        self.talk(said).count = count.unwrap_or(0);
    }

    fn lengths_pop2(&mut self, said: &Said, message: Option<u32>) {
        if let Err(rule) = self.user_or_rule(said) {
            self.stands(said, rule);
            return;
        }
        let talk = self.talk(said);
        let numbers: Vec<u32> = match message {
            Some(number) => vec![number],
            None if MOST < talk.count => Vec::new(),
            // Of an empty mailbox one reply says so.
            None => (1..=talk.count.max(1)).filter(|number| !talk.acknowledged.contains(number)).collect(),
        };
        self.stands(said, if numbers.is_empty() { Rule::TooMuch } else { Rule::Length });
        for number in numbers {
            self.say(said, &format!("READ {number}"));
        }
    }

    fn fetch_pop2(&mut self, said: &Said, number: u32, deletes: bool) {
        let length = self.say(said, &format!("READ {number}")).as_deref().and_then(reply_number);
        // Whoever asks for a message that has no length is cut off.
        if length.is_none_or(|length| length == 0) {
            return;
        }
        if self.say(said, "RETR").is_none_or(|mail| mail.is_empty()) {
            return;
        }
        self.say(said, if deletes { "ACKD" } else { "ACKS" });
        if deletes {
            self.talk(said).acknowledged.insert(number);
        }
    }
}

/// An argument as HELO takes it: a backslash before each blank and each backslash (RFC 937, Quoting).
fn quoted(text: &str) -> String {
    text.chars().flat_map(|letter| matches!(letter, ' ' | '\\').then_some('\\').into_iter().chain([letter])).collect()
}
