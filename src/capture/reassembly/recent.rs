//! The last octets that were delivered: copies of them that come later are compared with these.

/// So many are kept.
const KEPT: usize = 4096;

/// The last octets of a direction, in a ring that grows as far as it is needed.
#[derive(Debug, Default)]
pub(super) struct Recent {
    /// Invariant: no more than [`KEPT`]; as long as there are fewer, `oldest` is 0.
    ring: Vec<u8>,
    /// The place of the oldest octet.
    oldest: usize,
}

impl Recent {
    /// Adds octets behind the others.
    pub(super) fn add(&mut self, octets: &[u8]) {
        let tail = &octets[octets.len().saturating_sub(KEPT)..];
        let (more, over) = tail.split_at(tail.len().min(KEPT - self.ring.len()));
        self.ring.extend_from_slice(more);
        let (to_the_end, from_the_start) = over.split_at(over.len().min(KEPT - self.oldest));
        self.ring[self.oldest..][..to_the_end.len()].copy_from_slice(to_the_end);
        self.ring[..from_the_start.len()].copy_from_slice(from_the_start);
        self.oldest = (self.oldest + over.len()) % KEPT;
    }

    /// Forgets all.
    pub(super) fn clear(&mut self) {
        self.ring.clear();
        self.oldest = 0;
    }

    /// The older and the newer part.
    pub(super) fn parts(&self) -> [&[u8]; 2] {
        let (newer, older) = self.ring.split_at(self.oldest);
        [older, newer]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_octets_are_kept_however_they_come() {
        for step in [1, 7, 1000, KEPT - 1, KEPT, KEPT + 1, 3 * KEPT] {
            let said: Vec<u8> = (0..=250_u8).cycle().take(4 * KEPT + 3).collect();
            let mut recent = Recent::default();
            let mut heard = 0;
            for piece in said.chunks(step) {
                recent.add(piece);
                heard += piece.len();
                assert_eq!(recent.parts().concat(), said[heard.saturating_sub(KEPT)..heard], "by {step}, {heard}");
            }
            recent.clear();
            recent.add(b"again");
            assert_eq!(recent.parts().concat(), b"again");
        }
    }
}
