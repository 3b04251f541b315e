//! The moves of a client, read out of what was played: what it said before each reply, and how it was answered.

use crate::proto::Command;
use crate::proto::Side;
use crate::proto::auth::apop_digest;
use crate::proto::auth::apop_timestamp;
use crate::proto::auth::cram_md5_digest;
use crate::proto::auth::decode_base64;
use crate::proto::scram;
use crate::proto::utterance::Meaning;
use crate::scenario::dial::Line;
use crate::scenario::dial::Say;
use crate::scenario::dial::Tone;
use crate::scenario::dial::command_of;
use crate::scenario::dial::greeting;
use crate::scenario::dial::tone;
use crate::session::ConnectionId;
use crate::session::Timeline;
use crate::session::timeline::Said;
use crate::sim::Store;

/// Reads the moves of a client out of what was played.
pub(super) struct Reader<'a> {
    pub(super) timeline: &'a Timeline,
    pub(super) id: ConnectionId,
    pub(super) store: &'a Store,
}

impl Reader<'_> {
    pub(super) fn moves(&self) -> Vec<Vec<Line>> {
        let steps = self.timeline.steps().iter().filter(|step| step.connection == Some(self.id));
        let all: Vec<&Said> = steps.filter_map(|step| step.said()).collect();
        let mut moves: Vec<Vec<Line>> = Vec::new();
        let mut answered = true;
        for (place, said) in all.iter().enumerate() {
            if said.side == Side::Server {
                answered = true;
                continue;
            }
            let expected = expected(said, &all[place + 1..]);
            let say = self.say(said, &all[..place], expected);
            let line = Line { say, shown: said.shown_line(false), expected };
            match moves.last_mut().filter(|_| !std::mem::take(&mut answered)) {
                Some(last) => last.push(line),
                None => moves.push(vec![line]),
            }
        }
        moves
    }

    /// What was right before the server of the scenario is made anew; what was wrong stays as it was.
    fn say(&self, said: &Said, before: &[&Said], expected: Option<Tone>) -> Say {
        let as_it_was = Say::Octets(said.raw.to_vec());
        let made_anew = match &said.meaning {
            Meaning::Command { line, .. } => match &line.command {
                Ok(Command::Apop { name, digest }) => self.apop(name, digest, before),
                Ok(Command::Auth { mechanism: Some(name), initial_response: Some(first) }) if name == scram::NAME => {
                    scram_user(first.reveal()).map(|user| Say::ScramFirst { user, with_command: true })
                }
                Ok(_) | Err(_) => None,
            },
            Meaning::SaslResponse { exchange, .. } => self.response(said, *exchange, before, expected),
            Meaning::Greeting(_)
            | Meaning::Challenge { .. }
            | Meaning::Reply { .. }
            | Meaning::Other(_)
            | Meaning::Opaque
            | Meaning::Stray
            | Meaning::Fragment => None,
        };
        made_anew.unwrap_or(as_it_was)
    }

    fn apop(&self, name: &str, digest: &str, before: &[&Said]) -> Option<Say> {
        let greeting = before.iter().copied().find_map(greeting)?;
        let secret = self.store.account(name)?.secret.clone()?;
        let right = apop_digest(apop_timestamp(&greeting.text)?, secret.reveal()) == digest;
        right.then(|| Say::Apop { user: name.to_owned(), secret })
    }

    fn response(&self, said: &Said, number: u64, before: &[&Said], expected: Option<Tone>) -> Option<Say> {
        let auth = before.iter().copied().find_map(|said| command_of(said, number));
        let Some(Command::Auth { mechanism: Some(mechanism), initial_response }) = auth else { return None };
        let asked = before.iter().rev().find_map(|said| {
            let Meaning::Challenge { exchange, status } = &said.meaning else { return None };
            decode_base64(status.text.trim_ascii()).filter(|_| *exchange == number)
        })?;
        match mechanism.as_str() {
            "CRAM-MD5" => {
                let response = String::from_utf8(decode_base64(said.first_line())?).ok()?;
                let (name, digest) = response.rsplit_once(' ')?;
                let secret = self.store.account(name)?.secret.clone()?;
                let right = cram_md5_digest(&asked, secret.reveal()) == digest;
                right.then(|| Say::CramMd5 { user: name.to_owned(), secret })
            }
            scram::NAME if asked.is_empty() => {
                scram_user(said.first_line()).map(|user| Say::ScramFirst { user, with_command: false })
            }
            scram::NAME if said.first_line().is_empty() => Some(Say::ScramEnd),
            // The proof was right if the server proved itself in return.
            scram::NAME if expected == Some(Tone::Challenge) => {
                let responses = before.iter().find_map(|said| {
                    let Meaning::SaslResponse { exchange, .. } = &said.meaning else { return None };
                    scram_user(said.first_line()).filter(|_| *exchange == number)
                });
                let first = initial_response.as_ref().and_then(|first| scram_user(first.reveal()));
                let account = self.store.account(&first.or(responses)?)?;
                let password = account.password.clone().or_else(|| account.secret.clone())?;
                Some(Say::ScramFinal { password })
            }
            _ => None,
        }
    }
}

/// How the server answered.
fn expected(said: &Said, behind: &[&Said]) -> Option<Tone> {
    let of_exchange = |number: u64| {
        let mut replies = behind.iter().filter(|later| later.side == Side::Server);
        replies.find_map(|later| match &later.meaning {
            Meaning::Challenge { exchange, .. } if *exchange == number => Some(Tone::Challenge),
            Meaning::Reply { exchange: Some(exchange), .. } if *exchange == number => Some(tone(later)),
            Meaning::Greeting(_)
            | Meaning::Command { .. }
            | Meaning::Challenge { .. }
            | Meaning::SaslResponse { .. }
            | Meaning::Reply { .. }
            | Meaning::Other(_)
            | Meaning::Opaque
            | Meaning::Stray
            | Meaning::Fragment => None,
        })
    };
    match &said.meaning {
        Meaning::Command { exchange, .. } | Meaning::SaslResponse { exchange, .. } => of_exchange(*exchange),
        Meaning::Greeting(_)
        | Meaning::Challenge { .. }
        | Meaning::Reply { .. }
        | Meaning::Other(_)
        | Meaning::Opaque
        | Meaning::Stray
        | Meaning::Fragment => None,
    }
}

/// Who the first message of SCRAM is from, in base64.
fn scram_user(line: &[u8]) -> Option<String> {
    Some(scram::ClientFirst::read(&decode_base64(line)?)?.user)
}
