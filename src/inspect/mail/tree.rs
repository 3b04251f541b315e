//! The tree of the parts of a mail (RFC 2046 §5): where each part stands, and what it declares.

use std::ops::Range;

use memchr::memmem::Finder;

use crate::inspect::mail::Content;
use crate::inspect::mail::Encoding;
use crate::inspect::mail::MAX_DEPTH;
use crate::inspect::mail::MAX_PARTS;
use crate::inspect::mail::Mail;
use crate::inspect::mail::Part;
use crate::inspect::mail::Wholeness;
use crate::inspect::mail::field;
use crate::inspect::mail::parameters::Parameters;
use crate::inspect::mail::transfer;

/// The longest boundary that is looked for; RFC 2046 allows 70 octets.
const MAX_BOUNDARY: usize = 256;

/// All parts of a mail. Those that end with it, and not with a delimiter, are marked as perhaps cut.
pub(super) fn parts(octets: &[u8]) -> Mail {
    let mut walk = Walk { octets, mail: Mail::default() };
    walk.mail_at(0..octets.len(), "", 0, false);
    walk.mail
}

struct Walk<'a> {
    octets: &'a [u8],
    mail: Mail,
}

/// A part that is about to be read.
struct Entity<'a> {
    range: Range<usize>,
    /// Its own place, if it has one, and what stands before the places in it.
    place: &'a str,
    inside: &'a str,
    depth: usize,
    /// Whether something follows it, so that its end is known.
    ended: bool,
    /// What it is when it does not say.
    default_type: &'static str,
}

