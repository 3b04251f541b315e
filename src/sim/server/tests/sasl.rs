//! AUTH in full: initial responses, XOAUTH2, SCRAM, other people's maildrops (RFC 5034, RFC 4616, RFC 7677).

use super::FIRST;
use super::SECOND;
use super::Table;
use crate::proto::auth::encode_base64;
use crate::proto::auth::xoauth2_response;
use crate::proto::scram;
use crate::proto::secret::Secret;
use crate::sim::Profile;
use crate::sim::Store;
use crate::sim::profile::Mechanism;
use crate::sim::terms::Terms;

/// A server with all mechanisms; amy has a token, and bob may open her maildrop.
fn table() -> Table {
    let profile =
        Profile { mechanisms: Mechanism::ALL.to_vec(), resp_codes: true, auth_resp_code: true, ..Profile::default() };
    let mut table = Table::with(profile, |store: &mut Store| {
        let token = Some(Secret::new("ya29.token"));
        let amy = Terms { token, delegates: vec!["carol".into()], iterations: Some(2), ..Terms::default() };
        store.ledger_mut().set_terms("amy", amy);
        let carol =
            crate::sim::store::Account { user: "carol".into(), password: Some(Secret::new("swordfish")), secret: None };
        store.add_account(carol).expect("a new user");
    });
    table.world.connect(FIRST).expect("no connection yet");
    table
}

/// Runs SCRAM up to the proof of the server, and tells the line that the client would end it with.
#[track_caller]
fn scram(table: &mut Table, name: &str, password: &[u8]) -> (String, Option<String>) {
    let line = table.world.client_mut(FIRST).scram_first_line(name);
    assert!(table.says(FIRST, &line).starts_with("+ "), "the server asks whoever comes");
    let line = table.world.client_mut(FIRST).scram_final_line(password).expect("a challenge");
    let reply = table.says(FIRST, &line);
    (reply, table.world.client_mut(FIRST).scram_end_line())
}

#[test]
fn f34_an_initial_response_may_make_the_line_255_octets_long_and_no_longer() {
    let padded = |length: usize| format!("AUTH PLAIN {}", "A".repeat(length - "AUTH PLAIN \r\n".len()));
    let mut table = table();
    table.talk(&[(&padded(255), "-ERR this is no valid response"), (&padded(256), "-ERR the line is too long")]);
    // What does not fit comes as the response to an empty challenge, which has no such limit.
    let long = encode_base64(&[b"\0amy\0".as_slice(), &[b'x'; 400]].concat());
    table.talk(&[("AUTH PLAIN", "+ "), (&long, "-ERR [AUTH] name or password is wrong")]);
}

#[test]
fn a_name_with_line_ends_makes_no_second_line_of_a_reply() {
    use crate::sim::Phrase;
    let text = |words: &str| crate::sim::template::Template::parse(Phrase::LoginFailed, words, false).expect("valid");
    let texts = [(Phrase::LoginFailed, text("-ERR password supplied for {user} is incorrect"))].into();
    let profile = Profile { mechanisms: Mechanism::ALL.to_vec(), texts, ..Profile::default() };
    let mut table = Table::connected(profile);
    let line = format!("AUTH PLAIN {}", encode_base64(b"\0x\r\n+OK 99 99\0p"));
    assert_eq!(table.says(FIRST, &line), "-ERR password supplied for x??+OK 99 99 is incorrect");
}

#[test]
fn f34_whatever_is_not_base64_is_refused_and_the_session_goes_on() {
    let mut table = table();
    for wrong in ["=AAA", "AAA=BBB", "AAA", "AA A", "AAAA\u{e9}", "AAA=A", "====", "dGlt\t"] {
        table.talk(&[
            ("AUTH PLAIN", "+ "),
            (wrong, "-ERR this is no valid response"),
            ("STAT", "-ERR STAT is not allowed"),
        ]);
    }
}

#[test]
fn f34_auth_without_a_mechanism_or_behind_a_login_is_refused() {
    let mut table = table();
    table.talk(&[
        ("AUTH", "-ERR unknown mechanism"),
        ("AUTH X-NONE", "-ERR unknown mechanism"),
        ("AUTH PLAIN a b", "-ERR"),
    ]);
    let response = encode_base64(b"\0amy\0open sesame");
    table.talk(&[
        (&format!("AUTH PLAIN {response}"), "+OK"),
        ("AUTH PLAIN", "-ERR AUTH is not allowed"),
        ("STAT", "+OK 3"),
    ]);
}

