//! Forms: the fields of a struct below one another, each with its name.

use eframe::egui;
use eframe::egui::Grid;
use eframe::egui::RichText;
use eframe::egui::ScrollArea;
use eframe::egui::vec2;

use crate::teach::Words;
use crate::ui::editor::Change;
use crate::ui::editor::Editor;
use crate::ui::editor::change::Way;
use crate::ui::editor::fields::Field;
use crate::ui::editor::fields::field_ui;
use crate::ui::editor::typed::Form;
use crate::ui::outbox::Outbox;
use crate::ui::theme;
use crate::ui::widgets::edged::set_edges;

/// How wide the names of the fields are.
const LABELS: f32 = 190.0;
/// How wide a field is at most.
const FIELD: f32 = 520.0;

/// A field of a struct.
#[derive(Clone, Debug)]
pub struct Entry<'a> {
    /// What it is called: a name in the Fluent files.
    pub word: &'a str,
    /// What the file calls it.
    pub name: &'a str,
    /// What stands in it, as it is typed.
    pub value: String,
    /// Whether it goes when nothing stands in it.
    pub optional: bool,
    /// How it is typed.
    pub form: Form,
    /// What holds while nothing stands in it.
    pub hint: &'a str,
}

impl<'a> Entry<'a> {
    /// Text that may be left out.
    #[must_use]
    pub fn text(word: &'a str, name: &'a str, value: Option<&str>) -> Self {
        let value = value.unwrap_or_default().to_owned();
        Self { word, name, value, optional: true, form: Form::Text, hint: "" }
    }

    /// A number that may be left out.
    #[must_use]
    pub fn number(word: &'a str, name: &'a str, value: Option<u64>) -> Self {
        let value = value.map(|value| value.to_string());
        Self { form: Form::Number, ..Self::text(word, name, value.as_deref()) }
    }

    /// The same, but it may not be left out.
    #[must_use]
    pub fn required(self) -> Self {
        Self { optional: false, ..self }
    }
}

/// A page of fields.
pub fn page_ui(ui: &mut egui::Ui, salt: &str, content: impl FnOnce(&mut egui::Ui)) {
    ScrollArea::vertical().id_salt(("edit form", salt)).auto_shrink(false).show(ui, |ui| {
        ui.add_space(4.0);
        Grid::new(("edit grid", salt)).num_columns(2).spacing(vec2(12.0, 7.0)).show(ui, content);
        ui.add_space(20.0);
    });
}

/// A name and what belongs to it, as a row of a grid.
pub fn labelled(ui: &mut egui::Ui, label: &str, content: impl FnOnce(&mut egui::Ui)) {
    let palette = theme::palette(ui);
    let mut letters = label.chars();
    let begun: String = letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect();
    ui.scope(|ui| {
        ui.set_width(LABELS);
        ui.add(egui::Label::new(RichText::new(begun).color(palette.weak)).wrap());
    });
    ui.horizontal_wrapped(|ui| {
        set_edges(ui);
        content(ui);
    });
    ui.end_row();
}

/// Paints the fields of the struct at the end of a way. Without text a field goes, if it may.
pub fn entries_ui<'a>(
    ui: &mut egui::Ui,
    way: &Way,
    entries: impl IntoIterator<Item = Entry<'a>>,
    editor: &mut Editor,
    words: &Words,
    outbox: &mut Outbox,
) {
    for entry in entries {
        entry_ui(ui, way, &entry, editor, words, outbox);
    }
}

fn entry_ui(ui: &mut egui::Ui, way: &Way, entry: &Entry<'_>, editor: &mut Editor, words: &Words, outbox: &mut Outbox) {
    let Entry { name, optional, form, hint, .. } = *entry;
    let label = words.get(entry.word);
    let salt = format!("{way:?} {name}");
    labelled(ui, &label, |ui| {
        let width = if form == Form::Number { 110.0 } else { (ui.available_width() - 16.0).clamp(120.0, FIELD) };
        let mono = matches!(form, Form::Octets | Form::Raw | Form::Number);
        // An empty number is no number, and means that there is none.
        let form_typed = if optional && form == Form::Number { Form::Text } else { form };
        let field =
            Field { salt: &salt, name: &label, value: &entry.value, form: form_typed, width, mono, optional, hint };
        let (way, name) = (way.clone(), name.to_owned());
        field_ui(ui, field, editor, outbox, |written| {
            let bare = written.trim_matches('"');
            if optional && bare.trim().is_empty() {
                Change::NoField(way, name)
            } else if optional && form == Form::Number {
                let number: String = bare.chars().filter(char::is_ascii_digit).collect();
                if number.is_empty() { Change::NoField(way, name) } else { Change::Field(way, name, number) }
            } else {
                Change::Field(way, name, written)
            }
        });
    });
}

/// A name that nobody has.
#[must_use]
pub fn free_name(stem: &str, taken: impl Fn(&str) -> bool) -> String {
    let mut number = 1;
    while taken(&format!("{stem}{number}")) {
        number += 1;
    }
    format!("{stem}{number}")
}
