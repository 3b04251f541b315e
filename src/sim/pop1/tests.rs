//! POP1 by data: the scenario of RFC 918, every command in every state, and what becomes of the mails.

use crate::proto::Protocol;
use crate::proto::other::State;
use crate::proto::other::Verb;
use crate::proto::pop1;
use crate::session::Fact;
use crate::sim::testing::Talk;
use crate::sim::testing::every_command_in_every_state;
use crate::sim::testing::site;

const MAIL: &str = "Subject: one\r\n\r\n.dot\r\nSubject: two\r\n\r\nx\r\n";
const LOGIN: [(&str, &str); 2] = [("USER amy", "+OK password please\r\n"), ("PASS sesame", "+OK\r\n")];

fn talk(lines: &[(&str, &str)]) -> Talk {
    let mut talk = Talk::new(Protocol::Pop1, site());
    for (line, reply) in LOGIN.iter().chain(lines) {
        assert_eq!(talk.line(line), *reply, "{line}");
    }
    talk
}

fn left(talk: &Talk) -> usize {
    talk.site.store.mails("amy").count()
}

#[test]
fn every_command_has_its_states() {
    let way = |state| match state {
        State::Pop1(pop1::State::Auth) => vec![],
        State::Pop1(pop1::State::Named) => vec!["USER amy"],
        State::Pop1(pop1::State::Command) => vec!["USER amy", "PASS sesame"],
        State::Pop1(pop1::State::Open) => vec!["USER amy", "PASS sesame", "RETR amy"],
        State::Pop1(pop1::State::Sent) => vec!["USER amy", "PASS sesame", "RETR amy", "RCEV"],
        other => panic!("{other}"),
    };
    let command = |verb| match verb {
        Verb::Pop1(pop1::Verb::User) => "USER amy",
        Verb::Pop1(pop1::Verb::Pass) => "PASS sesame",
        Verb::Pop1(pop1::Verb::Retr) => "RETR INBOX",
        Verb::Pop1(pop1::Verb::Rdel) => "RDEL /usr/spool/mail/amy",
        Verb::Pop1(pop1::Verb::Rcev) => "RCEV",
        Verb::Pop1(pop1::Verb::Rcvd) => "RCVD",
        Verb::Pop1(pop1::Verb::Rset) => "RSET",
        Verb::Pop1(pop1::Verb::Noop) => "NOOP",
        Verb::Pop1(pop1::Verb::Quit) => "QUIT",
        other => panic!("{other}"),
    };
    every_command_in_every_state(Protocol::Pop1, way, command, "-ERR");
}

#[test]
fn the_normal_scenario_reads_and_deletes_the_whole_mailbox() {
    let mut talk = talk(&[("RDEL amy", "#41\r\n"), ("RCEV", MAIL)]);
    assert_eq!((left(&talk), talk.site.store.locked_by("amy").is_some()), (2, true), "received is not acknowledged");
    assert_eq!(talk.line("RCVD"), "+OK\r\n");
    assert_eq!((left(&talk), talk.site.store.locked_by("amy")), (0, None), "deleted before QUIT");
    assert!(
        talk.facts.iter().any(|fact| matches!(fact, Fact::MailRemoved { unique_ids, .. } if unique_ids.len() == 2))
    );
    assert_eq!(talk.line("QUIT"), "+OK goodbye\r\n");
    assert!(talk.closed);
    assert_eq!(talk.line("NOOP"), "", "nothing is heard afterwards");
}

#[test]
fn retr_deletes_nothing_and_can_be_said_again() {
    let fetch = [("RETR amy", "#41\r\n"), ("RCEV", MAIL), ("RCVD", "+OK\r\n")];
    let talk = talk(&[fetch, fetch].concat());
    assert_eq!((left(&talk), talk.site.store.locked_by("amy")), (2, None));
}

#[test]
fn rset_and_a_lost_line_unlock_and_delete_nothing() {
    for way in [&[("RDEL amy", "#41\r\n")][..], &[("RDEL amy", "#41\r\n"), ("RCEV", MAIL)]] {
        let mut resets = talk(way);
        assert_eq!(resets.line("RSET"), "+OK\r\n");
        assert_eq!((left(&resets), resets.site.store.locked_by("amy")), (2, None));
        assert_eq!(resets.line("NOOP"), "+OK\r\n", "the session goes on");

        let mut drops = talk(way);
        let facts = drops.service.hang_up(&mut drops.site);
        assert!(matches!(facts.as_slice(), [Fact::MaildropReleased { .. }]));
        assert_eq!((left(&drops), drops.site.store.locked_by("amy")), (2, None));
    }
}

#[test]
fn what_could_not_be_deleted_is_told_and_the_session_goes_on() {
    let mut talk = talk(&[]);
    talk.site.profile.removes_at_most = Some(1);
    for line in ["RDEL amy", "RCEV"] {
        talk.line(line);
    }
    assert_eq!(talk.line("RCVD"), "-ERR not all of the mail was deleted\r\n");
    assert_eq!((left(&talk), talk.site.store.locked_by("amy")), (1, None));
    assert_eq!(talk.line("RETR amy"), "#19\r\n");
}

#[test]
fn errors_forgive_and_a_name_waits_for_its_password_only() {
    let long = format!("USER {}", "a".repeat(600));
    for line in ["USER nobody", "USER", "XYZZY", "", "RETR amy", "RECV", &long] {
        let mut talk = Talk::new(Protocol::Pop1, site());
        let reply = talk.line(line);
        assert!(reply.starts_with("-ERR ") && reply.len() <= pop1::MAX_LINE && !talk.closed, "{line}: {reply}");
        assert_eq!(talk.line("USER amy"), LOGIN[0].1);
        assert_eq!(talk.line("NOOP"), "-ERR the password must follow the user\r\n");
        assert_eq!(talk.line("PASS sesame"), "-ERR PASS is not heard in the AUTH state\r\n");
        for (line, reply) in LOGIN {
            assert_eq!(talk.line(line), reply);
        }
    }
    let mut talk = talk(&[("RETR ben", "-ERR no such mailbox\r\n"), ("RETR amy", "#41\r\n")]);
    assert_eq!(talk.line("RCVD"), "-ERR RCEV comes first\r\n");
    assert_eq!(talk.say("a".repeat(20_000)), "-ERR the line is too long\r\n");
    assert!(talk.closed);
}

#[test]
fn a_mailbox_is_locked_by_the_transaction_and_not_by_the_login() {
    let mut first = talk(&[]);
    let mut second = Talk::new(Protocol::Pop2, std::mem::take(&mut first.site));
    assert_eq!(second.line("HELO amy sesame"), "#2 messages\r\n", "nobody has the lock");
    first.site = second.site;
    assert_eq!(first.line("RETR amy"), "-ERR the mailbox is in use\r\n");
}

#[test]
fn an_empty_mailbox_is_refused() {
    let mut talk = Talk::new(Protocol::Pop1, site());
    for line in ["USER ben", "PASS open sesame"] {
        assert!(talk.line(line).starts_with("+OK"));
    }
    assert_eq!(talk.line("RETR ben"), "-ERR the mailbox is empty\r\n");
}
