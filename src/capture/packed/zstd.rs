//! zstd (RFC 8878): frames, each unpacked block by block, and frames that are to be skipped.

use std::fmt;
use std::io;
use std::io::Read;

use ruzstd::decoding::BlockDecodingStrategy;
use ruzstd::decoding::FrameDecoder;
use ruzstd::decoding::errors::FrameDecoderError;
use ruzstd::decoding::errors::ReadFrameHeaderError;

use crate::capture::packed::Fault;
use crate::capture::packed::Packed;
use crate::capture::problem::Packing;
use crate::capture::problem::PackingDamage;

/// The most memory that a frame may ask for. What `zstd --ultra` and `--long` make needs no more.
pub(in crate::capture) const MAX_WINDOW: u64 = 128 * 1024 * 1024;

/// The last block of a frame, empty (RFC 8878 §3.1.1.2), and room for a check sum.
const EMPTY_END: [u8; 7] = [1, 0, 0, 0, 0, 0, 0];

/// Unpacks a zstd file.
pub(in crate::capture) struct Zstd<R> {
    packed: Packed<R>,
    decoder: FrameDecoder,
    within_frame: bool,
    fault: Option<Fault>,
}

impl<R: Read> Zstd<R> {
    pub(super) fn new(packed: Packed<R>) -> Self {
        let mut decoder = FrameDecoder::new();
        decoder.set_max_window_size(MAX_WINDOW);
        Self { packed, decoder, within_frame: false, fault: None }
    }

    pub(super) fn position(&self) -> u64 {
        self.packed.position
    }

    /// Goes on by one step, when all that was unpacked has been read. `false` at the end.
    fn step(&mut self) -> Result<bool, Fault> {
        if !self.within_frame {
            if self.packed.look()?.is_empty() {
                return Ok(false);
            }
            return self.header().map(|()| true);
        }
        if self.decoder.is_finished() {
            self.within_frame = false;
            let told = self.decoder.get_checksum_from_data();
            let right = told.is_none() || told == self.decoder.get_calculated_checksum();
            return if right { Ok(true) } else { Err(Fault::Wrong(PackingDamage::CheckSum)) };
        }
        let decoded = self.decoder.decode_blocks(&mut self.packed, BlockDecodingStrategy::UptoBlocks(1));
        if decoded.is_err() {
            // What was unpacked before is kept for blocks that refer to it: let it go.
            let _ = self.decoder.decode_blocks(EMPTY_END.as_slice(), BlockDecodingStrategy::UptoBlocks(1));
        }
        decoded.map(|_| true).map_err(|_| Fault::Wrong(PackingDamage::Data))
    }

    fn header(&mut self) -> Result<(), Fault> {
        match self.decoder.reset(&mut self.packed) {
            Ok(()) => {
                self.within_frame = true;
                Ok(())
            }
            Err(FrameDecoderError::ReadFrameHeaderError(ReadFrameHeaderError::SkipFrame { length, .. })) => {
                self.packed.skip(u64::from(length))
            }
            Err(FrameDecoderError::ReadFrameHeaderError(ReadFrameHeaderError::BadMagicNumber(_))) => {
                Err(Fault::Wrong(PackingDamage::Rubbish))
            }
            Err(FrameDecoderError::WindowSizeTooBig { requested, .. }) => {
                Err(Fault::Wrong(PackingDamage::Memory(requested)))
            }
            Err(FrameDecoderError::DictNotProvided { .. }) => Err(Fault::Wrong(PackingDamage::Dictionary)),
            Err(_) => Err(Fault::Wrong(PackingDamage::Header)),
        }
    }
}

impl<R: Read> Read for Zstd<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            if 0 < self.decoder.can_collect() {
                return self.decoder.read(buffer);
            }
            if let Some(fault) = self.fault {
                return Err(self.packed.error(Packing::Zstd, fault));
            }
            match self.step() {
                Ok(true) => (),
                Ok(false) => return Ok(0),
                // What was unpacked before is read first.
                Err(fault) => self.fault = Some(fault),
            }
        }
    }
}

impl<R> fmt::Debug for Zstd<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Zstd")
            .field("within_frame", &self.within_frame)
            .field("fault", &self.fault)
            .finish_non_exhaustive()
    }
}
