//! TLS over real sockets: STLS, TLS from the first octet, and those who try to get something in between.

use std::io::Read as _;
use std::io::Write as _;
use std::net::SocketAddr;
use std::net::TcpStream;
use std::sync::Arc;
use std::time::Duration;

use popscope::live::Limits;
use popscope::live::Options;
use popscope::live::Told;
use popscope::proto::Side;
use popscope::proto::utterance::Cover;
use popscope::session::EventKind;
use popscope::session::Fact;
use popscope::session::event::Closing;
use popscope::session::tls_facts::Began;
use popscope::session::tls_facts::TlsVersion;
use rustls::ClientConfig;
use rustls::ClientConnection;
use rustls::RootCertStore;
use rustls::StreamOwned;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::ServerName;
use rustls::pki_types::pem::PemObject as _;

use super::Client;
use super::Server;
use super::options;

fn server(limits: Limits) -> Server {
    let tls_listen = Some(SocketAddr::from(([127, 0, 0, 1], 0)));
    Server::start(Options { stls: true, tls_listen, limits, ..options(&["amy"]) })
}

/// A client that trusts the certificate of this server and no other.
fn config(server: &Server, versions: &[&'static rustls::SupportedProtocolVersion]) -> Arc<ClientConfig> {
    let pem = &server.running.identity().expect("it speaks TLS").pem;
    let mut roots = RootCertStore::empty();
    roots.add(CertificateDer::from_pem_slice(pem.as_bytes()).expect("a certificate")).expect("a root");
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let builder = ClientConfig::builder_with_provider(provider).with_protocol_versions(versions).expect("versions");
    Arc::new(builder.with_root_certificates(roots).with_no_client_auth())
}

type Inside = StreamOwned<ClientConnection, TcpStream>;

fn inside(server: &Server, stream: TcpStream, versions: &[&'static rustls::SupportedProtocolVersion]) -> Inside {
    let name = ServerName::try_from("localhost").expect("a name");
    let tls = ClientConnection::new(config(server, versions), name).expect("a client");
    StreamOwned::new(tls, stream)
}

/// Says something inside TLS and hears what comes until these octets end it.
#[track_caller]
fn talk(stream: &mut Inside, said: &str, end: &str) -> String {
    stream.write_all(said.as_bytes()).expect("an open connection");
    let mut heard = Vec::new();
    while !heard.ends_with(end.as_bytes()) {
        let mut octet = [0];
        stream.read_exact(&mut octet).unwrap_or_else(|error| panic!("{error}: {}", heard.escape_ascii()));
        heard.extend(octet);
    }
    String::from_utf8(heard).expect("text")
}

fn tls_of(server: &Server, began: Began) -> popscope::session::TlsFacts {
    server.wait_for("TLS", |told| match told {
        Told::Tls { facts, .. } if facts.began == began => Some(popscope::session::TlsFacts::clone(facts)),
        _ => None,
    })
}

#[test]
fn stls_covers_what_follows() {
    let server = server(Limits::default());
    for (id, version, number) in
        [(0, &rustls::version::TLS13, TlsVersion::TLS_1_3), (1, &rustls::version::TLS12, TlsVersion::TLS_1_2)]
    {
        let mut client = server.client();
        client.says("STLS", "+OK");
        let stream = client.stream().try_clone().expect("the same socket");
        let mut inside = inside(&server, stream, &[version]);
        let capabilities = talk(&mut inside, "CAPA\r\n", ".\r\n");
        assert!(!capabilities.contains("STLS"), "it is not offered twice: {capabilities}");
        assert!(talk(&mut inside, "STLS\r\n", "\r\n").starts_with("-ERR"));
        talk(&mut inside, "USER amy\r\n", "\r\n");
        talk(&mut inside, "PASS sesame\r\n", "\r\n");
        assert_eq!(talk(&mut inside, "RETR 2\r\n", "\r\n.\r\n").lines().nth(3), Some(".."));
        assert!(talk(&mut inside, "QUIT\r\n", "\r\n").starts_with("+OK goodbye"));
        assert_eq!(inside.read(&mut [0]).expect("a goodbye of TLS"), 0);
        drop((inside, client));
        assert_eq!(server.end_of(id), Closing::Finished(Side::Server));
        let versions: Vec<_> = server.told.lock().expect("no panic").iter().filter_map(version_of).collect();
        assert_eq!(versions.last(), Some(&number));
    }
    let facts = tls_of(&server, Began::Stls);
    assert_eq!(facts.server_name.as_deref(), Some("localhost"));
    assert!(facts.cipher_suite.is_some_and(|suite| suite.name.is_some_and(|name| name.starts_with("TLS_"))));
    let clear: Vec<String> = octets(&server, Cover::Clear);
    assert!(clear.iter().all(|octets| !octets.contains("PASS")), "{clear:?}");
    assert!(octets(&server, Cover::Tls).iter().any(|octets| octets.contains("PASS sesame")));
}

fn version_of(told: &Told) -> Option<TlsVersion> {
    match told {
        Told::Tls { facts, .. } => facts.version,
        _ => None,
    }
}

/// What was said of the first connection in the clear, or inside.
fn octets(server: &Server, wanted: Cover) -> Vec<String> {
    let said = server.events().into_iter().filter_map(|event| match event.kind {
        EventKind::Octets { octets, cover, .. } if cover == wanted => Some(octets.escape_ascii().to_string()),
        _ => None,
    });
    said.collect()
}

#[test]
fn implicit_tls_greets_inside() {
    let server = server(Limits::default());
    let address = server.running.tls_address().expect("it listens with TLS");
    let stream = TcpStream::connect(address).expect("a connection");
    let mut inside = inside(&server, stream, rustls::ALL_VERSIONS);
    assert!(talk(&mut inside, "", "\r\n").starts_with("+OK"));
    talk(&mut inside, "USER amy\r\n", "\r\n");
    assert!(talk(&mut inside, "PASS sesame\r\n", "\r\n").starts_with("+OK amy's"));
    assert!(octets(&server, Cover::Clear).is_empty());
    assert_eq!(tls_of(&server, Began::Implicit).began, Began::Implicit);
}

#[test]
fn what_comes_behind_stls_in_the_clear_is_not_obeyed_under_tls() {
    let server = server(Limits::default());
    let mut client = server.client();
    // Together with STLS: the server refuses, and both are answered in the clear.
    client.send(b"STLS\r\nCAPA\r\n");
    assert!(client.line().starts_with("-ERR"));
    assert!(client.line().starts_with("+OK"));
    assert!(client.block().contains(&"STLS".to_owned()));
    // Behind the reply to STLS: no handshake begins so, and nothing is obeyed.
    client.says("STLS", "+OK");
    client.send(b"USER amy\r\nPASS sesame\r\nDELE 1\r\nQUIT\r\n");
    let answer = client.rest();
    assert!(!answer.starts_with(b"+") && !answer.starts_with(b"-"), "{}", answer.escape_ascii());
    server.wait_until_over(0);
    assert!(!server.facts().iter().any(|fact| matches!(fact, Fact::MaildropLocked { .. } | Fact::TlsEstablished)));
    let clear = octets(&server, Cover::Clear);
    assert!(clear.iter().any(|octets| octets.contains("USER amy")), "what was said is shown all the same: {clear:?}");
}

#[test]
fn octets_slipped_in_before_the_handshake_are_not_obeyed() {
    let server = server(Limits::default());
    let mut client = server.client();
    client.send(b"STLS\r\n");
    assert!(client.line().starts_with("+OK"));
    client.send(b"CAPA\r\n");
    let stream = client.stream().try_clone().expect("the same socket");
    let mut inside = inside(&server, stream, rustls::ALL_VERSIONS);
    assert!(inside.write_all(b"NOOP\r\n").and_then(|()| inside.read_exact(&mut [0; 4])).is_err());
    server.wait_until_over(0);
    assert!(!server.facts().contains(&Fact::TlsEstablished));
}

#[test]
fn a_handshake_that_never_ends_is_given_up() {
    let server = server(Limits { handshake: Duration::from_millis(200), ..Limits::default() });
    let mut client = Client::dial(server.running.tls_address().expect("it listens with TLS"));
    client.send(&[0x16, 3, 1, 0xFF]);
    assert_eq!(client.rest(), b"");
    assert_eq!(server.end_of(0), Closing::Finished(Side::Server));
    let mut other = server.client();
    other.says("STLS", "+OK");
    assert_eq!(other.rest(), b"");
    assert_eq!(server.end_of(1), Closing::Finished(Side::Server));
}

#[test]
fn a_large_mail_goes_through_tls() {
    let mail = popscope::sim::Mail::new("a".parse().expect("a unique-id"), ".dots\r\n".repeat(300_000).as_bytes());
    let site = popscope::live::site::of_mails(std::slice::from_ref(&mail), &["amy".to_owned()], "sesame");
    let tls_listen = Some(SocketAddr::from(([127, 0, 0, 1], 0)));
    let server = Server::start(Options { tls_listen, site, ..options(&[]) });
    let stream = TcpStream::connect(server.running.tls_address().expect("it listens with TLS")).expect("a connection");
    let mut inside = inside(&server, stream, rustls::ALL_VERSIONS);
    inside.write_all(b"USER amy\r\nPASS sesame\r\nRETR 1\r\nQUIT\r\n").expect("an open connection");
    let mut told = Vec::new();
    inside.read_to_end(&mut told).expect("all of it, and a goodbye of TLS");
    let start = told.windows(3).position(|octets| octets == b"\n..").expect("the mail") + 1;
    let expected = popscope::proto::multiline::stuff(mail.octets());
    assert!(told[start..].starts_with(&expected));
    assert!(told.ends_with(b"(1 message left)\r\n"));
}
