//! Sessions of one event a millisecond, and the times that are found in them.

use super::*;
use crate::inspect::testing::C;
use crate::inspect::testing::LOST;
use crate::inspect::testing::S;
use crate::inspect::testing::timeline;
use crate::proto::Side;

const READY: (Side, &str) = (S, "+OK\r\n");

fn timed(script: &[(Side, &str)]) -> Timing {
    timing(&timeline(script), ConnectionId(0))
}

fn millis(time: Option<Duration>) -> Option<u128> {
    time.map(|time| time.as_millis())
}

/// Reply time, whole time and think time of each exchange, in milliseconds.
fn times(timing: &Timing) -> Vec<[Option<u128>; 3]> {
    let each = |exchange: &ExchangeTiming| [exchange.reply_time, exchange.whole_time, exchange.think_time].map(millis);
    timing.exchanges.iter().map(each).collect()
}

#[test]
fn a_reply_has_a_first_and_a_last_octet() {
    let timing = timed(&[
        READY,
        (C, "ST"),
        (C, "AT\r\n"),
        (S, "+OK 1 6\r\n"),
        (C, "RETR 1\r\n"),
        (S, "+O"),
        (S, "K\r\nabcd\r\n"),
        (S, ".\r\n"),
        (C, "QUIT\r\n"),
    ]);
    assert_eq!(times(&timing), [[Some(1), Some(1), Some(1)], [Some(1), Some(3), Some(1)], [None, None, Some(1)]]);
    let octets: Vec<_> = timing.exchanges.iter().map(|exchange| (exchange.octets, exchange.reply_octets)).collect();
    assert_eq!(octets, [(6, Some(9)), (8, Some(14)), (6, None)]);
    assert_eq!((timing.round_trips, timing.total_wait.as_millis()), (3, 4), "no reply to QUIT");
    assert_eq!(millis(timing.smallest_reply), Some(1));
}

#[test]
fn a_pipelined_flight_is_one_round_trip() {
    let timing = timed(&[
        READY,
        (C, "USER a\r\nPASS b\r\n"),
        (C, "STAT\r\n"),
        (S, "+OK\r\n"),
        (S, "+OK\r\n"),
        (S, "+OK 0 0\r\n"),
        (C, "QUIT\r\n"),
        (S, "+OK\r\n"),
    ]);
    assert_eq!((timing.round_trips, timing.pipelined_flights, timing.pipelined_commands), (2, 1, 3));
    assert_eq!(timing.total_wait.as_millis(), 3 + 1);
    assert_eq!(times(&timing)[1..3], [[Some(3), Some(3), None], [Some(3), Some(3), None]]);
    assert_eq!(timing.savable_rounds, 1, "QUIT could have gone with the rest");
}

#[test]
fn rounds_that_could_have_been_sent_together_are_counted() {
    let lockstep = |commands: &[&str], listing: &str| {
        let mut script = vec![READY];
        for command in commands {
            let list = command.starts_with("UIDL") || command.starts_with("CAPA") || command.starts_with("RETR");
            script.extend([(C, *command), (S, if list { listing } else { "+OK\r\n" })]);
        }
        let timing = timed(&script);
        (timing.savable_rounds, timing.round_trips, timing.pipelining_announced)
    };
    let list = "+OK\r\nPIPELINING\r\n.\r\n";
    assert_eq!(lockstep(&["USER a\r\n", "PASS b\r\n", "STAT\r\n", "QUIT\r\n"], list), (3, 4, None));
    assert_eq!(lockstep(&["CAPA\r\n", "USER a\r\n", "PASS b\r\n"], list), (1, 3, Some(true)));
    assert_eq!(lockstep(&["CAPA\r\n", "STLS\r\n"], "+OK\r\nTOP\r\n.\r\n"), (0, 2, Some(false)));
    let work = ["UIDL\r\n", "NOOP\r\n", "RETR 1\r\n", "DELE 1\r\n", "RETR 2\r\n", "DELE 2\r\n"];
    assert_eq!(lockstep(&work, list), (1 + 3, 6, None), "RETR 1 has to wait for the list");
    assert_eq!(lockstep(&["STAT\r\n", "LOOP\r\n", "STAT\r\n"], list), (0, 3, None));
}

#[test]
fn each_saved_round_has_the_smallest_reply_time() {
    let timing = timed(&[READY, (C, "USER a\r\n"), (S, "+"), (S, "OK\r\n"), (C, "PASS b\r\n"), (S, "+OK\r\n")]);
    assert_eq!((timing.savable_rounds, millis(timing.saved())), (1, Some(1)));
    assert_eq!(timed(&[READY, (C, "STAT\r\n")]).saved(), None, "no reply was seen");
}

#[test]
fn every_answer_to_a_challenge_is_a_round_trip() {
    let timing = timed(&[
        READY,
        (C, "AUTH LOGIN\r\n"),
        (S, "+ \r\n"),
        (C, "YQ==\r\n"),
        (S, "+ \r\n"),
        (C, "Yg==\r\n"),
        (S, "+OK\r\n"),
        (C, "STAT\r\n"),
        (S, "+OK 0 0\r\n"),
    ]);
    assert_eq!((timing.round_trips, timing.total_wait.as_millis()), (4, 4));
    assert_eq!(times(&timing), [[Some(1), Some(5), Some(1)], [Some(1), Some(1), Some(1)]]);
    assert_eq!(timing.savable_rounds, 0);
}

#[test]
fn what_was_lost_has_no_time() {
    let timing = timed(&[
        READY,
        (C, "STAT\r\n"),
        (S, LOST),
        (C, "NOOP\r\n"),
        (S, "+OK\r\n"),
        (C, LOST),
        (C, "NOOP\r\nNOOP\r\n"),
    ]);
    assert_eq!(times(&timing)[..2], [[None, None, Some(1)], [Some(1), Some(1), None]]);
    assert_eq!(times(&timing).last(), Some(&[None, None, None]));
}

#[test]
fn a_hole_in_a_reply_counts_as_octets_of_it() {
    let timing = timed(&[READY, (C, "RETR 1\r\n"), (S, "+OK\r\na"), (S, LOST), (S, "b\r\n.\r\n"), (C, "NOOP\r\n")]);
    assert_eq!(timing.exchanges[0].reply_octets, Some(5 + 1 + 2 + 6));
    assert_eq!(times(&timing), [[Some(1), Some(3), Some(1)], [None, None, Some(1)]]);
}
