//! The columns of the table: where they stand, what they are called, and what is painted in a cell.

use eframe::egui;
use eframe::egui::Rect;
use eframe::egui::RichText;
use eframe::egui::Sense;
use eframe::egui::UiBuilder;
use eframe::egui::pos2;
use eframe::egui::vec2;

use crate::teach::Words;
use crate::ui::theme;

/// How high a row is.
pub(super) const ROW: f32 = 30.0;
/// How high a line below it is.
pub(super) const LINE: f32 = 19.0;
/// How wide the number is, by which a row is dragged too.
pub(super) const NUMBER: f32 = 34.0;
/// How wide the name of a client is.
const CLIENT: f32 = 62.0;

/// Where the columns of a row stand.
#[derive(Clone, Copy, Debug)]
pub(super) struct Columns {
    /// The name of the client; as far left as the kind where there is only one client.
    pub client: f32,
    /// What the step is.
    pub kind: f32,
    /// What is typed in it.
    pub what: f32,
    /// What is expected of it.
    pub expect: f32,
    /// What the server replied.
    pub reply: f32,
    /// The state behind it.
    pub state: f32,
    /// Where the row ends.
    pub right: f32,
}

impl Columns {
    /// The columns in the width of a row, with one for the clients if it is needed.
    pub(super) fn of(rect: Rect, clients: bool) -> Self {
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

/// The names of the columns.
pub(super) fn head_ui(ui: &mut egui::Ui, clients: bool, words: &Words) {
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
        words_ui(ui, cell, &words.get(word), palette.weak);
    }
    ui.painter().hline(rect.x_range(), rect.bottom(), egui::Stroke::new(1.0, palette.line));
}

/// Paints something in its cell, and nothing beside it.
pub(super) fn in_cell(ui: &mut egui::Ui, rect: Rect, content: impl FnOnce(&mut egui::Ui)) {
    let layout = egui::Layout::left_to_right(egui::Align::Center);
    let mut child = ui.new_child(UiBuilder::new().max_rect(rect).layout(layout));
    child.set_clip_rect(ui.clip_rect().intersect(rect.expand(3.0)));
    child.spacing_mut().item_spacing.x = 6.0;
    content(&mut child);
}

/// Words that end with dots where there is no room for them.
pub(super) fn words_ui(ui: &mut egui::Ui, rect: Rect, text: &str, color: egui::Color32) {
    in_cell(ui, rect, |ui| {
        ui.add_space(4.0);
        let label = egui::Label::new(RichText::new(text).size(theme::SMALL).color(color)).truncate();
        ui.add(label);
    });
}
