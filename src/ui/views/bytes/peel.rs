//! Peels: what is inside of octets. Base64 is opened, and a digest is made anew from what it is made of.

use crate::proto::Command;
use crate::proto::auth::apop_digest;
use crate::proto::auth::apop_timestamp;
use crate::proto::auth::cram_md5_digest;
use crate::proto::auth::decode_base64;
use crate::proto::line::printable;
use crate::proto::secret::MASK;
use crate::proto::utterance::Meaning;
use crate::session::Step;
use crate::session::timeline::Said;
use crate::source::branch::script::Account;
use crate::ui::player::Player;
use crate::ui::player::Secrets;

/// What is inside of octets.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Peel {
    /// Base64, opened.
    Base64 {
        /// How many octets are inside.
        octets: usize,
        /// What they say.
        fields: Vec<Field>,
    },
    /// It stands where base64 should stand, and is none.
    NotBase64,
    /// A digest, and how it is made.
    Digest(Digest),
}

/// A part of what base64 holds.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Field {
    /// Its name in the Fluent files.
    pub word: &'static str,
    /// What it says, as it may be shown.
    pub value: String,
}

/// A digest and what it is made of.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Digest {
    /// How it is made.
    pub method: Method,
    /// What the server gave for it.
    pub seed: String,
    /// The secret as it may be shown, if it is known.
    pub secret: Option<String>,
    /// What comes of both, if the secret is known.
    pub made: Option<String>,
    /// What the client sent.
    pub sent: String,
    /// Whether the secret can be typed, and how that is shown; `None` if an account has it.
    pub asks: Option<Secrets>,
}

/// How a digest is made.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Method {
    /// MD5 of the timestamp and the secret (RFC 1939 §7, APOP).
    Apop,
    /// HMAC-MD5 of the challenge, keyed with the secret (RFC 2195).
    CramMd5,
}

impl Digest {
    /// Whether the client sent what comes of the secret; `None` if that is not known.
    #[must_use]
    pub fn agrees(&self) -> Option<bool> {
        Some(self.made.as_ref()?.eq_ignore_ascii_case(&self.sent))
    }
}

/// What is inside of what was said.
pub(super) fn peels(player: &Player, said: &Said, accounts: &[Account], typed: &str) -> Vec<Peel> {
    let finder = Finder { player, accounts, typed };
    match &said.meaning {
        Meaning::Command { line, .. } => match &line.command {
            Ok(Command::Apop { name, digest }) => finder.apop(name, digest).into_iter().collect(),
            Ok(Command::Auth { mechanism: Some(mechanism), initial_response: Some(response) }) => {
                if response.reveal() == b"=" { Vec::new() } else { finder.response(mechanism, 0, response.reveal()) }
            }
            Ok(_) | Err(_) => Vec::new(),
        },
        Meaning::Challenge { status, .. } if !status.text.is_empty() => {
            vec![open(&status.text, |octets| vec![Field { word: "peel-text", value: printable(octets) }])]
        }
        Meaning::SaslResponse { nth, .. } if said.first_line() != b"*" => {
            let auth = finder.partner(said).and_then(Said::command).and_then(|line| line.command.as_ref().ok());
            let mechanism =
                if let Some(Command::Auth { mechanism: Some(mechanism), .. }) = auth { mechanism.as_str() } else { "" };
            finder.response(mechanism, *nth, said.first_line())
        }
        Meaning::Greeting(_)
        | Meaning::Other(_)
        | Meaning::Challenge { .. }
        | Meaning::SaslResponse { .. }
        | Meaning::Reply { .. }
        | Meaning::Opaque
        | Meaning::Stray
        | Meaning::Fragment => Vec::new(),
    }
}

fn open(word: &[u8], fields: impl FnOnce(&[u8]) -> Vec<Field>) -> Peel {
    match decode_base64(word.trim_ascii()) {
        Some(octets) => Peel::Base64 { octets: octets.len(), fields: fields(&octets) },
        None => Peel::NotBase64,
    }
}

/// Finds what a digest was made of.
struct Finder<'a> {
    player: &'a Player,
    accounts: &'a [Account],
    typed: &'a str,
}

