//! What the clients of a script of POP3 want: its steps in order, each command as an intent.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::sync::Arc;

use crate::proto::Command;
use crate::proto::MessageNumber;
use crate::proto::Protocol;
use crate::proto::command::CommandLine;
use crate::proto::secret::Secret;
use crate::proto::secret::masked;
use crate::scenario::Scenario;
use crate::scenario::ancestors::shown;
use crate::scenario::place::Place;
use crate::scenario::plan::Action;
use crate::scenario::plan::Step;
use crate::sim::world::ClientId;

/// A part of a script.
#[derive(Debug)]
pub(super) enum Part {
    /// A step that is the same in every protocol.
    Same(Step),
    /// A client connects.
    Connect {
        /// The step.
        step: Step,
        /// What it has deleted when the connection ends, RSET heeded.
        deletes: BTreeSet<u32>,
    },
    /// A client ends its connection without QUIT.
    End(Step),
    /// A client says a command.
    Said(Said),
}

/// A command of POP3 that is to be said otherwise.
#[derive(Debug)]
pub(super) struct Said {
    pub(super) place: Place,
    pub(super) client: ClientId,
    pub(super) intent: Intent,
    /// The command, as people may see it.
    pub(super) shown: Arc<str>,
    /// Of DELE, whether no RSET takes it back; of RETR, whether such a DELE follows before the next RETR of it.
    pub(super) deletes: bool,
    /// Whether PASS comes next.
    pub(super) pass_follows: bool,
}

/// What a command is said for.
#[derive(Debug)]
pub(super) enum Intent {
    /// Says who logs in.
    Name(String),
    /// Logs in.
    Password(Secret),
    /// Asks how many messages there are.
    Count,
    /// Asks how long a message is, or each.
    Length(Option<u32>),
    /// Fetches a message.
    Fetch(u32),
    /// Deletes a message.
    Delete(u32),
    /// Takes the deletions back.
    TakeBack,
    /// Does nothing.
    Nothing,
    /// Goes.
    Quit,
    /// Anything else.
    Else,
}

/// What is known of a client while its script is read.
#[derive(Debug, Default)]
struct Listener {
    spoken: Protocol,
    /// The beginning of a line whose end was not sent yet.
    line: Vec<u8>,
    /// Whether lines may be responses to an AUTH.
    authenticates: bool,
}

/// Reads a script. What it expects is left out: it was written for its own server.
pub(super) fn read(scenario: &Scenario) -> Vec<Part> {
    let mut listeners: BTreeMap<usize, Listener> = BTreeMap::new();
    let mut parts = Vec::new();
    for step in &scenario.steps {
        let listener = listeners.entry(step.client.0).or_default();
        let is_pop3 = listener.spoken == Protocol::Pop3;
        let mut say = |intent, shown: Arc<str>| {
            let (place, client) = (step.place, step.client);
            parts.push(Part::Said(Said { place, client, intent, shown, deletes: false, pass_follows: false }));
        };
        match &step.action {
            Action::Expect(_) | Action::StandsFor { .. } => (),
            Action::Connect(protocol) => {
                *listener = Listener { spoken: *protocol, ..Listener::default() };
                parts.push(if *protocol == Protocol::Pop3 {
                    Part::Connect { step: step.clone(), deletes: BTreeSet::new() }
                } else {
                    Part::Same(step.clone())
                });
            }
            Action::Send(octets) if is_pop3 => listener.hear(octets, &mut say),
            Action::Apop { name, .. } if is_pop3 => {
                say(Intent::Else, shown(&masked(format!("APOP {name}").as_bytes())));
            }
            Action::Xoauth2 { .. } if is_pop3 => listener.authenticate("AUTH XOAUTH2", &mut say),
            Action::ScramFirst { .. } if is_pop3 => listener.authenticate("AUTH SCRAM-SHA-256", &mut say),
            // Responses to an AUTH that was left out.
            Action::CramMd5 { .. } | Action::ScramFinal { .. } | Action::ScramEnd if is_pop3 => (),
            Action::End(_) if is_pop3 => parts.push(Part::End(step.clone())),
            Action::Send(_)
            | Action::Apop { .. }
            | Action::CramMd5 { .. }
            | Action::Xoauth2 { .. }
            | Action::ScramFirst { .. }
            | Action::ScramFinal { .. }
            | Action::ScramEnd
            | Action::End(_)
            | Action::Advance(_)
            | Action::Deliver { .. }
            | Action::SiteRemoves { .. }
            | Action::Line(_)
            | Action::Dies(_)
            | Action::Note(_) => parts.push(Part::Same(step.clone())),
        }
    }
    look_ahead(&mut parts);
    parts
}

