//! The logins of a session as JSON, and what a word list found out about them.

use std::borrow::Cow;

use serde::Serialize;
use serde_json::Value;

use crate::inspect::login::Login;
use crate::proto::line::shown;
use crate::proto::secret::Secret;
use crate::proto::utterance::Cover;

/// The object of one login. What is to prove who the client is, is in it only if that is asked for.
#[derive(Serialize)]
pub struct LoginRecord<'a> {
    step: usize,
    reply_step: Option<usize>,
    mechanism: Cow<'a, str>,
    user: Option<Cow<'a, str>>,
    authorization_identity: Option<Cow<'a, str>>,
    credential: Option<&'static str>,
    secret: Option<Cow<'a, str>>,
    challenge: Option<Cow<'a, str>>,
    outcome: &'static str,
    response_code: Option<&'a str>,
    tls: bool,
    certainty: &'static str,
    /// What a word list found: told later, see [`tell_found`].
    digest: Option<&'static str>,
    password: Option<Cow<'a, str>>,
}

impl<'a> LoginRecord<'a> {
    /// The object of a login.
    #[must_use]
    pub fn new(login: &'a Login, reveal_secrets: bool) -> Self {
        let text = |octets: &'a Option<Vec<u8>>| octets.as_deref().map(shown);
        let secret = login.credential.as_ref().filter(|_| reveal_secrets);
        Self {
            step: login.step,
            reply_step: login.reply,
            mechanism: shown(login.mechanism.as_str().as_bytes()),
            user: text(&login.user),
            authorization_identity: text(&login.authorization_identity),
            credential: login.credential.as_ref().map(|credential| credential.kind.as_str()),
            secret: secret.map(|credential| shown(credential.secret.reveal())),
            challenge: text(&login.challenge),
            outcome: login.outcome.as_str(),
            response_code: login.response_code.as_deref(),
            tls: login.cover == Cover::Tls,
            certainty: login.certainty.as_str(),
            digest: None,
            password: None,
        }
    }
}

/// Writes into the record of a session whether a word list has the password of a login.
pub fn tell_found(record: &mut Value, login: usize, found: Option<&Secret>, reveal_secrets: bool) {
    let Some(value) = record["logins"].get_mut(login) else { return };
    value["digest"] = if found.is_some() { "matched" } else { "unmatched" }.into();
    if reveal_secrets {
        value["password"] = found.map(|password| shown(password.reveal())).into();
    }
}

/// A line for people for each login of a record that a word list was tried on.
#[must_use]
pub fn found_lines(record: &Value) -> Vec<String> {
    let logins = record["logins"].as_array().map_or(&[][..], Vec::as_slice);
    let line = |login: &Value| {
        let text = |name: &str| login[name].as_str().unwrap_or("-").to_owned();
        let password = login["password"].as_str().map(|password| format!(": {password}")).unwrap_or_default();
        login["digest"].as_str().map(|digest| {
            format!("       {} of {}, {}: {digest}{password}", text("mechanism"), text("user"), text("outcome"))
        })
    };
    logins.iter().filter_map(line).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::inspect::login::logins;
    use crate::inspect::testing::C;
    use crate::inspect::testing::S;
    use crate::inspect::testing::timeline;

    fn record(reveal_secrets: bool) -> Value {
        let timeline = timeline(&[
            (S, "+OK <1896.697170952@dbc.mtview.ca.us>\r\n"),
            (C, "APOP mrose c4c9334bac560ecc979e58001b3e22fb\r\n"),
            (S, "-ERR [AUTH] no\r\n"),
        ]);
        let logins = logins(&timeline);
        let records: Vec<_> = logins.iter().map(|login| LoginRecord::new(login, reveal_secrets)).collect();
        json!({ "logins": records })
    }

    #[test]
    fn secrets_stand_in_a_record_only_on_request() {
        assert_eq!(record(false)["logins"][0]["secret"], Value::Null);
        let shown = record(true);
        assert_eq!(shown["logins"][0]["secret"], "c4c9334bac560ecc979e58001b3e22fb");
        assert_eq!(
            (&shown["logins"][0]["credential"], &shown["logins"][0]["response_code"]),
            (&"digest".into(), &"AUTH".into())
        );
    }

    #[test]
    fn a_password_that_was_found_is_told_only_on_request() {
        let password = Secret::new("tanstaaf");
        let mut masked = record(false);
        assert_eq!(found_lines(&masked), Vec::<String>::new(), "no list was tried");
        tell_found(&mut masked, 0, Some(&password), false);
        assert_eq!(found_lines(&masked), ["       APOP of mrose, refused: matched"]);
        let mut shown = record(true);
        tell_found(&mut shown, 0, Some(&password), true);
        assert_eq!(found_lines(&shown), ["       APOP of mrose, refused: matched: tanstaaf"]);
        tell_found(&mut shown, 0, None, true);
        assert_eq!(found_lines(&shown), ["       APOP of mrose, refused: unmatched"]);
    }
}
