//! Sessions over sockets: locks, marks, pipelining, the gate, and what is told of them.

use std::collections::VecDeque;

use popscope::live::Gate;
use popscope::live::Options;
use popscope::live::Reply;
use popscope::live::Told;
use popscope::live::Verdict;
use popscope::proto::Phase;
use popscope::proto::Side;
use popscope::session::ConnectionId;
use popscope::session::Event;
use popscope::session::EventKind;
use popscope::session::Fact;
use popscope::session::Recorder;
use popscope::session::Step;
use popscope::session::event::Closing;
use popscope::sim::Mail;

use super::Client;
use super::Server;
use super::options;

#[test]
fn a_session_is_told_as_the_wire_showed_it() {
    let server = Server::start(options(&["amy"]));
    let mut client = server.logged_in("amy");
    client.says("RETR 2", "+OK 23 octets");
    assert_eq!(client.block(), ["Subject: two", "", "..", "..."]);
    client.says("DELE 1", "+OK");
    client.says("QUIT", "+OK goodbye (2 messages left)");
    assert_eq!(client.rest(), b"");
    drop(client);
    assert_eq!(server.end_of(0), Closing::Finished(Side::Server));
    let timeline = Recorder::record_all(server.events());
    let said: Vec<String> = timeline.steps().iter().filter_map(Step::said).map(|said| said.shown_line(false)).collect();
    let expected = [
        "+OK POP3 server ready",
        "USER amy",
        "+OK send your password",
        "PASS ••••••",
        "+OK amy's maildrop has 3 messages (69 octets)",
        "RETR 2",
        "+OK 23 octets",
        "DELE 1",
        "+OK message 1 marked as deleted",
        "QUIT",
        "+OK goodbye (2 messages left)",
    ];
    assert_eq!(said, expected);
    let last = timeline.snapshot(popscope::session::Cursor(usize::MAX));
    let session = last.session(ConnectionId(0)).expect("the session");
    assert_eq!(session.reached, Some(Phase::Update));
    assert!(session.quit);
    let facts = server.facts();
    assert!(matches!(
        &facts[..],
        [Fact::MaildropLocked { .. }, Fact::MailRemoved { .. }, Fact::MaildropReleased { .. }]
    ));
}

#[test]
fn the_marks_of_a_dropped_session_are_not_removed() {
    let server = Server::start(options(&["amy"]));
    for id in 0..3 {
        let mut client = server.logged_in("amy");
        assert!(client.says("STAT", "+OK 3 ").starts_with("+OK 3 "));
        client.says("DELE 1", "+OK");
        client.says("DELE 2", "+OK");
        drop(client);
        server.wait_until_over(id);
    }
    let mut client = server.logged_in("amy");
    client.says("STAT", "+OK 3 ");
    assert!(!server.facts().iter().any(|fact| matches!(fact, Fact::MailRemoved { .. })));
}

#[test]
fn a_maildrop_is_open_to_one_session_at_a_time() {
    let server = Server::start(options(&["amy", "bob"]));
    let mut first = server.logged_in("amy");
    let mut second = server.client();
    second.says("USER amy", "+OK");
    second.says("PASS sesame", "-ERR");
    second.says("USER bob", "+OK");
    second.says("PASS sesame", "+OK");
    first.says("QUIT", "+OK");
    let mut third = server.logged_in("amy");
    third.says("NOOP", "+OK");
    second.says("QUIT", "+OK");
}

#[test]
fn ten_thousand_commands_sent_together_are_answered_in_order() {
    let server = Server::start(options(&["amy"]));
    let mut client = server.logged_in("amy");
    let mut writer = client.stream().try_clone().expect("the same socket");
    let count = 10_000;
    let write = std::thread::Builder::new().name("writer".to_owned()).spawn(move || {
        use std::io::Write as _;
        let lines: Vec<String> = (1..=count).map(|number| format!("LIST {}\r\n", number % 5)).collect();
        writer.write_all(format!("{}QUIT\r\n", lines.concat()).as_bytes()).expect("an open connection");
    });
    for number in 1..=count {
        let reply = client.line();
        let expected = if (1..=3).contains(&(number % 5)) { format!("+OK {} ", number % 5) } else { "-ERR".to_owned() };
        assert!(reply.starts_with(&expected), "{number}: {reply}");
    }
    assert!(client.line().starts_with("+OK goodbye"));
    assert_eq!(client.rest(), b"");
    write.expect("a thread").join().expect("all was written");
}

