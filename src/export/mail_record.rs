//! What the messages of a session say and what is attached to them, for the record of the session.

use serde_json::Value;
use serde_json::json;
use sha2::Digest as _;
use sha2::Sha256;

use crate::inspect::fetched::fetched;
use crate::inspect::mail::Mail;
use crate::inspect::mail::Missing;
use crate::inspect::mail::Part;
use crate::inspect::mail::attachments::attachments;
use crate::proto::auth;
use crate::session::Timeline;

/// Adds to each of the messages of a [`session_record`](crate::export::session_record::session_record()) what stands
/// in its mail.
pub fn add_mails(record: &mut Value, timeline: &Timeline) {
    let Some(messages) = record["messages"].as_array_mut() else { return };
    for (value, message) in messages.iter_mut().zip(fetched(timeline)) {
        let mail = Mail::new(&message.octets, &Missing::of(timeline, &message));
        let text = |name: &str| mail.field(name).map(|field| field.text.clone());
        value["subject"] = text("Subject").into();
        value["from"] = text("From").into();
        value["date"] = text("Date").into();
        value["message_id"] = text("Message-ID").into();
        value["attachments"] = attachments(&mail).map(|part| attachment(part, &message.octets)).collect();
    }
}

fn attachment(part: &Part, mail: &[u8]) -> Value {
    let content = part.content(mail);
    json!({
        "part": part.place,
        "type": part.media_type,
        "name": part.name,
        "octets": content.len(),
        "sha256": auth::hex(&Sha256::digest(&content)),
        "wholeness": part.wholeness.as_str(),
    })
}
