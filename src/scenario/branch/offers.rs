//! Offers: what a client could say next, by the law of the states and by what lies in the maildrop.

use crate::proto::Command;
use crate::proto::Keyword;
use crate::proto::Phase;
use crate::proto::auth::apop_digest;
use crate::proto::auth::apop_timestamp;
use crate::proto::auth::cram_md5_digest;
use crate::proto::auth::decode_base64;
use crate::proto::auth::encode_base64;
use crate::proto::auth::xoauth2_response;
use crate::proto::rules::Duty;
use crate::proto::rules::Needs;
use crate::proto::rules::RULES;
use crate::proto::scram;
use crate::proto::utterance::Meaning;
use crate::scenario::branch::Script;
use crate::scenario::branch::script::Account;
use crate::session::ConnectionId;
use crate::session::Cursor;
use crate::session::SessionState;
use crate::session::Snapshot;
use crate::session::Timeline;
use crate::session::snapshot::Stage;
use crate::session::snapshot::Tls;
use crate::session::timeline::Said;
use crate::session::timeline::What;

/// What a client could do next.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Offers {
    /// Whether it can say anything at all.
    pub line: Line,
    /// What it could say, the likeliest first, without line ends.
    pub lines: Vec<Offer>,
}

/// How a client stands.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Line {
    /// It has no connection, and could connect.
    #[default]
    NotConnected,
    /// It can say something.
    Open,
}

/// Something that could be said.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Offer {
    /// The line.
    pub line: String,
    /// Whether another offer says the same of another message.
    pub again: bool,
    /// Whose secret it was computed of, if nobody can make it up in the head.
    pub computed_for: Option<String>,
}

/// Messages that are offered one by one.
const MAX_MESSAGES: usize = 9;

/// What a client of a script could do when so many steps are shown.
#[must_use]
pub fn offers(script: &Script, timeline: &Timeline, cursor: Cursor, client: usize) -> Offers {
    let snapshot = timeline.snapshot(cursor);
    let Some(id) = connection_of(script, timeline, cursor, client) else { return Offers::default() };
    let Some(session) = snapshot.session(id) else { return Offers::default() };
    let phase = match session.stage {
        Stage::Closed(_) => return Offers::default(),
        _ if session.quit => return Offers::default(), // The server closes.
        Stage::In(phase) => Some(phase),
        // Only POP3 is offered.
        Stage::Other(_) => return Offers::default(),
        Stage::Greeting | Stage::Unknown => None,
    };
    let shown = &timeline.steps()[..cursor.0.min(timeline.len())];
    let said = shown.iter().filter(|step| step.connection == Some(id)).filter_map(|step| step.said());
    let last: Option<&Said> = said.clone().next_back();
    let mut maker = Maker { script, accounts: script.accounts(), lines: Vec::new() };
    if let Some(Meaning::Challenge { exchange, status }) = last.map(|last| &last.meaning) {
        let mut commands = said.clone().filter_map(|said| Some((said.command()?, &said.meaning)));
        let auth = commands
            .find(|(_, meaning)| matches!(meaning, Meaning::Command { exchange: other, .. } if other == exchange));
        let auth = auth.and_then(|(line, _)| line.command.as_ref().ok());
        maker.responses(auth, &status.text, session.user.as_deref());
    } else if let Some(phase) = phase {
        let greeting = said
            .clone()
            .find_map(|said| if let Meaning::Greeting(status) = &said.meaning { Some(status) } else { None });
        let timestamp = greeting.and_then(|greeting| apop_timestamp(&greeting.text));
        maker.commands(phase, session, &snapshot, timestamp);
    }
    Offers { line: Line::Open, lines: maker.lines }
}

/// The last connection that a client opened.
#[must_use]
pub fn connection_of(script: &Script, timeline: &Timeline, cursor: Cursor, client: usize) -> Option<ConnectionId> {
    let address = script.address(client)?;
    let shown = &timeline.steps()[..cursor.0.min(timeline.len())];
    let opened = shown.iter().rev().filter(|step| step.what == What::Opened).filter_map(|step| step.connection);
    opened.into_iter().find(|id| timeline.connection(*id).is_some_and(|ends| ends.client.address.ip() == address))
}

struct Maker<'a> {
    script: &'a Script,
    accounts: Vec<Account>,
    lines: Vec<Offer>,
}

