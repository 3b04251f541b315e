//! Response codes: words in brackets at the start of a reply (RFC 2449 §8, RFC 3206, RFC 6856 §5).

use super::Code;
use super::Report;
use super::capabilities::Capabilities;
use super::look::Answer;
use super::look::Look;
use super::look::is_login;
use crate::proto::Keyword;

pub(super) fn look(look: &Look<'_>, capabilities: &Capabilities, report: &mut Report) {
    let Some(answer) = look.answer() else { return };
    let Some(found) = answer.status.response_code() else { return };
    let mut levels = found.split('/');
    let code = match (levels.next(), levels.next()) {
        (Some("IN-USE"), _) => Code::InUse,
        (Some("LOGIN-DELAY"), _) => Code::LoginDelayed,
        (Some("SYS"), Some("TEMP")) => Code::TemporaryFailure,
        (Some("SYS"), Some("PERM")) => Code::PermanentFailure,
        (Some("AUTH"), _) => Code::CredentialsRefused,
        (Some("UTF8"), _) => Code::Utf8Needed,
        // Where no response codes are announced, brackets are text like any other.
        (_, _) if capabilities.announces("RESP-CODES") == Some(true) => Code::UnknownResponseCode,
        (_, _) => return,
    };
    if code == Code::UnknownResponseCode || has_place(code, &answer) {
        report.add(look.place, code);
    } else {
        report.add(look.place, Code::MisplacedResponseCode);
    }
    if capabilities.announces("RESP-CODES") == Some(false) {
        report.add(look.place, Code::ResponseCodeUnannounced);
    }
}

/// Whether a code may stand in the reply to this command: with -ERR, and each for its commands.
fn has_place(code: Code, answer: &Answer<'_>) -> bool {
    let Some(keyword) = answer.line.keyword else { return !answer.is_positive() };
    let commands = match code {
        Code::InUse => is_login(keyword) && keyword != Keyword::User,
        Code::LoginDelayed | Code::CredentialsRefused => is_login(keyword),
        Code::Utf8Needed => matches!(keyword, Keyword::List | Keyword::Top | Keyword::Retr),
        _ => true, // [SYS/TEMP] and [SYS/PERM] have their place in every negative reply.
    };
    commands && !answer.is_positive()
}
