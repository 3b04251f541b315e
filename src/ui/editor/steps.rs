//! The steps as a table: what happens on the left, what comes of it on the right.

use std::ops::Range;

use eframe::egui;
use eframe::egui::Key;
use eframe::egui::Modifiers;
use eframe::egui::Rect;
use eframe::egui::RichText;
use eframe::egui::Role;
use eframe::egui::ScrollArea;
use eframe::egui::Sense;
use eframe::egui::UiBuilder;
use eframe::egui::WidgetInfo;
use eframe::egui::pos2;
use eframe::egui::vec2;

use crate::proto::Side;
use crate::session::lanes::Band;
use crate::session::snapshot::Stage;
use crate::source::edit;
use crate::source::place::Key as Way;
use crate::source::scenario_file::ExpectFile;
use crate::source::scenario_file::ScenarioFile;
use crate::source::scenario_file::StepFile;
use crate::source::trial::Row;
use crate::source::trial::Standing;
use crate::source::write;
use crate::teach::Words;
use crate::ui::command::Edit;
use crate::ui::command::UiCommand;
use crate::ui::editor::Change;
use crate::ui::editor::Editor;
use crate::ui::editor::change::way;
use crate::ui::editor::fields::Field;
use crate::ui::editor::fields::choice_ui;
use crate::ui::editor::fields::field_ui;
use crate::ui::editor::fields::id_of;
use crate::ui::editor::fields::send;
use crate::ui::editor::head::button_ui;
use crate::ui::editor::rows::Cell;
use crate::ui::editor::rows::Expected;
use crate::ui::editor::rows::Form;
use crate::ui::editor::rows::Kind;
use crate::ui::editor::rows::cells;
use crate::ui::editor::rows::expected;
use crate::ui::editor::state::steps_way;
use crate::ui::icons;
use crate::ui::measure::points;
use crate::ui::outbox::Outbox;
use crate::ui::theme;

/// How high a row is.
const ROW: f32 = 30.0;
/// How high a line below it is.
const LINE: f32 = 19.0;
/// How wide the number is, by which a row is dragged too.
const NUMBER: f32 = 34.0;
/// How wide the name of a client is.
const CLIENT: f32 = 62.0;
/// The names of the expectations in the Fluent files, in the order in which they are offered.
const EXPECTATIONS: [&str; 8] = [
    "ed-exp-none",
    "ed-exp-ok",
    "ed-exp-err",
    "ed-exp-challenge",
    "ed-exp-is",
    "ed-exp-lines",
    "ed-exp-nothing",
    "ed-exp-closed",
];

/// Where the columns of a row stand.
#[derive(Clone, Copy, Debug)]
struct Columns {
    client: f32,
    kind: f32,
    what: f32,
    expect: f32,
    reply: f32,
    state: f32,
    right: f32,
}

impl Columns {
    fn of(rect: Rect, clients: bool) -> Self {
        let client = rect.left() + NUMBER;
        let kind = client + if clients { CLIENT } else { 0.0 };
        let width = rect.right() - kind;
        let kinds = (width * 0.17).clamp(118.0, 170.0);
        let what = kind + kinds;
        let state = rect.right() - (width * 0.16).clamp(108.0, 160.0);
        let share = state - what;
        let (expect, reply) = (what + share * 0.38, what + share * 0.38 + (share * 0.22).clamp(96.0, 150.0));
        Self { client, kind, what, expect, reply, state, right: rect.right() }
    }
}

/// Paints the page.
pub fn ui(ui: &mut egui::Ui, editor: &mut Editor, words: &Words, outbox: &mut Outbox) {
    let Some(file) = editor.file.clone() else { return };
    editor.language = words.language();
    tools_ui(ui, editor, words, outbox);
    ui.add_space(2.0);
    head_ui(ui, 1 < file.clients.len(), words);
    let heights: Vec<f32> = (0..file.steps.len()).map(|row| height(editor, &file, row)).collect();
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
                row_ui(ui, rect, (row, step), &file, editor, words, outbox);
            }
        }
        drag_ui(ui, editor, target, outbox);
        let end = Rect::from_min_size(
            pos2(whole.left() + NUMBER, whole.top() + total + 8.0),
            vec2(whole.width() - NUMBER, 28.0),
        );
        let mut ui =
            ui.new_child(UiBuilder::new().max_rect(end).layout(egui::Layout::left_to_right(egui::Align::Center)));
        if ui.button(words.get("ed-add-step")).clicked() {
            outbox.send(UiCommand::Edit(Edit::Row(file.steps.len().saturating_sub(1))));
            outbox.send(UiCommand::Edit(Edit::Below));
        }
    });
}

