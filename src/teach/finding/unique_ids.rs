//! Unique-ids: their form, and whether they are what their name says (RFC 1939 §7, UIDL).

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::sync::Arc;

use super::Code;
use super::Report;
use super::listings::number_of;
use super::look::Answer;
use super::look::Look;
use super::maildrop::Known;
use super::maildrop::listed;
use crate::proto::Command;
use crate::proto::MessageNumber;
use crate::proto::UniqueId;
use crate::proto::reply::read_scan_listing;
use crate::session::ConnectionId;

/// The message that had a unique-id of a user: in which session, its number there, and its size.
pub(super) type Owners = BTreeMap<(Arc<str>, UniqueId), (ConnectionId, MessageNumber, u64)>;

pub(super) fn look(look: &Look<'_>, known: &mut Known, owners: &mut Owners, report: &mut Report) {
    let Some(answer) = look.sure_answer().filter(Answer::is_positive) else { return };
    let mut owned = |number, unique_id: &UniqueId, octets| {
        if is_reused(look, owners, (number, unique_id, octets)) {
            report.add(look.place, Code::ReusedUniqueId);
        }
    };
    match answer.command() {
        Some(Command::List { .. }) => {
            for (number, octets) in listed(&answer).into_iter().filter_map(read_scan_listing) {
                if let Some(unique_id) = known.unique_ids.get(&number) {
                    owned(number, unique_id, octets);
                }
            }
        }
        Some(Command::Uidl { .. }) => {
            let mut seen = BTreeSet::new();
            let mut flaws = Vec::new();
            for line in listed(&answer) {
                let Ok(number) = number_of(line) else { continue }; // The numbers are looked at elsewhere.
                match read(line) {
                    Ok(unique_id) => {
                        if let Some(octets) = known.sizes.get(&number) {
                            owned(number, &unique_id, *octets);
                        }
                        if !seen.insert(unique_id.clone()) {
                            flaws.push(Code::RepeatedUniqueId);
                        }
                        let before = known.unique_ids.insert(number, unique_id.clone());
                        if before.is_some_and(|before| before != unique_id) {
                            flaws.push(Code::UniqueIdChanged);
                        }
                    }
                    Err(code) => flaws.push(code),
                }
            }
            for code in flaws {
                report.add(look.place, code);
            }
        }
        Some(_) | None => (),
    }
}

/// The unique-id of a line of the listing, or what is wrong with it.
fn read(line: &[u8]) -> Result<UniqueId, Code> {
    let word = line.iter().position(|octet| *octet == b' ').map_or(&b""[..], |space| &line[space + 1..]);
    let unique_id = std::str::from_utf8(word).ok().and_then(|word| word.parse().ok());
    unique_id.ok_or(if word.trim_ascii().contains(&b' ') { Code::TextBehindUniqueId } else { Code::MalformedUniqueId })
}

/// Whether a unique-id was that of another message of the user: one of another size.
fn is_reused(
    look: &Look<'_>,
    owners: &mut Owners,
    (number, unique_id, octets): (MessageNumber, &UniqueId, u64),
) -> bool {
    let (Some(user), Some(connection)) = (look.standing.user.clone(), look.step.connection) else { return false };
    let owner = (connection, number, octets);
    match owners.insert((user, unique_id.clone()), owner) {
        Some((at, as_number, size)) => (at, as_number) != (connection, number) && size != octets,
        None => false,
    }
}
