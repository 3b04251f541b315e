//! Forms: what the server can do, and what the scenario is called.

use eframe::egui;
use eframe::egui::Grid;
use eframe::egui::RichText;
use eframe::egui::ScrollArea;
use eframe::egui::vec2;

use crate::source;
use crate::source::place::Key;
use crate::source::scenario_file::Mechanism;
use crate::source::scenario_file::Phrase;
use crate::source::scenario_file::Policy;
use crate::source::scenario_file::ServerFile;
use crate::source::scenario_file::TlsOffer;
use crate::source::scenario_file::WordsFile;
use crate::source::serve::Profile;
use crate::source::write;
use crate::teach::Words;
use crate::ui::editor::Change;
use crate::ui::editor::Editor;
use crate::ui::editor::change::Way;
use crate::ui::editor::change::way;
use crate::ui::editor::fields::Field;
use crate::ui::editor::fields::choice_ui;
use crate::ui::editor::fields::field_ui;
use crate::ui::editor::fields::send;
use crate::ui::editor::rows::Form;
use crate::ui::editor::rows::shown;
use crate::ui::outbox::Outbox;
use crate::ui::theme;
use crate::ui::widgets::section::section_ui;

/// How wide the names of the fields are.
const LABELS: f32 = 190.0;
/// How wide a field is at most.
const FIELD: f32 = 520.0;
/// The phrases that are offered first; all others stand in the source.
const PHRASES: [(Phrase, &str); 6] = [
    (Phrase::Greeting, "ed-text-greeting"),
    (Phrase::User, "ed-text-user"),
    (Phrase::Login, "ed-text-login"),
    (Phrase::LoginFailed, "ed-text-login-failed"),
    (Phrase::Locked, "ed-text-locked"),
    (Phrase::Quit, "ed-text-quit"),
];

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
        // An empty box is seen to be one.
        ui.visuals_mut().widgets.inactive.bg_stroke = egui::Stroke::new(1.0, palette.no_state);
        content(ui);
    });
    ui.end_row();
}

