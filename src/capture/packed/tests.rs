//! Packed captures: whole, damaged, cut short, and made to hurt.

use std::io::Write as _;

use flate2::Compression;
use flate2::write::GzEncoder;
use proptest::prelude::*;
use ruzstd::encoding::CompressionLevel;
use ruzstd::encoding::compress_to_vec;

use crate::capture::analyse;
use crate::capture::file::Frames;
use crate::capture::file::OpenError;
use crate::capture::packed::MAX_WINDOW;
use crate::capture::problem::Damage;
use crate::capture::problem::Packing;
use crate::capture::problem::PackingDamage;
use crate::capture::problem::Problem;
use crate::capture::testing::pcap;
use crate::capture::testing::pcapng;

/// A member of a gzip file.
pub(in crate::capture) fn gzip(octets: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(octets).expect("a Vec can be written");
    encoder.finish().expect("a Vec can be written")
}

/// A frame of a zstd file.
pub(in crate::capture) fn zstd(octets: &[u8]) -> Vec<u8> {
    compress_to_vec(octets, CompressionLevel::Fastest)
}

/// A zstd frame of blocks as they are, with the smallest window.
fn zstd_of_blocks(octets: &[u8]) -> Vec<u8> {
    let mut frame = vec![0x28, 0xB5, 0x2F, 0xFD, 0, 0];
    let last = octets.len().div_ceil(200);
    for (number, block) in (1..).zip(octets.chunks(200)) {
        let header = (u32::try_from(block.len()).expect("short") << 3) | u32::from(number == last);
        frame.extend(&header.to_le_bytes()[..3]);
        frame.extend(block);
    }
    frame
}

fn skippable(octets: &[u8]) -> Vec<u8> {
    let length = u32::try_from(octets.len()).expect("short").to_le_bytes();
    [&[0x53, 0x2A, 0x4D, 0x18], length.as_slice(), octets].concat()
}

/// Frames of some length that do not pack too well.
fn frames() -> Vec<Vec<u8>> {
    let mut number = 1_u32;
    let mut chance = || {
        number = number.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        number.to_be_bytes()[0] & 0x3F
    };
    (0..40).map(|frame| (0..100 + frame).map(|_| chance()).collect()).collect()
}

type Read = (Vec<Vec<u8>>, Option<Problem>, u64);

/// All frames of a file, the problem behind them, and how many octets were read.
fn read(file: &[u8]) -> Result<Read, OpenError> {
    let mut reader = Frames::open(file)?;
    let mut seen = Vec::new();
    let mut found = None;
    while let Some(frame) = reader.next_frame() {
        match frame {
            Ok(frame) => seen.push(frame.octets.to_vec()),
            Err(problem) => found = Some(problem),
        }
    }
    Ok((seen, found, reader.position()))
}

#[track_caller]
fn reads_whole(file: &[u8]) {
    let (seen, problem, position) = read(file).expect("a capture file");
    assert!(seen == frames());
    assert_eq!((problem, position), (None, file.len() as u64), "octets are those of the file as it is");
}

#[track_caller]
fn damaged(file: &[u8], packing: Packing, damage: PackingDamage) {
    let (seen, problem, _) = read(file).expect("a capture file");
    assert!(seen == frames()[..seen.len()]);
    let Some(Problem::Damaged { after_frame, damage: found, octet }) = problem else { panic!("{problem:?}") };
    assert_eq!((after_frame, found), (seen.len() as u64, Damage::Packed(packing, damage)));
    assert!(octet <= file.len() as u64);
}

#[test]
fn packed_files_open_as_they_are() {
    for file in [pcap(&frames()), pcapng(&frames())] {
        let (first, second) = file.split_at(1000);
        reads_whole(&gzip(&file));
        reads_whole(&[gzip(first), gzip(second)].concat());
        reads_whole(&[gzip(first), gzip(b""), gzip(second), vec![0; 512]].concat());
        reads_whole(&zstd(&file));
        reads_whole(&zstd_of_blocks(&file));
        reads_whole(&[zstd(first), skippable(b"hello"), zstd_of_blocks(second), skippable(b"")].concat());
        reads_whole(&[skippable(&vec![7; 70_000]), zstd(&file)].concat());
    }
}

#[test]
fn a_header_of_gzip_may_hold_more() {
    let packed = gzip(&pcap(&frames()));
    let mut file = packed[..10].to_vec();
    file[3] = 2 | 4 | 8 | 16;
    file.extend([3, 0, 1, 2, 3]);
    file.extend(b"office.pcap\0a comment\0");
    file.extend([9, 9]);
    file.extend(&packed[10..]);
    reads_whole(&file);
}

#[test]
fn a_packed_file_that_is_cut_anywhere_gives_the_frames_before_the_cut() {
    let file = pcap(&frames());
    for packed in [gzip(&file), zstd(&file), zstd_of_blocks(&file)] {
        let mut before = 0;
        for cut in (0..packed.len()).step_by(3) {
            let Ok((seen, problem, _)) = read(&packed[..cut]) else {
                assert_eq!(before, 0, "cut at {cut}");
                continue;
            };
            assert!(seen == frames()[..seen.len()], "cut at {cut}");
            let Some(Problem::CutShort { frame, octet }) = problem else { panic!("cut at {cut}: {problem:?}") };
            assert_eq!((frame, octet), (seen.len() as u64 + 1, cut as u64));
            assert!(before <= seen.len(), "cut at {cut}");
            before = seen.len();
        }
        assert!(20 < before, "what is at hand is not kept back");
    }
}

