//! Which letter is shown, in which way, and the work that takes it apart.

use std::sync::Arc;

use eframe::egui;

use crate::ui::command::MailView;
use crate::ui::document::Title;
use crate::ui::jobs::Jobs;
use crate::ui::jobs::Report;
use crate::ui::open::in_each_language;
use crate::ui::player::Player;
use crate::ui::views::message::letter::Letter;
use crate::ui::views::message::letter::MOST_TEXT;
use crate::ui::views::message::letter::TEXT;

/// Octets of a reply that are taken apart while the window waits; more are left to a job.
const AT_ONCE: usize = 512 * 1024;

/// A letter by the session that was opened and the step that delivered it.
pub type Key = (u64, usize);

/// What the tab remembers.
#[derive(Debug, Default)]
pub struct State {
    /// How the letter is shown.
    pub view: MailView,
    /// Whether fields are shown as they came, too.
    pub raw_fields: bool,
    /// What was saved last.
    pub saved: Option<Title>,
    key: Option<Key>,
    letter: Option<Arc<Letter>>,
    /// The job that takes the letter apart.
    job: Option<u64>,
    /// Octets of text that are shown.
    text: usize,
}

/// What the tab shows.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Model {
    /// The letter, if one was delivered and is taken apart.
    pub letter: Option<Arc<Letter>>,
    /// Whether one was delivered and is not taken apart yet.
    pub is_awaited: bool,
    /// How it is shown.
    pub view: MailView,
    /// Whether fields are shown as they came, too.
    pub raw_fields: bool,
    /// Whether more of the text can be shown.
    pub more: bool,
    /// What was saved last.
    pub saved: Option<Title>,
}

impl State {
    /// The letter that was delivered last, at the cursor or before it. It is taken apart once: at once if it is
    /// small, else by a job.
    pub fn model(&mut self, player: &Player, jobs: &mut Jobs, ctx: &egui::Context) -> Model {
        let session = player.session();
        let key = Letter::last_step(&session.timeline, player.cursor().0).map(|step| (player.generation(), step));
        if self.key != key {
            if let Some(job) = self.job.take() {
                jobs.cancel(job);
            }
            self.key = key;
            (self.letter, self.saved, self.text) = (None, None, TEXT);
            if let Some((_, step)) = key {
                let size = session.timeline.steps().get(step).and_then(|step| step.said()).map(|said| said.raw.len());
                if size.unwrap_or_default() <= AT_ONCE {
                    self.letter = Letter::of_step(&session.timeline, step).map(Arc::new);
                } else {
                    self.job = Some(start(player, step, jobs, ctx));
                }
            }
        }
        let more = self.letter.as_ref().is_some_and(|letter| letter.readable.more) && self.text < MOST_TEXT;
        Model {
            letter: self.letter.clone(),
            is_awaited: self.job.is_some(),
            view: self.view,
            raw_fields: self.raw_fields,
            more,
            saved: self.saved.clone(),
        }
    }

    /// Takes the letter that a job took apart, if it is still wanted.
    pub fn take(&mut self, key: Key, letter: Letter) {
        if self.key == Some(key) {
            (self.letter, self.job) = (Some(Arc::new(letter)), None);
        }
    }

    /// Shows more of the text.
    pub fn show_more(&mut self) {
        if let Some(letter) = &mut self.letter {
            self.text = (self.text + TEXT).min(MOST_TEXT);
            Arc::make_mut(letter).read(self.text);
        }
    }

    /// The letter that is shown.
    #[must_use]
    pub fn letter(&self) -> Option<&Arc<Letter>> {
        self.letter.as_ref()
    }
}

fn start(player: &Player, step: usize, jobs: &mut Jobs, ctx: &egui::Context) -> u64 {
    let (session, generation) = (player.session().clone(), player.generation());
    let on_panic = in_each_language(|words| words.get("internal-error"));
    jobs.start_aside(ctx, session.label.en.to_string(), on_panic, move |_| {
        let letter = Letter::of_step(&session.timeline, step);
        letter.map_or(Report::Nothing, |letter| Report::Letter((generation, step), Box::new(letter)))
    })
}
