//! The steps as a table: what happens on the left, what comes of it on the right.

use eframe::egui;
use eframe::egui::Rect;
use eframe::egui::RichText;
use eframe::egui::ScrollArea;
use eframe::egui::Sense;
use eframe::egui::UiBuilder;
use eframe::egui::pos2;
use eframe::egui::vec2;

use crate::source::scenario_file::ScenarioFile;
use crate::teach::Words;
use crate::ui::command::Edit;
use crate::ui::command::UiCommand;
use crate::ui::editor::Change;
use crate::ui::editor::Editor;
use crate::ui::editor::fields::send;
use crate::ui::editor::head::button_ui;
use crate::ui::editor::state::steps_way;
use crate::ui::editor::steps::add::add_ui;
use crate::ui::editor::steps::below::height;
use crate::ui::editor::steps::columns::NUMBER;
use crate::ui::editor::steps::columns::head_ui;
use crate::ui::editor::steps::row::row_ui;
use crate::ui::outbox::Outbox;
use crate::ui::theme;

/// The columns of the rows need as much room.
const ROWS: f32 = 640.0;

/// Paints the page: what can be done with the chosen row, and the rows.
pub fn ui(ui: &mut egui::Ui, editor: &mut Editor, words: &Words, outbox: &mut Outbox) {
    let Some(file) = editor.file.clone() else { return };
    editor.language = words.language();
    let narrow = ui.available_width() < ROWS;
    tools_ui(ui, editor, &file, narrow, words, outbox);
    ui.add_space(2.0);
    if narrow {
        ScrollArea::horizontal().id_salt("narrow steps").auto_shrink(false).show(ui, |ui| {
            ui.set_width(ROWS);
            rows_ui(ui, editor, &file, words, outbox);
        });
    } else {
        rows_ui(ui, editor, &file, words, outbox);
    }
}

fn rows_ui(ui: &mut egui::Ui, editor: &mut Editor, file: &ScenarioFile, words: &Words, outbox: &mut Outbox) {
    head_ui(ui, 1 < file.clients.len(), words);
    let heights: Vec<f32> = (0..file.steps.len()).map(|row| height(editor, file, row)).collect();
    let scroll = ScrollArea::vertical().id_salt("edit steps").auto_shrink(false);
    scroll.show_viewport(ui, |ui, view| {
        ui.spacing_mut().item_spacing.y = 0.0;
        let total: f32 = heights.iter().sum();
        let (whole, _) = ui.allocate_exact_size(vec2(ui.available_width(), total + 60.0), Sense::hover());
        let mut top = 0.0;
        let mut target = None;
        let pointer = ui.input(|input| input.pointer.latest_pos());
        for (row, step) in file.steps.iter().enumerate() {
            let rect = Rect::from_min_size(pos2(whole.left(), whole.top() + top), vec2(whole.width(), heights[row]));
            top += heights[row];
            if editor.reveal && row == editor.row {
                editor.reveal = false;
                ui.scroll_to_rect(rect.expand(12.0), None);
            }
            if editor.dragged.is_some() && pointer.is_some_and(|at| rect.y_range().contains(at.y)) {
                target = Some((row, rect));
            }
            // Whoever types in a row must not lose it when it is scrolled away.
            let seen = top - heights[row] <= view.max.y + 40.0 && view.min.y - 40.0 <= top;
            if seen || row == editor.row {
                row_ui(ui, rect, (row, step), file, editor, words, outbox);
            }
        }
        drag_ui(ui, editor, target, outbox);
        let end = Rect::from_min_size(
            pos2(whole.left() + NUMBER, whole.top() + total + 8.0),
            vec2(whole.width() - NUMBER, 28.0),
        );
        let mut ui =
            ui.new_child(UiBuilder::new().max_rect(end).layout(egui::Layout::left_to_right(egui::Align::Center)));
        add_ui(&mut ui, "ed-add-step", file.steps.len(), file, words, outbox);
    });
}

/// What can be done with the chosen row.
fn tools_ui(ui: &mut egui::Ui, editor: &Editor, file: &ScenarioFile, narrow: bool, words: &Words, outbox: &mut Outbox) {
    let steps = editor.steps();
    let content = |ui: &mut egui::Ui| {
        ui.spacing_mut().item_spacing.x = 4.0;
        let text = words.format("ed-step", &[("number", ((editor.row + 1) as u64).into())]);
        ui.label(RichText::new(text).color(theme::palette(ui).strong));
        button_ui(ui, Edit::Above, 0 < steps, words, outbox);
        button_ui(ui, Edit::Below, true, words, outbox);
        add_ui(ui, "ed-insert", (editor.row + 1).min(steps), file, words, outbox);
        button_ui(ui, Edit::Twice, 0 < steps, words, outbox);
        button_ui(ui, Edit::Up, 0 < editor.row, words, outbox);
        button_ui(ui, Edit::Down, editor.row + 1 < steps, words, outbox);
        button_ui(ui, Edit::Remove, 0 < steps, words, outbox);
        if !narrow {
            let hint = RichText::new(words.get("ed-keys")).size(theme::SMALL).color(theme::palette(ui).weak);
            ui.add(egui::Label::new(hint).truncate());
        }
    };
    if narrow {
        ui.horizontal_wrapped(content);
    } else {
        ui.horizontal(content);
    }
}

/// Where a dragged row would come to stand.
fn drag_ui(ui: &egui::Ui, editor: &mut Editor, target: Option<(usize, Rect)>, outbox: &mut Outbox) {
    let Some(from) = editor.dragged else { return };
    let released = !ui.input(|input| input.pointer.any_down());
    if let Some((to, rect)) = target {
        let y = if from < to { rect.bottom() } else { rect.top() };
        let palette = theme::palette(ui);
        ui.painter().hline(rect.x_range(), y, egui::Stroke::new(3.0, palette.accent));
        if released && from != to {
            send(outbox, Change::Shift(steps_way(), from, to));
            outbox.send(UiCommand::Edit(Edit::Row(to)));
        }
    }
    if released {
        editor.dragged = None;
    }
}
