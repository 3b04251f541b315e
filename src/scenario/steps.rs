//! The steps of a plan: each step of the file becomes the actions it stands for, checked.

use std::time::Duration;

use crate::proto::Protocol;
use crate::proto::Side;
use crate::proto::auth::encode_base64;
use crate::proto::command::CommandLine;
use crate::proto::multiline::stuff;
use crate::proto::secret::Secret;
use crate::scenario::file::ExpectFile;
use crate::scenario::file::MessageFile;
use crate::scenario::file::ScenarioFile;
use crate::scenario::file::StepFile;
use crate::scenario::file::WordsFile;
use crate::scenario::flaw;
use crate::scenario::line;
use crate::scenario::mail::PlannedMail;
use crate::scenario::place::Key;
use crate::scenario::plan::Action;
use crate::scenario::plan::Planner;
use crate::scenario::plan::Step;
use crate::scenario::plan::no_user;
use crate::session::Sentence;
use crate::session::event::Closing;
use crate::sim::Store;
use crate::sim::client::Client;
use crate::sim::world::ClientId;

impl Planner<'_> {
    pub(super) fn steps(&mut self, parsed: &ScenarioFile, clients: &[Client], store: &Store) -> Vec<Step> {
        if parsed.steps.is_empty() {
            self.complain(&[Key::Name("steps")], Sentence::new("flaw-steps", "nothing happens"));
        }
        let mut store = store.clone(); // To see which deliveries would fail.
        let mut client = ClientId(0);
        let mut steps = Vec::new();
        for (index, step) in parsed.steps.iter().enumerate() {
            let way = [Key::Name("steps"), Key::Index(index)];
            if let StepFile::On(name) = step {
                match clients.iter().position(|candidate| candidate.name.as_deref() == Some(name.as_str())) {
                    Some(found) => client = ClientId(found),
                    None => self.complain(&way, no_client(name, clients)),
                }
                continue;
            }
            let place = self.places.find(&way);
            let actions = self.actions(step, client, &way, &mut store);
            steps.extend(actions.into_iter().map(|action| Step { place, client, action }));
        }
        steps
    }

    /// One step of the file is one action, or two: something said, and what is expected in return.
    fn actions(&mut self, step: &StepFile, client: ClientId, way: &[Key<'_>; 2], store: &mut Store) -> Vec<Action> {
        let said = |octets: Vec<u8>, expect: Option<&ExpectFile>| {
            [Action::Send(octets)].into_iter().chain(expect.cloned().map(Action::Expect)).collect()
        };
        match step {
            StepFile::On(_) => Vec::new(),
            StepFile::Connect => vec![self.connect(client, Protocol::Pop3)],
            StepFile::ConnectTo(protocol) => vec![self.connect(client, *protocol)],
            StepFile::SendMail(mail) => self.send_mail(mail, way, store),
            StepFile::Send(line) => {
                self.check_command(client, &line.octets, &[way[0], way[1], Key::Index(0)]);
                said(with_line_end(&line.octets), line.expect.as_ref())
            }
            StepFile::SendRaw(raw) => said(raw.octets.clone(), raw.expect.as_ref()),
            StepFile::Pipeline(lines) => {
                for (index, line) in lines.iter().enumerate() {
                    self.check_command(client, line.as_bytes(), &[way[0], way[1], Key::Index(0), Key::Index(index)]);
                }
                said(lines.iter().flat_map(|line| with_line_end(line.as_bytes())).collect(), None)
            }
            StepFile::Base64(text) => said(with_line_end(encode_base64(&text.octets).as_bytes()), text.expect.as_ref()),
            StepFile::Apop(name, secret) => {
                vec![Action::Apop { name: name.clone(), secret: Secret::new(secret.as_str()) }]
            }
            StepFile::CramMd5(name, secret) => {
                vec![Action::CramMd5 { name: name.clone(), secret: Secret::new(secret.as_str()) }]
            }
            StepFile::Xoauth2(name, token) => {
                vec![Action::Xoauth2 { name: name.clone(), token: Secret::new(token.as_str()) }]
            }
            StepFile::ScramFirst(name) => vec![Action::ScramFirst { name: name.clone() }],
            StepFile::ScramFinal(password) => vec![Action::ScramFinal { password: Secret::new(password.as_str()) }],
            StepFile::ScramEnd => vec![Action::ScramEnd],
            StepFile::Expect(expect) => vec![Action::Expect(expect.clone())],
            StepFile::Advance(seconds) => vec![Action::Advance(Duration::from_secs(*seconds))],
            StepFile::Deliver { user, message } => {
                if !self.knows_user(user, way, store) {
                    return Vec::new();
                }
                let mail = self.deliver(store, user, message, &[way[0], way[1], Key::Name("message")]);
                mail.map(|mail| Action::Deliver { user: user.clone(), mail }).into_iter().collect()
            }
            StepFile::SiteRemoves { user, unique_id } => self.site_removes(user, unique_id, way, store),
            StepFile::Line(line) => {
                self.check_line(line, way);
                vec![Action::Line(line.clone())]
            }
            StepFile::Drop => vec![Action::End(Closing::LineLost)],
            StepFile::Reset => vec![Action::End(Closing::Reset(Side::Client))],
            StepFile::Close => vec![Action::End(Closing::Finished(Side::Client))],
            StepFile::Dies(death) => vec![Action::Dies(line::death(*death))],
            StepFile::Note { en, ru } => {
                let words = WordsFile { en: en.clone(), ru: ru.clone() };
                vec![Action::Note(self.words(&words, way))]
            }
        }
    }

    /// From here on the client speaks this protocol.
    fn connect(&mut self, client: ClientId, protocol: Protocol) -> Action {
        self.spoken.insert(client, protocol);
        Action::Connect(protocol)
    }

    fn send_mail(&mut self, file: &MessageFile, way: &[Key<'_>; 2], store: &Store) -> Vec<Action> {
        let user = store.users().next().cloned().unwrap_or_default();
        match self.mail(file, &user, &[way[0], way[1], Key::Index(0)]) {
            Some(PlannedMail { unique_id: Some(_), .. }) => {
                let text = "the server chooses the unique-id of a mail that SMTP brings";
                self.complain(way, Sentence::new("flaw-smtp-unique-id", text));
                Vec::new()
            }
            // SMTP and POP3 stuff and end a mail in the same way (RFC 5321 §4.5.2).
            Some(mail) => vec![Action::Send(stuff(&mail.octets))],
            None => Vec::new(),
        }
    }

    fn knows_user(&mut self, user: &str, way: &[Key<'_>; 2], store: &Store) -> bool {
        let known = store.account(user).is_some();
        if !known {
            self.complain(&[way[0], way[1], Key::Name("user")], no_user(user));
        }
        known
    }

    fn site_removes(&mut self, user: &str, word: &str, way: &[Key<'_>; 2], store: &Store) -> Vec<Action> {
        self.knows_user(user, way, store);
        match word.parse() {
            Ok(unique_id) => vec![Action::SiteRemoves { user: user.to_owned(), unique_id }],
            Err(error) => {
                self.complain(&[way[0], way[1], Key::Name("unique_id")], flaw::of_unique_id(error));
                Vec::new()
            }
        }
    }

    /// A line that is no command is a slip of the author, unless `SendRaw` says that it is meant.
    fn check_command(&mut self, client: ClientId, line: &[u8], way: &[Key<'_>]) {
        let read = CommandLine::read(line);
        let protocol = self.spoken.get(&client).copied().unwrap_or_default();
        let what = if line.contains(&b'\n') {
            let text = "a command is one line: Pipeline sends several at once";
            return self.complain(way, Sentence::new("flaw-several-lines", text));
        } else if protocol == Protocol::Pop3 {
            read.command.err().map(|error| flaw::of_command(read.keyword, error))
        } else {
            flaw::of_other(protocol, &with_line_end(line))
        };
        if let Some(what) = what {
            let text = format!("{what} (SendRaw sends it all the same)");
            self.complain(way, Sentence::new("flaw-raw", text).with("what", what));
        }
    }
}

fn with_line_end(line: &[u8]) -> Vec<u8> {
    [line, b"\r\n"].concat()
}

fn no_client(name: &str, clients: &[Client]) -> Sentence {
    let names: Vec<&str> = clients.iter().filter_map(|client| client.name.as_deref()).collect();
    if names.is_empty() {
        let text = format!("there is no client {name}: none of them has a name");
        return Sentence::new("flaw-nameless-clients", text).with("name", name);
    }
    let known = names.join(", ");
    let text = format!("there is no client {name}: {known}");
    Sentence::new("flaw-no-client", text).with("name", name).with("known", known)
}
