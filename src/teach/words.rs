//! Words in the languages of the program, from Fluent files. A further language needs only a file: see
//! [`more_words`].

use std::borrow::Cow;
use std::fmt;

use fluent_bundle::FluentArgs;
use fluent_bundle::FluentResource;
use fluent_bundle::FluentValue;
use fluent_bundle::concurrent::FluentBundle;
use unic_langid::LanguageIdentifier;

use crate::session::Sentence;
use crate::session::sentence::Value;
use crate::teach::more_words;
use crate::teach::more_words::More;

/// A language of the program.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, Ord, PartialEq, PartialOrd, serde::Deserialize, serde::Serialize)]
#[serde(from = "Saved", into = "Saved")]
pub enum Language {
    /// English.
    #[default]
    English,
    /// Russian.
    Russian,
    /// One whose words came from a file.
    More(More),
}

/// A language as preferences hold it.
#[derive(serde::Deserialize, serde::Serialize)]
enum Saved {
    #[serde(rename = "en")]
    English,
    #[serde(rename = "ru")]
    Russian,
    #[serde(rename = "more")]
    More(String),
}

impl From<Saved> for Language {
    /// A language whose file is gone becomes English.
    fn from(saved: Saved) -> Self {
        match saved {
            Saved::English => Self::English,
            Saved::Russian => Self::Russian,
            Saved::More(code) => more_words::find(&code).unwrap_or_default(),
        }
    }
}

impl From<Language> for Saved {
    fn from(language: Language) -> Self {
        match language {
            Language::English => Self::English,
            Language::Russian => Self::Russian,
            Language::More(more) => Self::More(more.code().to_owned()),
        }
    }
}

impl Language {
    /// The languages that the program brings along, in the order of their codes.
    pub const ALL: [Self; 2] = [Self::English, Self::Russian];

    /// Those, and behind them the ones whose words came from files.
    #[must_use]
    pub fn all() -> Vec<Self> {
        Self::ALL.into_iter().chain(more_words::all()).collect()
    }

    /// The letters that stand for it.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Russian => "ru",
            Self::More(more) => more.code(),
        }
    }

    /// What it calls itself.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::English => "English",
            Self::Russian => "Русский",
            Self::More(more) => more.name(),
        }
    }

    /// The language of a locale such as `ru_RU.UTF-8`, if it is one of ours.
    #[must_use]
    pub fn from_locale(locale: &str) -> Option<Self> {
        let code = locale.split(['_', '.', '@']).next()?;
        Self::all().into_iter().find(|language| code.eq_ignore_ascii_case(language.code()))
    }

    /// Its file, if its words do not come with the program.
    fn file(self) -> Option<&'static str> {
        match self {
            Self::English | Self::Russian => None,
            Self::More(more) => Some(more.source()),
        }
    }

    fn id(self) -> LanguageIdentifier {
        self.code().parse().expect("the codes are language identifiers")
    }

    /// The words that facts and findings are told in.
    fn teaching(self) -> &'static str {
        match self {
            Self::English | Self::More(_) => include_str!("words/en.ftl"),
            Self::Russian => include_str!("words/ru.ftl"),
        }
    }
}

