//! Live: the server for real mail programs, how they reach it, and who did.

use std::collections::BTreeMap;

use eframe::egui;
use eframe::egui::Button;
use eframe::egui::ComboBox;
use eframe::egui::Grid;
use eframe::egui::RichText;
use eframe::egui::Role;
use eframe::egui::ScrollArea;
use eframe::egui::WidgetInfo;
use eframe::egui::vec2;

use crate::proto::line::printable;
use crate::session::ConnectionId;
use crate::source;
use crate::source::serve::TlsOffer;
use crate::teach::Words;
use crate::ui::command::Live as Wish;
use crate::ui::command::UiCommand;
use crate::ui::document::Origin;
use crate::ui::icons;
use crate::ui::live::About;
use crate::ui::live::Choice;
use crate::ui::live::DEFAULT_PORT;
use crate::ui::live::Held;
use crate::ui::live::Live;
use crate::ui::outbox::Outbox;
use crate::ui::shelf::Shelf;
use crate::ui::theme;
use crate::ui::views::call;
use crate::ui::views::exercises::page_title_ui;
use crate::ui::widgets::edged::edged;
use crate::ui::widgets::edged::tick_ui;
use crate::ui::widgets::section::empty_ui;
use crate::ui::widgets::section::section_ui;

/// How wide the form of the server is.
const FORM: f32 = 300.0;
/// The offers of TLS, with their names in the Fluent files.
const OFFERS: [(TlsOffer, &str); 3] =
    [(TlsOffer::None, "live-tls-none"), (TlsOffer::Stls, "live-tls-stls"), (TlsOffer::Implicit, "live-tls-implicit")];

/// The halves of the page.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Half {
    /// The server of the window.
    #[default]
    Serve,
    /// A connection to another one.
    Connect,
}

/// What was chosen and typed, and never saved.
#[derive(Debug)]
pub struct State {
    /// Which half is shown.
    pub half: Half,
    /// The name of the profile.
    pub profile: String,
    /// Whether and how TLS is spoken.
    pub tls: TlsOffer,
    /// The port, as it was typed.
    pub port: String,
    /// What was typed in place of replies that wait, by connection and number of the session: a server that is
    /// started anew counts its connections from the beginning.
    pub edited: BTreeMap<(ConnectionId, u64), String>,
    /// Sessions for which there was no room.
    pub left_out: u64,
}

impl Default for State {
    fn default() -> Self {
        Self {
            half: Half::Serve,
            profile: source::profiles().next().unwrap_or_default().to_owned(),
            tls: TlsOffer::None,
            port: DEFAULT_PORT.to_string(),
            edited: BTreeMap::new(),
            left_out: 0,
        }
    }
}

impl State {
    /// What is to be started; `None` if the port is none.
    #[must_use]
    pub fn choice(&self) -> Option<Choice> {
        let port = self.port.trim().parse().ok()?;
        Some(Choice { profile: self.profile.clone(), tls: self.tls, port })
    }
}

/// What the page shows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Model {
    /// Where the server listens, if it runs.
    pub address: Option<String>,
    /// How it is reached: names and values.
    pub settings: Vec<(String, String)>,
    /// The certificate as text.
    pub pem: Option<String>,
    /// Sessions, the newest first: number, label, and whether it goes on.
    pub sessions: Vec<(u64, String, bool)>,
    /// Whether replies are held back.
    pub holds: bool,
    /// Those that wait.
    pub held: BTreeMap<ConnectionId, Held>,
    /// The connection to another server.
    pub call: call::Model,
}

