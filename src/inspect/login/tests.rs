//! What is found of each kind of login.

use super::*;
use crate::inspect::testing::C;
use crate::inspect::testing::END;
use crate::inspect::testing::LOST;
use crate::inspect::testing::S;
use crate::inspect::testing::timeline;
use crate::proto::Side;
use crate::proto::auth::encode_base64;

const READY: (Side, &str) = (S, "+OK ready <1896.697170952@dbc.mtview.ca.us>\r\n");

/// An attempt in one line: mechanism, user, secret with its kind, outcome.
fn told(login: &Login) -> String {
    let text = |octets: &[u8]| printable(octets);
    let credential = login.credential.as_ref().map_or("-".to_owned(), |credential| {
        format!("{}={}", credential.kind.as_str(), text(credential.secret.reveal()))
    });
    format!(
        "{} {} {credential} {}",
        login.mechanism,
        login.shown_user().unwrap_or("-".to_owned()),
        login.outcome.as_str()
    )
}

#[track_caller]
fn finds(script: &[(Side, &str)], expected: &[&str]) -> Vec<Login> {
    let logins = logins(&timeline(&[&[READY], script].concat()));
    assert_eq!(logins.iter().map(told).collect::<Vec<_>>(), expected);
    logins
}

#[test]
fn user_and_pass_are_one_attempt() {
    let found = finds(
        &[(C, "USER amy\r\n"), (S, "+OK\r\n"), (C, "PASS open sesame\r\n"), (S, "-ERR [AUTH] no\r\n")],
        &["USER/PASS amy password=open sesame refused"],
    );
    assert_eq!((found[0].step, found[0].reply, found[0].cover), (4, Some(5), Cover::Clear));
    assert_eq!(found[0].response_code.as_deref(), Some("AUTH"));
    assert_eq!(found[0].certainty, Certainty::Certain);
}

#[test]
fn pipelined_attempts_keep_their_replies() {
    finds(
        &[(C, "USER a\r\nPASS 1\r\nUSER b\r\nPASS 2\r\n"), (S, "-ERR\r\n-ERR\r\n+OK\r\n+OK\r\n")],
        &["USER/PASS a password=1 refused", "USER/PASS b password=2 accepted"],
    );
}

#[test]
fn a_user_without_pass_is_an_attempt_too() {
    finds(&[(C, "USER amy\r\n"), (S, "-ERR\r\n")], &["USER/PASS amy - refused"]);
    finds(&[(C, "USER amy\r\n"), (S, "+OK\r\n")], &["USER/PASS amy - unknown"]);
    finds(&[(C, "USER amy\r\n"), (S, "+OK\r\n"), (C, END)], &["USER/PASS amy - cancelled"]);
    finds(
        &[(C, "USER amy\r\n"), (S, "+OK\r\n"), (C, "USER bob\r\n"), (S, "+OK\r\n"), (C, "QUIT\r\n")],
        &["USER/PASS amy - cancelled", "USER/PASS bob - cancelled"],
    );
    finds(&[(C, "USER a b\r\n")], &["USER/PASS a b - unknown"]);
}

#[test]
fn a_second_pass_is_likely_of_the_same_user() {
    let found = finds(
        &[(C, "USER amy\r\n"), (S, "+OK\r\n"), (C, "PASS a\r\n"), (S, "-ERR\r\n"), (C, "PASS b\r\n"), (S, "+OK\r\n")],
        &["USER/PASS amy password=a refused", "USER/PASS amy password=b accepted"],
    );
    assert_eq!(found[1].certainty, Certainty::Likely);
    finds(&[(C, "PASS\r\n"), (S, "-ERR\r\n")], &["USER/PASS - - refused"]);
}

#[test]
fn the_digest_of_apop_can_be_checked() {
    let line = "APOP mrose c4c9334bac560ecc979e58001b3e22fb\r\n";
    let found = finds(&[(C, line), (S, "+OK\r\n")], &["APOP mrose digest=c4c9334bac560ecc979e58001b3e22fb accepted"]);
    assert_eq!(found[0].challenge.as_deref(), Some(b"<1896.697170952@dbc.mtview.ca.us>".as_slice()));
    assert_eq!((found[0].matches(b"tanstaaf"), found[0].matches(b"tanstaa")), (Some(true), Some(false)));
    let capitals = line.to_ascii_uppercase();
    let found = finds(&[(C, &capitals)], &["APOP MROSE digest=C4C9334BAC560ECC979E58001B3E22FB unknown"]);
    assert_eq!(found[0].matches(b"tanstaaf"), Some(true));
    let found = finds(&[(C, "APOP mrose sesame\r\n"), (S, "-ERR\r\n")], &["APOP mrose undecoded=sesame refused"]);
    assert_eq!(found[0].matches(b"sesame"), None);
}

