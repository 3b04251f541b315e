//! Tests of opening records.

use super::*;
use crate::capture::tls::record::Found;
use crate::capture::tls::record::find;

const ALGORITHMS: [(Algorithm, Hash); 3] = [
    (Algorithm::Aes128Gcm, Hash::Sha256),
    (Algorithm::Aes256Gcm, Hash::Sha384),
    (Algorithm::ChaCha20Poly1305, Hash::Sha256),
];

/// Openers of both versions and all ciphers, each as often as it is called.
fn openers() -> Vec<impl Fn() -> Opener> {
    let randoms = Randoms { client: [1; 32], server: [2; 32] };
    let both = ALGORITHMS.into_iter().flat_map(|cipher| [(cipher, true), (cipher, false)]);
    let opener = move |(algorithm, hash): (Algorithm, Hash), new: bool| {
        if new {
            Opener::tls_1_3(algorithm, hash, &vec![7; hash.length()])
        } else {
            Opener::tls_1_2(algorithm, hash, &[7; 48], &randoms, Side::Client)
        }
    };
    both.map(|(cipher, new)| move || opener(cipher, new).expect("a secret of the right length")).collect()
}

#[track_caller]
fn whole(octets: &[u8]) -> Record<'_> {
    match find(octets) {
        Found::Record(record) => record,
        Found::Beginning | Found::Other => panic!("no record"),
    }
}

#[test]
fn the_record_of_rfc_8448_is_opened() {
    let secret = [
        0x9E, 0x40, 0x64, 0x6C, 0xE7, 0x9A, 0x7F, 0x9D, 0xC0, 0x5A, 0xF8, 0x88, 0x9B, 0xCE, 0x65, 0x52, 0x87, 0x5A,
        0xFA, 0x0B, 0x06, 0xDF, 0x00, 0x87, 0xF7, 0x92, 0xEB, 0xB7, 0xC1, 0x75, 0x04, 0xA5,
    ];
    let sealed = [
        0x17, 0x03, 0x03, 0x00, 0x43, 0xA2, 0x3F, 0x70, 0x54, 0xB6, 0x2C, 0x94, 0xD0, 0xAF, 0xFA, 0xFE, 0x82, 0x28,
        0xBA, 0x55, 0xCB, 0xEF, 0xAC, 0xEA, 0x42, 0xF9, 0x14, 0xAA, 0x66, 0xBC, 0xAB, 0x3F, 0x2B, 0x98, 0x19, 0xA8,
        0xA5, 0xB4, 0x6B, 0x39, 0x5B, 0xD5, 0x4A, 0x9A, 0x20, 0x44, 0x1E, 0x2B, 0x62, 0x97, 0x4E, 0x1F, 0x5A, 0x62,
        0x92, 0xA2, 0x97, 0x70, 0x14, 0xBD, 0x1E, 0x3D, 0xEA, 0xE6, 0x3A, 0xEE, 0xBB, 0x21, 0x69, 0x49, 0x15, 0xE4,
    ];
    let mut ours = Opener::tls_1_3(Algorithm::Aes128Gcm, Hash::Sha256, &secret).expect("a secret");
    let opened = ours.open(&whole(&sealed)).expect("an authentic record");
    let content: Vec<u8> = (0..50).collect();
    assert_eq!(opened, Opened { kind: ContentType::ApplicationData, content, start: 5 });
}

#[test]
fn what_is_sealed_is_opened_in_order() {
    for opener in openers() {
        let (mut ours, mut theirs) = (opener(), opener());
        for (number, text) in (0..).zip(["+OK", "", "a longer line\r\n"]) {
            let sealed = theirs.seal(23, text.as_bytes(), 3);
            assert_eq!(ours.sequence(), number);
            let opened = ours.open(&whole(&sealed)).expect("an authentic record");
            assert_eq!((opened.kind, opened.content.as_slice()), (ContentType::ApplicationData, text.as_bytes()));
            assert!(opened.start + text.len() + TAG <= sealed.len());
        }
    }
}

#[test]
fn records_that_are_changed_swapped_or_cut_are_not_opened() {
    for opener in openers() {
        let mut theirs = opener();
        let (first, second) = (theirs.seal(23, b"one", 0), theirs.seal(23, b"two", 0));
        assert_eq!(opener().open(&whole(&second)), None, "swapped");
        for place in (0..first.len()).filter(|place| !(1..HEAD).contains(place)) {
            let mut changed = first.clone();
            changed[place] ^= 1;
            let Found::Record(record) = find(&changed) else { continue };
            assert_eq!(opener().open(&record), None, "changed at {place}");
        }
        for length in 0..first.len() - HEAD {
            let cut = record(23, &first[HEAD..HEAD + length]);
            assert_eq!(opener().open(&whole(&cut)), None, "cut to {length}");
        }
        assert!(opener().open(&whole(&first)).is_some());
    }
}

#[test]
fn a_record_of_zeros_alone_holds_nothing() {
    let opener = || Opener::tls_1_3(Algorithm::Aes128Gcm, Hash::Sha256, &[7; 32]).expect("a secret");
    assert_eq!(opener().open(&whole(&opener().seal(0, b"", 5))), None);
}

#[test]
fn updated_keys_open_what_follows_and_nothing_before() {
    let opener = || Opener::tls_1_3(Algorithm::ChaCha20Poly1305, Hash::Sha256, &[7; 32]).expect("a secret");
    let (mut ours, mut theirs) = (opener(), opener());
    let before = theirs.seal(23, b"before", 0);
    assert!(theirs.update() && ours.update());
    assert_eq!(ours.open(&whole(&before)), None);
    assert!(ours.open(&whole(&theirs.seal(23, b"behind", 0))).is_some());
}
