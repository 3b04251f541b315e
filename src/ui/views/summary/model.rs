//! What the summary of a capture tells, in numbers and words.

use std::time::Duration;

use crate::session::Time;
use crate::session::tls_facts::Decrypted;
use crate::source::Summary;
use crate::teach::Language;
use crate::teach::Words;
use crate::teach::finding::Severity;
use crate::ui::document::Capture;
use crate::ui::document::Document;
use crate::ui::icons;
use crate::ui::measure::count;
use crate::ui::measure::long_points;
use crate::ui::measure::part;
use crate::ui::tally::Spread;
use crate::ui::tally::Tally;
use crate::ui::text;
use crate::ui::text::grouped;
use crate::ui::views::tls;
use crate::ui::widgets::chart::Bar;
use crate::ui::widgets::chart::Histogram;
use crate::ui::widgets::chart::Tone;

/// Columns of the picture of sessions over time.
const COLUMNS: usize = 60;
/// Kinds of commands that are shown; there are not many more.
const MAX_BARS: usize = 24;

/// What the summary shows.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Model {
    /// Names and values.
    pub facts: Vec<(String, String)>,
    /// What is wrong with the file.
    pub remarks: Vec<String>,
    /// When sessions began.
    pub over_time: Histogram,
    /// Commands by kind.
    pub commands: Vec<Bar>,
    /// How long replies took.
    pub replies: Histogram,
    /// What was remarked, the gravest first.
    pub findings: Vec<Bar>,
    /// The filter that finds the sessions of each finding.
    pub finding_filters: Vec<String>,
    /// Sessions in the clear and in TLS.
    pub covers: Vec<Bar>,
    /// What could be read inside TLS, and why not more.
    pub sealed: Vec<String>,
    /// Whether a key log could open more.
    pub wants_key_log: bool,
    /// Logins, accepted and refused.
    pub logins: Vec<Bar>,
    /// Ports of other TCP connections, with how many of them there are and their octets.
    pub other_ports: Vec<(u16, u64, u64)>,
}

/// The model that was read last, and the port that is being typed.
#[derive(Debug, Default)]
pub struct State {
    key: Option<(u64, usize, Language)>,
    model: Model,
    /// The port that is being typed.
    pub port: String,
}

impl State {
    /// Reads a document, if one changed since the last time.
    pub fn read(&mut self, place: usize, document: &Document, capture: &Capture, revision: u64, words: &Words) {
        let key = Some((revision, place, words.language()));
        if self.key != key {
            self.model = Model::new(document, capture, words);
            self.key = key;
        }
    }

    /// What was read last, and the port that is being typed.
    pub fn split(&mut self) -> (&Model, &mut String) {
        (&self.model, &mut self.port)
    }
}

impl Model {
    /// Reads a document.
    #[must_use]
    pub fn new(document: &Document, capture: &Capture, words: &Words) -> Self {
        let tally = &capture.tally;
        let (findings, finding_filters) = findings(tally, words);
        Self {
            facts: facts(document, capture, words),
            remarks: document.remarks.iter().map(|remark| remark.get(words.language()).to_owned()).collect(),
            over_time: over_time(&tally.starts, words),
            commands: commands(tally, words),
            replies: replies(&tally.replies, words),
            findings,
            finding_filters,
            covers: shares(
                tally.covers,
                [("summary-clear", Tone::Doubtful), ("summary-stls", Tone::Good), ("summary-implicit", Tone::Good)],
                words,
            ),
            sealed: sealed(tally, words),
            wants_key_log: tally.sealed.keys().any(|why| tls::wants_key_log(Decrypted::No(*why))),
            logins: shares(tally.logins, [("summary-accepted", Tone::Good), ("summary-refused", Tone::Bad)], words),
            other_ports: other_ports(capture),
        }
    }
}

/// Of how many sessions TLS was opened, and of how many it was not, by the reason.
fn sealed(tally: &Tally, words: &Words) -> Vec<String> {
    let opened = (0 < tally.unsealed).then(|| words.format("summary-opened", &[("count", tally.unsealed.into())]));
    let closed = tally.sealed.iter().map(|(why, count)| {
        let reason = tls::why_not(*why, words);
        words.format("summary-sealed", &[("count", (*count).into()), ("why", (&reason).into())])
    });
    opened.into_iter().chain(closed).collect()
}

/// The ports of servers on which something else was spoken, those with most octets first.
fn other_ports(capture: &Capture) -> Vec<(u16, u64, u64)> {
    let ports = capture.summary.iter().flat_map(|summary| &summary.other_ports);
    let mut ports: Vec<_> = ports.map(|(port, other)| (*port, other.connections, other.octets)).collect();
    ports.sort_by_key(|&(port, _, octets)| (std::cmp::Reverse(octets), port));
    ports.truncate(MAX_BARS);
    ports
}

