//! The server of IMAP: it shows the mailbox that POP3 empties, and leaves everything where it is.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::proto::imap::Command;
use crate::proto::imap::State;
use crate::proto::imap::Tagged;
use crate::proto::imap::command::Change;
use crate::proto::imap::command::Item;
use crate::proto::imap::words::Flag;
use crate::proto::imap::words::Set;
use crate::proto::imap::words::Status;
use crate::proto::other;
use crate::session::Fact;
use crate::session::Time;
use crate::sim::imap::fetch;
use crate::sim::imap::fetch::Seen;
use crate::sim::server::Answer;
use crate::sim::server::Site;
use crate::sim::server::answer::Then;
use crate::sim::server::state::Standing;
use crate::sim::store::Shelved;

/// The mailbox keeps its identifiers for ever, so this never changes (RFC 3501 §2.3.1.1).
const UID_VALIDITY: u32 = 1;

/// A session of IMAP. It has no lock: several sessions may see one mailbox, but none while POP has it.
#[derive(Debug)]
pub struct Engine {
    state: State,
    user: Option<Arc<str>>,
    /// The messages that the client knows, by their identifiers: the first has number 1.
    known: Vec<u32>,
    /// Those that no session was told of before this one.
    recent: BTreeSet<u32>,
}

/// What a command comes to: untagged responses, and the last line.
struct Outcome {
    told: Vec<u8>,
    status: Status,
    text: String,
    facts: Vec<Fact>,
}

impl Outcome {
    fn new(status: Status, text: impl Into<String>) -> Self {
        Self { told: Vec::new(), status, text: text.into(), facts: Vec::new() }
    }

    fn ok(text: &str, told: Vec<u8>) -> Self {
        Self { told, ..Self::new(Status::Ok, text) }
    }
}

/// What the server says first.
#[must_use]
pub fn greeting(site: &Site) -> Answer {
    Answer::line(&format!("* OK {} IMAP server ready", site.profile.host))
}

impl Default for Engine {
    fn default() -> Self {
        Self { state: State::NotAuthenticated, user: None, known: Vec::new(), recent: BTreeSet::new() }
    }
}

impl Engine {
    fn obey(&mut self, command: Command, site: &mut Site) -> Outcome {
        match command {
            Command::Capability => Outcome::ok("CAPABILITY completed", b"* CAPABILITY IMAP4rev1\r\n".to_vec()),
            Command::Login { user, password } => self.login(&user, password.reveal(), site),
            Command::Select { mailbox } => self.select(&mailbox, site),
            Command::Fetch { set, items } => {
                self.unless_locked(site, |this, user, site| this.fetch(&user, &set, &items, site))
            }
            Command::Store { set, change, silent, flags } => {
                self.unless_locked(site, |this, user, site| this.store(&user, &set, (change, silent), &flags, site))
            }
            Command::Expunge => self.unless_locked(site, |this, user, site| this.expunge(&user, site)),
            Command::Noop => Outcome::ok("NOOP completed", self.news(site)),
            Command::Logout => {
                let bye = format!("* BYE {} goodbye\r\n", site.profile.host);
                Outcome::ok("LOGOUT completed", bye.into_bytes())
            }
        }
    }

    fn login(&mut self, user: &str, password: &[u8], site: &Site) -> Outcome {
        let account = site
            .store
            .account(user)
            .filter(|account| account.password.as_ref().is_some_and(|expected| expected.reveal() == password));
        match account {
            Some(account) => {
                self.user = Some(account.user.clone());
                Outcome::ok("LOGIN completed", Vec::new())
            }
            None => Outcome::new(Status::No, "no such user, or a wrong password"),
        }
    }

