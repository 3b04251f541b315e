//! Octets read as choices: the input says what is made, and when it ends, nothing more is.

/// What is left of the input.
pub(super) struct Choices<'a>(pub(super) &'a [u8]);

impl<'a> Choices<'a> {
    /// The next octet.
    pub(super) fn octet(&mut self) -> Option<u8> {
        let (&first, rest) = self.0.split_first()?;
        self.0 = rest;
        Some(first)
    }

    /// A number below another one that is not 0.
    pub(super) fn below(&mut self, limit: usize) -> Option<usize> {
        let high = if 256 < limit { self.octet()? } else { 0 };
        Some((usize::from(high) << 8 | usize::from(self.octet()?)) % limit)
    }

    /// So many octets, or as many as there are.
    pub(super) fn take(&mut self, length: usize) -> &'a [u8] {
        let (taken, rest) = self.0.split_at(length.min(self.0.len()));
        self.0 = rest;
        taken
    }
}
