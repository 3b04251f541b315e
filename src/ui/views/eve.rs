//! Eve: what somebody on the wire has learnt so far, and why she sees a step or does not.

use eframe::egui;
use eframe::egui::RichText;

use crate::inspect::eve::Ends;
use crate::inspect::eve::Has;
use crate::inspect::eve::Learnt;
use crate::inspect::eve::SeenLogin;
use crate::inspect::eve::SeenMail;
use crate::inspect::login::Outcome;
use crate::proto::line::printable;
use crate::proto::secret::MASK;
use crate::session::Cursor;
use crate::session::eve::Seen;
use crate::session::snapshot::Tls;
use crate::session::timeline::Said;
use crate::teach::Language;
use crate::teach::Words;
use crate::ui::command::Session;
use crate::ui::command::UiCommand;
use crate::ui::icons;
use crate::ui::outbox::Outbox;
use crate::ui::player::Player;
use crate::ui::player::Secrets;
use crate::ui::theme;

/// Answers of which the sizes are told.
const MOST_ANSWERS: usize = 12;

/// What the panel says, part by part.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Model {
    /// Each part with its heading.
    pub parts: Vec<(String, Vec<String>)>,
    /// Whether a secret is among it, and whether that is masked.
    pub secret: Option<Secrets>,
}

/// What was read last.
#[derive(Debug, Default)]
pub struct State {
    key: Option<(u64, usize, Language, Secrets)>,
    model: Model,
}

impl State {
    /// What Eve has at the cursor.
    pub fn model(&mut self, player: &mut Player, words: &Words) -> &Model {
        let key = (player.generation(), player.cursor().0, words.language(), player.secrets);
        if self.key != Some(key) {
            self.model = Model::new(player, words);
            self.key = Some(key);
        }
        &self.model
    }
}

impl Model {
    /// Looks from the wire at what is shown so far.
    #[must_use]
    pub fn new(player: &mut Player, words: &Words) -> Self {
        let (wire, shown) = (player.wire(), player.shown_on_wire());
        let glimpses = wire.glimpses.as_deref().unwrap_or_default();
        Self::of(&Learnt::of(&wire.timeline, glimpses, Cursor(shown)), player.secrets, words)
    }

    /// Tells what she has.
    #[must_use]
    pub fn of(learnt: &Learnt, secrets: Secrets, words: &Words) -> Self {
        let mut parts = Vec::new();
        let mut part = |heading: &str, lines: Vec<String>| {
            if !lines.is_empty() {
                parts.push((words.get(heading), lines));
            }
        };
        part("eve-who", learnt.ends.iter().map(|ends| told_ends(ends, words)).collect());
        part("eve-logins", learnt.logins.iter().map(|login| told_login(login, secrets, words)).collect());
        let mut mails: Vec<String> = learnt.mails.iter().map(|mail| told_mail(mail, words)).collect();
        if 0 < learnt.more_mails {
            mails.push(words.format("eve-more-mails", &[("count", learnt.more_mails.into())]));
        }
        part("eve-mails", mails);
        part("eve-sealed", told_sealed(learnt, words));
        part("eve-active", told_active(learnt, words));
        let has_secret = learnt.logins.iter().any(|login| matches!(login.has, Has::Password(_) | Has::Digest(Some(_))));
        Self { parts, secret: has_secret.then_some(secrets) }
    }
}

fn told_ends(ends: &Ends, words: &Words) -> String {
    let arguments = [("client", (&ends.client).into()), ("server", (&ends.server).into())];
    let mut text = words.format("eve-ends", &arguments);
    if let Some(greeting) = &ends.greeting {
        text.push(' ');
        text.push_str(&words.format("eve-greeting", &[("greeting", greeting.trim().into())]));
    }
    text.push(' ');
    text.push_str(&words.get(match ends.tls {
        Tls::None => "eve-tls-none",
        Tls::Stls => "eve-tls-stls",
        Tls::Implicit => "eve-tls-implicit",
    }));
    text
}

