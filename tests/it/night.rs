//! A night's worth of sessions made by chance, in virtual time: whatever is said, nothing is lost
//! without a QUIT, and no unique-id is given twice.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::net::SocketAddr;
use std::time::Duration;

use popscope::proto::Command;
use popscope::proto::Side;
use popscope::proto::UniqueId;
use popscope::proto::utterance::Block;
use popscope::session::EventKind;
use popscope::session::Fact;
use popscope::session::Time;
use popscope::session::Timeline;
use popscope::session::event::Closing;
use popscope::sim::Profile;
use popscope::sim::Store;
use popscope::sim::World;
use popscope::sim::server::Site;
use popscope::sim::world::ClientId;
use proptest::prelude::*;
use proptest::test_runner::TestCaseResult;

use crate::chance;
use crate::chance::Move;

/// The hours of a night, each with so many acts of its clients.
const HOURS: usize = 10;
const MOVES: usize = 120;
const CLIENTS: usize = 3;

/// A client that comes for its mail: fetches, marks, and leaves by QUIT or without.
fn errand() -> impl Strategy<Value = Vec<(usize, Move)>> {
    let deed = (prop::sample::select(vec!["RETR", "DELE", "DELE", "LIST", "UIDL", "RSET"]), 1..6_u32);
    let deed =
        deed.prop_map(|(word, number)| if word == "RSET" { "RSET".to_owned() } else { format!("{word} {number}") });
    (0..CLIENTS, prop::collection::vec(deed, 0..8), any::<bool>(), any::<bool>()).prop_map(
        |(client, deeds, quit, together)| {
            let mut lines = vec!["USER amy".to_owned(), "PASS sesame".to_owned(), "STAT".to_owned()];
            lines.extend(deeds);
            lines.extend(quit.then(|| "QUIT".to_owned()));
            let lines: Vec<_> = lines.into_iter().map(|line| format!("{line}\r\n").into_bytes()).collect();
            let said = lines.chunks(if together { lines.len() } else { 1 }).map(|lines| Move::Say(lines.to_vec()));
            let left = Move::End(Closing::Finished(Side::Client));
            let moves = [left.clone(), Move::Connect].into_iter().chain(said).chain([left]);
            moves.map(|action| (client, action)).collect()
        },
    )
}

/// What happens in an hour.
fn hour() -> impl Strategy<Value = Vec<(usize, Move)>> {
    let act = prop_oneof![8 => chance::moves(CLIENTS).prop_map(|one| vec![one]), 2 => errand()];
    prop::collection::vec(act, MOVES).prop_map(|acts| acts.concat())
}

/// What was put into the maildrop during the night, and what was taken out.
#[derive(Default)]
struct Ledger {
    delivered: BTreeMap<UniqueId, Vec<u8>>,
    removed: BTreeSet<UniqueId>,
    mails: usize,
    sessions: usize,
    retrieved: usize,
}

impl Ledger {
    /// The text of the next mail: no two are the same, and some lines need stuffing.
    fn next_mail(&mut self) -> Vec<u8> {
        self.mails += 1;
        let number = self.mails;
        let lines = ".stuffed\n..\n\nplain\n".repeat(number % 7);
        format!("Subject: mail {number} of the night\n\n.{number}\n{lines}").into_bytes()
    }

    /// What is in the store is all that was delivered and not removed, octet for octet.
    fn check(&self, store: &Store) -> TestCaseResult {
        let there: BTreeMap<_, _> =
            store.mails("amy").map(|mail| (mail.unique_id().clone(), mail.octets().to_vec())).collect();
        prop_assert_eq!(there.len(), store.mails("amy").count());
        let expected = self.delivered.iter().filter(|(id, _)| !self.removed.contains(*id));
        let expected: BTreeMap<_, _> = expected.map(|(id, octets)| (id.clone(), octets.clone())).collect();
        prop_assert_eq!(there, expected);
        prop_assert_eq!(store.locked_by("amy"), None);
        Ok(())
    }

