//! The AUTHORIZATION state: who is the client? (RFC 1939 §4 and §7)

use crate::proto::Command;
use crate::proto::Phase;
use crate::session::Fact;
use crate::sim::maildrop::LoginError;
use crate::sim::maildrop::OpenMaildrop;
use crate::sim::maildrop::Proof;
use crate::sim::server::Answer;
use crate::sim::server::Desk;
use crate::sim::server::Server;
use crate::sim::server::Then;
use crate::sim::server::Transaction;
use crate::sim::server::Values;
use crate::sim::server::admit;
use crate::sim::server::capabilities;
use crate::sim::server::sasl::Sasl;
use crate::sim::server::sasl::Turn;
use crate::sim::server::values_of;

/// Before the login.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Authorization {
    pending: Pending,
}

/// What was begun and not finished.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
enum Pending {
    #[default]
    Nothing,
    /// USER was accepted: PASS has to follow.
    Pass { name: String },
    /// AUTH goes on.
    Sasl(Sasl),
}

impl Authorization {
    pub(super) fn handle(self, line: &[u8], desk: &mut Desk<'_>) -> (Server, Answer) {
        if let Pending::Sasl(sasl) = self.pending {
            let text = crate::proto::line::first_line(line).0;
            return Self::go_on(sasl.hear(text), desk);
        }
        match admit(Phase::Authorization, line, desk) {
            Ok(command) => self.obey(command, desk),
            // Even a refused line comes between USER and PASS (RFC 1939 §7).
            Err(refusal) => Self::stay(refusal.answer(desk, &Values::new())),
        }
    }

    fn obey(self, command: Command, desk: &mut Desk<'_>) -> (Server, Answer) {
        let texts = &desk.profile.texts;
        let name_given = matches!(self.pending, Pending::Pass { .. });
        match command {
            Command::Capa => (Server::Authorization(self), capabilities(desk, false)),
            Command::Quit => {
                let answer = Answer { then: Then::Close, ..Answer::plain(&texts.quit_early) };
                (Server::Closed, answer)
            }
            Command::Pass { secret } => match self.pending {
                Pending::Pass { name } => {
                    let proof = Proof::Password(secret.reveal());
                    Self::log_in(&name, proof, &desk.profile.texts.pass_ok.clone(), desk)
                }
                Pending::Nothing | Pending::Sasl(_) => Self::stay(Answer::plain(&texts.wrong_state)),
            },
            // After an accepted USER only PASS or QUIT may follow (RFC 1939 §7).
            _ if name_given => Self::stay(Answer::plain(&texts.wrong_state)),
            Command::User { name } => Self::hear_name(name, desk),
            Command::Apop { name, digest } => {
                let timestamp = desk.profile.timestamp.clone().unwrap_or_default();
                let proof = Proof::Apop { timestamp: &timestamp, digest: &digest };
                Self::log_in(&name, proof, &texts.apop_ok.clone(), desk)
            }
            Command::Auth { mechanism, initial_response } => {
                Self::go_on(Sasl::begin(mechanism.as_deref(), initial_response.as_ref(), desk), desk)
            }
            Command::Stls => {
                if desk.covered {
                    return Self::stay(Answer::plain(&texts.wrong_state)); // TLS is on already (RFC 2595 §4).
                }
                Self::stay(Answer { then: Then::StartTls, ..Answer::plain(&texts.stls) })
            }
            Command::Stat
            | Command::List { .. }
            | Command::Retr { .. }
            | Command::Dele { .. }
            | Command::Noop
            | Command::Rset
            | Command::Top { .. }
            | Command::Uidl { .. }
            | Command::Last => unreachable!("the table of rules allows them in TRANSACTION alone"),
        }
    }

    fn stay(answer: Answer) -> (Server, Answer) {
        (Server::Authorization(Self::default()), answer)
    }

    fn hear_name(name: String, desk: &Desk<'_>) -> (Server, Answer) {
        let texts = &desk.profile.texts;
        let values = Values::from([("user", name.clone())]);
        if desk.profile.tells_unknown_names && !desk.maildrops.knows(&name) {
            return Self::stay(Answer::line(&texts.user_err, &values));
        }
        let answer = Answer::line(&texts.user_ok, &values);
        (Server::Authorization(Self { pending: Pending::Pass { name } }), answer)
    }

    fn go_on(turn: Turn, desk: &mut Desk<'_>) -> (Server, Answer) {
        match turn {
            Turn::Ask(sasl, challenge) => {
                let answer = Answer { octets: format!("+ {challenge}\r\n").into_bytes(), ..Answer::default() };
                (Server::Authorization(Self { pending: Pending::Sasl(sasl) }), answer)
            }
            Turn::List(names) => Self::stay(Answer::listing(&desk.profile.texts.capa, &Values::new(), names)),
            Turn::Password { name, password } => {
                let text = desk.profile.texts.auth_ok.clone();
                Self::log_in(&name, Proof::Password(password.reveal()), &text, desk)
            }
            Turn::Digest { name, challenge, digest } => {
                let text = desk.profile.texts.auth_ok.clone();
                Self::log_in(&name, Proof::CramMd5 { challenge: &challenge, digest: &digest }, &text, desk)
            }
            Turn::UnknownMechanism | Turn::Malformed => Self::stay(Answer::plain(&desk.profile.texts.bad_arguments)),
            Turn::Cancelled => Self::stay(Answer::plain(&desk.profile.texts.login_err)),
        }
    }

    /// Opens and locks the maildrop, or stays here (RFC 1939 §4).
    fn log_in(name: &str, proof: Proof<'_>, text: &str, desk: &mut Desk<'_>) -> (Server, Answer) {
        match desk.maildrops.open(name, proof, desk.session) {
            Ok(maildrop) => Self::enter_transaction(maildrop, text),
            Err(error) => {
                let values = Values::from([("user", name.to_owned())]);
                let texts = &desk.profile.texts;
                Self::stay(match error {
                    LoginError::InUse => Answer::coded(&texts.locked, "IN-USE", &values, desk),
                    LoginError::WrongCredentials => Answer::line(&texts.login_err, &values),
                })
            }
        }
    }

    fn enter_transaction(maildrop: OpenMaildrop, text: &str) -> (Server, Answer) {
        let mut answer = Answer::line(text, &values_of(&maildrop));
        answer.facts.push(Fact::MaildropLocked { user: maildrop.user().clone() });
        (Server::Transaction(Transaction::new(maildrop)), answer)
    }
}
