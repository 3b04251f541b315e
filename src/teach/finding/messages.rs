//! What multi-line replies carry: stuffing (RFC 1939 §3), and the form of mails (RFC 5322 §2).
//!
//! A mail is as its sender made it. What is wrong with it is no error of the session.

use memchr::memrchr;

use super::Code;
use super::Report;
use super::capabilities::Capabilities;
use super::look::Look;
use crate::proto::Keyword;
use crate::proto::multiline::LineRule;
use crate::proto::utterance::Meaning;

/// The most octets of a line of a mail, without its CR LF (RFC 5322 §2.1.1).
const MAX_LINE: usize = 998;

pub(super) fn look(look: &Look<'_>, capabilities: &Capabilities, report: &mut Report) {
    let Some(said) = look.said() else { return };
    let Meaning::Reply { block: Some(block), .. } = &said.meaning else { return };
    if !block.is_complete() {
        return;
    }
    let wire = block.wire(&said.raw);
    let has_mode = capabilities.announces("UTF8") == Some(true);
    let beyond_ascii = if has_mode { Code::Utf8OutsideMode } else { Code::NonAsciiHead };
    let mut add = |code| report.add(look.place, if code == Code::NonAsciiHead { beyond_ascii } else { code });
    let oddities = Oddities::of(wire);
    if block.rule == LineRule::Strict && oddities.bare_line_feed {
        add(Code::BareLineFeedInside);
    }
    if oddities.bare_carriage_return {
        add(Code::BareCarriageReturn);
    }
    if block.forgets_stuffing {
        add(Code::StuffingForgotten);
    }
    let asked = look.timeline.asked(said);
    match asked.and_then(|line| line.keyword) {
        Some(Keyword::Retr) if wire.is_empty() => add(Code::EmptyMessage),
        Some(Keyword::Retr | Keyword::Top) => look_at_mail(look, wire, block.rule, oddities, &mut add),
        Some(_) | None => (),
    }
}

fn look_at_mail(look: &Look<'_>, wire: &[u8], rule: LineRule, oddities: Oddities, add: &mut impl FnMut(Code)) {
    if oddities.nul {
        add(Code::NulInMessage);
    }
    if has_long_line(wire, rule, oddities) {
        add(Code::LongLine);
    }
    let mut in_head = true;
    let mut strange = false;
    let mut lines = wire_lines(wire, rule);
    while let (true, Some(line)) = (in_head, lines.next()) {
        let line = line.strip_prefix(b".").unwrap_or(line);
        in_head = !line.is_empty();
        strange |= in_head && !is_of_a_head(line);
        if oddities.eight_bit && !line.is_ascii() && !look.standing.utf8 && !strange {
            add(Code::NonAsciiHead);
        }
    }
    if strange {
        // Without an empty line the whole mail is head, and its body looks like bad fields.
        add(if in_head { Code::NoBlankLine } else { Code::MalformedHead });
    }
}

/// What stands out among the octets of a block.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[expect(clippy::struct_excessive_bools, reason = "four independent facts")]
struct Oddities {
    bare_line_feed: bool,
    bare_carriage_return: bool,
    nul: bool,
    eight_bit: bool,
}

impl Oddities {
    /// One pass without a branch, of as few operations as can be: messages are long.
    fn of(wire: &[u8]) -> Self {
        let behind = wire.get(1..).unwrap_or_default();
        let [mut lone, mut all] = [0_u8; 2];
        let mut lowest = u8::MAX;
        for (&octet, &next) in wire.iter().zip(behind) {
            lone |= u8::from(octet == b'\r') ^ u8::from(next == b'\n');
            all |= octet;
            lowest = lowest.min(octet);
        }
        let (first, last) = (wire.first().copied(), wire.last().copied());
        let pairs = || wire.iter().zip(behind).map(|(&octet, &next)| (octet, next));
        Self {
            bare_line_feed: first == Some(b'\n') || lone != 0 && pairs().any(|(a, b)| a != b'\r' && b == b'\n'),
            bare_carriage_return: last == Some(b'\r') || lone != 0 && pairs().any(|(a, b)| a == b'\r' && b != b'\n'),
            nul: lowest == 0 || last == Some(0),
            eight_bit: !(all | last.unwrap_or(0)).is_ascii(),
        }
    }
}

