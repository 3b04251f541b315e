//! The table of sessions side by side, painted: the rows that are seen.

use std::sync::Arc;

use eframe::egui;
use eframe::egui::Align;
use eframe::egui::Key;
use eframe::egui::Layout;
use eframe::egui::Modifiers;
use eframe::egui::RichText;
use eframe::egui::Role;
use eframe::egui::Sense;
use eframe::egui::TextFormat;
use eframe::egui::WidgetInfo;
use eframe::egui::text::LayoutJob;
use egui_extras::Column;
use egui_extras::TableBuilder;

use crate::export::comparison::asked;
use crate::export::comparison::differences;
use crate::inspect::compare::Comparison;
use crate::teach::Words;
use crate::ui::command::Compare;
use crate::ui::command::UiCommand;
use crate::ui::icons;
use crate::ui::measure::count;
use crate::ui::measure::points;
use crate::ui::outbox::Outbox;
use crate::ui::shelf::Shelf;
use crate::ui::theme;
use crate::ui::views::compare::State;
use crate::ui::views::compare::choice;
use crate::ui::views::compare::model::Cell;
use crate::ui::views::compare::model::Tone;
use crate::ui::views::compare::model::wrapped;
use crate::ui::widgets::edged::tick_ui;
use crate::ui::widgets::section::empty_ui;

/// How wide the column is in which stands what was said.
const SAID: f32 = 172.0;
/// How wide a column of a session is at least.
const LEAST: f32 = 156.0;
/// The room around the text of a cell.
const PADDING: f32 = 6.0;
/// The room for the sign of what differs, at the right of the text.
const SIGN: f32 = 9.0;
const GAP: f32 = 4.0;
/// How high the head of the table is.
const HEAD: f32 = 22.0;
/// Rows that Page Up and Page Down move by.
const PAGE: isize = 12;

/// Paints the page: the table, or the question what to compare.
pub fn ui(ui: &mut egui::Ui, shelf: &Shelf, state: &mut State, words: &Words, outbox: &mut Outbox) {
    if !state.read(shelf.open_document()) {
        choice::ui(ui, shelf, state, words, outbox);
        return;
    }
    let comparison = state.comparison();
    head_ui(ui, &comparison, state, words, outbox);
    let (rows, columns) = (state.rows(), state.shown());
    if rows.is_empty() {
        empty_ui(ui, &words.get("compare-same-in-all"));
        return;
    }
    let enter = keys_ui(ui, state, (rows.len(), columns.len()));
    let chosen = state.chosen(rows.len(), columns.len());
    let table = Table { comparison: &comparison, rows: &rows, columns: &columns, chosen, words };
    if enter && let Some(command) = table.command(chosen) {
        outbox.send(command);
    }
    let to_chosen = std::mem::take(&mut state.to_chosen);
    let scroll = egui::ScrollArea::horizontal().id_salt("compare").auto_shrink(false);
    let clicked = scroll.show(ui, |ui| table.ui(ui, state, to_chosen)).inner;
    if let Some(command) = clicked.and_then(|cell| table.command(cell)) {
        outbox.send(command);
    }
}

