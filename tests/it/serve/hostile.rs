//! Clients that are slow, silent, loud or gone: they harm neither the server nor the others.

use std::io::Write as _;
use std::net::Shutdown;
use std::thread::sleep;
use std::time::Duration;
use std::time::Instant;

use popscope::live::Limits;
use popscope::live::Options;
use popscope::proto::Side;
use popscope::session::Event;
use popscope::session::EventKind;
use popscope::session::Fact;
use popscope::session::event::Closing;
use popscope::sim::Mail;

use super::Client;
use super::Server;
use super::options;

fn limited(limits: Limits) -> Server {
    Server::start(Options { limits, ..options(&["amy", "bob"]) })
}

/// A server with one large mail for each user.
fn with_large_mail(octets: usize, limits: Limits) -> Server {
    let mail = Mail::new("a".parse().expect("a unique-id"), "x".repeat(octets).as_bytes());
    let users = ["amy".to_owned(), "bob".to_owned()];
    let site = popscope::live::site::of_mails(&[mail], &users, "sesame");
    Server::start(Options { site, limits, ..options(&[]) })
}

#[test]
fn a_client_that_says_an_octet_at_a_time_is_answered() {
    let server = limited(Limits::default());
    let mut client = server.client();
    for octet in b"USER amy\r\nPASS sesame\r\nQUIT\r\n" {
        client.send(&[*octet]);
        sleep(Duration::from_millis(2));
    }
    let told = String::from_utf8(client.rest()).expect("text");
    assert_eq!(told.lines().filter(|line| line.starts_with("+OK")).count(), 3, "{told}");
}

#[test]
#[expect(clippy::disallowed_methods, reason = "a test of real time")]
fn one_that_never_ends_its_line_is_logged_out_without_a_word() {
    let limits = Limits { silence: Duration::from_millis(300), ..Limits::default() };
    let server = limited(limits);
    let mut client = server.logged_in("amy");
    client.says("DELE 1", "+OK");
    let start = Instant::now();
    // It is never silent, and yet it says no command.
    while client.stream().write_all(b"x").is_ok() && start.elapsed() < Duration::from_secs(10) {
        sleep(Duration::from_millis(20));
    }
    assert_eq!(client.rest(), b"", "not a word");
    assert_eq!(server.end_of(0), Closing::Finished(Side::Server));
    server.wait_until_over(0);
    let facts = server.facts();
    assert!(
        matches!(
            &facts[..],
            [Fact::MaildropLocked { .. }, Fact::AutologoutExpired { .. }, Fact::MaildropReleased { .. }]
        ),
        "{facts:?}"
    );
    server.logged_in("amy").says("STAT", "+OK 3 ");
}

#[test]
fn a_line_without_end_is_not_kept() {
    let server = limited(Limits::default());
    let mut client = server.client();
    let flood = vec![b'x'; 64 * 1024];
    for _ in 0..100 {
        if client.stream().write_all(&flood).is_err() {
            break; // The server has closed.
        }
    }
    assert!(matches!(server.end_of(0), Closing::Finished(Side::Server) | Closing::Reset(Side::Client)));
    let heard: usize = server
        .events()
        .iter()
        .map(|event| match &event.kind {
            EventKind::Octets { side: Side::Client, octets, .. } => octets.len(),
            _ => 0,
        })
        .sum();
    assert!(heard < 256 * 1024, "{heard} octets were read");
    server.logged_in("amy").says("NOOP", "+OK");
}

#[test]
fn whoever_takes_no_replies_is_not_heard_and_harms_nobody() {
    let server = with_large_mail(8 << 20, Limits::default());
    let mut greedy = server.logged_in("amy");
    greedy.stream().set_write_timeout(Some(Duration::from_millis(500))).expect("a time");
    // Far more is asked for than any buffer of the system holds.
    let asked = (0..20_000).take_while(|_| greedy.stream().write_all(b"RETR 1\r\n").is_ok()).count();
    sleep(Duration::from_millis(200));
    let events = server.events();
    let said: usize = events
        .iter()
        .map(|event| match &event.kind {
            EventKind::Octets { side: Side::Server, octets, .. } => octets.len(),
            _ => 0,
        })
        .sum();
    assert!(said < 64 << 20, "{said} octets for {asked} commands");
    let mut other = server.logged_in("bob");
    other.says("RETR 1", "+OK");
    assert_eq!(other.block().concat().len(), 8 << 20);
    drop(greedy);
    assert!(matches!(server.end_of(0), Closing::Reset(Side::Client) | Closing::Finished(Side::Client)));
}