#[test]
fn without_the_greeting_no_digest_can_be_checked() {
    let timeline = timeline(&[(S, LOST), (C, "APOP a c4c9334bac560ecc979e58001b3e22fb\r\n"), (S, "+OK\r\n")]);
    let found = logins(&timeline);
    assert_eq!((found[0].matches(b"tanstaaf"), found[0].challenge.as_ref()), (None, None));
    assert_eq!(found[0].certainty, Certainty::Likely);
}

#[test]
fn plain_comes_at_once_or_when_asked() {
    let response = format!("{}\r\n", encode_base64(b"boss\0amy\0ses\xe9me"));
    let expected = ["PLAIN amy password=ses\\xe9me accepted"];
    let found = finds(&[(C, &format!("AUTH PLAIN {response}")), (S, "+OK\r\n")], &expected);
    assert_eq!(found[0].authorization_identity.as_deref(), Some(b"boss".as_slice()));
    let found = finds(&[(C, "auth plain\r\n"), (S, "+ \r\n"), (C, &response), (S, "+OK\r\n")], &expected);
    assert_eq!((found[0].step, found[0].reply), (2, Some(5)));
    finds(&[(C, "AUTH PLAIN =\r\n"), (S, "-ERR\r\n")], &["PLAIN - - refused"]);
}

#[test]
fn what_is_no_base64_is_kept_as_it_is() {
    finds(&[(C, "AUTH PLAIN not-base64!\r\n"), (S, "-ERR\r\n")], &["PLAIN - undecoded=not-base64! refused"]);
    finds(&[(C, "AUTH PLAIN YQ==\r\n"), (S, "-ERR\r\n")], &["PLAIN - undecoded=YQ== refused"]);
    finds(
        &[(C, "AUTH LOGIN\r\n"), (S, "+ \r\n"), (C, "amy\r\n"), (S, "+ \r\n"), (C, "sesame!\r\n"), (S, "-ERR\r\n")],
        &["LOGIN amy undecoded=sesame! refused"],
    );
    finds(&[(C, "AUTH PLAIN a b\r\n"), (S, "-ERR\r\n")], &["PLAIN - undecoded=a b refused"]);
}

#[test]
fn login_asks_for_name_and_password() {
    let asked = [(C, "AUTH LOGIN\r\n"), (S, "+ VXNlcm5hbWU6\r\n"), (C, "YW15\r\n"), (S, "+ UGFzc3dvcmQ6\r\n")];
    let rest = [(C, "c2VzYW1l\r\n"), (S, "+OK\r\n")];
    finds(&[asked.as_slice(), &rest].concat(), &["LOGIN amy password=sesame accepted"]);
    finds(&[&[(C, "AUTH LOGIN YW15\r\n")], &asked[3..], &rest].concat(), &["LOGIN amy password=sesame accepted"]);
    finds(&asked[..3], &["LOGIN amy - unknown"]);
}

#[test]
fn the_digest_of_cram_md5_can_be_checked() {
    let challenge = format!("+ {}\r\n", encode_base64(b"<1896.697170952@postoffice.reston.mci.net>"));
    let response = format!("{}\r\n", encode_base64(b"tim b913a602c7eda7a495b4e6e7334d3890"));
    let found = finds(
        &[(C, "AUTH CRAM-MD5\r\n"), (S, &challenge), (C, &response), (S, "+OK\r\n")],
        &["CRAM-MD5 tim digest=b913a602c7eda7a495b4e6e7334d3890 accepted"],
    );
    assert_eq!((found[0].matches(b"tanstaaftanstaaf"), found[0].matches(b"x")), (Some(true), Some(false)));
    let stranger = finds(
        &[(C, "AUTH CRAM-MD5\r\n"), (S, &challenge), (C, "dGlt\r\n"), (S, "-ERR\r\n")],
        &["CRAM-MD5 - undecoded=dGlt refused"],
    );
    assert_eq!(stranger[0].matches(b"x"), None);
}

#[test]
fn a_star_cancels() {
    finds(&[(C, "AUTH CRAM-MD5\r\n"), (S, "+ PGE+\r\n"), (C, "*\r\n"), (S, "-ERR\r\n")], &["CRAM-MD5 - - cancelled"]);
}

