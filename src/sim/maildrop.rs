//! Maildrops: what a server keeps for its users, and what one session sees of it (RFC 1939 §4–6).

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::proto::MessageNumber;
use crate::proto::UniqueId;
use crate::proto::auth::apop_digest;
use crate::proto::command::Secret;
use crate::session::ConnectionId;
use crate::session::fact::StoredMessage;
use crate::session::mail;

/// A mail as the server keeps it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Mail {
    /// Its name over all sessions.
    pub unique_id: UniqueId,
    /// Its octets, with CR LF at each line end, the last one included.
    pub octets: Arc<[u8]>,
}

impl Mail {
    /// What a person looking inside the server sees of it.
    #[must_use]
    pub fn stored(&self) -> StoredMessage {
        StoredMessage {
            unique_id: self.unique_id.clone(),
            octets: self.octets.len() as u64,
            subject: mail::subject(&self.octets),
        }
    }
}

/// The maildrops of all users.
#[derive(Clone, Debug, Default)]
pub struct Maildrops {
    accounts: BTreeMap<Arc<str>, Account>,
}

#[derive(Clone, Debug, Default)]
struct Account {
    password: Option<Secret>,
    apop_secret: Option<Secret>,
    mails: Vec<Mail>,
    locked_by: Option<ConnectionId>,
    /// How many mails ever came: no unique-id is given twice (RFC 1939 §7).
    arrived: u64,
    /// How many of the first mails earlier sessions have touched (RFC 1225, LAST).
    touched: u32,
}

/// Why a maildrop cannot be opened.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum LoginError {
    /// Name and secret do not belong together.
    WrongCredentials,
    /// They do, but another session has the maildrop.
    InUse,
}

/// What proves who the client is.
#[derive(Clone, Copy, Debug)]
pub enum Proof<'a> {
    /// The password itself.
    Password(&'a [u8]),
    /// The digest of APOP over this timestamp.
    Apop {
        /// The timestamp of the greeting.
        timestamp: &'a str,
        /// What the client computed.
        digest: &'a str,
    },
    /// The digest of CRAM-MD5 over this challenge.
    CramMd5 {
        /// What the server asked.
        challenge: &'a str,
        /// What the client computed.
        digest: &'a str,
    },
}

impl Maildrops {
    /// No users at all.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Makes an empty maildrop for a user.
    pub fn add_user(&mut self, name: &str, password: Option<Secret>, apop_secret: Option<Secret>) {
        let account = self.accounts.entry(name.into()).or_default();
        account.password = password;
        account.apop_secret = apop_secret;
    }

    /// Puts a mail into a maildrop; an open session does not see it (RFC 1939 §5). `None` without such a user.
    ///
    /// Line ends become CR LF; a unique-id is made if none is given.
    pub fn deliver(&mut self, user: &str, text: &[u8], unique_id: Option<UniqueId>) -> Option<Mail> {
        let account = self.accounts.get_mut(user)?;
        account.arrived += 1;
        let unique_id = unique_id.unwrap_or_else(|| make_unique_id(user, account.arrived));
        let mail = Mail { unique_id, octets: with_line_ends(text).into() };
        account.mails.push(mail.clone());
        Some(mail)
    }

    /// The mails of a user, in order; none without such a user.
    #[must_use]
    pub fn mails(&self, user: &str) -> &[Mail] {
        self.accounts.get(user).map_or(&[], |account| &account.mails)
    }

    /// The names of all users.
    pub fn users(&self) -> impl Iterator<Item = &Arc<str>> {
        self.accounts.keys()
    }

    /// Whether there is a user of that name.
    #[must_use]
    pub fn knows(&self, user: &str) -> bool {
        self.accounts.contains_key(user)
    }

    /// Who holds the lock of a maildrop.
    #[must_use]
    pub fn locked_by(&self, user: &str) -> Option<ConnectionId> {
        self.accounts.get(user)?.locked_by
    }

    /// Opens a maildrop for a session and locks it (RFC 1939 §4).
    pub fn open(&mut self, user: &str, proof: Proof<'_>, session: ConnectionId) -> Result<OpenMaildrop, LoginError> {
        let (name, account) = self.accounts.get_key_value(user).ok_or(LoginError::WrongCredentials)?;
        if !account.proves(proof) {
            return Err(LoginError::WrongCredentials);
        }
        if account.locked_by.is_some() {
            return Err(LoginError::InUse);
        }
        let open = OpenMaildrop {
            user: name.clone(),
            rows: account.mails.iter().map(|mail| Row { mail: mail.clone(), marked: false }).collect(),
            touched: account.touched,
            touched_at_start: account.touched,
        };
        self.accounts.entry(name.clone()).and_modify(|account| account.locked_by = Some(session));
        Ok(open)
    }

