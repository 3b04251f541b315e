//! What the diagram shows: where the session is, what was said last, what can be said next.

use crate::proto::Keyword;
use crate::proto::Phase;
use crate::proto::rules;
use crate::proto::rules::Duty;
use crate::proto::rules::Needs;
use crate::proto::rules::Next;
use crate::proto::rules::RULES;
use crate::proto::rules::Rule;
use crate::proto::utterance::Meaning;
use crate::session::SessionState;
use crate::session::Timeline;
use crate::session::snapshot::Stage;
use crate::session::timeline::What;
use crate::teach::explain_connection::ends_sealed;
use crate::ui::player::Player;
use crate::ui::views::state_diagram::other::Other;
use crate::ui::views::state_diagram::other::other;

/// What the diagram shows.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Model {
    /// Whose session it is, if there are several.
    pub whose: Option<String>,
    /// Where the session is; `None` before it begins.
    pub stage: Option<Stage>,
    /// The rows of the table that can be used next, by their places in it.
    pub possible: Vec<usize>,
    /// The arrow that was taken last.
    pub taken: Option<Taken>,
    /// How often each row was taken so far, and with which reply.
    pub counts: Vec<Count>,
    /// How often each row is taken in the whole session: so much room its count needs.
    pub most: Vec<usize>,
    /// How often the line dropped.
    pub drops: usize,
    /// What is explained.
    pub explained: Option<Subject>,
    /// What is spoken instead of POP3, if it is something else.
    pub other: Option<Other>,
}

/// How often a row was taken.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Count {
    /// With a positive reply.
    pub positive: usize,
    /// With a negative one.
    pub negative: usize,
}

/// A part of the diagram that can be explained.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Subject {
    /// A row of the table.
    Rule(usize),
    /// A state.
    State(Phase),
    /// The arrow into AUTHORIZATION.
    Greeting,
    /// The way of a session that ends without QUIT.
    Dropped,
    /// The end.
    Closed,
}

/// An arrow of the diagram.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Taken {
    /// The greeting led into AUTHORIZATION.
    Greeting,
    /// A command was answered, by a row of the table.
    Rule {
        /// The place of the row.
        rule: usize,
        /// Whether the reply was positive.
        positive: bool,
    },
    /// The session ended without UPDATE and without QUIT.
    Dropped,
}

/// How a command stands out.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Stress {
    /// It can be said, and every server understands it.
    Loud,
    /// It can be said where the server has it.
    Calm,
    /// It cannot be said, or hardly any server has it.
    Quiet,
}

impl Model {
    /// Reads the player.
    #[must_use]
    pub fn new(player: &Player, explained: Option<Subject>) -> Self {
        let timeline = &player.session().timeline;
        let followed = player.followed();
        let state = player.followed_state();
        let several = 1 < timeline.connections().len();
        let whose = followed.and_then(|id| timeline.connection(id)).map(|connection| connection.client.to_string());
        let tracks = player.session().tracks();
        let shown = player.cursor().0;
        let times = |taken, shown| followed.map_or(0, |id| tracks.count(id, taken, shown));
        let of_rule = |rule, positive, shown| times(Taken::Rule { rule, positive }, shown);
        let both = |rule, shown| Count { positive: of_rule(rule, true, shown), negative: of_rule(rule, false, shown) };
        let total = timeline.len();
        Self {
            counts: (0..RULES.len()).map(|rule| both(rule, shown)).collect(),
            most: (0..RULES.len()).map(|rule| both(rule, total).sum()).collect(),
            drops: times(Taken::Dropped, shown),
            whose: whose.filter(|_| several),
            stage: state.map(|state| state.stage),
            possible: state.map(possible).unwrap_or_default(),
            taken: taken(player),
            explained,
            other: other(player),
        }
    }

    /// How a command stands out: what every server has more than what it may have, and that more
    /// than what is long gone.
    #[must_use]
    pub fn stress(&self, rule: usize) -> Stress {
        match (self.possible.contains(&rule), RULES[rule].duty) {
            (true, Duty::Required) => Stress::Loud,
            // Without these two there is hardly a login, whatever the RFC demands.
            (true, Duty::Optional) if matches!(RULES[rule].keyword, Keyword::User | Keyword::Pass) => Stress::Loud,
            (true, Duty::Optional) => Stress::Calm,
            (true, Duty::Historic) | (false, _) => Stress::Quiet,
        }
    }

    /// How often a row was taken so far.
    #[must_use]
    pub fn count(&self, rule: usize) -> Count {
        self.counts.get(rule).copied().unwrap_or_default()
    }