    /// Opens the one mailbox that there is, and tells what is in it.
    fn select(&mut self, mailbox: &str, site: &mut Site) -> Outcome {
        self.known.clear();
        self.recent.clear();
        if !mailbox.eq_ignore_ascii_case("INBOX") {
            return Outcome::new(Status::No, "no such mailbox");
        }
        self.unless_locked(site, |this, user, site| {
            this.known = site.store.shelf(&user).map(|shelved| shelved.uid).collect();
            this.recent = site.store.take_recent(&user);
            let all: Vec<String> = Flag::ALL.iter().map(ToString::to_string).collect();
            let unseen = (1..).zip(site.store.shelf(&user)).find(|(_, shelved)| !shelved.flags.contains(&Flag::Seen));
            let mut told = vec![
                format!("* {} EXISTS", this.known.len()),
                format!("* {} RECENT", this.recent.len()),
                format!("* FLAGS ({})", all.join(" ")),
                format!("* OK [PERMANENTFLAGS ({})] all of them stay", all.join(" ")),
            ];
            told.extend(unseen.map(|(number, _): (u32, _)| format!("* OK [UNSEEN {number}] the first unread message")));
            told.push(format!("* OK [UIDVALIDITY {UID_VALIDITY}] identifiers stay"));
            told.push(format!("* OK [UIDNEXT {}] the next identifier", site.store.next_uid(&user)));
            let told = told.into_iter().flat_map(|line| format!("{line}\r\n").into_bytes()).collect();
            Outcome::ok("[READ-WRITE] SELECT completed", told)
        })
    }

    fn fetch(&mut self, user: &str, set: &Set, items: &[Item], site: &mut Site) -> Outcome {
        let Some(numbers) = self.numbers(set) else { return no_such_number() };
        let (mut told, mut changed, mut gone) = (Vec::new(), Vec::new(), false);
        for number in numbers {
            let Some(seen) = self.seen(user, number, site) else {
                gone = true;
                continue;
            };
            let flags = fetch::flags_after(items, seen.shelved.flags);
            told.extend(fetch::response(seen, items, &flags));
            if flags != *seen.shelved.flags {
                changed.push((seen.shelved.uid, flags));
            }
        }
        for (uid, flags) in changed {
            site.store.set_flags(user, uid, flags);
        }
        finished("FETCH", told, gone)
    }

    fn store(
        &mut self,
        user: &str,
        set: &Set,
        (change, silent): (Change, bool),
        by: &[Flag],
        site: &mut Site,
    ) -> Outcome {
        let Some(numbers) = self.numbers(set) else { return no_such_number() };
        let (mut told, mut gone) = (Vec::new(), false);
        for number in numbers {
            let Some(seen) = self.seen(user, number, site) else {
                gone = true;
                continue;
            };
            let flags = fetch::changed(seen.shelved.flags, change, by);
            if !silent {
                told.extend(fetch::response(seen, &[Item::Flags], &flags));
            }
            let uid = seen.shelved.uid;
            site.store.set_flags(user, uid, flags);
        }
        finished("STORE", told, gone)
    }

    fn expunge(&mut self, user: &str, site: &mut Site) -> Outcome {
        let deleted = site.store.shelf(user).filter(|shelved| shelved.flags.contains(&Flag::Deleted));
        let deleted: BTreeSet<u32> = deleted.map(|shelved| shelved.uid).collect();
        let unique_ids = site.store.expunge(user, &deleted);
        let gone = (!unique_ids.is_empty()).then(|| Fact::MailRemoved { user: user.into(), unique_ids });
        Outcome { facts: gone.into_iter().collect(), ..Outcome::ok("EXPUNGE completed", self.removals(user, site)) }
    }

    /// What happened to the mailbox since the client was told of it.
    fn news(&mut self, site: &mut Site) -> Vec<u8> {
        let Some(user) = self.user.clone().filter(|_| self.state == State::Selected) else { return Vec::new() };
        let mut told = self.removals(&user, site);
        let known: BTreeSet<u32> = self.known.iter().copied().collect();
        let fresh: Vec<u32> =
            site.store.shelf(&user).map(|shelved| shelved.uid).filter(|uid| !known.contains(uid)).collect();
        if !fresh.is_empty() {
            self.known.extend(fresh);
            self.recent.extend(site.store.take_recent(&user));
            told.extend(format!("* {} EXISTS\r\n* {} RECENT\r\n", self.known.len(), self.recent.len()).bytes());
        }
        told
    }

