//! Logins: passwords in the clear, timestamps, guessing, SASL lines (RFC 1939 §4, §7 and §13, RFC 5034 §4).

use std::collections::BTreeSet;

use super::Code;
use super::Report;
use super::look::Answer;
use super::look::Look;
use super::look::gives_password;
use crate::proto::Command;
use crate::proto::Keyword;
use crate::proto::Phase;
use crate::proto::auth::apop_timestamp;
use crate::proto::auth::decode_base64;
use crate::proto::scram::read_server_final;
use crate::proto::utterance::Meaning;

/// So many refused logins in one session look like guessing.
const MANY: u32 = 3;

/// The timestamps of all greetings of a timeline: each must be another (RFC 1939 §7).
pub(super) type Timestamps = BTreeSet<Vec<u8>>;

/// What is kept of the logins of a session.
#[derive(Debug, Default)]
pub(super) struct Logins {
    /// Whether the greeting came without a timestamp.
    no_timestamp: bool,
    refused: u32,
    /// The step of the USER that was accepted last.
    user: Option<usize>,
    /// The steps of the USER and PASS that were refused last.
    failed: Option<(usize, usize)>,
    /// The client called off the AUTH that is going on.
    cancelled: bool,
    /// The server has proved itself in the SCRAM that is going on.
    proved: bool,
}

impl Logins {
    pub(super) fn look(&mut self, look: &Look<'_>, timestamps: &mut Timestamps, report: &mut Report) {
        self.look_at_greeting(look, timestamps, report);
        self.look_at_command(look, report);
        self.look_at_sasl(look, report);
        if let Some(answer) = look.answer() {
            self.look_at_answer(look, &answer, report);
        }
    }

    fn look_at_greeting(&mut self, look: &Look<'_>, timestamps: &mut Timestamps, report: &mut Report) {
        let Some(greeting) = look.greeting() else { return };
        let text = &greeting.text;
        if let Some(timestamp) = apop_timestamp(text) {
            if !timestamps.insert(timestamp.to_vec()) {
                report.add(look.place, Code::RepeatedTimestamp);
            }
            return;
        }
        self.no_timestamp = true;
        let opened = text.iter().position(|octet| *octet == b'<');
        if opened.is_some_and(|open| text[open..].contains(&b'>')) {
            report.add(look.place, Code::MalformedTimestamp);
        }
    }

    fn look_at_command(&mut self, look: &Look<'_>, report: &mut Report) {
        let Some(line) = look.command() else { return };
        self.cancelled = false;
        self.proved = false;
        if look.is_clear() && gives_password(line) {
            report.add(look.place, Code::CleartextPassword);
        }
        match &line.command {
            Ok(Command::Apop { .. }) => {
                report.add(look.place, Code::ApopMd5);
                if self.no_timestamp && look.standing.whole {
                    report.add(look.place, Code::ApopWithoutTimestamp);
                }
            }
            Ok(Command::Auth { initial_response: Some(response), .. }) => {
                if !is_base64(response.reveal()) && response.reveal() != b"=" {
                    report.add(look.place, Code::NotBase64);
                }
            }
            Ok(Command::Pass { .. }) => {
                let again = self.user.zip(self.failed).is_some_and(|(user, (failed_user, failed_pass))| {
                    let raw = |place: usize| look.timeline.steps().get(place)?.said().map(|said| &*said.raw);
                    raw(user) == raw(failed_user) && look.said().map(|said| &*said.raw) == raw(failed_pass)
                });
                if again {
                    report.add(look.place, Code::SamePasswordAgain);
                }
            }
            Ok(_) | Err(_) => (),
        }
    }

    fn look_at_sasl(&mut self, look: &Look<'_>, report: &mut Report) {
        let Some(said) = look.said() else { return };
        let line = said.first_line();
        match &said.meaning {
            Meaning::SaslResponse { .. } if line == b"*" => self.cancelled = true,
            Meaning::SaslResponse { .. } if !is_base64(line) => report.add(look.place, Code::NotBase64),
            Meaning::Challenge { status, .. } if !is_base64(&status.text) => report.add(look.place, Code::NotBase64),
            Meaning::Challenge { status, .. } => {
                self.proved |= decode_base64(&status.text).is_some_and(|text| read_server_final(&text).is_some());
            }
            Meaning::Greeting(_)
            | Meaning::Command { .. }
            | Meaning::SaslResponse { .. }
            | Meaning::Reply { .. }
            | Meaning::Opaque
            | Meaning::Other(_)
            | Meaning::Stray
            | Meaning::Fragment => (),
        }
    }

    fn look_at_answer(&mut self, look: &Look<'_>, answer: &Answer<'_>, report: &mut Report) {
        let (Some(command), Some(keyword)) = (answer.command(), answer.line.keyword) else { return };
        let positive = answer.is_positive();
        if keyword == Keyword::User {
            if positive {
                self.user = Some(answer.asked_at);
            } else if look.standing.phase == Some(Phase::Authorization) && answer.status.response_code().is_none() {
                report.add(look.place, Code::UserRefused);
            }
        }
        let logs_in =
            matches!(command, Command::Pass { .. } | Command::Apop { .. } | Command::Auth { mechanism: Some(_), .. });
        let cancelled = std::mem::take(&mut self.cancelled) && keyword == Keyword::Auth;
        if cancelled && positive {
            report.add(look.place, Code::CancelAccepted);
        }
        let is_scram = matches!(command, Command::Auth { mechanism: Some(name), .. } if name.starts_with("SCRAM-"));
        if is_scram && positive && !self.proved && look.sure_answer().is_some() {
            report.add(look.place, Code::ScramUnproved);
        }
        if !logs_in || positive || cancelled || look.standing.phase == Some(Phase::Transaction) {
            return;
        }
        report.add(look.place, Code::LoginRefused);
        if keyword == Keyword::Pass {
            self.failed = self.user.map(|user| (user, answer.asked_at));
        }
        // A maildrop in use or trouble of the server says nothing against the password.
        if answer.status.response_code().is_none_or(|code| code.split('/').next() == Some("AUTH")) {
            self.refused = self.refused.saturating_add(1);
            if self.refused == MANY {
                report.add(look.place, Code::PasswordGuessing);
            }
        }
    }
}

/// Whether a line is base64: four characters each, filled up at the end (RFC 4648 §4). Empty is base64 too.
fn is_base64(line: &[u8]) -> bool {
    let padding = line.iter().rev().take_while(|octet| **octet == b'=').count();
    let digits = &line[..line.len() - padding];
    let alphabet = digits.iter().all(|octet| octet.is_ascii_alphanumeric() || b"+/".contains(octet));
    alphabet && padding <= 2 && line.len().is_multiple_of(4)
}
