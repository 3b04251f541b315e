//! `popscope serve`, as scripts use it.

use std::fs;
use std::io::BufRead as _;
use std::io::BufReader;
use std::io::Read as _;
use std::net::SocketAddr;
use std::path::Path;
use std::process::Child;
use std::process::ChildStdout;
use std::process::Command;
use std::process::Stdio;

use popscope::live::Connecting;
use popscope::live::Security;
use popscope::live::Sink;
use popscope::live::Target;
use popscope::live::Told;
use popscope::live::Trust;
use popscope::session::Step;
use serde_json::Value;

use super::Client;

/// A server in a process of its own.
struct Process {
    child: Child,
    lines: Option<BufReader<ChildStdout>>,
}

impl Process {
    fn start(arguments: &[&str]) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_popscope"));
        command.args(["serve", "--listen", "127.0.0.1:0"]).args(arguments);
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("popscope runs");
        let lines = child.stdout.take().map(BufReader::new);
        Self { child, lines }
    }

    fn line(&mut self) -> String {
        let mut line = String::new();
        self.lines.as_mut().expect("a pipe").read_line(&mut line).expect("text");
        line.trim_end_matches('\n').to_owned()
    }

    /// The address that its first line tells.
    #[track_caller]
    fn address(&mut self) -> SocketAddr {
        let line = self.line();
        let address = line.strip_prefix("listening on ").unwrap_or_else(|| panic!("{line:?}"));
        address.parse().expect("an address")
    }

    /// Sends it a signal, and gives what it still prints, its complaints and its exit code.
    #[cfg(unix)]
    fn end(mut self, signal: &str) -> (String, String, Option<i32>) {
        let sent = Command::new("kill").args([signal, &self.child.id().to_string()]).status().expect("kill runs");
        assert!(sent.success());
        let (mut printed, mut complaints) = (String::new(), String::new());
        self.lines.take().expect("a pipe").read_to_string(&mut printed).expect("text");
        self.child.stderr.take().expect("a pipe").read_to_string(&mut complaints).expect("text");
        (printed, complaints, self.child.wait().expect("it ends").code())
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn login(client: &mut Client, user: &str) {
    client.says(&format!("USER {user}"), "+OK");
    client.says("PASS sesame", "+OK");
}

/// A session from its greeting to its end.
fn fetch(address: SocketAddr) {
    let mut client = Client::connect(address);
    login(&mut client, "amy");
    client.says("RETR 1", "+OK");
    client.block();
    client.says("QUIT", "+OK");
    assert_eq!(client.rest(), b"");
}

fn folder(mails: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, text) in mails {
        fs::write(folder.path().join(name), text).expect("a file");
    }
    folder
}

#[test]
#[cfg(unix)]
fn the_first_lesson_is_served_and_an_interrupt_leaves_whole_lines() {
    for signal in ["-INT", "-TERM"] {
        let mut process = Process::start(&[]);
        let address = process.address();
        assert!(address.ip().is_loopback());
        assert_eq!(process.line(), "user amy, password sesame: 2 messages, 461 octets");
        assert_eq!(process.line(), "Ctrl+C ends it");
        fetch(address);
        let told = process.line();
        assert!(told.contains(" amy UPDATE: USER, PASS, RETR, QUIT; 1 message of 214 octets"), "{told}");
        let mut open = Client::connect(address);
        login(&mut open, "amy");
        open.says("DELE 1", "+OK");
        let (printed, complaints, code) = process.end(signal);
        assert_eq!((complaints.as_str(), code), ("", Some(0)), "{signal}");
        assert!(printed.ends_with('\n') && printed.lines().count() == 1, "{printed:?}");
        assert!(printed.contains(" amy TRANSACTION: USER, PASS, DELE"), "{printed:?}");
        assert_eq!(open.rest(), b"");
    }
}

