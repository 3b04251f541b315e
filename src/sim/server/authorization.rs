//! The AUTHORIZATION state: the client says who it is (RFC 1939 §4 and §7, RFC 5034, RFC 2595).

use std::mem;
use std::sync::Arc;

use crate::proto::Command;
use crate::proto::CommandError;
use crate::proto::Keyword;
use crate::proto::Phase;
use crate::proto::auth::apop_digest;
use crate::proto::auth::compared;
use crate::proto::auth::encode_base64;
use crate::proto::auth::prepared;
use crate::proto::command::CommandLine;
use crate::proto::line::first_line;
use crate::proto::scram;
use crate::proto::secret::Secret;
use crate::session::ConnectionId;
use crate::session::Fact;
use crate::session::Time;
use crate::sim::Phrase;
use crate::sim::chance::Seed;
use crate::sim::clock::unix_seconds;
use crate::sim::ledger;
use crate::sim::profile::Mechanism;
use crate::sim::profile::Utf8Offer;
use crate::sim::server::Answer;
use crate::sim::server::Server;
use crate::sim::server::Site;
use crate::sim::server::answer::Refusal;
use crate::sim::server::answer::Then;
use crate::sim::server::capabilities::capabilities;
use crate::sim::server::deviate::timestamp_of;
use crate::sim::server::gate::Heard;
use crate::sim::server::gate::admit;
use crate::sim::server::gate::refuse;
use crate::sim::server::language::lang;
use crate::sim::server::sasl::Exchange;
use crate::sim::server::sasl::Turn;
use crate::sim::server::sasl::verify_password;
use crate::sim::server::state::Outcome;
use crate::sim::server::state::Standing;
use crate::sim::server::state::closing;
use crate::sim::server::transaction::Transaction;
use crate::sim::server::transaction::maildrop_values;
use crate::sim::server::transaction::with_line_ends;
use crate::sim::template::Values;
use crate::sim::terms::Trouble;
use crate::sim::tongue::Tongue;

/// The first port that needs no privilege: RPOP trusts those below (RFC 1225).
const LEAST_FREE_PORT: u16 = 1024;

/// A session without a maildrop.
#[derive(Debug)]
pub struct Authorization {
    id: ConnectionId,
    covered: bool,
    /// What the greeting offered to APOP.
    timestamp: String,
    /// Whom the client named last without being turned down.
    user: Option<Arc<str>>,
    login: Login,
    failures: u32,
    /// How often AUTH was begun: each time the nonce is another.
    exchanges: u32,
    /// What nobody can foresee, on a real socket.
    seed: Option<Seed>,
    quit: bool,
    /// The port that the client speaks from, if it is known.
    port: Option<u16>,
}

/// How far a login is.
#[derive(Debug)]
enum Login {
    /// It has not begun.
    Idle,
    /// USER was accepted right before.
    UserAccepted,
    /// The next line is a response.
    Sasl(Exchange),
}

impl Authorization {
    pub(super) fn greet(id: ConnectionId, covered: bool, now: Time, site: &Site, seed: Option<Seed>) -> (Self, Answer) {
        let timestamp = timestamp(id, now, site, seed.map(|seed| seed.word("greeting")));
        let values = Values { host: site.profile.host.clone(), timestamp: timestamp.clone(), ..Values::default() };
        let answer = Answer::say(site, Phrase::Greeting, &values);
        let state = Self {
            id,
            covered,
            timestamp,
            user: None,
            login: Login::Idle,
            failures: 0,
            exchanges: 0,
            seed,
            quit: false,
            port: None,
        };
        (state, answer)
    }

    pub(super) fn comes_from(&mut self, port: u16) {
        self.port = Some(port);
    }

    pub(super) fn hears_commands(&self) -> bool {
        !matches!(self.login, Login::Sasl(_))
    }

    pub(super) fn timestamp(&self) -> &str {
        &self.timestamp
    }

