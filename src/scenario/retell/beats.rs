//! Beats: the steps of the scenario, each with what is expected of it, and who has to be there for them.

use crate::proto::Command;
use crate::proto::Keyword;
use crate::proto::auth::Plain;
use crate::proto::auth::decode_base64;
use crate::proto::auth::encode_base64;
use crate::proto::auth::sasl_name;
use crate::proto::auth::xoauth2_token;
use crate::proto::command::CommandLine;
use crate::proto::line::LineEnd;
use crate::proto::line::first_line;
use crate::proto::scram;
use crate::proto::secret::Secret;
use crate::scenario::file::Content;
use crate::scenario::file::ExpectFile;
use crate::scenario::file::SaidAs;
use crate::scenario::file::SaidFile;
use crate::scenario::file::StepFile;
use crate::scenario::retell::Remark;
use crate::scenario::retell::cast::Cast;
use crate::scenario::retell::cast::blotted;
use crate::scenario::retell::exchanges::Heard;
use crate::scenario::retell::exchanges::Kind;
use crate::scenario::retell::exchanges::Sign;
use crate::scenario::retell::exchanges::sign;
use crate::sim::profile::Mechanism;

/// What stands for the secret of a digest: which one it was nobody knows.
const SHARED: &[u8] = b"\0the one that was right";
/// The same where it was the wrong one.
const WRONG: &[u8] = b"\0the one that was wrong";
/// What logs in who never did.
const UNUSED: &[u8] = b"\0the one that nobody said";
/// Mechanisms whose names tell nothing of anybody.
const MECHANISMS: [&str; 9] =
    ["GSSAPI", "NTLM", "DIGEST-MD5", "OAUTHBEARER", "EXTERNAL", "ANONYMOUS", "KERBEROS_V4", "CRAM-SHA1", "SCRAM-SHA-1"];

/// A step, and what is expected behind it.
#[derive(Clone, Debug)]
pub(super) struct Beat {
    /// The step.
    pub step: StepFile,
    /// What is expected, one for each reply.
    pub expects: Vec<ExpectFile>,
}

/// Somebody with a maildrop.
#[derive(Clone, Debug)]
pub(super) struct Person {
    /// The name.
    pub name: String,
    /// What logs in: the name of the field, and its value.
    pub field: &'static str,
    /// Its value.
    pub value: String,
}

/// Makes beats.
pub(super) struct Maker<'a> {
    /// Who stands for whom.
    pub cast: &'a mut Cast,
    /// Who logged in, first of all, and who was named.
    pub people: Vec<Person>,
    /// The steps.
    pub beats: Vec<Beat>,
    /// What could not be told.
    pub remarks: Vec<Remark>,
    /// Who was named last.
    user: Option<String>,
    login: Option<Person>,
}

impl<'a> Maker<'a> {
    pub(super) fn new(cast: &'a mut Cast) -> Self {
        Self { cast, people: Vec::new(), beats: Vec::new(), remarks: Vec::new(), user: None, login: None }
    }

    /// A step of which this is expected.
    pub(super) fn add(&mut self, step: StepFile, expect: Option<ExpectFile>) {
        self.beats.push(Beat { step, expects: expect.into_iter().collect() });
    }

