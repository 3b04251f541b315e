//! What the server can do, and what it says.

use eframe::egui;
use eframe::egui::RichText;

use crate::source;
use crate::source::place::Key;
use crate::source::scenario_file::Mechanism;
use crate::source::scenario_file::Policy;
use crate::source::scenario_file::ServerFile;
use crate::source::scenario_file::TlsOffer;
use crate::source::serve::Profile;
use crate::source::write;
use crate::teach::Words;
use crate::ui::editor::Change;
use crate::ui::editor::Editor;
use crate::ui::editor::change::Way;
use crate::ui::editor::change::way;
use crate::ui::editor::entries::Entry;
use crate::ui::editor::entries::entries_ui;
use crate::ui::editor::entries::labelled;
use crate::ui::editor::entries::page_ui;
use crate::ui::editor::fields::choice_ui;
use crate::ui::editor::fields::send;
use crate::ui::editor::phrases::phrases_ui;
use crate::ui::editor::typed::Form;
use crate::ui::outbox::Outbox;
use crate::ui::theme;

/// Paints the page.
pub fn ui(ui: &mut egui::Ui, editor: &mut Editor, words: &Words, outbox: &mut Outbox) {
    let Some(file) = editor.file.clone() else { return };
    let server = &file.server;
    let at = way(&[Key::Name("server")]);
    let base = server.profile.as_deref().and_then(Profile::named).unwrap_or_default();
    page_ui(ui, "server", |ui| {
        profile_ui(ui, server, &at, words, outbox);
        let host = Entry::text("ed-host", "host", server.host.as_deref());
        entries_ui(ui, &at, [host], editor, words, outbox);
        tls_ui(ui, server, &base, &at, words, outbox);
        let logins = [
            ("user_pass", "USER, PASS", server.user_pass.unwrap_or(base.user_pass)),
            ("apop", "APOP", server.apop.unwrap_or(base.apop)),
        ];
        switches_ui(ui, &words.get("ed-logins"), &logins, &at, outbox);
        mechanisms_ui(ui, server, &base, &at, outbox);
        let commands = [
            ("capa", "CAPA", server.capa.unwrap_or(base.capa)),
            ("top", "TOP", server.top.unwrap_or(base.top)),
            ("uidl", "UIDL", server.uidl.unwrap_or(base.uidl)),
            ("pipelining", "PIPELINING", server.pipelining.unwrap_or(base.pipelining)),
            ("resp_codes", "RESP-CODES", server.resp_codes.unwrap_or(base.resp_codes)),
        ];
        switches_ui(ui, &words.get("ed-commands-server"), &commands, &at, outbox);
        let mut refuses = server.cleartext_login.unwrap_or(base.cleartext_login) == Policy::Refuse;
        labelled(ui, &words.get("ed-cleartext"), |ui| {
            if ui.checkbox(&mut refuses, words.get("ed-cleartext-refuse")).changed() {
                set(outbox, &at, "cleartext_login", if refuses { "Refuse" } else { "Accept" }.to_owned());
            }
        });
        let named = server.deviations.as_ref().map(|all| {
            let names: Vec<String> = all.iter().map(|one| write::literal(one.name().as_bytes())).collect();
            format!("[{}]", names.join(", "))
        });
        let entries = [
            Entry::number("ed-autologout", "autologout", server.autologout),
            Entry::number("ed-attempts", "login_attempts", server.login_attempts.map(u64::from)),
            Entry { form: Form::Raw, ..Entry::text("ed-deviations", "deviations", named.as_deref()) },
        ];
        entries_ui(ui, &at, entries, editor, words, outbox);
        phrases_ui(ui, server, &at, editor, words, outbox);
    });
}

/// Sets a field of the server.
fn set(outbox: &mut Outbox, at: &Way, name: &str, value: String) {
    send(outbox, Change::Field(at.clone(), name.to_owned(), value));
}

/// What is there or not: the name of each in the file, what the window calls it, and how it is.
fn switches_ui(ui: &mut egui::Ui, label: &str, switches: &[(&str, &str, bool)], at: &Way, outbox: &mut Outbox) {
    labelled(ui, label, |ui| {
        for &(name, text, mut on) in switches {
            if ui.checkbox(&mut on, text).changed() {
                set(outbox, at, name, on.to_string());
            }
        }
    });
}

fn mechanisms_ui(ui: &mut egui::Ui, server: &ServerFile, base: &Profile, at: &Way, outbox: &mut Outbox) {
    labelled(ui, "AUTH", |ui| {
        let now = server.mechanisms.as_ref().unwrap_or(&base.mechanisms);
        for mechanism in Mechanism::ALL {
            let mut on = now.contains(&mechanism);
            if ui.checkbox(&mut on, mechanism.name()).changed() {
                let chosen = Mechanism::ALL
                    .into_iter()
                    .filter(|other| if *other == mechanism { on } else { now.contains(other) });
                let names: Vec<String> = chosen.map(|mechanism| format!("{mechanism:?}")).collect();
                set(outbox, at, "mechanisms", format!("[{}]", names.join(", ")));
            }
        }
    });
}

fn profile_ui(ui: &mut egui::Ui, server: &ServerFile, at: &Way, words: &Words, outbox: &mut Outbox) {
    labelled(ui, &words.get("live-profile"), |ui| {
        let all: Vec<String> = source::profiles().map(str::to_owned).collect();
        let now = server.profile.clone().unwrap_or_else(|| all.first().cloned().unwrap_or_default());
        if let Some(chosen) = choice_ui(ui, "profile", &words.get("live-profile"), &now, 150.0, &all) {
            let name = write::literal(all[chosen].as_bytes());
            set(outbox, at, "profile", name);
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
                set(outbox, at, "tls", format!("{offer:?}"));
            }
        }
    });
}