    /// The UPDATE state: removes what is marked (RFC 1939 §6), and tells what was removed.
    pub fn update(&mut self, open: &OpenMaildrop) -> Vec<UniqueId> {
        let marked: Vec<UniqueId> = open.marked().map(|row| row.mail.unique_id.clone()).collect();
        let Some(account) = self.accounts.get_mut(&open.user) else { return Vec::new() };
        account.touched = open.touched_that_stay();
        let mut removed = Vec::new();
        // Two equal unique-ids may stand for equal mails: each mark removes one of them.
        for unique_id in marked {
            if let Some(place) = account.mails.iter().position(|mail| mail.unique_id == unique_id) {
                account.mails.remove(place);
                removed.push(unique_id);
            }
        }
        removed
    }

    /// Gives the lock back.
    pub fn release(&mut self, user: &str) {
        if let Some(account) = self.accounts.get_mut(user) {
            account.locked_by = None;
        }
    }
}

impl Account {
    fn proves(&self, proof: Proof<'_>) -> bool {
        match proof {
            Proof::Password(password) => self.password.as_ref().is_some_and(|own| own.reveal() == password),
            Proof::Apop { timestamp, digest } => {
                let digest_of = |secret: &Secret| apop_digest(timestamp.as_bytes(), secret.reveal());
                self.apop_secret.as_ref().is_some_and(|secret| digest_of(secret) == digest)
            }
            Proof::CramMd5 { challenge, digest } => {
                let secret = self.apop_secret.as_ref().or(self.password.as_ref());
                let digest_of =
                    |secret: &Secret| crate::proto::auth::cram_md5_digest(challenge.as_bytes(), secret.reveal());
                secret.is_some_and(|secret| digest_of(secret) == digest)
            }
        }
    }
}

/// A maildrop as one session sees it: as it was at login, with the session's marks.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct OpenMaildrop {
    user: Arc<str>,
    rows: Vec<Row>,
    /// The highest number that RETR or DELE touched (RFC 1225, LAST).
    touched: u32,
    touched_at_start: u32,
}

/// A message in an open maildrop.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Row {
    /// The mail.
    pub mail: Mail,
    /// Whether DELE marked it.
    pub marked: bool,
}

/// Why a message cannot be had.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum MessageError {
    /// No message has the number.
    NoSuchMessage,
    /// It carries a deletion mark.
    Marked,
}

impl OpenMaildrop {
    /// Whose it is.
    #[must_use]
    pub fn user(&self) -> &Arc<str> {
        &self.user
    }

    /// Messages without a mark, with their numbers, which never shift.
    pub fn unmarked(&self) -> impl Iterator<Item = (MessageNumber, &Mail)> {
        self.numbered().filter(|(_, row)| !row.marked).map(|(number, row)| (number, &row.mail))
    }

    /// Messages with a mark.
    pub fn marked(&self) -> impl Iterator<Item = &Row> {
        self.rows.iter().filter(|row| row.marked)
    }

    /// The numbers of messages with a mark.
    #[must_use]
    pub fn marked_numbers(&self) -> Vec<MessageNumber> {
        self.numbered().filter(|(_, row)| row.marked).map(|(number, _)| number).collect()
    }

    /// Number and octets of all messages without a mark.
    #[must_use]
    pub fn sums(&self) -> (usize, u64) {
        (self.unmarked().count(), self.unmarked().map(|(_, mail)| mail.octets.len() as u64).sum())
    }

    /// The message of a number.
    pub fn message(&self, number: MessageNumber) -> Result<&Mail, MessageError> {
        match self.rows.get(number.index()) {
            None => Err(MessageError::NoSuchMessage),
            Some(Row { marked: true, .. }) => Err(MessageError::Marked),
            Some(row) => Ok(&row.mail),
        }
    }

    /// Remembers that RETR read a message.
    pub fn touch(&mut self, number: MessageNumber) {
        self.touched = self.touched.max(number.get());
    }

    /// Marks a message.
    pub fn mark(&mut self, number: MessageNumber) -> Result<(), MessageError> {
        self.message(number)?;
        self.rows[number.index()].marked = true;
        self.touch(number);
        Ok(())
    }

    /// Takes all marks away.
    pub fn unmark_all(&mut self) {
        for row in &mut self.rows {
            row.marked = false;
        }
    }

    /// The highest number that was touched, 0 for none.
    #[must_use]
    pub fn highest_touched(&self) -> u32 {
        self.touched
    }

