//! POP2 by data: every command in every state, and what becomes of the mails.

use crate::proto::Protocol;
use crate::proto::other::State;
use crate::proto::other::Verb;
use crate::proto::pop2;
use crate::session::Fact;
use crate::sim::service::Service;
use crate::sim::testing::Talk;
use crate::sim::testing::every_command_in_every_state;
use crate::sim::testing::site;

fn talk(lines: &[(&str, &str)]) -> Talk {
    let mut talk = Talk::new(Protocol::Pop2, site());
    for (line, reply) in lines {
        assert_eq!(talk.line(line), *reply, "{line}");
    }
    talk
}

#[test]
fn every_command_has_its_states() {
    let way = |state| match state {
        State::Pop2(pop2::State::Auth) => vec![],
        State::Pop2(pop2::State::Mbox) => vec!["HELO amy sesame"],
        State::Pop2(pop2::State::Item) => vec!["HELO amy sesame", "READ 1"],
        State::Pop2(pop2::State::Next) => vec!["HELO amy sesame", "READ 1", "RETR"],
        other => panic!("{other}"),
    };
    let command = |verb| match verb {
        Verb::Pop2(pop2::Verb::Helo) => "HELO amy sesame",
        Verb::Pop2(pop2::Verb::Fold) => "FOLD INBOX",
        Verb::Pop2(pop2::Verb::Read) => "READ 2",
        Verb::Pop2(pop2::Verb::Retr) => "RETR",
        Verb::Pop2(pop2::Verb::Acks) => "ACKS",
        Verb::Pop2(pop2::Verb::Ackd) => "ACKD",
        Verb::Pop2(pop2::Verb::Nack) => "NACK",
        Verb::Pop2(pop2::Verb::Quit) => "QUIT",
        other => panic!("{other}"),
    };
    every_command_in_every_state(Protocol::Pop2, way, command, "- ");
}

#[test]
fn a_message_has_no_stuffing_and_no_end_but_its_length() {
    let mut talk = talk(&[
        ("HELO amy sesame", "#2 messages\r\n"),
        ("READ", "=22 characters in message 1\r\n"),
        ("RETR", "Subject: one\r\n\r\n.dot\r\n"),
        ("NACK", "=22 characters in message 1\r\n"),
        ("RETR", "Subject: one\r\n\r\n.dot\r\n"),
        ("ACKS", "=19 characters in message 2\r\n"),
        ("RETR", "Subject: two\r\n\r\nx\r\n"),
        ("ACKS", "=0 no message\r\n"),
    ]);
    assert_eq!(talk.line("QUIT"), "+ OK, goodbye\r\n");
    assert!(talk.closed);
    assert_eq!(talk.site.store.mails("amy").count(), 2, "ACKS keeps");
}

#[test]
fn ackd_removes_at_the_end_and_at_fold_only() {
    let fetched = [
        ("HELO amy sesame", "#2 messages\r\n"),
        ("READ 1", "=22 characters in message 1\r\n"),
        ("RETR", "Subject: one\r\n\r\n.dot\r\n"),
        ("ACKD", "=19 characters in message 2\r\n"),
        ("READ 1", "=0 no message\r\n"),
    ];
    let left = |talk: &Talk| talk.site.store.mails("amy").count();
    let mut quits = talk(&fetched);
    assert_eq!(left(&quits), 2, "marked, and still there");
    quits.line("QUIT");
    assert_eq!(left(&quits), 1);
    assert!(quits.facts.iter().any(|fact| matches!(fact, Fact::MailRemoved { .. })));

    let mut folds = talk(&fetched);
    assert_eq!(folds.line("FOLD /usr/spool/mail/amy"), "#1 message\r\n", "renumbered");
    assert_eq!(folds.line("READ"), "=19 characters in message 1\r\n");
    assert_eq!(folds.line("FOLD old mail"), "#0 messages\r\n");
    assert_eq!(folds.site.store.locked_by("amy"), None);
    assert_eq!(folds.line("READ"), "=0 no message\r\n");

    let mut drops = talk(&fetched);
    let facts = drops.service.hang_up(&mut drops.site);
    assert!(matches!(facts.as_slice(), [Fact::MaildropReleased { .. }]));
    assert_eq!((left(&drops), drops.site.store.locked_by("amy")), (2, None));
}

#[test]
fn a_message_of_no_length_is_not_sent_but_the_connection_closed() {
    let mut talk = talk(&[("HELO ben open\\ sesame", "#0 messages\r\n"), ("READ", "=0 no message\r\n")]);
    assert_eq!(talk.line("RETR"), "");
    assert!(talk.closed);
}

#[test]
fn whatever_goes_wrong_ends_the_session() {
    let long = format!("FOLD {}", "a".repeat(600));
    let endless = "a".repeat(20_000);
    for line in ["HELO amy wrong", "HELO nobody x", "HELO ben open sesame", "HELO", "XYZZY", "", "READ x", &long] {
        let mut talk = Talk::new(Protocol::Pop2, site());
        let reply = talk.line(line);
        assert!(reply.starts_with("- ") && reply.len() <= pop2::MAX_LINE && talk.closed, "{line}: {reply}");
        assert_eq!(talk.line("HELO amy sesame"), "", "nothing is heard afterwards");
    }
    let mut talk = Talk::new(Protocol::Pop2, site());
    assert_eq!(talk.say(&endless), "- the line is too long\r\n");
    assert!(talk.closed);
}

#[test]
fn the_lock_is_the_one_of_pop3() {
    let mut first = talk(&[("HELO amy sesame", "#2 messages\r\n")]);
    let site = std::mem::take(&mut first.site);
    let mut second = Talk::new(Protocol::Pop2, site);
    assert_eq!(second.line("HELO amy sesame"), "- the mailbox is in use\r\n");
    let mut pop3 = Talk::new(Protocol::Pop3, second.site);
    assert_eq!(pop3.line("USER amy").get(..3), Some("+OK"));
    assert_eq!(pop3.line("PASS sesame").get(..4), Some("-ERR"));
    assert!(matches!(pop3.service, Service::Pop3(_)));
}
