//! TLS: offered, refused, begun, and what must not happen around it (RFC 2595 §4, RFC 6856 §2.1, RFC 8314 §3.1 and §5.2).

use super::Code;
use super::Report;
use super::capabilities::Capabilities;
use super::look::Look;
use super::look::gives_password;
use crate::proto::Command;
use crate::proto::Keyword;
use crate::proto::Phase;
use crate::proto::Side;
use crate::proto::utterance::Cover;
use crate::proto::utterance::Meaning;
use crate::session::Fact;
use crate::session::timeline::Said;
use crate::session::timeline::What;

/// The port of POP3 over TLS (RFC 8314 §3.1).
const TLS_PORT: u16 = 995;

/// What is kept of TLS in a session.
#[derive(Debug, Default)]
pub(super) struct Tls {
    /// The last command was STLS, and its reply has not come.
    asked: bool,
    /// STLS was refused.
    refused: bool,
    /// STLS was accepted: whether the first octets of the client and of the server are still to come.
    due: [bool; 2],
}

impl Tls {
    pub(super) fn look(&mut self, look: &Look<'_>, capabilities: &Capabilities, report: &mut Report) {
        if look.greeting().is_some() && look.standing.port == TLS_PORT && look.is_clear() {
            report.add(look.place, Code::ClearOnTlsPort);
        }
        if let What::Fact(Fact::Meddled(_)) = look.step.what {
            report.add(look.place, Code::StlsStripped);
        }
        self.look_at_command(look, capabilities, report);
        if let Some(answer) = look.answer().filter(|answer| answer.line.keyword == Some(Keyword::Stls)) {
            self.asked = false;
            if answer.is_positive() {
                self.due = [true; 2];
            } else if look.standing.phase == Some(Phase::Authorization) && !look.standing.tls {
                self.refused = true;
                report.add(look.place, Code::StlsRefused);
            }
        }
        if let Some(said) = look.said().filter(|said| said.meaning == Meaning::Opaque && said.cover == Cover::Clear) {
            let first = match said.side {
                Side::Client => &mut self.due[0],
                Side::Server => &mut self.due[1],
            };
            if std::mem::take(first) && look.standing.whole && !is_record(said) {
                report.add(look.place, Code::ClearAfterStls);
            }
        }
    }

    fn look_at_command(&mut self, look: &Look<'_>, capabilities: &Capabilities, report: &mut Report) {
        let Some(line) = look.command() else { return };
        if self.asked && look.standing.is_waiting() && look.standing.whole {
            report.add(look.place, Code::CommandBehindStls);
        }
        if line.command == Ok(Command::Stls) {
            self.asked = true;
            if look.standing.tls || !look.is_clear() {
                report.add(look.place, Code::StlsInTls);
            }
            if look.standing.utf8 {
                report.add(look.place, Code::StlsAfterUtf8);
            }
        }
        if look.is_clear() && gives_password(line) {
            if self.refused {
                report.add(look.place, Code::ClearAfterRefusedStls);
            } else if capabilities.announces("STLS") == Some(true) {
                report.add(look.place, Code::ClearThoughStls);
            }
        }
    }
}

/// Whether octets begin with a record of TLS (RFC 8446 §5.1): its type, and the 3 of its version.
fn is_record(said: &Said) -> bool {
    matches!(&*said.raw, [0x14..=0x18, 0x03, ..] | [0x14..=0x18])
}
