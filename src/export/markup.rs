//! Text inside XML and HTML: nothing of it is taken for markup, and nothing of it is lost.

/// Appends text so that it is shown as it is.
///
/// Control characters have no place in XML 1.0 (§2.2); they become U+FFFD, so that one sees where they were.
pub fn push_text(document: &mut String, text: &str) {
    for character in text.chars() {
        match character {
            '&' => document.push_str("&amp;"),
            '<' => document.push_str("&lt;"),
            '>' => document.push_str("&gt;"),
            '"' => document.push_str("&quot;"),
            '\'' => document.push_str("&#39;"),
            '\n' | '\t' => document.push(character),
            hidden if hidden.is_control() || matches!(hidden, '\u{fffe}' | '\u{ffff}') => document.push('\u{fffd}'),
            shown => document.push(shown),
        }
    }
}

/// The same as a piece of text of its own.
#[must_use]
pub fn escaped(text: &str) -> String {
    let mut document = String::with_capacity(text.len());
    push_text(&mut document, text);
    document
}

/// Cuts text into lines of at most so many characters, between words where that can be done.
#[must_use]
pub fn wrapped(text: &str, width: usize) -> Vec<String> {
    let width = width.max(1);
    let mut lines = Vec::new();
    for paragraph in text.lines() {
        let mut line = String::new();
        let mut length = 0;
        for word in paragraph.split_inclusive(' ') {
            let word: Vec<char> = word.chars().collect();
            let seen = word.len() - usize::from(word.last() == Some(&' '));
            if 0 < length && width < length + seen {
                lines.push(line.trim_end().to_owned());
                (line, length) = (String::new(), 0);
            }
            // What fits no line is cut; its last piece begins the next one.
            let cut = if width < seen { (word.len() - 1) / width * width } else { 0 };
            lines.extend(word[..cut].chunks(width).map(|piece| piece.iter().collect::<String>()));
            length += word.len() - cut;
            line.extend(&word[cut..]);
        }
        lines.push(line.trim_end().to_owned());
    }
    if lines.is_empty() {
        lines.push(String::new());
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_becomes_markup() {
        assert_eq!(escaped("<b a='1'>&\"\u{1b}</b>"), "&lt;b a=&#39;1&#39;&gt;&amp;&quot;\u{fffd}&lt;/b&gt;");
    }

    #[test]
    fn lines_break_between_words_and_lose_no_letter() {
        assert_eq!(wrapped("one two three", 8), ["one two", "three"]);
        assert_eq!(wrapped("abcdefghij kl", 4), ["abcd", "efgh", "ij", "kl"]);
        assert_eq!(wrapped("a\n\nb", 9), ["a", "", "b"]);
        assert_eq!(wrapped("", 9), [""]);
        let endless = wrapped(&"x".repeat(4_000_001), 4);
        assert!(endless.len() == 1_000_001 && endless.last().is_some_and(|last| last == "x"));
        let long: String = "слово ".repeat(50);
        let letters = |text: &str| text.chars().filter(|letter| !letter.is_whitespace()).count();
        assert_eq!(letters(&wrapped(&long, 17).concat()), letters(&long));
        assert!(wrapped(&long, 17).iter().all(|line| line.chars().count() <= 17));
    }
}
