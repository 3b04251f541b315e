//! Whose maildrops there are, and what is in them.

use eframe::egui;
use eframe::egui::Grid;
use eframe::egui::RichText;
use eframe::egui::ScrollArea;
use eframe::egui::vec2;

use crate::source::place::Key;
use crate::source::scenario_file::MessageFile;
use crate::source::scenario_file::UserFile;
use crate::teach::Words;
use crate::ui::editor::Change;
use crate::ui::editor::Editor;
use crate::ui::editor::change::Way;
use crate::ui::editor::change::way;
use crate::ui::editor::entries::Entry;
use crate::ui::editor::entries::entries_ui;
use crate::ui::editor::entries::free_name;
use crate::ui::editor::fields::Field;
use crate::ui::editor::fields::field_ui;
use crate::ui::editor::fields::send;
use crate::ui::editor::typed::Form;
use crate::ui::editor::typed::shown;
use crate::ui::outbox::Outbox;
use crate::ui::theme;
use crate::ui::widgets::section::section_ui;

/// A mail that is added.
const NEW_MAIL: &str =
    "Text(\"From: Bob <bob@example.org>\\nTo: Amy <amy@example.org>\\nSubject: New\\n\\nA mail.\\n\")";
/// A mail of an exact size.
const NEW_SIZE: &str = "Generated(octets: 2000, subject: \"Two thousand octets\")";

/// Paints the maildrops: a tab for each user, then the user and the mails.
pub fn ui(ui: &mut egui::Ui, editor: &mut Editor, words: &Words, outbox: &mut Outbox) {
    let Some(file) = editor.file.clone() else { return };
    let list = way(&[Key::Name("users")]);
    ui.horizontal_wrapped(|ui| {
        for (place, user) in file.users.iter().enumerate() {
            if ui.selectable_label(place == editor.user, &user.name).clicked() {
                editor.user = place;
                editor.leave_field();
            }
        }
        ui.add_space(8.0);
        if ui.button(words.get("ed-add-user")).clicked() {
            let name = free_name("user", |name| file.users.iter().any(|user| user.name == name));
            send(
                outbox,
                Change::Insert(list.clone(), file.users.len(), format!("(name: \"{name}\", password: \"secret\")")),
            );
            editor.user = file.users.len();
        }
        let can = 1 < file.users.len();
        if ui.add_enabled(can, egui::Button::new(words.get("ed-remove-user"))).clicked() {
            send(outbox, Change::Remove(list.clone(), editor.user));
        }
    });
    ui.separator();
    let Some(user) = file.users.get(editor.user) else { return };
    let here = way(&[Key::Name("users"), Key::Index(editor.user)]);
    ScrollArea::vertical().id_salt("edit maildrop").auto_shrink(false).show(ui, |ui| {
        Grid::new("edit user").num_columns(2).spacing(vec2(12.0, 7.0)).show(ui, |ui| {
            user_ui(ui, user, &here, editor, words, outbox);
        });
        ui.add_space(8.0);
        mails_ui(ui, user, &here, editor, words, outbox);
    });
}

fn user_ui(ui: &mut egui::Ui, user: &UserFile, here: &Way, editor: &mut Editor, words: &Words, outbox: &mut Outbox) {
    let entries = [
        Entry::text("ed-user-name", "name", Some(&user.name)).required(),
        Entry::text("ed-password-long", "password", user.password.as_deref()),
        Entry::text("ed-secret-long", "secret", user.secret.as_deref()),
        Entry::text("ed-token-long", "token", user.token.as_deref()),
    ];
    entries_ui(ui, here, entries, editor, words, outbox);
}

fn mails_ui(ui: &mut egui::Ui, user: &UserFile, here: &Way, editor: &mut Editor, words: &Words, outbox: &mut Outbox) {
    let palette = theme::palette(ui);
    let list = [here.clone(), way(&[Key::Name("messages")])].concat();
    let count = words.format("ed-mails", &[("count", (user.messages.len() as u64).into())]);
    section_ui(ui, &count, "");
    for (place, mail) in user.messages.iter().enumerate() {
        ui.horizontal(|ui| {
            let number = (place + 1).to_string();
            let title = words.format("ed-mail-number", &[("number", (&number).into())]);
            ui.label(RichText::new(title).color(palette.strong));
            for (word, change) in [
                ("ed-mail-twice", Change::Duplicate(list.clone(), place)),
                ("ed-mail-up", Change::Shift(list.clone(), place, place.saturating_sub(1))),
                ("ed-mail-remove", Change::Remove(list.clone(), place)),
            ] {
                let button = egui::Button::new(RichText::new(words.get(word)).size(theme::SMALL));
                let can = word != "ed-mail-up" || 0 < place;
                if ui.add_enabled(can, button).clicked() {
                    editor.leave_field();
                    send(outbox, change);
                }
            }
        });
        mail_ui(ui, mail, &list, place, editor, words, outbox);
        ui.add_space(6.0);
    }
    ui.horizontal(|ui| {
        for (word, value) in [("ed-add-mail", NEW_MAIL), ("ed-add-size", NEW_SIZE)] {
            if ui.button(words.get(word)).clicked() {
                send(outbox, Change::Insert(list.clone(), user.messages.len(), value.to_owned()));
            }
        }
    });
    ui.add_space(20.0);
}

fn mail_ui(
    ui: &mut egui::Ui,
    mail: &MessageFile,
    list: &Way,
    place: usize,
    editor: &mut Editor,
    words: &Words,
    outbox: &mut Outbox,
) {
    let here = [list.clone(), way(&[Key::Index(place)])].concat();
    let number = (place + 1).to_string();
    let mut text_ui = |ui: &mut egui::Ui, text: &str, key: Key<'_>| {
        let way = [here.clone(), way(&[key])].concat();
        let what = words.get("ed-mail");
        let name = words.format("ed-mail-field", &[("number", (&number).into()), ("what", (&what).into())]);
        let width = (ui.available_width() - 20.0).clamp(200.0, 760.0);
        let (salt, value) = (format!("{way:?}"), shown(text));
        let field = Field { salt: &salt, name: &name, value: &value, form: Form::Block, width, ..Field::default() };
        field_ui(ui, field, editor, outbox, |written| Change::Value(way, written));
    };
    let unique_id = |unique_id: &Option<String>| Entry::text("ed-unique-id", "unique_id", unique_id.as_deref());
    let entries = match mail {
        MessageFile::Text(text) => {
            text_ui(ui, text, Key::Index(0));
            return;
        }
        MessageFile::Mail { text, unique_id: id, .. } => {
            text_ui(ui, text, Key::Name("text"));
            vec![unique_id(id)]
        }
        MessageFile::Generated { octets, subject, from, unique_id: id } => vec![
            Entry::number("ed-octets", "octets", Some(*octets as u64)).required(),
            Entry::text("ed-subject", "subject", Some(subject)).required(),
            Entry::text("ed-from", "from", from.as_deref()),
            unique_id(id),
        ],
    };
    Grid::new(("edit mail", place)).num_columns(2).spacing(vec2(12.0, 4.0)).show(ui, |ui| {
        entries_ui(ui, &here, entries, editor, words, outbox);
    });
}
