//! What goes over the wire: sizes, stuffing, terminators, order.

use super::FIRST;
use super::Table;
use crate::proto::line::MAX_STATUS_LINE;
use crate::proto::multiline::LineRule;
use crate::proto::multiline::unstuff;
use crate::sim::Profile;

#[test]
fn f15_f16_f17_a_message_is_stuffed_and_its_size_is_not() {
    let mut table = Table::logged_in(Profile::default());
    let reply = table.says(FIRST, "RETR 2");
    assert_eq!(reply, "+OK 23 octets\r\nSubject: two\r\n\r\n..\r\n...\r\n.");
    let block = format!("{}\r\n", reply.split_once("\r\n").expect("a block").1);
    assert_eq!(unstuff(block.as_bytes(), LineRule::Strict).len(), 23);
}

#[test]
fn f18_a_message_without_a_last_line_end_gets_one() {
    let mut table = Table::new(Profile::default());
    table.world.deliver("amy", b"Subject: open\n\nend", None).expect("a user");
    table.world.connect(FIRST).expect("no connection yet");
    table.login(FIRST);
    table.talk(&[("LIST 4", "+OK 4 22")]);
    assert!(table.says(FIRST, "RETR 4").ends_with("end\r\n."));
}

#[test]
fn f32_commands_sent_together_are_answered_in_order() {
    let mut table = Table::logged_in(Profile { pipelining: true, ..Profile::default() });
    assert!(table.says(FIRST, "CAPA").contains("\r\nPIPELINING\r\n"));
    let replies = table.raw(FIRST, b"DELE 1\r\nSTAT\r\nDELE 1\r\nQUIT\r\nSTAT\r\n");
    let starts: Vec<_> = replies.iter().map(|reply| reply.split_at(4).0.trim_end()).collect();
    assert_eq!(starts, ["+OK", "+OK", "-ERR", "+OK"], "nothing is heard behind QUIT");
    assert_eq!(table.stored(), 2);
}

#[test]
fn a_command_may_come_in_pieces() {
    let mut table = Table::connected(Profile::default());
    assert_eq!(table.raw(FIRST, b"US"), [""; 0]);
    assert_eq!(table.raw(FIRST, b"ER amy\r"), [""; 0]);
    assert_eq!(table.raw(FIRST, b"\nPA"), ["+OK send your password\r\n"]);
    assert!(table.raw(FIRST, b"SS open sesame\r\n")[0].starts_with("+OK amy's"));
}

#[test]
fn a_line_without_an_end_is_not_waited_for() {
    let mut table = Table::connected(Profile::default());
    let replies = table.raw(FIRST, &vec![b'x'; 20_000]);
    assert_eq!(replies, ["-ERR the line is too long\r\n"]);
    assert_eq!(table.world.connection(FIRST), None);
}

#[test]
fn no_status_line_passes_512_octets() {
    let mut table = Table::connected(Profile::default());
    let name = "x".repeat(240);
    table.talk(&[(&format!("USER {name}"), "+OK")]);
    assert!(table.says(FIRST, "PASS x").len() + 2 <= MAX_STATUS_LINE);
}
