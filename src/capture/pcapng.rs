//! The blocks of a pcapng file (draft-ietf-opsawg-pcapng).
//!
//! They are walked here and not by `pcap_file`, whose reader gives up the whole file at the first
//! option it finds odd, such as a clock finer than a nanosecond. A block that cannot be used is
//! passed over; only one whose length makes no sense ends the file.

use std::io::Read;

use crate::capture::file::Fault;
use crate::capture::file::Found;
use crate::capture::file::LinkType;
use crate::capture::file::MAX_FRAME;
use crate::capture::file::Origin;
use crate::capture::input::Input;
use crate::capture::problem::Damage;
use crate::capture::tls::key_log::KeyLog;
use crate::session::Time;

/// How every section begins. The same in both byte orders.
pub(super) const SECTION_HEADER: u32 = 0x0A0D_0D0A;
const INTERFACE: u32 = 1;
const OLD_PACKET: u32 = 2;
const SIMPLE_PACKET: u32 = 3;
const ENHANCED_PACKET: u32 = 6;
const DECRYPTION_SECRETS: u32 = 10;

/// The kind of secrets that is a key log: "TLSK".
const TLS_KEY_LOG: u32 = 0x544C_534B;

/// The longest block that is read as a whole.
const MAX_BLOCK: usize = MAX_FRAME + 64 * 1024;
/// The most octets of key logs between two frames.
const MAX_SECRETS: usize = 16 * 1024 * 1024;
/// The most interfaces of one section.
const MAX_INTERFACES: usize = 65_536;

/// The most octets that are kept of the name or the description of an interface.
const MAX_WORDS: usize = 256;

/// What a section says about the frames in it.
#[derive(Debug, Default)]
pub(super) struct Section {
    /// Counts the sections of the file.
    number: u32,
    big_endian: bool,
    interfaces: Vec<Interface>,
    /// The time of the last frame that had one.
    last: Time,
    /// The key logs since the last frame, one behind the other.
    pub(super) secrets: Vec<u8>,
}

/// What an interface says about its frames.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct Interface {
    pub(super) link: LinkType,
    /// The most octets kept of a frame; 0 for all.
    pub(super) snap_length: u32,
    pub(super) clock: Clock,
    /// Its name and its description, where it has them: options 2 and 3.
    pub(super) words: Option<Box<[Option<Vec<u8>>; 2]>>,
}

/// How an interface counts time.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct Clock {
    /// As in the option `if_tsresol`: a negative power of 10, or of 2 with the highest bit set.
    pub(super) resolution: u8,
    /// Seconds to add, as in the option `if_tsoffset`.
    pub(super) offset: i64,
}

impl Clock {
    fn time(self, ticks: u64) -> Time {
        let ticks = u128::from(ticks);
        let exponent = u32::from(self.resolution & 0x7F);
        let nanos = match (self.resolution & 0x80 != 0, exponent) {
            (true, _) => (ticks * 1_000_000_000).checked_shr(exponent).unwrap_or(0),
            (false, 0..=9) => ticks * 10_u128.pow(9 - exponent),
            (false, 10..=47) => ticks / 10_u128.pow(exponent - 9),
            (false, _) => 0,
        };
        let offset = i128::from(self.offset) * 1_000_000_000;
        let nanos = i128::try_from(nanos).unwrap_or(i128::MAX).saturating_add(offset);
        let end = if nanos < 0 { i64::MIN } else { i64::MAX };
        Time::from_nanos(i64::try_from(nanos).unwrap_or(end))
    }

    /// The last tick at or before a time; 0 before the clock began.
    pub(super) fn ticks(self, time: Time) -> u64 {
        let nanos = i128::from(time.nanos()) - i128::from(self.offset) * 1_000_000_000;
        let nanos = u128::try_from(nanos).unwrap_or(0);
        let exponent = u32::from(self.resolution & 0x7F);
        let ticks = match (self.resolution & 0x80 != 0, exponent) {
            (true, 0..=63) => (nanos << exponent) / 1_000_000_000,
            (false, 0..=9) => nanos / 10_u128.pow(9 - exponent),
            (false, 10..=28) => nanos.saturating_mul(10_u128.pow(exponent - 9)),
            (_, _) => 0,
        };
        u64::try_from(ticks).unwrap_or(u64::MAX)
    }
}

