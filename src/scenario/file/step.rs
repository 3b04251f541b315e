//! The steps of a file: what happens, what is said, and what is expected in return.

use std::fmt;

use serde::Deserialize;
use serde::Deserializer;
use serde::de::Error as _;
use serde::de::SeqAccess;
use serde::de::Visitor;

use super::DeathFile;
use super::LineFile;
use super::MessageFile;
use crate::proto::Protocol;
use crate::scenario::octets::Octets;
use crate::scenario::place::Key;

/// A step.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub enum StepFile {
    /// From here on this client acts.
    On(String),
    /// Opens a connection and hears the greeting.
    Connect,
    /// The same with the server of another protocol.
    ConnectTo(Protocol),
    /// Sends a command.
    Send(SaidFile),
    /// Sends octets as they are.
    SendRaw(SaidFile),
    /// Sends a mail behind DATA: with the dots that SMTP puts before dots, and the one that ends it.
    SendMail(MessageFile),
    /// Sends several commands at once.
    Pipeline(Vec<String>),
    /// Sends text as the base64 of a SASL response.
    Base64(SaidFile),
    /// Computes and sends APOP.
    Apop(String, String),
    /// Computes and sends the response to a CRAM-MD5 challenge.
    CramMd5(String, String),
    /// Sends name and token of XOAUTH2.
    Xoauth2(String, String),
    /// Begins SCRAM-SHA-256 with a name.
    ScramFirst(String),
    /// Computes and sends the proof of SCRAM-SHA-256.
    ScramFinal(String),
    /// Checks the proof of the server, and ends SCRAM-SHA-256.
    ScramEnd,
    /// Looks at the oldest reply that nobody looked at.
    Expect(ExpectFile),
    /// Lets so many seconds pass.
    Advance(u64),
    /// Delivers a message.
    Deliver {
        /// To whom.
        user: String,
        /// The message.
        message: MessageFile,
    },
    /// The site takes a message away, outside of the protocol.
    SiteRemoves {
        /// From whom.
        user: String,
        /// Which.
        unique_id: String,
    },
    /// From here on the line of this client is another one.
    Line(LineFile),
    /// The line is lost.
    Drop,
    /// From here on the server is to die, once.
    Dies(DeathFile),
    /// The client resets the connection.
    Reset,
    /// The client closes the connection without QUIT.
    Close,
    /// The author says something.
    Note {
        /// English.
        en: String,
        /// Russian.
        ru: String,
    },
}

/// What a step has in common with others, for those who need not know them all.
#[derive(Clone, Copy, Debug)]
pub enum Content<'a> {
    /// Something is said, and perhaps something is expected in return.
    Said(SaidAs, &'a SaidFile),
    /// Only something is expected.
    Expected(&'a ExpectFile),
    /// A message comes, with the place in the step at which it stands.
    Message(Key<'static>, &'a MessageFile),
    /// What no other step has.
    Other,
}

/// How something that is said becomes octets on the wire.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum SaidAs {
    /// A line end comes behind it.
    Line,
    /// As it is.
    Octets,
    /// It is encoded, and a line end comes behind it.
    Base64,
}

/// What is expected of a reply.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(deny_unknown_fields)]
pub enum ExpectFile {
    /// A positive one.
    Ok,
    /// A negative one.
    Err,
    /// A challenge of AUTH, or another reply that asks for more.
    Challenge,
    /// Exactly this status line.
    Is(String),
    /// All lines, from the status line to the last before the terminator.
    Lines(Vec<String>),
    /// None.
    Nothing,
    /// None, and the connection is closed.
    Closed,
}

/// What a client says, and what it expects in return, if anything.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct SaidFile {
    /// What is said.
    pub octets: Vec<u8>,
    /// What is expected.
    pub expect: Option<ExpectFile>,
}

impl StepFile {
    /// What it has in common with other steps.
    #[must_use]
    pub fn content(&self) -> Content<'_> {
        match self {
            Self::Send(said) => Content::Said(SaidAs::Line, said),
            Self::SendRaw(said) => Content::Said(SaidAs::Octets, said),
            Self::Base64(said) => Content::Said(SaidAs::Base64, said),
            Self::Expect(expect) => Content::Expected(expect),
            Self::SendMail(message) => Content::Message(Key::Index(0), message),
            Self::Deliver { message, .. } => Content::Message(Key::Name("message"), message),
            Self::On(_)
            | Self::Connect
            | Self::ConnectTo(_)
            | Self::Pipeline(_)
            | Self::Apop(..)
            | Self::CramMd5(..)
            | Self::Xoauth2(..)
            | Self::ScramFirst(_)
            | Self::ScramFinal(_)
            | Self::ScramEnd
            | Self::Advance(_)
            | Self::SiteRemoves { .. }
            | Self::Line(_)
            | Self::Drop
            | Self::Dies(_)
            | Self::Reset
            | Self::Close
            | Self::Note { .. } => Content::Other,
        }
    }
}

impl<'de> Deserialize<'de> for SaidFile {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_tuple(2, SaidVisitor)
    }
}

struct SaidVisitor;

impl<'de> Visitor<'de> for SaidVisitor {
    type Value = SaidFile;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("what is said, and perhaps what is expected: (\"STAT\", Ok)")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<SaidFile, A::Error> {
        let Octets(octets) = seq.next_element()?.ok_or_else(|| A::Error::invalid_length(0, &self))?;
        let expect = seq.next_element()?;
        Ok(SaidFile { octets, expect })
    }
}

#[cfg(test)]
mod tests {
    use super::super::read;
    use super::*;

    fn steps(text: &str) -> Vec<StepFile> {
        let whole =
            format!("(title: (en: \"a\", ru: \"б\"), about: (en: \"a\", ru: \"б\"), users: [], steps: [{text}])");
        read(&whole).unwrap_or_else(|error| panic!("{error}")).steps
    }

    #[test]
    fn an_expectation_may_be_left_out() {
        let said = |step: &StepFile| match step {
            StepFile::Send(said) | StepFile::SendRaw(said) => said.clone(),
            other => panic!("{other:?}"),
        };
        let steps = steps(r#"Send("STAT"), Send("STAT", Ok), Send("STAT", Is("+OK 0 0")), SendRaw(b"\xff\r\n", Err)"#);
        let expected = [None, Some(ExpectFile::Ok), Some(ExpectFile::Is("+OK 0 0".into())), Some(ExpectFile::Err)];
        for (step, expect) in steps.iter().zip(expected) {
            assert_eq!(said(step).expect, expect);
        }
        assert_eq!(said(&steps[3]).octets, b"\xff\r\n");
    }

    #[test]
    fn steps_are_short() {
        let text = r#"On("phone"), Connect, Expect(Ok), Advance(600), Pipeline(["STAT", "QUIT"]), Apop("a", "b"),
            Deliver(user: "amy", message: Generated(octets: 120, subject: "x")), Drop, Note(en: "a", ru: "б")"#;
        assert_eq!(steps(text).len(), 9);
    }
}