impl Finder<'_> {
    fn partner(&self, said: &Said) -> Option<&Said> {
        self.player.session().timeline.steps().get(said.partner?)?.said()
    }

    /// What was said on the same connection before, the last one first.
    fn earlier(&self) -> impl Iterator<Item = &Said> {
        let here = self.player.cursor().step().unwrap_or(0);
        let steps = &self.player.session().timeline.steps()[..here];
        let connection = self.player.step().and_then(|step| step.connection);
        steps.iter().rev().filter(move |step| step.connection == connection).filter_map(Step::said)
    }

    fn may_show(&self) -> bool {
        self.player.secrets == Secrets::Shown
    }

    fn field(&self, word: &'static str, octets: &[u8], secret: bool) -> Field {
        let hidden = secret && !self.may_show() && !octets.is_empty();
        Field { word, value: if hidden { MASK.to_owned() } else { printable(octets) } }
    }

    /// What a response of a mechanism holds.
    fn response(&self, mechanism: &str, nth: usize, word: &[u8]) -> Vec<Peel> {
        let opened = open(word, |octets| match mechanism {
            "PLAIN" => {
                let words = ["peel-on-behalf", "peel-name", "peel-password"];
                let parts = octets.splitn(3, |octet| *octet == 0);
                let field = |(place, part): (usize, &[u8])| self.field(words[place], part, place == 2);
                parts.enumerate().map(field).collect()
            }
            "LOGIN" if nth == 0 => vec![self.field("peel-name", octets, false)],
            "LOGIN" => vec![self.field("peel-password", octets, true)],
            "CRAM-MD5" => {
                let space = octets.iter().rposition(|octet| *octet == b' ').unwrap_or(octets.len());
                let digest = octets.get(space + 1..).unwrap_or_default();
                vec![self.field("peel-name", &octets[..space], false), self.field("octet-digest", digest, false)]
            }
            "XOAUTH2" | "OAUTHBEARER" => {
                let parts = octets.split(|octet| *octet == 1).filter(|part| !part.is_empty());
                parts.map(|part| self.token(part)).collect()
            }
            _ if mechanism.starts_with("SCRAM-") => {
                let parts = octets.split(|octet| *octet == b',').filter(|part| !part.is_empty());
                parts.map(|part| self.field("peel-text", part, part.starts_with(b"p="))).collect()
            }
            _ => vec![self.field("peel-text", octets, true)],
        });
        let digest = if mechanism == "CRAM-MD5" { self.cram_md5(word) } else { None };
        std::iter::once(opened).chain(digest).collect()
    }

    /// A part of a response that carries a token.
    fn token(&self, part: &[u8]) -> Field {
        if let Some(user) = part.strip_prefix(b"user=") {
            return self.field("peel-name", user, false);
        }
        let secret = part.get(..5).is_some_and(|start| start.eq_ignore_ascii_case(b"auth="));
        self.field(if secret { "peel-token" } else { "peel-text" }, part, secret)
    }

    fn digest(&self, method: Method, name: &str, seed: &[u8], sent: &str) -> Peel {
        let known = self.accounts.iter().find(|account| account.user == name);
        let known = known.and_then(|account| account.secret.clone());
        let asks = known.is_none().then_some(self.player.secrets);
        let typed = Some(self.typed.to_owned()).filter(|typed| !typed.is_empty());
        let secret = typed.or(known);
        let made = secret.as_ref().map(|secret| match method {
            Method::Apop => apop_digest(seed, secret.as_bytes()),
            Method::CramMd5 => cram_md5_digest(seed, secret.as_bytes()),
        });
        let secret = secret.map(|secret| self.field("", secret.as_bytes(), true).value);
        Peel::Digest(Digest { method, seed: printable(seed), secret, made, sent: printable(sent.as_bytes()), asks })
    }

    fn apop(&self, name: &str, digest: &str) -> Option<Peel> {
        let greeting = self.earlier().find_map(|said| {
            if let Meaning::Greeting(status) = &said.meaning { apop_timestamp(&status.text) } else { None }
        });
        Some(self.digest(Method::Apop, name, greeting?, digest))
    }

    fn cram_md5(&self, word: &[u8]) -> Option<Peel> {
        let response = decode_base64(word.trim_ascii())?;
        let text = String::from_utf8(response).ok()?;
        let (name, digest) = text.rsplit_once(' ')?;
        let challenge = self.earlier().find_map(|said| {
            if let Meaning::Challenge { status, .. } = &said.meaning {
                decode_base64(status.text.trim_ascii())
            } else {
                None
            }
        });
        Some(self.digest(Method::CramMd5, name, &challenge?, digest))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::Timeline;
    use crate::session::cursor::Move;
    use crate::source::branch::Act;
    use crate::source::branch::Script;
    use crate::source::branch::Tree;
    use crate::source::branch::act::Deed;
    use crate::source::branch::act::Octets;
    use crate::source::branch::play::play;
    use crate::ui::document::Session;
    use crate::ui::document::Title;
    use std::sync::Arc;

    /// The empty session with these lines in one breath each.
    fn session(lines: &[&str]) -> Timeline {
        let script = Script::empty();
        let mut tree = Tree::default();
        let before = play(&script, None).trace.len();
        let mut open = None;
        for (kept, line) in (before..).zip(lines) {
            let octets = Octets(format!("{line}\r\n").into_bytes());
            open = Some(tree.act(open, kept, Act { client: 0, deed: Deed::Send(octets) }));
        }
        play(&script, open.and_then(|id| tree.branch(id))).timeline
    }

    /// The peels of the last line that begins like this.
    fn peeled(timeline: &Timeline, line: &str, secrets: Secrets, typed: &str) -> Vec<Peel> {
        let begins = |step: &Step| step.said().is_some_and(|said| said.raw.starts_with(line.as_bytes()));
        let place = timeline.steps().iter().rposition(begins).expect("the line is said");
        let mut player = Player::new(Arc::new(Session::new(Title::default(), timeline.clone())), 1);
        player.secrets = secrets;
        player.go(Move::To(place));
        let said = player.step().and_then(Step::said).expect("said");
        peels(&player, said, &Script::empty().accounts(), typed)
    }

    fn fields(peels: &[Peel]) -> Vec<(&str, &str)> {
        let fields =
            peels.iter().filter_map(|peel| if let Peel::Base64 { fields, .. } = peel { Some(fields) } else { None });
        fields.flatten().map(|field| (field.word, field.value.as_str())).collect()
    }

    #[test]
    fn plain_has_three_parts_and_its_password_is_masked() {
        let timeline = session(&["AUTH PLAIN AGFteQBzZXNhbWU="]);
        let masked = peeled(&timeline, "AUTH", Secrets::Masked, "");
        assert_eq!(fields(&masked), [("peel-on-behalf", ""), ("peel-name", "amy"), ("peel-password", MASK)]);
        let shown = peeled(&timeline, "AUTH", Secrets::Shown, "");
        assert_eq!(fields(&shown)[2], ("peel-password", "sesame"));
    }

    #[test]
    fn login_gives_the_name_and_then_the_password() {
        let timeline = session(&["AUTH LOGIN", "YW15", "c2VzYW1l"]);
        assert_eq!(fields(&peeled(&timeline, "YW15", Secrets::Masked, "")), [("peel-name", "amy")]);
        assert_eq!(fields(&peeled(&timeline, "c2Vz", Secrets::Masked, "")), [("peel-password", MASK)]);
        assert_eq!(fields(&peeled(&timeline, "+ ", Secrets::Masked, "")), [("peel-text", "Password:")]);
        let timeline = session(&["AUTH LOGIN", "no base64!"]);
        assert_eq!(peeled(&timeline, "no base64", Secrets::Masked, ""), [Peel::NotBase64]);
    }

    #[test]
    fn tokens_are_masked_and_names_are_not() {
        let timeline = session(&[]);
        let mut player = Player::new(Arc::new(Session::new(Title::default(), timeline)), 1);
        let response = crate::proto::auth::encode_base64(b"user=amy@example.org\x01auth=Bearer abc\x01\x01");
        let opened = |player: &Player| {
            let finder = Finder { player, accounts: &[], typed: "" };
            finder.response("XOAUTH2", 0, response.as_bytes())
        };
        assert_eq!(fields(&opened(&player)), [("peel-name", "amy@example.org"), ("peel-token", MASK)]);
        player.secrets = Secrets::Shown;
        assert_eq!(fields(&opened(&player))[1], ("peel-token", "auth=Bearer abc"));
    }

    #[test]
    fn a_digest_of_apop_is_made_anew() {
        let offers = crate::source::branch::offers::offers(
            &Script::empty(),
            &session(&[]),
            crate::session::Cursor(usize::MAX),
            0,
        );
        let line = offers.lines.iter().find(|offer| offer.line.starts_with("APOP")).expect("APOP is offered");
        let timeline = session(&[&line.line]);
        let digest = |typed: &str| match peeled(&timeline, "APOP", Secrets::Masked, typed).remove(0) {
            Peel::Digest(digest) => digest,
            other => panic!("{other:?}"),
        };
        let known = digest("");
        assert_eq!((known.agrees(), known.secret.as_deref(), known.method), (Some(true), Some(MASK), Method::Apop));
        assert!(known.seed.starts_with("<1000.") && line.line.ends_with(&known.sent));
        assert_eq!(digest("something else").agrees(), Some(false));
    }

    #[test]
    fn a_digest_of_cram_md5_is_made_anew() {
        let offered = |lines: &[&str]| {
            let cursor = crate::session::Cursor(usize::MAX);
            crate::source::branch::offers::offers(&Script::empty(), &session(lines), cursor, 0).lines[0].line.clone()
        };
        let response = offered(&["AUTH CRAM-MD5"]);
        let timeline = session(&["AUTH CRAM-MD5", &response]);
        let peels = peeled(&timeline, &response, Secrets::Shown, "");
        assert_eq!(fields(&peels)[0], ("peel-name", "rose"));
        assert!(matches!(&peels[1], Peel::Digest(digest) if digest.agrees() == Some(true)));
    }
}
