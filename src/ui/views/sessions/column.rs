//! The columns of the table of sessions, and how each is sorted.

use std::cmp::Ordering;

use crate::inspect::row::Row;
use crate::session::snapshot::Tls;

/// A column.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Column {
    /// The number of the session.
    #[default]
    Number,
    /// When it began.
    Start,
    /// How long it took.
    Duration,
    /// The end that opened the connection.
    Client,
    /// The end that listened.
    Server,
    /// Whom the client said it is.
    User,
    /// The last state that was reached.
    State,
    /// Whether it was covered.
    Tls,
    /// How many commands were said.
    Commands,
    /// How many messages were fetched.
    Messages,
    /// Octets of both sides.
    Octets,
    /// Messages that were marked, and removed.
    Marks,
    /// What is to be remarked.
    Findings,
    /// The slowest reply.
    Slowest,
}

impl Column {
    /// All columns, from left to right.
    pub const ALL: [Self; 14] = [
        Self::Number,
        Self::Start,
        Self::Duration,
        Self::Client,
        Self::Server,
        Self::User,
        Self::State,
        Self::Tls,
        Self::Commands,
        Self::Messages,
        Self::Octets,
        Self::Marks,
        Self::Findings,
        Self::Slowest,
    ];

    /// Its name in the Fluent files; with `-why` behind it, what it means.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Number => "sessions-number",
            Self::Start => "sessions-start",
            Self::Duration => "sessions-duration",
            Self::Client => "sessions-client",
            Self::Server => "sessions-server",
            Self::User => "sessions-user",
            Self::State => "sessions-state",
            Self::Tls => "sessions-tls",
            Self::Commands => "sessions-commands",
            Self::Messages => "sessions-messages",
            Self::Octets => "sessions-octets",
            Self::Marks => "sessions-marks",
            Self::Findings => "sessions-findings",
            Self::Slowest => "sessions-slowest",
        }
    }

    /// How wide it is at first.
    #[must_use]
    pub fn width(self) -> f32 {
        match self {
            Self::Number => 40.0,
            Self::Tls | Self::Commands | Self::Messages => 42.0,
            Self::Marks | Self::Octets => 56.0,
            Self::Duration => 58.0,
            Self::User | Self::Slowest => 62.0,
            Self::Findings => 66.0,
            Self::Start => 78.0,
            Self::State => 110.0,
            Self::Server => 108.0,
            Self::Client => 120.0,
        }
    }

    /// Whether it can use more room.
    #[must_use]
    pub fn grows(self) -> bool {
        matches!(self, Self::Client | Self::Server | Self::User)
    }

    /// Whether it holds figures, which stand at the right edge and are sorted with the largest first.
    #[must_use]
    pub fn is_figure(self) -> bool {
        match self {
            Self::Duration
            | Self::Commands
            | Self::Messages
            | Self::Octets
            | Self::Marks
            | Self::Findings
            | Self::Slowest => true,
            Self::Number | Self::Start | Self::Client | Self::Server | Self::User | Self::State | Self::Tls => false,
        }
    }

    /// Which of two rows comes first.
    #[must_use]
    pub fn compare(self, one: &Row, other: &Row) -> Ordering {
        match self {
            Self::Number => one.index.cmp(&other.index),
            Self::Start => one.start.cmp(&other.start),
            Self::Duration => one.duration().cmp(&other.duration()),
            Self::Client => one.client.cmp(&other.client),
            Self::Server => one.server.cmp(&other.server),
            Self::User => one.user.cmp(&other.user),
            Self::State => one.reached.cmp(&other.reached),
            Self::Tls => tls_rank(one.tls).cmp(&tls_rank(other.tls)),
            Self::Commands => one.commands.total().cmp(&other.commands.total()),
            Self::Messages => one.messages.cmp(&other.messages),
            Self::Octets => octets(one).cmp(&octets(other)),
            Self::Marks => (one.marked, one.removed).cmp(&(other.marked, other.removed)),
            Self::Findings => weight(one).cmp(&weight(other)),
            Self::Slowest => one.largest_reply.cmp(&other.largest_reply),
        }
    }
}

/// The octets of both sides.
#[must_use]
pub fn octets(row: &Row) -> u64 {
    row.client_octets.saturating_add(row.server_octets)
}

fn weight(row: &Row) -> (u64, u64, u64) {
    (row.findings.errors, row.findings.warnings, row.findings.notes)
}

fn tls_rank(tls: Tls) -> u8 {
    match tls {
        Tls::None => 0,
        Tls::Stls => 1,
        Tls::Implicit => 2,
    }
}
