//! `popscope play`: a scenario from beginning to end.

use crate::cli::args::PlayArgs;
use crate::cli::args::PlayFormat;
use crate::cli::output;
use crate::cli::output::Outcome;
use crate::export::story::story;
use crate::export::transcript;
use crate::export::transcript::transcript;
use crate::source;
use crate::teach::Language;
use crate::teach::Words;
use crate::teach::explain_fact::narration;

/// Plays a scenario and prints what was said.
pub fn run(args: &PlayArgs) -> anyhow::Result<Outcome> {
    let play = source::play_file_or_lesson(&args.scenario)?;
    let language = Language::from(args.lang);
    let words = Words::new(language);
    let octets = match args.format {
        PlayFormat::Text => {
            let options = transcript::Options {
                reveal_secrets: args.reveal_secrets,
                whole_messages: args.whole,
                notes: args.notes,
            };
            transcript(&play.timeline, &words, options).into_bytes()
        }
        PlayFormat::Json => {
            let title = narration(&play.title, language);
            let story = story(&play.timeline, title, &words, args.reveal_secrets);
            let mut text = serde_json::to_vec_pretty(&story)?;
            text.push(b'\n');
            text
        }
        PlayFormat::Pcapng => source::pcapng(&play.timeline),
    };
    output::write(args.output.as_deref(), args.force, &octets, args.format != PlayFormat::Pcapng)?;
    for failure in &play.failures {
        output::complain(format_args!("{}:{}: {}", args.scenario, failure.place.line, failure.text));
    }
    Ok(if play.failures.is_empty() { Outcome::Done } else { Outcome::InputIsWrong })
}
