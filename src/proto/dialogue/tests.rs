//! What the dialogue promises, told by small conversations.

mod gaps;
mod tls;

use super::*;

use Side::Client as C;
use Side::Server as S;

/// What was said, as short words: `S greeting`, `C0 STAT`, `S0 +OK`, `S1 +OK [block]`.
fn words(said: &[Utterance]) -> Vec<String> {
    said.iter().map(word).collect()
}

fn word(utterance: &Utterance) -> String {
    let who = if utterance.side == C { "C" } else { "S" };
    let text = crate::proto::line::printable(first_line(&utterance.raw).0);
    let number = |exchange: &Option<ExchangeNumber>| exchange.map_or("?".to_owned(), |number| number.to_string());
    match &utterance.meaning {
        Meaning::Greeting(_) => format!("{who} greeting"),
        Meaning::Command { exchange, .. } => format!("{who}{exchange} {text}"),
        Meaning::Challenge { exchange, .. } => format!("{who}{exchange} challenge"),
        Meaning::SaslResponse { exchange, nth } => format!("{who}{exchange} response {nth}"),
        Meaning::Reply { exchange, status, block } => {
            let status = status.as_ref().map_or("?", |status| status.indicator.as_str());
            let block = block.as_ref().map_or(String::new(), |block| {
                let delivered = crate::proto::line::printable(&block.delivered(&utterance.raw));
                let end = if block.is_complete() { "" } else { " …" };
                format!(" [{delivered}]{end}")
            });
            format!("{who}{} {status}{block}", number(exchange))
        }
        Meaning::Opaque => format!("{who} opaque {}", utterance.raw.len()),
        Meaning::Stray => format!("{who} stray {text}"),
        Meaning::Other(turn) => format!("{who} {turn:?} {text}"),
        Meaning::Fragment => format!("{who} fragment {text}"),
    }
}

fn hear(opening: Opening, script: &[(Side, &[u8])]) -> Vec<Utterance> {
    let mut dialogue = Dialogue::new(opening);
    let mut said = Vec::new();
    for (side, octets) in script {
        dialogue.push(*side, octets, Cover::Clear, &mut said);
    }
    dialogue.finish(&mut said);
    said
}

/// Hears the script whole, octet by octet, and with each piece cut in two at every place.
#[track_caller]
fn means(opening: Opening, script: &[(Side, &str)], expected: &[&str]) {
    let script: Vec<(Side, &[u8])> = script.iter().map(|(side, text)| (*side, text.as_bytes())).collect();
    let whole = hear(opening, &script);
    assert_eq!(words(&whole), expected);
    let spoken: usize = script.iter().map(|(_, octets)| octets.len()).sum();
    assert_eq!(whole.iter().map(|utterance| utterance.raw.len()).sum::<usize>(), spoken, "no octet is lost");

    let single: Vec<(Side, &[u8])> =
        script.iter().flat_map(|(side, octets)| octets.chunks(1).map(|octet| (*side, octet))).collect();
    assert_eq!(hear(opening, &single), whole, "octet by octet");
    for (place, (side, octets)) in script.iter().enumerate() {
        for cut in 1..octets.len() {
            let mut pieces = script.clone();
            pieces.splice(place..=place, [(*side, &octets[..cut]), (*side, &octets[cut..])]);
            assert_eq!(hear(opening, &pieces), whole, "piece {place} cut at {cut}");
        }
    }
}

#[test]
fn replies_find_their_commands() {
    means(
        Opening::Connection,
        &[
            (S, "+OK ready\r\n"),
            (C, "USER amy\r\n"),
            (S, "+OK\r\n"),
            (C, "PASS x\r\n"),
            (S, "-ERR no\r\n"),
            (C, "QUIT\r\n"),
            (S, "+OK bye\r\n"),
        ],
        &["S greeting", "C0 USER amy", "S0 +OK", "C1 PASS x", "S1 -ERR", "C2 QUIT", "S2 +OK"],
    );
}

#[test]
fn blocks_follow_from_command_and_status() {
    means(
        Opening::Connection,
        &[
            (S, "+OK\r\n"),
            (C, "LIST\r\n"),
            (S, "+OK\r\n1 120\r\n.\r\n"),
            (C, "LIST 1\r\n"),
            (S, "+OK 1 120\r\n"),
            (C, "LIST\r\n"),
            (S, "-ERR not now\r\n"),
            (C, "UIDL\r\n"),
            (S, "+OK\r\n.\r\n"),
        ],
        &[
            "S greeting",
            "C0 LIST",
            "S0 +OK [1 120\\r\\n]",
            "C1 LIST 1",
            "S1 +OK",
            "C2 LIST",
            "S2 -ERR",
            "C3 UIDL",
            "S3 +OK []",
        ],
    );
}

