//! The table of sessions, painted: the rows that are seen.

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
use egui_extras::TableBuilder;
use egui_extras::TableRow;

use crate::inspect::row::Row;
use crate::teach::Words;
use crate::teach::finding::Severity;
use crate::ui::command::Library;
use crate::ui::command::UiCommand;
use crate::ui::document::Document;
use crate::ui::icons;
use crate::ui::measure::count;
use crate::ui::outbox::Outbox;
use crate::ui::shelf::Place;
use crate::ui::theme;
use crate::ui::views::sessions::Column;
use crate::ui::views::sessions::State;
use crate::ui::views::sessions::cells;
use crate::ui::views::sessions::filter_line::filter_ui;
use crate::ui::widgets::section::empty_ui;

const ROW: f32 = 22.0;
/// Rows that Page Up and Page Down move by.
const PAGE: isize = 20;

/// By so much the columns of names and addresses grow at a time.
const MORE: f32 = 22.0;

/// Paints the filter and the table.
pub fn ui(
    ui: &mut egui::Ui,
    document: &Document,
    opened: Option<Place>,
    revision: u64,
    state: &mut State,
    words: &Words,
    outbox: &mut Outbox,
) {
    state.prepare(document, revision);
    filter_ui(ui, document, state, words);
    let before = state.order().len();
    state.prepare(document, revision); // What was typed counts at once.
    if before != state.order().len() {
        ui.ctx().request_repaint(); // Their count is out of date.
    }
    let place = opened.map_or(0, |place| place.document);
    let show = |row: usize, state: &State, outbox: &mut Outbox| {
        if let Some(&session) = state.order().get(row) {
            outbox.send(UiCommand::Library(Library::Show { document: place, session }));
        }
    };
    if keys_ui(ui, document, state)
        && let Some(row) = state.selected_row(document)
    {
        show(row, state, outbox);
    }
    if state.order().is_empty() {
        empty_ui(ui, &words.get(if document.sessions.is_empty() { "no-sessions" } else { "sessions-nothing" }));
        return;
    }
    let mut pressed = Pressed::default();
    let scroll = egui::ScrollArea::horizontal().id_salt("sessions").auto_shrink(false);
    scroll.show(ui, |ui| table_ui(ui, document, state, &mut pressed, words));
    if let Some(column) = pressed.column {
        state.sort_by(column, document);
        ui.ctx().request_repaint();
    }
    if let Some(number) = pressed.number {
        state.select(number);
        ui.ctx().request_repaint();
    }
    if let Some(row) = pressed.opened {
        show(row, state, outbox);
    }
}

/// What was pressed in the table.
#[derive(Debug, Default)]
struct Pressed {
    column: Option<Column>,
    number: Option<u64>,
    opened: Option<usize>,
}

/// Moves the choice; tells whether the chosen session is to be opened.
fn keys_ui(ui: &egui::Ui, document: &Document, state: &mut State) -> bool {
    let covered = ui.ctx().memory(|memory| memory.top_modal_layer().is_some());
    if ui.ctx().text_edit_focused() || covered {
        return false;
    }
    let pressed = |key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
    let all = isize::MAX;
    let moves = [
        (Key::ArrowDown, 1),
        (Key::ArrowUp, -1),
        (Key::PageDown, PAGE),
        (Key::PageUp, -PAGE),
        (Key::Home, -all),
        (Key::End, all),
    ];
    for (key, rows) in moves {
        if pressed(key) {
            state.move_selection(document, rows);
        }
    }
    // A button that has the focus is pressed by Enter.
    ui.ctx().memory(egui::Memory::focused).is_none() && pressed(Key::Enter)
}

fn table_ui(ui: &mut egui::Ui, document: &Document, state: &mut State, pressed: &mut Pressed, words: &Words) {
    ui.spacing_mut().item_spacing = egui::vec2(6.0, 1.0);
    // In a wide window names and addresses have room for more.
    let widths: f32 = Column::ALL.iter().map(|column| column.width() + 6.0).sum();
    let more = ((ui.available_width() - widths - 12.0) / 3.0).clamp(0.0, 110.0);
    // A window that becomes much narrower or wider gets columns anew: else the last ones would lie beside it.
    let steps = (more / MORE).floor();
    let more = steps * MORE;
    let mut table = TableBuilder::new(ui)
        .id_salt(("sessions", count(f64::from(steps))))
        .striped(true)
        .resizable(true)
        .sense(Sense::CLICK)
        .auto_shrink(false)
        .cell_layout(Layout::left_to_right(Align::Center));
    for column in Column::ALL {
        let width = column.width() + if column.grows() { more } else { 0.0 };
        table = table.column(egui_extras::Column::initial(width).at_least(30.0).clip(true));
    }
    let chosen = state.selected_row(document);
    if std::mem::take(&mut state.to_selected)
        && let Some(row) = chosen
    {
        table = table.scroll_to_row(row, None);
    }
    let sort = state.sort();
    let header = table.header(24.0, |mut header| {
        for column in Column::ALL {
            header.col(|ui| {
                let arrow = (sort.column == column).then_some(sort.descending);
                let head = |ui: &mut egui::Ui| header_ui(ui, column, arrow, words);
                // Figures stand at the right edge, and so do their heads.
                let clicked = if column.is_figure() && column != Column::Findings {
                    ui.with_layout(Layout::right_to_left(Align::Center), head).inner
                } else {
                    head(ui)
                };
                if clicked {
                    pressed.column = Some(column);
                }
            });
        }
    });
    header.body(|body| {
        body.rows(ROW, state.order().len(), |mut line| {
            let place = line.index();
            let session = state.order().get(place).and_then(|&place| document.sessions.get(place));
            let Some((session, row)) = session.and_then(|session| Some((session, session.row.as_deref()?))) else {
                return;
            };
            line.set_selected(chosen == Some(place));
            row_ui(&mut line, row, words);
            let response = line.response();
            let selected = chosen == Some(place);
            response.widget_info(|| WidgetInfo::selected(Role::Row, true, selected, cells::spoken(row, words)));
            if response.clicked() {
                pressed.number = Some(session.number);
            }
            if response.double_clicked() {
                pressed.opened = Some(place);
            }
        });
    });
}