    pub(super) fn handle(mut self, heard: Heard<'_>, site: &mut Site) -> Outcome {
        match mem::replace(&mut self.login, Login::Idle) {
            Login::Sasl(exchange) => {
                let turn = exchange.respond(first_line(heard.line).0, &site.store);
                self.take_turn(turn, heard, site)
            }
            login @ (Login::Idle | Login::UserAccepted) => {
                self.login = login;
                self.handle_command(heard, site)
            }
        }
    }

    pub(super) fn standing(&self) -> Standing {
        Standing {
            phase: Some(Phase::Authorization),
            user: self.user.clone(),
            user_accepted: matches!(self.login, Login::UserAccepted),
            quit: self.quit,
            ..Standing::default()
        }
    }

    fn handle_command(mut self, heard: Heard<'_>, site: &mut Site) -> Outcome {
        let line = CommandLine::read(heard.line);
        let pending = matches!(self.login, Login::UserAccepted);
        // PASS has to follow immediately (RFC 1939 §7); asking for capabilities does no harm.
        if line.keyword != Some(Keyword::Capa) {
            self.login = Login::Idle;
        }
        let command = match admit(&line, Phase::Authorization, pending, &site.profile) {
            Ok(command) => command,
            Err(refusal) => {
                let answer = refuse(site, &line, Phase::Authorization, refusal);
                return (Server::Authorization(self), answer);
            }
        };
        if !may_say(&command, site.profile.utf8) {
            let refusal = Refusal::Malformed(CommandError::NotText);
            let answer = refuse(site, &line, Phase::Authorization, refusal);
            return (Server::Authorization(self), answer);
        }
        match command {
            Command::User { name } => self.user(&compared(&name), site),
            Command::Pass { secret } => self.pass(&secret, heard, site),
            Command::Rpop { user } => self.rpop(&user, heard, site),
            Command::Apop { name, digest } => self.apop(&compared(&name), &digest, heard, site),
            Command::Auth { mechanism, initial_response } => {
                self.auth(mechanism.as_deref(), initial_response.as_ref(), heard, site)
            }
            Command::Stls => self.stls(&line, heard, site),
            Command::Capa => {
                let lines = capabilities(site, Phase::Authorization, self.covered, None);
                let answer = self.say(site, Phrase::Capa).with_block(with_line_ends(&lines).as_bytes());
                (Server::Authorization(self), answer)
            }
            Command::Utf8 => {
                site.profile.modes.utf8 = true;
                self.stay(site, Phrase::Utf8)
            }
            Command::Lang { range } => {
                let answer = lang(site, range.as_deref());
                (Server::Authorization(self), answer)
            }
            Command::Quit => {
                self.quit = true;
                let answer = closing(self.say(site, Phrase::Quit));
                (Server::Authorization(self), answer)
            }
            Command::Stat
            | Command::List { .. }
            | Command::Retr { .. }
            | Command::Dele { .. }
            | Command::Noop
            | Command::Rset
            | Command::Top { .. }
            | Command::Uidl { .. }
            | Command::Last => unreachable!("the gate lets no {} through here", command.keyword()),
        }
    }

    fn user(mut self, name: &str, site: &Site) -> Outcome {
        if !site.profile.takes_password(self.covered) {
            return self.stay(site, Phrase::TlsFirst);
        }
        let known = site.store.account(name).is_some();
        if !known && site.profile.refuses_unknown_users() {
            let values = Values { host: site.profile.host.clone(), user: name.to_owned(), ..Values::default() };
            let answer = Answer::say_wrong_credentials(site, Phrase::UnknownUser, &values);
            return (Server::Authorization(self), answer);
        }
        self.user = Some(name.into());
        self.login = Login::UserAccepted;
        self.stay(site, Phrase::User)
    }

    fn pass(self, secret: &Secret, heard: Heard<'_>, site: &mut Site) -> Outcome {
        let user = self.user.clone().expect("the gate wants an accepted USER");
        if verify_password(&user, secret.reveal(), &site.store) {
            self.open(&user, heard, site)
        } else {
            self.fail(&user, site)
        }
    }

