//! How a deviating server mishears and misspeaks: a layer around the lawful one.
//!
//! ```text
//! line ─► mishear ─► the law of the state ─► misspeak ─► reply
//!            └──────── answered at once ────────┘
//! ```
//!
//! A strict server has no deviation, and nothing here changes a word of it.

use std::borrow::Cow;

use crate::proto::Keyword;
use crate::proto::Phase;
use crate::proto::auth::apop_digest;
use crate::proto::command::CommandLine;
use crate::proto::line::first_line;
use crate::proto::multiline::TERMINATOR;
use crate::proto::multiline::stuff;
use crate::session::ConnectionId;
use crate::session::Time;
use crate::sim::Deviation;
use crate::sim::Profile;
use crate::sim::server::Answer;
use crate::sim::server::Server;
use crate::sim::server::Site;
use crate::sim::server::answer::Refusal;
use crate::sim::server::answer::Then;
use crate::sim::server::gate::Heard;

/// As many lines of the body as nobody has.
const ALL_LINES: &str = "4294967295";

/// What a server makes of a line before the law is asked.
pub(super) enum Misheard<'a> {
    /// The law decides on this line.
    Line(Cow<'a, [u8]>),
    /// It is answered, and the state stays as it is.
    Answered(Answer),
}

/// What a server makes of a line.
pub(super) fn mishear<'a>(server: &Server, heard: Heard<'a>, site: &Site) -> Misheard<'a> {
    let as_it_came = Misheard::Line(Cow::Borrowed(heard.line));
    if site.profile.deviations.is_empty() || !server.hears_commands() {
        return as_it_came;
    }
    let line = CommandLine::read(heard.line);
    if is_help(heard.line) && site.profile.deviates(Deviation::HelpAnywhere) {
        return Misheard::Answered(Answer::line("+OK Normal POP3 commands are allowed"));
    }
    let Some(keyword) = line.keyword.filter(|keyword| site.profile.has(*keyword)) else { return as_it_came };
    let has = |deviation| site.profile.deviates(deviation);
    let words: Vec<&[u8]> = first_line(heard.line).0.split(|octet| *octet == b' ').collect();
    let before_login = server.phase() == Some(Phase::Authorization);
    let first = words.get(1).copied();
    let new = match (keyword, first) {
        (Keyword::Noop, None) if before_login && has(Deviation::NoopAnywhere) => return answered(),
        (Keyword::Rset, None) if before_login && has(Deviation::RsetAnywhere) => return answered(),
        (Keyword::User, None) if before_login && has(Deviation::BareUserAccepted) => return answered(),
        (Keyword::Rset, Some(_)) if has(Deviation::RsetTakesArgument) => Some("RSET".to_owned()),
        (Keyword::List, Some(_)) if has(Deviation::ListIgnoresArgument) => Some("LIST".to_owned()),
        (Keyword::Pass, Some(password)) => other_password(server, password, site),
        (Keyword::Apop, Some(name)) if has(Deviation::ApopUnchecked) => right_digest(server, name, site),
        (Keyword::Top, Some(number)) => other_top(number, words.get(2).copied(), &site.profile),
        (_, _) => None,
    };
    let new = new.map_or(as_it_came, |line| Misheard::Line(Cow::Owned(with_end(&line, heard.line))));
    match new {
        Misheard::Line(line) if has(Deviation::NumbersFromZero) && speaks_of_a_message(keyword) => {
            Misheard::Line(counted_from_one(&line).map_or(line, Cow::Owned))
        }
        Misheard::Line(_) | Misheard::Answered(_) => new,
    }
}

/// What becomes of an answer on its way out. `asked` is the line as it came, in the state of then.
pub(super) fn misspeak(mut answer: Answer, asked: &[u8], phase: Option<Phase>, site: &Site) -> Answer {
    let profile = &site.profile;
    if profile.deviations.is_empty() {
        return answer;
    }
    let has = |deviation| profile.deviates(deviation);
    let line = CommandLine::read(asked);
    let keyword = line.keyword.filter(|_| answer.refusal != Some(Refusal::Unknown));
    if let Some(keyword) = keyword {
        if keyword == Keyword::Capa && answer.is_positive() {
            answer.octets = other_capabilities(&answer.octets, phase, profile);
        }
        if keyword == Keyword::Rset && answer.is_positive() && has(Deviation::RsetRepliesTwice) {
            answer.octets = answer.octets.repeat(2);
        }
        if speaks_of_a_message(keyword) && answer.octets.starts_with(b"-ERR") && has(Deviation::PlusErr) {
            answer.octets[0] = b'+';
        }
    }
    match answer.refusal {
        Some(Refusal::Unknown) if has(Deviation::SilentOnUnknown) => answer.octets.clear(),
        Some(Refusal::WrongState) if has(Deviation::EmptyReplies) => answer.octets = b"\r\n".to_vec(),
        Some(Refusal::TooLong) if has(Deviation::EchoesLongLines) => {
            answer.octets = [b"-ERR Unknown command: ", first_line(asked).0, b"\r\n"].concat();
        }
        Some(Refusal::Malformed(_))
            if matches!(keyword, Some(Keyword::User | Keyword::Pass)) && has(Deviation::ArgumentErrorCloses) =>
        {
            answer.then = Then::Close;
        }
        Some(_) | None => (),
    }
    if has(Deviation::NoTerminator) && answer.octets.ends_with(b"\n.\r\n") {
        answer.octets.truncate(answer.octets.len() - TERMINATOR.len());
    }
    answer.octets = tone(answer.octets, profile);
    answer
}

