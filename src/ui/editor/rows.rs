//! The rows of the table: what each step is, what can be typed in it, and what is expected of it.

use std::fmt::Write as _;

use crate::proto::Protocol;
use crate::source::branch::act::unescaped;
use crate::source::place::Key;
use crate::source::scenario_file::Content;
use crate::source::scenario_file::DeathFile;
use crate::source::scenario_file::ExpectFile;
use crate::source::scenario_file::LineFile;
use crate::source::scenario_file::MessageFile;
use crate::source::scenario_file::SaidFile;
use crate::source::scenario_file::StepFile;
use crate::source::write;
use crate::teach::Language;
use crate::ui::editor::change::Way;
use crate::ui::editor::change::way;

/// What a step is.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Kind {
    /// A command.
    Send,
    /// Another client acts.
    On,
    /// A connection is opened.
    Connect,
    /// The same to another protocol.
    ConnectTo,
    /// Only an expectation.
    Expect,
    /// The author speaks.
    Note,
    /// Time passes.
    Advance,
    /// A mail arrives.
    Deliver,
    /// The client closes.
    Close,
    /// The line is lost.
    Drop,
    /// The client resets.
    Reset,
    /// Several commands at once.
    Pipeline,
    /// Octets as they are.
    SendRaw,
    /// Base64.
    Base64,
    /// A digest.
    Apop,
    /// Another digest.
    CramMd5,
    /// A token.
    Xoauth2,
    /// SCRAM begins.
    ScramFirst,
    /// The proof of SCRAM.
    ScramFinal,
    /// The end of SCRAM.
    ScramEnd,
    /// A mail over SMTP.
    SendMail,
    /// A mail is taken away.
    SiteRemoves,
    /// The line becomes another one.
    Line,
    /// The server is to die.
    Dies,
}

/// How something is typed.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Form {
    /// Text on one line.
    Text,
    /// Octets, with escapes.
    Octets,
    /// A number.
    Number,
    /// Lines, each of them a string.
    List,
    /// Text of several lines.
    Block,
    /// As it stands in the file.
    Raw,
}

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

impl Kind {
    /// All kinds, in the order in which they are offered.
    pub const ALL: [Self; 24] = [
        Self::Send,
        Self::Connect,
        Self::Expect,
        Self::Note,
        Self::Advance,
        Self::Deliver,
        Self::On,
        Self::Pipeline,
        Self::SendRaw,
        Self::Close,
        Self::Drop,
        Self::Reset,
        Self::Apop,
        Self::Base64,
        Self::CramMd5,
        Self::Xoauth2,
        Self::ScramFirst,
        Self::ScramFinal,
        Self::ScramEnd,
        Self::SiteRemoves,
        Self::Line,
        Self::Dies,
        Self::ConnectTo,
        Self::SendMail,
    ];

    /// What a step is.
    #[must_use]
    pub fn of(step: &StepFile) -> Self {
        match step {
            StepFile::On(_) => Self::On,
            StepFile::Connect => Self::Connect,
            StepFile::ConnectTo(_) => Self::ConnectTo,
            StepFile::Send(_) => Self::Send,
            StepFile::SendRaw(_) => Self::SendRaw,
            StepFile::SendMail(_) => Self::SendMail,
            StepFile::Pipeline(_) => Self::Pipeline,
            StepFile::Base64(_) => Self::Base64,
            StepFile::Apop(..) => Self::Apop,
            StepFile::CramMd5(..) => Self::CramMd5,
            StepFile::Xoauth2(..) => Self::Xoauth2,
            StepFile::ScramFirst(_) => Self::ScramFirst,
            StepFile::ScramFinal(_) => Self::ScramFinal,
            StepFile::ScramEnd => Self::ScramEnd,
            StepFile::Expect(_) => Self::Expect,
            StepFile::Advance(_) => Self::Advance,
            StepFile::Deliver { .. } => Self::Deliver,
            StepFile::SiteRemoves { .. } => Self::SiteRemoves,
            StepFile::Line(_) => Self::Line,
            StepFile::Drop => Self::Drop,
            StepFile::Dies(_) => Self::Dies,
            StepFile::Reset => Self::Reset,
            StepFile::Close => Self::Close,
            StepFile::Note { .. } => Self::Note,
        }
    }

