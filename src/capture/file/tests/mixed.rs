//! One conversation, spread over everything that a pcapng file can hold.

use crate::capture::problem::Problem;
use crate::capture::testing::Talk;
use crate::capture::testing::analysed;
use crate::capture::testing::pcap_frame;
use crate::capture::testing::pcap_header;
use crate::capture::testing::words;
use crate::proto::Side;

/// Writes blocks in either byte order.
struct Blocks {
    big: bool,
    file: Vec<u8>,
}

impl Blocks {
    fn new() -> Self {
        Self { big: false, file: Vec::new() }
    }

    fn half(&self, number: u16) -> [u8; 2] {
        if self.big { number.to_be_bytes() } else { number.to_le_bytes() }
    }

    fn word(&self, number: usize) -> [u8; 4] {
        let number = u32::try_from(number).expect("small");
        if self.big { number.to_be_bytes() } else { number.to_le_bytes() }
    }

    fn block(&mut self, kind: usize, body: &[u8]) {
        let padded = body.len().next_multiple_of(4);
        let length = self.word(padded + 12);
        let kind = self.word(kind);
        self.file.extend(kind);
        self.file.extend(length);
        self.file.extend(body);
        self.file.extend(vec![0; padded - body.len()]);
        self.file.extend(length);
    }

    fn section(&mut self, big: bool) {
        self.big = big;
        let body = [self.word(0x1A2B_3C4D).as_slice(), &self.half(1), &self.half(0), &[0xFF; 8]].concat();
        self.block(0x0A0D_0D0A, &body);
    }

    /// An interface: link type, snap length, resolution of its clock, seconds to add.
    fn interface(&mut self, link: u16, snap: usize, resolution: u8, offset: i64) {
        let offset = if self.big { offset.to_be_bytes() } else { offset.to_le_bytes() };
        let body = [
            self.half(link).as_slice(),
            &[0, 0],
            &self.word(snap),
            &self.half(2),
            &self.half(5),
            b"lo0:1\0\0\0",
            &self.half(9),
            &self.half(1),
            &[resolution, 0, 0, 0],
            &self.half(14),
            &self.half(8),
            &offset,
            &[0; 4],
        ]
        .concat();
        self.block(1, &body);
    }

    fn enhanced(&mut self, interface: usize, ticks: u64, octets: &[u8], original: usize) {
        let (high, low) = halves(ticks);
        let head = [interface, high, low, octets.len(), original];
        let padding = vec![0; octets.len().next_multiple_of(4) - octets.len()];
        // A comment of the packet.
        let comment = [self.half(1).as_slice(), &self.half(3), b"odd\0", &[0; 4]].concat();
        let body = [head.map(|number| self.word(number)).concat(), octets.to_vec(), padding, comment].concat();
        self.block(6, &body);
    }

    fn obsolete(&mut self, interface: u16, ticks: u64, octets: &[u8], original: usize) {
        let (high, low) = halves(ticks);
        let head = [high, low, octets.len(), original];
        let head = head.map(|number| self.word(number)).concat();
        let body = [self.half(interface).as_slice(), &self.half(7), &head, octets].concat();
        self.block(2, &body);
    }

    fn simple(&mut self, octets: &[u8], original: usize) {
        let body = [self.word(original).as_slice(), octets].concat();
        self.block(3, &body);
    }

    /// Blocks that say nothing of packets: names, statistics, a journal, secrets, and those of others.
    fn foreign(&mut self) {
        for kind in [4, 5, 9, 10, 0x0BAD, 0x4000_0BAD, 0x7FFF_FFFF] {
            self.block(kind, b"nothing of use");
        }
    }
}

fn halves(ticks: u64) -> (usize, usize) {
    let half = |number: u64| usize::try_from(number).expect("four octets");
    (half(ticks >> 32), half(ticks & 0xFFFF_FFFF))
}

fn lesson() -> Talk {
    Talk::open()
        .s("+OK ready\r\n")
        .c("USER amy\r\n")
        .s("+OK\r\n")
        .c("PASS sesame\r\n")
        .s("+OK welcome\r\n")
        .c("LIST\r\n")
        .s("+OK\r\n1 120\r\n2 200\r\n.\r\n")
        .c("QUIT\r\n")
        .s("+OK bye\r\n")
        .fin(Side::Server)
}

