//! Letters: messages of the same octets and lines as those of the recording, with other words.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use memchr::memchr_iter;

use crate::proto::Command;
use crate::proto::line::LineEnd;
use crate::proto::line::lines;
use crate::proto::reply::read_scan_listing;
use crate::proto::reply::read_unique_id_listing;
use crate::scenario::file::MessageFile;
use crate::scenario::mail::MAX_GENERATED;
use crate::scenario::mail::MAX_GENERATED_IN_ALL;
use crate::scenario::retell::Remark;
use crate::scenario::retell::cast::Cast;
use crate::scenario::retell::exchanges::Heard;
use crate::scenario::retell::exchanges::Kind;
use crate::scenario::retell::exchanges::Sign;
use crate::scenario::retell::exchanges::sign;
use crate::session::maildrop::Maildrop;

/// Messages that are told one by one at most.
pub(super) const MOST_MESSAGES: usize = 20_000;
/// Octets of texts that are told line by line, as they are written; of further messages only the size is.
const MOST_TEXT: usize = 4 * 1024 * 1024;
/// What a line needs beside its own octets: it stands behind so many blanks.
const INDENTATION: usize = 20;
/// A line that is made up has at least so many octets, but for the last.
const MADE_UP_LINE: usize = 72;
/// A message of which nothing is known has so many octets.
const UNKNOWN_SIZE: u64 = 320;
/// A generated message has at least so many octets: its head needs them.
const LEAST_GENERATED: usize = 160;
/// Fields whose names tell nothing of anybody.
const FIELDS: [&str; 22] = [
    "received",
    "return-path",
    "delivered-to",
    "from",
    "to",
    "cc",
    "bcc",
    "reply-to",
    "sender",
    "subject",
    "date",
    "message-id",
    "in-reply-to",
    "references",
    "mime-version",
    "content-type",
    "content-transfer-encoding",
    "content-disposition",
    "user-agent",
    "x-mailer",
    "x-uidl",
    "status",
];
/// Fields that hold an address.
const ADDRESSES: [&str; 8] = ["return-path", "delivered-to", "from", "to", "cc", "bcc", "reply-to", "sender"];

/// What STAT counted.
#[derive(Clone, Debug)]
pub(super) struct Total {
    /// How many messages.
    pub count: usize,
    /// Their octets.
    pub octets: u64,
    /// Those that were marked, and not counted.
    pub marked: BTreeSet<usize>,
}

/// What is known of one message.
#[derive(Clone, Debug, Default)]
struct Known {
    octets: Option<u64>,
    unique_id: Option<String>,
    /// What RETR brought, whole.
    whole: Option<Vec<u8>>,
    /// What TOP brought.
    top: Option<Vec<u8>>,
}

