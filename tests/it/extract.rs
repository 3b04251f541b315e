//! Extracts of the captures of this repository: they tell the same, and without secrets nothing of them.

use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::path::PathBuf;

use assert_cmd::Command;
use assert_cmd::cargo::cargo_bin_cmd;
use popscope::proto::Side;
use popscope::proto::auth::encode_base64;
use popscope::proto::secret::hidden;
use popscope::proto::secret::hidden_response;
use popscope::proto::utterance::Meaning;
use predicates::prelude::*;
use serde_json::Value;

use crate::recorded::read;

/// The passwords of the two maildrops, and one that was wrong.
const PASSWORDS: [&str; 2] = ["seven-bridges", "two words"];

fn popscope() -> Command {
    let mut command = cargo_bin_cmd!("popscope");
    command.current_dir(env!("CARGO_MANIFEST_DIR"));
    command
}

fn captures() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("captures");
    let entries = fs::read_dir(folder).expect("the captures").map(|entry| entry.expect("an entry").path());
    let mut paths: Vec<_> = entries.filter(|path| path.display().to_string().contains(".pcap")).collect();
    paths.sort();
    assert!(20 < paths.len());
    paths
}

/// The records of the sessions of a file, without what depends on the file.
fn sessions(path: &Path) -> Vec<Value> {
    let output = popscope().arg("analyse").arg(path).args(["--format", "ndjson"]).output().expect("popscope runs");
    let lines = String::from_utf8(output.stdout).expect("text");
    let mut sessions: Vec<Value> = lines.lines().map(|line| serde_json::from_str(line).expect("an object")).collect();
    sessions.retain(|session| session["type"] == "session");
    sessions.sort_by_key(|session| session["index"].as_u64());
    for session in &mut sessions {
        session["file"] = Value::Null;
        for exchange in session["exchanges"].as_array_mut().expect("a list") {
            exchange["frames"] = Value::Null;
        }
    }
    sessions
}

/// Forgets of sessions what only the keys of TLS tell that stood in the file: they are not copied.
/// Whether there were some.
fn forget_keys(before: &mut [Value], after: &mut [Value]) -> bool {
    let mut had_keys = false;
    for (before, after) in before.iter_mut().zip(after) {
        if before["handshake"].is_null() || before["handshake"]["decrypted"] == "no" {
            continue;
        }
        assert_eq!(after["handshake"]["why_not"], "no_secrets");
        had_keys = true;
        for session in [before, after] {
            let session = session.as_object_mut().expect("an object");
            session.retain(|name, _| name.ends_with("octets") || name.contains("frame") || name == "client");
        }
    }
    had_keys
}

