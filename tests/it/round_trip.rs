//! A simulation is a capture: what a scenario plays comes back from the file that is written of it.

use std::ops::ControlFlow;

use popscope::capture::RecordedSession;
use popscope::capture::analyse;
use popscope::capture::write;
use popscope::proto::Side;
use popscope::proto::dialogue::Cover;
use popscope::proto::dialogue::Meaning;
use popscope::scenario::library;
use popscope::scenario::run;
use popscope::session::ConnectionId;
use popscope::session::Time;
use popscope::session::Timeline;
use popscope::session::event::Closing;
use popscope::session::timeline::What;

/// What is to come back of a step.
#[derive(Debug, PartialEq)]
enum Seen {
    Said { side: Side, raw: Vec<u8>, meaning: Meaning, at: Time, until: Time },
    Gap { side: Side, octets: u64 },
    Closed(Closing),
}

/// The steps of one connection that everybody on the wire can read.
fn seen(timeline: &Timeline, id: ConnectionId) -> Vec<Seen> {
    let steps = timeline.steps().iter().filter(|step| step.connection == Some(id));
    let seen = steps.filter_map(|step| match &step.what {
        What::Said(said) if said.cover == Cover::Tls || said.meaning == Meaning::Opaque => None,
        What::Said(said) => Some(Seen::Said {
            side: said.side,
            raw: said.raw.to_vec(),
            meaning: said.meaning.clone(),
            at: step.at,
            until: step.until,
        }),
        What::Gap { side, octets } => Some(Seen::Gap { side: *side, octets: *octets }),
        // A line that is lost says no word of it.
        What::Closed(Closing::LineLost) => Some(Seen::Closed(Closing::RecordingEnds)),
        What::Closed(closing) => Some(Seen::Closed(*closing)),
        What::Opened | What::Fact(_) => None,
    });
    seen.collect()
}

fn analysed(timeline: &Timeline) -> Vec<RecordedSession> {
    let mut file = Vec::new();
    write::pcapng(timeline, &mut file).expect("a Vec can be written");
    let mut sessions = Vec::new();
    let summary = analyse(file.as_slice(), |_| ControlFlow::Continue(()), |session| sessions.push(session));
    assert_eq!(summary.expect("a capture").problems, []);
    sessions.sort_by_key(|session| session.index);
    sessions
}

#[test]
fn every_scenario_comes_back_from_its_capture() {
    for shipped in library::ALL {
        let timeline = run(&shipped.scenario()).timeline();
        let sessions = analysed(&timeline);
        let ids = (0..).map(ConnectionId).take(timeline.connections().len());
        // A connection on which nothing was said is no session.
        let mut told: Vec<Vec<Seen>> = ids.map(|id| seen(&timeline, id)).collect();
        told.retain(|steps| steps.iter().any(|step| matches!(step, Seen::Said { .. })));
        assert_eq!(sessions.len(), told.len(), "{}", shipped.name);
        for (session, mut told) in sessions.iter().zip(told) {
            let back = seen(&session.timeline, ConnectionId(0));
            if !matches!(told.last(), Some(Seen::Closed(_))) {
                told.push(Seen::Closed(Closing::RecordingEnds));
            }
            assert_eq!(back, told, "{}", shipped.name);
        }
    }
}
