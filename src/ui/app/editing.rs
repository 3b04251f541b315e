//! What is done for an author: scenarios are begun, changed, tried, saved, and made of recorded sessions.

use std::fs;
use std::io::ErrorKind;
use std::path::PathBuf;

use eframe::egui;
use eframe::egui::Key;
use eframe::egui::Modifiers;

use super::App;
use crate::export::whole_file::replace;
use crate::session::cursor::Move;
use crate::source;
use crate::source::branch::Script;
use crate::source::retell::Remark;
use crate::source::retell::Retold;
use crate::source::retell::retell;
use crate::teach::Words;
use crate::ui::command::Answer;
use crate::ui::command::Central;
use crate::ui::command::Edit;
use crate::ui::command::UiCommand;
use crate::ui::document::Origin;
use crate::ui::document::Title;
use crate::ui::drafts::EditDraft;
use crate::ui::editor::Change;
use crate::ui::editor::Page;
use crate::ui::editor::fields::id_of;
use crate::ui::editor::state::Ask;
use crate::ui::editor::state::Opening;
use crate::ui::editor::state::TEMPLATE;
use crate::ui::editor::state::steps_way;
use crate::ui::editor::steps;
use crate::ui::jobs::Report;
use crate::ui::notice::Notice;
use crate::ui::open::in_each_language;
use crate::ui::open::of_play;

impl App {
    pub(super) fn obey_edit(&mut self, ctx: &egui::Context, wish: Edit) {
        let before = self.editor.text.clone();
        let row = self.editor.row;
        match wish {
            Edit::New => {
                let name = "scenario.ron".to_owned();
                self.edit(ctx, Opening { text: TEMPLATE.to_owned(), name, ..Opening::default() });
            }
            Edit::Copy => self.edit_open_script(ctx),
            Edit::Retell => self.retell_open_session(ctx),
            Edit::Duplicate => {
                let name = format!("copy-of-{}", self.editor.file_name());
                self.editor.path = None;
                self.editor.saved = None;
                self.editor.begun = None;
                self.editor.name = name;
                self.keep_edit();
            }
            Edit::Change(change) => self.editor.change(ctx, &change),
            Edit::Undo | Edit::Redo => {
                self.editor.undo(ctx, wish == Edit::Redo);
            }
            Edit::Save => match self.editor.path.clone() {
                Some(path) => self.save_edit(ctx, path, false),
                None => self.obey_edit(ctx, Edit::SaveAs),
            },
            Edit::SaveAs => {
                let title = self.words.get("do-edit-save-as");
                self.jobs.ask_for_path(ctx, title, self.editor.file_name());
            }
            Edit::SaveTo(path) => self.save_edit(ctx, path, true),
            Edit::CopyText => ctx.copy_text(self.editor.text.clone()),
            Edit::Play => self.play_edit(),
            Edit::Page(page) => {
                self.editor.leave_field();
                self.editor.page = page;
            }
            Edit::Row(row) => {
                self.editor.leave_field();
                self.editor.row = row.min(self.editor.steps().saturating_sub(1));
                self.editor.reveal = true;
            }
            Edit::NextProblem => self.next_problem(),
            Edit::Above => self.insert_step(ctx, row, None),
            Edit::Below => self.insert_step(ctx, if self.editor.steps() == 0 { 0 } else { row + 1 }, None),
            Edit::Insert(at, step) => self.insert_step(ctx, at, Some(step)),
            Edit::Twice => {
                self.change_row(ctx, &Change::Duplicate(steps_way(), row), row + 1);
            }
            Edit::Remove => self.change_row(ctx, &Change::Remove(steps_way(), row), row),
            Edit::Up if 0 < row => self.change_row(ctx, &Change::Shift(steps_way(), row, row - 1), row - 1),
            Edit::Down if row + 1 < self.editor.steps() => {
                self.change_row(ctx, &Change::Shift(steps_way(), row, row + 1), row + 1);
            }
            Edit::Up | Edit::Down => (),
            Edit::Answer(answer) => self.answer(ctx, answer),
        }
        if self.editor.text != before {
            self.keep_edit();
        }
    }

    /// Keeps what is edited for the next run, or forgets what is saved.
    fn keep_edit(&mut self) {
        let editor = &self.editor;
        let draft = EditDraft {
            path: editor.path.clone(),
            name: editor.name.clone(),
            text: editor.text.clone(),
            saved: if editor.is_precious() { editor.saved.clone() } else { Some(editor.text.clone()) },
        };
        self.drafts.keep_edit(&draft);
    }

    /// Goes on with what was edited in an earlier run.
    pub(super) fn restore_edit(&mut self, ctx: &egui::Context) {
        let Some(EditDraft { path, name, text, saved }) = self.drafts.take_edit() else { return };
        if self.editor.is_open() || saved.as_ref() == Some(&text) {
            return;
        }
        self.editor.open(ctx, Opening { text, path, name, remarks: Vec::new() });
        self.editor.saved = saved;
        self.editor.begun = None;
        let subject = self.editor.file_name();
        self.notices.add(Notice { subject, text: in_each_language(|words| words.get("ed-restored")) });
    }

