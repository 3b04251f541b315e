//! `popscope connect`, as scripts use it.

use std::io::BufRead as _;
use std::io::BufReader;
use std::io::Read as _;
use std::io::Write as _;
use std::net::SocketAddr;
use std::net::TcpListener;
use std::process::Command;
use std::process::Stdio;

use popscope::live::Options;
use popscope::session::Fact;
use serde_json::Value;

use super::Server;
use super::options;

/// What became of a run: standard output, standard error, and the exit code.
struct Ran {
    printed: String,
    complaints: String,
    code: Option<i32>,
}

/// Runs `popscope connect`, with this on standard input.
fn connect(arguments: &[&str], typed: &str) -> Ran {
    let mut command = Command::new(env!("CARGO_BIN_EXE_popscope"));
    command.arg("connect").args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("popscope runs");
    let mut input = child.stdin.take().expect("a pipe");
    // One that has ended reads nothing more.
    let _ = input.write_all(typed.as_bytes());
    drop(input);
    let output = child.wait_with_output().expect("it ends");
    let text = |octets| String::from_utf8(octets).expect("text");
    Ran { printed: text(output.stdout), complaints: text(output.stderr), code: output.status.code() }
}

fn server() -> Server {
    let tls_listen = Some(SocketAddr::from(([127, 0, 0, 1], 0)));
    Server::start(Options { stls: true, tls_listen, ..options(&["amy"]) })
}

const LINES: &str = "USER amy\nPASS sesame\nSTAT\nRETR 2\nQUIT\n";

#[test]
fn lines_are_said_in_turn_and_told_as_they_are_said() {
    let server = server();
    let ran = connect(&[&server.address().to_string()], LINES);
    assert_eq!((ran.code, ran.complaints.as_str()), (Some(0), ""), "{}", ran.printed);
    let mut lines = ran.printed.lines().skip_while(|line| !line.contains("C: USER amy"));
    for expected in ["C: USER amy", "S: +OK", "C: PASS ••••••", "S: +OK", "C: STAT", "S: +OK 3 ", "C: RETR 2", "S: +OK"]
    {
        let line = lines.next().unwrap_or_default();
        assert!(line.starts_with(expected), "{line:?} is not {expected:?}\n{}", ran.printed);
    }
    assert!(!ran.printed.contains("sesame") && !ran.printed.contains("\n..."), "{}", ran.printed);
    let ran = connect(&[&server.address().to_string(), "--whole", "--reveal-secrets"], LINES);
    assert!(ran.printed.contains("C: PASS sesame") && ran.printed.contains("S: ..."), "{}", ran.printed);
}

#[test]
fn a_session_is_one_object_and_one_capture() {
    let server = server();
    let folder = tempfile::tempdir().expect("a folder");
    let capture = folder.path().join("typed.pcapng");
    let path = capture.to_str().expect("text");
    let address = server.address().to_string();
    let ran = connect(&[&address, "--format", "ndjson", "--pcapng", path], LINES);
    assert_eq!((ran.code, ran.complaints.as_str()), (Some(0), ""));
    let object: Value = serde_json::from_str(&ran.printed).expect("one object");
    assert_eq!(object["user"], "amy");
    assert_eq!(object["server"], Value::from(address.clone()));
    assert!(!ran.printed.contains("sesame") && ran.printed.lines().count() == 1);
    let analysed = Command::new(env!("CARGO_BIN_EXE_popscope")).args(["analyse", path, "--format", "ndjson"]).output();
    let lines = String::from_utf8(analysed.expect("popscope runs").stdout).expect("text");
    let analysed: Value = serde_json::from_str(lines.lines().next().expect("a line")).expect("an object");
    for field in ["user", "state", "tls"] {
        assert_eq!(analysed[field], object[field], "{field}");
    }
    let told = |object: &Value| -> Vec<(Value, Value)> {
        let exchanges = object["exchanges"].as_array().expect("exchanges");
        exchanges.iter().map(|one| (one["command"].clone(), one["status"].clone())).collect()
    };
    assert_eq!(told(&analysed), told(&object));
    let again = connect(&[&address, "--pcapng", path], LINES);
    assert_eq!(again.code, Some(1));
    assert!(again.complaints.contains("is there already; --force replaces it"), "{}", again.complaints);
}

#[test]
fn a_typed_stls_covers_the_lines_behind_it() {
    let server = server();
    let fingerprint = server.running.identity().expect("it speaks TLS").fingerprint.clone();
    let typed = format!("CAPA\nSTLS\n{LINES}");
    let ran = connect(&[&server.address().to_string(), "--accept-fingerprint", &fingerprint.replace(':', "")], &typed);
    assert_eq!((ran.code, ran.complaints.as_str()), (Some(0), ""), "{}", ran.printed);
    let facts = server.facts();
    let place = |wanted: fn(&Fact) -> bool| facts.iter().position(wanted).unwrap_or_else(|| panic!("{facts:?}"));
    let established = place(|fact| *fact == Fact::TlsEstablished);
    assert!(established < place(|fact| matches!(fact, Fact::MaildropLocked { .. })), "{facts:?}");
}

