//! HTML reduced to plain text: no scripts, no styles, nothing remote; addresses are written out.

use mail_parser::decoders::html::add_html_token;

use crate::proto::line::printable;

/// Characters of an address that are shown.
const MAX_ADDRESS: usize = 200;
/// Octets of a tag that are looked at.
const MAX_TAG: usize = 8 * 1024;

/// The text of a page, at most so many octets of it, and whether there is more.
#[must_use]
pub fn to_text(html: &str, most: usize) -> (String, bool) {
    let mut page = Page { most, ..Page::default() };
    let mut rest = html;
    while !rest.is_empty() && !page.is_full() {
        let (text, tag) = rest.split_at(rest.find('<').unwrap_or(rest.len()));
        page.words(text);
        rest = page.tag(tag);
    }
    let more = page.is_full();
    (page.finish(), more)
}

/// A page as it is read.
#[derive(Debug, Default)]
struct Page {
    text: String,
    /// Octets of the text that are enough.
    most: usize,
    /// Line ends and blanks that come before the next word.
    lines: usize,
    blank: bool,
    /// What comes before the next word in its line.
    before: &'static str,
    preformatted: bool,
    /// The address of the link that is open, and where its words begin.
    link: Option<(String, usize)>,
}

impl Page {
    fn is_full(&self) -> bool {
        self.most < self.text.len()
    }

    /// Words between tags.
    fn words(&mut self, text: &str) {
        let mut rest = text;
        while let Some(first) = rest.chars().next().filter(|_| !self.is_full()) {
            if first.is_ascii_whitespace() {
                if self.preformatted && first == '\n' {
                    self.lines += 1;
                } else {
                    self.blank = true;
                }
                rest = &rest[first.len_utf8()..];
                continue;
            }
            let end = if first == '&' { entity_end(rest) } else { None };
            let end = end.unwrap_or_else(|| {
                let letters = rest.char_indices().skip(1);
                let mut ends = letters.filter(|(_, letter)| letter.is_ascii_whitespace() || *letter == '&');
                ends.next().map_or(rest.len(), |(place, _)| place)
            });
            let (word, behind) = rest.split_at(end);
            let mut shown = String::new();
            add_html_token(&mut shown, word.as_bytes(), false);
            self.word(&shown);
            rest = behind;
        }
    }

    fn word(&mut self, word: &str) {
        // Blanks of no width fill the first lines of advertisements.
        let word: String = word.chars().filter(|letter| !is_filler(*letter)).collect();
        if word.chars().all(char::is_whitespace) {
            self.blank |= !word.is_empty();
            return;
        }
        if self.text.is_empty() {
            (self.lines, self.blank) = (0, false);
        }
        for _ in 0..self.lines.min(2) {
            self.text.push('\n');
        }
        if self.blank && self.lines == 0 {
            self.text.push(' ');
        }
        self.text.push_str(self.before);
        self.text.push_str(&word);
        (self.lines, self.blank, self.before) = (0, false, "");
    }

