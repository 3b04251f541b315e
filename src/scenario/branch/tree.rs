//! The tree of branches: each leaves the script or another branch somewhere, and goes its own way.

use serde::Deserialize;
use serde::Serialize;

use crate::scenario::branch::Act;

/// Counts the branches of a tree from 1. No number is given twice.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
pub struct BranchId(pub u32);

/// A session played by hand.
///
/// It holds all its acts, those of its parent included: whatever becomes of the parent, it stays what it is.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Branch {
    /// Its number.
    pub id: BranchId,
    /// The branch that it leaves; `None` if it leaves the script.
    pub parent: Option<BranchId>,
    /// How many steps of the plan come before its acts.
    pub kept: usize,
    /// Its acts, in order.
    pub acts: Vec<Act>,
    /// How many of them it took over from the branch that it leaves.
    #[serde(default)]
    pub shared: usize,
    /// The acts that were taken back, the last one last.
    #[serde(default)]
    pub undone: Vec<Act>,
    /// What a person calls it.
    #[serde(default)]
    pub name: Option<String>,
}

/// All branches of a script.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(default)]
pub struct Tree {
    branches: Vec<Branch>,
    /// Those that were deleted, the last one last: they can be had back.
    deleted: Vec<Branch>,
    /// What was typed, the last one last.
    typed: Vec<String>,
    /// How many branches there ever were.
    made: u32,
}

/// Lines that are kept of what was typed.
const MAX_TYPED: usize = 500;

impl Branch {
    /// How many steps of the plan and acts it has.
    #[must_use]
    pub fn len(&self) -> usize {
        self.kept + self.acts.len()
    }

    /// Whether nothing happens in it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

impl Tree {
    /// A branch.
    #[must_use]
    pub fn branch(&self, id: BranchId) -> Option<&Branch> {
        self.branches.iter().find(|branch| branch.id == id)
    }

    /// Whether nothing was ever typed.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        self.branches.is_empty() && self.deleted.is_empty() && self.typed.is_empty()
    }

    /// What was typed, without a branch, not even a deleted one: they would leave another script than they left.
    #[must_use]
    pub fn only_typed(&self) -> Self {
        Self { typed: self.typed.clone(), made: self.made, ..Self::default() }
    }

