//! What is lost: it shifts nothing, and what is left keeps its place.

use super::*;

/// A script with gaps: `None` stands for ten lost octets.
fn hear_with_gaps(script: &[(Side, Option<&str>)]) -> Vec<String> {
    let mut dialogue = Dialogue::new(Opening::Connection);
    let mut said = Vec::new();
    for (side, text) in script {
        match text {
            Some(text) => dialogue.push(*side, text.as_bytes(), Cover::Clear, &mut said),
            None => dialogue.gap(*side, 10, &mut said),
        }
    }
    dialogue.finish(&mut said);
    words(&said)
}

#[test]
fn a_gap_inside_a_message_leaves_the_rest_in_place() {
    let said = hear_with_gaps(&[
        (S, Some("+OK\r\n")),
        (C, Some("RETR 1\r\n")),
        (S, Some("+OK\r\nabc")),
        (S, None),
        (S, Some(".\r\nxyz\r\n.\r\n")),
        (C, Some("QUIT\r\n")),
        (S, Some("+OK\r\n")),
    ]);
    assert_eq!(said, ["S greeting", "C0 RETR 1", "S0 +OK [abc.\\r\\nxyz\\r\\n] …", "C1 QUIT", "S1 +OK"]);
}

#[test]
fn a_lost_reply_does_not_shift_the_others() {
    let said = hear_with_gaps(&[
        (S, Some("+OK\r\n")),
        (C, Some("STAT\r\n")),
        (S, None),
        (C, Some("DELE 1\r\n")),
        (S, Some("-ERR\r\n")),
    ]);
    assert_eq!(said, ["S greeting", "C0 STAT", "C1 DELE 1", "S1 -ERR"]);
}

#[test]
fn a_lost_message_end_is_closed_by_the_next_command() {
    let said = hear_with_gaps(&[
        (S, Some("+OK\r\n")),
        (C, Some("RETR 1\r\n")),
        (S, Some("+OK\r\nab")),
        (S, None),
        (C, Some("RETR 2\r\n")),
        (S, None),
        (C, Some("QUIT\r\n")),
        (S, Some("+OK\r\n")),
    ]);
    assert_eq!(said, ["S greeting", "C0 RETR 1", "S0 +OK [ab] …", "C1 RETR 2", "S1 ? [] …", "C2 QUIT", "S2 +OK"]);
}

#[test]
fn a_terminator_right_behind_a_gap_is_known_by_the_next_command() {
    for terminator in [".\r\n", "\n.\r\n"] {
        let said = hear_with_gaps(&[
            (S, Some("+OK\r\n")),
            (C, Some("RETR 1\r\n")),
            (S, Some("+OK\r\nab")),
            (S, None),
            (S, Some(terminator)),
            (C, Some("QUIT\r\n")),
            (S, Some("+OK\r\n")),
        ]);
        let content = terminator.strip_suffix(".\r\n").expect("a terminator").escape_debug();
        let reply = format!("S0 +OK [ab{content}] …");
        assert_eq!(said, ["S greeting", "C0 RETR 1", &reply, "C1 QUIT", "S1 +OK"]);
    }
}

#[test]
fn a_lost_command_leaves_its_reply_without_one() {
    let said = hear_with_gaps(&[
        (S, Some("+OK\r\n")),
        (C, Some("US")),
        (C, None),
        (S, Some("+OK\r\n1 120\r\n.\r\n")),
        (C, Some("QUIT\r\n")),
    ]);
    assert_eq!(said, ["S greeting", "C fragment US", "S? +OK", "S? ? [1 120\\r\\n]", "C fragment QUIT"]);
}
