//! Dot-stuffing: how a message travels inside a multi-line reply (RFC 1939 §3).
//!
//! A line of the message that begins with a dot gets one dot more on the wire, and a line that is
//! a dot alone ends the reply. So the end is always the five octets CR LF . CR LF, of which the
//! first CR LF belongs to the line before.

use std::sync::LazyLock;

use memchr::memmem::Finder;

use super::line::LineEnd;

/// The last line of every multi-line reply.
pub const TERMINATOR: &[u8] = b".\r\n";

/// Which octets end a line of the block.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum LineRule {
    /// Only CR LF, as RFC 1939 says. A bare LF is an octet like any other.
    Strict,
    /// A bare LF too. For peers whose status line already ended so.
    BareLf,
}

impl LineRule {
    /// The rule for what follows a status line that ended like this.
    #[must_use]
    pub fn after(status_line: LineEnd) -> Self {
        match status_line {
            LineEnd::CrLf | LineEnd::Missing => Self::Strict,
            LineEnd::Lf => Self::BareLf,
        }
    }
}

/// What one octet of the wire turned out to be.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Place {
    LineStart,
    /// A dot stood at the line start.
    Dot,
    /// A dot and CR stood at the line start.
    DotCr,
    Inside,
    /// Inside, and the last octet was CR.
    InsideCr,
    /// The terminator is complete.
    End,
}

/// Takes the octets of a block apart as they come, cut anywhere.
#[derive(Clone, Debug)]
pub struct Unstuffer {
    place: Place,
    rule: LineRule,
    stuffed: usize,
    forgets_stuffing: bool,
}

/// A dot behind a line end: the only octets inside a block that need a closer look.
static DOT_BEHIND_CR_LF: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new(b"\r\n."));
static DOT_BEHIND_LF: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new(b"\n."));

impl Unstuffer {
    /// Starts behind the line end of the status line.
    #[must_use]
    pub fn new(rule: LineRule) -> Self {
        Self { place: Place::LineStart, rule, stuffed: 0, forgets_stuffing: false }
    }

    /// Reads octets up to the terminator and hands out what is delivered of them, piece by piece.
    ///
    /// Returns how many octets belonged to the block: all of them, unless the terminator ended in
    /// their middle.
    pub fn push(&mut self, wire: &[u8], mut deliver: impl FnMut(&[u8])) -> usize {
        let mut from = 0; // Invariant: wire[from..at] is delivered and not yet handed out.
        let mut at = 0;
        while at < wire.len() && self.place != Place::End {
            if self.place == Place::Inside {
                at += self.pass_over(&wire[at..]);
                continue;
            }
            let octet = wire[at];
            self.place = match (self.place, octet) {
                (Place::LineStart, b'.') => {
                    deliver(&wire[from..at]);
                    from = at + 1; // The dot is either stuffing or the terminator.
                    Place::Dot
                }
                (Place::Dot, b'\r') => {
                    deliver(&wire[from..at]);
                    from = at + 1; // This CR may belong to the terminator.
                    Place::DotCr
                }
                (Place::Dot, b'\n') if self.rule == LineRule::BareLf => {
                    from = at + 1;
                    Place::End
                }
                (Place::DotCr, b'\n') => {
                    from = at + 1;
                    Place::End
                }
                (Place::DotCr, _) => {
                    // The CR was part of a stuffed line after all.
                    self.stuffed += 1;
                    self.forgets_stuffing = true;
                    deliver(b"\r");
                    from = at;
                    self.inside(if octet == b'\r' { Place::InsideCr } else { Place::Inside }, octet)
                }
                (Place::Dot, _) => {
                    self.stuffed += 1;
                    self.forgets_stuffing |= octet != b'.';
                    self.inside(Place::Inside, octet)
                }
                (Place::InsideCr, b'\n') => Place::LineStart,
                (Place::LineStart | Place::Inside | Place::InsideCr, _) => self.inside(Place::Inside, octet),
                (Place::End, _) => Place::End,
            };
            at += 1;
        }
        deliver(&wire[from..at]);
        at
    }

    /// Goes on inside a line to the next line that begins with a dot, or to the end of what is there.
    fn pass_over(&mut self, wire: &[u8]) -> usize {
        let found = match self.rule {
            LineRule::Strict => DOT_BEHIND_CR_LF.find(wire).map(|place| place + 2),
            LineRule::BareLf => DOT_BEHIND_LF.find(wire).map(|place| place + 1),
        };
        self.place = match (found, self.rule) {
            (Some(_), LineRule::Strict | LineRule::BareLf) => Place::LineStart,
            (None, LineRule::Strict) if wire.ends_with(b"\r\n") => Place::LineStart,
            (None, LineRule::BareLf) if wire.ends_with(b"\n") => Place::LineStart,
            (None, LineRule::Strict | LineRule::BareLf) if wire.ends_with(b"\r") => Place::InsideCr,
            (None, LineRule::Strict | LineRule::BareLf) => Place::Inside,
        };
        found.unwrap_or(wire.len())
    }

    fn inside(&self, otherwise: Place, octet: u8) -> Place {
        match octet {
            b'\r' => Place::InsideCr,
            b'\n' if self.rule == LineRule::BareLf => Place::LineStart,
            _ => otherwise,
        }
    }

    /// Says that octets were lost here: whatever follows is no line start that could be trusted.
    pub fn skip_gap(&mut self) {
        if self.place != Place::End {
            self.place = Place::Inside;
        }
    }

    /// Whether the terminator has been read.
    #[must_use]
    pub fn ended(&self) -> bool {
        self.place == Place::End
    }

