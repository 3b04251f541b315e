//! How `popscope analyse` runs: several files at once, standard input, packed files, Ctrl+C.

use std::fs;
use std::io::BufRead as _;
use std::io::BufReader;
use std::io::Read as _;
use std::io::Write as _;
use std::path::Path;
use std::path::PathBuf;
use std::process::Child;
use std::process::Command;
use std::process::Stdio;

use assert_cmd::cargo::cargo_bin;
use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::Value;

const CAPTURE: &str = "captures/dovecot-curl.pcap";

fn analyse() -> Command {
    let mut command = Command::new(cargo_bin!("popscope"));
    command.current_dir(env!("CARGO_MANIFEST_DIR")).arg("analyse");
    command
}

fn capture(name: &str) -> Vec<u8> {
    fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join(name)).expect("a capture")
}

fn all_captures() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("captures");
    let entries = fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path());
    let mut paths: Vec<PathBuf> = entries
        .filter(|path| path.extension().is_some_and(|extension| extension == "pcap" || extension == "pcapng"))
        .collect();
    paths.sort();
    paths
}

/// Exit code, standard output, standard error.
#[track_caller]
fn told(command: &mut Command, input: &[u8]) -> (Option<i32>, String, String) {
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("runs");
    let mut stdin = child.stdin.take().expect("a pipe");
    stdin.write_all(input).expect("it reads to the end");
    drop(stdin);
    let output = child.wait_with_output().expect("it ends");
    let text = |octets| String::from_utf8(octets).expect("text");
    (output.status.code(), text(output.stdout), text(output.stderr))
}

/// Every line as a JSON object.
#[track_caller]
fn objects(lines: &str) -> Vec<Value> {
    assert!(lines.is_empty() || lines.ends_with('\n'), "the last line is whole");
    lines.lines().map(|line| serde_json::from_str(line).expect("one object a line")).collect()
}

fn gzip(octets: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(octets).expect("a Vec can be written");
    encoder.finish().expect("a Vec can be written")
}

/// A pcap file that holds the frames of another one so many times: each SYN opens a session again.
fn many_times(file: &[u8], times: usize) -> Vec<u8> {
    let (header, frames) = file.split_at(24);
    [header, &frames.repeat(times)].concat()
}

#[test]
fn many_at_once_say_what_one_after_the_other_says() {
    let folder = tempfile::tempdir().expect("a folder");
    let cut = folder.path().join("cut.pcap");
    let large = folder.path().join("large.pcap");
    let whole = capture(CAPTURE);
    fs::write(&cut, &whole[..whole.len() - 10]).expect("a file");
    fs::write(&large, many_times(&whole, 40)).expect("a file");
    let mut files = vec![large];
    files.extend(all_captures());
    files.insert(5, PathBuf::from("README.md"));
    files.insert(9, cut);
    files.push(PathBuf::from("missing.pcap"));
    for format in ["table", "ndjson"] {
        let run = |jobs: &str| told(analyse().args(["--format", format, "--jobs", jobs]).args(&files), b"");
        let serial = run("1");
        assert_eq!(serial.0, Some(1));
        assert_eq!(serial.2.lines().count(), 4, "{}", serial.2);
        for jobs in ["2", "3", "16"] {
            assert!(run(jobs) == serial, "{format} with {jobs}");
        }
    }
}

#[test]
fn messages_of_files_with_one_name_are_kept_apart() {
    let folder = tempfile::tempdir().expect("a folder");
    let (code, _, complaints) =
        told(analyse().args([CAPTURE, CAPTURE]).arg("--eml").arg(folder.path().join("mails")), b"");
    assert_eq!((code, complaints.as_str()), (Some(0), ""));
    let names = fs::read_dir(folder.path().join("mails")).expect("a folder");
    let names: Vec<String> =
        names.map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned()).collect();
    let of = |file: &str| names.iter().filter(|name| name.starts_with(file)).count();
    assert!(0 < of("file-01-") && of("file-01-") == of("file-02-") && names.len() == 2 * of("file-01-"));
}

