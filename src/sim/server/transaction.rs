//! The TRANSACTION state: the client works on its maildrop (RFC 1939 §5 and §7).

use std::fmt::Write as _;

use crate::proto::Command;
use crate::proto::Keyword;
use crate::proto::MessageNumber;
use crate::proto::Phase;
use crate::proto::command::CommandLine;
use crate::session::Fact;
use crate::sim::Deviation;
use crate::sim::Mail;
use crate::sim::Maildrop;
use crate::sim::Phrase;
use crate::sim::Profile;
use crate::sim::generation::LastAfterReset;
use crate::sim::ledger;
use crate::sim::maildrop::NoMessage;
use crate::sim::profile::Utf8Offer;
use crate::sim::server::Answer;
use crate::sim::server::Server;
use crate::sim::server::Site;
use crate::sim::server::capabilities::capabilities;
use crate::sim::server::deviate;
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
        if site.profile.deviates(Deviation::SeesNewMail) {
            let user = self.maildrop.user().clone();
            self.maildrop.take_in(site.store.mails(&user));
        }
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

    /// Gives the lock back and removes nothing, unless the server breaks just this law (RFC 1939 §6).
    pub(super) fn abandon(self, site: &mut Site) -> Vec<Fact> {
        let user = self.maildrop.user().clone();
        let mut facts = Vec::new();
        if site.profile.deviates(Deviation::RemovesWithoutQuit) {
            let removal = site.store.update(self.maildrop, None);
            let unique_ids: Vec<_> = removal.removed.into_iter().map(|(_, unique_id)| unique_id).collect();
            if !unique_ids.is_empty() {
                facts.push(Fact::MailRemoved { user: user.clone(), unique_ids });
            }
        } else if site.profile.deviates(Deviation::MarksOutliveTheSession) {
            site.store.release_with_marks(self.maildrop);
        } else {
            site.store.release(self.maildrop);
        }
        facts.push(Fact::MaildropReleased { user });
        facts
    }

    pub(super) fn standing(&self) -> Standing {
        Standing {
            phase: Some(Phase::Transaction),
            user: Some(self.maildrop.user().clone()),
            marked: self.maildrop.marked().collect(),
            ..Standing::default()
        }
    }

    fn obey(&mut self, command: &Command, site: &mut Site) -> Answer {
        match command {
            Command::Stat => self.stat(site),
            Command::List { message: None } => {
                let list = self.list(site, |mail| size_of(mail, &site.profile).to_string());
                self.say(site, Phrase::List).with_block(list.as_bytes())
            }
            Command::Uidl { message: None } => {
                let list = self.list(site, |mail| mail.unique_id().to_string());
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
            | Command::Rpop { .. }
            | Command::Apop { .. }
            | Command::Auth { .. }
            | Command::Stls
            | Command::Utf8
            | Command::Lang { .. }
            | Command::Quit => unreachable!("the gate lets no {} through here", command.keyword()),
        }
    }

    fn stat(&self, site: &Site) -> Answer {
        let counted: Vec<&Mail> = if site.profile.deviates(Deviation::StatCountsMarked) {
            self.maildrop.all_messages().map(|(_, mail)| mail).collect()
        } else {
            self.maildrop.messages().map(|(_, mail)| mail).collect()
        };
        let octets = counted.iter().map(|mail| size_of(mail, &site.profile)).sum();
        let values = Values { count: counted.len(), octets, ..maildrop_values(&self.maildrop, site) };
        Answer::say(site, Phrase::Stat, &values)
    }

    /// The lines of a listing: the number that the client knows a message by, and what is told of it.
    fn list(&self, site: &Site, told: impl Fn(&Mail) -> String) -> String {
        let all = site.profile.deviates(Deviation::ListShowsMarked);
        let mut list = String::new();
        let mut before = 0;
        for (number, mail) in self.maildrop.all_messages() {
            let marked = self.maildrop.message(number).is_err();
            if all || !marked {
                let number = shown(number, before, site);
                let _ = write!(list, "{number} {}\r\n", told(mail)); // Writing to a String cannot fail.
            }
            before += u32::from(!marked);
        }
        list
    }

    fn retr(&mut self, site: &Site, shown: MessageNumber) -> Answer {
        let number = self.meant(shown, site);
        if site.profile.deviates(Deviation::ReadOnce) && self.maildrop.was_touched(number) {
            return self.say_none(site, shown, NoMessage::Missing);
        }
        match self.message(number, Deviation::MarkedStaysReadable, site) {
            Ok(mail) => {
                let answer = self.say_of(site, Phrase::Retr, shown);
                let answer = with_mail(answer, Keyword::Retr, mail, mail.octets().len(), &site.profile);
                self.maildrop.touch(number);
                answer
            }
            Err(none) => self.say_none(site, shown, none),
        }
    }

    fn top(&self, site: &Site, shown: MessageNumber, lines: u32) -> Answer {
        match self.message(self.meant(shown, site), Deviation::MarkedStaysReadable, site) {
            Ok(mail) => {
                let answer = self.say_of(site, Phrase::Top, shown);
                with_mail(answer, Keyword::Top, mail, mail.top(lines).len(), &site.profile)
            }
            Err(none) => self.say_none(site, shown, none),
        }
    }

    fn dele(&mut self, site: &mut Site, shown: MessageNumber) -> Answer {
        let number = self.meant(shown, site);
        let answer = self.say_of(site, Phrase::Dele, shown); // While the message can still be spoken of.
        match self.maildrop.mark(number) {
            Ok(()) if site.profile.deviates(Deviation::DeletesAtOnce) => answer.with_facts(self.delete(number, site)),
            Ok(()) => answer,
            Err(NoMessage::Marked) if site.profile.deviates(Deviation::MarksTwice) => answer,
            Err(none) => self.say_none(site, shown, none),
        }
    }

    /// Takes a message out of the store at once. Its place in the snapshot stays marked for good.
    fn delete(&self, number: MessageNumber, site: &mut Site) -> Option<Fact> {
        let user = self.maildrop.user().clone();
        let unique_id = self.maildrop.any_message(number)?.unique_id().clone();
        site.store.remove_by_site(&user, &unique_id).ok()?;
        Some(Fact::MailRemoved { user, unique_ids: vec![unique_id] })
    }

    fn rset(&mut self, site: &Site) -> Answer {
        let kept = [Deviation::RsetKeepsMarks, Deviation::DeletesAtOnce];
        if !kept.into_iter().any(|deviation| site.profile.deviates(deviation)) {
            self.maildrop.unmark_all();
        }
        match site.profile.generation.last_after_reset() {
            LastAfterReset::AsAtTheStart => self.maildrop.reset_last_to_start(),
            LastAfterReset::Zero => self.maildrop.reset_last_to_zero(),
            LastAfterReset::NoSuchCommand if site.profile.has(Keyword::Last) => self.maildrop.reset_last_to_zero(),
            LastAfterReset::NoSuchCommand => (),
        }
        self.say(site, Phrase::Rset)
    }

    /// A message that can be spoken of. A server with this deviation speaks of marked ones too.
    fn message(&self, number: MessageNumber, deviation: Deviation, site: &Site) -> Result<&Mail, NoMessage> {
        let marked_too = site.profile.deviates(deviation).then(|| self.maildrop.any_message(number)).flatten();
        marked_too.map_or_else(|| self.maildrop.message(number), Ok)
    }

    /// The message that a number of the client means.
    fn meant(&self, shown: MessageNumber, site: &Site) -> MessageNumber {
        if !site.profile.deviates(Deviation::NumbersCloseUp) {
            return shown;
        }
        // Beyond the messages that are left no number means anything.
        let beyond = || MessageNumber::from_index(self.maildrop.all_messages().count());
        let found = self.maildrop.messages().nth(shown.index()).map(|(number, _)| number);
        found.or_else(beyond).unwrap_or(shown)
    }

    fn say(&self, site: &Site, phrase: Phrase) -> Answer {
        Answer::say(site, phrase, &maildrop_values(&self.maildrop, site))
    }

    /// Speaks of one message, or says why it cannot.
    fn say_of(&self, site: &Site, phrase: Phrase, shown: MessageNumber) -> Answer {
        let leniency = if matches!(phrase, Phrase::Retr | Phrase::Top) {
            Deviation::MarkedStaysReadable
        } else if phrase == Phrase::Dele {
            Deviation::MarksTwice
        } else {
            Deviation::MarkedStaysListed
        };
        match self.message(self.meant(shown, site), leniency, site) {
            Ok(mail) => {
                let values = Values {
                    number: told_number(shown, &site.profile),
                    size: size_of(mail, &site.profile),
                    unique_id: mail.unique_id().to_string(),
                    ..maildrop_values(&self.maildrop, site)
                };
                Answer::say(site, phrase, &values)
            }
            Err(none) => self.say_none(site, shown, none),
        }
    }

    fn say_none(&self, site: &Site, shown: MessageNumber, none: NoMessage) -> Answer {
        let phrase = match none {
            NoMessage::Missing => Phrase::NoSuchMessage,
            NoMessage::Marked => Phrase::Deleted,
        };
        let number = told_number(shown, &site.profile);
        Answer::say(site, phrase, &Values { number, ..maildrop_values(&self.maildrop, site) })
    }
}

