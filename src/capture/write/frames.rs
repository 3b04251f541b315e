//! Frames as blocks of a pcapng file, with comments beside them.

use std::borrow::Cow;
use std::io;
use std::io::Write;
use std::time::Duration;

use pcap_file::DataLink;
use pcap_file::Endianness;
use pcap_file::pcapng::PcapNgWriteError;
use pcap_file::pcapng::PcapNgWriter;
use pcap_file::pcapng::blocks::block_common::Block;
use pcap_file::pcapng::blocks::enhanced_packet::EnhancedPacketBlock;
use pcap_file::pcapng::blocks::enhanced_packet::EnhancedPacketOption;
use pcap_file::pcapng::blocks::interface_description::InterfaceDescriptionBlock;
use pcap_file::pcapng::blocks::interface_description::InterfaceDescriptionOption;
use pcap_file::pcapng::blocks::interface_description::InterfaceTsResolution;
use pcap_file::pcapng::blocks::opt_common::CommonOption;
use pcap_file::pcapng::blocks::section_header::SectionHeaderBlock;
use pcap_file::pcapng::blocks::section_header::SectionHeaderOption;
use pcap_file::pcapng::blocks::unknown::UnknownBlock;

use crate::session::Time;

/// The longest comment; an option has at most 64 KiB.
const MAX_COMMENT: usize = 4096;

/// The block of secrets, and the kind of secrets that is a key log: "TLSK".
const DECRYPTION_SECRETS: u32 = 10;
const TLS_KEY_LOG: u32 = 0x544C_534B;

/// A pcapng file that is being written.
pub(super) struct Frames<W: Write> {
    writer: PcapNgWriter<W>,
    /// What is to stand beside the next frame.
    comments: Vec<String>,
    /// Frames that wait to be put in the order of their times.
    held: Option<Vec<Held>>,
}

/// A frame that waits, with what stands beside it.
struct Held {
    at: Time,
    comments: Vec<String>,
    octets: Vec<u8>,
}

impl<W: Write> Frames<W> {
    /// One section with one Ethernet interface, whose clock counts nanoseconds.
    pub(super) fn new(out: W) -> io::Result<Self> {
        let section = SectionHeaderBlock {
            endianness: Endianness::Little,
            options: vec![SectionHeaderOption::UserApplication(Cow::Borrowed("popscope"))],
            ..SectionHeaderBlock::default()
        };
        let interface = InterfaceDescriptionBlock {
            linktype: DataLink::ETHERNET,
            snaplen: 0,
            options: vec![InterfaceDescriptionOption::IfTsResol(InterfaceTsResolution::NANO)],
        };
        let mut writer = PcapNgWriter::with_section_header(out, section).map_err(error)?;
        writer.write_pcapng_block(interface).map_err(error)?;
        Ok(Self { writer, comments: Vec::new(), held: None })
    }

    /// From here on frames come in any order, and are put in the order of their times at the end.
    pub(super) fn hold(&mut self) {
        self.held = Some(Vec::new());
    }

    /// Puts words beside the next frame.
    pub(super) fn comment(&mut self, text: &str) {
        let end = (0..=MAX_COMMENT.min(text.len())).rev().find(|&end| text.is_char_boundary(end)).unwrap_or(0);
        self.comments.push(text[..end].to_owned());
    }

    /// Adds a frame.
    pub(super) fn add(&mut self, at: Time, octets: &[u8]) -> io::Result<()> {
        if let Some(held) = &mut self.held {
            held.push(Held { at, comments: std::mem::take(&mut self.comments), octets: octets.to_vec() });
            return Ok(());
        }
        let comment = |text: String| EnhancedPacketOption::Common(CommonOption::Comment(Cow::Owned(text)));
        let packet = EnhancedPacketBlock {
            interface_id: 0,
            // Nothing was captured before 1970.
            timestamp: Duration::from_nanos(u64::try_from(at.nanos()).unwrap_or(0)),
            original_len: u32::try_from(octets.len()).unwrap_or(u32::MAX),
            data: Cow::Borrowed(octets),
            options: self.comments.drain(..).map(comment).collect(),
        };
        self.writer.write_pcapng_block(packet).map_err(error)?;
        Ok(())
    }

    /// Adds a line of a key log, for the frames that follow.
    pub(super) fn secret(&mut self, line: &str) -> io::Result<()> {
        let length = u32::try_from(line.len() + 1).map_err(io::Error::other)?;
        let mut body = Vec::with_capacity(line.len() + 12);
        body.extend(TLS_KEY_LOG.to_le_bytes());
        body.extend(length.to_le_bytes());
        body.extend(line.as_bytes());
        body.push(b'\n');
        body.resize(body.len().next_multiple_of(4), 0);
        let total = u32::try_from(body.len() + 12).map_err(io::Error::other)?;
        let block = UnknownBlock::new(DECRYPTION_SECRETS, total, &body);
        self.writer.write_block(&Block::Unknown(block)).map_err(error)?;
        Ok(())
    }

    pub(super) fn finish(mut self) -> io::Result<()> {
        let mut held = self.held.take().unwrap_or_default();
        held.sort_by_key(|frame| frame.at);
        for Held { at, comments, octets } in held {
            self.comments = comments;
            self.add(at, &octets)?;
        }
        self.writer.into_inner().flush()
    }
}

fn error(error: PcapNgWriteError) -> io::Error {
    match error {
        PcapNgWriteError::Io(error) => error,
        PcapNgWriteError::Validation { .. } | PcapNgWriteError::InvalidFormat(_) | PcapNgWriteError::StateUpdate(_) => {
            io::Error::other(error)
        }
    }
}
