//! The server of a recording: what it can do, as far as the session shows it.

use std::collections::BTreeSet;

use crate::proto::Command;
use crate::proto::Keyword;
use crate::proto::Phase;
use crate::proto::auth::apop_timestamp;
use crate::proto::capability::Capability;
use crate::proto::capability::REGISTERED;
use crate::proto::line::LineEnd;
use crate::proto::line::lines;
use crate::proto::utterance::Cover;
use crate::scenario::retell::Remark;
use crate::scenario::retell::exchanges::Heard;
use crate::scenario::retell::exchanges::Kind;
use crate::scenario::retell::exchanges::Sign;
use crate::scenario::retell::exchanges::mechanism_of;
use crate::scenario::retell::exchanges::sign;
use crate::session::timeline::Said;
use crate::sim::profile::Mechanism;

/// The fields of a server with their values as they are written.
pub(super) type Fields = Vec<(&'static str, String)>;

/// What CAPA told at one time.
struct Told {
    capabilities: Vec<Capability>,
    covered: bool,
    before: Option<Phase>,
}

/// What the server can do.
pub(super) fn fields(all: &[Heard<'_>], greeting: Option<&Said>, remarks: &mut Vec<Remark>) -> Fields {
    let lists = lists(all);
    let mut fields = Fields::new();
    let said = |keyword: Keyword, wanted: Sign| {
        let of_keyword = |heard: &&Heard<'_>| matches!(heard.kind, Kind::Command(line) if line.keyword == Some(keyword) && line.command.is_ok());
        all.iter().filter(of_keyword).any(|heard| heard.answer.and_then(sign) == Some(wanted))
    };
    let refused = |keyword| said(keyword, Sign::No) && !said(keyword, Sign::Yes);
    let announced = |tag: &str| lists.iter().any(|list| list.capabilities.iter().any(|one| one.tag == tag));
    let argument = |tag: &str| {
        let mut all = lists.iter().flat_map(|list| &list.capabilities);
        all.find(|one| one.tag == tag)?.arguments.first().cloned()
    };
    let mut set = |there: bool, name: &'static str, value: &str| {
        if there {
            fields.push((name, value.to_owned()));
        }
    };
    let is_old = said(Keyword::Last, Sign::Yes);
    set(is_old, "generation", "Rfc1460");
    let is_implicit = greeting.is_some_and(|greeting| greeting.cover == Cover::Tls);
    let stls = announced("STLS") || said(Keyword::Stls, Sign::Yes);
    set(is_implicit, "tls", "Implicit");
    set(!is_implicit && stls, "tls", "Stls");
    set(greeting.is_some_and(|greeting| apop_timestamp(greeting.first_line()).is_some()), "apop", "true");
    // Before the login the list names USER only where a password may travel.
    let user = |covered: bool| {
        let mut lists =
            lists.iter().filter(|list| list.covered == covered && list.before == Some(Phase::Authorization));
        lists.next().map(|list| list.capabilities.iter().any(|one| one.tag == "USER"))
    };
    let hides = user(false) == Some(false) && user(true) == Some(true) || waits_for_tls(all);
    set(hides && stls, "cleartext_login", "Refuse");
    let lacks = |covered| user(covered) == Some(false);
    set(!hides && (lacks(false) || lacks(true)) && !said(Keyword::User, Sign::Yes), "user_pass", "false");
    set(!is_old && refused(Keyword::Capa), "capa", "false");
    let missing =
        |keyword, tag| if lists.is_empty() { refused(keyword) } else { !announced(tag) && !said(keyword, Sign::Yes) };
    set(missing(Keyword::Top, "TOP"), "top", "false");
    set(!is_old && missing(Keyword::Uidl, "UIDL"), "uidl", "false");
    let mechanisms = mechanisms(all, &lists);
    let listed: Vec<String> = mechanisms.iter().map(|mechanism| format!("{mechanism:?}")).collect();
    set(!is_old && !listed.is_empty(), "mechanisms", &format!("[{}]", listed.join(", ")));
    set(announced("RESP-CODES") || announced("AUTH-RESP-CODE"), "resp_codes", "true");
    set(announced("AUTH-RESP-CODE"), "auth_resp_code", "true");
    set(announced("PIPELINING"), "pipelining", "true");
    let number = |tag: &str| argument(tag).and_then(|word| word.parse::<u32>().ok());
    set(announced("LOGIN-DELAY"), "login_delay", &number("LOGIN-DELAY").unwrap_or(1).to_string());
    let days = number("EXPIRE").map_or_else(|| "Never".to_owned(), |days| format!("Days({days})"));
    set(announced("EXPIRE"), "expire", &days);
    set(announced("UTF8"), "utf8", if argument("UTF8").is_some() { "User" } else { "Mode" });
    set(announced("LANG") || said(Keyword::Lang, Sign::Yes), "languages", languages(all));
    set(announced("IMPLEMENTATION"), "implementation", "\"somebody\"");
    set(refused(Keyword::User) || turns_strangers_down(all), "unknown_users", "Refuse");
    // Of those that it removed all the same nothing was told.
    set(cannot_remove(all), "removes_at_most", "0");
    set(takes_line_feeds(all), "bare_line_feed", "Accept");
    let known = |one: &&Capability| REGISTERED.iter().any(|(tag, _)| *tag == one.tag);
    let others: BTreeSet<_> =
        lists.iter().flat_map(|list| list.capabilities.iter().filter(|one| !known(one))).map(|one| &one.tag).collect();
    remarks.extend((!others.is_empty()).then_some(Remark::Capabilities(others.len())));
    fields
}

/// Whether a password was refused in the clear and taken inside TLS.
fn waits_for_tls(all: &[Heard<'_>]) -> bool {
    let asks = |heard: &&Heard<'_>| match heard.kind {
        Kind::Command(line) => match &line.command {
            Ok(Command::User { .. }) => true,
            Ok(Command::Auth { mechanism, .. }) => matches!(mechanism.as_deref(), Some("PLAIN" | "LOGIN")),
            Ok(_) | Err(_) => false,
        },
        Kind::Response { .. } => false,
    };
    let asked = |cover: Cover, taken: bool| {
        let of_cover = all.iter().filter(asks).filter(|heard| heard.said.cover == cover);
        of_cover.filter_map(|heard| heard.answer.and_then(sign)).any(|sign| (sign != Sign::No) == taken)
    };
    asked(Cover::Clear, false) && !asked(Cover::Clear, true) && asked(Cover::Tls, true)
}

/// Whether some names were refused before the login, and others taken.
fn turns_strangers_down(all: &[Heard<'_>]) -> bool {
    let (mut refused, mut taken) = (BTreeSet::new(), BTreeSet::new());
    for heard in all.iter().filter(|heard| heard.before != Some(Phase::Transaction)) {
        let Kind::Command(line) = heard.kind else { continue };
        let Ok(Command::User { name }) = &line.command else { continue };
        match heard.answer.and_then(sign) {
            Some(Sign::No) => refused.insert(name),
            Some(Sign::Yes | Sign::More) => taken.insert(name),
            None => false,
        };
    }
    !refused.is_empty() && !taken.is_empty() && refused.is_disjoint(&taken)
}

/// Whether QUIT was answered with -ERR where messages were marked.
fn cannot_remove(all: &[Heard<'_>]) -> bool {
    let mut marked = false;
    for heard in all.iter().filter(|heard| heard.before == Some(Phase::Transaction)) {
        let Kind::Command(line) = heard.kind else { continue };
        match (&line.command, heard.answer.and_then(sign)) {
            (Ok(Command::Dele { .. }), Some(Sign::Yes)) => marked = true,
            (Ok(Command::Rset), Some(Sign::Yes)) => marked = false,
            (Ok(Command::Quit), Some(Sign::No)) => return marked,
            (Ok(_) | Err(_), _) => (),
        }
    }
    false
}

/// The languages of LANG, as far as the simulator knows them.
fn languages(all: &[Heard<'_>]) -> &'static str {
    let knows_russian = all.iter().any(|heard| match heard.kind {
        Kind::Command(line) => match &line.command {
            Ok(Command::Lang { range: None }) => {
                let list = heard.answer.and_then(Said::delivered).unwrap_or_default();
                lines(&list).any(|(line, _)| line.starts_with(b"ru"))
            }
            Ok(_) | Err(_) => false,
        },
        Kind::Response { .. } => false,
    });
    if knows_russian { "[en, ru]" } else { "[en]" }
}

/// The lists that CAPA told.
fn lists(all: &[Heard<'_>]) -> Vec<Told> {
    let capa =
        all.iter().filter(|heard| matches!(heard.kind, Kind::Command(line) if line.command == Ok(Command::Capa)));
    let told = |heard: &Heard<'_>| {
        let answer = heard.answer.filter(|answer| sign(answer) == Some(Sign::Yes))?;
        let capabilities = Capability::read_all(&answer.delivered()?);
        Some(Told { capabilities, covered: answer.cover == Cover::Tls, before: heard.before })
    };
    capa.filter_map(told).collect()
}

/// The mechanisms that the server named or took, as far as the simulator knows them.
fn mechanisms(all: &[Heard<'_>], lists: &[Told]) -> Vec<Mechanism> {
    let named = lists.iter().flat_map(|list| &list.capabilities).filter(|one| one.tag == "SASL");
    let mut words: Vec<String> =
        named.flat_map(|one| one.arguments.iter().map(|word| word.to_ascii_uppercase())).collect();
    for heard in all {
        let Kind::Command(line) = heard.kind else { continue };
        let taken = heard.answer.and_then(sign).is_some_and(|sign| sign != Sign::No);
        words.extend(mechanism_of(line).filter(|_| taken).map(str::to_owned));
    }
    Mechanism::ALL.into_iter().filter(|mechanism| words.iter().any(|word| word == mechanism.name())).collect()
}

/// Whether a line that ends with LF alone was taken for one.
fn takes_line_feeds(all: &[Heard<'_>]) -> bool {
    all.iter().any(|heard| match heard.kind {
        Kind::Command(line) => {
            line.end == LineEnd::Lf && line.command.is_ok() && heard.answer.and_then(sign) == Some(Sign::Yes)
        }
        Kind::Response { .. } => false,
    })
}
