//! Room for one connection more: who has to make it, and when it is worth while to ask again.

use std::time::Duration;

use crate::session::Time;

/// Remembers how long nobody can have been silent for long enough, so that a crowd at the door costs next to nothing.
#[derive(Debug, Default)]
pub(super) struct Room {
    not_before: Option<Time>,
}

impl Room {
    /// Which of these strangers makes room: the one that has been silent longest, if that is long enough. Each comes
    /// with the time since when it is. Times only grow, and whoever becomes a stranger has just been heard.
    pub(super) fn choose(
        &mut self,
        now: Time,
        patience: Duration,
        strangers: impl Iterator<Item = (Time, usize)>,
    ) -> Option<usize> {
        if self.not_before.is_some_and(|time| now < time) {
            return None;
        }
        let longest = strangers.min();
        match longest {
            Some((since, token)) if patience <= now.since(since) => Some(token),
            Some((since, _)) => {
                self.not_before = Some(since + patience);
                None
            }
            None => {
                self.not_before = Some(now + patience);
                None
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PATIENCE: Duration = Duration::from_mins(1);

    fn at(seconds: u64) -> Time {
        Time::default() + Duration::from_secs(seconds)
    }

    #[test]
    fn the_one_that_was_silent_longest_makes_room() {
        let strangers = [(at(30), 1), (at(10), 2), (at(20), 3)];
        let mut room = Room::default();
        assert_eq!(room.choose(at(69), PATIENCE, strangers.into_iter()), None);
        assert_eq!(room.choose(at(70), PATIENCE, strangers.into_iter()), Some(2));
        let left = [(at(30), 1), (at(20), 3)];
        assert_eq!(room.choose(at(70), PATIENCE, left.into_iter()), None);
        assert_eq!(room.choose(at(80), PATIENCE, left.into_iter()), Some(3));
    }

    #[test]
    fn a_crowd_at_the_door_is_turned_away_without_a_look_at_those_inside() {
        let looks = std::cell::Cell::new(0);
        let all = |count: u64| {
            (0..count).map(|number| {
                looks.set(looks.get() + 1);
                (at(100 + number), 1)
            })
        };
        let mut room = Room::default();
        for _ in 0..1000 {
            assert_eq!(room.choose(at(130), PATIENCE, all(20)), None);
        }
        assert_eq!(looks.get(), 20);
        assert_eq!(room.choose(at(160), PATIENCE, all(20)), Some(1));
        let mut room = Room::default();
        for second in 0..60 {
            assert_eq!(room.choose(at(second), PATIENCE, all(0)), None, "nobody has come long ago");
        }
    }
}
