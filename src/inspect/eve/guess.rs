//! Guessing: a digest can be held against any word, as often as one likes, far from any server.

use std::collections::BTreeMap;

use crate::inspect::login::Login;

/// Rounds of a hash that are spent on guesses in one look at a session: people wait for it.
const MAX_ROUNDS: u64 = 400_000;
/// Digests that are remembered.
const MAX_KNOWN: usize = 1000;

/// Words that people take for passwords. Real lists have millions.
pub const WORDS: [&str; 48] = [
    "123456",
    "password",
    "12345678",
    "qwerty",
    "letmein",
    "welcome",
    "monkey",
    "dragon",
    "iloveyou",
    "sunshine",
    "princess",
    "football",
    "secret",
    "sesame",
    "open sesame",
    "sunflower",
    "summer",
    "winter",
    "flower",
    "orange",
    "banana",
    "cookie",
    "coffee",
    "pepper",
    "ginger",
    "tiger",
    "rabbit",
    "mustang",
    "shadow",
    "master",
    "hello",
    "freedom",
    "whatever",
    "trustno1",
    "starwars",
    "computer",
    "internet",
    "mailbox",
    "postman",
    "popcorn",
    "tanstaaf",
    "swordfish",
    "abracadabra",
    "test",
    "admin",
    "guest",
    "root",
    "user",
];

/// What came of guessing.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Guess {
    /// This word gives the digest.
    Word(&'static str),
    /// None of the list does.
    None,
    /// It would take too long.
    Untried,
}

/// What came of guesses before: no digest is held against the list twice.
#[derive(Clone, Debug, Default)]
pub struct Guesses {
    /// By digest and challenge.
    known: BTreeMap<(Vec<u8>, Vec<u8>), Guess>,
}

/// The guesses of one look at a session.
#[derive(Debug)]
pub(super) struct Guessing<'a> {
    guesses: &'a mut Guesses,
    rounds: u64,
}

impl<'a> Guessing<'a> {
    /// Begins a look.
    pub(super) fn new(guesses: &'a mut Guesses) -> Self {
        if MAX_KNOWN < guesses.known.len() {
            guesses.known.clear();
        }
        Self { guesses, rounds: MAX_ROUNDS }
    }

    /// Looks for the word that gives the digest of a login.
    pub(super) fn guess(&mut self, login: &Login) -> Guess {
        let key = (login.digest().unwrap_or_default().to_vec(), login.challenge.clone().unwrap_or_default());
        if let Some(guess) = self.guesses.known.get(&key) {
            return *guess;
        }
        let rounds = u64::from(login.rounds()) * WORDS.len() as u64;
        let guess = match self.rounds.checked_sub(rounds) {
            None => Guess::Untried,
            Some(left) => {
                self.rounds = left;
                let word = WORDS.into_iter().find(|word| login.matches(word.as_bytes()) == Some(true));
                word.map_or(Guess::None, Guess::Word)
            }
        };
        self.guesses.known.insert(key, guess);
        guess
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inspect::login::Credential;
    use crate::inspect::login::CredentialKind;
    use crate::inspect::login::Mechanism;
    use crate::inspect::login::Outcome;
    use crate::proto::auth::apop_digest;
    use crate::proto::secret::Secret;
    use crate::proto::utterance::Certainty;
    use crate::proto::utterance::Cover;

    fn login(mechanism: Mechanism, digest: &str, challenge: &str) -> Login {
        let secret = Secret::new(digest.as_bytes());
        Login {
            step: 1,
            reply: None,
            mechanism,
            user: None,
            authorization_identity: None,
            credential: Some(Credential { kind: CredentialKind::Digest, secret }),
            challenge: Some(challenge.as_bytes().to_vec()),
            outcome: Outcome::Unknown,
            response_code: None,
            cover: Cover::Clear,
            certainty: Certainty::Certain,
        }
    }

    fn scram(number: usize, iterations: u32) -> Login {
        let said = format!("n=amy,r=abc,r=abcdef{number},s=c2FsdA==,i={iterations},c=biws,r=abcdef{number}");
        login(Mechanism::ScramSha256, "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", &said)
    }

    #[test]
    fn many_logins_are_not_all_held_against_the_list() {
        let mut guesses = Guesses::default();
        let logins: Vec<Login> = (0..50).map(|number| scram(number, 2000)).collect();
        assert_eq!(logins[0].rounds(), 2000);
        let look = |guesses: &mut Guesses| {
            let mut guessing = Guessing::new(guesses);
            let guesses: Vec<Guess> = logins.iter().map(|login| guessing.guess(login)).collect();
            (guesses, guessing.rounds)
        };
        let (first, left) = look(&mut guesses);
        assert_eq!(first.iter().filter(|guess| **guess == Guess::None).count(), 4);
        assert!(first[4..].iter().all(|guess| *guess == Guess::Untried) && left < 96_000);
        assert_eq!(look(&mut guesses), (first, MAX_ROUNDS), "the second look costs nothing");
    }

    #[test]
    fn what_nobody_could_try_is_not_said_to_be_no_word() {
        let mut guesses = Guesses::default();
        assert_eq!(Guessing::new(&mut guesses).guess(&scram(0, 20_001)), Guess::Untried);
        let apop = login(Mechanism::Apop, &apop_digest(b"<1@x>", b"tanstaaf"), "<1@x>");
        assert_eq!(Guessing::new(&mut guesses).guess(&apop), Guess::Word("tanstaaf"));
    }
}
