//! `popscope connect`: the client of a POP3 server, whose lines are typed or said by a scenario.

mod speaker;
mod talk;

use std::io;
use std::io::IsTerminal as _;

use anyhow::Context as _;

use crate::cli::analyse::interrupt;
use crate::cli::args::ConnectArgs;
use crate::cli::args::ConnectFormat;
use crate::cli::args::ConnectTls;
use crate::cli::connect::speaker::Speaker;
use crate::cli::connect::talk::Talk;
use crate::cli::output;
use crate::cli::output::Outcome;
use crate::export::session_record::session_line;
use crate::source;
use crate::source::connect::Address;
use crate::source::connect::AddressError;
use crate::source::connect::Security;
use crate::source::connect::Target;
use crate::source::connect::Trust;

/// What a session of a connection has in place of the name of a file.
const FILE: &str = "connect";

/// Connects, lets somebody speak, and prints what was said.
pub fn run(args: &ConnectArgs) -> anyhow::Result<Outcome> {
    let target = match target(args)? {
        Ok(target) => target,
        Err(why) => {
            output::complain(format_args!("{why}"));
            return Ok(Outcome::UsageIsWrong);
        }
    };
    if let Some(path) = &args.pcapng {
        anyhow::ensure!(args.force || !path.exists(), "{} is there already; --force replaces it", path.display());
    }
    let speaker = match &args.script {
        None => Speaker::of_standard_input()?,
        Some(name) => Speaker::of_scenario(name)?,
    };
    if args.script.is_none() && io::stdin().is_terminal() && args.format == ConnectFormat::Text {
        output::complain(format_args!("commands are typed one a line; the end of the input or QUIT ends it"));
    }
    interrupt::listen();
    let (outcome, session) = Talk::start(args, target, speaker)?.run()?;
    if let Some(session) = session {
        if 0 < session.let_go_octets {
            output::complain(format_args!("octets of this session that were not kept: {}", session.let_go_octets));
        }
        if args.format == ConnectFormat::Ndjson {
            let line = session_line(&session, FILE, args.reveal_secrets);
            output::write(None, false, format!("{line}\n").as_bytes(), true)?;
        }
        if let Some(path) = &args.pcapng {
            output::write(Some(path), args.force, &source::pcapng(&session.timeline), false)?;
        }
    }
    Ok(outcome)
}

/// Where it goes, or what is wrong with what was typed.
fn target(args: &ConnectArgs) -> anyhow::Result<Result<Target, String>> {
    let address = match Address::read(&args.server) {
        Ok(address) => address,
        Err(error) => return Ok(Err(wrong_address(error))),
    };
    let security = match args.tls {
        None => Security::None,
        Some(ConnectTls::Stls) => Security::Stls,
        Some(ConnectTls::Implicit) => Security::Implicit,
    };
    let trust = match (&args.ca, &args.accept_fingerprint) {
        (Some(path), _) => {
            let text = source::read_text(path)?;
            Trust::of_pem(text.as_bytes()).with_context(|| format!("no certificates in PEM: {}", path.display()))?
        }
        (None, Some(fingerprint)) => fingerprint.clone(),
        (None, None) => Trust::System,
    };
    let port = address.port(security);
    Ok(Ok(Target { security, trust, ..Target::new(address.host, port) }))
}

fn wrong_address(error: AddressError) -> String {
    match error {
        AddressError::Empty => "no server is named".to_owned(),
        AddressError::OtherScheme => "a server is host, host:port or a URL that begins with pop://".to_owned(),
        AddressError::Wrong(error) => error.to_string(),
    }
}