/// What can be done with the chosen row.
fn tools_ui(ui: &mut egui::Ui, editor: &Editor, words: &Words, outbox: &mut Outbox) {
    let steps = editor.steps();
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 4.0;
        let text = words.format("ed-step", &[("number", ((editor.row + 1) as u64).into())]);
        ui.label(RichText::new(text).color(theme::palette(ui).strong));
        button_ui(ui, Edit::Above, 0 < steps, words, outbox);
        button_ui(ui, Edit::Below, true, words, outbox);
        button_ui(ui, Edit::Twice, 0 < steps, words, outbox);
        button_ui(ui, Edit::Up, 0 < editor.row, words, outbox);
        button_ui(ui, Edit::Down, editor.row + 1 < steps, words, outbox);
        button_ui(ui, Edit::Remove, 0 < steps, words, outbox);
        let hint = RichText::new(words.get("ed-keys")).size(theme::SMALL).color(theme::palette(ui).weak);
        ui.add(egui::Label::new(hint).truncate());
    });
}

/// The names of the columns.
fn head_ui(ui: &mut egui::Ui, clients: bool, words: &Words) {
    let palette = theme::palette(ui);
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width() - 10.0, 20.0), Sense::hover());
    let columns = Columns::of(rect, clients);
    let names = [
        (columns.kind, "ed-col-kind"),
        (columns.what, "ed-col-what"),
        (columns.expect, "ed-col-expect"),
        (columns.reply, "ed-col-reply"),
        (columns.state, "ed-col-state"),
    ];
    for (left, word) in names {
        let cell = Rect::from_min_max(pos2(left, rect.top()), pos2(columns.right, rect.bottom()));
        words_ui(ui, cell, &words.get(word), palette.weak, "");
    }
    ui.painter().hline(rect.x_range(), rect.bottom(), egui::Stroke::new(1.0, palette.line));
}

fn result(editor: &Editor, row: usize) -> Option<&Row> {
    editor.trial.rows.get(row).filter(|_| editor.trial.rows.len() == editor.steps())
}

