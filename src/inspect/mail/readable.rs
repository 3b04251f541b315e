//! What a person would read of a mail: its plain text, or its HTML reduced to one.

use crate::inspect::mail::Content;
use crate::inspect::mail::Mail;
use crate::inspect::mail::Part;
use crate::inspect::mail::Wholeness;
use crate::inspect::mail::charset;
use crate::inspect::mail::html;
use crate::inspect::mail::transfer;
use crate::proto::line::printable;

/// Octets of HTML that are read for a text of any length: its tags may be longer than its words.
const HTML: usize = 2 * 1024 * 1024;

/// A text to read.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Readable {
    /// The text, printable, its lines ended by LF.
    pub text: String,
    /// The places of the parts that it is from.
    pub places: Vec<String>,
    /// Whether some of it was HTML.
    pub from_html: bool,
    /// The character set of a part of it that was guessed.
    pub guess: Option<String>,
    /// Whether there is more than was asked for.
    pub more: bool,
    /// Whether all of its parts are there.
    pub wholeness: Wholeness,
}

/// The text of a mail, about so many octets of it.
#[must_use]
pub fn readable(mail: &Mail, octets: &[u8], most: usize) -> Readable {
    let mut readable = Readable::default();
    for &place in &chosen(&mail.parts, 0).1 {
        let part = &mail.parts[place];
        let room = most.saturating_sub(readable.text.len());
        if room == 0 {
            readable.more = true;
            break;
        }
        add(&mut readable, part, octets, room);
    }
    readable
}

fn add(readable: &mut Readable, part: &Part, octets: &[u8], most: usize) {
    let is_html = part.media_type == "text/html";
    let body = octets.get(part.body.clone()).unwrap_or_default();
    let budget = if is_html { most.saturating_mul(2).max(HTML) } else { most };
    let (mut content, mut more) = transfer::decode_first(body, &part.encoding, budget);
    if more && let Some(feed) = memchr::memrchr(b'\n', &content) {
        content.truncate(feed + 1); // No character is cut in two.
    }
    let decoded = charset::decode(&content, part.charset.as_deref());
    let mut text = decoded.text;
    if is_html {
        let (words, cut) = html::to_text(&text, most);
        text = words;
        more |= cut;
    }
    if !readable.text.is_empty() {
        readable.text.push_str("\n\n");
    }
    readable.text.push_str(&clean(&text));
    readable.places.push(part.place.clone());
    readable.from_html |= is_html;
    readable.guess = readable.guess.take().or(decoded.guess);
    readable.more |= more;
    readable.wholeness = match (readable.wholeness, part.wholeness) {
        (Wholeness::Cut, _) | (_, Wholeness::Cut) => Wholeness::Cut,
        (Wholeness::PerhapsCut, _) | (_, Wholeness::PerhapsCut) => Wholeness::PerhapsCut,
        (Wholeness::Whole, Wholeness::Whole) => Wholeness::Whole,
    };
}

/// Text of a mail without what would turn or hide the text around it.
#[must_use]
pub fn clean(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for line in text.lines() {
        if !shown.is_empty() || !line.is_empty() {
            shown.push_str(&printable(line.replace('\t', "    ").as_bytes()));
            shown.push('\n');
        }
    }
    shown.truncate(shown.trim_end().len());
    shown
}

/// The parts that are read of one and what is in it; and the place behind them.
fn chosen(parts: &[Part], at: usize) -> (usize, Vec<usize>) {
    let Some(part) = parts.get(at) else { return (at, Vec::new()) };
    let mut next = at + 1;
    if part.content != Content::Parts {
        while parts.get(next).is_some_and(|other| part.depth < other.depth) {
            next += 1; // A mail inside of this one is not read with it.
        }
        return (next, if is_text(part) { vec![at] } else { Vec::new() });
    }
    let mut kinds = Vec::new();
    while parts.get(next).is_some_and(|other| part.depth < other.depth) {
        let (behind, list) = chosen(parts, next);
        next = behind;
        kinds.push(list);
    }
    kinds.retain(|list| !list.is_empty());
    if part.media_type != "multipart/alternative" {
        return (next, kinds.concat());
    }
    let is_plain = |list: &&Vec<usize>| list.iter().all(|&place| parts[place].media_type == "text/plain");
    let best = kinds.iter().find(is_plain).or_else(|| kinds.first()).cloned().unwrap_or_default();
    (next, best)
}

/// Whether a part is text to be read where it stands.
#[must_use]
pub fn is_text(part: &Part) -> bool {
    let attached = part.disposition.as_deref().is_some_and(|disposition| disposition != "inline");
    let named = part.name.is_some() && 0 < part.depth;
    let kind = part.media_type == "text/plain" || part.media_type == "text/html";
    kind && part.content == Content::Octets && !attached && !named
}