#[test]
fn behind_an_stls_that_is_refused_lines_are_said_in_the_clear_on_this_machine_only() {
    let server = Server::start(options(&["amy"]));
    let ran = connect(&[&server.address().to_string()], &format!("CAPA\nSTLS\n{LINES}"));
    assert_eq!((ran.code, ran.complaints.as_str()), (Some(0), ""), "{}", ran.printed);
    assert!(ran.printed.contains("C: STLS\nS: -ERR") && ran.printed.contains("S: +OK 3 "), "{}", ran.printed);
    let ran = connect(&[&server.address().to_string(), "--tls", "stls"], LINES);
    assert_eq!(ran.code, Some(1));
    assert!(ran.complaints.contains("refuses STLS") && !ran.printed.contains("USER"), "{}", ran.complaints);
}

#[test]
fn a_certificate_is_trusted_only_when_somebody_says_so() {
    let server = server();
    let identity = server.running.identity().expect("it speaks TLS");
    let (plain, implicit) = (server.address(), server.running.tls_address().expect("it listens"));
    for (address, how) in [(plain, "stls"), (implicit, "implicit")] {
        let ran = connect(&[&address.to_string(), "--tls", how], LINES);
        assert_eq!(ran.code, Some(1), "{}", ran.complaints);
        let hint = format!("--accept-fingerprint {}", identity.fingerprint);
        assert!(ran.complaints.contains("not trusted") && ran.complaints.contains(&hint), "{}", ran.complaints);
        assert!(!ran.printed.contains("USER amy"), "{}", ran.printed);
        let wrong = "00".repeat(32);
        let ran = connect(&[&address.to_string(), "--tls", how, "--accept-fingerprint", &wrong], LINES);
        assert!(ran.code == Some(1) && ran.complaints.contains("not the one that was accepted"), "{}", ran.complaints);

        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("ca.pem");
        std::fs::write(&path, &identity.pem).expect("a file");
        let path = path.to_str().expect("text");
        let ran = connect(&[&address.to_string(), "--tls", how, "--ca", path], LINES);
        assert_eq!((ran.code, ran.complaints.as_str()), (Some(0), ""), "{}", ran.printed);
        let ran = connect(&[&address.to_string(), "--tls", how, "--accept-fingerprint", &identity.fingerprint], LINES);
        assert_eq!((ran.code, ran.complaints.as_str()), (Some(0), ""), "{}", ran.printed);
    }
    assert!(!server.facts().is_empty());
}

/// An address of this machine that others could reach, if it has one.
#[cfg(unix)]
fn other_address() -> Option<String> {
    let output = Command::new("hostname").arg("-I").output().ok()?;
    let told = String::from_utf8(output.stdout).ok()?;
    told.split_whitespace().find(|word| word.contains('.') && !word.starts_with("127.")).map(str::to_owned)
}

#[test]
#[cfg(unix)]
fn no_password_goes_to_another_machine_in_the_clear_unless_it_may() {
    let Some(address) = other_address() else {
        eprintln!("skipped: this machine has no address that others could reach");
        return;
    };
    let listen: SocketAddr = format!("{address}:0").parse().expect("an address");
    let server = Server::start(Options { listen: Some(listen), allow_remote: true, stls: true, ..options(&["amy"]) });
    let to = server.address().to_string();
    let ran = connect(&[&to], LINES);
    assert_eq!(ran.code, Some(1), "{}", ran.printed);
    assert!(ran.complaints.contains("not said: this line has a password"), "{}", ran.complaints);
    assert!(ran.printed.contains("C: USER amy") && !ran.printed.contains("PASS"), "{}", ran.printed);
    server.wait_until_over(0);
    assert!(!format!("{:?}", server.events()).contains(&format!("{:?}", b"PASS sesame\r\n".to_vec())));
    let ran = connect(&[&to, "--allow-cleartext-password"], LINES);
    assert_eq!(ran.code, Some(0), "{}", ran.complaints);
    assert_eq!(ran.complaints, format!("popscope: a password goes to {to} in the clear\n"));
    let plain = Server::start(Options { listen: Some(listen), allow_remote: true, ..options(&["amy"]) });
    let ran = connect(&[&plain.address().to_string()], &format!("NOOP\nSTLS\n{LINES}"));
    assert!(ran.code == Some(1) && ran.complaints.contains("not said"), "{}", ran.complaints);
    let fingerprint = server.running.identity().expect("it speaks TLS").fingerprint.clone();
    let ran = connect(&[&to, "--accept-fingerprint", &fingerprint], &format!("STLS\n{LINES}"));
    assert_eq!((ran.code, ran.complaints.as_str()), (Some(0), ""), "{}", ran.printed);
}

