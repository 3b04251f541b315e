//! What the server says about itself in each state: the truth (RFC 2449 §5).

use std::sync::Arc;
use std::time::Duration;

use crate::proto::Phase;
use crate::sim::ledger;
use crate::sim::profile::TlsOffer;
use crate::sim::profile::Utf8Offer;
use crate::sim::server::Site;

/// The lines of the reply to CAPA, after the login for this user.
///
/// What is available in AUTHORIZATION is announced in both states (RFC 2449 §5), the mechanisms of
/// AUTH too (RFC 5034 §3). STLS alone is announced where it is permitted (RFC 2595 §4).
#[must_use]
pub fn capabilities(site: &Site, phase: Phase, covered: bool, user: Option<&Arc<str>>) -> Vec<String> {
    let profile = &site.profile;
    let mut lines = Vec::new();
    let mut add = |there: bool, line: &str| {
        if there {
            lines.push(line.to_owned());
        }
    };
    add(profile.top, "TOP");
    add(profile.user_pass && profile.takes_password(covered), "USER");
    let mechanisms: Vec<_> = profile
        .mechanisms
        .iter()
        .filter(|mechanism| !mechanism.reveals_password() || profile.takes_password(covered))
        .map(|mechanism| mechanism.name())
        .collect();
    add(!mechanisms.is_empty(), &format!("SASL {}", mechanisms.join(" ")));
    add(profile.resp_codes, "RESP-CODES");
    add(profile.auth_resp_code, "AUTH-RESP-CODE");
    for line in [login_delay(site, user), expire(site, user)].into_iter().flatten() {
        add(true, &line);
    }
    add(profile.pipelining, "PIPELINING");
    add(profile.uidl, "UIDL");
    let permitted = phase == Phase::Authorization && !covered && !profile.modes.utf8;
    add(profile.tls == TlsOffer::Stls && permitted, "STLS");
    match profile.utf8 {
        Utf8Offer::None => (),
        Utf8Offer::Mode => add(true, "UTF8"),
        Utf8Offer::User => add(true, "UTF8 USER"),
    }
    add(!profile.languages.is_empty(), "LANG");
    if let Some(implementation) = &profile.implementation {
        add(true, &format!("IMPLEMENTATION {implementation}"));
    }
    lines.extend(profile.announces.iter().cloned());
    lines
}

/// The seconds between logins: before the login the most that may hold for anybody, with USER if it may be another for
/// the one who logs in (RFC 2449 §6.5).
fn login_delay(site: &Site, user: Option<&Arc<str>>) -> Option<String> {
    let all = site.store.users().map(|user| ledger::login_delay(&site.profile, &site.store, user));
    let all: Vec<Option<Duration>> = all.chain([site.profile.login_delay]).collect();
    let most = all.iter().copied().flatten().max()?;
    let (delay, word) = match user {
        Some(user) => (ledger::login_delay(&site.profile, &site.store, user).unwrap_or_default(), ""),
        None => (most, if all.iter().all(|delay| *delay == Some(most)) { "" } else { " USER" }),
    };
    Some(format!("LOGIN-DELAY {}{word}", delay.as_secs()))
}

