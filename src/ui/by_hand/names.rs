//! What branches and acts are called.

use crate::proto::secret::masked;
use crate::source::branch::Act;
use crate::source::branch::Branch;
use crate::source::branch::Ending;
use crate::source::branch::act::Deed;
use crate::source::branch::act::Octets;
use crate::teach::Words;
use crate::ui::document::Title;
use crate::ui::icons;
use crate::ui::open::in_each_language;

/// Characters of a line that stand in the name of a branch.
const NAME_LENGTH: usize = 24;

/// What a branch is called: by a person, or by its number and its first own act.
#[must_use]
pub fn label(branch: &Branch) -> Title {
    let own = branch.acts.get(branch.shared).or(branch.acts.last());
    in_each_language(|words| match (&branch.name, own) {
        (Some(name), _) => name.clone(),
        (None, Some(act)) => format!("{}: {}", branch.id.0, told(act, words)),
        (None, None) => format!("{}: {}", branch.id.0, icons::ELLIPSIS),
    })
}

/// An act in a few words.
#[must_use]
pub fn told(act: &Act, words: &Words) -> String {
    match &act.deed {
        Deed::Connect => words.get("deed-connect"),
        Deed::Wait(seconds) if seconds.is_multiple_of(60) => {
            words.format("deed-wait-minutes", &[("count", (seconds / 60).into())])
        }
        Deed::Wait(seconds) => words.format("deed-wait", &[("count", (*seconds).into())]),
        Deed::End(ending) => words.get(ending_word(*ending)),
        Deed::ServerDies(_) => words.get("deed-dies"),
        Deed::Send(Octets(octets)) => {
            let line = masked(octets);
            match line.chars().count() {
                0 => words.get("empty-line"),
                count if count <= NAME_LENGTH => line,
                _ => line.chars().take(NAME_LENGTH).collect::<String>() + icons::ELLIPSIS,
            }
        }
    }
}

/// The name of an ending in the Fluent files.
#[must_use]
pub fn ending_word(ending: Ending) -> &'static str {
    match ending {
        Ending::Drop => "deed-drop",
        Ending::Close => "deed-close",
        Ending::Reset => "deed-reset",
    }
}