#[test]
fn mails_arrive_while_the_server_runs() {
    let server = Server::start(options(&["amy"]));
    server.running.deliver("amy", b"Subject: four\n\nx\n");
    server.wait_for("the arrival", |told| match told {
        popscope::live::Told::Event(event) => {
            matches!(event.kind, EventKind::Fact(Fact::MailArrived { .. })).then_some(())
        }
        _ => None,
    });
    server.logged_in("amy").says("STAT", "+OK 4 ");
    server.running.deliver("nobody", b"x");
    server.wait_for("trouble", |told| matches!(told, popscope::live::Told::Trouble(_)).then_some(()));
}

#[test]
fn a_large_mail_arrives_octet_for_octet() {
    let mut text = String::from("Subject: large\r\n\r\n");
    for line in 0..200_000 {
        text.push_str(match line % 5 {
            0 => ".\r\n",
            1 => "..dots\r\n",
            2 => "\r\n",
            3 => "a line. with dots.\r\n",
            _ => "x\rx\n\r\n",
        });
    }
    let mail = Mail::new("a".parse().expect("a unique-id"), text.as_bytes());
    let site = popscope::live::site::of_mails(std::slice::from_ref(&mail), &["amy".to_owned()], "sesame");
    let server = Server::start(Options { site, ..options(&[]) });
    let mut client = server.logged_in("amy");
    client.send(b"RETR 1\r\nQUIT\r\n");
    client.line();
    let rest = client.rest();
    let expected = popscope::proto::multiline::stuff(mail.octets());
    assert!(rest.starts_with(&expected), "{} octets of {}", rest.len(), expected.len());
    assert!(rest[expected.len()..].starts_with(b"+OK goodbye"));
}

/// Gives its verdicts one after the other, and then lets all pass.
#[derive(Debug)]
struct Script(VecDeque<Verdict>);

impl Gate for Script {
    fn judge(&mut self, reply: Reply<'_>) -> Verdict {
        assert!(reply.octets.starts_with(b"+") || reply.octets.starts_with(b"-"));
        self.0.pop_front().unwrap_or(Verdict::Pass)
    }
}

fn gated(verdicts: impl IntoIterator<Item = Verdict>) -> Server {
    let gate = Script(verdicts.into_iter().collect());
    Server::start(Options { gate: Some(Box::new(gate)), ..options(&["amy"]) })
}

#[test]
fn a_reply_is_held_until_it_is_released() {
    let server = gated([Verdict::Hold]);
    let mut client = Client::dial(server.address());
    let pause = std::time::Duration::from_millis(100);
    client.stream().set_read_timeout(Some(pause)).expect("a time");
    let mut octet = [0; 1];
    let waited = std::io::Read::read(client.stream(), &mut octet);
    assert!(waited.is_err(), "nothing comes: {waited:?}");
    client.stream().set_read_timeout(Some(super::PATIENCE)).expect("a time");
    server.running.release(ConnectionId(0), None);
    assert_eq!(client.line(), "+OK POP3 server ready");
    client.says("CAPA", "+OK");
    client.block();
}

#[test]
fn a_reply_that_is_held_may_become_another() {
    let server = gated([Verdict::Pass, Verdict::Hold, Verdict::Replace(b"-ERR not today\r\n".to_vec())]);
    let mut client = server.client();
    client.send(b"USER amy\r\n");
    server.running.release(ConnectionId(7), None); // Of a connection that is not there.
    std::thread::sleep(std::time::Duration::from_millis(50));
    server.running.release(ConnectionId(0), Some(b"+OK another\r\n".to_vec()));
    assert_eq!(client.line(), "+OK another");
    client.says("PASS sesame", "-ERR not today");
    // What the command did is done all the same.
    client.says("STAT", "+OK 3 ");
}

