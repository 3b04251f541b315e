//! The server of SMTP: it checks the order, takes a mail in, and puts it into the maildrops (RFC 5321 §4).

use std::sync::Arc;

use crate::proto::other;
use crate::proto::other::Tone;
use crate::proto::smtp::Command;
use crate::proto::smtp::State;
use crate::proto::smtp::Verb;
use crate::proto::smtp::command::Address;
use crate::proto::smtp::reply;
use crate::session::Fact;
use crate::session::Time;
use crate::sim::server::Answer;
use crate::sim::server::Site;
use crate::sim::server::answer::Then;
use crate::sim::server::state::Standing;
use crate::sim::smtp::trace::trace;

/// The most octets of a mail that is taken, as SIZE announces it (RFC 1870).
pub const MAX_MAIL: usize = 1024 * 1024;

/// The most recipients of one mail: a server has to bear so many (RFC 5321 §4.5.3.1.8).
const MAX_RECIPIENTS: usize = 100;

/// A session of SMTP.
#[derive(Debug)]
pub struct Engine {
    state: State,
    /// What the client calls itself, and whether it did so with EHLO.
    client: Option<(String, bool)>,
    /// Who gets the mail back; `None` for nobody.
    from: Option<Address>,
    /// The users whom the mail is for. Invariant: each is in the store.
    to: Vec<Arc<str>>,
    mail: Mail,
}

/// The mail that travels.
#[derive(Debug)]
struct Mail {
    octets: Vec<u8>,
    /// Whether a line begins: only there can a dot be more than a dot.
    at_line_start: bool,
    /// The last piece ended with a CR, and an LF may come.
    open_return: bool,
    too_large: bool,
}

impl Default for Mail {
    fn default() -> Self {
        Self { octets: Vec::new(), at_line_start: true, open_return: false, too_large: false }
    }
}

impl Mail {
    /// Takes a line, or a piece of one, without the dot that was stuffed (RFC 5321 §4.5.2).
    fn take(&mut self, line: &[u8]) {
        let line = if self.at_line_start { line.strip_prefix(b".").unwrap_or(line) } else { line };
        if MAX_MAIL < self.octets.len() + line.len() {
            self.too_large = true;
        } else if !self.too_large {
            self.octets.extend_from_slice(line);
        }
        // A line that is too long comes in pieces, and may be cut between CR and LF.
        self.at_line_start = line.ends_with(b"\r\n") || (self.open_return && line == b"\n");
        self.open_return = line.ends_with(b"\r");
    }
}

/// What the server says first (RFC 5321 §3.1).
#[must_use]
pub fn greeting(site: &Site) -> Answer {
    Answer::line(&format!("220 {} SMTP server ready", site.profile.host))
}

impl Default for Engine {
    fn default() -> Self {
        Self { state: State::Connected, client: None, from: None, to: Vec::new(), mail: Mail::default() }
    }
}

impl Engine {
    /// Says something, and goes where the law leads.
    fn reply(&mut self, verb: Verb, line: &str) -> Answer {
        let tone = reply::code(line.as_bytes()).and_then(reply::tone).unwrap_or(Tone::Negative);
        self.state = self.state.after(verb, tone);
        Answer::line(line)
    }

    fn forget_mail(&mut self) {
        self.from = None;
        self.to.clear();
        self.mail = Mail::default();
    }

    fn obey(&mut self, command: Command, site: &Site) -> Answer {
        let host = &site.profile.host;
        let verb = command.verb();
        match command {
            Command::Ehlo { name } => {
                self.forget_mail();
                let lines = format!("250-{host} greets {name}\r\n250-8BITMIME\r\n250 SIZE {MAX_MAIL}");
                self.client = Some((name, true));
                self.reply(verb, &lines)
            }
            Command::Helo { name } => {
                self.forget_mail();
                let line = format!("250 {host} greets {name}");
                self.client = Some((name, false));
                self.reply(verb, &line)
            }
            Command::Mail { size: Some(announced), .. } if (MAX_MAIL as u64) < announced => {
                self.reply(verb, "552 a mail of this size is not taken")
            }
            Command::Mail { from, .. } => {
                self.forget_mail();
                self.from = from;
                self.reply(verb, "250 sender noted")
            }
            Command::Rcpt { to } => self.rcpt(&to, site),
            Command::Data => self.reply(verb, "354 send the mail, end with a dot"),
            Command::Rset => {
                self.forget_mail();
                self.reply(verb, "250 nothing is noted any more")
            }
            // Telling strangers who is here would help those who send what nobody wants (RFC 5321 §7.3).
            Command::Vrfy { .. } => self.reply(verb, "252 I shall not say, but I take mail and try"),
            Command::Noop => self.reply(verb, "250 nothing done"),
            Command::Quit => {
                let line = format!("221 {host} goodbye");
                self.reply(verb, &line).then(Then::Close)
            }
        }
    }

