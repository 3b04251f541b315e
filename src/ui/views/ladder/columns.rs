//! The columns of the ladder: where time, clients and server stand.

use eframe::egui::Rangef;
use eframe::egui::Rect;

use crate::ui::measure::points;

/// The width of the shortest times.
const TIME: f32 = 74.0;
/// The width of a character of a time, and the space around all.
const TIME_CHARACTER: f32 = 6.7;
const TIME_SPACE: f32 = 22.0;
/// The width of the strip that names the state.
pub const STRIP: f32 = 18.0;
/// Space between the outer lifelines and the edge.
const EDGE: f32 = 34.0;

/// The places of the lifelines.
#[derive(Clone, Debug, PartialEq)]
pub struct Columns {
    /// Where times end.
    pub time_right: f32,
    /// The lifeline of each client.
    pub clients: Vec<f32>,
    /// The lifeline of the server.
    pub server: f32,
    /// From the first lifeline to the last.
    pub all: Rangef,
}

impl Columns {
    /// Divides a width.
    ///
    /// One client stands opposite the server. Two stand on both sides of it, so that no arrow
    /// crosses a lifeline. More stand side by side.
    #[must_use]
    pub fn new(rect: Rect, clients: usize, longest_time: &str) -> Self {
        let time = TIME.max(TIME_SPACE + TIME_CHARACTER * points(longest_time.len()));
        let left = rect.left() + time + STRIP + EDGE * 0.6;
        let right = rect.right() - EDGE;
        let (clients, server) = match clients {
            0 | 1 => (vec![left], right),
            2 => {
                let right = right - STRIP;
                (vec![left, right], f32::midpoint(left, right))
            }
            more => {
                let step = (right - left) / points(more);
                ((0..more).map(|client| left + step * points(client)).collect(), right)
            }
        };
        let last = clients.last().copied().unwrap_or(server).max(server);
        Self { time_right: rect.left() + time - 10.0, clients, server, all: Rangef::new(left, last) }
    }

    /// The lifeline of a client; the first one for what has none.
    #[must_use]
    pub fn client(&self, lane: Option<usize>) -> f32 {
        let first = self.clients.first().copied().unwrap_or(self.server);
        lane.and_then(|lane| self.clients.get(lane)).copied().unwrap_or(first)
    }

    /// The strip beside a client's lifeline that names its state: on the side away from the server.
    #[must_use]
    pub fn strip(&self, lane: usize) -> Rangef {
        let x = self.client(Some(lane));
        if x <= self.server { Rangef::new(x - STRIP, x) } else { Rangef::new(x, x + STRIP) }
    }

    /// What a client's state tints: the way to the server, or its strip alone where ways cross.
    #[must_use]
    pub fn tint(&self, lane: usize) -> Option<Rangef> {
        let x = self.client(Some(lane));
        (self.clients.len() <= 2).then(|| Rangef::new(x.min(self.server), x.max(self.server)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use eframe::egui::pos2;

    #[test]
    fn two_clients_stand_on_both_sides_of_the_server() {
        let rect = Rect::from_min_max(pos2(0.0, 0.0), pos2(800.0, 100.0));
        let columns = Columns::new(rect, 2, "0.000");
        assert!(columns.clients[0] < columns.server && columns.server < columns.clients[1]);
        let columns = Columns::new(rect, 3, "0.000");
        assert!(columns.clients.is_sorted() && columns.clients[2] < columns.server);
        assert_eq!(columns.tint(0), None);
    }
}
