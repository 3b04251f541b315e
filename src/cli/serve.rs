//! `popscope serve`: a POP3 server on this machine, and a line for each of its sessions.

mod lines;

use std::io;
use std::io::Write;
use std::sync::mpsc::Receiver;
use std::sync::mpsc::RecvTimeoutError;
use std::sync::mpsc::sync_channel;
use std::time::Duration;

use anyhow::Context as _;
use serde_json::Value;

use crate::cli::analyse::interrupt;
use crate::cli::args::ServeArgs;
use crate::cli::args::ServeFormat;
use crate::cli::output;
use crate::cli::output::Outcome;
use crate::cli::serve::lines::Lines;
use crate::export::session_record::session_record;
use crate::export::whole_file;
use crate::proto::line::printable;
use crate::proto::secret::MASK;
use crate::source::serve;
use crate::source::serve::LiveCapture;
use crate::source::serve::Running;
use crate::source::serve::Sessions;
use crate::source::serve::Sink;
use crate::source::serve::Told;

/// How often the main thread looks whether it was interrupted.
const TICK: Duration = Duration::from_millis(100);
/// What may be told before it is heard. Then the server waits: hearing takes no time but that of the disk.
const QUEUE: usize = 1024;
/// How long the end waits for whoever reads the lines.
const PATIENCE: Duration = Duration::from_secs(2);
/// Groups of commands that stand in the line of a session.
const MAX_WORDS: usize = 40;
/// Users that are named at the start.
const MAX_USERS: usize = 10;
/// What sessions of a server have in place of the name of a file.
const FILE: &str = "serve";

/// Serves until it is interrupted.
pub fn run(args: &ServeArgs) -> anyhow::Result<Outcome> {
    if let Some(why) = why_not(args) {
        output::complain(format_args!("{why}"));
        return Ok(Outcome::UsageIsWrong);
    }
    interrupt::listen();
    match &args.pcapng {
        None => serve(args, None),
        Some(path) => {
            anyhow::ensure!(args.force || !path.exists(), "{} is there already; --force replaces it", path.display());
            let write = |out: &mut dyn Write| {
                let mut capture = LiveCapture::new(out)?;
                let outcome = serve(args, Some(&mut capture));
                // Whatever became of the reader of standard output, what was recorded is whole.
                let unread = outcome.as_ref().err().is_some_and(output::is_broken_pipe);
                capture.finish()?;
                if unread { Ok(Outcome::Done) } else { outcome }
            };
            whole_file::write_with(path, args.force, write)
        }
    }
}

/// Why the arguments make no sense together.
fn why_not(args: &ServeArgs) -> Option<&'static str> {
    if !serve::is_user(&args.user) {
        return Some("a user is one word of printable characters");
    }
    if args.password.is_empty() || args.password.contains(char::is_control) {
        return Some("a password is printable text");
    }
    if args.save_certificate.is_some() && !args.tls && args.tls_listen.is_none() {
        return Some("there is a certificate only with --tls or --tls-listen");
    }
    None
}

fn serve(args: &ServeArgs, mut capture: Option<&mut LiveCapture<&mut dyn Write>>) -> anyhow::Result<Outcome> {
    let (options, introduction) = options(args)?;
    let (sender, told) = sync_channel(QUEUE);
    let sink = Sink::new(move |told| {
        // Who does not listen any more has failed, and says so below.
        let _ = sender.send(told);
    });
    let running = Running::start(options, sink)?;
    let lines = lines(args.format)?;
    let complaints = Lines::to(io::stderr(), |_, _| Ok(()))?;
    let mut printer = Printer { args, sessions: Sessions::default(), lines, complaints };
    let outcome = introduce(args, &running, &introduction, &printer.lines).and_then(|()| {
        listen(&told, &running, |told| {
            let Some(told) = told else { return Ok(printer.lines.check()?) };
            if let Some(capture) = &mut capture {
                capture.hear(told).context("cannot write the capture")?;
            }
            printer.hear(told)
        })
    });
    // Nobody listens any more, so that the server does not wait for anybody when it ends.
    drop(told);
    drop(running);
    let _ = printer.complaints.finish(PATIENCE);
    let unread = printer.lines.finish(PATIENCE);
    outcome?;
    match unread? {
        0 => (),
        count => output::complain(format_args!("nobody has read {} of standard output", plural(count, "line"))),
    }
    Ok(Outcome::Done)
}

/// The lines of standard output. Where some were let go, a line says so; programs that read objects read nothing else,
/// so for them it stands on standard error.
fn lines(format: ServeFormat) -> io::Result<Lines> {
    let told = move |out: &mut dyn Write, count: u64| {
        let text = format!("{} let go: nobody was reading", plural(count, "line"));
        match format {
            ServeFormat::Text => writeln!(out, "{text}"),
            ServeFormat::Ndjson => {
                eprint(&format!("popscope: {text}"));
                Ok(())
            }
        }
    };
    Lines::to(io::stdout(), told)
}

