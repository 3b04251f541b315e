//! Sums: wire, delivered, counted; and what STAT and LIST say of it (RFC 1939 §11).

use crate::proto::Command;
use crate::proto::MessageNumber;
use crate::proto::line::lines;
use crate::proto::reply::read_scan_listing;
use crate::proto::reply::read_stat;
use crate::session::SessionState;
use crate::session::timeline::Said;
use crate::ui::player::Player;

/// How the octets of a reply are counted.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Sums {
    /// The octets of a block, if there is one.
    pub block: Option<Counted>,
    /// What the reply is held against.
    pub against: Option<Against>,
}

/// The octets of a reply of several lines.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Counted {
    /// All of them, as they were on the wire.
    pub wire: u64,
    /// Those of the status line.
    pub status: u64,
    /// Those of the terminator.
    pub terminator: u64,
    /// The dots that were put before lines.
    pub stuffed: u64,
    /// What is left: the octets of the message, as they are delivered and counted.
    pub delivered: u64,
    /// Whether nothing is missing.
    pub whole: bool,
}

/// Two figures that should be the same.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Against {
    /// What RETR delivered, and what LIST had said of the message.
    List {
        /// The message.
        number: u32,
        /// What LIST said.
        said: u64,
        /// What was delivered.
        delivered: u64,
    },
    /// The sum of a list, and what STAT had said of the maildrop.
    Stat {
        /// What STAT said.
        said: u64,
        /// The sum of the sizes.
        sum: u64,
    },
}

impl Against {
    /// Whether both are the same.
    #[must_use]
    pub fn agrees(self) -> bool {
        match self {
            Self::List { said, delivered, .. } => said == delivered,
            Self::Stat { said, sum } => said == sum,
        }
    }
}

impl Sums {
    /// The sums of a reply; `None` if there are none.
    #[must_use]
    pub fn of(player: &Player, said: &Said) -> Option<Self> {
        let asked = player.session().timeline.asked(said)?.command.as_ref().ok();
        let id = player.step()?.connection?;
        let before = player.before().session(id);
        let block = counted(said);
        let against = asked.and_then(|asked| against(asked, said, block, before));
        (block.is_some() || against.is_some()).then_some(Self { block, against })
    }
}

fn counted(said: &Said) -> Option<Counted> {
    let block = said.block()?;
    let delivered = block.delivered_octets();
    let (status, behind) = (block.start as u64, said.raw.len().saturating_sub(block.end) as u64);
    let terminator = if block.terminated { behind } else { 0 };
    let stuffed = block.stuffed as u64;
    // What was not kept was there on the wire.
    let wire = status + delivered + stuffed + terminator;
    Some(Counted { wire, status, terminator, stuffed, delivered, whole: block.came_whole() })
}

fn against(asked: &Command, said: &Said, block: Option<Counted>, before: Option<&SessionState>) -> Option<Against> {
    let maildrop = &before?.maildrop;
    match asked {
        Command::Retr { message } => {
            let told = maildrop.message(*message)?.octets?;
            let delivered = block.filter(|block| block.whole)?.delivered;
            Some(Against::List { number: message.get(), said: told, delivered })
        }
        Command::List { message: None } => {
            let (block, told) = (said.block()?, maildrop.octets?);
            let mut sizes = lines(block.wire(&said.raw)).map(|(line, _)| read_scan_listing(line).map(|(_, size)| size));
            let sum = sizes.try_fold(0, |sum: u64, size| sum.checked_add(size?))?;
            block.is_complete().then_some(Against::Stat { said: told, sum })
        }
        Command::Stat => {
            let (count, told) = read_stat(&said.status()?.text)?;
            let sum = sum_of_known(before?, count)?;
            Some(Against::Stat { said: told, sum })
        }
        Command::User { .. }
        | Command::Pass { .. }
        | Command::Apop { .. }
        | Command::Auth { .. }
        | Command::Rpop { .. }
        | Command::Stls
        | Command::Capa
        | Command::Utf8
        | Command::Lang { .. }
        | Command::List { message: Some(_) }
        | Command::Dele { .. }
        | Command::Noop
        | Command::Rset
        | Command::Top { .. }
        | Command::Uidl { .. }
        | Command::Last
        | Command::Quit => None,
    }
}

/// The sum of the sizes of all messages without a mark, if all were told.
fn sum_of_known(session: &SessionState, count: u32) -> Option<u64> {
    let counted = session.maildrop.messages().filter(|(_, message)| message.fate.counts());
    let sizes: Option<Vec<u64>> = counted.map(|(_, message): (MessageNumber, _)| message.octets).collect();
    let sizes = sizes.filter(|sizes| sizes.len() == count as usize && 0 < count)?;
    sizes.into_iter().try_fold(0, u64::checked_add)
}