#[test]
fn a_failure_ends_the_run_where_it_would_have_ended_one_after_the_other() {
    let run = |jobs: &str| {
        let folder = tempfile::tempdir().expect("a folder");
        let mails = folder.path().join("mails");
        fs::create_dir(&mails).expect("a folder");
        // A message of the second file cannot be saved.
        fs::write(mails.join("file-02-session-0001-001-message-1-retr.eml"), "mine").expect("a file");
        let mut command = analyse();
        command.args(["captures/popa3d-poplib.pcap", CAPTURE, "captures/popa3d-curl.pcapng", "-", "--jobs", jobs]);
        command.arg("--eml").arg(&mails).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("it runs");
        // Standard input is silent, and never ends before the run does.
        let stdin = child.stdin.take();
        let mut told = String::new();
        child.stdout.take().expect("a pipe").read_to_string(&mut told).expect("text");
        let code = child.wait().expect("it ends").code();
        drop(stdin);
        let mut complaints = String::new();
        child.stderr.take().expect("a pipe").read_to_string(&mut complaints).expect("text");
        assert!(complaints.contains("cannot save the messages"), "{complaints}");
        (code, told)
    };
    let serial = run("1");
    assert_eq!(serial.0, Some(1));
    assert!(serial.1.contains("popa3d-poplib") && !serial.1.contains("popa3d-curl"), "{}", serial.1);
    assert_eq!(run("4"), serial);
}

#[test]
fn standard_input_is_a_file_like_any_other() {
    let octets = capture(CAPTURE);
    let (code, file, _) = told(analyse().args([CAPTURE, "--format", "ndjson"]), b"");
    assert_eq!(code, Some(0));
    let named = file.replace(&format!("\"{CAPTURE}\""), "\"-\"");
    let (code, piped, complaints) = told(analyse().args(["-", "--format", "ndjson"]), &octets);
    assert_eq!((code, piped, complaints.as_str()), (Some(0), named.clone(), ""));
    let packed = gzip(&octets);
    let (code, unpacked, _) = told(analyse().args(["--format", "ndjson", "-"]), &packed);
    let size = |octets: &[u8]| format!("\"bytes\":{}", octets.len());
    assert_eq!((code, unpacked), (Some(0), named.replace(&size(&octets), &size(&packed))));
    let (code, nothing, complaints) = told(analyse().args(["-", "-"]), b"");
    assert_eq!((code, nothing.as_str()), (Some(2), ""));
    assert!(complaints.contains("only once"));
}

#[test]
fn a_packed_file_that_is_damaged_gives_what_is_before_the_damage() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("office.pcap.gz");
    let packed = gzip(&capture(CAPTURE));
    fs::write(&path, &packed[..packed.len() - 100]).expect("a file");
    let (code, lines, complaints) = told(analyse().arg(&path).args(["--format", "ndjson"]), b"");
    let objects = objects(&lines);
    assert_eq!(code, Some(1));
    assert!(2 < objects.len());
    assert!(complaints.contains("is cut short in frame"), "{complaints}");
    assert_eq!(objects[objects.len() - 1]["bytes"], packed.len() - 100);
}

#[test]
fn the_window_opens_packed_files_too() {
    use popscope::source;
    use std::ops::ControlFlow;
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("office.pcap.gz");
    let plain = capture(CAPTURE);
    let packed = gzip(&plain);
    fs::write(&path, &packed).expect("a file");
    let open = |path: &Path| match source::open(path, &source::Options::default(), |_, _| ControlFlow::Continue(()))
        .expect("a capture")
    {
        source::Opened::Capture(capture) => capture,
        source::Opened::Play(_) => panic!("a capture"),
    };
    let (unpacked, known) = (open(&path), open(&Path::new(env!("CARGO_MANIFEST_DIR")).join(CAPTURE)));
    assert_eq!(unpacked.sessions.len(), known.sessions.len());
    assert_eq!(unpacked.summary.octets, packed.len() as u64, "progress is that of the file on disk");
}

#[test]
fn a_port_can_be_told_to_speak_pop3() {
    // The server's half of a session that had begun before, moved to a port of no meaning.
    let mut octets = capture("captures/dovecot-raw-late-start.pcap");
    let mut kept = octets[..24].to_vec();
    let mut at = 24;
    while at < octets.len() {
        let length = u32::from_le_bytes(octets[at + 8..at + 12].try_into().expect("four octets")) as usize;
        let frame = &mut octets[at..at + 16 + length];
        let source = 16 + 14 + 20;
        if frame[source..source + 2] == [0, 110] {
            frame[source..source + 2].copy_from_slice(&8110_u16.to_be_bytes());
            kept.extend_from_slice(frame);
        }
        at += 16 + length;
    }
    let sessions = |more: &[&str]| {
        let (code, lines, _) = told(analyse().args(["-", "--format", "ndjson"]).args(more), &kept);
        assert_eq!(code, Some(0));
        let objects = objects(&lines);
        objects[..objects.len() - 1].iter().map(|session| session["server"].to_string()).collect::<Vec<_>>()
    };
    assert_eq!(sessions(&[]), [""; 0]);
    assert_eq!(sessions(&["--port", "2110=pop3", "--port", "8110=pop3"]), ["\"127.0.0.1:8110\""]);
    let (code, ..) = told(analyse().args(["-", "--port", "8110=imap"]), b"");
    assert_eq!(code, Some(2));
}