#[test]
fn one_who_takes_nothing_is_logged_out_too() {
    let limits = Limits { silence: Duration::from_millis(400), ..Limits::default() };
    let server = with_large_mail(32 << 20, limits);
    let mut client = server.logged_in("amy");
    client.send(b"RETR 1\r\n");
    assert_eq!(server.end_of(0), Closing::Finished(Side::Server));
    server.wait_until_over(0);
    server.logged_in("amy").says("STAT", "+OK 1 ");
}

#[test]
fn a_client_that_has_said_its_last_word_hears_the_replies() {
    let server = limited(Limits::default());
    let mut client = server.client();
    client.send(b"USER amy\r\nPASS sesame\r\nDELE 1\r\nSTAT\r\nNOO");
    client.stream().shutdown(Shutdown::Write).expect("an open connection");
    let told = String::from_utf8(client.rest()).expect("text");
    assert_eq!(told.lines().count(), 4, "{told}");
    assert!(told.contains("+OK 2 "), "{told}");
    assert_eq!(server.end_of(0), Closing::Finished(Side::Client));
    server.wait_until_over(0);
    server.logged_in("amy").says("STAT", "+OK 3 ");
}

#[test]
fn a_reset_in_the_middle_of_a_mail_gives_the_lock_back() {
    let server = with_large_mail(16 << 20, Limits::default());
    let mut client = server.logged_in("amy");
    client.says("DELE 1", "+OK");
    client.says("RSET", "+OK");
    client.send(b"RETR 1\r\n");
    client.octets(100_000);
    drop(client); // With octets that nobody has read: the system resets the connection.
    assert_eq!(server.end_of(0), Closing::Reset(Side::Client));
    server.wait_until_over(0);
    server.logged_in("amy").says("STAT", "+OK 1 ");
}

#[test]
fn one_connection_too_many_is_told_so() {
    let server = limited(Limits { connections: 3, ..Limits::default() });
    let mut clients: Vec<Client> = (0..3).map(|_| server.client()).collect();
    let mut one_more = Client::dial(server.address());
    assert!(one_more.line().starts_with("-ERR [SYS/TEMP] "));
    assert_eq!(one_more.rest(), b"");
    assert_eq!(server.end_of(3), Closing::Finished(Side::Server));
    clients[0].says("QUIT", "+OK");
    drop(clients.remove(0));
    server.wait_until_over(0);
    server.client();
}

#[test]
fn strangers_that_are_silent_make_room() {
    let limits = Limits { connections: 3, patience: Duration::from_millis(100), ..Limits::default() };
    let server = limited(limits);
    let mut amy = server.logged_in("amy");
    let _silent = [server.client(), server.client()];
    sleep(Duration::from_millis(200));
    server.logged_in("bob").says("NOOP", "+OK");
    assert_eq!(server.end_of(1), Closing::Finished(Side::Server), "the one that was silent longest");
    amy.says("NOOP", "+OK");
}

#[test]
fn garbage_is_answered_line_by_line() {
    let server = limited(Limits::default());
    let mut client = server.client();
    let garbage: Vec<u8> = (0..=255_u8).cycle().take(256 * 40).collect();
    let mut writer = client.stream().try_clone().expect("the same socket");
    writer.write_all(&garbage).expect("an open connection");
    writer.write_all(b"\r\nQUIT\r\n").expect("an open connection");
    let told = client.rest();
    let lines = told.split(|octet| *octet == b'\n').filter(|line| line.starts_with(b"-ERR")).count();
    assert_eq!(lines, 41, "a reply to each line");
    assert!(told.ends_with(b"+OK goodbye\r\n"), "{}", told.escape_ascii());
}

#[test]
fn a_server_that_stops_ends_every_session_without_update() {
    let server = limited(Limits::default());
    let mut client = server.logged_in("amy");
    client.says("DELE 1", "+OK");
    let told = std::sync::Arc::clone(&server.told);
    server.running.stop();
    assert_eq!(client.rest(), b"");
    let told = told.lock().expect("no panic");
    let closed = |told: &popscope::live::Told| {
        matches!(
            told,
            popscope::live::Told::Event(Event { kind: EventKind::Closed(Closing::Finished(Side::Server)), .. })
        )
    };
    assert_eq!(told.iter().filter(|told| closed(told)).count(), 1);
    assert!(!format!("{told:?}").contains("MailRemoved"));
}

#[test]
fn only_this_machine_is_served_unless_others_are_allowed() {
    let everywhere: std::net::SocketAddr = ([0, 0, 0, 0], 0).into();
    let start = |allow_remote| {
        let options = Options { listen: Some(everywhere), allow_remote, ..options(&["amy"]) };
        popscope::live::Running::start(options, popscope::live::Sink::new(|_| ()))
    };
    let refused = start(false).err().map(|error| error.to_string());
    assert_eq!(refused.as_deref(), Some("0.0.0.0:0 is no loopback address: others could reach it"));
    assert!(start(true).is_ok());
}