    /// Its name in the Fluent files.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Send => "ed-kind-send",
            Self::On => "ed-kind-on",
            Self::Connect => "ed-kind-connect",
            Self::ConnectTo => "ed-kind-connect-to",
            Self::Expect => "ed-kind-expect",
            Self::Note => "ed-kind-note",
            Self::Advance => "ed-kind-advance",
            Self::Deliver => "ed-kind-deliver",
            Self::Close => "ed-kind-close",
            Self::Drop => "ed-kind-drop",
            Self::Reset => "ed-kind-reset",
            Self::Pipeline => "ed-kind-pipeline",
            Self::SendRaw => "ed-kind-raw",
            Self::Base64 => "ed-kind-base64",
            Self::Apop => "ed-kind-apop",
            Self::CramMd5 => "ed-kind-cram",
            Self::Xoauth2 => "ed-kind-xoauth2",
            Self::ScramFirst => "ed-kind-scram-first",
            Self::ScramFinal => "ed-kind-scram-final",
            Self::ScramEnd => "ed-kind-scram-end",
            Self::SendMail => "ed-kind-mail",
            Self::SiteRemoves => "ed-kind-removes",
            Self::Line => "ed-kind-line",
            Self::Dies => "ed-kind-dies",
        }
    }

    /// A step of this kind, with as much of another one as fits. `user` and `client` stand where a name is needed.
    #[must_use]
    pub fn step(self, before: Option<&StepFile>, user: &str, client: &str) -> StepFile {
        let text = before.and_then(text_of).unwrap_or_default();
        let expect = before.and_then(expectation_of);
        let or = |default: &str| if text.is_empty() { default.to_owned() } else { text.clone() };
        let said = |octets: Vec<u8>| SaidFile { octets, expect: expect.clone() };
        let secret = || "secret".to_owned();
        let mail = || MessageFile::Text("Subject: new\n\nA mail.\n".to_owned());
        match self {
            Self::Send => StepFile::Send(said(or("NOOP").into_bytes())),
            Self::SendRaw => StepFile::SendRaw(said(format!("{}\r\n", or("NOOP")).into_bytes())),
            Self::Base64 => StepFile::Base64(said(text.into_bytes())),
            Self::Pipeline => StepFile::Pipeline(vec![or("NOOP"), "STAT".to_owned()]),
            Self::On => StepFile::On(client.to_owned()),
            Self::Connect => StepFile::Connect,
            Self::ConnectTo => StepFile::ConnectTo(Protocol::Smtp),
            Self::Expect => StepFile::Expect(expect.unwrap_or(ExpectFile::Ok)),
            Self::Note => StepFile::Note { en: or("..."), ru: or("...") },
            Self::Advance => StepFile::Advance(60),
            Self::Deliver => StepFile::Deliver { user: user.to_owned(), message: mail() },
            Self::Close => StepFile::Close,
            Self::Drop => StepFile::Drop,
            Self::Reset => StepFile::Reset,
            Self::Apop => StepFile::Apop(user.to_owned(), secret()),
            Self::CramMd5 => StepFile::CramMd5(user.to_owned(), secret()),
            Self::Xoauth2 => StepFile::Xoauth2(user.to_owned(), secret()),
            Self::ScramFirst => StepFile::ScramFirst(user.to_owned()),
            Self::ScramFinal => StepFile::ScramFinal(secret()),
            Self::ScramEnd => StepFile::ScramEnd,
            Self::SendMail => StepFile::SendMail(mail()),
            Self::SiteRemoves => StepFile::SiteRemoves { user: user.to_owned(), unique_id: "id".to_owned() },
            Self::Line => StepFile::Line(LineFile { latency_millis: Some(300), ..LineFile::default() }),
            Self::Dies => StepFile::Dies(DeathFile::AmidUpdate(1)),
        }
    }
}

