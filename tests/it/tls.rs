//! TLS in captures: what is damaged stays shut, and never becomes other words than those that were said.

use std::fs;
use std::ops::ControlFlow;
use std::path::Path;
use std::path::PathBuf;

use popscope::capture::Options;
use popscope::capture::Problem;
use popscope::capture::analyse;
use popscope::export::tls_record::tls_record;
use popscope::proto::Side;
use popscope::proto::utterance::Cover;
use popscope::session::RecordedSession;
use popscope::session::tls_facts::Closed;
use popscope::session::tls_facts::Decrypted;
use popscope::source::KeyLog;

use crate::recorded::options;

fn path(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("captures").join(name)
}

/// Captures of each cipher and version, of few octets.
const SEALED: [&str; 5] = [
    "dovecot-curl-tls13-secrets-inside.pcapng",
    "dovecot-openssl-tls13-key-update.pcap",
    "dovecot-curl-tls13-retry-stls.pcap",
    "dovecot-curl-tls12-chacha20.pcap",
    "dovecot-curl-tls12-aes256-stls.pcap",
];

fn sessions(file: &[u8], options: &Options) -> Vec<RecordedSession> {
    let mut sessions = Vec::new();
    // A damaged head makes it no capture at all.
    let _ = analyse(file, options, |_| ControlFlow::Continue(()), |session| sessions.push(session));
    sessions
}

/// What a side said inside TLS.
fn inside(session: &RecordedSession, side: Side) -> Vec<u8> {
    let said = session.timeline.steps().iter().filter_map(|step| step.said());
    let said = said.filter(|said| said.side == side && said.cover == Cover::Tls);
    said.flat_map(|said| said.raw.to_vec()).collect()
}

/// A capture, what is told of it beforehand, and what its two sides said inside.
struct Sealed {
    file: Vec<u8>,
    options: Options,
    said: [Vec<u8>; 2],
}

const SIDES: [Side; 2] = [Side::Client, Side::Server];

impl Sealed {
    fn read(name: &str) -> Self {
        let (file, options) = (fs::read(path(name)).expect("a capture"), options(&path(name)));
        let found = sessions(&file, &options);
        let [only] = found.as_slice() else { panic!("{name}: one session") };
        let said = SIDES.map(|side| inside(only, side));
        assert!(said[0].ends_with(b"QUIT\r\n") || said[0].ends_with(b"quit\r\n"), "{name}");
        Self { file, options, said }
    }

    /// Nothing is read in a damaged copy that was not said at that place.
    #[track_caller]
    fn holds(&self, damaged: &[u8], what: &str) {
        for session in sessions(damaged, &self.options) {
            for (side, said) in SIDES.into_iter().zip(&self.said) {
                let read = inside(&session, side);
                assert!(said.starts_with(&read), "{what}: {}", read.escape_ascii());
            }
        }
    }
}

#[test]
fn captures_that_are_cut_short_give_the_beginning_of_what_was_said() {
    for name in SEALED {
        let sealed = Sealed::read(name);
        for end in (0..sealed.file.len()).step_by(37) {
            sealed.holds(&sealed.file[..end], &format!("{name} cut at {end}"));
        }
    }
}

#[test]
fn octets_that_are_changed_never_become_other_words() {
    for (turn, name) in SEALED.into_iter().enumerate() {
        let sealed = Sealed::read(name);
        for place in (turn..sealed.file.len()).step_by(23) {
            let mut changed = sealed.file.clone();
            changed[place] ^= 1 << (place % 8);
            sealed.holds(&changed, &format!("{name} changed at {place}"));
        }
    }
}

/// The frames of a pcap file of little-endian words, and the head before them.
fn frames(file: &[u8]) -> (&[u8], Vec<&[u8]>) {
    let (head, mut rest) = file.split_at(24);
    let mut frames = Vec::new();
    while !rest.is_empty() {
        let length = u32::from_le_bytes(rest[8..12].try_into().expect("four octets"));
        let (frame, behind) = rest.split_at(16 + usize::try_from(length).expect("short"));
        frames.push(frame);
        rest = behind;
    }
    (head, frames)
}

#[test]
fn behind_each_frame_that_is_lost_nothing_is_read() {
    for name in SEALED.into_iter().filter(|name| name.ends_with(".pcap")) {
        let sealed = Sealed::read(name);
        let (head, frames) = frames(&sealed.file);
        let mut gaps = 0;
        for lost in 0..frames.len() {
            let left = frames.iter().enumerate().filter(|(place, _)| *place != lost);
            let file = [head].into_iter().chain(left.map(|(_, frame)| *frame)).collect::<Vec<_>>().concat();
            sealed.holds(&file, &format!("{name} without frame {}", lost + 1));
            let found = sessions(&file, &sealed.options);
            let tls = found.first().and_then(|session| session.tls.as_ref());
            gaps += usize::from(tls.is_some_and(|tls| tls.decrypted.why_not() == Some(Closed::Gap)));
        }
        assert!(5 < gaps, "{name}: a lost frame with octets is told as such: {gaps}");
    }
}

