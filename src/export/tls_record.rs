//! The TLS of a recorded session as one JSON object: the member `handshake` of its record.

use jiff::Timestamp;
use serde_json::Value;
use serde_json::json;

use crate::proto::Side;
use crate::proto::line::printable;
use crate::session::TlsFacts;
use crate::session::tls_facts::Alert;
use crate::session::tls_facts::Certificate;
use crate::session::tls_facts::Closed;

/// The object; null without TLS. What the network named is shown without its control characters.
#[must_use]
pub fn tls_record(facts: Option<&TlsFacts>) -> Value {
    let Some(facts) = facts else { return Value::Null };
    json!({
        "began": facts.began.as_str(),
        "frame": facts.frame,
        "version": facts.version.map(|version| version.to_string()),
        "cipher_suite": facts.cipher_suite.map(|suite| suite.to_string()),
        "server_name": facts.server_name.as_deref().map(shown),
        "alpn_offered": facts.offered_protocols.iter().map(|name| shown(name)).collect::<Vec<_>>(),
        "alpn": facts.protocol.as_deref().map(shown),
        "certificate": facts.certificate.as_ref().map(certificate),
        "alerts": facts.alerts.iter().map(alert).collect::<Vec<_>>(),
        "decrypted": facts.decrypted.as_str(),
        "why_not": facts.decrypted.why_not().map(Closed::as_str),
    })
}

fn certificate(certificate: &Certificate) -> Value {
    json!({
        "subject": shown(&certificate.subject),
        "issuer": shown(&certificate.issuer),
        "names": certificate.names.iter().map(|name| shown(name)).collect::<Vec<_>>(),
        "not_before": moment(certificate.not_before),
        "not_after": moment(certificate.not_after),
    })
}

fn alert(alert: &Alert) -> Value {
    json!({
        "side": match alert.side {
            Side::Client => "client",
            Side::Server => "server",
        },
        "fatal": alert.fatal,
        "number": alert.number,
        "name": alert.name(),
        "frame": alert.frame,
    })
}

fn shown(text: &str) -> String {
    printable(text.as_bytes())
}

/// A time as RFC 3339 has it; `None` outside the years that it knows.
fn moment(seconds: i64) -> Option<String> {
    Timestamp::from_second(seconds).ok().map(|time| time.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::tls_facts::Began;
    use crate::session::tls_facts::CipherSuite;
    use crate::session::tls_facts::Decrypted;
    use crate::session::tls_facts::TlsVersion;

    #[test]
    fn what_the_network_named_is_printable() {
        let facts = TlsFacts {
            began: Began::Stls,
            frame: 12,
            version: Some(TlsVersion::TLS_1_2),
            cipher_suite: Some(CipherSuite { number: 0xC02F, name: None }),
            server_name: Some("mail\u{1B}[31m".to_owned()),
            offered_protocols: vec!["pop3".to_owned()],
            protocol: None,
            certificate: Some(Certificate {
                subject: "CN=a\nb".to_owned(),
                issuer: String::new(),
                names: Vec::new(),
                not_before: 0,
                not_after: i64::MAX,
            }),
            alerts: vec![Alert { side: Side::Client, fatal: true, number: 48, frame: 15 }],
            decrypted: Decrypted::Partly(Closed::Gap),
        };
        let record = tls_record(Some(&facts));
        assert_eq!(record["server_name"], "mail\\u{1b}[31m");
        assert_eq!(record["certificate"]["subject"], "CN=a\\nb");
        assert_eq!(record["certificate"]["not_before"], "1970-01-01T00:00:00Z");
        assert_eq!(record["certificate"]["not_after"], Value::Null);
        assert_eq!(record["alerts"][0]["name"], "unknown_ca");
        assert_eq!((&record["decrypted"], &record["why_not"]), (&json!("partly"), &json!("gap")));
        assert_eq!(tls_record(None), Value::Null);
    }
}