/// Hands on what is told, and now and then nothing, until the server has ended.
fn listen(
    told: &Receiver<Told>,
    running: &Running,
    mut hear: impl FnMut(Option<&Told>) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    let mut failed = None;
    let mut asked = false;
    loop {
        match told.recv_timeout(TICK) {
            Ok(told) if failed.is_none() => failed = hear(Some(&told)).err(),
            Err(RecvTimeoutError::Timeout) if failed.is_none() => failed = hear(None).err(),
            Ok(_) | Err(RecvTimeoutError::Timeout) => (),
            Err(RecvTimeoutError::Disconnected) => break,
        }
        // What it tells from here on is heard too: whoever was connected has a session that ends.
        if !asked && (interrupt::came() || failed.is_some()) {
            running.ask_to_stop();
            asked = true;
        }
    }
    failed.map_or(Ok(()), Err)
}

/// What the server is started with, and what people are told about its users.
fn options(args: &ServeArgs) -> anyhow::Result<(serve::Options, Vec<String>)> {
    let site = match (&args.maildrop, &args.scenario) {
        (Some(folder), _) => {
            let users = match args.accounts {
                None => vec![args.user.clone()],
                Some(accounts) => (1..=accounts.get()).map(|number| format!("{}{number}", args.user)).collect(),
            };
            serve::site_of_folder(folder, &users, &args.password)?
        }
        (None, Some(name)) => serve::site_of_scenario(name)?,
        (None, None) => serve::site_of_first_lesson(),
    };
    let wanted = serve::Wanted {
        profile: args.profile.clone(),
        apop: args.apop,
        login_delay: args.login_delay.map(Duration::from_secs),
        mechanisms: args.mechanisms.clone(),
    };
    let site = wanted.of(site);
    let introduction = introduction(args, &site);
    let offer = serve::tls_of(&site);
    // A scenario whose server speaks TLS from the first octet does so where it listens.
    let implicit = offer == serve::TlsOffer::Implicit && args.tls_listen.is_none();
    let options = serve::Options {
        listen: (!implicit).then_some(args.listen),
        tls_listen: if implicit { Some(args.listen) } else { args.tls_listen },
        allow_remote: args.allow_remote,
        stls: args.tls || offer == serve::TlsOffer::Stls,
        site,
        limits: serve::Limits { connections: args.connections.get(), ..serve::Limits::default() },
        tell_sealed: args.pcapng.is_some(),
        gate: None,
    };
    Ok((options, introduction))
}

/// A line for each user. The passwords of lessons are no secrets; those of a file are its author's.
fn introduction(args: &ServeArgs, site: &serve::Site) -> Vec<String> {
    let logins = serve::logins(site);
    let is_lesson = args.maildrop.is_none() && args.scenario.as_deref().is_none_or(crate::source::is_lesson);
    let mut lines: Vec<_> = logins
        .iter()
        .take(MAX_USERS)
        .map(|login| {
            let secret = login.secret.as_ref().map(|secret| printable(secret.reveal())).unwrap_or_default();
            let default =
                is_lesson || (args.maildrop.is_some() && args.password == serve::PASSWORD) || args.reveal_secrets;
            let (word, secret) =
                (if login.secret_only { "secret" } else { "password" }, if default { secret.as_str() } else { MASK });
            let messages = plural(login.messages as u64, "message");
            format!("user {}, {word} {secret}: {messages}, {} octets", printable(login.user.as_bytes()), login.octets)
        })
        .collect();
    if MAX_USERS < logins.len() {
        lines.push(format!("and {} users more", logins.len() - MAX_USERS));
    }
    lines
}

/// Says where the server is. Its address comes first, for whoever waits for it.
fn introduce(args: &ServeArgs, running: &Running, introduction: &[String], out: &Lines) -> anyhow::Result<()> {
    if let (Some(path), Some(identity)) = (&args.save_certificate, running.identity()) {
        output::write(Some(path), args.force, identity.pem.as_bytes(), true)?;
    }
    let listening = running.address().map(|address| format!("listening on {address}"));
    let with_tls = running.tls_address().map(|address| format!("listening on {address} with TLS"));
    let certificate = running.identity().map(|identity| format!("certificate SHA-256 {}", identity.fingerprint));
    let hint = "Ctrl+C ends it".to_owned();
    let all = listening.into_iter().chain(with_tls).chain(certificate).chain(introduction.iter().cloned());
    for line in all.chain([hint]) {
        match args.format {
            ServeFormat::Text => out.print(line)?,
            // Programs that read objects read nothing else.
            ServeFormat::Ndjson => eprint(&line),
        }
    }
    Ok(())
}

fn eprint(line: &str) {
    // Nobody is left to be told that standard error is gone.
    let _ = writeln!(io::stderr().lock(), "{line}");
}

