//! The grammar of filters: from tokens to a condition.

use std::ops::Range;

use super::Comparison;
use super::Condition;
use super::Term;
use super::error::FilterError;
use super::error::Wrong;
use super::key::Key;
use super::key::Kind;
use super::lex::Letter;
use super::lex::Lexer;
use super::lex::Sign;
use super::lex::Token;
use super::pattern::Pattern;
use super::value::Period;
use super::value::Place;
use super::value::duration;
use super::value::number;
use crate::inspect::row::Login;
use crate::proto::Keyword;
use crate::proto::Phase;
use crate::session::snapshot::Tls;
use crate::teach::finding::Code;
use crate::teach::finding::Severity;

/// How deep parentheses and negations may lie in each other. A person needs three or four.
const MAX_DEPTH: usize = 64;

/// Reads a whole filter; `None` for one without a term.
pub(super) fn parse(text: &str) -> Result<Option<Condition>, FilterError> {
    let mut parser = Parser { lexer: Lexer::new(text), ahead: None, end: text.len() };
    parser.advance()?;
    if parser.ahead.is_none() {
        return Ok(None);
    }
    let condition = parser.any(0)?;
    match parser.ahead {
        None => Ok(Some(condition)),
        // Whatever else could stand here was taken.
        Some((_, at)) => Err(FilterError { at, wrong: Wrong::StrayParenthesis }),
    }
}

struct Parser<'a> {
    lexer: Lexer<'a>,
    ahead: Option<(Token, Range<usize>)>,
    end: usize,
}

impl Parser<'_> {
    fn advance(&mut self) -> Result<Option<(Token, Range<usize>)>, FilterError> {
        let next = self.lexer.next()?;
        Ok(std::mem::replace(&mut self.ahead, next))
    }

    /// Alternatives.
    fn any(&mut self, depth: usize) -> Result<Condition, FilterError> {
        let mut conditions = vec![self.all(depth)?];
        while matches!(self.ahead, Some((Token::Or, _))) {
            self.advance()?;
            conditions.push(self.all(depth)?);
        }
        let flat = |condition| match condition {
            Condition::Any(inner) => inner,
            other @ (Condition::Term(_) | Condition::Not(_) | Condition::All(_)) => vec![other],
        };
        Ok(joined(conditions.into_iter().flat_map(flat).collect(), Condition::Any))
    }

    /// What must hold together.
    fn all(&mut self, depth: usize) -> Result<Condition, FilterError> {
        let mut conditions = vec![self.one(depth)?];
        loop {
            match self.ahead {
                Some((Token::And, _)) => {
                    self.advance()?;
                    conditions.push(self.one(depth)?);
                }
                Some((Token::Open | Token::Not | Token::Word(_) | Token::Pair { .. }, _)) => {
                    conditions.push(self.one(depth)?);
                }
                Some((Token::Or | Token::Close, _)) | None => break,
            }
        }
        let flat = |condition| match condition {
            Condition::All(inner) => inner,
            other @ (Condition::Term(_) | Condition::Not(_) | Condition::Any(_)) => vec![other],
        };
        Ok(joined(conditions.into_iter().flat_map(flat).collect(), Condition::All))
    }

    fn one(&mut self, depth: usize) -> Result<Condition, FilterError> {
        let Some((token, at)) = self.advance()? else {
            return Err(FilterError { at: self.end..self.end, wrong: Wrong::NoTerm });
        };
        if MAX_DEPTH < depth {
            return Err(FilterError { at, wrong: Wrong::TooDeep });
        }
        match token {
            Token::Open => {
                let condition = self.any(depth + 1)?;
                match self.advance()? {
                    Some((Token::Close, _)) => Ok(condition),
                    Some(_) | None => Err(FilterError { at, wrong: Wrong::OpenParenthesis }),
                }
            }
            Token::Not => Ok(Condition::Not(Box::new(self.one(depth + 1)?))),
            Token::Word(letters) => Ok(Condition::Term(Term::Word(Pattern::new(&letters, false)))),
            Token::Pair { key, key_at, sign, sign_at, value, value_at } => {
                let Some(known) = Key::from_name(&key) else {
                    return Err(FilterError { at: key_at, wrong: Wrong::UnknownKey(Key::near(&key)) });
                };
                let comparison = comparison(sign);
                if !known.kind().is_ordered() && comparison != Comparison::Equal {
                    return Err(FilterError { at: sign_at, wrong: Wrong::NoOrder(known) });
                }
                let term = Condition::Term(term(known, sign, &value, value_at)?);
                Ok(if sign == Sign::Differs { Condition::Not(Box::new(term)) } else { term })
            }
            Token::Close | Token::Or | Token::And => Err(FilterError { at, wrong: Wrong::NoTerm }),
        }
    }
}

