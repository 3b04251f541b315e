//! gzip (RFC 1952): members, each a header, data as deflate packs them, and a check sum.
//!
//! The members are walked here, because a reader of flate2 keeps back what it unpacked last when it
//! meets damage: the frames before the damage would be lost.

use std::fmt;
use std::io;
use std::io::Read;

use flate2::Crc;
use flate2::Decompress;
use flate2::FlushDecompress;
use flate2::Status;

use crate::capture::packed::Fault;
use crate::capture::packed::Packed;
use crate::capture::problem::Packing;
use crate::capture::problem::PackingDamage;

/// Octets that are unpacked at once: more than deflate remembers, so that none is kept back.
const WINDOW: usize = 64 * 1024;

/// What is in the header besides its first ten octets (RFC 1952 §2.3.1).
const HEADER_CHECK: u8 = 2;
const EXTRA: u8 = 4;
const NAME: u8 = 8;
const COMMENT: u8 = 16;

/// What comes next.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Stage {
    FirstMember,
    NextMember,
    Data,
}

/// Unpacks a gzip file.
pub(in crate::capture) struct Gzip<R> {
    packed: Packed<R>,
    stage: Stage,
    inflater: Decompress,
    check: Crc,
    /// Invariant: `from <= to <= window.len()`; what lies between was unpacked and not read.
    window: Vec<u8>,
    from: usize,
    to: usize,
    fault: Option<Fault>,
}

impl<R: Read> Gzip<R> {
    pub(super) fn new(packed: Packed<R>) -> Self {
        Self {
            packed,
            stage: Stage::FirstMember,
            inflater: Decompress::new(false),
            check: Crc::new(),
            window: vec![0; WINDOW],
            from: 0,
            to: 0,
            fault: None,
        }
    }

    pub(super) fn position(&self) -> u64 {
        self.packed.position
    }

    /// Goes on by one step. `false` at the end.
    fn step(&mut self) -> Result<bool, Fault> {
        match self.stage {
            Stage::FirstMember => self.header()?,
            Stage::NextMember => match self.packed.look()?.first() {
                None => return Ok(false),
                Some(0x1F) => self.header()?,
                Some(0) => return self.padding(),
                Some(_) => return Err(Fault::Wrong(PackingDamage::Rubbish)),
            },
            Stage::Data => self.data()?,
        }
        Ok(true)
    }

    fn header(&mut self) -> Result<(), Fault> {
        let [a, b, method, flags, ..] = self.packed.octets::<10>()?;
        if [a, b, method] != [0x1F, 0x8B, 8] || flags & 0xE0 != 0 {
            return Err(Fault::Wrong(PackingDamage::Header));
        }
        if flags & EXTRA != 0 {
            let length = u16::from_le_bytes(self.packed.octets()?);
            self.packed.skip(u64::from(length))?;
        }
        for text in [NAME, COMMENT] {
            while flags & text != 0 && self.packed.octets::<1>()? != [0] {}
        }
        if flags & HEADER_CHECK != 0 {
            self.packed.octets::<2>()?;
        }
        self.inflater.reset(false);
        self.check.reset();
        self.stage = Stage::Data;
        Ok(())
    }

    fn data(&mut self) -> Result<(), Fault> {
        let (taken, given) = (self.inflater.total_in(), self.inflater.total_out());
        let packed = self.packed.look()?;
        let ended = packed.is_empty();
        let status = self.inflater.decompress(packed, &mut self.window, FlushDecompress::None);
        let length = |octets: u64| usize::try_from(octets).unwrap_or(usize::MAX);
        let taken = length(self.inflater.total_in() - taken);
        self.packed.consume(taken);
        self.from = 0;
        self.to = length(self.inflater.total_out() - given);
        self.check.update(&self.window[..self.to]);
        match status {
            Ok(Status::StreamEnd) => self.trailer(),
            Ok(Status::Ok | Status::BufError) if 0 < taken || 0 < self.to => Ok(()),
            Ok(Status::Ok | Status::BufError) if ended => Err(Fault::Starved),
            Ok(Status::Ok | Status::BufError) | Err(_) => Err(Fault::Wrong(PackingDamage::Data)),
        }
    }

    /// Check sum and length of what was unpacked (RFC 1952 §2.3).
    fn trailer(&mut self) -> Result<(), Fault> {
        let check = u32::from_le_bytes(self.packed.octets()?);
        let length = u32::from_le_bytes(self.packed.octets()?);
        self.stage = Stage::NextMember;
        if (check, length) == (self.check.sum(), self.check.amount()) {
            Ok(())
        } else {
            Err(Fault::Wrong(PackingDamage::CheckSum))
        }
    }

    /// Zeros fill the last block of a tape.
    fn padding(&mut self) -> Result<bool, Fault> {
        loop {
            let known = self.packed.look()?;
            let zeros = known.iter().take_while(|&&octet| octet == 0).count();
            if zeros < known.len() {
                return Err(Fault::Wrong(PackingDamage::Rubbish));
            }
            if zeros == 0 {
                return Ok(false);
            }
            self.packed.consume(zeros);
        }
    }
}

impl<R: Read> Read for Gzip<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            if self.from < self.to {
                let length = (self.to - self.from).min(buffer.len());
                buffer[..length].copy_from_slice(&self.window[self.from..][..length]);
                self.from += length;
                return Ok(length);
            }
            if let Some(fault) = self.fault {
                return Err(self.packed.error(Packing::Gzip, fault));
            }
            match self.step() {
                Ok(true) => (),
                Ok(false) => return Ok(0),
                // What was unpacked in the same step is read first.
                Err(fault) => self.fault = Some(fault),
            }
        }
    }
}

impl<R> fmt::Debug for Gzip<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Gzip").field("stage", &self.stage).field("fault", &self.fault).finish_non_exhaustive()
    }
}