#[test]
#[cfg(unix)]
fn sessions_are_objects_of_the_schema_without_secrets() {
    let mut process = Process::start(&["--format", "ndjson"]);
    let mut stderr = BufReader::new(process.child.stderr.take().expect("a pipe"));
    let mut first = String::new();
    stderr.read_line(&mut first).expect("text");
    let address =
        first.trim_end().strip_prefix("listening on ").expect("where it listens").parse().expect("an address");
    fetch(address);
    let line = process.line();
    let record: Value = serde_json::from_str(&line).expect("an object");
    let schema = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/ndjson.schema.json"));
    let schema: Value = serde_json::from_str(&schema.expect("the schema")).expect("JSON");
    let validator = jsonschema::validator_for(&schema).expect("a schema");
    assert!(
        validator.is_valid(&record),
        "{:?}",
        validator.iter_errors(&record).map(|error| error.to_string()).collect::<Vec<_>>()
    );
    assert_eq!(
        (&record["user"], &record["state"], &record["complete"]),
        (&"amy".into(), &"UPDATE".into(), &true.into())
    );
    assert!(!line.contains("sesame"));
    process.child.stderr = Some(stderr.into_inner());
    assert_eq!(process.end("-INT").2, Some(0));
}

#[test]
#[cfg(unix)]
fn a_folder_is_served_in_the_order_of_names_and_never_touched() {
    let mails = [("b.eml", "Subject: b\n\n.dot\n"), ("a.eml", "Subject: a\n\nend"), ("notes.txt", "no mail")];
    let folder = folder(&mails);
    let path = folder.path().display().to_string();
    let mut process =
        Process::start(&["--maildrop", &path, "--user", "joe", "--password", "two words", "--accounts", "2"]);
    let address = process.address();
    assert_eq!(process.line(), "user joe1, password ••••••: 2 messages, 39 octets");
    let mut client = Client::connect(address);
    client.says("USER joe2", "+OK");
    client.says("PASS two words", "+OK");
    client.says("RETR 1", "+OK");
    assert_eq!(client.block(), ["Subject: a", "", "end"]);
    client.says("RETR 2", "+OK");
    assert_eq!(client.block(), ["Subject: b", "", "..dot"]);
    for line in ["DELE 1", "DELE 2", "QUIT"] {
        client.says(line, "+OK");
    }
    assert_eq!(process.end("-INT").2, Some(0));
    for (name, text) in mails {
        assert_eq!(fs::read_to_string(folder.path().join(name)).expect("it is there"), text);
    }
}

#[test]
#[cfg(unix)]
fn the_capture_of_a_run_holds_its_sessions() {
    let folder = folder(&[]);
    let path = folder.path().join("live.pcapng");
    let name = path.display().to_string();
    let mut process = Process::start(&["--pcapng", &name]);
    let address = process.address();
    fetch(address);
    fetch(address);
    assert!(!path.exists(), "it gets its name when it is whole");
    assert_eq!(process.end("-INT").2, Some(0));
    let mut sessions = Vec::new();
    let watch = |_| std::ops::ControlFlow::Continue(());
    let options = popscope::source::Options::default();
    popscope::source::analyse(&path, &options, watch, |session| sessions.push(session)).expect("a capture");
    let users: Vec<_> = sessions
        .iter()
        .map(|session| {
            let last = session.timeline.snapshot(popscope::session::Cursor(usize::MAX));
            last.sessions.first().and_then(|session| session.user.as_deref().map(str::to_owned))
        })
        .collect();
    assert_eq!(users, [Some("amy".to_owned()), Some("amy".to_owned())]);
    assert!(sessions.iter().all(popscope::session::RecordedSession::is_whole));
    let refused = Command::new(env!("CARGO_BIN_EXE_popscope"))
        .args(["serve", "--listen", "127.0.0.1:0", "--pcapng", &name])
        .output()
        .expect("popscope runs");
    assert_eq!(refused.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&refused.stderr).contains("is there already; --force replaces it"));
}

/// What a run says that ends at once.
fn complaint(arguments: &[&str]) -> (String, Option<i32>) {
    let output = Command::new(env!("CARGO_BIN_EXE_popscope")).arg("serve").args(arguments).output().expect("it runs");
    assert_eq!(output.stdout, b"");
    (String::from_utf8_lossy(&output.stderr).into_owned(), output.status.code())
}