    /// A tag at the beginning of this text; gives back what stands behind it.
    fn tag<'a>(&mut self, text: &'a str) -> &'a str {
        if let Some(comment) = text.strip_prefix("<!--") {
            return comment.split_once("-->").map_or("", |(_, behind)| behind);
        }
        let Some(inside) = text.strip_prefix('<') else { return text };
        if !inside.starts_with(|first: char| first.is_ascii_alphabetic() || "/!?".contains(first)) {
            self.word("<"); // A sign of mathematics.
            return inside;
        }
        let end = tag_end(inside);
        let (tag, behind) = inside.split_at(end);
        let behind = behind.strip_prefix('>').unwrap_or(behind);
        let tag = &tag[..tag.floor_char_boundary(MAX_TAG)];
        let name_end = tag[1..].find(|letter: char| !letter.is_ascii_alphanumeric()).map_or(tag.len(), |end| end + 1);
        let name = tag[..name_end].to_ascii_lowercase();
        match name.as_str() {
            "script" | "style" | "template" | "title" | "textarea" | "select" => return behind_closing(behind, &name),
            "p" | "/p" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "/h1" | "/h2" | "/h3" | "/h4" | "/h5" | "/h6"
            | "ul" | "/ul" | "ol" | "/ol" | "table" | "/table" | "blockquote" | "/blockquote" => {
                self.lines = 2;
            }
            "pre" | "/pre" => {
                self.preformatted = name == "pre";
                self.lines = 2;
            }
            "br" => self.lines += 1,
            "div" | "/div" | "tr" | "/tr" | "li" | "/li" | "dt" | "dd" => {
                self.lines = self.lines.max(1);
                if name == "li" {
                    self.before = "- ";
                }
            }
            "hr" => {
                self.lines = self.lines.max(1);
                self.word("----");
                self.lines = 1;
            }
            "td" | "th" => self.blank = true,
            "img" => {
                if let Some(alt) = attribute(&tag[name_end..], "alt").filter(|alt| !alt.trim().is_empty()) {
                    self.words(&format!("[{alt}]"));
                }
            }
            "a" => {
                self.end_link();
                self.link = attribute(&tag[name_end..], "href").map(|address| (address, self.text.len()));
            }
            "/a" => self.end_link(),
            _ => (),
        }
        behind
    }

    /// Where a link leads is written behind its words, unless they say it: words can lie.
    fn end_link(&mut self) {
        let Some((address, from)) = self.link.take() else { return };
        let address: String = address.trim().chars().take(MAX_ADDRESS).collect();
        let said = self.text.get(from..).unwrap_or_default().trim();
        let bare = address.strip_prefix("mailto:").unwrap_or(&address);
        if !address.is_empty() && !address.starts_with('#') && said != bare && said != address {
            self.blank = true;
            self.word(&format!("<{}>", printable(address.as_bytes())));
        }
    }

    fn finish(mut self) -> String {
        self.end_link();
        self.text
    }
}

/// Letters that take no room and say nothing.
fn is_filler(letter: char) -> bool {
    matches!(letter, '\u{ad}' | '\u{34f}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}')
}

/// Where an entity such as `&eacute;` ends.
fn entity_end(text: &str) -> Option<usize> {
    let inside = text[1..].bytes().take(32).take_while(|octet| octet.is_ascii_alphanumeric() || *octet == b'#').count();
    (text.as_bytes().get(inside + 1) == Some(&b';') && 0 < inside).then_some(inside + 2)
}

/// Where the `>` of a tag stands: not inside of quotes.
fn tag_end(inside: &str) -> usize {
    let mut quote = None;
    for (place, octet) in inside.bytes().enumerate() {
        match (quote, octet) {
            (None, b'>') => return place,
            // A quote that never ends would hide the rest of the page.
            (Some(_), _) if MAX_TAG < place => return inside.find('>').unwrap_or(inside.len()),
            (None, b'"' | b'\'') if inside[..place].ends_with(['=', ' ']) => quote = Some(octet),
            (Some(open), _) if open == octet => quote = None,
            (Some(_) | None, _) => (),
        }
    }
    inside.find('>').unwrap_or(inside.len())
}

/// What stands behind the closing tag of an element whose content is no text.
fn behind_closing<'a>(text: &'a str, name: &str) -> &'a str {
    let mut from = 0;
    while let Some(found) = text[from..].find("</") {
        let start = from + found + 2;
        if text.get(start..start + name.len()).is_some_and(|other| other.eq_ignore_ascii_case(name)) {
            return text[start..].split_once('>').map_or("", |(_, behind)| behind);
        }
        from = start;
    }
    ""
}

