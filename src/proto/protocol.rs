//! The protocols on the road of a mail: POP3, its older brothers, and those before and beside it.

use std::fmt;

/// Which protocol a connection speaks.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, Ord, PartialEq, PartialOrd, serde::Deserialize)]
pub enum Protocol {
    /// Fetches mail (RFC 1939).
    #[default]
    Pop3,
    /// Fetched mail before POP3 (RFC 937).
    Pop2,
    /// Fetched mail before POP2, a mailbox at a time (RFC 918).
    Pop1,
    /// Delivers mail (RFC 5321).
    Smtp,
    /// Reads mail where it lies (RFC 3501).
    Imap,
}

impl Protocol {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Pop3, Self::Pop2, Self::Pop1, Self::Smtp, Self::Imap];

    /// Its name.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Pop3 => "POP3",
            Self::Pop2 => "POP2",
            Self::Pop1 => "POP1",
            Self::Smtp => "SMTP",
            Self::Imap => "IMAP",
        }
    }

    /// The port where its servers listen. RFC 918 names none for POP1: it has that of its successor here.
    #[must_use]
    pub fn port(self) -> u16 {
        match self {
            Self::Pop3 => 110,
            Self::Pop2 | Self::Pop1 => 109,
            Self::Smtp => 25,
            Self::Imap => 143,
        }
    }
}

impl fmt::Display for Protocol {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
