//! The timing of a session as JSON. All times are seconds, to the nanosecond where the capture has it.

use std::time::Duration;

use serde::Serialize;

use crate::inspect::timing::ExchangeTiming;
use crate::inspect::timing::Timing;

/// The object of a session.
#[derive(Serialize)]
pub struct TimingRecord {
    round_trips: u64,
    wait_seconds: f64,
    pipelined_flights: u64,
    pipelined_commands: u64,
    pipelining_announced: Option<bool>,
    smallest_reply_seconds: Option<f64>,
    savable_rounds: u64,
    savable_seconds: Option<f64>,
}

/// The part of the object of an exchange that tells its times and octets.
#[derive(Default, Serialize)]
pub struct ExchangeTimes {
    octets: Option<u64>,
    reply_octets: Option<u64>,
    reply_seconds: Option<f64>,
    reply_end_seconds: Option<f64>,
    think_seconds: Option<f64>,
}

impl From<&Timing> for TimingRecord {
    fn from(timing: &Timing) -> Self {
        Self {
            round_trips: timing.round_trips,
            wait_seconds: timing.total_wait.as_secs_f64(),
            pipelined_flights: timing.pipelined_flights,
            pipelined_commands: timing.pipelined_commands,
            pipelining_announced: timing.pipelining_announced,
            smallest_reply_seconds: seconds(timing.smallest_reply),
            savable_rounds: timing.savable_rounds,
            savable_seconds: seconds(timing.saved()),
        }
    }
}

impl From<&ExchangeTiming> for ExchangeTimes {
    fn from(timing: &ExchangeTiming) -> Self {
        Self {
            octets: Some(timing.octets),
            reply_octets: timing.reply_octets,
            reply_seconds: seconds(timing.reply_time),
            reply_end_seconds: seconds(timing.whole_time),
            think_seconds: seconds(timing.think_time),
        }
    }
}

fn seconds(time: Option<Duration>) -> Option<f64> {
    time.map(|time| time.as_secs_f64())
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use serde_json::to_value;

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
        let told = to_value(TimingRecord::from(&timing)).expect("an object");
        assert_eq!((&told["wait_seconds"], &told["smallest_reply_seconds"]), (&json!(0.001), &json!(0.001)));
        assert_eq!((&told["round_trips"], &told["savable_rounds"]), (&json!(2), &json!(1)));
        assert_eq!(
            to_value(ExchangeTimes::from(&timing.exchanges[1])).expect("an object"),
            json!({ "octets": 6, "reply_octets": null, "reply_seconds": null, "reply_end_seconds": null,
                "think_seconds": 0.001 })
        );
    }
}
