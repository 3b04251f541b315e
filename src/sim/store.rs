//! The store: what lies in the maildrops between the sessions, and who has the lock of each.

mod shared;

pub use shared::Shelved;

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::sync::Arc;

use crate::proto::MessageNumber;
use crate::proto::UniqueId;
use crate::proto::imap::words::Flag;
use crate::proto::secret::Secret;
use crate::session::ConnectionId;
use crate::session::fact::StoredMessage;
use crate::sim::Mail;
use crate::sim::Maildrop;
use crate::sim::ledger::Ledger;

/// Who may open a maildrop, and with what.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Account {
    /// The name of the mailbox.
    pub user: Arc<str>,
    /// What PASS, AUTH PLAIN and AUTH LOGIN are compared with.
    pub password: Option<Secret>,
    /// What APOP and AUTH CRAM-MD5 are computed from.
    pub secret: Option<Secret>,
}

/// All maildrops of a server.
#[derive(Clone, Debug, Default)]
pub struct Store {
    mailboxes: BTreeMap<Arc<str>, Mailbox>,
    /// What is remembered of the users beside their mail.
    ledger: Ledger,
}

#[derive(Clone, Debug)]
struct Mailbox {
    account: Account,
    mails: Vec<Kept>,
    /// Every unique-id ever given out: none is used again (RFC 1939 §7, UIDL).
    used: BTreeSet<UniqueId>,
    locked_by: Option<ConnectionId>,
}

/// A message and whether it was touched in a session that was ended by QUIT.
#[derive(Clone, Debug)]
struct Kept {
    mail: Mail,
    accessed: bool,
    /// A mark that a session left behind: only deviating servers keep one.
    marked: bool,
    // IMAP sees more of it than POP3.
    /// Ascending in the order of the mailbox, and never used again (RFC 3501 §2.3.1.1).
    uid: u32,
    flags: BTreeSet<Flag>,
    /// Whether no session of IMAP was told of it.
    recent: bool,
}

/// Why a message cannot be delivered, or a maildrop not be opened.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum StoreError {
    /// Nobody has this name.
    #[error("there is no user {0}")]
    NoSuchUser(String),
    /// The name is taken.
    #[error("there is a user {0} already")]
    UserExists(String),
    /// The unique-id was given to another message, perhaps long ago (RFC 1939 §7).
    #[error("the unique-id {0} was used before")]
    UniqueIdUsed(UniqueId),
    /// The user has no message of this unique-id.
    #[error("there is no message {0}")]
    NoSuchMessage(UniqueId),
    /// Another session has the lock (RFC 1939 §4).
    #[error("the maildrop is locked")]
    Locked,
}

/// What became of the marked messages at UPDATE.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Removal {
    /// The numbers that are gone, and their unique-ids.
    pub removed: Vec<(MessageNumber, UniqueId)>,
    /// Whether none of the marked messages was left.
    pub complete: bool,
    /// How many messages the maildrop holds afterwards, those that came meanwhile included.
    pub left: usize,
}

impl Store {
    /// A store without users.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a user with an empty maildrop.
    pub fn add_account(&mut self, account: Account) -> Result<(), StoreError> {
        if self.mailboxes.contains_key(&account.user) {
            return Err(StoreError::UserExists(account.user.to_string()));
        }
        let user = account.user.clone();
        let mailbox = Mailbox { account, mails: Vec::new(), used: BTreeSet::new(), locked_by: None };
        self.mailboxes.insert(user, mailbox);
        Ok(())
    }

    /// Puts a message into a maildrop. A session that has it open does not see it.
    pub fn deliver(
        &mut self,
        user: &str,
        octets: &[u8],
        unique_id: Option<UniqueId>,
    ) -> Result<StoredMessage, StoreError> {
        let mailbox = self.mailbox_mut(user)?;
        let unique_id = match unique_id {
            Some(unique_id) => unique_id,
            None => mailbox.fresh_unique_id(),
        };
        if !mailbox.used.insert(unique_id.clone()) {
            return Err(StoreError::UniqueIdUsed(unique_id));
        }
        let mail = Mail::new(unique_id, octets);
        let stored = mail.stored();
        mailbox.keep(mail);
        Ok(stored)
    }

    /// Puts a message into a maildrop that shares its octets with others.
    pub fn deliver_copy(&mut self, user: &str, mail: &Mail) -> Result<(), StoreError> {
        let mailbox = self.mailbox_mut(user)?;
        if !mailbox.used.insert(mail.unique_id().clone()) {
            return Err(StoreError::UniqueIdUsed(mail.unique_id().clone()));
        }
        mailbox.keep(mail.clone());
        Ok(())
    }

    /// Takes a message away by a rule of the site, outside of any session (RFC 1939 §8).
    ///
    /// A session that has the maildrop open keeps its snapshot.
    pub fn remove_by_site(&mut self, user: &str, unique_id: &UniqueId) -> Result<(), StoreError> {
        let mailbox = self.mailbox_mut(user)?;
        let before = mailbox.mails.len();
        mailbox.mails.retain(|kept| kept.mail.unique_id() != unique_id);
        if mailbox.mails.len() == before { Err(StoreError::NoSuchMessage(unique_id.clone())) } else { Ok(()) }
    }

