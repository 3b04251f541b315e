//! Tests of the schedule with published numbers.

use super::*;

/// Octets written in hexadecimal, with spaces.
fn hex(text: &str) -> Vec<u8> {
    let digits: Vec<u8> = text.bytes().filter(|octet| !octet.is_ascii_whitespace()).collect();
    let value = |digit: u8| u8::try_from(char::from(digit).to_digit(16).expect("a digit")).expect("small");
    digits.chunks(2).map(|pair| value(pair[0]) << 4 | value(pair[1])).collect()
}

/// Secrets of RFC 8448 §3 with the key and the vector that come of them.
const SIMPLE_HANDSHAKE: [[&str; 3]; 4] = [
    [
        "b3 ed db 12 6e 06 7f 35 a7 80 b3 ab f4 5e 2d 8f 3b 1a 95 07 38 f5 2e 96 00 74 6a 0e 27 a5 5a 21",
        "db fa a6 93 d1 76 2c 5b 66 6a f5 d9 50 25 8d 01",
        "5b d3 c7 1b 83 6e 0b 76 bb 73 26 5f",
    ],
    [
        "b6 7b 7d 69 0c c1 6c 4e 75 e5 42 13 cb 2d 37 b4 e9 c9 12 bc de d9 10 5d 42 be fd 59 d3 91 ad 38",
        "3f ce 51 60 09 c2 17 27 d0 f2 e4 e8 6e e4 03 bc",
        "5d 31 3e b2 67 12 76 ee 13 00 0b 30",
    ],
    [
        "9e 40 64 6c e7 9a 7f 9d c0 5a f8 88 9b ce 65 52 87 5a fa 0b 06 df 00 87 f7 92 eb b7 c1 75 04 a5",
        "17 42 2d da 59 6e d5 d9 ac d8 90 e3 c6 3f 50 51",
        "5b 78 92 3d ee 08 57 90 33 e5 23 d9",
    ],
    [
        "a1 1a f9 f0 55 31 f8 56 ad 47 11 6b 45 a9 50 32 82 04 b4 f4 4b fb 6b 3a 4b 4f 1f 3f cb 63 16 43",
        "9f 02 28 3b 6c 9c 07 ef c2 6b b9 f2 ac 92 e3 56",
        "cf 78 2b 88 dd 83 54 9a ad f1 e9 84",
    ],
];

#[test]
fn secrets_of_rfc_8448_give_its_keys() {
    for [secret, key, iv] in SIMPLE_HANDSHAKE {
        assert_eq!(expand_label(Hash::Sha256, &hex(secret), "key", 16), Some(hex(key)));
        assert_eq!(expand_label(Hash::Sha256, &hex(secret), "iv", 12), Some(hex(iv)));
    }
}

#[test]
fn a_secret_that_is_too_short_gives_no_key() {
    assert_eq!(expand_label(Hash::Sha256, &[7; 31], "key", 16), None);
    assert_eq!(next_secret(Hash::Sha384, &[7; 32]), None);
    assert_eq!(next_secret(Hash::Sha384, &[7; 48]).map(|secret| secret.len()), Some(48));
}

#[test]
fn the_function_of_tls_1_2_gives_the_known_octets() {
    let secret = hex("9b be 43 6b a9 40 f0 17 b1 76 52 84 9a 71 db 35");
    let seed = hex("a0 ba 9f 93 6c da 31 18 27 a6 f7 96 ff d5 19 8c");
    let wanted = "e3 f2 29 ba 72 7b e1 7b 8d 12 26 20 55 7c d4 53 c2 aa b2 1d 07 c3 d4 95 32 9b 52 d4 e6 1e db 5a
        6b 30 17 91 e9 0d 35 c9 c9 a4 6b 4e 14 ba f9 af 0f a0 22 f7 07 7d ef 17 ab fd 37 97 c0 56 4b ab
        4f bc 91 66 6e 9d ef 9b 97 fc e3 4f 79 67 89 ba a4 80 82 d1 22 ee 42 c5 a7 2e 5a 51 10 ff f7 01 87 34 7b 66";
    assert_eq!(prf(Hash::Sha256, &secret, "test label", &seed, 100), hex(wanted));
    let secret = hex("b8 0b 73 3d 6c ee fc dc 71 56 6e a4 8e 55 67 df");
    let seed = hex("cd 66 5c f6 a8 44 7d d6 ff 8b 27 55 5e db 74 65");
    let wanted = hex("7b 0c 18 e9 ce d4 10 ed 18 04 f2 cf a3 4a 33 6a 1c 14 df fb 49 00 bb 5f d7 94 21 07 e8 1c 83 cd");
    assert_eq!(prf(Hash::Sha384, &secret, "test label", &seed, 32), wanted);
}
