//! Variations: the same script before other servers, to be laid side by side.

use crate::proto::ancestry::Ancestor;
use crate::scenario::Scenario;
use crate::scenario::ancestors;
use crate::scenario::plan::Action;
use crate::session::fact::Narration;
use crate::sim::Generation;
use crate::sim::Profile;

/// A scenario as another server plays it.
#[derive(Clone, Debug)]
pub struct Variation {
    /// What sets it apart from the others.
    pub name: Narration,
    /// The scenario.
    pub scenario: Scenario,
}

/// Why a variation cannot be made.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[error("there is no profile {name}; the profiles are {known}")]
pub struct NoSuchProfile {
    /// The name that was given.
    pub name: String,
    /// The names there are.
    pub known: String,
}

/// The names of the profiles that come with the program, the strict one first.
pub fn profiles() -> impl Iterator<Item = &'static str> {
    Profile::names()
}

/// The scenario before a server of each generation, the oldest first: in POP1 and POP2 its clients say what they would
/// have said to the same end ([`ancestors`]).
#[must_use]
pub fn by_generation(scenario: &Scenario) -> Vec<Variation> {
    let variation = |generation: Generation| {
        let profile = scenario.site.profile.of_generation(generation);
        let name = match generation {
            Generation::Rfc1225 | Generation::Rfc1460 | Generation::Rfc1725 | Generation::Rfc1939 => {
                let name: std::sync::Arc<str> = format!("{} ({})", generation.documents(), generation.year()).into();
                Narration { en: name.clone(), ru: name }
            }
            Generation::Modern => Narration { en: "today".into(), ru: "сегодня".into() },
        };
        Variation { name, scenario: scenario.before(profile) }
    };
    let told_in = |ancestor: Ancestor| {
        let name: std::sync::Arc<str> = ancestor.heading().into();
        Variation { name: Narration { en: name.clone(), ru: name }, scenario: ancestors::told_in(ancestor, scenario) }
    };
    let older = Ancestor::ALL.into_iter().filter(|_| ancestors::speaks_pop3(scenario)).map(told_in);
    older.chain(Generation::ALL.into_iter().map(variation)).collect()
}

/// The scenario before a server of each profile, in the order of the names.
pub fn by_profile(scenario: &Scenario, names: &[&str]) -> Result<Vec<Variation>, NoSuchProfile> {
    let variation = |name: &&str| {
        let other = Profile::named(name).ok_or_else(|| NoSuchProfile {
            name: (*name).to_owned(),
            known: Profile::names().collect::<Vec<_>>().join(", "),
        })?;
        // Who the server is stays as the script has it, so that only its habits differ.
        let own = &scenario.site.profile;
        let profile = Profile { host: own.host.clone(), process: own.process, ..other };
        let name: std::sync::Arc<str> = (*name).into();
        Ok(Variation { name: Narration { en: name.clone(), ru: name }, scenario: scenario.before(profile) })
    };
    names.iter().map(variation).collect()
}

impl Scenario {
    /// The same script before another server. What it expects is left out: it was written for its own server.
    #[must_use]
    pub fn before(&self, profile: Profile) -> Self {
        let mut other = self.clone();
        other.site.profile = profile;
        other.steps.retain(|step| !matches!(step.action, Action::Expect(_)));
        other
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::library;
    use crate::scenario::run;

    #[test]
    fn a_variation_expects_nothing_and_says_the_same() {
        let scenario = library::find("rfc1939-example").expect("a lesson").scenario();
        for variation in by_generation(&scenario) {
            assert_eq!(run(&variation.scenario).failures, [], "{}", variation.name.en);
        }
        let [strict, greenmail] = &by_profile(&scenario, &["strict", "greenmail"]).expect("two profiles")[..] else {
            panic!("two variations")
        };
        assert_eq!((&*strict.name.en, &*greenmail.name.en), ("strict", "greenmail"));
        assert_eq!(strict.scenario.site.profile.host, scenario.site.profile.host);
        assert_eq!(strict.scenario.steps.len(), greenmail.scenario.steps.len());
    }

    #[test]
    fn a_profile_that_is_not_there_is_told_with_those_that_are() {
        let scenario = library::find("rfc1939-example").expect("a lesson").scenario();
        let error = by_profile(&scenario, &["strict", "hermes"]).expect_err("no such profile");
        assert!(error.to_string().starts_with("there is no profile hermes; the profiles are strict, dovecot"));
    }
}
