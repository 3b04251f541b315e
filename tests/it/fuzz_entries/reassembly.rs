//! The segments of a conversation in any order, cut anywhere, doubled, overlapping, lost and forged.

use popscope::capture::Options;
use popscope::proto::Side;

use super::choices::Choices;
use super::look::analysed;
use super::look::look;
use super::look::words;
use super::packets::pcap;

/// The two ends' first sequence numbers wrap soon.
const FIRST: [u32; 2] = [u32::MAX - 20, u32::MAX - 40];
/// How far back a segment moves at most.
const FARTHEST: usize = 12;
/// How many things happen to a conversation at most.
const MOST: usize = 64;

/// A segment.
#[derive(Clone, Debug)]
pub(crate) struct Segment {
    side: Side,
    sequence: u32,
    acknowledgment: u32,
    flags: u8,
    octets: Vec<u8>,
}

const FIN: u8 = 0x01;
const SYN: u8 = 0x02;
const ACK: u8 = 0x10;

/// A conversation.
pub(crate) struct Talk {
    port: u16,
    next: [u32; 2],
    pub(crate) segments: Vec<Segment>,
}

fn place(side: Side) -> usize {
    usize::from(side == Side::Server)
}

fn short(length: usize) -> u32 {
    u32::try_from(length).expect("short")
}

impl Talk {
    /// A connection that was just opened.
    pub(crate) fn open(port: u16) -> Self {
        let mut talk = Self { port, next: FIRST, segments: Vec::new() };
        talk.add(Side::Client, SYN, b"");
        talk.add(Side::Server, SYN | ACK, b"");
        talk.add(Side::Client, ACK, b"");
        talk
    }

    /// A side says something.
    pub(crate) fn say(&mut self, side: Side, octets: &[u8]) {
        self.add(side, ACK, octets);
    }

    /// Both sides close.
    pub(crate) fn close(&mut self) {
        self.add(Side::Server, FIN | ACK, b"");
        self.add(Side::Client, FIN | ACK, b"");
        self.add(Side::Server, ACK, b"");
    }

    fn add(&mut self, side: Side, flags: u8, octets: &[u8]) {
        let acknowledgment = if flags & ACK == 0 { 0 } else { self.next[place(side.other())] };
        let sequence = self.next[place(side)];
        self.segments.push(Segment { side, sequence, acknowledgment, flags, octets: octets.to_vec() });
        let numbers = short(octets.len()) + u32::from(flags & (SYN | FIN) != 0);
        self.next[place(side)] = sequence.wrapping_add(numbers);
    }

    /// As a capture of bare IP packets.
    pub(crate) fn file(&self) -> Vec<u8> {
        let frames: Vec<Vec<u8>> = self.segments.iter().map(|segment| self.frame(segment)).collect();
        pcap(101, &frames)
    }

    fn frame(&self, segment: &Segment) -> Vec<u8> {
        let ends = [([10, 0, 0, 1], 40_000_u16), ([10, 0, 0, 2], self.port)];
        let (from, to) = (ends[place(segment.side)], ends[place(segment.side.other())]);
        let total = u16::try_from(40 + segment.octets.len()).expect("a short segment");
        let mut frame = vec![0x45, 0];
        frame.extend(total.to_be_bytes());
        frame.extend([0, 0, 0, 0, 64, 6, 0, 0]);
        frame.extend(from.0);
        frame.extend(to.0);
        frame.extend(from.1.to_be_bytes());
        frame.extend(to.1.to_be_bytes());
        frame.extend(segment.sequence.to_be_bytes());
        frame.extend(segment.acknowledgment.to_be_bytes());
        frame.extend([0x50, segment.flags, 0xFF, 0xFF, 0, 0, 0, 0]);
        frame.extend(&segment.octets);
        frame
    }

    /// Orders, cuts and doubles the segments behind the handshake by chance. Nothing is lost.
    pub(crate) fn disorder(&mut self, chance: &[u8]) {
        let mut choices = Choices(chance);
        while let Some(kind) = choices.octet() {
            if self.befall(kind % 6, &mut choices).is_none() {
                break;
            }
        }
    }

