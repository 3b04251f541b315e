//! The lines of a session: where each lies. Their text is made when it is shown, so that a hundred megabytes
//! need few more.

use std::fmt::Write as _;

use crate::proto::Side;
use crate::proto::line::printable;
use crate::proto::utterance::Meaning;
use crate::session::Fact;
use crate::session::timeline::Said;
use crate::session::timeline::What;
use crate::teach::Words;
use crate::teach::explain;
use crate::teach::explain_fact::narration;
use crate::ui::document::Session;
use crate::ui::icons;
use crate::ui::player::Secrets;
use crate::ui::views::shown;
use crate::ui::views::shown::Secret;

/// Octets of a line that stand in one row; a longer one goes on in the next.
const ROW_OCTETS: usize = 400;
/// Octets of a row in hex.
pub const HEX_OCTETS: usize = 16;

/// Text or hex.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Form {
    /// Lines as they were said.
    #[default]
    Text,
    /// Sixteen octets a row.
    Hex,
}

/// Where a row lies.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Place {
    /// The step, counted from 0.
    pub step: u32,
    /// Its first octet in what was said.
    pub from: u32,
}

/// A row as it is shown.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Line {
    /// The step, counted from 0.
    pub step: usize,
    /// Who says it; `None` for what only happens.
    pub side: Option<Side>,
    /// What.
    pub text: String,
}

/// The rows of a session, found piece by piece.
#[derive(Clone, Debug, Default)]
pub struct Index {
    rows: Vec<Place>,
    next_step: usize,
    next_octet: usize,
}

impl Index {
    /// Finds more rows, of about so many octets. Tells whether all are found.
    pub fn go_on(&mut self, session: &Session, form: Form, octets: usize) -> bool {
        let steps = session.timeline.steps();
        let mut left = octets;
        while let Some(step) = steps.get(self.next_step) {
            if left == 0 {
                return false;
            }
            let Ok(number) = u32::try_from(self.next_step) else { return true };
            let raw = match &step.what {
                What::Said(said) if one_row(said, form) => &[][..],
                What::Said(said) => &said.raw[..],
                What::Opened | What::Closed(_) | What::Gap { .. } | What::Conflict { .. } | What::Fact(_) => &[],
            };
            if raw.len() <= self.next_octet {
                if raw.is_empty() {
                    self.rows.push(Place { step: number, from: 0 });
                    left = left.saturating_sub(ROW_OCTETS);
                }
                (self.next_step, self.next_octet) = (self.next_step + 1, 0);
                continue;
            }
            while self.next_octet < raw.len() && 0 < left {
                let length = row_length(&raw[self.next_octet..], form);
                let Ok(from) = u32::try_from(self.next_octet) else { break };
                self.rows.push(Place { step: number, from });
                self.next_octet += length;
                left = left.saturating_sub(length.max(HEX_OCTETS));
            }
            if u32::try_from(self.next_octet).is_err() {
                self.next_octet = raw.len(); // No utterance of ours is so long.
            }
        }
        true
    }

    /// The rows that were found.
    #[must_use]
    pub fn rows(&self) -> &[Place] {
        &self.rows
    }

    /// The first row of a step.
    #[must_use]
    pub fn row_of(&self, step: usize) -> usize {
        self.rows.partition_point(|place| (place.step as usize) < step)
    }
}

/// What the client says may be a secret, and what cannot be read is no text: each is one row.
fn one_row(said: &Said, form: Form) -> bool {
    match form {
        Form::Text => (said.side == Side::Client && !said.is_content()) || said.meaning == Meaning::Opaque,
        Form::Hex => false,
    }
}

fn row_length(octets: &[u8], form: Form) -> usize {
    match form {
        Form::Hex => octets.len().min(HEX_OCTETS),
        Form::Text => {
            let most = octets.len().min(ROW_OCTETS);
            match memchr::memchr(b'\n', &octets[..most]) {
                Some(end) => end + 1,
                None if most == octets.len() => most,
                // A character is not cut in two: its later octets begin with the bits 10.
                None => (most - 3..=most).rev().find(|&end| octets[end] & 0xC0 != 0x80).unwrap_or(most),
            }
        }
    }
}

