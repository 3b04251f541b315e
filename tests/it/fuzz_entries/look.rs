//! Looks at a session in every way that a person can.

use std::ops::ControlFlow;

use popscope::capture::Options;
use popscope::capture::Summary;
use popscope::capture::analyse;
use popscope::export::session_record::session_line;
use popscope::export::session_record::session_record;
use popscope::export::transcript;
use popscope::export::transcript::transcript;
use popscope::inspect::row::Row;
use popscope::proto::Side;
use popscope::session::Cursor;
use popscope::session::RecordedSession;
use popscope::session::Timeline;
use popscope::session::timeline::What;
use popscope::teach::Words;
use popscope::teach::explain::explain;
use popscope::teach::finding::findings;
use popscope::teach::words::Language;

thread_local! {
    static WORDS: [Words; 2] = [Words::new(Language::English), Words::new(Language::Russian)];
}

/// The sessions of a capture by their indexes; `None` if it is none.
pub(crate) fn analysed(file: &[u8], options: &Options) -> Option<(Vec<RecordedSession>, Summary)> {
    let mut sessions = Vec::new();
    let summary = analyse(file, options, |_| ControlFlow::Continue(()), |session| sessions.push(session)).ok()?;
    assert_eq!(sessions.len() as u64, summary.sessions);
    sessions.sort_by_key(|session| session.index);
    Some((sessions, summary))
}

/// Everything that is told of a session.
pub(super) fn look(session: &RecordedSession) {
    let timeline = &session.timeline;
    look_at(timeline);
    let _ = Row::new(session, &findings(timeline));
    for reveal_secrets in [false, true] {
        let line = session_line(session, "fuzz", reveal_secrets);
        assert_eq!(line, session_record(session, "fuzz", reveal_secrets).to_string());
    }
}

/// Everything that is told of a timeline.
pub(super) fn look_at(timeline: &Timeline) {
    for finding in findings(timeline) {
        assert!(finding.step < timeline.len(), "a finding has a step");
    }
    WORDS.with(|languages| {
        for words in languages {
            for place in 0..timeline.len() {
                let told = explain(timeline, place, words).expect("every step is explained");
                assert!(!told.title.is_empty(), "step {place}");
            }
            let options = transcript::Options { whole_messages: true, notes: true, ..transcript::Options::default() };
            let text = transcript(timeline, words, options);
            let raw = text.chars().find(|&letter| letter.is_control() && letter != '\n');
            assert_eq!(raw, None, "no control character reaches a terminal");
        }
    });
    assert_eq!(timeline.snapshot(Cursor(timeline.len())), timeline.snapshot(Cursor(usize::MAX)));
}

/// Every step of a timeline as a line of text; opaque octets and gaps of a side that follow one another as one.
pub(crate) fn words(timeline: &Timeline) -> Vec<String> {
    let mut told: Vec<(Option<Side>, String)> = Vec::new();
    for step in timeline.steps() {
        let (side, text) = match &step.what {
            What::Opened => (None, "opened".to_owned()),
            What::Said(said) if said.meaning == popscope::proto::utterance::Meaning::Opaque => match told.last_mut() {
                Some((Some(side), text)) if *side == said.side => {
                    text.push_str(&said.raw.escape_ascii().to_string());
                    continue;
                }
                Some(_) | None => (Some(said.side), format!("{} opaque: {}", said.side, said.raw.escape_ascii())),
            },
            What::Said(said) => (None, format!("{}: {}", said.side, said.raw.escape_ascii())),
            What::Gap { side, octets } => (None, format!("{side}: gap of {octets}")),
            What::Conflict { side, octets } => (None, format!("{side}: {octets} octets differ")),
            What::Closed(closing) => (None, format!("{closing:?}")),
            What::Fact(fact) => (None, format!("{fact:?}")),
        };
        told.push((side, text));
    }
    told.into_iter().map(|(_, text)| text).collect()
}
