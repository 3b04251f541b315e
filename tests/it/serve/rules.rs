//! Every command with every kind of argument, in every state, cut at every octet: the answer over a socket is that of
//! the simulated server, and its sign is that of the table of rules.

use std::io::Write as _;
use std::net::Shutdown;
use std::thread::sleep;
use std::time::Duration;

use popscope::proto::Keyword;
use popscope::proto::Phase;
use popscope::proto::auth::encode_base64;
use popscope::proto::rules;
use popscope::proto::rules::Needs;
use popscope::session::ConnectionId;
use popscope::session::Time;
use popscope::sim::Profile;
use popscope::sim::chance::Seed;
use popscope::sim::profile::Generation;
use popscope::sim::profile::Mechanism;
use popscope::sim::profile::Policy;
use popscope::sim::profile::TlsOffer;
use popscope::sim::profile::Utf8Offer;
use popscope::sim::server::Endpoint;
use popscope::sim::server::Site;
use popscope::sim::server::answer::Then;
use popscope::sim::tongue::Tongue;

use super::Client;
use super::Server;
use super::options;
use super::site;

/// Connections that are cut together.
const BATCH: usize = 400;

/// Places at which one line is cut.
const MAX_CUTS: usize = 40;

/// What a session has said before.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Before {
    Nothing,
    User,
    Login,
}

impl Before {
    fn lines(self, user: &str) -> String {
        match self {
            Self::Nothing => String::new(),
            Self::User => format!("USER {user}\r\n"),
            Self::Login => format!("USER {user}\r\nPASS sesame\r\n"),
        }
    }

    fn phase(self) -> Phase {
        match self {
            Self::Nothing | Self::User => Phase::Authorization,
            Self::Login => Phase::Transaction,
        }
    }
}

/// A line, and whether it says yes where the law allows its command.
#[derive(Clone, Debug)]
struct Case {
    keyword: Option<Keyword>,
    line: String,
    right: bool,
}

/// The arguments of a command: those that are right, and those that are wrong.
fn arguments(keyword: Keyword, user: &str) -> (Vec<String>, Vec<&'static str>) {
    let none = vec!["", " ", " x", "  ", "\t", " 1 2"];
    let numbers =
        vec!["", " ", " 0", " 4", " -1", " +1", " one", " 1 2", "  1", " 1 ", " 4294967296", "\t1", " 1x", " \u{fc}"];
    let right = |list: &[&str]| list.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>();
    match keyword {
        Keyword::User => (right(&[" $"]), vec!["", " ", "  $", " $ x", " $ ", " a\u{1}b"]),
        Keyword::Pass => (right(&[" sesame"]), vec!["", " ", " wrong", "  sesame", " sesame ", " ses ame"]),
        Keyword::Apop => {
            let wrong = vec![
                "",
                " ",
                " $",
                " $ abc",
                " $ c4c9334bac560ecc979e58001b3e22fb",
                " $ C4C9334BAC560ECC979E58001B3E22FB",
                " $ c4c9334bac560ecc979e58001b3e22fb x",
            ];
            (Vec::new(), wrong)
        }
        Keyword::Auth => {
            let plain = format!(" PLAIN {}", encode_base64(format!("\0{user}\0sesame").as_bytes()));
            let right = vec![" PLAIN".to_owned(), " plain".to_owned(), " LOGIN".to_owned(), plain];
            (right, vec![" NONE", " PLAIN =", " PLAIN !", " PLAIN AAAA AAAA", "  PLAIN", " CRAM-MD5 AAAA"])
        }
        Keyword::Stat
        | Keyword::Noop
        | Keyword::Rset
        | Keyword::Last
        | Keyword::Quit
        | Keyword::Capa
        | Keyword::Utf8
        | Keyword::Stls => (right(&[""]), none.into_iter().skip(1).collect()),
        // The port that the client speaks from is not a trusted one.
        Keyword::Rpop => (Vec::new(), vec!["", " $", " $ x"]),
        Keyword::Lang => (right(&["", " *", " en", " EN"]), vec![" ", " en x", " tlh", "  en", " \u{1}"]),
        Keyword::List | Keyword::Uidl => {
            (right(&["", " 1", " 3"]), numbers.into_iter().filter(|text| !text.is_empty()).collect())
        }
        Keyword::Retr | Keyword::Dele => (right(&[" 1", " 3"]), numbers),
        Keyword::Top => {
            let wrong =
                vec!["", " ", " 1", " 1 ", " 1 -1", " 1 x", " 0 1", " 4 1", " 1 1 1", " 1  1", " x 1", " 1 4294967296"];
            (right(&[" 1 0", " 3 1", " 2 99"]), wrong)
        }
    }
}

