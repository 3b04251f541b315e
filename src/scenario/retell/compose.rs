//! All of it as one text, which is played and held against the recording.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use crate::proto::Command;
use crate::proto::Keyword;
use crate::proto::Phase;
use crate::proto::Protocol;
use crate::proto::Side;
use crate::proto::auth::Plain;
use crate::proto::auth::decode_base64;
use crate::proto::reply::read_stat;
use crate::proto::rules::phases_of;
use crate::proto::utterance::Meaning;
use crate::proto::utterance::Opening;
use crate::scenario::Scenario;
use crate::scenario::file::MAX_OCTETS;
use crate::scenario::file::MessageFile;
use crate::scenario::file::StepFile;
use crate::scenario::retell::Refusal;
use crate::scenario::retell::Remark;
use crate::scenario::retell::Retold;
use crate::scenario::retell::beats::Beat;
use crate::scenario::retell::beats::Maker;
use crate::scenario::retell::beats::Person;
use crate::scenario::retell::cast::Cast;
use crate::scenario::retell::exchanges::Exchange;
use crate::scenario::retell::exchanges::Heard;
use crate::scenario::retell::exchanges::Kind;
use crate::scenario::retell::exchanges::Sign;
use crate::scenario::retell::exchanges::exchanges;
use crate::scenario::retell::exchanges::greeting;
use crate::scenario::retell::exchanges::heard;
use crate::scenario::retell::exchanges::sign;
use crate::scenario::retell::letters;
use crate::scenario::retell::letters::Total;
use crate::scenario::retell::server;
use crate::scenario::retell::server::Fields;
use crate::scenario::run;
use crate::scenario::write;
use crate::session::ConnectionId;
use crate::session::Cursor;
use crate::session::Timeline;
use crate::session::event::Closing;
use crate::session::timeline::What;
use crate::sim::Deviation;

/// Exchanges of a session that is told again at most.
const MOST_EXCHANGES: usize = 20_000;
/// Only where playing takes no time, all deviations are tried.
const MOST_TO_TRY: (usize, usize) = (600, 400_000);
/// The same for the octets of messages that are made up, which is faster than to read them.
const MOST_MADE_UP_TO_TRY: usize = 8 << 20;
const STEP: &str = "        ";

/// What a scenario is written of.
struct Parts {
    fields: Fields,
    people: Vec<Person>,
    messages: Vec<MessageFile>,
    beats: Vec<Beat>,
    /// How many exchanges stand before those of the recording.
    added: usize,
    deviations: Vec<Deviation>,
    /// Beats of which nothing is expected.
    silent: BTreeSet<usize>,
}

/// Tells the first connection of a timeline again.
pub(super) fn compose(timeline: &Timeline) -> Result<Retold, Refusal> {
    let id = ConnectionId(0);
    let connection = timeline.connection(id).ok_or(Refusal::NothingSaid)?;
    if connection.protocol != Protocol::Pop3 {
        return Err(Refusal::OtherProtocol);
    }
    let all = heard(timeline, id);
    let greeting = greeting(timeline, id);
    let mut remarks = about(timeline, id);
    if all.is_empty() && greeting.is_none() {
        return Err(if remarks.contains(&Remark::Sealed) { Refusal::Sealed } else { Refusal::NothingSaid });
    }
    if MOST_EXCHANGES < all.len() {
        return Err(Refusal::TooLong);
    }
    let mut cast = Cast::new(octets(timeline, id), &delicate(&all));
    let end = timeline.snapshot(Cursor(timeline.len()));
    let session = end.session(id).ok_or(Refusal::NothingSaid)?;
    let mut fields = server::fields(&all, greeting, &mut remarks);
    let mut maker = Maker::new(&mut cast);
    maker.add(StepFile::Connect, greeting.and_then(sign).map(|_| crate::scenario::file::ExpectFile::Ok));
    let mut added = usize::from(greeting.is_none());
    if connection.opening == Opening::MidStream {
        remarks.push(Remark::BeginningAdded);
        if begins_with_a_maildrop(&all) {
            maker.add_login(session.user.as_deref());
            added += 2;
        }
    }
    maker.say_all(&all);
    if let Some(step) = ending(timeline, id, &all) {
        maker.add(step, None);
    }
    let people = maker.everybody();
    remarks.append(&mut maker.remarks);
    let beats = std::mem::take(&mut maker.beats);
    if let Some(failures) = failures_before_the_end(timeline, id, &all) {
        fields.push(("login_attempts", failures.to_string()));
    }
    let messages = letters::messages(&all, &session.maildrop, first_total(&all).as_ref(), &mut cast, &mut remarks);
    let mut parts = Parts { fields, people, messages, beats, added, deviations: Vec::new(), silent: BTreeSet::new() };
    let was = exchanges(timeline, id);
    settle(&mut parts, &was);
    let differences = parts.differences(&was).ok_or(Refusal::TooLong)?;
    parts.silence();
    remarks.extend(differences.into_iter().map(|(place, was, is)| Remark::Differs {
        number: place + 1,
        said: was.said.clone(),
        was: was.to_string(),
        is: is.map_or_else(|| "nothing".to_owned(), |is| is.to_string()),
    }));
    let (text, _) = parts.text(&remarks);
    if MAX_OCTETS < text.len() {
        return Err(Refusal::TooLong);
    }
    Ok(Retold { text, remarks, exchanges: was.len() })
}

