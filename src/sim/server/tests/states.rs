//! The states: what leads where, and what an end without QUIT does not do.

use std::time::Duration;

use super::FIRST;
use super::SECOND;
use super::Table;
use crate::proto::Keyword;
use crate::proto::Phase;
use crate::proto::Side;
use crate::proto::rules;
use crate::session::ConnectionId;
use crate::session::EventKind;
use crate::session::Fact;
use crate::session::Time;
use crate::session::event::Closing;
use crate::sim::Profile;
use crate::sim::Server;
use crate::sim::profile::Generation;
use crate::sim::profile::Mechanism;
use crate::sim::profile::TlsOffer;
use crate::sim::profile::Utf8Offer;
use crate::sim::server::answer::Refusal;
use crate::sim::server::gate::Heard;
use crate::sim::tongue::Tongue;

/// A server with every command that its generation has.
fn everything(generation: Generation) -> Profile {
    Profile {
        generation,
        rpop: true,
        apop: true,
        mechanisms: Mechanism::ALL.to_vec(),
        tls: TlsOffer::Stls,
        utf8: Utf8Offer::User,
        languages: Tongue::ALL.to_vec(),
        ..Profile::default()
    }
}

fn line_of(keyword: Keyword) -> &'static str {
    match keyword {
        Keyword::User => "USER amy",
        Keyword::Pass => "PASS open sesame",
        Keyword::Rpop => "RPOP amy",
        Keyword::Apop => "APOP bob c4c9334bac560ecc979e58001b3e22fb",
        Keyword::Auth => "AUTH PLAIN",
        Keyword::Stls => "STLS",
        Keyword::Capa => "CAPA",
        Keyword::Utf8 => "UTF8",
        Keyword::Lang => "LANG",
        Keyword::Stat => "STAT",
        Keyword::List => "LIST",
        Keyword::Retr => "RETR 1",
        Keyword::Dele => "DELE 1",
        Keyword::Noop => "NOOP",
        Keyword::Rset => "RSET",
        Keyword::Top => "TOP 1 0",
        Keyword::Uidl => "UIDL",
        Keyword::Last => "LAST",
        Keyword::Quit => "QUIT",
    }
}

#[test]
fn the_server_allows_what_the_table_of_rules_allows() {
    for keyword in Keyword::ALL {
        for phase in [Phase::Authorization, Phase::Transaction] {
            let generation = Generation::ALL.into_iter().rfind(|generation| generation.knows(keyword));
            let profile = everything(generation.expect("some generation knows it"));
            let mut site = Table::new(profile).world.site().clone();
            let (mut server, _) = Server::greet(ConnectionId(0), Time::from_nanos(0), &site);
            let before: &[&str] = match phase {
                Phase::Authorization | Phase::Update if matches!(keyword, Keyword::Pass | Keyword::Rpop) => {
                    &["USER amy"]
                }
                Phase::Authorization | Phase::Update => &[],
                Phase::Transaction => &["USER amy", "PASS open sesame"],
            };
            let mut refusal = None;
            for line in before.iter().copied().chain([line_of(keyword)]) {
                let line = format!("{line}\r\n").into_bytes();
                let heard = Heard { line: &line, more: false, now: Time::from_nanos(0) };
                let (next, answer) = server.handle(heard, &mut site);
                server = next;
                refusal = answer.refusal;
            }
            let allowed = rules::find(phase, keyword).is_some();
            let expected = if allowed { None } else { Some(Refusal::WrongState) };
            assert_eq!(refusal, expected, "{keyword} in {phase}");
        }
    }
}

#[test]
fn f01_the_greeting_is_positive_and_opens_the_authorization_state() {
    let mut table = Table::new(Profile::default());
    assert!(table.world.connect(FIRST).expect("no connection yet").starts_with(b"+OK "));
    table.talk(&[("STAT", "-ERR STAT is not allowed in the AUTHORIZATION state")]);
}

#[test]
fn f02_quit_before_login_skips_update() {
    let mut table = Table::connected(Profile::default());
    table.talk(&[("QUIT", "+OK goodbye")]);
    assert!(table.facts().iter().all(|fact| matches!(fact, Fact::MaildropHolds { .. })));
    assert_eq!(table.world.connection(FIRST), None);
}

