//! Numbers: how STAT, LIST and UIDL write them, and in which order (RFC 1939 §4, §5 and §7).

use std::collections::BTreeSet;

use super::Code;
use super::Report;
use super::look::Answer;
use super::look::Look;
use super::maildrop::Known;
use super::maildrop::listed;
use crate::proto::Command;
use crate::proto::MessageNumber;
use crate::proto::message_number::MessageNumberError;
use crate::proto::reply::read_scan_listing;
use crate::proto::reply::read_stat;

pub(super) fn look(look: &Look<'_>, known: &mut Known, report: &mut Report) {
    let Some(answer) = look.sure_answer().filter(Answer::is_positive) else { return };
    let mut add = |code| report.add(look.place, code);
    match answer.command() {
        Some(Command::Stat) => {
            if read_stat(&answer.status.text).is_none() {
                add(Code::MalformedDropListing);
            } else if has_more_than_two_words(&answer.status.text) {
                add(Code::ExtraInListing);
            }
        }
        Some(Command::List { message }) => {
            for line in listed(&answer) {
                match read_scan_listing(line) {
                    Some((number, octets)) => {
                        if has_more_than_two_words(line) {
                            add(Code::ExtraInListing);
                        }
                        let before = known.sizes.insert(number, octets);
                        if before.is_some_and(|before| before != octets) {
                            add(Code::ListedSizeChanged);
                        }
                    }
                    // Number 0 is told of below.
                    None if number_of(line) == Err(MessageNumberError::Zero) => (),
                    None => add(Code::MalformedListing),
                }
            }
            look_at_numbers(look, &answer, *message, &mut add);
        }
        Some(Command::Uidl { message }) => look_at_numbers(look, &answer, *message, &mut add),
        Some(_) | None => (),
    }
}

fn look_at_numbers(look: &Look<'_>, answer: &Answer<'_>, asked: Option<MessageNumber>, add: &mut impl FnMut(Code)) {
    let mut seen = BTreeSet::new();
    for line in listed(answer) {
        let number = match number_of(line) {
            Ok(number) => number,
            Err(MessageNumberError::Zero) => {
                add(Code::ListingFromZero);
                continue;
            }
            Err(MessageNumberError::NotANumber | MessageNumberError::TooLarge) => {
                add(Code::MalformedListing);
                continue;
            }
        };
        if asked.is_some_and(|asked| asked != number) {
            add(Code::WrongNumberListed);
        }
        if asked.is_none() && look.standing.marked.contains(&number) {
            add(Code::MarkedListed);
        }
        let ascends = seen.last().is_none_or(|last| *last < number);
        if !seen.insert(number) {
            add(Code::RepeatedNumber);
        } else if !ascends {
            add(Code::NotAscending);
        }
    }
}

/// The message number at the start of a line.
pub(super) fn number_of(line: &[u8]) -> Result<MessageNumber, MessageNumberError> {
    let word = line.split(|octet| *octet == b' ').next().unwrap_or_default();
    std::str::from_utf8(word).map_err(|_| MessageNumberError::NotANumber)?.parse()
}

fn has_more_than_two_words(line: &[u8]) -> bool {
    line.split(|octet| *octet == b' ').nth(2).is_some()
}
