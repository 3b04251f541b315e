//! Every finding is produced by a few lines of a session, and correct sessions give no errors.

use std::collections::BTreeSet;
use std::net::SocketAddr;

use popscope::proto::Side;
use popscope::proto::utterance::Cover;
use popscope::proto::utterance::Opening;
use popscope::session::ConnectionId;
use popscope::session::Event;
use popscope::session::EventKind;
use popscope::session::Fact;
use popscope::session::Recorder;
use popscope::session::Time;
use popscope::session::Timeline;
use popscope::session::event::Closing;
use popscope::session::event::Connection;
use popscope::session::event::Mark;
use popscope::session::event::Party;
use popscope::session::fact::Meddling;
use popscope::teach::finding::Code;
use popscope::teach::finding::findings;
use proptest::prelude::*;

mod correct;
mod document;
mod rows;

/// A timeline written down line by line:
///
/// - `C: …` and `S: …` are lines of the client and of the server, CR LF is added;
/// - `C= …` and `S= …` are octets without it; `\r`, `\n`, `\0`, `\x..` are octets in both;
/// - `@login` is a greeting and a login, read inside TLS; `@tls` and `@clear` change the cover;
/// - `@mid` opens a connection in the middle, `@open` one more, `@port N` says on which port;
/// - `@gap S 10` loses octets, `@conflict S 2` has them twice, `@wait N` waits for seconds;
/// - `@closed C`, `@closed S`, `@reset C`, `@reset S`, `@lost` end the connection.
struct Script {
    events: Vec<Event>,
    at: i64,
    connections: u32,
    cover: Cover,
    port: u16,
}

const LOGIN: [&str; 5] = ["S: +OK ready", "C: USER amy", "S: +OK", "C: PASS sesame", "S: +OK"];

impl Script {
    fn timeline(text: &str) -> Timeline {
        let mut script = Self { events: Vec::new(), at: 0, connections: 0, cover: Cover::Clear, port: 110 };
        for line in text.lines().map(str::trim_start).filter(|line| !line.is_empty()) {
            script.line(line);
        }
        Recorder::record_all(script.events)
    }

    fn line(&mut self, line: &str) {
        let (word, rest) = line.split_once(' ').unwrap_or((line, ""));
        let number = || rest.split(' ').next_back().and_then(|word| word.parse::<u32>().ok()).expect("a number");
        match word {
            "@port" => self.port = u16::try_from(number()).expect("a port"),
            "@open" => self.open(Opening::Connection),
            "@mid" => self.open(Opening::MidStream),
            "@tls" => self.cover = Cover::Tls,
            "@clear" => self.cover = Cover::Clear,
            "@wait" => self.at += i64::from(number()) * 1_000_000_000,
            "@login" => {
                self.cover = Cover::Tls;
                for line in LOGIN {
                    self.line(line);
                }
            }
            "@gap" => self.add(EventKind::Gap { side: side(rest), octets: u64::from(number()) }),
            "@conflict" => self.add(EventKind::Conflict { side: side(rest), octets: u64::from(number()) }),
            "@meddled" => self.add(EventKind::Fact(Fact::Meddled(Meddling::Answered { command: rest.into() }))),
            "@closed" => self.add(EventKind::Closed(Closing::Finished(side(rest)))),
            "@reset" => self.add(EventKind::Closed(Closing::Reset(side(rest)))),
            "@lost" => self.add(EventKind::Closed(Closing::LineLost)),
            _ => {
                let mut octets = unescaped(rest);
                if word.ends_with(':') {
                    octets.extend_from_slice(b"\r\n");
                }
                self.add(EventKind::Octets { side: side(word), octets, cover: self.cover });
            }
        }
    }

    fn open(&mut self, opening: Opening) {
        let party = |port| Party { name: None, address: SocketAddr::from(([127, 0, 0, 1], port)) };
        self.connections += 1;
        self.push(EventKind::Opened(Connection {
            client: party(1025),
            server: party(self.port),
            opening,
            protocol: popscope::proto::Protocol::Pop3,
        }));
    }

    fn add(&mut self, kind: EventKind) {
        if self.connections == 0 {
            self.open(Opening::Connection);
        }
        self.push(kind);
    }

    fn push(&mut self, kind: EventKind) {
        self.at += 1_000_000;
        let connection = Some(ConnectionId(self.connections - 1));
        self.events.push(Event { at: Time::from_nanos(self.at), connection, mark: Mark::Nowhere, kind });
    }
}

fn side(word: &str) -> Side {
    if word.starts_with('C') { Side::Client } else { Side::Server }
}

fn unescaped(text: &str) -> Vec<u8> {
    let mut octets = Vec::new();
    let mut rest = text.as_bytes();
    while let Some((first, behind)) = rest.split_first() {
        let (octet, used) = match (first, behind.first()) {
            (b'\\', Some(b'r')) => (b'\r', 1),
            (b'\\', Some(b'n')) => (b'\n', 1),
            (b'\\', Some(b't')) => (b'\t', 1),
            (b'\\', Some(b'0')) => (0, 1),
            (b'\\', Some(b'x')) => {
                let digits = std::str::from_utf8(&behind[1..3]).expect("two digits");
                (u8::from_str_radix(digits, 16).expect("two digits"), 3)
            }
            _ => (*first, 0),
        };
        octets.push(octet);
        rest = &behind[used..];
    }
    octets
}

