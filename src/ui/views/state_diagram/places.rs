//! Where everything of the diagram stands: each label has room of its own, in a panel of any width.

use eframe::egui::Pos2;
use eframe::egui::Rect;
use eframe::egui::Vec2;
use eframe::egui::pos2;
use eframe::egui::vec2;

use crate::proto::Phase;
use crate::proto::rules::RULES;
use crate::ui::measure::points;
use crate::ui::views::state_diagram::model::closing_rule;
use crate::ui::views::state_diagram::model::ending;
use crate::ui::views::state_diagram::model::leading;
use crate::ui::views::state_diagram::model::staying;

/// Space between chips.
const GAP: f32 = 4.0;
/// Space inside a chip beside its label.
const INSIDE: f32 = 7.0;
/// Space between a label and its count.
pub const COUNT_GAP: f32 = 4.0;
/// Between a state and what stands beside it.
const BESIDE: f32 = 12.0;
/// What the way to the end takes at the right.
const WAY: f32 = 34.0;
/// How far the arrows downwards are from the left edge.
const ARROW_X: f32 = 22.0;
/// Rows of chips beside a state, if their counts are to be seen; more of them, and the counts make room.
const MOST_ROWS: usize = 5;

/// How large the labels are.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Labels {
    /// The name and the largest count of each row of the table.
    pub rules: Vec<(f32, f32)>,
    /// The widest name of a state.
    pub state: f32,
    /// The height of a line.
    pub line: f32,
}

/// Where everything stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Places {
    /// Where a session begins.
    pub start: Pos2,
    /// Where it ends.
    pub closed: Pos2,
    /// The states.
    pub states: [Rect; 3],
    /// The chip of each row of the table.
    pub chips: Vec<Rect>,
    /// Whether there is room for counts.
    pub counts: bool,
    /// The way of a line that drops.
    pub dropped: [Pos2; 4],
    /// The height of all.
    pub height: f32,
}

impl Places {
    /// Divides a width. With as many counts as have room.
    #[must_use]
    pub fn new(corner: Pos2, width: f32, labels: &Labels) -> Self {
        let counted = Self::with_counts(corner, width, labels, true);
        counted.unwrap_or_else(|| {
            Self::with_counts(corner, width, labels, false).expect("without counts there is no bound")
        })
    }

    fn with_counts(corner: Pos2, width: f32, labels: &Labels, counts: bool) -> Option<Self> {
        let (left, right) = (corner.x + 2.0, corner.x + width - 2.0);
        let chip_height = labels.line + 5.0;
        let size = |rule: usize| {
            let (name, count) = labels.rules.get(rule).copied().unwrap_or_default();
            let count = if counts && 0.0 < count { COUNT_GAP + count } else { 0.0 };
            vec2(name + count + 2.0 * INSIDE, chip_height)
        };
        let mut chips = vec![Rect::NOTHING; RULES.len()];
        let state_width = labels.state + 16.0;
        let mut states = [Rect::NOTHING; 3];
        let start = pos2(left + ARROW_X, corner.y + 9.0);
        let mut top = corner.y + 18.0 + labels.line;
        for (place, phase) in Phase::ALL.into_iter().enumerate() {
            let beside = (left + state_width + BESIDE, right - WAY);
            let flow = Flow::new(staying(phase).map(|rule| (rule, size(rule))), beside, chip_height);
            if counts && MOST_ROWS < flow.rows {
                return None;
            }
            let height = flow.height.max(chip_height + 12.0);
            let state = Rect::from_min_size(pos2(left, top), vec2(state_width, height));
            states[place] = state;
            flow.put(state.center().y - flow.height / 2.0, &mut chips);
            top = state.bottom();
            if let Some(&next) = Phase::ALL.get(place + 1) {
                // The ways down, and before the login the way out at the right.
                let out: Vec<usize> = ending(phase).collect();
                let wide = out.iter().map(|&rule| size(rule).x + GAP).sum::<f32>();
                let from = left + ARROW_X + 14.0;
                let to = if wide == 0.0 { right - WAY } else { right - wide };
                let flow = Flow::new(leading(phase, next).map(|rule| (rule, size(rule))), (from, to), chip_height);
                flow.put(top + 9.0, &mut chips);
                for rule in out {
                    let size = size(rule);
                    chips[rule] = Rect::from_min_size(pos2(right - size.x, top + 9.0), size);
                }
                top += flow.height + 18.0;
            }
        }
        let update = states[2];
        let closed = pos2(right - 14.0, update.center().y);
        let rule = closing_rule();
        let room = closed.x - update.right() - 60.0;
        let wanted = size(rule);
        let closing = vec2(wanted.x.min(room.max(0.0)), wanted.y);
        let middle = f32::midpoint(update.right(), closed.x - 14.0);
        chips[rule] = Rect::from_center_size(pos2(middle, update.center().y), closing);
        let dropped = dropped(&states, &chips, closed);
        let height = update.bottom().max(closed.y + 14.0 + labels.line) + 4.0 - corner.y;
        Some(Self { start, closed, states, chips, counts, dropped, height })
    }

