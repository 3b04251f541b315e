//! The table of mailboxes, painted: the rows that are seen.

use eframe::egui;
use eframe::egui::Align;
use eframe::egui::Layout;
use eframe::egui::RichText;
use eframe::egui::Role;
use eframe::egui::Sense;
use eframe::egui::WidgetInfo;
use egui_extras::Column;
use egui_extras::TableBuilder;
use egui_extras::TableRow;

use crate::inspect::mailbox::Outcome;
use crate::session::maildrop::Fate;
use crate::teach::Words;
use crate::ui::command::Library;
use crate::ui::command::UiCommand;
use crate::ui::document::Document;
use crate::ui::icons;
use crate::ui::outbox::Outbox;
use crate::ui::stories::MessageStory;
use crate::ui::stories::Stories;
use crate::ui::text::certainty;
use crate::ui::text::grouped;
use crate::ui::theme;
use crate::ui::views::mailboxes::State;
use crate::ui::views::mailboxes::state::contradictions;
use crate::ui::views::mailboxes::state::known;
use crate::ui::views::mailboxes::state::outcome_word;
use crate::ui::views::mailboxes::state::text_of;
use crate::ui::widgets::search_field::search_field_ui;
use crate::ui::widgets::section::empty_ui;

const COLUMNS: [(&str, f32); 7] = [
    ("mailboxes-mailbox", 150.0),
    ("mailboxes-message", 150.0),
    ("column-subject", 180.0),
    ("mailboxes-octets", 62.0),
    ("mailboxes-seen", 128.0),
    ("mailboxes-sessions", 170.0),
    ("mailboxes-fate", 310.0),
];
/// Between two columns.
const BETWEEN: f32 = 8.0;
/// The least room of the sessions.
const SESSIONS: f32 = 70.0;
/// The least room of a fate.
const FATE: f32 = 120.0;
/// Sessions of a message that stand in its row.
const MAX_SESSIONS: usize = 6;

/// Paints the page. `place` is where the document stands.
pub fn ui(
    ui: &mut egui::Ui,
    (document, place, revision): (&Document, usize, u64),
    stories: Option<&Stories>,
    state: &mut State,
    words: &Words,
    outbox: &mut Outbox,
) {
    let palette = theme::palette(ui);
    let Some(stories) = stories else {
        empty_ui(ui, &words.get(if document.is_loading() { "mailboxes-reading" } else { "mailboxes-unknown" }));
        return;
    };
    state.prepare(place, revision, stories, words);
    let before = state.order().len();
    ui.horizontal(|ui| {
        ui.add_space(6.0);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.add_space(8.0);
            let [shown, all] = [state.order().len(), stories.messages.len()].map(|count| grouped(count as u64));
            let counted = words.format("sessions-count", &[("shown", (&shown).into()), ("all", (&all).into())]);
            ui.label(RichText::new(counted).size(theme::SMALL).color(palette.text));
            let name = words.get("mailboxes-filter");
            search_field_ui(ui, &mut state.filter, &name, &name);
        });
    });
    if 0 < stories.left_out {
        let text = words.format("mailboxes-left-out", &[("count", stories.left_out.into())]);
        ui.label(RichText::new(format!("{} {text}", icons::WARNING)).size(theme::SMALL).color(palette.err));
    }
    state.prepare(place, revision, stories, words);
    if before != state.order().len() {
        ui.ctx().request_repaint(); // Their count is out of date.
    }
    if state.order().is_empty() {
        empty_ui(ui, &words.get(if stories.messages.is_empty() { "mailboxes-empty" } else { "library-nothing" }));
        return;
    }
    ui.add_space(2.0);
    let scroll = egui::ScrollArea::horizontal().id_salt("mailboxes").auto_shrink(false);
    scroll.show(ui, |ui| table_ui(ui, (document, place), stories, state, words, outbox));
}

