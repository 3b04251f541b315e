//! Files that are packed, with gzip or zstd: known by how they begin, and unpacked as they are read.
//!
//! Of a damaged file comes all that is before the damage. However small a file may pack however much:
//! memory is bounded, and time is the reader's own.

mod gzip;
mod zstd;

use std::error::Error;
use std::fmt;
use std::io;
use std::io::BufRead;
use std::io::BufReader;
use std::io::Chain;
use std::io::Cursor;
use std::io::Read;

use crate::capture::packed::gzip::Gzip;
use crate::capture::packed::zstd::Zstd;
use crate::capture::problem::Packing;
use crate::capture::problem::PackingDamage;

pub(super) use crate::capture::packed::zstd::MAX_WINDOW;

/// How many octets are asked of a packed file at once.
const WINDOW: usize = 64 * 1024;

/// A reader whose first octets were looked at.
type Again<R> = Chain<Cursor<Vec<u8>>, R>;

/// The octets of a capture, unpacked if they are packed.
#[derive(Debug)]
pub(super) enum Source<R> {
    Plain(Again<R>),
    Gzip(Box<Gzip<R>>),
    Zstd(Box<Zstd<R>>),
}

impl<R: Read> Source<R> {
    /// Looks how the octets begin.
    pub(super) fn open(mut reader: R) -> io::Result<Self> {
        let mut start = [0; 4];
        let mut known = 0;
        while known < start.len() {
            match reader.read(&mut start[known..]) {
                Ok(0) => break,
                Ok(read) => known += read,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => (),
                Err(error) => return Err(error),
            }
        }
        let again = Cursor::new(start[..known].to_vec()).chain(reader);
        Ok(match start[..known] {
            [0x1F, 0x8B, ..] => Self::Gzip(Box::new(Gzip::new(Packed::new(again)))),
            // A frame, or one of the sixteen kinds of frames to be skipped (RFC 8878 §3.1).
            [0x28, 0xB5, 0x2F, 0xFD] | [0x50..=0x5F, 0x2A, 0x4D, 0x18] => {
                Self::Zstd(Box::new(Zstd::new(Packed::new(again))))
            }
            _ => Self::Plain(again),
        })
    }

    /// How many octets of a packed file were unpacked.
    pub(super) fn packed_position(&self) -> Option<u64> {
        match self {
            Self::Plain(_) => None,
            Self::Gzip(gzip) => Some(gzip.position()),
            Self::Zstd(zstd) => Some(zstd.position()),
        }
    }
}

impl<R: Read> Read for Source<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::Plain(reader) => reader.read(buffer),
            Self::Gzip(gzip) => gzip.read(buffer),
            Self::Zstd(zstd) => zstd.read(buffer),
        }
    }
}

/// Why unpacking does not go on. It travels inside an [`io::Error`].
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct Unpackable {
    /// Where in the packed file.
    pub(super) octet: u64,
    /// What is wrong; `None` if the file just ends.
    pub(super) damage: Option<(Packing, PackingDamage)>,
}

impl Unpackable {
    /// What an error of a reader says, if it is one of unpacking.
    pub(super) fn within(error: &io::Error) -> Option<Self> {
        error.get_ref()?.downcast_ref().copied()
    }
}

impl fmt::Display for Unpackable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.damage {
            Some((packing, damage)) => write!(f, "at octet {}: {packing}: {damage}", self.octet),
            None => write!(f, "it ends at octet {}", self.octet),
        }
    }
}

impl Error for Unpackable {}

/// Why a step of unpacking failed.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Fault {
    Wrong(PackingDamage),
    /// The octets end, or cannot be read: [`Packed`] knows.
    Starved,
}

/// Packed octets, counted as they are taken.
#[derive(Debug)]
struct Packed<R> {
    reader: BufReader<Again<R>>,
    position: u64,
    ended: bool,
    failed: Option<io::ErrorKind>,
}

impl<R: Read> Packed<R> {
    fn new(reader: Again<R>) -> Self {
        let reader = BufReader::with_capacity(WINDOW, reader);
        Self { reader, position: 0, ended: false, failed: None }
    }

    /// What is at hand; nothing only at the end.
    fn look(&mut self) -> Result<&[u8], Fault> {
        loop {
            match self.reader.fill_buf() {
                Ok([]) => self.ended = true,
                Ok(_) => (),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => {
                    self.failed = Some(error.kind());
                    return Err(Fault::Starved);
                }
            }
            return Ok(self.reader.buffer());
        }
    }

    fn consume(&mut self, length: usize) {
        self.reader.consume(length);
        self.position += length as u64;
    }

    fn octets<const LENGTH: usize>(&mut self) -> Result<[u8; LENGTH], Fault> {
        let mut octets = [0; LENGTH];
        self.read_exact(&mut octets).map_err(|_| Fault::Starved)?;
        Ok(octets)
    }

    fn skip(&mut self, mut length: u64) -> Result<(), Fault> {
        while 0 < length {
            let known = self.look()?.len() as u64;
            if known == 0 {
                return Err(Fault::Starved);
            }
            let step = known.min(length);
            self.consume(usize::try_from(step).unwrap_or(usize::MAX));
            length -= step;
        }
        Ok(())
    }

    /// A fault as the error of a reader.
    fn error(&self, packing: Packing, fault: Fault) -> io::Error {
        let octet = self.position;
        match (self.failed, fault) {
            (Some(kind), _) => kind.into(),
            (None, Fault::Wrong(damage)) if !self.ended => {
                io::Error::new(io::ErrorKind::InvalidData, Unpackable { octet, damage: Some((packing, damage)) })
            }
            (None, Fault::Wrong(damage)) if !damage.may_come_of_the_end() => {
                io::Error::new(io::ErrorKind::InvalidData, Unpackable { octet, damage: Some((packing, damage)) })
            }
            (None, Fault::Wrong(_) | Fault::Starved) => {
                io::Error::new(io::ErrorKind::UnexpectedEof, Unpackable { octet, damage: None })
            }
        }
    }
}

impl<R: Read> Read for Packed<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let Ok(known) = self.look() else { return Err(self.failed.unwrap_or(io::ErrorKind::Other).into()) };
        let length = known.len().min(buffer.len());
        buffer[..length].copy_from_slice(&known[..length]);
        self.consume(length);
        Ok(length)
    }
}

#[cfg(test)]
pub(super) mod tests;
