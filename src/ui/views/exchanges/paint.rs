//! Logins and times, painted.

use std::time::Duration;

use eframe::egui;
use eframe::egui::Align;
use eframe::egui::Layout;
use eframe::egui::RichText;
use eframe::egui::Role;
use eframe::egui::Sense;
use eframe::egui::WidgetInfo;
use eframe::egui::vec2;
use egui_extras::Column;
use egui_extras::TableBuilder;

use crate::session::cursor::Move;
use crate::teach::Words;
use crate::ui::command::UiCommand;
use crate::ui::icons;
use crate::ui::outbox::Outbox;
use crate::ui::player::Player;
use crate::ui::text::duration;
use crate::ui::text::grouped;
use crate::ui::theme;
use crate::ui::views::exchanges::Model;
use crate::ui::views::exchanges::State;
use crate::ui::views::exchanges::model::ExchangeLine;
use crate::ui::views::exchanges::model::LoginLine;
use crate::ui::views::exchanges::model::MAX_LOGINS;
use crate::ui::widgets::edged::edged;
use crate::ui::widgets::section::empty_ui;

/// The longest bar.
const BAR: f32 = 90.0;
/// The shortest one that still tells times apart.
const SHORT_BAR: f32 = 24.0;
/// What stands behind a bar.
const TIME: f32 = 70.0;
/// A step, the least of a command, and octets.
const OTHERS: [f32; 3] = [44.0, 100.0, 72.0];
/// Between two columns.
const BETWEEN: f32 = 8.0;

/// Paints the panel.
pub fn ui(ui: &mut egui::Ui, player: &Player, state: &mut State, words: &Words, outbox: &mut Outbox) {
    state.split(player); // Another session makes the secret forgotten.
    if state.go_on() {
        ui.ctx().request_repaint();
    }
    let (model, typed, tried) = state.split(player);
    if model.logins.is_empty() && model.timing.exchanges.is_empty() {
        empty_ui(ui, &words.get("exchanges-empty"));
        return;
    }
    egui::ScrollArea::vertical()
        .id_salt("logins")
        .max_height(ui.available_height() * 0.45)
        .auto_shrink([false, true])
        .show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 2.0;
            for place in 0..model.logins.len().min(MAX_LOGINS) {
                if let Some(line) = model.login(place, player.secrets, tried, words) {
                    login_ui(ui, &line, words, outbox);
                }
            }
            if MAX_LOGINS < model.logins.len() {
                let more = (model.logins.len() - MAX_LOGINS) as u64;
                ui.weak(words.format("more-lines", &[("count", more.into())]));
            }
            if model.has_digest() {
                secret_ui(ui, typed, words);
            }
        });
    ui.separator();
    let palette = theme::palette(ui);
    ui.label(RichText::new(model.totals(words)).size(theme::SMALL).color(palette.weak));
    table_ui(ui, player, model, words, outbox);
}

fn login_ui(ui: &mut egui::Ui, line: &LoginLine, words: &Words, outbox: &mut Outbox) {
    let palette = theme::palette(ui);
    ui.horizontal(|ui| {
        ui.label(RichText::new(&line.outcome).size(theme::SMALL).color(line.tone.color(palette)));
        let text = RichText::new(&line.text).size(theme::SMALL).color(palette.strong);
        let response = ui.add(egui::Label::new(text).truncate().sense(Sense::CLICK));
        let label = format!("{}: {}", line.outcome, line.text);
        response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &label));
        if response.on_hover_cursor(egui::CursorIcon::PointingHand).clicked() {
            outbox.send(UiCommand::Cursor(Move::To(line.step)));
        }
        if let Some(matches) = line.matches {
            let (word, color) = if matches { ("secret-matches", palette.ok) } else { ("secret-differs", palette.err) };
            ui.label(RichText::new(words.get(word)).size(theme::SMALL).color(color));
        }
    });
}

/// A field to type a secret, which is held against the digests of the session and kept nowhere.
fn secret_ui(ui: &mut egui::Ui, typed: &mut String, words: &Words) {
    ui.horizontal(|ui| {
        let name = words.get("secret-field");
        let field = egui::TextEdit::singleline(typed).password(true).hint_text(name.clone()).desired_width(200.0);
        edged(ui, |ui| ui.add(field)).widget_info(|| {
            let mut info = WidgetInfo::text_edit(true, "", "", "");
            info.label = Some(name.clone());
            info
        });
        ui.label(RichText::new(words.get("secret-hint")).size(theme::SMALL).color(theme::palette(ui).weak));
    });
}

