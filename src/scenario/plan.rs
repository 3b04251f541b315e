//! The plan: a scenario as meant. What is wrong with a file is found here, all of it, with places.

mod people;

use std::collections::BTreeMap;
use std::fmt;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use crate::proto::Protocol;
use crate::proto::UniqueId;
use crate::proto::ancestry::Ancestor;
use crate::proto::ancestry::Rule;
use crate::proto::secret::Secret;
use crate::scenario::file;
use crate::scenario::file::ExpectFile;
use crate::scenario::file::LineFile;
use crate::scenario::file::ScenarioFile;
use crate::scenario::file::WordsFile;
use crate::scenario::flaw;
use crate::scenario::line;
use crate::scenario::mail::Generated;
use crate::scenario::mail::PlannedMail;
use crate::scenario::place::Key;
use crate::scenario::place::Place;
use crate::scenario::place::Places;
use crate::scenario::server;
use crate::session::Sentence;
use crate::session::Time;
use crate::session::event::Closing;
use crate::session::fact::Death;
use crate::session::fact::Narration;
use crate::sim::client::Client;
use crate::sim::server::Site;
use crate::sim::world::ClientId;

/// When a scenario begins that does not say so: a morning of the month in which RFC 1939 appeared.
const DEFAULT_START: &str = "1996-05-14T09:00:00Z";

/// A scenario that can be played.
#[derive(Clone, Debug)]
pub struct Scenario {
    /// The file it came from.
    pub file: String,
    /// What it is called.
    pub title: Narration,
    /// What it shows.
    pub about: Narration,
    /// When it begins.
    pub start: Time,
    /// Where the server listens.
    pub server: SocketAddr,
    /// The server and its maildrops, as they are at the start.
    pub site: Site,
    /// The clients.
    pub clients: Vec<Client>,
    /// What happens.
    pub steps: Vec<Step>,
    /// When the server dies.
    pub death: Option<Death>,
    /// Whether a lone `+` is a positive reply.
    pub old_plus: bool,
}

/// A step of the plan.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Step {
    /// Where it stands in the file.
    pub place: Place,
    /// Who acts.
    pub client: ClientId,
    /// What happens.
    pub action: Action,
}

/// What happens in a step.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Action {
    /// The client connects to the server of a protocol.
    Connect(Protocol),
    /// The client sends octets.
    Send(Vec<u8>),
    /// The client computes a digest of the greeting's timestamp and sends APOP.
    Apop {
        /// Its mailbox.
        name: String,
        /// What it shares with the server.
        secret: Secret,
    },
    /// The client computes the response to a challenge.
    CramMd5 {
        /// Its mailbox.
        name: String,
        /// What it shares with the server.
        secret: Secret,
    },
    /// The client sends name and token.
    Xoauth2 {
        /// Its mailbox.
        name: String,
        /// What somebody else gave out.
        token: Secret,
    },
    /// The client begins SCRAM.
    ScramFirst {
        /// Its mailbox.
        name: String,
    },
    /// The client proves that it knows the password.
    ScramFinal {
        /// The password.
        password: Secret,
    },
    /// The client checks what the server has proved.
    ScramEnd,
    /// The oldest reply that nobody looked at is compared.
    Expect(ExpectFile),
    /// Time passes.
    Advance(Duration),
    /// A message arrives.
    Deliver {
        /// To whom.
        user: String,
        /// What.
        mail: PlannedMail,
    },
    /// A message is taken away by a rule of the site.
    SiteRemoves {
        /// From whom.
        user: String,
        /// Which.
        unique_id: UniqueId,
    },
    /// The line of the client becomes another one.
    Line(LineFile),
    /// The connection ends without QUIT.
    End(Closing),
    /// From here on the server is to die, once.
    Dies(Death),
    /// The author says something.
    Note(Narration),
    /// What comes next stands in the place of a command of POP3, or nothing does.
    StandsFor {
        /// The command, as people may see it.
        command: Arc<str>,
        /// The protocol that is spoken.
        ancestor: Ancestor,
        /// By which rule.
        rule: Rule,
    },
}

/// What is wrong with a scenario file: everything that was found.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ScenarioError {
    /// The file.
    pub file: String,
    /// What is wrong, in the order of the file. Invariant: not empty.
    pub problems: Vec<Problem>,
}

/// One thing that is wrong.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub struct Problem {
    /// Where.
    pub place: Place,
    /// What.
    pub what: Sentence,
}

impl std::error::Error for ScenarioError {}

impl fmt::Display for ScenarioError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.told(ToString::to_string))
    }
}

impl ScenarioError {
    /// Everything that is wrong, each on a line of its own, in whatever language sentences are told in.
    #[must_use]
    pub fn told(&self, tell: impl Fn(&Sentence) -> String) -> String {
        let line = |problem: &Problem| format!("{}:{}: {}", self.file, problem.place, tell(&problem.what));
        self.problems.iter().map(line).collect::<Vec<_>>().join("\n")
    }