/// One condition, or several together.
fn joined(mut conditions: Vec<Condition>, join: impl FnOnce(Vec<Condition>) -> Condition) -> Condition {
    match conditions.len() {
        1 => conditions.remove(0),
        _ => join(conditions),
    }
}

fn comparison(sign: Sign) -> Comparison {
    match sign {
        Sign::Colon | Sign::Equal | Sign::Differs => Comparison::Equal,
        Sign::Less => Comparison::Less,
        Sign::AtMost => Comparison::AtMost,
        Sign::Greater => Comparison::Greater,
        Sign::AtLeast => Comparison::AtLeast,
    }
}

fn term(key: Key, sign: Sign, letters: &[Letter], at: Range<usize>) -> Result<Term, FilterError> {
    let text: String = letters.iter().map(|letter| letter.character).collect();
    let wrong = || FilterError { at: at.clone(), wrong: Wrong::Value(key) };
    // A value that was forgotten is no value that is empty: that one is quoted.
    if at.is_empty() {
        return Err(wrong());
    }
    let whole = sign != Sign::Colon;
    let compared = comparison(sign);
    let word = text.to_ascii_lowercase();
    Ok(match key.kind() {
        Kind::Text => Term::Text(key, Pattern::new(letters, whole)),
        Kind::Finding => {
            let pattern = Pattern::new(letters, whole);
            if !Code::ALL.iter().any(|code| pattern.matches(code.as_str())) {
                return Err(FilterError { at, wrong: Wrong::UnknownFinding });
            }
            Term::Text(key, pattern)
        }
        Kind::Address => Term::Place(key, Place::read(letters, whole).ok_or_else(wrong)?),
        Kind::Number => Term::Number(key, compared, number(&text).ok_or_else(wrong)?),
        Kind::Duration => Term::Duration(key, compared, duration(&text).ok_or_else(wrong)?),
        Kind::Time => Term::Time(key, compared, Period::read(&text).ok_or_else(wrong)?),
        Kind::State => {
            let phase = Phase::ALL.into_iter().find(|phase| phase.to_string().eq_ignore_ascii_case(&word));
            if phase.is_none() && word != "none" {
                return Err(wrong());
            }
            Term::State(compared, phase)
        }
        Kind::Tls => {
            let all = [Tls::None, Tls::Stls, Tls::Implicit];
            Term::Tls(all.into_iter().find(|tls| tls.as_str() == word).ok_or_else(wrong)?)
        }
        Kind::Command => {
            let keyword = Keyword::from_word(text.as_bytes());
            if keyword.is_none() && word != "other" {
                return Err(wrong());
            }
            Term::Command(keyword)
        }
        Kind::Status => Term::Status(match word.as_str() {
            "+ok" | "ok" => true,
            "-err" | "err" => false,
            _ => return Err(wrong()),
        }),
        Kind::Severity => {
            let all = [Severity::Note, Severity::Warning, Severity::Error];
            Term::Severity(compared, all.into_iter().find(|known| known.to_string() == word).ok_or_else(wrong)?)
        }
        Kind::YesNo => Term::Complete(match word.as_str() {
            "yes" => true,
            "no" => false,
            _ => return Err(wrong()),
        }),
        Kind::Login => {
            let all = [Login::None, Login::Refused, Login::Accepted];
            Term::Login(all.into_iter().find(|login| login.as_str() == word).ok_or_else(wrong)?)
        }
    })
}
