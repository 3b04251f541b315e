//! Why something happens that the wire does not show.

use crate::proto::Protocol;
use crate::proto::ancestry::Ancestor;
use crate::proto::ancestry::Rule;
use crate::proto::line::printable;
use crate::proto::spec;
use crate::session::Fact;
use crate::session::fact::Death;
use crate::session::fact::Meddling;
use crate::session::fact::Narration;
use crate::teach::Language;
use crate::teach::Words;
use crate::teach::explain::Writer;
use crate::teach::explain_other;

/// The words of an author in a language.
#[must_use]
pub fn narration(narration: &Narration, language: Language) -> &str {
    match language {
        Language::English | Language::More(_) => &narration.en,
        Language::Russian => &narration.ru,
    }
}

/// Explains a fact from inside.
pub(super) fn explain_fact(writer: &mut Writer<'_>, fact: &Fact, protocol: Protocol) {
    match fact {
        Fact::Note(note) => {
            writer.title("fact-note-title", &[]);
            let language = writer.words.language();
            writer.quote(narration(note, language));
        }
        Fact::MaildropHolds { user, messages } => {
            let user = printable(user.as_bytes());
            writer.title("fact-holds-title", &[("user", (&user).into()), ("count", messages.len().into())]);
            writer.say("fact-holds-why", &[]);
            writer.cite(spec::AUTHORIZATION);
        }
        Fact::MailArrived { user, .. } => {
            let user = printable(user.as_bytes());
            writer.title("fact-arrived-title", &[("user", (&user).into())]);
            if !explain_other::explain_fact(writer, protocol, fact) {
                writer.say("fact-arrived-why", &[]);
                writer.cite(spec::TRANSACTION);
            }
        }
        Fact::MaildropLocked { user } => {
            let user = printable(user.as_bytes());
            writer.title("fact-locked-title", &[("user", (&user).into())]);
            if !explain_other::explain_fact(writer, protocol, fact) {
                writer.say("fact-locked-why", &[]);
                writer.cite(spec::AUTHORIZATION);
            }
        }
        Fact::MaildropReleased { user } => {
            let user = printable(user.as_bytes());
            writer.title("fact-released-title", &[("user", (&user).into())]);
            if !explain_other::explain_fact(writer, protocol, fact) {
                writer.say("fact-released-why", &[]);
                writer.cite(spec::UPDATE);
            }
        }
        Fact::MailRemoved { user, unique_ids } => {
            let user = printable(user.as_bytes());
            writer.title("fact-removed-title", &[("user", (&user).into()), ("count", unique_ids.len().into())]);
            if !explain_other::explain_fact(writer, protocol, fact) {
                writer.say("fact-removed-why", &[]);
                writer.cite(spec::UPDATE);
            }
        }
        Fact::AutologoutExpired { idle } => {
            writer.title("fact-autologout-title", &[("minutes", (idle.as_secs() / 60).into())]);
            writer.say("fact-autologout-why", &[]);
            writer.cite(spec::BASIC_OPERATION);
        }
        Fact::TimePassed(time) => {
            let time = clock(time.as_secs());
            writer.title("fact-time-title", &[("time", (&time).into())]);
            writer.say("fact-time-why", &[]);
            writer.cite(spec::BASIC_OPERATION);
        }
        Fact::LetGo { octets } => {
            writer.title("fact-let-go-title", &[("octets", (*octets).into())]);
            writer.say("fact-let-go-why", &[]);
        }
        Fact::TlsEstablished => {
            writer.title("fact-tls-title", &[]);
            writer.say("fact-tls-why", &[]);
            writer.cite(spec::STLS);
        }
        Fact::ServerDied(death) => {
            writer.title("fact-died-title", &[]);
            match death {
                Death::BeforeGreeting => writer.say("fact-died-greeting", &[]),
                Death::AfterDele => writer.say("fact-died-dele", &[]),
                Death::AtQuit => writer.say("fact-died-quit", &[]),
                Death::AmidUpdate(removed) => writer.say("fact-died-update", &[("count", (*removed).into())]),
            }
            writer.cite(spec::UPDATE);
        }
        Fact::UpdateFailed { removed, left } => {
            let counts = [("removed", (*removed).into()), ("left", (*left).into())];
            writer.title("fact-update-failed-title", &counts);
            writer.say("fact-update-failed-why", &counts);
            writer.cite(spec::UPDATE);
        }
        Fact::Meddled(meddling) => explain_meddling(writer, meddling),
        Fact::GaveUp => {
            writer.title("fact-gave-up-title", &[]);
            writer.say("fact-gave-up-why", &[]);
            writer.cite(spec::STLS);
        }
        Fact::StandsFor { command, ancestor, rule } => explain_stands_for(writer, command, *ancestor, *rule),
        Fact::ExpectationFailed { what } => {
            writer.title("fact-expectation-title", &[]);
            writer.tell(what);
        }
    }
}

/// What somebody in the middle did.
fn explain_meddling(writer: &mut Writer<'_>, meddling: &Meddling) {
    match meddling {
        Meddling::Removed { line } => {
            writer.title("fact-meddled-removed-title", &[("line", line.as_ref().into())]);
            writer.say("fact-meddled-removed-why", &[]);
            writer.cite(spec::STLS);
        }
        Meddling::Answered { command } => {
            writer.title("fact-meddled-answered-title", &[("command", command.as_ref().into())]);
            writer.say("fact-meddled-answered-why", &[]);
            writer.cite(spec::STLS);
        }
    }
}

/// What stands in the place of a command of POP3, or that nothing does.
fn explain_stands_for(writer: &mut Writer<'_>, command: &str, ancestor: Ancestor, rule: Rule) {
    let title = if rule.says_something() { "stands-title" } else { "stands-title-silent" };
    let protocol = ancestor.protocol().as_str();
    writer.title(title, &[("command", (&printable(command.as_bytes())).into()), ("protocol", protocol.into())]);
    writer.say(&stands_for(ancestor, rule), &[("protocol", protocol.into())]);
    writer.cite(rule.clause(ancestor));
}

/// A rule by which a command of POP3 is said in a protocol before it, in words.
#[must_use]
pub fn rule_in_words(ancestor: Ancestor, rule: Rule, words: &Words) -> String {
    words.format(&stands_for(ancestor, rule), &[("protocol", ancestor.protocol().as_str().into())])
}

/// The message that tells a rule.
fn stands_for(ancestor: Ancestor, rule: Rule) -> String {
    if rule.is_shared() {
        format!("stands-{}", rule.as_str())
    } else {
        format!("stands-{}-{}", ancestor.protocol(), rule.as_str())
    }
}

/// Seconds as hours, minutes and seconds, with colons between: the same in every language.
fn clock(seconds: u64) -> String {
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    format!("{hours}:{minutes:02}:{seconds:02}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_is_told_as_a_clock_does() {
        assert_eq!([clock(5), clock(600), clock(90_061)], ["0:00:05", "0:10:00", "25:01:01"]);
    }
}
