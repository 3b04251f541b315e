//! What is read of files, whole and damaged.

mod mixed;
mod prefixes;

use super::*;
use crate::capture::testing::Talk;
use crate::capture::testing::block;
use crate::capture::testing::pcap;
use crate::capture::testing::pcap_frame;
use crate::capture::testing::pcap_header;
use crate::capture::testing::pcapng;
use crate::capture::testing::section;

/// What a test looks at of a frame.
type Seen = (u64, i64, u16, Vec<u8>, u32);

/// All frames of a file and the problem behind them.
fn read(file: &[u8]) -> (Vec<Seen>, Option<Problem>) {
    let mut frames = Frames::open(file).expect("a capture file");
    let mut seen = Vec::new();
    while let Some(frame) = frames.next_frame() {
        match frame {
            Ok(Frame { number, at, link, octets, original_length, secrets: _ }) => {
                seen.push((number, at.nanos(), link.0, octets.to_vec(), original_length));
            }
            Err(problem) => {
                assert!(frames.next_frame().is_none(), "nothing comes after a problem");
                return (seen, Some(problem));
            }
        }
    }
    assert_eq!(frames.position(), file.len() as u64);
    (seen, None)
}

#[track_caller]
fn refuses(file: &[u8], words: &str) {
    let error = Frames::open(file).expect_err("no capture file");
    assert_eq!(error.to_string(), words);
}

#[test]
fn both_byte_orders_and_both_resolutions_are_read() {
    let words = |big: bool, numbers: &[u32]| -> Vec<u8> {
        numbers.iter().flat_map(|number| if big { number.to_be_bytes() } else { number.to_le_bytes() }).collect()
    };
    for big in [false, true] {
        for (magic, nanos) in [(0xA1B2_C3D4, 5_000_007_000), (0xA1B2_3C4D, 5_000_000_007)] {
            let version = if big { 0x0002_0004 } else { 0x0004_0002 };
            let mut file = words(big, &[magic, version, 0, 0, 100, 113]);
            file.extend(words(big, &[5, 7, 3, 1500]));
            file.extend(b"abc");
            assert_eq!(read(&file), (vec![(1, nanos, 113, b"abc".to_vec(), 1500)], None));
        }
    }
}

#[test]
fn every_link_type_keeps_its_number() {
    for link in [0, 1, 12, 14, 101, 108, 113, 228, 229, 276, 999] {
        let file = [pcap_header(link), pcap_frame(0, b"x", 1)].concat();
        assert_eq!(u32::from(read(&file).0[0].2), link);
    }
}

#[test]
fn a_frame_longer_than_the_snap_length_is_a_frame() {
    let long = vec![1; 70_000];
    assert_eq!(read(&pcap(std::slice::from_ref(&long))).0[0].3, long);
}

#[test]
fn a_file_that_is_cut_anywhere_gives_the_frames_before_the_cut() {
    let frames = vec![b"one".to_vec(), b"three".to_vec(), b"fourteen".to_vec()];
    for file in [pcap(&frames), pcapng(&frames)] {
        let (whole, none) = read(&file);
        assert_eq!((whole.len(), none), (3, None));
        for cut in 0..file.len() {
            let Ok(_) = Frames::open(&file[..cut]) else {
                assert!(cut < PCAP_HEADER);
                continue;
            };
            let (seen, problem) = read(&file[..cut]);
            assert_eq!(seen, whole[..seen.len()], "cut at {cut}");
            match problem {
                None => (),
                Some(Problem::CutShort { frame, octet }) => {
                    assert_eq!((frame, octet), (seen.len() as u64 + 1, cut as u64));
                }
                Some(other) => panic!("cut at {cut}: {other}"),
            }
        }
    }
}

#[test]
fn absurd_lengths_are_damage_and_take_no_memory() {
    let mut file = pcap(&[b"one".to_vec()]);
    let octet = file.len() as u64;
    file.extend([0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF]);
    file.extend([0; 100]);
    let damage = Damage::FrameLength(u32::MAX);
    assert_eq!(read(&file).1, Some(Problem::Damaged { after_frame: 1, octet, damage }));

    let mut file = pcapng(&[b"one".to_vec()]);
    let octet = file.len() as u64;
    file.extend([6, 0, 0, 0, 0xFC, 0xFF, 0xFF, 0xFF, 0, 0, 0, 0]);
    let damage = Damage::BlockLength(0xFFFF_FFFC);
    assert_eq!(read(&file).1, Some(Problem::Damaged { after_frame: 1, octet, damage }));
}

#[test]
fn rubbish_behind_the_last_frame_is_a_problem() {
    for rubbish in [b"rubbish\0\0\0\0\0".as_slice(), &[0xFF; 40], b"\n"] {
        for file in [pcap(&[b"one".to_vec()]), pcapng(&[b"one".to_vec()])] {
            let (seen, problem) = read(&[&file, rubbish].concat());
            assert_eq!(seen.len(), 1);
            assert!(problem.is_some());
        }
    }
}

