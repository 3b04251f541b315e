//! However the octets are cut, the same is heard, and none of them is lost.

use proptest::prelude::*;

use crate::proto::Protocol;
use crate::proto::Side;
use crate::proto::other::Reader;
use crate::proto::other::Role;
use crate::proto::other::Tone;
use crate::proto::other::grammar::MAX_OPEN_LINE;
use crate::proto::utterance::Certainty;
use crate::proto::utterance::Meaning;
use crate::proto::utterance::Opening;
use crate::proto::utterance::Utterance;

use Side::Client as C;
use Side::Server as S;

fn hear<'a>(protocol: Protocol, pieces: impl IntoIterator<Item = (Side, &'a [u8])>) -> Vec<Utterance> {
    let mut reader = Reader::new(protocol, Opening::Connection).expect("not POP3");
    let mut said = Vec::new();
    for (side, octets) in pieces {
        reader.push(side, octets, &mut said);
    }
    reader.finish(&mut said);
    said
}

/// Each utterance as a line: side, role, state, and its octets.
fn told(said: &[Utterance]) -> Vec<String> {
    let line = |utterance: &Utterance| {
        let side = if utterance.side == C { 'C' } else { 'S' };
        let what = match &utterance.meaning {
            Meaning::Other(turn) => {
                let role = match turn.role {
                    Role::Greeting(tone) => format!("greeting {}", sign(tone)),
                    Role::Command(verb) => verb.map_or("?".to_owned(), |verb| verb.to_string()),
                    Role::Reply { to, tone } => {
                        format!("{} {}", to.map_or("?".to_owned(), |verb| verb.to_string()), sign(tone))
                    }
                    Role::Telling { .. } => "*".to_owned(),
                    Role::Content { whole, .. } => (if whole { "mail" } else { "part" }).to_owned(),
                };
                turn.enters.map_or(role.clone(), |state| format!("{role} > {state}"))
            }
            other => format!("{other:?}"),
        };
        format!("{side} {what}: {}", utterance.raw.escape_ascii())
    };
    said.iter().map(line).collect()
}

fn sign(tone: Tone) -> char {
    match tone {
        Tone::Positive => '+',
        Tone::Intermediate => '.',
        Tone::Negative => '-',
    }
}

const POP2: &[(Side, &[u8])] = &[
    (S, b"+ POP2 a ready\r\n"),
    (C, b"HELO amy x\r\n"),
    (S, b"#2 messages\r\n"),
    (C, b"READ\r\nRETR\r\n"),
    (S, b"=9 characters\r\n+OK\r\n.\r\n\n"),
    (C, b"ACKD\r\n"),
    (S, b"=0 no message\r\n"),
    (C, b"RETR\r\n"),
    (S, b"- no\r\n"),
];

const SMTP: &[(Side, &[u8])] = &[
    (S, b"220 a ready\r\n"),
    (C, b"EHLO b\r\n"),
    (S, b"250-a\r\n250-SIZE 9\r\n250 8BITMIME\r\n"),
    (C, b"MAIL FROM:<>\r\nRCPT TO:<amy@a>\r\nDATA\r\nnot yet allowed\r\n..\r\n.\r\nQUIT\r\n"),
    (S, b"250 ok\r\n250 ok\r\n354 go on\r\n250 taken\r\n221 bye\r\n"),
];

const IMAP: &[(Side, &[u8])] = &[
    (S, b"* OK ready\r\n"),
    (C, b"1 LOGIN amy x\r\n2 SELECT INBOX\r\n"),
    (S, b"1 OK done\r\n* 1 EXISTS\r\n2 OK done\r\n"),
    (C, b"3 FETCH 1 BODY[]\r\n4 NOOP\r\n"),
    (S, b"* 1 FETCH (BODY[] {11}\r\n3 NO\r\n{2}\r\n FLAGS ())\r\n4 OK done\r\n3 OK done\r\n"),
    (C, b"nonsense\r\n\r\n"),
    (S, b"nonsense BAD what\r\n* BAD what\r\n"),
    (C, b"5 LOGOUT\r\n"),
    (S, b"* BYE\r\n5 OK done\r\n"),
];

