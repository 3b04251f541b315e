//! A session that was recorded, as the text of a scenario: what its client said, before a server and a maildrop like
//! those that it had.
//!
//! Logins are written so that they are right before any server. Without leave no password is written: another one
//! takes its place, in the login and in the maildrop.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use crate::proto::Command;
use crate::proto::Protocol;
use crate::proto::Side;
use crate::proto::auth::Plain;
use crate::proto::auth::cram_md5_name;
use crate::proto::auth::decode_base64;
use crate::proto::auth::encode_base64;
use crate::proto::auth::xoauth2_name;
use crate::proto::scram;
use crate::proto::utterance::Cover;
use crate::proto::utterance::Meaning;
use crate::scenario::Scenario;
use crate::scenario::branch::save::literal;
use crate::scenario::run;
use crate::session::ConnectionId;
use crate::session::Cursor;
use crate::session::SessionState;
use crate::session::Timeline;
use crate::session::event::Closing;
use crate::session::fact::Narration;
use crate::session::timeline::Said;
use crate::session::timeline::What;

/// What stands in place of a password that opened a maildrop.
const PASSWORD: &str = "sesame";
/// What stands in place of one that did not.
const WRONG: &str = "wrong";
/// Who has the maildrop if nobody was named.
const SOMEBODY: &str = "amy";
/// Messages that are written at most.
const MAX_MESSAGES: usize = 1000;
/// The octets of a message of which only the size is known: no fewer, so that it has a head, and no more.
const SIZES: std::ops::RangeInclusive<u64> = 200..=1_000_000;
/// The longest message that is written as it was.
const MAX_TEXT: usize = 1 << 20;

/// The text of a scenario in which the first client of POP3 says what it said; `None` if there is none.
#[must_use]
pub fn recorded_scenario(timeline: &Timeline, title: &Narration, with_passwords: bool) -> Option<String> {
    let place = timeline.connections().iter().position(|connection| connection.protocol == Protocol::Pop3)?;
    let id = ConnectionId(u32::try_from(place).ok()?);
    let writer = Writer::new(timeline, id, with_passwords);
    // Our server may answer otherwise than the real one: then nothing is expected of it.
    let texts = [true, false].map(|expects| writer.text(title, expects));
    let plays =
        |text: &&String| Scenario::parse("recorded.ron", text).is_ok_and(|scenario| run(&scenario).failures.is_empty());
    texts.iter().find(plays).or(texts.last()).cloned()
}

struct Writer<'a> {
    timeline: &'a Timeline,
    id: ConnectionId,
    said: Vec<&'a Said>,
    with_passwords: bool,
    end: Option<SessionState>,
}

/// What is said, as steps of a file, each with whether a reply to it is due.
struct Step(String, bool);

impl<'a> Writer<'a> {
    fn new(timeline: &'a Timeline, id: ConnectionId, with_passwords: bool) -> Self {
        let of_client = timeline.steps().iter().filter(|step| step.connection == Some(id));
        let said = of_client.filter_map(|step| step.said()).collect();
        let end = timeline.snapshot(Cursor(usize::MAX)).session(id).cloned();
        Self { timeline, id, said, with_passwords, end }
    }

    fn text(&self, title: &Narration, expects: bool) -> String {
        let mut text = String::from("// A recorded session. Its replies come from the simulated server.\nScenario(\n");
        let both = |en: &str, ru: &str| format!("(en: {}, ru: {})", literal(en.as_bytes()), literal(ru.as_bytes()));
        let mut line = |name: &str, value: &str| {
            let _ = writeln!(text, "    {name}: {value},"); // Writing to a String cannot fail.
        };
        line("title", &both(&title.en, &title.ru));
        line("about", &both("What a client said to a real server.", "Что клиент говорил настоящему серверу."));
        if let Some(start) = self.timeline.start() {
            let start = jiff::Timestamp::from_nanosecond(start.nanos().into()).unwrap_or_default();
            line("start", &format!("\"{}\"", start.strftime("%Y-%m-%dT%H:%M:%SZ")));
        }
        line("server", &self.server());
        line("users", &format!("[{}]", self.users()));
        let mut steps = String::from("[\n");
        for step in self.steps(expects) {
            let _ = writeln!(steps, "        {step},");
        }
        line("steps", &(steps + "    ]"));
        text.push_str(")\n");
        text
    }

    // ---- the server and its maildrops

