//! IMAP by data: every command in every state, flags that stay, and the lock of POP3.

use crate::proto::Protocol;
use crate::proto::imap;
use crate::proto::other::State;
use crate::proto::other::Verb;
use crate::session::Fact;
use crate::sim::server::Site;
use crate::sim::testing::Talk;
use crate::sim::testing::every_command_in_every_state;
use crate::sim::testing::site;

fn selected(site: Site) -> Talk {
    let mut talk = Talk::new(Protocol::Imap, site);
    assert_eq!(talk.line("a LOGIN amy sesame"), "a OK LOGIN completed\r\n");
    assert!(talk.line("b SELECT INBOX").ends_with("b OK [READ-WRITE] SELECT completed\r\n"));
    talk
}

#[track_caller]
fn says(talk: &mut Talk, line: &str, replies: &[&str]) {
    let heard = talk.line(line);
    assert_eq!(heard.lines().collect::<Vec<_>>(), replies, "{line}");
}

#[test]
fn every_command_has_its_states() {
    let way = |state| match state {
        State::Imap(imap::State::NotAuthenticated) => vec![],
        State::Imap(imap::State::Authenticated) => vec!["a LOGIN amy sesame"],
        State::Imap(imap::State::Selected) => vec!["a LOGIN amy sesame", "b SELECT inbox"],
        other => panic!("{other}"),
    };
    let command = |verb| match verb {
        Verb::Imap(imap::Verb::Capability) => "x CAPABILITY",
        Verb::Imap(imap::Verb::Login) => "x LOGIN amy sesame",
        Verb::Imap(imap::Verb::Select) => "x SELECT INBOX",
        Verb::Imap(imap::Verb::Fetch) => "x FETCH 1 FLAGS",
        Verb::Imap(imap::Verb::Store) => "x STORE 1 +FLAGS (\\Seen)",
        Verb::Imap(imap::Verb::Expunge) => "x EXPUNGE",
        Verb::Imap(imap::Verb::Noop) => "x NOOP",
        Verb::Imap(imap::Verb::Logout) => "x LOGOUT",
        other => panic!("{other}"),
    };
    every_command_in_every_state(Protocol::Imap, way, command, "x BAD");
}

#[test]
fn select_tells_what_is_in_the_mailbox() {
    let mut talk = Talk::new(Protocol::Imap, site());
    talk.line("a LOGIN amy sesame");
    says(
        &mut talk,
        "b SELECT INBOX",
        &[
            "* 2 EXISTS",
            "* 2 RECENT",
            "* FLAGS (\\Answered \\Flagged \\Deleted \\Seen \\Draft)",
            "* OK [PERMANENTFLAGS (\\Answered \\Flagged \\Deleted \\Seen \\Draft)] all of them stay",
            "* OK [UNSEEN 1] the first unread message",
            "* OK [UIDVALIDITY 1] identifiers stay",
            "* OK [UIDNEXT 3] the next identifier",
            "b OK [READ-WRITE] SELECT completed",
        ],
    );
    says(&mut talk, "c SELECT Drafts", &["c NO no such mailbox"]);
    assert_eq!(talk.state(), State::Imap(imap::State::Authenticated));
    assert!(talk.line("d SELECT INBOX").contains("* 0 RECENT"), "recent for one session only");
}

#[test]
fn reading_leaves_a_flag_and_peeking_does_not() {
    let mut talk = selected(site());
    says(
        &mut talk,
        "c FETCH 1:* (FLAGS UID RFC822.SIZE)",
        &[
            "* 1 FETCH (FLAGS (\\Recent) UID 1 RFC822.SIZE 22)",
            "* 2 FETCH (FLAGS (\\Recent) UID 2 RFC822.SIZE 19)",
            "c OK FETCH completed",
        ],
    );
    let peek = "* 1 FETCH (BODY[HEADER] {16}\r\nSubject: one\r\n\r\n)\r\nd OK FETCH completed\r\n";
    assert_eq!(talk.line("d FETCH 1 BODY.PEEK[HEADER]"), peek);
    let read =
        "* 1 FETCH (BODY[] {22}\r\nSubject: one\r\n\r\n.dot\r\n FLAGS (\\Seen \\Recent))\r\ne OK FETCH completed\r\n";
    assert_eq!(talk.line("e FETCH 1 (BODY[])"), read);
    says(&mut talk, "f LOGOUT", &["* BYE mail.example.org goodbye", "f OK LOGOUT completed"]);
    assert!(talk.closed);
    let mut next = selected(talk.site);
    says(&mut next, "c FETCH 1 FLAGS", &["* 1 FETCH (FLAGS (\\Seen))", "c OK FETCH completed"]);
}

