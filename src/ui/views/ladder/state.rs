//! What the ladder remembers: where each row stands, which data is unfolded, and what is to stay in its place.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use eframe::egui;
use eframe::egui::Rect;

use crate::session::Fact;
use crate::session::timeline::What;
use crate::teach::Language;
use crate::teach::Words;
use crate::ui::command::UiCommand;
use crate::ui::command::View;
use crate::ui::command::Zooming;
use crate::ui::document::Session;
use crate::ui::measure::short;
use crate::ui::outbox::Outbox;
use crate::ui::player::Secrets;
use crate::ui::views::ladder::Model;
use crate::ui::views::ladder::axis::TimeScale;
use crate::ui::views::ladder::layout::Layout;
use crate::ui::views::ladder::paint;
use crate::ui::views::ladder::paint::Kind;
use crate::ui::views::ladder::row::Row;
use crate::ui::views::ladder::row::unfolded_lines;
use crate::ui::views::ladder::scale::Axis;
use crate::ui::views::ladder::scale::Look;
use crate::ui::views::ladder::segments;

/// Space below the last row.
pub(super) const BELOW: f32 = 24.0;
/// So much of a row is seen at least, however long its data is.
const HEAD: f64 = 60.0;

/// What the ladder remembers: rows that were read, and which ones are unfolded.
#[derive(Debug, Default)]
pub struct State {
    pub(super) unfolded: BTreeSet<usize>,
    /// Whether it is shown how octets travelled.
    segments: bool,
    /// Counts the changes of what is unfolded.
    revision: u64,
    pub(super) layout: Arc<Layout>,
    layout_key: Option<LayoutKey>,
    pub(super) rows: BTreeMap<usize, Row>,
    rows_key: Option<RowsKey>,
    /// The cursor that the ladder scrolled to last.
    pub(super) followed: Option<(u64, usize)>,
    /// Whether it has not come there yet.
    pub(super) gliding: bool,
    /// How long the way down is, and of which session that was found out.
    scale: Option<(u64, TimeScale)>,
    /// What of each step is the same at all sizes, and of which session that was found out.
    measures: Option<(u64, Arc<[Measure]>)>,
    /// What was seen last: how far it was scrolled, and where on the screen it is.
    pub(super) offset: f32,
    pub(super) view: Option<Rect>,
    /// What is to stay in its place when the size changes, from the top of what is seen.
    pub(super) anchor: Option<f32>,
    /// The layout that another look took the place of.
    pub(super) before: Option<Arc<Layout>>,
    /// In what room it was painted last, and whether the current row was in view or on the way there.
    pub(super) room: Option<Room>,
    pub(super) held: bool,
}

/// What room the ladder has, and how large it is: when that changes, rows move.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Room {
    pub(super) size: egui::Vec2,
    pub(super) pixels_per_point: f32,
    pub(super) look: Look,
    pub(super) segments: bool,
}

/// What of a step is the same at all sizes.
#[derive(Clone, Copy, Debug)]
struct Measure {
    kind: Kind,
    /// How long after the step before.
    silence: Duration,
}

/// The layout is right as long as this stays the same.
#[derive(Clone, Debug, PartialEq)]
struct LayoutKey {
    generation: u64,
    language: Language,
    width: f32,
    pixels_per_point: f32,
    revision: u64,
    look: Look,
    segments: bool,
}

/// The rows are right as long as this stays the same.
#[derive(Clone, Debug, PartialEq)]
struct RowsKey {
    generation: u64,
    language: Language,
    secrets: Secrets,
    revision: u64,
}

impl State {
    /// Whether the data of a step is unfolded.
    #[must_use]
    pub fn is_unfolded(&self, place: usize) -> bool {
        self.unfolded.contains(&place)
    }

    /// How many steps are unfolded.
    #[must_use]
    pub fn unfolded(&self) -> usize {
        self.unfolded.len()
    }

    /// Folds all data.
    pub fn fold_all(&mut self) {
        self.unfolded.clear();
        self.revision += 1;
    }

    /// Unfolds or folds the data of a step.
    pub fn toggle(&mut self, place: usize) {
        self.revision += 1;
        if !self.unfolded.remove(&place) {
            self.unfolded.insert(place);
        }
    }

    /// Unfolds all data of a session.
    pub fn unfold_all(&mut self, session: &Session) {
        self.revision += 1;
        let steps = session.timeline.steps().iter().enumerate();
        self.unfolded = steps
            .filter(|(_, step)| step.said().is_some_and(|said| said.data().is_some()))
            .map(|(place, _)| place)
            .collect();
    }

    /// Forgets what it knew of another session.
    pub fn forget(&mut self) {
        *self = Self { segments: self.segments, ..Self::default() };
    }

    /// Whether it is shown how octets travelled.
    #[must_use]
    pub fn segments(&self) -> bool {
        self.segments
    }

    /// Shows how octets travelled, or stops to.
    pub fn toggle_segments(&mut self) {
        self.revision += 1;
        self.segments ^= true;
    }