    /// Every whole message that a client got is one that was delivered, and still there.
    fn check_retrieved(&mut self, timeline: &Timeline) -> TestCaseResult {
        let known: BTreeSet<&Vec<u8>> = self.delivered.values().collect();
        for said in timeline.steps().iter().filter_map(|step| step.said()) {
            let whole = said.block().is_some_and(Block::is_complete);
            let asked = timeline.asked(said).and_then(|line| line.command.as_ref().ok());
            if let (true, Some(Command::Retr { .. }), Some(octets)) = (whole, asked, said.delivered()) {
                prop_assert!(known.contains(&octets), "{}", octets.escape_ascii());
                self.retrieved += 1;
            }
        }
        Ok(())
    }
}

/// One hour with the store that the last one left.
fn an_hour(
    profile: &Profile,
    store: Store,
    start: Time,
    moves: &[(usize, Move)],
    ledger: &mut Ledger,
) -> Result<(Store, Time), TestCaseError> {
    let server = SocketAddr::from(([198, 51, 100, 1], 110));
    let clients = (1..=CLIENTS).map(|host| chance::client(u8::try_from(host).unwrap_or(u8::MAX))).collect();
    let mut world = World::new(Site { profile: profile.clone(), store }, server, clients, start);
    note_mails(&world, ledger);
    for (client, action) in moves {
        match action {
            Move::Deliver => world.deliver("amy", &ledger.next_mail(), None).expect("a user"),
            Move::Connect | Move::Say(_) | Move::End(_) | Move::Wait(_) => {
                chance::play(&mut world, ClientId(*client), action.clone());
            }
        }
        note_mails(&world, ledger);
    }
    // The hour ends for all alike: who has not said QUIT loses no mail.
    for client in 0..CLIENTS {
        let _ = world.close(ClientId(client), Closing::LineLost);
    }
    world.advance(Duration::from_mins(20));
    let left = world.site().store.clone();
    let (events, truths) = world.finish_all();
    let timeline = chance::check(&events, &truths, ledger.delivered.len())?;
    let gone = events.iter().filter_map(|event| match &event.kind {
        EventKind::Fact(Fact::MailRemoved { unique_ids, .. }) => Some(unique_ids),
        EventKind::Fact(_)
        | EventKind::Octets { .. }
        | EventKind::Opened(_)
        | EventKind::Gap { .. }
        | EventKind::Conflict { .. }
        | EventKind::Travelled(_)
        | EventKind::Closed(_) => None,
    });
    for id in gone.flatten() {
        prop_assert!(ledger.removed.insert(id.clone()), "{id:?} is removed twice");
    }
    ledger.sessions += timeline.connections().len();
    ledger.check_retrieved(&timeline)?;
    ledger.check(&left)?;
    let end = events.last().map_or(start, |event| event.at);
    Ok((left, end))
}

/// Which octets lie behind each unique-id that has not been seen before.
fn note_mails(world: &World, ledger: &mut Ledger) {
    for mail in world.site().store.mails("amy") {
        ledger.delivered.entry(mail.unique_id().clone()).or_insert_with(|| mail.octets().to_vec());
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2, failure_persistence: None, max_shrink_iters: 200, ..ProptestConfig::default() })]

    #[test]
    fn nothing_is_lost_in_a_night_without_quit(
        profile in chance::profiles(),
        hours in prop::collection::vec(hour(), HOURS),
    ) {
        let mut ledger = Ledger::default();
        let mut store = chance::store_of_amy();
        let mut now = Time::from_nanos(0);
        for moves in &hours {
            (store, now) = an_hour(&profile, store, now, moves, &mut ledger)?;
        }
        prop_assert!(ledger.sessions > HOURS, "something has happened: {} sessions", ledger.sessions);
        prop_assert_eq!(ledger.delivered.len(), ledger.mails + 3, "no unique-id is given twice");
    }
}
