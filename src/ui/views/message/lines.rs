//! Where the lines of a mail begin, so that any of them is found at once and few places are kept.

use std::ops::Range;

/// Between two places that are kept there are at most so many lines, and about so many octets.
const LINES: usize = 128;
const OCTETS: usize = 64 * 1024;

/// The lines of a mail.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Lines {
    count: usize,
    /// Some lines and where they begin, in order; the first one is there if there is any.
    kept: Vec<(usize, usize)>,
}

impl Lines {
    /// Finds every line.
    #[must_use]
    pub fn new(octets: &[u8]) -> Self {
        let mut lines = Self::default();
        let mut start = 0;
        while start < octets.len() {
            let far = lines.kept.last().is_none_or(|&(line, at)| LINES <= lines.count - line || OCTETS <= start - at);
            if far {
                lines.kept.push((lines.count, start));
            }
            lines.count += 1;
            start = end_of(octets, start);
        }
        lines
    }

    /// How many lines there are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.count
    }

    /// Where a line stands, counted from 0, with its line end.
    #[must_use]
    pub fn range(&self, octets: &[u8], line: usize) -> Range<usize> {
        let behind = self.kept.partition_point(|&(other, _)| other <= line);
        let Some(&(mut at_line, mut start)) = behind.checked_sub(1).and_then(|place| self.kept.get(place)) else {
            return 0..0;
        };
        while at_line < line {
            start = end_of(octets, start);
            at_line += 1;
        }
        let end = match self.kept.get(behind) {
            Some(&(next, at)) if next == line + 1 => at, // Not even a giant line is looked through.
            Some(_) | None => end_of(octets, start),
        };
        start..end
    }
}

fn end_of(octets: &[u8], start: usize) -> usize {
    memchr::memchr(b'\n', &octets[start..]).map_or(octets.len(), |feed| start + feed + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_is_found_where_a_walk_finds_it() {
        let mut text = b"a\r\n\n".repeat(1000);
        text.extend_from_slice(&b"x".repeat(200_000));
        text.extend_from_slice(b"\nlast");
        let lines = Lines::new(&text);
        let walked: Vec<&[u8]> = text.split_inclusive(|&octet| octet == b'\n').collect();
        assert_eq!(lines.count(), walked.len());
        for (line, expected) in walked.iter().enumerate() {
            assert_eq!(&text[lines.range(&text, line)], *expected, "{line}");
        }
        assert!(lines.kept.len() < 20);
        assert_eq!(Lines::new(b"").range(b"", 3), 0..0);
    }
}
