//! Two futures: which messages are left if QUIT comes now, and which if the line drops now (RFC 1939 §6).

use eframe::egui;
use eframe::egui::Color32;
use eframe::egui::RichText;
use eframe::egui::ScrollArea;
use eframe::egui::collapsing_header::CollapsingState;

use crate::proto::MessageNumber;
use crate::proto::Phase;
use crate::proto::spec;
use crate::proto::utterance::Certainty;
use crate::session::SessionState;
use crate::session::maildrop::Fate;
use crate::session::maildrop::Maildrop;
use crate::session::snapshot::Stage;
use crate::teach::Words;
use crate::ui::icons;
use crate::ui::text;
use crate::ui::theme;
use crate::ui::widgets::chip::chip_ui;

/// How high the two lists are when they are unfolded.
const UNFOLDED: f32 = 168.0;
/// How high the title is.
const FOLDED: f32 = 26.0;
const ROW: f32 = 18.0;
/// Numbers of removed messages that are told one by one.
const MOST_NUMBERS: usize = 8;

/// What would be left of a maildrop.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Futures {
    /// What was told of it. A copy costs nothing.
    pub maildrop: Maildrop,
    /// How sure it is that the session is in the TRANSACTION state with these marks.
    pub certainty: Certainty,
    /// Whether nobody played it, so that what would be is not what will be.
    pub recorded: bool,
}

/// One of the two.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Future {
    /// QUIT comes: the server enters the UPDATE state and removes what is marked.
    Quit,
    /// The line drops: there is no UPDATE state, and nothing is removed.
    LineLost,
}

impl Future {
    /// Both, from left to right.
    pub const ALL: [Self; 2] = [Self::Quit, Self::LineLost];

    fn word(self) -> &'static str {
        match self {
            Self::Quit => "futures-quit",
            Self::LineLost => "futures-lost",
        }
    }
}

impl Futures {
    /// The futures of a session; `None` outside of the TRANSACTION state, where nothing is at stake, and as long as
    /// the server has told of no message.
    #[must_use]
    pub fn of(state: &SessionState, recorded: bool) -> Option<Self> {
        let told = state.maildrop.count.is_some() || 0 < state.maildrop.rows();
        let at_stake = told && state.stage == Stage::In(Phase::Transaction) && !state.quit;
        let certainty = state.certainty;
        at_stake.then(|| Self { maildrop: state.maildrop.clone(), certainty, recorded })
    }

    /// The numbers of the messages that a future removes.
    pub fn removed(&self, future: Future) -> impl Iterator<Item = u32> {
        let quits = future == Future::Quit;
        self.maildrop.marked().filter(move |_| quits).map(MessageNumber::get)
    }

    /// How many messages are left: of all, or of those that were named so far.
    #[must_use]
    pub fn left(&self, future: Future) -> usize {
        let all = self.maildrop.count.map_or_else(|| self.maildrop.rows(), |count| count as usize);
        all.saturating_sub(self.removed(future).count())
    }

    /// One message, counted from 0: its number, its subject, and whether a future leaves it.
    #[must_use]
    pub fn row(&self, line: usize, future: Future) -> (u32, String, bool) {
        let number = u32::try_from(line + 1).unwrap_or(u32::MAX);
        let message = MessageNumber::new(number).and_then(|number| self.maildrop.message(number));
        let marked = message.is_some_and(|message| message.fate == Fate::Marked);
        let subject = message.and_then(|message| message.subject.as_deref()).unwrap_or_default().to_owned();
        (number, subject, future == Future::LineLost || !marked)
    }

    /// Both in a line.
    #[must_use]
    pub fn title(&self, words: &Words) -> String {
        let [quit, lost] = Future::ALL.map(|future| self.left(future));
        words.format("futures-title", &[("quit", quit.into()), ("lost", lost.into())])
    }
}

/// How much room the futures take.
pub(super) fn height(ui: &egui::Ui) -> f32 {
    let open = CollapsingState::load_with_default_open(ui.ctx(), id(), false).is_open();
    if open { FOLDED + UNFOLDED } else { FOLDED }
}

fn id() -> egui::Id {
    egui::Id::unique("two futures")
}