impl Section {
    /// Walks to the next block that holds a frame. `None` at the end of the file.
    pub(super) fn next<R: Read>(&mut self, input: &mut Input<R>) -> Result<Option<Found>, Fault> {
        loop {
            if !input.fill(12)? {
                return if input.octets().is_empty() { Ok(None) } else { Err(Fault::Ended) };
            }
            if be32(input.octets()) == SECTION_HEADER {
                self.start(input.octets())?;
            }
            let kind = self.u32(input.octets(), 0);
            let length = self.u32(input.octets(), 4);
            let total = (length as usize).next_multiple_of(4);
            if length < 12 {
                return Err(Fault::Damage(Damage::BlockLength(length)));
            }
            match kind {
                INTERFACE | OLD_PACKET | SIMPLE_PACKET | ENHANCED_PACKET | DECRYPTION_SECRETS | SECTION_HEADER
                    if total <= MAX_BLOCK || !matches!(kind, DECRYPTION_SECRETS | SECTION_HEADER) =>
                {
                    if MAX_BLOCK < total {
                        return Err(Fault::Damage(Damage::BlockLength(length)));
                    }
                    if !input.fill(total)? {
                        return Err(Fault::Ended);
                    }
                    let block = &input.octets()[..total];
                    self.check_end(block, length)?;
                    if kind == INTERFACE {
                        self.describe(block)?;
                        input.take(total);
                    } else if kind == DECRYPTION_SECRETS {
                        self.reveal(block);
                        input.take(total);
                    } else if kind == SECTION_HEADER {
                        self.read_comments(block);
                        input.take(total);
                    } else {
                        return self.packet(kind, block, length).map(Some).map_err(Fault::Damage);
                    }
                }
                _ => {
                    // The end is looked at where it comes by: a block may be longer than the window.
                    if !input.skip(total - 4)? || !input.fill(4)? {
                        return Err(Fault::Ended);
                    }
                    self.check_end(&input.octets()[..4], length)?;
                    input.take(4);
                }
            }
        }
    }

    /// A section begins: it may have another byte order, and knows no interface yet.
    fn start(&mut self, block: &[u8]) -> Result<(), Fault> {
        self.big_endian = match be32(&block[8..]) {
            0x1A2B_3C4D => true,
            0x4D3C_2B1A => false,
            magic => return Err(Fault::Damage(Damage::ByteOrder(magic))),
        };
        self.interfaces.clear();
        self.number = self.number.wrapping_add(1);
        Ok(())
    }

    /// A key log may stand in the comment of a section: before there was a block for it, people put it there.
    fn read_comments(&mut self, block: &[u8]) {
        let mut options = block.get(24..block.len() - 4).unwrap_or_default();
        while 4 <= options.len() {
            let (code, length) = (self.u16(options, 0), usize::from(self.u16(options, 2)));
            let Some(value) = options.get(4..4 + length) else { return };
            if code == 1 && self.secrets.len() + length <= MAX_SECRETS && !KeyLog::read(value).is_empty() {
                self.secrets.extend_from_slice(value);
                self.secrets.push(b'\n');
            }
            if code == 0 {
                return;
            }
            options = options.get(4 + length.next_multiple_of(4)..).unwrap_or_default();
        }
    }

    /// What the section says of an interface.
    pub(super) fn interface(&self, number: u32) -> Option<&Interface> {
        self.interfaces.get(usize::try_from(number).ok()?)
    }

    fn check_end(&self, block: &[u8], start: u32) -> Result<(), Fault> {
        let end = self.u32(block, block.len() - 4);
        if start == end { Ok(()) } else { Err(Fault::Damage(Damage::BlockEnd { start, end })) }
    }

    fn describe(&mut self, block: &[u8]) -> Result<(), Fault> {
        if MAX_INTERFACES <= self.interfaces.len() {
            return Err(Fault::Damage(Damage::Interfaces));
        }
        if block.len() < 20 {
            return Err(Fault::Damage(Damage::BlockLength(u32::try_from(block.len()).unwrap_or(u32::MAX))));
        }
        let mut clock = Clock { resolution: 6, offset: 0 };
        let mut words = [None, None];
        let mut options = &block[16..block.len() - 4];
        while 4 <= options.len() {
            let (code, length) = (self.u16(options, 0), usize::from(self.u16(options, 2)));
            let Some(value) = options.get(4..4 + length) else { break };
            match (code, value) {
                (0, _) => break,
                (2 | 3, text) if !text.is_empty() => {
                    words[usize::from(code - 2)] = Some(text[..text.len().min(MAX_WORDS)].to_vec());
                }
                (9, [resolution]) => clock.resolution = *resolution,
                (14, value) => {
                    if let Ok(octets) = <[u8; 8]>::try_from(value) {
                        clock.offset =
                            if self.big_endian { i64::from_be_bytes(octets) } else { i64::from_le_bytes(octets) };
                    }
                }
                _ => (),
            }
            options = options.get(4 + length.next_multiple_of(4)..).unwrap_or_default();
        }
        let link = LinkType(self.u16(block, 8));
        let words = words.iter().any(Option::is_some).then(|| Box::new(words));
        self.interfaces.push(Interface { link, snap_length: self.u32(block, 12), clock, words });
        Ok(())
    }

