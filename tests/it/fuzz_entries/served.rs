//! What two clients say to a server of the simulation, whatever its profile.

use std::net::IpAddr;
use std::net::SocketAddr;
use std::time::Duration;

use popscope::proto::Side;
use popscope::proto::secret::Secret;
use popscope::session::Recorder;
use popscope::session::Time;
use popscope::session::event::Closing;
use popscope::sim::Generation;
use popscope::sim::Link;
use popscope::sim::Profile;
use popscope::sim::Store;
use popscope::sim::World;
use popscope::sim::client::Client;
use popscope::sim::server::Site;
use popscope::sim::store::Account;
use popscope::sim::world::ClientId;

use super::choices::Choices;
use super::look::look_at;

fn site(profile: Profile) -> Site {
    let mut store = Store::new();
    let secret = || Some(Secret::new("sesame"));
    let account = Account { user: "amy".into(), password: secret(), secret: secret() };
    store.add_account(account).expect("a new user");
    for number in 1..=3 {
        store.deliver("amy", format!("Subject: {number}\n\n.{number}\n..\n").as_bytes(), None).expect("a user");
    }
    Site { profile, store }
}

fn client(host: u8) -> Client {
    Client::new(None, IpAddr::from([192, 0, 2, host]), Link::default(), Duration::from_millis(10))
}

/// The first octet chooses a shipped profile, the second a generation; then each octet is a deed of one of
/// two clients, and what is said is told with its length. An observer of a server without deviations knows
/// at every moment what is true; of others, what it makes of them can be looked at.
pub(super) fn served(octets: &[u8]) {
    let mut choices = Choices(octets);
    let shipped = popscope::sim::profiles::ALL;
    let mut profile = choices.below(shipped.len()).map(|place| shipped[place].profile()).unwrap_or_default();
    if let Some(generation) = choices.below(2 * Generation::ALL.len()).and_then(|place| Generation::ALL.get(place)) {
        profile = profile.of_generation(*generation);
    }
    let keeps_the_law = profile.deviations.is_empty();
    let server = SocketAddr::from(([198, 51, 100, 1], 110));
    let mut world = World::new(site(profile), server, vec![client(1), client(2)], Time::from_nanos(0));
    let mut deeds = 0;
    while let Some(deed) = choices.octet().filter(|_| deeds < 200) {
        deeds += 1;
        let who = ClientId(usize::from(deed & 1));
        match deed >> 1 & 7 {
            0 => drop(world.connect(who)),
            1 => {
                let login = b"USER amy\r\nPASS sesame\r\n";
                drop(world.send(who, login));
            }
            2 => {
                let closings = [Closing::LineLost, Closing::Finished(Side::Client), Closing::Reset(Side::Client)];
                let closing = closings[usize::from(deed >> 4) % closings.len()];
                let _ = world.close(who, closing);
            }
            3 => world.advance(Duration::from_secs(u64::from(deed >> 4) * 60)),
            4 => drop(world.deliver("amy", b"Subject: new\n\nx\n", None)),
            5..=7 => {
                let length = choices.octet().map_or(0, usize::from);
                drop(world.send(who, choices.take(length)));
            }
            _ => unreachable!("three bits"),
        }
    }
    let (events, truths) = world.finish_all();
    let mut recorder = Recorder::new();
    for (event, truth) in events.into_iter().zip(&truths) {
        recorder.record(event.clone());
        let disagreement = truth.disagreement(&event, recorder.now());
        assert!(!keeps_the_law || disagreement.is_none(), "{disagreement:?} behind {event:?}");
    }
    look_at(&recorder.finish());
}