fn facts(document: &Document, capture: &Capture, words: &Words) -> Vec<(String, String)> {
    let mut facts = Vec::new();
    let mut fact = |word: &str, value: String| facts.push((words.get(word), value));
    fact("summary-sessions", grouped(document.sessions.len() as u64));
    fact("summary-messages", grouped(capture.tally.messages));
    let Some(summary) = &capture.summary else {
        if capture.job.is_some() {
            fact("summary-file", words.get("summary-reading"));
        }
        return facts;
    };
    let Summary { packets, octets, connections, times, left_out, .. } = &**summary;
    fact("summary-connections", grouped(*connections));
    fact("summary-packets", grouped(*packets));
    fact("summary-octets", grouped(*octets));
    if let Some((first, last)) = times {
        fact("summary-first", first.to_string());
        fact("summary-last", last.to_string());
        let length = last.since(*first);
        let shown = match length.as_secs() {
            0..60 => text::duration(length, words),
            _ => text::clock(length, text::Precision::Millis),
        };
        fact("summary-length", shown);
    }
    if !left_out.is_empty() {
        let kinds = left_out.iter().map(|(kind, count)| format!("{kind}: {}", grouped(*count)));
        fact("summary-left-out", kinds.collect::<Vec<_>>().join(", "));
    }
    let ports = capture.options.pop3_ports.iter().map(u16::to_string).collect::<Vec<_>>();
    if !ports.is_empty() {
        fact("summary-ports", ports.join(", "));
    }
    facts
}

fn over_time(starts: &[Time], words: &Words) -> Histogram {
    let (Some(first), Some(last)) = (starts.iter().min(), starts.iter().max()) else { return Histogram::default() };
    let length = last.since(*first).max(Duration::from_millis(1));
    let nanos = |duration: Duration| u64::try_from(duration.as_nanos()).unwrap_or(u64::MAX);
    let column_of = |time: &Time| {
        let place = part(nanos(time.since(*first)), nanos(length));
        count(f64::from(place) * long_points(COLUMNS)).min(COLUMNS - 1)
    };
    let mut counts = [0_u64; COLUMNS];
    for start in starts {
        counts[column_of(start)] += 1;
    }
    let share = |column: usize| u32::try_from(column).unwrap_or(0);
    let time_of = |column: usize| *first + length * share(column) / share(COLUMNS);
    let columns = counts.iter().enumerate().map(|(column, count)| {
        let sessions = words.format("sessions", &[("count", (*count).into())]);
        (*count, format!("{}: {sessions}", time_of(column)))
    });
    let (first_text, last_text) = (first.to_string(), last.to_string());
    let arguments = [
        ("count", starts.len().into()),
        ("first", (&first_text).into()),
        ("last", (&last_text).into()),
        ("most", counts.iter().max().copied().unwrap_or(0).into()),
    ];
    Histogram {
        columns: columns.collect(),
        ticks: [(0, *first), (COLUMNS / 2, time_of(COLUMNS / 2)), (COLUMNS, *last)]
            .map(|(place, time)| (place, clock_of(time, length)))
            .into(),
        marks: Vec::new(),
        words: words.format("summary-over-time-words", &arguments),
    }
}

/// The time of the day, as fine as tells the ends and the middle of such a length apart.
fn clock_of(time: Time, length: Duration) -> String {
    let letters = if length < Duration::from_secs(2) { 12 } else { 8 };
    time.to_string().chars().skip(11).take(letters).collect()
}

fn commands(tally: &Tally, words: &Words) -> Vec<Bar> {
    let mut bars: Vec<Bar> = tally
        .commands
        .iter()
        .map(|(keyword, &count)| Bar {
            name: keyword.map_or_else(|| words.get("summary-no-command"), |keyword| keyword.to_string()),
            tone: if keyword.is_some() { Tone::Plain } else { Tone::Doubtful },
            count,
            value: grouped(count),
            ..Bar::default()
        })
        .collect();
    bars.sort_by_key(|bar| std::cmp::Reverse(bar.count));
    bars.truncate(MAX_BARS);
    bars
}

/// The edges of the columns: 1, 2 and 5 of each power of ten, from 10 µs to 500 s.
fn edges() -> Vec<Duration> {
    let powers = (1..9).map(|power| 10_u64.pow(power));
    powers.flat_map(|power| [1, 2, 5].map(|digit| Duration::from_micros(digit * power))).collect()
}

