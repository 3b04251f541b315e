//! A branch played from the beginning: what happened, and how much of it each step and act brought.

use crate::scenario::branch::Branch;
use crate::scenario::branch::Script;
use crate::scenario::branch::act::Deed;
use crate::scenario::file::ExpectFile;
use crate::scenario::plan::Action;
use crate::scenario::run::Failure;
use crate::scenario::run::Watch;
use crate::scenario::run::all_lines;
use crate::scenario::run::first_line;
use crate::scenario::run::run_watched;
use crate::session::Event;
use crate::session::EventKind;
use crate::session::Fact;
use crate::session::Recorder;
use crate::session::Timeline;

/// Lines of a reply that are expected one by one when a branch is saved; of more the first one is.
const MAX_LINES_EXPECTED: usize = 40;

/// What came of a script or a branch.
#[derive(Clone, Debug)]
pub struct Played {
    /// What happened.
    pub timeline: Timeline,
    /// How much of it each step and act brought.
    pub trace: Trace,
}

/// How much of a timeline each step of the plan and each act brought.
#[derive(Clone, Debug, Default)]
pub struct Trace {
    /// Invariant: behind `k` steps and acts the timeline has `behind[k]` steps. Never empty, and never less.
    behind: Vec<usize>,
    /// Which steps of the plan only look at what the step before brought.
    looks: Vec<bool>,
    /// What each act brought.
    outcomes: Vec<Outcome>,
    /// What was expected by the script and did not come.
    pub failures: Vec<Failure>,
}

/// What an act brought.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub(super) struct Outcome {
    /// What may be expected of it the next time.
    pub(super) expectations: Vec<ExpectFile>,
    /// Whether it could not be done.
    pub(super) refused: bool,
}

/// Plays a branch, or the script itself.
#[must_use]
pub fn play(script: &Script, branch: Option<&Branch>) -> Played {
    let mut scenario = script.scenario().clone();
    if let Some(branch) = branch {
        scenario.steps.truncate(branch.kept);
    }
    let kept = scenario.steps.len();
    scenario.clients.extend(script.second());
    let acts = branch.map(|branch| branch.acts.as_slice()).unwrap_or_default();
    scenario.steps.extend(acts.iter().map(super::Act::step));
    let mut events_behind = Vec::with_capacity(scenario.steps.len());
    let mut outcomes = Vec::with_capacity(acts.len());
    let mut failures = 0;
    let run = run_watched(&scenario, |watch| {
        if let Some(act) = events_behind.len().checked_sub(kept).and_then(|place| acts.get(place)) {
            outcomes.push(outcome(&act.deed, watch, failures < watch.failures.len()));
        }
        failures = watch.failures.len();
        events_behind.push(watch.events.len());
    });
    let (timeline, behind) = record(run.events, &events_behind);
    let looks = scenario.steps[..kept].iter().map(|step| matches!(step.action, Action::Expect(_))).collect();
    Played { timeline, trace: Trace { behind, looks, outcomes, failures: run.failures } }
}

/// The timeline of all events, and how many steps it has behind so many of them.
fn record(events: Vec<Event>, events_behind: &[usize]) -> (Timeline, Vec<usize>) {
    // What lies in the maildrops is told before anybody does anything.
    let before = events.iter().take_while(|event| is_beginning(event)).count();
    let mut wanted = std::iter::once(before).chain(events_behind.iter().copied()).peekable();
    let mut recorder = Recorder::new();
    let mut behind = Vec::with_capacity(events_behind.len() + 1);
    for (heard, event) in events.into_iter().enumerate() {
        while wanted.next_if(|wanted| *wanted <= heard).is_some() {
            behind.push(recorder.timeline().len());
        }
        recorder.record(event);
    }
    behind.extend(wanted.map(|_| recorder.timeline().len()));
    (recorder.finish(), behind)
}

fn is_beginning(event: &Event) -> bool {
    matches!(event.kind, EventKind::Fact(Fact::MaildropHolds { .. }))
}

/// What an act brought, as it may be expected the next time.
fn outcome(deed: &Deed, watch: &Watch<'_>, refused: bool) -> Outcome {
    let mut expectations: Vec<ExpectFile> = match deed {
        Deed::Connect | Deed::Send(_) => watch.unread.iter().map(|reply| expectation(reply)).collect(),
        Deed::Wait(_) | Deed::End(_) | Deed::ServerDies(_) => Vec::new(),
    };
    match deed {
        Deed::Send(_) if !watch.open => expectations.push(ExpectFile::Closed),
        Deed::Send(_) if expectations.is_empty() => expectations.push(ExpectFile::Nothing),
        Deed::Connect | Deed::Send(_) | Deed::Wait(_) | Deed::End(_) | Deed::ServerDies(_) => (),
    }
    Outcome { expectations, refused }
}

