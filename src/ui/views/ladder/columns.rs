//! The columns of the ladder: where time, clients and server stand.

use eframe::egui::Rangef;
use eframe::egui::Rect;

use crate::ui::measure::points;
use crate::ui::theme;

/// The width of the shortest times.
const TIME: f32 = 74.0;
/// The width of a character of a time, and the space around all.
const TIME_CHARACTER: f32 = 6.7;
const TIME_SPACE: f32 = 22.0;
/// The width of the strip that names the state.
pub const STRIP: f32 = 18.0;
/// Space between the outer lifelines and the edge.
const EDGE: f32 = 34.0;
/// Space between two servers: their heads stand side by side.
const NEIGHBOUR: f32 = 112.0;

/// The places of the lifelines.
#[derive(Clone, Debug, PartialEq)]
pub struct Columns {
    /// Where times end.
    pub time_right: f32,
    /// The lifeline of each client.
    pub clients: Vec<f32>,
    /// The lifeline of each server: one for each protocol. Invariant: not empty.
    pub servers: Vec<f32>,
    /// From the first lifeline to the last.
    pub all: Rangef,
}

impl Columns {
    /// Divides a width.
    ///
    /// One client stands opposite the server. Two stand on both sides of it, so that no arrow
    /// crosses a lifeline. More stand side by side. Several servers stand near each other: all on the right
    /// of one client, between two.
    #[must_use]
    pub fn new(rect: Rect, clients: usize, servers: usize, longest_time: &str, type_size: f32) -> Self {
        let character = TIME_CHARACTER * type_size / (theme::SMALL - 1.0);
        let time = TIME.max(TIME_SPACE + character * points(longest_time.len()));
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
        let servers = beside(server, servers.max(1), Rangef::new(left, right), clients.len());
        let last = clients.iter().chain(&servers).copied().fold(left, f32::max);
        Self { time_right: rect.left() + time - 10.0, clients, servers, all: Rangef::new(left, last) }
    }

    /// The lifeline of a client; the first one for what has none.
    #[must_use]
    pub fn client(&self, lane: Option<usize>) -> f32 {
        let first = self.clients.first().copied().unwrap_or(self.all.min);
        lane.and_then(|lane| self.clients.get(lane)).copied().unwrap_or(first)
    }

    /// The lifeline of a server; the first one for what has none.
    #[must_use]
    pub fn server(&self, place: usize) -> f32 {
        self.servers.get(place).or(self.servers.first()).copied().unwrap_or(self.all.max)
    }

    /// The middle of all servers.
    #[must_use]
    pub fn middle(&self) -> f32 {
        f32::midpoint(self.server(0), self.servers.last().copied().unwrap_or(self.all.max))
    }

    /// Whether clients stand on both sides of the servers.
    #[must_use]
    pub fn between(&self) -> bool {
        1 < self.clients.len() && self.middle() < self.all.max - 1.0
    }

    /// The strip beside a client's lifeline that names its state: on the side away from the server.
    #[must_use]
    pub fn strip(&self, lane: usize) -> Rangef {
        let x = self.client(Some(lane));
        if x <= self.server(0) { Rangef::new(x - STRIP, x) } else { Rangef::new(x, x + STRIP) }
    }

    /// What a client's state tints: the way to the server, or its strip alone where ways cross.
    #[must_use]
    pub fn tint(&self, lane: usize) -> Option<Rangef> {
        let x = self.client(Some(lane));
        let server = self.server(0);
        let alone = self.clients.len() <= 2 && self.servers.len() == 1;
        alone.then(|| Rangef::new(x.min(server), x.max(server)))
    }
}

/// Several servers around the place of one, near each other.
fn beside(server: f32, servers: usize, all: Rangef, clients: usize) -> Vec<f32> {
    if servers == 1 {
        return vec![server];
    }
    let gap = NEIGHBOUR.min(all.span() / points(servers + 2));
    let width = gap * points(servers - 1);
    let first = if clients == 2 { server - width / 2.0 } else { server - width };
    (0..servers).map(|place| first + gap * points(place)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use eframe::egui::pos2;

    #[test]
    fn two_clients_stand_on_both_sides_of_the_server() {
        let rect = Rect::from_min_max(pos2(0.0, 0.0), pos2(800.0, 100.0));
        let columns = Columns::new(rect, 2, 1, "0.000", 11.0);
        assert!(columns.clients[0] < columns.server(0) && columns.server(0) < columns.clients[1]);
        let columns = Columns::new(rect, 3, 1, "0.000", 11.0);
        assert!(columns.clients.is_sorted() && columns.clients[2] < columns.server(0));
        assert_eq!(columns.tint(0), None);
    }

    #[test]
    fn several_servers_stand_near_each_other() {
        let rect = Rect::from_min_max(pos2(0.0, 0.0), pos2(800.0, 100.0));
        let columns = Columns::new(rect, 2, 2, "0.000", 11.0);
        let [first, second] = [columns.server(0), columns.server(1)];
        assert!(columns.clients[0] < first && first < second && second < columns.clients[1]);
        assert!((columns.middle() - Columns::new(rect, 2, 1, "0.000", 11.0).server(0)).abs() < 0.1);
        let columns = Columns::new(rect, 1, 3, "0.000", 11.0);
        assert!(columns.clients[0] < columns.server(0) && columns.servers.is_sorted() && !columns.between());
        assert!((columns.server(2) - columns.all.max).abs() < 0.1);
    }
}
