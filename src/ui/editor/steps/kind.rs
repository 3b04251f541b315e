//! The kinds of steps: what each is called, and a new step of each.

use crate::proto::Protocol;
use crate::source::scenario_file::Content;
use crate::source::scenario_file::DeathFile;
use crate::source::scenario_file::ExpectFile;
use crate::source::scenario_file::LineFile;
use crate::source::scenario_file::MessageFile;
use crate::source::scenario_file::SaidFile;
use crate::source::scenario_file::StepFile;

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
        let expect = before.and_then(expectation_of).cloned();
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

/// The expectation that a step would hand on.
fn expectation_of(step: &StepFile) -> Option<&ExpectFile> {
    match step.content() {
        Content::Said(_, said) => said.expect.as_ref(),
        Content::Expected(expect) => Some(expect),
        Content::Message(..) | Content::Other => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::edit;
    use crate::source::place::Key;
    use crate::source::scenario_file;
    use crate::source::write;
    use crate::ui::editor::state::TEMPLATE;

    #[test]
    fn a_step_of_every_kind_can_be_written_and_is_of_its_kind() {
        for kind in Kind::ALL {
            let step = kind.step(None, "amy", "laptop");
            let text = edit::insert(TEMPLATE, &[Key::Name("steps")], 0, &write::step(&step, "        "));
            let file = scenario_file::read(&text).unwrap_or_else(|error| panic!("{error}\n{text}"));
            assert_eq!(file.steps.first().map(Kind::of), Some(kind));
        }
    }
}
