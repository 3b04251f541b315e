//! What the server says about itself in each state: the truth (RFC 2449 §5).

use crate::proto::Phase;
use crate::sim::Profile;
use crate::sim::profile::TlsOffer;

/// The lines of the reply to CAPA.
///
/// What is available in AUTHORIZATION is announced in both states (RFC 2449 §5), the mechanisms of
/// AUTH too (RFC 5034 §3). STLS alone is announced where it is permitted (RFC 2595 §4).
#[must_use]
pub fn capabilities(profile: &Profile, phase: Phase, covered: bool) -> Vec<String> {
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
    add(profile.pipelining, "PIPELINING");
    add(profile.uidl, "UIDL");
    add(profile.tls == TlsOffer::Stls && phase == Phase::Authorization && !covered, "STLS");
    if let Some(implementation) = &profile.implementation {
        add(true, &format!("IMPLEMENTATION {implementation}"));
    }
    lines.extend(profile.announces.iter().cloned());
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::proto::Keyword;
    use crate::proto::capability::Capability;
    use crate::sim::profile::Mechanism;
    use crate::sim::profile::Policy;

    fn tags(profile: &Profile, phase: Phase, covered: bool) -> String {
        capabilities(profile, phase, covered).join(", ")
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
        let keywords = [Keyword::Top, Keyword::User, Keyword::Uidl, Keyword::Stls];
        for bits in 0..16_u32 {
            let profile = Profile {
                top: bits & 1 != 0,
                user_pass: bits & 2 != 0,
                uidl: bits & 4 != 0,
                tls: if bits & 8 == 0 { TlsOffer::None } else { TlsOffer::Stls },
                ..Profile::default()
            };
            let block = capabilities(&profile, Phase::Authorization, false).join("\r\n");
            let announced = Capability::read_all(block.as_bytes());
            for keyword in keywords {
                let tag = announced.iter().any(|capability| capability.tag == keyword.as_str());
                assert_eq!(tag, profile.has(keyword), "{keyword}");
            }
        }
    }
}
