//! Logins: USER and PASS, APOP, AUTH, the lock, TLS.

use super::FIRST;
use super::SECOND;
use super::Table;
use crate::proto::auth::encode_base64;
use crate::session::EventKind;
use crate::session::Fact;
use crate::sim::Profile;
use crate::sim::profile::Mechanism;
use crate::sim::profile::Policy;
use crate::sim::profile::TlsOffer;

fn with_auth() -> Profile {
    Profile { mechanisms: Mechanism::ALL.to_vec(), ..Profile::default() }
}

#[test]
fn f21_pass_follows_user_immediately_and_keeps_its_spaces() {
    let mut table = Table::connected(Profile::default());
    table.talk(&[("PASS open sesame", "-ERR say USER first"), ("PASS", "-ERR say USER first")]);
    table.talk(&[("USER amy", "+OK"), ("STAT", "-ERR"), ("PASS open sesame", "-ERR say USER first")]);
    table.talk(&[("USER amy", "+OK"), ("loop", "-ERR"), ("PASS open sesame", "-ERR say USER first")]);
    table.talk(&[("USER amy", "+OK"), ("PASS", "-ERR PASS: an argument is missing")]);
    table.talk(&[("USER amy", "+OK"), ("CAPA", "+OK"), ("PASS open sesame", "+OK amy's maildrop has 3 messages")]);
}

#[test]
fn f22_after_an_accepted_user_only_pass_and_quit_are_in_place() {
    let mut table = Table::connected(with_auth());
    for line in ["USER amy", "AUTH PLAIN"] {
        table.talk(&[("USER amy", "+OK"), (line, "-ERR only PASS or QUIT can follow USER")]);
    }
    table.talk(&[("USER amy", "+OK"), ("PASS wrong", "-ERR"), ("USER amy", "+OK"), ("QUIT", "+OK")]);
}

#[test]
fn f22_a_server_may_hide_who_is_here() {
    let mut table = Table::connected(Profile::default());
    table.talk(&[("USER nobody", "+OK"), ("PASS x", "-ERR name or password is wrong")]);
    let mut table = Table::connected(Profile { unknown_users: Policy::Refuse, ..Profile::default() });
    table.talk(&[("USER nobody", "-ERR never heard of mailbox nobody"), ("USER amy", "+OK")]);
}

#[test]
fn f23_apop_takes_the_digest_of_its_own_timestamp() {
    let mut table = Table::new(Profile { apop: true, ..Profile::default() });
    let first = table.world.connect(FIRST).expect("no connection yet");
    let second = table.world.connect(SECOND).expect("no connection yet");
    assert_ne!(first, second, "timestamps differ each time");
    let line = table.world.client(FIRST).apop_line("bob", b"tanstaaf").expect("a timestamp");
    assert!(table.says(SECOND, &line).starts_with("-ERR"), "the digest of another timestamp");
    assert!(table.says(FIRST, &line).starts_with("+OK bob's maildrop has 0 messages"));
    let amy = table.world.client(SECOND).apop_line("amy", b"open sesame").expect("a timestamp");
    assert!(table.says(SECOND, &amy).starts_with("-ERR"), "amy has a password and no secret");
}

#[test]
fn f24_the_second_session_finds_the_maildrop_locked_and_stays_in_authorization() {
    for (resp_codes, expected) in
        [(false, "-ERR maildrop already locked"), (true, "-ERR [IN-USE] maildrop already locked")]
    {
        let mut table = Table::logged_in(Profile { resp_codes, ..Profile::default() });
        table.world.connect(SECOND).expect("no connection yet");
        table.says(SECOND, "USER amy");
        assert_eq!(table.says(SECOND, "PASS open sesame"), expected);
        table.says(SECOND, "USER amy");
        assert_eq!(table.says(SECOND, "PASS wrong"), "-ERR name or password is wrong", "no code for the wrong");
        table.talk(&[("QUIT", "+OK")]);
        table.login(SECOND);
    }
}

#[test]
fn f28_capa_tells_the_truth_in_each_state() {
    let mut table = Table::connected(with_auth());
    let list =
        "+OK capability list follows\r\nTOP\r\nUSER\r\nSASL PLAIN LOGIN CRAM-MD5 XOAUTH2 SCRAM-SHA-256\r\nUIDL\r\n.";
    assert_eq!(table.says(FIRST, "CAPA"), list);
    table.login(FIRST);
    assert_eq!(table.says(FIRST, "CAPA"), list);
}