/// The codes of a script, in the order of the steps.
fn codes(text: &str) -> Vec<&'static str> {
    findings(&Script::timeline(text)).into_iter().map(|finding| finding.code.as_str()).collect()
}

#[test]
fn every_row_gives_the_findings_it_states() {
    let mut wrong = Vec::new();
    for (script, expected) in rows::rows() {
        let found = codes(&script).join(" ");
        if found != expected {
            wrong.push(format!("{script}\n  expected: {expected}\n  found: {found}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

#[test]
fn every_code_is_produced_by_a_row() {
    let produced: BTreeSet<String> = rows::rows()
        .into_iter()
        .flat_map(|(_, codes)| codes.split(' ').map(str::to_owned).collect::<Vec<_>>())
        .collect();
    let missing: Vec<_> = Code::ALL.map(Code::as_str).into_iter().filter(|code| !produced.contains(*code)).collect();
    assert_eq!(missing, [""; 0]);
    assert!(60 <= Code::ALL.len());
}

#[test]
fn a_finding_stands_at_its_step() {
    let timeline = Script::timeline("@login\nC: RETR 0\nS: -ERR\nC: STAT\n@closed S");
    let found: Vec<_> = findings(&timeline).into_iter().map(|finding| (finding.step, finding.code)).collect();
    // Step 0 is the connection; the command without a reply is told of where it was said.
    assert_eq!(found, [(6, Code::MessageZero), (8, Code::Unanswered)]);
}

#[test]
fn where_octets_are_missing_rules_that_look_back_hold_back() {
    let accused = "S: +OK 5 500\nC: DELE 9\nS: +OK\nC: DELE 9\nS: +OK\nC: USER amy\nS: +OK";
    assert!(!codes(&format!("@login\nC: STAT\n{accused}")).is_empty());
    assert_eq!(codes(&format!("@login\n@gap S 9\nC: STAT\n{accused}")), ["octets-missing"]);
    assert_eq!(codes(&format!("@mid\nC: STAT\n{accused}")), [""; 0]);
}

#[test]
fn a_long_name_is_no_mistake_where_lines_may_be_long() {
    // RFC 2449 §4 lets a command have 255 octets, so forty characters bind only servers without CAPA.
    let name = "x".repeat(60);
    assert_eq!(codes(&format!("S: +OK\nC: USER {name}@example.org\nS: +OK")), [""; 0]);
}

/// `cargo bench --bench growth` shows what it costs.
#[test]
fn each_mistake_of_a_long_session_is_found() {
    let mut text = String::from("@login\n");
    for _ in 0..10_000 {
        text.push_str("C: NOOP x\nS: -ERR\nC: DELE 1\nS: -ERR\n");
    }
    let timeline = Script::timeline(&text);
    assert_eq!(findings(&timeline).len(), 10_000);
}

/// Pieces of words of both sides, so that chance reaches deep into a session.
fn pieces() -> impl Strategy<Value = String> {
    let words = "C: USER a|C: PASS b|C: APOP a c4c9334bac560ecc979e58001b3e22fb|C: AUTH PLAIN AGEAYg==|C: AUTH LOGIN|\
         C: *|C: YQ==|C: STLS|C: CAPA|C: STAT|C: LIST|C: UIDL|C: LIST 1|C: UIDL 2|C: RETR 1|C: TOP 1 2|C: DELE 1|\
         C: DELE 9|C: RSET|C: NOOP|C: QUIT|C: UTF8|C= \\x16\\x03\\x01|C= \\0\\xff|S: +OK|S: +OK 2 9|S: +OK <1@a>|\
         S: +OK [X] 1 5|S: -ERR|S: -ERR [AUTH/x] no|S: +|S: + YQ==|S: .|S: ..|S: .x|S: 1 5|S: 0 5|S: 2 abc|\
         S: 4294967295 99999999999999999999|S: SASL|S: STLS|S: A: b|S=  |S= \\n|S= \\r|S= \\0\\xff|S: 1 1 1|S: |\
         @open|@mid|@login|@gap C 3|@gap S 3|@conflict S 1|@tls|@clear|@wait 60|@closed C|@closed S|@reset S|@lost";
    prop::sample::select(words.split('|').map(str::to_owned).collect::<Vec<_>>())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_was_said_findings_stand_in_order_at_steps(pieces in prop::collection::vec(pieces(), 0..60)) {
        let timeline = Script::timeline(&pieces.join("\n"));
        let found = findings(&timeline);
        prop_assert!(found.is_sorted());
        prop_assert!(found.windows(2).all(|pair| pair[0] != pair[1]), "each once");
        prop_assert!(found.last().is_none_or(|last| last.step < timeline.len()));
    }
}