#[test]
fn a_client_that_leaves_while_its_reply_is_held_is_gone_at_once() {
    // In the clear, with half a line, and inside TLS.
    let server = gated([Verdict::Pass, Verdict::Hold]);
    let mut client = server.client();
    client.send(b"USER amy\r\nPA");
    server.wait_for("the command", |told| heard(told, b"PA"));
    drop(client);
    assert_eq!(server.end_of(0), Closing::Finished(Side::Client));
    server.wait_until_over(0);
    server.running.release(ConnectionId(0), None); // Too late.

    // The reply that was held back was that to a login: the maildrop is given back.
    let server = gated([Verdict::Pass, Verdict::Pass, Verdict::Hold]);
    let mut client = server.client();
    client.says("USER amy", "+OK");
    client.send(b"PASS sesame\r\n");
    server.wait_for("the command", |told| heard(told, b"PASS"));
    client.stream().shutdown(std::net::Shutdown::Both).expect("an open connection");
    assert_eq!(server.end_of(0), Closing::Finished(Side::Client));
    server.wait_until_over(0);
    let mut next = server.client();
    next.says("USER amy", "+OK");
    next.says("PASS sesame", "+OK");
}

/// More than is taken of a client whose reply is held back.
const MUCH: usize = 40 * 1024;

#[test]
fn a_client_that_leaves_with_much_unheard_behind_a_held_reply_is_gone_at_once() {
    // In the middle of a line that nobody will ever end.
    let server = gated([Verdict::Pass, Verdict::Hold]);
    let mut client = server.client();
    client.send(b"USER amy\r\n");
    client.send(&vec![b'x'; MUCH]);
    server.wait_for("the beginning of a line", |told| heard(told, b"xxxx"));
    drop(client);
    assert_eq!(server.end_of(0), Closing::Finished(Side::Client));
    server.wait_until_over(0);

    // With commands behind it, and the greeting not read: the system resets such a connection.
    let server = gated([Verdict::Pass, Verdict::Hold]);
    let mut client = Client::dial(server.address());
    client.stream().peek(&mut [0]).expect("the greeting");
    client.send("NOOP\r\n".repeat(MUCH / 6).as_bytes());
    server.wait_for("the commands", |told| heard(told, b"NOOP"));
    drop(client);
    assert_eq!(server.end_of(0), Closing::Reset(Side::Client));
    server.wait_until_over(0);

    // Behind STLS, where nothing is heard before its reply has left.
    let gate = Script([Verdict::Pass, Verdict::Hold].into_iter().collect());
    let server = Server::start(Options { stls: true, gate: Some(Box::new(gate)), ..options(&["amy"]) });
    let mut client = server.client();
    client.send(b"STLS\r\n");
    server.wait_for("the command", |told| heard(told, b"STLS"));
    client.send(b"NOOP\r\n");
    drop(client);
    assert_eq!(server.end_of(0), Closing::Finished(Side::Client));
    server.wait_until_over(0);
}

#[test]
fn much_that_was_said_behind_a_held_reply_is_answered_when_it_is_let_go() {
    let server = gated([Verdict::Pass, Verdict::Hold]);
    let mut client = server.client();
    let commands = MUCH / 6;
    client.send(format!("{}QUIT\r\n", "NOOP\r\n".repeat(commands)).as_bytes());
    client.stream().shutdown(std::net::Shutdown::Write).expect("an open connection");
    server.wait_for("the commands", |told| heard(told, b"NOOP"));
    std::thread::sleep(std::time::Duration::from_millis(100));
    server.running.release(ConnectionId(0), None);
    let rest = String::from_utf8(client.rest()).expect("text");
    assert_eq!(rest.lines().filter(|line| line.starts_with("-ERR")).count(), commands, "NOOP needs a login");
    assert!(rest.ends_with("+OK goodbye\r\n"));
}

#[test]
fn a_client_that_has_said_all_and_waits_gets_its_replies_when_they_are_let_go() {
    let server = gated([Verdict::Pass, Verdict::Hold]);
    let mut client = server.client();
    client.send(b"NOOP\r\nQUIT\r\n");
    client.stream().shutdown(std::net::Shutdown::Write).expect("an open connection");
    server.wait_for("the commands", |told| heard(told, b"QUIT"));
    server.running.release(ConnectionId(0), None);
    let rest = String::from_utf8(client.rest()).expect("text");
    assert!(rest.starts_with("-ERR") && rest.contains("\r\n+OK goodbye"), "{rest}");
}

/// Whether this was heard of a client.
fn heard(told: &Told, what: &[u8]) -> Option<()> {
    let Told::Event(Event { kind: EventKind::Octets { side: Side::Client, octets, .. }, .. }) = told else {
        return None;
    };
    octets.windows(what.len()).any(|window| window == what).then_some(())
}