#[test]
fn xoauth2_gives_a_token() {
    let response = encode_base64(b"user=amy@example.org\x01auth=Bearer ya29.x\x01\x01");
    finds(
        &[(C, &format!("AUTH XOAUTH2 {response}\r\n")), (S, "+ e30=\r\n"), (C, "\r\n"), (S, "-ERR\r\n")],
        &["XOAUTH2 amy@example.org token=ya29.x refused"],
    );
}

/// The lines of the example of RFC 7677, as base64.
fn scram_lines() -> [String; 4] {
    let nonce = "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0";
    [
        "n,,n=user,r=rOprNGfwEbeRWgbNEkqO".to_owned(),
        format!("{nonce},s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096"),
        format!("c=biws,{nonce},p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ="),
        "v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=".to_owned(),
    ]
    .map(|text| encode_base64(text.as_bytes()))
}

#[test]
fn the_proof_of_scram_can_be_checked() {
    let [first, question, last, proof] = scram_lines();
    let (question, last) = (format!("+ {question}\r\n"), format!("{last}\r\n"));
    let rest = [(S, question.as_str()), (C, &last), (S, &format!("+ {proof}\r\n")), (C, "\r\n"), (S, "+OK\r\n")];
    let expected = ["SCRAM-SHA-256 user digest=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ= accepted"];
    let at_once = format!("AUTH SCRAM-SHA-256 {first}\r\n");
    let found = finds(&[&[(C, at_once.as_str())], rest.as_slice()].concat(), &expected);
    assert_eq!((found[0].matches(b"pencil"), found[0].matches(b"pen")), (Some(true), Some(false)));
    let first = format!("{first}\r\n");
    let asked = [(C, "AUTH SCRAM-SHA-256\r\n"), (S, "+ \r\n"), (C, &first)];
    let found = finds(&[asked.as_slice(), &rest].concat(), &expected);
    assert_eq!(found[0].matches(b"pencil"), Some(true));
    let script = [asked.as_slice(), &[(S, question.as_str()), (C, "*\r\n"), (S, "-ERR\r\n")]].concat();
    finds(&script, &["SCRAM-SHA-256 user - cancelled"]);
    finds(&[(C, "AUTH SCRAM-SHA-256 YQ==\r\n"), (S, "-ERR\r\n")], &["SCRAM-SHA-256 - undecoded=YQ== refused"]);
}

#[test]
fn other_mechanisms_are_named_and_not_decoded() {
    finds(
        &[(C, "AUTH X-OWN YQ==\r\n"), (S, "+ \r\n"), (C, "Yg==\r\n"), (S, "+OK\r\n")],
        &["X-OWN - undecoded=YQ== Yg== accepted"],
    );
    finds(&[(C, "AUTH AGFteQBzZXNhbWU=\r\n"), (S, "-ERR\r\n")], &["unknown - undecoded=AGFteQBzZXNhbWU= refused"]);
    finds(
        &[(C, "AUTH YQ==\r\n"), (S, "+ \r\n"), (C, "Yg==\r\n"), (S, "-ERR\r\n")],
        &["unknown - undecoded=YQ== Yg== refused"],
    );
    finds(&[(C, "AUTH\r\n"), (S, "+OK\r\nPLAIN\r\n.\r\n")], &[]);
}

#[test]
fn no_secret_is_shown_by_debug() {
    let script =
        [READY, (C, "USER amy\r\n"), (S, "+OK\r\n"), (C, "PASS sesame\r\n"), (C, "AUTH PLAIN AGEAc2VzYW1l\r\n")];
    let found = logins(&timeline(&script));
    assert_eq!(found.len(), 2);
    assert!(!format!("{found:?}").contains("sesame"), "{found:?}");
}

#[test]
fn rpop_is_an_attempt_without_a_password() {
    let found =
        finds(&[(C, "USER amy\r\n"), (S, "+OK\r\n"), (C, "RPOP amy\r\n"), (S, "+OK\r\n")], &["RPOP amy - accepted"]);
    assert_eq!((found[0].step, found[0].reply), (4, Some(5)));
    let found =
        finds(&[(C, "USER amy\r\n"), (S, "+OK\r\n"), (C, "RPOP root\r\n"), (S, "-ERR\r\n")], &["RPOP amy - refused"]);
    assert_eq!(found[0].authorization_identity.as_deref(), Some(&b"root"[..]));
    finds(&[(C, "RPOP amy\r\n"), (S, "-ERR\r\n")], &["RPOP amy - refused"]);
}