#[test]
fn f03_only_quit_removes() {
    for closing in [Closing::LineLost, Closing::Reset(Side::Client), Closing::Finished(Side::Client)] {
        let mut table = Table::logged_in(Profile::default());
        table.talk(&[("DELE 1", "+OK"), ("DELE 2", "+OK")]);
        table.world.close(FIRST, closing).expect("an open connection");
        assert_eq!(table.stored(), 3, "{closing:?}");
        table.world.connect(FIRST).expect("closed");
        table.login(FIRST);
        table.talk(&[("STAT", "+OK 3 "), ("DELE 1", "+OK"), ("QUIT", "+OK goodbye (2 messages left)")]);
        assert_eq!(table.stored(), 2);
    }
}

#[test]
fn f04_autologout_closes_without_a_reply_and_without_update() {
    let (limit, almost) = (Duration::from_mins(10), Duration::from_secs(595));
    let mut table = Table::logged_in(Profile { autologout: Some(limit), ..Profile::default() });
    table.talk(&[("DELE 1", "+OK")]);
    table.world.advance(almost);
    table.talk(&[("NOOP", "+OK")]);
    table.world.advance(almost);
    assert!(table.world.connection(FIRST).is_some(), "any command starts the timer anew");
    let said = table.world.events().len();
    table.world.advance(limit);
    let kinds: Vec<_> = table.world.events()[said..].iter().map(|event| event.kind.clone()).collect();
    assert!(!kinds.iter().any(|kind| matches!(kind, EventKind::Octets { .. })), "not a word");
    assert!(kinds.contains(&EventKind::Closed(Closing::Finished(Side::Server))));
    assert!(kinds.contains(&EventKind::Fact(Fact::MaildropReleased { user: "amy".into() })));
    assert_eq!(table.stored(), 3);
}

#[test]
fn f05_a_failing_update_is_told_and_ends_the_session_all_the_same() {
    let mut table = Table::logged_in(Profile { removes_at_most: Some(1), ..Profile::default() });
    table.talk(&[("DELE 1", "+OK"), ("DELE 3", "+OK"), ("QUIT", "-ERR some deleted messages not removed")]);
    assert_eq!((table.stored(), table.world.connection(FIRST)), (2, None));
    table.world.connect(SECOND).expect("no connection yet");
    table.login(SECOND);
}

#[test]
fn f10_rpop_is_refused_since_rfc_1460() {
    // RFC 1460 took RPOP out: it trusted the port that a client spoke from.
    for generation in Generation::ALL.into_iter().skip(1) {
        let mut table = Table::new(everything(generation));
        table.world.client_mut(FIRST).port = Some(1023);
        table.world.connect(FIRST).expect("no connection yet");
        table.talk(&[("USER amy", "+OK"), ("RPOP amy", "-ERR unknown command"), ("PASS open sesame", "-ERR")]);
    }
}

#[test]
fn f10_rpop_takes_the_place_of_pass_for_a_client_from_a_port_below_1024() {
    let profile = everything(Generation::Rfc1225);
    let mut table = Table::connected(profile.clone());
    table.talk(&[("RPOP amy", "-ERR say USER first"), ("USER amy", "+OK")]);
    table.talk(&[("RPOP amy", "-ERR RPOP: the client speaks from a port that is not below 1024"), ("QUIT", "+OK")]);
    for (port, expected) in [(1024, "-ERR RPOP: the client"), (1023, "+OK amy's maildrop"), (1, "+OK amy's maildrop")] {
        let mut table = Table::new(profile.clone());
        table.world.client_mut(FIRST).port = Some(port);
        table.world.connect(FIRST).expect("no connection yet");
        table.talk(&[("USER amy", "+OK"), ("RPOP eve", if port < 1024 { "-ERR name or" } else { "-ERR RPOP:" })]);
        table.talk(&[("USER amy", "+OK"), ("RPOP amy", expected)]);
    }
    let mut table = Table::connected(Profile { rpop: false, ..profile });
    table.talk(&[("USER amy", "+OK"), ("RPOP amy", "-ERR unknown command")]);
}

