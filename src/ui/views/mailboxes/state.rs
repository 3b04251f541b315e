//! Which messages the table of mailboxes shows.

use crate::inspect::mailbox::Outcome;
use crate::teach::Language;
use crate::teach::Words;
use crate::ui::stories::Known;
use crate::ui::stories::MessageStory;
use crate::ui::stories::Stories;

/// What is looked for, and what was found.
#[derive(Debug, Default)]
pub struct State {
    /// The words to look for.
    pub filter: String,
    key: Option<(u64, usize, Language, String)>,
    order: Vec<usize>,
}

impl State {
    /// Looks through the stories, if something changed.
    pub fn prepare(&mut self, document: usize, revision: u64, stories: &Stories, words: &Words) {
        let key = Some((revision, document, words.language(), self.filter.clone()));
        if self.key == key {
            return;
        }
        let filter = self.filter.to_lowercase();
        let wanted: Vec<&str> = filter.split_whitespace().collect();
        let found = |story: &MessageStory| {
            let text = text_of(story, words).to_lowercase();
            wanted.iter().all(|word| text.contains(word))
        };
        let all = stories.messages.iter().enumerate();
        self.order = all.filter(|(_, story)| wanted.is_empty() || found(story)).map(|(place, _)| place).collect();
        self.key = key;
    }

    /// The places of the stories that are shown.
    #[must_use]
    pub fn order(&self) -> &[usize] {
        &self.order
    }
}

/// By what a message is known, in words.
#[must_use]
pub fn known(story: &MessageStory, words: &Words) -> String {
    match &story.identity {
        Known::UniqueId(unique_id) => unique_id.clone(),
        Known::Content(digest) => format!("SHA-256 {digest}"),
        Known::Place(number) => words.format("mailboxes-number", &[("number", (*number).into())]),
    }
}

/// The name of an outcome in the Fluent files.
#[must_use]
pub fn outcome_word(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Kept => "fate-kept",
        Outcome::Marked => "fate-marked",
        Outcome::Removed => "fate-removed",
        Outcome::Unknown => "fate-unknown",
    }
}

/// What cannot be, in words.
#[must_use]
pub fn contradictions(story: &MessageStory, words: &Words) -> Vec<String> {
    story.contradictions.iter().map(|kind| words.get(&format!("contradiction-{}", kind.as_str()))).collect()
}

/// A story as it is searched, and as a screen reader says it.
#[must_use]
pub fn text_of(story: &MessageStory, words: &Words) -> String {
    let mut parts = vec![story.mailbox.to_string(), known(story, words), words.get(outcome_word(story.outcome))];
    parts.extend(story.subject.as_deref().map(str::to_owned));
    parts.extend(contradictions(story, words));
    parts.join(", ")
}
