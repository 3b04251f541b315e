//! A connection to a server of the user's own choice: where it goes, what a client of a lesson says on it, and
//! whether a line gives a password away.

use std::net::IpAddr;
use std::net::Ipv6Addr;
use std::path::Path;
use std::sync::OnceLock;

use crate::proto::Command;
use crate::proto::auth::encode_base64;
use crate::proto::secret::SecretKind;
use crate::proto::secret::hidden;
use crate::proto::url::DEFAULT_PORT;
use crate::proto::url::PopUrl;
use crate::proto::url::PopUrlError;
use crate::scenario::Scenario;
use crate::scenario::dial::speaks_pop3;
use crate::scenario::library;
use crate::session::Timeline;
use crate::session::fact::Narration;
use crate::source::SourceError;
use crate::source::read_text;

pub use crate::live::Connecting;
pub use crate::live::Doubt;
pub use crate::live::Mishap;
pub use crate::live::Security;
pub use crate::live::Target;
pub use crate::live::Trust;
pub use crate::live::connect::Waits;
pub use crate::scenario::dial::Challenge;
pub use crate::scenario::dial::Dial;
pub use crate::scenario::dial::Tone;
pub use crate::scenario::dial::Verdict;
pub use crate::scenario::dial::challenge;
pub use crate::scenario::dial::is_over;
pub use crate::scenario::dial::is_waiting;

/// The port of POP3 with TLS from the first octet (RFC 8314 §7.1).
pub const TLS_PORT: u16 = 995;

/// Where a connection is to go, as somebody has typed it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Address {
    /// A name, or an address; of IPv6 without its brackets.
    pub host: String,
    /// The port, if one was typed.
    pub port: Option<u16>,
    /// Whose mailbox it is, if a POP URL says so.
    pub user: Option<String>,
}

/// Why what was typed is no address.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum AddressError {
    /// Nothing was typed.
    Empty,
    /// It is a URL of something else.
    OtherScheme,
    /// It cannot be read.
    Wrong(PopUrlError),
}

impl Address {
    /// Reads `host`, `host:port`, or a POP URL (RFC 2384). An address of IPv6 stands in brackets before a port.
    pub fn read(typed: &str) -> Result<Self, AddressError> {
        let typed = typed.trim();
        if typed.is_empty() {
            return Err(AddressError::Empty);
        }
        if typed.parse::<Ipv6Addr>().is_ok() {
            return Ok(Self { host: typed.to_owned(), port: None, user: None });
        }
        let url = match typed.split_once("://") {
            Some((scheme, _)) if scheme.eq_ignore_ascii_case("pop") => typed.parse::<PopUrl>(),
            Some(_) => return Err(AddressError::OtherScheme),
            None => format!("pop://{typed}").parse(),
        };
        let PopUrl { user, host, port, .. } = url.map_err(AddressError::Wrong)?;
        Ok(Self { host, port, user })
    }

    /// The port, where none was typed that of the way in which TLS is spoken.
    #[must_use]
    pub fn port(&self, security: Security) -> u16 {
        self.port.unwrap_or(match security {
            Security::None | Security::Stls => DEFAULT_PORT,
            Security::Implicit => TLS_PORT,
        })
    }
}

/// Whether what is said to an address stays on this machine.
#[must_use]
pub fn stays_here(address: IpAddr) -> bool {
    address.to_canonical().is_loopback()
}

/// Whether a line has a password in it, or what serves as one, that everybody can read who sees it. A digest or a
/// proof is none: it is good for this session only, and the password is not in it.
#[must_use]
pub fn gives_password_away(line: &[u8], timeline: &Timeline) -> bool {
    if let Some(Challenge { mechanism, octets }) = challenge(timeline) {
        let text = line.trim_ascii();
        let is_name = mechanism == "LOGIN" && octets.get(..4).is_some_and(|word| word.eq_ignore_ascii_case(b"user"));
        return !text.is_empty() && text != b"*" && !is_name && reveals_password(&mechanism);
    }
    let Some(secret) = hidden(line) else { return false };
    match secret.kind {
        SecretKind::Plain => true,
        SecretKind::Digest => false,
        SecretKind::Base64 => match Command::parse(line.trim_ascii_end()) {
            Ok(Command::Auth { mechanism: Some(mechanism), .. }) => reveals_password(&mechanism),
            Ok(_) | Err(_) => true,
        },
    }
}

/// Whether a mechanism says the password or a token. Of one that is not known it is supposed.
fn reveals_password(mechanism: &str) -> bool {
    mechanism != "CRAM-MD5" && !mechanism.starts_with("SCRAM-")
}

