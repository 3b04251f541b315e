//! The example session of RFC 1939 §10 comes out as the RFC prints it.

use popscope::export::transcript::Options;
use popscope::export::transcript::transcript;
use popscope::source;
use popscope::teach::Language;
use popscope::teach::Words;

/// RFC 1939 §10, one space behind the colon.
const SESSION: &str = "\
S: <wait for connection on TCP port 110>
C: <open connection>
S: +OK POP3 server ready <1896.697170952@dbc.mtview.ca.us>
C: APOP mrose c4c9334bac560ecc979e58001b3e22fb
S: +OK mrose's maildrop has 2 messages (320 octets)
C: STAT
S: +OK 2 320
C: LIST
S: +OK 2 messages (320 octets)
S: 1 120
S: 2 200
S: .
C: RETR 1
S: +OK 120 octets
S: <the POP3 server sends message 1>
S: .
C: DELE 1
S: +OK message 1 deleted
C: RETR 2
S: +OK 200 octets
S: <the POP3 server sends message 2>
S: .
C: DELE 2
S: +OK message 2 deleted
C: QUIT
S: +OK dewey POP3 server signing off (maildrop empty)
C: <close connection>
S: <wait for next connection>
";

#[test]
fn the_example_comes_out_line_by_line() {
    let play = source::play_lesson("rfc1939-example").expect("a shipped scenario");
    assert_eq!(transcript(&play.timeline, &Words::new(Language::English), Options::default()), SESSION);
}

#[test]
fn the_rfc_prints_the_same_lines() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/rfc/rfc1939.txt");
    let Ok(rfc) = std::fs::read_to_string(&path) else {
        eprintln!("skipped: the text of RFC 1939 is not there");
        return;
    };
    let example = rfc.split("\n10. Example POP3 Session").last().and_then(|rest| rest.split("\n11. ").next());
    let lines = example.expect("section 10").lines().map(str::trim);
    let said = lines.filter_map(|line| Some((line.get(..2)?, line.get(2..)?.trim())));
    let session: Vec<String> =
        said.filter(|(who, _)| matches!(*who, "C:" | "S:")).map(|(who, text)| format!("{who} {text}")).collect();
    assert_eq!(session, SESSION.lines().collect::<Vec<_>>());
}
