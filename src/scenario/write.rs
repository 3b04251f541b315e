//! The way back: values of a scenario as the text that a person would write for them.

use crate::scenario::file::CutFile;
use crate::scenario::file::ExpectFile;
use crate::scenario::file::LineFile;
use crate::scenario::file::MeddlerFile;
use crate::scenario::file::MessageFile;
use crate::scenario::file::SaidFile;
use crate::scenario::file::StepFile;

/// Octets as a string of RON; those that are no text as a byte string.
#[must_use]
pub fn literal(octets: &[u8]) -> String {
    let Ok(text) = std::str::from_utf8(octets) else { return format!("b\"{}\"", octets.escape_ascii()) };
    let mut literal = String::with_capacity(text.len() + 2);
    literal.push('"');
    for letter in text.chars() {
        match letter {
            '"' | '\\' => literal.extend(['\\', letter]),
            '\r' => literal.push_str("\\r"),
            '\n' => literal.push_str("\\n"),
            '\t' => literal.push_str("\\t"),
            letter if letter.is_control() => literal.extend(letter.escape_unicode()),
            letter => literal.push(letter),
        }
    }
    literal.push('"');
    literal
}

/// A text of several lines, each on a line of its own behind this indentation, where the reader takes the
/// indentation away again; any other text as [`literal`] has it.
#[must_use]
pub fn block(text: &str, indentation: &str) -> String {
    let mut filled = text.lines().filter(|line| !line.trim().is_empty()).peekable();
    let has_own_margin = filled.peek().is_some() && filled.all(|line| line.starts_with(' '));
    let plain = text.chars().all(|letter| letter == '\n' || !letter.is_control());
    // A text that begins with a line end would lose it without its own line before.
    let whole = text.ends_with('\n') && (text.starts_with('\n') || text.trim_end_matches('\n').contains('\n'));
    if !plain || !whole || has_own_margin {
        return literal(text.as_bytes());
    }
    let fences = text.matches('"').count();
    let hashes = (1..=fences + 1).map(|count| "#".repeat(count)).find(|hashes| !text.contains(&format!("\"{hashes}")));
    let hashes = hashes.unwrap_or_else(|| "#".repeat(fences + 2));
    let inner = format!("{indentation}    ");
    let mut block = format!("r{hashes}\"\n");
    for line in text.lines() {
        if !line.is_empty() {
            block.push_str(&inner);
            block.push_str(line);
        }
        block.push('\n');
    }
    block + indentation + "\"" + &hashes
}

/// What is expected, as a step has it.
#[must_use]
pub fn expectation(expect: &ExpectFile) -> String {
    match expect {
        ExpectFile::Ok => "Ok".to_owned(),
        ExpectFile::Err => "Err".to_owned(),
        ExpectFile::Challenge => "Challenge".to_owned(),
        ExpectFile::Is(line) => format!("Is({})", literal(line.as_bytes())),
        ExpectFile::Lines(lines) => format!("Lines({})", list(lines)),
        ExpectFile::Nothing => "Nothing".to_owned(),
        ExpectFile::Closed => "Closed".to_owned(),
    }
}

/// A list of strings on one line.
#[must_use]
pub fn list(lines: &[String]) -> String {
    let lines: Vec<String> = lines.iter().map(|line| literal(line.as_bytes())).collect();
    format!("[{}]", lines.join(", "))
}

/// A message. Lines of a text begin behind the indentation.
#[must_use]
pub fn message(message: &MessageFile, indentation: &str) -> String {
    let optional = |name: &str, value: Option<&String>| {
        value.map_or_else(String::new, |value| format!(", {name}: {}", literal(value.as_bytes())))
    };
    match message {
        MessageFile::Text(text) => format!("Text({})", block(text, indentation)),
        MessageFile::Mail { text, unique_id, octets } => {
            let octets = octets.map_or_else(String::new, |octets| format!(", octets: {octets}"));
            let unique_id = optional("unique_id", unique_id.as_ref());
            format!("Mail(text: {}{unique_id}{octets})", block(text, indentation))
        }
        MessageFile::Generated { octets, subject, from, unique_id } => {
            let subject = literal(subject.as_bytes());
            let (from, unique_id) = (optional("from", from.as_ref()), optional("unique_id", unique_id.as_ref()));
            format!("Generated(octets: {octets}, subject: {subject}{from}{unique_id})")
        }
    }
}

