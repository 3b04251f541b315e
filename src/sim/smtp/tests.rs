//! SMTP by data: every command in every state, what is refused, and how a mail gets into a maildrop.

use crate::proto::Protocol;
use crate::proto::other::State;
use crate::proto::other::Verb;
use crate::proto::smtp;
use crate::session::Fact;
use crate::sim::smtp::MAX_MAIL;
use crate::sim::testing::Talk;
use crate::sim::testing::site;

fn codes(lines: &[(&str, u16)]) -> Talk {
    let mut talk = Talk::new(Protocol::Smtp, site());
    for (line, code) in lines {
        let reply = talk.line(line);
        assert_eq!(smtp::reply::code(reply.as_bytes()), Some(*code), "{line}: {reply}");
    }
    talk
}

const MAIL: [(&str, u16); 3] =
    [("EHLO fido.example.com", 250), ("MAIL FROM:<bob@example.com>", 250), ("RCPT TO:<amy@example.org>", 250)];

#[test]
fn every_command_has_its_states() {
    let way = |state| match state {
        State::Smtp(smtp::State::Connected) => vec![],
        State::Smtp(smtp::State::Greeted) => vec!["EHLO a"],
        State::Smtp(smtp::State::Mail) => vec!["EHLO a", "MAIL FROM:<>"],
        State::Smtp(smtp::State::Recipients) => vec!["EHLO a", "MAIL FROM:<>", "RCPT TO:<amy@example.org>"],
        // Behind 354 nothing is a command: the line is one of the mail, and is answered by nothing.
        State::Smtp(smtp::State::Data) => vec!["EHLO a", "MAIL FROM:<>", "RCPT TO:<amy@example.org>", "DATA"],
        other => panic!("{other}"),
    };
    let command = |verb| match verb {
        Verb::Smtp(smtp::Verb::Ehlo) => "EHLO fido.example.com",
        Verb::Smtp(smtp::Verb::Helo) => "HELO fido.example.com",
        Verb::Smtp(smtp::Verb::Mail) => "MAIL FROM:<bob@example.com>",
        Verb::Smtp(smtp::Verb::Rcpt) => "RCPT TO:<ben@example.org>",
        Verb::Smtp(smtp::Verb::Data) => "DATA",
        Verb::Smtp(smtp::Verb::Rset) => "RSET",
        Verb::Smtp(smtp::Verb::Vrfy) => "VRFY amy",
        Verb::Smtp(smtp::Verb::Noop) => "NOOP",
        Verb::Smtp(smtp::Verb::Quit) => "QUIT",
        other => panic!("{other}"),
    };
    for state in State::all(Protocol::Smtp).into_iter().filter(|state| !state.is_last()) {
        for verb in Verb::all(Protocol::Smtp) {
            let mut talk = Talk::new(Protocol::Smtp, site());
            for line in way(state) {
                talk.line(line);
            }
            assert_eq!(talk.state(), state);
            let reply = talk.line(command(verb));
            match (state, verb.allowed_in(state)) {
                (State::Smtp(smtp::State::Data), _) => assert_eq!(reply, "", "{verb}"),
                (_, allowed) => assert_eq!(reply.starts_with("503"), !allowed, "{verb} in {state}: {reply}"),
            }
        }
    }
}

#[test]
fn a_mail_comes_into_the_maildrop_at_the_dot() {
    let mut talk = codes(&MAIL);
    assert_eq!(talk.line("RCPT TO:<Ben@mail.example.org>"), "250 recipient noted\r\n");
    assert_eq!(talk.line("DATA").get(..3), Some("354"));
    assert_eq!(talk.say("Subject: x\r\n\r\n..dot\r\n"), "");
    assert_eq!(talk.site.store.mails("amy").count(), 2, "without the dot there is no mail");
    assert_eq!(talk.say(".\r\nNOOP\r\n"), "250 the mail is taken in\r\n250 nothing done\r\n");
    let arrived = talk.facts.iter().filter(|fact| matches!(fact, Fact::MailArrived { .. })).count();
    assert_eq!(arrived, 2);
    for user in ["amy", "ben"] {
        let mail = talk.site.store.mails(user).last().expect("a mail").octets();
        let text = std::str::from_utf8(mail).expect("text");
        assert_eq!(
            text,
            "Return-Path: <bob@example.com>\r\nReceived: from fido.example.com by mail.example.org with ESMTP;\r\n\
             \tThu, 1 Jan 1970 00:00:00 +0000\r\nSubject: x\r\n\r\n.dot\r\n"
        );
    }
}

