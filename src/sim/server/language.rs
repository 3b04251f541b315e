//! LANG: which languages there are, and which one the replies are in (RFC 6856 §3).

use crate::sim::Phrase;
use crate::sim::server::Answer;
use crate::sim::server::Site;
use crate::sim::template::Values;

/// Answers LANG. A language that is chosen is spoken at once, one that is not there changes nothing.
pub(super) fn lang(site: &mut Site, range: Option<&str>) -> Answer {
    let values = Values { host: site.profile.host.clone(), ..Values::default() };
    let Some(range) = range else {
        let list: String =
            site.profile.languages.iter().flat_map(|tongue| [tongue.tag(), " ", tongue.name(), "\r\n"]).collect();
        return Answer::say(site, Phrase::Languages, &values).with_block(list.as_bytes());
    };
    let mut languages = site.profile.languages.iter().copied();
    let chosen = match range {
        "*" => languages.next(), // What the site prefers stands first.
        range => languages.find(|tongue| tongue.matches(range)),
    };
    let Some(tongue) = chosen else { return Answer::say(site, Phrase::UnknownLanguage, &values) };
    site.profile.modes.tongue = tongue;
    Answer::say(site, Phrase::Language, &Values { language: tongue.tag().to_owned(), ..values })
}