/// Whether a line is longer than lines of mails may be. Looks at one line end in about a thousand octets.
fn has_long_line(wire: &[u8], rule: LineRule, oddities: Oddities) -> bool {
    if rule == LineRule::BareLf || oddities.bare_line_feed {
        let unstuffed = |line: &[u8]| line.len() - usize::from(line.first() == Some(&b'.'));
        return wire_lines(wire, rule).any(|line| MAX_LINE < unstuffed(line));
    }
    let mut rest = wire;
    loop {
        let most = MAX_LINE + b"\r\n".len() + usize::from(rest.first() == Some(&b'.'));
        if rest.len() <= most {
            return false; // Complete blocks end with a line end.
        }
        match memrchr(b'\n', &rest[..most]) {
            Some(feed) => rest = &rest[feed + 1..],
            None => return true,
        }
    }
}

/// Whether a line is a field of a head or goes on with one (RFC 5322 §2.2).
fn is_of_a_head(line: &[u8]) -> bool {
    if line.first().is_some_and(|first| b" \t".contains(first)) {
        return true;
    }
    let name = memchr::memchr(b':', line).map_or(&b""[..], |colon| line[..colon].trim_ascii_end());
    !name.is_empty() && name.iter().all(u8::is_ascii_graphic)
}

/// The lines of a block as they are on the wire, without their line ends.
pub(super) fn wire_lines(wire: &[u8], rule: LineRule) -> impl Iterator<Item = &[u8]> {
    let mut feeds = memchr::memchr_iter(b'\n', wire);
    let mut start = 0;
    std::iter::from_fn(move || {
        let from = start;
        if wire.len() <= from {
            return None;
        }
        let has_return = |at: usize| from < at && wire[at - 1] == b'\r';
        let ends_line = |at: &usize| match rule {
            LineRule::Strict => has_return(*at),
            LineRule::BareLf => true,
        };
        let end = feeds.find(ends_line).unwrap_or(wire.len());
        start = end + 1;
        Some(&wire[from..end - usize::from(has_return(end))])
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_out_is_seen_wherever_it_is() {
        let none = Oddities { bare_line_feed: false, bare_carriage_return: false, nul: false, eight_bit: false };
        let rows: [(&[u8], Oddities); 11] = [
            (b"", none),
            (b"a\r\nb\r\n", none),
            (b"\na", Oddities { bare_line_feed: true, ..none }),
            (b"a\r\nb\n", Oddities { bare_line_feed: true, ..none }),
            (b"\ra", Oddities { bare_carriage_return: true, ..none }),
            (b"a\r", Oddities { bare_carriage_return: true, ..none }),
            (b"\0", Oddities { nul: true, ..none }),
            (b"\0a", Oddities { nul: true, ..none }),
            (b"a\xcf", Oddities { eight_bit: true, ..none }),
            (b"a\n.", Oddities { bare_line_feed: true, ..none }),
            (b"a\rb\nc", Oddities { bare_line_feed: true, bare_carriage_return: true, ..none }),
        ];
        for (wire, expected) in rows {
            assert_eq!(Oddities::of(wire), expected, "{}", wire.escape_ascii());
        }
    }

    #[test]
    fn a_line_has_at_most_998_octets() {
        let long = |before: &str, octets: usize| format!("a\r\n{before}{}\r\nb\r\n", "x".repeat(octets));
        let rows = [(long("", 998), false), (long("", 999), true), (long("..", 997), false), (long("..", 998), true)];
        for (wire, expected) in rows {
            for rule in [LineRule::Strict, LineRule::BareLf] {
                let found = has_long_line(wire.as_bytes(), rule, Oddities::of(wire.as_bytes()));
                assert_eq!(found, expected, "{} octets, {rule:?}", wire.len());
            }
        }
    }

    #[track_caller]
    fn splits(wire: &[u8], rule: LineRule, lines: &[&[u8]]) {
        assert_eq!(wire_lines(wire, rule).collect::<Vec<_>>(), lines);
    }

    #[test]
    fn only_cr_lf_ends_a_line_unless_the_peer_has_bare_lf() {
        splits(b"a\r\n\r\nb\nc\r\n", LineRule::Strict, &[b"a", b"", b"b\nc"]);
        splits(b"a\r\n\nb\nc", LineRule::BareLf, &[b"a", b"", b"b", b"c"]);
        splits(b"\n\r\n\r\r\n", LineRule::Strict, &[b"\n", b"\r"]);
        splits(b"", LineRule::Strict, &[]);
    }

    #[test]
    fn fields_have_a_name_of_printable_characters() {
        let fields = [&b"Subject: a"[..], b"X-Y:", b" folded", b"\tfolded", b"Received : old"];
        assert!(fields.iter().all(|line| is_of_a_head(line)));
        let others = [&b"From amy"[..], b": a", b"a b: c", b"\xd0\xb4: a"];
        assert!(!others.iter().any(|line| is_of_a_head(line)));
    }
}
