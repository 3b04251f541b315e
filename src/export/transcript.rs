//! A conversation as the RFCs print it: `C:` and `S:`, one line each.

use crate::proto::Command;
use crate::proto::Protocol;
use crate::proto::Side;
use crate::proto::line::lines;
use crate::proto::line::printable;
use crate::proto::other::Role;
use crate::proto::other::Turn;
use crate::proto::utterance::Block;
use crate::proto::utterance::Cover;
use crate::proto::utterance::Meaning;
use crate::proto::utterance::Opening;
use crate::session::Fact;
use crate::session::Step;
use crate::session::Timeline;
use crate::session::event::Closing;
use crate::session::event::Party;
use crate::session::timeline::Said;
use crate::session::timeline::What;
use crate::teach::Words;
use crate::teach::explain::explain;

/// How a transcript is written.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Options {
    /// Passwords as they were sent.
    pub reveal_secrets: bool,
    /// Messages line by line, instead of a word about them.
    pub whole_messages: bool,
    /// The words of the author and the facts from inside, behind a `#`.
    pub notes: bool,
}

/// The whole conversation, each line with a line feed.
#[must_use]
pub fn transcript(timeline: &Timeline, words: &Words, options: Options) -> String {
    transcript_from(timeline, words, options, 0)
}

/// The same behind so many steps, for a conversation that goes on.
#[must_use]
pub fn transcript_from(timeline: &Timeline, words: &Words, options: Options, first: usize) -> String {
    let mut writer = Writer::new(timeline, words, options);
    if let Some(connection) = timeline.connections().first()
        && connection.opening == Opening::Connection
        && first == 0
    {
        let port = connection.server.address.port();
        writer.line(None, 'S', &format!("<wait for connection on TCP port {port}>"));
    }
    for place in first..timeline.len() {
        writer.step(place);
    }
    writer.text
}

struct Writer<'a> {
    timeline: &'a Timeline,
    words: &'a Words,
    options: Options,
    /// Whether several clients speak, so that each line has to say whose it is.
    several: bool,
    text: String,
}

impl<'a> Writer<'a> {
    fn new(timeline: &'a Timeline, words: &'a Words, options: Options) -> Self {
        let mut clients = timeline.connections().iter().map(|connection| who_is(&connection.client));
        let first = clients.next();
        let several = clients.any(|client| Some(client) != first);
        Self { timeline, words, options, several, text: String::new() }
    }

    fn line(&mut self, step: Option<&Step>, who: char, text: &str) {
        if self.several
            && let Some(connection) = step.and_then(|step| self.timeline.connection(step.connection?))
        {
            self.text.push('[');
            self.text.push_str(&who_is(&connection.client));
            self.text.push_str("] ");
        }
        self.text.push(who);
        self.text.push_str(": ");
        self.text.push_str(text);
        self.text.push('\n');
    }

    fn step(&mut self, place: usize) {
        let timeline = self.timeline;
        let step = &timeline.steps()[place];
        match &step.what {
            What::Opened => {
                let connection = step.connection.and_then(|id| timeline.connection(id));
                if let Some(other) = connection.filter(|connection| connection.protocol != Protocol::Pop3) {
                    let text = format!("<open connection to {} port {}>", other.protocol, other.server.address.port());
                    self.line(Some(step), 'C', &text);
                } else if connection.is_some_and(|connection| connection.opening == Opening::Connection) {
                    self.line(Some(step), 'C', "<open connection>");
                } else {
                    self.line(Some(step), 'C', "<the recording begins inside a session>");
                }
            }
            What::Said(said) => self.said(step, said),
            What::Gap { side, octets } => {
                self.line(Some(step), letter(*side), &format!("<{octets} octets are missing>"));
            }
            What::Conflict { side, octets } => {
                self.line(Some(step), letter(*side), &format!("<{octets} octets came again with different content>"));
            }
            What::Closed(closing) => self.closed(place, step, *closing),
            What::Fact(fact) => self.fact(place, fact),
        }
    }

    fn closed(&mut self, place: usize, step: &Step, closing: Closing) {
        match closing {
            Closing::Finished(side) => self.line(Some(step), letter(side), "<close connection>"),
            Closing::Reset(side) => self.line(Some(step), letter(side), "<reset connection>"),
            Closing::LineLost => self.line(Some(step), 'C', "<the line is lost>"),
            Closing::RecordingEnds => self.line(Some(step), 'C', "<the recording ends>"),
        }
        let opens_again = self.timeline.steps()[place..].iter().any(|later| later.what == What::Opened);
        if !opens_again && matches!(closing, Closing::Finished(_)) && place + 1 == self.last_wire_step() + 1 {
            self.line(None, 'S', "<wait for next connection>");
        }
    }

    /// The last step that is no fact from inside.
    fn last_wire_step(&self) -> usize {
        let steps = self.timeline.steps();
        steps.iter().rposition(|step| !matches!(step.what, What::Fact(_))).unwrap_or(0)
    }

