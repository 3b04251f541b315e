//! Traffic made by rule: the same seed gives the same file, octet for octet.
//!
//! Many connections at once, most of them POP3, the rest something else; some segments come twice,
//! some come late, as on a real line.

use std::collections::VecDeque;
use std::io;
use std::io::Write;

/// The most octets of a segment.
const SEGMENT: usize = 1460;

/// What a file holds.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Plan {
    /// About how many octets the file has.
    pub octets: u64,
    /// How many connections are open at the same time.
    pub at_once: usize,
    /// One connection in so many is no POP3; 0 for none.
    pub other_every: u64,
    /// One segment in so many comes twice, and one in so many comes late; 0 for none.
    pub disturbed_every: u64,
    /// About how many octets the messages of a session have together.
    pub session_octets: u64,
}

/// What was written.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Written {
    /// Octets of the file.
    pub octets: u64,
    /// Frames.
    pub frames: u64,
    /// POP3 sessions.
    pub sessions: u64,
    /// Octets said in POP3 sessions.
    pub pop3_octets: u64,
}

impl Written {
    fn put(&mut self, out: &mut dyn Write, frame: &[u8], micros: u64) -> io::Result<()> {
        self.octets += 16 + frame.len() as u64;
        self.frames += 1;
        put(out, frame, micros)
    }
}

/// Numbers that only look like chance.
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn below(&mut self, bound: u64) -> u64 {
        self.next() % bound.max(1)
    }

    fn happens(&mut self, once_in: u64) -> bool {
        0 < once_in && self.below(once_in) == 0
    }
}

/// Something that one end says.
struct Say {
    from_client: bool,
    octets: Vec<u8>,
}

/// A connection whose frames are still to come.
struct Connection {
    address: [u8; 4],
    client_port: u16,
    server_port: u16,
    sequence: [u32; 2],
    script: VecDeque<Say>,
    /// Where in the first `Say` it goes on.
    at: usize,
    opened: u8,
    closing: u8,
    /// A frame that comes late.
    held: Option<Vec<u8>>,
    unacknowledged: u32,
}

/// Writes a pcap file.
///
/// # Errors
///
/// Those of the writer.
pub(crate) fn write(plan: Plan, out: &mut dyn Write) -> io::Result<Written> {
    let mut chance = Chance(0x9E37_79B9_7F4A_7C15);
    let mut written = Written { octets: 24, ..Written::default() };
    file_header(out)?;
    let text = text(&mut chance);
    let mut opened = 0_u64;
    let mut open: Vec<Connection> = Vec::new();
    let mut micros = 1_700_000_000_000_000_u64;
    loop {
        while open.len() < plan.at_once && written.octets < plan.octets {
            open.push(connection(opened, plan, &text, &mut chance, &mut written));
            opened += 1;
        }
        if open.is_empty() {
            return Ok(written);
        }
        let place = usize::try_from(chance.below(open.len() as u64)).expect("a place in memory");
        // A few frames of a connection follow each other.
        for _ in 0..=chance.below(4) {
            micros += 1 + chance.below(40);
            let connection = &mut open[place];
            let late = connection.held.take();
            let Some(frame) = connection.next_frame() else {
                if let Some(frame) = late {
                    written.put(out, &frame, micros)?;
                }
                open.swap_remove(place);
                break;
            };
            let segment = 200 < frame.len();
            if late.is_none() && segment && chance.happens(plan.disturbed_every) {
                connection.held = Some(frame);
                continue;
            }
            written.put(out, &frame, micros)?;
            if segment && chance.happens(plan.disturbed_every) {
                written.put(out, &frame, micros + 1)?;
            }
            if let Some(frame) = late {
                written.put(out, &frame, micros + 2)?;
            }
        }
    }
}

/// The beginning of a pcap file of Ethernet frames.
pub(crate) fn file_header(out: &mut dyn Write) -> io::Result<()> {
    out.write_all(&[0xD4, 0xC3, 0xB2, 0xA1, 2, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 4, 0, 1, 0, 0, 0])
}

/// A frame as it stands in a pcap file.
pub(crate) fn put(out: &mut dyn Write, frame: &[u8], micros: u64) -> io::Result<()> {
    let length = u32::try_from(frame.len()).expect("a short frame").to_le_bytes();
    let seconds = u32::try_from(micros / 1_000_000).expect("before 2106").to_le_bytes();
    let rest = u32::try_from(micros % 1_000_000).expect("less than a million").to_le_bytes();
    for part in [seconds, rest, length, length] {
        out.write_all(&part)?;
    }
    out.write_all(frame)
}

