//! The client side: connections to our own server, and to servers that are none.

use std::io::Read as _;
use std::io::Write as _;
use std::net::SocketAddr;
use std::net::TcpListener;
use std::sync::Arc;
use std::sync::Mutex;
use std::time::Duration;

use popscope::live::Connecting;
use popscope::live::Doubt;
use popscope::live::Options;
use popscope::live::Security;
use popscope::live::Sink;
use popscope::live::Target;
use popscope::live::Told;
use popscope::live::Trust;
use popscope::live::connect::Waits;
use popscope::proto::Side;
use popscope::proto::utterance::Cover;
use popscope::session::Event;
use popscope::session::EventKind;
use popscope::session::Recorder;
use popscope::session::Step;
use popscope::session::event::Closing;
use popscope::session::snapshot::Tls;
use popscope::session::tls_facts::Began;

use super::PATIENCE;
use super::Server;
use super::options;

/// A connection, and all that it has told.
struct Talk {
    connecting: Connecting,
    told: Arc<Mutex<Vec<Told>>>,
}

impl Talk {
    fn start(target: Target) -> Self {
        let told: Arc<Mutex<Vec<Told>>> = Arc::default();
        let ear = Arc::clone(&told);
        let sink = Sink::new(move |told| ear.lock().expect("no panic").push(told));
        Self { connecting: Connecting::start(target, sink).expect("a thread"), told }
    }

    #[track_caller]
    fn wait_for<T>(&self, what: &str, found: impl Fn(&[Told]) -> Option<T>) -> T {
        for _ in 0..PATIENCE.as_millis() / 5 {
            if let Some(found) = found(&self.told.lock().expect("no panic")) {
                return found;
            }
            std::thread::sleep(Duration::from_millis(5));
        }
        panic!("{what} was not told: {:?}", self.told.lock().expect("no panic"));
    }

    /// Waits until the server has said this.
    #[track_caller]
    fn hears(&self, text: &str) {
        self.wait_for(text, |told| heard(told).contains(text).then_some(()));
    }

    #[track_caller]
    fn end(&self) -> Closing {
        self.wait_for("the end", |told| {
            told.iter().find_map(|told| match told {
                Told::Event(Event { kind: EventKind::Closed(closing), .. }) => Some(*closing),
                _ => None,
            })
        })
    }

    #[track_caller]
    fn trouble(&self) -> String {
        self.wait_for("trouble", |told| {
            told.iter().find_map(|told| match told {
                Told::Mishap(why) => Some(why.to_string()),
                _ => None,
            })
        })
    }

    fn events(&self) -> Vec<Event> {
        let told = self.told.lock().expect("no panic");
        let events = told.iter().filter_map(|told| match told {
            Told::Event(event) => Some(event.clone()),
            _ => None,
        });
        events.collect()
    }
}

/// What the server has said.
fn heard(told: &[Told]) -> String {
    let said = told.iter().filter_map(|told| match told {
        Told::Event(Event { kind: EventKind::Octets { side: Side::Server, octets, .. }, .. }) => {
            Some(octets.escape_ascii().to_string())
        }
        _ => None,
    });
    said.collect()
}

fn server() -> Server {
    let tls_listen = Some(SocketAddr::from(([127, 0, 0, 1], 0)));
    Server::start(Options { stls: true, tls_listen, ..options(&["amy"]) })
}

/// A target of this server that accepts its certificate.
fn target(server: &Server, security: Security) -> Target {
    let address = if security == Security::Implicit { server.running.tls_address() } else { server.running.address() };
    let fingerprint = server.running.identity().expect("it speaks TLS").fingerprint.clone();
    let target = Target::new("127.0.0.1", address.expect("it listens").port());
    Target { security, trust: Trust::Fingerprint(fingerprint), ..target }
}

