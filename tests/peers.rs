//! Captures that popscope writes, read by tshark. Needs tshark, so these run only when asked for:
//! `cargo test --test peers -- --ignored`, as `.ci/run` does.

use std::fs;
use std::path::Path;
use std::path::PathBuf;
use std::process::Command;

use popscope::scenario::library;
use popscope::source;

/// What tshark prints for a file.
fn tshark(path: &Path, arguments: &[&str]) -> String {
    let output = Command::new("tshark").arg("-n").arg("-r").arg(path).args(arguments).output().expect("tshark runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).into_owned()
}

#[test]
#[ignore = "needs tshark"]
fn tshark_opens_every_exported_scenario_without_a_malformed_packet() {
    let folder = tempfile::tempdir().expect("a folder");
    for shipped in library::ALL {
        let timeline = source::play_lesson(shipped.name).expect("a shipped scenario").timeline;
        let path = folder.path().join(format!("{}.pcapng", shipped.name));
        fs::write(&path, source::pcapng(&timeline)).expect("a capture file");
        let checks = ["-o", "tcp.check_checksum:TRUE", "-o", "ip.check_checksum:TRUE"];
        // What is lost on the line of a lesson, and sent again, is what tshark should remark.
        let troubled =
            ["lose:", "loss_percent:", "double:", "late:", "Cut"].iter().any(|fault| shipped.text.contains(fault));
        let order = if troubled { "" } else { " || tcp.analysis.flags" };
        let wrong = format!("_ws.malformed || tcp.checksum.status == 0 || ip.checksum.status == 0{order}");
        let packets = tshark(&path, &[&checks[..], &["--disable-protocol", "pop", "-Y", &wrong]].concat());
        assert_eq!(packets, "", "{}", shipped.name);
        // Its dissector of POP takes the word behind +OK for a size, so that it calls `+OK Message follows`
        // malformed, from whatever server it comes. Nothing else may be.
        let malformed = tshark(&path, &["-Y", "_ws.malformed", "-T", "fields", "-e", "pop.response.description"]);
        let has_size = |text: &str| text.starts_with(|first: char| first.is_ascii_digit());
        assert!(!malformed.lines().any(has_size), "{}: {malformed}", shipped.name);
    }
}

#[test]
#[ignore = "needs tshark"]
fn tshark_sees_the_commands() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("x.pcapng");
    let timeline = source::play_lesson("rfc1939-example").expect("a shipped scenario").timeline;
    fs::write(&path, source::pcapng(&timeline)).expect("a capture file");
    let told = tshark(&path, &["-Y", "pop.request.command", "-T", "fields", "-e", "pop.request.command"]);
    let commands: Vec<&str> = told.lines().collect();
    assert_eq!(commands, ["APOP", "STAT", "LIST", "RETR", "DELE", "RETR", "DELE", "QUIT"]);
}

/// Every capture of the repository.
fn captures() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("captures");
    let entries = fs::read_dir(folder).expect("the captures").map(|entry| entry.expect("an entry").path());
    entries.filter(|path| path.display().to_string().contains(".pcap")).collect()
}

/// What `popscope analyse --pcapng` makes of a capture.
fn extract(path: &Path, out: &Path, more: &[&str]) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_popscope"));
    command.arg("analyse").arg(path).arg("--pcapng").arg(out).args(more);
    // Some sessions show only inside TLS that they are POP3.
    let keys = path.with_extension("keys");
    if keys.is_file() {
        command.arg("--keylog").arg(keys);
    }
    command.output().expect("popscope runs");
    assert!(out.is_file(), "{}", path.display());
}

/// Times, lengths and checksums of all frames of TCP, and what is wrong with their sequence.
fn frames(path: &Path) -> String {
    let fields = [
        "frame.time_epoch",
        "frame.len",
        "frame.cap_len",
        "tcp.seq_raw",
        "tcp.ack_raw",
        "tcp.flags",
        "tcp.checksum.status",
        "ip.checksum.status",
        "_ws.malformed",
    ];
    let checks = ["-o", "tcp.check_checksum:TRUE", "-o", "ip.check_checksum:TRUE", "--disable-protocol", "pop"];
    let named = fields.iter().flat_map(|field| ["-e", field]);
    let shown = ["-Y", "tcp", "-T", "fields"];
    tshark(path, &checks.into_iter().chain(shown).chain(named).collect::<Vec<_>>())
}

/// As [`tshark`], of a capture that may be cut short.
fn tshark_whatever(path: &Path, arguments: &[&str]) -> String {
    let output = Command::new("tshark").arg("-n").arg("-r").arg(path).args(arguments).output().expect("tshark runs");
    String::from_utf8_lossy(&output.stdout).into_owned()
}

#[test]
#[ignore = "needs tshark"]
fn tshark_sees_the_same_frames_in_an_extract() {
    let folder = tempfile::tempdir().expect("a folder");
    for path in captures().into_iter().filter(|path| !path.display().to_string().contains("cut-short")) {
        let expected = frames(&path);
        for more in [&[][..], &["--scrub"]] {
            let out =
                folder.path().join(format!("{}{}.pcapng", path.file_name().expect("a name").display(), more.len()));
            extract(&path, &out, more);
            // All that these captures hold is POP3, so that every frame is copied; each keeps its checksums,
            // those that were wrong from the start included.
            assert_eq!(frames(&out), expected, "{}", path.display());
        }
    }
}

#[test]
#[ignore = "needs tshark"]
fn tshark_finds_right_checksums_right_when_secrets_are_overwritten() {
    let folder = tempfile::tempdir().expect("a folder");
    for name in ["first-session", "rfc1939-example"] {
        let (path, out) = (folder.path().join(name), folder.path().join(format!("{name}.pcapng")));
        fs::write(&path, source::pcapng(&source::play_lesson(name).expect("a lesson").timeline)).expect("a capture");
        extract(&path, &out, &["--scrub"]);
        assert_eq!(frames(&out), frames(&path), "{name}");
        assert!(frames(&out).lines().all(|frame| frame.contains("\t1\t1\t")), "{name}: {}", frames(&out));
        let login =
            ["-Y", "pop.request.command in {\"PASS\", \"APOP\"}", "-T", "fields", "-e", "pop.request.parameter"];
        let (before, after) = (tshark(&path, &login), tshark(&out, &login));
        assert!(before != after && after.contains(['*', '0']), "{name}: {before} {after}");
    }
}

#[test]
#[ignore = "needs tshark"]
fn tshark_shows_the_findings_as_comments() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut met = 0;
    for path in captures() {
        let out = folder.path().join(format!("{}.pcapng", path.file_name().expect("a name").display()));
        extract(&path, &out, &[]);
        let comments = tshark_whatever(&out, &["-T", "fields", "-e", "frame.comment"]);
        for timeline in recorded(&path) {
            let mut codes: Vec<_> =
                popscope::teach::finding::findings(&timeline).iter().map(|finding| finding.code).collect();
            codes.dedup();
            for code in codes {
                met += 1;
                assert!(comments.contains(&format!("{code} (")), "{}: {code}", path.display());
            }
        }
    }
    assert!(20 < met, "{met} findings");
}

/// The timelines of a capture.
fn recorded(path: &Path) -> Vec<popscope::session::Timeline> {
    let mut timelines = Vec::new();
    let watch = |_| std::ops::ControlFlow::Continue(());
    let told = source::analyse(path, &source::Options::default(), watch, |session| timelines.push(session.timeline));
    told.expect("a capture");
    timelines
}
