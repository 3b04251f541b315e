//! Whatever clients say and whenever they fall silent, the invariants of a maildrop hold.

use std::collections::BTreeSet;
use std::net::IpAddr;
use std::net::SocketAddr;
use std::time::Duration;

use popscope::proto::Side;
use popscope::proto::auth::encode_base64;
use popscope::proto::secret::Secret;
use popscope::session::Event;
use popscope::session::EventKind;
use popscope::session::Fact;
use popscope::session::Recorder;
use popscope::session::Step;
use popscope::session::Time;
use popscope::session::Timeline;
use popscope::session::event::Closing;
use popscope::session::snapshot::Stage;
use popscope::sim::Link;
use popscope::sim::Profile;
use popscope::sim::Store;
use popscope::sim::World;
use popscope::sim::client::Client;
use popscope::sim::profile::Mechanism;
use popscope::sim::profile::Policy;
use popscope::sim::profile::TlsOffer;
use popscope::sim::profile::Utf8Offer;
use popscope::sim::server::Site;
use popscope::sim::store::Account;
use popscope::sim::terms::Expire;
use popscope::sim::tongue::Tongue;
use popscope::sim::truth::Truth;
use popscope::sim::world::ClientId;
use popscope::teach::finding::Code;
use popscope::teach::finding::Severity;
use popscope::teach::finding::findings;
use proptest::prelude::*;

/// One thing that chance makes a client do, or the world.
#[derive(Clone, Debug)]
pub(crate) enum Move {
    Connect,
    /// Lines sent together.
    Say(Vec<Vec<u8>>),
    End(Closing),
    Wait(u64),
    Deliver,
}

fn lines() -> impl Strategy<Value = Vec<u8>> {
    let plain = encode_base64(b"\0amy\0sesame");
    let known = vec![
        "USER amy".to_owned(),
        "USER nobody".to_owned(),
        "PASS sesame".to_owned(),
        "PASS wrong one".to_owned(),
        "APOP amy c4c9334bac560ecc979e58001b3e22fb".to_owned(),
        format!("AUTH PLAIN {plain}"),
        "AUTH PLAIN".to_owned(),
        "AUTH LOGIN".to_owned(),
        "AUTH CRAM-MD5".to_owned(),
        plain,
        "YW15".to_owned(),
        "c2VzYW1l".to_owned(),
        "*".to_owned(),
        "STLS".to_owned(),
        "CAPA".to_owned(),
        "STAT".to_owned(),
        "LIST".to_owned(),
        "UIDL".to_owned(),
        "NOOP".to_owned(),
        "RSET".to_owned(),
        "LAST".to_owned(),
        "QUIT".to_owned(),
        "QUIT now".to_owned(),
        "CAPA x".to_owned(),
        "UTF8".to_owned(),
        "LANG".to_owned(),
        "LANG ru".to_owned(),
        "LANG *".to_owned(),
        "LANG mul".to_owned(),
        "USER \u{438}\u{306}".to_owned(),
        "AUTH SCRAM-SHA-256 biwsbj1hbXkscj14".to_owned(),
        "AUTH XOAUTH2 dXNlcj1hbXkBYXV0aD1CZWFyZXIgdAEB".to_owned(),
        String::new(),
    ];
    let number = prop_oneof![Just("0".to_owned()), (1..6_u32).prop_map(|number| number.to_string())];
    let about = (prop::sample::select(vec!["RETR", "DELE", "LIST", "UIDL", "TOP", "dele"]), number)
        .prop_map(|(word, number)| if word == "TOP" { format!("TOP {number} 1") } else { format!("{word} {number}") });
    let end = prop_oneof![9 => Just(&b"\r\n"[..]), 1 => Just(&b"\n"[..]), 1 => Just(&b""[..])];
    let line = prop_oneof![
        6 => prop::sample::select(known).prop_map(String::into_bytes),
        6 => about.prop_map(String::into_bytes),
        1 => prop::collection::vec(any::<u8>(), 0..300),
    ];
    (line, end).prop_map(|(line, end)| [&line, end].concat())
}

/// What so many clients may do.
pub(crate) fn moves(clients: usize) -> impl Strategy<Value = (usize, Move)> {
    let closing =
        prop::sample::select(vec![Closing::LineLost, Closing::Finished(Side::Client), Closing::Reset(Side::Client)]);
    let login = Just(Move::Say(vec![b"USER amy\r\n".to_vec(), b"PASS sesame\r\n".to_vec()]));
    let one = prop_oneof![
        3 => Just(Move::Connect),
        3 => login,
        14 => prop::collection::vec(lines(), 1..4).prop_map(Move::Say),
        1 => closing.prop_map(Move::End),
        1 => (1..900_u64).prop_map(Move::Wait),
        1 => Just(Move::Deliver),
    ];
    (0..clients, one)
}

