//! The profile of a server: what it says and what it can do. All of it is data.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::time::Duration;

use serde::Deserialize;
use serde::Deserializer;

use crate::proto::Keyword;
use crate::proto::scram;
use crate::sim::Deviation;
use crate::sim::Phrase;
use crate::sim::template::Placeholder;
use crate::sim::template::Template;
use crate::sim::template::Values;
use crate::sim::terms::Expire;
use crate::sim::tongue::Tongue;

/// The least time after which a server may give up on a silent client (RFC 1939 §3).
pub const LEAST_AUTOLOGOUT: Duration = Duration::from_mins(10);

/// How long a server waits that gives up too early.
const IMPATIENCE: Duration = Duration::from_mins(1);

pub use crate::sim::generation::Generation;

/// A mechanism of AUTH.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Ord, PartialEq, PartialOrd)]
pub enum Mechanism {
    /// Name and password at once (RFC 4616).
    Plain,
    /// Name, then password; never standardised, still common.
    Login,
    /// A digest of a challenge and a secret (RFC 2195).
    CramMd5,
    /// A token that somebody else gave out; never standardised, still common.
    Xoauth2,
    /// Both sides prove that they know the password (RFC 5802, RFC 7677).
    ScramSha256,
}

impl Mechanism {
    /// Every mechanism.
    pub const ALL: [Self; 5] = [Self::Plain, Self::Login, Self::CramMd5, Self::Xoauth2, Self::ScramSha256];

    /// Its name on the wire.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Plain => "PLAIN",
            Self::Login => "LOGIN",
            Self::CramMd5 => "CRAM-MD5",
            Self::Xoauth2 => "XOAUTH2",
            Self::ScramSha256 => scram::NAME,
        }
    }

    /// Whether the password itself travels, or a token that is as good.
    #[must_use]
    pub fn reveals_password(self) -> bool {
        match self {
            Self::Plain | Self::Login | Self::Xoauth2 => true,
            Self::CramMd5 | Self::ScramSha256 => false,
        }
    }
}

/// Whether and how a server speaks TLS.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq)]
pub enum TlsOffer {
    /// Not at all.
    #[default]
    None,
    /// When the client asks for it (RFC 2595 §4).
    Stls,
    /// From the first octet (RFC 8314 §3.1).
    Implicit,
}

/// Whether a server has UTF-8 mode (RFC 6856 §2).
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq)]
pub enum Utf8Offer {
    /// Not at all.
    #[default]
    None,
    /// For mails and replies.
    Mode,
    /// For names and passwords too: the tag has the argument USER (RFC 6856 §2.2).
    User,
}

/// What a session has chosen that changes how the server speaks to it.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Modes {
    /// The language of the replies (RFC 6856 §3).
    pub tongue: Tongue,
    /// Whether UTF-8 mode is on (RFC 6856 §2).
    pub utf8: bool,
}

/// What a server does.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq)]
pub enum Policy {
    /// It goes along.
    #[default]
    Accept,
    /// It says no.
    Refuse,
}

