//! The maildrop in the hands of commands: numbers, marks, sizes, listings.

use super::FIRST;
use super::SECOND;
use super::Table;
use crate::sim::Profile;
use crate::sim::profile::Generation;

#[test]
fn f06_any_reference_to_a_marked_message_is_an_error_until_rset() {
    let mut table = Table::logged_in(Profile::default());
    table.talk(&[("DELE 2", "+OK message 2 marked as deleted")]);
    for line in ["RETR 2", "LIST 2", "UIDL 2", "TOP 2 0", "DELE 2"] {
        table.talk(&[(line, "-ERR message 2 already deleted")]);
    }
    assert_eq!(table.stored(), 3, "a mark removes nothing");
    table.talk(&[("RSET", "+OK maildrop has 3 messages"), ("LIST 2", "+OK 2 "), ("RETR 2", "+OK")]);
}

#[test]
fn f07_numbers_never_shift_within_a_session() {
    let mut table = Table::logged_in(Profile::default());
    table.talk(&[("STAT", "+OK 3 69"), ("DELE 2", "+OK"), ("STAT", "+OK 2 46")]);
    assert_eq!(table.says(FIRST, "LIST"), "+OK 2 messages (46 octets)\r\n1 19\r\n3 27\r\n.");
    let listing = table.says(FIRST, "UIDL");
    let numbers: Vec<_> = listing.lines().skip(1).filter_map(|line| line.split(' ').next()).collect();
    assert_eq!(numbers, ["1", "3", "."]);
}

#[test]
fn f08_rset_takes_all_marks_away_and_no_arguments() {
    let mut table = Table::logged_in(Profile::default());
    table.talk(&[("DELE 1", "+OK"), ("DELE 3", "+OK"), ("RSET 1", "-ERR"), ("STAT", "+OK 1 ")]);
    table.talk(&[("RSET", "+OK"), ("STAT", "+OK 3 "), ("QUIT", "+OK")]);
    assert_eq!(table.stored(), 3);
}

#[test]
fn f08_f09_last_and_rset_differ_between_the_generations() {
    for (generation, after_rset) in [(Generation::Rfc1225, "+OK 1"), (Generation::Rfc1460, "+OK 0")] {
        let profile = Profile { generation, capa: false, uidl: false, ..Profile::default() };
        let mut table = Table::logged_in(profile);
        table.talk(&[("LAST", "+OK 0"), ("RETR 1", "+OK"), ("QUIT", "+OK")]);
        table.world.connect(FIRST).expect("closed");
        table.login(FIRST);
        table.talk(&[("LAST", "+OK 1"), ("RETR 3", "+OK"), ("LAST", "+OK 3"), ("DELE 2", "+OK"), ("LAST", "+OK 3")]);
        table.talk(&[("RSET", "+OK"), ("LAST", after_rset)]);
    }
}

#[test]
fn f11_the_list_of_an_empty_maildrop_is_positive() {
    let mut table = Table::logged_in(Profile::default());
    for number in 1..=3 {
        table.talk(&[(&format!("DELE {number}"), "+OK")]);
    }
    table.talk(&[("STAT", "+OK 0 0")]);
    assert_eq!(table.says(FIRST, "LIST"), "+OK 0 messages (0 octets)\r\n.");
    assert_eq!(table.says(FIRST, "UIDL"), "+OK unique-id listing follows\r\n.");
}

#[test]
fn f12_f13_one_message_is_listed_on_one_line_and_nothing_follows_a_unique_id() {
    let mut table = Table::logged_in(Profile::default());
    assert_eq!(table.says(FIRST, "LIST 1"), "+OK 1 19");
    let unique_id = table.world.site().store.mails("amy").next().expect("a message").unique_id().to_string();
    assert_eq!(table.says(FIRST, "UIDL 1"), format!("+OK 1 {unique_id}"));
    assert!(table.says(FIRST, "UIDL").contains(&format!("\r\n1 {unique_id}\r\n")));
}

#[test]
fn f19_an_error_is_one_line_also_where_many_were_asked_for() {
    let mut table = Table::logged_in(Profile::default());
    for line in ["RETR 9", "TOP 9 1", "LIST 9", "UIDL 9"] {
        assert_eq!(table.says(FIRST, line), "-ERR no such message, only 3 messages in maildrop");
    }
}

#[test]
fn f20_top_needs_two_arguments() {
    let mut table = Table::logged_in(Profile::default());
    table.talk(&[("TOP 1", "-ERR TOP: an argument is missing"), ("TOP 1 -1", "-ERR TOP: not a number")]);
    assert!(table.says(FIRST, "TOP 3 0").ends_with("follows\r\nSubject: three\r\n\r\n."));
    assert!(table.says(FIRST, "TOP 3 2").ends_with("follows\r\nSubject: three\r\n\r\n3\r\n3\r\n."));
    let whole = table.says(FIRST, "RETR 3").replace("+OK 27 octets", "");
    assert_eq!(table.says(FIRST, "TOP 3 99").replace("+OK top of message follows", ""), whole);
    let mut table = Table::logged_in(Profile { top: false, ..Profile::default() });
    table.talk(&[("TOP 1 0", "-ERR unknown command")]);
}

#[test]
fn f43_only_a_message_that_was_marked_is_already_deleted() {
    // RFC 1939 §5 prints DELE 1 and then the error for DELE 2, as if it followed.
    let mut table = Table::logged_in(Profile::default());
    table.talk(&[
        ("DELE 1", "+OK message 1"),
        ("DELE 2", "+OK message 2"),
        ("DELE 2", "-ERR message 2 already deleted"),
    ]);
}

#[test]
fn f38_unique_ids_persist_also_when_no_update_happened() {
    let mut table = Table::logged_in(Profile::default());
    let before = table.says(FIRST, "UIDL");
    table.talk(&[("DELE 1", "+OK")]);
    table.lose_line(FIRST);
    table.world.connect(FIRST).expect("closed");
    table.login(FIRST);
    assert_eq!(table.says(FIRST, "UIDL"), before);
}

#[test]
fn f39_new_mail_is_not_seen_until_the_next_session() {
    let mut table = Table::logged_in(Profile::default());
    table.world.deliver("amy", b"Subject: late\n\nx\n", None).expect("a user");
    table.talk(&[("STAT", "+OK 3 "), ("RETR 4", "-ERR no such message"), ("DELE 1", "+OK")]);
    table.talk(&[("QUIT", "+OK goodbye (3 messages left)")]);
    table.world.connect(SECOND).expect("no connection yet");
    table.login(SECOND);
    assert!(table.says(SECOND, "STAT").starts_with("+OK 3 "));
    assert!(table.says(SECOND, "TOP 3 0").contains("Subject: late"));
}

#[test]
fn f40_a_rule_of_the_site_does_not_touch_an_open_session() {
    let mut table = Table::logged_in(Profile::default());
    let first = table.world.site().store.mails("amy").next().expect("a message").unique_id().clone();
    table.world.remove_by_site("amy", &first).expect("a message");
    table.talk(&[("STAT", "+OK 3 "), ("RETR 1", "+OK"), ("DELE 1", "+OK"), ("QUIT", "+OK goodbye (2 messages left)")]);
}
