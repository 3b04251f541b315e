//! What `popscope analyse` asks of the sessions of a file besides their records: `--wordlist` and `--mailboxes`.

use std::fs::File;
use std::io::BufReader;
use std::io::Read as _;
use std::path::Path;
use std::path::PathBuf;

use anyhow::Context as _;
use serde_json::Value;

use crate::cli::args::AnalyseArgs;
use crate::export::login_record;
use crate::export::mailbox_record::message_lines;
use crate::export::mailbox_record::message_record;
use crate::inspect::login::logins;
use crate::inspect::mailbox::MAX_SIGHTINGS;
use crate::inspect::mailbox::Mailboxes;
use crate::inspect::word_list::MAX_WORD;
use crate::inspect::word_list::Riddle;
use crate::inspect::word_list::Tried;
use crate::inspect::word_list::try_all;
use crate::proto::secret::Secret;
use crate::session::RecordedSession;
use crate::session::Timeline;

/// A word list of not more octets is read once and kept.
const KEPT_LIST: u64 = 64 * 1024 * 1024;

/// A longer list is read for so many sessions with digests together. Their records wait until then.
const BATCH: usize = 256;

/// The words of `--wordlist`.
#[derive(Debug)]
pub struct WordList {
    path: PathBuf,
    /// The octets of the file, if they are few.
    kept: Option<Secret>,
}

impl WordList {
    /// Opens the list, and reads it if it is small.
    pub fn open(path: &Path) -> anyhow::Result<Self> {
        Self::open_with(path, KEPT_LIST)
    }

    fn open_with(path: &Path, most: u64) -> anyhow::Result<Self> {
        let cannot_read = || format!("cannot read the word list {}", path.display());
        let file = File::open(path).with_context(cannot_read)?;
        let can_be_read_again = file.metadata().with_context(cannot_read)?.is_file();
        let mut octets = Vec::new();
        file.take(most + 1).read_to_end(&mut octets).with_context(cannot_read)?;
        let is_small = octets.len() as u64 <= most;
        anyhow::ensure!(
            is_small || can_be_read_again,
            "a word list of more than {most} octets is read several times and has to be a file: {}",
            path.display()
        );
        Ok(Self { path: path.to_owned(), kept: is_small.then(|| Secret::new(octets)) })
    }

    fn try_all(&self, riddles: &[Riddle]) -> anyhow::Result<Tried> {
        let cannot_read = || format!("cannot read the word list {}", self.path.display());
        let tried = if let Some(octets) = &self.kept {
            try_all(octets.reveal(), riddles)
        } else {
            let file = File::open(&self.path).with_context(cannot_read)?;
            try_all(BufReader::with_capacity(1 << 18, file), riddles)
        };
        tried.with_context(cannot_read)
    }

    /// How many sessions with digests are tried together.
    fn batch(&self) -> usize {
        if self.kept.is_some() { 1 } else { BATCH }
    }
}

/// What is told of a session. What is not asked for is empty.
#[derive(Debug, Default)]
pub struct Told {
    /// Its line, of the table or as one object.
    pub line: String,
    /// The object as a tree, if something is to be added to it, or something of it to be looked up.
    pub record: Value,
    /// The logins whose digests a word list is tried on, by their places in the record.
    pub riddles: Vec<(usize, Riddle)>,
}

/// The logins of a timeline that have digests, by their places among all logins.
#[must_use]
pub fn riddles(timeline: &Timeline) -> Vec<(usize, Riddle)> {
    let logins = logins(timeline);
    logins.iter().enumerate().filter_map(|(place, login)| Some((place, Riddle::of(login)?))).collect()
}

/// The questions to the sessions of one file.
#[derive(Debug)]
pub struct Questions<'a> {
    list: Option<&'a WordList>,
    reveal_secrets: bool,
    /// What waits for the next reading of the list.
    waiting: Vec<Told>,
    mailboxes: Option<Mailboxes>,
    too_long: u64,
}

impl<'a> Questions<'a> {
    /// Nothing was asked yet.
    #[must_use]
    pub fn new(args: &AnalyseArgs, list: Option<&'a WordList>) -> Self {
        Self {
            list,
            reveal_secrets: args.reveal_secrets,
            waiting: Vec::new(),
            mailboxes: args.mailboxes.then(Mailboxes::default),
            too_long: 0,
        }
    }

    /// Asks a session. Gives back what may be told now: also of this one, if it does not wait for the word list.
    pub fn ask(&mut self, session: &RecordedSession, told: Told) -> anyhow::Result<Vec<Told>> {
        if let Some(mailboxes) = &mut self.mailboxes {
            mailboxes.add(session);
        }
        let Some(list) = self.list.filter(|_| !told.riddles.is_empty()) else { return Ok(vec![told]) };
        self.waiting.push(told);
        if self.waiting.len() < list.batch() { Ok(Vec::new()) } else { self.rest() }
    }

    /// What waits: no session will follow.
    pub fn rest(&mut self) -> anyhow::Result<Vec<Told>> {
        let mut waiting = std::mem::take(&mut self.waiting);
        let Some(list) = self.list.filter(|_| !waiting.is_empty()) else { return Ok(Vec::new()) };
        let riddles: Vec<Riddle> =
            waiting.iter().flat_map(|told| told.riddles.iter().map(|(_, riddle)| riddle.clone())).collect();
        let tried = list.try_all(&riddles)?;
        self.too_long = self.too_long.max(tried.too_long);
        let mut found = tried.found.iter();
        for told in &mut waiting {
            for ((place, _), found) in told.riddles.iter().zip(&mut found) {
                login_record::tell_found(&mut told.record, *place, found.as_ref(), self.reveal_secrets);
            }
        }
        Ok(waiting)
    }