/// The first line and the line ends as this server writes them.
pub(super) fn tone(mut octets: Vec<u8>, profile: &Profile) -> Vec<u8> {
    if profile.deviates(Deviation::LowerCaseStatus) && (octets.starts_with(b"+OK") || octets.starts_with(b"-ERR")) {
        octets[..4].make_ascii_lowercase(); // A status line has more octets than its indicator.
    }
    if profile.deviates(Deviation::LineFeedOnly) {
        let mut kept = Vec::with_capacity(octets.len());
        for (place, octet) in octets.iter().enumerate() {
            if *octet != b'\r' || octets.get(place + 1) != Some(&b'\n') {
                kept.push(*octet);
            }
        }
        octets = kept;
    }
    octets
}

/// The last words of a server whose patience is at its end. The law wants none (RFC 1939 §3).
#[must_use]
pub fn farewell(profile: &Profile) -> Option<Vec<u8>> {
    let line = if profile.deviates(Deviation::AutologoutReply) {
        "-ERR Disconnected for inactivity.\r\n"
    } else if profile.deviates(Deviation::AutologoutAsInSmtp) {
        "421 Service shutting down and closing transmission channel\r\n"
    } else {
        return None;
    };
    Some(tone(line.as_bytes().to_vec(), profile))
}

/// What the timestamp of a greeting is made of: of nothing that changes, where it repeats.
pub(super) fn timestamp_of(id: ConnectionId, now: Time, profile: &Profile) -> (ConnectionId, Time) {
    if profile.deviates(Deviation::TimestampRepeats) { (ConnectionId(0), Time::from_nanos(0)) } else { (id, now) }
}

/// A message as the block of a reply, on the wire.
pub(super) fn block(keyword: Keyword, octets: &[u8], profile: &Profile) -> Vec<u8> {
    let mut wire = if keyword == Keyword::Top && profile.deviates(Deviation::TopNotStuffed) {
        [octets, TERMINATOR].concat()
    } else {
        stuff(octets)
    };
    let stuffed_first = keyword == Keyword::Retr && octets.starts_with(b".");
    if stuffed_first && profile.deviates(Deviation::FirstLineNotStuffed) {
        wire.remove(0);
    }
    if profile.deviates(Deviation::ExtraLine) {
        wire.truncate(wire.len() - TERMINATOR.len());
        wire.extend_from_slice(b"\r\n.\r\n");
    }
    wire
}

fn is_help(line: &[u8]) -> bool {
    let word = first_line(line).0.split(|octet| *octet == b' ').next().unwrap_or_default();
    word.eq_ignore_ascii_case(b"HELP")
}

fn answered<'a>() -> Misheard<'a> {
    Misheard::Answered(Answer::line("+OK"))
}

/// A line with the line end of another.
fn with_end(line: &str, other: &[u8]) -> Vec<u8> {
    let (text, _) = first_line(other);
    [line.as_bytes(), &other[text.len()..]].concat()
}

fn speaks_of_a_message(keyword: Keyword) -> bool {
    matches!(keyword, Keyword::List | Keyword::Retr | Keyword::Dele | Keyword::Top | Keyword::Uidl)
}

/// The line with the number of its message one higher: what this server calls 0 is the first message.
fn counted_from_one(line: &[u8]) -> Option<Vec<u8>> {
    let (text, _) = first_line(line);
    let mut words = std::str::from_utf8(text).ok()?.split(' ').map(str::to_owned).collect::<Vec<_>>();
    let number = words.get_mut(1)?;
    *number = number.parse::<u32>().ok()?.checked_add(1)?.to_string();
    Some(with_end(&words.join(" "), line))
}

/// PASS as the server compares it.
fn other_password(server: &Server, password: &[u8], site: &Site) -> Option<String> {
    let any = || {
        let user = server.standing().user?;
        let right = site.store.account(&user)?.password.as_ref()?;
        Some(format!("PASS {}", std::str::from_utf8(right.reveal()).ok()?))
    };
    if site.profile.deviates(Deviation::AnyPassword) {
        any()
    } else if site.profile.deviates(Deviation::PasswordCutAtBlank) {
        Some(format!("PASS {}", std::str::from_utf8(password).ok()?))
    } else {
        None
    }
}

/// APOP with the digest that is right for this user, whatever the client sent.
fn right_digest(server: &Server, name: &[u8], site: &Site) -> Option<String> {
    let name = std::str::from_utf8(name).ok()?;
    let secret = site.store.account(name)?.secret.as_ref()?;
    Some(format!("APOP {name} {}", apop_digest(server.timestamp()?.as_bytes(), secret.reveal())))
}

fn other_top(number: &[u8], lines: Option<&[u8]>, profile: &Profile) -> Option<String> {
    let all = match lines {
        None => profile.deviates(Deviation::TopWithoutLines),
        Some(lines) => lines != b"0" && profile.deviates(Deviation::TopGivesAll),
    };
    let number = std::str::from_utf8(number).ok()?;
    all.then(|| format!("TOP {number} {ALL_LINES}"))
}

/// The list of capabilities as the server misrepresents itself.
fn other_capabilities(octets: &[u8], phase: Option<Phase>, profile: &Profile) -> Vec<u8> {
    let hides = |line: &[u8]| {
        let tag = line.split(|octet| b" \r\n".contains(octet)).next().unwrap_or_default();
        (tag == b"TOP" && profile.deviates(Deviation::TopUnannounced))
            || (matches!(tag, b"USER" | b"SASL")
                && phase == Some(Phase::Transaction)
                && profile.deviates(Deviation::CapabilitiesVanish))
    };
    octets.split_inclusive(|octet| *octet == b'\n').filter(|line| !hides(line)).flatten().copied().collect()
}
