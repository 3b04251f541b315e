//! Cells: what can be typed in a step, on its row and below it.

use eframe::egui;

use crate::source::edit;
use crate::source::place::Key;
use crate::source::scenario_file::MessageFile;
use crate::source::scenario_file::StepFile;
use crate::teach::Language;
use crate::teach::Words;
use crate::ui::command::Edit;
use crate::ui::command::UiCommand;
use crate::ui::editor::Change;
use crate::ui::editor::Editor;
use crate::ui::editor::change::Way;
use crate::ui::editor::change::way;
use crate::ui::editor::fields::Field;
use crate::ui::editor::fields::field_ui;
use crate::ui::editor::typed::Form;
use crate::ui::editor::typed::escaped;
use crate::ui::editor::typed::shown;
use crate::ui::outbox::Outbox;

/// Something that can be typed.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Cell {
    /// Its name in the Fluent files.
    pub name: &'static str,
    /// Where it stands.
    pub way: Way,
    /// What it is, as it is typed.
    pub value: String,
    /// How it is typed.
    pub form: Form,
}

/// What can be typed in a step: on its row, and below it while it is chosen.
#[must_use]
pub fn cells(step: &StepFile, row: usize, text: &str, language: Language) -> (Vec<Cell>, Vec<Cell>) {
    let here = [Key::Name("steps"), Key::Index(row)];
    let at = |name, key: Key<'_>, value: &str, form| {
        let way = way(&[here[0], here[1], key]);
        Cell { name, way, value: value.to_owned(), form }
    };
    let first = |name, value: &str, form| at(name, Key::Index(0), value, form);
    let nothing = || (Vec::new(), Vec::new());
    let one = |cell| (vec![cell], Vec::new());
    let mail = |message: &MessageFile, key: Key<'_>| {
        let inner = way(&[here[0], here[1], key, Key::Index(0)]);
        match message {
            MessageFile::Text(text) => {
                vec![Cell { name: "ed-mail", way: inner, value: shown(text), form: Form::Block }]
            }
            MessageFile::Mail { text, .. } => {
                let way = way(&[here[0], here[1], key, Key::Name("text")]);
                vec![Cell { name: "ed-mail", way, value: shown(text), form: Form::Block }]
            }
            MessageFile::Generated { octets, .. } => {
                let way = way(&[here[0], here[1], key, Key::Name("octets")]);
                vec![Cell { name: "ed-octets", way, value: octets.to_string(), form: Form::Number }]
            }
        }
    };
    match step {
        StepFile::On(name) => one(first("ed-client", name, Form::Text)),
        StepFile::ConnectTo(protocol) => one(first("ed-protocol", &format!("{protocol:?}"), Form::Raw)),
        StepFile::Send(said) if is_plain(&said.octets) => {
            one(first("ed-command", &String::from_utf8_lossy(&said.octets), Form::Text))
        }
        StepFile::Base64(said) if is_plain(&said.octets) => {
            one(first("ed-text", &String::from_utf8_lossy(&said.octets), Form::Text))
        }
        StepFile::Send(said) | StepFile::SendRaw(said) | StepFile::Base64(said) => {
            one(first("ed-raw", &escaped(&said.octets), Form::Octets))
        }
        StepFile::SendMail(message) => (Vec::new(), mail(message, Key::Index(0))),
        StepFile::Pipeline(lines) => (Vec::new(), vec![first("ed-commands", &lines.join("\n"), Form::List)]),
        StepFile::Apop(name, secret) | StepFile::CramMd5(name, secret) | StepFile::Xoauth2(name, secret) => {
            let secret = at("ed-secret", Key::Index(1), secret, Form::Text);
            (vec![first("ed-user", name, Form::Text), secret], Vec::new())
        }
        StepFile::ScramFirst(name) => one(first("ed-user", name, Form::Text)),
        StepFile::ScramFinal(password) => one(first("ed-password", password, Form::Text)),
        StepFile::Advance(seconds) => one(first("ed-seconds", &seconds.to_string(), Form::Number)),
        StepFile::Deliver { user, message } => {
            (vec![at("ed-user", Key::Name("user"), user, Form::Text)], mail(message, Key::Name("message")))
        }
        StepFile::SiteRemoves { user, unique_id } => {
            let id = at("ed-unique-id", Key::Name("unique_id"), unique_id, Form::Text);
            (vec![at("ed-user", Key::Name("user"), user, Form::Text), id], Vec::new())
        }
        StepFile::Dies(death) => one(first("ed-dies", &format!("{death:?}"), Form::Raw)),
        StepFile::Line(_) => {
            let value = edit::value(text, &here).unwrap_or_default().to_owned();
            one(Cell { name: "ed-line", way: way(&here), value, form: Form::Raw })
        }
        StepFile::Note { en, ru } => {
            let note = |name, key, value: &str| at(name, Key::Name(key), value, Form::Text);
            let (english, russian) = (note("ed-note-en", "en", en), note("ed-note-ru", "ru", ru));
            match language {
                Language::English | Language::More(_) => (vec![english], vec![russian]),
                Language::Russian => (vec![russian], vec![english]),
            }
        }
        StepFile::Connect
        | StepFile::ScramEnd
        | StepFile::Expect(_)
        | StepFile::Drop
        | StepFile::Reset
        | StepFile::Close => nothing(),
    }
}