/// What was counted, and what is shown of it.
fn head_ui(ui: &mut egui::Ui, comparison: &Comparison, state: &mut State, words: &Words, outbox: &mut Outbox) {
    let palette = theme::palette(ui);
    egui::Frame::new().inner_margin(egui::Margin { left: 8, right: 8, top: 0, bottom: 2 }).show(ui, |ui| {
        ui.horizontal_wrapped(|ui| {
            let arguments = [("rows", comparison.rows.len().into()), ("count", comparison.differing().into())];
            ui.label(RichText::new(words.format("compare-summary", &arguments)).color(palette.strong));
            tick_ui(ui, &mut state.only_differences, words.get("compare-only"));
            let anew = UiCommand::Compare(Compare::Anew);
            if ui.button(anew.label(words)).clicked() {
                outbox.send(anew);
            }
        });
        if 2 < state.columns().len() {
            ui.horizontal_wrapped(|ui| {
                ui.label(RichText::new(words.get("compare-columns")).size(theme::SMALL).color(palette.weak));
                let shown = state.shown();
                for column in 0..state.columns().len() {
                    let name = state.columns()[column].name.get(words.language()).to_owned();
                    let is_shown = shown.contains(&column);
                    let sign = if is_shown { icons::CHOSEN } else { icons::NOT_CHOSEN };
                    let text = RichText::new(format!("{sign} {name}")).size(theme::SMALL);
                    let response = ui.add(egui::Button::selectable(is_shown, text));
                    let label = words.format("compare-show-column", &[("name", (&name).into())]);
                    response.widget_info(|| WidgetInfo::selected(Role::CheckBox, true, is_shown, &label));
                    if response.clicked() {
                        state.toggle(column);
                        ui.ctx().request_repaint();
                    }
                }
            });
        }
        ui.label(RichText::new(words.get("compare-keys")).size(theme::SMALL).color(palette.weak));
    });
}

/// Moves the choice; tells whether the chosen cell is to be opened.
fn keys_ui(ui: &egui::Ui, state: &mut State, size: (usize, usize)) -> bool {
    let covered = ui.ctx().memory(|memory| memory.top_modal_layer().is_some());
    if ui.ctx().text_edit_focused() || covered {
        return false;
    }
    let pressed = |key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
    let all = isize::MAX;
    let moves = [
        (Key::ArrowDown, (1, 0)),
        (Key::ArrowUp, (-1, 0)),
        (Key::ArrowRight, (0, 1)),
        (Key::ArrowLeft, (0, -1)),
        (Key::PageDown, (PAGE, 0)),
        (Key::PageUp, (-PAGE, 0)),
        (Key::Home, (-all, 0)),
        (Key::End, (all, 0)),
    ];
    for (key, by) in moves {
        if pressed(key) {
            state.move_choice(size, by);
        }
    }
    // A button that has the focus is pressed by Enter.
    ui.ctx().memory(egui::Memory::focused).is_none() && pressed(Key::Enter)
}

/// What is painted in one frame.
struct Table<'a> {
    comparison: &'a Comparison,
    rows: &'a Arc<[usize]>,
    columns: &'a [usize],
    chosen: (usize, usize),
    words: &'a Words,
}

