//! Fields in which one value of the text is typed. Each change goes into the text at once.

use eframe::egui;
use eframe::egui::Response;
use eframe::egui::TextEdit;
use eframe::egui::WidgetInfo;
use eframe::egui::vec2;

use crate::source::scenario_file;
use crate::ui::command::Edit;
use crate::ui::command::UiCommand;
use crate::ui::editor::Change;
use crate::ui::editor::Editor;
use crate::ui::editor::typed::Form;
use crate::ui::outbox::Outbox;
use crate::ui::theme;

/// What a field is about.
#[derive(Clone, Copy, Debug)]
pub struct Field<'a> {
    /// What sets it apart from all others.
    pub salt: &'a str,
    /// Its name for people who cannot see where it stands.
    pub name: &'a str,
    /// What stands in it.
    pub value: &'a str,
    /// How it is typed.
    pub form: Form,
    /// How wide it is.
    pub width: f32,
    /// Whether it is written as the wire is.
    pub mono: bool,
    /// Whether nothing may stand in it.
    pub optional: bool,
    /// What holds while nothing stands in it.
    pub hint: &'a str,
}

impl Default for Field<'_> {
    fn default() -> Self {
        Self { salt: "", name: "", value: "", form: Form::Text, width: 200.0, mono: true, optional: false, hint: "" }
    }
}

/// The identity of a field.
#[must_use]
pub fn id_of(salt: &str) -> egui::Id {
    egui::Id::unique(format!("edit {salt}"))
}

/// Sends a change.
pub fn send(outbox: &mut Outbox, change: Change) {
    outbox.send(UiCommand::Edit(Edit::Change(Box::new(change))));
}

/// Paints a field. `change` makes of what is to be written a change of the text.
pub fn field_ui(
    ui: &mut egui::Ui,
    field: Field<'_>,
    editor: &mut Editor,
    outbox: &mut Outbox,
    change: impl FnOnce(String) -> Change,
) -> Response {
    let id = id_of(field.salt);
    let typed = editor.typing.as_ref().filter(|(typing, _)| *typing == id).map(|(_, typed)| typed.clone());
    let mut text = typed.unwrap_or_else(|| field.value.to_owned());
    let is_left_out = |text: &str| field.optional && text.trim().is_empty();
    // What stands in the file as it is typed goes there only when the file can be read with it.
    let waits = field.form == Form::Raw && text != field.value;
    let wrong = !is_left_out(&text) && (waits || field.form.written(&text).is_none());
    let several = matches!(field.form, Form::Block | Form::List);
    let rows = field.value.lines().count().clamp(2, 12);
    let edit =
        if several { TextEdit::multiline(&mut text).desired_rows(rows) } else { TextEdit::singleline(&mut text) };
    let font = if field.mono { theme::mono(theme::MONO) } else { theme::sans(theme::BODY) };
    let edit = edit.id(id).font(font).desired_width(field.width).margin(vec2(6.0, 3.0)).hint_text(field.hint);
    let response = ui
        .scope(|ui| {
            let palette = theme::palette(ui);
            let edge = if wrong { palette.err } else { palette.line };
            ui.visuals_mut().widgets.inactive.bg_stroke = egui::Stroke::new(1.0, edge);
            ui.add(edit)
        })
        .inner;
    response.widget_info(|| {
        let mut info = WidgetInfo::text_edit(true, "", text.as_str(), field.name);
        info.label = Some(field.name.to_owned());
        info
    });
    if editor.focus == Some(id) {
        editor.focus = None;
        response.request_focus();
    }
    if response.changed() {
        let written = if is_left_out(&text) { Some(String::new()) } else { field.form.written(&text) };
        if let Some(change) = written.map(change)
            && (field.form != Form::Raw || scenario_file::read(&change.apply(&editor.text)).is_ok())
        {
            send(outbox, change);
        }
        editor.typing = Some((id, text));
    } else if response.lost_focus() && editor.typing.as_ref().is_some_and(|(typing, _)| *typing == id) {
        editor.leave_field();
    }
    response
}

/// Paints a choice of values, each as it stands in the file with its name. Tells which was chosen.
pub fn choice_ui(ui: &mut egui::Ui, salt: &str, name: &str, shown: &str, width: f32, all: &[String]) -> Option<usize> {
    let mut chosen = None;
    let combo =
        egui::ComboBox::from_id_salt(salt.to_owned()).selected_text(shown).width(width).height(460.0).truncate();
    let response = combo.show_ui(ui, |ui| {
        for (place, label) in all.iter().enumerate() {
            if ui.selectable_label(label == shown, label).clicked() {
                chosen = Some(place);
            }
        }
    });
    response.response.widget_info(|| {
        let mut info = WidgetInfo::labeled(egui::Role::ComboBox, true, name);
        info.current_text_value = Some(shown.to_owned());
        info
    });
    chosen
}
