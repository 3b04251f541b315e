//! What the network or a person writes as a login or a URL is read without harm, whatever it is.

use popscope::proto::auth;
use popscope::proto::scram;
use popscope::proto::url::PopUrl;
use proptest::prelude::*;

/// Pieces of SCRAM messages in any order, right and wrong.
fn scram_words() -> impl Strategy<Value = String> {
    let words = [
        "n,,", "y,", "p=x,", "n=", "r=", "a=", "s=", "i=", "c=", "p=", "v=", "m=1", "=2C", "=3D", "=", ",", "YQ==",
        "4096", "é",
    ];
    let piece = prop_oneof![8 => prop::sample::select(words.to_vec()).prop_map(str::to_owned), 1 => ".{0,4}"];
    prop::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_message_of_scram_is_read_or_refused(text in scram_words(), octets in prop::collection::vec(any::<u8>(), 0..40)) {
        for octets in [text.as_bytes(), &octets] {
            if let Some(first) = scram::ClientFirst::read(octets) {
                prop_assert_eq!(first.to_string().as_bytes(), octets, "what is read is what was said");
            }
            if let Some(question) = scram::ServerFirst::read(octets) {
                prop_assert_eq!(question.to_string().as_bytes(), octets);
                prop_assert!(0 < question.iterations && !question.salt.is_empty());
            }
            let _ = (scram::ClientFinal::read(octets), scram::read_server_final(octets), auth::xoauth2_token(octets));
            prop_assert!(scram::ClientSide::begin("amy", "nonce-of-amy").answer(octets, b"x").is_err());
        }
    }

    #[test]
    fn a_pop_url_that_is_read_is_printed_alike(text in "(pop://)?[a-z%0-9;=+*@:./\\[\\]AUTH]{0,40}", rest in ".{0,20}") {
        for text in [text.clone(), format!("pop://{rest}"), format!("{text}{rest}")] {
            if let Ok(url) = text.parse::<PopUrl>() {
                prop_assert_eq!(url.to_string().parse::<PopUrl>(), Ok(url));
            }
        }
    }

    #[test]
    fn a_name_that_was_prepared_stays_as_it_is(name in ".{0,20}") {
        let once = auth::compared(&name).into_owned();
        let twice = auth::compared(&once).into_owned();
        prop_assert_eq!(&once, &twice);
    }
}