impl Maker<'_> {
    fn add(&mut self, line: impl Into<String>) {
        self.lines.push(Offer { line: line.into(), again: false, computed_for: None });
    }

    /// What has to be computed of the secret of a user.
    fn add_computed(&mut self, user: &str, line: impl Into<String>) {
        self.lines.push(Offer { line: line.into(), again: false, computed_for: Some(user.to_owned()) });
    }

    fn add_each(&mut self, messages: &[usize], line: impl Fn(usize) -> String) {
        for (place, number) in messages.iter().enumerate() {
            self.lines.push(Offer { line: line(*number), again: 0 < place, computed_for: None });
        }
    }

    /// The responses to a challenge of AUTH.
    fn responses(&mut self, auth: Option<&Command>, challenge: &[u8], user: Option<&str>) {
        let mechanism =
            if let Some(Command::Auth { mechanism: Some(mechanism), .. }) = auth { mechanism.as_str() } else { "" };
        let challenge = decode_base64(challenge.trim_ascii()).unwrap_or_default();
        for account in self.accounts.clone() {
            match (mechanism, &account.password, &account.secret) {
                ("PLAIN", Some(password), _) => self.add_computed(&account.user, plain(&account.user, password)),
                ("LOGIN", Some(_), _) if challenge.starts_with(b"User") => {
                    self.add_computed(&account.user, encode_base64(account.user.as_bytes()));
                }
                ("LOGIN", Some(password), _) if user.is_none_or(|user| user == account.user) => {
                    self.add_computed(&account.user, encode_base64(password.as_bytes()));
                }
                ("CRAM-MD5", _, Some(secret)) => {
                    let digest = cram_md5_digest(&challenge, secret.as_bytes());
                    let response = encode_base64(format!("{} {digest}", account.user).as_bytes());
                    self.add_computed(&account.user, response);
                }
                (scram::NAME, password, secret) => {
                    if let Some(password) = password.as_ref().or(secret.as_ref()) {
                        self.scram(&account.user, password, &challenge);
                    }
                }
                ("XOAUTH2", _, _) if challenge.is_empty() => {
                    let terms = self.script.scenario().site.store.ledger().terms(&account.user);
                    if let Some(token) = &terms.token {
                        let response = encode_base64(&xoauth2_response(&account.user, token.reveal()));
                        self.add_computed(&account.user, response);
                    }
                }
                (_, _, _) => (),
            }
        }
        let ends = challenge.starts_with(b"v=") || challenge.starts_with(b"{");
        if ends && matches!(mechanism, scram::NAME | "XOAUTH2") {
            self.add(""); // There is nothing more to say.
        }
        self.add("*");
    }

    /// The messages of SCRAM, with a nonce that is the same each time: what is played twice is said alike.
    fn scram(&mut self, user: &str, password: &str, challenge: &[u8]) {
        let mut side = scram::ClientSide::begin(user, &scram::nonce_of(user.as_bytes()));
        if challenge.is_empty() {
            self.add_computed(user, encode_base64(side.first().to_string().as_bytes()));
        } else if let Ok(answer) = side.answer(challenge, password.as_bytes()) {
            self.add_computed(user, encode_base64(answer.as_bytes()));
        }
    }

    /// The commands of a state that the server has.
    fn commands(&mut self, phase: Phase, session: &SessionState, inside: &Snapshot, timestamp: Option<&[u8]>) {
        let profile = &self.script.scenario().site.profile;
        let messages = messages(session, inside);
        let rules = RULES.iter().filter(|rule| rule.phase == phase && profile.has(rule.keyword));
        for rule in rules.filter(|rule| rule.duty != Duty::Historic || profile.has(rule.keyword)) {
            match rule.needs {
                Needs::AcceptedUser if !session.user_accepted => continue,
                Needs::NoPendingUser if session.user_accepted => continue,
                Needs::AcceptedUser | Needs::NoPendingUser | Needs::Nothing => (),
            }
            match rule.keyword {
                Keyword::User => {
                    for account in self.accounts.clone().iter().filter(|account| account.password.is_some()) {
                        self.add(format!("USER {}", account.user));
                    }
                }
                Keyword::Pass => {
                    let named = session.user.as_deref();
                    let account = self.accounts.iter().find(|account| Some(account.user.as_str()) == named);
                    match account.and_then(|account| account.password.clone()) {
                        Some(password) => self.add(format!("PASS {password}")),
                        None => self.add("PASS "),
                    }
                }
                Keyword::Rpop => {
                    if let Some(user) = session.user.as_deref() {
                        self.add(format!("RPOP {user}"));
                    }
                }
                Keyword::Apop => {
                    let Some(timestamp) = timestamp else { continue };
                    for account in self.accounts.clone() {
                        if let Some(secret) = &account.secret {
                            let digest = apop_digest(timestamp, secret.as_bytes());
                            self.add_computed(&account.user, format!("APOP {} {digest}", account.user));
                        }
                    }
                }
                Keyword::Auth => {
                    for mechanism in profile.mechanisms.clone() {
                        self.add(format!("AUTH {}", mechanism.name()));
                    }
                }
                Keyword::Stls if session.tls != Tls::None => (),
                Keyword::List | Keyword::Uidl => {
                    self.add(rule.keyword.as_str());
                    for number in &messages {
                        let line = format!("{} {number}", rule.keyword);
                        self.lines.push(Offer { line, again: true, computed_for: None });
                    }
                }
                Keyword::Retr | Keyword::Dele => {
                    self.add_each(&messages, |number| format!("{} {number}", rule.keyword));
                }
                Keyword::Top => self.add_each(&messages, |number| format!("TOP {number} 0")),
                Keyword::Lang => {
                    self.add("LANG");
                    for tongue in profile.languages.clone() {
                        self.add(format!("LANG {}", tongue.tag()));
                    }
                }
                Keyword::Stls
                | Keyword::Capa
                | Keyword::Utf8
                | Keyword::Stat
                | Keyword::Noop
                | Keyword::Rset
                | Keyword::Last
                | Keyword::Quit => self.add(rule.keyword.as_str()),
            }
        }
    }
}