fn is_plain(octets: &[u8]) -> bool {
    std::str::from_utf8(octets).is_ok_and(|text| !text.chars().any(char::is_control))
}

/// Paints a cell, as wide as this at most. Enter goes on to the next row.
pub(super) fn cell_ui(
    ui: &mut egui::Ui,
    cell: Cell,
    row: usize,
    width: f32,
    editor: &mut Editor,
    words: &Words,
    outbox: &mut Outbox,
) {
    let number = (row + 1).to_string();
    let what = words.get(cell.name);
    let name = words.format("ed-cell", &[("number", (&number).into()), ("what", (&what).into())]);
    let mono = !matches!(cell.name, "ed-note-en" | "ed-note-ru" | "ed-mail");
    let width = if cell.form == Form::Number { width.min(90.0) } else { width };
    let salt = format!("{:?}", cell.way);
    let field =
        Field { salt: &salt, name: &name, value: &cell.value, form: cell.form, width, mono, ..Field::default() };
    let way = cell.way;
    let response = field_ui(ui, field, editor, outbox, |written| Change::Value(way, written));
    if response.gained_focus() && editor.row != row {
        outbox.send(UiCommand::Edit(Edit::Row(row)));
    }
    let several = matches!(cell.form, Form::Block | Form::List);
    if response.lost_focus() && !several && ui.input(|input| input.key_pressed(egui::Key::Enter)) {
        // Enter goes on to the next row, and adds one behind the last.
        if row + 1 == editor.steps() {
            outbox.send(UiCommand::Edit(Edit::Row(row)));
            outbox.send(UiCommand::Edit(Edit::Below));
        } else {
            outbox.send(UiCommand::Edit(Edit::Row(row + 1)));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::scenario_file;
    use crate::source::trial::trial;

    #[test]
    fn what_is_shown_and_typed_again_changes_nothing() {
        for (name, _) in crate::source::lessons() {
            let Some((script, _)) = crate::source::play_lesson(name).and_then(|play| play.hand) else { continue };
            let text = script.text();
            let file = scenario_file::read(text).expect("our own scenario");
            for (row, step) in file.steps.iter().enumerate() {
                let (inline, below) = cells(step, row, text, Language::English);
                for cell in inline.into_iter().chain(below) {
                    let written = cell.form.written(&cell.value).expect("it was shown");
                    let again = Change::Value(cell.way.clone(), written).apply(text);
                    let same = trial(&again);
                    assert!(same.is_right(), "{name} {cell:?} {:?}", same.by_line());
                }
            }
        }
    }
}