#[test]
fn f33_stls_covers_what_follows_and_works_once() {
    let mut table = Table::connected(Profile { tls: TlsOffer::Stls, ..Profile::default() });
    assert!(table.says(FIRST, "CAPA").contains("\r\nSTLS\r\n"));
    assert_eq!(table.raw(FIRST, b"STLS\r\nCAPA\r\n").len(), 2);
    assert!(!table.facts().contains(&Fact::TlsEstablished), "nothing may be slipped in behind STLS");
    table.talk(&[("STLS", "+OK begin TLS negotiation"), ("STLS", "-ERR TLS is already active")]);
    assert!(!table.says(FIRST, "CAPA").contains("STLS"));
    table.login(FIRST);
    table.talk(&[("STLS", "-ERR STLS is not allowed in the TRANSACTION state")]);
    let mut covers = table.world.events().iter().filter_map(|event| match &event.kind {
        EventKind::Octets { cover, .. } => Some(*cover),
        EventKind::Opened(_)
        | EventKind::Gap { .. }
        | EventKind::Conflict { .. }
        | EventKind::Travelled(_)
        | EventKind::Closed(_)
        | EventKind::Fact(_) => None,
    });
    let first_covered = covers.position(|cover| cover == crate::proto::utterance::Cover::Tls);
    assert_eq!(first_covered, Some(8), "all up to the reply to STLS is in the clear");
}

#[test]
fn a_server_can_insist_on_tls_before_passwords() {
    let profile = Profile { tls: TlsOffer::Stls, cleartext_login: Policy::Refuse, ..with_auth() };
    let mut table = Table::connected(profile);
    table.talk(&[("USER amy", "-ERR start TLS first"), ("AUTH PLAIN", "-ERR start TLS first"), ("STLS", "+OK")]);
    table.login(FIRST);
}

#[test]
fn f34_auth_plain_takes_an_initial_response_or_a_challenge() {
    let response = encode_base64(b"\0amy\0open sesame");
    let mut table = Table::connected(with_auth());
    table.talk(&[("AUTH PLAIN =", "-ERR"), ("AUTH PLAIN not-base64", "-ERR"), ("AUTH GSSAPI", "-ERR unknown")]);
    assert_eq!(table.says(FIRST, "AUTH PLAIN"), "+ ", "an empty challenge is a plus and one space");
    table.talk(&[("*", "-ERR authentication cancelled"), ("AUTH PLAIN", "+ "), ("=AAA", "-ERR")]);
    table.talk(&[("AUTH", "-ERR"), ("AUTH PLAIN", "+ "), (&response, "+OK"), ("AUTH PLAIN", "-ERR")]);
    let mut table = Table::connected(with_auth());
    table.talk(&[(&format!("auth plain {response}"), "+OK amy's maildrop"), ("STAT", "+OK 3 ")]);
}

#[test]
fn f34_auth_login_and_cram_md5() {
    let (name, password) = (encode_base64(b"amy"), encode_base64(b"open sesame"));
    let mut table = Table::connected(with_auth());
    table.talk(&[("AUTH LOGIN", "+ VXNlcm5hbWU6"), (&name, "+ UGFzc3dvcmQ6"), (&password, "+OK"), ("QUIT", "+OK")]);
    table.world.connect(FIRST).expect("closed");
    table.talk(&[("AUTH CRAM-MD5 =", "-ERR"), ("AUTH CRAM-MD5", "+ ")]);
    let response = table.world.client(FIRST).cram_md5_line("bob", b"tanstaaf").expect("a challenge");
    table.talk(&[(&response, "+OK bob's maildrop")]);
}

#[test]
fn f34_a_response_before_its_challenge_is_not_taken() {
    let mut table = Table::connected(with_auth());
    let replies = table.raw(FIRST, b"AUTH LOGIN\r\nYW15\r\n");
    assert_eq!(replies, ["-ERR nothing may be sent ahead of this reply\r\n", "-ERR unknown command\r\n"]);
}

#[test]
fn f37_implicit_tls_starts_in_authorization() {
    let mut table = Table::connected(Profile { tls: TlsOffer::Implicit, ..Profile::default() });
    assert!(table.facts().contains(&Fact::TlsEstablished));
    table.talk(&[("STLS", "-ERR TLS is already active"), ("STAT", "-ERR")]);
    table.login(FIRST);
}

#[test]
fn f41_the_server_may_close_after_failed_logins() {
    let mut table = Table::connected(Profile { login_attempts: Some(2), ..Profile::default() });
    table.talk(&[("USER amy", "+OK"), ("PASS a", "-ERR"), ("USER amy", "+OK"), ("PASS b", "-ERR")]);
    assert_eq!(table.world.connection(FIRST), None);
}