/// An Ethernet frame with a TCP segment: both ends, sequence number and acknowledgment, flags, octets.
pub(crate) fn frame(
    from: ([u8; 4], u16),
    to: ([u8; 4], u16),
    [sequence, acknowledgment]: [u32; 2],
    flags: u8,
    octets: &[u8],
) -> Vec<u8> {
    let mut frame = Vec::with_capacity(54 + octets.len());
    frame.extend_from_slice(&[2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 2, 8, 0]);
    let total = u16::try_from(40 + octets.len()).expect("a short segment").to_be_bytes();
    frame.extend_from_slice(&[0x45, 0, total[0], total[1], 0, 0, 0x40, 0, 64, 6, 0, 0]);
    frame.extend_from_slice(&from.0);
    frame.extend_from_slice(&to.0);
    frame.extend_from_slice(&from.1.to_be_bytes());
    frame.extend_from_slice(&to.1.to_be_bytes());
    frame.extend_from_slice(&sequence.to_be_bytes());
    frame.extend_from_slice(&acknowledgment.to_be_bytes());
    frame.extend_from_slice(&[0x50, flags, 0xFF, 0xFF, 0, 0, 0, 0]);
    frame.extend_from_slice(octets);
    frame
}

/// A long text of lines as mails have them; some begin with a dot.
fn text(chance: &mut Chance) -> Vec<u8> {
    let mut text = Vec::with_capacity(1 << 20);
    while text.len() < 1 << 20 {
        if chance.happens(60) {
            text.push(b'.');
        }
        for _ in 0..40 + chance.below(37) {
            text.push(b' ' + u8::try_from(chance.below(94)).expect("less than 94"));
        }
        text.extend_from_slice(b"\r\n");
    }
    text
}

fn connection(number: u64, plan: Plan, text: &[u8], chance: &mut Chance, written: &mut Written) -> Connection {
    let [_, _, _, _, _, a, b, c] = number.to_be_bytes();
    let is_pop3 = plan.other_every == 0 || !number.is_multiple_of(plan.other_every);
    let script = if is_pop3 { pop3(number, plan, text, chance) } else { other(plan, text, chance) };
    if is_pop3 {
        written.sessions += 1;
        written.pop3_octets += script.iter().map(|say| say.octets.len() as u64).sum::<u64>();
    }
    Connection {
        address: [10, a, b, c],
        client_port: 1024 + u16::try_from(number % 60_000).expect("a port"),
        server_port: if is_pop3 { 110 } else { 80 },
        sequence: [0; 2].map(|_| u32::try_from(chance.below(1 << 32)).expect("a sequence number")),
        script,
        at: 0,
        opened: 0,
        closing: 0,
        held: None,
        unacknowledged: 0,
    }
}

/// A session that logs in, lists, fetches all messages, deletes some and quits.
fn pop3(number: u64, plan: Plan, text: &[u8], chance: &mut Chance) -> VecDeque<Say> {
    let mut sizes = Vec::new();
    let mut left = plan.session_octets / 2 + chance.below(plan.session_octets);
    while 0 < left && sizes.len() < 1000 {
        let size = (600 + chance.below(24_000) * (1 + chance.below(3))).min(left.max(300));
        sizes.push(usize::try_from(size).expect("a size in memory"));
        left = left.saturating_sub(size);
    }
    let mut script = VecDeque::new();
    let mut say = |from_client: bool, octets: Vec<u8>| script.push_back(Say { from_client, octets });
    let mails: Vec<Vec<u8>> = sizes.iter().map(|&size| mail(size, text, chance)).collect();
    let total: usize = mails.iter().map(Vec::len).sum();
    say(false, b"+OK POP3 server ready <1896.697170952@example.org>\r\n".to_vec());
    say(true, b"CAPA\r\n".to_vec());
    say(false, b"+OK\r\nTOP\r\nUIDL\r\nUSER\r\nPIPELINING\r\n.\r\n".to_vec());
    say(true, format!("USER user{}\r\n", number % 500).into_bytes());
    say(false, b"+OK\r\n".to_vec());
    say(true, b"PASS secret\r\n".to_vec());
    say(false, b"+OK logged in\r\n".to_vec());
    say(true, b"STAT\r\n".to_vec());
    say(false, format!("+OK {} {total}\r\n", mails.len()).into_bytes());
    let (mut list, mut ids) = (b"+OK\r\n".to_vec(), b"+OK\r\n".to_vec());
    for (place, mail) in mails.iter().enumerate() {
        list.extend_from_slice(format!("{} {}\r\n", place + 1, mail.len()).as_bytes());
        ids.extend_from_slice(format!("{} {number:08x}{place:04x}\r\n", place + 1).as_bytes());
    }
    list.extend_from_slice(b".\r\n");
    ids.extend_from_slice(b".\r\n");
    say(true, b"LIST\r\n".to_vec());
    say(false, list);
    say(true, b"UIDL\r\n".to_vec());
    say(false, ids);
    for (place, mail) in mails.iter().enumerate() {
        say(true, format!("RETR {}\r\n", place + 1).into_bytes());
        let mut reply = format!("+OK {} octets\r\n", mail.len()).into_bytes();
        reply.extend_from_slice(&popscope::proto::multiline::stuff(mail));
        say(false, reply);
        if place % 2 == 0 {
            say(true, format!("DELE {}\r\n", place + 1).into_bytes());
            say(false, b"+OK marked\r\n".to_vec());
        }
    }
    say(true, b"QUIT\r\n".to_vec());
    say(false, b"+OK bye\r\n".to_vec());
    script
}

