//! Real captures, cut at every octet: every prefix of a file gives a prefix of its result.

use std::path::Path;

use crate::capture::Problem;
use crate::capture::testing::analysed;
use crate::capture::testing::words;

/// Few frames, so that every cut can be tried: sessions in a row, pipelined, from the middle, wrong.
const SMALL: [&str; 4] = [
    "dovecot-raw-late-start.pcap",
    "popa3d-curl.pcapng",
    "dovecot-poplib-wrong-password.pcap",
    "dovecot-raw-pipelined.pcap",
];
/// Octets before which no cut leaves a capture: the header of a pcap file.
const HEADER: usize = 24;

#[test]
fn every_prefix_of_a_capture_gives_a_prefix_of_its_sessions() {
    for name in SMALL {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("captures").join(name);
        let file = std::fs::read(path).expect("a capture");
        let (sessions, summary) = analysed(&file);
        assert_eq!(summary.problems, []);
        let whole: Vec<Vec<String>> = sessions.iter().map(|session| words(&session.timeline)).collect();
        let mut before = 0;
        for cut in HEADER..file.len() {
            let (sessions, summary) = analysed(&file[..cut]);
            let mut steps = 0;
            for (session, whole) in sessions.iter().zip(&whole) {
                let part = words(&session.timeline);
                let same = part.iter().zip(whole).take_while(|(part, whole)| part == whole).count();
                steps += same;
                // Behind that stand the end of the recording, and before it an utterance that is not whole.
                match &part[same..] {
                    [] => assert_eq!(part.len(), whole.len(), "{name} cut at {cut}"),
                    [end] => assert_eq!(end, "RecordingEnds", "{name} cut at {cut}"),
                    [begun, end] => {
                        assert_eq!(end, "RecordingEnds", "{name} cut at {cut}");
                        assert!(whole[same].starts_with(begun.as_str()), "{name} cut at {cut}: {begun}");
                    }
                    more => panic!("{name} cut at {cut}: {more:?}"),
                }
            }
            assert!(sessions.len() <= whole.len() && before <= steps, "{name} cut at {cut}");
            before = steps;
            let cut = cut as u64;
            match summary.problems[..] {
                // Between two frames nothing shows that more was there.
                [] => assert_eq!(summary.octets, cut, "{name}"),
                [Problem::CutShort { frame, octet }] => {
                    assert_eq!((frame, octet), (summary.packets + 1, cut), "{name}");
                }
                ref other => panic!("{name} cut at {cut}: {other:?}"),
            }
        }
    }
}