    fn fact(&mut self, place: usize, fact: &Fact) {
        if !self.options.notes {
            return;
        }
        let Some(explanation) = explain(self.timeline, place, self.words) else { return };
        let text = match fact {
            Fact::Note(_) => explanation.sentences.join(" "),
            Fact::ExpectationFailed { .. } => format!("{}: {}", explanation.title, explanation.sentences.join(" ")),
            Fact::MaildropHolds { .. }
            | Fact::MailArrived { .. }
            | Fact::MaildropLocked { .. }
            | Fact::MaildropReleased { .. }
            | Fact::MailRemoved { .. }
            | Fact::AutologoutExpired { .. }
            | Fact::TimePassed(_)
            | Fact::ServerDied(_)
            | Fact::UpdateFailed { .. }
            | Fact::Meddled(_)
            | Fact::GaveUp
            | Fact::StandsFor { .. }
            | Fact::LetGo { .. }
            | Fact::TlsEstablished => format!("({})", explanation.title),
        };
        for line in text.lines() {
            self.text.push_str("# ");
            self.text.push_str(&printable(line.trim().as_bytes()));
            self.text.push('\n');
        }
    }

    fn said(&mut self, step: &Step, said: &Said) {
        let who = letter(said.side);
        match &said.meaning {
            Meaning::Command { .. } | Meaning::SaslResponse { .. } => {
                self.line(Some(step), who, &said.shown_line(self.options.reveal_secrets));
            }
            Meaning::Reply { block: Some(block), .. } => self.reply(step, said, block),
            Meaning::Other(turn) => self.turn(step, said, turn),
            Meaning::Opaque => self.line(Some(step), who, &format!("<{} octets of TLS>", said.raw.len())),
            Meaning::Greeting(_) | Meaning::Challenge { .. } | Meaning::Reply { block: None, .. } => {
                self.line(Some(step), who, &printable(said.first_line()));
            }
            Meaning::Stray | Meaning::Fragment if said.side == Side::Client => {
                self.line(Some(step), who, &said.shown_line(self.options.reveal_secrets));
            }
            Meaning::Stray | Meaning::Fragment => {
                for (line, _) in lines(&said.raw) {
                    self.line(Some(step), who, &printable(line));
                }
            }
        }
        let begins_tls =
            said.cover == Cover::Clear && step.changes.contains(&crate::session::timeline::Change::Covered);
        if begins_tls && !matches!(said.meaning, Meaning::Opaque) {
            self.line(Some(step), 'C', "<TLS negotiation>");
        }
    }

    /// What is said in a protocol beside POP3; of a mail only as much as the options want.
    fn turn(&mut self, step: &Step, said: &Said, turn: &Turn) {
        let who = letter(said.side);
        let (content, end) = said.raw.split_at(turn.content_end(&said.raw));
        let is_content = matches!(turn.role, Role::Content { .. });
        if is_content && !self.options.whole_messages {
            self.line(Some(step), who, &format!("<a mail of {} octets>", content.len()));
        } else if said.side == Side::Client && !is_content {
            self.line(Some(step), who, &said.shown_line(self.options.reveal_secrets));
        } else {
            let all: Vec<&[u8]> = lines(content).map(|(line, _)| line).collect();
            // A literal of IMAP is a mail as well.
            let literal = !is_content && all.first().is_some_and(|line| line.ends_with(b"}"));
            match all.as_slice() {
                [first, inner @ .., last] if literal && !self.options.whole_messages => {
                    self.line(Some(step), who, &printable(first));
                    self.line(Some(step), who, &format!("<{} lines>", inner.len()));
                    self.line(Some(step), who, &printable(last));
                }
                all => all.iter().for_each(|line| self.line(Some(step), who, &printable(line))),
            }
        }
        if !end.is_empty() {
            self.line(Some(step), who, ".");
        }
    }

    fn reply(&mut self, step: &Step, said: &Said, block: &Block) {
        if 0 < block.start {
            self.line(Some(step), 'S', &printable(said.first_line()));
        }
        match (self.summary(said), self.options.whole_messages) {
            (Some(summary), false) => self.line(Some(step), 'S', &summary),
            (Some(_) | None, _) => {
                for (line, _) in lines(block.wire(&said.raw)) {
                    self.line(Some(step), 'S', &printable(line));
                }
            }
        }
        if block.terminated {
            self.line(Some(step), 'S', ".");
        } else {
            self.line(Some(step), 'S', "<the rest is missing>");
        }
    }

    /// A word about a message, as the RFC has it.
    fn summary(&self, reply: &Said) -> Option<String> {
        match self.timeline.asked(reply)?.command.as_ref().ok()? {
            Command::Retr { message } => Some(format!("<the POP3 server sends message {message}>")),
            Command::Top { lines: 0, .. } => {
                Some("<the POP3 server sends the headers of the message and a blank line>".to_owned())
            }
            Command::Top { lines, .. } => {
                let part = if *lines == 1 { "line".to_owned() } else { format!("{lines} lines") };
                Some(format!(
                    "<the POP3 server sends the headers of the message, a blank line, and the first {part} of the body of the message>"
                ))
            }
            Command::User { .. }
            | Command::Pass { .. }
            | Command::Rpop { .. }
            | Command::Apop { .. }
            | Command::Auth { .. }
            | Command::Stls
            | Command::Capa
            | Command::Utf8
            | Command::Lang { .. }
            | Command::Stat
            | Command::List { .. }
            | Command::Dele { .. }
            | Command::Noop
            | Command::Rset
            | Command::Uidl { .. }
            | Command::Last
            | Command::Quit => None,
        }
    }
}

/// The name of a client, or its address: each of its connections has another port.
fn who_is(client: &Party) -> String {
    client.name.as_deref().map_or_else(|| client.address.ip().to_string(), |name| printable(name.as_bytes()))
}

fn letter(side: Side) -> char {
    match side {
        Side::Client => 'C',
        Side::Server => 'S',
    }
}