impl Listener {
    /// Hears octets of a client: each line that is whole now is a command.
    fn hear(&mut self, octets: &[u8], say: &mut impl FnMut(Intent, Arc<str>)) {
        for octet in octets {
            self.line.push(*octet);
            if *octet == b'\n' {
                let line = std::mem::take(&mut self.line);
                self.hear_line(&line, say);
            }
        }
    }

    fn hear_line(&mut self, octets: &[u8], say: &mut impl FnMut(Intent, Arc<str>)) {
        let line = CommandLine::read(octets);
        if line.keyword.is_none() {
            // It may be a response, and hold a secret.
            if !self.authenticates {
                say(Intent::Else, "…".into());
            }
            return;
        }
        self.authenticates = matches!(line.command, Ok(Command::Auth { mechanism: Some(_), .. }));
        let intent = match line.command {
            Ok(Command::User { name }) => Intent::Name(name),
            Ok(Command::Pass { secret }) => Intent::Password(secret),
            Ok(Command::Stat) => Intent::Count,
            Ok(Command::List { message }) => Intent::Length(message.map(MessageNumber::get)),
            Ok(Command::Retr { message }) => Intent::Fetch(message.get()),
            Ok(Command::Dele { message }) => Intent::Delete(message.get()),
            Ok(Command::Rset) => Intent::TakeBack,
            Ok(Command::Noop) => Intent::Nothing,
            Ok(Command::Quit) => Intent::Quit,
            Ok(
                Command::Rpop { .. }
                | Command::Apop { .. }
                | Command::Auth { .. }
                | Command::Stls
                | Command::Capa
                | Command::Utf8
                | Command::Lang { .. }
                | Command::Top { .. }
                | Command::Uidl { .. }
                | Command::Last,
            )
            | Err(_) => Intent::Else,
        };
        say(intent, shown(&masked(octets)));
    }

    /// AUTH, or the response to one that was left out.
    fn authenticate(&mut self, command: &str, say: &mut impl FnMut(Intent, Arc<str>)) {
        if !self.authenticates {
            say(Intent::Else, command.into());
        }
    }
}

/// What is known of the rest of a connection, when a script is read from its end.
#[derive(Debug, Default)]
struct Rest {
    /// Whether an RSET follows.
    taken_back: bool,
    /// What is deleted from here on, for good.
    deletes: BTreeSet<u32>,
    /// What is fetched from here on, before any DELE of it.
    fetches: BTreeSet<u32>,
    /// Whether PASS is the next command.
    pass: bool,
}

/// Says of each command what depends on those behind it.
fn look_ahead(parts: &mut [Part]) {
    let mut rests: BTreeMap<usize, Rest> = BTreeMap::new();
    for part in parts.iter_mut().rev() {
        match part {
            Part::Same(_) | Part::End(_) => (),
            Part::Connect { step, deletes } => {
                *deletes = rests.remove(&step.client.0).unwrap_or_default().deletes;
            }
            Part::Said(said) => {
                let rest = rests.entry(said.client.0).or_default();
                said.pass_follows = std::mem::replace(&mut rest.pass, matches!(said.intent, Intent::Password(_)));
                match said.intent {
                    Intent::Fetch(number) => {
                        said.deletes = rest.deletes.contains(&number) && !rest.fetches.contains(&number);
                        rest.fetches.insert(number);
                    }
                    Intent::Delete(number) => {
                        if !rest.taken_back {
                            rest.deletes.insert(number);
                        }
                        said.deletes = rest.deletes.contains(&number);
                        rest.fetches.remove(&number);
                    }
                    Intent::TakeBack => rest.taken_back = true,
                    Intent::Name(_)
                    | Intent::Password(_)
                    | Intent::Count
                    | Intent::Length(_)
                    | Intent::Nothing
                    | Intent::Quit
                    | Intent::Else => (),
                }
            }
        }
    }
}
