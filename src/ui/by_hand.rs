//! Sessions played by hand: the branches of a scenario that is open, each of them one of its sessions.

mod names;

pub use names::ending_word;
pub use names::label;
pub use names::told;

use std::sync::Arc;

use crate::session::Cursor;
use crate::session::Timeline;
use crate::source::branch::Act;
use crate::source::branch::Branch;
use crate::source::branch::BranchId;
use crate::source::branch::Played;
use crate::source::branch::Script;
use crate::source::branch::Situation;
use crate::source::branch::Trace;
use crate::source::branch::Tree;
use crate::source::branch::act::Deed;
use crate::source::branch::offers::connection_of;
use crate::source::branch::play::play;
use crate::source::branch::save::save;
use crate::ui::document::Session;
use crate::ui::document::Title;

/// What lies deeper in the tree is shown beside one another.
const DEEPEST: usize = 20;

/// A script and what was played by hand of it.
#[derive(Clone, Debug)]
pub struct ByHand {
    script: Script,
    tree: Tree,
    /// Invariant: one for each session of the document, in their order; the script itself is the first.
    played: Vec<OneOf>,
}

/// What is known of one session besides its timeline.
#[derive(Clone, Debug)]
struct OneOf {
    branch: Option<BranchId>,
    depth: usize,
    trace: Trace,
}

/// Why something cannot be done.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Refused {
    /// The client has no connection.
    NotConnected,
    /// The client has a connection already.
    Connected,
    /// What was to be tried cannot happen at this step.
    NotHere,
}

impl Refused {
    /// Its name in the Fluent files.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::NotConnected => "hand-not-connected",
            Self::Connected => "hand-connected",
            Self::NotHere => "hand-not-here",
        }
    }
}

/// What a change of the tree leads to: a session of the document, and how much of it is to be shown.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Shows {
    /// The session, counted from 0.
    pub session: usize,
    /// How many steps.
    pub shown: usize,
}

impl ByHand {
    /// A script of which nothing was played by hand.
    #[must_use]
    pub fn new(script: Script, trace: Trace) -> Self {
        let played = vec![OneOf { branch: None, depth: 0, trace }];
        Self { script, tree: Tree::default(), played }
    }

    /// The script.
    #[must_use]
    pub fn script(&self) -> &Script {
        &self.script
    }

    /// The branches.
    #[must_use]
    pub fn tree(&self) -> &Tree {
        &self.tree
    }

    /// Which branch a session is; `None` for the script.
    #[must_use]
    pub fn branch_of(&self, session: usize) -> Option<BranchId> {
        self.played.get(session)?.branch
    }

    /// How deep a session lies in the tree, as far as it is told; the script and what leaves it lie at 0.
    #[must_use]
    pub fn depth_of(&self, session: usize) -> usize {
        self.played.get(session).map_or(0, |one| one.depth.min(DEEPEST))
    }

    /// How many steps a branch shares with what it leaves; `None` for the script.
    #[must_use]
    pub fn leaves(&self, session: usize) -> Option<usize> {
        let one = self.played.get(session)?;
        let branch = self.tree.branch(one.branch?)?;
        Some(one.trace.shown_behind(branch.kept.saturating_add(branch.shared)))
    }

    /// What a session was like, step by step.
    #[must_use]
    pub fn trace(&self, session: usize) -> Option<&Trace> {
        Some(&self.played.get(session)?.trace)
    }

    /// How many steps are kept if something is typed in a session at a cursor, and whether a branch begins there.
    #[must_use]
    pub fn fork(&self, session: usize, shown: usize) -> (usize, bool) {
        let Some(one) = self.played.get(session) else { return (0, true) };
        let kept = one.trace.kept_at(shown);
        let branch = one.branch.and_then(|id| self.tree.branch(id));
        (one.trace.shown_behind(kept), branch.is_none_or(|branch| branch.len() != kept))
    }

    /// The client that did something last, by the timeline.
    #[must_use]
    pub fn acting(&self, timeline: &Timeline, shown: usize) -> usize {
        let mut steps = timeline.steps()[..shown.min(timeline.len())].iter().rev();
        let last = steps.find_map(|step| step.connection);
        let clients = 0..self.script.clients().len().max(2); // A script with one client may get a second one.
        let of = |client: usize| connection_of(&self.script, timeline, Cursor(shown), client);
        clients.into_iter().find(|client| last.is_some() && of(*client) == last).unwrap_or(0)
    }

