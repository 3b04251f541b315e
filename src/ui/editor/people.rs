//! People: whose maildrops there are and what is in them, and which clients connect.

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
use crate::ui::editor::fields::Field;
use crate::ui::editor::fields::field_ui;
use crate::ui::editor::fields::send;
use crate::ui::editor::forms::entry_ui;
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
pub fn users_ui(ui: &mut egui::Ui, editor: &mut Editor, words: &Words, outbox: &mut Outbox) {
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
    let name = (Some(user.name.as_str()), false);
    entry_ui(ui, editor, outbox, words, "ed-user-name", (here, "name"), name, (Form::Text, ""));
    for (label, field, value) in [
        ("ed-password-long", "password", &user.password),
        ("ed-secret-long", "secret", &user.secret),
        ("ed-token-long", "token", &user.token),
    ] {
        entry_ui(ui, editor, outbox, words, label, (here, field), (value.as_deref(), true), (Form::Text, ""));
    }
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
    match mail {
        MessageFile::Text(text) => text_ui(ui, text, Key::Index(0)),
        MessageFile::Mail { text, unique_id, .. } => {
            text_ui(ui, text, Key::Name("text"));
            Grid::new(("edit mail", place)).num_columns(2).spacing(vec2(12.0, 4.0)).show(ui, |ui| {
                let id = (unique_id.as_deref(), true);
                entry_ui(ui, editor, outbox, words, "ed-unique-id", (&here, "unique_id"), id, (Form::Text, ""));
            });
        }
        MessageFile::Generated { octets, subject, from, unique_id } => {
            Grid::new(("edit mail", place)).num_columns(2).spacing(vec2(12.0, 4.0)).show(ui, |ui| {
                let size = octets.to_string();
                entry_ui(
                    ui,
                    editor,
                    outbox,
                    words,
                    "ed-octets",
                    (&here, "octets"),
                    (Some(&size), false),
                    (Form::Number, ""),
                );
                let subject = (Some(subject.as_str()), false);
                entry_ui(ui, editor, outbox, words, "ed-subject", (&here, "subject"), subject, (Form::Text, ""));
                for (label, name, value) in [("ed-from", "from", from), ("ed-unique-id", "unique_id", unique_id)] {
                    entry_ui(
                        ui,
                        editor,
                        outbox,
                        words,
                        label,
                        (&here, name),
                        (value.as_deref(), true),
                        (Form::Text, ""),
                    );
                }
            });
        }
    }
}

/// Paints the clients.
pub fn clients_ui(ui: &mut egui::Ui, editor: &mut Editor, words: &Words, outbox: &mut Outbox) {
    let Some(file) = editor.file.clone() else { return };
    let list = way(&[Key::Name("clients")]);
    ScrollArea::vertical().id_salt("edit clients").auto_shrink(false).show(ui, |ui| {
        if file.clients.is_empty() {
            ui.label(words.get("ed-one-client"));
        }
        for (place, client) in file.clients.iter().enumerate() {
            let here = way(&[Key::Name("clients"), Key::Index(place)]);
            ui.horizontal(|ui| {
                section_ui(ui, &client.name, "");
                if ui.button(words.get("ed-remove-client")).clicked() {
                    send(outbox, Change::Remove(list.clone(), place));
                }
            });
            Grid::new(("edit client", place)).num_columns(2).spacing(vec2(12.0, 6.0)).show(ui, |ui| {
                let name = (Some(client.name.as_str()), false);
                entry_ui(ui, editor, outbox, words, "ed-client-name", (&here, "name"), name, (Form::Text, ""));
                let address = (client.address.as_deref(), true);
                entry_ui(ui, editor, outbox, words, "ed-address", (&here, "address"), address, (Form::Text, ""));
                for (label, field, value) in [
                    ("ed-latency", "latency_millis", client.latency_millis),
                    ("ed-pause", "pause_millis", client.pause_millis),
                ] {
                    let value = value.map(|value| value.to_string());
                    entry_ui(
                        ui,
                        editor,
                        outbox,
                        words,
                        label,
                        (&here, field),
                        (value.as_deref(), true),
                        (Form::Number, ""),
                    );
                }
            });
            ui.add_space(8.0);
        }
        ui.horizontal(|ui| {
            if ui.button(words.get("ed-add-client")).clicked() {
                let name = free_name("client", |name| file.clients.iter().any(|client| client.name == name));
                send(outbox, Change::Insert(list.clone(), file.clients.len(), format!("(name: \"{name}\")")));
            }
        });
    });
}

/// A name that nobody has.
fn free_name(stem: &str, taken: impl Fn(&str) -> bool) -> String {
    let mut number = 1;
    while taken(&format!("{stem}{number}")) {
        number += 1;
    }
    format!("{stem}{number}")
}
