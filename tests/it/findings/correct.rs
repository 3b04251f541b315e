//! Correct sessions give no errors.

use std::fs;
use std::path::Path;
use std::path::PathBuf;

use popscope::scenario::library;
use popscope::scenario::run;
use popscope::session::Timeline;
use popscope::teach::finding::Severity;
use popscope::teach::finding::findings;

use crate::recorded::read;

/// The errors of a timeline, each code once, in the order of their steps.
fn errors(timeline: &Timeline) -> Vec<&'static str> {
    let mut errors = Vec::new();
    for finding in findings(timeline) {
        if finding.code.severity() == Severity::Error && !errors.contains(&finding.code.as_str()) {
            errors.push(finding.code.as_str());
        }
    }
    errors
}

/// The captures of a folder, by their names.
fn captures(folder: &Path) -> Vec<(String, PathBuf)> {
    let entries = fs::read_dir(folder).expect("a folder of captures");
    let paths = entries.map(|entry| entry.expect("an entry").path());
    let is_capture =
        |path: &PathBuf| path.extension().is_some_and(|extension| extension == "pcap" || extension == "pcapng");
    let name = |path: &Path| path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let mut found: Vec<_> = paths.filter(is_capture).map(|path| (name(&path), path)).collect();
    found.sort();
    found
}

/// Lessons whose people make mistakes on purpose.
const MISTAKEN_LESSONS: [(&str, &str); 7] = [
    // Somebody believes a note, and leaves the second argument of TOP out.
    ("top", "missing-argument"),
    // A beginner forgets the second argument of TOP.
    ("telnet-practice", "missing-argument"),
    // The session of the notes: replies begin with a plus sign alone, and PASS has no password.
    ("kcope", "plus-status missing-argument"),
    // TOP 10, as the examples of the old RFCs have it.
    ("time-machine", "missing-argument"),
    // Servers whose deviations are to be found.
    ("spot-greenmail", "wrong-state-accepted unasked-reply marked-accepted maildrop-shared not-a-reply"),
    ("spot-smtp4dev", "marked-listed unique-id-changed rset-without-effect"),
    (
        "spot-filius",
        "bare-line-feed not-a-reply unterminated listing-from-zero malformed-listing wrong-number-listed marked-listed",
    ),
];

#[test]
fn lessons_have_only_the_errors_that_they_teach() {
    let mut found = Vec::new();
    for shipped in library::ALL {
        let errors = errors(&run(&shipped.scenario()).timeline());
        if !errors.is_empty() {
            found.push((shipped.name, errors.join(" ")));
        }
    }
    let expected = MISTAKEN_LESSONS.map(|(name, codes)| (name, codes.to_owned()));
    assert_eq!(found, expected);
}

/// Own captures with errors, each with its reason.
const MISTAKEN_CAPTURES: [(&str, &str); 1] = [
    // A script that makes every mistake on purpose; and Dovecot says yes to a RSET with an argument.
    (
        "dovecot-raw-mistakes.pcap, session 0",
        "message-zero missing-argument extra-argument malformed-accepted bare-line-feed",
    ),
];

#[test]
fn real_servers_have_only_the_errors_that_they_make() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("captures");
    assert_eq!(errors_in(&folder), MISTAKEN_CAPTURES.map(|(name, codes)| (name.to_owned(), codes.to_owned())));
}

/// Captures made by others with errors, each with its reason.
const MISTAKEN_PUBLIC: [(&str, &str); 2] = [
    // Somebody typed the commands at a tool that ends lines with LF.
    ("realjimmy_wireshark-pop-ssl-with-keys.pcapng, session 0", "bare-line-feed"),
    // Made by hand to confuse parsers: a LIST of no server, and replies that nobody can match.
    ("zeek_bad-list-retr-crafted.pcap, session 0", "not-a-reply wrong-state-accepted unterminated"),
];

#[test]
fn public_captures_have_only_the_errors_that_are_in_them() {
    let Some(folder) = public_captures() else { return };
    assert_eq!(errors_in(&folder), MISTAKEN_PUBLIC.map(|(name, codes)| (name.to_owned(), codes.to_owned())));
}

fn public_captures() -> Option<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = root.ancestors().map(|ancestor| ancestor.join("../shared/captures/public")).find(|path| path.is_dir());
    if folder.is_none() {
        eprintln!("skipped: ../shared/captures/public is not there");
    }
    folder
}

/// The sessions of a folder of captures that have errors.
fn errors_in(folder: &Path) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for (name, path) in captures(folder) {
        for (place, session) in read(&path).sessions.iter().enumerate() {
            let errors = errors(&session.timeline);
            if !errors.is_empty() {
                found.push((format!("{name}, session {place}"), errors.join(" ")));
            }
        }
    }
    found
}
