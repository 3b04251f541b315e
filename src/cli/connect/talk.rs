//! A connection while somebody speaks on it: what is said is printed as it comes, and the next line waits for its turn.

use std::io;
use std::io::IsTerminal as _;
use std::io::Write as _;
use std::net::SocketAddr;
use std::sync::mpsc::Receiver;
use std::sync::mpsc::RecvTimeoutError;
use std::sync::mpsc::sync_channel;
use std::time::Duration;

use crate::cli::analyse::interrupt;
use crate::cli::args::ConnectArgs;
use crate::cli::args::ConnectFormat;
use crate::cli::connect::speaker::Speaker;
use crate::cli::connect::speaker::Wish;
use crate::cli::output;
use crate::cli::output::Outcome;
use crate::export::transcript;
use crate::export::transcript::transcript_from;
use crate::proto::Command;
use crate::proto::Side;
use crate::proto::utterance::Meaning;
use crate::session::ConnectionId;
use crate::session::Event;
use crate::session::EventKind;
use crate::session::Fact;
use crate::session::RecordedSession;
use crate::session::Timeline;
use crate::session::timeline::Said;
use crate::source::connect::Connecting;
use crate::source::connect::Mishap;
use crate::source::connect::Security;
use crate::source::connect::Target;
use crate::source::connect::gives_password_away;
use crate::source::connect::is_waiting;
use crate::source::connect::stays_here;
use crate::source::serve::Sessions;
use crate::source::serve::Sink;
use crate::source::serve::Told;
use crate::teach::Language;
use crate::teach::Words;

/// How often is looked for the next line, and whether somebody has interrupted.
const TICK: Duration = Duration::from_millis(20);
/// What may be told before it is heard. Then the connection waits, and so does the server.
const QUEUE: usize = 1024;
/// How long a server gets to close behind QUIT, and the connection to end when it is left.
const FAREWELL: Duration = Duration::from_secs(2);
/// The only connection.
const ID: ConnectionId = ConnectionId(0);

/// What covers what is said from here on.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Cover {
    Nothing,
    /// TLS is to come: what follows is said inside it or not at all.
    Asked,
    Tls,
}

/// A connection, and who speaks on it.
pub(super) struct Talk<'a> {
    args: &'a ConnectArgs,
    speaker: Speaker,
    // Invariant: it is dropped before the connection, which otherwise waits for somebody who hears.
    told: Receiver<Told>,
    connecting: Option<Connecting>,
    sessions: Sessions,
    /// The session, when it is over.
    session: Option<RecordedSession>,
    server: Option<SocketAddr>,
    cover: Cover,
    /// Octets that are to be said and were not told.
    unsaid: usize,
    warned: bool,
    /// Steps that are printed.
    printed: usize,
    /// How long nothing was told or said.
    silence: Duration,
    /// Nothing more is said.
    leaving: bool,
    /// Something went otherwise than it was wanted, and that was said.
    failed: bool,
}

impl<'a> Talk<'a> {
    /// Begins to connect.
    pub(super) fn start(args: &'a ConnectArgs, target: Target, speaker: Speaker) -> anyhow::Result<Self> {
        let (sender, told) = sync_channel(QUEUE);
        let sink = Sink::new(move |told| {
            // Whoever does not listen any more has left.
            let _ = sender.send(told);
        });
        let cover = if target.security == Security::None { Cover::Nothing } else { Cover::Asked };
        let connecting = Some(Connecting::start(target, sink)?);
        Ok(Self {
            args,
            speaker,
            told,
            connecting,
            sessions: Sessions::default(),
            session: None,
            server: None,
            cover,
            unsaid: 0,
            warned: false,
            printed: 0,
            silence: Duration::ZERO,
            leaving: false,
            failed: false,
        })
    }