impl Language {
    /// The words that profiles of servers are told in.
    fn deviations(self) -> &'static str {
        match self {
            Self::English | Self::More(_) => include_str!("words/deviations_en.ftl"),
            Self::Russian => include_str!("words/deviations_ru.ftl"),
        }
    }

    /// The words in which sessions are compared.
    fn comparing(self) -> &'static str {
        match self {
            Self::English | Self::More(_) => include_str!("words/compare_en.ftl"),
            Self::Russian => include_str!("words/compare_ru.ftl"),
        }
    }

    /// The words of clauses, and of what would have been answered otherwise.
    fn grounds(self) -> &'static str {
        match self {
            Self::English | Self::More(_) => include_str!("words/why_en.ftl"),
            Self::Russian => include_str!("words/why_ru.ftl"),
        }
    }

    /// The glossary.
    fn glossary(self) -> &'static str {
        match self {
            Self::English | Self::More(_) => include_str!("words/glossary_en.ftl"),
            Self::Russian => include_str!("words/glossary_ru.ftl"),
        }
    }

    /// What is wrong with files of ours.
    fn flaws(self) -> &'static str {
        match self {
            Self::English | Self::More(_) => include_str!("words/flaws_en.ftl"),
            Self::Russian => include_str!("words/flaws_ru.ftl"),
        }
    }

    /// The words about POP1, and about scripts that are told in the protocols before POP3.
    fn ancestors(self) -> &'static str {
        match self {
            Self::English | Self::More(_) => include_str!("words/ancestors_en.ftl"),
            Self::Russian => include_str!("words/ancestors_ru.ftl"),
        }
    }

    /// All files of this module, one after the other.
    #[must_use]
    pub fn sources(self) -> [&'static str; 7] {
        [
            self.teaching(),
            self.deviations(),
            self.comparing(),
            self.grounds(),
            self.glossary(),
            self.flaws(),
            self.ancestors(),
        ]
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// The words of one language.
pub struct Words {
    language: Language,
    bundle: FluentBundle<FluentResource>,
}

impl Words {
    /// The words of [`crate::teach`] in a language.
    #[must_use]
    pub fn new(language: Language) -> Self {
        Self::with(language, "")
    }

    /// The same, and the messages of one more Fluent file: a window or a command line adds its own.
    ///
    /// # Panics
    ///
    /// If a file is not Fluent, or names a message twice. The files are part of the program.
    #[must_use]
    pub fn with(language: Language, more: &str) -> Self {
        let mut bundle = FluentBundle::new_concurrent(vec![language.id()]);
        bundle.set_use_isolating(false); // The marks around arguments have no glyph.
        for source in language.sources().into_iter().chain([more]) {
            let resource = FluentResource::try_new(source.to_owned());
            let resource = resource.map_err(|(_, errors)| errors).expect("our own words are well-formed");
            bundle.add_resource(resource).expect("each message has its own name");
        }
        // What a file does not say stays English.
        if let Some(file) = language.file() {
            let (Ok(resource) | Err((resource, _))) = FluentResource::try_new(file.to_owned());
            bundle.add_resource_overriding(resource);
        }
        Self { language, bundle }
    }

    /// Which language this is.
    #[must_use]
    pub fn language(&self) -> Language {
        self.language
    }

    /// Whether there is a message of this name.
    #[must_use]
    pub fn has(&self, id: &str) -> bool {
        self.bundle.has_message(id)
    }

    /// A message without arguments.
    #[must_use]
    pub fn get(&self, id: &str) -> String {
        self.format(id, &[])
    }

    /// A message with arguments. A missing message shows its name, so that it is seen and mended.
    #[must_use]
    pub fn format(&self, id: &str, arguments: &[(&'static str, Argument<'_>)]) -> String {
        let Some(pattern) = self.bundle.get_message(id).and_then(|message| message.value()) else {
            return format!("‹{id}›");
        };
        let mut values = FluentArgs::new();
        for (name, argument) in arguments {
            values.set(*name, FluentValue::from(argument));
        }
        self.bundle.format_pattern(pattern, Some(&values), &mut Vec::new()).into_owned()
    }

    /// A sentence of those who know no words. One without a message is the same in every language.
    #[must_use]
    pub fn tell(&self, sentence: &Sentence) -> String {
        let Some(id) = sentence.message().filter(|id| self.has(id)) else { return sentence.english().to_owned() };
        let values = sentence.values().iter();
        let told: Vec<_> = values
            .map(|(_, value)| match value {
                Value::Text(text) => Cow::Borrowed(text.as_str()),
                Value::Number(_) => Cow::Borrowed(""),
                Value::Sentence(inner) => Cow::Owned(self.tell(inner)),
            })
            .collect();
        let arguments: Vec<_> = (sentence.values().iter().zip(&told))
            .map(|((name, value), told)| match value {
                Value::Number(number) => (*name, Argument::Number(*number)),
                Value::Text(_) | Value::Sentence(_) => (*name, Argument::Text(told)),
            })
            .collect();
        self.format(id, &arguments)
    }
}

impl fmt::Debug for Words {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Words").field("language", &self.language).finish_non_exhaustive()
    }
}

