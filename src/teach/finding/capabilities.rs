//! Capabilities: what CAPA lists, and whether it is true (RFC 2449 §5 and §6, RFC 5034 §3).

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use super::Code;
use super::Report;
use super::look::Answer;
use super::look::Look;
use crate::proto::Command;
use crate::proto::Keyword;
use crate::proto::Phase;
use crate::proto::capability::Capability;
use crate::proto::line::lines;
use crate::proto::rules;

/// The most octets of a capability line, CR LF included (RFC 2449 §3).
const MAX_CAPABILITY: usize = 512;

/// How servers say that they do not know a command.
const UNKNOWN: [&[u8]; 8] = [
    b"unknown",
    b"unrecognized",
    b"unrecognised",
    b"not implemented",
    b"unimplemented",
    b"not supported",
    b"unsupported",
    b"invalid command",
];

/// The most octets of a status line that are searched for such words.
const MAX_SEARCHED: usize = 512;

/// What is kept of the capabilities of a session.
#[derive(Debug, Default)]
pub(super) struct Capabilities {
    /// The last list under the present cover, with its arguments; empty if CAPA was refused.
    known: Option<BTreeMap<String, Vec<String>>>,
    /// CAPA was refused: what the server has must be tried (RFC 2449 §5).
    refused: bool,
    /// Whether that list was told in AUTHORIZATION.
    before_login: bool,
    /// Commands were sent without waiting, and it was told.
    pipelining_told: bool,
}

impl Capabilities {
    /// Whether the server announces a capability. `None` while it has not been asked.
    pub(super) fn announces(&self, tag: &str) -> Option<bool> {
        self.known.as_ref().map(|known| known.contains_key(tag))
    }

    /// The words behind a capability that the server announces.
    pub(super) fn arguments(&self, tag: &str) -> Option<&[String]> {
        self.known.as_ref()?.get(tag).map(Vec::as_slice)
    }

    pub(super) fn look(&mut self, look: &Look<'_>, report: &mut Report) {
        self.look_at_command(look, report);
        let Some(answer) = look.answer() else { return };
        match answer.command() {
            Some(Command::Capa) => self.look_at_list(look, &answer, report),
            Some(Command::Stls) if answer.is_positive() => {
                self.look_at_truth(look, &answer, report);
                self.known = None; // It has to be asked anew (RFC 2595 §4).
            }
            Some(_) => self.look_at_truth(look, &answer, report),
            None => (),
        }
    }

    fn look_at_command(&mut self, look: &Look<'_>, report: &mut Report) {
        let Some(line) = look.command() else { return };
        let standing = look.standing;
        if standing.is_sure() && standing.is_waiting() && !standing.quit && !self.pipelining_told {
            self.pipelining_told = true;
            if self.announces("PIPELINING") != Some(true) {
                report.add(look.place, Code::PipeliningUnannounced);
            }
        }
        if let Ok(Command::Auth { mechanism: Some(_), initial_response }) = &line.command
            && self.announces("SASL") == Some(false)
        {
            let initial = initial_response.is_some();
            report.add(look.place, if initial { Code::InitialResponseUnannounced } else { Code::AuthUnannounced });
        }
    }

    fn look_at_list(&mut self, look: &Look<'_>, answer: &Answer<'_>, report: &mut Report) {
        if !answer.is_positive() {
            report.add(look.place, Code::CapaRefused);
            self.known = Some(BTreeMap::new());
            self.refused = true;
            return;
        }
        let Some((_, wire)) = answer.whole_block() else { return };
        let mut listed = BTreeMap::new();
        for (line, end) in lines(wire) {
            let mut add = |code| report.add(look.place, code);
            if MAX_CAPABILITY < line.len() + end.octets() {
                add(Code::CapabilityTooLong);
            }
            match Capability::read(line) {
                Some(capability) if line.first() != Some(&b' ') && line.is_ascii() => {
                    look_at_capability(look, &capability, &mut add);
                    if listed.insert(capability.tag, capability.arguments).is_some() {
                        add(Code::RepeatedCapability);
                    }
                }
                Some(_) | None => add(Code::MalformedCapability),
            }
        }
        if wire.is_empty() {
            report.add(look.place, Code::EmptyCapa);
        }
        let at_work = look.standing.phase == Some(Phase::Transaction) && look.standing.is_sure();
        if let Some(before) = self.known.as_ref().filter(|_| at_work && self.before_login && !self.refused) {
            compare(before, &listed, &mut |code| report.add(look.place, code));
        }
        self.before_login = look.standing.phase == Some(Phase::Authorization);
        self.known = Some(listed);
        self.refused = false;
    }

