//! Views are values first: what each of them shows, compared by value.

use std::sync::Arc;

use popscope::inspect::eve::Has;
use popscope::inspect::eve::Learnt;
use popscope::inspect::eve::SeenLogin;
use popscope::inspect::login::Outcome;
use popscope::proto::Phase;
use popscope::proto::Side;
use popscope::proto::secret::Secret;
use popscope::session::Event;
use popscope::session::EventKind;
use popscope::session::Fact;
use popscope::session::Recorder;
use popscope::session::Time;
use popscope::session::Timeline;
use popscope::session::cursor::Move;
use popscope::session::event::Mark;
use popscope::session::lanes::Band;
use popscope::session::maildrop::Fate;
use popscope::session::snapshot::Stage;
use popscope::teach::Language;
use popscope::teach::Words;
use popscope::ui::app::Request;
use popscope::ui::document::Origin;
use popscope::ui::document::Session;
use popscope::ui::document::Title;
use popscope::ui::jobs::Loading;
use popscope::ui::player::Player;
use popscope::ui::player::Secrets;
use popscope::ui::text;
use popscope::ui::text::Precision;
use popscope::ui::views::bytes;
use popscope::ui::views::bytes::pieces::Kind;
use popscope::ui::views::eve;
use popscope::ui::views::ladder;
use popscope::ui::views::ladder::row::Shape;
use popscope::ui::views::ladder::row::Tone;
use popscope::ui::views::maildrop;
use popscope::ui::views::message;
use popscope::ui::views::packets;
use popscope::ui::views::state_diagram;
use popscope::ui::views::state_diagram::model::Stress;
use popscope::ui::views::state_diagram::model::Taken;
use popscope::ui::views::transport;
use popscope::ui::views::why;

use super::sample;

fn words() -> Words {
    text::words(Language::English)
}

/// A player behind a step, counted from 1 as people do.
fn at(timeline: Timeline, shown: usize) -> Player {
    let mut player = Player::new(Arc::new(Session::new(Title::default(), timeline)), 1);
    player.go(shown.checked_sub(1).map_or(Move::First, Move::To));
    player
}

fn possible(player: &Player) -> Vec<&'static str> {
    let model = state_diagram::Model::new(player, None);
    model.possible.iter().map(|&rule| popscope::proto::rules::RULES[rule].keyword.as_str()).collect()
}

#[test]
fn the_bar_counts_from_nothing_to_all() {
    let model = transport::Model::new(&at(sample::download(), 0), popscope::ui::prefs::Speed::Normal);
    assert_eq!((model.shown, model.total, model.label(&words()).as_str()), (0, 32, "Step 0 of 32"));
    let model = transport::Model::new(&at(sample::download(), 3), popscope::ui::prefs::Speed::Normal);
    assert_eq!((model.shown, model.time.as_str()), (3, "1.480"));
}

#[test]
fn arrows_of_the_ladder_have_side_tone_and_masked_secrets() {
    let player = at(sample::download(), 0);
    let model = ladder::Model::new(&player);
    let row = |place| model.row(place, false, &words()).expect("a row");
    let Shape::Arrow { side, tone, text, data, .. } = row(6).shape else { panic!("an arrow") };
    assert_eq!((side, tone, text.as_str(), data), (Side::Client, Tone::Command, "PASS ••••••", None));
    let Shape::Arrow { side, tone, .. } = row(7).shape else { panic!("an arrow") };
    assert_eq!((side, tone), (Side::Server, Tone::Err));
    assert_eq!(row(7).label, "Server: -ERR invalid password");
    let Shape::Arrow { data: Some(data), .. } = row(16).shape else { panic!("data") };
    assert_eq!((data.summary.as_str(), data.lines), ("2 lines, 14 octets", None));
    let unfolded = model.row(16, true, &words()).expect("a row");
    let Shape::Arrow { data: Some(data), .. } = unfolded.shape else { panic!("data") };
    assert_eq!(data.lines, Some(vec!["1 205".to_owned(), "2 120".to_owned()]));
}

#[test]
fn facts_notes_and_caps_are_no_arrows() {
    let player = at(sample::download(), 0);
    let model = ladder::Model::new(&player);
    let shape = |place| model.row(place, false, &words()).expect("a row").shape;
    assert!(matches!(shape(0), Shape::Inside(_)));
    assert!(matches!(shape(1), Shape::Note(text) if text.starts_with("Amy fetches")));
    assert!(matches!(shape(2), Shape::Opened(_)));
    assert!(matches!(shape(31), Shape::Closed { .. }));
}

#[test]
fn bands_follow_the_states() {
    let session = Session::new(Title::default(), sample::download());
    let bands: Vec<_> = [1, 2, 3, 12, 13, 30, 31].map(|step| session.lanes().band(step)).into();
    let state = |phase| Some(Band::In(phase));
    assert_eq!(bands[..3], [None, Some(Band::Greeting), state(Phase::Authorization)]);
    assert_eq!(bands[3..5], [state(Phase::Transaction), state(Phase::Transaction)]);
    assert_eq!(bands[5..], [state(Phase::Update), Some(Band::Closed)]);
}