/// Paints the title, and both lists if it is unfolded.
pub(super) fn ui(ui: &mut egui::Ui, model: &Futures, words: &Words) {
    let palette = theme::palette(ui);
    let state = CollapsingState::load_with_default_open(ui.ctx(), id(), false);
    let mut clicked = false;
    let mut header = state.show_header(ui, |ui| {
        let title = RichText::new(model.title(words)).size(theme::SMALL).color(palette.strong);
        let label = egui::Label::new(title).truncate().sense(egui::Sense::CLICK);
        clicked = ui.add(label).on_hover_text(words.get("futures-why")).clicked();
    });
    if clicked {
        header.toggle();
    }
    header.body_unindented(|ui| {
        ui.set_height(UNFOLDED - 8.0);
        ui.horizontal_wrapped(|ui| {
            chip_ui(ui, &spec::UPDATE.to_string(), palette.accent);
            let mut remarks = Vec::new();
            if model.recorded {
                remarks.push(words.get("futures-would"));
            }
            remarks.extend(text::certainty(model.certainty, words));
            if remarks.is_empty() {
                remarks.push(words.get("futures-why"));
            }
            let text = RichText::new(remarks.join(", ")).size(theme::SMALL).color(palette.weak);
            ui.add(egui::Label::new(text).wrap());
        });
        ui.columns(2, |columns| {
            for (ui, future) in columns.iter_mut().zip(Future::ALL) {
                future_ui(ui, model, future, words);
            }
        });
    });
}

fn future_ui(ui: &mut egui::Ui, model: &Futures, future: Future, words: &Words) {
    let palette = theme::palette(ui);
    ui.spacing_mut().item_spacing.y = 1.0;
    let color = match future {
        Future::Quit => palette.strong,
        Future::LineLost => palette.err,
    };
    ui.label(RichText::new(words.get(future.word())).size(theme::SMALL).strong().color(color));
    let told = words.format("futures-left", &[("count", model.left(future).into())]);
    ui.add(egui::Label::new(RichText::new(told).size(theme::SMALL)).truncate());
    let removed = text::runs(model.removed(future).map(u64::from), MOST_NUMBERS);
    let told = if removed.is_empty() {
        let marks = 0 < model.maildrop.marked_count();
        words.get(if marks { "futures-marks-lost" } else { "futures-none-removed" })
    } else {
        words.format("futures-removed", &[("numbers", (&removed).into())])
    };
    ui.add(egui::Label::new(RichText::new(told).size(theme::SMALL).color(palette.weak)).truncate());
    let rows = model.maildrop.rows();
    let scroll = ScrollArea::vertical().id_salt(("future", future.word())).auto_shrink(false);
    scroll.show_rows(ui, ROW, rows, |ui, seen| {
        for line in seen {
            row_ui(ui, &model.row(line, future), palette.ok, palette.weak);
        }
    });
}

fn row_ui(ui: &mut egui::Ui, (number, subject, stays): &(u32, String, bool), stays_color: Color32, gone: Color32) {
    let fate = if *stays { Fate::Kept } else { Fate::Removed };
    let text = format!("{} {number} {subject}", icons::fate(fate));
    let text = RichText::new(text).size(theme::SMALL).color(if *stays { stays_color } else { gone });
    let text = if *stays { text } else { text.strikethrough() };
    ui.add_sized([ui.available_width(), ROW], egui::Label::new(text).truncate().halign(egui::Align::LEFT));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::teach::Language;

    fn state() -> SessionState {
        let mut state = SessionState::new(Stage::Greeting);
        state.enter(Phase::Transaction);
        state.maildrop.count = Some(3);
        state.maildrop.learn(MessageNumber::new(2).expect("not 0"), |message| message.fate = Fate::Marked);
        state
    }

    #[test]
    fn quit_removes_what_is_marked_and_a_lost_line_nothing() {
        let futures = Futures::of(&state(), false).expect("a maildrop is open");
        assert_eq!(Future::ALL.map(|future| futures.left(future)), [2, 3]);
        assert_eq!(futures.removed(Future::Quit).collect::<Vec<_>>(), [2]);
        assert_eq!(futures.removed(Future::LineLost).count(), 0);
        assert_eq!(Future::ALL.map(|future| futures.row(1, future).2), [false, true]);
        assert_eq!(Future::ALL.map(|future| futures.row(2, future).2), [true, true]);
        let words = crate::ui::text::words(Language::English);
        assert_eq!(futures.title(&words), "Two futures: 2 left after QUIT, 3 if the line drops");
    }

    #[test]
    fn nothing_is_at_stake_before_the_login_and_behind_quit() {
        assert_eq!(Futures::of(&SessionState::new(Stage::In(Phase::Authorization)), false), None);
        assert_eq!(Futures::of(&SessionState { quit: true, ..state() }, false), None);
        let untold = SessionState { maildrop: Maildrop::default(), ..state() };
        assert_eq!(Futures::of(&untold, false), None, "no message was named yet");
        let mut unknown = state();
        unknown.maildrop.count = None;
        assert_eq!(
            Futures::of(&unknown, true).map(|futures| futures.left(Future::Quit)),
            Some(1),
            "of those that were named"
        );
    }
}
