//! Frames of every link type.

use popscope::capture::Options;

use super::choices::Choices;
use super::look::analysed;
use super::look::look;

/// Every link type that is opened, and one that is not.
const LINKS: [u16; 24] =
    [1, 0, 12, 14, 101, 228, 229, 9, 50, 51, 104, 105, 108, 113, 119, 127, 163, 166, 192, 204, 276, 10, 109, 777];

/// The first octet chooses the link; then comes each frame behind its length of two octets.
pub(super) fn packets(octets: &[u8]) {
    let mut choices = Choices(octets);
    let Some(link) = choices.below(LINKS.len()) else { return };
    let mut frames = Vec::new();
    while let (Some(high), Some(low)) = (choices.octet(), choices.octet()) {
        frames.push(choices.take(usize::from(u16::from_be_bytes([high, low]))).to_vec());
    }
    let (sessions, summary) = analysed(&pcap(LINKS[link], &frames), &Options::default()).expect("a capture");
    assert_eq!(summary.packets, frames.len() as u64, "every frame is read: {:?}", summary.problems);
    for session in &sessions {
        look(session);
    }
}

/// A pcap file of frames, one each millisecond.
pub(super) fn pcap(link: u16, frames: &[Vec<u8>]) -> Vec<u8> {
    let mut file = vec![0xD4, 0xC3, 0xB2, 0xA1, 2, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF, 0, 0];
    file.extend(u32::from(link).to_le_bytes());
    for (millis, frame) in (0_u32..).zip(frames) {
        let length = u32::try_from(frame.len()).expect("short").to_le_bytes();
        let micros = (millis % 1000 * 1000).to_le_bytes();
        for field in [(millis / 1000).to_le_bytes(), micros, length, length] {
            file.extend(field);
        }
        file.extend(frame);
    }
    file
}
