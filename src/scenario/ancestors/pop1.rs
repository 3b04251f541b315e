//! A script of POP3 in POP1 (RFC 918).
//!
//! | POP3 | POP1 | clause of RFC 918 |
//! |---|---|---|
//! | USER, PASS | USER, PASS | Commands |
//! | STAT | RETR mailbox (`#` and the characters), RSET | The Protocol; Commands, RSET |
//! | the first RETR | RETR mailbox, RCEV, RCVD | The Protocol |
//! | the same, if all is deleted in the end | RDEL mailbox, RCEV, RCVD: deleted at once | The Protocol |
//! | any further RETR | – (all has come) | The Protocol |
//! | DELE of all, none of them fetched | RDEL mailbox, RCEV, RCVD at the first of them | The Protocol |
//! | DELE of some | – (RDEL deletes all) | The Protocol |
//! | NOOP, QUIT | NOOP, QUIT | Commands |
//! | LIST, UIDL, TOP, LAST, RSET, RPOP, APOP, AUTH, CAPA, STLS, UTF8, LANG | – | Commands |

use crate::proto::ancestry::Rule;
use crate::scenario::ancestors::Talk;
use crate::scenario::ancestors::Teller;
use crate::scenario::ancestors::intents::Intent;
use crate::scenario::ancestors::intents::Said;

impl Teller {
    /// Says in POP1 what a command of POP3 is said for.
    pub(super) fn tell_pop1(&mut self, said: &Said) {
        match &said.intent {
            Intent::Name(name) => self.name_pop1(said, name),
            Intent::Password(password) => self.password_pop1(said, password.reveal()),
            Intent::Count => match self.user_or_rule(said) {
                Ok(user) => {
                    self.stands(said, Rule::Count);
                    let reply = self.say(said, &format!("RETR {user}"));
                    if self.grants(reply.as_deref()) {
                        self.say(said, "RSET");
                    }
                }
                Err(rule) => self.stands(said, rule),
            },
            Intent::Fetch(_) => match self.user_or_rule(said) {
                Ok(_) if self.talk(said).fetched => self.stands(said, Rule::FetchedAlready),
                Ok(user) => {
                    let all = self.all_is_deleted(said, &user);
                    self.stands(said, if all { Rule::FetchToDelete } else { Rule::Fetch });
                    self.fetch_pop1(said, &user, all);
                }
                Err(rule) => self.stands(said, rule),
            },
            Intent::Delete(_) => match self.user_or_rule(said) {
                Ok(_) if self.talk(said).deleted => self.stands(said, Rule::DeletedAlready),
                Ok(_) if !said.deletes => self.stands(said, Rule::DeleteTakenBack),
                Ok(user) if self.all_is_deleted(said, &user) => {
                    self.stands(said, Rule::DeleteUnread);
                    self.fetch_pop1(said, &user, true);
                }
                Ok(_) => self.stands(said, Rule::DeleteOfSome),
                Err(rule) => self.stands(said, rule),
            },
            Intent::Nothing => match self.user_or_rule(said) {
                Ok(_) => {
                    self.stands(said, Rule::Noop);
                    self.say(said, "NOOP");
                }
                Err(rule) => self.stands(said, rule),
            },
            Intent::Quit => self.quit(said),
            Intent::Length(_) | Intent::TakeBack | Intent::Else => {
                let is_open = self.stage.is_open(said.client);
                self.stands(said, if is_open { Rule::NoCounterpart } else { Rule::Ended });
            }
        }
    }

    /// USER, if PASS is to follow it: nothing else may.
    fn name_pop1(&mut self, said: &Said, name: &str) {
        if let Some(rule) = self.hindrance(said) {
            self.stands(said, rule);
            return;
        }
        if !said.pass_follows {
            self.stands(said, Rule::OutOfPlace);
            return;
        }
        self.connect_again(said);
        self.stands(said, Rule::Name);
        let reply = self.say(said, &format!("USER {name}"));
        self.talk(said).name = self.grants(reply.as_deref()).then(|| name.to_owned());
    }

    fn password_pop1(&mut self, said: &Said, password: &[u8]) {
        let name = self.talk(said).name.take();
        match (name, self.hindrance(said)) {
            (_, Some(rule)) => self.stands(said, rule),
            (None, None) => self.stands(said, Rule::OutOfPlace),
            (Some(name), None) => {
                self.stands(said, Rule::Login);
                let reply = self.say(said, &format!("PASS {}", String::from_utf8_lossy(password)));
                let user = self.grants(reply.as_deref()).then_some(name);
                let talk = self.talk(said);
                *talk = Talk { connected: true, user, deletes: std::mem::take(&mut talk.deletes), ..Talk::default() };
            }
        }
    }

    /// Whether the script has deleted everything in the mailbox in the end: only that RDEL can do.
    fn all_is_deleted(&mut self, said: &Said, user: &str) -> bool {
        let count = self.stage.site().store.mails(user).count();
        let deletes = &self.talk(said).deletes;
        0 < count && (1..=count).all(|number| u32::try_from(number).is_ok_and(|number| deletes.contains(&number)))
    }

    fn fetch_pop1(&mut self, said: &Said, user: &str, deletes: bool) {
        let begin = if deletes { "RDEL" } else { "RETR" };
        let reply = self.say(said, &format!("{begin} {user}"));
        if !self.grants(reply.as_deref()) {
            return;
        }
        if self.say(said, "RCEV").is_none_or(|mail| mail.is_empty()) {
            return;
        }
        self.say(said, "RCVD");
        let talk = self.talk(said);
        (talk.fetched, talk.deleted) = (true, deletes);
    }
}
