//! A trial: a scenario played while it is written, with what came of each entry of its steps.
//!
//! What is wrong with one entry does not keep the others from being played: it is left out, and told.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::proto::MessageNumber;
use crate::scenario::ScenarioError;
use crate::scenario::branch::Script;
use crate::scenario::branch::offers::connection_of;
use crate::scenario::branch::play::play;
use crate::scenario::file;
use crate::scenario::file::LineFile;
use crate::scenario::file::ScenarioFile;
use crate::scenario::file::StepFile;
use crate::scenario::place::Key;
use crate::scenario::place::Place;
use crate::scenario::place::Places;
use crate::scenario::plan::Problem;
use crate::scenario::plan::Scenario;
use crate::scenario::run::unmet;
use crate::session::ConnectionId;
use crate::session::Cursor;
use crate::session::Sentence;
use crate::session::Timeline;
use crate::session::maildrop::Maildrop;
use crate::session::snapshot::Stage;

/// What came of a text.
#[derive(Clone, Debug, Default)]
pub struct Trial {
    /// The file, if it could be read.
    pub file: Option<ScenarioFile>,
    /// One for each entry of the steps.
    pub rows: Vec<Row>,
    /// What is wrong, and stands in no step.
    pub problems: Vec<Problem>,
    /// What happened; empty if nothing could be played.
    pub timeline: Timeline,
    /// Whether it was played.
    pub played: bool,
}

/// What came of an entry.
#[derive(Clone, Debug, Default)]
pub struct Row {
    /// Where it stands.
    pub place: Option<Place>,
    /// Where it ends.
    pub end: Option<Place>,
    /// Its octets in the text.
    pub span: Range<usize>,
    /// Which client acts, counted from 0.
    pub client: usize,
    /// The steps of the timeline that it brought.
    pub steps: Range<usize>,
    /// The state of the client's session behind it, if it has one.
    pub standing: Option<Standing>,
    /// What was expected and did not come: what was wanted, and what came.
    pub unmet: Vec<(Sentence, Sentence)>,
    /// What is wrong with it as it is written.
    pub problems: Vec<Sentence>,
}

/// The state of a session behind an entry.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Standing {
    /// How far it is.
    pub stage: Stage,
    /// Whose maildrop it has.
    pub user: Option<String>,
    /// Which messages carry a mark.
    pub marked: Vec<u32>,
}

impl Trial {
    /// Whether nothing is wrong and everything came that was expected.
    #[must_use]
    pub fn is_right(&self) -> bool {
        self.played && self.problems.is_empty() && self.wrong_rows().next().is_none()
    }

    /// The entries that are wrong, or of which something did not come, counted from 0.
    pub fn wrong_rows(&self) -> impl Iterator<Item = usize> {
        let rows = self.rows.iter().enumerate();
        rows.filter(|(_, row)| !row.unmet.is_empty() || !row.problems.is_empty()).map(|(place, _)| place)
    }

    /// Everything that is wrong, by its line.
    #[must_use]
    pub fn by_line(&self) -> Vec<(Place, Sentence)> {
        let of_rows = self.rows.iter().filter_map(|row| Some((row.place?, row)));
        let mut all: Vec<_> = self.problems.iter().map(|problem| (problem.place, problem.what.clone())).collect();
        for (place, row) in of_rows {
            all.extend(row.problems.iter().map(|what| (place, what.clone())));
            let unmet = row.unmet.iter().map(|(wanted, got)| (place, unmet(wanted, got)));
            all.extend(unmet);
        }
        all.sort();
        all
    }
}

/// Reads and plays a text.
#[must_use]
pub fn trial(text: &str) -> Trial {
    const NAME: &str = "";
    let file = match file::read(text) {
        Ok(file) => file,
        Err(error) => {
            let problems = ScenarioError::syntax(NAME, &error).problems;
            return Trial { problems, ..Trial::default() };
        }
    };
    let places = Places::scan(text);
    let mut trial = Trial { rows: rows(&file, &places), ..Trial::default() };
    let mut playable = file.clone();
    let mut planned = Scenario::plan(NAME, &playable, places.clone());
    if let Err(error) = &planned {
        for problem in error.problems.clone() {
            match trial.row_at(problem.place) {
                Some(row) => {
                    // A line that changes nothing keeps the places of all others.
                    playable.steps[row] = StepFile::Line(LineFile::default());
                    trial.rows[row].problems.push(problem.what);
                }
                None => trial.problems.push(problem),
            }
        }
        planned = Scenario::plan(NAME, &playable, places);
    }
    if let Ok(scenario) = planned {
        trial.play(&Script::of(text, scenario));
    }
    trial.file = Some(file);
    trial
}

