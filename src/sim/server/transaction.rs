//! The TRANSACTION state: the client works on its maildrop (RFC 1939 §5 and §7).

use crate::proto::Command;
use crate::proto::MessageNumber;
use crate::proto::Phase;
use crate::session::Fact;
use crate::sim::maildrop::Mail;
use crate::sim::maildrop::MessageError;
use crate::sim::maildrop::OpenMaildrop;
use crate::sim::profile::Generation;
use crate::sim::server::Answer;
use crate::sim::server::Desk;
use crate::sim::server::Server;
use crate::sim::server::Then;
use crate::sim::server::Update;
use crate::sim::server::admit;
use crate::sim::server::capabilities;
use crate::sim::server::values_of;
use crate::sim::server::values_of_message;

/// After the login.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Transaction {
    maildrop: OpenMaildrop,
}

impl Transaction {
    pub(super) fn new(maildrop: OpenMaildrop) -> Self {
        Self { maildrop }
    }

    /// The maildrop of the session.
    #[must_use]
    pub fn maildrop(&self) -> &OpenMaildrop {
        &self.maildrop
    }

    pub(super) fn handle(mut self, line: &[u8], desk: &mut Desk<'_>) -> (Server, Answer) {
        match admit(Phase::Transaction, line, desk) {
            Ok(Command::Quit) => self.quit(desk),
            Ok(command) => {
                let answer = self.obey(&command, desk);
                (Server::Transaction(self), answer)
            }
            Err(refusal) => {
                let answer = refusal.answer(desk, &values_of(&self.maildrop));
                (Server::Transaction(self), answer)
            }
        }
    }

    fn obey(&mut self, command: &Command, desk: &Desk<'_>) -> Answer {
        let texts = &desk.profile.texts;
        match command {
            Command::Stat => Answer::line(&texts.stat, &values_of(&self.maildrop)),
            Command::Noop => Answer::line(&texts.noop, &values_of(&self.maildrop)),
            Command::Capa => capabilities(desk, true),
            Command::List { message: Some(number) } => self.about(*number, &texts.list_one, desk),
            Command::Uidl { message: Some(number) } => self.about(*number, &texts.uidl_one, desk),
            Command::List { message: None } => self.listing(&texts.list, |mail| mail.octets.len().to_string()),
            Command::Uidl { message: None } => self.listing(&texts.uidl, |mail| mail.unique_id.to_string()),
            Command::Retr { message } => match self.maildrop.message(*message).cloned() {
                Ok(mail) => {
                    self.maildrop.touch(*message);
                    let values = values_of_message(&self.maildrop, *message, Some(&mail));
                    Answer::block(&texts.retr, &values, &mail.octets)
                }
                Err(error) => self.refuse(error, desk),
            },
            Command::Top { message, lines } => match self.maildrop.message(*message) {
                Ok(mail) => {
                    let values = values_of_message(&self.maildrop, *message, Some(mail));
                    Answer::block(&texts.top, &values, top_of(&mail.octets, *lines))
                }
                Err(error) => self.refuse(error, desk),
            },
            Command::Dele { message } => match self.maildrop.mark(*message) {
                Ok(()) => Answer::line(&texts.dele, &values_of_message(&self.maildrop, *message, None)),
                Err(MessageError::Marked) => {
                    Answer::line(&texts.dele_again, &values_of_message(&self.maildrop, *message, None))
                }
                Err(error) => self.refuse(error, desk),
            },
            Command::Rset => {
                self.maildrop.unmark_all();
                match desk.profile.generation {
                    Generation::Rfc1225 => self.maildrop.forget_touches_of_session(),
                    Generation::Rfc1460 => self.maildrop.forget_all_touches(),
                    Generation::Rfc1939 => (),
                }
                Answer::line(&texts.rset, &values_of(&self.maildrop))
            }
            Command::Last => {
                let number = self.maildrop.highest_touched().to_string();
                Answer::line(&texts.last, &[("number", number)].into())
            }
            Command::User { .. }
            | Command::Pass { .. }
            | Command::Apop { .. }
            | Command::Auth { .. }
            | Command::Stls
            | Command::Quit => unreachable!("the table of rules does not let them in, and QUIT ends the state"),
        }
    }

    /// One line about one message.
    fn about(&self, number: MessageNumber, text: &str, desk: &Desk<'_>) -> Answer {
        match self.maildrop.message(number) {
            Ok(mail) => Answer::line(text, &values_of_message(&self.maildrop, number, Some(mail))),
            Err(error) => self.refuse(error, desk),
        }
    }

    /// A message that is not there, or is marked: for a client that is the same (RFC 1939 §5, DELE).
    fn refuse(&self, error: MessageError, desk: &Desk<'_>) -> Answer {
        match error {
            MessageError::NoSuchMessage | MessageError::Marked => {
                Answer::line(&desk.profile.texts.no_such_message, &values_of(&self.maildrop))
            }
        }
    }

    /// A line for each message without a mark.
    fn listing(&self, text: &str, what: impl Fn(&Mail) -> String) -> Answer {
        let lines = self.maildrop.unmarked().map(|(number, mail)| format!("{number} {}", what(mail)));
        Answer::listing(text, &values_of(&self.maildrop), lines)
    }

    /// QUIT: the UPDATE state removes what is marked, gives the lock back and closes (RFC 1939 §6).
    fn quit(self, desk: &mut Desk<'_>) -> (Server, Answer) {
        let texts = &desk.profile.texts;
        let user = self.maildrop.user().clone();
        let fails = desk.profile.update_fails && self.maildrop.marked().next().is_some();
        let values = values_of(&self.maildrop);
        let mut answer = Answer::line(if fails { &texts.quit_err } else { &texts.quit }, &values);
        if !fails {
            let unique_ids = desk.maildrops.update(&self.maildrop);
            if !unique_ids.is_empty() {
                answer.facts.push(Fact::MailRemoved { user: user.clone(), unique_ids });
            }
        }
        // The lock is given back whether or not all could be removed.
        desk.maildrops.release(&user);
        answer.facts.push(Fact::MaildropReleased { user: user.clone() });
        answer.then = Then::Close;
        (Server::Update(Update::new(user)), answer)
    }
}

/// The head, the blank line, and so many lines of the body: all of them if there are not so many (RFC 1939 §7, TOP).
fn top_of(mail: &[u8], lines: u32) -> &[u8] {
    let mut end = 0;
    let mut left = None;
    for line in mail.split_inclusive(|&octet| octet == b'\n') {
        match left {
            Some(0) => return &mail[..end],
            Some(more) => left = Some(more - 1),
            None if line == b"\r\n" => left = Some(lines),
            None => (),
        }
        end += line.len();
    }
    mail
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn f20_top_gives_the_head_and_the_lines_asked_for() {
        let mail = b"Subject: x\r\n\r\none\r\ntwo\r\n";
        assert_eq!(top_of(mail, 0), b"Subject: x\r\n\r\n");
        assert_eq!(top_of(mail, 1), b"Subject: x\r\n\r\none\r\n");
        assert_eq!(top_of(mail, 99), mail);
        assert_eq!(top_of(b"Subject: x\r\n", 0), b"Subject: x\r\n");
    }
}
