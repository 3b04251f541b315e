//! A scenario as it is meant: everything looked up and checked, every mistake with its place.

use std::collections::BTreeMap;
use std::fmt;
use std::net::IpAddr;
use std::net::Ipv4Addr;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use crate::proto::UniqueId;
use crate::proto::command::Secret;
use crate::scenario::file;
use crate::scenario::file::MailFile;
use crate::scenario::file::ScenarioFile;
use crate::scenario::file::ServerFile;
use crate::scenario::file::StepFile;
use crate::scenario::file::WordsFile;
use crate::scenario::place::Place;
use crate::scenario::place::Places;
use crate::session::Time;
use crate::session::fact::Narration;
use crate::sim::Phrase;
use crate::sim::Profile;
use crate::sim::filler::message_of;
use crate::sim::profile::LEAST_AUTOLOGOUT;
use crate::sim::profile::Policy;
use crate::sim::template::Template;

/// A scenario that can be played.
#[derive(Clone, Debug)]
pub struct Scenario {
    /// What it is called.
    pub title: Narration,
    /// What it shows.
    pub about: Narration,
    pub(super) start: Time,
    pub(super) latency: Duration,
    pub(super) server: SocketAddr,
    pub(super) profile: Profile,
    pub(super) users: Vec<User>,
    pub(super) clients: Vec<Client>,
    pub(super) steps: Vec<Step>,
}

#[derive(Clone, Debug)]
pub(super) struct User {
    pub(super) name: String,
    pub(super) password: Option<Secret>,
    pub(super) apop_secret: Option<Secret>,
    pub(super) mails: Vec<Mail>,
}

#[derive(Clone, Debug)]
pub(super) struct Mail {
    pub(super) unique_id: Option<UniqueId>,
    pub(super) text: Vec<u8>,
}

#[derive(Clone, Debug)]
pub(super) struct Client {
    /// `None` for the only client of a scenario that names none.
    pub(super) name: Option<Arc<str>>,
    pub(super) address: IpAddr,
}

#[derive(Clone, Debug)]
pub(super) struct Step {
    pub(super) place: Place,
    /// The place of the client in the list of them.
    pub(super) client: usize,
    pub(super) action: Action,
}

#[derive(Clone, Debug)]
pub(super) enum Action {
    Note(Narration),
    Connect,
    Say(Vec<u8>),
    Expect(Expectation),
    Close,
    Reset,
    LoseLine,
    Wait(Duration),
    Deliver { user: String, mail: Mail },
}

/// What the server is expected to have said.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Expectation {
    /// This line, next.
    Line(String),
    /// A line that begins so, next.
    Start(String),
    /// Nothing more.
    Silence,
}

/// Everything that is wrong with a scenario file.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ScenarioError {
    /// The name of the file.
    pub file: String,
    /// What is wrong, and where. Invariant: not empty.
    pub mistakes: Vec<(Place, String)>,
}

impl fmt::Display for ScenarioError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (nth, (place, mistake)) in self.mistakes.iter().enumerate() {
            let separator = if nth == 0 { "" } else { "\n" };
            write!(f, "{separator}{}:{}:{}: {mistake}", self.file, place.line, place.column)?;
        }
        Ok(())
    }
}

impl std::error::Error for ScenarioError {}

/// No message of a scenario is larger.
const MAX_MAIL: u32 = 16 * 1024 * 1024;

impl Scenario {
    /// Reads and checks a scenario file. `name` is what errors call it.
    pub fn parse(name: &str, text: &str) -> Result<Self, ScenarioError> {
        let written = file::read(text).map_err(|error| {
            let start = error.span.start;
            let number = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
            let place = Place { line: number(start.line), column: number(start.col) };
            ScenarioError { file: name.to_owned(), mistakes: vec![(place, error.code.to_string())] }
        })?;
        let mut planner = Planner { places: Places::of(text), mistakes: Vec::new() };
        let scenario = planner.plan(&written);
        planner.mistakes.sort();
        match scenario {
            Some(scenario) if planner.mistakes.is_empty() => Ok(scenario),
            Some(_) | None => Err(ScenarioError { file: name.to_owned(), mistakes: planner.mistakes }),
        }
    }
}

/// Goes through a file and collects its mistakes.
struct Planner {
    places: Places,
    mistakes: Vec<(Place, String)>,
}

