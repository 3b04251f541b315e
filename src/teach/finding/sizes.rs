//! Counts and sizes: whether STAT, LIST, UIDL and RETR agree (RFC 1939 §5 and §11).

use super::Code;
use super::Report;
use super::look::Answer;
use super::look::Look;
use super::maildrop::Known;
use super::maildrop::listed;
use super::messages::wire_lines;
use crate::proto::Command;
use crate::proto::reply::announced_octets;
use crate::proto::reply::read_scan_listing;
use crate::proto::reply::read_stat;

/// The places of the replies in [`Known::totals`].
const STAT: usize = 0;
const LIST: usize = 1;
const UIDL: usize = 2;

pub(super) fn look(look: &Look<'_>, known: &mut Known, report: &mut Report) {
    let Some(answer) = look.sure_answer().filter(Answer::is_positive) else { return };
    let marked = look.standing.marked.len() as u64;
    let mut add = |code| report.add(look.place, code);
    match answer.command() {
        Some(Command::Stat) => {
            let Some((count, octets)) = read_stat(&answer.status.text) else { return };
            let count = u64::from(count);
            if 0 < marked && known.most() == Some(count) {
                add(Code::MarkedCounted);
                return;
            }
            compare_count(known, STAT, count.saturating_add(marked), &mut add);
            known.stat_octets = Some((known.marks_changed, u128::from(octets)));
            compare_sum(known, &mut add);
        }
        Some(Command::List { message: None }) if answer.whole_block().is_some() => {
            let lines = listed(&answer);
            let count = lines.len() as u64;
            let octets = lines.into_iter().filter_map(read_scan_listing).map(|(_, octets)| u128::from(octets));
            known.list_octets = Some((known.marks_changed, octets.sum()));
            // A list that has marked messages is told of as such.
            if marked == 0 || known.most() != Some(count) {
                compare_count(known, LIST, count.saturating_add(marked), &mut add);
                compare_sum(known, &mut add);
            }
        }
        Some(Command::Uidl { message: None }) if answer.whole_block().is_some() => {
            let count = listed(&answer).len() as u64;
            if marked == 0 || known.most() != Some(count) {
                compare_count(known, UIDL, count.saturating_add(marked), &mut add);
            }
        }
        Some(Command::Retr { message }) => {
            let Some((block, _)) = answer.whole_block() else { return };
            let delivered = (block.end - block.start - block.stuffed) as u64;
            if known.sizes.get(message).is_some_and(|octets| *octets != delivered) {
                add(Code::SizeDiffers);
            }
            if announced_octets(&answer.status.text).is_some_and(|octets| octets != delivered) {
                add(Code::AnnouncedSizeDiffers);
            }
        }
        Some(Command::Top { lines, .. }) => {
            let Some((block, wire)) = answer.whole_block() else { return };
            let behind_the_head = wire_lines(wire, block.rule).skip_while(|line| !line.is_empty()).skip(1);
            if u64::from(*lines) < behind_the_head.count() as u64 {
                add(Code::TopTooLong);
            }
        }
        Some(_) | None => (),
    }
}

/// Message numbers stay as they are for the whole session, so their number does too (RFC 1939 §4).
fn compare_count(known: &mut Known, by: usize, total: u64, add: &mut impl FnMut(Code)) {
    let before = known.totals[by].replace(total);
    let most = before.or_else(|| known.most());
    if most.is_some_and(|most| total < most && most - total <= known.unmarked.len() as u64) {
        add(Code::RsetWithoutEffect);
    } else if before.is_some_and(|before| before != total) {
        add(Code::CountChanged);
    } else if before.is_none() && known.totals.into_iter().flatten().any(|other| other != total) {
        add(Code::CountDiffers);
    }
}

fn compare_sum(known: &Known, add: &mut impl FnMut(Code)) {
    if let (Some((stat_at, stat)), Some((list_at, list))) = (known.stat_octets, known.list_octets)
        && stat_at == list_at
        && stat != list
    {
        add(Code::SumDiffers);
    }
}
