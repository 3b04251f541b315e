//! The command line, as scripts use it: standard output, standard error, files, exit codes.

use std::fs;
use std::path::Path;

use assert_cmd::Command;
use assert_cmd::cargo::cargo_bin_cmd;
use predicates::prelude::*;
use serde_json::Value;

fn popscope() -> Command {
    let mut command = cargo_bin_cmd!("popscope");
    command.current_dir(env!("CARGO_MANIFEST_DIR"));
    command
}

/// Standard output of a run that succeeds.
#[track_caller]
fn prints(arguments: &[&str]) -> String {
    let output = popscope().args(arguments).assert().success().stderr("").get_output().stdout.clone();
    String::from_utf8(output).expect("text")
}

/// Every line as a JSON object.
fn objects(lines: &str) -> Vec<Value> {
    lines.lines().map(|line| serde_json::from_str(line).expect("one object a line")).collect()
}

#[test]
fn scenarios_are_listed_one_a_line() {
    let list = prints(&["scenarios"]);
    let names: Vec<&str> = list.lines().filter_map(|line| line.split('\t').next()).collect();
    let library: Vec<&str> = popscope::scenario::library::ALL.iter().map(|shipped| shipped.name).collect();
    assert_eq!(names, library);
}

#[test]
fn play_prints_the_session_of_the_rfc() {
    let session = prints(&["play", "rfc1939-example"]);
    assert!(
        session.starts_with("S: <wait for connection on TCP port 110>\nC: <open connection>\nS: +OK POP3 server ready")
    );
    assert!(session.ends_with("C: <close connection>\nS: <wait for next connection>\n"));
}

#[test]
fn passwords_are_masked_until_asked_for() {
    let masked = prints(&["play", "first-session"]);
    assert!(masked.contains("PASS ••••••") && !masked.contains("sesame"));
    assert!(prints(&["play", "first-session", "--reveal-secrets"]).contains("PASS sesame"));
    let story = prints(&["play", "first-session", "--format", "json"]);
    assert!(!story.contains("sesame"));
    let record = prints(&["analyse", "captures/dovecot-poplib-ipv6.pcapng", "--format", "ndjson"]);
    assert!(!record.contains("two words"));
    let revealed =
        prints(&["analyse", "captures/dovecot-poplib-ipv6.pcapng", "--format", "ndjson", "--reveal-secrets"]);
    assert!(revealed.contains("two words"));
}

#[test]
fn messages_and_notes_are_printed_on_request() {
    let whole = prints(&["play", "dot-stuffing", "--whole"]);
    assert!(whole.contains("\nS: ..hidden\n"), "as they are on the wire");
    let notes = prints(&["play", "first-session", "--notes", "--lang", "ru"]);
    assert!(notes.contains("# Почта для Эми ждёт на сервере"));
}

#[test]
fn play_as_json_tells_every_step() {
    let story: Value = serde_json::from_str(&prints(&["play", "first-session", "--format", "json"])).expect("JSON");
    let steps = story["steps"].as_array().expect("a list");
    assert!(steps.iter().enumerate().all(|(place, step)| step["step"] == place));
    assert!(steps.iter().any(|step| step["state"] == "UPDATE"));
    assert!(steps.iter().all(|step| step["title"].as_str().is_some_and(|title| !title.is_empty())));
}

#[test]
fn a_capture_of_a_scenario_can_be_analysed() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("x.pcapng");
    let path = path.to_str().expect("a path in UTF-8");
    assert_eq!(prints(&["play", "rfc1939-example", "--format", "pcapng", "-o", path]), "");
    let objects = objects(&prints(&["analyse", path, "--format", "ndjson"]));
    assert_eq!(objects.len(), 2, "a session and the file");
    let commands: Vec<_> =
        objects[0]["exchanges"].as_array().expect("a list").iter().map(|exchange| &exchange["command"]).collect();
    assert_eq!(commands, ["APOP", "STAT", "LIST", "RETR", "DELE", "RETR", "DELE", "QUIT"]);
    let fates: Vec<_> =
        objects[0]["messages"].as_array().expect("a list").iter().map(|message| &message["fate"]).collect();
    assert_eq!(fates, ["removed", "removed"]);
    assert_eq!((&objects[1]["type"], &objects[1]["sessions"]), (&"file".into(), &1.into()));
}