/// What stands below a row: what is wrong, and while it is chosen what else can be typed.
fn below(editor: &Editor, file: &ScenarioFile, row: usize) -> (Vec<Cell>, usize) {
    let lines = result(editor, row).map_or(0, |row| row.unmet.len() + row.problems.len());
    let Some(step) = file.steps.get(row).filter(|_| row == editor.row) else { return (Vec::new(), lines) };
    let (_, mut below) = cells(step, row, &editor.text, editor.language);
    if let Some(Expected { list, index, value: Some(expect), .. }) = expected(step, row) {
        let at = |form, value: String| {
            let name = if form == Form::List { "ed-exp-lines" } else { "ed-exp-is" };
            let way = [list.clone(), way(&[Way::Index(index), Way::Index(0)])].concat();
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

fn height(editor: &Editor, file: &ScenarioFile, row: usize) -> f32 {
    let (cells, lines) = below(editor, file, row);
    ROW + points(lines) * LINE + cells.iter().map(cell_height).sum::<f32>() + if cells.is_empty() { 0.0 } else { 4.0 }
}

fn row_ui(
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
        words_ui(ui, line(columns.client, columns.kind), &name, palette.weak, "");
    }
    let number = (row + 1).to_string();
    in_cell(ui, line(columns.kind, columns.what), |ui| {
        let all: Vec<String> = Kind::ALL.iter().map(|kind| words.get(kind.word())).collect();
        let name = words.format("ed-kind-of", &[("number", (&number).into())]);
        let shown = words.get(Kind::of(step).word());
        let width = ui.available_width() - 8.0;
        if let Some(kind) = choice_ui(ui, &format!("kind {row}"), &name, &shown, width, &all) {
            let user = file.users.first().map_or("amy", |user| &user.name);
            let client = file.clients.first().map_or("laptop", |client| &client.name);
            let made = Kind::ALL[kind].step(Some(step), user, client);
            let here = way(&[Way::Name("steps"), Way::Index(row)]);
            send(outbox, Change::Value(here, write::step(&made, "        ")));
            outbox.send(UiCommand::Edit(Edit::Row(row)));
        }
    });
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

/// What is wrong with a row, and what else can be typed in it.
fn below_ui(
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
        words_ui(ui, line, &format!("{} {text}", icons::WARNING), palette.err, &text);
        top += LINE;
    }
}

fn in_cell(ui: &mut egui::Ui, rect: Rect, content: impl FnOnce(&mut egui::Ui)) {
    let layout = egui::Layout::left_to_right(egui::Align::Center);
    let mut child = ui.new_child(UiBuilder::new().max_rect(rect).layout(layout));
    child.set_clip_rect(ui.clip_rect().intersect(rect.expand(3.0)));
    child.spacing_mut().item_spacing.x = 6.0;
    content(&mut child);
}

/// Words that end with dots where there is no room for them.
fn words_ui(ui: &mut egui::Ui, rect: Rect, text: &str, color: egui::Color32, hint: &str) {
    in_cell(ui, rect, |ui| {
        ui.add_space(4.0);
        let label = egui::Label::new(RichText::new(text).size(theme::SMALL).color(color)).truncate();
        let response = ui.add(label);
        if !hint.is_empty() {
            response.on_hover_text(hint);
        }
    });
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

/// A value of a row.
fn cell_ui(
    ui: &mut egui::Ui,
    cell: Cell,
    row: usize,
    width: f32,
    editor: &mut Editor,
    words: &Words,
    outbox: &mut Outbox,
) {
    let number = (row + 1).to_string();
    let what = words.get(cell.name);
    let name = words.format("ed-cell", &[("number", (&number).into()), ("what", (&what).into())]);
    let mono = !matches!(cell.name, "ed-note-en" | "ed-note-ru" | "ed-mail");
    let width = if cell.form == Form::Number { width.min(90.0) } else { width };
    let salt = format!("{:?}", cell.way);
    let field =
        Field { salt: &salt, name: &name, value: &cell.value, form: cell.form, width, mono, ..Field::default() };
    let way = cell.way;
    let response = field_ui(ui, field, editor, outbox, |written| Change::Value(way, written));
    if response.gained_focus() && editor.row != row {
        outbox.send(UiCommand::Edit(Edit::Row(row)));
    }
    let several = matches!(cell.form, Form::Block | Form::List);
    if response.lost_focus() && !several && ui.input(|input| input.key_pressed(Key::Enter)) {
        // Enter goes on to the next row, and adds one behind the last.
        if row + 1 == editor.steps() {
            outbox.send(UiCommand::Edit(Edit::Row(row)));
            outbox.send(UiCommand::Edit(Edit::Below));
        } else {
            outbox.send(UiCommand::Edit(Edit::Row(row + 1)));
        }
    }
}

fn place_of(expect: Option<&ExpectFile>) -> usize {
    match expect {
        None => 0,
        Some(ExpectFile::Ok) => 1,
        Some(ExpectFile::Err) => 2,
        Some(ExpectFile::Challenge) => 3,
        Some(ExpectFile::Is(_)) => 4,
        Some(ExpectFile::Lines(_)) => 5,
        Some(ExpectFile::Nothing) => 6,
        Some(ExpectFile::Closed) => 7,
    }
}

/// What is expected. Whoever wants exactly this reply gets the one that came.
fn expectation_ui(ui: &mut egui::Ui, slot: &Expected, row: usize, editor: &Editor, words: &Words, outbox: &mut Outbox) {
    let first = usize::from(!slot.optional);
    let all: Vec<String> = EXPECTATIONS[first..].iter().map(|word| words.get(word)).collect();
    let shown = words.get(EXPECTATIONS[place_of(slot.value.as_ref())]);
    let number = (row + 1).to_string();
    let name = words.format("ed-expected-of", &[("number", (&number).into())]);
    let width = ui.available_width() - 8.0;
    let Some(chosen) = choice_ui(ui, &format!("expect {row}"), &name, &shown, width, &all) else { return };
    let came = came(editor, row);
    let expect = match chosen + first {
        0 => None,
        1 => Some(ExpectFile::Ok),
        2 => Some(ExpectFile::Err),
        3 => Some(ExpectFile::Challenge),
        4 => Some(ExpectFile::Is(came.first().cloned().unwrap_or_else(|| "+OK".to_owned()))),
        5 => Some(ExpectFile::Lines(came)),
        6 => Some(ExpectFile::Nothing),
        _ => Some(ExpectFile::Closed),
    };
    let change = match (&slot.value, expect) {
        (Some(_), Some(expect)) => {
            let way = [slot.list.clone(), way(&[Way::Index(slot.index)])].concat();
            Change::Value(way, write::expectation(&expect))
        }
        (None, Some(expect)) => Change::Insert(slot.list.clone(), slot.index, write::expectation(&expect)),
        (_, None) => Change::Remove(slot.list.clone(), slot.index),
    };
    send(outbox, change);
    outbox.send(UiCommand::Edit(Edit::Row(row)));
}

/// The lines of the last reply that a row got.
fn came(editor: &Editor, row: usize) -> Vec<String> {
    let steps = result(editor, row).map(|row| row.steps.clone()).unwrap_or_default();
    let said = editor.trial.timeline.steps().get(steps).unwrap_or_default().iter().rev().filter_map(|step| step.said());
    let mut replies = said.filter(|said| said.side == Side::Server);
    let Some(reply) = replies.next() else { return Vec::new() };
    let lines = crate::proto::line::lines(&reply.raw).map(|(line, _)| crate::proto::line::printable(line));
    let mut lines: Vec<String> = lines.collect();
    if 1 < lines.len() && lines.last().is_some_and(|line| line == ".") {
        lines.pop();
    }
    lines
}

/// What came of a row: the replies, and the state behind them.
fn outcome_ui(ui: &mut egui::Ui, reply: Rect, state: Rect, row: usize, editor: &Editor, words: &Words) {
    let palette = theme::palette(ui);
    let Some(result) = result(editor, row).filter(|_| editor.trial.played) else { return };
    let (told, whole, refused) = replies(editor, result.steps.clone(), words);
    let color = if refused { palette.err } else { palette.ok };
    in_cell(ui, reply, |ui| {
        if !told.is_empty() {
            let label = RichText::new(told).font(theme::mono(theme::SMALL)).color(color);
            ui.add(egui::Label::new(label).truncate())
                .on_hover_text(RichText::new(whole).font(theme::mono(theme::SMALL)));
        }
    });
    let Some(standing) = &result.standing else { return };
    in_cell(ui, state, |ui| state_ui(ui, standing, words));
}

/// The replies of some steps on one line, all of their lines, and whether the last one refuses.
fn replies(editor: &Editor, steps: Range<usize>, words: &Words) -> (String, String, bool) {
    let steps = editor.trial.timeline.steps().get(steps).unwrap_or_default();
    let replies: Vec<_> =
        steps.iter().filter_map(|step| step.said()).filter(|said| said.side == Side::Server).collect();
    let refused = replies.last().and_then(|said| said.status()).is_some_and(|status| !status.indicator.is_positive());
    let one = |said: &&crate::session::timeline::Said| {
        let line = said.shown_line(true);
        match said.block() {
            Some(block) => {
                let octets = words.format("ed-reply-octets", &[("octets", block.delivered_octets().into())]);
                format!("{line} {octets}")
            }
            None => line,
        }
    };
    let told: Vec<String> = replies.iter().map(one).collect();
    let whole = replies.iter().flat_map(|said| crate::proto::line::lines(&said.raw)).take(30);
    let whole: Vec<String> = whole.map(|(line, _)| crate::proto::line::printable(line)).collect();
    (told.join(&format!(" {} ", icons::DOT)), whole.join("\n"), refused)
}

/// The state of a session in its colour, with the marks.
fn state_ui(ui: &mut egui::Ui, standing: &Standing, words: &Words) {
    let palette = theme::palette(ui);
    let (band, name) = match standing.stage {
        Stage::Greeting => (Band::Greeting, words.get("ed-state-greeting")),
        Stage::Unknown => (Band::Unknown, words.get("ed-state-unknown")),
        Stage::In(phase) => (Band::In(phase), phase.to_string()),
        Stage::Other(state) => (Band::Other(state), state.to_string()),
        Stage::Closed(_) => (Band::Closed, words.get("ed-state-closed")),
    };
    let (rect, _) = ui.allocate_exact_size(vec2(9.0, 9.0), Sense::hover());
    ui.painter().rect_filled(rect, 2.0, palette.band(band));
    let marks: Vec<String> = standing.marked.iter().map(ToString::to_string).collect();
    let text = if marks.is_empty() { name } else { format!("{name} {} {}", icons::REFUSED, marks.join(", ")) };
    let label = egui::Label::new(RichText::new(&text).size(theme::SMALL).color(palette.text)).truncate();
    ui.add(label).on_hover_text(text);
}

/// The keys of the table; none of them while somebody types.
#[must_use]
pub fn pressed(ctx: &egui::Context, editor: &mut Editor) -> Vec<Edit> {
    if ctx.text_edit_focused() || editor.asks.is_some() || editor.page != super::Page::Steps {
        return Vec::new();
    }
    let alt = Modifiers::ALT;
    let keys = [
        (alt, Key::ArrowUp, Edit::Up),
        (alt, Key::ArrowDown, Edit::Down),
        (Modifiers::NONE, Key::ArrowUp, Edit::Row(editor.row.saturating_sub(1))),
        (Modifiers::NONE, Key::ArrowDown, Edit::Row((editor.row + 1).min(editor.steps().saturating_sub(1)))),
        (Modifiers::NONE, Key::Home, Edit::Row(0)),
        (Modifiers::NONE, Key::End, Edit::Row(editor.steps().saturating_sub(1))),
        (Modifiers::SHIFT, Key::Insert, Edit::Above),
        (Modifiers::NONE, Key::Insert, Edit::Below),
        (Modifiers::COMMAND, Key::D, Edit::Twice),
        (Modifiers::NONE, Key::Delete, Edit::Remove),
    ];
    let mut pressed = Vec::new();
    for (modifiers, key, wish) in keys {
        if ctx.input_mut(|input| input.consume_key(modifiers, key)) {
            pressed.push(wish);
        }
    }
    let focused = ctx.memory(egui::Memory::focused).is_some();
    if !focused && ctx.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Enter)) {
        editor.focus = first_field(editor);
    }
    pressed
}

/// The first field of the chosen row.
#[must_use]
pub fn first_field(editor: &Editor) -> Option<egui::Id> {
    let step = editor.file.as_ref()?.steps.get(editor.row)?;
    let (inline, below) = cells(step, editor.row, &editor.text, editor.language);
    inline.first().or(below.first()).map(|cell| id_of(&format!("{:?}", cell.way)))
}

/// A step like the one that is chosen, or a command.
#[must_use]
pub fn another(editor: &Editor) -> String {
    let step = editor.file.as_ref().and_then(|file| file.steps.get(editor.row));
    let new = match step.map(Kind::of) {
        Some(Kind::Note) => Kind::Note,
        Some(_) | None => Kind::Send,
    };
    write::step(&new.step(None, "amy", "laptop"), "        ")
}

/// How many steps a text has.
#[must_use]
pub fn count(text: &str) -> usize {
    edit::count(text, &[Way::Name("steps")])
}