impl Table<'_> {
    fn cell(&self, row: usize, column: usize) -> Option<Cell> {
        let row = self.comparison.rows.get(*self.rows.get(row)?)?;
        let first = row.reference(self.columns).unwrap_or(0);
        Some(Cell::new(row, *self.columns.get(column)?, first, self.words))
    }

    /// What opens the session of a cell.
    fn command(&self, (row, column): (usize, usize)) -> Option<UiCommand> {
        let step = self.cell(row, column)?.step?;
        Some(UiCommand::Compare(Compare::Show { column: *self.columns.get(column)?, step }))
    }

    /// Paints the table; gives the cell that was clicked.
    fn ui(&self, ui: &mut egui::Ui, state: &mut State, to_chosen: bool) -> Option<(usize, usize)> {
        let font = theme::mono(theme::SMALL);
        let (letter, line) = ui.fonts_mut(|fonts| (fonts.glyph_width(&font, 'm'), fonts.row_height(&font)));
        let many = points(self.columns.len());
        ui.spacing_mut().item_spacing = egui::vec2(GAP, 2.0);
        let scroll_bar = 14.0;
        let width = ((ui.available_width() - SAID - scroll_bar) / many - GAP).max(LEAST);
        let room = |width: f32| count(f64::from((width - 2.0 * PADDING - SIGN) / letter).floor()).max(1);
        let rooms = [room(width), room(SAID)];
        let key = (self.rows.clone(), self.columns.to_vec(), rooms, self.words.language());
        let heights = state.heights(key, |row| {
            let cells = (0..self.columns.len()).filter_map(|column| self.cell(row, column));
            let cells = cells.map(|cell| cell.height(rooms[0])).max().unwrap_or(1);
            cells.max(self.said(row).height(rooms[1]))
        });
        let heights = heights.iter().map(|lines| points(*lines) * line + 2.0 * PADDING);
        let state: &State = state;
        let (seen, left) = (ui.clip_rect(), ui.cursor().left());
        let mut pinned = Pinned { by: (seen.left() - left).max(0.0), ..Pinned::default() };
        let mut table = TableBuilder::new(ui)
            .striped(true)
            .sense(Sense::CLICK)
            .auto_shrink(false)
            .cell_layout(Layout::top_down(Align::Min))
            .column(Column::exact(SAID).clip(true));
        for _ in self.columns {
            table = table.column(Column::exact(width).clip(true));
        }
        if to_chosen {
            table = table.scroll_to_row(self.chosen.0, None);
        }
        let mut clicked = None;
        let table = table.header(HEAD, |mut header| {
            let (_, response) = header.col(|ui| head_cell_ui(ui, &self.words.get("compare-said")));
            pinned.head = response.rect;
            for column in self.columns {
                let name = state.column(*column).map_or("", |column| column.name.get(self.words.language()));
                header.col(|ui| head_cell_ui(ui, name));
            }
        });
        table.body(|body| {
            body.heterogeneous_rows(heights, |mut tr| {
                let row = tr.index();
                let said = self.said(row);
                let (_, response) = tr.col(|ui| cell_ui(ui, &said, room(SAID), false));
                pinned.cells.push((response.rect, row));
                for column in 0..self.columns.len() {
                    let Some(cell) = self.cell(row, column) else { continue };
                    let chosen = self.chosen == (row, column);
                    let (_, response) = tr.col(|ui| cell_ui(ui, &cell, room(width), chosen));
                    let name = self.columns.get(column).and_then(|column| state.column(*column));
                    let name = name.map_or("", |column| column.name.get(self.words.language()));
                    let mut label = format!("{}, {name}: {}", said.spoken(), cell.spoken());
                    if cell.differs {
                        label = format!("{label}, {}", self.words.get("compare-differs"));
                    }
                    let opens = cell.step.is_some();
                    response.widget_info(|| WidgetInfo::selected(Role::Button, opens, chosen, &label));
                    if response.clicked() {
                        clicked = Some((row, column));
                    }
                    response.on_hover_ui(|ui| hover_ui(ui, name, &cell));
                }
            });
        });
        self.pinned_ui(ui, &pinned, seen, room(SAID));
        if to_chosen {
            // The room of the pinned column belongs to each that is looked at.
            let start = left + points(self.chosen.1) * (width + GAP);
            let end = start + SAID + GAP + width + GAP;
            ui.scroll_to_rect(egui::Rect::from_x_y_ranges(start..=end, seen.y_range()), None);
        }
        clicked
    }

    /// What was said stays at the left, however far the columns are moved.
    fn pinned_ui(&self, ui: &egui::Ui, pinned: &Pinned, seen: egui::Rect, room: usize) {
        if pinned.by <= 0.0 {
            return;
        }
        let palette = theme::palette(ui);
        let moved = |rect: egui::Rect| rect.translate(egui::vec2(pinned.by, 0.0));
        let below = egui::Rect::from_min_max(egui::pos2(seen.left(), pinned.head.top() + HEAD), seen.max);
        let column = egui::Rect::from_min_max(
            egui::pos2(seen.left(), pinned.head.top()),
            egui::pos2(moved(pinned.head).right() + GAP, seen.bottom()),
        );
        ui.painter().rect_filled(column, 0.0, palette.paper);
        ui.painter().vline(column.right(), column.y_range(), egui::Stroke::new(1.0, palette.weak));
        // A click here is none on what lies beneath.
        ui.interact(column, ui.scope_id().with("said"), Sense::click());
        let head = ui.painter().with_clip_rect(column.intersect(seen));
        let text = self.words.get("compare-said");
        let place = moved(pinned.head).left_top() + egui::vec2(0.0, 3.0);
        head.text(place, egui::Align2::LEFT_TOP, text, theme::sans(theme::SMALL), palette.strong);
        let painter = ui.painter().with_clip_rect(below.intersect(column));
        for (rect, row) in &pinned.cells {
            paint_cell(&painter, palette, moved(*rect), &self.said(*row), room);
        }
    }

    /// What was said in a row, and in what the cells of it differ.
    fn said(&self, row: usize) -> Cell {
        let Some(row) = self.rows.get(row).and_then(|row| self.comparison.rows.get(*row)) else {
            return Cell::default();
        };
        let differs = !row.differences.is_empty();
        let mut lines = vec![(asked(row, self.words), Tone::Plain)];
        if differs {
            lines.push((differences(&row.differences, self.words), Tone::Quiet));
        }
        Cell { lines, differs, ..Cell::default() }
    }
}

