//! The TRANSACTION state: the client works on its maildrop (RFC 1939 §5 and §7).

use std::fmt::Write as _;

use crate::proto::Command;
use crate::proto::MessageNumber;
use crate::proto::Phase;
use crate::proto::command::CommandLine;
use crate::session::Fact;
use crate::sim::Mail;
use crate::sim::Maildrop;
use crate::sim::Phrase;
use crate::sim::ledger;
use crate::sim::maildrop::NoMessage;
use crate::sim::profile::Generation;
use crate::sim::profile::Utf8Offer;
use crate::sim::server::Answer;
use crate::sim::server::Server;
use crate::sim::server::Site;
use crate::sim::server::capabilities::capabilities;
use crate::sim::server::gate::Heard;
use crate::sim::server::gate::admit;
use crate::sim::server::gate::refuse;
use crate::sim::server::language::lang;
use crate::sim::server::state::Outcome;
use crate::sim::server::state::Standing;
use crate::sim::server::update::Update;
use crate::sim::template::Values;
use crate::sim::terms::Expire;

/// A session with a maildrop, and thus with its lock.
#[derive(Debug)]
pub struct Transaction {
    maildrop: Maildrop,
    covered: bool,
}

impl Transaction {
    pub(super) fn new(maildrop: Maildrop, covered: bool) -> Self {
        Self { maildrop, covered }
    }

    pub(super) fn handle(mut self, heard: Heard<'_>, site: &mut Site) -> Outcome {
        let line = CommandLine::read(heard.line);
        match admit(&line, Phase::Transaction, false, &site.profile) {
            Err(refusal) => {
                let answer = refuse(site, &line, Phase::Transaction, refusal);
                (Server::Transaction(self), answer)
            }
            Ok(Command::Quit) => {
                let marked: Vec<_> = self.maildrop.marked().collect();
                if removes_what_was_read(&self.maildrop, site) {
                    self.maildrop.mark_retrieved();
                }
                let (state, answer) = Update::enter(self.maildrop, site);
                (Server::Update(state.seen_by_client(&marked)), answer)
            }
            Ok(Command::Lang { range }) => {
                let answer = lang(site, range.as_deref());
                (Server::Transaction(self), answer)
            }
            Ok(command) if needs_utf8(&command, &self.maildrop, site) => {
                let values = maildrop_values(&self.maildrop, site);
                let answer = Answer::say_with_code(site, Phrase::Utf8Needed, &values, "UTF8");
                (Server::Transaction(self), answer)
            }
            Ok(command) => {
                let answer = self.obey(&command, site);
                if let (Command::Retr { message }, true) = (&command, answer.is_positive()) {
                    self.maildrop.note_retrieved(*message);
                }
                (Server::Transaction(self), answer)
            }
        }
    }

    /// Gives the lock back and removes nothing.
    pub(super) fn abandon(self, site: &mut Site) -> Vec<Fact> {
        let user = self.maildrop.user().clone();
        site.store.release(self.maildrop);
        vec![Fact::MaildropReleased { user }]
    }

    pub(super) fn standing(&self) -> Standing {
        Standing {
            phase: Some(Phase::Transaction),
            user: Some(self.maildrop.user().clone()),
            marked: self.maildrop.marked().collect(),
            ..Standing::default()
        }
    }

    fn obey(&mut self, command: &Command, site: &Site) -> Answer {
        match command {
            Command::Stat => self.say(site, Phrase::Stat),
            Command::List { message: None } => {
                let list = self.maildrop.messages().fold(String::new(), |mut list, (number, mail)| {
                    let _ = write!(list, "{number} {}\r\n", mail.size()); // Writing to a String cannot fail.
                    list
                });
                self.say(site, Phrase::List).with_block(list.as_bytes())
            }
            Command::Uidl { message: None } => {
                let list = self.maildrop.messages().fold(String::new(), |mut list, (number, mail)| {
                    let _ = write!(list, "{number} {}\r\n", mail.unique_id()); // Writing to a String cannot fail.
                    list
                });
                self.say(site, Phrase::Uidl).with_block(list.as_bytes())
            }
            Command::List { message: Some(number) } => self.say_of(site, Phrase::ListOne, *number),
            Command::Uidl { message: Some(number) } => self.say_of(site, Phrase::UidlOne, *number),
            Command::Retr { message } => self.retr(site, *message),
            Command::Top { message, lines } => self.top(site, *message, *lines),
            Command::Dele { message } => self.dele(site, *message),
            Command::Noop => self.say(site, Phrase::Noop),
            Command::Rset => self.rset(site),
            Command::Last => self.say(site, Phrase::Last),
            Command::Capa => {
                let lines = capabilities(site, Phase::Transaction, self.covered, Some(self.maildrop.user()));
                self.say(site, Phrase::Capa).with_block(with_line_ends(&lines).as_bytes())
            }
            Command::User { .. }
            | Command::Pass { .. }
            | Command::Apop { .. }
            | Command::Auth { .. }
            | Command::Stls
            | Command::Utf8
            | Command::Lang { .. }
            | Command::Quit => unreachable!("the gate lets no {} through here", command.keyword()),
        }
    }

