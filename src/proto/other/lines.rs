//! Single lines of the protocols beside POP3: whom a login names, what is wrong with a command, what a reply says.

use crate::proto::Protocol;
use crate::proto::imap;
use crate::proto::line::lines;
use crate::proto::other::Tone;
use crate::proto::pop1;
use crate::proto::pop2;
use crate::proto::smtp;

/// The name in a login, if the line is one.
#[must_use]
pub fn name_in(protocol: Protocol, line: &[u8]) -> Option<String> {
    match protocol {
        Protocol::Pop1 => match pop1::Command::parse(line).ok()? {
            pop1::Command::User { name } => Some(name),
            pop1::Command::Pass { .. }
            | pop1::Command::Retr { .. }
            | pop1::Command::Rdel { .. }
            | pop1::Command::Rcev
            | pop1::Command::Rcvd
            | pop1::Command::Rset
            | pop1::Command::Noop
            | pop1::Command::Quit => None,
        },
        Protocol::Pop2 => match pop2::Command::parse(line).ok()? {
            pop2::Command::Helo { user, .. } => Some(user),
            pop2::Command::Fold { .. }
            | pop2::Command::Read { .. }
            | pop2::Command::Retr
            | pop2::Command::Acks
            | pop2::Command::Ackd
            | pop2::Command::Nack
            | pop2::Command::Quit => None,
        },
        Protocol::Imap => match imap::Tagged::parse(line).command.ok()? {
            imap::Command::Login { user, .. } => Some(user),
            imap::Command::Capability
            | imap::Command::Select { .. }
            | imap::Command::Fetch { .. }
            | imap::Command::Store { .. }
            | imap::Command::Expunge
            | imap::Command::Noop
            | imap::Command::Logout => None,
        },
        // SMTP takes mail in from anybody; POP3 has its own way.
        Protocol::Smtp | Protocol::Pop3 => None,
    }
}

/// What all that a server says to one command comes to; `None` if that cannot be told from its octets.
#[must_use]
pub fn tone_of(protocol: Protocol, reply: &[u8]) -> Option<Tone> {
    match protocol {
        Protocol::Pop3 => None,
        Protocol::Pop1 | Protocol::Pop2 => match reply.first()? {
            b'+' | b'#' | b'=' => Some(Tone::Positive),
            b'-' => Some(Tone::Negative),
            _ => None,
        },
        Protocol::Smtp => smtp::reply::tone(smtp::reply::code(reply)?),
        // The last line has the word; a greeting is the only one.
        Protocol::Imap => {
            let (last, _) = lines(reply).last()?;
            let mut words = last.split(|octet| *octet == b' ');
            if words.next()? == b"+" {
                return Some(Tone::Intermediate);
            }
            imap::words::Status::from_word(words.next()?).map(imap::words::Status::tone)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_line_of_imap_says_yes_or_no() {
        let told = |reply: &[u8]| tone_of(Protocol::Imap, reply);
        assert_eq!(told(b"* OK ready\r\n"), Some(Tone::Positive));
        assert_eq!(told(b"* 1 FETCH (BODY[] {9}\r\na NO x\r\n\r\n)\r\na1 OK done\r\n"), Some(Tone::Positive));
        assert_eq!(told(b"* 1 EXISTS\r\na1 NO locked\r\n"), Some(Tone::Negative));
        assert_eq!(told(b"+ go on\r\n"), Some(Tone::Intermediate));
        assert_eq!(told(b""), None);
    }

    #[test]
    fn a_login_names_a_user() {
        assert_eq!(name_in(Protocol::Pop2, b"HELO a\\ b x\r\n").as_deref(), Some("a b"));
        assert_eq!(name_in(Protocol::Pop1, b"USER amy\r\n").as_deref(), Some("amy"));
        assert_eq!(name_in(Protocol::Pop1, b"PASS amy\r\n"), None);
        assert_eq!(name_in(Protocol::Imap, b"a1 LOGIN amy sesame\r\n").as_deref(), Some("amy"));
        assert_eq!(name_in(Protocol::Imap, b"a1 SELECT amy\r\n"), None);
        assert_eq!(name_in(Protocol::Smtp, b"HELO amy\r\n"), None);
    }
}