    /// What the reader of RON does not understand.
    #[must_use]
    pub fn syntax(file_name: &str, error: &ron::error::SpannedError) -> Self {
        let count = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
        let place = Place { line: count(error.span.start.line), column: count(error.span.start.col) };
        let problem = Problem { place, what: flaw::of_ron(&error.code) };
        Self { file: file_name.to_owned(), problems: vec![problem] }
    }
}

impl Scenario {
    /// Reads a scenario. The name of the file is for messages only.
    pub fn parse(file_name: &str, text: &str) -> Result<Self, ScenarioError> {
        let parsed = file::read(text).map_err(|error| ScenarioError::syntax(file_name, &error))?;
        Self::plan(file_name, &parsed, Places::scan(text))
    }

    /// Makes a plan of a scenario that was read, perhaps as a part of another file: its places tell where it stands.
    pub fn plan(file_name: &str, parsed: &ScenarioFile, places: Places<'_>) -> Result<Self, ScenarioError> {
        let mut planner = Planner {
            places,
            problems: Vec::new(),
            spoken: BTreeMap::new(),
            generated: Generated::default(),
            largest_mail: 0,
            segments: Vec::new(),
        };
        let scenario = planner.scenario(file_name, parsed);
        planner.problems.sort();
        planner.problems.dedup();
        if planner.problems.is_empty() {
            Ok(scenario)
        } else {
            Err(ScenarioError { file: file_name.to_owned(), problems: planner.problems })
        }
    }
}

/// Makes a plan and collects what is wrong.
pub(super) struct Planner<'a> {
    pub(super) places: Places<'a>,
    pub(super) problems: Vec<Problem>,
    /// What each client speaks that has connected.
    pub(super) spoken: BTreeMap<ClientId, Protocol>,
    /// What the messages that are made up come to. Of too many none is made.
    pub(super) generated: Generated,
    /// The octets of the largest message.
    pub(super) largest_mail: u64,
    /// How many octets a segment has, wherever that is said.
    pub(super) segments: Vec<(Place, u64)>,
}

impl Planner<'_> {
    pub(super) fn complain(&mut self, way: &[Key<'_>], what: Sentence) {
        self.problems.push(Problem { place: self.places.find(way), what });
    }

    fn scenario(&mut self, file_name: &str, parsed: &ScenarioFile) -> Scenario {
        let title = self.words(&parsed.title, &[Key::Name("title")]);
        let about = self.words(&parsed.about, &[Key::Name("about")]);
        let start = self.start(parsed.start.as_deref());
        let (profile, server) = {
            let (places, problems) = (&self.places, &mut self.problems);
            let mut complain = |fields: &[&str], what: Sentence| {
                let way: Vec<_> =
                    [Key::Name("server")].into_iter().chain(fields.iter().map(|field| Key::Name(field))).collect();
                problems.push(Problem { place: places.find(&way), what });
            };
            (server::profile(&parsed.server, &mut complain), server::address(&parsed.server, &mut complain))
        };
        self.count_generated(parsed);
        let store = self.store(parsed);
        let clients = self.clients(parsed);
        let steps = self.steps(parsed, &clients, &store);
        self.check_segments(parsed, &steps);
        Scenario {
            file: file_name.to_owned(),
            title,
            about,
            start,
            server,
            site: Site { profile, store },
            clients,
            steps,
            death: parsed.server.dies.map(line::death),
            old_plus: parsed.server.old_plus,
        }
    }

    pub(super) fn words(&mut self, words: &WordsFile, way: &[Key<'_>]) -> Narration {
        for (language, text) in [("en", &words.en), ("ru", &words.ru)] {
            if text.trim().is_empty() {
                let way: Vec<_> = way.iter().copied().chain([Key::Name(language)]).collect();
                let text = format!("the {language} text is empty");
                self.complain(&way, Sentence::new("flaw-words", text).with("language", language));
            }
        }
        Narration { en: words.en.trim().into(), ru: words.ru.trim().into() }
    }

    fn start(&mut self, text: Option<&str>) -> Time {
        let read = |text: &str| text.parse::<jiff::Timestamp>().ok();
        let timestamp = read(text.unwrap_or(DEFAULT_START));
        let nanos = timestamp.and_then(|timestamp| i64::try_from(timestamp.as_nanosecond()).ok());
        if nanos.is_none() {
            let text = format!("a time such as {DEFAULT_START} is wanted");
            self.complain(&[Key::Name("start")], Sentence::new("flaw-start", text).with("example", DEFAULT_START));
        }
        nanos.map_or(Time::default(), Time::from_nanos)
    }
}

/// Nobody has this name.
pub(super) fn no_user(user: &str) -> Sentence {
    Sentence::new("flaw-no-user", format!("there is no user {user}")).with("user", user)
}

#[cfg(test)]
mod tests;