    /// How many branches there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.branches.len()
    }

    /// Whether there is no branch.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.branches.is_empty()
    }

    /// Every branch with its depth, each behind the one that it leaves.
    #[must_use]
    pub fn in_order(&self) -> Vec<(usize, &Branch)> {
        let mut order = Vec::with_capacity(self.branches.len());
        self.add_children(None, 0, &mut order);
        order
    }

    fn add_children<'a>(&'a self, parent: Option<BranchId>, depth: usize, order: &mut Vec<(usize, &'a Branch)>) {
        for branch in self.branches.iter().filter(|branch| branch.parent == parent) {
            order.push((depth, branch));
            self.add_children(Some(branch.id), depth + 1, order);
        }
    }

    /// Does something behind the first `kept` steps and acts of the open branch, or of the script: a branch goes on
    /// at its end, and anywhere else a new one begins. Tells which branch it is.
    pub fn act(&mut self, open: Option<BranchId>, kept: usize, act: Act) -> BranchId {
        let open = open.and_then(|id| self.branches.iter_mut().find(|branch| branch.id == id));
        let (parent, steps, mut acts) = match open {
            Some(branch) if branch.len() == kept => {
                branch.acts.push(act);
                branch.undone.clear();
                return branch.id;
            }
            Some(branch) if branch.kept < kept => {
                let shared = (kept - branch.kept).min(branch.acts.len());
                (Some(branch.id), branch.kept, branch.acts[..shared].to_vec())
            }
            Some(_) | None => (None, kept, Vec::new()),
        };
        let shared = acts.len();
        acts.push(act);
        self.made += 1;
        let id = BranchId(self.made);
        self.branches.push(Branch { id, parent, kept: steps, acts, shared, undone: Vec::new(), name: None });
        id
    }

    /// Takes the last act of a branch back. Returns whether there was one. A branch without acts stays: it can be
    /// done again, or go on otherwise.
    pub fn undo(&mut self, id: BranchId) -> bool {
        let Some(branch) = self.branch_mut(id) else { return false };
        let Some(act) = branch.acts.pop() else { return false };
        branch.undone.push(act);
        true
    }

    /// Does again what was taken back last.
    pub fn redo(&mut self, id: BranchId) -> bool {
        let Some(branch) = self.branch_mut(id) else { return false };
        let Some(act) = branch.undone.pop() else { return false };
        branch.acts.push(act);
        true
    }

    /// Calls a branch something else; by a blank name it has its own again.
    pub fn rename(&mut self, id: BranchId, name: &str) {
        let name = name.trim();
        if let Some(branch) = self.branch_mut(id) {
            branch.name = (!name.is_empty()).then(|| name.to_owned());
        }
    }

    /// Takes a branch away. Those that leave it leave its parent from then on.
    pub fn delete(&mut self, id: BranchId) -> bool {
        let Some(place) = self.branches.iter().position(|branch| branch.id == id) else { return false };
        let branch = self.branches.remove(place);
        for child in self.branches.iter_mut().filter(|child| child.parent == Some(id)) {
            child.parent = branch.parent;
        }
        self.deleted.push(branch);
        true
    }

    /// Brings back the branch that was deleted last, and tells which one it is.
    pub fn restore(&mut self) -> Option<BranchId> {
        let mut branch = self.deleted.pop()?;
        branch.parent = branch.parent.filter(|parent| self.branch(*parent).is_some());
        let id = branch.id;
        let place = self.branches.partition_point(|other| other.id < id);
        self.branches.insert(place, branch);
        Some(id)
    }

    /// The branch that was deleted last.
    #[must_use]
    pub fn last_deleted(&self) -> Option<&Branch> {
        self.deleted.last()
    }

    /// Remembers what was typed.
    pub fn remember(&mut self, typed: &str) {
        if !typed.is_empty() && self.typed.last().is_none_or(|last| last != typed) {
            self.typed.push(typed.to_owned());
            let surplus = self.typed.len().saturating_sub(MAX_TYPED);
            self.typed.drain(..surplus);
        }
    }

    /// What was typed, the last one last.
    #[must_use]
    pub fn typed(&self) -> &[String] {
        &self.typed
    }

    /// Mends what a person may have written into a file of drafts: numbers that stand twice, parents that are not
    /// there or come later, clients and steps that the script does not have.
    pub fn mend(&mut self, steps: usize, clients: usize) {
        let mut seen = std::collections::BTreeSet::new();
        self.branches.retain(|branch| seen.insert(branch.id));
        self.branches.sort_by_key(|branch| branch.id);
        for branch in self.branches.iter_mut().chain(&mut self.deleted) {
            branch.parent = branch.parent.filter(|parent| *parent < branch.id && seen.contains(parent));
            branch.kept = branch.kept.min(steps);
            for act in branch.acts.iter_mut().chain(&mut branch.undone) {
                act.client = act.client.min(clients.saturating_sub(1));
            }
        }
        let ids = self.branches.iter().chain(&self.deleted).map(|branch| branch.id.0);
        self.made = ids.max().unwrap_or(0).max(self.made);
    }

    fn branch_mut(&mut self, id: BranchId) -> Option<&mut Branch> {
        self.branches.iter_mut().find(|branch| branch.id == id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::branch::act::Deed;

    fn wait(seconds: u64) -> Act {
        Act { client: 0, deed: Deed::Wait(seconds) }
    }

    fn shape(tree: &Tree) -> Vec<(usize, u32, usize, usize)> {
        tree.in_order().iter().map(|(depth, branch)| (*depth, branch.id.0, branch.kept, branch.acts.len())).collect()
    }

    /// 1 leaves the script behind 5 steps, 2 leaves 1 behind its first act, 3 leaves the script earlier.
    fn three() -> Tree {
        let mut tree = Tree::default();
        let first = tree.act(None, 5, wait(1));
        assert_eq!(tree.act(Some(first), 6, wait(2)), first, "at the end a branch goes on");
        tree.act(Some(first), 6, wait(3));
        tree.act(Some(first), 4, wait(4));
        tree
    }

    #[test]
    fn a_branch_begins_wherever_something_else_is_done() {
        let tree = three();
        assert_eq!(shape(&tree), [(0, 1, 5, 2), (1, 2, 5, 2), (0, 3, 4, 1)]);
        let second = tree.branch(BranchId(2)).expect("a branch");
        assert_eq!((second.shared, &second.acts[1]), (1, &wait(3)));
    }

    #[test]
    fn what_is_undone_can_be_done_again_until_something_else_is() {
        let mut tree = three();
        let first = BranchId(1);
        assert!(tree.undo(first) && tree.undo(first) && !tree.undo(first));
        assert!(tree.redo(first));
        assert_eq!(tree.branch(first).map(|branch| branch.acts.clone()), Some(vec![wait(1)]));
        tree.act(Some(first), 6, wait(9));
        assert!(!tree.redo(first));
        assert_eq!(shape(&tree)[1], (1, 2, 5, 2), "other branches stay what they are");
    }

    #[test]
    fn a_deleted_branch_leaves_its_children_and_comes_back() {
        let mut tree = three();
        assert!(tree.delete(BranchId(1)) && !tree.delete(BranchId(1)));
        assert_eq!(shape(&tree), [(0, 2, 5, 2), (0, 3, 4, 1)]);
        assert_eq!(tree.restore(), Some(BranchId(1)));
        assert_eq!(shape(&tree), [(0, 1, 5, 2), (0, 2, 5, 2), (0, 3, 4, 1)]);
        assert_eq!(tree.restore(), None);
        tree.act(None, 0, wait(7));
        assert!(tree.branch(BranchId(4)).is_some(), "no number is given twice");
    }

    #[test]
    fn names_and_lines_are_remembered() {
        let mut tree = three();
        tree.rename(BranchId(2), "  without the lock ");
        assert_eq!(tree.branch(BranchId(2)).and_then(|branch| branch.name.as_deref()), Some("without the lock"));
        tree.rename(BranchId(2), " ");
        assert_eq!(tree.branch(BranchId(2)).and_then(|branch| branch.name.clone()), None);
        for typed in ["STAT", "STAT", "", "LIST"] {
            tree.remember(typed);
        }
        assert_eq!(tree.typed(), ["STAT", "LIST"]);
    }

    #[test]
    fn a_tree_comes_back_from_its_file() {
        let mut tree = three();
        tree.delete(BranchId(3));
        tree.remember("ST\u{410}T");
        let text = ron::to_string(&tree).expect("a tree can be written");
        assert_eq!(ron::from_str::<Tree>(&text), Ok(tree));
    }

    #[test]
    fn a_file_that_somebody_changed_is_mended() {
        let mut tree = three();
        tree.branches[0].parent = Some(BranchId(2));
        tree.branches[1].acts[0].client = 7;
        tree.branches.push(tree.branches[2].clone());
        tree.made = 0;
        tree.mend(3, 1);
        assert_eq!(shape(&tree), [(0, 1, 3, 2), (1, 2, 3, 2), (0, 3, 3, 1)]);
        assert_eq!((tree.branches[1].acts[0].client, tree.made), (0, 3));
    }
}