#[test]
fn what_cannot_be_served_is_said() {
    let (told, code) = complaint(&["--listen", "0.0.0.0:0"]);
    assert!(told.contains("0.0.0.0:0 is no loopback address") && code == Some(1), "{told}");
    let (told, code) = complaint(&["--listen", "127.0.0.1:0", "--maildrop", "/nowhere/at/all"]);
    assert!(told.contains("/nowhere/at/all") && code == Some(1), "{told}");
    let folder = folder(&[("a.eml", "x")]);
    let path = folder.path().display().to_string();
    let (told, code) = complaint(&["--listen", "127.0.0.1:0", "--maildrop", &path, "--accounts", "2000001"]);
    assert!(told.contains("2000001 users with 1 mails each are more than 2000000 mails") && code == Some(1), "{told}");
    let (told, code) = complaint(&["--listen", "127.0.0.1:0", "no-such-lesson"]);
    assert!(told.contains("there is no scenario named no-such-lesson") && code == Some(1), "{told}");
    let (told, code) = complaint(&["--listen", "example.org:110"]);
    assert!(told.contains("an address and a port") && code == Some(2), "{told}");
    let (told, code) = complaint(&["--mechanisms", "none"]);
    assert!(told.contains("PLAIN") && code == Some(2), "{told}");
    let (told, code) = complaint(&["--save-certificate", "x.pem"]);
    assert!(told.contains("only with --tls") && code == Some(2), "{told}");
    let (told, code) = complaint(&["--maildrop", ".", "--user", "two words"]);
    assert!(told.contains("a user is one word") && code == Some(2), "{told}");
}

#[test]
#[cfg(unix)]
fn an_address_that_is_taken_is_said() {
    let mut process = Process::start(&[]);
    let address = process.address().to_string();
    let (told, code) = complaint(&["--listen", &address]);
    assert!(told.contains(&format!("cannot listen on {address}")) && code == Some(1), "{told}");
}

#[test]
#[cfg(unix)]
fn with_apop_the_greeting_has_a_timestamp_and_every_mechanism_opens_the_maildrop() {
    let mut process = Process::start(&["--apop", "--mechanisms", "plain,CRAM-MD5"]);
    let address = process.address();
    let mut client = Client::dial(address);
    let greeting = client.line();
    let timestamp = popscope::proto::auth::apop_timestamp(greeting.as_bytes()).expect("a timestamp");
    let digest = popscope::proto::auth::apop_digest(timestamp, b"sesame");
    client.says(&format!("APOP amy {digest}"), "+OK");
    client.says("QUIT", "+OK");
    let mut client = Client::connect(address);
    let plain = popscope::proto::auth::encode_base64(b"\0amy\0sesame");
    client.says(&format!("AUTH PLAIN {plain}"), "+OK");
    client.says("QUIT", "+OK");
    let mut client = Client::connect(address);
    login(&mut client, "amy");
    assert_eq!(process.end("-INT").2, Some(0));
}

#[test]
#[cfg(unix)]
fn the_server_ends_when_nobody_reads_what_it_prints() {
    let mut process = Process::start(&[]);
    let address = process.address();
    // What it says at the start is read, and nothing of the sessions.
    let introduction = [process.line(), process.line()];
    assert_eq!(introduction[1], "Ctrl+C ends it");
    drop(process.lines.take());
    fetch(address);
    assert_eq!(process.child.wait().expect("it ends").code(), Some(0));
}

#[test]
#[cfg(unix)]
fn the_capture_of_a_run_is_whole_though_nobody_reads_what_it_prints() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("run.pcapng");
    let mut process = Process::start(&["--pcapng", path.to_str().expect("text")]);
    let address = process.address();
    let _ = [process.line(), process.line()];
    drop(process.lines.take());
    fetch(address);
    assert_eq!(process.child.wait().expect("it ends").code(), Some(0));
    let recorded = crate::recorded::read(&path);
    assert_eq!(recorded.sessions.len(), 1);
}

#[test]
fn the_passwords_of_a_file_are_masked() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("mine.ron");
    let text = r#"(title: (en: "a", ru: "б"), about: (en: "a", ru: "б"),
        users: [(name: "amy", password: "correct horse")], steps: [Connect])"#;
    std::fs::write(&path, text).expect("a file");
    let mut process = Process::start(&[path.to_str().expect("text")]);
    process.address();
    let line = process.line();
    assert!(line.starts_with("user amy, password ") && !line.contains("horse"), "{line}");
}

#[test]
#[cfg(unix)]
fn a_profile_and_a_login_delay_change_the_server() {
    let mut process = Process::start(&["--login-delay", "600"]);
    let address = process.address();
    fetch(address);
    let mut client = Client::connect(address);
    client.says("USER amy", "+OK");
    client.says("PASS sesame", "-ERR [LOGIN-DELAY]");
    drop(process);
    let mut process = Process::start(&["--profile", "greenmail"]);
    let mut client = Client::connect(process.address());
    // This one takes RSET anywhere, and answers it twice.
    client.says("RSET", "+OK");
    assert!(client.line().starts_with("+OK"));
    let (told, code) = complaint(&["--profile", "none"]);
    assert!(told.contains("strict, dovecot") && code == Some(2), "{told}");
}

