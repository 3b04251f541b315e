//! `popscope play`: a scenario from beginning to end.

use crate::cli::args::AnswersArg;
use crate::cli::args::PlayArgs;
use crate::cli::args::PlayFormat;
use crate::cli::output;
use crate::cli::output::Outcome;
use crate::export::html::html;
use crate::export::mermaid::mermaid;
use crate::export::paper;
use crate::export::paper::Answers;
use crate::export::paper::Paper;
use crate::export::story::story;
use crate::export::svg::svg;
use crate::export::transcript;
use crate::export::transcript::transcript;
use crate::export::words::words;
use crate::session::Cursor;
use crate::source;
use crate::source::Play;
use crate::teach::Language;
use crate::teach::Words;
use crate::teach::explain_fact::narration;

/// Plays a scenario and prints what was said.
pub fn run(args: &PlayArgs) -> anyhow::Result<Outcome> {
    if 1 < args.lang.len() && args.format != PlayFormat::Html {
        output::complain(format_args!("only a handout (--format html) holds several languages"));
        return Ok(Outcome::UsageIsWrong);
    }
    let language = args.lang.first().map_or(Language::English, |&language| language.into());
    let told_in = Words::new(language);
    let play = source::play_file_or_lesson(&args.scenario).map_err(|error| output::told(error, &told_in))?;
    let octets = match args.format {
        PlayFormat::Text => {
            let options = transcript::Options {
                reveal_secrets: args.reveal_secrets,
                whole_messages: args.whole,
                notes: args.notes,
            };
            transcript(&play.timeline, &told_in, options).into_bytes()
        }
        PlayFormat::Json => {
            let title = narration(&play.title, language);
            let story = story(&play.timeline, title, &told_in, args.reveal_secrets);
            let mut text = serde_json::to_vec_pretty(&story)?;
            text.push(b'\n');
            text
        }
        PlayFormat::Html => {
            let mut languages: Vec<Language> = Vec::new();
            for language in args.lang.iter().map(|&language| language.into()) {
                if !languages.contains(&language) {
                    languages.push(language);
                }
            }
            let papers: Vec<Paper> = languages.into_iter().map(|language| sheet(args, &play, language)).collect();
            html(&papers).into_bytes()
        }
        PlayFormat::Svg => svg(&sheet(args, &play, language), &words(language)).into_bytes(),
        PlayFormat::Mermaid => mermaid(&sheet(args, &play, language)).into_bytes(),
        PlayFormat::Pcapng => source::pcapng(&play.timeline),
    };
    output::write(args.output.as_deref(), args.force, &octets, args.format != PlayFormat::Pcapng)?;
    for failure in &play.failures {
        output::complain(format_args!("{}:{}: {}", args.scenario, failure.place.line, told_in.tell(&failure.what)));
    }
    Ok(if play.failures.is_empty() { Outcome::Done } else { Outcome::InputIsWrong })
}

/// What was played, on paper.
fn sheet(args: &PlayArgs, play: &Play, language: Language) -> Paper {
    let answers = match args.answers {
        AnswersArg::Shown => Answers::Shown,
        AnswersArg::Hidden => Answers::Hidden,
        AnswersArg::End => Answers::AtTheEnd,
    };
    let options = paper::Options { reveal_secrets: args.reveal_secrets, answers, until: args.until.map(Cursor) };
    let (title, about) = (narration(&play.title, language), narration(&play.about, language));
    Paper::new(&play.timeline, title, about, &words(language), options)
}
