//! Packets: where a step came from, and when.

use eframe::egui;

use crate::session::event::Mark;
use crate::session::event::Party;
use crate::teach::Language;
use crate::teach::Words;
use crate::ui::outbox::Outbox;
use crate::ui::player::Player;
use crate::ui::text::Precision;
use crate::ui::text::certainty;
use crate::ui::text::clock;
use crate::ui::text::grouped;
use crate::ui::text::runs;
use crate::ui::theme;
use crate::ui::views::tls;
use crate::ui::widgets::command_button::key_log_ui;
use crate::ui::widgets::facts::facts_ui;
use crate::ui::widgets::section::empty_ui;
use crate::ui::widgets::section::section_ui;

/// Runs of frames that are listed; a long mail between others has thousands.
const MAX_FRAMES: usize = 200;
/// A panel of so many points has room for the TLS of the session beside the packets.
const WIDE: f32 = 760.0;

/// Names and values, from top to bottom.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Model {
    /// Each name with its value.
    pub rows: Vec<(String, String)>,
    /// The same of the TLS of the session.
    pub tls: Vec<(String, String)>,
    /// Whether a key log could open more of it.
    pub wants_key_log: bool,
}

/// What was read last.
#[derive(Debug, Default)]
pub struct State {
    key: Option<(u64, usize, Language)>,
    model: Model,
}

impl State {
    /// Where the step at the cursor came from.
    pub fn model(&mut self, player: &Player, words: &Words) -> &Model {
        let key = Some((player.generation(), player.cursor().0, words.language()));
        if self.key != key {
            self.model = Model::new(player, words);
            self.key = key;
        }
        &self.model
    }
}

impl Model {
    /// Reads the player.
    #[must_use]
    pub fn new(player: &Player, words: &Words) -> Self {
        let (timeline, facts) = (&player.session().timeline, player.session().tls.as_deref());
        let tls = facts.map(|facts| tls::rows(facts, words)).unwrap_or_default();
        let wants_key_log = facts.is_some_and(|facts| tls::wants_key_log(facts.decrypted));
        let (Some(step), Some(start)) = (player.step(), timeline.start()) else {
            return Self { rows: Vec::new(), tls, wants_key_log };
        };
        let mut rows = Vec::new();
        let mut row = |word: &str, value: String| rows.push((words.get(word), value));
        if let Some(connection) = step.connection.and_then(|id| timeline.connection(id)) {
            row("packets-client", party(&connection.client));
            row("packets-server", party(&connection.server));
        }
        row("packets-time", step.at.to_string());
        row(
            "packets-since",
            words.format("seconds", &[("time", (&clock(step.at.since(start), Precision::Micros)).into())]),
        );
        if step.at < step.until {
            row(
                "packets-took",
                words.format("seconds", &[("time", (&clock(step.until.since(step.at), Precision::Micros)).into())]),
            );
        }
        if let Some(said) = step.said() {
            row("packets-octets", words.format("octets", &[("count", said.raw.len().into())]));
            row("packets-start", grouped(said.start));
            if let Some(certainty) = certainty(said.certainty, words) {
                row("packets-certainty", certainty);
            }
        }
        let frames = step.frames().count();
        if 0 < frames {
            row("packets-count", grouped(frames as u64));
            row("packets-frames", runs(step.frames(), MAX_FRAMES));
        }
        let lines = step.marks.iter().filter_map(|mark| match mark {
            Mark::ScriptLine(line) => Some(u64::from(*line)),
            Mark::Nowhere | Mark::Frame(_) => None,
        });
        let lines: Vec<u64> = lines.collect();
        if !lines.is_empty() {
            row("packets-script", runs(lines.into_iter(), MAX_FRAMES));
        }
        Self { rows, tls, wants_key_log }
    }
}

fn party(party: &Party) -> String {
    match &party.name {
        Some(name) => format!("{name} ({})", party.address),
        None => party.address.to_string(),
    }
}

/// Paints the panel.
pub fn ui(ui: &mut egui::Ui, model: &Model, words: &Words, outbox: &mut Outbox) {
    if model.rows.is_empty() && model.tls.is_empty() {
        empty_ui(ui, &words.get("packets-empty"));
        return;
    }
    egui::ScrollArea::vertical().id_salt("packets").auto_shrink(false).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 4.0;
        ui.spacing_mut().interact_size.y = 17.0;
        if !model.rows.is_empty() && !model.tls.is_empty() && WIDE <= ui.available_width() {
            ui.columns(2, |columns| {
                rows_ui(&mut columns[0], model);
                tls_ui(&mut columns[1], model, words, outbox);
            });
        } else {
            rows_ui(ui, model);
            tls_ui(ui, model, words, outbox);
        }
    });
}

fn rows_ui(ui: &mut egui::Ui, model: &Model) {
    if !model.rows.is_empty() {
        facts_ui(ui, &model.rows, &theme::mono(theme::MONO));
        ui.add_space(4.0);
    }
}

/// What the handshake of the session tells, and the way to look inside.
fn tls_ui(ui: &mut egui::Ui, model: &Model, words: &Words, outbox: &mut Outbox) {
    if model.tls.is_empty() {
        return;
    }
    section_ui(ui, &words.get("tls-title"), &words.get("tls-remark"));
    facts_ui(ui, &model.tls, &theme::sans(theme::MONO));
    if model.wants_key_log {
        ui.add_space(2.0);
        key_log_ui(ui, words, outbox);
    }
}