    /// What RSET did to LAST: back to the value of the start (RFC 1225) …
    pub fn forget_touches_of_session(&mut self) {
        self.touched = self.touched_at_start;
    }

    /// … or to 0 (RFC 1460).
    pub fn forget_all_touches(&mut self) {
        self.touched = 0;
    }

    fn numbered(&self) -> impl Iterator<Item = (MessageNumber, &Row)> {
        let numbers = (0..).map_while(MessageNumber::from_index);
        numbers.zip(&self.rows)
    }

    /// Touched messages that have no mark: so many come first in the next session.
    fn touched_that_stay(&self) -> u32 {
        let stay = self.unmarked().filter(|(number, _)| number.get() <= self.touched).count();
        u32::try_from(stay).unwrap_or(u32::MAX)
    }
}

/// A unique-id that no other mail of the user gets: it is made of how many came before.
fn make_unique_id(user: &str, arrived: u64) -> UniqueId {
    let digest = apop_digest(user.as_bytes(), &arrived.to_be_bytes());
    let unique_id = format!("{arrived:04}.{}", &digest[..12]);
    unique_id.parse().expect("digits, a dot and hexadecimal digits")
}

/// Text with CR LF at each line end, the last one included.
fn with_line_ends(text: &[u8]) -> Vec<u8> {
    let mut octets = Vec::with_capacity(text.len() + text.len() / 32);
    let mut last = 0;
    for &octet in text {
        if octet == b'\n' && last != b'\r' {
            octets.push(b'\r');
        }
        octets.push(octet);
        last = octet;
    }
    if !octets.is_empty() && !octets.ends_with(b"\r\n") {
        octets.extend_from_slice(b"\r\n");
    }
    octets
}

#[cfg(test)]
mod tests {
    use super::*;

    const ANY: ConnectionId = ConnectionId(0);

    fn maildrops() -> Maildrops {
        let mut maildrops = Maildrops::new();
        maildrops.add_user("amy", Some(Secret::new("x")), None);
        for text in ["one\n", "two\n", "three\n"] {
            maildrops.deliver("amy", text.as_bytes(), None).expect("amy is a user");
        }
        maildrops
    }

    fn open(maildrops: &mut Maildrops) -> OpenMaildrop {
        maildrops.open("amy", Proof::Password(b"x"), ANY).expect("the password is right")
    }

    fn number(number: u32) -> MessageNumber {
        MessageNumber::new(number).expect("not 0")
    }

    #[test]
    fn f15_each_line_end_counts_two_octets() {
        assert_eq!(with_line_ends(b"a\nb\r\nc"), b"a\r\nb\r\nc\r\n");
        assert_eq!(with_line_ends(b""), b"");
        assert_eq!(open(&mut maildrops()).sums(), (3, 5 + 5 + 7));
    }

    #[test]
    fn f38_unique_ids_stay_and_are_never_given_again() {
        let mut maildrops = maildrops();
        let before: Vec<_> = maildrops.mails("amy").iter().map(|mail| mail.unique_id.clone()).collect();
        let mut session = open(&mut maildrops);
        session.mark(number(3)).expect("there are three");
        maildrops.update(&session);
        maildrops.release("amy");
        let new = maildrops.deliver("amy", b"three\n", None).expect("amy is a user");
        assert!(!before.contains(&new.unique_id));
        let after: Vec<_> = maildrops.mails("amy").iter().map(|mail| mail.unique_id.clone()).collect();
        assert_eq!(after[..2], before[..2]);
    }

    #[test]
    fn f24_a_locked_maildrop_opens_for_nobody_else() {
        let mut maildrops = maildrops();
        let _first = open(&mut maildrops);
        assert_eq!(maildrops.open("amy", Proof::Password(b"x"), ANY), Err(LoginError::InUse));
        assert_eq!(maildrops.open("amy", Proof::Password(b"y"), ANY), Err(LoginError::WrongCredentials));
        maildrops.release("amy");
        assert!(maildrops.open("amy", Proof::Password(b"x"), ANY).is_ok());
    }

    #[test]
    fn f39_a_session_does_not_see_new_mail() {
        let mut maildrops = maildrops();
        let session = open(&mut maildrops);
        maildrops.deliver("amy", b"four\n", None);
        assert_eq!(session.sums().0, 3);
        assert_eq!(maildrops.mails("amy").len(), 4);
        assert!(maildrops.update(&session).is_empty(), "and UPDATE does not touch it");
        assert_eq!(maildrops.mails("amy").len(), 4);
    }
}