    /// Tells of messages that are gone, one by one: each moves those behind it up (RFC 3501 §7.4.1).
    fn removals(&mut self, user: &str, site: &Site) -> Vec<u8> {
        let there: BTreeSet<u32> = site.store.shelf(user).map(|shelved| shelved.uid).collect();
        let mut told = Vec::new();
        let mut number = 1;
        self.known.retain(|uid| {
            let stays = there.contains(uid);
            if stays {
                number += 1;
            } else {
                told.extend(format!("* {number} EXPUNGE\r\n").bytes());
            }
            stays
        });
        self.recent.retain(|uid| there.contains(uid));
        told
    }

    fn numbers(&self, set: &Set) -> Option<Vec<u32>> {
        set.numbers(u32::try_from(self.known.len()).unwrap_or(u32::MAX))
    }

    /// The message of a number; `None` if another session removed it.
    fn seen<'a>(&self, user: &str, number: u32, site: &'a Site) -> Option<Seen<'a>> {
        let uid = *self.known.get(usize::try_from(number).ok()?.checked_sub(1)?)?;
        let shelved: Shelved<'a> = site.store.shelf(user).find(|shelved| shelved.uid == uid)?;
        Some(Seen { number, shelved, recent: self.recent.contains(&uid) })
    }

    /// Does something with the mailbox, unless a session of POP has its lock (RFC 1939 §4).
    fn unless_locked(
        &mut self,
        site: &mut Site,
        work: impl FnOnce(&mut Self, Arc<str>, &mut Site) -> Outcome,
    ) -> Outcome {
        let Some(user) = self.user.clone() else { return Outcome::new(Status::No, "log in first") };
        if site.store.locked_by(&user).is_some() {
            return Outcome::new(Status::No, "a POP session has the lock of the mailbox");
        }
        work(self, user, site)
    }
}

fn no_such_number() -> Outcome {
    Outcome::new(Status::Bad, "there is no message of such a number")
}

fn finished(command: &str, told: Vec<u8>, gone: bool) -> Outcome {
    if gone {
        Outcome { told, ..Outcome::new(Status::No, "some of the messages are gone") }
    } else {
        Outcome::ok(&format!("{command} completed"), told)
    }
}

impl crate::sim::service::Engine for Engine {
    fn hear(&mut self, line: &[u8], _now: Time, site: &mut Site) -> Option<Answer> {
        if self.state == State::Logout {
            return None;
        }
        let Tagged { tag, command } = Tagged::parse(line);
        let tag = tag.unwrap_or_else(|| "*".to_owned());
        let (verb, outcome) = match command {
            Err(error) => (None, Outcome::new(Status::Bad, error.to_string())),
            Ok(command) if !command.verb().allowed_in(self.state) => {
                let (word, state) = (command.verb().as_str(), self.state.as_str());
                (None, Outcome::new(Status::Bad, format!("{word} is not allowed in the {state} state")))
            }
            Ok(command) => (Some(command.verb()), self.obey(command, site)),
        };
        let Outcome { told, status, text, facts } = outcome;
        if let Some(verb) = verb {
            self.state = self.state.after(verb, status);
        }
        let word = match status {
            Status::Ok => "OK",
            Status::No => "NO",
            Status::Bad => "BAD",
            Status::Preauth => "PREAUTH",
            Status::Bye => "BYE",
        };
        let octets = [told, format!("{tag} {word} {text}\r\n").into_bytes()].concat();
        let then = if self.state == State::Logout { Then::Close } else { Then::GoOn };
        Some(Answer { octets, facts, then, ..Answer::line("") })
    }

    fn overflow(&mut self, _piece: &[u8], _site: &mut Site) -> Option<Answer> {
        let talks = self.state != State::Logout;
        self.state = State::Logout;
        talks.then(|| Answer::line("* BYE the line is too long").then(Then::Close))
    }

    fn hang_up(&mut self, _site: &mut Site) -> Vec<Fact> {
        Vec::new()
    }

    fn standing(&self) -> Standing {
        Standing {
            other: Some(other::State::Imap(self.state)),
            user: self.user.clone(),
            quit: self.state == State::Logout,
            ..Standing::default()
        }
    }
}