    /// Does something in a session when so many steps are shown. A session that is open is gone on with at its end;
    /// anywhere else a branch begins.
    pub fn act(
        &mut self,
        sessions: &mut Vec<Arc<Session>>,
        (session, shown): (usize, usize),
        act: Act,
    ) -> Result<Shows, Refused> {
        let open = self.branch_of(session);
        let kept = self.played.get(session).map_or(0, |one| one.trace.kept_at(shown));
        let connects = act.deed == Deed::Connect;
        let before = self.tree.clone();
        let id = self.tree.act(open, kept, act);
        let refused = if connects { Refused::Connected } else { Refused::NotConnected };
        self.show_unless_refused(sessions, id, before).ok_or(refused)
    }

    /// Lets a situation happen in a session when so many steps are shown, to the client that acts.
    pub fn try_here(
        &mut self,
        sessions: &mut Vec<Arc<Session>>,
        (session, shown): (usize, usize),
        situation: Situation,
        client: usize,
    ) -> Result<Shows, Refused> {
        let (here, _) = self.fork(session, shown);
        let timeline = &sessions.get(session).ok_or(Refused::NotHere)?.timeline;
        let acts = situation.acts(&self.script, timeline, Cursor(here), client).ok_or(Refused::NotHere)?;
        let before = self.tree.clone();
        let kept = self.played.get(session).map_or(0, |one| one.trace.kept_at(shown));
        let mut open = self.branch_of(session);
        // Not each of them brings a step: they are counted, not found by what is shown.
        for (done, act) in acts.into_iter().enumerate() {
            open = Some(self.tree.act(open, kept + done, act));
        }
        let id = open.ok_or(Refused::NotHere)?;
        self.show_unless_refused(sessions, id, before).ok_or(Refused::NotHere)
    }

    /// The session of a branch, or of the script.
    #[must_use]
    pub fn session_showing(&self, branch: Option<BranchId>) -> Option<usize> {
        self.played.iter().position(|one| one.branch == branch)
    }

    /// The clients that a person can be, in a session: those of the script, and a second one where it has come.
    #[must_use]
    pub fn clients(&self, session: usize) -> Vec<Option<String>> {
        let mut clients: Vec<Option<String>> = self.script.clients().map(|name| name.map(str::to_owned)).collect();
        let branch = self.branch_of(session).and_then(|id| self.tree.branch(id));
        if let (Some(second), Some(branch)) = (self.script.second_name(), branch)
            && branch.acts.iter().any(|act| 0 < act.client)
        {
            clients.push(Some(second.to_owned()));
        }
        clients
    }

    /// Takes the last act of a branch back, or does it again.
    pub fn undo(&mut self, sessions: &mut Vec<Arc<Session>>, session: usize, again: bool) -> Option<Shows> {
        let id = self.branch_of(session)?;
        let done = if again { self.tree.redo(id) } else { self.tree.undo(id) };
        if !done {
            return None;
        }
        let played = play(&self.script, self.tree.branch(id));
        Some(self.show(sessions, id, played))
    }

    /// Calls a branch something else.
    pub fn rename(&mut self, sessions: &mut Vec<Arc<Session>>, session: usize, name: &str) {
        if let Some(id) = self.branch_of(session) {
            self.tree.rename(id, name);
            self.settle(sessions, None);
        }
    }

    /// Deletes a branch; its parent is shown instead.
    pub fn delete(&mut self, sessions: &mut Vec<Arc<Session>>, session: usize, shown: usize) -> Option<Shows> {
        let id = self.branch_of(session)?;
        let parent = self.tree.branch(id)?.parent;
        self.tree.delete(id);
        self.settle(sessions, None);
        let session = parent.map_or(0, |parent| self.session_of(parent));
        Some(Shows { session, shown })
    }

