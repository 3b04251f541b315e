//! The messages of mailboxes as JSON, and as a block of lines for people.

use serde_json::Value;
use serde_json::json;

use crate::inspect::mailbox::Contradiction;
use crate::inspect::mailbox::Event;
use crate::inspect::mailbox::Identity;
use crate::inspect::mailbox::Mailbox;
use crate::inspect::mailbox::Owner;
use crate::inspect::mailbox::Sighting;
use crate::inspect::mailbox::Story;
use crate::proto::auth;
use crate::proto::line::printable;

/// The object of one message.
#[must_use]
pub fn message_record(story: &Story<'_>, file: &str) -> Value {
    let (identity, unique_id) = match story.identity {
        Identity::UniqueId(unique_id) => ("unique-id", Some(unique_id.as_str())),
        Identity::Content(_) => ("content", None),
        Identity::Place { .. } => ("session", None),
    };
    json!({
        "type": "message",
        "file": file,
        "server": story.mailbox.server.to_string(),
        "user": user(story.mailbox),
        "identity": identity,
        "unique_id": unique_id,
        "sha256": story.sha256.map(|digest| auth::hex(&digest)),
        "octets": story.octets,
        "fate": story.outcome.as_str(),
        "first_seen": story.first_seen.to_string(),
        "last_seen": story.last_seen.to_string(),
        "contradictions": story.contradictions.iter().copied().map(Contradiction::as_str).collect::<Vec<_>>(),
        "certainty": story.certainty.as_str(),
        "sessions": story.sightings.iter().map(sighting_value).collect::<Vec<_>>(),
    })
}

fn sighting_value(sighting: &Sighting) -> Value {
    json!({
        "index": sighting.session,
        "number": sighting.number.get(),
        "events": sighting.events.iter().copied().map(Event::as_str).collect::<Vec<_>>(),
        "first_seen": sighting.first.to_string(),
        "last_seen": sighting.last.to_string(),
    })
}

/// The lines for people: a head for each mailbox, and a line for each of its messages.
#[must_use]
pub fn message_lines(stories: &[Story<'_>]) -> Vec<String> {
    let mut lines = Vec::new();
    let mut mailbox = None;
    for story in stories {
        if mailbox != Some(story.mailbox) {
            mailbox = Some(story.mailbox);
            let user = user(story.mailbox).unwrap_or_else(|| "somebody".to_owned());
            lines.push(format!("messages of {user} at {}", story.mailbox.server));
        }
        lines.push(message_line(story));
    }
    lines
}

fn message_line(story: &Story<'_>) -> String {
    let name = match story.identity {
        Identity::UniqueId(unique_id) => unique_id.to_string(),
        Identity::Content(digest) => format!("sha256:{}", auth::hex(&digest[..8])),
        Identity::Place { session, number } => format!("number {number} of session {session}"),
    };
    let sightings: Vec<String> = story
        .sightings
        .iter()
        .map(|sighting| {
            let events: Vec<_> = sighting.events.iter().copied().map(Event::as_str).collect();
            format!("{}: {}", sighting.session, events.join(", "))
        })
        .collect();
    let wrong: Vec<_> = story.contradictions.iter().map(|wrong| format!("  ! {}", wrong.as_str())).collect();
    format!(
        "  {:<7}  {:<30}  {:<30}  {name:<40}  {}{}",
        story.outcome.as_str(),
        story.first_seen.to_string(),
        story.last_seen.to_string(),
        sightings.join("; "),
        wrong.concat(),
    )
}

fn user(mailbox: &Mailbox) -> Option<String> {
    match &mailbox.owner {
        Owner::Named(user) => Some(printable(user.as_bytes())),
        Owner::OfSession(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inspect::mailbox::Mailboxes;
    use crate::inspect::testing::C;
    use crate::inspect::testing::END;
    use crate::inspect::testing::S;
    use crate::inspect::testing::session;

    fn mailboxes() -> Mailboxes {
        let start = [(S, "+OK\r\n"), (C, "USER a\u{1b}b\r\n"), (S, "+OK\r\n"), (C, "PASS x\r\n"), (S, "+OK\r\n")];
        let work = [(C, "UIDL 3\r\n"), (S, "+OK 3 abc\r\n"), (C, "DELE 3\r\n"), (S, "+OK\r\n"), (C, END)];
        let mut mailboxes = Mailboxes::default();
        mailboxes.add(&session(7, 0, &[start.as_slice(), &work].concat()));
        mailboxes.add(&session(8, 50, &[(S, "+OK\r\n"), (C, "RETR 1\r\n"), (S, "+OK\r\n.\r\n")]));
        mailboxes
    }

    #[test]
    fn a_message_is_told_with_all_its_sessions() {
        let mut mailboxes = mailboxes();
        let records: Vec<_> = mailboxes.stories().iter().map(|story| message_record(story, "x.pcap")).collect();
        assert_eq!(records.len(), 2);
        let message = &records[usize::from(records[0]["unique_id"].is_null())];
        assert_eq!((&message["unique_id"], &message["fate"]), (&"abc".into(), &"kept".into()));
        assert_eq!(message["sessions"][0]["events"], json!(["listed", "marked", "spared"]));
        assert_eq!((&message["sessions"][0]["index"], &message["sessions"][0]["number"]), (&7.into(), &3.into()));
    }

    #[test]
    fn people_read_a_block_without_control_characters() {
        let mut mailboxes = mailboxes();
        let lines = message_lines(&mailboxes.stories());
        assert_eq!(lines.len(), 4);
        assert!(lines.iter().any(|line| line.ends_with("7: listed, marked, spared")), "{lines:?}");
        assert!(lines.iter().all(|line| !line.chars().any(char::is_control)), "{lines:?}");
    }
}