/// The numbers of messages, those without a mark first.
fn messages(session: &SessionState, inside: &Snapshot) -> Vec<usize> {
    let user = session.user.as_deref();
    let really = inside.inside.iter().find(|(name, _)| Some(&***name) == user);
    let count = session.maildrop.rows().max(really.map_or(0, |(_, maildrop)| maildrop.messages.len()));
    let marked: Vec<usize> = session.maildrop.marked().map(|number| number.get() as usize).collect();
    let (mut numbers, rest): (Vec<usize>, Vec<usize>) = (1..=count).partition(|number| !marked.contains(number));
    numbers.extend(rest);
    numbers.truncate(MAX_MESSAGES);
    numbers
}

fn plain(user: &str, password: &str) -> String {
    encode_base64(format!("\0{user}\0{password}").as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::branch::Act;
    use crate::scenario::branch::Tree;
    use crate::scenario::branch::act::Deed;
    use crate::scenario::branch::act::Octets;
    use crate::scenario::branch::play::play;

    /// What is offered behind these lines, those of further messages left out.
    fn offered(lines: &[&str]) -> (Line, Vec<String>) {
        let script = Script::empty();
        let mut tree = Tree::default();
        let before = play(&script, None).trace.len();
        let mut open = None;
        for (kept, line) in (before..).zip(lines) {
            let octets = Octets(format!("{line}\r\n").into_bytes());
            open = Some(tree.act(open, kept, Act { client: 0, deed: Deed::Send(octets) }));
        }
        let played = play(&script, open.and_then(|id| tree.branch(id)));
        let cursor = Cursor(played.trace.shown_behind(before + lines.len()));
        let offers = offers(&script, &played.timeline, cursor, 0);
        (offers.line, offers.lines.into_iter().filter(|offer| !offer.again).map(|offer| offer.line).collect())
    }

    #[test]
    fn each_state_offers_its_commands() {
        let (line, lines) = offered(&[]);
        assert_eq!(line, Line::Open);
        assert_eq!(lines[0], "USER amy");
        assert!(lines[1].starts_with("APOP rose "), "{lines:?}");
        assert_eq!(
            lines[2..],
            ["AUTH PLAIN", "AUTH LOGIN", "AUTH CRAM-MD5", "AUTH SCRAM-SHA-256", "AUTH XOAUTH2", "STLS", "CAPA", "QUIT"]
        );
        assert_eq!(offered(&["USER amy"]).1, ["PASS sesame", "CAPA", "QUIT"]);
        let login = ["USER amy", "PASS sesame"];
        let expected = ["STAT", "LIST", "RETR 1", "DELE 1", "NOOP", "RSET", "TOP 1 0", "UIDL", "CAPA", "QUIT"];
        assert_eq!(offered(&login).1, expected);
        assert_eq!(offered(&[login[0], login[1], "DELE 1"]).1[3], "DELE 2", "marked messages come last");
        assert_eq!(offered(&["QUIT"]), (Line::NotConnected, Vec::new()));
    }

    #[test]
    fn what_is_offered_logs_in() {
        for way in ["APOP", "PLAIN", "LOGIN", "CRAM-MD5", "SCRAM", "XOAUTH2"] {
            let mut lines: Vec<String> = Vec::new();
            for _ in 0..5 {
                let said: Vec<&str> = lines.iter().map(String::as_str).collect();
                let (_, offers) = offered(&said);
                if offers.iter().any(|offer| offer == "STAT") {
                    break;
                }
                let next = offers.iter().find(|offer| offer.contains(way)).or(offers.first()).cloned();
                lines.push(next.expect("an offer"));
            }
            let said: Vec<&str> = lines.iter().map(String::as_str).collect();
            assert!(offered(&said).1.contains(&"STAT".to_owned()), "{way}: {lines:?}");
        }
    }

    #[test]
    fn what_has_to_be_computed_says_of_whose_secret() {
        let script = Script::empty();
        let played = play(&script, None);
        let offers = offers(&script, &played.timeline, Cursor(played.timeline.len()), 0).lines;
        let computed: Vec<_> = offers.iter().filter_map(|offer| offer.computed_for.as_deref()).collect();
        assert_eq!(computed, ["rose"], "APOP");
    }

    #[test]
    fn who_is_not_connected_can_connect() {
        let script = Script::empty();
        let played = play(&script, None);
        let end = Cursor(played.timeline.len());
        assert_eq!(offers(&script, &played.timeline, end, 1), Offers::default());
        assert_eq!(offers(&script, &played.timeline, end, 9), Offers::default());
        assert_eq!(offers(&script, &played.timeline, Cursor(0), 0), Offers::default());
    }
}