#[test]
fn a_file_is_never_written_over_without_asking() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("x.txt");
    fs::write(&path, "mine").expect("a file");
    let play = ["play", "first-session", "-o", path.to_str().expect("a path in UTF-8")];
    popscope().args(play).assert().code(1).stdout("").stderr(predicate::str::contains("is there already"));
    assert_eq!(fs::read_to_string(&path).expect("readable"), "mine");
    popscope().args(play).arg("--force").assert().success();
    assert_ne!(fs::read_to_string(&path).expect("readable"), "mine");
}

#[test]
fn ndjson_has_the_fields_that_are_documented() {
    let objects = objects(&prints(&["analyse", "captures/dovecot-raw-two-at-once.pcapng", "--format", "ndjson"]));
    let mut indices: Vec<_> = objects[..2].iter().map(|object| object["index"].as_u64()).collect();
    indices.sort_unstable();
    assert_eq!(indices, [Some(0), Some(1)]);
    for session in &objects[..2] {
        for field in [
            "file",
            "client",
            "server",
            "start",
            "end",
            "user",
            "state",
            "tls",
            "complete",
            "exchanges",
            "messages",
            "findings",
        ] {
            assert!(!session[field].is_null(), "{field}");
        }
        let pass = &session["exchanges"][1];
        assert_eq!(
            (&pass["command"], &pass["argument"], &pass["secret"]),
            (&"PASS".into(), &Value::Null, &true.into())
        );
        assert!(pass["frames"].as_array().is_some_and(|frames| frames.len() == 2));
    }
}

#[test]
fn messages_are_saved_octet_for_octet_under_names_of_ours() {
    let folder = tempfile::tempdir().expect("a folder");
    let mails = folder.path().join("mails");
    let to = mails.to_str().expect("a path in UTF-8");
    prints(&["analyse", "captures/dovecot-raw-two-at-once.pcapng", "--eml", to]);
    let mut names: Vec<String> = fs::read_dir(&mails)
        .expect("a folder")
        .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into())
        .collect();
    names.sort();
    assert_eq!(names, ["session-0000-001-message-1-retr.eml", "session-0001-001-message-1-retr.eml"]);
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("captures/mails");
    let saved = fs::read(mails.join(&names[0])).expect("readable");
    assert_eq!(saved, fs::read(root.join("welcome.eml")).expect("a mail that was put in"));
    // A second time nothing is replaced.
    popscope()
        .args(["analyse", "captures/dovecot-raw-two-at-once.pcapng", "--eml", to])
        .assert()
        .code(1)
        .stderr(predicate::str::contains("cannot save"));
}

#[test]
fn what_is_wrong_is_said_with_file_and_place() {
    let folder = tempfile::tempdir().expect("a folder");
    let wrong = folder.path().join("wrong.ron");
    fs::write(
        &wrong,
        "(title: (en: \"a\", ru: \"а\"), about: (en: \"a\", ru: \"а\"), users: [],\n steps: [Connect, Oops])",
    )
    .expect("a file");
    popscope().arg("check").arg(&wrong).assert().code(1).stdout("").stderr(predicate::str::contains("wrong.ron:2:"));
    let unmet = folder.path().join("unmet.ron");
    fs::write(
        &unmet,
        "(title: (en: \"a\", ru: \"а\"), about: (en: \"a\", ru: \"а\"), users: [(name: \"amy\", password: \"x\")],\n steps: [Connect,\n Expect(Is(\"-ERR\"))])",
    )
    .expect("a file");
    popscope()
        .arg("check")
        .arg(&unmet)
        .assert()
        .code(1)
        .stderr(predicate::str::contains("unmet.ron:3:2: expected -ERR"));
    popscope().args(["play", "no-such-lesson"]).assert().code(1).stderr(predicate::str::contains("no-such-lesson"));
}