/// The messages of the maildrop, in order.
pub(super) fn messages(
    all: &[Heard<'_>],
    maildrop: &Maildrop,
    total: Option<&Total>,
    cast: &mut Cast,
    remarks: &mut Vec<Remark>,
) -> Vec<MessageFile> {
    let mut known = listed(all);
    for (number, message) in maildrop.messages() {
        let one = known.entry(number.get() as usize).or_default();
        one.octets = one.octets.or(message.octets);
        one.unique_id = one.unique_id.take().or_else(|| message.unique_id.as_ref().map(ToString::to_string));
    }
    // A server that gives two messages one unique-id, or other numbers in the middle, is told as far as that goes.
    let mut ids = BTreeSet::new();
    for one in known.values_mut() {
        one.unique_id = one.unique_id.take().filter(|id| ids.insert(id.clone()));
    }
    for heard in all {
        let (Kind::Command(line), Some(answer)) = (heard.kind, heard.answer) else { continue };
        let Some(block) = answer.block().filter(|block| block.unkept.is_none()) else { continue };
        match &line.command {
            Ok(Command::Retr { message }) if block.came_whole() => {
                known.entry(message.get() as usize).or_default().whole = answer.delivered();
            }
            Ok(Command::Retr { message } | Command::Top { message, .. }) => {
                let top = &mut known.entry(message.get() as usize).or_default().top;
                let delivered = answer.delivered().unwrap_or_default();
                if top.as_ref().is_none_or(|before| before.len() < delivered.len()) {
                    *top = Some(delivered);
                }
            }
            Ok(_) | Err(_) => (),
        }
    }
    let count = maildrop.count.map_or(0, |count| count as usize).max(known.keys().next_back().copied().unwrap_or(0));
    let count = count.min(MOST_MESSAGES);
    if let Some(total) = total {
        share_the_rest(&mut known, count, total);
    }
    let room = Room::default();
    let mut writer = Writer { cast, odd: 0, sizes: 0, shortened: 0, text: 0, room, at: 0 };
    let messages = (1..=count).map(|number| writer.message(&known.remove(&number).unwrap_or_default())).collect();
    let (odd, sizes, shortened) = (writer.odd, writer.sizes, writer.shortened);
    remarks.extend((0 < odd).then_some(Remark::LineEnds(odd)));
    remarks.extend((0 < sizes).then_some(Remark::OnlySizes(sizes)));
    remarks.extend((0 < shortened).then_some(Remark::Shortened(shortened)));
    messages
}

/// What was listed, as it was told first: a server that counts anew behind DELE does not change what there was.
fn listed(all: &[Heard<'_>]) -> BTreeMap<usize, Known> {
    let mut known: BTreeMap<usize, Known> = BTreeMap::new();
    for heard in all {
        let (Kind::Command(line), Some(answer)) = (heard.kind, heard.answer) else { continue };
        let is_list = match &line.command {
            Ok(Command::List { .. }) => true,
            Ok(Command::Uidl { .. }) => false,
            Ok(_) | Err(_) => continue,
        };
        if sign(answer) != Some(Sign::Yes) {
            continue;
        }
        let told = match answer.block() {
            Some(block) if block.came_whole() && block.unkept.is_none() => answer.delivered().unwrap_or_default(),
            Some(_) => continue,
            None => answer.status().map(|status| status.text.to_vec()).unwrap_or_default(),
        };
        for (listing, _) in lines(&told) {
            if is_list && let Some((number, octets)) = read_scan_listing(listing) {
                known.entry(number.get() as usize).or_default().octets.get_or_insert(octets);
            } else if !is_list && let Some((number, id)) = read_unique_id_listing(listing) {
                known.entry(number.get() as usize).or_default().unique_id.get_or_insert_with(|| id.to_string());
            }
        }
    }
    known
}

/// What STAT counted and no other reply told belongs to the messages whose sizes are not known.
fn share_the_rest(known: &mut BTreeMap<usize, Known>, count: usize, total: &Total) {
    let size = |one: &Known| one.whole.as_ref().map(|whole| whole.len() as u64).or(one.octets);
    let counted: Vec<usize> = (1..=count).filter(|number| !total.marked.contains(number)).collect();
    if counted.len() != total.count {
        return;
    }
    let of = |number: &usize| known.get(number).and_then(size);
    let told: u64 = counted.iter().filter_map(of).fold(0, u64::saturating_add);
    let unknown: Vec<usize> = counted.iter().copied().filter(|number| of(number).is_none()).collect();
    let (Some(rest), Some(last)) = (total.octets.checked_sub(told), unknown.last().copied()) else { return };
    let share = rest / unknown.len() as u64;
    for number in &unknown {
        known.entry(*number).or_default().octets = Some(share);
    }
    known.entry(last).or_default().octets = Some(rest - share * (unknown.len() as u64 - 1));
}

/// How many octets are left for messages of which only the size is told, beside the least that each of them has.
struct Room(usize);

impl Default for Room {
    fn default() -> Self {
        Self(MAX_GENERATED_IN_ALL - MOST_MESSAGES * LEAST_GENERATED)
    }
}

impl Room {
    /// So many octets a message gets that had so many.
    fn take(&mut self, octets: usize) -> usize {
        let given = octets.min(MAX_GENERATED).min(LEAST_GENERATED + self.0);
        self.0 -= given.saturating_sub(LEAST_GENERATED);
        given
    }
}

struct Writer<'a> {
    cast: &'a mut Cast,
    /// Messages with other line ends.
    odd: usize,
    /// Messages of which only the size is told.
    sizes: usize,
    /// Messages that are shorter than they were.
    shortened: usize,
    /// Octets of texts so far.
    text: usize,
    room: Room,
    /// How far the text is that takes the place of others.
    at: usize,
}

impl Writer<'_> {
    fn message(&mut self, known: &Known) -> MessageFile {
        let unique_id = known.unique_id.as_deref().map(|id| self.cast.unique_id(id));
        let told = known.whole.as_ref().map(|whole| whole.len() as u64).or(known.octets);
        let beginning = known.whole.as_ref().or(known.top.as_ref());
        let size = told.unwrap_or_else(|| beginning.map_or(UNKNOWN_SIZE, |top| top.len() as u64));
        let octets = usize::try_from(size).unwrap_or(usize::MAX);
        let lines = |original: &[u8]| memchr_iter(b'\n', original).count() + octets / MADE_UP_LINE;
        let written = beginning.map_or(0, |original| octets.saturating_add(INDENTATION * lines(original)));
        match beginning {
            Some(original) if written <= MOST_TEXT - self.text => {
                let is_whole = known.whole.is_some();
                let mut text = self.disguised(original);
                if !is_whole {
                    text.truncate(octets); // It is ASCII.
                    self.fill(&mut text, octets);
                }
                self.text += written;
                MessageFile::Mail { text: text.replace("\r\n", "\n"), unique_id, octets: None }
            }
            Some(_) | None if LEAST_GENERATED <= octets => {
                self.sizes += usize::from(beginning.is_some());
                let told = self.room.take(octets);
                self.shortened += usize::from(told < octets);
                let subject = "A mail of this size".to_owned();
                let from = Some(format!("sender@{}", self.cast.domain()));
                MessageFile::Generated { octets: told, subject, from, unique_id }
            }
            Some(_) | None => {
                let mut text = String::new();
                self.fill(&mut text, octets);
                MessageFile::Mail { text: text.replace("\r\n", "\n"), unique_id, octets: None }
            }
        }
    }

    fn words(&mut self, octets: usize) -> String {
        let (words, at) = self.cast.words(self.at, octets);
        self.at = at;
        // A dot at the start of a line would be stuffed, and a blank at its end cannot be seen.
        let mut words = words.trim_start_matches(['.', ' ']).trim_end().to_owned();
        words.extend(std::iter::repeat_n('x', octets - words.len()));
        words
    }

    /// Lines up to a size.
    fn fill(&mut self, text: &mut String, octets: usize) {
        if !text.is_empty() && !text.ends_with('\n') && 2 <= octets {
            text.truncate((octets - 2).min(text.trim_end_matches('\r').len()));
            text.push_str("\r\n");
        }
        if text.len() + 1 == octets && text.ends_with("\r\n") {
            text.insert(text.len() - 2, 'x'); // One octet alone makes no line.
        }
        while text.len() + 2 <= octets {
            let left = octets - text.len();
            let width = if left <= 76 { left - 2 } else { 72 };
            let line = self.words(width);
            text.push_str(&line);
            text.push_str("\r\n");
        }
    }

    /// A message with other words: each line as long as it was, with as many dots and blanks at its start.
    fn disguised(&mut self, original: &[u8]) -> String {
        let mut text = String::with_capacity(original.len());
        let mut is_head = true;
        let mut is_odd = false;
        for (line, end) in lines(original) {
            // Whatever ends a line otherwise becomes part of a line, so that nothing changes its size.
            is_odd |= end == LineEnd::Lf || line.contains(&b'\r');
            if line.is_empty() {
                is_head = false;
            } else if is_head && !line.starts_with(b" ") && !line.starts_with(b"\t") && line.contains(&b':') {
                let colon = line.iter().position(|octet| *octet == b':').unwrap_or(0);
                let name = String::from_utf8_lossy(&line[..colon]).into_owned();
                let lower = name.to_ascii_lowercase();
                let address = ADDRESSES.contains(&lower.as_str());
                if FIELDS.contains(&lower.as_str()) {
                    text.push_str(&name);
                } else {
                    text.push_str(&"X-Field-".chars().cycle().take(colon).collect::<String>());
                }
                text.push(':');
                let value = &line[colon + 1..];
                let blank = usize::from(value.starts_with(b" "));
                text.push_str(&" "[..blank]);
                let value = self.value(value.len() - blank, address);
                text.push_str(&value);
            } else {
                let kept = line.iter().take_while(|octet| matches!(octet, b'.' | b' ' | b'\t')).count();
                let start = line[..kept].iter().map(|octet| if *octet == b'\t' { ' ' } else { char::from(*octet) });
                text.extend(start);
                let rest = self.words(line.len() - kept);
                text.push_str(&rest);
            }
            match end {
                LineEnd::CrLf => text.push_str("\r\n"),
                LineEnd::Lf => text.push('x'),
                LineEnd::Missing => (),
            }
        }
        self.odd += usize::from(is_odd);
        text
    }

    /// The value of a field: an address where one stood, if it fits.
    fn value(&mut self, octets: usize, address: bool) -> String {
        let domain = format!("@{}", self.cast.domain());
        match octets.checked_sub(domain.len()).filter(|local| address && 0 < *local) {
            Some(local) => {
                format!("{}{domain}", "somebody-".chars().cycle().take(local - 1).chain(['a']).collect::<String>())
            }
            None => self.words(octets),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_messages_together_are_no_more_than_a_scenario_holds() {
        for octets in [LEAST_GENERATED, 1 << 20, MAX_GENERATED, usize::MAX] {
            let mut room = Room::default();
            let given: Vec<usize> = (0..MOST_MESSAGES).map(|_| room.take(octets)).collect();
            assert!(given.iter().sum::<usize>() <= MAX_GENERATED_IN_ALL, "{octets}");
            assert!(given.iter().all(|given| LEAST_GENERATED <= *given && *given <= MAX_GENERATED));
            assert_eq!(given[0], octets.min(MAX_GENERATED), "the first ones are as they were");
        }
    }
}