/// The column of what was said, where it stands in the table.
#[derive(Debug)]
struct Pinned {
    /// How far it has to move to be seen.
    by: f32,
    head: egui::Rect,
    /// The cells that are seen, with their rows.
    cells: Vec<(egui::Rect, usize)>,
}

impl Default for Pinned {
    fn default() -> Self {
        Self { by: 0.0, head: egui::Rect::NOTHING, cells: Vec::new() }
    }
}

/// All of a cell, under the pointer.
fn hover_ui(ui: &mut egui::Ui, name: &str, cell: &Cell) {
    ui.set_max_width(420.0);
    ui.label(RichText::new(name).strong());
    for (line, _) in &cell.lines {
        ui.add(egui::Label::new(RichText::new(line).font(theme::mono(theme::SMALL))).wrap());
    }
    if let Some(rule) = &cell.rule {
        ui.add(egui::Label::new(rule).wrap());
    }
}

fn head_cell_ui(ui: &mut egui::Ui, text: &str) {
    let text = RichText::new(text).size(theme::SMALL).color(theme::palette(ui).strong);
    ui.add_space(3.0);
    ui.add(egui::Label::new(text).truncate());
}

/// Paints the lines of a cell, wrapped after so many characters. What differs has a sign at its edge.
fn cell_ui(ui: &mut egui::Ui, cell: &Cell, room: usize, chosen: bool) {
    let palette = theme::palette(ui);
    let rect = ui.max_rect();
    paint_cell(ui.painter(), palette, rect, cell, room);
    if chosen {
        let stroke = egui::Stroke::new(2.0, palette.accent);
        ui.painter().rect_stroke(rect.shrink(1.0), 3.0, stroke, egui::StrokeKind::Inside);
    }
}

fn paint_cell(painter: &egui::Painter, palette: &theme::Palette, rect: egui::Rect, cell: &Cell, room: usize) {
    if cell.differs {
        painter.rect_filled(rect, 3.0, palette.tinted(palette.warn, 0.10));
        let edge = egui::Stroke::new(3.0, palette.warn);
        painter.vline(rect.left() + 1.5, rect.y_range(), edge);
        let sign = rect.right_top() + egui::vec2(-3.0, 1.0);
        painter.text(sign, egui::Align2::RIGHT_TOP, icons::DIFFERENT, theme::sans(theme::SMALL), palette.warn);
    }
    let mut job = LayoutJob { break_on_newline: true, ..LayoutJob::default() };
    job.wrap.max_width = f32::INFINITY;
    let font = theme::mono(theme::SMALL);
    let mut first = true;
    for (line, tone) in &cell.lines {
        let color = match tone {
            Tone::Yes => palette.ok,
            Tone::No => palette.err,
            Tone::Plain => palette.strong,
            Tone::Quiet => palette.weak,
        };
        for piece in wrapped(line, room) {
            let text = if first { piece.to_owned() } else { format!("\n{piece}") };
            job.append(&text, 0.0, TextFormat::simple(font.clone(), color));
            first = false;
        }
    }
    let galley = painter.layout_job(job);
    painter.galley(rect.left_top() + egui::vec2(PADDING, PADDING), galley, palette.text);
}