fn table_ui(ui: &mut egui::Ui, player: &Player, model: &Model, words: &Words, outbox: &mut Outbox) {
    let palette = theme::palette(ui);
    let current = player.cursor().step();
    ui.spacing_mut().item_spacing = vec2(BETWEEN, 1.0);
    let [step, command, octets] = OTHERS;
    let rest = ui.available_width() - OTHERS.iter().sum::<f32>() - 5.0 * BETWEEN;
    let bar = (rest / 2.0 - TIME).clamp(SHORT_BAR, BAR);
    let table = TableBuilder::new(ui)
        .id_salt(("exchanges", player.generation()))
        .striped(true)
        .sense(Sense::CLICK)
        .auto_shrink([false, true])
        .min_scrolled_height(40.0)
        .cell_layout(Layout::left_to_right(Align::Center))
        .column(Column::exact(step))
        .column(Column::remainder().at_least(command).clip(true))
        .column(Column::exact(bar + TIME))
        .column(Column::exact(bar + TIME))
        .column(Column::exact(octets));
    let table = table.header(20.0, |mut header| {
        for word in ["timing-step", "timing-command", "timing-reply", "timing-think", "timing-octets"] {
            header.col(|ui| {
                let text = RichText::new(words.get(word)).size(theme::SMALL).color(palette.weak);
                ui.add(egui::Label::new(text).truncate()).on_hover_text(words.get(&format!("{word}-why")));
            });
        }
    });
    table.body(|body| {
        body.rows(20.0, model.timing.exchanges.len(), |mut line| {
            let Some(exchange) = model.exchange(line.index(), player, words) else { return };
            line.set_selected(current == Some(exchange.step));
            for text in [(exchange.step + 1).to_string(), exchange.command.clone()] {
                line.col(|ui| {
                    let text = RichText::new(text).size(theme::SMALL).color(palette.strong);
                    ui.add(egui::Label::new(text).truncate().selectable(false));
                });
            }
            for (time, color) in [(exchange.reply, palette.ok), (exchange.think, palette.command)] {
                line.col(|ui| time_ui(ui, (time, model.longest), bar, color, words));
            }
            line.col(|ui| {
                let text = exchange.octets.map_or_else(|| icons::NONE.to_owned(), grouped);
                ui.label(RichText::new(text).size(theme::SMALL).color(palette.text));
            });
            let response = line.response();
            response.widget_info(|| WidgetInfo::labeled(Role::Row, true, spoken(&exchange, words)));
            if response.clicked() {
                outbox.send(UiCommand::Cursor(Move::To(exchange.step)));
            }
        });
    });
}

fn spoken(exchange: &ExchangeLine, words: &Words) -> String {
    let time = |time: Option<Duration>| time.map_or_else(|| icons::NONE.to_owned(), |time| duration(time, words));
    format!(
        "{} {}, {} {}, {} {}",
        exchange.step + 1,
        exchange.command,
        words.get("timing-reply"),
        time(exchange.reply),
        words.get("timing-think"),
        time(exchange.think)
    )
}

/// A bar as long as the logarithm of a time: short times can be told apart beside long ones.
fn time_ui(
    ui: &mut egui::Ui,
    (time, longest): (Option<Duration>, Duration),
    whole: f32,
    color: egui::Color32,
    words: &Words,
) {
    let palette = theme::palette(ui);
    let Some(time) = time else {
        ui.label(RichText::new(icons::NONE).size(theme::SMALL).color(palette.weak));
        return;
    };
    let weight = |time: Duration| (1.0 + time.as_secs_f32() * 10_000.0).ln();
    let part = if longest.is_zero() { 0.0 } else { weight(time) / weight(longest) };
    let (rect, _) = ui.allocate_exact_size(vec2(whole, 10.0), Sense::hover());
    let bar = egui::Rect::from_min_size(rect.min, vec2((part * whole).max(1.5), rect.height()));
    ui.painter().rect_filled(bar, 2.0, color.gamma_multiply(0.75));
    ui.label(RichText::new(duration(time, words)).size(theme::SMALL).color(palette.text));
}
