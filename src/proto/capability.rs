//! Capabilities: what a server says it can do (RFC 2449 §6, the IANA registry of POP3 capabilities).

use super::line::lines;

/// A tag of the registry, or a local one.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub struct Capability {
    /// The tag, in upper case.
    pub tag: String,
    /// The words behind it.
    pub arguments: Vec<String>,
}

/// The registered tags and the clause of each.
pub const REGISTERED: [(&str, &str); 13] = [
    ("TOP", "RFC 2449 §6.1"),
    ("USER", "RFC 2449 §6.2"),
    ("SASL", "RFC 5034 §3"),
    ("RESP-CODES", "RFC 2449 §6.4"),
    ("LOGIN-DELAY", "RFC 2449 §6.5"),
    ("PIPELINING", "RFC 2449 §6.6"),
    ("EXPIRE", "RFC 2449 §6.7"),
    ("UIDL", "RFC 2449 §6.8"),
    ("IMPLEMENTATION", "RFC 2449 §6.9"),
    ("STLS", "RFC 2595 §4"),
    ("AUTH-RESP-CODE", "RFC 3206 §6"),
    ("UTF8", "RFC 6856 §2"),
    ("LANG", "RFC 6856 §3"),
];

impl Capability {
    /// Reads a line of the reply to CAPA. `None` for an empty line or one that is no text.
    #[must_use]
    pub fn read(line: &[u8]) -> Option<Self> {
        let mut words = std::str::from_utf8(line).ok()?.split_ascii_whitespace();
        let tag = words.next()?.to_ascii_uppercase();
        Some(Self { tag, arguments: words.map(str::to_owned).collect() })
    }

    /// All capabilities of a block.
    #[must_use]
    pub fn read_all(block: &[u8]) -> Vec<Self> {
        lines(block).filter_map(|(line, _)| Self::read(line)).collect()
    }

    /// Where the tag is defined, or `None` for a local one.
    #[must_use]
    pub fn clause(&self) -> Option<&'static str> {
        REGISTERED.iter().find(|(tag, _)| *tag == self.tag).map(|(_, clause)| *clause)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_the_list_of_a_real_server() {
        let block = b"TOP\r\nsasl PLAIN LOGIN\r\nX-GOOGLE-RICO\r\nIMPLEMENTATION trinity\r\n";
        let capabilities = Capability::read_all(block);
        let tags: Vec<_> = capabilities.iter().map(|capability| capability.tag.as_str()).collect();
        assert_eq!(tags, ["TOP", "SASL", "X-GOOGLE-RICO", "IMPLEMENTATION"]);
        assert_eq!(capabilities[1].arguments, ["PLAIN", "LOGIN"]);
        assert_eq!(capabilities[0].clause(), Some("RFC 2449 §6.1"));
        assert_eq!(capabilities[2].clause(), None);
    }
}
