//! The example of RFC 7677, and what must not pass.

use super::*;

const CLIENT_NONCE: &str = "rOprNGfwEbeRWgbNEkqO";
const SERVER_NONCE: &str = "%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0";
const SALT: &str = "W22ZaJ0SNY7soEsUEjb6gQ==";

fn asked() -> ServerSide {
    let first = ClientFirst::read(b"n,,n=user,r=rOprNGfwEbeRWgbNEkqO").expect("a first message");
    let salt = decode_base64(SALT.as_bytes()).expect("base64");
    ServerSide::ask(first, SERVER_NONCE, &salt, 4096)
}

#[test]
fn the_example_of_rfc_7677_is_computed_on_both_sides() {
    let mut client = ClientSide::begin("user", CLIENT_NONCE);
    assert_eq!(client.first().to_string(), "n,,n=user,r=rOprNGfwEbeRWgbNEkqO");
    let server = asked();
    let question = format!("r={CLIENT_NONCE}{SERVER_NONCE},s={SALT},i=4096");
    assert_eq!(server.answer.to_string(), question);
    let last = client.answer(question.as_bytes(), b"pencil").expect("a good question");
    let proof = "dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=";
    assert_eq!(last, format!("c=biws,r={CLIENT_NONCE}{SERVER_NONCE},p={proof}"));
    let keys = Keys::derive(b"pencil", &server.answer.salt, 4096);
    let read = ClientFinal::read(last.as_bytes()).expect("a last message");
    let signature = server.verify(&read, &keys).expect("the right proof");
    assert_eq!(signature, "v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=");
    assert!(client.accepts(signature.as_bytes()));
    assert!(!client.accepts(b"v=AAAA"));
    assert!(!client.accepts(b"e=other-error"));
}

#[test]
fn a_password_can_be_held_against_a_recorded_proof() {
    let question = format!("r={CLIENT_NONCE}{SERVER_NONCE},s={SALT},i=4096");
    let last = format!("c=biws,r={CLIENT_NONCE}{SERVER_NONCE}");
    let message = auth_message("n=user,r=rOprNGfwEbeRWgbNEkqO", &question, &last);
    let tried = |message: &str, password: &[u8]| {
        matches(message.as_bytes(), b"dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=", password)
    };
    assert_eq!((tried(&message, b"pencil"), tried(&message, b"pen")), (Some(true), Some(false)));
    assert_eq!(tried(&message.replace("i=4096", "i=4294967295"), b"pencil"), None);
    assert_eq!(tried("n=user", b"pencil"), None);
}

#[test]
fn a_wrong_proof_nonce_or_header_proves_nothing() {
    let server = asked();
    let keys = Keys::derive(b"pencil", &server.answer.salt, 4096);
    let good =
        "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=";
    let verified = |text: &str| ClientFinal::read(text.as_bytes()).and_then(|last| server.verify(&last, &keys));
    assert!(verified(good).is_some());
    for (part, other) in [("biws", "eSws"), ("rOpr", "xOpr"), ("dHzb", "dHza"), ("c=biws", "c=")] {
        assert_eq!(verified(&good.replace(part, other)), None, "{other}");
    }
    let wrong = Keys::derive(b"pen", &server.answer.salt, 4096);
    assert_eq!(server.verify(&ClientFinal::read(good.as_bytes()).expect("a last message"), &wrong), None);
}

#[test]
fn a_client_does_not_answer_every_question() {
    let asks = |question: &str| ClientSide::begin("user", "abc").answer(question.as_bytes(), b"x");
    assert_eq!(asks("r=abc,s=YQ==,i=4096"), Err(ScramError::WrongNonce));
    assert_eq!(asks("r=xyz1,s=YQ==,i=4096"), Err(ScramError::WrongNonce));
    assert_eq!(asks("r=abc1,s=YQ==,i=4294967295"), Err(ScramError::TooManyIterations));
    for malformed in ["r=abc1,s=YQ==,i=0", "r=abc1,s=,i=4096", "r=abc1,i=4096", "m=x,r=abc1,s=YQ==,i=4096", ""] {
        assert_eq!(asks(malformed), Err(ScramError::Malformed), "{malformed}");
    }
}

#[test]
fn first_messages_are_read_with_their_header() {
    let read = |text: &str| ClientFirst::read(text.as_bytes());
    let first = read("y,a=b=2Coss,n=a=3Dmy,r=x,ext=1").expect("a first message");
    assert_eq!((first.binding.clone(), first.user.as_str()), (ChannelBinding::NotOffered, "a=my"));
    assert_eq!(first.authorization_identity.as_deref(), Some("b,oss"));
    assert_eq!(first.to_string(), "y,a=b=2Coss,n=a=3Dmy,r=x,ext=1");
    let wanted = read("p=tls-unique,,n=amy,r=x").map(|first| first.binding);
    assert_eq!(wanted, Some(ChannelBinding::Wanted("tls-unique".into())));
    for wrong in [
        "",
        "n",
        "n,",
        "n,,",
        "n,,n=amy",
        "n,,n=,r=x",
        "n,,n=a=my,r=x",
        "n,,n=amy,r=",
        "x,,n=amy,r=x",
        "n,,m=1,n=amy,r=x",
    ] {
        assert_eq!(read(wrong), None, "{wrong}");
    }
}

#[test]
fn names_and_passwords_are_prepared() {
    let composed = Keys::derive("é".as_bytes(), b"salt", 1);
    assert_eq!(composed, Keys::derive("e\u{301}".as_bytes(), b"salt", 1));
    assert_eq!(ClientFirst::new("a\u{ad}my", "x").user, "amy", "the soft hyphen is mapped to nothing");
    assert_eq!(format!("{composed:?}"), "Keys(…)");
}