    fn server(&self) -> String {
        let commands = || self.said.iter().filter_map(|said| said.command()?.command.as_ref().ok());
        let mut fields = Vec::new();
        if commands().any(|command| matches!(command, Command::Apop { .. })) {
            fields.push("apop: true".to_owned());
        }
        let used: BTreeSet<&str> = commands()
            .filter_map(|command| match command {
                Command::Auth { mechanism: Some(name), .. } => known(name),
                _ => None,
            })
            .collect();
        if !used.is_empty() {
            fields.push(format!("mechanisms: [{}]", used.into_iter().collect::<Vec<_>>().join(", ")));
        }
        if self.said.first().is_some_and(|said| said.cover == Cover::Tls) {
            fields.push("tls: Implicit".to_owned());
        } else if commands().any(|command| *command == Command::Stls) {
            fields.push("tls: Stls".to_owned());
        }
        format!("({})", fields.join(", "))
    }

    fn users(&self) -> String {
        let user = self.end.as_ref().and_then(|end| end.user.as_deref()).unwrap_or(SOMEBODY);
        let right = self.said.iter().find_map(|said| match said.command()?.command.as_ref().ok()? {
            Command::Pass { secret } if self.with_passwords && self.is_positive(said) => {
                Some(String::from_utf8_lossy(secret.reveal()).into_owned())
            }
            _ => None,
        });
        let password = literal(right.unwrap_or_else(|| PASSWORD.to_owned()).as_bytes());
        let name = literal(user.as_bytes());
        // A user has a password or a secret, not both (RFC 1939 §13).
        let by_digest = |said: &Said| match said.command().map(|line| &line.command) {
            Some(Ok(Command::Apop { .. })) => true,
            Some(Ok(Command::Auth { mechanism: Some(name), .. })) => name == "CRAM-MD5",
            _ => false,
        };
        let field = if self.said.iter().any(|said| by_digest(said)) { "secret" } else { "password" };
        let mut text = format!("(name: {name}, {field}: {password}, token: {password}, messages: [");
        for message in self.messages() {
            let _ = write!(text, "\n        {message},");
        }
        text + "])"
    }

    fn messages(&self) -> Vec<String> {
        let Some(maildrop) = self.end.as_ref().map(|end| &end.maildrop) else { return Vec::new() };
        let count = maildrop.rows().max(maildrop.count.map_or(0, |count| count as usize)).min(MAX_MESSAGES);
        let mut known_ids = BTreeSet::new();
        (1..=count)
            .map(|number| {
                let number = u32::try_from(number).unwrap_or(u32::MAX);
                let known = maildrop.messages().find(|(other, _)| other.get() == number).map(|(_, message)| message);
                let unique_id = known.and_then(|message| message.unique_id.as_ref()).map(ToString::to_string);
                let unique_id = unique_id.filter(|id| known_ids.insert(id.clone()));
                let unique_id = unique_id.map(|id| format!(", unique_id: {}", literal(id.as_bytes())));
                let unique_id = unique_id.unwrap_or_default();
                match self.message(number) {
                    Some(text) => format!("Mail(text: {}{unique_id})", literal(text.as_bytes())),
                    None => {
                        let size = known.and_then(|message| message.octets).unwrap_or(*SIZES.start());
                        let size = size.clamp(*SIZES.start(), *SIZES.end());
                        format!("Generated(octets: {size}, subject: \"Message {number}\"{unique_id})")
                    }
                }
            })
            .collect()
    }

    /// A message that was fetched whole, if a file can hold it as it is.
    fn message(&self, number: u32) -> Option<String> {
        let fetched = self.said.iter().find_map(|said| {
            let Ok(Command::Retr { message }) = said.command()?.command.as_ref() else { return None };
            let reply = self.timeline.steps().get(said.partner?)?.said().filter(|_| message.get() == number)?;
            reply.delivered().filter(|_| reply.block().is_some_and(|block| block.is_complete()))
        })?;
        let text = String::from_utf8(fetched).ok().filter(|text| text.len() <= MAX_TEXT)?;
        let lines = text.replace("\r\n", "\n");
        let plain = lines.ends_with('\n') && !lines.starts_with('\n') && !lines.contains('\r');
        (plain && lines.matches('\n').count() == text.matches("\r\n").count()).then_some(lines)
    }

    // ---- the client

