//! TLS in a dialogue: what is opaque, and what is read on inside.

use super::*;

#[test]
fn tls_makes_the_rest_opaque() {
    let said = hear(
        Opening::Connection,
        &[
            (S, b"+OK\r\n"),
            (C, b"STLS\r\n"),
            (S, b"+OK go\r\n"),
            (C, b"\x16\x03\x01\n\r\n"),
            (S, b"\x16\x03\x03+OK\r\n"),
        ],
    );
    assert_eq!(words(&said), ["S greeting", "C0 STLS", "S0 +OK", "C opaque 6", "S opaque 8"]);
    let implicit = hear(Opening::Connection, &[(C, b"\x16\x03\x01abc"), (S, b"\x16\x03\x03\r\n")]);
    assert_eq!(words(&implicit), ["C opaque 6", "S opaque 5"]);
}

#[test]
fn tls_is_known_by_its_first_octet_too() {
    let octet_by_octet = |octets: &'static [u8]| octets.chunks(1).map(|one| (C, one));
    let implicit: Vec<_> = octet_by_octet(b"\x16\x03\x01\0\x03abc\x17\x03\x03\0\x02\r\n").collect();
    let said = hear(Opening::Connection, &implicit);
    assert!(said.iter().all(|one| one.meaning == Meaning::Opaque), "{:?}", words(&said));
    // Behind an STLS without a reply: the record is no word, and what follows it is one.
    for record in [&b"\x16\x03\x01\0\x03a\nc"[..], b"\x16\x03\x01\0\0", b"\x16\x03\x01\0\x03a\nc\x16\x03\x01\0\x01\n"] {
        let mut pieces: Vec<(Side, &[u8])> = vec![(S, b"+OK\r\n"), (C, b"STLS\r\n")];
        pieces.extend(record.chunks(1).map(|one| (C, one)));
        pieces.extend([(S, &b"-ERR no\r\n"[..]), (C, b"NOOP\r\n")]);
        let said = hear(Opening::Connection, &pieces);
        let clear: Vec<_> = words(&said).into_iter().filter(|word| !word.starts_with("C opaque")).collect();
        assert_eq!(clear, ["S greeting", "C0 STLS", "S0 -ERR", "C1 NOOP"]);
        assert_eq!(words(&said).len(), 4 + record.len());
        // The same where all of it came at once, with a command behind it.
        let together = [record, b"NOOP\r\n"].concat();
        let said = hear(
            Opening::Connection,
            &[(S, b"+OK\r\n"), (C, b"STLS\r\n"), (C, &together), (S, b"-ERR no\r\n"), (S, b"+OK\r\n")],
        );
        let opaque = format!("C opaque {}", record.len());
        assert_eq!(words(&said), ["S greeting", "C0 STLS", &opaque, "C1 NOOP", "S0 -ERR", "S1 +OK"]);
    }
}

#[test]
fn a_refused_stls_leaves_the_words_readable() {
    means(
        Opening::Connection,
        &[(S, "+OK\r\n"), (C, "STLS\r\n"), (S, "-ERR no\r\n"), (C, "NOOP\r\n"), (S, "-ERR\r\n")],
        &["S greeting", "C0 STLS", "S0 -ERR", "C1 NOOP", "S1 -ERR"],
    );
}

#[test]
fn words_inside_tls_go_on_after_stls() {
    let mut dialogue = Dialogue::new(Opening::Connection);
    let mut said = Vec::new();
    for (side, octets, cover) in [
        (S, "+OK\r\n", Cover::Clear),
        (C, "STLS\r\n", Cover::Clear),
        (S, "+OK\r\n", Cover::Clear),
        (C, "CAPA\r\n", Cover::Tls),
        (S, "+OK\r\n.\r\n", Cover::Tls),
    ] {
        dialogue.push(side, octets.as_bytes(), cover, &mut said);
    }
    assert_eq!(words(&said), ["S greeting", "C0 STLS", "S0 +OK", "C1 CAPA", "S1 +OK []"]);
}