#[test]
fn pop2_is_heard() {
    assert_eq!(
        told(&hear(Protocol::Pop2, POP2.iter().copied())),
        [
            "S greeting + > AUTH: + POP2 a ready\\r\\n",
            "C HELO: HELO amy x\\r\\n",
            "S HELO + > MBOX: #2 messages\\r\\n",
            "C READ: READ\\r\\n",
            "C RETR: RETR\\r\\n",
            "S READ + > ITEM: =9 characters\\r\\n",
            "S mail > NEXT: +OK\\r\\n.\\r\\n\\n",
            "C ACKD: ACKD\\r\\n",
            "S ACKD + > ITEM: =0 no message\\r\\n",
            "C RETR: RETR\\r\\n",
            "S RETR - > DONE: - no\\r\\n",
        ]
    );
}

#[test]
fn smtp_is_heard() {
    assert_eq!(
        told(&hear(Protocol::Smtp, SMTP.iter().copied())),
        [
            "S greeting + > CONNECTED: 220 a ready\\r\\n",
            "C EHLO: EHLO b\\r\\n",
            "S EHLO + > GREETED: 250-a\\r\\n250-SIZE 9\\r\\n250 8BITMIME\\r\\n",
            "C MAIL: MAIL FROM:<>\\r\\n",
            "C RCPT: RCPT TO:<amy@a>\\r\\n",
            "C DATA: DATA\\r\\n",
            "S MAIL + > MAIL: 250 ok\\r\\n",
            "S RCPT + > RECIPIENTS: 250 ok\\r\\n",
            "S DATA . > DATA: 354 go on\\r\\n",
            "C mail: not yet allowed\\r\\n..\\r\\n.\\r\\n",
            "C QUIT: QUIT\\r\\n",
            "S DATA + > GREETED: 250 taken\\r\\n",
            "S QUIT + > CLOSING: 221 bye\\r\\n",
        ]
    );
}

#[test]
fn imap_is_heard() {
    assert_eq!(
        told(&hear(Protocol::Imap, IMAP.iter().copied())),
        [
            "S greeting + > NOT AUTHENTICATED: * OK ready\\r\\n",
            "C LOGIN: 1 LOGIN amy x\\r\\n",
            "C SELECT: 2 SELECT INBOX\\r\\n",
            "S LOGIN + > AUTHENTICATED: 1 OK done\\r\\n",
            "S *: * 1 EXISTS\\r\\n",
            "S SELECT + > SELECTED: 2 OK done\\r\\n",
            "C FETCH: 3 FETCH 1 BODY[]\\r\\n",
            "C NOOP: 4 NOOP\\r\\n",
            "S *: * 1 FETCH (BODY[] {11}\\r\\n3 NO\\r\\n{2}\\r\\n FLAGS ())\\r\\n",
            "S NOOP +: 4 OK done\\r\\n",
            "S FETCH +: 3 OK done\\r\\n",
            "C ?: nonsense\\r\\n",
            "C ?: \\r\\n",
            "S ? -: nonsense BAD what\\r\\n",
            "S ? -: * BAD what\\r\\n",
            "C LOGOUT: 5 LOGOUT\\r\\n",
            "S * > LOGOUT: * BYE\\r\\n",
            "S LOGOUT +: 5 OK done\\r\\n",
        ]
    );
}

#[test]
fn a_refused_data_is_followed_by_commands() {
    let pieces: [(Side, &[u8]); 4] =
        [(S, b"220 a\r\n"), (C, b"DATA\r\nQUIT\r\n"), (S, b"503 no\r\n"), (S, b"221 bye\r\n")];
    let said = hear(Protocol::Smtp, pieces);
    assert_eq!(told(&said)[2..], ["S DATA -: 503 no\\r\\n", "C QUIT: QUIT\\r\\n", "S QUIT + > CLOSING: 221 bye\\r\\n"]);
}

