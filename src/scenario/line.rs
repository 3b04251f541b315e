//! The line of a scenario: as meant, what is wrong with it as written, and the way back to text.

use std::fmt::Write;
use std::time::Duration;

use crate::proto::Side;
use crate::scenario::file::CutFile;
use crate::scenario::file::DeathFile;
use crate::scenario::file::LineFile;
use crate::scenario::file::MeddlerFile;
use crate::scenario::file::ScenarioFile;
use crate::scenario::place::Key;
use crate::scenario::plan::Action;
use crate::scenario::plan::Planner;
use crate::scenario::plan::Problem;
use crate::scenario::plan::Step;
use crate::session::Sentence;
use crate::session::fact::Death;
use crate::sim::Link;
use crate::sim::link::Chance;
use crate::sim::link::Cut;
use crate::sim::link::Meddler;
use crate::sim::link::SEGMENT;

/// The longest way that octets can go: to the far side of Earth and Moon, and then some.
pub const MOST_LATENCY: u64 = 60_000;
/// The slowest line: slower than any modem was.
pub const LEAST_RATE: u32 = 10;
/// The most octets of a segment in an Ethernet frame.
pub const MOST_SEGMENT: u64 = 1460;
/// With more losses hardly anything would get through.
pub const MOST_LOSS: u32 = 50;
/// Segments that something said at once is cut into at most.
const MOST_SEGMENTS: u64 = 65_536;
/// The most octets that a message adds to a list of messages.
const LISTED: u64 = 80;
/// More numbers than this are not listed by hand.
const MOST_NUMBERS: usize = 1000;

/// Changes a line as a file says; what the file leaves out stays.
pub fn change(link: &mut Link, file: &LineFile) {
    let LineFile { latency_millis, octets_per_second, segment, lose, double, late, loss_percent, seed, cut, meddles } =
        file;
    if let Some(millis) = latency_millis {
        link.latency = Duration::from_millis(*millis);
    }
    link.octets_per_second = octets_per_second.or(link.octets_per_second);
    link.segment = segment.unwrap_or(link.segment).max(1);
    for (numbers, wanted) in [(&mut link.lose, lose), (&mut link.double, double), (&mut link.late, late)] {
        if let Some(wanted) = wanted {
            numbers.clone_from(wanted);
        }
    }
    if loss_percent.is_some() || seed.is_some() {
        let before = link.chance.unwrap_or(Chance { percent: 0, seed: 1 });
        let percent = loss_percent.unwrap_or(before.percent);
        link.chance = (0 < percent).then_some(Chance { percent, seed: seed.unwrap_or(before.seed) });
    }
    link.cut = cut.map(as_meant).or(link.cut);
    match meddles {
        Some(MeddlerFile::StripStls) => link.meddler = Some(Meddler::StripStls),
        Some(MeddlerFile::Nobody) => link.meddler = None,
        None => (),
    }
}

fn as_meant(cut: CutFile) -> Cut {
    match cut {
        CutFile::Client(octets) => Cut { side: Side::Client, octets },
        CutFile::Server(octets) => Cut { side: Side::Server, octets },
    }
}

/// When the server dies, as meant.
#[must_use]
pub fn death(file: DeathFile) -> Death {
    match file {
        DeathFile::BeforeGreeting => Death::BeforeGreeting,
        DeathFile::AfterDele => Death::AfterDele,
        DeathFile::AtQuit => Death::AtQuit,
        DeathFile::AmidUpdate(removed) => Death::AmidUpdate(removed),
    }
}

/// A line as a scenario has it, only with what is not as usual.
#[must_use]
pub fn text(link: &Link) -> String {
    let usual = Link::default();
    let mut fields = Vec::new();
    let mut field = |name: &str, value: Option<String>| {
        if let Some(value) = value {
            fields.push(format!("{name}: {value}"));
        }
    };
    let listed = |numbers: &[u32]| {
        let numbers: Vec<String> = numbers.iter().map(u32::to_string).collect();
        (!numbers.is_empty()).then(|| format!("[{}]", numbers.join(", ")))
    };
    field("latency_millis", (link.latency != usual.latency).then(|| link.latency.as_millis().to_string()));
    field("octets_per_second", link.octets_per_second.map(|rate| rate.to_string()));
    field("segment", (link.segment != SEGMENT).then(|| link.segment.to_string()));
    field("lose", listed(&link.lose));
    field("double", listed(&link.double));
    field("late", listed(&link.late));
    field("loss_percent", link.chance.map(|chance| chance.percent.to_string()));
    field("seed", link.chance.map(|chance| chance.seed.to_string()));
    field(
        "cut",
        link.cut.map(|cut| match cut.side {
            Side::Client => format!("Client({})", cut.octets),
            Side::Server => format!("Server({})", cut.octets),
        }),
    );
    field("meddles", link.meddler.map(|Meddler::StripStls| "StripStls".to_owned()));
    format!("line: ({}),", fields.join(", "))
}