#[test]
#[cfg(unix)]
fn the_capture_of_a_run_opens_its_tls() {
    let folder = folder(&[]);
    let path = folder.path().join("live.pcapng");
    let mut process =
        Process::start(&["--tls", "--tls-listen", "127.0.0.1:0", "--pcapng", &path.display().to_string()]);
    let (address, with_tls, certificate) = (process.address(), process.line(), process.line());
    let fingerprint = certificate.strip_prefix("certificate SHA-256 ").expect("a fingerprint").to_owned();
    let tls_port =
        with_tls.trim_end_matches(" with TLS").rsplit(':').next().expect("a port").parse().expect("a number");
    for (security, port) in [(Security::Stls, address.port()), (Security::Implicit, tls_port)] {
        let trust = Trust::Fingerprint(fingerprint.clone());
        let target = Target { security, trust, ..Target::new("127.0.0.1", port) };
        let (sender, told) = std::sync::mpsc::channel();
        let sink = Sink::new(move |told| drop(sender.send(told)));
        let connecting = Connecting::start(target, sink).expect("a thread");
        for line in ["USER amy", "PASS sesame", "RETR 2", "QUIT"] {
            connecting.say_line(line);
        }
        // The channel is closed when the connection is over.
        assert!(told.iter().all(|told| !matches!(told, Told::Trouble(_) | Told::Untrusted { .. })));
    }
    let printed = process.end("-INT").0;
    assert!(printed.contains("TLS (stls)") && printed.contains("TLS (implicit)"), "{printed}");
    let mut sessions = Vec::new();
    let options = popscope::source::Options { pop3_ports: [address.port(), tls_port].into(), ..Default::default() };
    let watch = |_| std::ops::ControlFlow::Continue(());
    popscope::source::analyse(&path, &options, watch, |session| sessions.push(session)).expect("a capture");
    sessions.sort_by_key(|session: &popscope::session::RecordedSession| session.index);
    assert_eq!(sessions.len(), 2);
    for session in &sessions {
        let tls = session.tls.as_ref().expect("TLS");
        assert_eq!(tls.decrypted, popscope::session::tls_facts::Decrypted::Yes);
        let lines: Vec<String> =
            session.timeline.steps().iter().filter_map(Step::said).map(|said| said.shown_line(true)).collect();
        for line in ["PASS sesame", "RETR 2", "+OK 247 octets", "+OK goodbye (2 messages left)"] {
            assert!(lines.iter().any(|said| said == line), "{line}: {lines:?}");
        }
    }
}

/// Sessions that have more lines than a pipe and the queue behind it hold.
const MANY: u64 = 2500;

#[test]
#[cfg(unix)]
fn a_reader_that_stalls_makes_nobody_wait() {
    let mut server = Process::start(&[]);
    let address = server.address();
    for _ in 0..MANY {
        let mut client = Client::connect(address);
        client.says("QUIT", "+OK");
        assert_eq!(client.line(), "");
    }
    // Who reads at last is told what is missing.
    let (printed, _, code) = server.end("-INT");
    assert_eq!(code, Some(0));
    let gaps = printed.lines().filter_map(|line| line.strip_suffix(" lines let go: nobody was reading"));
    let let_go: u64 = gaps.filter_map(|count| count.parse::<u64>().ok()).sum();
    let sessions = printed.lines().filter(|line| line.contains(" 127.0.0.1:") && line.contains("QUIT")).count() as u64;
    assert!(0 < let_go, "{} lines", printed.lines().count());
    assert_eq!(sessions + let_go, MANY);
}

#[test]
#[cfg(unix)]
fn the_end_does_not_wait_for_a_reader_that_stalls() {
    let mut server = Process::start(&[]);
    let address = server.address();
    for _ in 0..MANY {
        Client::connect(address).says("QUIT", "+OK");
    }
    let sent = Command::new("kill").args(["-INT", &server.child.id().to_string()]).status().expect("kill runs");
    assert!(sent.success());
    assert_eq!(server.child.wait().expect("it ends").code(), Some(0));
    let mut complaints = String::new();
    server.child.stderr.take().expect("a pipe").read_to_string(&mut complaints).expect("text");
    assert!(complaints.contains("nobody has read ") && complaints.contains("lines of standard output"), "{complaints}");
}
