//! The axis of time: how far a silence reaches, and the ruler beside the steps.

use std::time::Duration;

use crate::session::Time;
use crate::session::Timeline;
use crate::ui::measure::short;

/// How far down the unit of the ladder reaches at the usual size: as far as a row is high.
const UNIT: f32 = 40.0;
/// A silence of more units than this is cut.
const LONGEST: f32 = 10.0;
/// A longer silence of the usual kind is about so many units.
const USUAL: u32 = 3;
/// What a cut silence still takes, in units.
const CUT: f32 = 2.0;
/// The least distance of two marks of the ruler.
const MARKS: f32 = 9.0;

/// How long a row of the usual height lasts, if the way down is time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TimeScale {
    unit: Duration,
}

/// Whether a stretch of the axis is true to scale.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Stretch {
    /// The steps are nearer in time than their words allow.
    Tight,
    /// The way is as long as the time.
    True,
    /// The silence is longer than is shown.
    Cut,
}

impl TimeScale {
    /// The scale that suits a session: its longer silences are seen as such, and of its shorter ones there is room
    /// for words.
    #[must_use]
    pub fn of(timeline: &Timeline) -> Self {
        let steps = timeline.steps();
        let silences = steps.windows(2).map(|pair| pair[1].at.since(pair[0].at));
        let mut silences: Vec<Duration> = silences.filter(|silence| !silence.is_zero()).collect();
        let upper = silences.len() * 3 / 4;
        let usual = if silences.is_empty() { Duration::ZERO } else { *silences.select_nth_unstable(upper).1 };
        Self { unit: round(usual / USUAL).max(Duration::from_micros(1)) }
    }

    /// How far the arrows of two steps are from each other, and what that says, if they need so much room.
    #[must_use]
    pub fn way(self, silence: Duration, room: f32, factor: f32) -> (f32, Stretch) {
        let units = short(silence.as_secs_f64() / self.unit.as_secs_f64());
        let (way, stretch) = if LONGEST < units { (CUT, Stretch::Cut) } else { (units, Stretch::True) };
        let way = way * UNIT * factor;
        if way < room {
            // A cut stays a cut, whatever else stands there.
            (room, if stretch == Stretch::Cut { Stretch::Cut } else { Stretch::Tight })
        } else {
            (way, stretch)
        }
    }

    /// The time from one mark of the ruler to the next.
    #[must_use]
    pub fn mark(self, factor: f32) -> Duration {
        let point = self.unit.as_secs_f64() / f64::from(UNIT * factor);
        round_up(Duration::from_secs_f64(point * f64::from(MARKS)))
    }

    /// The marks of a true stretch: where each stands, and its time if that is to be told.
    pub fn marks(
        self,
        (start, from, to): (Time, Time, Time),
        (top, bottom): (f32, f32),
        factor: f32,
    ) -> impl Iterator<Item = (f32, Option<Duration>)> {
        let mark = self.mark(factor).as_nanos().max(1);
        let (from, to) = (from.since(start).as_nanos(), to.since(start).as_nanos());
        let length = (to - from.min(to)).max(1);
        let first = from / mark + 1;
        let last = first.saturating_add(length / mark + 1).min(first + 4000);
        (first..last).map(move |nth| (nth, nth * mark)).take_while(move |(_, at)| *at < to).map(move |(nth, at)| {
            let part = short(
                Duration::from_nanos(saturated(at - from)).as_secs_f64()
                    / Duration::from_nanos(saturated(length)).as_secs_f64(),
            );
            let told = nth.is_multiple_of(5).then(|| Duration::from_nanos(saturated(at)));
            (top + (bottom - top) * part, told)
        })
    }
}

fn saturated(nanos: u128) -> u64 {
    u64::try_from(nanos).unwrap_or(u64::MAX)
}

/// The largest of 1, 2, 5, 10, … that is no larger.
fn round(time: Duration) -> Duration {
    nice().take_while(|&nanos| nanos <= time.as_nanos()).last().map_or(Duration::ZERO, of_nanos)
}

/// The smallest of 1, 2, 5, 10, … that is no smaller.
fn round_up(time: Duration) -> Duration {
    nice().find(|&nanos| time.as_nanos() <= nanos).map_or(time, of_nanos)
}

fn of_nanos(nanos: u128) -> Duration {
    Duration::from_nanos(saturated(nanos))
}

fn nice() -> impl Iterator<Item = u128> {
    (0..18).flat_map(|power| [1, 2, 5].map(|first| first * 10u128.pow(power)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scale(millis: u64) -> TimeScale {
        TimeScale { unit: Duration::from_millis(millis) }
    }

    #[test]
    fn twice_the_time_is_twice_the_way() {
        let way = |millis| scale(100).way(Duration::from_millis(millis), 10.0, 1.0);
        assert_eq!(
            [way(100), way(200), way(400)],
            [(40.0, Stretch::True), (80.0, Stretch::True), (160.0, Stretch::True)]
        );
        assert_eq!(scale(100).way(Duration::from_millis(200), 10.0, 2.0), (160.0, Stretch::True));
    }

    #[test]
    fn a_long_silence_is_cut_and_a_short_one_has_room_for_words() {
        assert_eq!(scale(100).way(Duration::from_mins(10), 40.0, 1.0), (80.0, Stretch::Cut));
        assert_eq!(scale(100).way(Duration::from_millis(10), 40.0, 1.0), (40.0, Stretch::Tight));
        assert_eq!(scale(100).way(Duration::from_mins(10), 400.0, 1.0), (400.0, Stretch::Cut));
    }

    #[test]
    fn round_times_are_round() {
        let round_of = |millis| round(Duration::from_millis(millis)).as_millis();
        assert_eq!([round_of(1), round_of(49), round_of(50), round_of(999)], [1, 20, 50, 500]);
        assert_eq!(round_up(Duration::from_millis(51)).as_millis(), 100);
        assert_eq!(round(Duration::ZERO), Duration::ZERO);
    }

    #[test]
    fn marks_stand_at_round_times() {
        let at = |millis: i64| Time::from_nanos(millis * 1_000_000);
        let scale = scale(100);
        assert_eq!(scale.mark(1.0), Duration::from_millis(50));
        let marks: Vec<_> = scale.marks((at(0), at(180), at(420)), (0.0, 96.0), 1.0).collect();
        let places: Vec<f32> = marks.iter().map(|(y, _)| y.round()).collect();
        assert_eq!(places, [8.0, 28.0, 48.0, 68.0, 88.0]);
        assert_eq!(marks.iter().filter_map(|(_, told)| *told).collect::<Vec<_>>(), [Duration::from_millis(250)]);
    }
}
