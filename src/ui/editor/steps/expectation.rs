//! What is expected of a step: chosen from a list, and made of the reply that came.

use eframe::egui;

use crate::proto::Side;
use crate::proto::line;
use crate::source::place::Key;
use crate::source::scenario_file::Content;
use crate::source::scenario_file::ExpectFile;
use crate::source::scenario_file::StepFile;
use crate::source::write;
use crate::teach::Words;
use crate::ui::command::Edit;
use crate::ui::command::UiCommand;
use crate::ui::editor::Change;
use crate::ui::editor::Editor;
use crate::ui::editor::change::Way;
use crate::ui::editor::change::way;
use crate::ui::editor::fields::choice_ui;
use crate::ui::editor::fields::send;
use crate::ui::editor::steps::outcome::result;
use crate::ui::outbox::Outbox;

/// What is expected of a step, and where that stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Expected {
    /// The list of what the step holds.
    pub list: Way,
    /// The place in it.
    pub index: usize,
    /// What is expected, if anything.
    pub value: Option<ExpectFile>,
    /// Whether it can be left out.
    pub optional: bool,
}

/// What is expected of a step; `None` if nothing can be.
#[must_use]
pub fn expected(step: &StepFile, row: usize) -> Option<Expected> {
    let list = way(&[Key::Name("steps"), Key::Index(row)]);
    match step.content() {
        Content::Said(_, said) => Some(Expected { list, index: 1, value: said.expect.clone(), optional: true }),
        Content::Expected(expect) => Some(Expected { list, index: 0, value: Some(expect.clone()), optional: false }),
        Content::Message(..) | Content::Other => None,
    }
}

/// Paints the choice. Whoever wants exactly this reply gets the one that came.
pub(super) fn expectation_ui(
    ui: &mut egui::Ui,
    slot: &Expected,
    row: usize,
    editor: &Editor,
    words: &Words,
    outbox: &mut Outbox,
) {
    let offers = offers(slot.optional, came(editor, row));
    let all: Vec<String> = offers.iter().map(|expect| words.get(word(expect.as_ref()))).collect();
    let shown = words.get(word(slot.value.as_ref()));
    let number = (row + 1).to_string();
    let name = words.format("ed-expected-of", &[("number", (&number).into())]);
    let width = ui.available_width() - 8.0;
    let Some(chosen) = choice_ui(ui, &format!("expect {row}"), &name, &shown, width, &all) else { return };
    let change = match (&slot.value, &offers[chosen]) {
        (Some(_), Some(expect)) => {
            let way = [slot.list.clone(), way(&[Key::Index(slot.index)])].concat();
            Change::Value(way, write::expectation(expect))
        }
        (None, Some(expect)) => Change::Insert(slot.list.clone(), slot.index, write::expectation(expect)),
        (_, None) => Change::Remove(slot.list.clone(), slot.index),
    };
    send(outbox, change);
    outbox.send(UiCommand::Edit(Edit::Row(row)));
}

/// All that can be expected, in the order in which it is offered. `came` is the reply that was heard.
fn offers(optional: bool, came: Vec<String>) -> Vec<Option<ExpectFile>> {
    let line = came.first().cloned().unwrap_or_else(|| "+OK".to_owned());
    let all = [
        ExpectFile::Ok,
        ExpectFile::Err,
        ExpectFile::Challenge,
        ExpectFile::Is(line),
        ExpectFile::Lines(came),
        ExpectFile::Nothing,
        ExpectFile::Closed,
    ];
    optional.then_some(None).into_iter().chain(all.map(Some)).collect()
}

/// The name of an expectation in the Fluent files.
fn word(expect: Option<&ExpectFile>) -> &'static str {
    match expect {
        None => "ed-exp-none",
        Some(ExpectFile::Ok) => "ed-exp-ok",
        Some(ExpectFile::Err) => "ed-exp-err",
        Some(ExpectFile::Challenge) => "ed-exp-challenge",
        Some(ExpectFile::Is(_)) => "ed-exp-is",
        Some(ExpectFile::Lines(_)) => "ed-exp-lines",
        Some(ExpectFile::Nothing) => "ed-exp-nothing",
        Some(ExpectFile::Closed) => "ed-exp-closed",
    }
}

/// The lines of the last reply that a row got.
fn came(editor: &Editor, row: usize) -> Vec<String> {
    let steps = result(editor, row).map(|row| row.steps.clone()).unwrap_or_default();
    let said = editor.trial.timeline.steps().get(steps).unwrap_or_default().iter().rev().filter_map(|step| step.said());
    let mut replies = said.filter(|said| said.side == Side::Server);
    let Some(reply) = replies.next() else { return Vec::new() };
    let lines = line::lines(&reply.raw).map(|(octets, _)| line::printable(octets));
    let mut lines: Vec<String> = lines.collect();
    if 1 < lines.len() && lines.last().is_some_and(|line| line == ".") {
        lines.pop();
    }
    lines
}
