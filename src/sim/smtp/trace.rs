//! The trace: the lines that a server writes on top of each mail it takes in (RFC 5321 §4.4).

use crate::proto::smtp::command::Address;
use crate::session::Time;

/// `Return-Path` and `Received`, each with its line end.
pub(super) fn trace(from: Option<&Address>, client: &str, host: &str, extended: bool, now: Time) -> String {
    let from = from.map(ToString::to_string).unwrap_or_default();
    let with = if extended { "ESMTP" } else { "SMTP" };
    let date = date(now);
    format!("Return-Path: <{from}>\r\nReceived: from {client} by {host} with {with};\r\n\t{date}\r\n")
}

/// A date as mails have it, in UTC (RFC 5322 §3.3).
fn date(now: Time) -> String {
    let timestamp = jiff::Timestamp::from_nanosecond(i128::from(now.nanos())).unwrap_or_default();
    timestamp.strftime("%a, %-d %b %Y %H:%M:%S +0000").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_trace_tells_who_handed_the_mail_over_and_when() {
        let from = Address { local_part: "bob".to_owned(), domain: Some("example.com".to_owned()) };
        let now = Time::from_nanos(1_004_793_286_000_000_000);
        assert_eq!(
            trace(Some(&from), "fido.example.com", "mail.example.org", true, now),
            "Return-Path: <bob@example.com>\r\n\
             Received: from fido.example.com by mail.example.org with ESMTP;\r\n\tSat, 3 Nov 2001 13:14:46 +0000\r\n"
        );
        assert!(
            trace(None, "a", "b", false, Time::default())
                .starts_with("Return-Path: <>\r\nReceived: from a by b with SMTP;")
        );
    }
}