    /// Opens something to edit; asks first if that would lose changes.
    pub(super) fn edit(&mut self, ctx: &egui::Context, opening: Opening) {
        self.views.central = Central::Editor;
        if self.editor.is_precious() {
            self.editor.asks = Some(Ask::Lose(Box::new(opening)));
            return;
        }
        self.editor.open(ctx, opening);
        self.keep_edit();
    }

    /// A file is edited itself, of a lesson and of a branch a copy.
    fn edit_open_script(&mut self, ctx: &egui::Context) {
        let opened = self.shelf.opened().zip(self.shelf.open_document());
        let hand = opened.and_then(|(place, document)| Some((place, document, document.hand.as_deref()?)));
        let Some((place, document, hand)) = hand else {
            if self
                .shelf
                .open_document()
                .is_some_and(|document| document.capture.is_some() || document.origin == Origin::Live)
            {
                self.retell_open_session(ctx);
            }
            return;
        };
        let branch = hand.saved(place.session);
        let path = match &document.origin {
            Origin::File(path) if branch.is_none() => Some(path.clone()),
            Origin::File(_) | Origin::Lesson(_) | Origin::Variations { .. } | Origin::Live | Origin::Editor => None,
        };
        if document.origin == Origin::Editor && branch.is_none() {
            self.views.central = Central::Editor; // It is what is edited already.
            return;
        }
        if path.is_some() && self.editor.path == path {
            self.views.central = Central::Editor;
            return;
        }
        let name = format!("{}-copy.ron", document.origin.stem());
        let text = branch.unwrap_or_else(|| hand.script().text().to_owned());
        self.edit(ctx, Opening { text, path, name, remarks: Vec::new() });
    }

    /// Makes a scenario of the session that is open.
    fn retell_open_session(&mut self, ctx: &egui::Context) {
        let session = self.player.ends().clone();
        let subject = self.shelf.open_document().map_or_else(String::new, |document| document.origin.stem());
        let on_panic = in_each_language(|words| words.get("internal-error"));
        self.jobs.start(ctx, subject.clone(), on_panic, move |_| match retell(&session.timeline) {
            Ok(told) => Report::Edit(Box::new(opening_of(told, session.number))),
            Err(refusal) => {
                Report::Failed(Notice { subject, text: in_each_language(|words| words.get(refusal.word())) })
            }
        });
    }

    fn change_row(&mut self, ctx: &egui::Context, change: &Change, row: usize) {
        self.editor.leave_field();
        self.editor.change(ctx, change);
        self.editor.row = row.min(self.editor.steps().saturating_sub(1));
        self.editor.reveal = true;
    }

    fn insert_step(&mut self, ctx: &egui::Context, at: usize, step: Option<String>) {
        if self.editor.file.is_none() {
            return;
        }
        let step = step.unwrap_or_else(|| steps::another(&self.editor));
        self.editor.page = Page::Steps;
        self.change_row(ctx, &Change::Insert(steps_way(), at, step), at);
        self.editor.focus = steps::first_field(&self.editor);
    }

    /// The next step that is wrong, or what is wrong elsewhere.
    fn next_problem(&mut self) {
        let row = self.editor.row;
        let wrong: Vec<usize> = self.editor.trial.wrong_rows().collect();
        let next = wrong.iter().find(|wrong| row < **wrong).or(wrong.first()).copied();
        if let Some(next) = next.filter(|_| self.editor.file.is_some()) {
            self.editor.page = Page::Steps;
            self.editor.row = next;
            self.editor.reveal = true;
        } else {
            self.editor.page = Page::Source;
            self.editor.focus = Some(id_of("source"));
        }
    }

    /// Writes the text, aside. What somebody else wrote into the file is not lost without a question.
    fn save_edit(&mut self, ctx: &egui::Context, path: PathBuf, asked: bool) {
        let (text, known) = (self.editor.text.clone(), self.editor.saved.clone());
        let (subject, on_panic) = (path.display().to_string(), in_each_language(|words| words.get("internal-error")));
        self.jobs.start_aside(ctx, subject.clone(), on_panic, move |_| {
            let changed = match fs::read(&path) {
                Ok(there) => known.as_ref().is_none_or(|known| known.as_bytes() != there),
                Err(error) => error.kind() != ErrorKind::NotFound,
            };
            if changed && !asked {
                return Report::EditChanged(path);
            }
            match replace(&path, text.as_bytes()) {
                Ok(()) => Report::EditSaved(path, text),
                Err(error) => {
                    let detail = error.to_string();
                    let text =
                        in_each_language(|words| words.format("error-not-saved", &[("detail", (&detail).into())]));
                    Report::Failed(Notice { subject, text })
                }
            }
        });
    }