#[test]
fn expunge_removes_at_once_and_moves_the_others_up() {
    let mut site = site();
    site.store.deliver("amy", b"Subject: three\r\n\r\n", None).expect("a user");
    let mut talk = selected(site);
    says(
        &mut talk,
        "c STORE 1,2 +FLAGS (\\Deleted)",
        &["* 1 FETCH (FLAGS (\\Deleted \\Recent))", "* 2 FETCH (FLAGS (\\Deleted \\Recent))", "c OK STORE completed"],
    );
    assert_eq!(talk.site.store.mails("amy").count(), 3, "a flag removes nothing");
    says(&mut talk, "d STORE 2 -FLAGS.SILENT \\Deleted", &["d OK STORE completed"]);
    says(&mut talk, "e STORE 3 FLAGS.SILENT (\\Deleted)", &["e OK STORE completed"]);
    says(&mut talk, "f EXPUNGE", &["* 1 EXPUNGE", "* 2 EXPUNGE", "f OK EXPUNGE completed"]);
    assert!(matches!(talk.facts.as_slice(), [Fact::MailRemoved { unique_ids, .. }] if unique_ids.len() == 2));
    says(&mut talk, "g FETCH 1 UID", &["* 1 FETCH (UID 2)", "g OK FETCH completed"]);
    says(&mut talk, "h FETCH 2 UID", &["h BAD there is no message of such a number"]);
}

#[test]
fn noop_tells_what_happened_meanwhile() {
    let mut talk = selected(site());
    talk.site.store.deliver("amy", b"Subject: three\r\n\r\n", None).expect("a user");
    let first = talk.site.store.mails("amy").next().expect("a mail").unique_id().clone();
    talk.site.store.remove_by_site("amy", &first).expect("the mail");
    says(&mut talk, "c FETCH 1 UID", &["c NO some of the messages are gone"]);
    says(&mut talk, "d NOOP", &["* 1 EXPUNGE", "* 2 EXISTS", "* 2 RECENT", "d OK NOOP completed"]);
    says(&mut talk, "e NOOP", &["e OK NOOP completed"]);
}

#[test]
fn the_lock_of_pop3_is_respected() {
    let mut pop3 = Talk::new(Protocol::Pop3, site());
    pop3.line("USER amy");
    assert_eq!(pop3.line("PASS sesame").get(..3), Some("+OK"));
    let mut talk = Talk::new(Protocol::Imap, std::mem::take(&mut pop3.site));
    talk.line("a LOGIN amy sesame");
    says(&mut talk, "b SELECT INBOX", &["b NO a POP session has the lock of the mailbox"]);
    assert_eq!(talk.state(), State::Imap(imap::State::Authenticated));
    pop3.site = std::mem::take(&mut talk.site);
    pop3.line("QUIT");
    talk.site = std::mem::take(&mut pop3.site);
    assert!(talk.line("c SELECT INBOX").contains("* 2 EXISTS"));
    // A session of POP3 that comes later takes the lock all the same.
    let mut pop3 = Talk::new(Protocol::Pop3, std::mem::take(&mut talk.site));
    pop3.line("USER amy");
    assert_eq!(pop3.line("PASS sesame").get(..3), Some("+OK"));
    talk.site = std::mem::take(&mut pop3.site);
    for line in ["d FETCH 1 FLAGS", "d STORE 1 +FLAGS (\\Deleted)", "d EXPUNGE"] {
        says(&mut talk, line, &["d NO a POP session has the lock of the mailbox"]);
    }
}

#[test]
fn what_is_not_understood_is_bad() {
    let mut talk = Talk::new(Protocol::Imap, site());
    says(&mut talk, "a LOGIN amy wrong", &["a NO no such user, or a wrong password"]);
    says(&mut talk, "a LOGIN {3}", &["a BAD literals are not taken here"]);
    says(&mut talk, "a SEARCH ALL", &["a BAD no such command here"]);
    says(&mut talk, "", &["* BAD a command begins with a tag"]);
    says(&mut talk, &format!("a NOOP {}", "x".repeat(9000)), &["a BAD the line is too long"]);
    says(&mut talk, "a CAPABILITY", &["* CAPABILITY IMAP4rev1", "a OK CAPABILITY completed"]);
    assert_eq!(talk.say(vec![b'x'; 20_000]), "* BYE the line is too long\r\n");
    assert!(talk.closed);
    assert_eq!(talk.line("a NOOP"), "");
}
