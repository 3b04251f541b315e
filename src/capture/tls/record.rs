//! Records: the frames of TLS in the octets of one side (RFC 8446 §5.1, RFC 5246 §6.2).

/// Octets of the head of a record: its kind, a version, and the length of what follows.
pub(super) const HEAD: usize = 5;
/// The most octets of a record behind its head (RFC 5246 §6.2.3).
pub(super) const MAX_FRAGMENT: usize = (1 << 14) + 2048;

/// What a record carries.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum ContentType {
    ChangeCipherSpec,
    Alert,
    Handshake,
    ApplicationData,
    Heartbeat,
}

impl ContentType {
    pub(super) fn of(number: u8) -> Option<Self> {
        match number {
            20 => Some(Self::ChangeCipherSpec),
            21 => Some(Self::Alert),
            22 => Some(Self::Handshake),
            23 => Some(Self::ApplicationData),
            24 => Some(Self::Heartbeat),
            _ => None,
        }
    }
}

/// A whole record.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct Record<'a> {
    pub(super) kind: ContentType,
    /// Its head, which authenticates with the rest.
    pub(super) head: [u8; HEAD],
    /// What follows the head.
    pub(super) fragment: &'a [u8],
}

impl Record<'_> {
    /// Octets of the whole record.
    pub(super) fn length(&self) -> usize {
        HEAD + self.fragment.len()
    }
}

/// What stands at the start of some octets.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Found<'a> {
    Record(Record<'a>),
    /// The beginning of a record, as far as can be seen.
    Beginning,
    /// Anything but a record.
    Other,
}

/// Looks for a record at the start of the octets.
pub(super) fn find(octets: &[u8]) -> Found<'_> {
    let known = |place: usize, right: fn(u8) -> bool| octets.get(place).is_none_or(|&octet| right(octet));
    if !(known(0, |octet| ContentType::of(octet).is_some())
        && known(1, |octet| octet == 3)
        && known(2, |octet| octet < 5))
    {
        return Found::Other;
    }
    let Some((&head, rest)) = octets.split_first_chunk::<HEAD>() else { return Found::Beginning };
    let length = usize::from(u16::from_be_bytes([head[3], head[4]]));
    match (ContentType::of(head[0]), rest.get(..length)) {
        (None, _) => Found::Other,
        (Some(_), _) if MAX_FRAGMENT < length => Found::Other,
        (Some(_), None) => Found::Beginning,
        (Some(kind), Some(fragment)) => Found::Record(Record { kind, head, fragment }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_is_found_when_it_is_whole() {
        let octets = [22, 3, 1, 0, 2, 8, 9, 23];
        for end in 0..7 {
            assert_eq!(find(&octets[..end]), Found::Beginning, "{end}");
        }
        let record = Record { kind: ContentType::Handshake, head: [22, 3, 1, 0, 2], fragment: &[8, 9] };
        assert_eq!(find(&octets), Found::Record(record));
        assert_eq!(record.length(), 7);
    }

    #[test]
    fn what_cannot_be_a_record_is_known_at_once() {
        assert_eq!(find(b"+"), Found::Other);
        assert_eq!(find(&[22, 2]), Found::Other);
        assert_eq!(find(&[22, 3, 9]), Found::Other);
        assert_eq!(find(&[22, 3, 3, 0x48, 0x01]), Found::Other, "longer than any record");
        assert_eq!(find(&[22, 3, 3, 0x48, 0x00]), Found::Beginning);
    }
}
