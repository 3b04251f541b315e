//! A row: its number, its client, what it is, what is typed in it, and what came of it.

use eframe::egui;
use eframe::egui::Rect;
use eframe::egui::Role;
use eframe::egui::Sense;
use eframe::egui::WidgetInfo;
use eframe::egui::pos2;

use crate::source::place::Key;
use crate::source::scenario_file::ScenarioFile;
use crate::source::scenario_file::StepFile;
use crate::source::write;
use crate::teach::Words;
use crate::ui::command::Edit;
use crate::ui::command::UiCommand;
use crate::ui::editor::Change;
use crate::ui::editor::Editor;
use crate::ui::editor::change::way;
use crate::ui::editor::fields::choice_ui;
use crate::ui::editor::fields::id_of;
use crate::ui::editor::fields::send;
use crate::ui::editor::steps::below::below_ui;
use crate::ui::editor::steps::cells::cell_ui;
use crate::ui::editor::steps::cells::cells;
use crate::ui::editor::steps::columns::Columns;
use crate::ui::editor::steps::columns::ROW;
use crate::ui::editor::steps::columns::in_cell;
use crate::ui::editor::steps::columns::words_ui;
use crate::ui::editor::steps::expectation::expectation_ui;
use crate::ui::editor::steps::expectation::expected;
use crate::ui::editor::steps::kind::Kind;
use crate::ui::editor::steps::outcome::outcome_ui;
use crate::ui::editor::steps::outcome::result;
use crate::ui::measure::points;
use crate::ui::outbox::Outbox;
use crate::ui::theme;

/// Paints a row, and what stands below it.
pub(super) fn row_ui(
    ui: &mut egui::Ui,
    rect: Rect,
    (row, step): (usize, &StepFile),
    file: &ScenarioFile,
    editor: &mut Editor,
    words: &Words,
    outbox: &mut Outbox,
) {
    let palette = theme::palette(ui);
    let columns = Columns::of(rect, 1 < file.clients.len());
    let chosen = row == editor.row;
    let id = id_of(&format!("row {row}"));
    let response = ui.interact(rect, id, Sense::click());
    if chosen {
        ui.painter().rect_filled(rect, 0.0, palette.current);
    } else if result(editor, row).is_some_and(|row| !row.unmet.is_empty() || !row.problems.is_empty()) {
        ui.painter().rect_filled(rect, 0.0, palette.tinted(palette.err, 0.07));
    } else if let StepFile::Note { .. } = step {
        ui.painter().rect_filled(rect, 0.0, palette.note);
    }
    if response.clicked() && !chosen {
        outbox.send(UiCommand::Edit(Edit::Row(row)));
    }
    ui.painter().hline(rect.x_range(), rect.bottom(), egui::Stroke::new(1.0, palette.line));
    let line = |left: f32, right: f32| Rect::from_min_max(pos2(left, rect.top()), pos2(right - 6.0, rect.top() + ROW));
    number_ui(ui, line(rect.left(), columns.client), row, editor, words, outbox);
    if columns.client < columns.kind {
        let client = result(editor, row).and_then(|row| file.clients.get(row.client));
        let name = client.map(|client| client.name.clone()).unwrap_or_default();
        words_ui(ui, line(columns.client, columns.kind), &name, palette.weak);
    }
    in_cell(ui, line(columns.kind, columns.what), |ui| kind_ui(ui, (row, step), file, words, outbox));
    let (inline, _) = cells(step, row, &editor.text, editor.language);
    let slot = expected(step, row);
    // Where the author speaks, nothing is answered.
    let end = if Kind::of(step) == Kind::Note {
        columns.right
    } else if slot.is_some() {
        columns.expect
    } else {
        columns.reply
    };
    in_cell(ui, line(columns.what, end), |ui| {
        let width = (ui.available_width() - 6.0 * points(inline.len())) / points(inline.len().max(1)) - 8.0;
        for cell in inline {
            cell_ui(ui, cell, row, width, editor, words, outbox);
        }
    });
    if let Some(slot) = slot {
        in_cell(ui, line(columns.expect, columns.reply), |ui| expectation_ui(ui, &slot, row, editor, words, outbox));
    }
    if Kind::of(step) != Kind::Note {
        outcome_ui(ui, line(columns.reply, columns.state), line(columns.state, columns.right), row, editor, words);
    }
    below_ui(ui, rect, columns, (row, file), editor, words, outbox);
}

/// The number of a row: it is chosen with it, and dragged by it.
fn number_ui(ui: &mut egui::Ui, rect: Rect, row: usize, editor: &mut Editor, words: &Words, outbox: &mut Outbox) {
    let palette = theme::palette(ui);
    let response = ui.interact(rect, id_of(&format!("number {row}")), Sense::click_and_drag());
    let number = (row + 1).to_string();
    let name = words.format("ed-choose", &[("number", (&number).into())]);
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, row == editor.row, &name));
    let color = if row == editor.row { palette.strong } else { palette.weak };
    let at = pos2(rect.right() - 4.0, rect.center().y);
    ui.painter().text(at, egui::Align2::RIGHT_CENTER, number, theme::sans(theme::SMALL), color);
    if response.has_focus() {
        ui.painter().rect_stroke(rect, 4.0, ui.visuals().selection.stroke, egui::StrokeKind::Inside);
    }
    if response.hovered() {
        ui.ctx().set_cursor_icon(egui::CursorIcon::Grab);
    }
    if response.clicked() {
        outbox.send(UiCommand::Edit(Edit::Row(row)));
    }
    if response.drag_started() {
        editor.dragged = Some(row);
    }
    response.on_hover_text(words.get("ed-drag"));
}

/// Paints the choice of what the step is.
fn kind_ui(
    ui: &mut egui::Ui,
    (row, step): (usize, &StepFile),
    file: &ScenarioFile,
    words: &Words,
    outbox: &mut Outbox,
) {
    let all: Vec<String> = Kind::ALL.iter().map(|kind| words.get(kind.word())).collect();
    let number = (row + 1).to_string();
    let name = words.format("ed-kind-of", &[("number", (&number).into())]);
    let shown = words.get(Kind::of(step).word());
    let width = ui.available_width() - 8.0;
    let Some(chosen) = choice_ui(ui, &format!("kind {row}"), &name, &shown, width, &all) else { return };
    let user = file.users.first().map_or("amy", |user| &user.name);
    let client = file.clients.first().map_or("laptop", |client| &client.name);
    let made = Kind::ALL[chosen].step(Some(step), user, client);
    let here = way(&[Key::Name("steps"), Key::Index(row)]);
    send(outbox, Change::Value(here, write::step(&made, "        ")));
    outbox.send(UiCommand::Edit(Edit::Row(row)));
}
