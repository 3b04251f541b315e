//! A letter: a mail that was fetched, taken apart once for all that the tab shows of it.

use crate::inspect::fetched;
use crate::inspect::mail::Mail;
use crate::inspect::mail::Missing;
use crate::inspect::mail::readable::Readable;
use crate::inspect::mail::readable::readable;
use crate::inspect::mail::wholeness::End;
use crate::session::Timeline;
use crate::teach::Words;
use crate::ui::views::message::lines::Lines;

/// Steps that are searched backwards for a mail.
const LOOK_BACK: usize = 5000;
/// Octets of text that are shown at first, and that are added each time somebody wants more.
pub const TEXT: usize = 256 * 1024;
/// Octets of text beyond which a mail is better saved and read elsewhere.
pub const MOST_TEXT: usize = 16 * TEXT;

/// A mail that was fetched.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Letter {
    /// Which message it is.
    pub number: u32,
    /// The step that delivered it, counted from 1 as people do.
    pub step: usize,
    /// Its place among the messages that the session fetched, counted from 1.
    pub place: usize,
    /// Whether RETR or TOP brought it.
    pub via: &'static str,
    /// Whether all of it was asked for, and came.
    pub extent: Extent,
    /// Its octets as delivered.
    pub octets: Vec<u8>,
    /// Its parts and fields.
    pub mail: Mail,
    /// What a person would read of it.
    pub readable: Readable,
    /// Where its lines begin.
    pub lines: Lines,
}

/// How much of a mail there is.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Extent {
    /// All of it, by RETR.
    #[default]
    Whole,
    /// Its head and some lines, by TOP.
    Top,
    /// What was recorded of it.
    Cut,
}

impl Letter {
    /// The step that delivered a mail last, when so many steps are shown.
    #[must_use]
    pub fn last_step(timeline: &Timeline, shown: usize) -> Option<usize> {
        let searched = shown.saturating_sub(LOOK_BACK)..shown;
        searched.rev().find(|&step| fetched::request(timeline, step).is_some())
    }

    /// Takes apart what a step delivered.
    #[must_use]
    pub fn of_step(timeline: &Timeline, step: usize) -> Option<Self> {
        let message = fetched::fetched_at(timeline, step)?;
        let missing = Missing::of(timeline, &message);
        let mail = Mail::new(&message.octets, &missing);
        let extent = match missing.end {
            _ if !message.complete => Extent::Cut,
            End::NotAskedFor => Extent::Top,
            End::Seen | End::NotRecorded => Extent::Whole,
        };
        Some(Self {
            number: message.number.get(),
            step: step + 1,
            place: (0..=step).filter(|&step| fetched::request(timeline, step).is_some()).count(),
            via: message.via,
            extent,
            readable: readable(&mail, &message.octets, TEXT),
            lines: Lines::new(&message.octets),
            octets: message.octets,
            mail,
        })
    }

    /// Reads more of the text, or less.
    pub fn read(&mut self, most: usize) {
        self.readable = readable(&self.mail, &self.octets, most);
    }

    /// The decoded text of a field of its head.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<&str> {
        self.mail.field(name).map(|field| field.text.as_str())
    }

    /// What stands above it.
    #[must_use]
    pub fn caption(&self, words: &Words) -> String {
        let word = match self.extent {
            Extent::Whole => "message-whole",
            Extent::Top => "message-top",
            Extent::Cut => "message-cut",
        };
        let octets = self.octets.len();
        words.format(word, &[("number", self.number.into()), ("step", self.step.into()), ("octets", octets.into())])
    }
}