/// The head of a column: a click sorts by it.
fn header_ui(ui: &mut egui::Ui, column: Column, descending: Option<bool>, words: &Words) -> bool {
    let palette = theme::palette(ui);
    let name = words.get(column.word());
    let (arrow, color) = match descending {
        Some(true) => (icons::DESCENDING, palette.strong),
        Some(false) => (icons::ASCENDING, palette.strong),
        None => ("", palette.weak),
    };
    let text = if arrow.is_empty() { name.clone() } else { format!("{name} {arrow}") };
    let button = egui::Button::new(RichText::new(text).size(theme::SMALL).color(color)).frame(false).truncate();
    let response = ui.add(button);
    let sorted = descending.map(|descending| words.get(if descending { "sorted-down" } else { "sorted-up" }));
    let label = sorted.map_or_else(|| name.clone(), |sorted| format!("{name}, {sorted}"));
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &label));
    response.on_hover_text(words.get(&format!("{}-why", column.word()))).clicked()
}

fn row_ui(line: &mut TableRow<'_, '_>, row: &Row, words: &Words) {
    for column in Column::ALL {
        line.col(|ui| {
            let palette = theme::palette(ui);
            let job = match column {
                Column::Findings => findings(row, palette),
                Column::State => state(row, palette),
                Column::Client | Column::Server | Column::User => {
                    simple(&cells::text(row, column, words), palette.strong)
                }
                Column::Number
                | Column::Start
                | Column::Duration
                | Column::Tls
                | Column::Commands
                | Column::Messages
                | Column::Octets
                | Column::Marks
                | Column::Slowest => simple(&cells::text(row, column, words), palette.text),
            };
            let label = |ui: &mut egui::Ui| ui.add(egui::Label::new(job).truncate().selectable(false));
            let response = if column.is_figure() && column != Column::Findings {
                ui.with_layout(Layout::right_to_left(Align::Center), label).inner
            } else {
                label(ui)
            };
            if response.hovered()
                && let Some(hint) = cells::hint(row, column, words)
            {
                response.on_hover_text(hint);
            }
        });
    }
}

fn simple(text: &str, color: egui::Color32) -> LayoutJob {
    LayoutJob::simple_singleline(text.to_owned(), theme::sans(theme::SMALL), color)
}

/// The state that was reached, with the colour that it has in the ladder.
fn state(row: &Row, palette: &theme::Palette) -> LayoutJob {
    let Some(phase) = row.reached else { return simple(icons::NONE, palette.weak) };
    let mut job = simple(icons::CHOSEN, palette.phase(phase));
    job.append(&phase.to_string(), 4.0, TextFormat::simple(theme::sans(theme::SMALL), palette.text));
    if !row.complete {
        job.append(icons::ELLIPSIS, 2.0, TextFormat::simple(theme::sans(theme::SMALL), palette.weak));
    }
    job
}

/// Signs and numbers: `⊗2 ▲1`.
fn findings(row: &Row, palette: &theme::Palette) -> LayoutJob {
    let colors = [palette.err, palette.warn, palette.weak];
    let severities = [Severity::Error, Severity::Warning, Severity::Note];
    let mut job = LayoutJob { break_on_newline: false, ..LayoutJob::default() };
    for ((count, severity), color) in cells::counts(row).into_iter().zip(severities).zip(colors) {
        if 0 < count {
            let space = if job.is_empty() { 0.0 } else { 5.0 };
            let text = format!("{}{count}", icons::severity(severity));
            job.append(&text, space, TextFormat::simple(theme::sans(theme::SMALL), color));
        }
    }
    if job.is_empty() { simple(icons::NONE, palette.weak) } else { job }
}