#[test]
fn one_client_after_the_other_shares_a_lane_and_both_at_once_do_not() {
    let names = |timeline| {
        let lanes = Session::new(Title::default(), timeline).lanes().clone();
        lanes.clients.into_iter().map(|lane| lane.name).collect::<Vec<_>>()
    };
    assert_eq!(names(sample::unnamed(false)), ["192.0.2.10"]);
    assert_eq!(names(sample::unnamed(true)), ["192.0.2.10:50000", "192.0.2.10:50001"]);
    assert_eq!(names(sample::two_clients()), ["Laptop", "Telephone"]);
}

#[test]
fn the_diagram_knows_where_the_session_is_and_what_may_come() {
    let model = state_diagram::Model::new(&at(sample::download(), 0), None);
    assert_eq!((model.stage, model.taken), (None, None));
    let player = at(sample::download(), 4);
    let model = state_diagram::Model::new(&player, None);
    assert_eq!((model.stage, model.taken), (Some(Stage::In(Phase::Authorization)), Some(Taken::Greeting)));
    assert_eq!(possible(&player), ["USER", "APOP", "AUTH", "STLS", "CAPA", "UTF8", "LANG", "QUIT"]);
    assert_eq!(possible(&at(sample::download(), 6)), ["PASS", "RPOP", "CAPA", "QUIT"]);
    let model = state_diagram::Model::new(&at(sample::download(), 8), None);
    assert!(matches!(model.taken, Some(Taken::Rule { positive: false, .. })), "a wrong password");
    let model = state_diagram::Model::new(&at(sample::download(), 32), None);
    assert_eq!(possible(&at(sample::download(), 32)), [""; 0]);
    assert!(matches!(model.stage, Some(Stage::Closed(_))));
}

#[test]
fn what_a_server_may_lack_stands_back() {
    let model = state_diagram::Model::new(&at(sample::download(), 16), None);
    let stress = |keyword: &str| {
        let rules = popscope::proto::rules::RULES.iter();
        let row =
            rules.enumerate().find(|(_, rule)| rule.phase == Phase::Transaction && rule.keyword.as_str() == keyword);
        model.stress(row.expect("a row of the table").0)
    };
    assert!(model.is_in(Phase::Transaction));
    assert_eq!(["STAT", "TOP", "LAST"].map(stress), [Stress::Loud, Stress::Calm, Stress::Quiet]);
}

#[test]
fn steps_within_a_millisecond_have_microseconds() {
    let capture = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("captures/dovecot-curl.pcap");
    let open = popscope::ui::open::opener();
    let fine = open(&Request::new(Origin::File(capture)), &Loading::alone()).expect("it can be read");
    let session = &fine.sessions[0];
    assert_eq!(session.precision, Precision::Micros);
    let player = at(sample::download(), 1);
    assert_eq!(player.session().precision, Precision::Millis);
}

#[test]
fn a_dropped_line_is_an_arrow_of_its_own() {
    let lost = at(sample::two_clients(), 17);
    let model = state_diagram::Model::new(&lost, None);
    assert_eq!((model.taken, model.whose.as_deref()), (Some(Taken::Dropped), Some("Laptop")));
    let fate = maildrop::Model::new(&lost).row(0).fate;
    assert_eq!(fate, Fate::Spared);
}

#[test]
fn eve_is_told_what_came_of_a_login() {
    let told = |user: &str, outcome| {
        let login = SeenLogin {
            user: user.to_owned(),
            mechanism: "USER/PASS".to_owned(),
            has: Has::Password(Secret::new(&b"x"[..])),
            outcome,
        };
        let learnt = Learnt { logins: vec![login], ..Learnt::default() };
        eve::Model::of(&learnt, Secrets::Masked, &words()).parts[0].1[0].clone()
    };
    let accepted = told("amy", Outcome::Accepted);
    assert_eq!(accepted, "amy: the password ••••••, by USER/PASS. She can log in with it. The server accepted it.");
    assert_eq!(told("", Outcome::Refused), "(no name): the password ••••••, by USER/PASS. The server refused it.");
    let unheard = told("amy", Outcome::Unknown);
    assert_eq!(unheard, "amy: the password ••••••, by USER/PASS. She can log in with it.");
}

#[test]
fn the_palette_begins_with_what_begins_as_typed() {
    let shelf = popscope::ui::shelf::Shelf::default();
    let labels = |query| {
        let model = popscope::ui::views::palette::Model::new(query, &shelf, &words());
        model.entries.into_iter().map(|(label, _, _)| label).collect::<Vec<_>>()
    };
    let live = labels("live");
    assert_eq!(live[0], "Live server");
    assert_eq!(live.last().map(String::as_str), Some("Show the mail as delivered"), "it is found all the same");
}