#[test]
fn check_passes_every_shipped_scenario() {
    let names: Vec<&str> = popscope::scenario::library::ALL.iter().map(|shipped| shipped.name).collect();
    let told = prints(&[&["check"], names.as_slice()].concat());
    assert_eq!(told.lines().count(), names.len());
    assert!(told.lines().all(|line| line.contains(": right, ")));
}

#[test]
fn a_file_that_is_no_capture_does_not_stop_the_others() {
    popscope()
        .args(["analyse", "README.md", "captures/popa3d-curl.pcapng", "--format", "ndjson"])
        .assert()
        .code(1)
        .stderr(predicate::str::contains("README.md"))
        .stdout(predicate::str::contains("\"type\":\"session\""));
}

#[test]
fn a_damaged_file_gives_what_is_before_the_damage() {
    let folder = tempfile::tempdir().expect("a folder");
    let whole = fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("captures/dovecot-curl.pcap")).expect("a capture");
    let path = folder.path().join("cut.pcap");
    fs::write(&path, &whole[..whole.len() - 10]).expect("a file");
    popscope()
        .arg("analyse")
        .arg(&path)
        .args(["--format", "ndjson"])
        .assert()
        .code(1)
        .stderr(predicate::str::contains("cut short in frame"))
        .stdout(predicate::str::contains("\"type\":\"session\""));
}

#[test]
fn nothing_of_the_network_reaches_the_terminal_raw() {
    let told = prints(&["analyse", "captures/dovecot-raw-mistakes.pcap"]);
    assert!(told.chars().all(|character| character == '\n' || !character.is_control()));
}

#[test]
fn the_table_is_followed_by_the_messages_of_each_mailbox() {
    let told = prints(&["analyse", "captures/dovecot-raw-pipelined.pcap", "--mailboxes"]);
    let lines: Vec<&str> = told.lines().collect();
    assert_eq!(lines[2], "messages of anna at 127.0.0.1");
    assert_eq!(lines.len(), 3 + 3);
    assert!(lines[5].ends_with("0: listed, fetched, marked, unmarked"), "{told}");
}

#[test]
fn a_word_list_that_is_not_there_is_said_before_anything_is_read() {
    popscope()
        .args(["analyse", "captures/popa3d-curl.pcapng", "--wordlist", "/nowhere/words"])
        .assert()
        .code(1)
        .stdout("")
        .stderr(predicate::str::contains("/nowhere/words"));
}

#[test]
fn wrong_usage_is_exit_code_two() {
    popscope().args(["play"]).assert().code(2);
    popscope().args(["analyse", "--format", "xml", "x"]).assert().code(2);
    popscope().args(["play", "first-session", "--force"]).assert().code(2);
}

#[test]
fn both_spellings_of_analyse_are_understood() {
    assert_eq!(
        prints(&["analyze", "captures/popa3d-curl.pcapng"]),
        prints(&["analyse", "captures/popa3d-curl.pcapng"])
    );
}

#[test]
fn help_teaches_by_examples() {
    let help = prints(&["--help"]);
    for word in ["popscope play rfc1939-example", "popscope analyse", "Exit status"] {
        assert!(help.contains(word), "{word}");
    }
}

#[test]
fn a_terminal_is_told_nothing_by_a_scenario() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("a\u{1b}[2J.ron");
    let path = path.to_str().expect("a path in UTF-8");
    let scenario = |steps: &str| {
        format!(
            "(title: (en: \"a\", ru: \"b\"), about: (en: \"a\", ru: \"b\"), users: [(name: \"amy\", password: \"x\")], \
             clients: [(name: \"p\u{1b}[2J\"), (name: \"q\")], steps: [Connect, On(\"q\"), Connect, {steps}])"
        )
    };
    fs::write(path, scenario("Note(en: \"\u{1b}[2Jone\\ntwo\", ru: \"b\")")).expect("a file");
    for arguments in [["play", "--notes", path].as_slice(), &["check", path], &["play", "--format", "json", path]] {
        assert!(!prints(arguments).contains('\u{1b}'));
    }
    fs::write(path, scenario("On(\"\u{1b}[2J\")")).expect("a file");
    popscope().args(["check", path]).assert().code(1).stdout("").stderr(predicate::str::contains('\u{1b}').not());
}