fn told_login(login: &SeenLogin, secrets: Secrets, words: &Words) -> String {
    let shown = |octets: &[u8]| match secrets {
        Secrets::Shown => printable(octets),
        Secrets::Masked => MASK.to_owned(),
    };
    let nobody = words.get("eve-no-name");
    let user = if login.user.is_empty() { nobody.as_str() } else { login.user.as_str() };
    let mechanism = login.mechanism.as_str();
    let told = |word: &str, secret: &str| {
        words.format(word, &[("user", user.into()), ("mechanism", mechanism.into()), ("secret", secret.into())])
    };
    let mut text = match &login.has {
        Has::Nothing => told("eve-has-name", ""),
        Has::Password(secret) => told("eve-has-password", &shown(secret.reveal())),
        Has::Digest(None) => told("eve-has-digest", ""),
        Has::Digest(Some(word)) => told("eve-guessed", &shown(word.as_bytes())),
        Has::Undecoded => told("eve-undecoded", ""),
    };
    let opens = matches!(login.has, Has::Password(_) | Has::Digest(Some(_)));
    let told = match login.outcome {
        Outcome::Accepted if opens => &["eve-can-log-in", "eve-accepted"][..],
        Outcome::Accepted => &["eve-accepted"][..],
        Outcome::Refused => &["eve-refused"][..],
        Outcome::Cancelled | Outcome::Unknown if opens => &["eve-can-log-in"][..],
        Outcome::Cancelled | Outcome::Unknown => &[][..],
    };
    for word in told {
        text.push(' ');
        text.push_str(&words.get(word));
    }
    text
}

fn told_mail(mail: &SeenMail, words: &Words) -> String {
    let octets = words.format("octets", &[("count", mail.octets.into())]);
    let subject = mail.subject.clone().unwrap_or_else(|| icons::NONE.to_owned());
    let word = if mail.complete { "eve-mail" } else { "eve-mail-part" };
    words.format(word, &[("subject", (&subject).into()), ("octets", (&octets).into())])
}

fn told_sealed(learnt: &Learnt, words: &Words) -> Vec<String> {
    let sealed = &learnt.sealed;
    if sealed.is_empty() {
        return Vec::new();
    }
    let counts = [
        ("client", sealed.client_octets.into()),
        ("server", sealed.server_octets.into()),
        ("turns", sealed.turns.into()),
    ];
    let mut lines = vec![words.format("eve-sealed-counts", &counts)];
    if !sealed.long_answers.is_empty() {
        let mut sizes: Vec<String> = sealed.long_answers.iter().take(MOST_ANSWERS).map(u64::to_string).collect();
        if MOST_ANSWERS < sealed.long_answers.len() {
            sizes.push(icons::ELLIPSIS.to_owned());
        }
        let sizes = sizes.join(", ");
        let count = sealed.long_answers.len();
        lines.push(words.format("eve-sealed-answers", &[("count", count.into()), ("sizes", (&sizes).into())]));
    }
    lines
}

/// What somebody could do who does more than listen.
fn told_active(learnt: &Learnt, words: &Words) -> Vec<String> {
    let mut lines = Vec::new();
    let has = |tls| learnt.ends.iter().any(|ends| ends.tls == tls);
    if learnt.stls_refused {
        lines.push(words.get("eve-active-refused"));
    }
    if has(Tls::None) {
        lines.push(words.get("eve-active-clear"));
    }
    if has(Tls::Stls) {
        lines.push(words.get("eve-active-stls"));
    }
    if has(Tls::Implicit) {
        lines.push(words.get("eve-active-implicit"));
    }
    lines
}

/// Why Eve sees a step, or why she sees no more of it.
#[must_use]
pub fn why_seen(seen: Seen, said: Option<&Said>, words: &Words) -> String {
    match seen {
        Seen::Clear => words.get("eve-why-clear"),
        Seen::Handshake => words.get("eve-why-handshake"),
        Seen::Sealed => {
            let octets = said.map_or(0, |said| said.raw.len());
            words.format("eve-why-sealed", &[("count", octets.into())])
        }
        Seen::Outline => words.get("eve-why-outline"),
    }
}

/// Paints the panel.
pub fn ui(ui: &mut egui::Ui, model: &Model, words: &Words, outbox: &mut Outbox) {
    let palette = theme::palette(ui);
    egui::ScrollArea::vertical().id_salt("eve").auto_shrink(false).show(ui, |ui| {
        ui.set_max_width(ui.available_width().min(900.0));
        ui.horizontal_wrapped(|ui| {
            let title = RichText::new(words.get("eve-title")).size(theme::TITLE).strong().color(palette.strong);
            ui.label(title);
            if let Some(secrets) = model.secret {
                let label = words.get(match secrets {
                    Secrets::Masked => "do-secrets",
                    Secrets::Shown => "hide-secrets",
                });
                if ui.link(label).clicked() {
                    outbox.send(UiCommand::Session(Session::ToggleSecrets));
                }
            }
        });
        if model.parts.is_empty() {
            ui.label(RichText::new(words.get("eve-nothing")).color(palette.weak));
        }
        for (heading, lines) in &model.parts {
            ui.add_space(3.0);
            ui.label(RichText::new(heading).size(theme::SMALL).color(palette.weak));
            for line in lines {
                ui.label(RichText::new(line).color(palette.text));
            }
        }
    });
}
