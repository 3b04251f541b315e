//! What one session tells of each of its messages.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crate::inspect::content::Content;
use crate::inspect::content::contents;
use crate::inspect::mailbox::Event;
use crate::inspect::mailbox::Sighting;
use crate::proto::Command;
use crate::proto::MessageNumber;
use crate::proto::Phase;
use crate::proto::line::lines;
use crate::proto::reply::read_scan_listing;
use crate::proto::reply::read_unique_id_listing;
use crate::proto::utterance::Meaning;
use crate::session::RecordedSession;
use crate::session::SessionState;
use crate::session::Step;
use crate::session::Time;
use crate::session::Timeline;
use crate::session::maildrop::Fate;
use crate::session::timeline::Change;

/// What happened to a message, and when it was spoken of.
#[derive(Default)]
struct Seen {
    times: Option<(Time, Time)>,
    events: BTreeSet<Event>,
    content: Option<[u8; 32]>,
}

/// The messages of a session in the order of their numbers, each with the digest of its content if it was fetched whole.
pub(super) fn sightings(session: &RecordedSession, state: &SessionState) -> Vec<(Sighting, Option<[u8; 32]>)> {
    let timeline = &session.timeline;
    let mut seen: BTreeMap<MessageNumber, Seen> = BTreeMap::new();
    let mut entered = session.start;
    for step in timeline.steps() {
        for number in listed(timeline, step) {
            seen.entry(number).or_default().add(Event::Listed, step);
        }
        for change in &step.changes {
            let (numbers, event) = match change {
                Change::Marked(numbers) => (numbers, Event::Marked),
                Change::Unmarked(numbers) => (numbers, Event::Unmarked),
                Change::Removed(numbers) => (numbers, Event::Removed),
                Change::Spared(numbers) => (numbers, Event::Spared),
                Change::PerhapsRemoved(numbers) => (numbers, Event::PerhapsRemoved),
                Change::Entered(Phase::Transaction) => {
                    entered = step.until;
                    continue;
                }
                Change::Entered(Phase::Authorization | Phase::Update)
                | Change::Reached(_)
                | Change::Named(_)
                | Change::Covered
                | Change::Ended(_) => continue,
            };
            for number in numbers {
                seen.entry(*number).or_default().add(event, step);
            }
        }
    }
    for content in contents(timeline) {
        let seen = seen.entry(content.number).or_default();
        seen.add(event_of(&content), &timeline.steps()[content.step]);
        if content.is_whole_message() {
            seen.content = Some(content.sha256);
        }
    }
    let sighting = |(number, seen): (MessageNumber, Seen)| {
        let (first, last) = seen.times?;
        let known = state.maildrop.message(number);
        let (octets, fate) = known.map_or((None, Fate::Kept), |known| (known.octets, known.fate));
        let subject = known.and_then(|known| known.subject.clone());
        let (session, certainty) = (session.index, state.certainty);
        let events = seen.events.into_iter().collect();
        Some((
            Sighting { session, number, entered, first, last, subject, octets, events, fate, certainty },
            seen.content,
        ))
    };
    seen.into_iter().filter_map(sighting).collect()
}

impl Seen {
    fn add(&mut self, event: Event, step: &Step) {
        self.events.insert(event);
        let (first, last) = self.times.unwrap_or((step.at, step.until));
        self.times = Some((first.min(step.at), last.max(step.until)));
    }
}

fn event_of(content: &Content) -> Event {
    match (content.via, content.complete) {
        ("TOP", _) => Event::Topped,
        (_, true) => Event::Fetched,
        (_, false) => Event::FetchedInPart,
    }
}

/// The messages that a reply to LIST or UIDL names.
fn listed(timeline: &Timeline, step: &Step) -> Vec<MessageNumber> {
    let Some(said) = step.said() else { return Vec::new() };
    let Meaning::Reply { status: Some(status), .. } = &said.meaning else { return Vec::new() };
    let command = timeline.asked(said).and_then(|line| line.command.as_ref().ok());
    let read: fn(&[u8]) -> Option<MessageNumber> = match command {
        Some(Command::List { .. }) => |line| read_scan_listing(line).map(|(number, _)| number),
        Some(Command::Uidl { .. }) => |line| read_unique_id_listing(line).map(|(number, _)| number),
        Some(_) | None => return Vec::new(),
    };
    if !status.indicator.is_positive() {
        return Vec::new();
    }
    match said.delivered() {
        Some(list) => lines(&list).filter_map(|(line, _)| read(line)).collect(),
        None if command.is_some_and(|command| command.message().is_some()) => read(&status.text).into_iter().collect(),
        None => Vec::new(),
    }
}
