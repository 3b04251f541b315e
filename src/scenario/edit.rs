//! Changes of the text of a scenario: one value, one field or one entry of a list, and nothing else.
//!
//! The text is the scenario. Whoever edits it in a table changes the octets of one value, so that comments, order and
//! all that the table does not know stay as the author wrote them.

use std::ops::Range;

use crate::scenario::place::Key;
use crate::scenario::place::Places;
use crate::scenario::place::behind_blanks;

/// The fields of a scenario in the order in which they are written.
const ORDER: [&str; 10] =
    ["title", "about", "start", "latency_millis", "line", "pause_millis", "server", "clients", "users", "steps"];
/// How much further to the right than its brackets something stands.
const STEP: &str = "    ";

/// What stands at the end of a way, if it is there.
#[must_use]
pub fn value<'a>(text: &'a str, way: &[Key<'_>]) -> Option<&'a str> {
    Places::scan(text).span(way).map(|span| &text[span])
}

/// The text with another value at the end of a way. Where there is none it stays as it is.
#[must_use]
pub fn replace(text: &str, way: &[Key<'_>], value: &str) -> String {
    match Places::scan(text).span(way) {
        Some(span) => format!("{}{value}{}", &text[..span.start], &text[span.end..]),
        None => text.to_owned(),
    }
}

/// The text with a field of this value, whether it had the field or not. The struct is made if it is not there.
#[must_use]
pub fn set_field(text: &str, way: &[Key<'_>], name: &str, value: &str) -> String {
    let places = Places::scan(text);
    let whole = [way, &[Key::Name(name)]].concat();
    if places.span(&whole).is_some() {
        return replace(text, &whole, value);
    }
    let Some(span) = places.span(way) else {
        let Some((Key::Name(last), before)) = way.split_last() else { return text.to_owned() };
        let outer = format!("{STEP}{}", STEP.repeat(before.len()));
        let (open, close) = if *last == "texts" { ("{", "}") } else { ("(", ")") };
        return set_field(text, before, last, &format!("{open}\n{outer}{STEP}{name}: {value},\n{outer}{close}"));
    };
    let fields = places.below_each(way);
    let rank = |name: &str| ORDER.iter().position(|known| *known == name).unwrap_or(ORDER.len());
    let next = fields.iter().find(|(other, _)| way.is_empty() && other.is_some_and(|other| rank(name) < rank(other)));
    let written = format!("{name}: {value}");
    match next {
        Some((other, span)) => {
            let start = key_start(text, span.start, other.unwrap_or_default());
            insert_before(text, start, &written)
        }
        None => append(text, span, fields.last().map(|(_, span)| span.clone()), &written),
    }
}

/// The text without a field.
#[must_use]
pub fn remove_field(text: &str, way: &[Key<'_>], name: &str) -> String {
    let whole = [way, &[Key::Name(name)]].concat();
    match Places::scan(text).span(&whole) {
        Some(span) => cut(text, key_start(text, span.start, name)..span.end),
        None => text.to_owned(),
    }
}

/// The text with one more entry in a list, at this place or at its end. A list that is a field is made if it is not
/// there.
#[must_use]
pub fn insert(text: &str, list: &[Key<'_>], index: usize, value: &str) -> String {
    let places = Places::scan(text);
    let Some(span) = places.span(list) else {
        let Some((Key::Name(name), before)) = list.split_last() else { return text.to_owned() };
        let outer = format!("{STEP}{}", STEP.repeat(before.len()));
        return set_field(text, before, name, &format!("[\n{outer}{STEP}{value},\n{outer}]"));
    };
    let entries = places.below_each(list);
    match entries.get(index) {
        Some((_, next)) => insert_before(text, next.start, value),
        None => append(text, span, entries.last().map(|(_, span)| span.clone()), value),
    }
}

/// The text without an entry of a list. Comments stay.
#[must_use]
pub fn remove(text: &str, list: &[Key<'_>], index: usize) -> String {
    match Places::scan(text).below_each(list).into_iter().nth(index) {
        Some((_, span)) => cut(text, span),
        None => text.to_owned(),
    }
}

/// The text with an entry of a list twice.
#[must_use]
pub fn duplicate(text: &str, list: &[Key<'_>], index: usize) -> String {
    match Places::scan(text).below_each(list).into_iter().nth(index) {
        Some((_, span)) => insert(text, list, index + 1, &text[span]),
        None => text.to_owned(),
    }
}

/// The text with an entry of a list at another place among the others. Comments right above it go with it.
#[must_use]
pub fn shift(text: &str, list: &[Key<'_>], from: usize, to: usize) -> String {
    let entries = Places::scan(text).below_each(list);
    let Some((_, span)) = entries.get(from).filter(|_| from != to) else { return text.to_owned() };
    let line = line_start(text, span.start);
    let first = text[line..span.start].trim().is_empty();
    let lead = if first { lead(text, line) } else { line };
    let moved = if first { text[lead..span.end].trim_start() } else { &text[span.clone()] };
    let start = span.start - (line - lead);
    let without = cut(&format!("{}{}", &text[..lead], &text[line..]), start..start + span.len());
    insert(&without, list, to, moved)
}

/// Where the name of a field begins.
fn key_start(text: &str, value: usize, name: &str) -> usize {
    let start = text[..value].rfind(name).unwrap_or(value);
    start - usize::from(text[..start].ends_with('"'))
}

/// Where the line of an octet begins.
fn line_start(text: &str, at: usize) -> usize {
    text[..at].rfind('\n').map_or(0, |feed| feed + 1)
}

/// The beginning of a line, or of the comments that stand right above it.
fn lead(text: &str, mut line: usize) -> usize {
    while let Some(before) = line.checked_sub(1).map(|feed| line_start(text, feed)) {
        if !text[before..line].trim_start().starts_with("//") {
            break;
        }
        line = before;
    }
    line
}

/// The blanks that a line begins with.
fn indentation(text: &str, at: usize) -> &str {
    let start = line_start(text, at);
    let line = &text[start..];
    &line[..line.len() - line.trim_start_matches([' ', '\t']).len()]
}

/// Something on a line of its own before what begins at an octet, and before the comments above that.
fn insert_before(text: &str, at: usize, written: &str) -> String {
    let (line, indentation) = (line_start(text, at), indentation(text, at));
    if text[line..at].trim().is_empty() {
        let lead = lead(text, line);
        return format!("{}{indentation}{written},\n{}", &text[..lead], &text[lead..]);
    }
    let before = text[..at].trim_end_matches([' ', '\t']);
    // Behind an opening bracket on the same line everything stands further right.
    let further = if before.ends_with(['(', '[', '{']) { STEP } else { "" };
    format!("{before}\n{indentation}{further}{written},\n{indentation}{further}{}", &text[at..])
}

/// Something behind the last of what stands between the brackets of a value.
fn append(text: &str, whole: Range<usize>, last: Option<Range<usize>>, written: &str) -> String {
    let bracket = text[whole.clone()].find(['(', '[', '{']).map(|open| whole.start + open + 1);
    let Some(open) = bracket.filter(|_| text[..whole.end].ends_with([')', ']', '}'])) else { return text.to_owned() };
    let close = whole.end - 1;
    let outer = indentation(text, whole.start);
    let Some(last) = last else {
        let blank = text[open..close].trim().is_empty();
        let behind = if blank { format!("\n{outer}{}", &text[close..]) } else { text[open..].to_owned() };
        return format!("{}\n{outer}{STEP}{written},{behind}", &text[..open]);
    };
    let (after, comma) = match comma_behind(text, last.end) {
        Some(comma) => (comma + 1, ""),
        None => (last.end, ","),
    };
    if !text[open..close].contains('\n') && !written.contains('\n') {
        // What stands on one line stays on it.
        let behind = if text[after..close].trim().is_empty() { &text[close..] } else { &text[after..] };
        return format!("{}{comma} {written}{behind}", &text[..after]);
    }
    let on_first_line = line_start(text, last.start) == line_start(text, whole.start);
    let inner = if on_first_line { format!("{outer}{STEP}") } else { indentation(text, last.start).to_owned() };
    let rest = &text[after..];
    let line = rest.find('\n').map_or(rest, |feed| &rest[..feed]);
    let comment = if line.trim_start().starts_with("//") { line } else { "" };
    let behind = &rest[comment.len()..];
    let closing = behind.trim_start_matches([' ', '\t']);
    let behind = if closing.starts_with([')', ']', '}']) { format!("\n{outer}{closing}") } else { behind.to_owned() };
    format!("{}{comma}{comment}\n{inner}{written},{behind}", &text[..after])
}

/// The comma behind a value, if there is one.
fn comma_behind(text: &str, end: usize) -> Option<usize> {
    let comma = behind_blanks(text, end);
    text[comma..].starts_with(',').then_some(comma)
}

/// The text without a value, its comma, and the line that would be left empty.
fn cut(text: &str, span: Range<usize>) -> String {
    let (between, after) = match comma_behind(text, span.end) {
        Some(comma) => (text[span.end..comma].trim_end(), comma + 1),
        None => ("", span.end),
    };
    let (before, behind) = (&text[..span.start], &text[after..]);
    if !between.is_empty() {
        return format!("{before}{between}\n{behind}"); // A comment before the comma stays, and ends its line.
    }
    let line = line_start(text, span.start);
    let rest = behind.trim_start_matches([' ', '\t']);
    let first = text[line..span.start].trim().is_empty();
    match rest.strip_prefix('\n') {
        Some(next) if first => format!("{}{next}", &text[..line]),
        Some(_) => format!("{}{rest}", before.trim_end_matches([' ', '\t'])),
        // The last one on its line leaves no comma behind.
        None if !first && rest.starts_with([')', ']', '}']) => {
            let before = before.trim_end_matches([' ', '\t']);
            format!("{}{rest}", before.strip_suffix(',').unwrap_or(before))
        }
        None => format!("{before}{rest}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::file;
    use crate::scenario::library;
    use Key::Index;
    use Key::Name;
    use proptest::prelude::*;

    const TEXT: &str = r#"// The author.
Scenario(
    title: (en: "a", ru: "б"),
    about: (en: "a", ru: "б"), // about
    users: [(name: "amy", password: "x")],
    steps: [
        Connect, Expect(Ok), // both
        // Why.
        Send("STAT", Ok),
        Send("QUIT") // the end
    ],
)
"#;
    const STEPS: &[Key<'static>] = &[Name("steps")];

    fn steps(text: &str) -> Vec<String> {
        let file = file::read(text).unwrap_or_else(|error| panic!("{error}\n{text}"));
        file.steps.iter().map(|step| format!("{step:?}")).collect()
    }

    /// The lines of the steps.
    fn body(text: &str) -> &str {
        let start = text.find("steps: [\n").expect("steps") + 9;
        &text[start..text.rfind("    ],").expect("their end")]
    }

    #[test]
    fn an_entry_comes_in_on_a_line_of_its_own_and_comments_stay() {
        let text = insert(TEXT, STEPS, 2, "Close");
        assert!(body(&text).contains("// both\n        Close,\n        // Why.\n        Send(\"STAT\""), "{text}");
        let text = insert(TEXT, STEPS, 1, "Close");
        assert!(body(&text).starts_with("        Connect,\n        Close,\n        Expect(Ok), // both\n"), "{text}");
        let text = insert(TEXT, STEPS, 4, "Close");
        assert!(body(&text).ends_with("Send(\"QUIT\"), // the end\n        Close,\n"), "{text}");
        let text = insert(TEXT, &[Name("clients")], 0, "(name: \"b\")");
        assert!(text.contains("// about\n    clients: [\n        (name: \"b\"),\n    ],\n    users: ["), "{text}");
        assert_eq!(steps(&text).len(), 4);
    }

    #[test]
    fn an_entry_goes_and_comments_stay() {
        assert!(body(&remove(TEXT, STEPS, 0)).starts_with("        Expect(Ok), // both\n"));
        assert!(body(&remove(TEXT, STEPS, 1)).starts_with("        Connect, // both\n"));
        assert!(body(&remove(TEXT, STEPS, 2)).contains("// both\n        // Why.\n        Send(\"QUIT\")"));
        let empty = (0..4).fold(TEXT.to_owned(), |text, _| remove(&text, STEPS, 0));
        assert_eq!(steps(&empty), Vec::<String>::new());
        assert!(empty.contains("// both") && empty.contains("// Why.") && empty.contains("// the end"), "{empty}");
        assert_eq!(steps(&insert(&empty, STEPS, 0, "Connect")), ["Connect"]);
    }

    #[test]
    fn an_entry_takes_its_comments_along() {
        let text = shift(TEXT, STEPS, 2, 0);
        assert!(body(&text).starts_with("        // Why.\n        Send(\"STAT\", Ok),\n        Connect,"), "{text}");
        assert_eq!(shift(TEXT, STEPS, 1, 1), TEXT);
    }

    #[test]
    fn fields_come_in_their_order_and_go() {
        let text = set_field(TEXT, &[], "start", "\"2001-11-03T13:14:46Z\"");
        assert!(text.contains("// about\n    start: \"2001-11-03T13:14:46Z\",\n    users:"), "{text}");
        assert_eq!(remove_field(&text, &[], "start"), TEXT);
        let text = set_field(TEXT, &[Name("server")], "apop", "true");
        assert!(text.contains("    server: (\n        apop: true,\n    ),\n    users:"), "{text}");
        let text = set_field(&text, &[Name("server")], "tls", "Stls");
        assert!(text.contains("        apop: true,\n        tls: Stls,\n    ),"), "{text}");
        let text = set_field(&text, &[Name("server"), Name("texts")], "noop", "\"+OK yes\"");
        assert!(file::read(&text).is_ok_and(|file| file.server.texts.len() == 1), "{text}");
        let amy = [Name("users"), Index(0)];
        let text = set_field(TEXT, &amy, "salt", "\"s\"");
        assert!(text.contains("[(name: \"amy\", password: \"x\", salt: \"s\")]"), "{text}");
        assert_eq!(remove_field(&text, &amy, "salt"), TEXT);
    }

    #[test]
    fn no_text_is_too_strange() {
        for text in
            ["", "(", "(steps", "(steps:[", "(steps: [a // x", "(steps: [,,])", "(a:(b", "(steps: [é, ё])", "steps"]
        {
            for index in 0..3 {
                let _ = (insert(text, STEPS, index, "x"), remove(text, STEPS, index), shift(text, STEPS, index, 0));
                let _ =
                    (set_field(text, STEPS, "a", "1"), remove_field(text, &[], "steps"), duplicate(text, STEPS, index));
            }
        }
    }

    #[derive(Clone, Debug)]
    enum Op {
        Insert(usize),
        Remove(usize),
        Duplicate(usize),
        Shift(usize, usize),
    }

    fn op() -> impl Strategy<Value = Op> {
        let place = 0usize..60;
        prop_oneof![
            place.clone().prop_map(Op::Insert),
            place.clone().prop_map(Op::Remove),
            place.clone().prop_map(Op::Duplicate),
            (place.clone(), place).prop_map(|(from, to)| Op::Shift(from, to)),
        ]
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

        /// Whatever is done to the steps of whatever lesson: the text says what a list would.
        #[test]
        fn the_text_changes_as_a_list_does(lesson in 0..library::ALL.len(), ops in prop::collection::vec(op(), 1..12)) {
            let mut text = library::ALL[lesson].text.to_owned();
            let mut list = steps(&text);
            for op in ops {
                let count = list.len();
                match op {
                    Op::Insert(at) => {
                        let at = at.min(count);
                        text = insert(&text, STEPS, at, "Advance(7)");
                        list.insert(at, "Advance(7)".to_owned());
                    }
                    Op::Remove(at) if at < count => {
                        text = remove(&text, STEPS, at);
                        list.remove(at);
                    }
                    Op::Duplicate(at) if at < count => {
                        text = duplicate(&text, STEPS, at);
                        list.insert(at, list[at].clone());
                    }
                    Op::Shift(from, to) if from < count && to < count => {
                        text = shift(&text, STEPS, from, to);
                        let moved = list.remove(from);
                        list.insert(to, moved);
                    }
                    Op::Remove(_) | Op::Duplicate(_) | Op::Shift(..) => (),
                }
                prop_assert_eq!(&steps(&text), &list, "{}", text);
            }
        }
    }
}
