//! TLS: what a capture tells about the handshake of a session, and why it may not be read inside.

use jiff::Timestamp;

use crate::proto::Side;
use crate::proto::line::printable;
use crate::session::TlsFacts;
use crate::session::tls_facts::Alert;
use crate::session::tls_facts::Began;
use crate::session::tls_facts::Certificate;
use crate::session::tls_facts::Closed;
use crate::session::tls_facts::Decrypted;
use crate::teach::Words;
use crate::ui::icons;

/// Names of a certificate that are listed; some have hundreds.
const MAX_NAMES: usize = 24;
/// Alerts that are listed.
const MAX_ALERTS: usize = 16;

/// Names and values, from top to bottom. What the network named is shown without its control characters.
#[must_use]
pub fn rows(facts: &TlsFacts, words: &Words) -> Vec<(String, String)> {
    let mut rows = Vec::new();
    let mut row = |word: &str, value: Option<String>| {
        if let Some(value) = value.filter(|value| !value.is_empty()) {
            rows.push((words.get(word), value));
        }
    };
    let began = match facts.began {
        Began::Stls => "tls-began-stls",
        Began::Implicit => "tls-began-implicit",
    };
    row("tls-decrypted", Some(decrypted(facts.decrypted, words)));
    row("tls-began", Some(words.format(began, &[("frame", (&facts.frame.to_string()).into())])));
    row("tls-version", facts.version.map(|version| version.to_string()));
    row("tls-suite", facts.cipher_suite.map(|suite| suite.to_string()));
    row("tls-server-name", facts.server_name.as_deref().map(shown));
    let offered = facts.offered_protocols.iter().map(|name| shown(name)).collect::<Vec<_>>().join(", ");
    row("tls-offered", Some(offered));
    row("tls-protocol", facts.protocol.as_deref().map(shown));
    let alerts = listed(facts.alerts.iter().map(|one| alert(*one, words)), MAX_ALERTS);
    let alerts = Some((words.get("tls-alerts"), alerts)).filter(|(_, alerts)| !alerts.is_empty());
    let certificate = facts.certificate.iter().flat_map(|certificate| certificate_rows(certificate, words));
    rows.extend(certificate.chain(alerts));
    rows
}

/// What a certificate says, name and value; what it does not say has no row.
#[must_use]
pub fn certificate_rows(certificate: &Certificate, words: &Words) -> Vec<(String, String)> {
    let rows = [
        ("tls-subject", shown(&certificate.subject)),
        ("tls-issuer", shown(&certificate.issuer)),
        ("tls-names", listed(certificate.names.iter().map(|name| shown(name)), MAX_NAMES)),
        ("tls-valid", validity(certificate, words)),
    ];
    rows.into_iter().filter(|(_, value)| !value.is_empty()).map(|(name, value)| (words.get(name), value)).collect()
}

/// How much could be read, and why not more.
#[must_use]
pub fn decrypted(decrypted: Decrypted, words: &Words) -> String {
    match decrypted {
        Decrypted::Yes => words.get("tls-all"),
        Decrypted::No(why) => format!("{}: {}", words.get("tls-nothing"), why_not(why, words)),
        Decrypted::Partly(why) => format!("{}: {}", words.get("tls-partly"), why_not(why, words)),
    }
}

/// Why something could not be read.
#[must_use]
pub fn why_not(why: Closed, words: &Words) -> String {
    words.get(match why {
        Closed::NothingInside => "tls-why-nothing-inside",
        Closed::NoSecrets => "tls-why-no-secrets",
        Closed::SecretsLate => "tls-why-secrets-late",
        Closed::NoHandshake => "tls-why-no-handshake",
        Closed::CipherSuite => "tls-why-cipher-suite",
        Closed::Gap => "tls-why-gap",
        Closed::NotAuthentic => "tls-why-not-authentic",
        Closed::Malformed => "tls-why-malformed",
        Closed::Renegotiation => "tls-why-renegotiation",
    })
}