    /// Everything that was said.
    pub(super) fn say_all(&mut self, all: &[Heard<'_>]) {
        let mut from = 0;
        while let Some(first) = all.get(from) {
            let together = all[from..].iter().take_while(|heard| heard.group == first.group).count();
            let group = &all[from..from + together];
            let before = self.beats.len();
            for heard in group {
                self.say(heard);
            }
            self.join(before, group);
            from += together;
        }
    }

    /// Commands that were sent at once become one step.
    fn join(&mut self, from: usize, group: &[Heard<'_>]) {
        let beats = &self.beats[from..];
        if group.len() < 2 || beats.len() != group.len() {
            return;
        }
        let said = |beat: &Beat| match beat.step.content() {
            Content::Said(SaidAs::Line, said) => Some((said.octets.clone(), true)),
            Content::Said(SaidAs::Octets, said) => Some((said.octets.clone(), false)),
            Content::Said(SaidAs::Base64, _) | Content::Expected(_) | Content::Message(..) | Content::Other => None,
        };
        let Some(lines) = beats.iter().map(said).collect::<Option<Vec<_>>>() else { return };
        let expects: Vec<ExpectFile> = beats.iter().flat_map(|beat| beat.expects.iter().cloned()).collect();
        // Replies that were not recorded would shift those behind them.
        let expects = if expects.len() == lines.len() { expects } else { Vec::new() };
        let commands: Option<Vec<String>> = lines
            .iter()
            .map(|(octets, whole)| whole.then(|| String::from_utf8(octets.clone()).ok()).flatten())
            .collect();
        let step = if let Some(commands) = commands {
            StepFile::Pipeline(commands)
        } else {
            let line_end = |whole: bool| if whole { b"\r\n".as_slice() } else { b"" };
            let octets = lines.iter().flat_map(|(octets, whole)| [octets.as_slice(), line_end(*whole)].concat());
            raw(octets.collect())
        };
        self.beats.truncate(from);
        self.beats.push(Beat { step, expects });
    }

    fn say(&mut self, heard: &Heard<'_>) {
        let expect = heard.answer.and_then(sign).map(|sign| match sign {
            Sign::Yes => ExpectFile::Ok,
            Sign::No => ExpectFile::Err,
            Sign::More => ExpectFile::Challenge,
        });
        let yes = expect == Some(ExpectFile::Ok);
        let step = match heard.kind {
            Kind::Response { mechanism, nth, end } => self.response(heard, mechanism, nth, end),
            Kind::Command(line) => match &line.command {
                Ok(command) => Some(self.command(command, line, yes)),
                Err(_) => Some(raw(Self::malformed(&heard.said.raw, line))),
            },
        };
        if let Some(step) = step {
            self.add(step, expect);
        }
    }

    fn command(&mut self, command: &Command, line: &CommandLine, yes: bool) -> StepFile {
        let written = match command {
            Command::User { name } => {
                self.user = Some(name.clone());
                let given = self.cast.name(name);
                if yes {
                    self.meet(name);
                }
                format!("USER {given}").into_bytes()
            }
            Command::Pass { secret } => {
                let given = self.cast.secret(secret.reveal());
                if yes && let Some(user) = self.user.clone() {
                    self.log_in(&user, "password", secret.reveal());
                }
                format!("PASS {given}").into_bytes()
            }
            Command::Rpop { user } => format!("RPOP {}", self.cast.name(user)).into_bytes(),
            Command::Apop { name, .. } => {
                let known = if yes { SHARED } else { WRONG };
                let (given, secret) = (self.cast.name(name), self.cast.secret(known));
                if yes {
                    self.log_in(name, "secret", known);
                }
                return StepFile::Apop(given, secret);
            }
            Command::Auth { mechanism, initial_response } => {
                let Some(mechanism) = mechanism else { return send(b"AUTH".to_vec()) };
                let response = initial_response.as_ref().map(Secret::reveal);
                return self.auth(mechanism, response, yes);
            }
            Command::Lang { range: Some(range) }
                if !range.bytes().all(|octet| octet.is_ascii_alphabetic() || b"-*".contains(&octet)) =>
            {
                blotted(&command.to_line())
            }
            Command::Lang { .. }
            | Command::Stls
            | Command::Capa
            | Command::Utf8
            | Command::Stat
            | Command::List { .. }
            | Command::Retr { .. }
            | Command::Dele { .. }
            | Command::Noop
            | Command::Rset
            | Command::Top { .. }
            | Command::Uidl { .. }
            | Command::Last
            | Command::Quit => command.to_line(),
        };
        match line.end {
            LineEnd::CrLf | LineEnd::Missing => send(written),
            LineEnd::Lf => raw([written.as_slice(), b"\n"].concat()),
        }
    }

    /// AUTH with its initial response, if it had one.
    fn auth(&mut self, mechanism: &str, response: Option<&[u8]>, yes: bool) -> StepFile {
        let known = Mechanism::ALL.into_iter().find(|known| known.name() == mechanism);
        let Some(known) = known else {
            if yes {
                // Whatever it was, it opened the maildrop.
                self.remarks.push(Remark::OtherMechanism);
                let name = self.user.clone().unwrap_or_default();
                let (given, secret) = (self.cast.name(&name), self.cast.secret(SHARED));
                self.log_in(&name, "password", SHARED);
                self.add(send(format!("USER {given}").into_bytes()), Some(ExpectFile::Ok));
                return send(format!("PASS {secret}").into_bytes());
            }
            let name = if MECHANISMS.contains(&mechanism) { mechanism } else { "OTHER" };
            return send(format!("AUTH {name}").into_bytes());
        };
        let Some(response) = response else { return send(format!("AUTH {mechanism}").into_bytes()) };
        match known {
            Mechanism::Plain | Mechanism::Login => {
                let octets = self.credentials(known, 0, response, yes);
                send(format!("AUTH {mechanism} {}", encode_base64(&octets)).into_bytes())
            }
            Mechanism::CramMd5 => send(format!("AUTH {mechanism} {}", encode_base64(b"x")).into_bytes()),
            Mechanism::Xoauth2 => self.xoauth2(response, yes),
            Mechanism::ScramSha256 => {
                let name = sasl_name(scram::NAME, 0, response).unwrap_or_default();
                self.user = Some(name.clone());
                StepFile::ScramFirst(self.cast.name(&name))
            }
        }
    }

    fn response(
        &mut self,
        heard: &Heard<'_>,
        mechanism: Option<&str>,
        nth: usize,
        end: Option<bool>,
    ) -> Option<StepFile> {
        let (text, _) = first_line(&heard.said.raw);
        if text == b"*" || text.is_empty() && mechanism != Some(scram::NAME) {
            return Some(raw([text, b"\r\n"].concat()));
        }
        let yes = end == Some(true);
        let known = Mechanism::ALL.into_iter().find(|known| Some(known.name()) == mechanism)?;
        match (known, nth) {
            (Mechanism::Plain | Mechanism::Login, nth) => {
                let octets = self.credentials(known, nth, text, yes);
                let octets = if std::str::from_utf8(&octets).is_ok() { octets } else { b"x".to_vec() };
                Some(StepFile::Base64(SaidFile { octets, expect: None }))
            }
            (Mechanism::CramMd5, _) => {
                let name = sasl_name("CRAM-MD5", nth, text).unwrap_or_default();
                let secret = if yes { SHARED } else { WRONG };
                if yes {
                    self.log_in(&name, "secret", secret);
                }
                Some(StepFile::CramMd5(self.cast.name(&name), self.cast.secret(secret)))
            }
            (Mechanism::Xoauth2, _) => Some(self.xoauth2(text, yes)),
            (Mechanism::ScramSha256, 0) => {
                let name = sasl_name(scram::NAME, 0, text).unwrap_or_default();
                self.user = Some(name.clone());
                Some(StepFile::ScramFirst(self.cast.name(&name)))
            }
            (Mechanism::ScramSha256, 1) => {
                // Who is refused behind the proof of the server has another reason.
                let right = end != Some(false) || heard.answer.and_then(sign) == Some(Sign::More);
                let secret = if right { SHARED } else { WRONG };
                if right && let Some(user) = self.user.clone() {
                    self.log_in(&user, "password", secret);
                }
                Some(StepFile::ScramFinal(self.cast.secret(secret)))
            }
            (Mechanism::ScramSha256, _) => Some(StepFile::ScramEnd),
        }
    }

    /// The octets of a response of PLAIN or LOGIN, with other names and secrets.
    fn credentials(&mut self, mechanism: Mechanism, nth: usize, response: &[u8], yes: bool) -> Vec<u8> {
        let Some(octets) = decode_base64(response) else { return b"x".to_vec() };
        if mechanism == Mechanism::Login {
            if nth == 0 {
                let name = String::from_utf8_lossy(&octets).into_owned();
                self.user = Some(name.clone());
                return self.cast.name(&name).into_bytes();
            }
            if yes && let Some(user) = self.user.clone() {
                self.log_in(&user, "password", &octets);
            }
            return self.cast.secret(&octets).into_bytes();
        }
        let Some(plain) = Plain::read(&octets) else { return b"x".to_vec() };
        let authorization = match plain.authorization_identity.as_str() {
            "" => String::new(),
            identity => self.cast.name(identity),
        };
        let name = self.cast.name(&plain.authentication_identity);
        let secret = self.cast.secret(plain.password.reveal());
        if yes {
            self.log_in(&plain.authentication_identity, "password", plain.password.reveal());
        }
        format!("{authorization}\0{name}\0{secret}").into_bytes()
    }

    fn xoauth2(&mut self, response: &[u8], yes: bool) -> StepFile {
        let octets = decode_base64(response).unwrap_or_default();
        let name = sasl_name("XOAUTH2", 0, response).unwrap_or_default();
        let token = xoauth2_token(&octets).unwrap_or_default();
        if yes {
            self.log_in(&name, "token", token);
        }
        StepFile::Xoauth2(self.cast.name(&name), self.cast.secret(token))
    }

    /// A line that is no command: its keyword stays, and what may be a number of a message.
    fn malformed(octets: &[u8], line: &CommandLine) -> Vec<u8> {
        let Some(keyword) = line.keyword else { return blotted(octets) };
        let length = keyword.as_str().len().min(octets.len());
        let rest = &octets[length..];
        let delicate = matches!(keyword, Keyword::User | Keyword::Pass | Keyword::Apop | Keyword::Auth | Keyword::Rpop);
        let rest: Vec<u8> = if delicate {
            blotted(rest)
        } else {
            let blot = |(octet, blotted): (&u8, u8)| if octet.is_ascii_digit() { *octet } else { blotted };
            rest.iter().zip(blotted(rest)).map(blot).collect()
        };
        [&octets[..length], &rest].concat()
    }

    /// Somebody is there, without a known secret.
    fn meet(&mut self, name: &str) {
        let given = self.cast.name(name);
        if !self.people.iter().any(|person| person.name == given) {
            let value = self.cast.secret(UNUSED);
            self.people.push(Person { name: given, field: "password", value });
        }
    }

    fn log_in(&mut self, name: &str, field: &'static str, secret: &[u8]) {
        let person = Person { name: self.cast.name(name), field, value: self.cast.secret(secret) };
        self.login = Some(person);
    }

    /// Who there is, the one who logged in first of all.
    pub(super) fn everybody(&mut self) -> Vec<Person> {
        let mut people = std::mem::take(&mut self.people);
        if self.login.is_none() && people.is_empty() {
            let name = self.user.clone().unwrap_or_default();
            let other = Person {
                name: self.cast.name(&format!("\0{name}")),
                field: "password",
                value: self.cast.secret(UNUSED),
            };
            return vec![other];
        }
        if let Some(login) = self.login.take() {
            people.retain(|person| person.name != login.name);
            people.insert(0, login);
        }
        people
    }

    /// A login that must have come before what was recorded.
    pub(super) fn add_login(&mut self, user: Option<&str>) {
        let name = user.unwrap_or_default().to_owned();
        let (given, secret) = (self.cast.name(&name), self.cast.secret(SHARED));
        self.log_in(&name, "password", SHARED);
        self.add(send(format!("USER {given}").into_bytes()), Some(ExpectFile::Ok));
        self.add(send(format!("PASS {secret}").into_bytes()), Some(ExpectFile::Ok));
    }
}

fn send(octets: Vec<u8>) -> StepFile {
    StepFile::Send(SaidFile { octets, expect: None })
}

fn raw(octets: Vec<u8>) -> StepFile {
    StepFile::SendRaw(SaidFile { octets, expect: None })
}
