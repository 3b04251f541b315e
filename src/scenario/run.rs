//! A scenario played in the world, with what it expected and did not get.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

use crate::proto::Side;
use crate::proto::line::first_line;
use crate::proto::line::printable;
use crate::scenario::Scenario;
use crate::scenario::place::Place;
use crate::scenario::plan::Action;
use crate::scenario::plan::Expectation;
use crate::session::Event;
use crate::session::Fact;
use crate::session::Recorder;
use crate::session::Timeline;
use crate::session::event::Closing;
use crate::session::event::Mark;
use crate::sim::Link;
use crate::sim::Store;
use crate::sim::Truth;
use crate::sim::World;
use crate::sim::client::Client;
use crate::sim::server::Site;
use crate::sim::store::Account;
use crate::sim::world::ClientId;

/// How long a client thinks before it says something.
const PAUSE: Duration = Duration::from_millis(400);

/// What came of a scenario.
#[derive(Clone, Debug)]
pub struct Run {
    /// All that happened.
    pub events: Vec<Event>,
    /// What was true behind each event.
    pub truths: Vec<Truth>,
    /// What was expected and did not come.
    pub failures: Vec<Failure>,
}

/// An expectation that was not met.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Failure {
    /// Where it stands in the file.
    pub place: Place,
    /// What was expected, and what came.
    pub text: String,
}

impl Run {
    /// The timeline of the events.
    #[must_use]
    pub fn timeline(&self) -> Timeline {
        Recorder::record_all(self.events.iter().cloned())
    }
}

/// Plays a scenario to its end.
#[must_use]
pub fn run(scenario: &Scenario) -> Run {
    let mut store = Store::new();
    for user in &scenario.users {
        let (password, secret) = (user.password.clone(), user.apop_secret.clone());
        let account = Account { user: user.name.as_str().into(), password, secret };
        store.add_account(account).expect("a plan has no user twice");
        for mail in &user.mails {
            store.deliver(&user.name, &mail.text, mail.unique_id.clone()).expect("the user was added");
        }
    }
    let link = Link { latency: scenario.latency };
    let clients = scenario.clients.iter().map(|client| Client::new(client.name.clone(), client.address, link, PAUSE));
    let site = Site { profile: scenario.profile.clone(), store };
    let world = World::new(site, scenario.server, clients.collect(), scenario.start);
    let heard = scenario.clients.iter().map(|_| VecDeque::new()).collect();
    let mut stage = Stage { world, heard, failures: Vec::new() };
    for step in &scenario.steps {
        stage.play(step.place, ClientId(step.client), &step.action);
    }
    let (events, truths) = stage.world.finish_all();
    Run { events, truths, failures: stage.failures }
}

/// The play under way.
struct Stage {
    world: World,
    /// For each client the status lines that came and that nobody looked at.
    heard: Vec<VecDeque<String>>,
    failures: Vec<Failure>,
}

impl Stage {
    fn play(&mut self, place: Place, client: ClientId, action: &Action) {
        self.world.set_mark(Mark::ScriptLine(place.line));
        match action {
            Action::Note(words) => self.world.remark(None, Fact::Note(words.clone())),
            Action::Connect => match self.world.connect(client) {
                Ok(greeting) => self.heard[client.0] = [status_line(&greeting)].into(),
                Err(error) => self.fail(place, client, &error.to_string()),
            },
            // What nobody asked about is forgotten when the client goes on.
            Action::Say(octets) => match self.world.send(client, octets) {
                Ok(replies) => self.heard[client.0] = replies.iter().map(|reply| status_line(reply)).collect(),
                Err(error) => self.fail(place, client, &error.to_string()),
            },
            Action::Expect(expectation) => self.expect(place, client, expectation),
            Action::Close => self.close(place, client, Closing::Finished(Side::Client)),
            Action::Reset => self.close(place, client, Closing::Reset(Side::Client)),
            Action::LoseLine => self.close(place, client, Closing::LineLost),
            Action::Wait(duration) => {
                self.heard.iter_mut().for_each(VecDeque::clear);
                self.world.advance(*duration);
            }
            Action::Deliver { user, mail } => {
                if let Err(error) = self.world.deliver(user, &mail.text, mail.unique_id.clone()) {
                    self.fail(place, client, &error.to_string());
                }
            }
        }
    }

    fn close(&mut self, place: Place, client: ClientId, closing: Closing) {
        self.heard[client.0].clear();
        if let Err(error) = self.world.close(client, closing) {
            self.fail(place, client, &error.to_string());
        }
    }

    fn expect(&mut self, place: Place, client: ClientId, expectation: &Expectation) {
        let heard = &mut self.heard[client.0];
        let (wanted, came) = match expectation {
            Expectation::Line(line) => {
                let came = heard.pop_front();
                if came.as_ref() == Some(line) {
                    return;
                }
                (line.clone(), came)
            }
            Expectation::Start(start) => {
                let came = heard.pop_front();
                if came.as_ref().is_some_and(|line| line.starts_with(start.as_str())) {
                    return;
                }
                (format!("{start}…"), came)
            }
            Expectation::Silence => match heard.front() {
                None => return,
                Some(line) => ("nothing".to_owned(), Some(line.clone())),
            },
        };
        let came = came.map_or("nothing came".to_owned(), |line| format!("{line} came"));
        self.fail(place, client, &format!("expected {wanted}; {came}"));
    }

    fn fail(&mut self, place: Place, client: ClientId, text: &str) {
        self.world.remark(Some(client), Fact::ExpectationFailed { text: Arc::from(text) });
        self.failures.push(Failure { place, text: text.to_owned() });
    }
}

/// The first line of a reply, printable.
fn status_line(reply: &[u8]) -> String {
    printable(first_line(reply).0)
}
