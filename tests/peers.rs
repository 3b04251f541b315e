//! Captures that popscope writes, read by tshark. Needs tshark, so these run only when asked for:
//! `cargo test --test peers -- --ignored`, as `.ci/run` does.

use std::fs;
use std::path::Path;
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
        let wrong = "_ws.malformed || tcp.checksum.status == 0 || ip.checksum.status == 0 || tcp.analysis.flags";
        let packets = tshark(&path, &[&checks[..], &["--disable-protocol", "pop", "-Y", wrong]].concat());
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