    fn retr(&mut self, site: &Site, number: MessageNumber) -> Answer {
        match self.maildrop.message(number) {
            Ok(mail) => {
                let answer = self.say_of(site, Phrase::Retr, number).with_block(mail.octets());
                self.maildrop.touch(number);
                answer
            }
            Err(none) => self.say_none(site, number, none),
        }
    }

    fn top(&self, site: &Site, number: MessageNumber, lines: u32) -> Answer {
        match self.maildrop.message(number) {
            Ok(mail) => self.say_of(site, Phrase::Top, number).with_block(mail.top(lines)),
            Err(none) => self.say_none(site, number, none),
        }
    }

    fn dele(&mut self, site: &Site, number: MessageNumber) -> Answer {
        let answer = self.say_of(site, Phrase::Dele, number); // While the message can still be spoken of.
        match self.maildrop.mark(number) {
            Ok(()) => answer,
            Err(none) => self.say_none(site, number, none),
        }
    }

    fn rset(&mut self, site: &Site) -> Answer {
        self.maildrop.unmark_all();
        match site.profile.generation {
            Generation::Rfc1225 => self.maildrop.reset_last_to_start(),
            Generation::Rfc1460 => self.maildrop.reset_last_to_zero(),
            Generation::Rfc1939 => (),
        }
        self.say(site, Phrase::Rset)
    }

    fn say(&self, site: &Site, phrase: Phrase) -> Answer {
        Answer::say(site, phrase, &maildrop_values(&self.maildrop, site))
    }

    /// Speaks of one message, or says why it cannot.
    fn say_of(&self, site: &Site, phrase: Phrase, number: MessageNumber) -> Answer {
        match self.maildrop.message(number) {
            Ok(mail) => {
                let values = Values {
                    number: number.get(),
                    size: mail.size(),
                    unique_id: mail.unique_id().to_string(),
                    ..maildrop_values(&self.maildrop, site)
                };
                Answer::say(site, phrase, &values)
            }
            Err(none) => self.say_none(site, number, none),
        }
    }

    fn say_none(&self, site: &Site, number: MessageNumber, none: NoMessage) -> Answer {
        let phrase = match none {
            NoMessage::Missing => Phrase::NoSuchMessage,
            NoMessage::Marked => Phrase::Deleted,
        };
        Answer::say(site, phrase, &Values { number: number.get(), ..maildrop_values(&self.maildrop, site) })
    }
}

/// Whether UPDATE takes RETR for an implicit DELE, as it may where nothing may stay (RFC 2449 §6.7).
fn removes_what_was_read(maildrop: &Maildrop, site: &Site) -> bool {
    let expire = ledger::expire(&site.profile, &site.store, maildrop.user());
    site.profile.implicit_dele && expire == Some(Expire::Days(0))
}

/// Whether a command asks for a message that only UTF-8 mode can carry, in a session without it (RFC 6856 §5).
fn needs_utf8(command: &Command, maildrop: &Maildrop, site: &Site) -> bool {
    let asks = matches!(command, Command::Retr { .. } | Command::Top { .. } | Command::List { .. });
    let refuses = site.profile.utf8 != Utf8Offer::None && !site.profile.modes.utf8;
    let number = command.message().filter(|_| asks && refuses);
    number.is_some_and(|number| maildrop.message(number).is_ok_and(Mail::needs_utf8))
}

/// What a reply can tell of the maildrop.
pub(super) fn maildrop_values(maildrop: &Maildrop, site: &Site) -> Values {
    Values {
        host: site.profile.host.clone(),
        user: maildrop.user().to_string(),
        count: maildrop.count(),
        octets: maildrop.octets(),
        last: maildrop.last(),
        ..Values::default()
    }
}

/// Lines of a list as a block.
pub(super) fn with_line_ends(lines: &[String]) -> String {
    lines.iter().flat_map(|line| [line, "\r\n"]).collect()
}
