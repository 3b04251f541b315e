//! Word lists: which of many passwords is the one that a digest was made of.

use std::collections::BTreeMap;
use std::fmt;
use std::io;
use std::io::BufRead;
use std::ops::ControlFlow;

use hmac::Hmac;
use hmac::KeyInit as _;
use hmac::Mac as _;
use md5::Digest as _;
use md5::Md5;

use crate::inspect::login::Login;
use crate::inspect::login::Mechanism;
use crate::proto::secret::Secret;

/// The most octets of a word. Longer lines of a list are left out, and counted.
pub const MAX_WORD: usize = 1024;

/// A digest whose password is wanted. `Debug` does not show the digest.
#[derive(Clone, Eq, PartialEq)]
pub struct Riddle {
    method: Method,
    challenge: Vec<u8>,
    digest: [u8; 16],
}

/// How a digest is made of a password and a challenge.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
enum Method {
    Apop,
    CramMd5,
}

/// What a list gave.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Tried {
    /// The password of each riddle, in their order, where one was found.
    pub found: Vec<Option<Secret>>,
    /// Lines that were read. Not all of them, if every riddle was solved before the end.
    pub words: u64,
    /// Lines among them that are too long to be tried.
    pub too_long: u64,
}

impl Riddle {
    /// The digest of a login; `None` if it has none, or its challenge was not seen.
    #[must_use]
    pub fn of(login: &Login) -> Option<Self> {
        let method = match login.mechanism {
            Mechanism::Apop => Method::Apop,
            Mechanism::CramMd5 => Method::CramMd5,
            Mechanism::UserPass
            | Mechanism::Rpop
            | Mechanism::Plain
            | Mechanism::Login
            | Mechanism::Xoauth2
            // Each word would have to be hashed thousands of times: that is what SCRAM is for.
            | Mechanism::ScramSha256
            | Mechanism::Other(_)
            | Mechanism::Unnamed => return None,
        };
        Some(Self { method, challenge: login.challenge.clone()?, digest: read_digest(login.digest()?)? })
    }
}

impl fmt::Debug for Riddle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Riddle").field("method", &self.method).finish_non_exhaustive()
    }
}

/// Tries every word of a list on all riddles. The list is read once, and no further than it is needed.
///
/// A word costs one digest for each challenge that has riddles without an answer.
pub fn try_all(list: impl BufRead, riddles: &[Riddle]) -> io::Result<Tried> {
    let mut tried = Tried { found: vec![None; riddles.len()], ..Tried::default() };
    let mut open = Open::new(riddles);
    if open.is_empty() {
        return Ok(tried);
    }
    for_each_line(list, |line| {
        tried.words += 1;
        match line {
            Some(word) => open.try_word(word, &mut tried.found),
            None => tried.too_long += 1,
        }
        if open.is_empty() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    })?;
    Ok(tried)
}

/// The riddles without an answer, by what they have in common.
struct Open {
    apop: Vec<Apop>,
    cram_md5: Vec<CramMd5>,
}

/// The places of riddles by their digests.
type Wanted = BTreeMap<[u8; 16], Vec<usize>>;

struct Apop {
    /// MD5 of the timestamp: the password comes behind it.
    begun: Md5,
    wanted: Wanted,
}

struct CramMd5 {
    challenge: Vec<u8>,
    wanted: Wanted,
}

impl Open {
    fn new(riddles: &[Riddle]) -> Self {
        let mut by_challenge: BTreeMap<(Method, &[u8]), Wanted> = BTreeMap::new();
        for (place, riddle) in riddles.iter().enumerate() {
            let wanted = by_challenge.entry((riddle.method, &riddle.challenge)).or_default();
            wanted.entry(riddle.digest).or_default().push(place);
        }
        let mut open = Self { apop: Vec::new(), cram_md5: Vec::new() };
        for ((method, challenge), wanted) in by_challenge {
            match method {
                Method::Apop => open.apop.push(Apop { begun: Md5::new_with_prefix(challenge), wanted }),
                Method::CramMd5 => open.cram_md5.push(CramMd5 { challenge: challenge.to_vec(), wanted }),
            }
        }
        open
    }

    fn is_empty(&self) -> bool {
        self.apop.is_empty() && self.cram_md5.is_empty()
    }