    pub(super) fn edit_changed(&mut self, path: PathBuf) {
        self.editor.asks = Some(Ask::Overwrite(path));
    }

    pub(super) fn edit_saved(&mut self, ctx: &egui::Context, path: PathBuf, text: String) {
        self.recent.add(&path);
        self.editor.path = Some(path);
        self.editor.saved = Some(text);
        self.keep_edit();
        if let Some(next) = self.editor.then.take() {
            self.edit(ctx, *next);
        }
    }

    fn answer(&mut self, ctx: &egui::Context, answer: Answer) {
        let Some(ask) = self.editor.asks.take() else { return };
        match (ask, answer) {
            (Ask::Lose(next), Answer::Save) => {
                self.editor.then = Some(next);
                self.obey_edit(ctx, Edit::Save);
            }
            (Ask::Lose(next), Answer::Lose) => {
                self.editor.open(ctx, *next);
                self.keep_edit();
            }
            (Ask::Overwrite(path), Answer::Save) => self.save_edit(ctx, path, true),
            (Ask::Lose(_), Answer::Stay) | (Ask::Overwrite(_), Answer::Lose | Answer::Stay) => self.editor.then = None,
        }
    }

    /// Shows what is edited in the other views, up to the chosen step.
    fn play_edit(&mut self) {
        let Ok(script) = Script::parse(&self.editor.file_name(), &self.editor.text) else {
            self.next_problem();
            return;
        };
        let end = self.editor.trial.rows.get(self.editor.row).map(|row| row.steps.end);
        let same = self.drafts.of(&Origin::Editor).is_some_and(|draft| draft.text == self.editor.text);
        let document = of_play(&Origin::Editor, source::play(script));
        if same {
            self.show(document);
        } else {
            self.show_as_it_is(document); // Branches of another text would bring it back.
        }
        if let Some(last) = end.and_then(|end| end.checked_sub(1)) {
            self.player.go(Move::To(last));
        }
        self.views.central = Central::Ladder;
    }

    /// The keys of the editor, before they mean anything else.
    pub(super) fn take_editor_keys(&mut self, ctx: &egui::Context) {
        self.editor.take_trial();
        if self.views.central != Central::Editor || self.views.overlay.is_some() || self.editor.asks.is_some() {
            return;
        }
        let ctrl = Modifiers::COMMAND;
        let keys = [
            (ctrl.plus(Modifiers::SHIFT), Key::Z, Edit::Redo),
            (ctrl, Key::Z, Edit::Undo),
            (ctrl, Key::Y, Edit::Redo),
            (ctrl.plus(Modifiers::SHIFT), Key::S, Edit::SaveAs),
            (ctrl, Key::S, Edit::Save),
            (ctrl, Key::Enter, Edit::Play),
        ];
        for (modifiers, key, wish) in keys {
            if ctx.input_mut(|input| input.consume_key(modifiers, key)) {
                self.outbox.send(UiCommand::Edit(wish));
            }
        }
        for wish in steps::pressed(ctx, &mut self.editor) {
            self.outbox.send(UiCommand::Edit(wish));
        }
    }
}

/// A session that was told again, to be edited.
fn opening_of(told: Retold, number: u64) -> Opening {
    let remarks = told.remarks.iter().map(|remark| in_each_language(|words| remark_of(remark, words)));
    let mut remarks: Vec<Title> = remarks.collect();
    if told.agrees() {
        let count = told.exchanges as u64;
        remarks.insert(0, in_each_language(|words| words.format("retell-agrees", &[("count", count.into())])));
    }
    Opening { text: told.text, path: None, name: format!("session-{}.ron", number + 1), remarks }
}

/// What could not be told as it was.
fn remark_of(remark: &Remark, words: &Words) -> String {
    let counted = |word: &str, count: u64| words.format(word, &[("count", count.into())]);
    match remark {
        Remark::BeginningAdded => words.get("retell-beginning"),
        Remark::Sealed => words.get("retell-sealed"),
        Remark::Gaps(octets) => counted("retell-gaps", *octets),
        Remark::Pieces(count) => counted("retell-pieces", *count as u64),
        Remark::LineEnds(count) => counted("retell-line-ends", *count as u64),
        Remark::OnlySizes(count) => counted("retell-sizes", *count as u64),
        Remark::Shortened(count) => counted("retell-shortened", *count as u64),
        Remark::OtherMechanism => words.get("retell-mechanism"),
        Remark::Capabilities(count) => counted("retell-capabilities", *count as u64),
        Remark::Differs { number, said, was, is } => {
            let arguments =
                [("number", (*number as u64).into()), ("said", said.into()), ("was", was.into()), ("is", is.into())];
            words.format("retell-differs", &arguments)
        }
    }
}