    /// The messages of all mailboxes as objects.
    pub fn message_records(&mut self, file: &str) -> Vec<Value> {
        let stories = self.mailboxes.as_mut().map(Mailboxes::stories).unwrap_or_default();
        stories.iter().map(|story| message_record(story, file)).collect()
    }

    /// The messages of all mailboxes for people.
    pub fn message_lines(&mut self) -> Vec<String> {
        self.mailboxes.as_mut().map(|mailboxes| message_lines(&mailboxes.stories())).unwrap_or_default()
    }

    /// Sightings of messages for which there was no room; `None` if nobody asks for messages.
    #[must_use]
    pub fn sightings_left_out(&self) -> Option<u64> {
        self.mailboxes.as_ref().map(Mailboxes::left_out)
    }

    /// What could not be answered.
    #[must_use]
    pub fn complaints(&self) -> Vec<String> {
        let words = (0 < self.too_long).then(|| {
            let most = MAX_WORD;
            format!("{} lines of the word list are longer than {most} octets and were not tried", self.too_long)
        });
        let sightings = self.sightings_left_out().filter(|left_out| 0 < *left_out).map(|left_out| {
            let most = MAX_SIGHTINGS;
            format!("only {most} sightings of messages are kept: {left_out} were left out of --mailboxes")
        });
        words.into_iter().chain(sightings).collect()
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use clap::Parser as _;

    use super::*;
    use crate::cli::args::Arguments;
    use crate::cli::args::Command;
    use crate::export::session_record::session_record;
    use crate::inspect::testing::C;
    use crate::inspect::testing::S;
    use crate::inspect::testing::session;

    const APOP: &str = "APOP mrose c4c9334bac560ecc979e58001b3e22fb\r\n";

    fn args(line: &str) -> AnalyseArgs {
        let words = ["popscope", "analyse", "x.pcap"].into_iter().chain(line.split_whitespace());
        match Arguments::try_parse_from(words).expect("well-formed").command {
            Some(Command::Analyse(args)) => args,
            other => panic!("{other:?}"),
        }
    }

    fn apop(index: u64) -> RecordedSession {
        session(index, 0, &[(S, "+OK <1896.697170952@dbc.mtview.ca.us>\r\n"), (C, APOP), (S, "+OK\r\n")])
    }

    fn told(session: &RecordedSession, args: &AnalyseArgs) -> Told {
        let record = session_record(session, "x.pcap", args.reveal_secrets);
        Told { line: String::new(), record, riddles: riddles(&session.timeline) }
    }

    /// The outcome for each of three sessions, and how many records came at once.
    fn asks(list: &WordList, line: &str) -> (Vec<Value>, usize) {
        let args = args(line);
        let mut questions = Questions::new(&args, Some(list));
        let mut records = Vec::new();
        let plain = session(2, 0, &[(S, "+OK\r\n"), (C, "NOOP\r\n"), (S, "-ERR\r\n")]);
        for session in [apop(0), apop(1), plain] {
            records.extend(questions.ask(&session, told(&session, &args)).expect("a list that can be read"));
        }
        let at_once = records.len();
        records.extend(questions.rest().expect("a list that can be read"));
        (records.into_iter().map(|told| told.record).collect(), at_once)
    }

    fn list_file(words: &[u8]) -> tempfile::NamedTempFile {
        let mut file = tempfile::NamedTempFile::new().expect("a file");
        file.write_all(words).expect("room on the disk");
        file
    }

    #[test]
    fn a_small_list_is_kept_and_a_large_one_is_read_in_batches() {
        let file = list_file(b"one\ntanstaaf\n");
        for (most, at_once) in [(100, 3), (4, 1)] {
            let list = WordList::open_with(file.path(), most).expect("a list");
            let (records, told) = asks(&list, "");
            assert_eq!((records.len(), told), (3, at_once));
            for record in &records {
                let logins = record["logins"].as_array().expect("a list");
                assert!(logins.iter().all(|login| login["digest"] == "matched" && login["password"].is_null()));
            }
            assert!(!records.iter().any(|record| record.to_string().contains("tanstaaf")));
            let (records, _) = asks(&list, "--reveal-secrets");
            assert_eq!(records.iter().filter(|record| record.to_string().contains("tanstaaf")).count(), 2);
        }
    }

    #[test]
    fn a_list_that_cannot_be_read_is_said() {
        let error = WordList::open(Path::new("/nowhere/words")).expect_err("there is none");
        assert!(format!("{error:#}").contains("/nowhere/words"), "{error:#}");
    }

    #[test]
    fn lines_that_are_too_long_are_said() {
        let file = list_file(&[b"x".repeat(2000).as_slice(), b"\ntanstaaf\n"].concat());
        let list = WordList::open(file.path()).expect("a list");
        let args = args("");
        let mut questions = Questions::new(&args, Some(&list));
        let asked = questions.ask(&apop(0), told(&apop(0), &args)).expect("a list");
        assert_eq!(asked[0].record["logins"][0]["digest"], "matched");
        assert_eq!(questions.complaints().len(), 1);
        assert_eq!(questions.sightings_left_out(), None);
    }
}