#[cfg(unix)]
mod signals {
    use super::*;

    fn interrupt(child: &Child) {
        let pid = child.id().to_string();
        assert!(Command::new("kill").args(["-INT", &pid]).status().expect("kill is there").success());
    }

    fn start(arguments: &[&str]) -> Child {
        let mut command = analyse();
        command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command.spawn().expect("it runs")
    }

    fn large_file() -> tempfile::NamedTempFile {
        let mut file = tempfile::NamedTempFile::new().expect("a file");
        file.write_all(&many_times(&capture(CAPTURE), 600)).expect("a file");
        file
    }

    fn complaints(child: &mut Child) -> String {
        let mut text = String::new();
        child.stderr.take().expect("a pipe").read_to_string(&mut text).expect("text");
        text
    }

    #[test]
    fn an_interrupt_leaves_whole_lines_of_large_files() {
        let file = large_file();
        let path = file.path().to_str().expect("a path in UTF-8");
        for files in [&[path][..], &[path, path, path]] {
            let mut child = start(&[&["--format", "ndjson", "--jobs", "2"], files].concat());
            let mut stdout = BufReader::new(child.stdout.take().expect("a pipe"));
            let mut lines = String::new();
            stdout.read_line(&mut lines).expect("a line");
            interrupt(&child);
            stdout.read_to_string(&mut lines).expect("text");
            assert_eq!(child.wait().expect("it ends").code(), Some(130));
            let objects = objects(&lines);
            // Of the others one may have been read to its end, because nobody waited for its lines.
            let ended = objects.iter().filter(|object| object["type"] == "file").count();
            assert!(ended < files.len() && ended < objects.len(), "{ended} files were read to their ends");
            assert_eq!(complaints(&mut child), "");
        }
    }

    #[test]
    fn an_interrupt_is_heard_while_standard_input_is_silent() {
        let whole = capture(CAPTURE);
        let mut child = start(&["-", "--format", "ndjson"]);
        let mut stdin = child.stdin.take().expect("a pipe");
        // The last session is not over.
        stdin.write_all(&whole[..whole.len() - 600]).expect("it reads");
        stdin.flush().expect("it reads");
        let mut stdout = BufReader::new(child.stdout.take().expect("a pipe"));
        let mut lines = String::new();
        for _ in 0..5 {
            stdout.read_line(&mut lines).expect("lines come as soon as sessions are over");
        }
        interrupt(&child);
        stdout.read_to_string(&mut lines).expect("text");
        assert_eq!(child.wait().expect("it ends").code(), Some(130));
        let indices: Vec<Value> = objects(&lines).iter().map(|object| object["index"].clone()).collect();
        assert_eq!(indices, [0, 1, 2, 3, 4]);
        drop(stdin);
    }

    #[test]
    fn a_second_interrupt_ends_at_once() {
        let file = large_file();
        let path = file.path().to_str().expect("a path in UTF-8");
        let mut child = start(&[path, "--format", "ndjson"]);
        let mut stdout = BufReader::with_capacity(1, child.stdout.take().expect("a pipe"));
        stdout.read_line(&mut String::new()).expect("a line");
        // Nobody reads any more, so that the lines cannot be finished.
        for _ in 0..2 {
            interrupt(&child);
            std::thread::sleep(std::time::Duration::from_millis(400));
        }
        assert_eq!(child.wait().expect("it ends").code(), Some(130));
        drop(stdout);
    }

    #[test]
    fn a_reader_that_has_enough_is_no_error() {
        let file = large_file();
        let path = file.path().to_str().expect("a path in UTF-8");
        for files in [&[path][..], &[path, CAPTURE, path]] {
            let mut child = start(&[&["--format", "ndjson"], files].concat());
            let mut stdout = BufReader::new(child.stdout.take().expect("a pipe"));
            stdout.read_line(&mut String::new()).expect("a line");
            drop(stdout);
            assert_eq!(child.wait().expect("it ends").code(), Some(0));
            assert_eq!(complaints(&mut child), "");
        }
    }
}