#[test]
fn what_a_maildrop_holds_is_not_said_before_it_is_told() {
    let told = maildrop::Model::new(&at(sample::download(), 4));
    assert_eq!(told.inside[0].lines(), 1 + told.inside[0].maildrop.messages.len());
    let locked = EventKind::Fact(Fact::MaildropLocked { user: "amy".into() });
    let event = Event { at: Time::default(), connection: None, mark: Mark::Nowhere, kind: locked };
    let heard_from_the_login = Recorder::record_all([event]);
    let model = maildrop::Model::new(&at(heard_from_the_login, 1));
    assert_eq!(model.inside[0].lines(), 1, "who has the lock, and nothing else");
}

#[test]
fn the_maildrop_tells_what_is_known_and_no_more() {
    let model = maildrop::Model::new(&at(sample::download(), 4));
    assert_eq!(model.totals(&words()), "The server has not told anything yet");
    assert_eq!(model.inside.len(), 1, "what is inside is known from the beginning");
    let model = maildrop::Model::new(&at(sample::download(), 23));
    let row = model.row(0);
    assert_eq!((row.octets.as_str(), row.unique_id.as_str(), row.fate), ("205", "whqtswO00WBw418f", Fate::Marked));
    assert_eq!(model.touched.map(popscope::proto::MessageNumber::get), Some(1));
    let fates = |shown| {
        let model = maildrop::Model::new(&at(sample::download(), shown));
        [0, 1].map(|line| model.row(line).fate)
    };
    assert_eq!(fates(25), [Fate::Unmarked, Fate::Kept]);
    assert_eq!(fates(32), [Fate::Unmarked, Fate::Removed]);
    let removed = maildrop::Model::new(&at(sample::download(), 32)).totals(&words());
    assert_eq!(removed, "2 messages, 1 removed, left: 205 octets");
}

#[test]
fn why_has_words_and_a_clause_for_every_step() {
    for timeline in [sample::download(), sample::two_clients(), sample::damaged()] {
        for language in Language::ALL {
            let words = text::words(language);
            for shown in 0..=timeline.len() {
                let model = why::Model::new(&at(timeline.clone(), shown), None, &words);
                assert!(!model.title.is_empty() && !model.sentences.is_empty(), "{shown} in {language}");
                let all = [&[model.title][..], &model.sentences[..]].concat().join(" ");
                assert!(!all.contains('‹'), "{all}");
            }
            for rule in 0..popscope::proto::rules::RULES.len() {
                let model = why::Model::new(&at(timeline.clone(), 0), Some(state_diagram::Subject::Rule(rule)), &words);
                assert!(model.is_rule && !model.sentences.is_empty() && model.clauses.len() == 1);
            }
        }
    }
}

#[test]
fn every_octet_has_its_kind() {
    let pieces = |player: &Player| {
        let model = bytes::Model::new(player, &[], "");
        let lines = 0..model.lines();
        lines.flat_map(|line| model.pieces(line)).collect::<Vec<_>>()
    };
    let mail = at(sample::download(), 21);
    let model = bytes::Model::new(&mail, &[], "");
    let all = pieces(&mail);
    let count = |kind| all.iter().filter(|piece| piece.kind == kind).map(|piece| piece.range.len()).sum::<usize>();
    assert_eq!([Kind::Status, Kind::Stuffing, Kind::Terminator].map(count), [3, 1, 3]);
    assert_eq!(all.iter().map(|piece| piece.range.len()).sum::<usize>(), model.raw.len());
    let counted = model.sums.and_then(|sums| sums.block).expect("a message");
    assert_eq!(counted.wire, model.raw.len() as u64);
    assert_eq!(counted.wire - counted.status - counted.terminator - counted.stuffed, counted.delivered);
    let mut pass = at(sample::download(), 11);
    let secret = |player: &Player| {
        pieces(player).iter().filter(|piece| piece.secret).map(|piece| piece.range.len()).sum::<usize>()
    };
    assert_eq!(secret(&pass), "open sesame".len());
    pass.secrets = Secrets::Shown;
    assert_eq!(secret(&pass), 0);
}

#[test]
fn a_mail_is_decoded() {
    let timeline = sample::download();
    let step = message::Letter::last_step(&timeline, 32).expect("a mail");
    let letter = message::Letter::of_step(&timeline, step).expect("a mail");
    assert_eq!((letter.number, letter.step, letter.place, letter.extent), (1, 21, 1, message::Extent::Whole));
    assert_eq!(letter.field("From"), Some("Анна <anna@example.org>"));
    assert!(letter.readable.text.ends_with("\n.this line begins with a dot\nbye"), "{}", letter.readable.text);
    assert_eq!(message::Letter::last_step(&timeline, 20), None, "it was asked for and has not come");
}

#[test]
fn packets_say_where_a_step_came_from() {
    let model = packets::Model::new(&at(sample::download(), 5), &words());
    let row = |name: &str| model.rows.iter().find(|(other, _)| other == name).map(|(_, value)| value.clone());
    assert_eq!(row("Lines of the scenario").as_deref(), Some("14"));
    assert_eq!(row("Octets").as_deref(), Some("10 octets"));
}