impl Planner {
    fn wrong(&mut self, path: &str, mistake: impl Into<String>) {
        self.mistakes.push((self.places.get(path), mistake.into()));
    }

    fn plan(&mut self, written: &ScenarioFile) -> Option<Scenario> {
        let title = self.words("title", &written.title);
        let about = self.words("about", &written.about);
        let start = self.start(written.start.as_deref());
        let profile = self.profile(&written.server);
        let server = self.server_address(written.server.address.as_deref());
        let users = self.users(written);
        let clients = self.clients(written);
        let mut steps = Vec::new();
        self.steps(&written.steps, "steps", 0, (&users, &clients), &mut steps);
        if steps.is_empty() {
            self.wrong("steps", "a scenario needs at least one step");
        }
        let latency = Duration::from_millis(u64::from(written.latency_millis.unwrap_or(20)));
        Some(Scenario { title, about, start: start?, latency, server: server?, profile, users, clients, steps })
    }

    fn words(&mut self, path: &str, words: &WordsFile) -> Narration {
        for (language, text) in [("en", &words.en), ("ru", &words.ru)] {
            if text.trim().is_empty() {
                self.wrong(&format!("{path}.{language}"), "the text is empty");
            }
        }
        narration(&words.en, &words.ru)
    }

    fn start(&mut self, start: Option<&str>) -> Option<Time> {
        let start = start.unwrap_or("1996-05-14T09:00:00Z");
        match start.parse::<jiff::Timestamp>() {
            Ok(timestamp) => {
                let nanos = i64::try_from(timestamp.as_nanosecond());
                if nanos.is_err() {
                    self.wrong("start", "the year is too far away");
                }
                nanos.ok().map(Time::from_nanos)
            }
            Err(error) => {
                self.wrong("start", format!("a time is written as 1996-05-14T09:00:00Z: {error}"));
                None
            }
        }
    }

    fn server_address(&mut self, address: Option<&str>) -> Option<SocketAddr> {
        let Some(address) = address else {
            return Some(SocketAddr::from((Ipv4Addr::new(192, 0, 2, 110), 110)));
        };
        let parsed = address.parse();
        if parsed.is_err() {
            self.wrong("server.address", "an address is written as 192.0.2.110:110 or [2001:db8::110]:110");
        }
        parsed.ok()
    }

    fn profile(&mut self, server: &ServerFile) -> Profile {
        let mut texts = BTreeMap::new();
        for (phrase, text) in &server.texts {
            match Template::parse(*phrase, text, server.plus_signs) {
                Ok(template) => {
                    texts.insert(*phrase, template);
                }
                Err(error) => {
                    let path = format!("server.texts.{}", name_of(*phrase));
                    self.wrong(&path, error.to_string());
                }
            }
        }
        let least = LEAST_AUTOLOGOUT.as_secs() / 60;
        let autologout = server.autologout_minutes.map(u64::from);
        if autologout.is_some_and(|minutes| minutes < least) {
            self.wrong("server.autologout_minutes", format!("a server waits at least {least} minutes (RFC 1939 §3)"));
        }
        let default = Profile::default();
        let policy = |refuses| if refuses { Policy::Refuse } else { Policy::Accept };
        Profile {
            host: server.host.clone().unwrap_or(default.host),
            generation: server.generation.unwrap_or(default.generation),
            user_pass: server.user.unwrap_or(default.user_pass),
            apop: server.apop,
            process: server.process.unwrap_or(default.process),
            mechanisms: server.mechanisms.clone(),
            tls: server.tls,
            cleartext_login: policy(server.refuses_cleartext),
            capa: server.capa.unwrap_or(default.capa),
            top: server.top.unwrap_or(default.top),
            uidl: server.uidl.unwrap_or(default.uidl),
            resp_codes: server.response_codes.unwrap_or(true),
            pipelining: server.pipelining.unwrap_or(true),
            implementation: server.implementation.clone(),
            unknown_users: policy(server.tells_unknown_names),
            bare_line_feed: default.bare_line_feed,
            autologout: autologout.map(|minutes| Duration::from_secs(60 * minutes)),
            login_attempts: server.login_attempts,
            removes_at_most: server.removes_at_most,
            texts,
        }
    }

