//! What can be compared with the open session.

use eframe::egui;
use eframe::egui::RichText;
use eframe::egui::Role;
use eframe::egui::WidgetInfo;
use eframe::egui::vec2;

use crate::teach::Words;
use crate::ui::command::Compare;
use crate::ui::command::UiCommand;
use crate::ui::icons;
use crate::ui::outbox::Outbox;
use crate::ui::shelf::Place;
use crate::ui::shelf::Shelf;
use crate::ui::theme;
use crate::ui::views::compare::State;
use crate::ui::widgets::search_field::search_field_ui;
use crate::ui::widgets::section::empty_ui;
use crate::ui::widgets::whole_text::whole_text_ui;

const ROW: f32 = 26.0;

/// Paints the ways to compare.
pub(super) fn ui(ui: &mut egui::Ui, shelf: &Shelf, state: &mut State, words: &Words, outbox: &mut Outbox) {
    let palette = theme::palette(ui);
    let has_script = shelf.open_document().is_some_and(|document| document.origin.script().is_some());
    egui::Frame::new().inner_margin(egui::Margin::symmetric(12, 6)).show(ui, |ui| {
        let hint = words.get(if has_script { "compare-hint-script" } else { "compare-hint-no-script" });
        ui.add(egui::Label::new(RichText::new(hint).color(palette.text)).wrap());
        ui.add_space(6.0);
        ui.horizontal_wrapped(|ui| {
            for command in [UiCommand::Compare(Compare::Generations), UiCommand::Compare(Compare::Profiles)] {
                let label = command.label(words);
                let button = egui::Button::new(&label).min_size(vec2(180.0, 30.0));
                if ui.add_enabled(has_script, button).clicked() {
                    outbox.send(command);
                }
            }
        });
        ui.add_space(12.0);
        let Some(one) = shelf.opened() else { return };
        let key = (shelf.revision(), shelf.opened(), state.filter.clone(), words.language());
        let others = state.others(key, |filter| others(shelf, filter, words));
        if others.is_empty() && state.filter.is_empty() {
            empty_ui(ui, &words.get("compare-alone-here"));
            return;
        }
        ui.add(egui::Label::new(RichText::new(words.get("compare-hint-with")).color(palette.text)).wrap());
        ui.add_space(4.0);
        let name = words.get("filter");
        ui.scope(|ui| {
            // On paper a field is seen by its ground.
            let palette = theme::palette(ui);
            ui.visuals_mut().text_edit_bg_color = Some(palette.panel.lerp_to_gamma(palette.line, 0.35));
            search_field_ui(ui, &mut state.filter, &name, &name);
        });
        if others.is_empty() {
            empty_ui(ui, &words.get("library-nothing"));
            return;
        }
        ui.spacing_mut().item_spacing.y = 2.0;
        let scroll = egui::ScrollArea::vertical().id_salt("compare with").auto_shrink(false);
        scroll.show_rows(ui, ROW, others.len(), |ui, seen| {
            for (place, name) in others.iter().skip(seen.start).take(seen.len()) {
                let size = vec2(ui.available_width(), ROW);
                let button = egui::Button::selectable(false, name).truncate().min_size(size).right_text("");
                let response = ui.add(button);
                let command = UiCommand::Compare(Compare::With { one, other: *place });
                let label = format!("{} {name}", command.label(words));
                response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &label));
                if whole_text_ui(response, name).clicked() {
                    outbox.send(command);
                }
            }
        });
    });
}

/// Every session of the shelf but the open one, with its document.
fn others(shelf: &Shelf, filter: &str, words: &Words) -> Vec<(Place, String)> {
    let language = words.language();
    let filter = filter.trim().to_lowercase();
    let all = shelf.documents().iter().enumerate().flat_map(|(document, opened)| {
        opened.sessions.iter().enumerate().map(move |(session, one)| {
            let (title, label) = (opened.title.get(language), one.label.get(language));
            let name = if label.is_empty() || label == title {
                title.to_owned()
            } else {
                format!("{title} {} {label}", icons::DOT)
            };
            (Place { document, session }, name)
        })
    });
    all.filter(|(place, name)| {
        Some(*place) != shelf.opened() && (filter.is_empty() || name.to_lowercase().contains(&filter))
    })
    .collect()
}
