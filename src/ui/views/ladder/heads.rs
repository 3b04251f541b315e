//! The heads of the ladder: who stands above each lifeline.

use std::time::Duration;

use eframe::egui;
use eframe::egui::Align2;
use eframe::egui::Color32;
use eframe::egui::Rect;
use eframe::egui::Role;
use eframe::egui::Sense;
use eframe::egui::Stroke;
use eframe::egui::WidgetInfo;
use eframe::egui::pos2;
use eframe::egui::vec2;

use crate::teach::Words;
use crate::ui::text;
use crate::ui::theme;
use crate::ui::views::ladder::Model;
use crate::ui::views::ladder::columns::Columns;

const HEIGHT: f32 = 42.0;

/// Paints the heads and takes their room.
pub fn heads_ui(ui: &mut egui::Ui, model: &Model, columns: &Columns, mark: Option<Duration>, words: &Words) {
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), HEIGHT), Sense::hover());
    let palette = theme::palette(ui);
    let lanes = model.session.lanes();
    let widest = widest(columns);
    let time = pos2(rect.left() + 10.0, rect.bottom() - 12.0);
    let time_color = palette.weak;
    let time = ui.painter().text(time, Align2::LEFT_CENTER, words.get("time"), theme::sans(theme::SMALL), time_color);
    let mut right = time.right();
    if let Some(mark) = mark {
        // How much a mark of the ruler is.
        let told = words.format("axis-mark", &[("time", (&text::duration(mark, words)).into())]);
        let place = time.left_top() - vec2(0.0, 1.0);
        let font = theme::sans(theme::SMALL - 1.5);
        right = right.max(ui.painter().text(place, Align2::LEFT_BOTTOM, told, font, time_color).right());
    }
    // Heads at the edges stay inside the ladder, and clear of the word above the times.
    let row = rect.with_min_x(right + 2.0);
    for (place, lane) in lanes.clients.iter().enumerate() {
        let x = columns.client(Some(place));
        head_ui(ui, row, x, widest, &words.get("side-client"), &lane.name, palette.command);
    }
    for (place, server) in lanes.servers.iter().enumerate() {
        let name = match server.port {
            Some(port) => format!("{} :{port}", server.protocol),
            None => server.name.clone(),
        };
        head_ui(ui, row, columns.server(place), widest, &words.get("side-server"), &name, palette.ok);
    }
    ui.painter().hline(rect.x_range(), rect.bottom(), Stroke::new(1.0, palette.line));
}

/// As wide as the nearest neighbour allows.
fn widest(columns: &Columns) -> f32 {
    let mut all: Vec<f32> = columns.clients.iter().chain(&columns.servers).copied().collect();
    all.sort_by(f32::total_cmp);
    let nearest = all.windows(2).map(|pair| pair[1] - pair[0]).fold(columns.all.span(), f32::min);
    (nearest - 12.0).clamp(60.0, 200.0)
}

fn head_ui(ui: &mut egui::Ui, row: Rect, x: f32, widest: f32, role: &str, name: &str, color: Color32) {
    let palette = theme::palette(ui);
    let painter = ui.painter();
    let text = |text: &str, size, color| {
        let mut job = egui::text::LayoutJob::simple_singleline(text.to_owned(), theme::sans(size), color);
        job.wrap = egui::text::TextWrapping::truncate_at_width(widest - 16.0);
        painter.layout_job(job)
    };
    let role_text = text(role, theme::SMALL, palette.weak);
    let name_text = text(name, theme::BODY, palette.strong);
    let cut = name_text.elided;
    let width = role_text.size().x.max(name_text.size().x) + 20.0;
    let height = role_text.size().y + name_text.size().y + 4.0;
    let left = (x - width / 2.0).clamp(row.left() + 4.0, (row.right() - width).max(row.left() + 4.0));
    let rect = Rect::from_min_size(pos2(left, row.bottom() - height - 2.0), vec2(width, height));
    let mut top = rect.center_top() + vec2(0.0, 2.0);
    painter.hline(rect.x_range(), rect.bottom() + 1.0, Stroke::new(3.0, color));
    for galley in [role_text, name_text] {
        let size = galley.size();
        painter.galley(top - vec2(size.x / 2.0, 0.0), galley, palette.text);
        top.y += size.y;
    }
    let response = ui.interact(rect, ui.scope_id().with(("head", name, role)), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, format!("{role} {name}")));
    if cut {
        response.on_hover_text(name);
    }
}