    fn users(&mut self, written: &ScenarioFile) -> Vec<User> {
        let mut users: Vec<User> = Vec::new();
        for (nth, user) in written.users.iter().enumerate() {
            let path = format!("users[{nth}]");
            if user.name.is_empty() || user.name.contains(|letter: char| letter.is_whitespace() || letter.is_control())
            {
                self.wrong(&format!("{path}.name"), "a name is one word");
            }
            if users.iter().any(|other| other.name == user.name) {
                self.wrong(&format!("{path}.name"), format!("there are two users named {}", user.name));
            }
            if user.password.is_none() && user.apop_secret.is_none() {
                self.wrong(&path, format!("{} needs a password or an apop_secret to log in", user.name));
            }
            let mails = user.messages.iter().enumerate();
            let mails = mails.filter_map(|(nth, mail)| self.mail(&format!("{path}.messages[{nth}]"), mail)).collect();
            users.push(User {
                name: user.name.clone(),
                password: user.password.as_deref().map(Secret::new),
                apop_secret: user.apop_secret.as_deref().map(Secret::new),
                mails,
            });
        }
        users
    }

    fn mail(&mut self, path: &str, mail: &MailFile) -> Option<Mail> {
        match mail {
            MailFile::Text(text) => Some(Mail { unique_id: None, text: text.clone().into_bytes() }),
            MailFile::Known { unique_id, text } => {
                let unique_id = self.unique_id(path, Some(unique_id));
                Some(Mail { unique_id, text: text.clone().into_bytes() })
            }
            MailFile::Generated { octets, subject, unique_id } => {
                if MAX_MAIL < *octets {
                    self.wrong(&format!("{path}.octets"), format!("a message has at most {MAX_MAIL} octets"));
                    return None;
                }
                let subject = subject.as_deref().unwrap_or("mail");
                let text = message_of(*octets as usize, &[("Subject", subject)]);
                if let Err(error) = &text {
                    self.wrong(&format!("{path}.octets"), error.to_string());
                }
                Some(Mail { unique_id: self.unique_id(path, unique_id.as_deref()), text: text.ok()?.into_bytes() })
            }
        }
    }

    fn unique_id(&mut self, path: &str, unique_id: Option<&str>) -> Option<UniqueId> {
        match unique_id?.parse() {
            Ok(unique_id) => Some(unique_id),
            Err(error) => {
                self.wrong(&format!("{path}.unique_id"), error.to_string());
                None
            }
        }
    }

    fn clients(&mut self, written: &ScenarioFile) -> Vec<Client> {
        if written.clients.is_empty() {
            return vec![Client { name: None, address: Ipv4Addr::new(192, 0, 2, 1).into() }];
        }
        let mut clients: Vec<Client> = Vec::new();
        for (nth, client) in written.clients.iter().enumerate() {
            if clients.iter().any(|other| other.name.as_deref() == Some(&client.name)) {
                self.wrong(&format!("clients[{nth}].name"), format!("there are two clients named {}", client.name));
            }
            let own = u8::try_from(nth + 1).unwrap_or(u8::MAX);
            let address = match client.address.as_deref().map(str::parse) {
                None => Ipv4Addr::new(192, 0, 2, own).into(),
                Some(Ok(address)) => address,
                Some(Err(_)) => {
                    self.wrong(&format!("clients[{nth}].address"), "an address is written as 192.0.2.1 or 2001:db8::1");
                    continue;
                }
            };
            clients.push(Client { name: Some(client.name.as_str().into()), address });
        }
        clients
    }