/// The lesson, each frame on another interface and in another kind of block, a millisecond after the
/// other, and how many octets of each frame were kept at most.
fn mixed(kept: usize) -> Vec<u8> {
    let mut blocks = Blocks::new();
    for (millis, frame) in (0_u64..).zip(lesson().frames()) {
        if millis % 9 == 0 {
            // Sections have interfaces of their own, and a byte order of their own.
            blocks.section(millis % 2 == 1);
            blocks.interface(1, kept, 6, 0);
            blocks.interface(101, kept - 14, 9, -10);
            blocks.interface(113, kept + 2, 0x94, 2);
        }
        blocks.foreign();
        let cooked = [&[0; 14], &frame[12..]].concat();
        let part = |octets: &[u8], kept: usize| octets[..octets.len().min(kept)].to_vec();
        match millis % 5 {
            0 => blocks.enhanced(0, millis * 1000, &part(&frame, kept), frame.len()),
            1 => blocks.enhanced(
                1,
                10_000_000_000 + millis * 1_000_000,
                &part(&frame[14..], kept - 14),
                frame.len() - 14,
            ),
            2 => blocks.obsolete(0, millis * 1000, &part(&frame, kept), frame.len()),
            // 2^-20 of a second, two seconds of which are added.
            3 => {
                let ticks = (millis << 20) / 1000;
                blocks.enhanced(2, ticks, &part(&cooked, kept + 2), cooked.len());
            }
            _ => blocks.simple(&part(&frame, kept), frame.len()),
        }
    }
    blocks.file
}

#[test]
fn interfaces_sections_and_blocks_of_all_kinds_make_one_conversation() {
    let (sessions, summary) = analysed(&mixed(1000));
    assert_eq!((sessions.len(), summary.problems.as_slice(), summary.packets), (1, [].as_slice(), 15));
    assert_eq!(words(&sessions[0].timeline), lesson().words());
    assert!(summary.left_out.is_empty(), "{:?}", summary.left_out);
}

#[test]
fn every_interface_has_its_own_clock() {
    let file = mixed(1000);
    let (seen, problem) = super::read(&file);
    assert_eq!(problem, None);
    for (number, at, ..) in seen {
        let millis = i64::try_from(number).expect("few") - 1;
        let expected = match millis % 5 {
            0..=2 => millis * 1_000_000,
            3 => 2_000_000_000 + millis * 1_000_000,
            // It has no clock at all, and takes the time of the packet before.
            _ => 2_000_000_000 + (millis - 1) * 1_000_000,
        };
        assert!((expected - at).abs() < 1000, "frame {number} at {at}, not {expected}");
    }
}

#[test]
fn a_frame_that_was_cut_off_is_a_gap_in_whatever_block_it_stands() {
    let kept = 14 + 20 + 20 + 7;
    let mut file = pcap_header(1);
    for (at, frame) in (0..).zip(lesson().frames()) {
        file.extend(pcap_frame(at, &frame[..frame.len().min(kept)], frame.len()));
    }
    let (plain, expected) = analysed(&file);
    assert!(matches!(expected.problems[..], [Problem::Snapped { pieces: 6, .. }]), "{:?}", expected.problems);
    let (sessions, summary) = analysed(&mixed(kept));
    assert_eq!(summary.problems, expected.problems);
    assert_eq!(words(&sessions[0].timeline), words(&plain[0].timeline));
}

#[test]
fn a_mixed_file_that_is_cut_anywhere_gives_the_frames_before_the_cut() {
    let file = mixed(1000);
    let (whole, _) = super::read(&file);
    for cut in 28..file.len() {
        let (seen, problem) = super::read(&file[..cut]);
        assert!(seen == whole[..seen.len()], "cut at {cut}");
        match problem {
            None => (),
            Some(Problem::CutShort { frame, octet }) => {
                assert_eq!((frame, octet), (seen.len() as u64 + 1, cut as u64));
            }
            Some(other) => panic!("cut at {cut}: {other}"),
        }
    }
}

#[test]
fn lengths_that_cannot_be_are_damage_in_every_kind_of_block() {
    for kind in [1_u32, 2, 3, 6, 4, 0x0BAD, 0x0A0D_0D0A] {
        for length in [0_u32, 4, 11, 0x7FFF_FFFC, 0xFFFF_FFF0] {
            let mut blocks = Blocks::new();
            blocks.section(false);
            blocks.interface(1, 0, 6, 0);
            blocks.enhanced(0, 1, b"one", 3);
            let mut file = blocks.file;
            let place = file.len() as u64;
            file.extend(kind.to_le_bytes());
            file.extend(length.to_le_bytes());
            file.extend(0x1A2B_3C4D_u32.to_le_bytes());
            file.extend([0; 40]);
            let (seen, problem) = super::read(&file);
            assert_eq!(seen.len(), 1, "block {kind} of {length}");
            match problem {
                Some(Problem::Damaged { after_frame: 1, octet, .. }) => assert_eq!(octet, place),
                // Of a block that is passed over only the end of the file shows that it is too long.
                Some(Problem::CutShort { frame: 2, .. }) => assert!(11 < length),
                other => panic!("block {kind} of {length}: {other:?}"),
            }
        }
    }
}