fn cases(user: &str) -> Vec<Case> {
    let mut cases = Vec::new();
    for keyword in Keyword::ALL {
        let (right, wrong) = arguments(keyword, user);
        for argument in right {
            let argument = argument.replace('$', user);
            for word in [keyword.as_str().to_owned(), keyword.as_str().to_lowercase()] {
                cases.push(Case { keyword: Some(keyword), line: format!("{word}{argument}\r\n"), right: true });
            }
            // Only a goodbye is heard without its CR.
            let line = format!("{}{argument}\n", keyword.as_str());
            cases.push(Case { keyword: Some(keyword), line, right: keyword == Keyword::Quit });
        }
        for argument in wrong {
            let line = format!("{}{}\r\n", keyword.as_str(), argument.replace('$', user));
            cases.push(Case { keyword: Some(keyword), line, right: false });
        }
    }
    for line in ["", " ", "RERT 1", "STATUS", "ST AT", " STAT", "STARTTLS", "\u{0}", "DATA", "250 ok", "A1 LOGIN a b"] {
        cases.push(Case { keyword: None, line: format!("{line}\r\n"), right: false });
    }
    cases.push(Case { keyword: Some(Keyword::Stat), line: format!("STAT{}\r\n", " ".repeat(300)), right: false });
    cases
}

/// A server of these years with every command that they knew.
fn everything(mut site: Site, generation: Generation) -> Site {
    site.profile.generation = generation;
    site.profile.apop = true;
    site.profile.rpop = true;
    site.profile.utf8 = Utf8Offer::User;
    site.profile.languages = vec![Tongue::English, Tongue::Russian];
    site.profile.mechanisms = Mechanism::ALL.to_vec();
    site.profile.tls = TlsOffer::Stls;
    site
}

/// What the simulated server says to each of these, and whether it takes TLS up.
fn simulated(generation: Generation, user: &str, said: &[&str]) -> Vec<Vec<u8>> {
    let (mut site, now) = (everything(site(&[user]), generation), Time::default());
    let (mut endpoint, _) = Endpoint::accept(ConnectionId(0), now, &site);
    let mut over = false;
    let mut say = |octets: &str| {
        if over {
            return Vec::new();
        }
        let answers = endpoint.hear(octets.as_bytes(), now, &mut site);
        over = answers.iter().any(|answer| answer.then != Then::GoOn);
        answers.into_iter().flat_map(|answer| answer.octets).collect()
    };
    said.iter().map(|octets| say(octets)).collect()
}

/// A case in a state, cut at a place.
struct Trial {
    user: String,
    before: Before,
    line: String,
    cut: usize,
    setup: Vec<u8>,
    expected: Vec<u8>,
    after: Vec<u8>,
}

/// Whether the table of rules allows the command here.
fn is_allowed(keyword: Option<Keyword>, before: Before) -> bool {
    let Some(rule) = keyword.and_then(|keyword| rules::find(before.phase(), keyword)) else { return false };
    match rule.needs {
        Needs::Nothing => true,
        Needs::AcceptedUser => before == Before::User,
        Needs::NoPendingUser => before != Before::User,
    }
}

fn trials(generation: Generation) -> Vec<Trial> {
    let profile = everything(site(&[]), generation).profile;
    // Names of one length: a line is as long for every user.
    let users: Vec<String> = (0..BATCH).map(|number| format!("amy{number:03}")).collect();
    let cases: Vec<Vec<Case>> = users.iter().map(|user| cases(user)).collect();
    let mut trials: Vec<Trial> = Vec::new();
    for before in [Before::Nothing, Before::User, Before::Login] {
        for (index, model) in cases[0].iter().enumerate() {
            for cut in 1..=model.line.len().min(MAX_CUTS) {
                let place = trials.len() % BATCH;
                let (user, case) = (users[place].clone(), &cases[place][index]);
                let line = case.line.clone();
                let replies = simulated(generation, &user, &[&before.lines(&user), &line, "QUIT\r\n"]);
                let [setup, expected, after] = replies.try_into().expect("three replies");
                let known = case.keyword.is_some_and(|keyword| profile.has(keyword));
                let allowed = case.right && known && is_allowed(case.keyword, before);
                assert_eq!(expected.starts_with(b"+"), allowed, "{line:?} {before:?}");
                trials.push(Trial { user, before, line, cut, setup, expected, after });
            }
        }
    }
    trials
}