/// A server as it presents itself.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(default, deny_unknown_fields)]
#[expect(clippy::struct_excessive_bools, reason = "a list of features, each there or not")]
pub struct Profile {
    /// Its name, as timestamps carry it.
    pub host: String,
    /// After which RFC it is made.
    pub generation: Generation,
    /// Whether USER and PASS are there.
    pub user_pass: bool,
    /// Whether RPOP is there, and clients from ports below 1024 are trusted.
    pub rpop: bool,
    /// Whether APOP is there; the greeting then carries a timestamp.
    pub apop: bool,
    /// The number that timestamps of the first connection begin with; each connection adds one.
    pub process: u32,
    /// The mechanisms of AUTH, in the order in which they are announced.
    pub mechanisms: Vec<Mechanism>,
    /// Whether and how it speaks TLS.
    pub tls: TlsOffer,
    /// Whether passwords may travel in the clear.
    pub cleartext_login: Policy,
    /// Whether CAPA is there.
    pub capa: bool,
    /// Whether TOP is there.
    pub top: bool,
    /// Whether UIDL is there.
    pub uidl: bool,
    /// Whether RESP-CODES is announced, and reasons are given in brackets.
    pub resp_codes: bool,
    /// Whether PIPELINING is announced.
    pub pipelining: bool,
    /// What IMPLEMENTATION says.
    pub implementation: Option<String>,
    /// Further lines of the list of capabilities.
    pub announces: Vec<String>,
    /// What becomes of a USER that nobody is called. Refusing tells strangers who is here.
    pub unknown_users: Policy,
    /// What becomes of a line that ends with a bare LF.
    pub bare_line_feed: Policy,
    /// The silence after which the server closes, at least ten minutes (RFC 1939 §3).
    #[serde(deserialize_with = "seconds")]
    pub autologout: Option<Duration>,
    /// After so many failed logins the server closes the connection.
    pub login_attempts: Option<u32>,
    /// UPDATE removes so many messages and then fails, as on a full disk (RFC 1939 §6).
    pub removes_at_most: Option<usize>,
    /// What it does otherwise than the RFCs say.
    pub deviations: BTreeSet<Deviation>,
    /// Its words, where they differ from the default ones.
    #[serde(deserialize_with = "texts")]
    pub texts: BTreeMap<Phrase, Template>,
    /// Whether AUTH-RESP-CODE is announced, and wrong credentials are told with `[AUTH]` (RFC 3206 §6).
    pub auth_resp_code: bool,
    /// The time that must pass from one login to the next (RFC 2449 §6.5).
    #[serde(deserialize_with = "seconds")]
    pub login_delay: Option<Duration>,
    /// How long mail may stay (RFC 2449 §6.7).
    pub expire: Option<Expire>,
    /// Where nothing may stay, UPDATE removes what RETR has delivered too.
    pub implicit_dele: bool,
    /// Whether it has UTF-8 mode.
    pub utf8: Utf8Offer,
    /// The languages of LANG, the one that the site prefers first.
    pub languages: Vec<Tongue>,
    /// The modes of the session that is being served: its endpoint lends them for each line.
    #[serde(skip)]
    pub modes: Modes,
}

impl Default for Profile {
    fn default() -> Self {
        Self {
            host: "pop.example.org".to_owned(),
            generation: Generation::default(),
            user_pass: true,
            rpop: false,
            apop: false,
            process: 1000,
            mechanisms: Vec::new(),
            tls: TlsOffer::None,
            cleartext_login: Policy::Accept,
            capa: true,
            top: true,
            uidl: true,
            resp_codes: false,
            pipelining: false,
            implementation: None,
            announces: Vec::new(),
            unknown_users: Policy::Accept,
            bare_line_feed: Policy::Refuse,
            autologout: None,
            login_attempts: None,
            removes_at_most: None,
            deviations: BTreeSet::new(),
            texts: BTreeMap::new(),
            auth_resp_code: false,
            login_delay: None,
            expire: None,
            implicit_dele: false,
            utf8: Utf8Offer::None,
            languages: Vec::new(),
            modes: Modes::default(),
        }
    }
}

impl Profile {
    /// Whether the server has a command at all, whatever the state.
    #[must_use]
    pub fn has(&self, keyword: Keyword) -> bool {
        let chosen = match keyword {
            Keyword::User | Keyword::Pass => self.user_pass,
            Keyword::Rpop => self.rpop,
            Keyword::Apop => self.apop,
            Keyword::Auth => !self.mechanisms.is_empty(),
            Keyword::Stls => self.tls != TlsOffer::None,
            Keyword::Capa => self.capa,
            Keyword::Utf8 => self.utf8 != Utf8Offer::None,
            Keyword::Lang => !self.languages.is_empty(),
            Keyword::Top => self.top && !self.deviates(Deviation::TopAnnouncedButMissing),
            Keyword::Uidl => self.uidl,
            Keyword::Last
            | Keyword::Stat
            | Keyword::List
            | Keyword::Retr
            | Keyword::Dele
            | Keyword::Noop
            | Keyword::Rset
            | Keyword::Quit => true,
        };
        let kept = keyword == Keyword::Last && self.deviates(Deviation::LastStillThere);
        chosen && (kept || self.generation.knows(keyword))
    }

    /// Whether it does this otherwise than the RFCs say.
    #[must_use]
    pub fn deviates(&self, deviation: Deviation) -> bool {
        self.deviations.contains(&deviation)
    }

    /// The silence after which it closes the connection.
    #[must_use]
    pub fn patience(&self) -> Option<Duration> {
        if self.deviates(Deviation::AutologoutTooEarly) {
            return Some(self.autologout.map_or(IMPATIENCE, |limit| limit.min(IMPATIENCE)));
        }
        let speaks = [Deviation::AutologoutReply, Deviation::AutologoutAsInSmtp];
        let speaks = speaks.into_iter().any(|deviation| self.deviates(deviation));
        self.autologout.or(speaks.then_some(LEAST_AUTOLOGOUT))
    }