#[test]
fn lines_are_said_and_replies_told_plain_with_stls_and_with_implicit_tls() {
    let server = server();
    for (security, expected) in
        [(Security::None, Tls::None), (Security::Stls, Tls::Stls), (Security::Implicit, Tls::Implicit)]
    {
        let talk = Talk::start(target(&server, security));
        // Said before there is a connection, and yet under TLS.
        for line in ["USER amy", "PASS sesame", "RETR 2"] {
            talk.connecting.say_line(line);
        }
        talk.hears("...\\r\\n.\\r\\n");
        talk.connecting.say_line("QUIT");
        assert_eq!(talk.end(), Closing::Finished(Side::Server));
        let timeline = Recorder::record_all(talk.events());
        let said: Vec<String> =
            timeline.steps().iter().filter_map(Step::said).map(|said| said.shown_line(false)).collect();
        for line in ["USER amy", "PASS ••••••", "+OK 23 octets"] {
            assert!(said.iter().any(|said| said == line), "{line}: {said:?}");
        }
        let last = timeline.snapshot(popscope::session::Cursor(usize::MAX));
        assert_eq!(last.sessions.first().map(|session| session.tls), Some(expected));
        let passwords = talk.events().into_iter().filter_map(|event| match event.kind {
            EventKind::Octets { octets, cover, .. } if octets.windows(4).any(|word| word == b"PASS") => Some(cover),
            _ => None,
        });
        let cover = if security == Security::None { Cover::Clear } else { Cover::Tls };
        assert!(passwords.collect::<Vec<_>>().iter().all(|found| *found == cover));
    }
}

#[test]
fn tls_is_told_with_its_version_suite_and_certificate() {
    let server = server();
    let talk = Talk::start(target(&server, Security::Stls));
    let (facts, fingerprint) = talk.wait_for("TLS", |told| {
        told.iter().find_map(|told| match told {
            Told::Tls { facts, fingerprint, .. } => Some((facts.clone(), fingerprint.clone())),
            _ => None,
        })
    });
    let identity = server.running.identity().expect("it speaks TLS");
    assert_eq!(fingerprint.as_ref(), Some(&identity.fingerprint));
    assert_eq!((facts.began, facts.certificate.as_ref()), (Began::Stls, Some(&identity.certificate)));
    assert!(facts.version.is_some() && facts.cipher_suite.is_some());
}

#[test]
fn a_certificate_that_nobody_vouches_for_is_told_and_nothing_is_said() {
    let server = server();
    let wrong = Trust::Fingerprint("00:11".to_owned());
    for (security, trust) in
        [(Security::Stls, Trust::System), (Security::Implicit, Trust::System), (Security::Implicit, wrong)]
    {
        let talk = Talk::start(Target { trust: trust.clone(), ..target(&server, security) });
        talk.connecting.say_line("USER amy");
        let (fingerprint, doubt) = talk.wait_for("the certificate", |told| {
            told.iter().find_map(|told| match told {
                Told::Untrusted { fingerprint, doubt, certificate, .. } => {
                    assert!(certificate.as_ref().is_some_and(|read| read.names.contains(&"localhost".to_owned())));
                    Some((fingerprint.clone(), doubt.clone()))
                }
                _ => None,
            })
        });
        assert_eq!(fingerprint, server.running.identity().expect("it speaks TLS").fingerprint);
        let wrong = matches!(trust, Trust::Fingerprint(_));
        assert_eq!(doubt, if wrong { Doubt::NotTheAccepted } else { Doubt::UnknownIssuer });
        assert_eq!(talk.end(), Closing::Finished(Side::Client));
        let said = format!("{:?}", talk.events());
        assert!(!said.contains("amy"), "{said}");
    }
}

/// A server that says this to whoever connects, and then waits for the client to go.
fn impostor(said: &'static [&'static [u8]]) -> Target {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = listener.local_addr().expect("an address").port();
    let work = move || {
        let (mut stream, _) = listener.accept().expect("a connection");
        for piece in said {
            stream.write_all(piece).expect("an open connection");
            let _ = stream.read(&mut [0; 1000]);
        }
        let _ = stream.read_to_end(&mut Vec::new());
    };
    std::thread::Builder::new().name("impostor".to_owned()).spawn(work).expect("a thread");
    Target::new("127.0.0.1", port)
}

