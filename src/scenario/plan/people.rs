//! Who takes part: the users with their maildrops, and the clients.

use std::collections::BTreeSet;
use std::net::IpAddr;
use std::net::Ipv4Addr;
use std::time::Duration;

use crate::proto::Command;
use crate::proto::auth;
use crate::proto::secret::Secret;
use crate::scenario::file::ScenarioFile;
use crate::scenario::file::UserFile;
use crate::scenario::flaw;
use crate::scenario::line;
use crate::scenario::place::Key;
use crate::scenario::plan::Planner;
use crate::scenario::plan::no_user;
use crate::session::Sentence;
use crate::sim::Link;
use crate::sim::Store;
use crate::sim::client::Client;
use crate::sim::store::Account;
use crate::sim::terms::Terms;

/// How long a client thinks unless the file says otherwise.
const DEFAULT_PAUSE: Duration = Duration::from_millis(500);

/// So often a password is hashed at most: more would show nothing new, and take its time.
const MOST_ROUNDS: u32 = 20_000;

impl Planner<'_> {
    /// The maildrops, and who may open them with what.
    pub(super) fn store(&mut self, parsed: &ScenarioFile) -> Store {
        let mut store = Store::new();
        if parsed.users.is_empty() {
            self.complain(&[Key::Name("users")], Sentence::new("flaw-users", "without a user there is no maildrop"));
        }
        for (index, user) in parsed.users.iter().enumerate() {
            let way = [Key::Name("users"), Key::Index(index)];
            if Command::parse(format!("USER {}", user.name)).is_err() {
                let what = Sentence::new("flaw-user-name", "a name is one word of printable characters");
                self.complain(&[way[0], way[1], Key::Name("name")], what);
            }
            match (&user.password, &user.secret) {
                (None, None) if user.token.is_some() => (),
                (None, None) => {
                    let text = format!("{} needs a password or a secret", user.name);
                    self.complain(&way, Sentence::new("flaw-no-password", text).with("user", user.name.as_str()));
                }
                (Some(_), Some(_)) => {
                    let text = "a password or a secret, not both (RFC 1939 §13)";
                    self.complain(&[way[0], way[1], Key::Name("secret")], Sentence::new("flaw-two-passwords", text));
                }
                (Some(_), None) | (None, Some(_)) => (),
            }
            let account = Account {
                user: user.name.as_str().into(),
                password: user.password.as_deref().map(Secret::new),
                secret: user.secret.as_deref().map(Secret::new),
            };
            if let Err(error) = store.add_account(account) {
                self.complain(&way, flaw::of_store(&error));
                continue;
            }
            let terms = self.terms(parsed, user, &way);
            store.ledger_mut().set_terms(&user.name, terms);
            for (message, mail) in user.messages.iter().enumerate() {
                let way = [way[0], way[1], Key::Name("messages"), Key::Index(message)];
                self.deliver(&mut store, &user.name, mail, &way);
            }
        }
        store
    }

    /// What holds for a user beyond name and password.
    fn terms(&mut self, parsed: &ScenarioFile, user: &UserFile, way: &[Key<'_>; 2]) -> Terms {
        let field = |name| [way[0], way[1], Key::Name(name)];
        if auth::compared(&user.name) != user.name {
            let text = "a name beyond ASCII is written as SASLprep makes it (RFC 6856 §2.2)";
            self.complain(&field("name"), Sentence::new("flaw-not-prepared", text));
        }
        if user.iterations.is_some_and(|rounds| rounds == 0 || MOST_ROUNDS < rounds) {
            let text = format!("SCRAM hashes once at least and {MOST_ROUNDS} times at most");
            self.complain(&field("iterations"), Sentence::new("flaw-iterations", text).with("most", MOST_ROUNDS));
        }
        if user.salt.as_deref() == Some("") {
            self.complain(&field("salt"), Sentence::new("flaw-salt", "a salt has at least one character"));
        }
        for delegate in &user.delegates {
            if !parsed.users.iter().any(|other| other.name == *delegate) {
                self.complain(&field("delegates"), no_user(delegate));
            }
        }
        Terms {
            token: user.token.as_deref().map(Secret::new),
            salt: user.salt.as_ref().map(|salt| salt.clone().into_bytes()),
            iterations: user.iterations,
            delegates: user.delegates.iter().map(|delegate| delegate.as_str().into()).collect(),
            login_delay: user.login_delay.map(Duration::from_secs),
            expire: user.expire,
            trouble: user.trouble,
        }
    }

    pub(super) fn clients(&mut self, parsed: &ScenarioFile) -> Vec<Client> {
        let millis = |own: Option<u64>, all: Option<u64>| own.or(all).map(Duration::from_millis);
        let mut all = Link::default();
        self.check_latencies(parsed.latency_millis, &parsed.line, &[]);
        self.check_line(&parsed.line, &[Key::Name("line")]);
        line::change(&mut all, &parsed.line);
        if let Some(millis) = parsed.latency_millis {
            all.latency = Duration::from_millis(millis);
        }
        let pause = |own| millis(own, parsed.pause_millis).unwrap_or(DEFAULT_PAUSE);
        let default_address = |index: usize| {
            IpAddr::from(Ipv4Addr::new(192, 0, 2, u8::try_from(index % 200).unwrap_or_default() + 10)) // RFC 5737
        };
        if parsed.clients.is_empty() {
            return vec![Client::new(None, default_address(0), all, pause(None))];
        }
        let mut names = BTreeSet::new();
        let mut clients = Vec::new();
        for (index, client) in parsed.clients.iter().enumerate() {
            let way = [Key::Name("clients"), Key::Index(index)];
            if client.name.trim().is_empty() || !names.insert(client.name.as_str()) {
                let what = Sentence::new("flaw-client-name", "each client has a name of its own");
                self.complain(&[way[0], way[1], Key::Name("name")], what);
            }
            let address = match client.address.as_deref().map(str::parse) {
                None => default_address(index),
                Some(Ok(address)) => address,
                Some(Err(_)) => {
                    let what = Sentence::new("flaw-client-address", "an address such as 192.0.2.1 is wanted");
                    self.complain(&[way[0], way[1], Key::Name("address")], what);
                    default_address(index)
                }
            };
            self.check_latencies(client.latency_millis, &client.line, &way);
            self.check_line(&client.line, &[way[0], way[1], Key::Name("line")]);
            let mut link = all.clone();
            if let Some(millis) = client.latency_millis {
                link.latency = Duration::from_millis(millis);
            }
            line::change(&mut link, &client.line);
            let client_name = Some(client.name.as_str().into());
            let mut planned = Client::new(client_name, address, link, pause(client.pause_millis));
            planned.without_tls = client.without_tls;
            planned.port = client.port;
            if client.port == Some(0) {
                let what = Sentence::new("flaw-port", "a port is a number from 1 to 65535");
                self.complain(&[way[0], way[1], Key::Name("port")], what);
            }
            clients.push(planned);
        }
        clients
    }
}