    /// Whether the next octet begins a line.
    #[must_use]
    pub fn at_line_start(&self) -> bool {
        self.place == Place::LineStart
    }

    /// How many stuffing dots were taken away.
    #[must_use]
    pub fn stuffed(&self) -> usize {
        self.stuffed
    }

    /// Whether a line lost a dot that was its own, because no other stood before it.
    #[must_use]
    pub fn forgets_stuffing(&self) -> bool {
        self.forgets_stuffing
    }
}

/// A block of the wire, the terminator possibly at its end, as the mail program receives it.
#[must_use]
pub fn unstuff(wire: &[u8], rule: LineRule) -> Vec<u8> {
    let mut delivered = Vec::with_capacity(wire.len());
    Unstuffer::new(rule).push(wire, |piece| delivered.extend_from_slice(piece));
    delivered
}

/// A message as a block of the wire, terminator included.
///
/// A message that does not end with CR LF gets one: without it the terminator would be part of
/// its last line.
#[must_use]
pub fn stuff(message: &[u8]) -> Vec<u8> {
    let mut wire = Vec::with_capacity(message.len() + TERMINATOR.len() + 2);
    let mut line_start = true;
    let mut last = 0;
    for &octet in message {
        if line_start && octet == b'.' {
            wire.push(b'.');
        }
        line_start = last == b'\r' && octet == b'\n';
        wire.push(octet);
        last = octet;
    }
    if !line_start {
        wire.extend_from_slice(b"\r\n");
    }
    wire.extend_from_slice(TERMINATOR);
    wire
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Reads the wire in two pieces, cut anywhere, and expects the same message and rest each time.
    #[track_caller]
    fn delivers(wire: &[u8], rule: LineRule, message: &[u8], rest: &[u8]) {
        for cut in 0..=wire.len() {
            let mut unstuffer = Unstuffer::new(rule);
            let mut delivered = Vec::new();
            let mut taken = 0;
            for piece in [&wire[..cut], &wire[cut..]] {
                if !unstuffer.ended() {
                    taken += unstuffer.push(piece, |octets| delivered.extend_from_slice(octets));
                }
            }
            assert_eq!(delivered, message, "cut at {cut}");
            assert_eq!(&wire[taken..], rest, "cut at {cut}");
            assert!(unstuffer.ended(), "cut at {cut}");
        }
    }

    #[test]
    fn a_stuffed_line_loses_one_dot() {
        delivers(b"..hidden\r\n...two\r\n.\r\n", LineRule::Strict, b".hidden\r\n..two\r\n", b"");
    }

    #[test]
    fn an_empty_list_is_a_terminator_alone() {
        delivers(b".\r\n+OK", LineRule::Strict, b"", b"+OK");
    }

    #[test]
    fn the_terminator_needs_all_its_octets() {
        delivers(b".\rx\r\n.\r\r\n.x\r\n.\r\n", LineRule::Strict, b"\rx\r\n\r\r\nx\r\n", b"");
        delivers(b".\nx\r\nend.\r\n.\r\n", LineRule::Strict, b"\nx\r\nend.\r\n", b"");
    }

    #[test]
    fn a_dot_after_a_bare_lf_is_no_line_start() {
        delivers(b"a\n.b\n.\r\nc\r\n.\r\n", LineRule::Strict, b"a\n.b\n.\r\nc\r\n", b"");
    }

    #[test]
    fn a_peer_without_cr_ends_with_dot_lf() {
        delivers(b"a\n..b\n.\n+OK\n", LineRule::BareLf, b"a\n.b\n", b"+OK\n");
        delivers(b"a\r\n..b\r\n.\r\n", LineRule::BareLf, b"a\r\n.b\r\n", b"");
    }

    #[test]
    fn a_message_without_a_last_line_end_gets_one() {
        assert_eq!(stuff(b"end"), b"end\r\n.\r\n");
        assert_eq!(stuff(b"end\r\n"), b"end\r\n.\r\n");
        assert_eq!(stuff(b""), b".\r\n");
    }

    #[test]
    fn counts_stuffing_dots_and_those_that_should_be_there() {
        let rows: [(&[u8], _, _); 5] = [
            (b"..a\r\nb\r\n..\r\n.\r\n", 2, false),
            (b".a\r\n..b\r\n.c\r\n.\r\n", 3, true),
            (b".\ra\r\n.\r\n", 1, true),
            (b"..\ra\r\n.\r\n", 1, false),
            (b"a\n.b\r\n.\r\n", 0, false),
        ];
        for (wire, stuffed, forgets) in rows {
            for cut in 0..wire.len() {
                let mut unstuffer = Unstuffer::new(LineRule::Strict);
                unstuffer.push(&wire[..cut], |_| ());
                unstuffer.push(&wire[cut..], |_| ());
                let found = (unstuffer.stuffed(), unstuffer.forgets_stuffing());
                assert_eq!(found, (stuffed, forgets), "{} cut at {cut}", wire.escape_ascii());
            }
        }
    }

    proptest! {
        #[test]
        fn stuffing_is_undone_by_unstuffing(message in proptest::collection::vec(prop_oneof![Just(b'.'), Just(b'\r'), Just(b'\n'), Just(b'x')], 0..60)) {
            let mut whole = message.clone();
            if !(whole.is_empty() || whole.ends_with(b"\r\n")) {
                whole.extend_from_slice(b"\r\n");
            }
            let wire = stuff(&message);
            prop_assert_eq!(unstuff(&wire, LineRule::Strict), whole.clone());
            delivers(&wire, LineRule::Strict, &whole, b"");
        }
    }
}