impl Model {
    /// Reads the server and its document.
    #[must_use]
    pub fn new(live: &Live, call: call::Model, shelf: &Shelf, words: &Words) -> Self {
        let document = shelf.documents().iter().find(|document| document.origin == Origin::Live);
        let sessions = document.iter().flat_map(|document| document.sessions.iter().rev()).map(|session| {
            let label = session.label.get(words.language()).to_owned();
            (session.number, label, live.goes_on(session.number))
        });
        Self {
            address: live.about().map(|about| about.address.to_string()),
            settings: live.about().map(|about| settings(about, words)).unwrap_or_default(),
            pem: live.about().and_then(|about| Some(about.certificate.as_ref()?.1.clone())),
            sessions: sessions.collect(),
            holds: live.holds(),
            held: live.held(),
            call,
        }
    }
}

/// What people type into their programs.
fn settings(about: &About, words: &Words) -> Vec<(String, String)> {
    let (host, port) = (about.address.ip().to_string(), about.address.port().to_string());
    let mut rows = vec![(words.get("live-address"), host.clone()), (words.get("live-port"), port.clone())];
    let login = about.logins.first();
    let user = login.map(|login| printable(login.user.as_bytes())).unwrap_or_default();
    let secret = login.and_then(|login| login.secret.as_ref());
    let password = secret.map(|secret| printable(secret.reveal())).unwrap_or_default();
    rows.push((words.get("live-user"), user.clone()));
    rows.push((words.get("live-password"), password.clone()));
    let (security, scheme, trust) = match about.tls {
        TlsOffer::None => ("live-security-none", "pop3", ""),
        TlsOffer::Stls => ("live-security-stls", "pop3", "--ssl-reqd --insecure "),
        TlsOffer::Implicit => ("live-security-implicit", "pop3s", "--insecure "),
    };
    let security = words.get(security);
    let arguments = [
        ("host", (&host).into()),
        ("port", (&port).into()),
        ("security", (&security).into()),
        ("user", (&user).into()),
    ];
    rows.push((words.get("live-thunderbird"), words.format("live-thunderbird-text", &arguments)));
    rows.push(("curl".to_owned(), format!("curl {trust}--user {user}:{password} {scheme}://{host}:{port}/1")));
    if about.tls != TlsOffer::Implicit {
        rows.push(("telnet".to_owned(), format!("telnet {host} {port}")));
    }
    if about.tls != TlsOffer::None {
        let stls = if about.tls == TlsOffer::Stls { " -starttls pop3" } else { "" };
        let line = format!("openssl s_client -quiet -crlf{stls} -connect {host}:{port}");
        rows.push(("openssl".to_owned(), line));
    }
    if let Some((fingerprint, _)) = &about.certificate {
        rows.push((words.get("live-certificate"), fingerprint.clone()));
    }
    rows
}

/// Paints the page.
pub fn ui(
    ui: &mut egui::Ui,
    model: &Model,
    (state, line): (&mut State, &mut call::State),
    words: &Words,
    outbox: &mut Outbox,
) {
    let (title, text) = match state.half {
        Half::Serve => ("live-title", "live-text"),
        Half::Connect => ("call-page-title", "call-page-text"),
    };
    page_title_ui(ui, &words.get(title), &words.get(text), words, outbox);
    let frame = egui::Frame::new().inner_margin(egui::Margin { left: 12, right: 10, top: 4, bottom: 6 });
    frame.show(ui, |ui| {
        ScrollArea::vertical().id_salt("live").auto_shrink(false).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 6.0;
            ui.horizontal(|ui| {
                for (half, word) in [(Half::Serve, "live-half-serve"), (Half::Connect, "live-half-connect")] {
                    ui.selectable_value(&mut state.half, half, words.get(word));
                }
            });
            if state.half == Half::Connect {
                call::form_ui(ui, &model.call, line, words, outbox);
                ui.add_space(10.0);
                section_ui(ui, &words.get("live-sessions"), "");
                sessions_ui(ui, model, words, outbox);
                return;
            }
            server_ui(ui, model, state, words, outbox);
            ui.add_space(10.0);
            section_ui(ui, &words.get("live-connect"), "");
            if model.settings.is_empty() {
                empty_ui(ui, &words.get("live-first"));
            } else {
                settings_ui(ui, model, words, outbox);
            }
            if !model.held.is_empty() {
                ui.add_space(10.0);
                section_ui(ui, &words.get("live-held"), "");
                for (id, held) in &model.held {
                    held_ui(ui, *id, held, state, words, outbox);
                }
            }
            ui.add_space(10.0);
            section_ui(ui, &words.get("live-sessions"), "");
            sessions_ui(ui, model, words, outbox);
        });
    });
}

