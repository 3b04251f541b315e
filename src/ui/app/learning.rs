//! What is done for somebody who learns.

use std::sync::Arc;

use eframe::egui;
use eframe::egui::Key;
use eframe::egui::Modifiers;

use super::App;
use crate::learn::Exercise;
use crate::learn::attempt::TypedError;
use crate::learn::exercise::Deed;
use crate::learn::exercise::DeedError;
use crate::learn::exercise::Does;
use crate::learn::material;
use crate::learn::myth::myths;
use crate::learn::results::Results;
use crate::session::Cursor;
use crate::session::Timeline;
use crate::session::cursor::Move;
use crate::session::fact::Narration;
use crate::teach::Words;
use crate::teach::glossary::TERMS;
use crate::ui::command::Central;
use crate::ui::command::Learn;
use crate::ui::command::Overlay;
use crate::ui::command::Page;
use crate::ui::command::UiCommand;
use crate::ui::document::Document;
use crate::ui::document::Origin;
use crate::ui::document::Session;
use crate::ui::document::Title;
use crate::ui::learning::Doing;
use crate::ui::learning::Predicting;
use crate::ui::learning::Verdict;
use crate::ui::link::Link;
use crate::ui::notice::Notice;
use crate::ui::open::in_each_language;
use crate::ui::storage;

impl App {
    pub(super) fn obey_learn(&mut self, ctx: &egui::Context, wish: Learn) {
        match wish {
            Learn::TogglePredict => {
                self.learning.predicting = match self.learning.predicting {
                    Some(_) => None,
                    None => Some(Predicting::default()),
                };
                self.views.central = Central::Ladder;
                self.player.pause();
            }
            Learn::Predict(choice) => self.predict(choice),
            Learn::Myth(myth) => {
                self.learning.myth = myth.min(myths().len().saturating_sub(1));
                self.views.central = Central::Learn(Page::Myths);
            }
            Learn::PlayMyth(myth) => self.play_myth(ctx, myth),
            Learn::Term(term) => {
                self.learning.term = term.min(TERMS.len() - 1);
                self.views.central = Central::Learn(Page::Glossary);
            }
            Learn::Exercise(exercise) => {
                self.learning.exercise = exercise.min(self.learning.exercises.len().saturating_sub(1));
                self.views.central = Central::Learn(Page::Exercises);
            }
            Learn::Begin(exercise) => {
                self.learning.exercise = exercise;
                self.begin();
            }
            Learn::Restart => {
                self.learning.doing = None;
                self.begin();
            }
            Learn::Say(line) => {
                if let Some(doing) = &mut self.learning.doing {
                    doing.said.push(line);
                    self.judge_said();
                }
            }
            Learn::Unsay => {
                if let Some(doing) = &mut self.learning.doing {
                    doing.said.pop();
                    self.judge_said();
                }
            }
            Learn::Mark => self.judge(&Deed::Marked(self.player.ends_cursor().0)),
            Learn::Answer(answer) => self.judge(&Deed::Answered(answer)),
            Learn::Hint => {
                if let Some(offered) = self.learning.chosen() {
                    let taken = self.progress.hints.entry(offered.exercise.name.clone()).or_default();
                    *taken = (*taken + 1).min(offered.exercise.hints.len());
                }
            }
            Learn::NextLesson => {
                if let Some(next) = self.next_lesson() {
                    self.open_lesson(ctx, next);
                }
            }
            Learn::SaveResults => {
                let title = self.words.get("save-results-title");
                let text = Results::of(&self.progress).text();
                self.jobs.save_made(ctx, title, "results.ron".to_owned(), move || Ok(text.into_bytes()));
            }
        }
    }

    /// The name of the lesson that is open.
    pub(crate) fn lesson_name(&self) -> Option<&str> {
        match &self.shelf.open_document()?.origin {
            Origin::Lesson(name) => Some(name),
            Origin::File(_) | Origin::Variations { .. } | Origin::Live | Origin::Editor => None,
        }
    }

    /// The name of the lesson of the course whose script, not a branch of it, is shown to its last step.
    pub(crate) fn lesson_stepped_through(&self) -> Option<&str> {
        let script = self.shelf.opened().is_some_and(|place| place.session == 0);
        let ended = script && self.player.at_end() && 0 < self.player.total();
        let of_course = |name: &&str| self.shelf.lessons.iter().any(|lesson| lesson.name == *name);
        self.lesson_name().filter(|_| ended).filter(of_course)
    }

