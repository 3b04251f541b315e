//! What Eve sees is what a capture of the same session shows; what she learns is what she can see.

use popscope::inspect::eve::Has;
use popscope::inspect::eve::Learnt;
use popscope::inspect::login::Outcome;
use popscope::proto::Protocol;
use popscope::proto::Side;
use popscope::proto::utterance::Meaning;
use popscope::scenario::library;
use popscope::scenario::run;
use popscope::session::ConnectionId;
use popscope::session::Cursor;
use popscope::session::Timeline;
use popscope::session::eve::Seen;
use popscope::session::eve::WireView;
use popscope::session::eve::shown_on_wire;
use popscope::session::eve::shown_to_ends;
use popscope::session::snapshot::Tls;
use popscope::source;

use crate::recorded::read;

fn timeline(name: &str) -> Timeline {
    run(&library::find(name).expect("a shipped scenario").scenario()).timeline()
}

/// What Eve has at the end of a lesson.
fn learnt(name: &str) -> Learnt {
    let view = WireView::of(&timeline(name));
    let all = Cursor(view.timeline.len());
    Learnt::of(&view.timeline, &view.glimpses, all)
}

/// What is said in the clear on a connection, and how many octets of each side are opaque.
fn seen(timeline: &Timeline, id: ConnectionId) -> (Vec<String>, [usize; 2]) {
    let (mut words, mut opaque) = (Vec::new(), [0, 0]);
    for step in timeline.steps().iter().filter(|step| step.connection == Some(id)) {
        match step.said() {
            Some(said) if said.meaning == Meaning::Opaque => opaque[said.side as usize] += said.raw.len(),
            Some(said) => words.push(format!("{:?} {}", said.side, said.raw.escape_ascii())),
            None => (),
        }
    }
    (words, opaque)
}

#[test]
fn eve_sees_what_a_capture_of_the_session_shows() {
    let folder = tempfile::tempdir().expect("a folder");
    for shipped in library::ALL {
        let played = timeline(shipped.name);
        let view = WireView::of(&played);
        let path = folder.path().join("x.pcapng");
        std::fs::write(&path, source::pcapng(&played)).expect("a file");
        let recorded = read(&path);
        // The analysis tells the sessions of POP3 alone.
        let all = (0..).map(ConnectionId).zip(played.connections());
        let pop3: Vec<ConnectionId> =
            all.filter(|(_, connection)| connection.protocol == Protocol::Pop3).map(|(id, _)| id).collect();
        for (id, session) in pop3.into_iter().zip(&recorded.sessions) {
            let found = seen(&session.timeline, ConnectionId(0));
            assert_eq!(seen(&view.timeline, id), found, "{}, connection {}", shipped.name, id.0);
        }
    }
}

#[test]
fn places_of_both_views_belong_together() {
    for shipped in library::ALL {
        let played = timeline(shipped.name);
        let view = WireView::of(&played);
        assert_eq!(view.glimpses.len(), view.timeline.len());
        assert!(view.glimpses.is_sorted_by_key(|glimpse| glimpse.origin));
        assert_eq!(
            (shown_on_wire(&view.glimpses, 0), shown_on_wire(&view.glimpses, played.len())),
            (0, view.timeline.len())
        );
        for shown in 0..=view.timeline.len() {
            let ends = shown_to_ends(&view.glimpses, shown);
            // A handshake is one step for the ends, and several on the wire.
            assert!(shown <= shown_on_wire(&view.glimpses, ends), "{}", shipped.name);
        }
        for (step, glimpse) in view.timeline.steps().iter().zip(&view.glimpses) {
            let origin = &played.steps()[glimpse.origin];
            assert_eq!((step.at, step.connection), (origin.at, origin.connection));
        }
    }
}

#[test]
fn nothing_that_is_sealed_is_in_her_view() {
    for name in ["eve-stls", "eve-implicit-tls"] {
        let view = WireView::of(&timeline(name));
        for step in view.timeline.steps() {
            let Some(said) = step.said() else { continue };
            for word in [&b"sunflower"[..], b"bob", b"flower pot"] {
                assert!(!said.raw.windows(word.len()).any(|octets| octets == word), "{name}");
            }
        }
    }
}