/// Makes an extract of a file.
fn extract(path: &Path, out: &Path, more: &[&str]) {
    let output =
        popscope().arg("analyse").arg(path).arg("--pcapng").arg(out).args(more).output().expect("popscope runs");
    assert!(out.is_file(), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn an_extract_tells_the_same() {
    let folder = tempfile::tempdir().expect("a folder");
    for path in captures() {
        let out = folder.path().join(path.file_name().expect("a name"));
        extract(&path, &out, &[]);
        let (mut before, mut after) = (sessions(&path), sessions(&out));
        let had_keys = forget_keys(&mut before, &mut after);
        assert_eq!(after, before, "{}", path.display());
        if had_keys {
            continue; // What was found with them is not found again.
        }
        // An extract of the extract is the same file.
        let again = out.with_extension("again");
        extract(&out, &again, &[]);
        assert_eq!(fs::read(&again).expect("readable"), fs::read(&out).expect("readable"), "{}", path.display());
    }
}

#[test]
fn a_filter_chooses_what_is_copied() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("captures/dovecot-raw-two-at-once.pcapng");
    for wanted in sessions(&path) {
        let out = folder.path().join(format!("{}.pcapng", wanted["index"]));
        let filter = format!("index:{}", wanted["index"]);
        extract(&path, &out, &["--filter", &filter]);
        let found = sessions(&out);
        assert_eq!(found.len(), 1);
        assert_eq!((&found[0]["client"], &found[0]["exchanges"]), (&wanted["client"], &wanted["exchanges"]));
    }
}

/// All that is secret in a capture: words of the client as they stand on the wire.
fn secrets(path: &Path) -> Vec<Vec<u8>> {
    let mut found = Vec::new();
    for session in read(path).sessions {
        for said in
            session.timeline.steps().iter().filter_map(|step| step.said()).filter(|said| said.side == Side::Client)
        {
            let secret = match &said.meaning {
                Meaning::SaslResponse { .. } => hidden_response(&said.raw),
                Meaning::Command { .. } => hidden(&said.raw),
                _ => None,
            };
            found.extend(secret.map(|secret| said.raw[secret.range].to_vec()));
        }
    }
    found
}

fn holds(file: &[u8], part: &[u8]) -> bool {
    file.windows(part.len()).any(|window| window == part)
}

/// The digits of base64 that a password has wherever it stands in what is written so.
fn in_base64(password: &str) -> Vec<String> {
    let digits = |before: &str| {
        let all = encode_base64(format!("{before}{password}").as_bytes());
        let end = (before.len() + password.len()) / 3 * 4;
        all[before.len().div_ceil(3) * 4..end].to_owned()
    };
    ["", "x", "xx"].map(digits).to_vec()
}

#[test]
fn a_scrubbed_extract_holds_no_secret_and_tells_the_rest() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut met = 0;
    for path in captures() {
        let name = path.display();
        let out = folder.path().join(path.file_name().expect("a name"));
        extract(&path, &out, &["--scrub"]);
        let (before, after) = (fs::read(&path).expect("readable"), fs::read(&out).expect("readable"));
        let forms = PASSWORDS.iter().flat_map(|password| in_base64(password)).map(String::into_bytes);
        let plain = PASSWORDS.iter().map(|password| password.as_bytes().to_vec());
        for secret in secrets(&path)
            .into_iter()
            .filter(|secret| secret.iter().any(|octet| *octet != b'='))
            .chain(forms)
            .chain(plain)
        {
            met += usize::from(holds(&before, &secret));
            assert!(!holds(&after, &secret), "{name}: {}", String::from_utf8_lossy(&secret));
        }
        let (mut before, mut after) = (sessions(&path), sessions(&out));
        for (before, after) in before.iter_mut().zip(&mut after) {
            // Who logs in by SASL says his name within what is secret.
            if before["exchanges"].as_array().expect("a list").iter().any(|exchange| exchange["command"] == "AUTH") {
                (before["user"], after["user"]) = (Value::Null, Value::Null);
            }
            for session in [before, after] {
                for login in session["logins"].as_array_mut().expect("a list") {
                    if !["USER/PASS", "APOP"].contains(&login["mechanism"].as_str().expect("a word")) {
                        for told in ["user", "authorization_identity", "credential"] {
                            login[told] = Value::Null;
                        }
                    }
                }
                for exchange in session["exchanges"].as_array_mut().expect("a list") {
                    if exchange["command"] == "APOP" {
                        let argument = exchange["argument"].as_str().unwrap_or_default().to_owned();
                        exchange["argument"] = argument.split(' ').next().into();
                    }
                }
            }
        }
        forget_keys(&mut before, &mut after);
        assert_eq!(after, before, "{name}");
    }
    assert!(30 < met, "{met} secrets stood in the captures");
}

