//! Findings: all that is to be remarked on the open session, step by step.

use eframe::egui;
use eframe::egui::RichText;
use eframe::egui::Role;
use eframe::egui::WidgetInfo;
use eframe::egui::vec2;

use crate::session::cursor::Move;
use crate::teach::Words;
use crate::teach::finding::Finding;
use crate::teach::finding::Severity;
use crate::ui::command::Session;
use crate::ui::command::UiCommand;
use crate::ui::icons;
use crate::ui::outbox::Outbox;
use crate::ui::player::Player;
use crate::ui::text::grouped;
use crate::ui::theme;
use crate::ui::theme::Palette;
use crate::ui::widgets::section::empty_ui;

const ROW: f32 = 24.0;
/// The room of a number of a step.
const STEP: f32 = 72.0;

/// A finding in words.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Line {
    /// The step, counted from 0.
    pub step: usize,
    /// How much it matters.
    pub severity: Severity,
    /// What is remarked.
    pub text: String,
    /// Where it is written.
    pub clause: String,
}

impl Line {
    /// Tells a finding.
    #[must_use]
    pub fn new(finding: Finding, words: &Words) -> Self {
        let code = finding.code;
        let text = words.get(&format!("finding-{}", code.as_str()));
        Self { step: finding.step, severity: code.severity(), text, clause: code.clause().to_string() }
    }

    /// The same for those who cannot see its sign.
    #[must_use]
    pub fn spoken(&self, words: &Words) -> String {
        let Self { step, severity, text, clause } = self;
        let step = words.format("findings-step", &[("number", (step + 1).into())]);
        format!("{step}, {}: {text}, {clause}", words.get(severity_word(*severity)))
    }
}

/// A severity, as the Fluent files name it.
#[must_use]
pub fn severity_word(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "severity-error",
        Severity::Warning => "severity-warning",
        Severity::Note => "severity-note",
    }
}

/// The colour of a severity. Its sign says the same.
#[must_use]
pub fn severity_color(severity: Severity, palette: &Palette) -> egui::Color32 {
    match severity {
        Severity::Error => palette.err,
        Severity::Warning => palette.warn,
        Severity::Note => palette.weak,
    }
}

/// Paints the panel.
pub fn ui(ui: &mut egui::Ui, player: &Player, words: &Words, outbox: &mut Outbox) {
    let findings = &player.session().findings;
    if findings.is_empty() {
        empty_ui(ui, &words.get("findings-empty"));
        return;
    }
    head_ui(ui, player, words, outbox);
    ui.spacing_mut().item_spacing.y = 1.0;
    ui.spacing_mut().interact_size.y = ROW;
    let here = player.cursor().step();
    let scroll = egui::ScrollArea::vertical().id_salt(("findings", player.generation())).auto_shrink(false);
    scroll.show_rows(ui, ROW, findings.len(), |ui, seen| {
        for finding in &findings[seen] {
            let line = Line::new(*finding, words);
            if line_ui(ui, &line, here == Some(line.step), words) {
                outbox.send(UiCommand::Cursor(Move::To(line.step)));
            }
        }
    });
}

/// How many there are, and the way from one to the next.
fn head_ui(ui: &mut egui::Ui, player: &Player, words: &Words, outbox: &mut Outbox) {
    let session = player.session();
    let here = player.cursor().step();
    let of = |severity| session.findings.iter().filter(|finding| finding.code.severity() == severity).count();
    let counted = words.format(
        "sessions-findings-words",
        &[
            ("errors", of(Severity::Error).into()),
            ("warnings", of(Severity::Warning).into()),
            ("notes", of(Severity::Note).into()),
        ],
    );
    ui.horizontal(|ui| {
        let remarks = session.remarks();
        for (wish, target) in
            [(Session::PreviousFinding, remarks.previous(here)), (Session::NextFinding, remarks.next(here))]
        {
            let command = UiCommand::Session(wish);
            let keys = command.keys_shown(words).join(", ");
            let button = egui::Button::new(command.label(words));
            let response = ui.add_enabled(target.is_some(), button);
            if response.on_hover_text(keys).clicked() {
                outbox.send(command);
            }
        }
        let counted = RichText::new(counted).size(theme::SMALL).color(theme::palette(ui).weak);
        ui.add(egui::Label::new(counted).truncate());
    });
    ui.add_space(2.0);
}

/// Paints a line; tells whether it was clicked.
fn line_ui(ui: &mut egui::Ui, line: &Line, here: bool, words: &Words) -> bool {
    let palette = theme::palette(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), egui::Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::ListItem, true, here, line.spoken(words)));
    if here || response.hovered() || response.has_focus() {
        let fill = if here { palette.current } else { palette.tinted(palette.accent, 0.06) };
        ui.painter().rect_filled(rect, 3.0, fill);
    }
    let mut row = ui.new_child(egui::UiBuilder::new().max_rect(rect.shrink2(vec2(6.0, 0.0))));
    row.set_clip_rect(rect.intersect(ui.clip_rect()));
    row.horizontal_centered(|ui| {
        let step = RichText::new(words.format("findings-step", &[("number", (&grouped(number(line.step))).into())]));
        let step = egui::Label::new(step.size(theme::SMALL).color(palette.weak)).selectable(false);
        ui.allocate_ui_with_layout(vec2(STEP, ROW), egui::Layout::left_to_right(egui::Align::Center), |ui| {
            ui.set_min_width(STEP);
            ui.add(step);
        });
        let color = severity_color(line.severity, palette);
        ui.add(egui::Label::new(RichText::new(icons::severity(line.severity)).color(color)).selectable(false));
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            let clause = RichText::new(&line.clause).size(theme::SMALL).color(palette.weak);
            ui.add(egui::Label::new(clause).selectable(false));
            ui.with_layout(egui::Layout::left_to_right(egui::Align::Center), |ui| {
                let text = RichText::new(&line.text).color(palette.strong);
                ui.add(egui::Label::new(text).truncate().selectable(false));
            });
        });
    });
    response.on_hover_text(words.get(severity_word(line.severity))).clicked()
}

fn number(step: usize) -> u64 {
    step as u64 + 1
}