fn table_ui(
    ui: &mut egui::Ui,
    (document, place): (&Document, usize),
    stories: &Stories,
    state: &State,
    words: &Words,
    outbox: &mut Outbox,
) {
    let palette = theme::palette(ui);
    ui.spacing_mut().item_spacing = egui::vec2(BETWEEN, 1.0);
    let room = ui.available_width();
    let mut table = TableBuilder::new(ui)
        .striped(true)
        .resizable(true)
        .sense(Sense::CLICK)
        .auto_shrink(false)
        .cell_layout(Layout::left_to_right(Align::Center));
    // The rows end where the page does; where there is little room, the sessions have less.
    let [others @ .., _] = COLUMNS;
    let missing = (others.iter().map(|(_, width)| width + BETWEEN).sum::<f32>() + FATE + BETWEEN - room).max(0.0);
    for (place, (_, width)) in COLUMNS.into_iter().enumerate() {
        let column = match COLUMNS.len() - place {
            1 => Column::remainder().at_least(FATE),
            2 => Column::initial((width - missing).max(SESSIONS)).at_least(40.0),
            _ => Column::initial(width).at_least(40.0),
        };
        table = table.column(column.clip(true));
    }
    let table = table.header(22.0, |mut header| {
        for (word, _) in COLUMNS {
            header.col(|ui| {
                ui.label(RichText::new(words.get(word)).size(theme::SMALL).color(palette.weak));
            });
        }
    });
    table.body(|body| {
        body.rows(22.0, state.order().len(), |mut line| {
            let story = state.order().get(line.index()).and_then(|&story| stories.messages.get(story));
            let Some(story) = story else { return };
            let chosen = row_ui(&mut line, story, words);
            let response = line.response();
            response.widget_info(|| WidgetInfo::labeled(Role::Row, true, text_of(story, words)));
            // The row leads to the session that spoke of the message last.
            let last = story.sessions.last().map(|(session, _)| *session);
            if let Some(number) = chosen.or(last.filter(|_| response.clicked()))
                && let Ok(session) = document.sessions.binary_search_by_key(&number, |session| session.number)
            {
                outbox.send(UiCommand::Library(Library::Show { document: place, session }));
            }
        });
    });
}

/// Paints a row; gives the session that was clicked.
fn row_ui(line: &mut TableRow<'_, '_>, story: &MessageStory, words: &Words) -> Option<u64> {
    let mut clicked = None;
    let cell = |ui: &mut egui::Ui, text: String, hint: String| {
        let palette = theme::palette(ui);
        let text = RichText::new(text).size(theme::SMALL).color(palette.strong);
        let response = ui.add(egui::Label::new(text).truncate().selectable(false));
        if !hint.is_empty() {
            response.on_hover_text(hint);
        }
    };
    line.col(|ui| cell(ui, story.mailbox.to_string(), String::new()));
    line.col(|ui| cell(ui, known(story, words), String::new()));
    line.col(|ui| cell(ui, story.subject.as_deref().unwrap_or(icons::NONE).to_owned(), String::new()));
    line.col(|ui| cell(ui, story.octets.map_or_else(|| icons::NONE.to_owned(), grouped), String::new()));
    let seen = format!("{} {} {}", story.first_seen, icons::NONE, story.last_seen);
    line.col(|ui| cell(ui, seen.chars().take(19).collect(), seen.clone()));
    line.col(|ui| {
        ui.spacing_mut().item_spacing.x = 6.0;
        for (session, events) in story.sessions.iter().take(MAX_SESSIONS) {
            let number = (session + 1).to_string();
            let response = ui.link(RichText::new(&number).size(theme::SMALL));
            let label = words.format("sessions-session", &[("number", (&number).into())]);
            response.widget_info(|| WidgetInfo::labeled(Role::Link, true, &label));
            let events = events.iter().map(|event| words.get(&format!("event-{}", event.as_str())));
            if response.on_hover_text(events.collect::<Vec<_>>().join(", ")).clicked() {
                clicked = Some(*session);
            }
        }
        if MAX_SESSIONS < story.sessions.len() {
            ui.label(icons::ELLIPSIS);
        }
    });
    line.col(|ui| {
        let palette = theme::palette(ui);
        let (fate, color) = match story.outcome {
            Outcome::Kept => (Fate::Kept, palette.weak),
            Outcome::Marked => (Fate::Marked, palette.warn),
            Outcome::Removed => (Fate::Removed, palette.strong),
            Outcome::Unknown => (Fate::Unknown, palette.err),
        };
        let text = format!("{} {}", icons::fate(fate), words.get(outcome_word(story.outcome)));
        let response = ui.label(RichText::new(text).size(theme::SMALL).color(color));
        if let Some(doubt) = certainty(story.certainty, words) {
            response.on_hover_text(doubt);
        }
        for contradiction in contradictions(story, words) {
            let text = format!("{} {contradiction}", icons::WARNING);
            let text = RichText::new(text).size(theme::SMALL).color(palette.err);
            ui.add(egui::Label::new(text).truncate());
        }
    });
    clicked
}
