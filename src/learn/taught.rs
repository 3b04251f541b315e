//! Which lesson teaches what: the way from a step, or from a term of the glossary, to the course.

use crate::teach::glossary::TERMS;
use crate::teach::glossary::Term;
use crate::teach::grounds::Topic;

/// Which lesson teaches which term.
const LESSONS: [(&str, &str); TERMS.len()] = [
    ("maildrop", "what-is-a-maildrop"),
    ("session", "first-session"),
    ("greeting", "first-session"),
    ("state", "three-states"),
    ("command", "first-session"),
    ("reply", "the-reply"),
    ("status", "the-reply"),
    ("octet", "numbers-and-octets"),
    ("message-number", "numbers-and-octets"),
    ("message", "what-is-a-maildrop"),
    ("head", "top"),
    ("mark", "delete-and-update"),
    ("update", "delete-and-update"),
    ("lock", "two-clients"),
    ("unique-id", "unique-ids"),
    ("multi-line", "dot-stuffing"),
    ("terminator", "dot-stuffing"),
    ("stuffing", "dot-stuffing"),
    ("crlf", "the-reply"),
    ("autologout", "autologout"),
    ("timestamp", "apop"),
    ("digest", "apop"),
    ("sasl", "auth"),
    ("base64", "sasl-plain"),
    ("capability", "capa"),
    ("response-code", "response-codes"),
    ("pipelining", "pipelining"),
    ("tls", "stls"),
    ("utf8-mode", "utf8"),
    ("recording", "tours/reading-a-capture"),
    ("wire", "eve-cleartext"),
];

/// The lesson that teaches a term.
#[must_use]
pub fn lesson_of_term(term: Term) -> Option<&'static str> {
    LESSONS.iter().find(|(id, _)| *id == term.id()).map(|(_, lesson)| *lesson)
}

/// The lesson that teaches what a step is about.
#[must_use]
pub fn lesson_of_topic(topic: Topic) -> Option<&'static str> {
    Some(match topic.name {
        "USER" | "PASS" | "opened" | "greeting" | "greeting-refused" | "closed-in-order" => "first-session",
        "RPOP" | "LAST" => "time-machine",
        "APOP" => "apop",
        "AUTH" | "challenge" | "sasl" | "sasl-cancel" => "auth",
        "STLS" | "fact-tls" => "stls",
        "CAPA" => "capa",
        "UTF8" => "utf8",
        "LANG" => "lang",
        "STAT" | "LIST" | "RETR" => "numbers-and-octets",
        "DELE" | "QUIT" | "fact-removed" => "delete-and-update",
        "NOOP" | "autologout" | "fact-time" => "autologout",
        "RSET" => "rset",
        "TOP" => "top",
        "UIDL" => "unique-ids",
        "quit-early" => "quit-early",
        "unknown" | "malformed" | "reply-unasked" | "stray" | "fragment" => "the-reply",
        "out-of-place" => "three-states",
        "reply-rest" => "dot-stuffing",
        "closed-early" => "line-drops",
        "gap" | "conflict" | "reply-lost" => "lost-segments",
        "opened-midstream" | "closed-recording" => "tours/reading-a-capture",
        "fact-holds" => "what-is-a-maildrop",
        "fact-arrived" => "new-mail",
        "fact-locked" | "fact-released" => "two-clients",
        "fact-died" => "server-dies",
        "fact-update-failed" => "full-disk",
        "fact-meddled" | "fact-gave-up" => "eve-stls-stripped",
        "opaque" => "implicit-tls",
        "turn-POP2" => "pop2-session",
        "turn-POP1" => "pop1-session",
        "turn-SMTP" => "smtp-replies",
        "turn-IMAP" => "imap-stays",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::learn::library::course;
    use crate::proto::Keyword;
    use crate::teach::grounds::Case;

    fn is_a_lesson(name: &str) -> bool {
        course().chapters.iter().flat_map(|chapter| &chapter.lessons).any(|lesson| lesson.name == name)
    }

    #[test]
    fn every_term_has_its_lesson() {
        for term in TERMS {
            let lesson = lesson_of_term(term).unwrap_or_else(|| panic!("no lesson teaches {}", term.id()));
            assert!(is_a_lesson(lesson), "{}: there is no lesson {lesson}", term.id());
        }
    }

    #[test]
    fn every_command_has_its_lesson() {
        for keyword in Keyword::ALL {
            let topic = Topic { name: keyword.as_str(), case: Case::Asked };
            let lesson = lesson_of_topic(topic).unwrap_or_else(|| panic!("no lesson teaches {keyword}"));
            assert!(is_a_lesson(lesson), "{keyword}: there is no lesson {lesson}");
        }
    }

    /// Every step of every lesson leads to a lesson; only what an author says leads nowhere.
    #[test]
    fn every_step_of_every_lesson_has_its_lesson() {
        for shipped in crate::scenario::library::ALL {
            let timeline = crate::scenario::run(&shipped.scenario()).timeline();
            for place in 0..timeline.len() {
                let Some(topic) = crate::teach::grounds::topic(&timeline, place) else { continue };
                let lesson = lesson_of_topic(topic).unwrap_or_else(|| panic!("{}: {topic:?}", shipped.name));
                assert!(is_a_lesson(lesson), "{}: there is no lesson {lesson}", shipped.name);
            }
        }
    }
}