    /// Talks until the connection is over; what was recorded of it, if it ever was.
    pub(super) fn run(mut self) -> anyhow::Result<(Outcome, Option<RecordedSession>)> {
        let mut interrupted = false;
        loop {
            match self.told.recv_timeout(TICK) {
                Ok(told) => {
                    self.silence = Duration::ZERO;
                    self.hear(&told);
                    for _ in 0..QUEUE {
                        let Ok(told) = self.told.try_recv() else { break };
                        self.hear(&told);
                    }
                }
                Err(RecvTimeoutError::Timeout) => self.silence += TICK,
                Err(RecvTimeoutError::Disconnected) => break,
            }
            self.print()?;
            if interrupt::came() && !interrupted {
                interrupted = true;
                self.leave();
            }
            // A name that is being looked up cannot be called off.
            if self.connecting.is_none() && FAREWELL <= self.silence {
                break;
            }
            self.speak()?;
        }
        let outcome = match (interrupted, self.failed || self.session.is_none()) {
            (true, _) => Outcome::Interrupted,
            (false, true) => Outcome::InputIsWrong,
            (false, false) => Outcome::Done,
        };
        Ok((outcome, self.session))
    }

    fn hear(&mut self, told: &Told) {
        match told {
            Told::Event(Event { kind: EventKind::Opened(opened), .. }) => self.server = Some(opened.server.address),
            Told::Event(Event { kind: EventKind::Fact(Fact::TlsEstablished), .. }) => self.cover = Cover::Tls,
            Told::Event(Event { kind: EventKind::Octets { side: Side::Client, octets, .. }, .. }) => {
                self.unsaid = self.unsaid.saturating_sub(octets.len());
            }
            Told::Untrusted { certificate, fingerprint, doubt, .. } => {
                let names = certificate.as_ref().map(|certificate| certificate.names.join(", ")).unwrap_or_default();
                self.fail(&format!(
                    "the certificate is not trusted: {doubt}\nit is for: {names}\nits SHA-256 is {fingerprint}\n\
                     whoever knows it to be the right one says --accept-fingerprint {fingerprint}"
                ));
            }
            Told::Mishap(mishap) => {
                self.unsaid = 0;
                self.fail(&mishap.to_string());
                if matches!(mishap, Mishap::Withheld(_)) {
                    self.close();
                }
            }
            Told::Trouble(text) => output::complain(format_args!("{text}")),
            Told::Event(_) | Told::Tls { .. } | Told::Over(_) | Told::Sealed { .. } | Told::Secret(_) => (),
        }
        if let Some(session) = self.sessions.hear(told) {
            self.ended(&session.timeline);
            self.session = Some(session);
        }
    }

    /// Whether the end came when it should have.
    fn ended(&mut self, timeline: &Timeline) {
        if self.leaving || self.failed {
            return;
        }
        self.leaving = true;
        let unsaid = match self.speaker.wish(timeline, false) {
            Ok(Wish::GiveUp(why)) => return self.fail(&why),
            Ok(Wish::Say(_)) => true,
            Ok(Wish::Wait | Wish::Done) | Err(_) => false,
        };
        if unsaid {
            self.fail("the server has closed the connection before all was said");
        } else if !was(timeline, &Command::Quit) && !self.speaker.is_scenario() {
            self.fail("the server has closed the connection, and nobody has said QUIT");
        }
    }

    /// Lets the next line be said, if it is time.
    fn speak(&mut self) -> anyhow::Result<()> {
        if self.leaving || self.server.is_none() {
            return Ok(());
        }
        let Some(timeline) = self.sessions.timeline(ID) else { return Ok(()) };
        let waits = 0 < self.unsaid || is_waiting(timeline) && !strayed(timeline);
        // With --tls a refusal ends the connection.
        if self.cover == Cover::Asked && self.args.tls.is_none() && !waits && stls_was_refused(timeline) {
            self.cover = Cover::Nothing;
        }
        let waits = waits || self.cover == Cover::Asked;
        if waits && Duration::from_secs(self.args.timeout.get()) <= self.silence {
            self.fail(&format!("the server has said nothing for {} s", self.args.timeout));
            self.leave();
            return Ok(());
        }
        let has_quit = was(timeline, &Command::Quit);
        if self.cover == Cover::Asked {
            return Ok(());
        }
        match self.speaker.wish(timeline, waits)? {
            Wish::Wait => (),
            Wish::Say(all) => {
                for octets in all {
                    self.say(&octets);
                }
            }
            // Behind QUIT it is the server that closes.
            Wish::Done if has_quit && self.silence < FAREWELL => (),
            Wish::Done => self.close(),
            Wish::GiveUp(why) => {
                self.fail(&why);
                self.close();
            }
        }
        Ok(())
    }

