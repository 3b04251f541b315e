//! FETCH and STORE: what is told of a message, and which flags it gets (RFC 3501 §6.4.5 and §6.4.6).

use std::collections::BTreeSet;

use crate::proto::imap::command::Change;
use crate::proto::imap::command::Item;
use crate::proto::imap::words::Flag;
use crate::sim::store::Shelved;

/// One message in the eyes of a session.
#[derive(Clone, Copy, Debug)]
pub(super) struct Seen<'a> {
    /// Its number in the mailbox.
    pub(super) number: u32,
    /// The message as it lies there.
    pub(super) shelved: Shelved<'a>,
    /// Whether this session was the first that was told of it.
    pub(super) recent: bool,
}

/// The flags of a message once it was fetched: reading its text makes it seen, unless one only peeks.
pub(super) fn flags_after(items: &[Item], flags: &BTreeSet<Flag>) -> BTreeSet<Flag> {
    let reads = items.iter().any(|item| matches!(item, Item::Body { peek: false, .. }));
    let mut flags = flags.clone();
    if reads {
        flags.insert(Flag::Seen);
    }
    flags
}

/// The response to a FETCH for one message; `flags` are those it has afterwards.
pub(super) fn response(seen: Seen<'_>, items: &[Item], flags: &BTreeSet<Flag>) -> Vec<u8> {
    let mut items = items.to_vec();
    // A client that did not ask is told of a flag that its own FETCH changed.
    if *flags != *seen.shelved.flags && !items.contains(&Item::Flags) {
        items.push(Item::Flags);
    }
    let mut octets = format!("* {} FETCH (", seen.number).into_bytes();
    for (place, item) in items.iter().enumerate() {
        if 0 < place {
            octets.push(b' ');
        }
        match item {
            Item::Flags => octets.extend(format!("FLAGS ({})", list(flags, seen.recent)).bytes()),
            Item::Size => octets.extend(format!("RFC822.SIZE {}", seen.shelved.mail.size()).bytes()),
            Item::Uid => octets.extend(format!("UID {}", seen.shelved.uid).bytes()),
            Item::Body { header, .. } => {
                let mail = seen.shelved.mail;
                let (name, text) = if *header { ("BODY[HEADER]", mail.top(0)) } else { ("BODY[]", mail.octets()) };
                octets.extend(format!("{name} {{{}}}\r\n", text.len()).bytes());
                octets.extend_from_slice(text);
            }
        }
    }
    octets.extend_from_slice(b")\r\n");
    octets
}

/// What a STORE makes of the flags.
pub(super) fn changed(flags: &BTreeSet<Flag>, change: Change, by: &[Flag]) -> BTreeSet<Flag> {
    let by: BTreeSet<Flag> = by.iter().copied().collect();
    match change {
        Change::Replace => by,
        Change::Add => flags | &by,
        Change::Remove => flags - &by,
    }
}

/// Flags in a row.
fn list(flags: &BTreeSet<Flag>, recent: bool) -> String {
    let words = flags.iter().map(ToString::to_string).chain(recent.then(|| "\\Recent".to_owned()));
    words.collect::<Vec<_>>().join(" ")
}
