//! POP URLs: where a mailbox is and how to log in to it, in one line (RFC 2384).

use std::fmt;
use std::fmt::Write as _;
use std::net::Ipv6Addr;
use std::str::FromStr;

use super::secret::is_mechanism;

/// The port of a URL that names none (RFC 2384 §3).
pub const DEFAULT_PORT: u16 = 110;

/// A server, and perhaps a mailbox on it and a way to log in.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct PopUrl {
    /// The mailbox. Without one the user is asked.
    pub user: Option<String>,
    /// How to log in, if the URL says so.
    pub auth: Option<UrlAuth>,
    /// A name, or an address; of IPv6 without its brackets.
    pub host: String,
    /// The port, if the URL names one.
    pub port: Option<u16>,
}

/// How a URL wants a client to log in (RFC 2384 §4).
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum UrlAuth {
    /// `*`: as the client likes.
    Any,
    /// `+APOP`
    Apop,
    /// `+` and another name: an extension.
    Extension(String),
    /// The name of a SASL mechanism, for AUTH.
    Sasl(String),
}

/// Why a text is no POP URL.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum PopUrlError {
    /// It does not begin with `pop://`. There are no relative POP URLs (RFC 2384 §5).
    #[error("a POP URL begins with pop://")]
    NotPop,
    /// There is a colon before the `@`.
    #[error("a password has no place in a POP URL: whoever sees the URL would have it (RFC 2384 §3)")]
    Password,
    /// Nothing behind `//` or behind `@`.
    #[error("the host is missing")]
    NoHost,
    /// The host is neither a name nor an address.
    #[error("this is neither the name nor the address of a host")]
    BadHost,
    /// The port is no number from 1 to 65535.
    #[error("a port is a number from 1 to 65535")]
    BadPort,
    /// Something behind the host and the port.
    #[error("nothing may follow the host and the port")]
    Path,
    /// A percent sign without two hexadecimal digits.
    #[error("two hexadecimal digits follow a percent sign")]
    BadEscape,
    /// A character that has to be written with a percent sign.
    #[error("this character has to be written with a percent sign: {0:?}")]
    Reserved(char),
    /// A control character, or octets that are no UTF-8, behind percent signs.
    #[error("a name is printable text in UTF-8")]
    NotText,
    /// `;AUTH=` and then nothing, or another word.
    #[error("behind the name only ;AUTH= and a mechanism may stand")]
    BadAuth,
}

impl PopUrl {
    /// The port, 110 if the URL names none.
    #[must_use]
    pub fn port(&self) -> u16 {
        self.port.unwrap_or(DEFAULT_PORT)
    }

    /// How to log in: a name without a mechanism leaves the choice to the client (RFC 2384 §4).
    #[must_use]
    pub fn auth(&self) -> Option<&UrlAuth> {
        self.auth.as_ref().or_else(|| self.user.as_ref().map(|_| &UrlAuth::Any))
    }
}

impl FromStr for PopUrl {
    type Err = PopUrlError;

    fn from_str(text: &str) -> Result<Self, PopUrlError> {
        let scheme = text.get(..6).filter(|scheme| scheme.eq_ignore_ascii_case("pop://"));
        let rest = &text[scheme.ok_or(PopUrlError::NotPop)?.len()..];
        let (login, server) = match rest.rsplit_once('@') {
            Some((login, server)) => (Some(login), server),
            None => (None, rest),
        };
        let (user, auth) = login.map_or(Ok((None, None)), read_login)?;
        let (host, port) = read_server(server)?;
        Ok(Self { user, auth, host, port })
    }
}

impl fmt::Display for PopUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("pop://")?;
        if let Some(user) = &self.user {
            f.write_str(&escaped(user))?;
        }
        match &self.auth {
            None => (),
            Some(UrlAuth::Any) => f.write_str(";AUTH=*")?,
            Some(UrlAuth::Apop) => f.write_str(";AUTH=+APOP")?,
            Some(UrlAuth::Extension(name)) => write!(f, ";AUTH=+{}", escaped(name))?,
            Some(UrlAuth::Sasl(name)) => write!(f, ";AUTH={}", escaped(name))?,
        }
        if self.user.is_some() || self.auth.is_some() {
            f.write_char('@')?;
        }
        if self.host.contains(':') {
            write!(f, "[{}]", self.host)?;
        } else {
            f.write_str(&self.host)?;
        }
        match self.port {
            Some(port) => write!(f, ":{port}"),
            None => Ok(()),
        }
    }
}

