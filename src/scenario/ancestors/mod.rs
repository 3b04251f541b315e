//! The same script before POP3: what its client would have said to a server of POP1 or POP2, to reach the same end.
//!
//! ```text
//! script of POP3 ─► intents (log in, count, fetch, delete, go) ─► words of POP1 or POP2, said and heard ─► script
//! ```
//!
//! The client hears the replies while it speaks, for in these protocols what comes next depends on them: whoever asks
//! POP2 for a message of length 0 is cut off. What it said is a script of its own, in which a step before each group
//! of lines tells in whose place they stand, and by which rule ([`crate::proto::ancestry::Rule`], which has the
//! clauses). What has no counterpart is left out, and that is a step too.

mod intents;
mod pop1;
mod pop2;

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::proto::ancestry::Ancestor;
use crate::proto::ancestry::Rule;
use crate::proto::other;
use crate::proto::other::Tone;
use crate::scenario::Scenario;
use crate::scenario::ancestors::intents::Part;
use crate::scenario::ancestors::intents::Said;
use crate::scenario::place::Place;
use crate::scenario::plan::Action;
use crate::scenario::plan::Step;
use crate::scenario::run::Stage;
use crate::session::event::Closing;
use crate::sim::client::WithoutTls;
use crate::sim::world::ClientId;

/// The most commands that stand in the place of one.
const MOST: u32 = 1000;

/// Whether somebody connects to a server of POP3 in the script: nothing else is told anew.
#[must_use]
pub fn speaks_pop3(scenario: &Scenario) -> bool {
    scenario.steps.iter().any(|step| step.action == Action::Connect(crate::proto::Protocol::Pop3))
}

/// The script as its clients would have said it to a server of POP1 or POP2.
///
/// It expects nothing, and what it does on connections of other protocols stays as it is.
#[must_use]
pub fn told_in(ancestor: Ancestor, scenario: &Scenario) -> Scenario {
    let bare = Scenario { steps: Vec::new(), ..scenario.clone() };
    let mut teller = Teller {
        ancestor,
        stage: Stage::new(&bare),
        steps: Vec::new(),
        talks: scenario.clients.iter().map(|_| Talk::default()).collect(),
        careful: scenario.clients.iter().map(|client| client.without_tls == WithoutTls::GiveUp).collect(),
    };
    for part in intents::read(scenario) {
        teller.tell(part);
    }
    Scenario { steps: teller.steps, ..bare }
}

/// Tells a script anew, and plays it meanwhile.
struct Teller {
    ancestor: Ancestor,
    stage: Stage,
    /// What was played.
    steps: Vec<Step>,
    /// How each client stands.
    talks: Vec<Talk>,
    /// Whether each client says nothing secret without TLS.
    careful: Vec<bool>,
}

/// How a client stands with its server.
#[derive(Debug, Default)]
struct Talk {
    /// Whether the script has opened a connection and has not ended it.
    connected: bool,
    /// The name that waits for its password.
    name: Option<String>,
    /// Who is logged in.
    user: Option<String>,
    /// The messages that the script has deleted when this connection ends.
    deletes: BTreeSet<u32>,
    /// How many messages there are, as POP2 told it last.
    count: u32,
    /// What POP2 was told to delete.
    acknowledged: BTreeSet<u32>,
    /// Whether POP1 has brought the mailbox.
    fetched: bool,
    /// Whether POP1 has deleted it.
    deleted: bool,
}

impl Teller {
    fn tell(&mut self, part: Part) {
        match part {
            Part::Same(step) => self.act(step.place, step.client, step.action),
            Part::Connect { step, deletes } => {
                if self.stage.is_open(step.client) {
                    self.act(step.place, step.client, Action::End(Closing::Finished(crate::proto::Side::Client)));
                }
                self.act(step.place, step.client, Action::Connect(self.ancestor.protocol()));
                self.talks[step.client.0] = Talk { connected: true, deletes, ..Talk::default() };
            }
            Part::End(step) => {
                if self.stage.is_open(step.client) {
                    self.act(step.place, step.client, step.action);
                }
                self.talks[step.client.0] = Talk::default();
            }
            Part::Said(said) => match self.ancestor {
                Ancestor::Pop1 => self.tell_pop1(&said),
                Ancestor::Pop2 => self.tell_pop2(&said),
            },
        }
    }

    fn act(&mut self, place: Place, client: ClientId, action: Action) {
        let step = Step { place, client, action };
        self.stage.play(&step);
        self.steps.push(step);
    }

    /// Tells in whose place the next lines stand, or that there are none.
    fn stands(&mut self, said: &Said, rule: Rule) {
        let action = Action::StandsFor { command: said.shown.clone(), ancestor: self.ancestor, rule };
        self.act(said.place, said.client, action);
    }

    /// Says a line, and gives what was answered to it; nothing if nobody is there to hear it.
    fn say(&mut self, said: &Said, line: &str) -> Option<Vec<u8>> {
        if !self.stage.is_open(said.client) {
            return None;
        }
        self.act(said.place, said.client, Action::Send(format!("{line}\r\n").into_bytes()));
        self.stage.heard(said.client).front().cloned()
    }

    /// Whether a reply says yes.
    fn grants(&self, reply: Option<&[u8]>) -> bool {
        reply.is_some_and(|reply| other::tone_of(self.ancestor.protocol(), reply) == Some(Tone::Positive))
    }

    fn talk(&mut self, said: &Said) -> &mut Talk {
        &mut self.talks[said.client.0]
    }

    /// Whom the client is logged in as; or tells why there is nothing to be said.
    fn user_or_rule(&mut self, said: &Said) -> Result<String, Rule> {
        let is_open = self.stage.is_open(said.client);
        match &self.talk(said).user {
            Some(user) if is_open => Ok(user.clone()),
            None if is_open => Err(Rule::OutOfPlace),
            Some(_) | None => Err(Rule::Ended),
        }
    }

    /// Opens the connection anew that the server has closed: POP2 does so behind each mistake.
    fn connect_again(&mut self, said: &Said) {
        if !self.stage.is_open(said.client) && self.talk(said).connected {
            self.act(said.place, said.client, Action::Connect(self.ancestor.protocol()));
        }
    }

    /// What keeps a client from logging in.
    fn hindrance(&mut self, said: &Said) -> Option<Rule> {
        let talk = &self.talks[said.client.0];
        if talk.user.is_some() {
            Some(Rule::OutOfPlace)
        } else if self.careful[said.client.0] {
            Some(Rule::NoTls)
        } else if !talk.connected {
            Some(Rule::Ended)
        } else {
            None
        }
    }

    fn quit(&mut self, said: &Said) {
        let is_open = self.stage.is_open(said.client);
        self.stands(said, if is_open { Rule::Quit } else { Rule::Ended });
        self.say(said, "QUIT");
        *self.talk(said) = Talk::default();
    }
}

/// What people may see of a command: not too much of it.
fn shown(text: &str) -> Arc<str> {
    const MOST: usize = 60;
    match text.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}…", &text[..end]).into(),
        None => text.into(),
    }
}

#[cfg(test)]
mod tests;