/// The text that a step would hand on to one of another kind.
fn text_of(step: &StepFile) -> Option<String> {
    if let StepFile::Pipeline(lines) = step {
        return lines.first().cloned();
    }
    if let StepFile::Note { en, .. } = step {
        return Some(en.clone());
    }
    match step.content() {
        Content::Said(_, said) => Some(String::from_utf8_lossy(&said.octets).trim_end().to_owned()),
        Content::Expected(_) | Content::Message(..) | Content::Other => None,
    }
}

fn expectation_of(step: &StepFile) -> Option<ExpectFile> {
    expected(step, 0)?.value
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
            let value = crate::source::edit::value(text, &here).unwrap_or_default().to_owned();
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

/// A text as its author thinks of it: without the indentation of the file.
#[must_use]
pub fn shown(text: &str) -> String {
    crate::source::without_indentation(text)
}

fn is_plain(octets: &[u8]) -> bool {
    std::str::from_utf8(octets).is_ok_and(|text| !text.chars().any(char::is_control))
}

/// Octets as they are typed.
#[must_use]
pub fn escaped(octets: &[u8]) -> String {
    let text = String::from_utf8_lossy(octets);
    if text.contains('\u{fffd}') {
        return octets.escape_ascii().to_string();
    }
    let mut escaped = String::new();
    for letter in text.chars() {
        match letter {
            '\r' => escaped.push_str("\\r"),
            '\n' => escaped.push_str("\\n"),
            '\t' => escaped.push_str("\\t"),
            '\\' => escaped.push_str("\\\\"),
            letter if letter.is_ascii_control() => {
                let _ = write!(escaped, "\\x{:02x}", u32::from(letter)); // Writing to a String cannot fail.
            }
            letter => escaped.push(letter),
        }
    }
    escaped
}

impl Form {
    /// What was typed as it stands in the file; `None` if it cannot stand there.
    #[must_use]
    pub fn written(self, typed: &str) -> Option<String> {
        match self {
            Self::Text => Some(write::literal(typed.as_bytes())),
            Self::Octets => Some(write::literal(&unescaped(typed))),
            Self::Number => typed.trim().parse::<u64>().ok().map(|number| number.to_string()),
            Self::List => {
                let lines: Vec<String> = typed.lines().map(str::to_owned).collect();
                Some(write::list(&lines))
            }
            Self::Block => Some(write::block(typed, "            ")),
            Self::Raw => (!typed.trim().is_empty()).then(|| typed.to_owned()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::edit;
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
                    let again = crate::ui::editor::Change::Value(cell.way.clone(), written).apply(text);
                    let same = trial(&again);
                    assert!(same.is_right(), "{name} {cell:?} {:?}", same.by_line());
                }
            }
        }
    }

    #[test]
    fn a_step_of_every_kind_can_be_written_and_is_of_its_kind() {
        for kind in Kind::ALL {
            let step = kind.step(None, "amy", "laptop");
            let text = edit::insert(
                crate::ui::editor::state::TEMPLATE,
                &[Key::Name("steps")],
                0,
                &write::step(&step, "        "),
            );
            let file = scenario_file::read(&text).unwrap_or_else(|error| panic!("{error}\n{text}"));
            assert_eq!(file.steps.first().map(Kind::of), Some(kind));
        }
    }

    #[test]
    fn octets_are_typed_as_they_are_shown() {
        for octets in [b"STAT\r\n".as_slice(), b"\xff\x00\\", "ё\t".as_bytes()] {
            assert_eq!(unescaped(&escaped(octets)), octets);
        }
    }
}