#[test]
fn an_extract_goes_together_with_every_other_question() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("captures/dovecot-poplib-apop.pcapng");
    let packed = folder.path().join("packed.gz");
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    gzip.write_all(&fs::read(&path).expect("readable")).expect("memory");
    fs::write(&packed, gzip.finish().expect("memory")).expect("a file");
    let words = folder.path().join("words.txt");
    fs::write(&words, "sesame\nseven-bridges\n").expect("a file");
    let plain = folder.path().join("plain.pcapng");
    extract(&path, &plain, &["--scrub"]);
    let plain = fs::read(plain).expect("readable");
    let words = words.display().to_string();
    let more = ["--wordlist", &words, "--mailboxes", "--mail", "--port", "1995=pop3", "--format", "ndjson"];
    for jobs in ["1", "4"] {
        let analyse = || {
            let mut command = popscope();
            command.arg("analyse").arg(&packed).args(more).args(["--jobs", jobs]);
            command
        };
        let told = analyse().output().expect("popscope runs").stdout;
        let out = folder.path().join(format!("{jobs}.pcapng"));
        let output = analyse().arg("--scrub").arg("--pcapng").arg(&out).output().expect("popscope runs");
        assert_eq!(String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&told));
        assert!(output.status.success() && !told.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
        assert_eq!(fs::read(&out).expect("readable"), plain, "with {jobs} jobs");
    }
}

#[test]
fn an_extract_is_made_of_one_file_and_replaces_none_unasked() {
    let folder = tempfile::tempdir().expect("a folder");
    let (capture, other) = ("captures/dovecot-curl.pcap", "captures/popa3d-curl.pcapng");
    let out = folder.path().join("x.pcapng");
    let wrong = |arguments: &[&str], code: i32, told: &str| {
        let mut command = popscope();
        command.arg("analyse").args(arguments).arg("--pcapng").arg(&out);
        command.assert().code(code).stderr(predicate::str::contains(told.to_owned()));
    };
    wrong(&[capture, other], 2, "name one");
    wrong(&["-"], 2, "has to be a file");
    assert!(!out.exists());
    popscope().args(["analyse", capture, "--scrub"]).assert().code(2);
    fs::write(&out, "mine").expect("a file");
    wrong(&[capture], 1, "is there already");
    assert_eq!(fs::read_to_string(&out).expect("readable"), "mine");
    wrong(&[capture, "--force"], 0, "");
    assert_ne!(fs::read(&out).expect("readable"), b"mine");
    let itself = out.to_str().expect("a path in UTF-8").to_owned();
    wrong(&[&itself, "--force"], 2, "does not replace the capture");
    assert_eq!(fs::read_dir(folder.path()).expect("readable").count(), 1, "no file is left beside");
}

/// A pcap file in which a frame with these octets comes again at once, with its last letter but two changed.
fn with_a_liar(file: &[u8], said: &[u8]) -> Vec<u8> {
    let mut out = file[..24].to_vec();
    let mut rest = &file[24..];
    let mut lied = false;
    while !rest.is_empty() {
        let length = 16 + u32::from_le_bytes([rest[8], rest[9], rest[10], rest[11]]) as usize;
        let (record, behind) = rest.split_at(length);
        out.extend_from_slice(record);
        if !lied && record.ends_with(said) {
            let mut liar = record.to_vec();
            liar[length - 3] ^= 1;
            out.extend(liar);
            lied = true;
        }
        rest = behind;
    }
    assert!(lied, "the words are in the file");
    out
}

#[test]
fn a_session_whose_secrets_cannot_be_told_apart_is_left_out_and_said() {
    let folder = tempfile::tempdir().expect("a folder");
    let (path, out) = (folder.path().join("x.pcap"), folder.path().join("out.pcapng"));
    let file = fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("captures/popa3d-poplib.pcap")).expect("readable");
    fs::write(&path, with_a_liar(&file, b"STAT\r\n")).expect("a file");
    let count = sessions(&path).len();
    let mut command = popscope();
    command.arg("analyse").arg(&path).arg("--pcapng").arg(&out).arg("--scrub");
    command.assert().code(1).stderr(predicate::str::contains("is not copied, for its secrets cannot be told apart"));
    assert_eq!(sessions(&out).len(), count - 1);
    extract(&path, &out, &["--force"]);
    assert_eq!(sessions(&out).len(), count, "without --scrub all are copied");
}