    fn rcpt(&mut self, to: &Address, site: &Site) -> Answer {
        if !is_ours(to, &site.profile.host) {
            return self.reply(Verb::Rcpt, "550 I carry no mail to other places");
        }
        // Only the place itself may read a local part; here small and capital letters are one.
        let small = to.local_part.to_ascii_lowercase();
        let account = site.store.account(&to.local_part).or_else(|| site.store.account(&small));
        let Some(user) = account.map(|account| account.user.clone()) else {
            return self.reply(Verb::Rcpt, "550 no such user here");
        };
        if MAX_RECIPIENTS <= self.to.len() {
            return self.reply(Verb::Rcpt, "452 too many recipients");
        }
        if !self.to.contains(&user) {
            self.to.push(user);
        }
        self.reply(Verb::Rcpt, "250 recipient noted")
    }

    /// The dot: from here on the server answers for the mail (RFC 5321 §4.1.1.4).
    fn deliver(&mut self, now: Time, site: &mut Site) -> Answer {
        let mail = std::mem::take(&mut self.mail);
        if mail.too_large {
            self.forget_mail();
            return self.reply(Verb::Data, "552 the mail is too large");
        }
        let (name, extended) = self.client.clone().unwrap_or_default();
        let mut octets = trace(self.from.as_ref(), &name, &site.profile.host, extended, now).into_bytes();
        octets.extend_from_slice(&mail.octets);
        let mut facts = Vec::new();
        for user in std::mem::take(&mut self.to) {
            if let Ok(message) = site.store.deliver(&user, &octets, None) {
                facts.push(Fact::MailArrived { user, message });
            }
        }
        self.forget_mail();
        self.reply(Verb::Data, "250 the mail is taken in").with_facts(facts)
    }
}

/// Whether an address is one of this host, or of the domain that it stands in.
fn is_ours(to: &Address, host: &str) -> bool {
    let Some(domain) = &to.domain else { return true };
    let parent = host.split_once('.').map(|(_, parent)| parent);
    domain.eq_ignore_ascii_case(host) || parent.is_some_and(|parent| domain.eq_ignore_ascii_case(parent))
}

impl crate::sim::service::Engine for Engine {
    fn hear(&mut self, line: &[u8], now: Time, site: &mut Site) -> Option<Answer> {
        if self.state == State::Closing {
            return None;
        }
        if self.state == State::Data {
            if self.mail.at_line_start && line == b".\r\n" {
                return Some(self.deliver(now, site));
            }
            self.mail.take(line);
            return None;
        }
        Some(match Command::parse(line) {
            Err(error) => Answer::line(&format!("{} {error}", error.code())),
            Ok(command) if !command.verb().allowed_in(self.state) => {
                let why = match self.state {
                    State::Connected => "first say who you are: EHLO",
                    State::Greeted => "first begin a mail: MAIL FROM",
                    State::Mail if command.verb() == Verb::Data => "first say to whom: RCPT TO",
                    State::Mail | State::Recipients | State::Data | State::Closing => "a mail is begun already",
                };
                Answer::line(&format!("503 {why}"))
            }
            Ok(command) => self.obey(command, site),
        })
    }

    fn overflow(&mut self, piece: &[u8], site: &mut Site) -> Option<Answer> {
        match self.state {
            State::Data => {
                self.mail.take(piece);
                None
            }
            State::Closing => None,
            State::Connected | State::Greeted | State::Mail | State::Recipients => {
                self.state = State::Closing;
                let line = format!("421 {} the line is too long, goodbye", site.profile.host);
                Some(Answer::line(&line).then(Then::Close))
            }
        }
    }

    fn hang_up(&mut self, _site: &mut Site) -> Vec<Fact> {
        Vec::new() // A mail without its dot was never taken in.
    }

    fn standing(&self) -> Standing {
        Standing {
            other: Some(other::State::Smtp(self.state)),
            quit: self.state == State::Closing,
            ..Standing::default()
        }
    }
}