    fn try_word(&mut self, word: &[u8], found: &mut [Option<Secret>]) {
        let mut solved = false;
        for apop in &mut self.apop {
            let digest: [u8; 16] = apop.begun.clone().chain_update(word).finalize().into();
            solved |= solve(&mut apop.wanted, digest, word, found);
        }
        if !self.cram_md5.is_empty() {
            // What depends on the password alone is computed once.
            let keyed = Hmac::<Md5>::new_from_slice(word).expect("HMAC takes keys of any length");
            for cram_md5 in &mut self.cram_md5 {
                let digest: [u8; 16] = keyed.clone().chain_update(&cram_md5.challenge).finalize().into_bytes().into();
                solved |= solve(&mut cram_md5.wanted, digest, word, found);
            }
        }
        if solved {
            self.apop.retain(|apop| !apop.wanted.is_empty());
            self.cram_md5.retain(|cram_md5| !cram_md5.wanted.is_empty());
        }
    }
}

/// Writes down a word whose digest is wanted.
fn solve(wanted: &mut Wanted, digest: [u8; 16], word: &[u8], found: &mut [Option<Secret>]) -> bool {
    let Some(places) = wanted.remove(&digest) else { return false };
    for place in places {
        found[place] = Some(Secret::new(word));
    }
    true
}

/// 32 hexadecimal digits as 16 octets.
fn read_digest(hex: &[u8]) -> Option<[u8; 16]> {
    let digit = |octet: u8| char::from(octet).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    let mut digest = [0; 16];
    if hex.len() != 2 * digest.len() {
        return None;
    }
    for (octet, pair) in digest.iter_mut().zip(hex.chunks_exact(2)) {
        *octet = 16 * digit(pair[0])? + digit(pair[1])?;
    }
    Some(digest)
}

