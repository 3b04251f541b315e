//! Where the rows of the ladder are on the screen.

use eframe::egui::Rect;
use eframe::egui::pos2;
use eframe::egui::vec2;

use crate::session::Timeline;
use crate::ui::measure::short;
use crate::ui::views::ladder::layout::Layout;
use crate::ui::views::ladder::paint::Kind;
use crate::ui::views::ladder::scale::Zoom;

/// What is seen of a layout.
#[derive(Clone, Copy, Debug)]
pub struct Places<'a> {
    /// Where each row stands.
    pub layout: &'a Layout,
    /// The steps.
    pub timeline: &'a Timeline,
    /// How large.
    pub zoom: Zoom,
    /// Left edge and width of all rows.
    pub across: (f32, f32),
    /// What of the layout is at the top, and where on the screen that is.
    pub top: (f64, f32),
}

impl Places<'_> {
    /// A row, with the silence above it.
    #[must_use]
    pub fn row(&self, place: usize) -> Rect {
        let (top, bottom) = self.layout.row(place);
        // Far down, a place is too large for `f32`; its distance to what is seen is not.
        let y = self.top.1 + short(top - self.top.0);
        Rect::from_min_size(pos2(self.across.0, y), vec2(self.across.1, short(bottom - top)))
    }

    /// What is in a row, below the silence.
    #[must_use]
    pub fn content(&self, place: usize) -> Rect {
        let row = self.row(place);
        row.with_min_y((row.top() + self.layout.silence(place)).min(row.bottom()))
    }

    /// Where the moment of a step is.
    #[must_use]
    pub fn moment(&self, place: usize) -> f32 {
        let content = self.content(place);
        let Some(step) = self.timeline.steps().get(place) else { return content.top() };
        (content.top() + Kind::of(&step.what).moment_y(self.zoom)).min(content.bottom())
    }

    /// The row at a height of the screen.
    #[must_use]
    pub fn at(&self, y: f32) -> Option<usize> {
        let y = self.top.0 + f64::from(y - self.top.1);
        self.layout.rows_in(y, y + 0.1).next()
    }
}
