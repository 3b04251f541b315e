//! Points in time, as a capture or a virtual clock gives them.

use std::fmt;
use std::time::Duration;

/// Octets of the longest text of a time.
const LONGEST: usize = 30;

/// The days before each month of a year that begins in March: so the leap day is its last.
const DAYS_BEFORE: [i64; 12] = [0, 31, 61, 92, 122, 153, 184, 214, 245, 275, 306, 337];

/// Days from the first of March of the year 0 to the start of 1970.
const DAYS_TO_1970: i64 = 719_468;

/// Days of 400 years, of a century that does not end in a leap year, and of four years that do.
const DAYS_OF_400_YEARS: i64 = 146_097;
const DAYS_OF_CENTURY: i64 = 36_524;
const DAYS_OF_4_YEARS: i64 = 1461;

/// Nanoseconds since the start of 1970 in UTC.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Time(i64);

impl Time {
    /// From nanoseconds since the start of 1970.
    #[must_use]
    pub const fn from_nanos(nanos: i64) -> Self {
        Self(nanos)
    }

    /// Nanoseconds since the start of 1970.
    #[must_use]
    pub const fn nanos(self) -> i64 {
        self.0
    }

    /// The point in time so much earlier.
    #[must_use]
    pub fn before(self, duration: std::time::Duration) -> Self {
        Self(self.0.saturating_sub(i64::try_from(duration.as_nanos()).unwrap_or(i64::MAX)))
    }

    /// Its text: RFC 3339 in UTC, to the microsecond, and to the nanosecond where there is one.
    #[must_use]
    pub fn text(self) -> TimeText {
        let (seconds, nanos) = (self.0.div_euclid(1_000_000_000), self.0.rem_euclid(1_000_000_000));
        let (days, second) = (seconds.div_euclid(86_400), seconds.rem_euclid(86_400));
        let [year, month, day] = date(days);
        let mut text = TimeText { octets: *b"0000-00-00T00:00:00.000000000Z", length: LONGEST };
        let mut put = |place: usize, digits: usize, mut number: i64| {
            for digit in text.octets[place..place + digits].iter_mut().rev() {
                *digit = b'0' + u8::try_from(number % 10).unwrap_or(0);
                number /= 10;
            }
        };
        put(0, 4, year);
        put(5, 2, month);
        put(8, 2, day);
        put(11, 2, second / 3600);
        put(14, 2, second / 60 % 60);
        put(17, 2, second % 60);
        put(20, 9, nanos);
        if nanos % 1000 == 0 {
            text.octets[26] = b'Z';
            text.length = 27;
        }
        text
    }

    /// How long after another point in time this one is; zero if it is not later.
    #[must_use]
    pub fn since(self, earlier: Self) -> Duration {
        Duration::from_nanos(u64::try_from(self.0.saturating_sub(earlier.0)).unwrap_or(0))
    }
}

impl std::ops::Add<Duration> for Time {
    type Output = Self;

    fn add(self, duration: Duration) -> Self {
        Self(self.0.saturating_add(i64::try_from(duration.as_nanos()).unwrap_or(i64::MAX)))
    }
}

impl fmt::Display for Time {
    /// See [`Time::text`].
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.text().as_str())
    }
}

/// The text of a time.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct TimeText {
    octets: [u8; LONGEST],
    length: usize,
}

impl TimeText {
    /// As a string.
    #[must_use]
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.octets[..self.length]).expect("digits and their separators")
    }
}

/// Year, month and day of a day that is counted from the start of 1970.
fn date(days: i64) -> [i64; 3] {
    let days = days + DAYS_TO_1970;
    let (cycle, day) = (days.div_euclid(DAYS_OF_400_YEARS), days.rem_euclid(DAYS_OF_400_YEARS));
    // The last century, and the last year of four, may be a day longer than the others.
    let century = (day / DAYS_OF_CENTURY).min(3);
    let day = day - century * DAYS_OF_CENTURY;
    let (four, day) = (day / DAYS_OF_4_YEARS, day % DAYS_OF_4_YEARS);
    let year = (day / 365).min(3);
    let day = day - year * 365;
    let begun = (0..).zip(DAYS_BEFORE).take_while(|(_, before)| *before <= day);
    let (month, before) = begun.last().unwrap_or((0, 0));
    let in_next_year = i64::from(10 <= month); // January and February.
    let year = cycle * 400 + century * 100 + four * 4 + year + in_next_year;
    [year, (month + 2) % 12 + 1, day - before + 1]
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn is_written_as_jiff_writes_it(nanos: i64) {
        let digits = if nanos % 1000 == 0 { 6 } else { 9 };
        let expected = jiff::Timestamp::from_nanosecond(i128::from(nanos)).expect("a year that jiff knows");
        assert_eq!(Time::from_nanos(nanos).to_string(), format!("{expected:.digits$}"));
    }

    #[test]
    fn every_day_has_its_date() {
        let day = 86_400_000_000_000;
        for days in i64::MIN / day..=i64::MAX / day {
            is_written_as_jiff_writes_it(days * day);
        }
        is_written_as_jiff_writes_it(i64::MIN);
        is_written_as_jiff_writes_it(i64::MAX);
    }

    proptest! {
        #[test]
        fn every_moment_has_its_text(nanos: i64) {
            is_written_as_jiff_writes_it(nanos);
        }
    }

    #[test]
    fn times_are_written_to_the_microsecond() {
        assert_eq!(Time::from_nanos(1_004_793_286_000_000_000).to_string(), "2001-11-03T13:14:46.000000Z");
        assert_eq!(Time::from_nanos(1).to_string(), "1970-01-01T00:00:00.000000001Z");
    }

    #[test]
    fn what_is_not_later_is_no_time_later() {
        let (early, late) = (Time::from_nanos(5), Time::from_nanos(7));
        assert_eq!((late.since(early).as_nanos(), early.since(late).as_nanos()), (2, 0));
    }
}