#[test]
fn each_generation_has_its_commands() {
    let lines = [
        ("APOP bob c4c9334bac560ecc979e58001b3e22fb", Keyword::Apop),
        ("CAPA", Keyword::Capa),
        ("AUTH GSSAPI", Keyword::Auth),
        ("STLS", Keyword::Stls),
    ];
    for generation in Generation::ALL {
        for (line, keyword) in lines {
            let mut table = Table::connected(everything(generation));
            let unknown = table.says(FIRST, line).starts_with("-ERR unknown command");
            assert_eq!(unknown, !generation.knows(keyword), "{line}, {}", generation.name());
        }
        for (line, keyword) in [("LAST", Keyword::Last), ("UIDL", Keyword::Uidl), ("TOP 1 0", Keyword::Top)] {
            let mut table = Table::logged_in(everything(generation));
            assert_eq!(table.says(FIRST, line).starts_with("+OK"), generation.knows(keyword), "{line}");
            // The example of the old RFCs is a misprint: TOP always needed two numbers.
            assert!(table.says(FIRST, "TOP 10").starts_with("-ERR"));
        }
    }
}

#[test]
fn what_later_rfcs_allow_no_older_server_does() {
    let arguments = format!("USER {}", "x".repeat(41));
    for generation in Generation::ALL {
        let profile = Profile { capa: false, login_attempts: Some(1), ..everything(generation) };
        let mut table = Table::connected(profile.clone());
        let too_long = table.says(FIRST, &arguments).contains("longer than 40");
        assert_eq!(too_long, Generation::Rfc1725 <= generation, "{}", generation.name());
        assert_eq!(table.says(FIRST, "USER nobody").starts_with("+OK"), Generation::Rfc1939 <= generation);
        table.says(FIRST, "QUIT");
        let mut table = Table::connected(profile);
        table.talk(&[("USER amy", "+OK"), ("PASS wrong", "-ERR")]);
        assert_eq!(table.world.connection(FIRST).is_none(), Generation::Rfc1725 <= generation);
        let profile = Profile { removes_at_most: Some(0), ..everything(generation) };
        let mut table = Table::logged_in(profile);
        let quit = if Generation::Rfc1939 <= generation { "-ERR some deleted" } else { "+OK" };
        table.talk(&[("DELE 1", "+OK"), ("QUIT", quit)]);
    }
}

#[test]
fn f25_whatever_cannot_be_obeyed_is_answered_with_err() {
    let mut table = Table::logged_in(Profile::default());
    table.talk(&[
        ("RERT 1", "-ERR unknown command"),
        ("loop", "-ERR unknown command"),
        ("STARTTLS", "-ERR unknown command"),
        ("", "-ERR unknown command"),
        ("RETR", "-ERR RETR: an argument is missing"),
        ("RETR one", "-ERR RETR: not a number"),
        ("RETR 0", "-ERR RETR: message numbers start at 1"),
        ("STAT now", "-ERR STAT: too many arguments"),
        ("LIST  1", "-ERR LIST: arguments are separated by one space"),
        ("USER amy", "-ERR USER is not allowed in the TRANSACTION state"),
        ("LAST", "-ERR unknown command"),
    ]);
    let replies = table.raw(FIRST, b"STAT\nLIST 1\n");
    assert_eq!(replies, ["-ERR a line ends with CR LF\r\n"; 2]);
    let long = [b"STAT".as_slice(), &[b' '; 300], b"\r\n"].concat();
    assert_eq!(table.raw(FIRST, &long), ["-ERR the line is too long\r\n"]);
}

#[test]
fn f26_keywords_are_read_in_any_case_and_answered_in_capitals() {
    let mut table = Table::connected(Profile::default());
    table.talk(&[("user amy", "+OK"), ("pAsS open sesame", "+OK"), ("stat", "+OK 3 "), ("dele 9", "-ERR")]);
}

#[test]
fn f27_noop_waits_for_a_login() {
    let mut table = Table::connected(Profile::default());
    table.talk(&[("NOOP", "-ERR"), ("USER amy", "+OK"), ("PASS open sesame", "+OK"), ("NOOP", "+OK")]);
}
