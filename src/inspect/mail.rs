//! A mail taken apart: its parts, the fields of its heads, what can be read, and what is attached.
//!
//! The octets may be anything: cut, damaged, or made to do harm. Nothing here takes more than linear time,
//! nothing of what is decoded is kept, and whatever is left out is counted.

pub mod attachments;
pub mod charset;
pub mod encoded_word;
pub mod field;
pub mod html;
pub mod parameters;
pub mod readable;
pub mod transfer;
pub mod tree;
pub mod wholeness;

use std::borrow::Cow;
use std::ops::Range;

pub use field::Field;
pub use transfer::Encoding;
pub use wholeness::Missing;
pub use wholeness::Wholeness;

/// How deep parts may lie in parts; what lies deeper is not taken apart.
pub const MAX_DEPTH: usize = 24;
/// How many parts are kept; the others are counted.
pub const MAX_PARTS: usize = 4000;
/// How many fields of one head are decoded; the others are counted.
pub const MAX_FIELDS: usize = 1000;

/// A mail taken apart. Places and ranges are those of its octets as delivered.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Mail {
    /// Every part, the mail itself first, each before what is in it.
    ///
    /// Invariant: there is at least one.
    pub parts: Vec<Part>,
    /// Parts that are not kept, for there are too many.
    pub parts_left_out: usize,
    /// The fields of its head, decoded, in order.
    pub fields: Vec<Field>,
    /// Fields that are not kept, for there are too many.
    pub fields_left_out: usize,
}

/// A part of a mail, or the mail itself.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Part {
    /// Its place in the tree as IMAP counts it: `1.2`; empty for a mail that is made of parts.
    pub place: String,
    /// In how many others it lies.
    pub depth: usize,
    /// What is in it.
    pub content: Content,
    /// Its media type in small letters: what it declares, or what is meant when it declares nothing.
    pub media_type: String,
    /// The character set that it declares.
    pub charset: Option<String>,
    /// How its octets are encoded for the way.
    pub encoding: Encoding,
    /// `attachment`, `inline`, or what else it declares.
    pub disposition: Option<String>,
    /// The file name that it declares, decoded. It is shown, and never used as a name of a file.
    pub name: Option<String>,
    /// Where its head stands, with the empty line behind it.
    pub head: Range<usize>,
    /// Where its content stands, without the line end before the next delimiter.
    pub body: Range<usize>,
    /// How many octets its content has when decoded.
    pub decoded: usize,
    /// Octets of its content that are none of its encoding.
    pub damaged: usize,
    /// Whether all of it is there.
    pub wholeness: Wholeness,
}

/// What is in a part.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Content {
    /// Octets of its media type.
    #[default]
    Octets,
    /// Other parts.
    Parts,
    /// Another mail.
    Mail,
    /// Parts, or a mail, that lie too deep to be taken apart.
    TooDeep,
    /// It says that it has parts, and has none.
    NoParts,
}

impl Mail {
    /// Takes a mail apart. `missing` says what of it was not recorded, or not asked for.
    #[must_use]
    pub fn new(octets: &[u8], missing: &Missing) -> Self {
        let mut mail = tree::parts(octets);
        let body_charset = mail.parts.iter().find_map(|part| part.charset.clone());
        let head = mail.parts.first().map_or(0..0, |part| part.head.clone());
        (mail.fields, mail.fields_left_out) = field::decoded(octets, head, body_charset.as_deref());
        wholeness::mark(&mut mail.parts, octets.len(), missing);
        mail
    }

    /// The decoded text of the first field of a name.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.name.eq_ignore_ascii_case(name))
    }
}

impl Part {
    /// The content as its author gave it away, from the octets of the mail.
    #[must_use]
    pub fn content<'a>(&self, mail: &'a [u8]) -> Cow<'a, [u8]> {
        let body = mail.get(self.body.clone()).unwrap_or_default();
        match self.encoding {
            // What is made of parts is never encoded as a whole, whatever it says (RFC 2045 §6.4).
            Encoding::Base64 | Encoding::QuotedPrintable if self.content != Content::Parts => {
                let mut octets = Vec::with_capacity(self.decoded);
                transfer::decode(body, &self.encoding, |piece| octets.extend_from_slice(piece));
                Cow::Owned(octets)
            }
            Encoding::Base64 | Encoding::QuotedPrintable | Encoding::None(_) | Encoding::Unknown(_) => {
                Cow::Borrowed(body)
            }
        }
    }

    /// Whether its media type begins with this word.
    #[must_use]
    pub fn is(&self, kind: &str) -> bool {
        self.media_type.split_once('/').is_some_and(|(first, _)| first == kind)
    }
}

#[cfg(test)]
mod tests;