#[test]
fn f34_plain_opens_the_maildrop_of_the_one_on_whose_behalf_it_acts() {
    let say = |octets: &[u8]| format!("AUTH PLAIN {}", encode_base64(octets));
    let mut table = table();
    for wrong in [b"bob\0carol\0swordfish".as_slice(), b"amy\0carol\0wrong", b"amy\0nobody\0swordfish", b"amy\0carol\0"]
    {
        table.talk(&[(&say(wrong), "-ERR [AUTH]")]);
    }
    table.talk(&[(&say(b"amy\0carol\0swordfish"), "+OK amy's maildrop has 3 messages")]);
    assert_eq!(table.world.site().store.locked_by("amy"), table.world.connection(FIRST));
}

#[test]
fn f34_xoauth2_tells_why_before_it_refuses() {
    let say = |token: &[u8]| format!("AUTH XOAUTH2 {}", encode_base64(&xoauth2_response("amy", token)));
    let mut table = table();
    for answer in ["", "*", "e30="] {
        let reply = table.says(FIRST, &say(b"old"));
        let reason = crate::proto::auth::decode_base64(&reply.as_bytes()[2..]).expect("base64");
        assert!(reason.starts_with(b"{\"status\":\"401\""), "{reply}");
        table.talk(&[(answer, "-ERR [AUTH]")]);
    }
    table.talk(&[("AUTH XOAUTH2 YW15", "-ERR this is no valid response")]);
    let response = encode_base64(&xoauth2_response("amy", b"ya29.token"));
    table.talk(&[("AUTH XOAUTH2", "+ "), (&response, "+OK amy's maildrop"), ("QUIT", "+OK")]);
    table.world.connect(FIRST).expect("closed");
    table.talk(&[(&say(b"ya29.token"), "+OK amy's maildrop")]);
}

#[test]
fn f34_scram_ends_with_an_empty_line_behind_the_proof_of_the_server() {
    let mut table = table();
    let (proof, end) = scram(&mut table, "amy", b"open sesame");
    assert!(proof.starts_with("+ dj"), "the signature comes as a challenge, not with +OK: {proof}");
    assert_eq!(end.as_deref(), Some(""), "the client finds it right");
    table.talk(&[("", "+OK amy's maildrop has 3 messages"), ("STAT", "+OK 3 ")]);
}

#[test]
fn f34_scram_takes_a_secret_too_and_refuses_wrong_passwords_and_strangers() {
    let mut table = table();
    let (reply, end) = scram(&mut table, "amy", b"wrong");
    assert_eq!((reply.as_str(), end), ("-ERR [AUTH] name or password is wrong", None));
    assert!(scram(&mut table, "nobody", b"x").0.starts_with("-ERR [AUTH]"));
    assert!(scram(&mut table, "bob", b"tanstaaf").0.starts_with("+ dj"));
    table.talk(&[("*", "-ERR authentication cancelled"), ("STAT", "-ERR")]);
    assert!(scram(&mut table, "bob", b"tanstaaf").0.starts_with("+ dj"));
    table.talk(&[("YQ==", "-ERR this is no valid response")]);
}

#[test]
fn f34_scram_binds_no_channel_and_no_question_comes_twice() {
    let say = |text: &str| format!("AUTH SCRAM-SHA-256 {}", encode_base64(text.as_bytes()));
    let mut table = table();
    table.talk(&[(&say("p=tls-unique,,n=amy,r=abc"), "-ERR this is no valid response")]);
    table.talk(&[(&say("n,,m=x,n=amy,r=abc"), "-ERR this is no valid response"), (&say("amy"), "-ERR")]);
    let first = table.says(FIRST, &say("y,,n=amy,r=abc"));
    table.talk(&[("*", "-ERR authentication cancelled")]);
    let second = table.says(FIRST, &say("n,,n=amy,r=abc"));
    assert_ne!(first, second, "each exchange has a nonce of its own");
    // The header of the first message has to come back in the last.
    table.world.connect(SECOND).expect("no connection yet");
    let mut side = scram::ClientSide::begin("amy", "abc");
    let question = crate::proto::auth::decode_base64(&second.as_bytes()[2..]).expect("base64");
    let last = side.answer(&question, b"open sesame").expect("a good question");
    let forged = last.replacen("c=biws", "c=eSws", 1);
    table.talk(&[(&encode_base64(forged.as_bytes()), "-ERR [AUTH]")]);
}
