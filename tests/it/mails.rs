//! Mails on the command line: what they say, and what is saved of them.

use std::fs;
use std::path::Path;
use std::path::PathBuf;

use assert_cmd::cargo::cargo_bin_cmd;
use popscope::inspect::mail::Mail;
use popscope::inspect::mail::Missing;
use popscope::inspect::mail::attachments::attachments;
use popscope::inspect::mail::readable::readable;
use serde_json::Value;

const SCENARIO: &str = r#"Scenario(
    title: (en: "Mails", ru: "Письма"),
    about: (en: "A mail with an attachment.", ru: "Письмо с вложением."),
    users: [(name: "anna", password: "sesame", messages: [Text("From: =?koi8-r?B?4c7OwQ==?= <anna@example.org>
Subject: =?windows-1251?Q?=CF=F0=E8=E2=E5=F2?=
Message-ID: <1@example.org>
Content-Type: multipart/mixed; boundary=b

--b

text
--b
Content-Type: application/pdf; name=\"../../../etc/passwd\"
Content-Transfer-Encoding: base64

SGVsbG8=
--b--
")])],
    steps: [Connect, Send("USER anna"), Send("PASS sesame", Ok), Send("RETR 1", Ok), Send("TOP 1 6", Ok), Send("QUIT", Ok)],
)"#;

/// A capture of the scenario, in a folder.
fn capture(folder: &Path) -> PathBuf {
    let (scenario, capture) = (folder.join("mail.ron"), folder.join("mail.pcapng"));
    fs::write(&scenario, SCENARIO).expect("writable");
    let mut popscope = cargo_bin_cmd!("popscope");
    popscope.arg("play").arg(&scenario).args(["--format", "pcapng", "-o"]).arg(&capture).assert().success();
    capture
}

#[track_caller]
fn messages(capture: &Path, arguments: &[&str]) -> Vec<Value> {
    let mut popscope = cargo_bin_cmd!("popscope");
    let run = popscope.arg("analyse").arg(capture).args(["--format", "ndjson"]).args(arguments).assert().success();
    let output = String::from_utf8(run.get_output().stdout.clone()).expect("text");
    let session: Value = serde_json::from_str(output.lines().next().expect("a line")).expect("JSON");
    session["messages"].as_array().expect("a list").clone()
}

#[test]
fn mails_are_told_when_asked_for() {
    let folder = tempfile::tempdir().expect("a folder");
    let capture = capture(folder.path());
    let [whole, top] = messages(&capture, &["--mail"]).try_into().expect("two messages");
    assert_eq!(whole["subject"], "Привет");
    assert_eq!(whole["from"], "Анна <anna@example.org>");
    assert_eq!((&whole["message_id"], &whole["date"]), (&Value::from("<1@example.org>"), &Value::Null));
    let attachment = serde_json::json!([{
        "part": "2",
        "type": "application/pdf",
        "name": "../../../etc/passwd",
        "octets": 5,
        "sha256": "185f8db32271fe25f561a6fc938b2e264306ec304eda518007d1764826381969",
        "wholeness": "whole",
    }]);
    assert_eq!(whole["attachments"], attachment);
    assert_eq!(top["attachments"][0]["wholeness"], "perhaps-cut");
    assert!(messages(&capture, &[]).iter().all(|message| message.get("subject").is_none()));
}

#[test]
fn attachments_are_saved_under_names_of_ours_and_over_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let capture = capture(folder.path());
    let into = folder.path().join("files");
    let mut popscope = cargo_bin_cmd!("popscope");
    let run = popscope.arg("analyse").arg(&capture).arg("--attachments").arg(&into).assert().success();
    let output = String::from_utf8(run.get_output().stdout.clone()).expect("text");
    assert_eq!(output.lines().count(), 2, "no word about files: {output}");
    let mut names: Vec<_> =
        fs::read_dir(&into).expect("a folder").map(|entry| entry.expect("a file").file_name()).collect();
    names.sort();
    assert_eq!(names, ["session-0000-001-message-1-part-2.pdf", "session-0000-002-message-1-part-2-partial.pdf"]);
    assert_eq!(fs::read(into.join(&names[0])).expect("readable"), b"Hello");
    let mut popscope = cargo_bin_cmd!("popscope");
    let run = popscope.arg("analyse").arg(&capture).arg("--attachments").arg(&into).assert().failure();
    assert!(String::from_utf8_lossy(&run.get_output().stderr).contains("cannot save the attachments"));
}

/// Mails made to cost time and memory; `cargo bench --bench growth` shows what they cost.
#[test]
fn hostile_mails_are_taken_apart_within_bounds() {
    const SIZE: usize = 1 << 20;
    let deep: Vec<String> =
        (0..30).map(|depth| format!("Content-Type: multipart/mixed; boundary=b{depth}\n\n--b{depth}\n")).collect();
    let deep = deep.concat();
    let heads = [
        ("", "X: =?a?q?\n"),
        ("", "Content-Type: text/plain; name*0=\"a\n b"),
        ("Content-Type: multipart/mixed; boundary=b\n\n", "--b\n\n"),
        ("Content-Type: multipart/mixed; boundary=b\n\n", "--bb\n"),
        ("Content-Type: multipart/mixed; boundary=\"-\"\n\n", "-"),
        ("Content-Type: multipart/mixed; boundary=b\n\n", "--b\nContent-Type: message/rfc822\n\n"),
        ("Content-Type: text/html\n\n", "<a href='"),
        ("Content-Type: text/html\n\n", "<p><script>"),
        ("Content-Transfer-Encoding: base64\n\n", "!"),
        ("Content-Transfer-Encoding: quoted-printable\n\n", "=\n"),
        (&deep, "\n--b1"),
    ];
    for (head, piece) in heads {
        let text = head.to_owned() + &piece.repeat(SIZE / piece.len());
        let mail = Mail::new(text.as_bytes(), &Missing::default());
        let read = readable(&mail, text.as_bytes(), 256 * 1024);
        assert!(attachments(&mail).count() <= popscope::inspect::mail::MAX_PARTS);
        assert!(read.text.len() < 2 << 20);
    }
}
