//! The words of the server: those that are changed most often, and all others when somebody asks for them.

use eframe::egui;

use crate::source::place::Key;
use crate::source::scenario_file::Phrase;
use crate::source::scenario_file::ServerFile;
use crate::teach::Words;
use crate::ui::editor::Editor;
use crate::ui::editor::change::Way;
use crate::ui::editor::change::way;
use crate::ui::editor::entries::Entry;
use crate::ui::editor::entries::entries_ui;
use crate::ui::editor::entries::labelled;
use crate::ui::icons;
use crate::ui::outbox::Outbox;
use crate::ui::widgets::section::section_ui;

/// The phrases that are offered first.
const FIRST: [Phrase; 6] =
    [Phrase::Greeting, Phrase::User, Phrase::Login, Phrase::LoginFailed, Phrase::Locked, Phrase::Quit];

/// What a phrase is called: a name in the Fluent files.
#[must_use]
pub fn word(phrase: Phrase) -> String {
    format!("ed-text-{}", phrase.name().replace('_', "-"))
}

/// Paints a field for each. `at` is the way to the server.
pub(super) fn phrases_ui(
    ui: &mut egui::Ui,
    server: &ServerFile,
    at: &Way,
    editor: &mut Editor,
    words: &Words,
    outbox: &mut Outbox,
) {
    ui.scope(|ui| section_ui(ui, &words.get("ed-texts"), ""));
    ui.end_row();
    let at = [at.clone(), way(&[Key::Name("texts")])].concat();
    // What somebody has set is seen from the first.
    let is_first = |phrase: &Phrase| FIRST.contains(phrase) || server.texts.contains_key(phrase);
    let (first, others): (Vec<_>, Vec<_>) = Phrase::ALL.into_iter().partition(is_first);
    of_ui(ui, &first, server, &at, editor, words, outbox);
    labelled(ui, "", |ui| {
        let sign = if editor.all_texts { icons::UNFOLDED } else { icons::FOLDED };
        let text = words.format("ed-texts-all", &[("count", (others.len() as u64).into())]);
        if ui.button(format!("{sign} {text}")).clicked() {
            editor.all_texts ^= true;
        }
    });
    if editor.all_texts {
        of_ui(ui, &others, server, &at, editor, words, outbox);
    }
}

fn of_ui(
    ui: &mut egui::Ui,
    phrases: &[Phrase],
    server: &ServerFile,
    at: &Way,
    editor: &mut Editor,
    words: &Words,
    outbox: &mut Outbox,
) {
    let names: Vec<String> = phrases.iter().map(|phrase| word(*phrase)).collect();
    let entries = phrases.iter().zip(&names).map(|(phrase, word)| {
        let value = server.texts.get(phrase).map(String::as_str);
        Entry { hint: phrase.default_text(), ..Entry::text(word, phrase.name(), value) }
    });
    entries_ui(ui, at, entries, editor, words, outbox);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::teach::Language;

    #[test]
    fn every_phrase_has_a_name() {
        for language in Language::ALL {
            let words = crate::ui::text::words(language);
            for phrase in Phrase::ALL {
                assert!(words.has(&word(phrase)), "{} in {language}", word(phrase));
            }
        }
    }
}
