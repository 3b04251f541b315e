//! The text of the scenario, with what is wrong beside its lines.

use eframe::egui;
use eframe::egui::RichText;
use eframe::egui::ScrollArea;
use eframe::egui::TextEdit;
use eframe::egui::WidgetInfo;

use crate::source::place::Place;
use crate::teach::Words;
use crate::ui::editor::Change;
use crate::ui::editor::Editor;
use crate::ui::editor::fields::id_of;
use crate::ui::editor::fields::send;
use crate::ui::icons;
use crate::ui::measure::points;
use crate::ui::outbox::Outbox;
use crate::ui::theme;

/// Paints the page: problems on top, then the text with the numbers of its lines.
pub fn ui(ui: &mut egui::Ui, editor: &mut Editor, words: &Words, outbox: &mut Outbox) {
    let palette = theme::palette(ui);
    let problems = problems(editor, words);
    if !problems.is_empty() {
        let height = points(problems.len().min(5)) * 20.0;
        ScrollArea::vertical().id_salt("edit problems").max_height(height).auto_shrink([false, true]).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 2.0;
            for (place, text) in &problems {
                let line = place.line.to_string();
                let told = words.format("ed-problem", &[("line", (&line).into()), ("text", text.into())]);
                let told = RichText::new(format!("{} {told}", icons::WARNING)).size(theme::SMALL).color(palette.err);
                ui.add(egui::Label::new(told).truncate());
            }
        });
        ui.separator();
    }
    let id = id_of("source");
    ScrollArea::both().id_salt("edit source").auto_shrink(false).show(ui, |ui| {
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = 6.0;
            numbers_ui(ui, editor.text.lines().count().max(1), &problems);
            let mut text = editor.text.clone();
            let field = TextEdit::multiline(&mut text).id(id).font(theme::mono(theme::MONO)).code_editor();
            let response = ui.add(field.desired_width(f32::INFINITY).frame(egui::Frame::NONE));
            let name = words.get("ed-source");
            response.widget_info(|| {
                let mut info = WidgetInfo::text_edit(true, "", text.as_str(), &name);
                info.label = Some(name.clone());
                info
            });
            if editor.focus == Some(id) {
                editor.focus = None;
                response.request_focus();
            }
            if response.changed() {
                send(outbox, Change::Whole(text));
            } else if response.lost_focus() {
                editor.leave_field();
            }
        });
    });
}

fn problems(editor: &Editor, words: &Words) -> Vec<(Place, String)> {
    let problems = match &editor.broken {
        Some(broken) => vec![broken.clone()],
        None if editor.is_tried() => editor.trial.by_line(),
        None => Vec::new(),
    };
    problems.iter().map(|(place, what)| (*place, words.tell(what))).collect()
}

/// The numbers of the lines, with a sign where something is wrong.
fn numbers_ui(ui: &mut egui::Ui, lines: usize, problems: &[(Place, String)]) {
    let palette = theme::palette(ui);
    let mut job = egui::text::LayoutJob::default();
    for line in 1..=lines {
        let wrong = problems.iter().any(|(place, _)| place.line as usize == line);
        let (text, color) = if wrong {
            (format!("{line:>4} {}\n", icons::WARNING), palette.err)
        } else {
            (format!("{line:>4}  \n"), palette.weak)
        };
        let format = egui::TextFormat { font_id: theme::mono(theme::MONO), color, ..egui::TextFormat::default() };
        job.append(&text, 0.0, format);
    }
    ui.add(egui::Label::new(job).selectable(false).extend());
}