#[test]
fn the_client_of_a_lesson_speaks_and_stops_where_it_hears_something_else() {
    let site = popscope::source::serve::site_of_scenario("first-session").expect("a lesson");
    let server = Server::start(Options { site, ..options(&[]) });
    let to = server.address().to_string();
    let ran = connect(&[&to, "--script", "first-session"], "");
    assert_eq!((ran.code, ran.complaints.as_str()), (Some(0), ""), "{}", ran.printed);
    assert!(ran.printed.contains("C: QUIT"), "{}", ran.printed);
    let ran = connect(&[&to, "--script", "apop"], "");
    assert_eq!(ran.code, Some(1), "{}", ran.printed);
    assert!(ran.complaints.contains("otherwise than that of the scenario"), "{}", ran.complaints);
    let ran = connect(&[&to, "--script", "smtp-replies"], "");
    assert!(ran.code == Some(1) && ran.complaints.contains("no client speaks POP3"), "{}", ran.complaints);
}

#[test]
fn what_goes_wrong_is_told_and_is_no_success() {
    let nobody = TcpListener::bind("127.0.0.1:0").expect("a port").local_addr().expect("an address").to_string();
    let ran = connect(&[&nobody, "--format", "ndjson"], LINES);
    assert_eq!((ran.code, ran.printed.as_str()), (Some(1), ""));
    assert!(ran.complaints.contains("cannot connect to"), "{}", ran.complaints);
    for arguments in [&["imap://a.example"][..], &["a b"], &["pop://amy:sesame@a.example"]] {
        assert_eq!(connect(arguments, "").code, Some(2), "{arguments:?}");
    }
    assert_eq!(connect(&["a.example", "--accept-fingerprint", "00"], "").code, Some(2));

    // It closes before it was asked to, with lines that nobody has said.
    let server = server();
    let to = server.address().to_string();
    let ran = connect(&[&to], "USER amy\nQUIT\nNOOP\nNOOP\n");
    assert_eq!(ran.code, Some(1), "{}", ran.printed);
    assert!(ran.complaints.contains("closed the connection before all was said"), "{}", ran.complaints);

    // Without QUIT nothing is removed, and that is no failure.
    let ran = connect(&[&to], "USER amy\nPASS sesame\nDELE 1\n");
    assert_eq!((ran.code, ran.complaints.as_str()), (Some(0), ""), "{}", ran.printed);
    let ran = connect(&[&to], "USER amy\nPASS sesame\nSTAT\nQUIT\n");
    assert!(ran.printed.contains("S: +OK 3 "), "{}", ran.printed);
}

#[test]
fn a_server_that_does_not_answer_is_given_up() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let to = listener.local_addr().expect("an address").to_string();
    let mute = move || {
        let (mut stream, _) = listener.accept().expect("a connection");
        stream.write_all(b"+OK ready\x1b[2J\r\n").expect("an open connection");
        let _ = stream.read_to_end(&mut Vec::new());
    };
    std::thread::Builder::new().name("mute".to_owned()).spawn(mute).expect("a thread");
    let ran = connect(&[&to, "--timeout", "1"], "NOOP\nNOOP\n");
    assert_eq!(ran.code, Some(1));
    assert!(ran.complaints.contains("has said nothing for 1 s"), "{}", ran.complaints);
    assert!(ran.printed.contains("C: NOOP\n") && !ran.printed.contains('\x1b'), "{:?}", ran.printed);
}

#[test]
#[cfg(unix)]
fn an_interrupt_leaves_whole_lines() {
    let server = server();
    let mut command = Command::new(env!("CARGO_BIN_EXE_popscope"));
    command.args(["connect", &server.address().to_string()]);
    let mut child =
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("popscope runs");
    let mut input = child.stdin.take().expect("a pipe");
    input.write_all(b"USER amy\nPASS sesame\n").expect("it reads");
    let mut lines = BufReader::new(child.stdout.take().expect("a pipe"));
    let mut printed = String::new();
    while !printed.contains("messages") {
        assert_ne!(lines.read_line(&mut printed).expect("text"), 0, "{printed}");
    }
    let sent = Command::new("kill").args(["-INT", &child.id().to_string()]).status().expect("kill runs");
    assert!(sent.success());
    lines.read_to_string(&mut printed).expect("text");
    assert!(printed.ends_with('\n') && printed.contains("C: <close connection>"), "{printed}");
    assert_eq!(child.wait().expect("it ends").code(), Some(130));
    server.wait_until_over(0);
}