#[test]
fn a_filter_leaves_out_what_is_not_wanted() {
    let path = "captures/dovecot-raw-two-at-once.pcapng";
    let ports: Vec<String> = objects(&prints(&["analyse", path, "--format", "ndjson"]))
        .iter()
        .filter_map(|object| object["client"].as_str().map(str::to_owned))
        .collect();
    assert_eq!(ports.len(), 2);
    for client in &ports {
        let filter = format!("client:{client}");
        let told = objects(&prints(&["analyse", path, "--format", "ndjson", "--filter", &filter]));
        assert_eq!(told.len(), 2, "a session and the file");
        assert_eq!(told[0]["client"], client.as_str());
        let table = prints(&["analyse", path, "--filter", &filter]);
        assert_eq!(table.lines().count(), 2, "the head and a session");
    }
    assert_eq!(prints(&["analyse", path, "--filter", "user:nobody"]).lines().count(), 1, "the head alone");
}

#[test]
fn a_wrong_filter_is_wrong_usage_and_pointed_at() {
    let wrong = ["analyse", "captures/dovecot-curl.pcap", "--filter", "user:amy octets>many"];
    let expected = "octets wants a whole number such as 10000 or 10k\n  user:amy octets>many\n                  ^^^^\n";
    popscope().args(wrong).assert().code(2).stdout("").stderr(predicate::str::contains(expected));
}

#[test]
fn a_row_has_the_figures_of_the_record() {
    for path in std::fs::read_dir("captures").expect("the captures").map(|entry| entry.expect("an entry").path()) {
        if !path.extension().is_some_and(|extension| extension.to_string_lossy().starts_with("pcap")) {
            continue;
        }
        let told = objects(&prints_whatever(&["analyse", path.to_str().expect("UTF-8"), "--format", "ndjson"]));
        let opened = popscope::source::open(&path, &popscope::source::Options::default(), |_, _| {
            std::ops::ControlFlow::Continue(())
        });
        let popscope::source::Opened::Capture(capture) = opened.expect("a capture") else { panic!("no capture") };
        for session in &capture.sessions {
            let found = popscope::teach::finding::findings(&session.timeline);
            let row = popscope::inspect::row::Row::new(session, &found);
            let record = told.iter().find(|object| object["index"] == session.index).expect("a record");
            let list = |name: &str| record[name].as_array().expect("a list").clone();
            let octets: u64 = list("messages").iter().filter_map(|message| message["octets"].as_u64()).sum();
            assert_eq!(row.message_octets, octets, "{}", path.display());
            assert_eq!(row.messages, list("messages").len() as u64, "{}", path.display());
            assert_eq!(row.commands.total(), list("exchanges").len() as u64, "{}", path.display());
            assert_eq!(row.findings.total(), list("findings").len() as u64, "{}", path.display());
        }
    }
}

/// Standard output of a run that may complain.
fn prints_whatever(arguments: &[&str]) -> String {
    let output = popscope().args(arguments).output().expect("popscope runs");
    String::from_utf8(output.stdout).expect("text")
}

#[test]
fn a_key_log_opens_tls_and_its_secrets_stay_masked() {
    let capture = "captures/dovecot-poplib-tls12-aes128-stls.pcap";
    let keys = "captures/dovecot-poplib-tls12-aes128-stls.keys";
    let sealed = objects(&prints(&["analyse", capture, "--format", "ndjson"]));
    assert_eq!(sealed[0]["handshake"]["decrypted"], "no");
    assert_eq!(sealed[0]["handshake"]["why_not"], "no_secrets");
    assert_eq!(sealed[0]["messages"].as_array().map(Vec::len), Some(0));
    let text = prints(&["analyse", capture, "--keylog", keys, "--format", "ndjson"]);
    let opened = objects(&text);
    assert_eq!(opened[0]["handshake"]["decrypted"], "yes");
    assert_eq!(opened[0]["user"], "anna");
    assert_eq!(opened[0]["messages"].as_array().map(Vec::len), Some(7));
    assert!(!text.contains("seven-bridges"), "no password unless it is asked for");
    let secret = fs::read_to_string(keys).expect("a key log");
    let secret = secret.split_ascii_whitespace().last().expect("a secret").to_owned();
    assert!(!text.contains(&secret), "and no key in any case");
}

