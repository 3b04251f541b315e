//! What the grammar of a protocol has to say: what comes next on each side, and what it means.

use std::collections::VecDeque;

use memchr::memchr;
use memchr::memmem;

use crate::proto::other::Role;
use crate::proto::other::State;
use crate::proto::other::Verb;
use crate::proto::utterance::ExchangeNumber;

/// A line or a reply that grows past this without an end is given out as it is, so that memory stays bounded.
pub const MAX_OPEN_LINE: usize = 64 * 1024;

/// A mail that grows past this is given out in pieces of this size.
pub const MAX_CONTENT: usize = 32 * 1024 * 1024;

/// The end of a mail of SMTP (RFC 5321 §4.1.1.4).
const DOT_LINE: &[u8] = b"\r\n.\r\n";

/// A command without a reply.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(in crate::proto) struct Waiting {
    pub(in crate::proto) exchange: ExchangeNumber,
    pub(in crate::proto) asked: Asked,
}

/// What the grammar knows of a command.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub(in crate::proto) struct Asked {
    pub(in crate::proto) verb: Option<Verb>,
    /// The tag of IMAP; empty elsewhere.
    pub(in crate::proto) tag: Vec<u8>,
}

/// What something means that the server said, or a content.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(in crate::proto) struct Heard {
    pub(in crate::proto) role: Role,
    pub(in crate::proto) exchange: Option<ExchangeNumber>,
    pub(in crate::proto) enters: Option<State>,
}

/// The grammar of a protocol: it knows the state of the session, and no octets.
pub(in crate::proto) trait Grammar {
    /// What the client says next; `None` while a reply that is due decides that.
    fn client_wants(&self, waiting: &VecDeque<Waiting>) -> Option<Wanted>;

    /// What the server says next.
    fn server_wants(&self, waiting: &VecDeque<Waiting>) -> Wanted;

    /// Hears a command.
    fn command(&mut self, line: &[u8]) -> Asked;

    /// Hears a content of the client.
    fn client_content(&mut self, waiting: &VecDeque<Waiting>, whole: bool) -> Heard;

    /// Hears the server; `None` if that is no reply of the protocol.
    fn server(&mut self, raw: &[u8], waiting: &VecDeque<Waiting>) -> Option<Heard>;

    /// Octets were lost: what was awaited may have been among them.
    fn lose(&mut self);
}

/// What comes next on a side.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(in crate::proto) enum Wanted {
    /// A line.
    Line,
    /// Lines of SMTP, up to one without a hyphen behind its code (RFC 5321 §4.2.1).
    Reply,
    /// A mail of SMTP, up to the dot; `fresh` if nothing of it was given out.
    Mail {
        /// Whether nothing of it was given out.
        fresh: bool,
    },
    /// So many octets.
    Octets(u64),
    /// A line of IMAP, with the literals in it (RFC 3501 §4.3).
    Response,
    /// A line that is no command, but goes on with one (RFC 3501 §7.5).
    Continuation,
}

/// How much of what is wanted is there.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(in crate::proto) enum Measure {
    /// All of it: so many octets.
    Whole(usize),
    /// So many octets, which is more than is kept.
    TooMuch(usize),
    /// Not all.
    More,
}

impl Wanted {
    /// Whether it is a content.
    pub(in crate::proto) fn is_content(self) -> bool {
        match self {
            Self::Mail { .. } | Self::Octets(_) | Self::Continuation => true,
            Self::Line | Self::Reply | Self::Response => false,
        }
    }

    /// Measures it at the start of some octets. `searched` of them were looked at in vain before.
    pub(in crate::proto) fn measure(self, octets: &[u8], searched: usize) -> Measure {
        match self {
            Self::Line | Self::Continuation => bounded(line_end(octets, searched), octets.len(), MAX_OPEN_LINE),
            Self::Reply => bounded(reply_end(octets), octets.len(), MAX_OPEN_LINE),
            Self::Response => bounded(response_end(octets), octets.len(), MAX_CONTENT),
            Self::Mail { fresh } => {
                let end = mail_end(octets, searched, fresh);
                // A piece leaves the octets in which the end may have begun.
                match bounded(end, octets.len(), MAX_CONTENT) {
                    Measure::TooMuch(piece) => Measure::TooMuch(piece - DOT_LINE.len()),
                    measure @ (Measure::Whole(_) | Measure::More) => measure,
                }
            }
            Self::Octets(octets_wanted) => {
                let whole = usize::try_from(octets_wanted).ok().filter(|wanted| *wanted <= octets.len());
                bounded(whole, octets.len(), MAX_CONTENT)
            }
        }
    }
}

