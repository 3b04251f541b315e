//! The store as IMAP sees it: several sessions at once, flags that stay, and no lock of its own.
//!
//! The lock of a POP session is respected: while one has it, nothing here may be changed or read.

use std::collections::BTreeSet;

use crate::proto::UniqueId;
use crate::proto::imap::words::Flag;
use crate::sim::Mail;
use crate::sim::Store;

/// A message as it lies in a mailbox of IMAP.
#[derive(Clone, Copy, Debug)]
pub struct Shelved<'a> {
    /// Its number for ever.
    pub uid: u32,
    /// The message.
    pub mail: &'a Mail,
    /// What it is flagged with.
    pub flags: &'a BTreeSet<Flag>,
}

impl Store {
    /// The messages of a mailbox, in order.
    pub fn shelf(&self, user: &str) -> impl Iterator<Item = Shelved<'_>> {
        let mails = self.mailboxes.get(user).into_iter().flat_map(|mailbox| &mailbox.mails);
        mails.map(|kept| Shelved { uid: kept.uid, mail: &kept.mail, flags: &kept.flags })
    }

    /// The unique identifier that the next message will get (RFC 3501 §2.3.1.1).
    #[must_use]
    pub fn next_uid(&self, user: &str) -> u32 {
        let given = self.mailboxes.get(user).map_or(0, |mailbox| mailbox.used.len());
        u32::try_from(given).unwrap_or(u32::MAX).saturating_add(1)
    }

    /// The messages of which no session was told; they are told now.
    pub fn take_recent(&mut self, user: &str) -> BTreeSet<u32> {
        let mails = self.mailboxes.get_mut(user).into_iter().flat_map(|mailbox| &mut mailbox.mails);
        mails.filter_map(|kept| std::mem::take(&mut kept.recent).then_some(kept.uid)).collect()
    }

    /// Gives a message its flags.
    pub fn set_flags(&mut self, user: &str, uid: u32, flags: BTreeSet<Flag>) {
        let mails = self.mailboxes.get_mut(user).into_iter().flat_map(|mailbox| &mut mailbox.mails);
        if let Some(kept) = mails.into_iter().find(|kept| kept.uid == uid) {
            kept.flags = flags;
        }
    }

    /// Removes messages, and tells their names over all sessions.
    pub fn expunge(&mut self, user: &str, uids: &BTreeSet<u32>) -> Vec<UniqueId> {
        let Some(mailbox) = self.mailboxes.get_mut(user) else { return Vec::new() };
        let gone = mailbox.mails.extract_if(.., |kept| uids.contains(&kept.uid));
        gone.map(|kept| kept.mail.unique_id().clone()).collect()
    }
}