/// A row as it is shown.
#[must_use]
pub fn line(session: &Session, place: Place, form: Form, secrets: Secrets, words: &Words) -> Option<Line> {
    let number = place.step as usize;
    let step = session.timeline.steps().get(number)?;
    let said = match &step.what {
        What::Said(said) => said,
        What::Fact(Fact::Note(note)) => {
            return Some(Line { step: number, side: None, text: narration(note, words.language()).to_owned() });
        }
        What::Opened | What::Closed(_) | What::Gap { .. } | What::Conflict { .. } | What::Fact(_) => {
            let text = explain(&session.timeline, number, words)?.title;
            return Some(Line { step: number, side: None, text });
        }
    };
    let text = match form {
        Form::Text if one_row(said, form) => shown::first_line(said, secrets, words),
        Form::Text => {
            let rest = said.raw.get(place.from as usize..)?;
            let row = &rest[..row_length(rest, form)];
            let row = row.strip_suffix(b"\n").unwrap_or(row);
            printable(row.strip_suffix(b"\r").unwrap_or(row))
        }
        Form::Hex => hex(said, place.from as usize, secrets)?,
    };
    Some(Line { step: number, side: Some(said.side), text })
}

/// The place, the octets, and their characters; those of a secret are hidden.
fn hex(said: &Said, from: usize, secrets: Secrets) -> Option<String> {
    let rest = said.raw.get(from..)?;
    let octets = &rest[..rest.len().min(HEX_OCTETS)];
    let end_of_secret = said.first_line().len();
    let hidden = match shown::secret(said, secrets) {
        Secret::None => 0..0,
        Secret::Whole => 0..end_of_secret,
        Secret::From(start) => start..end_of_secret,
    };
    let (mut digits, mut characters) = (String::new(), String::new());
    for place in 0..HEX_OCTETS {
        if place == HEX_OCTETS / 2 {
            digits.push(' ');
        }
        match octets.get(place) {
            Some(_) if hidden.contains(&(from + place)) => {
                digits.push_str(icons::HIDDEN);
                digits.push(' ');
                characters.push_str(icons::CONTROL);
            }
            Some(octet) => {
                let _ = write!(digits, "{octet:02x} "); // Writing to a String cannot fail.
                let graphic = octet.is_ascii_graphic() || *octet == b' ';
                characters.push_str(if graphic { "" } else { icons::CONTROL });
                characters.extend(graphic.then_some(char::from(*octet)));
            }
            None => digits.push_str("   "),
        }
    }
    Some(format!("{:08x}  {digits} {characters}", said.start.saturating_add(from as u64)))
}

/// A row with the sign of its side: C is the client, S the server.
#[must_use]
pub fn spoken(line: &Line) -> String {
    match line.side {
        Some(Side::Client) => format!("C: {}", line.text),
        Some(Side::Server) => format!("S: {}", line.text),
        None => format!("-- {}", line.text),
    }
}

/// The whole session as one text.
#[must_use]
pub fn text(session: &Session, form: Form, secrets: Secrets, words: &Words) -> String {
    let mut index = Index::default();
    while !index.go_on(session, form, usize::MAX) {}
    let mut text = String::new();
    for place in index.rows() {
        if let Some(line) = line(session, *place, form, secrets, words) {
            text.push_str(&spoken(&line));
            text.push('\n');
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_line_goes_on_between_two_characters() {
        let long = "ж".repeat(ROW_OCTETS);
        let (mut rest, mut rows) = (long.as_bytes(), Vec::new());
        while !rest.is_empty() {
            let (row, behind) = rest.split_at(row_length(rest, Form::Text));
            rows.push(String::from_utf8(row.to_vec()).expect("no character is cut"));
            rest = behind;
        }
        assert_eq!((rows.len(), rows.concat()), (2, long));
    }

    #[test]
    fn a_row_ends_with_its_line_end() {
        assert_eq!(row_length(b"a\r\nb", Form::Text), 3);
        assert_eq!(row_length(b"ab", Form::Text), 2);
        assert_eq!(row_length(&[0x80; 2 * ROW_OCTETS], Form::Text), ROW_OCTETS, "what is no text is cut anywhere");
        assert_eq!(row_length(&[0; 40], Form::Hex), HEX_OCTETS);
    }
}
