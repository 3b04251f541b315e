//! Reading fields from octets that nobody vouches for: each is there, or it is not.

/// Octets from which fields are taken one after the other.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct Octets<'a>(pub(super) &'a [u8]);

impl<'a> Octets<'a> {
    /// The next so many octets.
    pub(super) fn take(&mut self, length: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(taken)
    }

    /// A number of one octet.
    pub(super) fn u8(&mut self) -> Option<u8> {
        self.take(1).map(|octets| octets[0])
    }

    /// A number of two octets.
    pub(super) fn u16(&mut self) -> Option<u16> {
        self.take(2).map(|octets| u16::from_be_bytes([octets[0], octets[1]]))
    }

    /// A number of three octets.
    pub(super) fn u24(&mut self) -> Option<usize> {
        self.take(3).map(|octets| usize::from(octets[0]) << 16 | usize::from(octets[1]) << 8 | usize::from(octets[2]))
    }

    /// A vector whose length stands in one octet before it.
    pub(super) fn vector8(&mut self) -> Option<Self> {
        let length = self.u8()?;
        self.take(usize::from(length)).map(Self)
    }

    /// A vector whose length stands in two octets before it.
    pub(super) fn vector16(&mut self) -> Option<Self> {
        let length = self.u16()?;
        self.take(usize::from(length)).map(Self)
    }

    /// A vector whose length stands in three octets before it.
    pub(super) fn vector24(&mut self) -> Option<Self> {
        let length = self.u24()?;
        self.take(length).map(Self)
    }

    /// Whether nothing is left.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_that_is_cut_short_is_no_field() {
        let mut octets = Octets(&[0, 2, 7, 8, 3, 1]);
        assert_eq!(octets.vector16(), Some(Octets(&[7, 8])));
        assert_eq!(octets.vector8(), None);
        let mut octets = Octets(&[0, 1, 0]);
        assert_eq!(octets.u24(), Some(256));
        assert!(octets.is_empty());
        assert_eq!(octets.u8(), None);
    }
}
