//! A simulation is a capture: played, exported and analysed, every scenario says the same.

use std::fs;

use popscope::export::session_record::session_record;
use popscope::inspect::fetched::fetched;
use popscope::proto::Protocol;
use popscope::proto::utterance::Cover;
use popscope::proto::utterance::Meaning;
use popscope::scenario::library;
use popscope::session::ConnectionId;
use popscope::session::Step;
use popscope::session::Timeline;
use popscope::session::event::Closing;
use popscope::session::snapshot::Stage;
use popscope::session::snapshot::Tls;
use popscope::source;

use crate::recorded::read;

/// What is said in the clear on one connection: side, octets, and the kind of the meaning.
fn words(timeline: &Timeline, connection: ConnectionId) -> Vec<(String, String)> {
    let steps = timeline.steps().iter().filter(|step| step.connection == Some(connection));
    let said =
        steps.filter_map(Step::said).filter(|said| said.cover == Cover::Clear && said.meaning != Meaning::Opaque);
    said.map(|said| (format!("{:?}", said.meaning), said.raw.escape_ascii().to_string())).collect()
}

/// The end as a capture can show it: of a line that was lost nothing is seen.
fn seen_end(stage: Stage) -> Stage {
    match stage {
        Stage::Closed(Closing::LineLost) => Stage::Closed(Closing::RecordingEnds),
        other => other,
    }
}

#[test]
fn every_scenario_survives_the_way_through_a_capture_file() {
    let folder = tempfile::tempdir().expect("a folder");
    for shipped in library::ALL {
        let played = source::play_lesson(shipped.name).expect("a shipped scenario").timeline;
        let path = folder.path().join(format!("{}.pcapng", shipped.name));
        fs::write(&path, source::pcapng(&played)).expect("a capture file");
        let recorded = read(&path);
        let (spoken, others): (Vec<_>, Vec<_>) = (0..)
            .map(ConnectionId)
            .zip(played.connections())
            .partition(|(_, connection)| connection.protocol == Protocol::Pop3);
        assert_eq!(recorded.sessions.len(), spoken.len(), "{}: sessions", shipped.name);
        // What is no POP3 is left out, and said so.
        let mut ports: Vec<u16> = others.iter().map(|(_, other)| other.protocol.port()).collect();
        ports.sort_unstable();
        let told = recorded.other_ports.iter().flat_map(|(port, other)| {
            std::iter::repeat_n(*port, usize::try_from(other.connections).expect("few connections"))
        });
        assert_eq!(told.collect::<Vec<_>>(), ports, "{}: other connections", shipped.name);
        for (place, session) in recorded.sessions.iter().enumerate() {
            let id = spoken[place].0;
            let (found, put_in) = (words(&session.timeline, ConnectionId(0)), words(&played, id));
            assert_eq!(found, put_in, "{}, connection {place}", shipped.name);
            let last = |timeline: &Timeline, id| {
                let snapshot = timeline.snapshot(popscope::session::Cursor(timeline.len()));
                let session = snapshot.session(id)?;
                // What TLS covers leads on without being seen.
                let reached = session.reached.filter(|_| session.tls == Tls::None);
                Some((seen_end(session.stage), reached, session.tls))
            };
            assert_eq!(
                last(&session.timeline, ConnectionId(0)),
                last(&played, id),
                "{}, connection {place}",
                shipped.name
            );
        }
    }
}

#[test]
fn messages_survive_octet_for_octet() {
    let folder = tempfile::tempdir().expect("a folder");
    for shipped in library::ALL {
        let played = source::play_lesson(shipped.name).expect("a shipped scenario").timeline;
        let path = folder.path().join("x.pcapng");
        fs::write(&path, source::pcapng(&played)).expect("a capture file");
        let clear = |timeline: &Timeline| -> Vec<(u32, &'static str, Vec<u8>, bool)> {
            fetched(timeline)
                .filter(|message| timeline.steps()[message.step].said().is_some_and(|said| said.cover == Cover::Clear))
                .map(|message| (message.number.get(), message.via, message.octets, message.complete))
                .collect()
        };
        let mut found: Vec<_> = read(&path).sessions.iter().flat_map(|session| clear(&session.timeline)).collect();
        let mut put_in = clear(&played);
        found.sort();
        put_in.sort();
        assert_eq!(found, put_in, "{}", shipped.name);
    }
}

#[test]
fn the_record_of_an_exported_session_has_no_errors() {
    let folder = tempfile::tempdir().expect("a folder");
    let played = source::play_lesson("first-session").expect("a shipped scenario").timeline;
    let path = folder.path().join("x.pcapng");
    fs::write(&path, source::pcapng(&played)).expect("a capture file");
    let record = session_record(&read(&path).sessions[0], "x.pcapng", false);
    assert_eq!(record["complete"], true);
    assert_eq!(record["state"], "UPDATE");
    let codes: Vec<_> = record["findings"].as_array().expect("a list").iter().map(|finding| &finding["code"]).collect();
    assert_eq!(codes, ["cleartext-password"]);
}
