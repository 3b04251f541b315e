//! The server of a scenario: its profile as meant, and what is wrong with it as written.

use std::collections::BTreeMap;
use std::net::Ipv4Addr;
use std::net::SocketAddr;
use std::time::Duration;

use crate::proto::StatusLine;
use crate::scenario::file::ServerFile;
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
pub(super) type Complain<'a> = dyn FnMut(&[&str], String) + 'a;

/// The profile as meant.
pub(super) fn profile(file: &ServerFile, complain: &mut Complain<'_>) -> Profile {
    let modern = file.generation == Generation::Rfc1939;
    check_generation(file, complain);
    let texts = texts(file, complain);
    let mut profile = Profile::default();
    if let Some(host) = &file.host {
        if host.is_empty() || !host.bytes().all(|octet| octet.is_ascii_alphanumeric() || b".-".contains(&octet)) {
            complain(&["host"], "a host is written in letters, digits, dots and hyphens".to_owned());
        }
        profile.host.clone_from(host);
    }
    let autologout = file.autologout.map(Duration::from_secs);
    if autologout.is_some_and(|limit| limit < LEAST_AUTOLOGOUT) {
        let text = "an autologout timer has at least ten minutes, 600 seconds (RFC 1939 §3)";
        complain(&["autologout"], text.to_owned());
    }
    if file.login_attempts == Some(0) {
        complain(&["login_attempts"], "a client has at least one attempt".to_owned());
    }
    if file.cleartext_login == Policy::Refuse && file.tls == TlsOffer::None {
        complain(&["cleartext_login"], "without TLS this server could never take a password".to_owned());
    }
    if let Some(text) = &file.implementation
        && (text.is_empty() || 100 < text.len() || text.contains(char::is_control))
    {
        complain(&["implementation"], "a capability is one short line".to_owned());
    }
    check_codes(file, complain);
    let timestamp = texts.get(&Phrase::Greeting).map(|greeting| greeting.names(Placeholder::Timestamp));
    match timestamp {
        Some(false) if file.apop => {
            complain(&["texts", "greeting"], "with APOP the greeting has a {timestamp} (RFC 1939 §7)".to_owned());
        }
        Some(true) if !file.apop => {
            complain(&["texts", "greeting"], "a {timestamp} offers APOP, so write apop: true too".to_owned());
        }
        Some(_) | None => (),
    }
    Profile {
        generation: file.generation,
        user_pass: file.user_pass.unwrap_or(profile.user_pass),
        apop: file.apop,
        process: file.process.unwrap_or(profile.process),
        mechanisms: file.mechanisms.clone(),
        tls: file.tls,
        cleartext_login: file.cleartext_login,
        capa: file.capa.unwrap_or(modern),
        top: file.top.unwrap_or(profile.top),
        uidl: file.uidl.unwrap_or(modern),
        resp_codes: file.resp_codes,
        pipelining: file.pipelining,
        implementation: file.implementation.clone(),
        unknown_users: file.unknown_users,
        bare_line_feed: file.bare_line_feed.0,
        autologout,
        login_attempts: file.login_attempts,
        removes_at_most: file.removes_at_most,
        texts,
        auth_resp_code: file.auth_resp_code,
        login_delay: file.login_delay.map(Duration::from_secs),
        expire: file.expire,
        implicit_dele: file.implicit_dele,
        utf8: file.utf8,
        languages: file.languages.clone(),
        ..profile
    }
}

/// Where the server listens.
pub(super) fn address(file: &ServerFile, complain: &mut Complain<'_>) -> SocketAddr {
    let port = if file.tls == TlsOffer::Implicit { 995 } else { 110 };
    let default = SocketAddr::from((ADDRESS, port));
    match file.address.as_deref().map(str::parse) {
        None => default,
        Some(Ok(address)) => address,
        Some(Err(_)) => {
            complain(&["address"], "an address and a port are wanted, such as 198.51.100.1:110".to_owned());
            default
        }
    }
}

/// What is younger than the server cannot be in it.
fn check_generation(file: &ServerFile, complain: &mut Complain<'_>) {
    let old = file.generation < Generation::Rfc1939;
    let mut refuse = |field: &'static str, there: bool, what: &str| {
        if there {
            complain(&[field], format!("{what}: too young for a server of this generation"));
        }
    };
    refuse("apop", file.apop && file.generation < Generation::Rfc1460, "APOP came with RFC 1460");
    refuse("uidl", old && file.uidl == Some(true), "UIDL came with RFC 1725");
    refuse("capa", old && file.capa == Some(true), "CAPA came with RFC 2449");
    refuse("resp_codes", old && file.resp_codes, "response codes came with RFC 2449");
    refuse("pipelining", old && file.pipelining, "PIPELINING came with RFC 2449");
    refuse("mechanisms", old && !file.mechanisms.is_empty(), "AUTH came with RFC 1734");
    refuse("auth_resp_code", old && file.auth_resp_code, "response codes came with RFC 2449");
    refuse("login_delay", old && file.login_delay.is_some(), "LOGIN-DELAY came with RFC 2449");
    refuse("expire", old && file.expire.is_some(), "EXPIRE came with RFC 2449");
    refuse("utf8", old && file.utf8 != Utf8Offer::None, "UTF8 came with RFC 5721");
    refuse("languages", old && !file.languages.is_empty(), "LANG came with RFC 5721");
    refuse("tls", old && file.tls != TlsOffer::None, "TLS came with RFC 2595");
}

/// Whoever announces RESP-CODES means a code by every bracket at the start of a text (RFC 2449 §8).
fn check_codes(file: &ServerFile, complain: &mut Complain<'_>) {
    if file.auth_resp_code && !file.resp_codes {
        complain(&["auth_resp_code"], "AUTH-RESP-CODE needs RESP-CODES: write resp_codes: true too".to_owned());
    }
    if file.implicit_dele && file.expire.is_none() {
        let text = "an implicit DELE is what EXPIRE 0 allows: write expire: Days(0) too (RFC 2449 §6.7)";
        complain(&["implicit_dele"], text.to_owned());
    }
    for (phrase, text) in file.texts.iter().filter(|_| file.resp_codes) {
        let status = StatusLine::read(text.as_bytes());
        if status.is_some_and(|status| status.text.starts_with(b"[") && status.response_code().is_none()) {
            let text = "where RESP-CODES is announced a bracket begins a response code (RFC 2449 §8)";
            complain(&["texts", phrase.name()], text.to_owned());
        }
    }
}

fn texts(file: &ServerFile, complain: &mut Complain<'_>) -> BTreeMap<Phrase, Template> {
    let mut texts = BTreeMap::new();
    for (phrase, text) in &file.texts {
        match Template::parse(*phrase, text, file.old_plus) {
            Ok(template) => {
                texts.insert(*phrase, template);
            }
            Err(error) => complain(&["texts", phrase.name()], error.to_string()),
        }
    }
    texts
}