/// What stands before the `@`: a name, and perhaps a mechanism.
fn read_login(login: &str) -> Result<(Option<String>, Option<UrlAuth>), PopUrlError> {
    if login.contains(':') {
        return Err(PopUrlError::Password);
    }
    let (user, auth) = match login.split_once(';') {
        Some((user, parameter)) => (user, Some(read_auth(parameter)?)),
        None => (login, None),
    };
    match (user, &auth) {
        ("", None) => Err(PopUrlError::NotText), // An `@` with nothing before it.
        ("", Some(_)) => Ok((None, auth)),
        (user, _) => Ok((Some(unescaped(user)?), auth)),
    }
}

fn read_auth(parameter: &str) -> Result<UrlAuth, PopUrlError> {
    let key = parameter.get(..5).filter(|key| key.eq_ignore_ascii_case("AUTH="));
    match &parameter[key.ok_or(PopUrlError::BadAuth)?.len()..] {
        "" | "+" => Err(PopUrlError::BadAuth),
        "*" => Ok(UrlAuth::Any),
        name => {
            if let Some(name) = name.strip_prefix('+') {
                let name = unescaped(name)?;
                let apop = name.eq_ignore_ascii_case("APOP");
                return Ok(if apop { UrlAuth::Apop } else { UrlAuth::Extension(name) });
            }
            let name = unescaped(name)?.to_ascii_uppercase();
            if is_mechanism(name.as_bytes()) { Ok(UrlAuth::Sasl(name)) } else { Err(PopUrlError::BadAuth) }
        }
    }
}

fn read_server(server: &str) -> Result<(String, Option<u16>), PopUrlError> {
    if server.contains(['/', '?', '#']) {
        return Err(PopUrlError::Path);
    }
    let (host, port) = match server.strip_prefix('[') {
        Some(rest) => {
            let (address, behind) = rest.split_once(']').ok_or(PopUrlError::BadHost)?;
            address.parse::<Ipv6Addr>().map_err(|_| PopUrlError::BadHost)?;
            let port =
                if behind.is_empty() { None } else { Some(behind.strip_prefix(':').ok_or(PopUrlError::BadHost)?) };
            (address, port)
        }
        None => match server.split_once(':') {
            Some((host, port)) => (host, Some(port)),
            None => (server, None),
        },
    };
    if host.is_empty() {
        return Err(PopUrlError::NoHost);
    }
    let is_name = host.bytes().all(|octet| octet.is_ascii_alphanumeric() || b".-".contains(&octet));
    if !is_name && !server.starts_with('[') {
        return Err(PopUrlError::BadHost);
    }
    Ok((host.to_owned(), port.map(read_port).transpose()?))
}

fn read_port(digits: &str) -> Result<u16, PopUrlError> {
    let all_digits = digits.bytes().all(|octet| octet.is_ascii_digit());
    let port = digits.parse().ok().filter(|port| all_digits && *port != 0);
    port.ok_or(PopUrlError::BadPort)
}

/// What may stand in a name as it is (RFC 2384 §8, RFC 1738 §5).
fn is_plain(octet: u8) -> bool {
    octet.is_ascii_alphanumeric() || b"$-_.+!*'(),&=~".contains(&octet)
}

fn escaped(text: &str) -> String {
    text.bytes().fold(String::new(), |mut escaped, octet| {
        let _ = match octet {
            plain if is_plain(plain) => escaped.write_char(char::from(plain)),
            other => write!(escaped, "%{other:02X}"),
        }; // Writing to a String cannot fail.
        escaped
    })
}

fn unescaped(text: &str) -> Result<String, PopUrlError> {
    let mut octets = Vec::new();
    let mut rest = text.chars();
    while let Some(letter) = rest.next() {
        match u8::try_from(letter) {
            Ok(b'%') => {
                let mut digit = || rest.next().and_then(|digit| digit.to_digit(16));
                let (high, low) = digit().zip(digit()).ok_or(PopUrlError::BadEscape)?;
                octets.push(u8::try_from(16 * high + low).map_err(|_| PopUrlError::BadEscape)?);
            }
            Ok(octet) if is_plain(octet) => octets.push(octet),
            Ok(_) | Err(_) => return Err(PopUrlError::Reserved(letter)),
        }
    }
    // A line end in a name would be a second command.
    let text = String::from_utf8(octets).ok().filter(|text| !text.chars().any(char::is_control));
    text.ok_or(PopUrlError::NotText)
}

#[cfg(test)]
mod tests;
