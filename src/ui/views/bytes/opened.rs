//! What is inside of the octets: base64 opened, and how a digest is made.

use eframe::egui;
use eframe::egui::Color32;
use eframe::egui::RichText;
use eframe::egui::WidgetInfo;

use crate::teach::Words;
use crate::ui::icons;
use crate::ui::player::Secrets;
use crate::ui::theme;
use crate::ui::views::bytes::Model;
use crate::ui::views::bytes::peel::Digest;
use crate::ui::views::bytes::peel::Method;
use crate::ui::views::bytes::peel::Peel;
use crate::ui::widgets::edged::edged;

/// What is inside of the octets.
pub(super) fn peels_ui(ui: &mut egui::Ui, model: &Model, typed: &mut String, words: &Words) {
    let palette = theme::palette(ui);
    for peel in &model.peels {
        match peel {
            Peel::NotBase64 => {
                ui.label(RichText::new(words.get("peel-no-base64")).size(theme::SMALL).color(palette.err));
            }
            Peel::Base64 { octets, fields } => {
                let title = words.format("peel-base64", &[("count", (*octets).into())]);
                ui.label(RichText::new(title).size(theme::SMALL).color(palette.weak));
                for field in fields {
                    let value = if field.value.is_empty() { icons::NONE } else { &field.value };
                    fact_ui(ui, &words.get(field.word), value, palette.strong);
                }
            }
            Peel::Digest(digest) => digest_ui(ui, digest, typed, words),
        }
    }
}

/// A name and a value in the type of the wire.
fn fact_ui(ui: &mut egui::Ui, name: &str, value: &str, color: Color32) {
    let palette = theme::palette(ui);
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 8.0;
        ui.label(RichText::new(name).size(theme::SMALL).color(palette.weak));
        ui.label(RichText::new(value).font(theme::mono(theme::MONO)).color(color));
    });
}

/// How a digest is made, part by part.
fn digest_ui(ui: &mut egui::Ui, digest: &Digest, typed: &mut String, words: &Words) {
    let palette = theme::palette(ui);
    let (title, seed, made) = match digest.method {
        Method::Apop => ("peel-apop", "octet-timestamp", "peel-md5"),
        Method::CramMd5 => ("peel-cram-md5", "peel-challenge", "peel-hmac-md5"),
    };
    ui.label(RichText::new(words.get(title)).size(theme::SMALL).color(palette.weak));
    fact_ui(ui, &words.get(seed), &digest.seed, palette.inside);
    match (digest.asks, &digest.secret) {
        (Some(secrets), _) => secret_ui(ui, typed, secrets, words),
        (None, Some(secret)) => fact_ui(ui, &words.get("peel-secret"), secret, palette.inside),
        (None, None) => (),
    }
    if let Some(digest) = &digest.made {
        fact_ui(ui, &words.get(made), digest, palette.strong);
    }
    let (verdict, color) = match digest.agrees() {
        Some(true) => ("peel-same", palette.ok),
        Some(false) => ("peel-other", palette.err),
        None => ("peel-unknown", palette.weak),
    };
    fact_ui(ui, &words.get("peel-sent"), &digest.sent, palette.strong);
    ui.horizontal(|ui| {
        ui.label(RichText::new(words.get(verdict)).size(theme::SMALL).color(color));
        if !typed.is_empty() && ui.link(RichText::new(words.get("peel-forget")).size(theme::SMALL)).clicked() {
            typed.clear();
        }
    });
}

/// A field to type the secret of a digest.
fn secret_ui(ui: &mut egui::Ui, typed: &mut String, secrets: Secrets, words: &Words) {
    let name = words.get("peel-type-secret");
    let hidden = secrets == Secrets::Masked;
    let field = egui::TextEdit::singleline(typed).id_salt("secret").password(hidden).hint_text(name.clone());
    let response = edged(ui, |ui| ui.add(field.desired_width(240.0).margin(egui::vec2(8.0, 5.0))));
    response.widget_info(|| {
        let shown = if hidden { "" } else { typed.as_str() };
        let mut info = WidgetInfo::text_edit(true, "", shown, "");
        info.label = Some(name.clone());
        info
    });
}