/// The number by which the client knows a message, in front of which so many stand without a mark.
fn shown(number: MessageNumber, before: u32, site: &Site) -> u32 {
    let place = if site.profile.deviates(Deviation::NumbersCloseUp) { before + 1 } else { number.get() };
    place - u32::from(site.profile.deviates(Deviation::NumbersFromZero))
}

/// The number that the client used, which this server may count from 0.
fn told_number(shown: MessageNumber, profile: &Profile) -> u32 {
    shown.get() - u32::from(profile.deviates(Deviation::NumbersFromZero))
}

/// The size of a message as this server counts it (RFC 1939 §11).
fn size_of(mail: &Mail, profile: &Profile) -> u64 {
    if profile.deviates(Deviation::SizesCountLineFeeds) {
        let line_ends = mail.octets().windows(2).filter(|pair| pair == b"\r\n").count();
        mail.size() - line_ends as u64
    } else {
        mail.size()
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

/// An answer and the first octets of a mail behind it, as this server writes a block.
fn with_mail(answer: Answer, keyword: Keyword, mail: &Mail, length: usize, profile: &Profile) -> Answer {
    if profile.deviations.is_empty() {
        answer.with_message(mail, length)
    } else {
        answer.with_wire(&deviate::block(keyword, &mail.octets()[..length], profile))
    }
}
