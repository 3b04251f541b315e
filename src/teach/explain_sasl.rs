//! Why both sides say what they say within an AUTH, as far as the mechanism is known.

use crate::proto::Clause;
use crate::proto::Command;
use crate::proto::auth::decode_base64;
use crate::proto::scram;
use crate::proto::spec;
use crate::proto::utterance::Meaning;
use crate::session::Timeline;
use crate::session::timeline::Said;
use crate::teach::explain::Writer;

/// What a mechanism is about, if it is a known one.
pub(super) fn explain_mechanism(writer: &mut Writer<'_>, mechanism: &str) {
    let id = format!("mechanism-{mechanism}");
    if let (Some(clause), true) = (clause_of(mechanism), writer.words.has(&id)) {
        writer.say(&id, &[]);
        writer.cite(clause);
    }
}

/// What a challenge asks or tells.
pub(super) fn explain_challenge(writer: &mut Writer<'_>, timeline: &Timeline, said: &Said) {
    let Some(mechanism) = mechanism(timeline, said) else { return };
    let text = match &said.meaning {
        Meaning::Challenge { status, .. } => decode_base64(&status.text).unwrap_or_default(),
        Meaning::Greeting(_)
        | Meaning::Command { .. }
        | Meaning::SaslResponse { .. }
        | Meaning::Reply { .. }
        | Meaning::Other(_)
        | Meaning::Opaque
        | Meaning::Stray
        | Meaning::Fragment => return,
    };
    match mechanism {
        "CRAM-MD5" => writer.say("challenge-CRAM-MD5", &[]),
        "XOAUTH2" if text.starts_with(b"{") => writer.say("challenge-XOAUTH2-refused", &[]),
        scram::NAME if text.starts_with(b"r=") => {
            writer.say("challenge-SCRAM-question", &[]);
            writer.cite(spec::SCRAM);
        }
        scram::NAME if text.starts_with(b"v=") => {
            writer.say("challenge-SCRAM-proof", &[]);
            writer.cite(spec::SCRAM);
        }
        _ => (),
    }
}

/// What a response gives.
pub(super) fn explain_response(writer: &mut Writer<'_>, timeline: &Timeline, said: &Said) {
    let line = said.first_line();
    if line.is_empty() {
        writer.say("sasl-empty", &[]);
    } else if line != b"*"
        && mechanism(timeline, said) == Some(scram::NAME)
        && let Some(octets) = decode_base64(line)
    {
        if scram::ClientFirst::read(&octets).is_some() {
            writer.say("sasl-SCRAM-first", &[]);
            writer.cite(spec::SCRAM);
        } else if scram::ClientFinal::read(&octets).is_some() {
            writer.say("sasl-SCRAM-proof", &[]);
            writer.cite(spec::SCRAM);
        }
    }
}

/// The mechanism of the AUTH that a line belongs to.
fn mechanism<'a>(timeline: &'a Timeline, said: &Said) -> Option<&'a str> {
    match &timeline.asked(said)?.command {
        Ok(Command::Auth { mechanism, .. }) => mechanism.as_deref(),
        Ok(_) | Err(_) => None,
    }
}

fn clause_of(mechanism: &str) -> Option<Clause> {
    match mechanism {
        "PLAIN" => Some(spec::SASL_PLAIN),
        "CRAM-MD5" => Some(spec::CRAM_MD5),
        scram::NAME => Some(spec::SCRAM),
        "LOGIN" | "XOAUTH2" => Some(spec::AUTH), // Nobody has standardised them.
        _ => None,
    }
}
