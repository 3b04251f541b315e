//! Whole sessions, recorded badly: in any order, cut anywhere, from the middle on, or only their beginning.

use std::collections::BTreeSet;
use std::io::Write as _;
use std::path::Path;

use flate2::Compression;
use flate2::write::GzEncoder;
use popscope::capture::Options;
use popscope::inspect::fetched::fetched;
use popscope::proto::Side;
use popscope::proto::utterance::Certainty;
use popscope::proto::utterance::Meaning;
use popscope::session::RecordedSession;
use proptest::prelude::*;

use crate::fuzz_entries::look::analysed;
use crate::fuzz_entries::look::words;
use crate::fuzz_entries::reassembly::Talk;

fn read(file: &[u8]) -> (Vec<RecordedSession>, String) {
    let (sessions, summary) = analysed(file, &Options::default()).expect("a capture");
    (sessions, format!("{:?}", summary.problems))
}

/// The lines of a mail that try to be something else, too.
fn mail() -> impl Strategy<Value = String> {
    let line = prop_oneof![
        3 => "[ -~]{0,60}",
        1 => prop::sample::select(vec![".", "..", "+OK", "-ERR no", ". ", "+OK 1 120", "QUIT", ""]).prop_map(str::to_owned),
    ];
    prop::collection::vec(line, 1..12).prop_map(|lines| lines.join("\r\n") + "\r\n")
}

/// A session that fetches every mail; each command and each reply is like no other.
fn session(mails: &[String], lines_first: bool) -> Talk {
    let mut talk = Talk::open(110);
    talk.say(Side::Server, b"+OK ready\r\n");
    let mut exchange = |command: String, reply: String| {
        talk.say(Side::Client, command.as_bytes());
        talk.say(Side::Server, reply.as_bytes());
    };
    exchange("USER amy\r\n".into(), "+OK name\r\n".into());
    exchange("PASS x\r\n".into(), "+OK in\r\n".into());
    for (number, mail) in (1..).zip(mails) {
        if lines_first {
            exchange(format!("LIST {number}\r\n"), format!("+OK {number} {}\r\n", mail.len()));
        }
        let stuffed: String = mail
            .split_inclusive("\r\n")
            .map(|line| if line.starts_with('.') { format!(".{line}") } else { line.to_owned() })
            .collect();
        exchange(format!("RETR {number}\r\n"), format!("+OK message {number}\r\n{stuffed}.\r\n"));
        exchange(format!("DELE {number}\r\n"), format!("+OK marked {number}\r\n"));
    }
    exchange("QUIT\r\n".into(), "+OK bye\r\n".into());
    talk.close();
    talk
}

/// Command and reply, of every reply that is certain.
fn certain(session: &RecordedSession) -> Vec<(Vec<u8>, Vec<u8>)> {
    let timeline = &session.timeline;
    let replies = timeline.steps().iter().filter(|step| {
        step.said()
            .is_some_and(|said| matches!(said.meaning, Meaning::Reply { .. }) && said.certainty == Certainty::Certain)
    });
    replies
        .map(|step| {
            let asked = timeline.partner(step).and_then(|step| step.said()).expect("a certain reply has a command");
            (asked.raw.to_vec(), step.said().expect("it is a reply").raw.to_vec())
        })
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn any_order_cut_and_doubling_brings_the_same_messages(
        mails in prop::collection::vec(mail(), 1..6),
        lines_first in any::<bool>(),
        chance in prop::collection::vec(any::<u8>(), 0..160),
    ) {
        let mut talk = session(&mails, lines_first);
        let (plain, _) = read(&talk.file());
        talk.disorder(&chance);
        let (told, problems) = read(&talk.file());
        prop_assert_eq!(told.len(), 1);
        prop_assert_eq!(problems, "[]");
        prop_assert!(told[0].is_whole());
        prop_assert_eq!(words(&told[0].timeline), words(&plain[0].timeline));
        let messages: Vec<_> = fetched(&told[0].timeline).collect();
        prop_assert!(messages.iter().all(|message| message.complete));
        let octets: Vec<_> = messages.into_iter().map(|message| message.octets).collect();
        let sent: Vec<_> = mails.iter().map(|mail| mail.as_bytes().to_vec()).collect();
        prop_assert_eq!(octets, sent);
    }

    #[test]
    fn a_recording_from_the_middle_is_certain_of_nothing_that_it_did_not_see(
        mails in prop::collection::vec(mail(), 1..6),
        chance in prop::collection::vec(any::<u8>(), 0..40),
        from in 1_usize..60,
    ) {
        let mut talk = session(&mails, true);
        let truth: BTreeSet<_> = certain(&read(&talk.file()).0[0]).into_iter().collect();
        talk.disorder(&chance);
        let from = from % (talk.segments.len() - 1) + 1;
        talk.segments.drain(..from);
        for session in read(&talk.file()).0 {
            for (command, reply) in certain(&session) {
                let pair = format!("{} - {}", command.escape_ascii(), reply.escape_ascii());
                prop_assert!(truth.contains(&(command, reply)), "{}", pair);
            }
            for said in session.timeline.steps().iter().filter_map(|step| step.said()) {
                let unasked = matches!(said.meaning, Meaning::Reply { exchange: None, .. });
                prop_assert!(!(unasked && said.certainty != Certainty::Unknown), "{:?}", said);
            }
        }
    }
}

#[test]
fn every_prefix_of_a_packed_capture_gives_a_prefix_of_its_sessions() {
    for name in ["popa3d-curl.pcapng", "dovecot-poplib-wrong-password.pcap"] {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("captures").join(name);
        let file = std::fs::read(path).expect("a capture");
        let whole: Vec<_> = read(&file).0.iter().map(|session| words(&session.timeline)).collect();
        let mut packer = GzEncoder::new(Vec::new(), Compression::default());
        packer.write_all(&file).expect("a Vec can be written");
        let short = packer.finish().expect("a Vec can be written");
        let mut before = 0;
        for cut in 0..short.len() {
            let Some((sessions, _)) = analysed(&short[..cut], &Options::default()) else {
                assert_eq!(before, 0, "{name} cut at {cut}");
                continue;
            };
            assert!(sessions.len() <= whole.len(), "{name} cut at {cut}");
            let mut steps = 0;
            for (session, whole) in sessions.iter().zip(&whole) {
                let part = words(&session.timeline);
                let same = part.iter().zip(whole).take_while(|(part, whole)| part == whole).count();
                steps += same;
                // Behind it: an utterance that is not whole, and the end of the recording.
                match &part[same..] {
                    [] => (),
                    [end] => assert_eq!(end, "RecordingEnds", "{name} cut at {cut}"),
                    [begun, end] => {
                        assert_eq!(end, "RecordingEnds", "{name} cut at {cut}");
                        assert!(whole[same].starts_with(begun.as_str()), "{name} cut at {cut}: {begun}");
                    }
                    more => panic!("{name} cut at {cut}: {more:?}"),
                }
            }
            assert!(before <= steps, "{name} cut at {cut}");
            before = steps;
        }
        assert!(0 < before, "{name}: a prefix tells something");
    }
}
