//! The meddler: somebody in the middle of the line who lets each end hear something else (RFC 2595 §7).

use crate::proto::Command;
use crate::proto::command::CommandLine;
use crate::proto::line::lines;
use crate::proto::line::printable;
use crate::session::Fact;
use crate::session::fact::Meddling;
use crate::sim::link::Meddler;
use crate::sim::server::Answer;

/// What the meddler says when it answers in the place of the server.
const NO: &str = "-ERR unknown command";

/// The answer of the meddler itself, if it keeps a line from the server.
#[must_use]
pub fn answers(meddler: Meddler, line: &[u8]) -> Option<Answer> {
    match meddler {
        Meddler::StripStls => {
            let asks = CommandLine::read(line).command == Ok(Command::Stls);
            let command = printable(line.trim_ascii_end()).into();
            asks.then(|| Answer::line(NO).with_facts([Fact::Meddled(Meddling::Answered { command })]))
        }
    }
}

/// Changes what the server answers to a line.
pub fn change(meddler: Meddler, line: &[u8], answer: &mut Answer) {
    match meddler {
        Meddler::StripStls => {
            if CommandLine::read(line).command != Ok(Command::Capa) || !answer.is_positive() {
                return;
            }
            let mut kept = Vec::new();
            let mut rest = answer.octets.as_slice();
            for (text, end) in lines(&answer.octets) {
                let whole = rest.split_off(..text.len() + end.octets()).unwrap_or_default();
                if text.eq_ignore_ascii_case(b"STLS") {
                    answer.facts.push(Fact::Meddled(Meddling::Removed { line: printable(text).into() }));
                } else {
                    kept.extend_from_slice(whole);
                }
            }
            answer.octets = kept;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stls_is_stripped_and_nothing_else() {
        let mut answer = Answer::line("+OK list").with_block(b"TOP\r\nSTLS\r\nUIDL\r\n");
        change(Meddler::StripStls, b"capa\r\n", &mut answer);
        assert_eq!(answer.octets, b"+OK list\r\nTOP\r\nUIDL\r\n.\r\n");
        assert_eq!(answer.facts.len(), 1);
        let whole = Answer::line("+OK list").with_block(b"TOP\r\nSTLS\r\n");
        let mut other = whole.clone();
        change(Meddler::StripStls, b"RETR 1\r\n", &mut other);
        assert_eq!(other, whole);
        assert!(answers(Meddler::StripStls, b"stls\r\n").is_some_and(|answer| !answer.is_positive()));
        assert_eq!(answers(Meddler::StripStls, b"STAT\r\n"), None);
    }
}
