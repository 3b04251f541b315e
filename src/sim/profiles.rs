//! The profiles that come with the program: servers as data, the strict one first.

use crate::sim::Profile;

/// A profile inside the program.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Shipped {
    /// What files and people call it.
    pub name: &'static str,
    /// What is in its file.
    pub text: &'static str,
}

macro_rules! shipped {
    ($($name:literal),* $(,)?) => {
        [$(Shipped { name: $name, text: include_str!(concat!("profiles/", $name, ".ron")) }),*]
    };
}

/// Every profile of the program.
pub const ALL: &[Shipped] =
    &shipped!["strict", "dovecot", "gmail", "greenmail", "mailpit", "smtp4dev", "inbucket", "hmailserver", "filius"];

impl Profile {
    /// The names of all profiles that come with the program, the strict one first.
    pub fn names() -> impl Iterator<Item = &'static str> {
        ALL.iter().map(|shipped| shipped.name)
    }

    /// A profile that comes with the program.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        ALL.iter().find(|shipped| shipped.name == name).map(Shipped::profile)
    }

    /// Reads a profile as such a file has it.
    pub fn read(text: &str) -> Result<Self, ron::error::SpannedError> {
        let extensions = ron::extensions::Extensions::IMPLICIT_SOME;
        ron::Options::default().with_default_extension(extensions).from_str(text)
    }
}

impl Shipped {
    /// The profile, ready to serve.
    ///
    /// # Panics
    ///
    /// Never: a test reads every one of them.
    #[must_use]
    pub fn profile(&self) -> Profile {
        Profile::read(self.text).unwrap_or_else(|error| panic!("our own profile {} is wrong: {error}", self.name))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_profile_is_read_and_only_the_strict_one_keeps_the_law() {
        assert_eq!(Profile::named("strict"), Some(Profile::default()));
        for name in Profile::names() {
            let profile = Profile::named(name).expect("a profile of its own name");
            assert_eq!(profile.deviations.is_empty(), matches!(name, "strict" | "gmail"), "{name}");
        }
        assert_eq!(Profile::named("no-such-server"), None);
    }
}