/// A step on one line, but for texts of several lines.
#[must_use]
pub fn step(step: &StepFile, indentation: &str) -> String {
    let text = |text: &str| literal(text.as_bytes());
    match step {
        StepFile::On(name) => format!("On({})", text(name)),
        StepFile::Connect => "Connect".to_owned(),
        StepFile::ConnectTo(protocol) => format!("ConnectTo({protocol:?})"),
        StepFile::Send(said) => format!("Send({})", speech(said)),
        StepFile::SendRaw(said) => format!("SendRaw({})", speech(said)),
        StepFile::SendMail(mail) => format!("SendMail({})", message(mail, indentation)),
        StepFile::Pipeline(lines) => format!("Pipeline({})", list(lines)),
        StepFile::Base64(said) => format!("Base64({})", speech(said)),
        StepFile::Apop(name, secret) => format!("Apop({}, {})", text(name), text(secret)),
        StepFile::CramMd5(name, secret) => format!("CramMd5({}, {})", text(name), text(secret)),
        StepFile::Xoauth2(name, token) => format!("Xoauth2({}, {})", text(name), text(token)),
        StepFile::ScramFirst(name) => format!("ScramFirst({})", text(name)),
        StepFile::ScramFinal(password) => format!("ScramFinal({})", text(password)),
        StepFile::ScramEnd => "ScramEnd".to_owned(),
        StepFile::Expect(expect) => format!("Expect({})", expectation(expect)),
        StepFile::Advance(seconds) => format!("Advance({seconds})"),
        StepFile::Deliver { user, message: mail } => {
            format!("Deliver(user: {}, message: {})", text(user), message(mail, indentation))
        }
        StepFile::SiteRemoves { user, unique_id } => {
            format!("SiteRemoves(user: {}, unique_id: {})", text(user), text(unique_id))
        }
        StepFile::Line(change) => format!("Line({})", line(change)),
        StepFile::Drop => "Drop".to_owned(),
        StepFile::Dies(death) => format!("Dies({death:?})"),
        StepFile::Reset => "Reset".to_owned(),
        StepFile::Close => "Close".to_owned(),
        StepFile::Note { en, ru } => format!("Note(en: {}, ru: {})", text(en), text(ru)),
    }
}

fn speech(said: &SaidFile) -> String {
    let expect = said.expect.as_ref().map_or_else(String::new, |expect| format!(", {}", expectation(expect)));
    format!("{}{expect}", literal(&said.octets))
}

/// The fields of a line that say something.
fn line(change: &LineFile) -> String {
    let LineFile { latency_millis, octets_per_second, segment, lose, double, late, loss_percent, seed, cut, meddles } =
        change;
    let mut fields = Vec::new();
    let mut add = |name: &str, value: Option<String>| fields.extend(value.map(|value| format!("{name}: {value}")));
    let numbers = |numbers: &Option<Vec<u32>>| numbers.as_ref().map(|numbers| format!("{numbers:?}"));
    add("latency_millis", latency_millis.map(|value| value.to_string()));
    add("octets_per_second", octets_per_second.map(|value| value.to_string()));
    add("segment", segment.map(|value| value.to_string()));
    add("lose", numbers(lose));
    add("double", numbers(double));
    add("late", numbers(late));
    add("loss_percent", loss_percent.map(|value| value.to_string()));
    add("seed", seed.map(|value| value.to_string()));
    add(
        "cut",
        cut.map(|cut| match cut {
            CutFile::Client(octets) => format!("Client({octets})"),
            CutFile::Server(octets) => format!("Server({octets})"),
        }),
    );
    add(
        "meddles",
        meddles.map(|meddler| match meddler {
            MeddlerFile::StripStls => "StripStls".to_owned(),
            MeddlerFile::Nobody => "Nobody".to_owned(),
        }),
    );
    fields.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::file;
    use crate::scenario::library;
    use crate::scenario::mail::PlannedMail;
    use crate::sim::mail::with_network_line_ends;

    fn read(steps: &str) -> Vec<StepFile> {
        let whole =
            format!("(title: (en: \"a\", ru: \"б\"), about: (en: \"a\", ru: \"б\"), users: [], steps: [{steps}])");
        file::read(&whole).unwrap_or_else(|error| panic!("{error}\n{whole}")).steps
    }

    #[test]
    fn every_step_of_every_lesson_is_read_back_as_it_was() {
        for shipped in library::ALL {
            let written = file::read(shipped.text).expect("our own scenario").steps;
            for entry in &written {
                let text = step(entry, "        ");
                let again = read(&text);
                let mails = |step: &StepFile| {
                    let (StepFile::SendMail(mail) | StepFile::Deliver { message: mail, .. }) = step else {
                        return None;
                    };
                    Some(PlannedMail::new(mail, "amy").map(|mail| mail.octets))
                };
                match mails(entry) {
                    Some(mail) => assert_eq!(again.first().and_then(mails), Some(mail), "{text}"),
                    None => assert_eq!(format!("{again:?}"), format!("[{entry:?}]"), "{text}"),
                }
            }
        }
    }

    #[test]
    fn a_text_of_several_lines_keeps_every_octet() {
        let texts = [
            "a\nb\n",
            "Subject: x\n\n  y \"#\n",
            " a\n b\n",
            "a\n\n\n",
            "a",
            "\n",
            "a\r\nb\n",
            "a\n b\n\n",
            "\"#\"##\nx\n",
        ];
        for text in texts {
            let mail =
                |text: &str| PlannedMail::new(&MessageFile::Text(text.to_owned()), "amy").expect("a mail").octets;
            let steps = read(&format!("SendMail(Text({}))", block(text, "            ")));
            let [StepFile::SendMail(MessageFile::Text(again))] = &steps[..] else { panic!("{steps:?}") };
            assert_eq!(mail(again), with_network_line_ends(text.as_bytes()), "{text:?} {again:?}");
        }
    }
}