    /// The place of a state.
    #[must_use]
    pub fn of(&self, phase: Phase) -> Rect {
        match phase {
            Phase::Authorization => self.states[0],
            Phase::Transaction => self.states[1],
            Phase::Update => self.states[2],
        }
    }

    /// Where the arrow between two states goes down.
    #[must_use]
    pub fn down(&self) -> f32 {
        self.start.x
    }

    /// Where the way out of AUTHORIZATION begins: behind the chips beside the state.
    #[must_use]
    pub fn way_out(&self) -> [Pos2; 3] {
        let state = self.of(Phase::Authorization);
        let y = state.center().y;
        let beside = staying(Phase::Authorization).map(|rule| self.chips[rule].right() + GAP);
        let from = beside.fold(state.right(), f32::max).min(self.closed.x);
        [pos2(from, y), pos2(self.closed.x, y), self.closed - vec2(0.0, 9.0)]
    }
}

/// The way of a line that drops, from TRANSACTION to the end: between the chips and below them.
fn dropped(states: &[Rect; 3], chips: &[Rect], closed: Pos2) -> [Pos2; 4] {
    let from = pos2(states[1].right() - 12.0, states[1].bottom());
    let below = leading(Phase::Transaction, Phase::Update).map(|rule| chips[rule]);
    let y = below.map(|chip| chip.center().y).fold(from.y + 19.0, f32::max);
    let beside = leading(Phase::Transaction, Phase::Update).map(|rule| chips[rule].right() + 8.0);
    let from = pos2(beside.fold(from.x, f32::max).min(closed.x - 40.0), from.y);
    let to = closed - vec2(7.0, 7.0);
    [from, pos2(from.x, y), pos2(to.x - 14.0, y), to]
}

/// Chips in rows, as words in lines.
struct Flow {
    placed: Vec<(usize, Rect)>,
    rows: usize,
    height: f32,
}

impl Flow {
    fn new(chips: impl Iterator<Item = (usize, Vec2)>, (left, right): (f32, f32), height: f32) -> Self {
        let mut placed = Vec::new();
        let (mut x, mut row) = (left, 0);
        for (rule, size) in chips {
            if left < x && right < x + size.x {
                (x, row) = (left, row + 1);
            }
            let corner = pos2(x, points(row) * (height + GAP));
            placed.push((rule, Rect::from_min_size(corner, size)));
            x += size.x + GAP;
        }
        let rows = if placed.is_empty() { 0 } else { row + 1 };
        let height = (points(rows) * (height + GAP) - GAP).max(0.0);
        Self { placed, rows, height }
    }

    fn put(&self, top: f32, chips: &mut [Rect]) {
        for (rule, rect) in &self.placed {
            chips[*rule] = rect.translate(vec2(0.0, top));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(count: f32, scale: f32) -> Labels {
        let rules =
            RULES.iter().map(|rule| (points(rule.keyword.as_str().len().max(3)) * 7.6 * scale, count)).collect();
        Labels { rules, state: 104.0 * scale, line: 15.0 * scale }
    }

    #[test]
    fn nothing_lies_over_anything_else_in_a_panel_of_any_width() {
        for width in [280.0, 310.0, 360.0, 460.0, 620.0] {
            for (count, scale) in [(0.0, 1.0), (8.0, 1.0), (30.0, 1.0), (30.0, 1.3)] {
                let places = Places::new(pos2(10.0, 20.0), width, &labels(count, scale));
                let whole = Rect::from_min_size(pos2(10.0, 20.0), vec2(width, places.height));
                let all: Vec<Rect> = places.states.iter().chain(&places.chips).copied().collect();
                for (place, one) in all.iter().enumerate() {
                    assert!(whole.contains_rect(*one), "{one:?} in {whole:?}");
                    for other in &all[place + 1..] {
                        let both = one.intersect(*other);
                        assert!(!both.is_positive(), "{one:?} and {other:?} at {width}, {count}, {scale}");
                    }
                }
            }
        }
    }

    #[test]
    fn counts_make_room_for_labels() {
        let at = |width, count| Places::new(Pos2::ZERO, width, &labels(count, 1.0)).counts;
        assert!(at(360.0, 8.0) && at(460.0, 16.0));
        assert!(!at(250.0, 30.0));
    }
}
