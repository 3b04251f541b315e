//! Faults laid over a scenario: another line, a server that fails. The scenario itself stays as it is written.

use std::time::Duration;

use crate::scenario::Scenario;
use crate::scenario::line;
use crate::scenario::plan::Action;
use crate::session::fact::Death;

pub use crate::scenario::line::LEAST_RATE;
pub use crate::scenario::line::MOST_LATENCY;
pub use crate::scenario::line::MOST_LOSS;
pub use crate::scenario::line::MOST_SEGMENT;
pub use crate::sim::link::Chance;
pub use crate::sim::link::Cut;
pub use crate::sim::link::Link;
pub use crate::sim::link::SEGMENT;

/// What may go wrong while a scenario is played.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Faults {
    /// The line of every client. Who sits in the middle of it is up to the scenario.
    pub link: Link,
    /// When the server dies.
    pub death: Option<Death>,
    /// How many messages UPDATE removes before the disk is full.
    pub removes_at_most: Option<usize>,
}

/// A line as people know it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Preset {
    /// Hardly a line at all.
    Perfect,
    /// A telephone on the move: some losses.
    Mobile,
    /// A satellite high above: 600 ms there and back.
    Satellite,
    /// A modem of 14 400 bits in a second.
    Modem,
}

impl Preset {
    /// All of them, the best first.
    pub const ALL: [Self; 4] = [Self::Perfect, Self::Mobile, Self::Satellite, Self::Modem];

    /// Its line.
    #[must_use]
    pub fn link(self) -> Link {
        let (millis, octets_per_second, segment, percent) = match self {
            Self::Perfect => (1, None, SEGMENT, 0),
            Self::Mobile => (80, Some(60_000), 1360, 8),
            Self::Satellite => (300, Some(250_000), SEGMENT, 1),
            Self::Modem => (110, Some(1440), 536, 0),
        };
        let chance = (0 < percent).then_some(Chance { percent, seed: 1 });
        Link { octets_per_second, segment, chance, ..Link::of_latency(Duration::from_millis(millis)) }
    }
}

impl Faults {
    /// What a scenario has for its first client.
    #[must_use]
    pub fn of(scenario: &Scenario) -> Self {
        let link = scenario.clients.first().map(|client| client.link.clone()).unwrap_or_default();
        Self { link, death: scenario.death, removes_at_most: scenario.site.profile.removes_at_most }
    }

    /// The scenario with these faults instead of its own.
    #[must_use]
    pub fn laid_over(&self, scenario: &Scenario) -> Scenario {
        let mut scenario = scenario.clone();
        for client in &mut scenario.clients {
            client.link = Link { meddler: client.link.meddler, ..self.link.clone() };
        }
        scenario.death = self.death;
        scenario.site.profile.removes_at_most = self.removes_at_most;
        // The line is the one that was chosen, from the beginning to the end.
        scenario.steps.retain(|step| !matches!(step.action, Action::Line(_)));
        scenario
    }

    /// What a scenario file has to say for these faults.
    #[must_use]
    pub fn text(&self) -> String {
        let server = line::server_text(self.death, self.removes_at_most);
        let line = line::text(&self.link);
        if server.is_empty() { line } else { format!("{line}\nserver: ({}),", server.trim_end_matches(',')) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::library;
    use crate::scenario::run;

    #[test]
    fn faults_of_a_scenario_laid_over_it_change_nothing() {
        for name in ["first-session", "server-dies", "full-disk", "lost-segments", "eve-stls-stripped"] {
            let scenario = library::find(name).expect("a shipped scenario").scenario();
            let faults = Faults::of(&scenario);
            assert_eq!(run(&faults.laid_over(&scenario)).events, run(&scenario).events, "{name}");
        }
    }

    #[test]
    fn presets_differ_and_are_told_as_text() {
        let texts: std::collections::BTreeSet<_> =
            Preset::ALL.into_iter().map(|preset| Faults { link: preset.link(), ..Faults::default() }.text()).collect();
        assert_eq!(texts.len(), Preset::ALL.len());
        let faults = Faults { death: Some(Death::AtQuit), ..Faults::default() };
        assert_eq!(faults.text(), "line: (),\nserver: (dies: AtQuit),");
    }
}