    fn steps(&self, expects: bool) -> Vec<String> {
        let mut steps = vec!["Connect".to_owned()];
        if expects {
            steps.push("Expect(Ok)".to_owned());
        }
        for (place, said) in self.said.iter().enumerate().filter(|(_, said)| said.side == Side::Client) {
            let expected = self.expected(place);
            let Step(text, asks) = self.step(place, said);
            steps.push(text);
            if let Some(expected) = expected.filter(|_| expects && asks) {
                steps.push(format!("Expect({expected})"));
            }
        }
        let closing = self.timeline.steps().iter().filter(|step| step.connection == Some(self.id)).find_map(|step| {
            match &step.what {
                What::Closed(closing) => Some(*closing),
                _ => None,
            }
        });
        steps.extend(match closing {
            Some(Closing::Finished(Side::Client)) => Some("Close".to_owned()),
            Some(Closing::Reset(Side::Client)) => Some("Reset".to_owned()),
            Some(Closing::LineLost) => Some("Drop".to_owned()),
            Some(Closing::Finished(Side::Server) | Closing::Reset(Side::Server) | Closing::RecordingEnds) | None => {
                None
            }
        });
        steps
    }

    /// What came of something that was said: of a response the next words of the server, of a command its reply, or
    /// a challenge in its place.
    fn expected(&self, place: usize) -> Option<&'static str> {
        let number = match &self.said[place].meaning {
            Meaning::Command { exchange, .. } | Meaning::SaslResponse { exchange, .. } => *exchange,
            _ => return None,
        };
        self.said[place + 1..].iter().find_map(|said| match &said.meaning {
            Meaning::Challenge { exchange, .. } if *exchange == number => Some("Challenge"),
            Meaning::Reply { exchange: Some(exchange), status: Some(status), .. } if *exchange == number => {
                Some(if status.indicator.is_positive() { "Ok" } else { "Err" })
            }
            _ => None,
        })
    }

    fn is_positive(&self, said: &Said) -> bool {
        let reply = said.partner.and_then(|place| self.timeline.steps().get(place)?.said());
        reply.and_then(Said::status).is_some_and(|status| status.indicator.is_positive())
    }

    /// The password that is written for a login that went so.
    fn password(&self, real: &[u8], right: bool) -> String {
        match (self.with_passwords, right) {
            (true, _) => String::from_utf8_lossy(real).into_owned(),
            (false, true) => PASSWORD.to_owned(),
            (false, false) => WRONG.to_owned(),
        }
    }

    fn step(&self, place: usize, said: &Said) -> Step {
        let right = self.is_positive(said);
        let raw = || Step(format!("SendRaw({})", literal(&said.raw)), true);
        match &said.meaning {
            Meaning::Command { line, .. } => match &line.command {
                Ok(Command::Pass { secret }) => {
                    let line = format!("PASS {}", self.password(secret.reveal(), right));
                    Step(format!("Send({})", literal(line.as_bytes())), true)
                }
                Ok(Command::Apop { name, .. }) => {
                    let secret = if right { PASSWORD } else { WRONG };
                    Step(format!("Apop({}, \"{secret}\")", literal(name.as_bytes())), true)
                }
                Ok(Command::Auth { mechanism: Some(mechanism), initial_response: Some(first) }) => {
                    self.response(mechanism, first.reveal(), &[], right, true)
                }
                // The step that computes the first message says the command too.
                Ok(Command::Auth { mechanism: Some(mechanism), .. }) if mechanism == "XOAUTH2" => {
                    Step("SendRaw(\"AUTH XOAUTH2\\r\\n\")".to_owned(), true)
                }
                Ok(_) => Step(format!("Send({})", literal(said.first_line())), true),
                Err(_) => raw(),
            },
            Meaning::SaslResponse { exchange: number, .. } => {
                let auth = self.said[..place].iter().find_map(|said| match &said.meaning {
                    Meaning::Command { exchange, line } if exchange == number => Some((*said, line)),
                    _ => None,
                });
                let Some((command, line)) = auth else { return raw() };
                let Ok(Command::Auth { mechanism: Some(mechanism), .. }) = &line.command else { return raw() };
                let asked = self.said[..place].iter().rev().find_map(|said| match &said.meaning {
                    Meaning::Challenge { status, .. } => decode_base64(status.text.trim_ascii()),
                    _ => None,
                });
                let right = self.is_positive(command);
                self.response(mechanism, said.first_line(), &asked.unwrap_or_default(), right, false)
            }
            _ => raw(),
        }
    }

    /// A response of AUTH, made anew; with the command where it went with it.
    fn response(&self, mechanism: &str, response: &[u8], asked: &[u8], right: bool, with_command: bool) -> Step {
        let said = |line: String| {
            let line = if with_command { format!("AUTH {mechanism} {line}\r\n") } else { line + "\r\n" };
            Step(format!("SendRaw({})", literal(line.as_bytes())), true)
        };
        let secret = if right { PASSWORD } else { WRONG };
        let octets = decode_base64(response).unwrap_or_default();
        let named = |step: &str, name: Option<String>| {
            name.map(|name| Step(format!("{step}({}, \"{secret}\")", literal(name.as_bytes())), true))
        };
        let made = match mechanism {
            _ if response == b"*" => None,
            "PLAIN" => Plain::read(&octets).map(|plain| {
                let password = self.password(plain.password.reveal(), right);
                said(encode_base64(format!("\0{}\0{password}", plain.authentication_identity).as_bytes()))
            }),
            "LOGIN" if asked.get(..4).is_some_and(|word| word.eq_ignore_ascii_case(b"user")) => {
                Some(said(encode_base64(&octets)))
            }
            "LOGIN" => Some(said(encode_base64(self.password(&octets, right).as_bytes()))),
            "CRAM-MD5" => named("CramMd5", cram_md5_name(&octets)),
            "XOAUTH2" if response.is_empty() => Some(said(String::new())),
            "XOAUTH2" => named("Xoauth2", xoauth2_name(&octets)),
            scram::NAME if response.is_empty() => Some(Step("ScramEnd".to_owned(), true)),
            scram::NAME => match scram::ClientFirst::read(&octets) {
                Some(first) => Some(Step(format!("ScramFirst({})", literal(first.user.as_bytes())), true)),
                None => Some(Step(format!("ScramFinal(\"{secret}\")"), true)),
            },
            _ => None,
        };
        // What nobody here can read may be a password.
        made.unwrap_or_else(|| said("*".to_owned()))
    }
}