/// Servers that keep to the law, in all their ways.
pub(crate) fn profiles() -> impl Strategy<Value = Profile> {
    let tls = prop::sample::select(vec![TlsOffer::None, TlsOffer::Stls, TlsOffer::Implicit]);
    (any::<[bool; 6]>(), tls, prop::option::of(0..2_usize)).prop_map(|(flags, tls, removes_at_most)| {
        let [sasl, refuse, feed, codes, timer, capa] = flags;
        Profile {
            mechanisms: if sasl { Mechanism::ALL.to_vec() } else { Vec::new() },
            tls,
            cleartext_login: if refuse && tls != TlsOffer::None { Policy::Refuse } else { Policy::Accept },
            bare_line_feed: if feed { Policy::Accept } else { Policy::Refuse },
            resp_codes: codes,
            autologout: timer.then_some(Duration::from_mins(10)),
            login_attempts: timer.then_some(3),
            capa,
            removes_at_most,
            apop: codes,
            auth_resp_code: codes && capa,
            login_delay: (codes && timer).then_some(Duration::from_secs(30)),
            expire: feed.then_some(Expire::Days(0)),
            utf8: [Utf8Offer::None, Utf8Offer::Mode, Utf8Offer::User][usize::from(sasl) + usize::from(timer)],
            languages: if refuse { Tongue::ALL.to_vec() } else { Vec::new() },
            ..Profile::default()
        }
    })
}

/// A maildrop with three messages.
pub(crate) fn store_of_amy() -> Store {
    let mut store = Store::new();
    let account = Account { user: "amy".into(), password: Some(Secret::new("sesame")), secret: None };
    store.add_account(account).expect("a new user");
    for number in 1..=3 {
        store.deliver("amy", format!("Subject: {number}\n\n.{number}\n").as_bytes(), None).expect("a user");
    }
    store
}

/// A client without a name for itself on a line without faults.
pub(crate) fn client(host: u8) -> Client {
    let address = IpAddr::from([192, 0, 2, host]);
    Client::new(Some(format!("client {host}").into()), address, Link::default(), Duration::from_millis(10))
}

fn world(profile: Profile) -> World {
    let server = SocketAddr::from(([198, 51, 100, 1], 110));
    World::new(Site { profile, store: store_of_amy() }, server, vec![client(1), client(2)], Time::from_nanos(0))
}

/// Does it, if the client can.
pub(crate) fn play(world: &mut World, client: ClientId, action: Move) {
    // What a client cannot do without a connection is passed over.
    match action {
        Move::Connect => drop(world.connect(client)),
        Move::Say(lines) => drop(world.send(client, &lines.concat())),
        Move::End(closing) => drop(world.close(client, closing)),
        Move::Wait(seconds) => world.advance(Duration::from_secs(seconds)),
        Move::Deliver => world.deliver("amy", b"Subject: new\n\nx\n", None).expect("a user"),
    }
}

/// The messages of every STAT and LIST add up, and unique-ids are unique: read from the replies alone.
fn check_listing(reply: &str) {
    let mut lines = reply.lines();
    let heading = lines.next().unwrap_or_default();
    let listed: Vec<(u32, &str)> = lines
        .take_while(|line| *line != ".")
        .filter_map(|line| line.split_once(' '))
        .filter_map(|(number, rest)| Some((number.parse().ok()?, rest)))
        .collect();
    assert!(listed.is_sorted_by(|(one, _), (other, _)| one < other), "{reply}");
    if heading.starts_with("+OK unique-id") {
        let unique: BTreeSet<_> = listed.iter().map(|(_, id)| id).collect();
        assert_eq!(unique.len(), listed.len(), "{reply}");
    } else if heading.contains(" octets)") && heading.contains("message") && !listed.is_empty() {
        let octets: u64 = listed.iter().filter_map(|(_, size)| size.parse::<u64>().ok()).sum();
        let sums = [format!("+OK {} message", listed.len()), format!("({octets} octets)")];
        assert!(sums.iter().all(|sum| heading.contains(sum)), "{reply}");
    }
}