#[test]
fn a_server_that_refuses_stls_hears_no_password() {
    let talk = Talk::start(Target { security: Security::Stls, ..impostor(&[b"+OK ready\r\n", b"-ERR never\r\n"]) });
    talk.connecting.say_line("PASS sesame");
    assert_eq!(talk.trouble(), "the server refuses STLS: -ERR never");
    assert_eq!(talk.end(), Closing::Finished(Side::Client));
    assert!(!format!("{:?}", talk.events()).contains("sesame"));
}

#[test]
fn replies_slipped_in_before_tls_are_not_believed() {
    let said: &[&[u8]] = &[b"+OK ready\r\n", b"+OK begin\r\n+OK amy's maildrop has 0 messages\r\n"];
    let talk = Talk::start(Target { security: Security::Stls, ..impostor(said) });
    assert_eq!(talk.trouble(), "the server said more than it was asked before TLS began");
}

#[test]
fn whatever_is_no_server_of_pop3_is_told() {
    let talk = Talk::start(Target { security: Security::Stls, ..impostor(&[b"-ERR [SYS/TEMP] later\x1b[2J\r\n"]) });
    assert_eq!(talk.trouble(), "the server does not greet: -ERR [SYS/TEMP] later\\u{1b}[2J");
    let talk = Talk::start(Target { security: Security::Stls, ..impostor(&[&[b'x'; 5000]]) });
    assert_eq!(talk.trouble(), "what the server says is no line of POP3");
    let talk = Talk::start(Target { security: Security::Implicit, ..impostor(&[b"+OK ready\r\n"]) });
    assert!(talk.trouble().starts_with("TLS failed"));
    let nobody = TcpListener::bind("127.0.0.1:0").expect("a port").local_addr().expect("an address").port();
    let talk = Talk::start(Target::new("127.0.0.1", nobody));
    assert!(talk.trouble().starts_with("cannot connect to 127.0.0.1:"));
}

#[test]
fn a_client_does_not_wait_or_listen_without_end() {
    let silence = Waits { beginning: Duration::from_millis(200), ..Waits::default() };
    let talk = Talk::start(Target { security: Security::Stls, waits: silence, ..impostor(&[b""]) });
    assert_eq!(talk.trouble(), "the server took too long to begin");
    let silence = Waits { silence: Duration::from_millis(200), ..Waits::default() };
    let talk = Talk::start(Target { waits: silence, ..impostor(&[b"+OK ready\r\n"]) });
    assert_eq!(talk.trouble(), "the server has been silent for too long");
    let much = Waits { octets: 1000, ..Waits::default() };
    let talk = Talk::start(Target { waits: much, ..impostor(&[&[b'x'; 12_000]]) });
    assert!(talk.trouble().starts_with("the server has said more than "));
}

#[test]
fn a_connection_is_closed_when_all_is_said_or_at_once() {
    let server = server();
    let talk = Talk::start(target(&server, Security::None));
    talk.connecting.say_line("USER amy");
    talk.connecting.close();
    assert_eq!(talk.end(), Closing::Finished(Side::Client));
    server.wait_until_over(0);
    let said = format!("{:?}", server.events());
    assert!(said.contains(&format!("{:?}", b"USER amy\r\n".to_vec())), "{said}");
    let talk = Talk::start(target(&server, Security::Implicit));
    talk.hears("+OK");
    drop(talk.connecting);
    server.wait_until_over(1);
}

/// How the passwords were covered that were said.
fn covers_of_passwords(talk: &Talk) -> Vec<Cover> {
    let covers = talk.events().into_iter().filter_map(|event| match event.kind {
        EventKind::Octets { octets, cover, .. } if octets.windows(4).any(|word| word == b"PASS") => Some(cover),
        _ => None,
    });
    covers.collect()
}

#[test]
fn stls_in_the_middle_of_a_talk_leads_to_tls_or_to_nothing() {
    let server = server();
    let talk = Talk::start(target(&server, Security::None));
    talk.connecting.say_line("CAPA");
    talk.hears("STLS");
    talk.connecting.say_line("stls");
    talk.wait_for("TLS", |told| told.iter().any(|told| matches!(told, Told::Tls { .. })).then_some(()));
    for line in ["USER amy", "PASS sesame"] {
        talk.connecting.say_line(line);
    }
    talk.hears("messages");
    // Inside TLS it is a command like any other.
    talk.connecting.say_line("STLS");
    talk.hears("-ERR");
    talk.connecting.say_line("QUIT");
    assert_eq!(talk.end(), Closing::Finished(Side::Server));
    assert_eq!(covers_of_passwords(&talk), [Cover::Tls]);

    let refusing: &[&[u8]] = &[b"+OK ready\r\n", b"-ERR no TLS here\r\n", b"+OK still here\r\n"];
    let talk = Talk::start(impostor(refusing));
    talk.connecting.say_line("STLS");
    talk.hears("no TLS here");
    talk.connecting.say_line("NOOP");
    talk.hears("still here");
}

