//! A scenario played in the world, with what it expected and did not get.

use std::collections::VecDeque;
use std::sync::Arc;

use crate::proto::line::lines;
use crate::proto::line::printable;
use crate::scenario::Scenario;
use crate::scenario::place::Place;
use crate::scenario::plan::Action;
use crate::scenario::plan::Expectation;
use crate::session::ConnectionId;
use crate::session::Event;
use crate::session::Fact;
use crate::session::Recorder;
use crate::session::Timeline;
use crate::session::event::Closing;
use crate::session::event::Mark;
use crate::session::event::Party;
use crate::sim::Maildrops;
use crate::sim::World;
use crate::sim::world::Happening;

/// The first port that a client connects from.
const FIRST_PORT: u16 = 1025;

/// What came of a scenario.
#[derive(Clone, Debug)]
pub struct Run {
    /// All that happened, with the truth beside it.
    pub happened: Vec<Happening>,
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
    /// The events alone.
    pub fn events(&self) -> impl Iterator<Item = &Event> {
        self.happened.iter().map(|happening| &happening.event)
    }

    /// The timeline of the events.
    #[must_use]
    pub fn timeline(&self) -> Timeline {
        Recorder::record_all(self.events().cloned())
    }
}

/// Plays a scenario to its end.
#[must_use]
pub fn run(scenario: &Scenario) -> Run {
    let mut maildrops = Maildrops::new();
    for user in &scenario.users {
        maildrops.add_user(&user.name, user.password.clone(), user.apop_secret.clone());
        for mail in &user.mails {
            maildrops.deliver(&user.name, &mail.text, mail.unique_id.clone());
        }
    }
    let world = World::new(scenario.profile.clone(), maildrops, scenario.server, scenario.start, scenario.latency);
    let seats = scenario.clients.iter().map(|_| Seat::default()).collect();
    let mut stage = Stage { scenario, world, seats, connections: 0, failures: Vec::new() };
    let first = scenario.steps.first().map_or(Mark::Nowhere, |step| Mark::ScriptLine(step.place.line));
    stage.world.tell_maildrops(first);
    for step in &scenario.steps {
        stage.play(step.place, step.client, &step.action);
    }
    Run { happened: stage.world.finish(), failures: stage.failures }
}

/// The play under way.
struct Stage<'a> {
    scenario: &'a Scenario,
    world: World,
    seats: Vec<Seat>,
    connections: u16,
    failures: Vec<Failure>,
}

/// What a client has at hand.
#[derive(Default)]
struct Seat {
    connection: Option<ConnectionId>,
    /// Status lines that came and that nobody looked at.
    heard: VecDeque<String>,
}

impl Stage<'_> {
    fn play(&mut self, place: Place, client: usize, action: &Action) {
        let mark = Mark::ScriptLine(place.line);
        let connection = self.seats[client].connection;
        match action {
            Action::Note(words) => {
                // A note about a goodbye comes before the line goes down: it is said in between.
                self.world.tell(None, Fact::Note(words.clone()), mark);
            }
            Action::Connect => self.connect(client, mark),
            Action::Say(octets) => match connection.filter(|&id| self.world.is_open(id)) {
                Some(id) => {
                    let heard = self.world.say(id, octets, mark);
                    // What was not asked about is forgotten when the client goes on.
                    self.seats[client].heard = status_lines(octets, &heard);
                }
                None => self.fail(place, connection, "the client is not connected, so it cannot say anything"),
            },
            Action::Expect(expectation) => self.expect(place, client, expectation),
            Action::Close => self.end(place, client, Closing::Finished(crate::proto::Side::Client)),
            Action::Reset => self.end(place, client, Closing::Reset(crate::proto::Side::Client)),
            Action::LoseLine => self.end(place, client, Closing::LineLost),
            Action::Wait(duration) => self.world.wait(*duration, mark),
            Action::Deliver { user, mail } => {
                self.world.deliver(user, &mail.text, mail.unique_id.clone(), mark);
            }
        }
    }

    fn connect(&mut self, client: usize, mark: Mark) {
        let seat = &self.scenario.clients[client];
        let port = FIRST_PORT.saturating_add(self.connections);
        self.connections = self.connections.saturating_add(1);
        let party = Party { name: seat.name.clone(), address: (seat.address, port).into() };
        let (id, greeting) = self.world.connect(party, mark);
        let heard = lines(&greeting).map(|(line, _)| printable(line)).collect();
        self.seats[client] = Seat { connection: Some(id), heard };
    }

    fn end(&mut self, place: Place, client: usize, closing: Closing) {
        let mark = Mark::ScriptLine(place.line);
        match self.seats[client].connection.take() {
            Some(id) => {
                self.world.let_servers_close(Some(id), mark);
                self.world.end(id, closing, mark);
            }
            None => self.fail(place, None, "the client is not connected, so there is nothing to close"),
        }
    }

    fn expect(&mut self, place: Place, client: usize, expectation: &Expectation) {
        let seat = &mut self.seats[client];
        let heard = match expectation {
            Expectation::Silence => seat.heard.front().cloned(),
            Expectation::Line(_) | Expectation::Start(_) => seat.heard.pop_front(),
        };
        let connection = seat.connection;
        let met = match (expectation, &heard) {
            (Expectation::Line(wanted), Some(line)) => line == wanted,
            (Expectation::Start(wanted), Some(line)) => line.starts_with(wanted.as_str()),
            (Expectation::Silence, None) => true,
            (Expectation::Line(_) | Expectation::Start(_), None) | (Expectation::Silence, Some(_)) => false,
        };
        if met {
            return;
        }
        let wanted = match expectation {
            Expectation::Line(line) => format!("expected {line}"),
            Expectation::Start(start) => format!("expected {start}…"),
            Expectation::Silence => "expected nothing".to_owned(),
        };
        let came = heard.map_or("nothing came".to_owned(), |line| format!("{line} came"));
        self.fail(place, connection, &format!("{wanted}; {came}"));
    }

    fn fail(&mut self, place: Place, connection: Option<ConnectionId>, text: &str) {
        let fact = Fact::ExpectationFailed { text: Arc::from(text) };
        self.world.tell(connection, fact, Mark::ScriptLine(place.line));
        self.failures.push(Failure { place, text: text.to_owned() });
    }
}

/// The status lines among the octets of some replies: what a client that knows what it asked would see.
fn status_lines(asked: &[u8], heard: &[u8]) -> VecDeque<String> {
    use crate::proto::Dialogue;
    use crate::proto::Side;
    use crate::proto::dialogue::Cover;
    use crate::proto::dialogue::Opening;
    let mut dialogue = Dialogue::new(Opening::MidStream);
    let mut said = Vec::new();
    // Inside TLS or not, the client reads the words.
    dialogue.push(Side::Client, asked, Cover::Tls, &mut said);
    dialogue.push(Side::Server, heard, Cover::Tls, &mut said);
    let replies = said.iter().filter(|utterance| utterance.side == Side::Server);
    replies.map(|utterance| printable(crate::proto::line::first_line(&utterance.raw).0)).collect()
}