    /// Lets something happen to the segments behind the handshake; tells whether all octets are still there.
    fn befall(&mut self, kind: u8, choices: &mut Choices<'_>) -> Option<bool> {
        let at = 3 + choices.below(self.segments.len() - 3)?;
        match kind {
            // Cut in two.
            0 | 1 => {
                let segment = &mut self.segments[at];
                if 1 < segment.octets.len() {
                    let cut = 1 + choices.below(segment.octets.len() - 1)?;
                    let rest = segment.octets.split_off(cut);
                    let sequence = segment.sequence.wrapping_add(short(cut));
                    let rest = Segment { sequence, octets: rest, ..*segment };
                    segment.flags = ACK;
                    self.segments.insert(at + 1, rest);
                }
            }
            // Later segments first.
            2 | 3 => {
                let to = at.saturating_sub(choices.below(FARTHEST)?).max(3);
                let segment = self.segments.remove(at);
                self.segments.insert(to, segment);
            }
            // Once more, perhaps late.
            4 => {
                let again = self.segments[at].clone();
                let to = (at + choices.below(FARTHEST)?).min(self.segments.len());
                self.segments.insert(to, again);
            }
            // Some of its octets once more. They were said when the whole segment was.
            5 => {
                let segment = self.segments[at].clone();
                let from = choices.below(segment.octets.len() + 1)?;
                let to = from + choices.below(segment.octets.len() - from + 1)?;
                let octets = segment.octets[from..to].to_vec();
                let sequence = segment.sequence.wrapping_add(short(from));
                self.segments.insert(at + 1, Segment { sequence, octets, flags: ACK, ..segment });
            }
            // Lost.
            6 if 4 < self.segments.len() => {
                self.segments.remove(at);
                return Some(false);
            }
            // Forged.
            _ => {
                let mut forged = self.segments[at].clone();
                let field = choices.octet()?;
                let by = u32::from_be_bytes([choices.octet()?, choices.octet()?, choices.octet()?, choices.octet()?]);
                match field % 4 {
                    0 => forged.sequence = forged.sequence.wrapping_add(by),
                    1 => forged.acknowledgment = forged.acknowledgment.wrapping_add(by),
                    2 => forged.flags = by.to_be_bytes()[0],
                    _ => forged.octets = choices.take(by as usize % 40).to_vec(),
                }
                self.segments.insert(at + 1, forged);
                return Some(false);
            }
        }
        Some(true)
    }
}

/// One of some conversations, each with more than one message.
fn lesson(which: usize) -> Talk {
    let mut talk = Talk::open(if which == 2 { 1100 } else { 110 });
    let long = format!("+OK\r\n{}.\r\n", "..A line that is not short.\r\n".repeat(12));
    let script: &[(Side, &str)] = match which {
        0 => &[
            (Side::Server, "+OK ready <1.2@x>\r\n"),
            (Side::Client, "USER amy\r\n"),
            (Side::Server, "+OK\r\n"),
            (Side::Client, "PASS x\r\n"),
            (Side::Server, "+OK\r\n"),
            (Side::Client, "LIST\r\n"),
            (Side::Server, "+OK\r\n1 300\r\n2 12\r\n.\r\n"),
            (Side::Client, "RETR 1\r\n"),
            (Side::Server, &long),
            (Side::Client, "RETR 2\r\n"),
            (Side::Server, "+OK 12\r\n+OK inside\r\n.\r\n"),
            (Side::Client, "DELE 2\r\n"),
            (Side::Server, "+OK\r\n"),
            (Side::Client, "QUIT\r\n"),
            (Side::Server, "+OK bye\r\n"),
        ],
        1 => &[
            (Side::Server, "+OK\r\n"),
            (Side::Client, "CAPA\r\nUSER amy\r\nPASS x\r\nSTAT\r\nRETR 1\r\nQUIT\r\n"),
            (Side::Server, "+OK\r\nPIPELINING\r\n.\r\n+OK\r\n+OK\r\n+OK 1 3\r\n"),
            (Side::Server, "+OK\r\na\r\n.\r\n+OK\r\n"),
        ],
        _ => &[
            (Side::Server, "+OK POP3\r\n"),
            (Side::Client, "AUTH PLAIN\r\n"),
            (Side::Server, "+ \r\n"),
            (Side::Client, "AGFteQB4\r\n"),
            (Side::Server, "-ERR no\r\n"),
            (Side::Client, "QUIT\r\n"),
            (Side::Server, "+OK\r\n"),
        ],
    };
    for (side, octets) in script {
        talk.say(*side, octets.as_bytes());
    }
    talk.close();
    talk
}

/// When nothing is lost and all copies agree, the words are those of the plain conversation.
pub(super) fn reassembly(octets: &[u8]) {
    let mut choices = Choices(octets);
    let Some(which) = choices.below(3) else { return };
    let mut talk = lesson(which);
    let (plain, _) = analysed(&talk.file(), &Options::default()).expect("a capture");
    let plain: Vec<Vec<String>> = plain.iter().map(|session| words(&session.timeline)).collect();
    assert_eq!(plain.len(), 1);
    let mut whole = true;
    for _ in 0..MOST {
        let Some(kind) = choices.octet() else { break };
        let Some(kept) = talk.befall(kind % 8, &mut choices) else { break };
        whole &= kept;
    }
    let (sessions, summary) = analysed(&talk.file(), &Options::default()).expect("a capture");
    assert_eq!(summary.packets, talk.segments.len() as u64);
    if whole {
        let told: Vec<Vec<String>> = sessions.iter().map(|session| words(&session.timeline)).collect();
        assert_eq!(told, plain, "{:#?}", talk.segments);
        assert_eq!(summary.problems, [], "{:#?}", talk.segments);
    }
    for session in &sessions {
        look(session);
    }
}
