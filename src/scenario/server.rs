//! The server of a scenario: its profile as meant, and what is wrong with it as written.

use std::collections::BTreeMap;
use std::net::Ipv4Addr;
use std::net::SocketAddr;
use std::time::Duration;

use crate::proto::Keyword;
use crate::proto::StatusLine;
use crate::scenario::file::ServerFile;
use crate::scenario::flaw;
use crate::session::Sentence;
use crate::sim::Deviation;
use crate::sim::Phrase;
use crate::sim::Profile;
use crate::sim::profile::Generation;
use crate::sim::profile::LEAST_AUTOLOGOUT;
use crate::sim::profile::Policy;
use crate::sim::profile::TlsOffer;
use crate::sim::profile::Utf8Offer;
use crate::sim::template::Placeholder;
use crate::sim::template::Template;

/// The server stands here unless the file says otherwise (RFC 5737).
const ADDRESS: Ipv4Addr = Ipv4Addr::new(198, 51, 100, 110);

/// Collects what is wrong, each with the field it is wrong in.
pub(super) type Complain<'a> = dyn FnMut(&[&str], Sentence) + 'a;

/// The profile as meant: the one that the file names, and what the file says otherwise.
pub(super) fn profile(file: &ServerFile, complain: &mut Complain<'_>) -> Profile {
    let base = base(file, complain);
    let generation = file.generation.unwrap_or(base.generation);
    check_generation(file, generation, complain);
    let mut texts = base.texts.clone();
    texts.extend(own_texts(file, complain));
    if let Some(host) = &file.host
        && (host.is_empty() || !host.bytes().all(|octet| octet.is_ascii_alphanumeric() || b".-".contains(&octet)))
    {
        complain(&["host"], Sentence::new("flaw-host", "a host is written in letters, digits, dots and hyphens"));
    }
    let tls = file.tls.unwrap_or(base.tls);
    let cleartext_login = file.cleartext_login.unwrap_or(base.cleartext_login);
    if cleartext_login == Policy::Refuse && tls == TlsOffer::None {
        complain(
            &["cleartext_login"],
            Sentence::new("flaw-never-a-password", "without TLS this server could never take a password"),
        );
    }
    let apop = file.apop.unwrap_or(base.apop);
    let profile = Profile {
        host: file.host.clone().unwrap_or(base.host),
        generation,
        user_pass: file.user_pass.unwrap_or(base.user_pass),
        rpop: file.rpop.unwrap_or(base.rpop),
        apop,
        process: file.process.unwrap_or(base.process),
        mechanisms: file.mechanisms.clone().unwrap_or(base.mechanisms),
        tls,
        cleartext_login,
        capa: file.capa.unwrap_or(base.capa),
        top: file.top.unwrap_or(base.top),
        uidl: file.uidl.unwrap_or(base.uidl),
        resp_codes: file.resp_codes.unwrap_or(base.resp_codes),
        pipelining: file.pipelining.unwrap_or(base.pipelining),
        implementation: file.implementation.clone().or(base.implementation),
        announces: file.announces.clone().unwrap_or(base.announces),
        unknown_users: file.unknown_users.unwrap_or(base.unknown_users),
        bare_line_feed: file.bare_line_feed.unwrap_or(base.bare_line_feed),
        autologout: file.autologout.map(Duration::from_secs).or(base.autologout),
        login_attempts: file.login_attempts.or(base.login_attempts),
        removes_at_most: file.removes_at_most.or(base.removes_at_most),
        deviations: file.deviations.clone().map_or(base.deviations, |named| named.into_iter().collect()),
        texts,
        auth_resp_code: file.auth_resp_code.unwrap_or(base.auth_resp_code),
        login_delay: file.login_delay.map(Duration::from_secs).or(base.login_delay),
        expire: file.expire.or(base.expire),
        implicit_dele: file.implicit_dele.unwrap_or(base.implicit_dele),
        utf8: file.utf8.unwrap_or(base.utf8),
        languages: file.languages.clone().unwrap_or(base.languages),
        modes: base.modes,
    };
    check(file, &profile, complain);
    profile
}

/// The profile that the file begins with: the strict one, unless it names another.
fn base(file: &ServerFile, complain: &mut Complain<'_>) -> Profile {
    let Some(name) = &file.profile else { return Profile::default() };
    Profile::named(name).unwrap_or_else(|| {
        let names: Vec<_> = Profile::names().collect();
        let known = names.join(", ");
        let what = Sentence::new("flaw-profile", format!("there is no profile {name}: {known}"));
        complain(&["profile"], what.with("name", name.as_str()).with("known", known));
        Profile::default()
    })
}

