//! What multi-line replies carry: stuffing (RFC 1939 §3), and the form of mails (RFC 5322 §2).
//!
//! A mail is as its sender made it. What is wrong with it is no error of the session.

use super::Code;
use super::Report;
use super::look::Look;
use crate::proto::Keyword;
use crate::proto::multiline::LineRule;
use crate::proto::utterance::Meaning;

/// The most octets of a line of a mail, without its CR LF (RFC 5322 §2.1.1).
const MAX_LINE: usize = 998;

pub(super) fn look(look: &Look<'_>, report: &mut Report) {
    let Some(said) = look.said() else { return };
    let Meaning::Reply { block: Some(block), .. } = &said.meaning else { return };
    if !block.is_complete() {
        return;
    }
    let wire = block.wire(&said.raw);
    let mut add = |code| report.add(look.place, code);
    if block.rule == LineRule::Strict && has_bare_line_feed(wire) {
        add(Code::BareLineFeedInside);
    }
    if has_bare_carriage_return(wire) {
        add(Code::BareCarriageReturn);
    }
    if has_lone_dot(wire, block.rule) {
        add(Code::StuffingForgotten);
    }
    let asked = look.timeline.asked(said);
    match asked.and_then(|line| line.keyword) {
        Some(Keyword::Retr) if wire.is_empty() => add(Code::EmptyMessage),
        Some(Keyword::Retr | Keyword::Top) => look_at_mail(look, wire, block.rule, &mut add),
        Some(_) | None => (),
    }
}

fn look_at_mail(look: &Look<'_>, wire: &[u8], rule: LineRule, add: &mut impl FnMut(Code)) {
    if memchr::memchr(0, wire).is_some() {
        add(Code::NulInMessage);
    }
    let mut in_head = true;
    let mut strange = false;
    for line in wire_lines(wire, rule) {
        let line = line.strip_prefix(b".").unwrap_or(line);
        if MAX_LINE < line.len() {
            add(Code::LongLine);
        }
        if in_head {
            in_head = !line.is_empty();
            strange |= in_head && !is_of_a_head(line);
            if !line.is_ascii() && !look.standing.utf8 && !strange {
                add(Code::NonAsciiHead);
            }
        }
    }
    if strange {
        // Without an empty line the whole mail is head, and its body looks like bad fields.
        add(if in_head { Code::NoBlankLine } else { Code::MalformedHead });
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

/// Whether a line begins with one dot, not with the two that stuffing makes.
fn has_lone_dot(wire: &[u8], rule: LineRule) -> bool {
    let lone = |dot: usize| wire.get(dot) == Some(&b'.') && wire.get(dot + 1) != Some(&b'.');
    let ends_line = |feed: usize| rule == LineRule::BareLf || wire[..feed].ends_with(b"\r");
    lone(0) || memchr::memmem::find_iter(wire, b"\n.").any(|feed| ends_line(feed) && lone(feed + 1))
}

fn has_bare_line_feed(wire: &[u8]) -> bool {
    memchr::memchr_iter(b'\n', wire).any(|at| at == 0 || wire[at - 1] != b'\r')
}

fn has_bare_carriage_return(wire: &[u8]) -> bool {
    memchr::memchr_iter(b'\r', wire).any(|at| wire.get(at + 1) != Some(&b'\n'))
}

#[cfg(test)]
mod tests {
    use super::*;

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

    #[test]
    fn a_lone_dot_is_found_at_every_line_start_and_nowhere_else() {
        for wire in [&b".a\r\n"[..], b"a\r\n.b\r\n", b"..\r\n.\rc\r\n"] {
            assert!(has_lone_dot(wire, LineRule::Strict), "{}", wire.escape_ascii());
        }
        for wire in [&b"..a\r\n"[..], b"a.\r\n", b"a\n.b\r\n", b"...\r\n..\r\n", b""] {
            assert!(!has_lone_dot(wire, LineRule::Strict), "{}", wire.escape_ascii());
        }
        assert!(has_lone_dot(b"a\n.b\n", LineRule::BareLf));
    }

    #[test]
    fn a_bare_cr_or_lf_is_found_at_every_place() {
        assert!([&b"\na"[..], b"a\n", b"a\r\n\n"].iter().all(|wire| has_bare_line_feed(wire)));
        assert!([&b"\ra"[..], b"a\r", b"a\r\r\n"].iter().all(|wire| has_bare_carriage_return(wire)));
        assert!(!has_bare_line_feed(b"a\r\nb\r\n") && !has_bare_carriage_return(b"a\r\nb\r\n"));
    }
}