impl Walk<'_> {
    /// A whole mail: the one that was delivered, or one inside of it.
    fn mail_at(&mut self, range: Range<usize>, place: &str, depth: usize, ended: bool) {
        let one = if place.is_empty() { "1".to_owned() } else { format!("{place}.1") };
        let entity = Entity { range, place: &one, inside: place, depth, ended, default_type: "text/plain" };
        let at = self.mail.parts.len();
        self.entity(&entity);
        // What is made of parts has no number of its own: its parts have.
        if let Some(part) = self.mail.parts.get_mut(at)
            && part.content == Content::Parts
        {
            part.place.clear();
        }
    }

    fn entity(&mut self, entity: &Entity<'_>) {
        if MAX_PARTS <= self.mail.parts.len() {
            self.mail.parts_left_out += 1;
            return;
        }
        let (mut part, boundary) = self.part(entity);
        let body = part.body.clone();
        let at = self.mail.parts.len();
        let deep = MAX_DEPTH <= entity.depth;
        match boundary {
            Some(_) if deep => part.content = Content::TooDeep,
            Some(boundary) => {
                part.content = Content::NoParts;
                let digest = part.media_type == "multipart/digest";
                self.mail.parts.push(part);
                let closed = self.children(&boundary, body, entity, digest);
                let part = &mut self.mail.parts[at];
                if closed {
                    part.wholeness = Wholeness::Whole;
                }
                if at + 1 < self.mail.parts.len() || 0 < self.mail.parts_left_out {
                    self.mail.parts[at].content = Content::Parts;
                } else {
                    self.count(at);
                }
                return;
            }
            None if part.media_type.starts_with("multipart/") => part.content = Content::NoParts,
            None if part.media_type != "message/rfc822" && part.media_type != "message/global" => (),
            // A mail that is encoded is not looked into: it can be saved.
            None if !matches!(part.encoding, Encoding::None(_)) => (),
            None if deep => part.content = Content::TooDeep,
            None => {
                part.content = Content::Mail;
                self.mail.parts.push(part);
                self.mail_at(body, entity.place, entity.depth + 1, entity.ended);
                return;
            }
        }
        self.mail.parts.push(part);
        self.count(at);
    }

    /// Counts the octets of a part as decoded, and those that cannot be.
    fn count(&mut self, at: usize) {
        let Some(part) = self.mail.parts.get_mut(at) else { return };
        let encoded = self.octets.get(part.body.clone()).unwrap_or_default();
        let mut decoded = 0;
        part.damaged = transfer::decode(encoded, &part.encoding, |piece| decoded += piece.len());
        part.decoded = decoded;
    }

    /// What a part says of itself, and the boundary between its parts.
    fn part(&self, entity: &Entity<'_>) -> (Part, Option<Vec<u8>>) {
        let head = field::head_of(self.octets, entity.range.clone());
        let body = head.end..entity.range.end;
        let (mut kind, mut disposition, mut encoding) = (None, None, None);
        for field in field::fields(self.octets, head.clone()) {
            let wanted = match field.name {
                name if name.eq_ignore_ascii_case(b"content-type") => &mut kind,
                name if name.eq_ignore_ascii_case(b"content-disposition") => &mut disposition,
                name if name.eq_ignore_ascii_case(b"content-transfer-encoding") => &mut encoding,
                _ => continue,
            };
            wanted.get_or_insert_with(|| Parameters::parse(field.value));
        }
        let (kind, disposition) = (kind.unwrap_or_default(), disposition.unwrap_or_default());
        let named = |text: &String| !text.is_empty();
        // A type without a subtype says nothing (RFC 2045 §5.2).
        let says = kind.value.split_once('/').is_some_and(|(first, second)| !first.is_empty() && !second.is_empty());
        let media_type = if says { kind.value.clone() } else { entity.default_type.to_owned() };
        let boundary = kind.octets("boundary").filter(|_| media_type.starts_with("multipart/"));
        let part = Part {
            place: entity.place.to_owned(),
            depth: entity.depth,
            content: Content::Octets,
            media_type,
            charset: kind.text("charset").filter(named),
            encoding: Encoding::of(encoding.map(|encoding| encoding.value).unwrap_or_default().trim()),
            disposition: Some(disposition.value.clone()).filter(named),
            name: disposition.text("filename").or_else(|| kind.text("name")).filter(named),
            decoded: body.len(),
            damaged: 0,
            head,
            body,
            wholeness: if entity.ended { Wholeness::Whole } else { Wholeness::PerhapsCut },
        };
        (part, boundary.filter(|boundary| !boundary.is_empty() && boundary.len() <= MAX_BOUNDARY))
    }

    /// Every part between the delimiters; whether the last delimiter was there.
    fn children(&mut self, boundary: &[u8], body: Range<usize>, parent: &Entity<'_>, digest: bool) -> bool {
        let needle = [b"--", boundary].concat();
        let finder = Finder::new(&needle);
        let default_type = if digest { "message/rfc822" } else { "text/plain" };
        let (mut begun, mut number, mut at) = (None, 0_usize, body.start);
        loop {
            let delimiter = delimiter(self.octets, &finder, needle.len(), at..body.end, body.start);
            let end = delimiter.as_ref().map_or(body.end, |delimiter| delimiter.before);
            if let Some(start) = begun {
                number += 1;
                let inside = parent.inside;
                let place = if inside.is_empty() { number.to_string() } else { format!("{inside}.{number}") };
                let ended = parent.ended || delimiter.is_some();
                let range = start..end.max(start);
                let depth = parent.depth + 1;
                self.entity(&Entity { range, place: &place, inside: &place, depth, ended, default_type });
            }
            match delimiter {
                Some(delimiter) if !delimiter.last => {
                    at = delimiter.behind;
                    begun = Some(at);
                }
                Some(_) => return true,
                None => return false,
            }
        }
    }
}

/// A line that stands between parts.
struct Delimiter {
    /// Where the part before it ends: the line end belongs to the delimiter.
    before: usize,
    /// Where the next part begins.
    behind: usize,
    last: bool,
}

/// The next delimiter. A part that begins at once behind one has no line end of its own before the next.
fn delimiter(octets: &[u8], finder: &Finder<'_>, length: usize, range: Range<usize>, body: usize) -> Option<Delimiter> {
    let mut from = range.start;
    while let Some(found) = finder.find(octets.get(from..range.end)?) {
        let (start, end) = (from + found, from + found + length);
        from = end;
        if start != body && octets[start - 1] != b'\n' {
            continue;
        }
        let line = memchr::memchr(b'\n', &octets[end..range.end]).map_or(range.end, |feed| end + feed + 1);
        let rest = octets[end..line].trim_ascii();
        let last = rest.starts_with(b"--");
        if !last && !rest.is_empty() {
            continue; // A longer boundary that begins with this one.
        }
        let before = octets[range.start..start]
            .strip_suffix(b"\n")
            .map_or(start, |text| range.start + text.strip_suffix(b"\r").unwrap_or(text).len());
        return Some(Delimiter { before, behind: line, last });
    }
    None
}
