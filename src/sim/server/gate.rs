//! The gate: whether a line is a command, and whether the law allows it here.

use crate::proto::Command;
use crate::proto::CommandError;
use crate::proto::Keyword;
use crate::proto::Phase;
use crate::proto::command::CommandLine;
use crate::proto::line::LineEnd;
use crate::proto::rules;
use crate::proto::rules::Needs;
use crate::session::Time;
use crate::sim::Profile;
use crate::sim::profile::Policy;
use crate::sim::server::Answer;
use crate::sim::server::Site;
use crate::sim::server::answer::Refusal;
use crate::sim::template::Values;

/// A line as it reaches the server.
#[derive(Clone, Copy, Debug)]
pub struct Heard<'a> {
    /// Its octets, line end included.
    pub line: &'a [u8],
    /// Whether the client has sent more behind it already.
    pub more: bool,
    /// When it arrived.
    pub now: Time,
}

/// Lets a line through as a command, or says why not.
///
/// `pending` tells whether a USER was accepted right before.
pub fn admit(line: &CommandLine, phase: Phase, pending: bool, profile: &Profile) -> Result<Command, Refusal> {
    if profile.has(Keyword::Capa) && line.too_long() {
        return Err(Refusal::TooLong);
    }
    // A goodbye is heard all the same: -ERR would tell that something marked is left (RFC 1939 §6).
    let goodbye = line.keyword == Some(Keyword::Quit);
    if line.end == LineEnd::Lf && profile.bare_line_feed == Policy::Refuse && !goodbye {
        return Err(Refusal::BareLineFeed);
    }
    let Some(keyword) = line.keyword.filter(|keyword| profile.has(*keyword)) else { return Err(Refusal::Unknown) };
    let rule = rules::find(phase, keyword).ok_or(Refusal::WrongState)?;
    match rule.needs {
        Needs::AcceptedUser if !pending => return Err(Refusal::UserFirst),
        Needs::NoPendingUser if pending => return Err(Refusal::PassNext),
        Needs::AcceptedUser | Needs::NoPendingUser | Needs::Nothing => (),
    }
    let command = line.command.clone().map_err(Refusal::Malformed)?;
    // Forty characters came with RFC 1725 and lost their meaning where CAPA allows 255 octets (RFC 2449 §4).
    if profile.generation.limits_arguments() && !profile.has(Keyword::Capa) {
        command.check_lengths().map_err(Refusal::Malformed)?;
    }
    Ok(command)
}

/// Says no to a line.
#[must_use]
pub fn refuse(site: &Site, line: &CommandLine, phase: Phase, refusal: Refusal) -> Answer {
    let values = Values {
        host: site.profile.host.clone(),
        keyword: line.keyword.map_or_else(String::new, |keyword| keyword.to_string()),
        state: phase.to_string(),
        problem: match refusal {
            Refusal::BareLineFeed => "a line ends with CR LF".to_owned(),
            Refusal::Malformed(error) => problem(line, error),
            Refusal::TooLong
            | Refusal::Unknown
            | Refusal::WrongState
            | Refusal::UserFirst
            | Refusal::PassNext
            | Refusal::Ahead => String::new(),
        },
        ..Values::default()
    };
    Answer { refusal: Some(refusal), ..Answer::say(site, refusal.phrase(), &values) }
}

fn problem(line: &CommandLine, error: CommandError) -> String {
    match line.keyword {
        Some(keyword) => format!("{keyword}: {error}"),
        None => error.to_string(),
    }
}
