//! Mail programs fetch all mail from `popscope serve`, and what they save is what lies in the maildrop.
//!
//! Needs curl, fetchmail, getmail6, mpop, Python and Thunderbird, so these run only when asked for:
//! `cargo test --test clients -- --ignored`, as `.ci/run` does. Each program has a script beside this file.

use std::collections::BTreeMap;
use std::fs;
use std::io::BufRead as _;
use std::io::BufReader;
use std::path::Path;
use std::process::Child;
use std::process::Command;
use std::process::Stdio;

use popscope::sim::mail::with_network_line_ends;

const USER: &str = "amy";
const PASSWORD: &str = "open-sesame";

/// How a client reaches the server.
const MODES: [&str; 3] = ["plain", "stls", "tls"];

/// A server that runs until it is dropped.
struct Server {
    child: Child,
    port: String,
    tls_port: String,
}

impl Server {
    fn start(maildrop: &Path, certificate: &Path) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_popscope"));
        command.args(["serve", "--listen", "127.0.0.1:0", "--tls-listen", "127.0.0.1:0", "--tls"]);
        command.args(["--user", USER, "--password", PASSWORD]);
        command.arg("--maildrop").arg(maildrop).arg("--save-certificate").arg(certificate);
        let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn().expect("popscope runs");
        let mut lines = BufReader::new(child.stdout.take().expect("a pipe")).lines();
        let mut port = || {
            let line = lines.next().expect("a line").expect("text");
            let address = line.strip_prefix("listening on 127.0.0.1:").unwrap_or_else(|| panic!("{line:?}"));
            address.trim_end_matches(" with TLS").to_owned()
        };
        let (port, tls_port) = (port(), port());
        // What it prints of the sessions is read, so that it never waits.
        let rest = move || lines.for_each(drop);
        std::thread::Builder::new().name("reader".to_owned()).spawn(rest).expect("a thread");
        Self { child, port, tls_port }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Mails that are easily broken on their way, each with its name.
fn mails() -> BTreeMap<&'static str, Vec<u8>> {
    let head = |subject: &str| {
        format!(
            "From: Bob <bob@example.org>\nTo: Amy <amy@example.org>\nSubject: {subject}\n\
             Date: Sat, 3 Nov 2001 09:30:00 +0000\nMessage-ID: <{}@example.org>\n\n",
            subject.replace(' ', ".")
        )
    };
    let mail = |subject: &str, body: &[u8]| [head(subject).as_bytes(), body].concat();
    BTreeMap::from([
        ("01-plain", mail("plain", b"Dear Amy,\n\nthis is all.\n\nBob\n")),
        ("02-dots", mail("dots", b".\n..\n...\n.one\n..two\nend.\n.\n.\n")),
        ("03-last-dot", mail("last dot", b"the last line is a dot\n.")),
        ("04-no-line-end", mail("no line end", b"the last line has no end")),
        ("05-empty-body", mail("empty body", b"")),
        ("06-only-blank-lines", mail("only blank lines", b"\n\n\n\n")),
        (
            "07-network-line-ends",
            mail("network line ends", b"a\nb\n.c\n")
                .split(|octet| *octet == b'\n')
                .collect::<Vec<_>>()
                .join(&b"\r\n"[..]),
        ),
        ("08-eight-bits", mail("eight bits", "Привет, Эми!\n".as_bytes())),
        ("09-every-octet", mail("every octet", &every_octet())),
        ("10-long-line", mail("long line", format!("{}\n.{}\n", "x".repeat(5000), "y".repeat(6000)).as_bytes())),
        ("11-a-reply-inside", mail("a reply inside", b"+OK 120 octets\n-ERR no such message\n+OK\n.\n")),
        (
            "12-from-lines",
            mail("from lines", b"From here on\n>From there\nFrom bob@example.org Sat Nov  3 09:30:00 2001\n"),
        ),
        ("13-large", mail("large", "A line of a large mail, of which there are many.\n".repeat(20_000).as_bytes())),
        ("11-longer-line", mail("longer line", format!("{}\n.{}\n", "x".repeat(9000), "y".repeat(90_000)).as_bytes())),
        ("14-bare-cr", mail("bare CR", b"a\rb and a CR at the end of a line\r\r\nend\n")),
    ])
}

/// All octets but those of line ends and NUL, which mail must not hold (RFC 5322 §2.2, RFC 2045 §2.8).
fn every_octet() -> Vec<u8> {
    let mut octets: Vec<u8> = (1..=255_u8).filter(|octet| ![b'\r', b'\n'].contains(octet)).collect();
    octets.push(b'\n');
    octets
}

/// What a program does to the mails that it saves.
struct Habits {
    /// Its script.
    script: &'static str,
    /// It saves LF in place of CR LF, as files of the system have it.
    line_feeds: bool,
    /// It has no STLS.
    no_stls: bool,
    /// A line that it puts before each.
    adds: &'static str,
    /// The mails that it cannot save as they are, whoever sends them.
    breaks: &'static [&'static str],
}

