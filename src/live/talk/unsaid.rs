//! What a client has still to say, in order. Behind a line that asks for TLS nothing is said before that is settled.

use memchr::memchr;

/// The most octets that may wait.
pub(super) const MAX_WAITING: usize = 1 << 20;
/// Octets that are said together.
const PIECE: usize = 16 * 1024;
/// The command that asks for TLS (RFC 2595 §4).
const STLS: &[u8] = b"STLS";

/// Octets that wait to be said.
#[derive(Debug, Default)]
pub(super) struct Unsaid {
    octets: Vec<u8>,
    /// The beginning of the first line has left.
    inside_line: bool,
    /// The end of a line whose beginning was withheld is withheld too.
    withholding: bool,
}

/// What comes next where nothing covers it, in octets.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Next {
    /// Nothing, or a line of which is not known yet whether it asks for TLS.
    Nothing,
    /// These may be said.
    Octets(usize),
    /// This line asks for TLS.
    Stls(usize),
}

/// What became of octets that were to be said.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Pushed {
    /// They wait.
    Waiting,
    /// There is no room for them.
    NoRoom,
    /// So many of them end a line that is not said.
    Withheld(usize),
}

impl Unsaid {
    pub(super) fn is_empty(&self) -> bool {
        self.octets.is_empty()
    }

    /// Takes octets that are to be said.
    pub(super) fn push(&mut self, octets: &[u8]) -> Pushed {
        if MAX_WAITING < self.octets.len() + octets.len() {
            return Pushed::NoRoom;
        }
        let mut withheld = 0;
        if self.withholding {
            let feed = memchr(b'\n', octets);
            self.withholding = feed.is_none();
            withheld = feed.map_or(octets.len(), |feed| feed + 1);
        }
        self.octets.extend_from_slice(&octets[withheld..]);
        if 0 < withheld { Pushed::Withheld(withheld) } else { Pushed::Waiting }
    }

    /// What comes next inside TLS.
    pub(super) fn covered(&self) -> &[u8] {
        &self.octets[..self.octets.len().min(PIECE)]
    }

    /// What comes next in the clear. The response to a challenge is no command, whatever it is.
    pub(super) fn next_in_the_clear(&self, challenged: bool) -> Next {
        let mut may_ask = !self.inside_line && !challenged;
        let mut end = 0;
        while end < self.octets.len().min(PIECE) {
            let rest = &self.octets[end..];
            let feed = memchr(b'\n', rest);
            if may_ask {
                match feed {
                    Some(feed) if asks_for_tls(&rest[..feed]) && end == 0 => return Next::Stls(feed + 1),
                    Some(feed) if asks_for_tls(&rest[..feed]) => break,
                    None if may_become_stls(rest) => break,
                    Some(_) | None => (),
                }
            }
            end += feed.map_or(rest.len(), |feed| feed + 1);
            may_ask = true;
        }
        if end == 0 { Next::Nothing } else { Next::Octets(end) }
    }

    /// So many octets from the front, without taking them away.
    pub(super) fn first(&self, octets: usize) -> &[u8] {
        &self.octets[..octets]
    }

    /// So many octets have left.
    pub(super) fn take(&mut self, octets: usize) -> Vec<u8> {
        let taken: Vec<u8> = self.octets.drain(..octets).collect();
        self.inside_line = taken.last().map_or(self.inside_line, |last| *last != b'\n');
        taken
    }

    /// Says nothing of what waits; how many octets that are.
    pub(super) fn withhold(&mut self) -> usize {
        self.withholding = self.octets.last().is_some_and(|last| *last != b'\n');
        std::mem::take(&mut self.octets).len()
    }
}

/// Whether a server may take a line for STLS, with or without something behind it.
fn asks_for_tls(line: &[u8]) -> bool {
    let mut words = line.split(u8::is_ascii_whitespace).filter(|word| !word.is_empty());
    words.next().is_some_and(|word| word.eq_ignore_ascii_case(STLS))
}

/// Whether a line that has not ended may be one that asks for TLS.
fn may_become_stls(beginning: &[u8]) -> bool {
    let word = beginning.trim_ascii_start();
    asks_for_tls(word) || STLS.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unsaid(text: &str) -> Unsaid {
        let mut unsaid = Unsaid::default();
        assert_eq!(unsaid.push(text.as_bytes()), Pushed::Waiting);
        unsaid
    }

    #[test]
    fn nothing_overtakes_a_line_that_asks_for_tls() {
        let mut unsaid = unsaid("CAPA\r\nNOOP\r\nstls\r\nPASS sesame\r\n");
        assert_eq!(unsaid.next_in_the_clear(false), Next::Octets(12));
        assert_eq!(unsaid.take(12), b"CAPA\r\nNOOP\r\n");
        assert_eq!(unsaid.next_in_the_clear(false), Next::Stls(6));
        assert_eq!(unsaid.take(6), b"stls\r\n");
        assert_eq!(unsaid.withhold(), 13);
        assert!(unsaid.is_empty());
    }

    #[test]
    fn whatever_a_server_may_take_for_stls_is_taken_for_it() {
        for line in ["STLS\r\n", "\tsTlS \r\n", " STLS now\r\n", "STLS\n"] {
            assert_eq!(unsaid(line).next_in_the_clear(false), Next::Stls(line.len()), "{line:?}");
            for cut in 0..line.len() {
                let mut unsaid = unsaid(&format!("NOOP\r\n{}", &line[..cut]));
                assert_eq!(unsaid.next_in_the_clear(false), Next::Octets(6), "{line:?} up to {cut}");
                unsaid.take(6);
                assert_eq!(unsaid.next_in_the_clear(false), Next::Nothing, "{line:?} up to {cut}");
            }
        }
        for line in ["STLSX\r\n", "PASS STLS\r\n", "STL\r\n", "\r\n"] {
            assert_eq!(unsaid(line).next_in_the_clear(false), Next::Octets(line.len()), "{line:?}");
        }
    }

    #[test]
    fn a_response_is_none_that_asks_for_tls() {
        assert_eq!(unsaid("STLS\r\nSTLS\r\n").next_in_the_clear(true), Next::Octets(6));
        let mut begun = unsaid("NOOP X");
        begun.take(6);
        assert_eq!(begun.push(b"STLS\r\nSTLS\r\n"), Pushed::Waiting);
        assert_eq!(begun.next_in_the_clear(false), Next::Octets(6), "its beginning has left");
    }

    #[test]
    fn a_line_is_withheld_as_a_whole() {
        let mut unsaid = unsaid("PASS se");
        assert_eq!(unsaid.withhold(), 7);
        assert_eq!(unsaid.push(b"sa"), Pushed::Withheld(2));
        assert_eq!(unsaid.push(b"me\r\nQUIT\r\n"), Pushed::Withheld(4));
        assert_eq!(unsaid.take(6), b"QUIT\r\n");
        assert_eq!(unsaid.push(&vec![b'x'; MAX_WAITING + 1]), Pushed::NoRoom);
    }
}
