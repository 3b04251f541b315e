//! A scenario played in the world, with what it expected and did not get.

use std::collections::VecDeque;

use crate::proto::Indicator;
use crate::proto::Keyword;
use crate::proto::Protocol;
use crate::proto::StatusLine;
use crate::proto::command::CommandLine;
use crate::proto::line::lines;
use crate::proto::line::printable;
use crate::proto::other;
use crate::proto::other::Tone;
use crate::scenario::Scenario;
use crate::scenario::file::ExpectFile;
use crate::scenario::flaw;
use crate::scenario::line;
use crate::scenario::place::Place;
use crate::scenario::plan::Action;
use crate::scenario::plan::Step;
use crate::session::Event;
use crate::session::Fact;
use crate::session::Recorder;
use crate::session::Sentence;
use crate::session::Timeline;
use crate::session::event::Mark;
use crate::sim::Truth;
use crate::sim::World;
use crate::sim::client::WithoutTls;
use crate::sim::server::Site;
use crate::sim::world::ClientId;

/// What came of a scenario.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Run {
    /// All that happened.
    pub events: Vec<Event>,
    /// What was true behind each event. Invariant: as many as events.
    pub truths: Vec<Truth>,
    /// What was expected and did not come.
    pub failures: Vec<Failure>,
}

/// An expectation that was not met.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Failure {
    /// Where the step stands in the file.
    pub place: Place,
    /// What was expected.
    pub expected: Sentence,
    /// What came.
    pub got: Sentence,
    /// Both in one sentence.
    pub what: Sentence,
}

impl Run {
    /// The timeline of the events.
    #[must_use]
    pub fn timeline(&self) -> Timeline {
        Recorder::record_all(self.events.iter().cloned())
    }
}

/// What is seen of a play behind each step.
#[derive(Debug)]
pub(super) struct Watch<'a> {
    /// Everything so far.
    pub(super) events: &'a [Event],
    /// The replies that the acting client got and nobody looked at, oldest first.
    pub(super) unread: &'a VecDeque<Vec<u8>>,
    /// Whether the acting client has an open connection.
    pub(super) open: bool,
    /// What went wrong so far.
    pub(super) failures: &'a [Failure],
}

/// Plays a scenario to its end.
#[must_use]
pub fn run(scenario: &Scenario) -> Run {
    run_watched(scenario, |_| ())
}