/// What stands in the place of a variable of a message.
#[derive(Clone, Debug)]
pub enum Argument<'a> {
    /// Text as it is.
    Text(&'a str),
    /// A number: it chooses the plural form.
    Number(u64),
}

impl<'a> From<&'a str> for Argument<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(text)
    }
}

impl<'a> From<&'a String> for Argument<'a> {
    fn from(text: &'a String) -> Self {
        Self::Text(text)
    }
}

impl From<u64> for Argument<'_> {
    fn from(number: u64) -> Self {
        Self::Number(number)
    }
}

impl From<usize> for Argument<'_> {
    fn from(number: usize) -> Self {
        Self::Number(number as u64)
    }
}

impl From<u32> for Argument<'_> {
    fn from(number: u32) -> Self {
        Self::Number(u64::from(number))
    }
}

impl<'a> From<&Argument<'a>> for FluentValue<'a> {
    fn from(argument: &Argument<'a>) -> Self {
        match argument {
            Argument::Text(text) => FluentValue::from(*text),
            #[expect(clippy::cast_precision_loss, reason = "octets of a mail stay far below 2^53")]
            Argument::Number(number) => FluentValue::from(*number as f64),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn russian_has_its_plural_forms() {
        let words = Words::new(Language::Russian);
        let messages = |count: u64| words.format("messages", &[("count", count.into())]);
        assert_eq!(messages(1), "1 сообщение");
        assert_eq!(messages(3), "3 сообщения");
        assert_eq!(messages(11), "11 сообщений");
        assert_eq!(messages(21), "21 сообщение");
    }

    /// The names of the messages of a Fluent file.
    fn names(source: &str) -> Vec<&str> {
        let starts = |line: &&str| line.starts_with(|first: char| first.is_ascii_alphabetic());
        source.lines().filter(starts).filter_map(|line| line.split_once(" =")).map(|(name, _)| name).collect()
    }

    #[test]
    fn all_languages_say_the_same_things_in_the_same_order() {
        for (english, russian) in Language::English.sources().into_iter().zip(Language::Russian.sources()) {
            assert_eq!(names(english), names(russian));
        }
    }

    #[test]
    fn every_command_reply_and_error_has_its_words() {
        use crate::proto::CommandError as E;
        use crate::proto::Keyword;
        let errors = [
            E::EmptyLine,
            E::UnknownKeyword,
            E::MissingArgument,
            E::TooManyArguments,
            E::BadSeparator,
            E::NotANumber,
            E::MessageZero,
            E::NumberTooLarge,
            E::BadDigest,
            E::NotText,
            E::ArgumentTooLong,
            E::LineTooLong,
        ];
        for words in Language::ALL.map(Words::new) {
            for keyword in Keyword::ALL {
                for id in ["command-K-title", "command-K-why", "reply-ok-K", "reply-err-K"] {
                    let id = id.replace('K', keyword.as_str());
                    assert!(words.has(&id), "{}: {id}", words.language());
                }
            }
            for error in errors {
                assert!(words.has(&format!("error-{error:?}")), "{}: {error:?}", words.language());
            }
        }
    }

    #[test]
    fn a_missing_message_shows_its_name() {
        assert_eq!(Words::new(Language::English).get("no-such-message"), "‹no-such-message›");
    }

    #[test]
    fn a_locale_names_its_language() {
        assert_eq!(Language::from_locale("ru_RU.UTF-8"), Some(Language::Russian));
        assert_eq!(Language::from_locale("eo"), None);
    }
}