/// Whether a key log could open more.
#[must_use]
pub fn wants_key_log(decrypted: Decrypted) -> bool {
    decrypted.why_not().is_some_and(|why| match why {
        Closed::NoSecrets | Closed::SecretsLate | Closed::NotAuthentic => true,
        Closed::NothingInside
        | Closed::NoHandshake
        | Closed::CipherSuite
        | Closed::Gap
        | Closed::Malformed
        | Closed::Renegotiation => false,
    })
}

fn validity(certificate: &Certificate, words: &Words) -> String {
    let day = |seconds| {
        Timestamp::from_second(seconds)
            .map_or_else(|_| icons::NONE.to_owned(), |time| time.strftime("%F %T").to_string())
    };
    let (from, to) = (day(certificate.not_before), day(certificate.not_after));
    words.format("tls-validity", &[("from", (&from).into()), ("to", (&to).into())])
}

fn alert(alert: Alert, words: &Words) -> String {
    let name = alert.name().map_or_else(|| alert.number.to_string(), str::to_owned);
    let frame = alert.frame.to_string();
    let side = match alert.side {
        Side::Client => "client",
        Side::Server => "server",
    };
    let weight = if alert.fatal { "fatal" } else { "warning" };
    let arguments =
        [("side", side.into()), ("weight", weight.into()), ("name", (&name).into()), ("frame", (&frame).into())];
    words.format("tls-alert", &arguments)
}

fn listed(texts: impl ExactSizeIterator<Item = String>, most: usize) -> String {
    let more = most < texts.len();
    let mut text = texts.take(most).collect::<Vec<_>>().join(", ");
    if more {
        text.push_str(icons::ELLIPSIS);
    }
    text
}

fn shown(text: &str) -> String {
    printable(text.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::tls_facts::CipherSuite;
    use crate::session::tls_facts::TlsVersion;
    use crate::teach::Language;
    use crate::ui::text;

    fn facts() -> TlsFacts {
        TlsFacts {
            began: Began::Stls,
            frame: 12,
            version: Some(TlsVersion::TLS_1_2),
            cipher_suite: Some(CipherSuite { number: 0xC02F, name: None }),
            server_name: Some("mail\u{1B}[31m".to_owned()),
            offered_protocols: vec!["pop3".to_owned(), "x".to_owned()],
            protocol: None,
            certificate: Some(Certificate {
                subject: "CN=a\nb".to_owned(),
                issuer: String::new(),
                names: vec!["a.example".to_owned(), "b.example".to_owned()],
                not_before: 0,
                not_after: i64::MAX,
            }),
            alerts: vec![Alert { side: Side::Client, fatal: true, number: 48, frame: 15 }],
            decrypted: Decrypted::Partly(Closed::Gap),
        }
    }

    #[test]
    fn what_is_known_is_told_and_nothing_else() {
        let rows = rows(&facts(), &text::words(Language::English));
        let value = |name: &str| rows.iter().find(|(other, _)| other == name).map(|(_, value)| value.as_str());
        assert_eq!(value("Began"), Some("after STLS, in frame 12"));
        assert_eq!(value("Server asked for"), Some("mail\\u{1b}[31m"));
        assert_eq!(value("Certificate of"), Some("CN=a\\nb"));
        assert_eq!(value("Issued by"), None);
        assert_eq!(value("Good for"), Some("a.example, b.example"));
        assert_eq!(value("Alerts"), Some("client: unknown_ca (fatal), frame 15"));
        assert!(value("Valid").is_some_and(|valid| valid.starts_with("1970-01-01 00:00:00")));
        assert!(rows[0].1.starts_with("some of it"), "{rows:?}");
    }

    #[test]
    fn every_reason_has_its_words_in_both_languages() {
        let reasons = [
            Closed::NothingInside,
            Closed::NoSecrets,
            Closed::SecretsLate,
            Closed::NoHandshake,
            Closed::CipherSuite,
            Closed::Gap,
            Closed::NotAuthentic,
            Closed::Malformed,
            Closed::Renegotiation,
        ];
        for words in Language::ALL.map(text::words) {
            let mut told: Vec<String> = reasons.iter().map(|why| why_not(*why, &words)).collect();
            assert!(told.iter().all(|text| !text.contains('‹')), "{told:?}");
            told.sort();
            told.dedup();
            assert_eq!(told.len(), reasons.len());
        }
    }
}
