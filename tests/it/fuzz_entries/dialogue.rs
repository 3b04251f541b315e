//! The octets of both sides in pieces, with gaps between them.

use popscope::proto::Dialogue;
use popscope::proto::Side;
use popscope::proto::utterance::Cover;
use popscope::proto::utterance::Meaning;
use popscope::proto::utterance::Opening;
use popscope::proto::utterance::Utterance;
use popscope::session::ConnectionId;
use popscope::session::Cursor;
use popscope::session::Event;
use popscope::session::EventKind;
use popscope::session::Recorder;
use popscope::session::Time;
use popscope::session::event::Closing;
use popscope::session::event::Connection;
use popscope::session::event::Mark;
use popscope::session::event::Party;

use super::choices::Choices;
use super::look::look_at;

/// What is heard of a conversation.
enum Piece<'a> {
    Said(Side, Cover, &'a [u8]),
    Lost(Side, u64),
}

/// Each piece is an octet that says what it is, one that says how long, and its octets. Inside TLS is only
/// what follows the first piece inside TLS.
fn script(octets: &[u8]) -> (Opening, Vec<Piece<'_>>) {
    let mut choices = Choices(octets);
    let opening =
        if choices.octet().is_some_and(|first| first & 1 == 1) { Opening::MidStream } else { Opening::Connection };
    let mut pieces = Vec::new();
    let mut inside = false;
    while let (Some(kind), Some(length)) = (choices.octet(), choices.octet()) {
        let side = if kind & 1 == 0 { Side::Client } else { Side::Server };
        inside |= kind & 0x1E == 0x1E;
        let cover = if inside { Cover::Tls } else { Cover::Clear };
        if kind & 0x0E == 0x0C {
            pieces.push(Piece::Lost(side, u64::from(length) + 1));
        } else {
            pieces.push(Piece::Said(side, cover, choices.take(usize::from(length))));
        }
    }
    (opening, pieces)
}

fn hear(opening: Opening, pieces: &[Piece<'_>], cut: usize) -> Vec<Utterance> {
    let mut dialogue = Dialogue::new(opening);
    let mut said = Vec::new();
    for piece in pieces {
        match *piece {
            Piece::Said(side, cover, octets) => {
                for octets in octets.chunks(cut) {
                    dialogue.push(side, octets, cover, &mut said);
                }
            }
            Piece::Lost(side, octets) => dialogue.gap(side, octets, &mut said),
        }
    }
    dialogue.finish(&mut said);
    said
}

/// The utterances, with what is opaque and follows opaque octets of its side as one.
fn joined(said: Vec<Utterance>) -> Vec<Utterance> {
    let mut joined: Vec<Utterance> = Vec::new();
    for utterance in said {
        match joined.last_mut() {
            Some(last)
                if last.meaning == Meaning::Opaque
                    && utterance.meaning == Meaning::Opaque
                    && last.side == utterance.side
                    && last.start + last.raw.len() as u64 == utterance.start =>
            {
                last.raw = [&*last.raw, &*utterance.raw].concat().into();
            }
            Some(_) | None => joined.push(utterance),
        }
    }
    joined
}

/// The octets of a side in the order in which they were given out.
fn spoken(said: &[Utterance], side: Side) -> Vec<u8> {
    said.iter().filter(|utterance| utterance.side == side).flat_map(|utterance| utterance.raw.to_vec()).collect()
}

/// No octet is lost, no place is given twice, pieces cut otherwise say the same, and every seek equals a walk.
pub(super) fn dialogue(octets: &[u8]) {
    let (opening, pieces) = script(octets);
    let whole = hear(opening, &pieces, usize::MAX);
    for wanted in [Side::Client, Side::Server] {
        let mut heard: Vec<u8> = Vec::new();
        for piece in &pieces {
            match *piece {
                Piece::Said(side, _, octets) if side == wanted => heard.extend(octets),
                Piece::Said(..) | Piece::Lost(..) => (),
            }
        }
        assert_eq!(spoken(&whole, wanted), heard, "all octets of the {wanted}, in order");
        let mut end = 0;
        for utterance in whole.iter().filter(|utterance| utterance.side == wanted) {
            assert!(end <= utterance.start, "{utterance:?} begins before {end}");
            end = utterance.start + utterance.raw.len() as u64;
        }
    }
    // The dialogue knows the beginning of TLS by its first octets together.
    let tls = pieces.iter().any(|piece| matches!(piece, Piece::Said(_, _, octets) if octets.contains(&0x16)));
    if !tls {
        let whole = joined(whole);
        for cut in [1, 2, 7] {
            let same = joined(hear(opening, &pieces, cut));
            for (same, whole) in same.iter().zip(&whole) {
                assert_eq!(same, whole, "cut after each {cut}");
            }
            assert_eq!(same.len(), whole.len(), "cut after each {cut}");
        }
    }
    walk(opening, &pieces);
}

fn events<'a>(opening: Opening, pieces: &'a [Piece<'a>]) -> impl Iterator<Item = Event> + 'a {
    let party = |octet: u8, port| Party { name: None, address: ([192, 0, 2, octet], port).into() };
    let opened = EventKind::Opened(Connection {
        client: party(1, 40_000),
        server: party(2, 110),
        opening,
        protocol: popscope::proto::Protocol::Pop3,
    });
    let kinds = pieces.iter().map(|piece| match *piece {
        Piece::Said(side, cover, octets) => EventKind::Octets { side, octets: octets.to_vec(), cover },
        Piece::Lost(side, octets) => EventKind::Gap { side, octets },
    });
    let closed = EventKind::Closed(Closing::Finished(Side::Server));
    (0..).zip(std::iter::once(opened).chain(kinds).chain([closed])).map(|(nanos, kind)| Event {
        at: Time::from_nanos(nanos),
        connection: if matches!(kind, EventKind::Opened(_)) { None } else { Some(ConnectionId(0)) },
        mark: Mark::Frame(nanos.unsigned_abs() + 1),
        kind,
    })
}

/// A snapshot at any cursor is the state that the recorder had there.
fn walk(opening: Opening, pieces: &[Piece<'_>]) {
    let mut recorder = Recorder::new();
    let mut states = Vec::new();
    for event in events(opening, pieces) {
        recorder.record(event);
        states.push((recorder.timeline().len(), recorder.now().clone()));
    }
    let timeline = recorder.finish();
    for (place, state) in states {
        assert!(timeline.snapshot(Cursor(place)) == state, "the state behind step {place}");
    }
}

/// Whatever two sides say, it can be explained, judged and exported.
pub(super) fn findings(octets: &[u8]) {
    let (opening, pieces) = script(octets);
    let mut timeline = Recorder::record_all(events(opening, &pieces));
    look_at(&timeline);
    // What is written as a capture can be read again.
    let file = popscope::source::pcapng(&timeline);
    let options = popscope::capture::Options { pop3_ports: [110].into(), ..popscope::capture::Options::default() };
    let (mut sessions, summary) = super::look::analysed(&file, &options).expect("what is written is a capture");
    assert!(!summary.problems.iter().any(popscope::capture::Problem::is_damage), "{:?}", summary.problems);
    for session in &mut sessions {
        super::look::look(session);
        timeline = std::mem::take(&mut session.timeline);
        for step in timeline.steps() {
            assert!(step.at <= step.until, "{step:?}");
        }
    }
}