#[test]
fn a_file_that_is_no_key_log_is_refused() {
    let capture = "captures/dovecot-poplib-tls12-aes128-stls.pcap";
    for (file, word) in [("Cargo.toml", "no key log"), ("no-such-file", "cannot read the file")] {
        let run = popscope().args(["analyse", capture, "--keylog", file]).assert();
        run.code(1).stdout("").stderr(predicate::str::contains(word));
    }
}

#[test]
fn the_handshake_is_null_without_tls() {
    let records = objects(&prints(&["analyse", "captures/popa3d-curl.pcapng", "--format", "ndjson"]));
    assert_eq!(records[0].get("handshake"), Some(&Value::Null));
}

#[test]
fn what_students_did_is_played_anew() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = |name: &str, text: &str| {
        let path = folder.path().join(name);
        fs::write(&path, text).expect("a file");
        path.display().to_string()
    };
    let honest = file(
        "honest.ron",
        r#"Results(form: 1, student: "Анна", done: [
            (exercise: "leave-only-two", hints: 1, deed: Typed(["DELE 3", "DELE 1", "QUIT"])),
            (exercise: "never-deleted", hints: 0, deed: Answered(" 3 ")),
        ])"#,
    );
    let forged = file(
        "forged.ron",
        r#"Results(form: 1, student: "", done: [
            (exercise: "leave-only-two", hints: 0, deed: Typed(["DELE 1", "DELE 3"])),
        ])"#,
    );
    let line = prints(&["check", "--results", &honest]);
    assert!(line.contains("honest.ron: Анна: 2 of ") && line.ends_with("leave-only-two never-deleted\n"), "{line}");
    popscope()
        .args(["check", "--results", "--lang", "ru", &forged, &honest])
        .assert()
        .code(1)
        .stdout(predicate::str::contains("(no name): 0 of ").and(predicate::str::contains("Анна: 2 of ")))
        .stderr(predicate::str::contains("forged.ron:2:58: leave-only-two is not done: В почтовом ящике amy"));
    popscope().args(["check", "--exercise", "x.ron", "y.ron"]).assert().code(2);
}

#[test]
fn an_exercise_is_checked_by_its_solution() {
    let folder = tempfile::tempdir().expect("a folder");
    let own = folder.path().join("own.ron");
    let exercise = include_str!("../../scenarios/course/exercises/leave-only-two.ron");
    fs::write(&own, exercise).expect("a file");
    let own_name = own.display().to_string();
    assert!(prints(&["check", &own_name]).ends_with("own.ron: right, an exercise\n"));
    let results = folder.path().join("results.ron");
    fs::write(
        &results,
        r#"Results(form: 1, student: "B", done: [(exercise: "own", hints: 0, deed: Typed(["DELE 1", "DELE 3", "QUIT"]))])"#,
    )
    .expect("a file");
    let line = prints(&["check", "--results", "--exercise", &own_name, &results.display().to_string()]);
    assert!(line.ends_with(": own\n"), "{line}");
    fs::write(&own, exercise.replace("\"DELE 3\", ", "")).expect("a file");
    popscope()
        .args(["check", &own_name])
        .assert()
        .code(1)
        .stderr(predicate::str::contains("own.ron:28:15: the solution does not reach the goal"));
    fs::write(&own, exercise.replace("Send(\"LIST\", Ok)", "Send(\"LIST x\", Ok)")).expect("a file");
    popscope().args(["check", &own_name]).assert().code(1).stderr(predicate::str::contains("own.ron:16:"));
}