/// The value of an attribute, its entities decoded.
fn attribute(tag: &str, name: &str) -> Option<String> {
    let mut rest = tag;
    while !rest.is_empty() {
        rest = rest.trim_start_matches(|letter: char| letter.is_ascii_whitespace() || letter == '/');
        let end = rest.find(|letter: char| letter == '=' || letter.is_ascii_whitespace()).unwrap_or(rest.len());
        let (found, behind) = rest.split_at(end);
        rest = behind.trim_start();
        let mut value = "";
        if let Some(behind) = rest.strip_prefix('=') {
            let behind = behind.trim_start();
            (value, rest) = match behind.chars().next() {
                Some(quote @ ('"' | '\'')) => behind[1..].split_once(quote).unwrap_or((&behind[1..], "")),
                Some(_) | None => {
                    behind.split_at(behind.find(|letter: char| letter.is_ascii_whitespace()).unwrap_or(behind.len()))
                }
            };
        } else if found.is_empty() {
            return None;
        }
        if found.eq_ignore_ascii_case(name) {
            return Some(with_entities(value));
        }
    }
    None
}

fn with_entities(text: &str) -> String {
    let mut decoded = String::new();
    let mut rest = text;
    while let Some(place) = rest.find('&') {
        decoded.push_str(&rest[..place]);
        let end = place + entity_end(&rest[place..]).unwrap_or(1);
        add_html_token(&mut decoded, &rest.as_bytes()[place..end], false);
        rest = &rest[end..];
    }
    decoded + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn reads(html: &str, text: &str) {
        assert_eq!(to_text(html, usize::MAX), (text.to_owned(), false));
    }

    #[test]
    fn words_stay_and_tags_go() {
        reads("<p>One <b>two</b>\n three.</p><p>Four<br>five", "One two three.\n\nFour\nfive");
        reads("<ul><li>a</li><li>b</ul>c", "- a\n- b\n\nc");
        reads("<table><tr><td>1</td><td>2</td></tr><tr><td>3</table>", "1 2\n3");
        reads("<pre>a\n  b</pre>", "a\nb");
    }

    #[test]
    fn scripts_styles_and_comments_are_gone() {
        reads("a<script>if (1 < 2) alert('x')</script>b<STYLE type=x>p{}</Style>c<!-- d <b> -->e", "abce");
        reads("<head><title>t</title></head>x<script>never ends", "x");
        reads("<!DOCTYPE html><?xml x?>y", "y");
    }

    #[test]
    fn entities_are_letters() {
        reads("&lt;&eacute;&#1087;&#x440;&nbsp;&amp;&unknown; & &", "<éпр &&unknown; & &");
    }

    #[test]
    fn a_link_tells_where_it_leads() {
        reads("<a href=\"https://bad.example/?a=1&amp;b\">your bank</a>!", "your bank <https://bad.example/?a=1&b>!");
        reads("<a href='https://example.org'>https://example.org</a>", "https://example.org");
        reads("<a href=mailto:a@example.org>a@example.org</a>", "a@example.org");
        reads("<img src=http://track.example/x.gif alt=\"A cat\"><img src=y>", "[A cat]");
    }

    #[test]
    fn what_is_broken_is_read_on() {
        reads("1 < 2 <", "1 < 2 <");
        reads("<a href=\"never ends>x</a> y", "x <never ends> y");
        reads(&format!("<a title=\"{}>x</a> y", "z".repeat(10_000)), "x y");
        reads("<", "<");
        reads("</>a<é>", "a<é>");
    }

    #[test]
    fn fillers_say_nothing() {
        reads("a\u{200c}\u{34f}&zwnj; &shy;b", "a b");
    }

    #[test]
    fn only_so_much_is_read() {
        let (text, more) = to_text(&"word ".repeat(100_000), 1000);
        assert!(more && text.len() < 1100);
        let (text, more) = to_text(&"<p>word".repeat(100_000), 1000);
        assert!(more && text.len() < 1100);
    }

    #[test]
    fn a_page_of_open_quotes_takes_linear_time() {
        for piece in ["<a b='", "</", "<!--", "<script>", "<a href=", "&", "<pre>\n", "< "] {
            let page = piece.repeat(2_000_000 / piece.len());
            assert!(to_text(&page, usize::MAX).0.len() <= page.len());
        }
    }
}