    /// Whether the session is in a state.
    #[must_use]
    pub fn is_in(&self, phase: Phase) -> bool {
        self.stage == Some(Stage::In(phase))
    }
}

impl Count {
    /// With whatever reply.
    #[must_use]
    pub fn sum(self) -> usize {
        self.positive + self.negative
    }
}

/// The place of a row in the table.
#[must_use]
pub fn place_of(rule: &Rule) -> usize {
    RULES.iter().position(|other| other == rule).expect("the rule is from the table")
}

/// The row that says how the server leaves UPDATE.
#[must_use]
pub fn closing_rule() -> usize {
    RULES.iter().position(|rule| rule.phase == Phase::Update).expect("the table has the row")
}

fn possible(state: &SessionState) -> Vec<usize> {
    let Some(phase) = state.stage.phase().filter(|_| !state.quit) else { return Vec::new() };
    let met = |rule: &Rule| match rule.needs {
        Needs::Nothing => true,
        Needs::AcceptedUser => state.user_accepted,
        Needs::NoPendingUser => !state.user_accepted,
    };
    let rows = RULES.iter().enumerate();
    rows.filter(|(_, rule)| rule.phase == phase && phase != Phase::Update && met(rule)).map(|(row, _)| row).collect()
}

fn taken(player: &Player) -> Option<Taken> {
    let place = player.cursor().step()?;
    taken_by(&player.session().timeline, place, player.before().session(player.step()?.connection?)?)
}

/// The arrow that a step takes from the state before it. What nobody can read may have been a QUIT: an end behind it
/// takes none.
#[must_use]
pub fn taken_by(timeline: &Timeline, place: usize, before: &SessionState) -> Option<Taken> {
    match &timeline.steps().get(place)?.what {
        What::Closed(_) => match before.stage {
            Stage::In(Phase::Update) => Some(Taken::Rule { rule: closing_rule(), positive: true }),
            Stage::In(Phase::Authorization) if before.quit => {
                let rule = rules::find(Phase::Authorization, Keyword::Quit).map(place_of)?;
                Some(Taken::Rule { rule, positive: true })
            }
            Stage::In(_) | Stage::Greeting | Stage::Unknown | Stage::Other(_) if ends_sealed(timeline, place) => None,
            Stage::In(_) | Stage::Greeting | Stage::Unknown | Stage::Other(_) => Some(Taken::Dropped),
            Stage::Closed(_) => None,
        },
        What::Said(said) => match &said.meaning {
            Meaning::Greeting(status) => status.indicator.is_positive().then_some(Taken::Greeting),
            Meaning::Reply { status: Some(status), .. } => {
                let line = timeline.asked(said)?;
                let rule = rules::find(before.stage.phase()?, line.keyword?).map(place_of)?;
                Some(Taken::Rule { rule, positive: status.indicator.is_positive() })
            }
            Meaning::Reply { status: None, .. }
            | Meaning::Command { .. }
            | Meaning::Challenge { .. }
            | Meaning::SaslResponse { .. }
            | Meaning::Other(_)
            | Meaning::Opaque
            | Meaning::Stray
            | Meaning::Fragment => None,
        },
        What::Opened | What::Gap { .. } | What::Conflict { .. } | What::Fact(_) => None,
    }
}

/// The commands that keep a session in a state, by their rows.
pub fn staying(phase: Phase) -> impl Iterator<Item = usize> {
    rows(phase, |rule| rule.on_ok == Next::Stay)
}

/// The commands that lead from one state to another, by their rows.
pub fn leading(from: Phase, to: Phase) -> impl Iterator<Item = usize> {
    rows(from, move |rule| rule.on_ok == Next::Enter(to))
}

/// The commands that end a session, by their rows.
pub fn ending(phase: Phase) -> impl Iterator<Item = usize> {
    rows(phase, |rule| rule.on_ok == Next::Close)
}

fn rows(phase: Phase, wanted: impl Fn(&Rule) -> bool) -> impl Iterator<Item = usize> {
    RULES.iter().enumerate().filter(move |(_, rule)| rule.phase == phase && wanted(rule)).map(|(row, _)| row)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_diagram_draws_every_row_once() {
        let mut drawn: Vec<usize> = Phase::ALL
            .into_iter()
            .flat_map(|from| {
                let leading = Phase::ALL.into_iter().flat_map(move |to| leading(from, to));
                staying(from).chain(leading).chain(ending(from))
            })
            .collect();
        drawn.sort_unstable();
        assert!(drawn.into_iter().eq(0..RULES.len()));
    }
}