    /// A client from a port that only the owner of a machine may use is taken at its word: it may open the
    /// maildrop of the same name (RFC 1225).
    fn rpop(self, remote: &str, heard: Heard<'_>, site: &mut Site) -> Outcome {
        let user = self.user.clone().expect("the gate wants an accepted USER");
        if self.port.is_none_or(|port| LEAST_FREE_PORT <= port) {
            let problem = format!("RPOP: the client speaks from a port that is not below {LEAST_FREE_PORT}");
            let values = Values { host: site.profile.host.clone(), problem, ..Values::default() };
            let answer = Answer::say(site, Phrase::Malformed, &values);
            return (Server::Authorization(self), answer);
        }
        let known = site.store.account(&user).is_some();
        if known && *user == *remote { self.open(&user, heard, site) } else { self.fail(&user, site) }
    }

    fn apop(self, name: &str, digest: &str, heard: Heard<'_>, site: &mut Site) -> Outcome {
        let secret = site.store.account(name).and_then(|account| account.secret.as_ref());
        let right = secret.is_some_and(|secret| apop_digest(self.timestamp.as_bytes(), secret.reveal()) == digest);
        if right { self.open(name, heard, site) } else { self.fail(name, site) }
    }

    fn auth(mut self, name: Option<&str>, initial: Option<&Secret>, heard: Heard<'_>, site: &mut Site) -> Outcome {
        let offered = |mechanism: &Mechanism| site.profile.mechanisms.contains(mechanism);
        let mechanism = Mechanism::ALL.into_iter().filter(offered).find(|mechanism| Some(mechanism.name()) == name);
        let Some(mechanism) = mechanism else { return self.stay(site, Phrase::UnknownMechanism) };
        if mechanism.reveals_password() && !site.profile.takes_password(self.covered) {
            return self.stay(site, Phrase::TlsFirst);
        }
        self.exchanges += 1;
        let word = self.seed.map(|seed| seed.word(&format!("challenge {}", self.exchanges)));
        let challenge = timestamp(self.id, heard.now, site, word);
        let nonce = match self.seed {
            Some(seed) => seed.word(&format!("nonce {}", self.exchanges)),
            None => scram::nonce_of(format!("{challenge} {}", self.exchanges).as_bytes()),
        };
        let turn = Exchange::begin(mechanism, initial.map(Secret::reveal), (challenge, nonce), &site.store);
        self.take_turn(turn, heard, site)
    }

    fn take_turn(mut self, turn: Turn, heard: Heard<'_>, site: &mut Site) -> Outcome {
        match turn {
            // Whoever answers before the question has not read it.
            Turn::Challenge(..) if heard.more => {
                let answer = self.say(site, Phrase::Ahead);
                (Server::Authorization(self), Answer { refusal: Some(Refusal::Ahead), ..answer })
            }
            Turn::Challenge(exchange, octets) => {
                self.login = Login::Sasl(exchange);
                (Server::Authorization(self), Answer::line(&format!("+ {}", encode_base64(&octets))))
            }
            Turn::Verified(name) => self.open(&name, heard, site),
            Turn::Wrong(name) => self.fail(&name, site),
            Turn::Failed(phrase) => self.stay(site, phrase),
        }
    }

    fn stls(mut self, line: &CommandLine, heard: Heard<'_>, site: &mut Site) -> Outcome {
        if self.covered {
            return self.stay(site, Phrase::TlsActive);
        }
        if site.profile.modes.utf8 {
            return self.stay(site, Phrase::TlsTooLate);
        }
        if heard.more {
            // It came in the clear and would be obeyed under TLS: anybody can have put it there (RFC 2595 §4).
            let answer = refuse(site, line, Phase::Authorization, Refusal::Ahead);
            return (Server::Authorization(self), answer);
        }
        self.covered = true;
        let answer = self.say(site, Phrase::Stls).then(Then::StartTls);
        // What was agreed in the clear may have been anybody's wish (RFC 2595 §4).
        site.profile.modes.tongue = Tongue::default();
        (Server::Authorization(self), answer)
    }

