//! What a session has told of its maildrop: the numbers that later replies are compared with.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use super::look::Answer;
use crate::proto::Command;
use crate::proto::MessageNumber;
use crate::proto::UniqueId;
use crate::proto::line::LineEnd;
use crate::proto::line::lines;
use crate::session::Step;
use crate::session::timeline::Change;

/// What was told so far.
#[derive(Debug, Default)]
pub(super) struct Known {
    /// The sizes by LIST.
    pub(super) sizes: BTreeMap<MessageNumber, u64>,
    /// The unique-ids by UIDL.
    pub(super) unique_ids: BTreeMap<MessageNumber, UniqueId>,
    /// How many messages there are by STAT, LIST and UIDL, marked ones included.
    pub(super) totals: [Option<u64>; 3],
    /// The messages whose marks RSET took away, and that were not marked since.
    pub(super) unmarked: BTreeSet<MessageNumber>,
    /// Counts the changes of marks: figures are compared only while none changed.
    pub(super) marks_changed: u64,
    /// The octets by STAT, and when that was.
    pub(super) stat_octets: Option<(u64, u128)>,
    /// The sum of LIST, and when that was.
    pub(super) list_octets: Option<(u64, u128)>,
}

impl Known {
    /// The most messages that any reply told of.
    pub(super) fn most(&self) -> Option<u64> {
        self.totals.into_iter().flatten().max()
    }

    /// Takes what a step changes.
    pub(super) fn take(&mut self, step: &Step) {
        let marks = |change: &&Change| matches!(change, Change::Marked(_) | Change::Unmarked(_));
        self.marks_changed += step.changes.iter().filter(marks).count() as u64;
        for change in &step.changes {
            match change {
                Change::Unmarked(numbers) => self.unmarked.extend(numbers),
                Change::Marked(numbers) => self.unmarked.retain(|number| !numbers.contains(number)),
                Change::Entered(_)
                | Change::Named(_)
                | Change::Removed(_)
                | Change::Spared(_)
                | Change::PerhapsRemoved(_)
                | Change::Covered
                | Change::Ended(_) => (),
            }
        }
    }
}

/// The lines of a reply to LIST or UIDL that tell of messages: those of the block, or the text of the status line.
///
/// No such line needs a stuffing dot: one that has it is no line of a list.
pub(super) fn listed<'a>(answer: &Answer<'a>) -> Vec<&'a [u8]> {
    match answer.command().filter(|_| answer.is_positive()) {
        Some(Command::List { message: None } | Command::Uidl { message: None }) => {
            // A list that ends without its dot tells its whole lines all the same.
            let block = answer.said.block().filter(|block| block.holes.is_empty());
            let wire = block.map(|block| block.wire(&answer.said.raw)).unwrap_or_default();
            lines(wire).filter(|(_, end)| *end != LineEnd::Missing).map(|(line, _)| line).collect()
        }
        Some(Command::List { message: Some(_) } | Command::Uidl { message: Some(_) }) => vec![&answer.status.text],
        Some(_) | None => Vec::new(),
    }
}