    /// Brings the branch back that was deleted last.
    pub fn restore(&mut self, sessions: &mut Vec<Arc<Session>>) -> Option<Shows> {
        let id = self.tree.restore()?;
        self.settle(sessions, None);
        let session = self.session_of(id);
        Some(Shows { session, shown: self.trace(session).map_or(0, |trace| trace.shown_behind(usize::MAX)) })
    }

    /// Remembers what was typed.
    pub fn remember(&mut self, typed: &str) {
        self.tree.remember(typed);
    }

    /// Takes the branches of an earlier run, with the script that they leave.
    pub fn take(&mut self, sessions: &mut Vec<Arc<Session>>, script: Script, mut tree: Tree) {
        tree.mend(script.scenario().steps.len(), script.clients().len().max(2));
        if script.text() != self.script.text() {
            let whole = play(&script, None);
            if let (Some(one), Some(session)) = (self.played.first_mut(), sessions.first_mut()) {
                one.trace = whole.trace;
                *session = Arc::new(Session::new(session.label.clone(), whole.timeline));
            }
            self.script = script;
        }
        self.tree = tree;
        self.settle(sessions, None);
    }

    /// The text of a scenario that plays as a branch did.
    #[must_use]
    pub fn saved(&self, session: usize) -> Option<String> {
        let branch = self.tree.branch(self.branch_of(session)?)?;
        let label = label(branch);
        let name = crate::session::fact::Narration { en: label.en, ru: label.ru };
        (!branch.acts.is_empty()).then(|| save(&self.script, branch, &name))
    }

    /// Plays a branch whose last act is new. If it was refused, the tree is what it was `before`.
    fn show_unless_refused(&mut self, sessions: &mut Vec<Arc<Session>>, id: BranchId, before: Tree) -> Option<Shows> {
        let played = play(&self.script, self.tree.branch(id));
        if played.trace.last_was_refused() {
            self.tree = before;
            return None;
        }
        Some(self.show(sessions, id, played))
    }

    fn show(&mut self, sessions: &mut Vec<Arc<Session>>, id: BranchId, played: Played) -> Shows {
        let shown = end_of(&played);
        self.settle(sessions, Some((id, played)));
        Shows { session: self.session_of(id), shown }
    }

    fn session_of(&self, id: BranchId) -> usize {
        self.played.iter().position(|one| one.branch == Some(id)).unwrap_or(0)
    }

    /// Puts the sessions into the order of the tree. What was not played yet is played.
    fn settle(&mut self, sessions: &mut Vec<Arc<Session>>, fresh: Option<(BranchId, Played)>) {
        let mut old: Vec<(OneOf, Arc<Session>)> = self.played.drain(..).zip(sessions.drain(..)).collect();
        let mut fresh = fresh;
        let mut take = |id: Option<BranchId>| {
            let place = old.iter().position(|(one, _)| one.branch == id)?;
            Some(old.swap_remove(place))
        };
        if let Some((one, session)) = take(None) {
            self.played.push(one);
            sessions.push(session);
        }
        for (depth, branch) in self.tree.in_order() {
            let label = label(branch);
            let kept = take(Some(branch.id));
            let (trace, session) = match (fresh.take_if(|(id, _)| *id == branch.id), kept) {
                (None, Some((one, session))) if session.label == label => (one.trace, session),
                (None, Some((one, session))) => {
                    (one.trace, Arc::new(Session::clone(&session).named(session.number, label)))
                }
                (Some((_, played)), _) => (played.trace, session_of(branch, label, played.timeline)),
                (None, None) => {
                    let played = play(&self.script, Some(branch));
                    (played.trace, session_of(branch, label, played.timeline))
                }
            };
            self.played.push(OneOf { branch: Some(branch.id), depth, trace });
            sessions.push(session);
        }
    }
}

fn session_of(branch: &Branch, label: Title, timeline: Timeline) -> Arc<Session> {
    Arc::new(Session::new(Title::default(), timeline).named(u64::from(branch.id.0), label))
}

/// How much is shown behind the last act: its reply. A piece of a line without its end is shown too.
fn end_of(played: &Played) -> usize {
    let acts = played.trace.len();
    let [before, behind] = [acts.saturating_sub(1), acts].map(|kept| played.trace.shown_behind(kept));
    if before < behind { behind } else { played.timeline.len() }
}

#[cfg(test)]
mod tests;