/// What cannot be so, whatever the generation.
fn check(file: &ServerFile, profile: &Profile, complain: &mut Complain<'_>) {
    let short = file.autologout.is_some_and(|limit| Duration::from_secs(limit) < LEAST_AUTOLOGOUT);
    if short && profile.generation.limits_autologout() && !profile.deviates(Deviation::AutologoutTooEarly) {
        let text = "an autologout timer has at least ten minutes, 600 seconds (RFC 1939 §3)";
        complain(&["autologout"], Sentence::new("flaw-autologout", text));
    }
    if file.login_attempts == Some(0) {
        complain(&["login_attempts"], Sentence::new("flaw-attempts", "a client has at least one attempt"));
    }
    let is_no_capability = |text: &String| text.is_empty() || 100 < text.len() || text.contains(char::is_control);
    if file.implementation.as_ref().is_some_and(is_no_capability) {
        complain(&["implementation"], Sentence::new("flaw-capability", "a capability is one short line"));
    }
    if file.announces.iter().flatten().any(is_no_capability) {
        complain(&["announces"], Sentence::new("flaw-capability", "a capability is one short line"));
    }
    check_codes(file, profile, complain);
    let timestamp = profile.texts.get(&Phrase::Greeting).map(|greeting| greeting.names(Placeholder::Timestamp));
    match timestamp {
        Some(false) if profile.apop => {
            complain(
                &["texts", "greeting"],
                Sentence::new("flaw-timestamp-wanted", "with APOP the greeting has a {timestamp} (RFC 1939 §7)"),
            );
        }
        Some(true) if !profile.apop => {
            complain(
                &["texts", "greeting"],
                Sentence::new("flaw-timestamp-unasked", "a {timestamp} offers APOP, so write apop: true too"),
            );
        }
        Some(_) | None => (),
    }
}

/// Where the server listens.
pub(super) fn address(file: &ServerFile, complain: &mut Complain<'_>) -> SocketAddr {
    let port = if file.tls == Some(TlsOffer::Implicit) { 995 } else { 110 };
    let default = SocketAddr::from((ADDRESS, port));
    match file.address.as_deref().map(str::parse) {
        None => default,
        Some(Ok(address)) => address,
        Some(Err(_)) => {
            complain(
                &["address"],
                Sentence::new("flaw-server-address", "an address and a port are wanted, such as 198.51.100.1:110"),
            );
            default
        }
    }
}

/// What is younger than the server, or older, cannot be asked of it.
fn check_generation(file: &ServerFile, generation: Generation, complain: &mut Complain<'_>) {
    let mut refuse = |field: &'static str, there: bool, what: &str, rfc: &str| {
        if there {
            let text = format!("{what} came with RFC {rfc}: too young for a server of this generation");
            complain(&[field], Sentence::new("flaw-young", text).with("what", what).with("rfc", rfc));
        }
    };
    let lacks = |keyword| !generation.knows(keyword);
    let old = generation < Generation::Modern;
    refuse("apop", lacks(Keyword::Apop) && file.apop == Some(true), "APOP", "1460");
    refuse("uidl", lacks(Keyword::Uidl) && file.uidl == Some(true), "UIDL", "1725");
    refuse("capa", lacks(Keyword::Capa) && file.capa == Some(true), "CAPA", "2449");
    refuse("resp_codes", old && file.resp_codes == Some(true), "RESP-CODES", "2449");
    refuse("auth_resp_code", old && file.auth_resp_code == Some(true), "AUTH-RESP-CODE", "3206");
    refuse("login_delay", old && file.login_delay.is_some(), "LOGIN-DELAY", "2449");
    refuse("expire", old && file.expire.is_some(), "EXPIRE", "2449");
    refuse("pipelining", old && file.pipelining == Some(true), "PIPELINING", "2449");
    let mechanisms = file.mechanisms.as_ref().is_some_and(|mechanisms| !mechanisms.is_empty());
    refuse("mechanisms", lacks(Keyword::Auth) && mechanisms, "AUTH", "1734");
    let tls = file.tls.is_some_and(|tls| tls != TlsOffer::None);
    refuse("tls", lacks(Keyword::Stls) && tls, "TLS", "2595");
    let utf8 = file.utf8.is_some_and(|utf8| utf8 != Utf8Offer::None);
    refuse("utf8", lacks(Keyword::Utf8) && utf8, "UTF8", "5721");
    let languages = file.languages.as_ref().is_some_and(|languages| !languages.is_empty());
    refuse("languages", lacks(Keyword::Lang) && languages, "LANG", "5721");
}

/// Whoever announces RESP-CODES means a code by every bracket at the start of a text (RFC 2449 §8).
fn check_codes(file: &ServerFile, profile: &Profile, complain: &mut Complain<'_>) {
    if profile.auth_resp_code && !profile.resp_codes {
        complain(
            &["auth_resp_code"],
            Sentence::new("flaw-auth-resp-code", "AUTH-RESP-CODE needs RESP-CODES: write resp_codes: true too"),
        );
    }
    if file.implicit_dele == Some(true) && profile.expire.is_none() {
        let text = "an implicit DELE is what EXPIRE 0 allows: write expire: Days(0) too (RFC 2449 §6.7)";
        complain(&["implicit_dele"], Sentence::new("flaw-implicit-dele", text));
    }
    for (phrase, text) in file.texts.iter().filter(|_| profile.resp_codes) {
        let status = StatusLine::read(text.as_bytes());
        if status.is_some_and(|status| status.text.starts_with(b"[") && status.response_code().is_none()) {
            let text = "where RESP-CODES is announced a bracket begins a response code (RFC 2449 §8)";
            complain(&["texts", phrase.name()], Sentence::new("flaw-bracket", text));
        }
    }
}

fn own_texts(file: &ServerFile, complain: &mut Complain<'_>) -> BTreeMap<Phrase, Template> {
    let mut texts = BTreeMap::new();
    for (phrase, text) in &file.texts {
        match Template::parse(*phrase, text, file.old_plus) {
            Ok(template) => {
                texts.insert(*phrase, template);
            }
            Err(error) => complain(&["texts", phrase.name()], flaw::of_template(&error)),
        }
    }
    texts
}
