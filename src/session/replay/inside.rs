//! What the facts from inside change in the picture of the server.

use crate::session::ConnectionId;
use crate::session::Fact;
use crate::session::Snapshot;
use crate::session::fact::StoredMessage;

/// What a fact from inside changes in the picture of the server.
pub(super) fn take_fact(snapshot: &mut Snapshot, connection: Option<ConnectionId>, fact: &Fact) {
    let (Fact::MaildropHolds { user, .. }
    | Fact::MailArrived { user, .. }
    | Fact::MaildropLocked { user }
    | Fact::MaildropReleased { user }
    | Fact::MailRemoved { user, .. }) = fact
    else {
        return;
    };
    let mut maildrop = snapshot.inside.get(user).cloned().unwrap_or_default();
    match fact {
        Fact::MaildropHolds { messages, .. } => {
            maildrop.known = true;
            maildrop.messages = messages.iter().cloned().collect();
        }
        Fact::MailArrived { message, .. } => maildrop.messages.push_back_mut(message.clone()),
        Fact::MaildropLocked { .. } => maildrop.locked_by = connection,
        Fact::MaildropReleased { .. } => maildrop.locked_by = None,
        Fact::MailRemoved { unique_ids, .. } => {
            let stay = |message: &&StoredMessage| !unique_ids.contains(&message.unique_id);
            maildrop.messages = maildrop.messages.iter().filter(stay).cloned().collect();
        }
        Fact::Note(_)
        | Fact::AutologoutExpired { .. }
        | Fact::TimePassed(_)
        | Fact::ServerDied(_)
        | Fact::UpdateFailed { .. }
        | Fact::Meddled(_)
        | Fact::GaveUp
        | Fact::StandsFor { .. }
        | Fact::LetGo { .. }
        | Fact::TlsEstablished
        | Fact::ExpectationFailed { .. } => (),
    }
    snapshot.inside.insert_mut(user.clone(), maildrop);
}