/// The form, and the button that starts and stops.
fn server_ui(ui: &mut egui::Ui, model: &Model, state: &mut State, words: &Words, outbox: &mut Outbox) {
    let palette = theme::palette(ui);
    let runs = model.address.is_some();
    section_ui(ui, &words.get("live-settings"), "");
    ui.add_enabled_ui(!runs, |ui| {
        Grid::new("live form").num_columns(2).spacing(vec2(14.0, 6.0)).show(ui, |ui| {
            let label = ui.label(words.get("live-profile")).id;
            let profile = ComboBox::from_id_salt("live-profile").width(FORM / 2.0).selected_text(&state.profile);
            let response = profile.show_ui(ui, |ui| {
                for name in source::profiles() {
                    ui.selectable_value(&mut state.profile, name.to_owned(), name);
                }
            });
            response.response.labelled_by(label);
            ui.end_row();
            ui.label(words.get("live-tls"));
            ui.horizontal(|ui| {
                for (offer, word) in OFFERS {
                    ui.selectable_value(&mut state.tls, offer, words.get(word));
                }
            });
            ui.end_row();
            let label = ui.label(words.get("live-port")).id;
            ui.horizontal(|ui| {
                let field = egui::TextEdit::singleline(&mut state.port).desired_width(64.0);
                edged(ui, |ui| ui.add(field)).labelled_by(label);
                ui.label(RichText::new(words.get("live-port-hint")).size(theme::SMALL).color(palette.weak));
            });
            ui.end_row();
        });
    });
    ui.horizontal(|ui| {
        let (word, wish) = if runs { ("live-stop", Wish::Stop) } else { ("live-start", Wish::Start) };
        let text = RichText::new(words.get(word)).color(palette.strong);
        let button = Button::new(text).fill(palette.tinted(palette.accent, 0.22)).min_size(vec2(120.0, 32.0));
        if ui.add(button).clicked() {
            outbox.send(UiCommand::Live(wish));
        }
        ui.add_space(8.0);
        let (text, color) = match &model.address {
            Some(address) => (words.format("live-runs", &[("address", address.into())]), palette.ok),
            None => (words.get("live-rests"), palette.weak),
        };
        ui.label(RichText::new(text).color(color));
    });
    let mut holds = model.holds;
    if tick_ui(ui, &mut holds, words.get("live-hold")).changed() {
        outbox.send(UiCommand::Live(Wish::Hold));
    }
}

fn copy_ui(ui: &mut egui::Ui, what: &str, text: &str, words: &Words, outbox: &mut Outbox) {
    let name = words.format("live-copy-of", &[("what", what.into())]);
    let response = ui.small_button(words.get("live-copy"));
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &name));
    if response.on_hover_text(&name).clicked() {
        outbox.send(UiCommand::Live(Wish::Copy(text.to_owned())));
    }
}

fn settings_ui(ui: &mut egui::Ui, model: &Model, words: &Words, outbox: &mut Outbox) {
    let palette = theme::palette(ui);
    let names = FORM * 0.45;
    for (name, value) in &model.settings {
        ui.horizontal_top(|ui| {
            copy_ui(ui, name, value, words, outbox);
            let left = ui.cursor().left();
            ui.scope(|ui| {
                ui.set_max_width(names);
                ui.add(egui::Label::new(RichText::new(name).color(palette.weak)).wrap());
            });
            ui.add_space((left + names + 12.0 - ui.cursor().left()).max(0.0));
            let value = RichText::new(value).font(theme::mono(theme::MONO)).color(palette.strong);
            ui.add(egui::Label::new(value).wrap());
        });
    }
    if let Some(pem) = &model.pem {
        ui.horizontal(|ui| {
            let name = words.get("live-pem");
            copy_ui(ui, &name, pem, words, outbox);
            ui.label(RichText::new(name).color(palette.weak));
        });
    }
}