    pub(super) fn prepare(&mut self, ui: &egui::Ui, model: &Model, width: f32, note_width: f32, words: &Words) {
        let rows_key = RowsKey {
            generation: model.generation,
            language: words.language(),
            secrets: model.secrets,
            revision: self.revision,
        };
        if self.rows_key.as_ref() != Some(&rows_key) || 4000 < self.rows.len() {
            self.rows.clear();
            self.rows_key = Some(rows_key);
        }
        let key = LayoutKey {
            generation: model.generation,
            language: words.language(),
            width,
            pixels_per_point: ui.pixels_per_point(),
            revision: self.revision,
            look: model.look,
            segments: self.segments,
        };
        if self.layout_key.as_ref() == Some(&key) {
            return;
        }
        let layout = Arc::new(self.lay_out(ui, model, note_width, words));
        let before = std::mem::replace(&mut self.layout, layout);
        let turned = |old: &LayoutKey| {
            old.generation == key.generation && (old.look != key.look || old.segments != key.segments)
        };
        self.before = self.layout_key.as_ref().is_some_and(turned).then_some(before);
        self.layout_key = Some(key);
    }

    /// Where each row stands. It is asked anew for each size, so what is the same at all sizes is found out once.
    fn lay_out(&mut self, ui: &egui::Ui, model: &Model, note_width: f32, words: &Words) -> Layout {
        let (timeline, zoom) = (&model.session.timeline, model.look.zoom);
        let scale = self.scale(model);
        let measures = self.measures(model);
        let usual = [Kind::Arrow, Kind::Data, Kind::Cap, Kind::Inside, Kind::Note].map(|kind| kind.height(zoom));
        let (plain, segments) = (self.unfolded.is_empty(), self.segments);
        let height = |(place, measure): (usize, &Measure)| {
            let mut height = match measure.kind {
                Kind::Arrow => usual[0],
                Kind::Data => usual[1],
                Kind::Cap => usual[2],
                Kind::Inside => usual[3],
                Kind::Note => match &timeline.steps()[place].what {
                    What::Fact(Fact::Note(note)) => paint::note_height(ui, note, zoom, note_width, words),
                    What::Fact(_)
                    | What::Opened
                    | What::Said(_)
                    | What::Gap { .. }
                    | What::Conflict { .. }
                    | What::Closed(_) => usual[4],
                },
            };
            if !plain && measure.kind == Kind::Data && self.unfolded.contains(&place) {
                height += paint::unfolded_height(unfolded_lines(&timeline.steps()[place]), zoom);
            }
            if segments {
                height += segments::height(timeline, place, zoom);
            }
            height
        };
        let rows = measures.iter().enumerate();
        let Some(scale) = scale else { return Layout::new(rows.map(height)) };
        // How much of the row before is below its moment.
        let mut before = None;
        Layout::with_silences(rows.map(|(place, measure)| {
            let height = height((place, measure));
            let moment = measure.kind.moment_y(zoom).min(height);
            let silence = before.map_or(0.0, |below| {
                let room = below + moment;
                scale.way(measure.silence, room, zoom.factor()).0 - room
            });
            before = Some(height - moment);
            (silence, height)
        }))
    }

    /// What is the same at all sizes.
    fn measures(&mut self, model: &Model) -> Arc<[Measure]> {
        if let Some((generation, measures)) = &self.measures
            && *generation == model.generation
        {
            return measures.clone();
        }
        let mut last = model.session.timeline.start().unwrap_or_default();
        let measures = model.session.timeline.steps().iter().map(|step| {
            let silence = step.at.since(last);
            last = step.at;
            Measure { kind: Kind::of(&step.what), silence }
        });
        let measures: Arc<[Measure]> = measures.collect();
        self.measures = Some((model.generation, measures.clone()));
        measures
    }

    /// How long the way down is, if it is time.
    pub(super) fn scale(&mut self, model: &Model) -> Option<TimeScale> {
        if model.look.axis == Axis::Compressed {
            return None;
        }
        let known = self.scale.filter(|(generation, _)| *generation == model.generation);
        let scale = known.map_or_else(|| TimeScale::of(&model.session.timeline), |(_, scale)| scale);
        self.scale = Some((model.generation, scale));
        Some(scale)
    }

    /// How far to scroll so that what somebody looks at stays in its place though the size changed.
    pub(super) fn keep_in_place(&mut self, shown: usize) -> Option<f32> {
        let (old, anchor) = (self.before.take()?, self.anchor.take());
        let height = self.view?.height();
        let current = shown.checked_sub(1).map(|step| {
            let (top, bottom) = old.row(step);
            short(f64::midpoint(top, bottom) - f64::from(self.offset))
        });
        let inner = anchor.or(current.filter(|y| (0.0..height).contains(y))).unwrap_or(height / 2.0);
        let place = old.same_place(f64::from(self.offset) + f64::from(inner), &self.layout);
        let most = (self.layout.height() + f64::from(BELOW) - f64::from(height)).max(0.0);
        Some(short((place - f64::from(inner)).clamp(0.0, most)))
    }

    /// Whether the head of the current row is in view.
    pub(super) fn is_in_view(&self, shown: usize, from: f64, to: f64) -> bool {
        let Some(step) = shown.checked_sub(1) else { return true };
        let (top, bottom) = self.layout.row(step);
        let bottom = bottom.min(top + HEAD);
        from <= top + 1.0 && bottom <= to + 1.0
    }

    /// The wheel with Ctrl, or two fingers, over the ladder.
    pub(super) fn take_zoom(&mut self, ui: &egui::Ui, look: Look, whole: Rect, outbox: &mut Outbox) {
        let (factor, pointer) = ui.input(|input| (input.zoom_delta(), input.pointer.hover_pos()));
        let turned = f32::EPSILON < (factor - 1.0).abs() && ui.rect_contains_pointer(whole);
        if let Some(pointer) = pointer.filter(|_| turned) {
            self.anchor = self.view.map(|view| pointer.y - view.top());
            outbox.send(UiCommand::View(View::Ladder(Zooming::To(look.zoom.times(factor)))));
        }
    }
}