impl Habits {
    fn of(script: &'static str) -> Self {
        Self { script, line_feeds: false, no_stls: false, adds: "", breaks: &[] }
    }

    /// A mail as the program saves it.
    fn saved(&self, octets: &[u8]) -> Vec<u8> {
        let mut saved = self.adds.as_bytes().to_vec();
        if !self.line_feeds {
            saved.extend_from_slice(octets);
            return saved;
        }
        for (place, octet) in octets.iter().enumerate() {
            if !octets[place..].starts_with(b"\r\n") {
                saved.push(*octet);
            }
        }
        saved
    }
}

/// Has a program fetch all mail in every way that it knows.
fn fetches_all(habits: &Habits) {
    let folder = tempfile::tempdir().expect("a folder");
    let (maildrop, certificate) = (folder.path().join("maildrop"), folder.path().join("certificate.pem"));
    fs::create_dir(&maildrop).expect("a folder");
    let mut mails = mails();
    mails.retain(|name, _| !habits.breaks.contains(name));
    for (name, octets) in &mails {
        fs::write(maildrop.join(format!("{name}.eml")), octets).expect("a file");
    }
    let server = Server::start(&maildrop, &certificate);
    for mode in MODES.into_iter().filter(|mode| !(habits.no_stls && *mode == "stls")) {
        let out = folder.path().join(mode);
        fs::create_dir(&out).expect("a folder");
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/clients").join(habits.script);
        let is_python = script.extension().is_some_and(|extension| extension == "py");
        let interpreter = if is_python { "python3" } else { "sh" };
        let output = Command::new(interpreter)
            .arg(script)
            .env("MODE", mode)
            .env("PORT", &server.port)
            .env("TLS_PORT", &server.tls_port)
            .env("CERTIFICATE", &certificate)
            .env("LOGIN", USER)
            .env("PASSWORD", PASSWORD)
            .env("COUNT", mails.len().to_string())
            .env("OUT", &out)
            .output()
            .expect("the script runs");
        let told = [output.stdout, output.stderr].concat();
        let said = format!("{} {mode}: {}", habits.script, String::from_utf8_lossy(&told));
        assert!(output.status.success(), "{said}");
        compare(habits, &mails, &out, &said);
    }
    // The files are as they were.
    for (name, octets) in &mails {
        assert!(fs::read(maildrop.join(format!("{name}.eml"))).expect("a file") == *octets, "{name}");
    }
}

/// Each mail is known again by its subject: not every program saves them in their order.
#[track_caller]
fn compare(habits: &Habits, mails: &BTreeMap<&str, Vec<u8>>, out: &Path, said: &str) {
    let saved: Vec<Vec<u8>> = fs::read_dir(out)
        .expect("a folder")
        .map(|entry| fs::read(entry.expect("an entry").path()).expect("a file"))
        .collect();
    assert_eq!(saved.len(), mails.len(), "{said}");
    for (name, octets) in mails {
        let expected = habits.saved(&with_network_line_ends(octets));
        let subject = |octets: &[u8]| {
            let line = octets.split(|octet| *octet == b'\n').find(|line| line.starts_with(b"Subject:"));
            line.map(|line| line.trim_ascii_end().to_vec())
        };
        let same: Vec<_> = saved.iter().filter(|saved| subject(saved) == subject(&expected)).collect();
        let [saved] = same.as_slice() else { panic!("{name} was saved {} times: {said}", same.len()) };
        if **saved != expected {
            let place = saved.iter().zip(&expected).take_while(|(one, other)| one == other).count();
            let around = |octets: &[u8]| {
                octets[place.saturating_sub(40)..octets.len().min(place + 60)].escape_ascii().to_string()
            };
            panic!("{name} differs at octet {place}:\n  {}\n  {}\n{said}", around(saved), around(&expected));
        }
    }
}

#[test]
#[ignore = "needs curl"]
fn curl_fetches_all_mail() {
    fetches_all(&Habits::of("curl.sh"));
}

#[test]
#[ignore = "needs Python"]
fn poplib_fetches_all_mail() {
    fetches_all(&Habits::of("with_poplib.py"));
}

#[test]
#[ignore = "needs fetchmail"]
fn fetchmail_fetches_all_mail() {
    // It takes lines apart that are longer than its buffer of 8 KiB.
    fetches_all(&Habits { breaks: &["11-longer-line"], ..Habits::of("fetchmail.sh") });
}

#[test]
#[ignore = "needs mpop"]
fn mpop_fetches_all_mail() {
    fetches_all(&Habits { line_feeds: true, ..Habits::of("mpop.sh") });
}

#[test]
#[ignore = "needs getmail6"]
fn getmail_fetches_all_mail() {
    // It makes an LF of each CR.
    fetches_all(&Habits {
        line_feeds: true,
        no_stls: true,
        adds: "Return-Path: <unknown>\n",
        breaks: &["14-bare-cr"],
        ..Habits::of("getmail.sh")
    });
}

#[test]
#[ignore = "needs Thunderbird"]
fn thunderbird_fetches_all_mail() {
    fetches_all(&Habits { line_feeds: true, ..Habits::of("thunderbird.sh") });
}
