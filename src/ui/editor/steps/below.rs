//! What stands below a row: what is wrong with it and, while it is chosen, what else can be typed.

use eframe::egui;
use eframe::egui::Rect;
use eframe::egui::RichText;
use eframe::egui::pos2;
use eframe::egui::vec2;

use crate::source::place::Key;
use crate::source::scenario_file::ExpectFile;
use crate::source::scenario_file::ScenarioFile;
use crate::teach::Words;
use crate::ui::editor::Editor;
use crate::ui::editor::change::way;
use crate::ui::editor::steps::cells::Cell;
use crate::ui::editor::steps::cells::cell_ui;
use crate::ui::editor::steps::cells::cells;
use crate::ui::editor::steps::columns::Columns;
use crate::ui::editor::steps::columns::LINE;
use crate::ui::editor::steps::columns::ROW;
use crate::ui::editor::steps::columns::in_cell;
use crate::ui::editor::steps::columns::words_ui;
use crate::ui::editor::steps::expectation::Expected;
use crate::ui::editor::steps::expectation::expected;
use crate::ui::editor::steps::outcome::result;
use crate::ui::editor::typed::Form;
use crate::ui::icons;
use crate::ui::measure::points;
use crate::ui::outbox::Outbox;
use crate::ui::theme;

/// What stands below a row: what is wrong, and while it is chosen what else can be typed.
fn below(editor: &Editor, file: &ScenarioFile, row: usize) -> (Vec<Cell>, usize) {
    let lines = result(editor, row).map_or(0, |row| row.unmet.len() + row.problems.len());
    let Some(step) = file.steps.get(row).filter(|_| row == editor.row) else { return (Vec::new(), lines) };
    let (_, mut below) = cells(step, row, &editor.text, editor.language);
    if let Some(Expected { list, index, value: Some(expect), .. }) = expected(step, row) {
        let at = |form, value: String| {
            let name = if form == Form::List { "ed-exp-lines" } else { "ed-exp-is" };
            let way = [list.clone(), way(&[Key::Index(index), Key::Index(0)])].concat();
            Cell { name, way, value, form }
        };
        match expect {
            ExpectFile::Is(line) => below.push(at(Form::Text, line)),
            ExpectFile::Lines(lines) => below.push(at(Form::List, lines.join("\n"))),
            ExpectFile::Ok | ExpectFile::Err | ExpectFile::Challenge | ExpectFile::Nothing | ExpectFile::Closed => (),
        }
    }
    (below, lines)
}

fn cell_height(cell: &Cell) -> f32 {
    match cell.form {
        Form::Block | Form::List => points(cell.value.lines().count().clamp(2, 12)) * 17.0 + 14.0,
        Form::Text | Form::Octets | Form::Number | Form::Raw => ROW,
    }
}

/// How high a row is with all that stands below it.
pub(super) fn height(editor: &Editor, file: &ScenarioFile, row: usize) -> f32 {
    let (cells, lines) = below(editor, file, row);
    ROW + points(lines) * LINE + cells.iter().map(cell_height).sum::<f32>() + if cells.is_empty() { 0.0 } else { 4.0 }
}

/// Paints what else can be typed in a row, and then what is wrong with it.
pub(super) fn below_ui(
    ui: &mut egui::Ui,
    rect: Rect,
    columns: Columns,
    (row, file): (usize, &ScenarioFile),
    editor: &mut Editor,
    words: &Words,
    outbox: &mut Outbox,
) {
    let palette = theme::palette(ui);
    let (cells, _) = below(editor, file, row);
    let mut top = rect.top() + ROW;
    for cell in cells {
        let height = cell_height(&cell);
        let line = Rect::from_min_max(pos2(columns.kind, top), pos2(columns.right - 6.0, top + height));
        in_cell(ui, line, |ui| {
            let label = words.get(cell.name);
            let room = columns.what - columns.kind - 8.0;
            ui.add_sized(
                vec2(room, 20.0),
                egui::Label::new(RichText::new(label).size(theme::SMALL).color(palette.weak)).truncate(),
            );
            let width = ui.available_width() - 14.0;
            cell_ui(ui, cell, row, width, editor, words, outbox);
        });
        top += height;
    }
    let Some(result) = result(editor, row) else { return };
    let unmet = result
        .unmet
        .iter()
        .map(|(wanted, got)| (words.tell(wanted), words.tell(got)))
        .map(|(wanted, got)| words.format("ed-unmet", &[("wanted", (&wanted).into()), ("got", (&got).into())]));
    for text in result.problems.iter().map(|what| words.tell(what)).chain(unmet) {
        let line = Rect::from_min_max(pos2(columns.kind, top), pos2(columns.right - 6.0, top + LINE));
        words_ui(ui, line, &format!("{} {text}", icons::WARNING), palette.err);
        top += LINE;
    }
}