#[test]
fn in_the_clear_she_has_everything() {
    let learnt = learnt("eve-cleartext");
    let [login] = learnt.logins.as_slice() else { panic!("{learnt:?}") };
    assert_eq!((login.user.as_str(), login.outcome), ("bob", Outcome::Accepted));
    assert!(matches!(&login.has, Has::Password(secret) if secret.reveal() == b"sunflower"));
    let subjects: Vec<_> = learnt.mails.iter().filter_map(|mail| mail.subject.as_deref()).collect();
    assert_eq!(subjects, ["The key", "Burn this"]);
    assert!(learnt.mails.iter().all(|mail| mail.complete) && learnt.sealed.is_empty());
}

#[test]
fn a_login_that_was_refused_is_no_way_in() {
    let view = WireView::of(&timeline("the-reply"));
    let logins = Learnt::of(&view.timeline, &view.glimpses, Cursor(view.timeline.len())).logins;
    assert!(logins.iter().any(|login| login.outcome == Outcome::Refused), "{logins:?}");
    // Before the reply has come nobody knows.
    let first = logins.first().expect("a login");
    let mut replies =
        (0..view.timeline.len()).map(|shown| Learnt::of(&view.timeline, &view.glimpses, Cursor(shown)).logins);
    let unheard = replies.find_map(|logins| logins.into_iter().next()).expect("a login");
    assert_eq!((unheard.user, unheard.outcome), (first.user.clone(), Outcome::Unknown));
}

#[test]
fn with_apop_she_guesses() {
    let learnt = learnt("eve-apop");
    assert_eq!(learnt.logins[0].has, Has::Digest(Some("sunflower")));
    assert_eq!(learnt.mails.len(), 2);
}

#[test]
fn under_tls_she_counts() {
    for (name, tls, greeted) in [("eve-stls", Tls::Stls, true), ("eve-implicit-tls", Tls::Implicit, false)] {
        let learnt = learnt(name);
        assert_eq!((learnt.logins.len(), learnt.mails.len()), (0, 0), "{name}");
        assert_eq!(learnt.ends[0].tls, tls);
        assert_eq!(learnt.ends[0].greeting.is_some(), greeted);
        assert!(0 < learnt.sealed.turns && !learnt.sealed.long_answers.is_empty(), "{name}: {learnt:?}");
    }
}

#[test]
fn stripped_stls_gives_one_password_away_and_not_the_other() {
    let learnt = learnt("eve-stls-stripped");
    assert!(learnt.stls_refused);
    assert_eq!(learnt.logins.len(), 1);
    assert!(learnt.ends.iter().all(|ends| ends.tls == Tls::None));
}

#[test]
fn she_knows_no_more_than_the_cursor() {
    let view = WireView::of(&timeline("eve-cleartext"));
    let before =
        view.timeline.steps().iter().position(|step| {
            step.said().is_some_and(|said| said.side == Side::Client && said.raw.starts_with(b"PASS"))
        });
    let before = before.expect("a password");
    assert!(
        !Learnt::of(&view.timeline, &view.glimpses, Cursor(before))
            .logins
            .iter()
            .any(|login| matches!(login.has, Has::Password(_)))
    );
    assert!(
        Learnt::of(&view.timeline, &view.glimpses, Cursor(before + 1))
            .logins
            .iter()
            .any(|login| matches!(login.has, Has::Password(_)))
    );
}

#[test]
fn a_capture_that_was_opened_is_sealed_for_her() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/captures/dovecot-curl-tls13-secrets-inside.pcapng");
    let recorded = read(std::path::Path::new(path));
    let timeline = &recorded.sessions[0].timeline;
    let covered = |timeline: &Timeline| {
        let said = timeline.steps().iter().filter_map(|step| step.said());
        said.filter(|said| said.cover == popscope::proto::utterance::Cover::Tls).count()
    };
    assert!(0 < covered(timeline));
    let view = WireView::of(timeline);
    assert_eq!(covered(&view.timeline), 0);
    assert!(view.glimpses.iter().any(|glimpse| glimpse.seen == Seen::Sealed));
}
