//! The live server, over real sockets of the loopback interface.
#![expect(clippy::disallowed_types, reason = "these tests are the clients")]

mod chance;
mod command;
mod connect;
mod connecting;
mod dial;
mod hostile;
mod load;
mod rules;
mod sessions;
mod tls;
mod told_again;

use std::io::BufRead as _;
use std::io::BufReader;
use std::io::Read as _;
use std::io::Write as _;
use std::net::SocketAddr;
use std::net::TcpStream;
use std::sync::Arc;
use std::sync::Mutex;
use std::time::Duration;

use popscope::live::Options;
use popscope::live::Running;
use popscope::live::Sink;
use popscope::live::Told;
use popscope::session::ConnectionId;
use popscope::session::Event;
use popscope::session::EventKind;
use popscope::session::Fact;
use popscope::session::event::Closing;
use popscope::sim::Mail;
use popscope::sim::server::Site;

/// Whoever waits longer than this for a server waits in vain.
const PATIENCE: Duration = Duration::from_secs(20);

/// The mails of every user.
const MAILS: [&str; 3] = ["Subject: one\n\n1\n", "Subject: two\n\n.\n..\n", "Subject: three\n\n3\n3\n3\n"];

/// Users with three small mails each.
fn site(users: &[&str]) -> Site {
    let users: Vec<String> = users.iter().map(|user| (*user).to_owned()).collect();
    let mails: Vec<Mail> = MAILS
        .iter()
        .zip(1..)
        .map(|(text, number)| Mail::new(format!("id-{number}").parse().expect("a unique-id"), text.as_bytes()))
        .collect();
    popscope::live::site::of_mails(&mails, &users, "sesame")
}

/// A server for these users on a port that the system chose.
fn options(users: &[&str]) -> Options {
    Options { listen: Some(SocketAddr::from(([127, 0, 0, 1], 0))), site: site(users), ..Options::default() }
}

/// A server, and all that it has told.
struct Server {
    running: Running,
    told: Arc<Mutex<Vec<Told>>>,
}

impl Server {
    fn start(options: Options) -> Self {
        let told: Arc<Mutex<Vec<Told>>> = Arc::default();
        let ear = Arc::clone(&told);
        let sink = Sink::new(move |told| ear.lock().expect("no panic").push(told));
        Self { running: Running::start(options, sink).expect("a server"), told }
    }

    fn address(&self) -> SocketAddr {
        self.running.address().expect("it listens without TLS")
    }

    fn client(&self) -> Client {
        Client::connect(self.address())
    }

    /// A client that has heard the greeting and has this user's maildrop open.
    fn logged_in(&self, user: &str) -> Client {
        let mut client = self.client();
        client.says(&format!("USER {user}"), "+OK");
        client.says("PASS sesame", "+OK");
        client
    }

    fn events(&self) -> Vec<Event> {
        let told = self.told.lock().expect("no panic");
        let events = told.iter().filter_map(|told| match told {
            Told::Event(event) => Some(event.clone()),
            Told::Tls { .. }
            | Told::Untrusted { .. }
            | Told::Over(_)
            | Told::Sealed { .. }
            | Told::Secret(_)
            | Told::Trouble(_)
            | Told::Mishap(_) => None,
        });
        events.collect()
    }

    /// Waits until something was told.
    #[track_caller]
    fn wait_for<T>(&self, what: &str, found: impl Fn(&Told) -> Option<T>) -> T {
        for _ in 0..PATIENCE.as_millis() / 5 {
            if let Some(found) = self.told.lock().expect("no panic").iter().find_map(&found) {
                return found;
            }
            std::thread::sleep(Duration::from_millis(5));
        }
        panic!("{what} was not told: {:?}", self.told.lock().expect("no panic"));
    }

    /// How a connection ended, once it has.
    #[track_caller]
    fn end_of(&self, id: u32) -> Closing {
        self.wait_for("the end of a connection", |told| match told {
            Told::Event(Event { connection, kind: EventKind::Closed(closing), .. }) => {
                (*connection == Some(ConnectionId(id))).then_some(*closing)
            }
            _ => None,
        })
    }

    /// Waits until nothing more is told of a connection.
    #[track_caller]
    fn wait_until_over(&self, id: u32) {
        self.wait_for("that it is over", |told| (*told == Told::Over(ConnectionId(id))).then_some(()));
    }

    fn facts(&self) -> Vec<Fact> {
        let fact = |event: Event| match event.kind {
            EventKind::Fact(fact) => Some(fact),
            _ => None,
        };
        self.events().into_iter().filter_map(fact).filter(|fact| !matches!(fact, Fact::MaildropHolds { .. })).collect()
    }
}

/// A client that says what it is told to.
struct Client(BufReader<TcpStream>);

impl Client {
    /// Connects and hears the greeting.
    #[track_caller]
    fn connect(address: SocketAddr) -> Self {
        let mut client = Self::dial(address);
        let greeting = client.line();
        assert!(greeting.starts_with("+OK"), "{greeting:?}");
        client
    }

    /// Connects and hears nothing.
    fn dial(address: SocketAddr) -> Self {
        let stream = TcpStream::connect(address).expect("a connection");
        stream.set_read_timeout(Some(PATIENCE)).expect("a time");
        stream.set_write_timeout(Some(PATIENCE)).expect("a time");
        stream.set_nodelay(true).expect("no delay");
        Self(BufReader::new(stream))
    }

    fn stream(&mut self) -> &mut TcpStream {
        self.0.get_mut()
    }

    fn send(&mut self, octets: &[u8]) {
        self.stream().write_all(octets).expect("an open connection");
    }

    /// A line without its end; nothing at the end of the connection.
    fn line(&mut self) -> String {
        let mut line = Vec::new();
        self.0.read_until(b'\n', &mut line).expect("a line in time");
        String::from_utf8(line).expect("text").trim_end_matches("\r\n").to_owned()
    }

    /// Says a line and hears a reply of one line.
    #[track_caller]
    fn says(&mut self, line: &str, expected: &str) -> String {
        self.send(format!("{line}\r\n").as_bytes());
        let reply = self.line();
        assert!(reply.starts_with(expected), "{line}: expected {expected}…, got {reply:?}");
        reply
    }

    /// So many octets.
    fn octets(&mut self, count: usize) -> Vec<u8> {
        let mut octets = vec![0; count];
        self.0.read_exact(&mut octets).expect("octets in time");
        octets
    }

    /// All that comes until the server closes.
    fn rest(&mut self) -> Vec<u8> {
        let mut rest = Vec::new();
        // A connection that was reset has no more to say either.
        let _ = self.0.read_to_end(&mut rest);
        rest
    }

    /// The lines up to the one with a dot.
    fn block(&mut self) -> Vec<String> {
        let mut lines = Vec::new();
        loop {
            let line = self.line();
            if line == "." {
                return lines;
            }
            lines.push(line);
        }
    }
}