/// The last words before a step and the step itself.
fn said_before(timeline: &Timeline, step: usize) -> Vec<String> {
    let steps = &timeline.steps()[step.saturating_sub(12)..=step];
    let said = steps.iter().filter_map(Step::said);
    said.map(|said| format!("{:?} {}", said.side, said.raw.escape_ascii())).collect()
}

/// What may be remarked on clients that say anything: more than notes, and all of it their own doing.
const FAULTS_OF_CLIENTS: [Code; 36] = [
    Code::UnknownCommand,
    Code::EmptyCommand,
    Code::MissingArgument,
    Code::ExtraArgument,
    Code::LeadingSpace,
    Code::TrailingSpace,
    Code::BadSeparator,
    Code::NotANumber,
    Code::NegativeNumber,
    Code::MessageZero,
    Code::MalformedDigest,
    Code::NonAsciiCommand,
    Code::LookAlikeLetters,
    Code::Utf8LoginUnannounced,
    Code::StlsAfterUtf8,
    Code::ControlInCommand,
    Code::CommandTooLong,
    Code::ArgumentTooLong,
    Code::BareLineFeed,
    Code::BareCarriageReturn,
    Code::WrongState,
    Code::PassWithoutUser,
    Code::PassExpected,
    Code::SecondLogin,
    Code::CommandAfterQuit,
    Code::AuthUnannounced,
    Code::InitialResponseUnannounced,
    Code::CleartextPassword,
    Code::PasswordGuessing,
    Code::NotBase64,
    Code::ApopWithoutTimestamp,
    Code::ClearAfterRefusedStls,
    Code::ClearThoughStls,
    Code::CommandBehindStls,
    Code::NumberBeyondMaildrop,
    Code::MarkedNamed,
];

/// The invariants, after each event. What was said is given back.
pub(crate) fn check(events: &[Event], truths: &[Truth], delivered: usize) -> Result<Timeline, TestCaseError> {
    prop_assert_eq!(events.len(), truths.len());

    let mut recorder = Recorder::new();
    let mut removable = 0;
    for (event, truth) in events.iter().zip(truths) {
        recorder.record(event.clone());
        prop_assert_eq!(truth.disagreement(event, recorder.now()), None, "after {:?}", event);

        // At most one session has the maildrop, and marks are numbers of its messages.
        let working =
            truth.sessions.iter().filter(|session| session.stage.phase() == Some(popscope::proto::Phase::Transaction));
        prop_assert!(working.count() <= 1);
        for session in &truth.sessions {
            prop_assert!(session.marked.iter().all(|number| number.get() as usize <= delivered));
            prop_assert!(session.removed.is_empty() || session.quit, "only QUIT removes");
            if matches!(session.stage, Stage::Closed(_)) {
                prop_assert!(session.marked.is_empty());
            }
        }
        for maildrop in &truth.maildrops {
            let unique: BTreeSet<_> = maildrop.unique_ids.iter().collect();
            prop_assert_eq!(unique.len(), maildrop.unique_ids.len());
        }
        match &event.kind {
            EventKind::Fact(Fact::MailRemoved { unique_ids, .. }) => removable += unique_ids.len(),
            EventKind::Octets { side: Side::Server, octets, .. } => check_listing(&String::from_utf8_lossy(octets)),
            EventKind::Octets { .. }
            | EventKind::Opened(_)
            | EventKind::Gap { .. }
            | EventKind::Conflict { .. }
            | EventKind::Travelled(_)
            | EventKind::Closed(_)
            | EventKind::Fact(_) => (),
        }
    }
    // A correct server is not blamed, whatever its clients say.
    for finding in findings(recorder.timeline()) {
        let code = finding.code;
        let allowed = code.severity() == Severity::Note || FAULTS_OF_CLIENTS.contains(&code);
        prop_assert!(allowed, "{} behind {:?}", code, said_before(recorder.timeline(), finding.step));
    }
    // What is gone was told to be gone, and by a session that said QUIT.
    let by_quit: usize =
        truths.last().map_or(0, |truth| truth.sessions.iter().map(|session| session.removed.len()).sum());
    prop_assert_eq!(removable, by_quit);
    Ok(recorder.finish())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_clients_say_the_invariants_hold(profile in profiles(), script in prop::collection::vec(moves(2), 1..50)) {
        let mut world = world(profile);
        for (client, action) in script {
            play(&mut world, ClientId(client), action);
        }
        let (events, truths) = world.finish_all();
        check(&events, &truths, 3 + truths.len())?;
    }
}
