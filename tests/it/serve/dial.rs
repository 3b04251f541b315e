//! The client of each lesson, before the live server of the same lesson: it hears what it should.

use std::sync::Arc;
use std::sync::Mutex;
use std::time::Duration;

use popscope::live::Options;
use popscope::live::Running;
use popscope::live::Security;
use popscope::live::Sink;
use popscope::live::Target;
use popscope::live::Trust;
use popscope::session::Recorder;
use popscope::session::Timeline;
use popscope::source::connect::Connecting;
use popscope::source::connect::Dial;
use popscope::source::connect::Verdict;
use popscope::source::connect::client_of_lesson;
use popscope::source::connect::lessons;
use popscope::source::connect::nonce;
use popscope::source::serve::TlsOffer;
use popscope::source::serve::site_of_scenario;
use popscope::source::serve::tls_of;

use super::PATIENCE;

/// Lessons in which somebody else than the server answers, or the server with empty lines, of which nobody knows that
/// they are replies before the client goes on.
const OF_THE_SIMULATION: [&str; 2] = ["eve-stls-stripped", "spot-filius"];

/// Plays a client to its end; what it heard that it should not have, with the line before.
fn plays(name: &str, mut dial: Dial) -> Option<String> {
    let site = site_of_scenario(name).expect("a lesson");
    let offer = tls_of(&site);
    let local = Some(std::net::SocketAddr::from(([127, 0, 0, 1], 0)));
    let implicit = offer == TlsOffer::Implicit;
    let options = Options {
        listen: local.filter(|_| !implicit),
        tls_listen: local.filter(|_| implicit),
        stls: offer == TlsOffer::Stls,
        site,
        ..Options::default()
    };
    let running = Running::start(options, Sink::new(|_| ())).expect("a server");
    let address = running.address().or(running.tls_address()).expect("it listens");
    let trust = running.identity().map(|identity| Trust::Fingerprint(identity.fingerprint.clone()));
    let security = if implicit { Security::Implicit } else { Security::None };
    let target = Target { security, trust: trust.unwrap_or_default(), ..Target::new("127.0.0.1", address.port()) };
    let recorder: Arc<Mutex<Recorder>> = Arc::default();
    let ear = Arc::clone(&recorder);
    let sink = Sink::new(move |told| {
        if let popscope::live::Told::Event(event) = told {
            ear.lock().expect("no panic").record(event);
        }
    });
    let connecting = Connecting::start(target, sink).expect("a thread");
    let timeline = || -> Timeline { recorder.lock().expect("no panic").timeline().clone() };
    let mut said = String::new();
    loop {
        let mut verdict = Verdict::Waiting;
        for _ in 0..PATIENCE.as_millis() / 20 {
            verdict = dial.verdict(&timeline());
            if verdict != Verdict::Waiting {
                break;
            }
            std::thread::sleep(Duration::from_millis(2));
        }
        if verdict != Verdict::AsExpected {
            return Some(format!("{name}: {verdict:?} behind {said}"));
        }
        let lines = dial.next_lines().join(", ");
        if lines.is_empty() {
            return None;
        }
        said = lines;
        for octets in dial.advance(&timeline(), &nonce().expect("chance")) {
            connecting.say(&octets);
        }
    }
}

#[test]
fn the_client_of_a_lesson_hears_of_a_real_server_what_it_should() {
    let mut wrong = Vec::new();
    for (name, _) in lessons() {
        let Some(dial) = client_of_lesson(name) else {
            wrong.push(format!("{name}: no client"));
            continue;
        };
        let told = plays(name, dial);
        match (told, OF_THE_SIMULATION.contains(name)) {
            (None, false) | (Some(_), true) => (),
            (None, true) => wrong.push(format!("{name}: it can be played")),
            (Some(told), false) => wrong.push(told),
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
