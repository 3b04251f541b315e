//! Where in a session there is something to remark, by how much it matters.

use crate::teach::finding::Finding;
use crate::teach::finding::Severity;

/// The steps of the findings of a session.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Remarks {
    // Invariant: each is sorted and names a step once.
    errors: Vec<usize>,
    warnings: Vec<usize>,
    notes: Vec<usize>,
}

impl Remarks {
    /// Sorts findings, which come in the order of their steps, by their severity.
    #[must_use]
    pub fn new(findings: &[Finding]) -> Self {
        let mut remarks = Self::default();
        for finding in findings {
            let steps = match finding.code.severity() {
                Severity::Error => &mut remarks.errors,
                Severity::Warning => &mut remarks.warnings,
                Severity::Note => &mut remarks.notes,
            };
            if steps.last() != Some(&finding.step) {
                steps.push(finding.step);
            }
        }
        remarks
    }

    /// The gravest finding of the steps from one up to another, and the first step that has it.
    #[must_use]
    pub fn gravest(&self, from: usize, to: usize) -> Option<(Severity, usize)> {
        self.by_severity().into_iter().find_map(|(severity, steps)| {
            let first = steps.get(steps.partition_point(|step| *step < from))?;
            (*first < to).then_some((severity, *first))
        })
    }

    /// The first step behind one that has a finding; behind none it is the first of all.
    #[must_use]
    pub fn next(&self, step: Option<usize>) -> Option<usize> {
        let from = step.map_or(0, |step| step + 1);
        let next = |steps: &[usize]| steps.get(steps.partition_point(|other| *other < from)).copied();
        self.by_severity().into_iter().filter_map(|(_, steps)| next(steps)).min()
    }

    /// The last step before one that has a finding.
    #[must_use]
    pub fn previous(&self, step: Option<usize>) -> Option<usize> {
        let to = step?;
        let last = |steps: &[usize]| steps[..steps.partition_point(|other| *other < to)].last().copied();
        self.by_severity().into_iter().filter_map(|(_, steps)| last(steps)).max()
    }

    fn by_severity(&self) -> [(Severity, &[usize]); 3] {
        [(Severity::Error, &self.errors), (Severity::Warning, &self.warnings), (Severity::Note, &self.notes)]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::teach::finding::Code;

    /// Warnings at 2 and 9, a note and an error at 5.
    fn remarks() -> Remarks {
        let finding = |step, code| Finding { step, code };
        Remarks::new(&[
            finding(2, Code::UnknownCommand),
            finding(2, Code::EmptyCommand),
            finding(5, Code::OldCommand),
            finding(5, Code::MissingArgument),
            finding(9, Code::UnknownCommand),
        ])
    }

    #[test]
    fn the_gravest_of_a_piece_is_found() {
        let remarks = remarks();
        assert_eq!(remarks.gravest(0, 5), Some((Severity::Warning, 2)));
        assert_eq!(remarks.gravest(0, 10), Some((Severity::Error, 5)));
        assert_eq!(remarks.gravest(3, 5), None);
        assert_eq!(remarks.gravest(10, 99), None);
    }

    #[test]
    fn one_goes_from_finding_to_finding() {
        let remarks = remarks();
        assert_eq!(
            [None, Some(2), Some(3), Some(5), Some(9)].map(|step| remarks.next(step)),
            [Some(2), Some(5), Some(5), Some(9), None]
        );
        assert_eq!(
            [None, Some(2), Some(3), Some(9)].map(|step| remarks.previous(step)),
            [None, None, Some(2), Some(5)]
        );
    }
}