#[test]
fn behind_a_gap_the_next_line_is_found() {
    let mut reader = Reader::new(Protocol::Smtp, Opening::Connection).expect("not POP3");
    let mut said = Vec::new();
    reader.push(S, b"220 a\r\n250 ha", &mut said);
    reader.gap(S, 7, &mut said);
    reader.push(S, b"lf\r\n250 whole\r\n", &mut said);
    reader.finish(&mut said);
    assert_eq!(told(&said)[1..], ["S Fragment: 250 ha", "S Fragment: lf\\r\\n", "S ? +: 250 whole\\r\\n"]);
    assert_eq!((said[2].start, said[3].certainty), (20, Certainty::Likely));
}

#[test]
fn a_line_without_an_end_is_given_out_in_pieces() {
    for protocol in [Protocol::Pop2, Protocol::Smtp, Protocol::Imap] {
        let mut reader = Reader::new(protocol, Opening::Connection).expect("not POP3");
        let mut said = Vec::new();
        for _ in 0..40 {
            reader.push(C, &[b'x'; 10_000], &mut said);
            assert!(reader.held() < MAX_OPEN_LINE);
        }
        assert!(said.iter().all(|utterance| utterance.raw.len() == MAX_OPEN_LINE));
    }
}

/// A conversation, and where to cut each of its pieces.
fn conversations() -> impl Strategy<Value = (Protocol, Vec<(Side, Vec<u8>)>)> {
    let words = prop::sample::select(vec![
        "+ POP2 a\r\n",
        "#1 x\r\n",
        "=5 x\r\n",
        "=0\r\n",
        "- no\r\n",
        "HELO amy x\r\n",
        "READ 1\r\n",
        "RETR\r\n",
        "ACKS\r\n",
        "ab\r\nc",
        "220 a\r\n",
        "250-a\r\n",
        "250 b\r\n",
        "354 go\r\n",
        "503 no\r\n",
        "421 x\r\n",
        "EHLO a\r\n",
        "MAIL FROM:<>\r\n",
        "RCPT TO:<amy@a>\r\n",
        "DATA\r\n",
        ".\r\n",
        "..\r\n",
        "\r\n",
        "\n",
        "QUIT\r\n",
        "* OK\r\n",
        "* BYE\r\n",
        "+ go\r\n",
        "1 OK\r\n",
        "2 NO\r\n",
        "* BAD\r\n",
        "1 LOGIN amy x\r\n",
        "2 SELECT INBOX\r\n",
        "2 LOGOUT\r\n",
        "* 1 FETCH (BODY[] {4}\r\n",
        "1 X {3}\r\n",
        ")\r\n",
        "a",
        ".",
        "\r",
    ]);
    let octets = prop_oneof![9 => words.prop_map(|word| word.as_bytes().to_vec()), 1 => prop::collection::vec(any::<u8>(), 0..6)];
    let piece = (prop::bool::ANY.prop_map(|client| if client { C } else { S }), octets);
    let protocol = prop::sample::select(vec![Protocol::Pop2, Protocol::Smtp, Protocol::Imap]);
    (protocol, prop::collection::vec(piece, 0..40))
}

proptest! {
    #[test]
    fn any_cut_gives_the_same_utterances((protocol, pieces) in conversations(), most in 1_usize..5) {
        let whole = hear(protocol, pieces.iter().map(|(side, octets)| (*side, octets.as_slice())));
        let cut = hear(protocol, pieces.iter().flat_map(|(side, octets)| octets.chunks(most).map(|piece| (*side, piece))));
        prop_assert_eq!(&whole, &cut);
        for side in [C, S] {
            let put_in: Vec<u8> = pieces.iter().filter(|piece| piece.0 == side).flat_map(|piece| piece.1.clone()).collect();
            let mut heard = Vec::new();
            for utterance in whole.iter().filter(|utterance| utterance.side == side) {
                prop_assert_eq!(utterance.start, heard.len() as u64);
                heard.extend_from_slice(&utterance.raw);
            }
            prop_assert_eq!(heard, put_in);
        }
    }
}