/// Prints sessions as they end.
struct Printer<'a> {
    args: &'a ServeArgs,
    sessions: Sessions,
    lines: Lines,
    complaints: Lines,
}

impl Printer<'_> {
    fn hear(&mut self, told: &Told) -> anyhow::Result<()> {
        if let Told::Trouble(text) = told {
            // Whoever does not read them is not waited for either.
            let _ = self.complaints.print(output::complaint(format_args!("{text}")));
        }
        let Some(session) = self.sessions.hear(told) else { return Ok(()) };
        let record = session_record(&session, FILE, self.args.reveal_secrets);
        self.lines.print(match self.args.format {
            ServeFormat::Text => session_line(&record),
            ServeFormat::Ndjson => record.to_string(),
        })?;
        Ok(())
    }
}

/// The line of a session: when, who, what, and what came of it.
fn session_line(record: &Value) -> String {
    let text = |name: &str| record[name].as_str().unwrap_or("-");
    let messages = record["messages"].as_array().map_or(&[][..], Vec::as_slice);
    let octets: u64 = messages.iter().filter_map(|message| message["octets"].as_u64()).sum();
    let of = |fate: &str| messages.iter().filter(|message| message["fate"] == fate).count() as u64;
    let (start, client, user, state) = (text("start"), text("client"), text("user"), text("state"));
    let mut line = format!("{start} {client} {user} {state}: {}", commands(record));
    let mut add = |more: String| {
        line.push_str("; ");
        line.push_str(&more);
    };
    if !messages.is_empty() {
        add(format!("{} of {octets} octets", plural(messages.len() as u64, "message")));
    }
    for fate in ["removed", "marked"] {
        if 0 < of(fate) {
            add(format!("{} {fate}", of(fate)));
        }
    }
    match text("tls") {
        "none" => (),
        tls => add(format!("TLS ({tls})")),
    }
    let findings = record["findings"].as_array().map_or(0, Vec::len) as u64;
    if 0 < findings {
        add(plural(findings, "finding"));
    }
    line
}

/// The commands of a session, those that follow one another and are the same counted together.
fn commands(record: &Value) -> String {
    let mut groups: Vec<(String, u64)> = Vec::new();
    for exchange in record["exchanges"].as_array().into_iter().flatten() {
        let mut word = exchange["command"].as_str().unwrap_or_default().to_owned();
        if word.is_empty() {
            word.push_str("(empty line)");
        }
        match exchange["status"].as_str() {
            Some("-ERR") => word.push_str(" -ERR"),
            Some(_) => (),
            None => word.push_str(" …"),
        }
        match groups.last_mut() {
            Some((last, count)) if *last == word => *count += 1,
            Some(_) | None => groups.push((word, 1)),
        }
    }
    if groups.is_empty() {
        return "no command".to_owned();
    }
    let left_out = groups.len().saturating_sub(MAX_WORDS);
    let shown = groups.into_iter().take(MAX_WORDS);
    let mut words: Vec<_> =
        shown.map(|(word, count)| if 1 < count { format!("{word} ×{count}") } else { word }).collect();
    if 0 < left_out {
        words.push("…".to_owned());
    }
    words.join(", ")
}

fn plural(count: u64, noun: &str) -> String {
    if count == 1 { format!("1 {noun}") } else { format!("{count} {noun}s") }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_line_of_a_session_tells_who_did_what() {
        let exchange = |command: &str, status: Value| json!({ "command": command, "status": status });
        let record = json!({
            "start": "2001-11-03T13:14:46.000000Z",
            "client": "127.0.0.1:40000",
            "user": "amy",
            "state": "UPDATE",
            "tls": "stls",
            "exchanges": [
                exchange("PASS", "-ERR".into()),
                exchange("PASS", "+OK".into()),
                exchange("RETR", "+OK".into()),
                exchange("RETR", "+OK".into()),
                exchange("QUIT", Value::Null),
            ],
            "messages": [{ "octets": 10, "fate": "removed" }, { "octets": 2, "fate": "kept" }],
            "findings": [{}],
        });
        assert_eq!(
            session_line(&record),
            "2001-11-03T13:14:46.000000Z 127.0.0.1:40000 amy UPDATE: PASS -ERR, PASS, RETR ×2, QUIT …; \
             2 messages of 12 octets; 1 removed; TLS (stls); 1 finding"
        );
        let nothing = json!({ "start": "x", "client": "y", "user": null, "tls": "none" });
        assert_eq!(session_line(&nothing), "x y - -: no command");
    }

    #[test]
    fn a_flood_of_commands_stays_one_short_line() {
        let exchanges: Vec<_> = (0..1000).map(|number| json!({ "command": format!("X{number}") })).collect();
        let line = session_line(&json!({ "exchanges": exchanges, "tls": "none" }));
        assert!(line.len() < 600 && line.ends_with(", …"), "{line}");
    }
}