/// A field of a struct. Without text the field goes, if it may.
#[expect(clippy::too_many_arguments, reason = "a field has a place, a name, a value and a form")]
pub fn entry_ui(
    ui: &mut egui::Ui,
    editor: &mut Editor,
    outbox: &mut Outbox,
    words: &Words,
    label: &str,
    (way, name): (&Way, &str),
    (value, optional): (Option<&str>, bool),
    (form, hint): (Form, &str),
) {
    let label = words.get(label);
    let salt = format!("{way:?} {name}");
    labelled(ui, &label, |ui| {
        let width = if form == Form::Number { 110.0 } else { (ui.available_width() - 16.0).clamp(120.0, FIELD) };
        let mono = matches!(form, Form::Octets | Form::Raw | Form::Number);
        // An empty number is no number, and means that there is none.
        let form_typed = if optional && form == Form::Number { Form::Text } else { form };
        let value = value.unwrap_or_default();
        let field = Field { salt: &salt, name: &label, value, form: form_typed, width, mono, optional, hint };
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

/// Words in both languages.
fn both_ui(
    ui: &mut egui::Ui,
    editor: &mut Editor,
    outbox: &mut Outbox,
    words: &Words,
    name: &str,
    both: &WordsFile,
    form: Form,
) {
    let way = way(&[Key::Name(name)]);
    for (language, text) in [("en", &both.en), ("ru", &both.ru)] {
        let text = if form == Form::Block { shown(text) } else { text.clone() };
        let label = format!("ed-{name}-{language}");
        entry_ui(ui, editor, outbox, words, &label, (&way, language), (Some(&text), false), (form, ""));
    }
}

/// Paints what the scenario is called, and when it plays.
pub fn about_ui(ui: &mut egui::Ui, editor: &mut Editor, words: &Words, outbox: &mut Outbox) {
    let Some(file) = editor.file.clone() else { return };
    let root = Way::new();
    page_ui(ui, "about", |ui| {
        both_ui(ui, editor, outbox, words, "title", &file.title, Form::Text);
        both_ui(ui, editor, outbox, words, "about", &file.about, Form::Text);
        let start = (file.start.as_deref(), true);
        entry_ui(ui, editor, outbox, words, "ed-start", (&root, "start"), start, (Form::Text, ""));
        for (label, name, value) in
            [("ed-latency", "latency_millis", file.latency_millis), ("ed-pause", "pause_millis", file.pause_millis)]
        {
            let value = value.map(|value| value.to_string());
            entry_ui(ui, editor, outbox, words, label, (&root, name), (value.as_deref(), true), (Form::Number, ""));
        }
    });
}

/// A page of fields.
pub fn page_ui(ui: &mut egui::Ui, salt: &str, content: impl FnOnce(&mut egui::Ui)) {
    ScrollArea::vertical().id_salt(("edit form", salt)).auto_shrink(false).show(ui, |ui| {
        ui.add_space(4.0);
        Grid::new(("edit grid", salt)).num_columns(2).spacing(vec2(12.0, 7.0)).show(ui, content);
        ui.add_space(20.0);
    });
}

/// Paints what the server can do.
pub fn server_ui(ui: &mut egui::Ui, editor: &mut Editor, words: &Words, outbox: &mut Outbox) {
    let Some(file) = editor.file.clone() else { return };
    let server = &file.server;
    let at = way(&[Key::Name("server")]);
    let base = server.profile.as_deref().and_then(Profile::named).unwrap_or_default();
    page_ui(ui, "server", |ui| {
        profile_ui(ui, server, &at, words, outbox);
        let host = (server.host.as_deref(), true);
        entry_ui(ui, editor, outbox, words, "ed-host", (&at, "host"), host, (Form::Text, ""));
        tls_ui(ui, server, &base, &at, words, outbox);
        let set = |outbox: &mut Outbox, name: &str, value: String| {
            send(outbox, Change::Field(at.clone(), name.to_owned(), value));
        };
        labelled(ui, &words.get("ed-logins"), |ui| {
            for (name, text, now) in [
                ("user_pass", "USER, PASS", server.user_pass.unwrap_or(base.user_pass)),
                ("apop", "APOP", server.apop.unwrap_or(base.apop)),
            ] {
                let mut on = now;
                if ui.checkbox(&mut on, text).changed() {
                    set(outbox, name, on.to_string());
                }
            }
        });
        labelled(ui, "AUTH", |ui| {
            let now = server.mechanisms.clone().unwrap_or_else(|| base.mechanisms.clone());
            for mechanism in Mechanism::ALL {
                let mut on = now.contains(&mechanism);
                if ui.checkbox(&mut on, mechanism.name()).changed() {
                    let chosen = Mechanism::ALL
                        .into_iter()
                        .filter(|other| if *other == mechanism { on } else { now.contains(other) });
                    let names: Vec<String> = chosen.map(|mechanism| format!("{mechanism:?}")).collect();
                    set(outbox, "mechanisms", format!("[{}]", names.join(", ")));
                }
            }
        });
        labelled(ui, &words.get("ed-commands-server"), |ui| {
            for (name, text, now) in [
                ("capa", "CAPA", server.capa.unwrap_or(base.capa)),
                ("top", "TOP", server.top.unwrap_or(base.top)),
                ("uidl", "UIDL", server.uidl.unwrap_or(base.uidl)),
                ("pipelining", "PIPELINING", server.pipelining.unwrap_or(base.pipelining)),
                ("resp_codes", "RESP-CODES", server.resp_codes.unwrap_or(base.resp_codes)),
            ] {
                let mut on = now;
                if ui.checkbox(&mut on, text).changed() {
                    set(outbox, name, on.to_string());
                }
            }
        });
        let now = server.cleartext_login.unwrap_or(base.cleartext_login);
        let mut refuses = now == Policy::Refuse;
        labelled(ui, &words.get("ed-cleartext"), |ui| {
            if ui.checkbox(&mut refuses, words.get("ed-cleartext-refuse")).changed() {
                set(outbox, "cleartext_login", if refuses { "Refuse" } else { "Accept" }.to_owned());
            }
        });
        for (label, name, value) in [
            ("ed-autologout", "autologout", server.autologout),
            ("ed-attempts", "login_attempts", server.login_attempts.map(u64::from)),
        ] {
            let value = value.map(|value| value.to_string());
            entry_ui(ui, editor, outbox, words, label, (&at, name), (value.as_deref(), true), (Form::Number, ""));
        }
        let named = server.deviations.as_ref().map(|all| {
            let names: Vec<String> = all.iter().map(|one| write::literal(one.name().as_bytes())).collect();
            format!("[{}]", names.join(", "))
        });
        let deviations = (named.as_deref(), true);
        entry_ui(ui, editor, outbox, words, "ed-deviations", (&at, "deviations"), deviations, (Form::Raw, ""));
        ui.scope(|ui| section_ui(ui, &words.get("ed-texts"), ""));
        ui.end_row();
        let texts = [at.clone(), way(&[Key::Name("texts")])].concat();
        for (phrase, label) in PHRASES {
            let value = server.texts.get(&phrase).map(String::as_str);
            entry_ui(
                ui,
                editor,
                outbox,
                words,
                label,
                (&texts, phrase.name()),
                (value, true),
                (Form::Text, phrase.default_text()),
            );
        }
    });
}

fn profile_ui(ui: &mut egui::Ui, server: &ServerFile, at: &Way, words: &Words, outbox: &mut Outbox) {
    labelled(ui, &words.get("live-profile"), |ui| {
        let all: Vec<String> = source::profiles().map(str::to_owned).collect();
        let now = server.profile.clone().unwrap_or_else(|| all.first().cloned().unwrap_or_default());
        if let Some(chosen) = choice_ui(ui, "profile", &words.get("live-profile"), &now, 150.0, &all) {
            let name = write::literal(all[chosen].as_bytes());
            send(outbox, Change::Field(at.clone(), "profile".to_owned(), name));
        }
        ui.label(RichText::new(words.get("ed-profile-hint")).size(theme::SMALL).color(theme::palette(ui).weak));
    });
}

fn tls_ui(ui: &mut egui::Ui, server: &ServerFile, base: &Profile, at: &Way, words: &Words, outbox: &mut Outbox) {
    let now = server.tls.unwrap_or(base.tls);
    labelled(ui, "TLS", |ui| {
        for (offer, word) in [
            (TlsOffer::None, "live-tls-none"),
            (TlsOffer::Stls, "live-tls-stls"),
            (TlsOffer::Implicit, "live-tls-implicit"),
        ] {
            if ui.selectable_label(offer == now, words.get(word)).clicked() {
                send(outbox, Change::Field(at.clone(), "tls".to_owned(), format!("{offer:?}")));
            }
        }
    });
}