#[test]
fn a_message_line_that_looks_like_a_reply_stays_in_the_message() {
    means(
        Opening::Connection,
        &[
            (S, "+OK\r\n"),
            (C, "RETR 1\r\nRETR 2\r\n"),
            (S, "+OK 99 octets\r\n+OK inside\r\n..\r\n-ERR too\r\n.\r\n+OK\r\nb\r\n.\r\n"),
        ],
        &["S greeting", "C0 RETR 1", "C1 RETR 2", "S0 +OK [+OK inside\\r\\n.\\r\\n-ERR too\\r\\n]", "S1 +OK [b\\r\\n]"],
    );
}

#[test]
fn pipelined_commands_are_answered_in_order() {
    means(
        Opening::Connection,
        &[(S, "+OK\r\n"), (C, "CAPA\r\nSTAT\r\nQUIT\r\n"), (S, "+OK\r\nTOP\r\n.\r\n+OK 0 0\r\n+OK\r\n")],
        &["S greeting", "C0 CAPA", "C1 STAT", "C2 QUIT", "S0 +OK [TOP\\r\\n]", "S1 +OK", "S2 +OK"],
    );
}

#[test]
fn an_odd_line_that_a_waiting_client_took_for_a_reply_shifts_nothing() {
    for odd in ["", "+ERR no such message", "500 what?"] {
        let (line, stray) = (format!("{odd}\r\n"), format!("S stray {odd}"));
        means(
            Opening::Connection,
            &[(S, "+OK\r\n"), (C, "STAT\r\n"), (S, &line), (C, "NOOP\r\n"), (S, "+OK\r\n")],
            &["S greeting", "C0 STAT", &stray, "C1 NOOP", "S1 +OK"],
        );
    }
}

#[test]
fn a_listing_without_its_terminator_does_not_swallow_the_next_reply() {
    means(
        Opening::Connection,
        &[
            (S, "+OK\r\n"),
            (C, "LIST\r\n"),
            (S, "GARBAGE\r\n+OK 2 messages\r\n1 120\r\n2 200\r\n"),
            (C, "RETR 1\r\n"),
            (S, "+OK message follows\r\nx\r\n.\r\n"),
        ],
        &[
            "S greeting",
            "C0 LIST",
            "S stray GARBAGE",
            "C1 RETR 1",
            "S0 +OK [1 120\\r\\n2 200\\r\\n] …",
            "S1 +OK [x\\r\\n]",
        ],
    );
}

#[test]
fn sasl_lines_are_no_commands() {
    means(
        Opening::Connection,
        &[
            (S, "+OK\r\n"),
            (C, "AUTH LOGIN\r\n"),
            (S, "+ VXNlcm5hbWU6\r\n"),
            (C, "QUIT\r\n"),
            (S, "+ UGFzc3dvcmQ6\r\n"),
            (C, "c2VjcmV0\r\n"),
            (S, "+OK\r\n"),
            (C, "STAT\r\n"),
            (S, "+OK 0 0\r\n"),
        ],
        &[
            "S greeting",
            "C0 AUTH LOGIN",
            "S0 challenge",
            "C0 response 0",
            "S0 challenge",
            "C0 response 1",
            "S0 +OK",
            "C1 STAT",
            "S1 +OK",
        ],
    );
}

#[test]
fn nonsense_and_unasked_replies_are_kept() {
    means(
        Opening::Connection,
        &[(S, "+OK\r\n"), (C, "\x01\x02\r\n\r\n"), (S, "-ERR\r\nwhat?\r\n-ERR\r\n-ERR idle\r\n"), (C, "STA")],
        &["S greeting", "C0 \\u{1}\\u{2}", "C1 ", "S0 -ERR", "S stray what?", "S1 -ERR", "S? -ERR", "C fragment STA"],
    );
}

#[test]
fn lines_may_end_with_a_bare_lf() {
    means(
        Opening::Connection,
        &[(S, "+OK\n"), (C, "RETR 1\n"), (S, "+OK\na\n..b\n.\n"), (C, "QUIT\n"), (S, "+OK\n")],
        &["S greeting", "C0 RETR 1", "S0 +OK [a\\n.b\\n]", "C1 QUIT", "S1 +OK"],
    );
}