fn replies(spread: &Spread, words: &Words) -> Histogram {
    let (Some(median), Some(most)) = (spread.percentile(50), spread.percentile(95)) else {
        return Histogram::default();
    };
    let edges = edges();
    let from = |column: usize| if column == 0 { Duration::ZERO } else { edges[column - 1] };
    let to = |column: usize| edges.get(column).copied().unwrap_or(Duration::MAX);
    let counts: Vec<u64> = (0..=edges.len()).map(|column| spread.between(from(column), to(column))).collect();
    let filled = |count: &u64| 0 < *count;
    let (first, last) = (counts.iter().position(filled).unwrap_or(0), counts.iter().rposition(filled).unwrap_or(0));
    // Some columns at least, so that a single one is no block.
    let (first, last) = (first.saturating_sub(1), (last + 1).max(first + 6).min(edges.len()));
    let columns = (first..=last).map(|column| {
        let replies = words.format("replies", &[("count", counts[column].into())]);
        let (from, to) =
            (text::duration(from(column), words), edges.get(column).map(|edge| text::duration(*edge, words)));
        (counts[column], format!("{from} {} {}: {replies}", icons::NONE, to.unwrap_or_default()))
    });
    let ticks = (first..=last).filter(|column| 0 < *column && (column - 1).is_multiple_of(3));
    let column_of = |time: Duration| edges.partition_point(|edge| *edge <= time).clamp(first, last) - first;
    let (median_text, most_text) = (text::duration(median, words), text::duration(most, words));
    let arguments =
        [("count", spread.total().into()), ("median", (&median_text).into()), ("most", (&most_text).into())];
    Histogram {
        columns: columns.collect(),
        ticks: ticks.map(|column| (column - first, text::duration(from(column), words))).collect(),
        marks: vec![
            (column_of(median), words.format("summary-median", &arguments)),
            (column_of(most), words.format("summary-percentile", &arguments)),
        ],
        words: words.format("summary-replies-words", &arguments),
    }
}

fn findings(tally: &Tally, words: &Words) -> (Vec<Bar>, Vec<String>) {
    let mut all: Vec<_> = tally.findings.iter().collect();
    all.sort_by_key(|(code, found)| std::cmp::Reverse((code.severity(), found.sessions)));
    let bars = all.iter().map(|(code, found)| {
        let arguments = [("times", found.times.into()), ("sessions", found.sessions.into())];
        let severity = code.severity();
        let (tone, word) = match severity {
            Severity::Error => (Tone::Bad, "severity-error"),
            Severity::Warning => (Tone::Doubtful, "severity-warning"),
            Severity::Note => (Tone::Quiet, "severity-note"),
        };
        let sentence = words.get(&format!("finding-{}", code.as_str()));
        let told = words.format("summary-found", &arguments);
        Bar {
            hint: format!("{}: {sentence}\n{} {} {told}\nfinding:{code}", words.get(word), code.clause(), icons::DOT),
            name: sentence,
            sign: icons::severity(severity),
            tone,
            count: found.sessions,
            value: grouped(found.sessions),
        }
    });
    (bars.collect(), all.iter().map(|(code, _)| format!("finding:{code}")).collect())
}

/// Parts of a whole, with how many of a hundred they are.
fn shares<const N: usize>(counts: [u64; N], names: [(&str, Tone); N], words: &Words) -> Vec<Bar> {
    let whole: u64 = counts.iter().sum();
    let bar = |(count, (word, tone)): (u64, (&str, Tone))| {
        let percent = count.saturating_mul(100).checked_div(whole).unwrap_or(0);
        let value = if whole == 0 { grouped(count) } else { format!("{} ({percent} %)", grouped(count)) };
        Bar { name: words.get(word), tone, count, value, ..Bar::default() }
    };
    counts.into_iter().zip(names).map(bar).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reply_time_falls_into_its_column() {
        let words = text::words(Language::English);
        let mut spread = Spread::default();
        for millis in [1, 1, 3, 40] {
            spread.add(Duration::from_millis(millis));
        }
        let histogram = replies(&spread, &words);
        assert_eq!(histogram.columns.iter().map(|(count, _)| count).sum::<u64>(), 4);
        let (place, text) = &histogram.marks[0];
        assert!(text.contains(" ms") || text.contains(" µs"), "{text}");
        assert!(0 < histogram.columns[*place].0, "the median stands in a column that is not empty");
    }

    #[test]
    fn the_times_under_a_picture_differ_however_short_it_is() {
        let words = text::words(Language::English);
        let ticks = |millis| {
            let ends = [Time::default(), Time::default() + Duration::from_millis(millis)];
            over_time(&ends, &words).ticks.into_iter().map(|(_, text)| text).collect::<Vec<_>>()
        };
        assert_eq!(ticks(6), ["00:00:00.000", "00:00:00.003", "00:00:00.006"]);
        assert_eq!(ticks(4000), ["00:00:00", "00:00:02", "00:00:04"]);
    }

    #[test]
    fn shares_are_of_a_hundred() {
        let words = text::words(Language::English);
        let bars = shares([1, 3], [("summary-accepted", Tone::Good), ("summary-refused", Tone::Bad)], &words);
        assert_eq!([&bars[0].value, &bars[1].value], ["1 (25 %)", "3 (75 %)"]);
    }
}