/// A reply that waits: it goes as it is, or changed.
fn held_ui(ui: &mut egui::Ui, id: ConnectionId, held: &Held, state: &mut State, words: &Words, outbox: &mut Outbox) {
    let palette = theme::palette(ui);
    let number = (held.number + 1).to_string();
    ui.label(words.format("live-held-of", &[("number", (&number).into())]));
    if let Some(octets) = held.message_octets {
        let text = words.format("live-held-message", &[("octets", octets.into())]);
        ui.label(RichText::new(text).size(theme::SMALL).color(palette.weak));
    }
    let as_it_is = || {
        let lines = held.octets.split(|octet| *octet == b'\n');
        let lines: Vec<_> = lines.map(|line| printable(line.strip_suffix(b"\r").unwrap_or(line))).collect();
        lines.join("\n")
    };
    let text = state.edited.entry((id, held.number)).or_insert_with(as_it_is);
    let field = egui::TextEdit::multiline(text).id_salt(("held", id)).font(theme::mono(theme::MONO)).desired_rows(2);
    let response = edged(ui, |ui| ui.add(field.desired_width(f32::INFINITY)));
    let name = words.get("live-reply");
    response.widget_info(|| {
        let mut info = WidgetInfo::text_edit(true, "", text.as_str(), &name);
        info.label = Some(name.clone());
        info
    });
    ui.horizontal(|ui| {
        if ui.button(words.get("live-release")).clicked() {
            outbox.send(UiCommand::Live(Wish::Release(id)));
        }
        if ui.button(words.get("live-change")).clicked() {
            outbox.send(UiCommand::Live(Wish::Change(id, lines_of(text))));
        }
    });
}

/// A text as the network has it: each line ends with CR LF, the last one too.
fn lines_of(text: &str) -> Vec<u8> {
    text.trim_end_matches('\n').split('\n').flat_map(|line| [line, "\r\n"]).collect::<String>().into_bytes()
}

fn sessions_ui(ui: &mut egui::Ui, model: &Model, words: &Words, outbox: &mut Outbox) {
    let palette = theme::palette(ui);
    if model.sessions.is_empty() {
        empty_ui(ui, &words.get("live-no-sessions"));
    }
    for (number, label, goes_on) in &model.sessions {
        let text = if *goes_on {
            format!("{} {label} {} {}", icons::CHOSEN, icons::DOT, words.get("live-is-open"))
        } else {
            format!("{} {label}", icons::NOT_CHOSEN)
        };
        let color = if *goes_on { palette.strong } else { palette.text };
        let button = Button::new(RichText::new(&text).color(color)).frame(false).min_size(vec2(0.0, 24.0));
        let response = ui.add(button);
        response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &text));
        if response.clicked() {
            outbox.send(UiCommand::Live(Wish::Show(*number)));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_typed_ends_as_lines_of_the_network_do() {
        assert_eq!(lines_of("+OK\na\n.\n"), b"+OK\r\na\r\n.\r\n");
        assert_eq!(lines_of("-ERR no"), b"-ERR no\r\n");
    }

    #[test]
    fn a_port_is_a_number_that_fits() {
        let choice = |port: &str| State { port: port.to_owned(), ..State::default() }.choice();
        assert_eq!(choice(" 0 ").map(|choice| choice.port), Some(0));
        assert!(choice("65536").is_none() && choice("").is_none() && choice("pop3").is_none());
        assert_eq!(State::default().choice().map(|choice| choice.port), Some(DEFAULT_PORT));
    }
}
