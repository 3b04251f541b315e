//! Guessing: a digest can be held against any word, as often as one likes, far from any server.

use crate::inspect::login::Login;

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

/// The word that gives the digest of a login, if one of the list does.
pub(super) fn guess(login: &Login) -> Option<&'static str> {
    WORDS.into_iter().find(|word| login.matches(word.as_bytes()) == Some(true))
}