    /// Keeps a key log. One without measure is not kept.
    fn reveal(&mut self, block: &[u8]) {
        if block.len() < 20 || self.u32(block, 8) != TLS_KEY_LOG || MAX_SECRETS < self.secrets.len() {
            return;
        }
        let room = block.len() - 20;
        let length = (self.u32(block, 12) as usize).min(room);
        self.secrets.extend_from_slice(&block[16..16 + length]);
        self.secrets.push(b'\n');
    }

    /// Where in its block the frame lies.
    fn packet(&mut self, kind: u32, block: &[u8], length: u32) -> Result<Found, Damage> {
        let total = block.len();
        let header = if kind == SIMPLE_PACKET { 12 } else { 28 };
        if total < header + 4 {
            return Err(Damage::BlockLength(length));
        }
        let number = match kind {
            SIMPLE_PACKET => 0,
            OLD_PACKET => u32::from(self.u16(block, 8)),
            _ => self.u32(block, 8),
        };
        let interface = self.interface(number).ok_or(Damage::Interface(number))?;
        let (link, mut at, mut ticks) = (interface.link, self.last, None);
        let room = total - header - 4;
        let (captured, original) = if kind == SIMPLE_PACKET {
            let original = self.u32(block, 8);
            let snap_length = if interface.snap_length == 0 { u32::MAX } else { interface.snap_length };
            ((original.min(snap_length) as usize).min(room), original)
        } else {
            let told = u64::from(self.u32(block, 12)) << 32 | u64::from(self.u32(block, 16));
            (at, ticks) = (interface.clock.time(told), Some(told));
            let captured = self.u32(block, 20);
            if room < captured as usize {
                return Err(Damage::FrameLength(captured));
            }
            (captured as usize, self.u32(block, 24))
        };
        // A simple packet has no time: it gets that of the frame before.
        self.last = at;
        let origin = Origin { section: self.number, interface: number, ticks };
        Ok(Found { at, link, original, origin, header, captured, total })
    }

    fn u16(&self, octets: &[u8], at: usize) -> u16 {
        let octets = [octets[at], octets[at + 1]];
        if self.big_endian { u16::from_be_bytes(octets) } else { u16::from_le_bytes(octets) }
    }

    fn u32(&self, octets: &[u8], at: usize) -> u32 {
        let number = be32(&octets[at..]);
        if self.big_endian { number } else { number.swap_bytes() }
    }
}

fn be32(octets: &[u8]) -> u32 {
    u32::from_be_bytes([octets[0], octets[1], octets[2], octets[3]])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clocks_tick_in_powers_of_ten_and_two() {
        let nanos = |resolution, offset, ticks| Clock { resolution, offset }.time(ticks).nanos();
        assert_eq!(nanos(6, 0, 1_500_000), 1_500_000_000);
        assert_eq!(nanos(9, 0, 7), 7);
        assert_eq!(nanos(0, 0, 3), 3_000_000_000);
        assert_eq!(nanos(12, 0, 7_000), 7);
        assert_eq!(nanos(0x8A, 0, 1536), 1_500_000_000);
        assert_eq!(nanos(9, -2, 1), -1_999_999_999);
        assert_eq!(nanos(9, 2, 1), 2_000_000_001);
    }

    #[test]
    fn a_time_is_the_tick_that_it_came_from() {
        for (resolution, offset, ticks) in
            [(6, 0, 1_500_001), (9, 0, 7), (0, 0, 3), (12, 0, 7_000), (9, -2, 1), (0x8A, 2, 1536)]
        {
            let clock = Clock { resolution, offset };
            let again = clock.ticks(clock.time(ticks + 2_000_000_000));
            assert_eq!(again, ticks + 2_000_000_000, "{resolution}");
        }
        assert_eq!(Clock { resolution: 6, offset: 5 }.ticks(Time::from_nanos(1)), 0);
    }

    #[test]
    fn a_clock_out_of_all_bounds_stops_at_the_end_of_time() {
        let nanos = |resolution, offset| Clock { resolution, offset }.time(u64::MAX).nanos();
        assert_eq!(nanos(0, 0), i64::MAX);
        assert_eq!(nanos(0x7F, i64::MIN), i64::MIN);
        assert_eq!(nanos(0xFF, i64::MAX), i64::MAX);
    }
}
