//! Sessions side by side on the command line.

use assert_cmd::Command;

fn popscope(arguments: &[&str]) -> std::process::Output {
    Command::cargo_bin("popscope").expect("the program").args(arguments).output().expect("it runs")
}

fn text(arguments: &[&str]) -> String {
    let output = popscope(arguments);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("text")
}

#[test]
fn generations_of_one_script_stand_side_by_side() {
    let table = text(&["compare", "time-machine", "--generations"]);
    let heads = "A  RFC 918, POP1 (1984)\nB  RFC 937, POP2 (1985)\nC  RFC 1081, 1225 (1988)\n";
    assert!(table.starts_with(heads), "{table}");
    assert!(table.lines().all(|line| line.chars().count() <= 100), "{table}");
    for expected in [
        "≠ RPOP amy  (only in some, reply, words, state)\n    A B (no counterpart)\n    C +OK amy's maildrop has 3 messages (480 octets)  → TRANSACTION\n    D E F G -ERR",
        "≠ LAST  (only in some, reply, words, what is delivered)\n    A B (no counterpart)\n    C +OK 1\n    D +OK 0\n    E F G -ERR unknown command\n",
        "≠ TOP 10  (only in some)\n    A B (no counterpart)\n    C D E F G -ERR TOP: an argument is missing\n",
        "F G -ERR some deleted messages not removed",
    ] {
        assert!(table.contains(expected), "{expected}\n{table}");
    }
    let only = text(&["compare", "time-machine", "--generations", "--only-differences"]);
    let same = |line: &str| line.starts_with("  ") && !line.starts_with("    ");
    assert!(table.lines().any(same) && !only.lines().any(same) && only.contains("LAST"), "{only}");
}

/// Each generation with its own words for the same end: log in, count, look, fetch, delete, go.
#[test]
fn seven_generations_tell_one_session() {
    let table = text(&["compare", "scenarios/download-and-delete.ron", "--generations"]);
    insta::assert_snapshot!("download-and-delete over the generations", table);
    let russian = text(&["compare", "unique-ids", "--generations", "--lang", "ru"]);
    assert!(russian.contains("A B (соответствия нет)"), "{russian}");
    let document = text(&["compare", "download-and-delete", "--generations", "--format", "json"]);
    let document: serde_json::Value = serde_json::from_str(&document).expect("JSON");
    let cells = document["rows"].as_array().expect("rows").iter().map(|row| &row["cells"][1]);
    let rules: Vec<&str> = cells.filter_map(|cell| cell["stands_for"].as_str()).collect();
    assert!(rules.starts_with(&["name-with-password", "login"]) && rules.contains(&"fetch-to-delete"), "{rules:?}");
    let other = text(&["compare", "pop2-session", "--generations"]);
    assert!(other.starts_with("A  RFC 1081, 1225 (1988)\n"), "nobody speaks POP3 in it: {other}");
}

#[test]
fn profiles_stand_side_by_side_and_secrets_stay_masked() {
    let table = text(&["compare", "spot-greenmail", "--profiles", "strict,greenmail", "--lang", "ru"]);
    assert!(table.contains("≠ RETR 2") && table.contains("ответ"), "{table}");
    assert!(!table.contains("sesame"), "{table}");
    let output = popscope(&["compare", "spot-greenmail", "--profiles", "strict,hermes"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stderr).contains("there is no profile hermes"));
}

#[test]
fn sessions_of_captures_and_scenarios_stand_side_by_side() {
    let capture = concat!(env!("CARGO_MANIFEST_DIR"), "/captures/dovecot-raw-two-at-once.pcapng");
    let second = format!("{capture}#2");
    let table = text(&["compare", capture, &second]);
    assert!(table.starts_with(&format!("A  {capture}")) || table.contains("two-at-once"), "{table}");
    assert!(table.lines().all(|line| line.chars().count() <= 100), "{table}");
    let document = text(&["compare", capture, "first-session", "kcope", "--format", "json"]);
    let document: serde_json::Value = serde_json::from_str(&document).expect("JSON");
    assert_eq!(document["columns"].as_array().map(Vec::len), Some(3));
    assert!(
        document["rows"].as_array().expect("rows").iter().all(|row| row["cells"].as_array().map(Vec::len) == Some(3))
    );
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("\u{1b}[2J.ron");
    std::fs::write(&path, include_str!("../../scenarios/kcope.ron").replace("(en: \"", "(en: \"\\u{1b}]0;x\\u{7}"))
        .expect("a file");
    let table = text(&["compare", "first-session", path.to_str().expect("text")]);
    assert!(!table.contains(['\u{1b}', '\u{7}']), "{table}");
    let output = popscope(&["compare", capture, &format!("{capture}#99")]);
    assert!(String::from_utf8_lossy(&output.stderr).contains("there is no session 99"));
}

#[test]
fn what_makes_no_comparison_is_told() {
    for arguments in [
        &["compare", "first-session"][..],
        &["compare", "first-session", "kcope", "--generations"],
        &["compare", "kcope", "--generations", "--profiles", "strict"],
    ] {
        assert_eq!(popscope(arguments).status.code(), Some(2), "{arguments:?}");
    }
    assert_eq!(popscope(&["compare", "first-session", "kcope#x"]).status.code(), Some(1));
}

#[test]
fn a_session_inside_tls_is_compared_with_the_secrets_of_a_key_log() {
    let capture = "captures/dovecot-poplib-tls12-aes128-stls.pcap";
    let keys = "captures/dovecot-poplib-tls12-aes128-stls.keys";
    let sealed = text(&["compare", capture, "first-session"]);
    let opened = text(&["compare", capture, "first-session", "--keylog", keys]);
    assert!(!sealed.contains("USER anna") && opened.contains("USER anna"), "{sealed}{opened}");
    assert!(!opened.contains("seven-bridges"), "{opened}");
    let output = popscope(&["compare", capture, "first-session", "--keylog", capture]);
    assert_eq!(output.status.code(), Some(1), "a capture is no key log");
}