#[test]
fn unknown_blocks_and_odd_options_are_passed_over() {
    let interface = |options: &[u8]| block(1, &[&[1, 0, 0, 0, 0, 0, 0, 0], options].concat());
    let packet = |number: u8| {
        let body = [number, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 3, 0, 0, 0, 9, 0, 0, 0, b'a', b'b', b'c'];
        block(6, &body)
    };
    let seconds = interface(&[9, 0, 1, 0, 0, 0, 0, 0]);
    let picoseconds = interface(&[9, 0, 1, 0, 12, 0, 0, 0, 0, 0, 0, 0]);
    let half_seconds_later = interface(&[9, 0, 1, 0, 0x81, 0, 0, 0, 14, 0, 8, 0, 10, 0, 0, 0, 0, 0, 0, 0]);
    let odd = interface(&[9, 0, 200, 0, 1]);
    let file = [
        section(),
        block(0xBAD, &vec![7; 300_000]),
        seconds,
        picoseconds,
        half_seconds_later,
        odd,
        packet(0),
        packet(1),
        packet(2),
        packet(3),
    ];
    let (seen, problem) = read(&file.concat());
    let times: Vec<i64> = seen.iter().map(|(_, at, ..)| *at).collect();
    assert_eq!((times, problem), (vec![1_000_000_000, 0, 10_500_000_000, 1000], None));
    assert!(seen.iter().all(|(_, _, link, octets, original)| (*link, octets.as_slice(), *original) == (1, b"abc", 9)));
}

#[test]
fn each_section_has_its_own_byte_order_and_interfaces() {
    let big = |kind: u32, body: &[u8]| {
        let length = u32::try_from(body.len() + 12).expect("short").to_be_bytes();
        [&kind.to_be_bytes(), length.as_slice(), body, &length].concat()
    };
    let mut header = 0x1A2B_3C4D_u32.to_be_bytes().to_vec();
    header.extend([0, 1, 0, 0, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF]);
    let simple = [0, 0, 0, 9, b'a', b'b', b'c', b'd'];
    let file = [
        pcapng(&[b"one".to_vec()]),
        big(SECTION_HEADER, &header),
        big(1, &[0, 113, 0, 0, 0, 0, 0, 3]),
        big(3, &simple),
        section(),
        block(6, &[0; 20]),
    ]
    .concat();
    let (seen, problem) = read(&file);
    assert_eq!(seen[1], (2, 0, 113, b"abc".to_vec(), 9));
    assert!(matches!(problem, Some(Problem::Damaged { after_frame: 2, damage: Damage::Interface(0), .. })));
}

#[test]
fn a_block_must_end_as_it_begins() {
    let mut file = pcapng(&[b"one".to_vec()]);
    let last = file.len() - 4;
    file[last] += 4;
    let problem = read(&file).1.expect("a problem");
    assert!(problem.to_string().ends_with("a block of 36 octets ends as one of 40"), "{problem}");
}

#[test]
fn what_is_no_capture_is_named() {
    refuses(b"", "the file is empty");
    refuses(b"\xD4\xC3", "the file is cut short in its header, at octet 2");
    refuses(&pcap_header(1)[..20], "the file is cut short in its header, at octet 20");
    refuses(b"\xFD7zXZ\x00", "this is no capture file: it begins with fd 37 7a 58, as xz does: unpack it first");
    let words = "this is no capture file: it begins with 46 72 6f 6d, \
                 but pcap begins with d4 c3 b2 a1 and pcapng with 0a 0d 0d 0a";
    refuses(b"From: amy", words);
}

#[test]
fn a_reader_that_fails_is_a_problem_with_its_place() {
    struct Failing(usize, Vec<u8>);
    impl Read for Failing {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            let octets = self.1.get(self.0..self.0 + 1).ok_or(io::ErrorKind::ConnectionAborted)?;
            buffer[0] = octets[0];
            self.0 += 1;
            Ok(1)
        }
    }
    let file = Talk::open().pcap();
    let octet = file.len() as u64;
    let mut frames = Frames::open(Failing(0, file)).expect("a capture file");
    for _ in 0..3 {
        assert!(matches!(frames.next_frame(), Some(Ok(_))));
    }
    let kind = io::ErrorKind::ConnectionAborted;
    assert_eq!(frames.next_frame(), Some(Err(Problem::Unreadable { after_frame: 3, octet, kind })));
}

#[test]
fn secrets_come_with_the_frame_behind_them() {
    let secrets = |kind: u32, text: &[u8]| {
        let length = u32::try_from(text.len()).expect("short").to_le_bytes();
        block(10, &[&kind.to_le_bytes(), length.as_slice(), text].concat())
    };
    let frame = [&[0; 12], [3, 0, 0, 0].as_slice(), &[3, 0, 0, 0], b"abc"].concat();
    let file = [
        section(),
        block(1, &[1, 0, 0, 0, 0, 0, 0, 0]),
        secrets(0x544C_534B, b"one"),
        secrets(0x5747_4B4C, b"WireGuard"),
        secrets(0x544C_534B, b"two\n"),
        block(6, &frame),
        block(10, &[]),
        block(10, &[0x4B, 0x53, 0x4C, 0x54, 0xFF, 0xFF, 0xFF, 0xFF, b'3', b'4', b'5', b'6']),
    ]
    .concat();
    let mut frames = Frames::open(file.as_slice()).expect("a capture file");
    let first = frames.next_frame().expect("a frame").expect("no problem");
    assert_eq!((first.octets, first.secrets), (&b"abc"[..], &b"one\ntwo\n\n"[..]));
    assert!(frames.next_frame().is_none());
    assert_eq!(frames.secrets(), b"3456\n", "no more than is there");
}