#[test]
fn tls_ends_a_block_that_was_open() {
    let script: [(Side, &[u8]); 5] = [
        (S, b"+OK\r\n1 120\r\n2 "),
        (C, b"\x16\x03\x01STAT\r\n"),
        (S, b"\x16\x03\x03"),
        (C, b"\x17\x03\x03"),
        (S, b"x"),
    ];
    let said = hear(Opening::MidStream, &script);
    assert_eq!(
        words(&said),
        ["S? +OK", "S? ? [1 120\\r\\n2 ] …", "C opaque 9", "S opaque 3", "C opaque 3", "S opaque 1"]
    );
}

#[test]
fn what_stays_sealed_leaves_what_is_said_half_inside_alone() {
    let mut dialogue = Dialogue::new(Opening::Connection);
    let mut said = Vec::new();
    let mut say = |side, octets: &[u8], cover| {
        let before = said.len();
        dialogue.push(side, octets, cover, &mut said);
        said[before..].iter().map(|one| (one.raw.to_vec(), one.meaning.clone())).collect::<Vec<_>>()
    };
    assert_eq!(say(C, b"\x16\x03\x01", Cover::Clear), [(b"\x16\x03\x01".to_vec(), Meaning::Opaque)]);
    say(S, b"+OK\r\n", Cover::Tls);
    say(C, b"RETR 1\r\n", Cover::Tls);
    assert_eq!(say(S, b"+OK\r\nhalf a line", Cover::Tls), []);
    // The client's side is read for itself; that of the server ends here.
    assert_eq!(say(C, b"\x17sealed", Cover::Clear), [(b"\x17sealed".to_vec(), Meaning::Opaque)]);
    let given = say(S, b"\x17sealed", Cover::Clear);
    assert_eq!(
        given.iter().map(|(raw, _)| raw.as_slice()).collect::<Vec<_>>(),
        [b"+OK\r\nhalf a line".as_slice(), b"\x17sealed"]
    );
    assert!(matches!(given[0].1, Meaning::Reply { .. }) && given[1].1 == Meaning::Opaque);
    say(C, b"NOO", Cover::Tls);
    assert_eq!(
        say(C, b"\x17", Cover::Clear),
        [(b"NOO".to_vec(), Meaning::Fragment), (b"\x17".to_vec(), Meaning::Opaque)]
    );
}

#[test]
fn what_stands_behind_the_reply_to_stls_inside_tls_is_read_on() {
    let script: [(Side, &[u8]); 3] =
        [(S, b"+OK\r\n"), (C, b"STLS\r\nNOOP\r\nSTAT\r\n"), (S, b"+OK why not\r\n+OK\r\n+OK 0 0\r\n")];
    for cut in [usize::MAX, 1] {
        let mut dialogue = Dialogue::new(Opening::Connection);
        let mut said = Vec::new();
        for (side, octets) in script {
            octets.chunks(cut).for_each(|octets| dialogue.push(side, octets, Cover::Tls, &mut said));
        }
        dialogue.finish(&mut said);
        let expected = ["S greeting", "C0 STLS", "C1 NOOP", "C2 STAT", "S0 +OK", "S1 +OK", "S2 +OK"];
        assert_eq!(words(&said), expected, "cut after each {cut}");
    }
}

#[test]
fn a_client_hello_in_pieces_is_opaque_even_if_stls_has_no_reply() {
    let mut dialogue = Dialogue::new(Opening::Connection);
    let mut said = Vec::new();
    dialogue.push(Side::Server, b"+OK\r\n", Cover::Clear, &mut said);
    dialogue.push(Side::Client, b"STLS\r\n", Cover::Clear, &mut said);
    let hello = [&[22, 3, 1, 0, 40][..], b"DELE 1\r\n", &[7; 32]].concat();
    for piece in [&hello[..5], &hello[5..9], &hello[9..]] {
        dialogue.push(Side::Client, piece, Cover::Clear, &mut said);
    }
    dialogue.push(Side::Client, b"NOOP\r\n", Cover::Clear, &mut said);
    dialogue.finish(&mut said);
    let opaque = said.iter().filter(|one| one.meaning == Meaning::Opaque).map(|one| one.raw.len());
    assert_eq!(opaque.collect::<Vec<_>>(), [5, 4, 36]);
    let last = said.last().expect("something was said");
    assert!(matches!(last.meaning, Meaning::Command { .. }), "{last:?}");
}