#[test]
fn a_client_that_speaks_first_leaves_no_room_for_a_greeting() {
    means(
        Opening::Connection,
        &[(C, "CAPA\r\n"), (S, "+OK\r\nUSER\r\n.\r\n"), (C, "QUIT\r\n"), (S, "+OK\r\n")],
        &["C0 CAPA", "S0 +OK [USER\\r\\n]", "C1 QUIT", "S1 +OK"],
    );
}

#[test]
fn a_capture_may_begin_inside_a_message() {
    means(
        Opening::MidStream,
        &[(S, "of a line\r\nlast\r\n.\r\n"), (C, "DELE 1\r\n"), (S, "+OK\r\n")],
        &["S? ? [of a line\\r\\nlast\\r\\n]", "C0 DELE 1", "S0 +OK"],
    );
}

#[test]
fn a_capture_may_begin_inside_a_line_of_the_client() {
    means(
        Opening::MidStream,
        &[(C, "SS sesame\r\n"), (S, "+OK\r\n"), (C, "XSTAT\r\n"), (S, "-ERR\r\n")],
        &["C fragment SS sesame", "S? +OK", "C0 XSTAT", "S0 -ERR"],
    );
    means(Opening::MidStream, &[(C, "stat\r\n"), (S, "+OK 1 2\r\n")], &["C0 stat", "S0 +OK"]);
}

#[test]
fn the_server_alone_can_be_followed() {
    means(
        Opening::MidStream,
        &[(S, "+OK ready\r\n+OK\r\n1 120\r\n.\r\n-ERR\r\n+OK bye\r\n")],
        &["S? +OK", "S? +OK", "S? ? [1 120\\r\\n]", "S? -ERR", "S? +OK"],
    );
}

#[test]
fn a_line_that_never_ends_is_given_out() {
    let mut dialogue = Dialogue::new(Opening::Connection);
    let mut said = Vec::new();
    for _ in 0..100 {
        dialogue.push(S, &[b'x'; 4096], Cover::Clear, &mut said);
        dialogue.push(C, &[b'y'; 4096], Cover::Clear, &mut said);
    }
    assert!(dialogue.held() <= 2 * (MAX_OPEN_LINE + 4096));
    dialogue.finish(&mut said);
    assert_eq!(said.iter().map(|utterance| utterance.raw.len()).sum::<usize>(), 100 * 2 * 4096);
}

/// Whatever comes in whatever order: nothing panics, and each octet is given out once and in order.
fn anything_goes(pieces: &[(bool, usize, usize)]) {
    const CLIENT: [&str; 12] = [
        "STAT\r\n",
        "LIST\r\n",
        "RETR 1\n",
        "TOP 1\r\n",
        "CAPA\r\n",
        "AUTH PLAIN\r\n",
        "AUTH\r\n",
        "STLS\r\n",
        "\x16\x03",
        "*\r\n",
        "\r\n",
        "x",
    ];
    const SERVER: [&str; 12] =
        ["+OK\r\n", "-ERR\r\n", "+ \r\n", "+OK\n", ".\r\n", ".\n", "..", ".\r", "\n", "+O", "1 120\r\n", "x"];
    for opening in [Opening::Connection, Opening::MidStream] {
        let mut dialogue = Dialogue::new(opening);
        let mut said = Vec::new();
        let mut spoken = [0; 2];
        for &(of_client, word, how) in pieces {
            let (side, words) = if of_client { (C, CLIENT) } else { (S, SERVER) };
            let cover = if how % 8 == 7 { Cover::Tls } else { Cover::Clear };
            if how % 8 == 6 {
                dialogue.gap(side, 3, &mut said);
            } else {
                dialogue.push(side, words[word].as_bytes(), cover, &mut said);
                spoken[usize::from(of_client)] += words[word].len();
            }
        }
        dialogue.finish(&mut said);
        for (side, spoken) in [(S, spoken[0]), (C, spoken[1])] {
            let mine = || said.iter().filter(|utterance| utterance.side == side);
            assert_eq!(mine().map(|utterance| utterance.raw.len()).sum::<usize>(), spoken, "{pieces:?}");
            assert!(mine().map(|utterance| utterance.start).is_sorted(), "{pieces:?}");
        }
    }
}

proptest::proptest! {
    #[test]
    fn no_order_of_octets_is_too_strange(
        pieces in proptest::collection::vec((proptest::bool::ANY, 0..12_usize, 0..16_usize), 0..30)
    ) {
        anything_goes(&pieces);
    }
}