/// The days that mail may stay: before the login the fewest that may hold for anybody (RFC 2449 §6.7). Who has no term
/// keeps mail for ever.
fn expire(site: &Site, user: Option<&Arc<str>>) -> Option<String> {
    let all = site.store.users().map(|user| ledger::expire(&site.profile, &site.store, user));
    let all: Vec<_> = all.chain([site.profile.expire]).collect();
    let least = all.iter().copied().flatten().min()?;
    let (expire, word) = match user {
        Some(user) => (ledger::expire(&site.profile, &site.store, user).unwrap_or(ledger::FOR_EVER), ""),
        None => (least, if all.iter().all(|expire| *expire == Some(least)) { "" } else { " USER" }),
    };
    Some(format!("EXPIRE {expire}{word}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::proto::Keyword;
    use crate::proto::capability::Capability;
    use crate::sim::Profile;
    use crate::sim::Store;
    use crate::sim::profile::Mechanism;
    use crate::sim::profile::Modes;
    use crate::sim::profile::Policy;
    use crate::sim::store::Account;
    use crate::sim::terms::Expire;
    use crate::sim::terms::Terms;
    use crate::sim::tongue::Tongue;

    fn tags(profile: &Profile, phase: Phase, covered: bool) -> String {
        let site = Site { profile: profile.clone(), store: Store::new() };
        capabilities(&site, phase, covered, None).join(", ")
    }

    /// The tags before the login, and those for each of two users: amy has terms of her own.
    fn tags_of(profile: Profile, terms: Terms) -> [String; 3] {
        let mut store = Store::new();
        for user in ["amy", "bob"] {
            store.add_account(Account { user: user.into(), password: None, secret: None }).expect("a new user");
        }
        store.ledger_mut().set_terms("amy", terms);
        let site = Site { profile: Profile { top: false, user_pass: false, uidl: false, ..profile }, store };
        let tags =
            |phase, user: Option<&str>| capabilities(&site, phase, false, user.map(Arc::from).as_ref()).join(", ");
        [tags(Phase::Authorization, None), tags(Phase::Transaction, Some("amy")), tags(Phase::Transaction, Some("bob"))]
    }

    #[test]
    fn f31_before_the_login_the_strictest_terms_are_announced() {
        let minutes = |minutes| Some(Duration::from_mins(minutes));
        let all_alike = Profile { login_delay: minutes(5), expire: Some(Expire::Days(30)), ..Profile::default() };
        assert_eq!(tags_of(all_alike.clone(), Terms::default()), ["LOGIN-DELAY 300, EXPIRE 30"; 3]);
        let amy = Terms { login_delay: minutes(15), expire: Some(Expire::Days(0)), ..Terms::default() };
        let expected =
            ["LOGIN-DELAY 900 USER, EXPIRE 0 USER", "LOGIN-DELAY 900, EXPIRE 0", "LOGIN-DELAY 300, EXPIRE 30"];
        assert_eq!(tags_of(all_alike, amy.clone()), expected);
        let expected =
            ["LOGIN-DELAY 900 USER, EXPIRE 0 USER", "LOGIN-DELAY 900, EXPIRE 0", "LOGIN-DELAY 0, EXPIRE NEVER"];
        assert_eq!(tags_of(Profile::default(), amy), expected);
        let never = Profile { expire: Some(Expire::Never), ..Profile::default() };
        assert_eq!(tags_of(never, Terms::default()), ["EXPIRE NEVER"; 3]);
    }

    #[test]
    fn f35_f36_utf8_and_lang_are_announced_in_both_states_and_stls_not_behind_utf8() {
        let profile = Profile {
            tls: TlsOffer::Stls,
            utf8: Utf8Offer::User,
            languages: Tongue::ALL.to_vec(),
            ..Profile::default()
        };
        assert_eq!(tags(&profile, Phase::Authorization, false), "TOP, USER, UIDL, STLS, UTF8 USER, LANG");
        assert_eq!(tags(&profile, Phase::Transaction, false), "TOP, USER, UIDL, UTF8 USER, LANG");
        let utf8 = Profile { modes: Modes { utf8: true, ..Modes::default() }, utf8: Utf8Offer::Mode, ..profile };
        assert_eq!(tags(&utf8, Phase::Authorization, false), "TOP, USER, UIDL, UTF8, LANG");
    }

    #[test]
    fn f28_what_is_available_in_authorization_is_announced_in_both_states() {
        let profile = Profile {
            mechanisms: vec![Mechanism::Plain, Mechanism::CramMd5],
            tls: TlsOffer::Stls,
            ..Profile::default()
        };
        assert_eq!(tags(&profile, Phase::Authorization, false), "TOP, USER, SASL PLAIN CRAM-MD5, UIDL, STLS");
        assert_eq!(tags(&profile, Phase::Transaction, false), "TOP, USER, SASL PLAIN CRAM-MD5, UIDL");
        assert_eq!(tags(&profile, Phase::Authorization, true), "TOP, USER, SASL PLAIN CRAM-MD5, UIDL");
    }

    #[test]
    fn passwords_that_would_be_refused_are_not_announced() {
        let profile = Profile {
            mechanisms: vec![Mechanism::Plain],
            tls: TlsOffer::Stls,
            cleartext_login: Policy::Refuse,
            ..Profile::default()
        };
        assert_eq!(tags(&profile, Phase::Authorization, false), "TOP, UIDL, STLS");
        assert_eq!(tags(&profile, Phase::Authorization, true), "TOP, USER, SASL PLAIN, UIDL");
    }

    #[test]
    fn f29_what_is_announced_is_there() {
        let keywords = [Keyword::Top, Keyword::User, Keyword::Uidl, Keyword::Stls, Keyword::Utf8, Keyword::Lang];
        for bits in 0..64_u32 {
            let profile = Profile {
                top: bits & 1 != 0,
                user_pass: bits & 2 != 0,
                uidl: bits & 4 != 0,
                tls: if bits & 8 == 0 { TlsOffer::None } else { TlsOffer::Stls },
                utf8: if bits & 16 == 0 { Utf8Offer::None } else { Utf8Offer::User },
                languages: if bits & 32 == 0 { Vec::new() } else { Tongue::ALL.to_vec() },
                ..Profile::default()
            };
            let block = tags(&profile, Phase::Authorization, false).replace(", ", "\r\n");
            let announced = Capability::read_all(block.as_bytes());
            for keyword in keywords {
                let tag = announced.iter().any(|capability| capability.tag == keyword.as_str());
                assert_eq!(tag, profile.has(keyword), "{keyword}");
            }
        }
    }
}