    /// Whether USER turns down names that nobody has.
    #[must_use]
    pub fn refuses_unknown_users(&self) -> bool {
        self.unknown_users == Policy::Refuse || !self.generation.may_hide_unknown_users()
    }

    /// Whether so many failed logins are enough to close the connection.
    #[must_use]
    pub fn has_enough_of(&self, failures: u32) -> bool {
        let may = self.generation.may_close_after_a_failed_login();
        may && self.login_attempts.is_some_and(|most| most <= failures)
    }

    /// The same server after another RFC: what its RFCs do not know is gone.
    #[must_use]
    pub fn of_generation(&self, generation: Generation) -> Self {
        Self { generation, ..self.clone() }
    }

    /// Whether a password may travel on a connection.
    #[must_use]
    pub fn takes_password(&self, covered: bool) -> bool {
        covered || self.cleartext_login == Policy::Accept
    }

    /// A status line in the words of this server, without its line end.
    #[must_use]
    pub fn say(&self, phrase: Phrase, values: &Values) -> String {
        let values = &self.sayable(values);
        let own = self.modes.tongue.template(phrase).or_else(|| self.texts.get(&phrase)).filter(|template| {
            // Where APOP is not there, no timestamp is either.
            self.has(Keyword::Apop) || !template.names(Placeholder::Timestamp)
        });
        match own {
            Some(template) => template.render(values),
            None => self.default_template(phrase).render(values),
        }
    }

    /// A name beyond ASCII is not for a session that has chosen neither UTF-8 mode nor a language (RFC 6856 §2.1).
    /// A name in base64 may hold anything, line ends too: a reply stays one line.
    fn sayable<'a>(&self, values: &'a Values) -> Cow<'a, Values> {
        let beyond = self.modes.utf8 || self.modes.tongue != Tongue::English;
        let sayable = |letter: char| !letter.is_control() && (beyond || letter.is_ascii());
        if values.user.chars().all(sayable) {
            return Cow::Borrowed(values);
        }
        let user = values.user.chars().map(|letter| if sayable(letter) { letter } else { '?' }).collect();
        Cow::Owned(Values { user, ..values.clone() })
    }

    fn default_template(&self, phrase: Phrase) -> Template {
        let text = match phrase {
            Phrase::Greeting if self.has(Keyword::Apop) => "+OK POP3 server ready {timestamp}",
            phrase => phrase.default_text(),
        };
        Template::parse(phrase, text, false).expect("the default words are valid")
    }
}

/// A time in whole seconds.
fn seconds<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Duration>, D::Error> {
    Ok(Option::<u64>::deserialize(deserializer)?.map(Duration::from_secs))
}

/// Words, each checked for its phrase.
fn texts<'de, D: Deserializer<'de>>(deserializer: D) -> Result<BTreeMap<Phrase, Template>, D::Error> {
    let written = BTreeMap::<Phrase, String>::deserialize(deserializer)?;
    let check = |(phrase, text): (Phrase, String)| {
        let template = Template::parse(phrase, &text, false);
        let template = template.map_err(|error| serde::de::Error::custom(format!("{}: {error}", phrase.name())))?;
        Ok((phrase, template))
    };
    written.into_iter().map(check).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_with_apop_greets_with_a_timestamp() {
        let values = Values { timestamp: "<1.2@example.org>".into(), ..Values::default() };
        let profile = Profile::default();
        assert_eq!(profile.say(Phrase::Greeting, &values), "+OK POP3 server ready");
        let profile = Profile { apop: true, ..profile };
        assert_eq!(profile.say(Phrase::Greeting, &values), "+OK POP3 server ready <1.2@example.org>");
    }

    #[test]
    fn f35_a_name_beyond_ascii_is_said_in_utf8_mode_only() {
        let values = Values { user: "эми".into(), count: 1, octets: 2, ..Values::default() };
        let say = |modes| Profile { modes, ..Profile::default() }.say(Phrase::UnknownUser, &values);
        assert_eq!(say(Modes::default()), "-ERR never heard of mailbox ???");
        assert_eq!(say(Modes { utf8: true, ..Modes::default() }), "-ERR never heard of mailbox эми");
        assert_eq!(say(Modes { tongue: Tongue::Russian, ..Modes::default() }), "-ERR ящика эми здесь нет");
    }

    #[test]
    fn last_died_with_rfc_1725() {
        let has_last = |generation| Profile { generation, ..Profile::default() }.has(Keyword::Last);
        assert_eq!(Generation::ALL.map(has_last), [true, true, false, false, false]);
    }
}
