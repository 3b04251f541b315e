//! Every character that is shown and stands in no Fluent file.

use crate::session::maildrop::Fate;
use crate::teach::finding::Severity;

/// An error or a warning.
pub const WARNING: &str = "▲";
/// Takes something away.
pub const CLOSE: &str = "×";
/// Something was cut.
pub const ELLIPSIS: &str = "…";
/// A line end of two octets.
pub const CR_LF: &str = "CR LF";
/// A line end of one octet.
pub const LF: &str = "LF";
/// Between parts of one line.
pub const DOT: &str = "·";
/// The chosen one of several.
pub const CHOSEN: &str = "●";
/// One that is not chosen.
pub const NOT_CHOSEN: &str = "○";
/// What is folded and can be unfolded.
pub const FOLDED: &str = "▸";
/// What is unfolded.
pub const UNFOLDED: &str = "▾";
/// The light theme.
pub const LIGHT: &str = "◑";
/// The dark theme.
pub const DARK: &str = "◐";
/// Between a number of steps and their time.
pub const DASH: &str = "—";
/// Where an absent value would stand.
pub const NONE: &str = "–";
/// Hex digits that are not shown.
pub const HIDDEN: &str = "••";
/// A control character in a text.
pub const CONTROL: &str = "·";
/// Times a speed.
pub const TIMES: &str = "×";
/// The keys with an arrow on them.
pub const ARROW_KEYS: [&str; 4] = ["←", "→", "↑", "↓"];

/// A table is sorted upwards by this column.
pub const ASCENDING: &str = "▴";
/// A table is sorted downwards by this column.
pub const DESCENDING: &str = "▾";
/// What was refused.
pub const REFUSED: &str = "⊗";
/// Not the same as its neighbour.
pub const DIFFERENT: &str = "≠";
/// Nearly as much as.
pub const ABOUT: &str = "≈";

/// Done, or right.
pub const DONE: &str = "√";
/// Wrong, or not true.
pub const WRONG: &str = "×";

/// The sign of a severity.
#[must_use]
pub fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => REFUSED,
        Severity::Warning => WARNING,
        Severity::Note => NOT_CHOSEN,
    }
}

/// The sign of a fate.
#[must_use]
pub fn fate(fate: Fate) -> &'static str {
    match fate {
        Fate::Kept => "●",
        Fate::Marked => "⊗",
        Fate::Unmarked => "↺",
        Fate::Removed => "∅",
        Fate::Spared => "◉",
        Fate::Unknown => "?",
    }
}

/// All of them, for the test that looks for their glyphs.
#[must_use]
pub fn all() -> Vec<&'static str> {
    let fates = [Fate::Kept, Fate::Marked, Fate::Unmarked, Fate::Removed, Fate::Spared, Fate::Unknown].map(fate);
    let single = [
        WARNING,
        CLOSE,
        ELLIPSIS,
        CR_LF,
        LF,
        DOT,
        CHOSEN,
        NOT_CHOSEN,
        FOLDED,
        UNFOLDED,
        LIGHT,
        DARK,
        DASH,
        NONE,
        HIDDEN,
        CONTROL,
        TIMES,
        ASCENDING,
        DESCENDING,
        ABOUT,
        DIFFERENT,
        "→",
        REFUSED,
        DONE,
        WRONG,
        crate::proto::secret::MASK,
        "\u{a0}",
        "§",
    ];
    let severities = [Severity::Error, Severity::Warning, Severity::Note].map(severity);
    single.into_iter().chain(ARROW_KEYS).chain(fates).chain(severities).collect()
}