fn bounded(end: Option<usize>, there: usize, most: usize) -> Measure {
    match end {
        Some(end) if end <= most => Measure::Whole(end),
        Some(_) | None if most <= there => Measure::TooMuch(most),
        Some(_) | None => Measure::More,
    }
}

fn line_end(octets: &[u8], searched: usize) -> Option<usize> {
    let from = searched.min(octets.len());
    memchr(b'\n', &octets[from..]).map(|feed| from + feed + 1)
}

/// The end of the lines of one reply: a hyphen behind the code says that another line follows.
fn reply_end(octets: &[u8]) -> Option<usize> {
    let mut from = 0;
    loop {
        let end = line_end(octets, from)?;
        let line = &octets[from..end];
        let goes_on = 4 < line.len() && line[..3].iter().all(u8::is_ascii_digit) && line[3] == b'-';
        if !goes_on {
            return Some(end);
        }
        from = end;
    }
}

fn mail_end(octets: &[u8], searched: usize, fresh: bool) -> Option<usize> {
    // The line end before the dot may be that of DATA: an empty mail (RFC 5321 §4.1.1.4).
    if fresh && octets.starts_with(&DOT_LINE[2..]) {
        return Some(DOT_LINE.len() - 2);
    }
    let from = searched.saturating_sub(DOT_LINE.len() - 1).min(octets.len());
    memmem::find(&octets[from..], DOT_LINE).map(|start| from + start + DOT_LINE.len())
}

/// The end of a response: a line that ends with `{n}` goes on with n octets and the rest of the line.
fn response_end(octets: &[u8]) -> Option<usize> {
    let mut from = 0;
    loop {
        let end = line_end(octets, from)?;
        match literal(&octets[from..end]) {
            None => return Some(end),
            Some(length) => from = end.checked_add(usize::try_from(length).ok()?).filter(|end| *end <= octets.len())?,
        }
    }
}

/// The length of the literal that a line announces at its end (RFC 3501 §4.3).
#[must_use]
pub fn literal(line: &[u8]) -> Option<u64> {
    let text = line.strip_suffix(b"\n")?;
    let text = text.strip_suffix(b"\r").unwrap_or(text).strip_suffix(b"}")?;
    let brace = memchr::memrchr(b'{', text)?;
    let digits = std::str::from_utf8(&text[brace + 1..]).ok()?;
    digits.bytes().all(|digit| digit.is_ascii_digit()).then(|| digits.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reply_of_several_lines_ends_with_the_line_without_a_hyphen() {
        let octets = b"250-mail.example.org\r\n250-SIZE 1000\r\n250 8BITMIME\r\n221 bye\r\n";
        assert_eq!(Wanted::Reply.measure(octets, 0), Measure::Whole(51));
        assert_eq!(Wanted::Reply.measure(&octets[..40], 0), Measure::More);
    }

    #[test]
    fn a_mail_ends_at_the_dot_that_stands_alone() {
        let fresh = Wanted::Mail { fresh: true };
        assert_eq!(fresh.measure(b"a\r\n..\r\n.\r\nQUIT\r\n", 0), Measure::Whole(10));
        assert_eq!(fresh.measure(b".\r\nQUIT\r\n", 0), Measure::Whole(3));
        assert_eq!(fresh.measure(b".a\r\n.\n", 0), Measure::More);
    }

    #[test]
    fn a_response_goes_on_behind_its_literals() {
        let octets = b"* 1 FETCH (BODY[] {4}\r\n\r\n\r\n UID 7)\r\nA OK\r\n";
        assert_eq!(Wanted::Response.measure(octets, 0), Measure::Whole(36));
        assert_eq!(Wanted::Response.measure(&octets[..25], 0), Measure::More);
        assert_eq!(literal(b"x {18446744073709551616}\r\n"), None);
    }

    #[test]
    fn what_has_no_end_is_cut_at_the_same_place_however_much_is_there() {
        for more in [0, 1, 77] {
            let octets = vec![b'a'; MAX_OPEN_LINE + more];
            assert_eq!(Wanted::Line.measure(&octets, octets.len()), Measure::TooMuch(MAX_OPEN_LINE));
        }
    }
}