    /// The place of the lesson behind the open one; the first that was not done, if none is open.
    pub(crate) fn next_lesson(&self) -> Option<usize> {
        let lessons = &self.shelf.lessons;
        match self.lesson_name().and_then(|name| lessons.iter().position(|lesson| lesson.name == name)) {
            Some(here) => (here + 1 < lessons.len()).then_some(here + 1),
            None => lessons.iter().position(|lesson| !self.progress.lessons.contains(&lesson.name)),
        }
    }

    /// Remembers that the open lesson was stepped through, and looks for the riddle at the cursor. Once a frame.
    pub(super) fn learn_on(&mut self) {
        let done = self.lesson_stepped_through().filter(|name| !self.progress.lessons.contains(*name));
        if let Some(name) = done.map(str::to_owned) {
            self.progress.lessons.insert(name);
        }
        if self.shelf.done != self.progress.lessons {
            self.shelf.done.clone_from(&self.progress.lessons);
        }
        if let Some(predicting) = &mut self.learning.predicting {
            predicting.follow(&self.player);
            if predicting.riddle.is_some() {
                self.player.pause();
            }
        }
    }

    /// The exercise that is open.
    pub(crate) fn open_exercise(&self) -> Option<&Doing> {
        self.learning.doing_in(self.shelf.open_document().map(|document| &document.origin))
    }

    /// An exercise that was opened as a file is begun.
    pub(super) fn take_exercise(&mut self, exercise: Arc<Exercise>, origin: Origin) {
        self.learning.forget(&origin); // It is another one if its file was changed.
        self.learning.offer(exercise, origin);
        self.begin();
    }

    /// The riddles, if replies are hidden here: not in an exercise.
    pub(crate) fn riddles(&self) -> Option<&Predicting> {
        let in_exercise = self.open_exercise().is_some();
        self.learning.predicting.as_ref().filter(|_| !in_exercise)
    }

    /// The step from which on a finding would tell the reply that is to be predicted: the command that waits for it.
    pub(crate) fn blind_from(&self) -> Option<usize> {
        let riddle = self.riddles()?.riddle.as_ref()?;
        Some(riddle.command.unwrap_or(riddle.step))
    }

    /// Keys that answer a riddle come before all others.
    pub(super) fn take_answer_keys(&mut self, ctx: &egui::Context) {
        let elsewhere = self.views.central != Central::Ladder || self.views.overlay.is_some();
        let Some(predicting) = self.riddles().filter(|_| !elsewhere && !ctx.text_edit_focused()) else { return };
        let pressed = |key| ctx.input_mut(|input| input.consume_key(Modifiers::NONE, key));
        let wish = match predicting.question() {
            Some(question) => {
                let keys = [Key::Num1, Key::Num2, Key::Num3].into_iter().take(question.choices.len());
                let chosen = keys.enumerate().find(|(_, key)| pressed(*key));
                chosen.map(|(choice, _)| UiCommand::Learn(Learn::Predict(choice)))
            }
            None if ctx.memory(egui::Memory::focused).is_none() && pressed(Key::Enter) => {
                Some(UiCommand::Cursor(Move::Forward))
            }
            None => None,
        };
        if let Some(wish) = wish {
            self.outbox.send(wish);
        }
    }

    fn predict(&mut self, choice: usize) {
        if self.riddles().is_none() {
            return;
        }
        let Some(predicting) = &mut self.learning.predicting else { return };
        if let Some(right) = predicting.answer(choice) {
            self.progress.score.count(right);
            if let Some(solved) = &predicting.solved {
                self.player.go(Move::To(solved.step));
                predicting.follow(&self.player);
            }
        }
    }

    /// Where the cursor goes on to: a reply that is asked for is shown without an answer, and counts for nothing.
    pub(super) fn onward(&self, wish: Move) -> Move {
        match (wish, self.riddles().and_then(|predicting| predicting.riddle.as_ref())) {
            (Move::Forward, Some(riddle)) => Move::To(riddle.step),
            (_, _) => wish,
        }
    }

