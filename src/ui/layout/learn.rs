//! Where somebody learns: the pages that stand in the place of a session, and the card above its ladder.

use eframe::egui;

use crate::ui::App;
use crate::ui::command::Page;
use crate::ui::command::Tab;
use crate::ui::views::exercises;
use crate::ui::views::glossary;
use crate::ui::views::lesson_end;
use crate::ui::views::myths;
use crate::ui::views::predict;
use crate::ui::views::task;
use crate::ui::views::welcome;

impl App {
    /// Paints a page of learning in the place of what is open.
    pub(super) fn learn_ui(&mut self, ui: &mut egui::Ui, page: Page) {
        let (progress, words) = (&mut self.progress, &self.words);
        match page {
            Page::Welcome => {
                let model = welcome::Model::new(progress, &self.shelf, words);
                welcome::ui(ui, &model, words, &mut self.outbox);
            }
            Page::Myths => myths::ui(ui, self.learning.myth, progress, words, &mut self.outbox),
            Page::Words => self.views.in_words.ui(ui, &self.player, words, &mut self.outbox),
            Page::Glossary => glossary::ui(ui, self.learning.term, &self.shelf, words, &mut self.outbox),
            Page::Exercises => exercises::ui(ui, &self.learning, progress, words, &mut self.outbox),
        }
    }

    /// Paints what a student has to do here: the open exercise, a riddle, or the way to the next lesson.
    pub(super) fn learn_card_ui(&mut self, ui: &mut egui::Ui) {
        let opened = self.shelf.open_document().map(|document| &document.origin);
        if let Some(doing) = self.learning.doing_in(opened) {
            let steps = (self.player.ends_cursor().0, self.player.ends().timeline.len());
            let taken = self.progress.hints.get(&doing.exercise.name).copied().unwrap_or_default();
            let (state, outbox) = (&mut self.views.task, &mut self.outbox);
            let next = self.learning.next_to_do(&self.progress);
            task::ui(ui, (doing, taken, steps), next, state, &self.words, outbox);
        } else if let Some(predicting) = self.riddles() {
            let mut model = predict::Model::new(predicting, self.progress.score, &self.player, &self.words);
            if self.prefs.shown.lower && self.views.tab == Tab::Why {
                model.why.clear(); // It stands below.
            }
            predict::ui(ui, &model, &self.words, &mut self.outbox);
        } else if self.lesson_stepped_through().is_some() {
            let next = self.next_lesson().and_then(|next| self.shelf.lessons.get(next));
            let next = next.map(|lesson| lesson.title.get(self.words.language()).to_owned());
            lesson_end::ui(ui, next.as_deref(), &self.words, &mut self.outbox);
        }
    }
}