/// Hands out each line without its line end; `None` stands for one that is too long. No line is held that is longer.
fn for_each_line(mut list: impl BufRead, mut each: impl FnMut(Option<&[u8]>) -> ControlFlow<()>) -> io::Result<()> {
    let mut begun = Begun::default();
    loop {
        let octets = match list.fill_buf() {
            Ok(octets) => octets,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        if octets.is_empty() {
            if begun.any {
                let _ = each(begun.line(&[])); // It was the last one.
            }
            return Ok(());
        }
        let length = octets.len();
        let mut rest = octets;
        while let Some(feed) = memchr::memchr(b'\n', rest) {
            let flow = each(begun.line(&rest[..feed]));
            begun.clear();
            if flow.is_break() {
                return Ok(());
            }
            rest = &rest[feed + 1..];
        }
        begun.add(rest);
        list.consume(length);
    }
}

/// The beginning of a line that goes on behind the buffer.
#[derive(Default)]
struct Begun {
    held: Vec<u8>,
    too_long: bool,
    /// Whether it has octets.
    any: bool,
}

impl Begun {
    fn clear(&mut self) {
        self.held.clear();
        self.too_long = false;
        self.any = false;
    }

    fn add(&mut self, octets: &[u8]) {
        self.any |= !octets.is_empty();
        // One octet more for the CR that may stand at the end.
        if MAX_WORD + 1 < self.held.len() + octets.len() {
            self.too_long = true;
            self.held.clear();
        }
        if !self.too_long {
            self.held.extend_from_slice(octets);
        }
    }

    /// The whole line, of which these are the last octets.
    fn line<'a>(&'a mut self, last: &'a [u8]) -> Option<&'a [u8]> {
        let whole = if self.any {
            self.add(last);
            &self.held
        } else {
            last
        };
        let word = whole.strip_suffix(b"\r").unwrap_or(whole);
        (!self.too_long && word.len() <= MAX_WORD).then_some(word)
    }
}

#[cfg(test)]
mod tests {
    use std::io::BufReader;

    use super::*;
    use crate::inspect::login::logins;
    use crate::inspect::testing::C;
    use crate::inspect::testing::S;
    use crate::inspect::testing::timeline;
    use crate::proto::auth::apop_digest;
    use crate::proto::auth::cram_md5_digest;
    use crate::proto::auth::encode_base64;

    /// Lines as they are read through a buffer of each small size.
    #[track_caller]
    fn reads(list: &[u8], expected: &[Option<&[u8]>]) {
        for size in [1, 2, 3, 7, 5000] {
            let mut lines = Vec::new();
            for_each_line(BufReader::with_capacity(size, list), |line| {
                lines.push(line.map(<[u8]>::to_vec));
                ControlFlow::Continue(())
            })
            .expect("memory can be read");
            let lines: Vec<_> = lines.iter().map(Option::as_deref).collect();
            assert_eq!(lines, expected, "buffer of {size}");
        }
    }

    fn riddle(method: Method, challenge: &[u8], password: &[u8]) -> Riddle {
        let digest = match method {
            Method::Apop => apop_digest(challenge, password),
            Method::CramMd5 => cram_md5_digest(challenge, password),
        };
        let digest = read_digest(digest.as_bytes()).expect("a digest");
        Riddle { method, challenge: challenge.to_vec(), digest }
    }

    fn found(list: &[u8], riddles: &[Riddle]) -> (Vec<Option<String>>, u64) {
        let tried = try_all(list, riddles).expect("memory can be read");
        let text = |secret: &Secret| String::from_utf8_lossy(secret.reveal()).into_owned();
        (tried.found.iter().map(|secret| secret.as_ref().map(text)).collect(), tried.words)
    }

    #[test]
    fn words_are_lines_of_any_octets() {
        reads(b"", &[]);
        reads(b"a\r\n\xff \n\nb\rc\r\nlast", &[Some(b"a"), Some(b"\xff "), Some(b""), Some(b"b\rc"), Some(b"last")]);
        reads(b"\n", &[Some(b"")]);
    }

    #[test]
    fn a_line_that_is_too_long_is_left_out_and_the_next_one_is_not() {
        let fits = [b'x'; MAX_WORD];
        let long = [b'x'; MAX_WORD + 1];
        let list = [&fits[..], b"\r\n", &long, b"\n", &fits, &fits, &fits, b"\nend\n"].concat();
        reads(&list, &[Some(&fits), None, None, Some(b"end")]);
        assert_eq!(try_all(list.as_slice(), &[riddle(Method::Apop, b"<a@b>", b"end")]).expect("read").too_long, 2);
    }

    #[test]
    fn one_reading_answers_many_riddles() {
        let riddles = [
            riddle(Method::Apop, b"<a@b>", b"sesame"),
            riddle(Method::CramMd5, b"<a@b>", b"tanstaaf"),
            riddle(Method::Apop, b"<a@b>", b"sesame"),
            riddle(Method::Apop, b"<a@b>", b"other"),
            riddle(Method::CramMd5, b"<c@d>", b"sesame"),
        ];
        let some = |word: &str| Some(word.to_owned());
        let expected = vec![some("sesame"), some("tanstaaf"), some("sesame"), None, some("sesame")];
        assert_eq!(found(b"a\nsesame\ntanstaaf\nb\n", &riddles), (expected, 4));
    }

    #[test]
    fn nothing_is_read_behind_the_last_answer() {
        assert_eq!(found(b"a\nsesame\nb\nc\n", &[riddle(Method::Apop, b"<a@b>", b"sesame")]).1, 2);
        assert_eq!(found(b"a\n", &[]), (vec![], 0));
    }

    #[test]
    fn riddles_are_made_of_logins() {
        let challenge = format!("+ {}\r\n", encode_base64(b"<1896.697170952@postoffice.reston.mci.net>"));
        let response = format!("{}\r\n", encode_base64(b"tim B913A602C7EDA7A495B4E6E7334D3890"));
        let timeline = timeline(&[
            (S, "+OK <1896.697170952@dbc.mtview.ca.us>\r\n"),
            (C, "USER amy\r\n"),
            (S, "+OK\r\n"),
            (C, "PASS x\r\n"),
            (S, "-ERR\r\n"),
            (C, "APOP mrose c4c9334bac560ecc979e58001b3e22fb\r\n"),
            (S, "-ERR\r\n"),
            (C, "AUTH CRAM-MD5\r\n"),
            (S, &challenge),
            (C, &response),
            (S, "+OK\r\n"),
        ]);
        let riddles: Vec<_> = logins(&timeline).iter().map(Riddle::of).collect();
        assert!(riddles[0].is_none());
        assert_eq!(format!("{:?}", riddles[1]), "Some(Riddle { method: Apop, .. })");
        let riddles: Vec<_> = riddles.into_iter().flatten().collect();
        let list = b"tanstaaf\r\ntanstaaftanstaaf";
        assert_eq!(found(list, &riddles).0, [Some("tanstaaf".to_owned()), Some("tanstaaftanstaaf".to_owned())]);
    }
}