#[test]
fn however_a_mail_is_cut_it_is_the_same() {
    let whole = b"EHLO a\r\nMAIL FROM:<>\r\nRCPT TO:<ben@example.org>\r\nDATA\r\na\r\n..\r\n\r\n.b\r\n.\r\nQUIT\r\n";
    let delivered = |cut: usize| {
        let mut talk = Talk::new(Protocol::Smtp, site());
        talk.say(&whole[..cut]);
        talk.say(&whole[cut..]);
        assert!(talk.closed);
        talk.site.store.mails("ben").map(|mail| mail.octets().to_vec()).collect::<Vec<_>>()
    };
    assert!(delivered(0)[0].ends_with(b"a\r\n.\r\n\r\nb\r\n"));
    for cut in 1..whole.len() {
        assert_eq!(delivered(cut), delivered(0), "cut at {cut}");
    }
}

#[test]
fn a_dot_behind_a_bare_line_feed_ends_nothing() {
    let mut talk = codes(&MAIL);
    talk.line("DATA");
    assert_eq!(talk.say("a\n.\r\nMAIL FROM:<evil@example.com>\r\n.\n"), "");
    assert_eq!(talk.state(), State::Smtp(smtp::State::Data));
    assert_eq!(talk.say("\r\n.\r\n").get(..3), Some("250"));
}

#[test]
fn a_line_as_long_as_a_piece_hides_no_end() {
    // The server hands on what is too long for a line in pieces of 16 KiB.
    for length in 16_380..16_390 {
        let mut talk = codes(&MAIL);
        talk.line("DATA");
        assert_eq!(talk.say([&vec![b'a'; length][..], b"\r\n"].concat()), "");
        assert_eq!(talk.say(".\r\n").get(..3), Some("250"), "{length}");
    }
}

#[test]
fn what_cannot_be_taken_is_refused() {
    codes(&[("EHLO a", 250), (&format!("MAIL FROM:<bob@example.com> SIZE={MAX_MAIL}"), 250)]);
    codes(&[("EHLO a", 250), ("MAIL FROM:<bob@example.com> SIZE=99999999", 552)]);
    codes(&[("EHLO a", 250), ("MAIL FROM: bob@example.com", 501), ("MAIL FROM:<bob@example.com>", 250)]);
    codes(&[("HELO a", 250), ("MAIL FROM:<>", 250), ("RCPT TO:<amy@elsewhere.example>", 550)]);
    codes(&[("HELO a", 250), ("MAIL FROM:<>", 250), ("RCPT TO:<eve@example.org>", 550), ("DATA", 503)]);
    codes(&[("XYZZY", 500), ("", 500), ("EXPN all", 500), ("VRFY amy", 252), ("QUIT", 221)]);
    let talk = codes(&[MAIL[0], MAIL[1], MAIL[2], ("RSET", 250), ("DATA", 503), ("MAIL FROM:<>", 250)]);
    assert_eq!(talk.state(), State::Smtp(smtp::State::Mail));
}

#[test]
fn a_mail_without_bounds_is_bounded() {
    let mut talk = codes(&MAIL);
    talk.line("DATA");
    let piece = vec![b'a'; 60_000];
    for _ in 0..=MAX_MAIL / piece.len() {
        assert_eq!(talk.say(&piece), "");
    }
    assert_eq!(talk.say("\r\n.\r\n"), "552 the mail is too large\r\n");
    assert_eq!(talk.site.store.mails("amy").count(), 2);
    assert_eq!(talk.line("MAIL FROM:<>").get(..3), Some("250"), "the session goes on");
    assert_eq!(talk.say(vec![b'a'; 20_000]).get(..3), Some("421"));
    assert!(talk.closed);
}

#[test]
fn a_hundred_recipients_are_taken_and_each_gets_one_copy() {
    let mut talk = codes(&MAIL);
    for _ in 0..200 {
        assert_eq!(talk.line("RCPT TO:<amy@example.org>").get(..3), Some("250"));
    }
    talk.line("DATA");
    talk.say("x\r\n.\r\n");
    assert_eq!(talk.site.store.mails("amy").count(), 3);
}
