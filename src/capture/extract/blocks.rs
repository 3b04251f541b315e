//! Blocks of a pcapng file with interfaces of every kind, whose times are written as they were read.

use std::io;
use std::io::Write;

use crate::capture::pcapng::Interface;
use crate::capture::pcapng::SECTION_HEADER;

const INTERFACE: u32 = 1;
const ENHANCED_PACKET: u32 = 6;

/// Codes of options.
const COMMENT: u16 = 1;
const USER_APPLICATION: u16 = 4;
const NAMES: [u16; 2] = [2, 3];
const RESOLUTION: u16 = 9;
const OFFSET: u16 = 14;

/// The longest comment; an option has at most 64 KiB.
const MAX_COMMENT: usize = 4096;

/// A pcapng file that is being written, little-endian.
#[derive(Debug)]
pub(super) struct Blocks<W> {
    out: W,
    interfaces: u32,
    body: Vec<u8>,
}

impl<W: Write> Blocks<W> {
    /// A file with one section.
    pub(super) fn new(out: W) -> io::Result<Self> {
        let mut blocks = Self { out, interfaces: 0, body: Vec::new() };
        blocks.body.extend(0x1A2B_3C4D_u32.to_le_bytes());
        blocks.body.extend([1, 0, 0, 0]); // Version 1.0.
        blocks.body.extend(u64::MAX.to_le_bytes()); // The length of the section is not said.
        blocks.option(USER_APPLICATION, b"popscope");
        blocks.end_options();
        blocks.write(SECTION_HEADER)?;
        Ok(blocks)
    }

    /// Describes an interface; gives its number.
    pub(super) fn interface(&mut self, interface: &Interface) -> io::Result<u32> {
        self.body.extend(interface.link.0.to_le_bytes());
        self.body.extend([0, 0]);
        self.body.extend(interface.snap_length.to_le_bytes());
        for (code, words) in NAMES.into_iter().zip(interface.words.iter().flat_map(|words| words.iter())) {
            if let Some(words) = words {
                self.option(code, words);
            }
        }
        self.option(RESOLUTION, &[interface.clock.resolution]);
        if interface.clock.offset != 0 {
            self.option(OFFSET, &interface.clock.offset.to_le_bytes());
        }
        self.end_options();
        self.write(INTERFACE)?;
        self.interfaces += 1;
        Ok(self.interfaces - 1)
    }

    /// Adds a frame with comments beside it.
    pub(super) fn packet(
        &mut self,
        interface: u32,
        ticks: u64,
        octets: &[u8],
        original_length: u32,
        comments: &[String],
    ) -> io::Result<()> {
        let (high, low) = (ticks >> 32, ticks & 0xFFFF_FFFF);
        self.body.extend(interface.to_le_bytes());
        self.body.extend(&high.to_le_bytes()[..4]);
        self.body.extend(&low.to_le_bytes()[..4]);
        self.body.extend(length(octets)?.to_le_bytes());
        self.body.extend(original_length.to_le_bytes());
        self.body.extend(octets);
        self.pad();
        for comment in comments {
            let end = (0..=MAX_COMMENT.min(comment.len())).rev().find(|&end| comment.is_char_boundary(end));
            self.option(COMMENT, &comment.as_bytes()[..end.unwrap_or(0)]);
        }
        if !comments.is_empty() {
            self.end_options();
        }
        self.write(ENHANCED_PACKET)
    }

    pub(super) fn finish(mut self) -> io::Result<()> {
        self.out.flush()
    }

    /// Adds an option to the block. Its value is short.
    fn option(&mut self, code: u16, value: &[u8]) {
        self.body.extend(code.to_le_bytes());
        self.body.extend(u16::try_from(value.len()).unwrap_or(u16::MAX).to_le_bytes());
        self.body.extend(value);
        self.pad();
    }

    fn end_options(&mut self) {
        self.body.extend([0; 4]);
    }

    fn pad(&mut self) {
        self.body.resize(self.body.len().next_multiple_of(4), 0);
    }

    /// Writes what was put together, and begins anew.
    fn write(&mut self, kind: u32) -> io::Result<()> {
        let total = length(&self.body)?.saturating_add(12).to_le_bytes();
        self.out.write_all(&kind.to_le_bytes())?;
        self.out.write_all(&total)?;
        self.out.write_all(&self.body)?;
        self.out.write_all(&total)?;
        self.body.clear();
        Ok(())
    }
}

fn length(octets: &[u8]) -> io::Result<u32> {
    u32::try_from(octets.len()).map_err(io::Error::other)
}
