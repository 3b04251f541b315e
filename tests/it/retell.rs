//! Recorded sessions told again as scenarios: they say the same, and nobody of the recording occurs in them.

use std::collections::BTreeSet;
use std::path::Path;
use std::path::PathBuf;

use popscope::inspect::login::logins;
use popscope::proto::Side;
use popscope::session::ConnectionId;
use popscope::session::RecordedSession;
use popscope::source;
use popscope::source::branch::Script;
use popscope::source::retell::Refusal;
use popscope::source::retell::retell;

use crate::recorded::read;

/// The captures of a folder, in order.
fn captures(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path());
    let is_capture =
        |path: &PathBuf| path.extension().is_some_and(|extension| extension == "pcap" || extension == "pcapng");
    let mut paths: Vec<PathBuf> = entries.filter(is_capture).collect();
    paths.sort();
    paths
}

fn own() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("captures")
}

/// What must not occur in a scenario: names, secrets, addresses, and the words of mails.
fn delicate(session: &RecordedSession) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    found.insert(session.client.ip().to_string());
    found.insert(session.server.ip().to_string());
    let end = session.timeline.snapshot(popscope::session::Cursor(usize::MAX));
    if let Some(user) = end.session(ConnectionId(0)).and_then(|session| session.user.clone()) {
        found.insert(user.to_string());
    }
    for step in session.timeline.steps() {
        let Some(said) = step.said() else { continue };
        let line = String::from_utf8_lossy(said.first_line()).into_owned();
        if said.side == Side::Client {
            let (keyword, rest) = line.split_once(' ').unwrap_or_default();
            match keyword.to_ascii_uppercase().as_str() {
                "USER" | "PASS" => {
                    found.insert(rest.to_owned());
                }
                "APOP" => found.extend(rest.split(' ').map(str::to_owned)),
                // The mechanism is no secret, what follows it is.
                "AUTH" => found.extend(rest.split(' ').skip(1).map(str::to_owned)),
                _ => (),
            }
        } else if let Some(mail) = said.delivered() {
            let text = String::from_utf8_lossy(&mail).into_owned();
            // Every address, and every word that is no word of everybody.
            let words = text.split(|letter: char| letter.is_whitespace() || "<>()\"';,".contains(letter));
            found.extend(words.filter(|word| word.contains('@') && 4 < word.len()).map(str::to_owned));
        }
        if let Some((_, host)) = line.split_once('@').filter(|_| said.side == Side::Server && line.contains('<')) {
            found.insert(host.trim_end_matches('>').to_owned());
        }
    }
    for login in logins(&session.timeline) {
        found.extend(login.user.as_ref().map(|user| String::from_utf8_lossy(user).into_owned()));
    }
    found.retain(|word| 3 <= word.len());
    found
}

/// Tells all sessions of captures again. Tells for each whether it goes the same, goes otherwise, or cannot be told.
fn tell_all(paths: &[PathBuf]) -> (usize, Vec<String>, Vec<(String, Refusal)>) {
    let mut leaks = Vec::new();
    let (mut same, mut otherwise, mut refused) = (0, Vec::new(), Vec::new());
    for path in paths {
        let file = path.file_name().expect("a name").to_string_lossy().into_owned();
        for session in read(path).sessions {
            let name = format!("{file}#{}", session.index + 1);
            match retell(&session.timeline) {
                Ok(told) => {
                    let script =
                        Script::parse(&name, &told.text).unwrap_or_else(|error| panic!("{error}\n{}", told.text));
                    let play = source::play(script);
                    assert_eq!(play.failures, [], "{name}\n{}", told.text);
                    for word in delicate(&session) {
                        if told.text.contains(&word) {
                            leaks.push(format!("{name}: {word:?} occurs in\n{}", told.text));
                        }
                    }
                    if told.agrees() {
                        same += 1;
                    } else {
                        otherwise.push(format!("{name}: {:?}", told.remarks));
                    }
                }
                Err(refusal) => refused.push((name, refusal)),
            }
        }
    }
    assert!(leaks.is_empty(), "{}", leaks.join("\n"));
    (same, otherwise, refused)
}

#[test]
fn sessions_of_our_captures_are_told_again_without_their_people() {
    let (same, otherwise, refused) = tell_all(&captures(&own()));
    // Without their secrets these three are sealed from the first octet.
    let sealed =
        ["dovecot-curl-pop3s.pcapng#1", "dovecot-curl-tls12-cbc.pcap#1", "dovecot-curl-tls13-untrusted.pcap#1"];
    assert_eq!(refused, sealed.map(|name| (name.to_owned(), Refusal::Sealed)));
    // GNU Mailutils delivers a mail with one field more once UIDL was said; and where the line was lost, STAT behind a
    // DELE counts other octets than were told before.
    let names: Vec<&str> = otherwise.iter().filter_map(|told| told.split(':').next()).collect();
    let expected = ["dovecot-poplib-dropped.pcapng#1", "mailutils-raw-mpop-uidl.pcapng#1"];
    assert_eq!(names, expected, "{}", otherwise.join("\n"));
    assert_eq!(same, 52);
}

#[test]
fn sessions_of_public_captures_are_told_again_without_their_people() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = root.ancestors().map(|ancestor| ancestor.join("../shared/captures/public")).find(|path| path.is_dir());
    let Some(folder) = folder else {
        eprintln!("skipped: ../shared/captures/public is not there");
        return;
    };
    let (same, otherwise, refused) = tell_all(&captures(&folder));
    eprintln!("{same} the same\n{}\n{refused:?}", otherwise.join("\n"));
    assert!(0 < same);
}
