//! Captures that want to use up the memory.

use std::io;
use std::io::Write;

use crate::traffic;

const SYN: u8 = 0x02;
const ACK: u8 = 0x10;

/// So many connections that only begin.
pub(crate) fn half_open(connections: u32, out: &mut dyn Write) -> io::Result<()> {
    traffic::file_header(out)?;
    for number in 0..connections {
        let [a, b, c, d] = number.to_be_bytes();
        let (client, server) = (([10 + a, b, c, d], 40_000), ([192, 0, 2, 1], 110));
        traffic::put(out, &traffic::frame(client, server, [7, 0], SYN, &[]), u64::from(number))?;
    }
    Ok(())
}

/// So many connections that each say a little that may yet become a command.
pub(crate) fn undecided(connections: u32, out: &mut dyn Write) -> io::Result<()> {
    traffic::file_header(out)?;
    for number in 0..connections {
        let [a, b, c, d] = number.to_be_bytes();
        let (client, server) = (([10 + a, b, c, d], 40_000), ([192, 0, 2, 1], 110));
        let at = u64::from(number) * 10;
        traffic::put(out, &traffic::frame(client, server, [7, 0], SYN, &[]), at)?;
        traffic::put(out, &traffic::frame(client, server, [8, 0], ACK, &[b'x'; 1400]), at + 1)?;
    }
    Ok(())
}

/// One stream of which only segments come that are far ahead.
pub(crate) fn far_ahead(segments: u32, out: &mut dyn Write) -> io::Result<()> {
    one_stream(segments, b"+OK ready\r\n", 2, out)
}

/// One stream with a line that never ends.
pub(crate) fn endless_line(segments: u32, out: &mut dyn Write) -> io::Result<()> {
    one_stream(segments, b"+OK ready\r\n+OK ", 1, out)
}

/// One stream with a message that never ends.
pub(crate) fn endless_message(segments: u32, out: &mut dyn Write) -> io::Result<()> {
    one_stream(segments, b"", 1, out)
}

/// The server says the beginning, and then segments at every `stride`-th place.
fn one_stream(segments: u32, beginning: &[u8], stride: u32, out: &mut dyn Write) -> io::Result<()> {
    const LENGTH: u32 = 1400;
    traffic::file_header(out)?;
    let (client, server) = (([10, 0, 0, 1], 40_000), ([192, 0, 2, 1], 110));
    traffic::put(out, &traffic::frame(client, server, [7, 0], SYN, &[]), 0)?;
    traffic::put(out, &traffic::frame(server, client, [7, 8], SYN | ACK, &[]), 1)?;
    let mut sequence = 8_u32;
    let mut beginning = beginning.to_vec();
    if beginning.is_empty() {
        let greeting = b"+OK ready\r\n";
        traffic::put(out, &traffic::frame(server, client, [8, 8], ACK, greeting), 2)?;
        traffic::put(out, &traffic::frame(client, server, [8, 19], ACK, b"RETR 1\r\n"), 3)?;
        sequence = 19;
        beginning = b"+OK\r\n".to_vec();
    }
    traffic::put(out, &traffic::frame(server, client, [sequence, 16], ACK, &beginning), 4)?;
    sequence =
        sequence.wrapping_add(u32::try_from(beginning.len()).expect("short")).wrapping_add((stride - 1) * LENGTH);
    let mut octets = [b'x'; LENGTH as usize];
    octets[LENGTH as usize - 2..].copy_from_slice(if stride == 1 && beginning.len() == 5 { b"\r\n" } else { b"xx" });
    for number in 0..segments {
        traffic::put(out, &traffic::frame(server, client, [sequence, 16], ACK, &octets), 5 + u64::from(number))?;
        sequence = sequence.wrapping_add(LENGTH * stride);
    }
    Ok(())
}
