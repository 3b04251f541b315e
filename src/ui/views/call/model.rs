//! What is shown of a connection.

use crate::proto::Phase;
use crate::session::ConnectionId;
use crate::session::Cursor;
use crate::session::Timeline;
use crate::session::event::Closing;
use crate::session::snapshot::Stage;
use crate::source::connect::Doubt;
use crate::source::connect::Mishap;
use crate::source::connect::Security;
use crate::source::connect::Tone;
use crate::source::connect::Verdict;
use crate::source::connect::challenge;
use crate::source::connect::is_waiting;
use crate::source::connect::lessons;
use crate::source::connect::stays_here;
use crate::teach::Language;
use crate::teach::Words;
use crate::ui::call::Call;
use crate::ui::call::Role;
use crate::ui::call::Standing;
use crate::ui::call::Untrusted;
use crate::ui::views::tls::certificate_rows;

/// What is shown of a connection.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
#[expect(clippy::struct_excessive_bools, reason = "what holds of a connection, each or not")]
pub struct Model {
    /// How far it is.
    pub standing: Standing,
    /// How far it is, in words.
    pub told: String,
    /// Whether it was asked to close.
    pub closing: bool,
    /// Whether TLS covers it.
    pub covered: bool,
    /// Whether nothing of it leaves this machine.
    pub stays_here: bool,
    /// What went wrong.
    pub mishaps: Vec<String>,
    /// The certificate that was turned down.
    pub untrusted: Option<Doubted>,
    /// What could be said.
    pub chips: Vec<String>,
    /// Whether a challenge waits for a response.
    pub challenged: Option<String>,
    /// Whether the server has not answered yet.
    pub waits: bool,
    /// The client of a lesson.
    pub role: Option<Played>,
}

/// A certificate that was turned down, and why.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Doubted {
    /// Why.
    pub why: String,
    /// What it says, name and value.
    pub rows: Vec<(String, String)>,
}

/// The client of a lesson that speaks.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Played {
    /// The title of the lesson.
    pub title: String,
    /// How many moves were made, and how many there are.
    pub progress: (usize, usize),
    /// What it would say next.
    pub next: Vec<String>,
    /// Whether it goes on by itself.
    pub alone: bool,
    /// What it heard and did not expect.
    pub stopped: Option<String>,
}

impl Model {
    /// Reads a connection, and what was recorded of it.
    #[must_use]
    pub fn new(call: Option<&Call>, timeline: &Timeline, user: Option<&str>, words: &Words) -> Self {
        let Some(call) = call else {
            return Self { told: words.get("call-none"), ..Self::default() };
        };
        let standing = call.standing();
        let server = call.server().map(|address| address.to_string());
        let target = format!("{}:{}", call.target.host, call.target.port);
        let address = ("address", server.as_ref().unwrap_or(&target).into());
        let told = match standing {
            Standing::None => words.get("call-none"),
            Standing::Calling => words.format("call-calling", &[address]),
            Standing::Open => words.format("call-open", &[address]),
            Standing::Over(None) => words.get("call-not-made"),
            Standing::Over(Some(closing)) => {
                let word = match closing {
                    Closing::Finished(crate::proto::Side::Client) => "call-over-client",
                    Closing::Finished(crate::proto::Side::Server) => "call-over-server",
                    Closing::Reset(_) => "call-over-reset",
                    Closing::LineLost | Closing::RecordingEnds => "call-over-lost",
                };
                words.format(word, &[address])
            }
        };
        Self {
            standing,
            told,
            closing: call.is_closing(),
            covered: call.is_covered(),
            stays_here: call.server().is_some_and(|address| stays_here(address.ip())),
            mishaps: call.mishaps().iter().map(|mishap| told_mishap(mishap, words)).collect(),
            untrusted: call.untrusted().map(|untrusted| doubted(&untrusted, words)),
            chips: chips(timeline, call.is_covered(), user),
            challenged: challenge(timeline).map(|challenge| challenge.mechanism),
            waits: standing == Standing::Open && is_waiting(timeline),
            role: call.role.as_ref().map(|role| played(role, words)),
        }
    }

    /// Whether a connection is there or is being made.
    #[must_use]
    pub fn is_busy(&self) -> bool {
        match self.standing {
            Standing::Calling | Standing::Open => true,
            Standing::None | Standing::Over(_) => false,
        }
    }
}

/// What a client could say, by the state of the session.
fn chips(timeline: &Timeline, covered: bool, user: Option<&str>) -> Vec<String> {
    let end = timeline.snapshot(Cursor(usize::MAX));
    let Some(session) = end.session(ConnectionId(0)) else { return Vec::new() };
    if challenge(timeline).is_some() {
        return vec!["*".to_owned()];
    }
    let lines: &[&str] = match session.stage {
        Stage::In(Phase::Authorization) if session.user_accepted => &["PASS ", "QUIT"],
        Stage::In(Phase::Authorization) if covered => &["CAPA", "USER ", "AUTH PLAIN", "AUTH LOGIN", "QUIT"],
        Stage::In(Phase::Authorization) => &["CAPA", "STLS", "USER ", "AUTH CRAM-MD5", "AUTH SCRAM-SHA-256", "QUIT"],
        Stage::In(Phase::Transaction) => {
            &["STAT", "LIST", "UIDL", "RETR 1", "TOP 1 0", "DELE 1", "RSET", "NOOP", "CAPA", "QUIT"]
        }
        Stage::In(Phase::Update) | Stage::Greeting | Stage::Unknown | Stage::Other(_) | Stage::Closed(_) => &[],
    };
    let named = |line: &str| match user {
        Some(user) if line == "USER " => format!("USER {user}"),
        Some(_) | None => line.to_owned(),
    };
    lines.iter().map(|line| named(line)).collect()
}