#[test]
fn whatever_is_said_behind_stls_waits_for_tls() {
    let server = server();
    // All at once, in any pieces, behind commands whose replies are still due.
    let said = b"CAPA\r\nNOOP\r\nSTLS\r\nUSER amy\r\nPASS sesame\r\nSTAT\r\nQUIT\r\n";
    for size in [1, 7, said.len()] {
        let talk = Talk::start(target(&server, Security::None));
        for piece in said.chunks(size) {
            talk.connecting.say(piece);
        }
        assert_eq!(talk.end(), Closing::Finished(Side::Server), "{}", heard(&talk.told.lock().expect("no panic")));
        talk.hears("+OK 3 ");
        let timeline = Recorder::record_all(talk.events());
        let last = timeline.snapshot(popscope::session::Cursor(usize::MAX));
        assert_eq!(last.sessions.first().map(|session| session.tls), Some(Tls::Stls));
        let covers = covers_of_passwords(&talk);
        assert!(covers.iter().all(|cover| *cover == Cover::Tls), "{covers:?} in pieces of {size}");
    }
}

#[test]
fn whatever_was_said_behind_an_stls_that_is_refused_is_not_said() {
    let refusing: &[&[u8]] = &[b"+OK ready\r\n", b"-ERR no TLS here\r\n", b"+OK still here\r\n"];
    let talk = Talk::start(impostor(refusing));
    talk.connecting.say(b"STLS\r\nUSER amy\r\nPASS sesame\r\n");
    assert_eq!(talk.trouble(), "the server refuses STLS: 23 octets behind it were not said");
    talk.connecting.say_line("NOOP");
    talk.hears("still here");
    let said = format!("{:?}", talk.events());
    assert!(!said.contains(&format!("{:?}", b"USER amy\r\n".to_vec())) && covers_of_passwords(&talk).is_empty());
}

#[test]
#[expect(clippy::disallowed_methods, reason = "a test of real time")]
fn whoever_leaves_a_server_that_never_pauses_is_heard() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = listener.local_addr().expect("an address").port();
    let flood = move || {
        let (mut stream, _) = listener.accept().expect("a connection");
        let start = std::time::Instant::now();
        let octets = [b"+OK ready\r\n".as_slice(), &b"x\r\n".repeat(30_000)].concat();
        // Whoever is not heard at all is let go at last.
        while start.elapsed() < Duration::from_secs(15) && stream.write_all(&octets).is_ok() {}
    };
    std::thread::Builder::new().name("flood".to_owned()).spawn(flood).expect("a thread");
    let (told, news) = std::sync::mpsc::channel();
    let waits = Waits { octets: u64::MAX, ..Waits::default() };
    // Telling takes its time, so that more is there than is heard.
    let sink = Sink::new(move |event| {
        std::thread::sleep(Duration::from_micros(200));
        let _ = told.send(matches!(event, Told::Over(_)));
    });
    let connecting = Connecting::start(Target { waits, ..Target::new("127.0.0.1", port) }, sink).expect("a thread");
    for _ in 0..300 {
        news.recv_timeout(PATIENCE).expect("the flood");
    }
    let start = std::time::Instant::now();
    drop(connecting);
    let took = start.elapsed();
    assert!(took < Duration::from_secs(5), "{took:?}");
    assert!(news.iter().any(|is_over| is_over));
}

#[test]
fn whoever_leaves_does_not_wait() {
    let server = server();
    let talk = Talk::start(target(&server, Security::Implicit));
    talk.hears("+OK");
    talk.connecting.leave();
    server.wait_until_over(0);
}