#[test]
fn a_packed_file_that_ends_before_anything_is_cut_short() {
    let packed = gzip(&pcap(&frames()));
    let error = read(&packed[..5]).expect_err("too short").to_string();
    assert_eq!(error, "the file is cut short in its header, at octet 5");
    assert_eq!(read(&gzip(b"")).expect_err("nothing").to_string(), "the file is empty");
    let twice = read(&gzip(&packed)).expect_err("packed twice").to_string();
    assert!(twice.ends_with("as gzip does: it is packed twice"), "{twice}");
}

#[test]
fn damage_in_the_packing_is_named_and_all_before_it_kept() {
    let file = pcap(&frames());
    let packed = gzip(&file);
    let length = packed.len();
    let mut wrong = packed.clone();
    wrong[length - 6] ^= 1;
    damaged(&wrong, Packing::Gzip, PackingDamage::CheckSum);
    damaged(&[packed.as_slice(), b"more"].concat(), Packing::Gzip, PackingDamage::Rubbish);
    damaged(&[packed.as_slice(), &[0, 0], b"more"].concat(), Packing::Gzip, PackingDamage::Rubbish);
    damaged(&[packed.as_slice(), &[0x1F, 0x8B, 9, 0, 0, 0, 0, 0, 0, 0]].concat(), Packing::Gzip, PackingDamage::Header);
    // A block of a kind that does not exist, behind a whole one.
    let (first, second) = file.split_at(3000);
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(first).expect("a Vec can be written");
    encoder.flush().expect("a Vec can be written");
    let mut broken = encoder.get_ref().clone();
    broken.extend([0xFF; 100]);
    damaged(&broken, Packing::Gzip, PackingDamage::Data);
    assert!(20 < read(&broken).expect("a capture file").0.len());

    let mut broken = zstd_of_blocks(&file);
    let last_but_one = 6 + (file.len() / 200 - 1) * 203;
    broken[last_but_one..].fill(0xFF);
    damaged(&broken, Packing::Zstd, PackingDamage::Data);
    assert!(30 < read(&broken).expect("a capture file").0.len());
    damaged(&[zstd(&file).as_slice(), b"more"].concat(), Packing::Zstd, PackingDamage::Rubbish);
    let mut wrong = zstd(&file);
    if wrong[4] & 4 != 0 {
        *wrong.last_mut().expect("not empty") ^= 1;
        damaged(&wrong, Packing::Zstd, PackingDamage::CheckSum);
    }
    let huge = [0x28, 0xB5, 0x2F, 0xFD, 0, 0x90, 1, 0, 0];
    let halves = [zstd(first).as_slice(), &huge, &zstd(second)].concat();
    damaged(&halves, Packing::Zstd, PackingDamage::Memory(256 * 1024 * 1024));
    let told = read(&huge).expect_err("nothing comes out").to_string();
    assert!(told.ends_with(&format!("it needs 268435456 octets of memory, and gets at most {MAX_WINDOW}")), "{told}");
    let dictionary = [0x28, 0xB5, 0x2F, 0xFD, 1, 0, 7, 1, 0, 0];
    let told = read(&dictionary).expect_err("nothing comes out").to_string();
    assert!(told.ends_with("zstd: it needs a dictionary"), "{told}");
}

#[test]
fn a_reader_that_fails_within_a_packed_file_is_a_problem() {
    struct Failing(Vec<u8>, usize);
    impl std::io::Read for Failing {
        fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
            let octets = self.0.get(self.1..self.1 + 1).ok_or(std::io::ErrorKind::ConnectionAborted)?;
            buffer[0] = octets[0];
            self.1 += 1;
            Ok(1)
        }
    }
    let file = pcap(&frames());
    for packed in [gzip(&file), zstd_of_blocks(&file)] {
        let mut reader = Frames::open(Failing(packed[..packed.len() - 300].to_vec(), 0)).expect("a capture file");
        let mut last = None;
        while let Some(frame) = reader.next_frame() {
            last = frame.err();
        }
        let kind = std::io::ErrorKind::ConnectionAborted;
        assert!(matches!(last, Some(Problem::Unreadable { kind: found, .. }) if found == kind), "{last:?}");
    }
}

#[test]
fn a_bomb_takes_time_and_no_memory() {
    // A pcapng block of 64 MiB of zeros that nobody knows: some hundred octets when packed.
    let length = 64 * 1024 * 1024_u32;
    let mut file = pcapng(&frames());
    file.extend(0x0BAD_u32.to_le_bytes());
    file.extend(length.to_le_bytes());
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(&file).expect("a Vec can be written");
    for _ in 0..64 {
        encoder.write_all(&vec![0; 1024 * 1024]).expect("a Vec can be written");
    }
    let (seen, problem, _) = read(&encoder.finish().expect("a Vec can be written")).expect("a capture file");
    assert_eq!(seen.len(), frames().len());
    let wrong = Damage::BlockEnd { start: length, end: 0 };
    assert!(matches!(problem, Some(Problem::Damaged { damage, .. }) if damage == wrong), "{problem:?}");
}

proptest! {
    #[test]
    fn damaged_packings_never_panic(
        damages in proptest::collection::vec((0_usize..8000, any::<u8>()), 1..12),
        kind in 0..3,
    ) {
        let file = pcap(&frames());
        let mut packed = match kind {
            0 => gzip(&file),
            1 => zstd(&file),
            _ => zstd_of_blocks(&file),
        };
        for (place, octet) in damages {
            let place = place % packed.len();
            packed[place] = octet;
        }
        let go_on = |_| std::ops::ControlFlow::Continue(());
        let _ = analyse(packed.as_slice(), &crate::capture::Options::default(), go_on, drop);
    }
}