    /// Name and proof were right: the maildrop opens, if nothing is in the way.
    fn open(mut self, user: &str, heard: Heard<'_>, site: &mut Site) -> Outcome {
        let maildrop = match obstacle(user, heard.now, site) {
            Some(obstacle) => Err(obstacle),
            // The code also tells that name and password were right (RFC 2449 §8.1.2).
            None => site.open(user, self.id).map_err(|_| (Phrase::Locked, "IN-USE")),
        };
        let maildrop = match maildrop {
            Ok(maildrop) => maildrop,
            Err((phrase, code)) => {
                let values = Values { host: site.profile.host.clone(), user: user.to_owned(), ..Values::default() };
                let answer = Answer::say_with_code(site, phrase, &values, code);
                self.login = Login::Idle;
                return (Server::Authorization(self), answer);
            }
        };
        site.store.ledger_mut().note_login(user, heard.now);
        let locked = Fact::MaildropLocked { user: maildrop.user().clone() };
        let answer = Answer::say(site, Phrase::Login, &maildrop_values(&maildrop, site)).with_facts([locked]);
        (Server::Transaction(Transaction::new(maildrop, self.covered)), answer)
    }

    fn fail(mut self, user: &str, site: &Site) -> Outcome {
        self.failures += 1;
        let values = Values { host: site.profile.host.clone(), user: user.to_owned(), ..Values::default() };
        let answer = Answer::say_wrong_credentials(site, Phrase::LoginFailed, &values);
        let enough = site.profile.has_enough_of(self.failures);
        (Server::Authorization(self), if enough { closing(answer) } else { answer })
    }

    fn stay(self, site: &Site, phrase: Phrase) -> Outcome {
        let answer = self.say(site, phrase);
        (Server::Authorization(self), answer)
    }

    fn say(&self, site: &Site, phrase: Phrase) -> Answer {
        let user = self.user.as_deref().unwrap_or_default().to_owned();
        Answer::say(site, phrase, &Values { host: site.profile.host.clone(), user, ..Values::default() })
    }
}

/// Why a maildrop stays closed whose user has proved to be the right one, and the code that says so.
fn obstacle(user: &str, now: Time, site: &Site) -> Option<(Phrase, &'static str)> {
    let delay = ledger::login_delay(&site.profile, &site.store, user);
    if site.store.ledger().is_too_early(user, delay, now) {
        return Some((Phrase::LoginDelay, "LOGIN-DELAY"));
    }
    site.store.ledger().terms(user).trouble.map(|trouble| match trouble {
        Trouble::Temporary => (Phrase::TemporaryTrouble, "SYS/TEMP"),
        Trouble::Permanent => (Phrase::PermanentTrouble, "SYS/PERM"),
    })
}

/// Whether a command keeps to ASCII, or to what UTF8 USER allows: names that `SASLprep` takes (RFC 6856 §2.2).
fn may_say(command: &Command, utf8: Utf8Offer) -> bool {
    let is_name = |name: &str| match utf8 {
        Utf8Offer::User => name.is_ascii() || prepared(name).is_some(),
        Utf8Offer::None | Utf8Offer::Mode => name.is_ascii(),
    };
    match command {
        Command::User { name } | Command::Rpop { user: name } | Command::Apop { name, .. } => is_name(name),
        Command::Pass { secret } => secret.reveal().is_ascii() || utf8 == Utf8Offer::User,
        Command::Auth { .. }
        | Command::Stls
        | Command::Capa
        | Command::Utf8
        | Command::Lang { .. }
        | Command::Stat
        | Command::List { .. }
        | Command::Retr { .. }
        | Command::Dele { .. }
        | Command::Noop
        | Command::Rset
        | Command::Top { .. }
        | Command::Uidl { .. }
        | Command::Last
        | Command::Quit => true,
    }
}

/// A message identifier that no other connection ever got: process, clock, host (RFC 1939 §7, APOP), and on a real
/// socket a word that nobody can foresee, for who can may have a digest made before.
fn timestamp(id: ConnectionId, now: Time, site: &Site, word: Option<String>) -> String {
    let (number, second) = timestamp_of(id, now, &site.profile);
    let repeats = (number, second) != (id, now);
    let word = word.filter(|_| !repeats).map(|word| format!(".{word}")).unwrap_or_default();
    let process = site.profile.process.wrapping_add(number.0);
    format!("<{process}.{}{word}@{}>", unix_seconds(second), site.profile.host)
}