/// Plays a scenario to its end, and shows what there is behind each step.
pub(super) fn run_watched(scenario: &Scenario, mut watch: impl FnMut(&Watch<'_>)) -> Run {
    let mut stage = Stage::new(scenario);
    for step in &scenario.steps {
        stage.play(step);
        watch(&Watch {
            events: stage.world.events(),
            unread: &stage.unread[step.client.0],
            open: stage.is_open(step.client),
            failures: &stage.failures,
        });
    }
    let (events, truths) = stage.world.finish_all();
    Run { events, truths, failures: stage.failures }
}

/// The play under way.
pub(super) struct Stage {
    world: World,
    /// The replies that each client got and nobody looked at, oldest first.
    unread: Vec<VecDeque<Vec<u8>>>,
    /// What each client spoke last.
    spoken: Vec<Protocol>,
    /// Whether each client says no more on its connection.
    gave_up: Vec<bool>,
    old_plus: bool,
    failures: Vec<Failure>,
}

impl Stage {
    /// The beginning: nothing was played yet.
    pub(super) fn new(scenario: &Scenario) -> Self {
        let mut world = World::new(scenario.site.clone(), scenario.server, scenario.clients.clone(), scenario.start);
        let unread = scenario.clients.iter().map(|_| VecDeque::new()).collect();
        let spoken = scenario.clients.iter().map(|_| Protocol::Pop3).collect();
        let gave_up = vec![false; scenario.clients.len()];
        world.let_server_die(scenario.death);
        Self { world, unread, spoken, gave_up, old_plus: scenario.old_plus, failures: Vec::new() }
    }

    /// The replies that a client got to what it said last, oldest first.
    pub(super) fn heard(&self, client: ClientId) -> &VecDeque<Vec<u8>> {
        &self.unread[client.0]
    }

    /// The server and its maildrops, as they are now.
    pub(super) fn site(&self) -> &Site {
        self.world.site()
    }

    /// Plays one step.
    pub(super) fn play(&mut self, step: &Step) {
        // What was typed by hand stands in no line of a file.
        let mark = if step.place.line == 0 { Mark::Nowhere } else { Mark::ScriptLine(step.place.line) };
        self.world.set_mark(mark);
        if self.passes_over(&step.action, step.client) {
            return;
        }
        match &step.action {
            Action::Connect(protocol) => match self.world.connect_to(step.client, *protocol) {
                Ok(greeting) => {
                    let heard = Some(greeting).filter(|greeting| !greeting.is_empty());
                    self.unread[step.client.0] = heard.into_iter().collect();
                    self.gave_up[step.client.0] = false;
                    self.spoken[step.client.0] = *protocol;
                }
                Err(error) => {
                    self.fail(
                        step,
                        Sentence::new("wanted-connect", "a connection to be opened"),
                        flaw::of_world(error),
                    );
                }
            },
            Action::Send(octets) => self.send(step, octets),
            Action::Apop { name, secret } => {
                let line = self.world.client(step.client).apop_line(name, secret.reveal());
                self.send_computed(step, line, Sentence::new("wanted-timestamp", "a greeting with a timestamp"));
            }
            Action::CramMd5 { name, secret } => {
                let line = self.world.client(step.client).cram_md5_line(name, secret.reveal());
                self.send_computed(step, line, challenge());
            }
            Action::Xoauth2 { name, token } => {
                let line = self.world.client(step.client).xoauth2_line(name, token.reveal());
                self.send_computed(step, Some(line), Sentence::new("wanted-name", "a name"));
            }
            Action::ScramFirst { name } => {
                let line = self.world.client_mut(step.client).scram_first_line(name);
                self.send_computed(step, Some(line), Sentence::new("wanted-name", "a name"));
            }
            Action::ScramFinal { password } => {
                let line = self.world.client_mut(step.client).scram_final_line(password.reveal());
                self.send_computed(step, line, Sentence::new("wanted-scram-first", "ScramFirst and a challenge"));
            }
            Action::ScramEnd => {
                let line = self.world.client_mut(step.client).scram_end_line();
                self.send_computed(step, line, Sentence::new("wanted-scram-final", "ScramFinal and a challenge"));
            }
            Action::Expect(expect) => self.expect(step, expect),
            Action::Advance(duration) => self.world.advance(*duration),
            Action::Deliver { user, mail } => {
                if let Err(error) = self.world.deliver(user, &mail.octets, mail.unique_id.clone()) {
                    self.fail(
                        step,
                        Sentence::new("wanted-deliver", "a message to be delivered"),
                        flaw::of_store(&error),
                    );
                }
            }
            Action::SiteRemoves { user, unique_id } => {
                if let Err(error) = self.world.remove_by_site(user, unique_id) {
                    self.fail(step, Sentence::new("wanted-remove", "a message to be removed"), flaw::of_store(&error));
                }
            }
            Action::Line(file) => {
                let mut link = self.world.client(step.client).link.clone();
                line::change(&mut link, file);
                self.world.set_link(step.client, link);
            }
            Action::End(closing) => {
                if let Err(error) = self.world.close(step.client, *closing) {
                    self.fail(step, Sentence::new("wanted-end", "a connection to be ended"), flaw::of_world(error));
                }
            }
            Action::Dies(death) => self.world.let_server_die(Some(*death)),
            Action::Note(words) => self.world.remark(None, Fact::Note(words.clone())),
            Action::StandsFor { command, ancestor, rule } => {
                let fact = Fact::StandsFor { command: command.clone(), ancestor: *ancestor, rule: *rule };
                self.world.remark(Some(step.client), fact);
            }
        }
    }

    /// What a client that has given up would have done, and what it would have expected.
    fn passes_over(&self, action: &Action, client: ClientId) -> bool {
        let of_its_session = match action {
            Action::Send(_)
            | Action::Apop { .. }
            | Action::CramMd5 { .. }
            | Action::Xoauth2 { .. }
            | Action::ScramFirst { .. }
            | Action::ScramFinal { .. }
            | Action::ScramEnd
            | Action::End(_) => true,
            Action::Expect(expect) => *expect != ExpectFile::Closed,
            Action::Connect(_)
            | Action::Advance(_)
            | Action::Deliver { .. }
            | Action::SiteRemoves { .. }
            | Action::Line(_)
            | Action::Dies(_)
            | Action::Note(_)
            | Action::StandsFor { .. } => false,
        };
        of_its_session && self.gave_up[client.0]
    }

    /// Whether a client would rather say QUIT than what it is told to say.
    fn gives_up(&self, client: ClientId, octets: &[u8]) -> bool {
        let login = matches!(
            CommandLine::read(octets).keyword,
            Some(Keyword::User | Keyword::Pass | Keyword::Apop | Keyword::Auth)
        );
        let careful = self.world.client(client).without_tls == WithoutTls::GiveUp;
        login && careful && self.world.connection(client).is_some() && !self.world.is_covered(client)
    }

    fn send(&mut self, step: &Step, octets: &[u8]) {
        let gives_up = self.gives_up(step.client, octets);
        let octets = if gives_up {
            self.world.remark(Some(step.client), Fact::GaveUp);
            self.gave_up[step.client.0] = true;
            b"QUIT\r\n"
        } else {
            octets
        };
        match self.world.send(step.client, octets) {
            // What nobody looked at is forgotten when the client goes on.
            Ok(_) if gives_up => self.unread[step.client.0].clear(),
            Ok(replies) => self.unread[step.client.0] = replies.into(),
            Err(error) => {
                self.unread[step.client.0].clear();
                self.fail(step, Sentence::new("wanted-open", "an open connection"), flaw::of_world(error));
            }
        }
    }

    fn send_computed(&mut self, step: &Step, line: Option<String>, needed: Sentence) {
        if let Some(line) = line {
            self.send(step, format!("{line}\r\n").as_bytes());
        } else {
            self.fail(step, needed, Sentence::new("got-nothing", "nothing to compute with"));
        }
    }

    fn expect(&mut self, step: &Step, expect: &ExpectFile) {
        let open = self.is_open(step.client);
        let unread = &mut self.unread[step.client.0];
        let reply = match expect {
            ExpectFile::Nothing | ExpectFile::Closed => unread.front().cloned(),
            ExpectFile::Ok | ExpectFile::Err | ExpectFile::Challenge | ExpectFile::Is(_) | ExpectFile::Lines(_) => {
                unread.pop_front()
            }
        };
        let says = reply.as_deref().and_then(|reply| tone(self.spoken[step.client.0], reply, self.old_plus));
        if !met(expect, reply.as_deref(), says, open) {
            let got = match reply {
                Some(reply) => Sentence::literal(told(expect, &reply)),
                None if open => no_reply(),
                None => Sentence::new("got-closed", "no reply, and a closed connection"),
            };
            self.fail(step, wanted(expect), got);
        }
    }

    /// Whether a client has an open connection.
    pub(super) fn is_open(&self, client: ClientId) -> bool {
        self.world.connection(client).is_some()
    }

    fn fail(&mut self, step: &Step, expected: Sentence, got: Sentence) {
        let what = unmet(&expected, &got);
        self.world.remark(Some(step.client), Fact::ExpectationFailed { what: what.clone().into() });
        self.failures.push(Failure { place: step.place, expected, got, what });
    }
}

/// What a reply says. Where a lone `+` is a positive reply, it is a challenge too.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
struct Says {
    yes: bool,
    no: bool,
    more: bool,
}

/// What a reply says in its protocol; `None` if that cannot be told.
fn tone(protocol: Protocol, reply: &[u8], old_plus: bool) -> Option<Says> {
    if protocol == Protocol::Pop3 {
        return StatusLine::read(reply).map(|status| match status.indicator {
            Indicator::Ok => Says { yes: true, ..Says::default() },
            Indicator::Plus => Says { yes: old_plus, more: true, ..Says::default() },
            Indicator::Err => Says { no: true, ..Says::default() },
        });
    }
    other::tone_of(protocol, reply).map(|tone| match tone {
        Tone::Positive => Says { yes: true, ..Says::default() },
        Tone::Intermediate => Says { more: true, ..Says::default() },
        Tone::Negative => Says { no: true, ..Says::default() },
    })
}

/// Whether a reply is what was expected.
fn met(expect: &ExpectFile, reply: Option<&[u8]>, says: Option<Says>, open: bool) -> bool {
    match expect {
        ExpectFile::Ok => says.is_some_and(|says| says.yes),
        ExpectFile::Err => says.is_some_and(|says| says.no),
        ExpectFile::Challenge => says.is_some_and(|says| says.more),
        ExpectFile::Is(line) => reply.is_some_and(|reply| first_line(reply) == *line),
        ExpectFile::Lines(wanted) => reply.is_some_and(|reply| all_lines(reply) == *wanted),
        ExpectFile::Nothing => reply.is_none(),
        ExpectFile::Closed => reply.is_none() && !open,
    }
}

/// What was expected and did not come, in one sentence.
pub(super) fn unmet(expected: &Sentence, got: &Sentence) -> Sentence {
    let sentence = Sentence::new("flaw-unmet", format!("expected {expected}, got {got}"));
    sentence.with("wanted", expected.clone()).with("got", got.clone())
}

fn challenge() -> Sentence {
    Sentence::new("wanted-challenge", "a challenge")
}

fn no_reply() -> Sentence {
    Sentence::new("got-no-reply", "no reply")
}

fn wanted(expect: &ExpectFile) -> Sentence {
    match expect {
        ExpectFile::Ok => Sentence::new("wanted-ok", "a positive reply"),
        ExpectFile::Err => Sentence::new("wanted-err", "a negative reply"),
        ExpectFile::Challenge => challenge(),
        ExpectFile::Is(line) => Sentence::literal(line.as_str()),
        ExpectFile::Lines(lines) => Sentence::literal(lines.join(" / ")),
        ExpectFile::Nothing => no_reply(),
        ExpectFile::Closed => Sentence::new("wanted-closed", "no reply and a closed connection"),
    }
}

/// As much of a reply as the expectation looked at.
fn told(expect: &ExpectFile, reply: &[u8]) -> String {
    match expect {
        ExpectFile::Lines(_) => all_lines(reply).join(" / "),
        ExpectFile::Ok
        | ExpectFile::Err
        | ExpectFile::Challenge
        | ExpectFile::Is(_)
        | ExpectFile::Nothing
        | ExpectFile::Closed => first_line(reply),
    }
}

pub(super) fn first_line(reply: &[u8]) -> String {
    printable(crate::proto::line::first_line(reply).0)
}

/// Every line as it stands on the wire, without the terminator.
pub(super) fn all_lines(reply: &[u8]) -> Vec<String> {
    let mut lines: Vec<_> = lines(reply).map(|(line, _)| printable(line)).collect();
    if 1 < lines.len() && lines.last().is_some_and(|line| line == ".") {
        lines.pop();
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::EventKind;

    #[test]
    fn an_expectation_that_is_not_met_is_told_and_the_play_goes_on() {
        let text = r#"(title: (en: "a", ru: "б"), about: (en: "a", ru: "б"),
            users: [(name: "amy", password: "x")],
            steps: [
                Connect, Expect(Is("+OK hello")),
                Send("NOOP", Ok),
                Send("QUIT", Ok), Expect(Closed),
                Send("NOOP"),
            ])"#;
        let run = run(&Scenario::parse("x.ron", text).expect("a scenario"));
        let told: Vec<_> = run.failures.iter().map(|failure| (failure.place.line, failure.what.english())).collect();
        assert_eq!(
            told,
            [
                (4, "expected +OK hello, got +OK POP3 server ready"),
                (5, "expected a positive reply, got -ERR NOOP is not allowed in the AUTHORIZATION state"),
                (7, "expected an open connection, got there is no open connection"),
            ]
        );
        assert_eq!(run.events.len(), run.truths.len());
        let steps = run.events.iter().filter(|event| !matches!(event.kind, EventKind::Travelled(_)));
        assert_eq!(run.timeline().len(), steps.count());
    }
}