/// The entries of the steps, with who acts in them.
fn rows(file: &ScenarioFile, places: &Places<'_>) -> Vec<Row> {
    let mut client = 0;
    let spans = places.below_each(&[Key::Name("steps")]);
    let entry = |(step, (_, span)): (&StepFile, (Option<&str>, Range<usize>))| {
        if let StepFile::On(name) = step {
            client = file.clients.iter().position(|other| other.name == *name).unwrap_or(client);
        }
        let (place, end) = (places.place_of(span.start), places.place_of(span.end));
        Row { place: Some(place), end: Some(end), span, client, ..Row::default() }
    };
    file.steps.iter().zip(spans).map(entry).collect()
}

impl Trial {
    /// The entry that a place is in.
    fn row_at(&self, place: Place) -> Option<usize> {
        let row = self.rows.partition_point(|row| row.place <= Some(place)).checked_sub(1)?;
        self.rows.get(row).filter(|found| Some(place) < found.end).map(|_| row)
    }

    fn play(&mut self, script: &Script) {
        let played = play(script, None);
        let mut entries: BTreeMap<Place, Range<usize>> = BTreeMap::new();
        for (step, planned) in script.scenario().steps.iter().enumerate() {
            let (from, to) = (played.trace.shown_behind(step), played.trace.shown_behind(step + 1));
            let range = entries.entry(planned.place).or_insert(from..to);
            range.end = to.max(range.end);
        }
        let mut shown = played.trace.shown_behind(0);
        for row in &mut self.rows {
            row.steps = row.place.and_then(|place| entries.get(&place)).cloned().unwrap_or(shown..shown);
            shown = row.steps.end;
            row.standing = connection_of(script, &played.timeline, Cursor(shown), row.client)
                .and_then(|connection| standing(&played.timeline, shown, connection));
            let unmet = played.trace.failures.iter().filter(|failure| Some(failure.place) == row.place);
            row.unmet = unmet.map(|failure| (failure.expected.clone(), failure.got.clone())).collect();
        }
        self.timeline = played.timeline;
        self.played = true;
    }
}

fn standing(timeline: &Timeline, shown: usize, connection: ConnectionId) -> Option<Standing> {
    let snapshot = timeline.snapshot(Cursor(shown));
    let session = snapshot.session(connection)?;
    let marked = Maildrop::marked(&session.maildrop).map(MessageNumber::get).collect();
    let user = session.user.as_ref().map(ToString::to_string);
    Some(Standing { stage: session.stage, user, marked })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::proto::Phase;
    use crate::scenario::library;

    fn with_steps(steps: &str) -> String {
        format!(
            "(title: (en: \"a\", ru: \"б\"), about: (en: \"a\", ru: \"б\"),\n\
             users: [(name: \"amy\", password: \"x\", messages: [Text(\"a\\n\")])],\nsteps: [\n{steps}\n])"
        )
    }

    #[test]
    fn every_lesson_is_right_and_every_entry_has_its_place() {
        for shipped in library::ALL {
            let trial = trial(shipped.text);
            assert!(trial.is_right(), "{}: {:?}", shipped.name, trial.by_line());
            let steps = trial.file.as_ref().map_or(0, |file| file.steps.len());
            assert_eq!((trial.rows.len(), trial.timeline.is_empty()), (steps, false), "{}", shipped.name);
            assert!(trial.rows.is_sorted_by_key(|row| row.place), "{}", shipped.name);
            let ends = trial.rows.windows(2).all(|pair| pair[0].steps.end <= pair[1].steps.end);
            assert!(ends, "{}", shipped.name);
        }
    }

    #[test]
    fn a_wrong_entry_is_told_and_the_others_are_played() {
        let trial = trial(&with_steps(
            "Connect,\nSend(\"USER amy\", Ok),\nSend(\"PASS\"),\nSend(\"PASS x\", Err),\nSend(\"DELE 1\")",
        ));
        assert!(trial.played && !trial.is_right());
        assert_eq!(trial.wrong_rows().collect::<Vec<_>>(), [2, 3]);
        assert!(
            trial.rows[2].problems[0].english().starts_with("PASS needs a password"),
            "{:?}",
            trial.rows[2].problems
        );
        assert_eq!(trial.rows[3].unmet[0].0.english(), "a negative reply");
        let last = trial.rows[4].standing.clone().expect("a session");
        assert_eq!(
            (last.stage, last.marked, last.user.as_deref()),
            (Stage::In(Phase::Transaction), vec![1], Some("amy"))
        );
        assert_eq!(trial.by_line().iter().map(|(place, _)| place.line).collect::<Vec<_>>(), [6, 7]);
    }

    #[test]
    fn what_is_wrong_outside_of_the_steps_stands_at_its_place() {
        let text = with_steps("Connect,").replace("password: \"x\"", "password: \"x\", salt: \"\"");
        let trial = trial(&text);
        assert_eq!((trial.problems.len(), trial.rows.len(), trial.played), (1, 1, false));
        let broken = super::trial("(title");
        assert!(broken.file.is_none() && broken.problems.len() == 1);
    }
}