    /// Whether a reply agrees with what was announced.
    fn look_at_truth(&self, look: &Look<'_>, answer: &Answer<'_>, report: &mut Report) {
        let Some(known) = self.known.as_ref().filter(|_| !self.refused && look.sure_answer().is_some()) else { return };
        let Some(keyword) = answer.line.keyword else { return };
        let tag = match (keyword, answer.command()) {
            (Keyword::Top, _) => "TOP",
            (Keyword::Uidl, _) => "UIDL",
            (Keyword::Stls, _) => "STLS",
            (Keyword::Utf8, _) => "UTF8",
            (Keyword::Lang, _) => "LANG",
            // Only PASS shows that USER and PASS work: a server may say yes to any name.
            (Keyword::Pass, _) if answer.is_positive() => "USER",
            (Keyword::User, _) if !answer.is_positive() => "USER",
            (Keyword::Auth, Some(Command::Auth { mechanism: Some(_), .. })) if answer.is_positive() => "SASL",
            (_, _) => return,
        };
        let allowed = look.standing.phase.is_some_and(|phase| rules::find(phase, keyword).is_some());
        let announced = known.contains_key(tag);
        if answer.is_positive() && !announced {
            report.add(look.place, Code::UnannouncedCommand);
        } else if !answer.is_positive() && announced && allowed && is_unknown(&answer.status.text) {
            report.add(look.place, Code::CapabilityRefused);
        }
    }
}

fn look_at_capability(look: &Look<'_>, capability: &Capability, add: &mut impl FnMut(Code)) {
    let first = capability.arguments.first().map(String::as_str);
    if capability.clause().is_none() && !capability.tag.starts_with('X') {
        add(Code::UnknownCapability);
    }
    match capability.tag.as_str() {
        "SASL" if first.is_none() => add(Code::SaslWithoutMechanism),
        "EXPIRE" if first == Some("0") => add(Code::ExpireZero),
        "STLS" if look.standing.tls || !look.is_clear() => add(Code::StlsAnnouncedInTls),
        _ => (),
    }
}

/// Compares the list of AUTHORIZATION with that of TRANSACTION (RFC 2449 §5).
fn compare(before: &BTreeMap<String, Vec<String>>, now: &BTreeMap<String, Vec<String>>, add: &mut impl FnMut(Code)) {
    for (tag, arguments) in before {
        // STLS says that the command is permitted in the present state (RFC 2595 §4).
        if tag == "STLS" {
            continue;
        }
        match now.get(tag) {
            None => add(Code::CapabilityVanishes),
            Some(later) => {
                let may_differ = match tag.as_str() {
                    "EXPIRE" | "LOGIN-DELAY" => arguments.iter().any(|word| word.eq_ignore_ascii_case("USER")),
                    "SASL" => same_words(arguments, later),
                    _ => true,
                };
                if arguments != later && !may_differ {
                    add(Code::CapabilityDiffers);
                }
            }
        }
    }
}

fn same_words(some: &[String], others: &[String]) -> bool {
    some.iter().collect::<BTreeSet<_>>() == others.iter().collect::<BTreeSet<_>>()
}

/// Whether a refusal says that the command is not known. A server may refuse for many other reasons.
fn is_unknown(text: &[u8]) -> bool {
    let text = text[..text.len().min(MAX_SEARCHED)].to_ascii_lowercase();
    UNKNOWN.iter().any(|word| memchr::memmem::find(&text, word).is_some())
}