fn played(role: &Role, words: &Words) -> Played {
    let title = lessons().iter().find(|(name, _)| *name == role.lesson).map(|(_, title)| match words.language() {
        Language::English | Language::More(_) => title.en.to_string(),
        Language::Russian => title.ru.to_string(),
    });
    let stopped = match role.verdict {
        Verdict::Waiting | Verdict::AsExpected => None,
        Verdict::Unexpected { expected, got: Some(got) } => {
            let (expected, got) = (words.get(tone_word(expected)), words.get(tone_word(got)));
            Some(words.format("call-unexpected", &[("expected", (&expected).into()), ("got", (&got).into())]))
        }
        Verdict::Unexpected { got: None, .. } => Some(words.get("call-unexpected-end")),
    };
    Played {
        title: title.unwrap_or_else(|| role.lesson.clone()),
        progress: role.dial.progress(),
        next: role.dial.next_lines().into_iter().map(str::to_owned).collect(),
        alone: role.alone,
        stopped,
    }
}

fn tone_word(tone: Tone) -> &'static str {
    match tone {
        Tone::Positive => "call-tone-positive",
        Tone::Negative => "call-tone-negative",
        Tone::Challenge => "call-tone-challenge",
        Tone::Strange => "call-tone-strange",
    }
}

fn doubted(untrusted: &Untrusted, words: &Words) -> Doubted {
    let why = match &untrusted.doubt {
        Doubt::UnknownIssuer => words.get("call-doubt-issuer"),
        Doubt::OtherName => words.get("call-doubt-name"),
        Doubt::Expired => words.get("call-doubt-expired"),
        Doubt::NotYetValid => words.get("call-doubt-early"),
        Doubt::NotTheAccepted => words.get("call-doubt-other"),
        Doubt::NoRoots => words.get("call-doubt-roots"),
        Doubt::Other(detail) => words.format("call-doubt-detail", &[("detail", detail.into())]),
    };
    let mut rows = match &untrusted.certificate {
        Some(certificate) => certificate_rows(certificate, words),
        None => vec![(words.get("tls-subject"), words.get("call-unreadable"))],
    };
    rows.push((words.get("live-certificate"), untrusted.fingerprint.clone()));
    Doubted { why, rows }
}

/// What went wrong, in words.
#[must_use]
pub fn told_mishap(mishap: &Mishap, words: &Words) -> String {
    let of = |word: &str, detail: &String| words.format(word, &[("detail", detail.into())]);
    match mishap {
        Mishap::NoAddress { host, detail } => {
            words.format("call-no-address", &[("host", host.into()), ("detail", detail.into())])
        }
        Mishap::CannotConnect { address, detail } => {
            let address = address.to_string();
            words.format("call-cannot-connect", &[("address", (&address).into()), ("detail", detail.into())])
        }
        Mishap::Lost(detail) => of("call-lost", detail),
        Mishap::NotSaid(octets) => words.format("call-not-said", &[("octets", (*octets).into())]),
        Mishap::SlowBeginning => words.get("call-slow"),
        Mishap::Silent => words.get("call-silent"),
        Mishap::TooMuch(octets) => words.format("call-too-much", &[("octets", (*octets).into())]),
        Mishap::NotPop3 => words.get("call-not-pop3"),
        Mishap::Injected => words.get("call-injected"),
        Mishap::StlsRefused(line) => of("call-stls-refused", line),
        Mishap::Withheld(octets) => words.format("call-withheld", &[("octets", (*octets).into())]),
        Mishap::NoGreeting(line) => of("call-no-greeting", line),
        Mishap::TlsFailed(detail) => of("call-tls-failed", detail),
        Mishap::TlsCannotBegin(detail) => of("call-tls-cannot", detail),
        Mishap::System(detail) => of("call-system", detail),
    }
}

/// A way to speak TLS, and its names in the Fluent files: what it is, and what it means.
pub const SECURITIES: [(Security, &str, &str); 3] = [
    (Security::Implicit, "live-tls-implicit", "call-tls-implicit-hint"),
    (Security::Stls, "live-tls-stls", "call-tls-stls-hint"),
    (Security::None, "live-tls-none", "call-tls-none-hint"),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::text;

    #[test]
    fn every_mishap_has_its_words_in_both_languages() {
        let text = || "x".to_owned();
        let address = "192.0.2.1:110".parse().expect("an address");
        let mishaps = [
            Mishap::NoAddress { host: text(), detail: text() },
            Mishap::CannotConnect { address, detail: text() },
            Mishap::Lost(text()),
            Mishap::NotSaid(1),
            Mishap::SlowBeginning,
            Mishap::Silent,
            Mishap::TooMuch(1),
            Mishap::NotPop3,
            Mishap::Injected,
            Mishap::StlsRefused(text()),
            Mishap::Withheld(1),
            Mishap::NoGreeting(text()),
            Mishap::TlsFailed(text()),
            Mishap::TlsCannotBegin(text()),
            Mishap::System(text()),
        ];
        for words in Language::ALL.map(text::words) {
            let mut told: Vec<String> = mishaps.iter().map(|mishap| told_mishap(mishap, &words)).collect();
            assert!(told.iter().all(|text| !text.contains('‹')), "{told:?}");
            told.sort();
            told.dedup();
            assert_eq!(told.len(), mishaps.len());
        }
    }

    #[test]
    fn without_a_connection_there_is_nothing_to_say() {
        let words = text::words(Language::English);
        let model = Model::new(None, &Timeline::default(), Some("amy"), &words);
        assert!(!model.is_busy() && model.chips.is_empty() && model.standing == Standing::None);
    }
}