/// The fields of a server that fails, as a scenario has them.
#[must_use]
pub fn server_text(death: Option<Death>, removes_at_most: Option<usize>) -> String {
    let mut text = String::new();
    let dies = death.map(|death| match death {
        Death::BeforeGreeting => "BeforeGreeting".to_owned(),
        Death::AfterDele => "AfterDele".to_owned(),
        Death::AtQuit => "AtQuit".to_owned(),
        Death::AmidUpdate(removed) => format!("AmidUpdate({removed})"),
    });
    for (name, value) in [("dies", dies), ("removes_at_most", removes_at_most.map(|most| most.to_string()))] {
        if let Some(value) = value {
            let space = if text.is_empty() { "" } else { " " };
            write!(text, "{space}{name}: {value},").expect("a String can be written");
        }
    }
    text
}

fn too_slow() -> Sentence {
    let text = format!("a latency has at most {MOST_LATENCY} milliseconds");
    Sentence::new("flaw-latency", text).with("most", MOST_LATENCY)
}

impl Planner<'_> {
    /// A latency stands in one place only.
    pub(super) fn check_latencies(&mut self, own: Option<u64>, line: &LineFile, way: &[Key<'_>]) {
        let way: Vec<_> = way.iter().copied().chain([Key::Name("latency_millis")]).collect();
        if own.is_some() && line.latency_millis.is_some() {
            let text = "the latency stands in the line too: once is enough";
            self.complain(&way, Sentence::new("flaw-latency-twice", text));
        } else if own.is_some_and(|millis| MOST_LATENCY < millis) {
            self.complain(&way, too_slow());
        }
    }

    /// What no line can be.
    pub(super) fn check_line(&mut self, line: &LineFile, way: &[Key<'_>]) {
        let mut refuse = |field: &str, wrong: bool, what: Sentence| {
            if wrong {
                let way: Vec<_> = way.iter().copied().chain([Key::Name(field)]).collect();
                self.complain(&way, what);
            }
        };
        let latency = line.latency_millis.is_some_and(|millis| MOST_LATENCY < millis);
        refuse("latency_millis", latency, too_slow());
        let rate = line.octets_per_second.is_some_and(|rate| rate < LEAST_RATE);
        let text = format!("a line passes at least {LEAST_RATE} octets in a second");
        refuse("octets_per_second", rate, Sentence::new("flaw-rate", text).with("least", LEAST_RATE));
        let segment = line.segment.is_some_and(|octets| !(1..=MOST_SEGMENT).contains(&octets));
        let text = format!("a segment has 1 to {MOST_SEGMENT} octets");
        refuse("segment", segment, Sentence::new("flaw-segment", text).with("most", MOST_SEGMENT));
        for (field, numbers) in [("lose", &line.lose), ("double", &line.double), ("late", &line.late)] {
            let numbers = numbers.as_deref().unwrap_or_default();
            refuse(field, numbers.contains(&0), Sentence::new("flaw-segment-zero", "segments are counted from 1"));
            let many = MOST_NUMBERS < numbers.len();
            let text = format!("at most {MOST_NUMBERS} segments are listed: loss_percent takes any number");
            refuse(field, many, Sentence::new("flaw-segments", text).with("most", MOST_NUMBERS));
        }
        let loss = line.loss_percent.is_some_and(|percent| MOST_LOSS < percent);
        let text = format!("at most {MOST_LOSS} of a hundred segments are lost by chance");
        refuse("loss_percent", loss, Sentence::new("flaw-loss", text).with("most", u64::from(MOST_LOSS)));
        let idle = line.seed.is_some() && line.loss_percent.is_none();
        refuse("seed", idle, Sentence::new("flaw-seed", "a seed needs a loss_percent"));
        let cut = matches!(line.cut, Some(CutFile::Client(0) | CutFile::Server(0)));
        let text = "octets are counted from 1: a line that is cut at once is none";
        refuse("cut", cut, Sentence::new("flaw-cut", text));
        if let Some(octets) = line.segment {
            let way: Vec<_> = way.iter().copied().chain([Key::Name("segment")]).collect();
            self.segments.push((self.places.find(&way), octets));
        }
    }

    /// Segments that are too small for what is carried: there would be more of them than anybody looks at.
    pub(super) fn check_segments(&mut self, parsed: &ScenarioFile, steps: &[Step]) {
        let messages = parsed.users.iter().map(|user| user.messages.len()).max().unwrap_or_default();
        let listed = LISTED * (messages + steps.len()) as u64;
        let said = steps.iter().map(|step| match &step.action {
            Action::Send(octets) => octets.len() as u64,
            Action::Deliver { mail, .. } => mail.octets.len() as u64,
            Action::Connect(_)
            | Action::Apop { .. }
            | Action::CramMd5 { .. }
            | Action::Xoauth2 { .. }
            | Action::ScramFirst { .. }
            | Action::ScramFinal { .. }
            | Action::ScramEnd
            | Action::Expect(_)
            | Action::Advance(_)
            | Action::SiteRemoves { .. }
            | Action::Line(_)
            | Action::Dies(_)
            | Action::End(_)
            | Action::StandsFor { .. }
            | Action::Note(_) => 0,
        });
        let largest = said.fold(self.largest_mail.max(listed), u64::max);
        let least = largest.div_ceil(MOST_SEGMENTS);
        for (place, octets) in std::mem::take(&mut self.segments) {
            if (1..least).contains(&octets) {
                let text = format!("here {largest} octets may be said at once: a segment has at least {least}");
                let what = Sentence::new("flaw-small-segments", text).with("largest", largest).with("least", least);
                self.problems.push(Problem { place, what });
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::Scenario;

    fn scenario(line: &str, server: &str) -> String {
        format!(
            "(title: (en: \"a\", ru: \"б\"), about: (en: \"a\", ru: \"б\"), {line}\nserver: ({server}),\n\
             users: [(name: \"amy\", password: \"x\")], steps: [Connect])"
        )
    }

    #[test]
    fn a_line_comes_back_from_its_text() {
        let texts = [
            "line: (),",
            "line: (latency_millis: 300, octets_per_second: 1200, segment: 536),",
            "line: (lose: [3, 3], double: [1], late: [2], loss_percent: 10, seed: 7),",
            "line: (cut: Server(250), meddles: StripStls),",
        ];
        for written in texts {
            let parsed = Scenario::parse("x.ron", &scenario(written, "")).unwrap_or_else(|error| panic!("{error}"));
            assert_eq!(text(&parsed.clients[0].link), written);
        }
        for written in ["dies: AmidUpdate(1), removes_at_most: 2,", "dies: AtQuit,", ""] {
            let parsed = Scenario::parse("x.ron", &scenario("", written)).unwrap_or_else(|error| panic!("{error}"));
            assert_eq!(server_text(parsed.death, parsed.site.profile.removes_at_most), written);
        }
    }

    #[test]
    fn a_segment_is_not_too_small_for_what_it_carries() {
        let text = |segment: u32, steps: &str| {
            scenario(&format!("line: (segment: {segment}),"), "").replace("steps: [Connect]", steps)
        };
        let mail = "steps: [Connect, Deliver(user: \"amy\", message: Generated(octets: 1000000, subject: \"x\"))]";
        for (segment, right) in [(1, false), (15, false), (16, true), (1460, true)] {
            let parsed = Scenario::parse("x.ron", &text(segment, mail));
            assert_eq!(parsed.is_ok(), right, "{segment}");
            if let Err(error) = parsed {
                let expected = "x.ron:1:72: here 1000000 octets may be said at once: a segment has at least 16";
                assert_eq!(error.to_string(), expected);
            }
        }
        assert!(Scenario::parse("x.ron", &text(1, "steps: [Connect]")).is_ok());
    }

    #[test]
    fn absurd_lines_are_told_with_their_places() {
        let wrong = [
            ("line: (segment: ^0),", "a segment has 1 to"),
            ("line: (octets_per_second: ^3),", "a line passes at least"),
            ("line: (lose: ^[1, 0]),", "segments are counted from 1"),
            ("line: (loss_percent: ^90),", "at most 50"),
            ("line: (seed: ^9),", "a seed needs"),
            ("line: (cut: ^Client(0)),", "octets are counted from 1"),
            ("line: (latency_millis: ^99999999),", "a latency has at most"),
            ("latency_millis: ^1, line: (latency_millis: 2),", "the latency stands in the line too"),
        ];
        for (marked, expected) in wrong {
            let column = scenario(marked, "").chars().position(|sign| sign == '^').expect("a mark") + 1;
            let text = scenario(&marked.replace('^', ""), "");
            let error = Scenario::parse("x.ron", &text).expect_err(marked).to_string();
            assert!(error.starts_with(&format!("x.ron:1:{column}: {expected}")), "{error}");
        }
    }
}
