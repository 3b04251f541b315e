//! What the store promises.

use super::*;
use crate::sim::maildrop::NoMessage;

fn store() -> Store {
    let mut store = Store::new();
    let account = Account { user: "amy".into(), password: Some(Secret::new("x")), secret: None };
    store.add_account(account).expect("a new user");
    for text in ["Subject: one\n\n1\n", "Subject: two\n\n2\n"] {
        store.deliver("amy", text.as_bytes(), None).expect("a user");
    }
    store
}

fn open(store: &mut Store) -> Maildrop {
    store.open("amy", ConnectionId(0)).expect("no lock")
}

fn number(number: u32) -> MessageNumber {
    MessageNumber::new(number).expect("not 0")
}

fn unique_ids(store: &Store) -> Vec<String> {
    store.mails("amy").map(|mail| mail.unique_id().to_string()).collect()
}

#[test]
fn f05_a_failing_update_never_removes_unmarked_messages_and_gives_the_lock_back() {
    let mut store = store();
    let mut maildrop = open(&mut store);
    maildrop.mark(number(1)).expect("a message");
    let removal = store.update(maildrop, Some(0));
    assert_eq!((removal.removed.len(), removal.complete, removal.left), (0, false, 2));
    assert_eq!(store.locked_by("amy"), None);
}

#[test]
fn f07_numbers_never_shift_within_a_session() {
    let mut store = store();
    let mut maildrop = open(&mut store);
    maildrop.mark(number(1)).expect("a message");
    assert!(maildrop.messages().map(|(number, _)| number.get()).eq([2]));
    assert_eq!((maildrop.count(), maildrop.octets()), (1, 19));
    assert_eq!(maildrop.message(number(1)), Err(NoMessage::Marked));
    assert_eq!(maildrop.message(number(3)), Err(NoMessage::Missing));
}

#[test]
fn f24_only_one_session_has_the_lock() {
    let mut store = store();
    let maildrop = open(&mut store);
    assert_eq!(store.open("amy", ConnectionId(1)).err(), Some(StoreError::Locked));
    store.release(maildrop);
    assert!(store.open("amy", ConnectionId(1)).is_ok());
}

#[test]
fn f38_unique_ids_persist_and_are_never_used_again() {
    let mut store = store();
    let before = unique_ids(&store);
    let maildrop = open(&mut store);
    store.release(maildrop);
    assert_eq!(unique_ids(&store), before, "also without UPDATE");

    let mut maildrop = open(&mut store);
    maildrop.mark(number(2)).expect("a message");
    store.update(maildrop, None);
    store.deliver("amy", b"Subject: two\n\n2\n", None).expect("a user");
    assert_eq!(unique_ids(&store)[0], before[0]);
    assert!(!before.contains(&unique_ids(&store)[1]));

    let old: UniqueId = before[1].parse().expect("a unique-id");
    assert_eq!(store.deliver("amy", b"x", Some(old.clone())).err(), Some(StoreError::UniqueIdUsed(old)));
}

#[test]
fn f39_an_open_maildrop_is_a_snapshot() {
    let mut store = store();
    let maildrop = open(&mut store);
    store.deliver("amy", b"Subject: three\n\n3\n", None).expect("a user");
    assert_eq!((maildrop.count(), store.mails("amy").count()), (2, 3));
}

#[test]
fn f40_the_site_may_take_messages_away_and_an_open_snapshot_stays() {
    let mut store = store();
    let maildrop = open(&mut store);
    let first: UniqueId = unique_ids(&store)[0].parse().expect("a unique-id");
    assert_eq!(store.remove_by_site("amy", &first), Ok(()));
    assert_eq!((maildrop.count(), store.mails("amy").count()), (2, 1));
    assert_eq!(store.remove_by_site("amy", &first), Err(StoreError::NoSuchMessage(first)));
}

#[test]
fn f09_last_is_the_highest_number_touched_and_lasts_until_the_next_session() {
    let mut store = store();
    let mut maildrop = open(&mut store);
    assert_eq!(maildrop.last(), 0);
    maildrop.touch(number(1));
    store.update(maildrop, None);
    let mut maildrop = open(&mut store);
    assert_eq!(maildrop.last(), 1);
    maildrop.mark(number(2)).expect("a message");
    assert_eq!(maildrop.last(), 2);
    maildrop.reset_last_to_start();
    assert_eq!(maildrop.last(), 1);
}