/// The lessons whose client speaks POP3: name and title.
pub fn lessons() -> &'static [(&'static str, Narration)] {
    static LESSONS: OnceLock<Vec<(&'static str, Narration)>> = OnceLock::new();
    LESSONS.get_or_init(|| {
        let scenarios = library::ALL.iter().map(|shipped| (shipped.name, shipped.scenario()));
        let of_pop3 = scenarios.filter(|(_, scenario)| speaks_pop3(scenario));
        of_pop3.map(|(name, scenario)| (name, scenario.title)).collect()
    })
}

/// The client of a lesson.
#[must_use]
pub fn client_of_lesson(name: &str) -> Option<Dial> {
    Dial::of(&library::find(name)?.scenario())
}

/// The client of a scenario file or of a shipped scenario: a file of that name comes first. `None` if it speaks no POP3.
pub fn client_of_scenario(name: &str) -> Result<Option<Dial>, SourceError> {
    if Path::new(name).exists() {
        return Ok(Dial::of(&Scenario::parse(name, &read_text(Path::new(name))?)?));
    }
    let shipped = library::find(name).ok_or_else(|| SourceError::NoSuchScenario { name: name.to_owned() })?;
    Ok(Dial::of(&shipped.scenario()))
}

/// A nonce for SCRAM that nobody can foresee; `None` if the system has no chance to give.
#[must_use]
pub fn nonce() -> Option<String> {
    crate::live::chance::octets::<18>().map(|octets| encode_base64(&octets))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::proto::Side;
    use crate::proto::utterance::Cover;
    use crate::proto::utterance::Opening;
    use crate::session::ConnectionId;
    use crate::session::Event;
    use crate::session::EventKind;
    use crate::session::Recorder;
    use crate::session::Time;
    use crate::session::event::Connection;
    use crate::session::event::Mark;
    use crate::session::event::Party;

    #[track_caller]
    fn reads(typed: &str, host: &str, port: Option<u16>, user: Option<&str>) {
        let expected = Address { host: host.to_owned(), port, user: user.map(str::to_owned) };
        assert_eq!(Address::read(typed), Ok(expected));
    }

    #[test]
    fn an_address_is_typed_in_many_ways() {
        reads(" mail.example.org ", "mail.example.org", None, None);
        reads("mail.example.org:1110", "mail.example.org", Some(1110), None);
        reads("::1", "::1", None, None);
        reads("[::1]:1110", "::1", Some(1110), None);
        reads("127.0.0.1:110", "127.0.0.1", Some(110), None);
        reads("POP://amy;AUTH=*@mail.example.org:110", "mail.example.org", Some(110), Some("amy"));
    }

    #[test]
    fn what_is_no_address_is_told_apart() {
        assert_eq!(Address::read("  "), Err(AddressError::Empty));
        assert_eq!(Address::read("imap://mail.example.org"), Err(AddressError::OtherScheme));
        assert_eq!(Address::read("mail.example.org:99999"), Err(AddressError::Wrong(PopUrlError::BadPort)));
        assert_eq!(Address::read("pop://amy:sesame@a.example"), Err(AddressError::Wrong(PopUrlError::Password)));
        assert!(Address::read("a b").is_err());
        let address = Address::read("a.example").expect("an address");
        let ports = [Security::None, Security::Stls, Security::Implicit].map(|security| address.port(security));
        assert_eq!(ports, [110, 110, 995]);
    }

    /// What was said on a connection: the server first, then in turns.
    fn timeline(said: &[&str]) -> Timeline {
        let id = ConnectionId(0);
        let address = "192.0.2.1:110".parse().expect("an address");
        let party = Party { name: None, address };
        let opening = Opening::Connection;
        let protocol = crate::proto::Protocol::Pop3;
        let opened = EventKind::Opened(Connection { client: party.clone(), server: party, opening, protocol });
        let sides = [Side::Server, Side::Client].into_iter().cycle();
        let octets = said.iter().zip(sides).map(|(line, side)| EventKind::Octets {
            side,
            octets: format!("{line}\r\n").into_bytes(),
            cover: Cover::Clear,
        });
        let event = |kind| Event { at: Time::default(), connection: Some(id), mark: Mark::Nowhere, kind };
        let mut recorder = Recorder::new();
        for kind in std::iter::once(opened).chain(octets) {
            recorder.record(event(kind));
        }
        recorder.timeline().clone()
    }

    #[test]
    fn a_password_is_known_in_whatever_it_is_said() {
        let at_start = timeline(&["+OK"]);
        for line in ["PASS x", "pass a b", "AUTH PLAIN AGEAYg==", "AUTH XOAUTH2 dXNlcj1h", "AGFteQBzZXNhbWU="] {
            assert!(gives_password_away(line.as_bytes(), &at_start), "{line}");
        }
        for line in ["USER amy", "PASS", "STAT", "", "*", "APOP amy c4c9334bac560ecc979e58001b3e22fb", "AUTH PLAIN"] {
            assert!(!gives_password_away(line.as_bytes(), &at_start), "{line}");
        }
        assert!(!gives_password_away(b"AUTH SCRAM-SHA-256 biwsbj1hLHI9eA==", &at_start));
    }

    #[test]
    fn a_response_is_judged_by_what_was_asked() {
        let response = b"c2VzYW1l";
        let answers = |auth: &str, challenge: &str| gives_password_away(response, &timeline(&["+OK", auth, challenge]));
        assert!(answers("AUTH PLAIN", "+ ") && answers("AUTH X-OTHER", "+ "));
        assert!(!answers("AUTH CRAM-MD5", "+ PDEuMkBhPg=="));
        assert!(!answers("AUTH LOGIN", "+ VXNlcm5hbWU6") && answers("AUTH LOGIN", "+ UGFzc3dvcmQ6"));
        let asked = timeline(&["+OK", "AUTH PLAIN", "+ "]);
        assert!(!gives_password_away(b"*", &asked) && !gives_password_away(b"", &asked));
    }

    #[test]
    fn lessons_of_other_protocols_are_not_played_before_a_server_of_pop3() {
        let names: Vec<_> = lessons().iter().map(|(name, _)| *name).collect();
        assert!(names.contains(&"first-session") && !names.contains(&"smtp-replies"));
    }

    #[test]
    fn no_nonce_comes_twice() {
        let (one, other) = (nonce().expect("chance"), nonce().expect("chance"));
        assert!(one != other && one.len() == 24 && !one.contains(','));
    }
}
