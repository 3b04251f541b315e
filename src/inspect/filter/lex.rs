//! The pieces that the text of a filter is made of: words, quotes, parentheses, comparisons.

use std::ops::Range;

use super::error::FilterError;
use super::error::Wrong;

/// A letter of a word, and whether it stood in quotes.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct Letter {
    pub(super) character: char,
    pub(super) quoted: bool,
}

/// How a value is compared, as it is written.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Sign {
    Colon,
    Equal,
    Differs,
    Less,
    AtMost,
    Greater,
    AtLeast,
}

/// A piece of a filter.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) enum Token {
    Open,
    Close,
    /// A minus before a term, or the word `not`.
    Not,
    Or,
    And,
    /// A word alone.
    Word(Vec<Letter>),
    /// A key, a sign and a value.
    Pair {
        key: String,
        key_at: Range<usize>,
        sign: Sign,
        sign_at: Range<usize>,
        value: Vec<Letter>,
        value_at: Range<usize>,
    },
}

/// Takes a filter apart.
#[derive(Debug)]
pub(super) struct Lexer<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Lexer<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { text, at: 0 }
    }

    /// The next token and its place; `None` at the end.
    pub(super) fn next(&mut self) -> Result<Option<(Token, Range<usize>)>, FilterError> {
        self.skip_spaces();
        let start = self.at;
        let Some(first) = self.peek() else { return Ok(None) };
        let token = match first {
            '(' => self.single(Token::Open),
            ')' => self.single(Token::Close),
            '-' => self.single(Token::Not),
            _ => self.word_or_pair()?,
        };
        Ok(Some((token, start..self.at)))
    }

    fn single(&mut self, token: Token) -> Token {
        self.at += 1;
        token
    }

    fn word_or_pair(&mut self) -> Result<Token, FilterError> {
        let start = self.at;
        let letters = self.rest().find(|character: char| !character.is_ascii_alphabetic() && character != '-');
        let key_at = start..start + letters.unwrap_or(self.rest().len());
        let key = &self.text[key_at.clone()];
        self.at = key_at.end;
        // Comparisons may stand apart: `octets > 10k`.
        let apart = self.rest().len() - self.rest().trim_start().len();
        let sign_from = key_at.end + apart;
        let sign = self.text[sign_from..].chars().next().filter(|first| apart == 0 || "<>=!".contains(*first));
        if let Some((sign, length)) = sign.and_then(|_| sign_of(&self.text[sign_from..])).filter(|_| !key.is_empty()) {
            let sign_at = sign_from..sign_from + length;
            self.at = sign_at.end;
            if sign != Sign::Colon {
                self.skip_spaces();
            }
            let value_from = self.at;
            let value = self.letters()?;
            let value_at = value_from..self.at;
            return Ok(Token::Pair { key: key.to_owned(), key_at, sign, sign_at, value, value_at });
        }
        self.at = start;
        let word = self.letters()?;
        Ok(match self.text[start..self.at].to_ascii_lowercase().as_str() {
            "or" => Token::Or,
            "and" => Token::And,
            "not" => Token::Not,
            _ => Token::Word(word),
        })
    }

    /// Letters up to a space or a parenthesis, those in quotes whatever they are.
    fn letters(&mut self) -> Result<Vec<Letter>, FilterError> {
        let mut letters = Vec::new();
        let mut opened = None;
        while let Some(character) = self.peek() {
            let quoted = opened.is_some();
            if !quoted && (character.is_whitespace() || matches!(character, '(' | ')')) {
                break;
            }
            let place = self.at;
            self.at += character.len_utf8();
            match character {
                '"' => opened = if quoted { None } else { Some(place) },
                '\\' if quoted => {
                    let Some(escaped) = self.peek() else { break };
                    self.at += escaped.len_utf8();
                    letters.push(Letter { character: escaped, quoted });
                }
                character => letters.push(Letter { character, quoted }),
            }
        }
        match opened {
            Some(place) => Err(FilterError { at: place..self.text.len(), wrong: Wrong::OpenQuote }),
            None => Ok(letters),
        }
    }

    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn skip_spaces(&mut self) {
        self.at = self.text.len() - self.rest().trim_start().len();
    }
}

/// The sign at the start of a text, and its length.
fn sign_of(text: &str) -> Option<(Sign, usize)> {
    let signs = [
        ("<=", Sign::AtMost),
        (">=", Sign::AtLeast),
        ("!=", Sign::Differs),
        ("<", Sign::Less),
        (">", Sign::Greater),
        ("=", Sign::Equal),
        (":", Sign::Colon),
    ];
    signs.into_iter().find(|(spelling, _)| text.starts_with(spelling)).map(|(spelling, sign)| (sign, spelling.len()))
}

/// A piece of a value as it can stand in a filter: in quotes where a letter of it means something else.
pub(super) fn quoted_unless_plain(piece: &str) -> String {
    let plain = |character: char| character.is_alphanumeric() || "._@+/%,;~'[]-".contains(character);
    // A minus at the start would be a `not`.
    if !piece.starts_with('-') && piece.chars().all(plain) {
        return piece.to_owned();
    }
    let mut quoted = String::from("\"");
    for character in piece.chars() {
        if matches!(character, '"' | '\\') {
            quoted.push('\\');
        }
        quoted.push(character);
    }
    quoted.push('"');
    quoted
}