/// Tries what real servers do otherwise, and keeps what brings the play nearer to the recording.
fn settle(parts: &mut Parts, was: &[Exchange]) {
    let octets: usize = parts.messages.iter().map(|message| write::message(message, "").len()).sum();
    let made_up = parts.messages.iter().map(|message| match message {
        MessageFile::Generated { octets, .. } => *octets,
        MessageFile::Text(_) | MessageFile::Mail { .. } => 0,
    });
    if MOST_TO_TRY.0 < was.len() || MOST_TO_TRY.1 < octets || MOST_MADE_UP_TO_TRY < made_up.sum() {
        return;
    }
    let count = |parts: &Parts| parts.differences(was).map_or(usize::MAX, |differences| differences.len());
    let mut best = count(parts);
    for deviation in Deviation::ALL {
        if best == 0 {
            return;
        }
        parts.deviations.push(deviation);
        let with = count(parts);
        if with < best {
            best = with;
        } else {
            parts.deviations.pop();
        }
    }
}

/// What else is to be said of a recording.
fn about(timeline: &Timeline, id: ConnectionId) -> Vec<Remark> {
    let (mut gaps, mut pieces, mut sealed) = (0, 0, false);
    for step in timeline.steps().iter().filter(|step| step.connection == Some(id)) {
        match &step.what {
            What::Gap { octets, .. } => gaps += octets,
            What::Said(said) => match &said.meaning {
                Meaning::Opaque => sealed = true,
                Meaning::Stray | Meaning::Fragment => pieces += 1,
                Meaning::Greeting(_)
                | Meaning::Command { .. }
                | Meaning::Challenge { .. }
                | Meaning::SaslResponse { .. }
                | Meaning::Reply { .. }
                | Meaning::Other(_) => (),
            },
            What::Opened | What::Conflict { .. } | What::Closed(_) | What::Fact(_) => (),
        }
    }
    let remarks = [
        sealed.then_some(Remark::Sealed),
        (0 < gaps).then_some(Remark::Gaps(gaps)),
        (0 < pieces).then_some(Remark::Pieces(pieces)),
    ];
    remarks.into_iter().flatten().collect()
}

/// Everything that was said, with what stands in base64 in the clear too.
fn octets(timeline: &Timeline, id: ConnectionId) -> Vec<u8> {
    let mut octets = Vec::new();
    for said in timeline.steps().iter().filter(|step| step.connection == Some(id)).filter_map(|step| step.said()) {
        octets.extend_from_slice(&said.raw);
        let last = said.first_line().rsplit(|octet| *octet == b' ').next().unwrap_or_default();
        octets.extend(decode_base64(last).unwrap_or_default());
        octets.push(b'\n');
    }
    octets
}