#[test]
fn every_command_with_every_argument_in_every_state_cut_at_every_octet_is_answered_by_the_rules() {
    for generation in [Generation::Rfc1460, Generation::Rfc1939] {
        answered_by_the_rules(generation);
    }
}

fn answered_by_the_rules(generation: Generation) {
    let trials = trials(generation);
    assert!(3000 < trials.len(), "{}", trials.len());
    for batch in trials.chunks(BATCH) {
        let names: Vec<&str> = batch.iter().map(|trial| trial.user.as_str()).collect();
        let mut options = options(&[]);
        options.site = everything(site(&names), generation);
        options.stls = true;
        let server = Server::start(options);
        let mut clients: Vec<Client> = batch.iter().map(|_| server.client()).collect();
        for (client, trial) in clients.iter_mut().zip(batch) {
            client.send(trial.before.lines(&trial.user).as_bytes());
            let setup = client.octets(trial.setup.len());
            assert_eq!(setup.escape_ascii().to_string(), trial.setup.escape_ascii().to_string());
        }
        for (client, trial) in clients.iter_mut().zip(batch) {
            client.send(&trial.line.as_bytes()[..trial.cut]);
        }
        sleep(Duration::from_millis(20));
        for (client, trial) in clients.iter_mut().zip(batch) {
            client.send(&trial.line.as_bytes()[trial.cut..]);
        }
        for (client, trial) in clients.iter_mut().zip(batch) {
            let told = client.octets(trial.expected.len());
            let said = format!("{:?} {:?} cut at {}", trial.before, trial.line, trial.cut);
            assert_eq!(told.escape_ascii().to_string(), trial.expected.escape_ascii().to_string(), "{said}");
        }
        for client in &mut clients {
            // Where QUIT is what was tried, nobody listens any more.
            let _ = client.stream().write_all(b"QUIT\r\n");
            let _ = client.stream().shutdown(Shutdown::Write);
        }
        for (client, trial) in clients.iter_mut().zip(batch) {
            if trial.expected.starts_with(b"+OK") && trial.line.to_ascii_uppercase().starts_with("STLS") {
                continue; // What follows is TLS, and QUIT is none.
            }
            let told = client.rest();
            let said = format!("QUIT behind {:?} {:?} cut at {}", trial.before, trial.line, trial.cut);
            assert_eq!(told.escape_ascii().to_string(), trial.after.escape_ascii().to_string(), "{said}");
        }
    }
}

/// What clients of all kinds may say, one line after the other.
const SESSION: [&str; 26] = [
    "CAPA",
    "STAT",
    "USER $",
    "NOOP",
    "USER $",
    "PASS sesame",
    "STAT",
    "LIST",
    "UIDL",
    "LIST 2",
    "RETR 1",
    "TOP 2 1",
    "DELE 2",
    "RETR 2",
    "LIST",
    "UIDL 2",
    "RSET",
    "RSET x",
    "XYZZY",
    "stat",
    "DELE 1",
    "STAT x",
    "LAST",
    "CAPA",
    "NOOP",
    "QUIT",
];

#[test]
fn every_profile_speaks_over_a_socket_as_it_does_in_the_simulation() {
    for name in Profile::names() {
        let mut here = site(&["amy"]);
        here.profile = Profile::named(name).expect("a profile");
        here.profile.cleartext_login = Policy::Accept;
        here.profile.tls = TlsOffer::None;
        let mut options = options(&[]);
        options.site = here.clone();
        let server = Server::start(options);
        let now = Time::from_nanos(1_800_000_000_000_000_000);
        let seed = Some(Seed::new([7; 32]));
        let (mut endpoint, greeting) = Endpoint::accept_as(ConnectionId(0), false, now, &here, seed);
        let mut client = Client::dial(server.address());
        // A timestamp depends on time and chance, but its length does not.
        assert!(client.octets(greeting.octets.len()).starts_with(&greeting.octets[..4]), "{name}");
        for line in SESSION {
            let line = format!("{}\r\n", line.replace('$', "amy"));
            let answers = endpoint.hear(line.as_bytes(), now, &mut here);
            let closes = answers.iter().any(|answer| answer.then == Then::Close);
            let expected: Vec<u8> = answers.into_iter().flat_map(|answer| answer.octets).collect();
            client.send(line.as_bytes());
            let told = client.octets(expected.len());
            assert_eq!(told.escape_ascii().to_string(), expected.escape_ascii().to_string(), "{name}: {line:?}");
            if closes {
                break;
            }
        }
        let _ = client.stream().shutdown(Shutdown::Write);
        assert_eq!(client.rest(), b"", "{name}");
    }
}