    fn play_myth(&mut self, ctx: &egui::Context, myth: usize) {
        let Some(myth) = myths().get(myth) else { return };
        self.progress.myths.insert(myth.number);
        let cursor = Cursor(myth.step().map_or(0, |step| step + 1));
        self.open_link(ctx, Link { origin: Origin::Lesson(myth.plays.clone()), session: 0, cursor });
    }

    /// Begins the chosen exercise, or goes on with it.
    fn begin(&mut self) {
        let Some(offered) = self.learning.chosen().cloned() else { return };
        let exercise = offered.exercise.clone();
        let line = self.learning.take_up(offered, std::mem::take(&mut self.views.task.line));
        let deed = self.learning.doing.as_ref().and_then(Doing::deed);
        match deed.and_then(|deed| exercise.check(&deed).ok()) {
            Some(verdict) => self.show_exercise(verdict.timeline),
            None => self.show_exercise(exercise.material().timeline),
        }
        // What is to be read is read from its beginning.
        if matches!(exercise.does, Does::Mark | Does::Answer) {
            self.player.go(Move::First);
        }
        self.views.task = crate::ui::views::task::State { line, take_focus: true };
    }

    fn show_exercise(&mut self, timeline: Timeline) {
        let Some(doing) = &self.learning.doing else { return };
        let origin = doing.origin.clone();
        let title = Title::from(doing.exercise.title.clone());
        let session = Arc::new(Session::new(Title::default(), timeline));
        self.show(Document::new(title, origin, vec![session]));
        self.player.go(Move::Last);
    }

    /// Plays what was said, and tells whether that is all.
    fn judge_said(&mut self) {
        let Some(deed) = self.learning.doing.as_ref().and_then(Doing::deed) else { return };
        self.judge(&deed);
    }

    fn judge(&mut self, deed: &Deed) {
        let Some(doing) = &mut self.learning.doing else { return };
        let exercise = doing.exercise.clone();
        match exercise.check(deed) {
            Ok(verdict) => {
                doing.verdict = Some(match verdict.missing {
                    None => Verdict::Done,
                    Some(missing) => Verdict::Missing(missing.clone()),
                });
                if verdict.missing.is_none() {
                    self.progress.exercises.insert(exercise.name.clone(), deed.clone());
                }
                if matches!(deed, Deed::Typed(_)) {
                    self.show_exercise(verdict.timeline);
                }
            }
            Err(error) => {
                // What cannot be played was not said: it stands in the field again.
                let unsaid = if matches!(deed, Deed::Typed(_)) { doing.said.pop() } else { None };
                if let Some(line) = unsaid.filter(|_| self.views.task.line.is_empty()) {
                    self.views.task.line = line;
                }
                doing.verdict = Some(Verdict::Impossible(in_each_language(|words| why_not(&error, words))));
            }
        }
    }

    /// Takes what was learnt in earlier runs, as it was saved; gives the text back if part of it cannot be read.
    pub fn take_progress(&mut self, text: String) -> Option<String> {
        let (progress, is_whole) = storage::progress(&text);
        self.progress = progress;
        if is_whole {
            return None;
        }
        let subject = self.words.get("progress-title");
        self.notices.add(Notice { subject, text: in_each_language(|words| words.get("progress-unread")) });
        Some(text)
    }

    /// Shows the welcome as soon as something is open behind it.
    pub(super) fn greet(&mut self) {
        if std::mem::take(&mut self.learning.greets) {
            self.views.overlay = Some(Overlay::Welcome);
            self.progress.welcomed = true;
        }
    }
}

/// Why something cannot be played.
fn why_not(error: &DeedError, words: &Words) -> String {
    match error {
        DeedError::Typed(TypedError::TooMany) => words.get("typed-too-many"),
        DeedError::Typed(TypedError::TooLong(_) | TypedError::NotALine(_)) => words.get("typed-no-line"),
        DeedError::Typed(TypedError::UnknownWord(_)) => words.get("typed-unknown"),
        DeedError::Typed(TypedError::NoSuchClient { name, .. }) => {
            words.format("typed-no-client", &[("name", name.into())])
        }
        DeedError::NoSuchStep(_) | DeedError::OtherKind => words.get("goal-chosen"),
    }
}

/// The words of an author in the language of the window.
pub(crate) fn told(narration: &Narration, words: &Words) -> String {
    material::text(narration, words.language()).to_owned()
}