/// Names and secrets.
fn delicate(all: &[Heard<'_>]) -> Vec<Vec<u8>> {
    let mut found = Vec::new();
    for heard in all {
        match heard.kind {
            Kind::Command(line) => match &line.command {
                Ok(Command::User { name } | Command::Apop { name, .. } | Command::Rpop { user: name }) => {
                    found.push(name.clone().into_bytes());
                }
                Ok(Command::Pass { secret }) => found.push(secret.reveal().to_vec()),
                Ok(Command::Auth { initial_response: Some(response), .. }) => words(response.reveal(), &mut found),
                Ok(_) | Err(_) => (),
            },
            Kind::Response { .. } => words(heard.said.first_line(), &mut found),
        }
    }
    found
}

/// The words of a response.
fn words(response: &[u8], found: &mut Vec<Vec<u8>>) {
    let octets = decode_base64(response).unwrap_or_default();
    if let Some(plain) = Plain::read(&octets) {
        found.push(plain.authentication_identity.into_bytes());
        found.push(plain.password.reveal().to_vec());
    } else {
        found.extend(octets.split(|octet| !octet.is_ascii_graphic()).map(<[u8]>::to_vec));
    }
}

/// Whether the first commands that the server took need a maildrop.
fn begins_with_a_maildrop(all: &[Heard<'_>]) -> bool {
    let taken = all.iter().filter(|heard| heard.answer.and_then(sign) == Some(Sign::Yes));
    let mut phases = taken.filter_map(|heard| match heard.kind {
        Kind::Command(line) => {
            line.command.as_ref().ok().map(|command| phases_of(command.keyword()).collect::<Vec<_>>())
        }
        Kind::Response { .. } => Some(vec![Phase::Authorization]),
    });
    phases.find(|phases| phases.len() == 1).is_none_or(|phases| phases == [Phase::Transaction])
}

/// The numbers of the first STAT, with the messages that were marked then.
fn first_total(all: &[Heard<'_>]) -> Option<Total> {
    let mut marked = BTreeSet::new();
    for heard in all {
        let Kind::Command(line) = heard.kind else { continue };
        match &line.command {
            Ok(Command::Dele { message }) if heard.answer.and_then(sign) == Some(Sign::Yes) => {
                marked.insert(message.get() as usize);
            }
            Ok(Command::Rset) => marked.clear(),
            Ok(Command::Stat) => {
                let status = heard.answer?.status()?;
                if let Some((count, octets)) = read_stat(&status.text) {
                    return Some(Total { count: count as usize, octets, marked });
                }
            }
            Ok(_) | Err(_) => (),
        }
    }
    None
}

fn said_quit(all: &[Heard<'_>]) -> bool {
    let quit = |heard: &Heard<'_>| matches!(heard.kind, Kind::Command(line) if line.keyword == Some(Keyword::Quit) && line.command.is_ok());
    all.iter().rev().take(2).any(quit)
}

fn closing(timeline: &Timeline, id: ConnectionId) -> Option<Closing> {
    timeline.steps().iter().rev().filter(|step| step.connection == Some(id)).find_map(|step| match step.what {
        What::Closed(closing) => Some(closing),
        What::Opened | What::Said(_) | What::Gap { .. } | What::Conflict { .. } | What::Fact(_) => None,
    })
}

/// How the connection ended, if a client did it without QUIT.
fn ending(timeline: &Timeline, id: ConnectionId, all: &[Heard<'_>]) -> Option<StepFile> {
    if said_quit(all) {
        return None;
    }
    match closing(timeline, id)? {
        Closing::Finished(Side::Client) => Some(StepFile::Close),
        Closing::Reset(Side::Client) => Some(StepFile::Reset),
        Closing::LineLost => Some(StepFile::Drop),
        Closing::Finished(Side::Server) | Closing::Reset(Side::Server) | Closing::RecordingEnds => None,
    }
}

/// How many logins had failed when the server closed the connection unasked, right behind one.
fn failures_before_the_end(timeline: &Timeline, id: ConnectionId, all: &[Heard<'_>]) -> Option<usize> {
    let failed = |heard: &&Heard<'_>| {
        let login = match heard.kind {
            Kind::Command(line) => matches!(line.keyword, Some(Keyword::Pass | Keyword::Apop)) && line.command.is_ok(),
            Kind::Response { .. } => true,
        };
        login && heard.answer.and_then(sign) == Some(Sign::No)
    };
    let by_server = matches!(closing(timeline, id)?, Closing::Finished(Side::Server));
    let unasked = by_server && all.last().as_ref().is_some_and(failed);
    unasked.then(|| all.iter().filter(failed).count())
}

impl Parts {
    /// The exchanges that go otherwise than they did: their places, and what comes instead. `None` if it cannot be
    /// played.
    fn differences<'a>(&self, was: &'a [Exchange]) -> Option<Vec<(usize, &'a Exchange, Option<Exchange>)>> {
        let (text, _) = self.text(&[]);
        if MAX_OCTETS < text.len() {
            return None; // Nobody could open the file.
        }
        let scenario = Scenario::parse("", &text).ok()?;
        let played = run(&scenario).timeline();
        let is = exchanges(&played, ConnectionId(0));
        let is = is.get(self.added..).unwrap_or_default();
        let pairs = was.iter().enumerate().map(|(place, was)| (place, was, is.get(place)));
        let differing = pairs.filter(|(_, was, is)| !is.is_some_and(|is| was.agrees(is)));
        Some(differing.map(|(place, was, is)| (place, was, is.cloned())).collect())
    }

    /// Leaves out what the play does not meet.
    fn silence(&mut self) {
        let (text, lines) = self.text(&[]);
        let Ok(scenario) = Scenario::parse("", &text) else { return };
        for failure in run(&scenario).failures {
            self.silent.extend(lines.iter().position(|line| *line == failure.place.line));
        }
    }

    /// The text, and the line of each beat.
    fn text(&self, remarks: &[Remark]) -> (String, Vec<u32>) {
        // Writing to a String cannot fail.
        let mut text = String::from(
            "// Made of a recorded session. Names, addresses, secrets and the words of mails are others.\n",
        );
        for remark in remarks {
            let _ = writeln!(text, "// - {remark}");
        }
        text.push_str("Scenario(\n");
        text.push_str("    title: (en: \"A recorded session\", ru: \"Записанный сеанс\"),\n    about: (\n");
        text.push_str("        en: \"What a client and a server said to each other, with other names and words.\",\n");
        text.push_str(
            "        ru: \"Что сказали друг другу клиент и сервер — с другими именами и словами.\",\n    ),\n",
        );
        if !self.fields.is_empty() || !self.deviations.is_empty() {
            text.push_str("    server: (\n");
            for (name, value) in &self.fields {
                let _ = writeln!(text, "{STEP}{name}: {value},");
            }
            if !self.deviations.is_empty() {
                let names: Vec<String> = self.deviations.iter().map(|deviation| format!("\"{deviation}\"")).collect();
                let _ = writeln!(text, "{STEP}deviations: [{}],", names.join(", "));
            }
            text.push_str("    ),\n");
        }
        text.push_str("    users: [\n");
        for (place, person) in self.people.iter().enumerate() {
            let (name, value) = (write::literal(person.name.as_bytes()), write::literal(person.value.as_bytes()));
            let field = person.field;
            if place == 0 && !self.messages.is_empty() {
                let _ = write!(text, "{STEP}(\n{STEP}    name: {name},\n{STEP}    {field}: {value},\n");
                let _ = writeln!(text, "{STEP}    messages: [");
                let inner = format!("{STEP}        ");
                for message in &self.messages {
                    let _ = writeln!(text, "{inner}{},", write::message(message, &inner));
                }
                let _ = write!(text, "{STEP}    ],\n{STEP}),\n");
            } else {
                let _ = writeln!(text, "{STEP}(name: {name}, {field}: {value}),");
            }
        }
        text.push_str("    ],\n    steps: [\n");
        let first = text.matches('\n').count() + 1;
        let mut lines = Vec::with_capacity(self.beats.len());
        for (place, beat) in self.beats.iter().enumerate() {
            lines.push(u32::try_from(first + place).unwrap_or(u32::MAX));
            let expects = if self.silent.contains(&place) { &[][..] } else { &beat.expects[..] };
            let _ = writeln!(text, "{STEP}{},", written(&beat.step, expects));
        }
        text.push_str("    ],\n)\n");
        (text, lines)
    }
}

/// A step with what is expected of it, on one line.
fn written(step: &StepFile, expects: &[crate::scenario::file::ExpectFile]) -> String {
    let mut step = step.clone();
    let mut rest = expects;
    if let (StepFile::Send(said) | StepFile::SendRaw(said) | StepFile::Base64(said), [first, others @ ..]) =
        (&mut step, expects)
    {
        said.expect = Some(first.clone());
        rest = others;
    }
    let behind = rest.iter().map(|expect| format!(", {}", write::step(&StepFile::Expect(expect.clone()), STEP)));
    behind.fold(write::step(&step, STEP), |text, next| text + &next)
}