    fn steps(
        &mut self,
        written: &[StepFile],
        path: &str,
        client: usize,
        (users, clients): (&[User], &[Client]),
        steps: &mut Vec<Step>,
    ) {
        for (nth, step) in written.iter().enumerate() {
            let path = format!("{path}[{nth}]");
            let place = self.places.get(&path);
            let action = match step {
                StepFile::On(name, inner) => {
                    match clients.iter().position(|client| client.name.as_deref() == Some(name)) {
                        Some(client) => {
                            self.steps(inner, &format!("{path}.1"), client, (users, clients), steps);
                        }
                        None => self.wrong(&path, format!("there is no client named {name}")),
                    }
                    continue;
                }
                StepFile::Note { en, ru } => {
                    let words = WordsFile { en: en.clone(), ru: ru.clone() };
                    Action::Note(self.words(&path, &words))
                }
                StepFile::Connect => Action::Connect,
                StepFile::C(line) => {
                    if line.contains(['\r', '\n']) {
                        self.wrong(&path, "C says one line and ends it; several lines are said with Raw");
                    }
                    Action::Say(format!("{line}\r\n").into_bytes())
                }
                StepFile::Raw(octets) => Action::Say(octets.clone().into_bytes()),
                StepFile::Hex(digits) => {
                    let octets = from_hex(digits);
                    if octets.is_none() {
                        self.wrong(&path, "octets are written as pairs of hexadecimal digits: \"50 4f 50\"");
                    }
                    Action::Say(octets.unwrap_or_default())
                }
                StepFile::S(line) => Action::Expect(match line.strip_suffix('…') {
                    Some(start) => Expectation::Start(start.to_owned()),
                    None => Expectation::Line(line.clone()),
                }),
                StepFile::Silence => Action::Expect(Expectation::Silence),
                StepFile::Close => Action::Close,
                StepFile::Reset => Action::Reset,
                StepFile::LoseLine => Action::LoseLine,
                StepFile::Wait(seconds) => Action::Wait(Duration::from_secs(u64::from(*seconds))),
                StepFile::Deliver(user, mail) => {
                    if !users.iter().any(|other| other.name == *user) {
                        self.wrong(&path, format!("there is no user named {user}"));
                    }
                    let Some(mail) = self.mail(&format!("{path}.1"), mail) else { continue };
                    Action::Deliver { user: user.clone(), mail }
                }
            };
            steps.push(Step { place, client, action });
        }
    }
}

/// A phrase as it is written in a file.
fn name_of(phrase: Phrase) -> String {
    ron::to_string(&phrase).unwrap_or_default()
}

fn narration(en: &str, ru: &str) -> Narration {
    Narration { en: en.trim().into(), ru: ru.trim().into() }
}

fn from_hex(digits: &str) -> Option<Vec<u8>> {
    let digits: Vec<u32> =
        digits.chars().filter(|digit| !digit.is_whitespace()).map(|digit| digit.to_digit(16)).collect::<Option<_>>()?;
    let pairs = digits.chunks(2).map(|pair| match pair {
        [high, low] => u8::try_from(high * 16 + low).ok(),
        _ => None,
    });
    pairs.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "(title: (en: \"t\", ru: \"т\"), about: (en: \"a\", ru: \"о\"),\n";

    #[track_caller]
    fn is_wrong(rest: &str, errors: &[&str]) {
        let error = Scenario::parse("x.ron", &format!("{HEAD}{rest}")).expect_err("a mistake");
        assert_eq!(error.to_string().lines().collect::<Vec<_>>(), errors);
    }

    #[test]
    fn every_mistake_has_its_place() {
        is_wrong(
            "users: [(name: \"amy\")],\nserver: (autologout_minutes: 9, texts: {noop: \"fine\"}),\nsteps: [\n  C(\"A\\r\\nB\"),\n  \
             On(\"phone\", []), Hex(\"5\"),\n  Deliver(\"bob\", Generated(octets: 3)),\n])",
            &[
                "x.ron:2:9: amy needs a password or an apop_secret to log in",
                "x.ron:3:30: a server waits at least 10 minutes (RFC 1939 §3)",
                "x.ron:3:47: this text says yes, so it begins with +OK",
                "x.ron:5:3: C says one line and ends it; several lines are said with Raw",
                "x.ron:6:3: there is no client named phone",
                "x.ron:6:20: octets are written as pairs of hexadecimal digits: \"50 4f 50\"",
                "x.ron:7:3: there is no user named bob",
                "x.ron:7:36: a message with this head has at least 19 octets",
            ],
        );
    }

    #[test]
    fn an_unknown_field_is_a_mistake() {
        let error = Scenario::parse("x.ron", &format!("{HEAD}users: [],\ntypo: 1, steps: [])")).expect_err("a mistake");
        assert!(error.to_string().starts_with("x.ron:3:"), "{error}");
        assert!(error.to_string().contains("typo"), "{error}");
    }

    #[test]
    fn octets_are_read_in_pairs() {
        assert_eq!(from_hex("cf F0 0d0a").as_deref(), Some(b"\xcf\xf0\r\n".as_slice()));
        assert_eq!(from_hex("abc"), None);
        assert_eq!(from_hex("zz"), None);
    }
}