fn expectation(reply: &[u8]) -> ExpectFile {
    let short = reply.iter().filter(|octet| **octet == b'\n').take(MAX_LINES_EXPECTED + 1).count();
    if (2..=MAX_LINES_EXPECTED).contains(&short) {
        ExpectFile::Lines(all_lines(reply))
    } else {
        ExpectFile::Is(first_line(reply))
    }
}

impl Trace {
    /// How many steps of the plan and acts there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.behind.len().saturating_sub(1)
    }

    /// Whether nothing was played.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// How many steps of the plan and acts are kept if something is done when so many steps of the timeline are
    /// shown: whatever is shown is kept, with the replies to it.
    #[must_use]
    pub fn kept_at(&self, shown: usize) -> usize {
        let mut kept = self.behind.partition_point(|behind| *behind < shown).min(self.len());
        while self.looks.get(kept).copied().unwrap_or(false) {
            kept += 1;
        }
        kept
    }

    /// How many steps the timeline has behind so many steps of the plan and acts.
    #[must_use]
    pub fn shown_behind(&self, kept: usize) -> usize {
        self.behind.get(kept).or(self.behind.last()).copied().unwrap_or(0)
    }

    /// Whether the last act could not be done: the client has no connection, or has one already.
    #[must_use]
    pub fn last_was_refused(&self) -> bool {
        self.outcomes.last().is_some_and(|outcome| outcome.refused)
    }

    pub(super) fn outcomes(&self) -> &[Outcome] {
        &self.outcomes
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::branch::Act;
    use crate::scenario::branch::Ending;
    use crate::scenario::branch::Tree;
    use crate::scenario::branch::act::Octets;
    use crate::scenario::library;
    use crate::session::Cursor;
    use crate::session::Step;
    use crate::session::timeline::What;
    use proptest::prelude::*;

    fn send(line: &str) -> Act {
        Act { client: 0, deed: Deed::Send(Octets(line.as_bytes().to_vec())) }
    }

    fn script(name: &str) -> Script {
        let shipped = library::find(name).expect("a shipped scenario");
        Script::parse(name, shipped.text).expect("a right scenario")
    }

    /// The last line of each step behind so many.
    fn said(played: &Played, from: usize) -> Vec<String> {
        let steps = played.timeline.steps()[from..].iter();
        steps.map(|step| step.said().map_or_else(|| format!("{:?}", step.what), |said| said.shown_line(true))).collect()
    }

    #[test]
    fn a_line_typed_at_a_step_is_answered_there() {
        let script = script("first-session");
        let whole = play(&script, None);
        assert_eq!(whole.trace.failures, []);
        let stat =
            whole.timeline.steps().iter().position(|step| step.said().is_some_and(|said| said.first_line() == b"STAT"));
        let shown = stat.expect("STAT is said") + 1; // The command is shown, its reply is not.
        let kept = whole.trace.kept_at(shown);
        assert_eq!(whole.trace.shown_behind(kept), shown + 1, "the reply is kept");
        let mut tree = Tree::default();
        let id = tree.act(None, kept, send("DELE 2\r\n"));
        let played = play(&script, tree.branch(id));
        assert_eq!(said(&played, shown + 1), ["DELE 2", "+OK message 2 marked as deleted"]);
        assert_eq!(played.timeline.steps()[..=shown], whole.timeline.steps()[..=shown]);
    }

    #[test]
    fn half_a_line_waits_for_the_rest() {
        let script = Script::empty();
        let mut tree = Tree::default();
        let kept = play(&script, None).trace.len();
        let id = tree.act(None, kept, send("CA"));
        let played = play(&script, tree.branch(id));
        let before = played.trace.shown_behind(kept);
        assert_eq!(played.trace.shown_behind(kept + 1), before, "nothing is whole");
        assert_eq!(played.timeline.len(), before + 1, "the piece is shown all the same");
        tree.act(Some(id), kept + 1, send("PA\r\n"));
        let played = play(&script, tree.branch(id));
        assert_eq!(said(&played, before)[0], "CAPA");
    }

    #[test]
    fn without_a_connection_nothing_can_be_sent() {
        let script = Script::empty();
        let mut tree = Tree::default();
        let id = tree.act(None, 0, send("STAT\r\n"));
        assert!(play(&script, tree.branch(id)).trace.last_was_refused());
        let other = Act { client: 1, deed: Deed::Connect };
        let id = tree.act(None, 0, other.clone());
        assert!(!play(&script, tree.branch(id)).trace.last_was_refused());
        tree.act(Some(id), 1, other);
        assert!(play(&script, tree.branch(id)).trace.last_was_refused(), "it is connected already");
    }

    #[test]
    fn silence_of_ten_minutes_ends_the_empty_session() {
        let script = Script::empty();
        let mut tree = Tree::default();
        let kept = play(&script, None).trace.len();
        let id = tree.act(None, kept, Act { client: 0, deed: Deed::Wait(601) });
        let played = play(&script, tree.branch(id));
        assert!(played.timeline.steps().iter().any(|step| matches!(step.what, What::Closed(_))));
        assert_eq!(played.trace.shown_behind(kept + 1), played.timeline.len());
    }

    fn acts() -> impl Strategy<Value = Vec<(usize, Act)>> {
        let lines = "USER amy\r\n|PASS sesame\r\n|STAT\r\n|LIST\r\n|RETR 1\r\n|DELE 1\r\n|RSET\r\n|QUIT\r\n|NOOP|\r\n|\n|\
             ST\u{410}T\r\n|AUTH LOGIN\r\n|YW15\r\n|*\r\n|STLS\r\n|UIDL\r\nSTAT\r\n|TOP 1 0\r\n|\\xff\r\n|CAPA\r\n";
        let line = prop::sample::select(lines.split('|').map(str::to_owned).collect::<Vec<_>>());
        let deed = prop_oneof![
            8 => line.prop_map(|line| Deed::Send(Octets(line.into_bytes()))),
            1 => Just(Deed::Connect),
            1 => (1u64..700).prop_map(Deed::Wait),
            1 => prop::sample::select(Ending::ALL.to_vec()).prop_map(Deed::End),
        ];
        let act = (0usize..2, deed).prop_map(|(client, deed)| Act { client, deed });
        prop::collection::vec((0usize..80, act), 1..12)
    }

    /// The first steps, without what only those behind them tell: which replies are still to come.
    fn beginning(played: &Played, fork: usize) -> Vec<Step> {
        let mut steps = played.timeline.steps()[..fork].to_vec();
        for step in &mut steps {
            if let What::Said(said) = &mut step.what {
                said.partner = said.partner.filter(|partner| *partner < fork);
            }
        }
        steps
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

        /// Whatever is typed wherever: the new branch is its parent up to where it leaves it, it plays the same
        /// each time, and saved it is a scenario that says the same octets.
        #[test]
        fn a_branch_is_its_parent_up_to_the_fork(acts in acts(), empty in any::<bool>()) {
            let script = if empty { Script::empty() } else { script("two-clients") };
            let clients = script.clients().len();
            let mut tree = Tree::default();
            let mut open = None;
            let mut parent = play(&script, None);
            for (shown, mut act) in acts {
                act.client = act.client.min(clients - 1);
                let shown = shown.min(parent.timeline.len());
                let kept = parent.trace.kept_at(shown);
                let fork = parent.trace.shown_behind(kept);
                prop_assert!(shown <= fork || kept == parent.trace.len());
                let id = tree.act(open, kept, act);
                let played = play(&script, tree.branch(id));
                prop_assert_eq!(beginning(&played, fork), beginning(&parent, fork));
                let again = play(&script, tree.branch(id));
                prop_assert_eq!(again.timeline.steps(), played.timeline.steps());
                prop_assert_eq!(again.timeline.snapshot(Cursor(usize::MAX)), played.timeline.snapshot(Cursor(usize::MAX)));
                if played.trace.last_was_refused() {
                    tree.undo(id);
                    if tree.branch(id).is_some_and(|branch| branch.acts.is_empty()) {
                        tree.delete(id);
                        continue;
                    }
                    parent = play(&script, tree.branch(id));
                } else {
                    parent = played;
                }
                open = Some(id);
                super::super::save::tests::says_the_same(&script, tree.branch(id).expect("a branch"), &parent);
            }
        }
    }
}
