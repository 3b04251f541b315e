//! The timing of a session as JSON. All times are seconds, to the nanosecond where the capture has it.

use std::time::Duration;

use serde_json::Value;
use serde_json::json;

use crate::inspect::timing::ExchangeTiming;
use crate::inspect::timing::Timing;

/// The object of a session.
#[must_use]
pub fn timing_value(timing: &Timing) -> Value {
    json!({
        "round_trips": timing.round_trips,
        "wait_seconds": timing.total_wait.as_secs_f64(),
        "pipelined_flights": timing.pipelined_flights,
        "pipelined_commands": timing.pipelined_commands,
        "pipelining_announced": timing.pipelining_announced,
        "smallest_reply_seconds": seconds(timing.smallest_reply),
        "savable_rounds": timing.savable_rounds,
        "savable_seconds": seconds(timing.saved()),
    })
}

/// Adds to the object of an exchange what is known of its times and octets.
pub fn add_times(exchange: &mut Value, timing: Option<&ExchangeTiming>) {
    exchange["octets"] = timing.map(|timing| timing.octets).into();
    exchange["reply_octets"] = timing.and_then(|timing| timing.reply_octets).into();
    exchange["reply_seconds"] = seconds(timing.and_then(|timing| timing.reply_time)).into();
    exchange["reply_end_seconds"] = seconds(timing.and_then(|timing| timing.whole_time)).into();
    exchange["think_seconds"] = seconds(timing.and_then(|timing| timing.think_time)).into();
}

fn seconds(time: Option<Duration>) -> Option<f64> {
    time.map(|time| time.as_secs_f64())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inspect::testing::C;
    use crate::inspect::testing::S;
    use crate::inspect::testing::timeline;
    use crate::inspect::timing::timing;
    use crate::session::ConnectionId;

    #[test]
    fn times_are_seconds_and_absent_where_they_are_not_known() {
        let timeline = timeline(&[(S, "+OK\r\n"), (C, "STAT\r\n"), (S, "+OK 0 0\r\n"), (C, "NOOP\r\n")]);
        let timing = timing(&timeline, ConnectionId(0));
        let told = timing_value(&timing);
        assert_eq!((&told["wait_seconds"], &told["smallest_reply_seconds"]), (&json!(0.001), &json!(0.001)));
        assert_eq!((&told["round_trips"], &told["savable_rounds"]), (&json!(2), &json!(1)));
        let mut exchange = json!({});
        add_times(&mut exchange, timing.exchanges.get(1));
        assert_eq!(
            exchange,
            json!({ "octets": 6, "reply_octets": null, "reply_seconds": null, "reply_end_seconds": null,
                "think_seconds": 0.001 })
        );
    }
}