#[test]
fn without_its_key_log_a_capture_tells_its_handshake() {
    let file = fs::read(path("dovecot-openssl-tls13-key-update.pcap")).expect("a capture");
    let found = sessions(&file, &Options::default());
    let tls = found[0].tls.as_ref().expect("TLS");
    assert_eq!(tls.server_name.as_deref(), Some("mail.example.org"));
    assert_eq!(tls.offered_protocols, ["pop3"]);
    assert_eq!(tls.version.map(|version| version.to_string()).as_deref(), Some("TLS 1.3"));
    assert_eq!(tls.certificate, None, "TLS 1.3 covers it");
    assert_eq!(tls.decrypted, Decrypted::No(Closed::NoSecrets));
    assert_eq!(inside(&found[0], Side::Server), b"");
}

#[test]
fn tls_1_2_shows_its_certificate_to_everyone() {
    let file = fs::read(path("dovecot-curl-tls12-chacha20.pcap")).expect("a capture");
    let found = sessions(&file, &Options::default());
    let record = tls_record(found[0].tls.as_ref());
    assert_eq!(record["certificate"]["subject"], "CN=mail.example.org");
    assert_eq!(record["certificate"]["names"], serde_json::json!(["mail.example.org", "127.0.0.1", "::1"]));
    assert_eq!(record["decrypted"], "no");
}

#[test]
fn the_key_log_of_another_session_opens_nothing() {
    let file = fs::read(path("dovecot-curl-tls12-chacha20.pcap")).expect("a capture");
    let others = options(&path("dovecot-curl-tls13-aes256.pcapng"));
    let found = sessions(&file, &others);
    assert_eq!(found[0].tls.as_ref().expect("TLS").decrypted, Decrypted::No(Closed::NoSecrets));
}

#[test]
fn secrets_that_are_not_the_right_ones_open_nothing() {
    let name = "dovecot-curl-tls12-chacha20";
    let text = fs::read_to_string(path(&format!("{name}.keys"))).expect("a key log");
    let last = text.trim_end().chars().last().expect("a digit");
    let wrong = text.trim_end().trim_end_matches(last).to_owned() + if last == '0' { "1" } else { "0" };
    let wrong =
        wrong + &last.to_string().repeat(text.trim_end().len() - text.trim_end().trim_end_matches(last).len() - 1);
    let options = Options { key_log: KeyLog::read(wrong.as_bytes()), ..Options::default() };
    let file = fs::read(path(&format!("{name}.pcap"))).expect("a capture");
    let found = sessions(&file, &options);
    assert_eq!(found[0].tls.as_ref().expect("TLS").decrypted, Decrypted::No(Closed::NotAuthentic));
}

#[test]
fn pop3_inside_tls_on_any_port_is_found_with_its_keys_only() {
    let name = path("dovecot-curl-tls13-port-1995.pcap");
    let file = fs::read(&name).expect("a capture");
    assert_eq!(sessions(&file, &options(&name)).len(), 1);
    assert_eq!(sessions(&file, &Options::default()).len(), 0);
    let told = Options { pop3_ports: [1995].into(), ..Options::default() };
    assert_eq!(sessions(&file, &told).len(), 1, "or by its port");
}

/// The blocks of a little-endian pcapng file with their kinds.
fn blocks(file: &[u8]) -> Vec<(u32, &[u8])> {
    let mut rest = file;
    let mut blocks = Vec::new();
    while !rest.is_empty() {
        let word = |place: usize| u32::from_le_bytes(rest[place..place + 4].try_into().expect("four octets"));
        let (kind, length) = (word(0), usize::try_from(word(4)).expect("short"));
        blocks.push((kind, &rest[..length]));
        rest = &rest[length..];
    }
    blocks
}

#[test]
fn secrets_in_the_capture_open_what_comes_behind_them() {
    let file = fs::read(path("dovecot-curl-tls13-secrets-inside.pcapng")).expect("a capture");
    let blocks = blocks(&file);
    let secrets: Vec<u8> =
        blocks.iter().filter(|(kind, _)| *kind == 10).flat_map(|(_, block)| block.to_vec()).collect();
    assert!(!secrets.is_empty());
    let others: Vec<&[u8]> = blocks.iter().filter(|(kind, _)| *kind != 10).map(|(_, block)| *block).collect();
    let read = |place: usize| {
        let file = [others[..place].concat(), secrets.clone(), others[place..].concat()].concat();
        let mut decrypted = None;
        let keep = |session: RecordedSession| decrypted = session.tls.map(|tls| tls.decrypted);
        let summary = analyse(file.as_slice(), &Options::default(), |_| ControlFlow::Continue(()), keep);
        let late = summary.expect("a capture").problems.contains(&Problem::SecretsLate { sessions: 1 });
        (decrypted.expect("TLS"), late)
    };
    assert_eq!(read(2), (Decrypted::Yes, false), "before all packets");
    assert_eq!(read(8), (Decrypted::Yes, false), "behind the hello of the server, but before what is said");
    assert_eq!(read(16), (Decrypted::Partly(Closed::SecretsLate), false), "among what is said");
    assert_eq!(read(others.len()), (Decrypted::No(Closed::NoSecrets), true), "behind all packets");
}