    /// Says octets, unless they give a password away.
    fn say(&mut self, octets: &[u8]) {
        let (Some(connecting), Some(server)) = (&self.connecting, self.server) else { return };
        let Some(timeline) = self.sessions.timeline(ID).filter(|_| !self.leaving) else { return };
        let is_heard = self.cover == Cover::Nothing && !stays_here(server.ip());
        if is_heard && !self.speaker.is_lesson() && gives_password_away(octets, timeline) {
            if !self.args.allow_cleartext_password {
                output::complain(format_args!(
                    "not said: this line has a password, and nothing covers it on its way to {server}; --tls does, and \
                     --allow-cleartext-password says it all the same"
                ));
                // Whoever types may type something else.
                if self.speaker.is_scenario() || !io::stdin().is_terminal() {
                    self.failed = true;
                    self.close();
                }
                return;
            }
            if !std::mem::replace(&mut self.warned, true) {
                output::complain(format_args!("a password goes to {server} in the clear"));
            }
        }
        if self.cover == Cover::Nothing && Command::parse(octets.trim_ascii_end()) == Ok(Command::Stls) {
            self.cover = Cover::Asked;
        }
        connecting.say(octets);
        self.unsaid += octets.len();
        self.silence = Duration::ZERO;
    }

    fn fail(&mut self, why: &str) {
        self.failed = true;
        output::complain(format_args!("{why}"));
    }

    /// Closes the connection when all is said.
    fn close(&mut self) {
        self.leaving = true;
        if let Some(connecting) = &self.connecting {
            connecting.close();
        }
    }

    /// Leaves it at once.
    fn leave(&mut self) {
        self.leaving = true;
        if let Some(connecting) = self.connecting.take() {
            connecting.leave();
        }
        self.silence = Duration::ZERO;
    }

    /// Prints the steps that are new.
    fn print(&mut self) -> io::Result<()> {
        if self.args.format == ConnectFormat::Ndjson {
            return Ok(());
        }
        let session = self.session.as_ref().map(|session| &session.timeline);
        let Some(timeline) = session.or_else(|| self.sessions.timeline(ID)) else { return Ok(()) };
        if self.printed == timeline.len() {
            return Ok(());
        }
        let options = transcript::Options {
            reveal_secrets: self.args.reveal_secrets,
            whole_messages: self.args.whole,
            notes: false,
        };
        let text = transcript_from(timeline, &Words::new(Language::English), options, self.printed);
        self.printed = timeline.len();
        let mut stdout = io::stdout().lock();
        stdout.write_all(text.as_bytes())?;
        stdout.flush()
    }
}

fn said(timeline: &Timeline) -> impl Iterator<Item = &Said> {
    timeline.steps().iter().rev().filter_map(|step| step.said())
}

/// Whether the last command was this one.
fn was(timeline: &Timeline, command: &Command) -> bool {
    let last = said(timeline).find_map(|said| said.command());
    last.is_some_and(|line| line.command.as_ref() == Ok(command))
}

fn stls_was_refused(timeline: &Timeline) -> bool {
    let reply = said(timeline).find(|said| said.side == Side::Server).and_then(Said::status);
    was(timeline, &Command::Stls) && !reply.is_some_and(|status| status.indicator.is_positive())
}

/// Whether the server has said last what is no reply, though it may have meant one.
fn strayed(timeline: &Timeline) -> bool {
    said(timeline).next().is_some_and(|said| said.side == Side::Server && said.meaning == Meaning::Stray)
}