/// A mechanism as a scenario names it.
fn known(name: &str) -> Option<&'static str> {
    Some(match name {
        "PLAIN" => "Plain",
        "LOGIN" => "Login",
        "CRAM-MD5" => "CramMd5",
        "XOAUTH2" => "Xoauth2",
        scram::NAME => "ScramSha256",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::library;

    fn title() -> Narration {
        Narration { en: "a \"title\"".into(), ru: "название".into() }
    }

    #[test]
    fn every_lesson_of_pop3_comes_back_as_a_scenario_that_plays() {
        let mut wrong = Vec::new();
        for shipped in library::ALL {
            let scenario = shipped.scenario();
            let timeline = run(&scenario).timeline();
            let Some(text) = recorded_scenario(&timeline, &title(), false) else { continue };
            match Scenario::parse("recorded.ron", &text) {
                Ok(again) => {
                    let failures = run(&again).failures;
                    if !failures.is_empty() {
                        wrong.push(format!("{}: {failures:?}\n{text}", shipped.name));
                    }
                }
                Err(error) => wrong.push(format!("{}: {error}\n{text}", shipped.name)),
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
    }

    #[test]
    fn the_first_session_says_the_same_and_expects_the_same() {
        let timeline = run(&library::find("first-session").expect("a lesson").scenario()).timeline();
        let text = recorded_scenario(&timeline, &title(), false).expect("a client of POP3");
        assert!(text.contains("Send(\"RETR 1\"),\n        Expect(Ok),"), "{text}");
        assert!(text.contains("Subject: Lunch?"), "{text}");
        let again = run(&Scenario::parse("recorded.ron", &text).expect("a scenario")).timeline();
        let said = |timeline: &Timeline| -> Vec<(Side, Vec<u8>)> {
            let said = timeline.steps().iter().filter_map(|step| step.said());
            let commands = said.filter(|said| said.side == Side::Client);
            commands.map(|said| (said.side, said.raw.to_vec())).collect()
        };
        assert_eq!(said(&timeline), said(&again));
    }

    #[test]
    fn passwords_are_written_only_with_leave() {
        let text = "Scenario(title: (en: \"a\", ru: \"б\"), about: (en: \"a\", ru: \"б\"), server: (),\
            users: [(name: \"amy\", password: \"my own\")], steps: [Connect, Send(\"USER amy\"),\
            Send(\"PASS mine\"), Send(\"USER amy\"), Send(\"PASS my own\"), Send(\"QUIT\")])";
        let timeline = run(&Scenario::parse("x.ron", text).expect("a scenario")).timeline();
        let without = recorded_scenario(&timeline, &title(), false).expect("a client");
        assert!(!without.contains("mine") && !without.contains("my own"), "{without}");
        assert!(without.contains("PASS wrong") && without.contains("PASS sesame"), "{without}");
        let with = recorded_scenario(&timeline, &title(), true).expect("a client");
        assert!(with.contains("PASS mine") && with.contains("PASS my own"), "{with}");
    }
}