fn mail(size: usize, text: &[u8], chance: &mut Chance) -> Vec<u8> {
    let number = chance.next();
    let mut mail = format!(
        "From: sender{}@example.org\r\nTo: user@example.org\r\nSubject: message {number:x}\r\nDate: Sat, 03 Nov 2001 13:14:46 +0000\r\nMessage-ID: <{number:x}@example.org>\r\n\r\n",
        number % 1000
    )
    .into_bytes();
    let length = size.min(text.len() / 2);
    let start = usize::try_from(chance.below((text.len() - length) as u64)).expect("a place in memory");
    let line = text[start..].iter().position(|&octet| octet == b'\n').map_or(start, |feed| start + feed + 1);
    mail.extend_from_slice(&text[line..(line + length).min(text.len())]);
    mail.extend_from_slice(b"\r\n");
    mail
}

/// Something that is no POP3: a request, and a long answer of any octets.
fn other(plan: Plan, text: &[u8], chance: &mut Chance) -> VecDeque<Say> {
    let mut script = VecDeque::new();
    let mut left = plan.session_octets / 2 + chance.below(plan.session_octets);
    while 0 < left {
        let size = (2000 + chance.below(200_000)).min(left.max(500));
        let length = usize::try_from(size).expect("a size in memory").min(text.len());
        script.push_back(Say {
            from_client: true,
            octets: b"GET /page HTTP/1.1\r\nHost: www.example.org\r\n\r\n".to_vec(),
        });
        let mut octets = format!("HTTP/1.1 200 OK\r\nContent-Length: {length}\r\n\r\n").into_bytes();
        octets.extend_from_slice(&text[..length]);
        script.push_back(Say { from_client: false, octets });
        left = left.saturating_sub(size);
    }
    script
}

const SYN: u8 = 0x02;
const ACK: u8 = 0x10;
const PUSH: u8 = 0x08;
const FIN: u8 = 0x01;

impl Connection {
    fn next_frame(&mut self) -> Option<Vec<u8>> {
        match self.opened {
            0 => return Some(self.control(true, SYN)),
            1 => return Some(self.control(false, SYN | ACK)),
            2 => return Some(self.control(true, ACK)),
            _ => (),
        }
        if 1 < self.unacknowledged {
            self.unacknowledged = 0;
            let from_client = self.script.front().is_some_and(|say| !say.from_client);
            return Some(self.frame(from_client, ACK, &[]));
        }
        let Some(say) = self.script.front() else {
            self.closing += 1;
            return match self.closing {
                1 => Some(self.control(false, FIN | ACK)),
                2 => Some(self.control(true, FIN | ACK)),
                3 => Some(self.frame(false, ACK, &[])),
                _ => None,
            };
        };
        let (from_client, whole) = (say.from_client, say.octets.len());
        let piece = say.octets[self.at..(self.at + SEGMENT).min(whole)].to_vec();
        self.at += piece.len();
        if self.at == whole {
            self.script.pop_front();
            self.at = 0;
            self.unacknowledged = 0;
        } else {
            self.unacknowledged += 1;
        }
        let frame = self.frame(from_client, ACK | PUSH, &piece);
        self.advance(from_client, u32::try_from(piece.len()).expect("a short segment"));
        Some(frame)
    }

    /// A segment whose flag has a sequence number of its own.
    fn control(&mut self, from_client: bool, flags: u8) -> Vec<u8> {
        self.opened = self.opened.saturating_add(1);
        let frame = self.frame(from_client, flags, &[]);
        if flags & (SYN | FIN) != 0 {
            self.advance(from_client, 1);
        }
        frame
    }

    fn advance(&mut self, from_client: bool, octets: u32) {
        let sequence = &mut self.sequence[usize::from(!from_client)];
        *sequence = sequence.wrapping_add(octets);
    }

    fn frame(&self, from_client: bool, flags: u8, octets: &[u8]) -> Vec<u8> {
        let (client, server) = ((self.address, self.client_port), ([192, 0, 2, 1], self.server_port));
        let (from, to) = if from_client { (client, server) } else { (server, client) };
        let [mine, other] = if from_client { self.sequence } else { [self.sequence[1], self.sequence[0]] };
        let acknowledgment = if flags & ACK == 0 { 0 } else { other };
        frame(from, to, [mine, acknowledgment], flags, octets)
    }
}
