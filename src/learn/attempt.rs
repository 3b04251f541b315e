//! An attempt: a scenario, and what a student types behind it, played anew from the start.

use std::time::Duration;

use crate::proto::Protocol;
use crate::proto::auth::encode_base64;
use crate::proto::secret::Secret;
use crate::scenario::Scenario;
use crate::scenario::file::ExpectFile;
use crate::scenario::place::Place;
use crate::scenario::plan::Action;
use crate::scenario::plan::Step;
use crate::scenario::run;
use crate::session::Timeline;
use crate::session::event::Closing;
use crate::sim::Truth;
use crate::sim::client::Client;
use crate::sim::world::ClientId;

/// Lines that are typed in one attempt at most.
pub const MAX_LINES: usize = 200;
/// Octets of a line at most: a command has 255.
pub const MAX_LINE: usize = 1024;
/// Seconds that one wait takes at most.
const MAX_WAIT: u64 = 24 * 3600;

/// What came of an attempt.
#[derive(Clone, Debug)]
pub struct Attempt {
    /// All that happened, from the start of the scenario on.
    pub timeline: Timeline,
    /// How many of its steps were there before the student began.
    pub given: usize,
    /// What is true at its end.
    pub truth: Truth,
}

/// Why a typed line is not played.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum TypedError {
    /// There are too many of them.
    #[error("more than {MAX_LINES} lines")]
    TooMany,
    /// It is too long.
    #[error("line {0} has more than {MAX_LINE} octets")]
    TooLong(usize),
    /// It is more than a line.
    #[error("line {0} holds control characters")]
    NotALine(usize),
    /// It begins with a slash, and is none of the words that do.
    #[error(
        "line {0}: /connect, /drop, /close, /wait SECONDS, /as CLIENT, /apop NAME SECRET and /base64 TEXT are known"
    )]
    UnknownWord(usize),
    /// There is no such client.
    #[error("line {line}: there is no client {name}")]
    NoSuchClient {
        /// Which line.
        line: usize,
        /// The name.
        name: String,
    },
}

/// Plays a scenario and what was typed behind it.
///
/// A typed line is sent as it is, with CR LF. A line that begins with a slash does what no line of POP3 can: `/connect`,
/// `/drop`, `/close`, `/wait 600`, `/as phone`, `/apop name secret`, `/base64 text`.
pub fn play(scenario: &Scenario, typed: &[String]) -> Result<Attempt, TypedError> {
    let given = run(scenario).timeline().len();
    let mut whole = scenario.clone();
    let client = scenario.steps.last().map_or(ClientId(0), |step| step.client);
    whole.steps.extend(steps(scenario, client, typed)?);
    let run = run(&whole);
    let truth = run.truths.last().cloned().unwrap_or_default();
    let timeline = run.timeline();
    Ok(Attempt { given: given.min(timeline.len()), timeline, truth })
}

/// The steps that typed lines stand for.
fn steps(scenario: &Scenario, mut client: ClientId, typed: &[String]) -> Result<Vec<Step>, TypedError> {
    if MAX_LINES < typed.len() {
        return Err(TypedError::TooMany);
    }
    let mut steps = Vec::new();
    for (number, line) in (1..).zip(typed) {
        if MAX_LINE < line.len() {
            return Err(TypedError::TooLong(number));
        }
        if line.contains(char::is_control) {
            return Err(TypedError::NotALine(number));
        }
        let action = match line.strip_prefix('/') {
            None => Action::Send(format!("{line}\r\n").into_bytes()),
            Some(word) => match word.split_once(' ').unwrap_or((word, "")) {
                ("connect", "") => Action::Connect(Protocol::Pop3),
                ("drop", "") => Action::End(Closing::LineLost),
                ("close", "") => Action::End(Closing::Finished(crate::proto::Side::Client)),
                ("wait", seconds) => match seconds.trim().parse() {
                    Ok(seconds) if seconds <= MAX_WAIT => Action::Advance(Duration::from_secs(seconds)),
                    Ok(_) | Err(_) => return Err(TypedError::UnknownWord(number)),
                },
                ("apop", rest) => match rest.split_once(' ') {
                    Some((name, secret)) => Action::Apop { name: name.to_owned(), secret: Secret::new(secret) },
                    None => return Err(TypedError::UnknownWord(number)),
                },
                ("base64", text) => {
                    let line = encode_base64(text.replace("\\0", "\0").as_bytes());
                    Action::Send(format!("{line}\r\n").into_bytes())
                }
                ("as", name) => {
                    let named = |client: &Client| client.name.as_deref() == Some(name);
                    let Some(found) = scenario.clients.iter().position(named) else {
                        return Err(TypedError::NoSuchClient { line: number, name: name.to_owned() });
                    };
                    client = ClientId(found);
                    continue;
                }
                (_, _) => return Err(TypedError::UnknownWord(number)),
            },
        };
        // A typed line stands in no file: its place is its number.
        let place = Place { line: u32::try_from(number).unwrap_or(u32::MAX), column: 1 };
        steps.push(Step { place, client, action });
        if line == "/connect" {
            steps.push(Step { place, client, action: Action::Expect(ExpectFile::Ok) });
        }
    }
    Ok(steps)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::Cursor;

    fn scenario() -> Scenario {
        let text = r#"(title: (en: "a", ru: "б"), about: (en: "a", ru: "б"),
            users: [(name: "amy", password: "x", messages: [Text("Subject: a\n\nb\n")])],
            steps: [Connect, Send("USER amy", Ok), Send("PASS x", Ok)])"#;
        Scenario::parse("x.ron", text).expect("a scenario")
    }

    fn typed(lines: &[&str]) -> Vec<String> {
        lines.iter().map(|line| (*line).to_owned()).collect()
    }

    #[test]
    fn what_is_typed_follows_what_was_given() {
        let before = play(&scenario(), &[]).expect("nothing typed");
        assert_eq!(before.given, before.timeline.len());
        let attempt = play(&scenario(), &typed(&["DELE 1", "QUIT", "/connect", "USER amy"])).expect("an attempt");
        assert_eq!(attempt.given, before.given);
        assert_eq!(attempt.timeline.steps()[..attempt.given].len(), before.timeline.len());
        assert_eq!(attempt.truth.maildrops[0].unique_ids.len(), 0, "QUIT removed it");
        assert_eq!(attempt.truth.sessions.len(), 2);
        assert_eq!(attempt.timeline.snapshot(Cursor(usize::MAX)).sessions.len(), 2);
    }

    #[test]
    fn what_cannot_be_played_is_said() {
        let error = |lines: &[&str]| play(&scenario(), &typed(lines)).expect_err("an error");
        assert_eq!(error(&["NOOP", "/fly"]), TypedError::UnknownWord(2));
        assert_eq!(error(&["/wait 999999999999999999"]), TypedError::UnknownWord(1));
        assert_eq!(error(&["NOOP\r\nQUIT"]), TypedError::NotALine(1));
        assert_eq!(error(&["/as phone"]), TypedError::NoSuchClient { line: 1, name: "phone".to_owned() });
        assert_eq!(error(&[&"x".repeat(MAX_LINE + 1)]), TypedError::TooLong(1));
        assert_eq!(error(&vec!["NOOP"; MAX_LINES + 1]), TypedError::TooMany);
    }
}
