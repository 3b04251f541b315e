//! What the server promises: the facts of POP3, each with its test.

mod extensions;
mod login;
mod maildrop;
mod sasl;
mod states;
mod wire;

use std::net::IpAddr;
use std::net::SocketAddr;
use std::time::Duration;

use crate::proto::secret::Secret;
use crate::session::EventKind;
use crate::session::Fact;
use crate::session::Time;
use crate::session::event::Closing;
use crate::sim::Link;
use crate::sim::Profile;
use crate::sim::Store;
use crate::sim::World;
use crate::sim::client::Client;
use crate::sim::server::Site;
use crate::sim::store::Account;
use crate::sim::world::ClientId;

/// The two clients of a table.
const FIRST: ClientId = ClientId(0);
const SECOND: ClientId = ClientId(1);

/// A server with amy's three messages, the empty maildrop of bob, and two clients.
struct Table {
    world: World,
}

impl Table {
    fn new(profile: Profile) -> Self {
        Self::with(profile, |_| ())
    }

    /// The same with a store that is changed before anything happens.
    fn with(profile: Profile, change: impl FnOnce(&mut Store)) -> Self {
        let mut store = Store::new();
        for (user, secret) in [("amy", None), ("bob", Some("tanstaaf"))] {
            let password = secret.is_none().then(|| Secret::new("open sesame"));
            let account = Account { user: user.into(), password, secret: secret.map(Secret::new) };
            store.add_account(account).expect("a new user");
        }
        for text in ["Subject: one\n\n1\n", "Subject: two\n\n.\n..\n", "Subject: three\n\n3\n3\n3\n"] {
            store.deliver("amy", text.as_bytes(), None).expect("a user");
        }
        change(&mut store);
        let client = |name: &str, host| {
            Client::new(Some(name.into()), IpAddr::from([192, 0, 2, host]), Link::default(), Duration::from_secs(1))
        };
        let server = SocketAddr::from(([198, 51, 100, 1], 110));
        let clients = vec![client("laptop", 1), client("phone", 2)];
        Self { world: World::new(Site { profile, store }, server, clients, Time::from_nanos(0)) }
    }

    /// A table at which the first client has connected.
    fn connected(profile: Profile) -> Self {
        let mut table = Self::new(profile);
        table.world.connect(FIRST).expect("no connection yet");
        table
    }

    /// A table at which the first client has amy's maildrop open.
    fn logged_in(profile: Profile) -> Self {
        let mut table = Self::connected(profile);
        table.login(FIRST);
        table
    }

    #[track_caller]
    fn login(&mut self, client: ClientId) {
        assert!(self.says(client, "USER amy").starts_with("+OK"));
        assert!(self.says(client, "PASS open sesame").starts_with("+OK"));
    }

    /// Sends octets; all replies as text.
    #[track_caller]
    fn raw(&mut self, client: ClientId, octets: &[u8]) -> Vec<String> {
        let replies = self.world.send(client, octets).expect("an open connection");
        replies.into_iter().map(|reply| String::from_utf8(reply).expect("text")).collect()
    }

    /// Sends a line; its reply without the last line end.
    #[track_caller]
    fn says(&mut self, client: ClientId, line: &str) -> String {
        let replies = self.raw(client, format!("{line}\r\n").as_bytes());
        let [reply] = replies.as_slice() else { panic!("one reply to {line}, not {replies:?}") };
        reply.strip_suffix("\r\n").expect("a whole line").to_owned()
    }

    /// Sends lines one after the other and compares the beginnings of the replies.
    #[track_caller]
    fn talk(&mut self, exchanges: &[(&str, &str)]) {
        for (line, expected) in exchanges {
            let reply = self.says(FIRST, line);
            assert!(reply.starts_with(expected), "{line}: expected {expected}…, got {reply}");
        }
    }

    /// How many messages amy has on the server.
    fn stored(&self) -> usize {
        self.world.site().store.mails("amy").count()
    }

    fn lose_line(&mut self, client: ClientId) {
        self.world.close(client, Closing::LineLost).expect("an open connection");
    }

    /// The facts from inside, in order.
    fn facts(&self) -> Vec<Fact> {
        let facts = self.world.events().iter().filter_map(|event| match &event.kind {
            EventKind::Fact(fact) => Some(fact.clone()),
            EventKind::Opened(_)
            | EventKind::Octets { .. }
            | EventKind::Gap { .. }
            | EventKind::Conflict { .. }
            | EventKind::Travelled(_)
            | EventKind::Closed(_) => None,
        });
        facts.collect()
    }
}