    /// Opens a maildrop for a session and locks it.
    pub fn open(&mut self, user: &str, holder: ConnectionId) -> Result<Maildrop, StoreError> {
        let mailbox = self.mailbox_mut(user)?;
        if mailbox.locked_by.is_some() {
            return Err(StoreError::Locked);
        }
        Ok(mailbox.open(holder))
    }

    /// Opens a maildrop whether or not another session has it: what only a deviating server does.
    pub fn open_shared(&mut self, user: &str, holder: ConnectionId) -> Result<Maildrop, StoreError> {
        Ok(self.mailbox_mut(user)?.open(holder))
    }

    /// The UPDATE state: removes what is marked, at most so many messages, and gives the lock back.
    pub fn update(&mut self, maildrop: Maildrop, at_most: Option<usize>) -> Removal {
        let mailbox = self.mailbox_mut(maildrop.user()).expect("a maildrop comes from its store");
        let marked: Vec<_> = maildrop.marked_mails().map(|(number, mail)| (number, mail.unique_id().clone())).collect();
        let complete = at_most.is_none_or(|most| marked.len() <= most);
        let removed: Vec<_> = marked.into_iter().take(at_most.unwrap_or(usize::MAX)).collect();
        let accessed: BTreeSet<_> = maildrop.accessed().map(Mail::unique_id).collect();
        for kept in &mut mailbox.mails {
            kept.accessed |= accessed.contains(kept.mail.unique_id());
        }
        let gone: BTreeSet<_> = removed.iter().map(|(_, unique_id)| unique_id).collect();
        mailbox.mails.retain(|kept| !gone.contains(kept.mail.unique_id()));
        let left = mailbox.mails.len();
        self.release(maildrop);
        Removal { removed, complete, left }
    }

    /// Gives the lock back and removes nothing: the end of every session that QUIT did not end
    /// (RFC 1939 §6).
    pub fn release(&mut self, maildrop: Maildrop) {
        let mailbox = self.mailbox_mut(maildrop.user()).expect("a maildrop comes from its store");
        mailbox.locked_by = None;
        drop(maildrop); // Whoever held it can no longer act on it.
    }

    /// Gives the lock back and keeps the marks for the next session: what only a deviating server does.
    pub fn release_with_marks(&mut self, maildrop: Maildrop) {
        let mailbox = self.mailbox_mut(maildrop.user()).expect("a maildrop comes from its store");
        let marked: BTreeSet<_> = maildrop.marked_mails().map(|(_, mail)| mail.unique_id()).collect();
        for kept in &mut mailbox.mails {
            kept.marked |= marked.contains(kept.mail.unique_id());
        }
        self.release(maildrop);
    }

    /// Who has this name.
    #[must_use]
    pub fn account(&self, user: &str) -> Option<&Account> {
        self.mailboxes.get(user).map(|mailbox| &mailbox.account)
    }

    /// What is remembered of the users.
    #[must_use]
    pub fn ledger(&self) -> &Ledger {
        &self.ledger
    }

    /// The same, to write in.
    pub fn ledger_mut(&mut self) -> &mut Ledger {
        &mut self.ledger
    }

    /// All users, by name.
    pub fn users(&self) -> impl Iterator<Item = &Arc<str>> {
        self.mailboxes.keys()
    }

    /// What lies in a maildrop, whatever a session sees of it.
    pub fn mails(&self, user: &str) -> impl Iterator<Item = &Mail> {
        self.mailboxes.get(user).into_iter().flat_map(|mailbox| mailbox.mails.iter().map(|kept| &kept.mail))
    }

    /// The session that has the lock.
    #[must_use]
    pub fn locked_by(&self, user: &str) -> Option<ConnectionId> {
        self.mailboxes.get(user)?.locked_by
    }

    fn mailbox_mut(&mut self, user: &str) -> Result<&mut Mailbox, StoreError> {
        self.mailboxes.get_mut(user).ok_or_else(|| StoreError::NoSuchUser(user.to_owned()))
    }
}

impl Mailbox {
    /// Puts a message behind the others, once its unique-id is used.
    fn keep(&mut self, mail: Mail) {
        // As many unique-ids were given out as messages came.
        let uid = u32::try_from(self.used.len()).unwrap_or(u32::MAX);
        self.mails.push(Kept { mail, accessed: false, marked: false, uid, flags: BTreeSet::new(), recent: true });
    }

    fn open(&mut self, holder: ConnectionId) -> Maildrop {
        self.locked_by = Some(holder);
        let mails = self.mails.iter().map(|kept| (kept.mail.clone(), kept.accessed, kept.marked));
        Maildrop::new(self.account.user.clone(), holder, mails)
    }

    /// A unique-id that no message of this maildrop ever had: a fingerprint of the name and a count.
    fn fresh_unique_id(&self) -> UniqueId {
        let fingerprint = fingerprint(self.account.user.as_bytes());
        let mut candidates =
            (self.used.len() + 1..).map(|count| format!("{fingerprint:08x}.{count}").parse::<UniqueId>());
        let fresh = candidates.find(|id| id.as_ref().is_ok_and(|id| !self.used.contains(id)));
        fresh.expect("there are more counts than messages").expect("hexadecimal digits make a unique-id")
    }
}

/// FNV-1a: a few octets that depend on all of the name.
fn fingerprint(octets: &[u8]) -> u32 {
    octets.iter().fold(0x811c_9dc5, |hash: u32, octet| (hash ^ u32::from(*octet)).wrapping_mul(0x0100_0193))
}

#[cfg(test)]
mod tests;
