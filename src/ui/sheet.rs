//! What is saved of a session for people without this program: handouts, pictures, diagrams.

use resvg::tiny_skia::Pixmap;
use resvg::tiny_skia::Transform;
use resvg::usvg;

use crate::export::html::html;
use crate::export::mermaid::mermaid;
use crate::export::paper::Answers;
use crate::export::paper::Options;
use crate::export::paper::Paper;
use crate::export::svg::svg;
use crate::export::words::words;
use crate::session::Cursor;
use crate::source::pcapng;
use crate::teach::Language;
use crate::ui::document::Session;
use crate::ui::document::Title;
use crate::ui::fonts;
use crate::ui::open::in_each_language;
use crate::ui::player::Secrets;

/// Points of a picture to a dot of the ladder: sharp on paper.
const SCALE: f32 = 2.0;
/// Rows of a picture at most; what is longer is for a handout or for SVG.
const MAX_ROWS: f32 = 32_000.0;

/// What can be saved.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Sheet {
    /// A handout in all languages.
    Handout,
    /// The same with blanks for the replies, and the answers at the end.
    Questions,
    /// The ladder as SVG.
    Svg,
    /// The ladder up to the cursor as SVG.
    SvgToHere,
    /// The ladder as PNG.
    Png,
    /// The ladder up to the cursor as PNG.
    PngToHere,
    /// The ladder for Mermaid.
    Mermaid,
    /// A capture, with every octet that was said.
    Pcapng,
}

/// A session, and how it is put on paper.
#[derive(Clone, Debug)]
pub struct Printing {
    /// What.
    pub sheet: Sheet,
    /// What it is called.
    pub title: Title,
    /// In which language; a handout begins with it.
    pub language: Language,
    /// Whether secrets are shown.
    pub secrets: Secrets,
    /// How far the reader is.
    pub cursor: Cursor,
}

impl Sheet {
    /// All of them, in the order of the menu.
    pub const ALL: [Self; 8] = [
        Self::Handout,
        Self::Questions,
        Self::Svg,
        Self::SvgToHere,
        Self::Png,
        Self::PngToHere,
        Self::Mermaid,
        Self::Pcapng,
    ];

    /// Its name in the Fluent files.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Handout => "do-save-handout",
            Self::Questions => "do-save-questions",
            Self::Svg => "do-save-svg",
            Self::SvgToHere => "do-save-svg-here",
            Self::Png => "do-save-png",
            Self::PngToHere => "do-save-png-here",
            Self::Mermaid => "do-save-mermaid",
            Self::Pcapng => "do-save-pcapng",
        }
    }

    /// How the name of its file ends.
    #[must_use]
    pub fn extension(self) -> &'static str {
        match self {
            Self::Handout | Self::Questions => "html",
            Self::Svg | Self::SvgToHere => "svg",
            Self::Png | Self::PngToHere => "png",
            Self::Mermaid => "mmd",
            Self::Pcapng => "pcapng",
        }
    }
}

impl Printing {
    /// The octets of the file, or why there are none.
    pub fn print(&self, session: &Session) -> Result<Vec<u8>, Title> {
        match self.sheet {
            Sheet::Handout | Sheet::Questions => {
                let mut languages = Language::ALL;
                languages.sort_by_key(|&language| language != self.language);
                Ok(html(&languages.map(|language| self.paper(session, language))).into_bytes())
            }
            Sheet::Svg | Sheet::SvgToHere => Ok(self.svg(session).into_bytes()),
            Sheet::Png | Sheet::PngToHere => png(&self.svg(session)),
            Sheet::Mermaid => Ok(mermaid(&self.paper(session, self.language)).into_bytes()),
            Sheet::Pcapng => Ok(pcapng(&session.timeline)),
        }
    }

    fn svg(&self, session: &Session) -> String {
        svg(&self.paper(session, self.language), &words(self.language))
    }

    fn paper(&self, session: &Session, language: Language) -> Paper {
        let until = match self.sheet {
            Sheet::SvgToHere | Sheet::PngToHere => Some(self.cursor),
            Sheet::Handout | Sheet::Questions | Sheet::Svg | Sheet::Png | Sheet::Mermaid | Sheet::Pcapng => None,
        };
        let answers = if self.sheet == Sheet::Questions { Answers::AtTheEnd } else { Answers::Shown };
        let options = Options { reveal_secrets: self.secrets == Secrets::Shown, answers, until };
        Paper::new(&session.timeline, self.title.get(language), "", &words(language), options)
    }
}

/// A picture of dots, in the fonts of the window.
fn png(svg: &str) -> Result<Vec<u8>, Title> {
    let why = |error: &dyn std::fmt::Display| Title::same(&error.to_string());
    let mut options = usvg::Options::default();
    let fonts = options.fontdb_mut();
    for data in fonts::definitions().font_data.values() {
        fonts.load_font_data(data.font.as_ref().as_ref().to_vec());
    }
    fonts.set_sans_serif_family("Ubuntu");
    fonts.set_monospace_family("Hack");
    let tree = usvg::Tree::from_str(svg, &options).map_err(|error| why(&error))?;
    let size = tree.size().to_int_size();
    let rows = tree.size().height() * SCALE;
    let scaled = size.scale_by(SCALE).filter(|_| rows <= MAX_ROWS);
    let pixmap = scaled.and_then(|size| Pixmap::new(size.width(), size.height()));
    let Some(mut pixmap) = pixmap else { return Err(in_each_language(|words| words.get("picture-too-long"))) };
    resvg::render(&tree, Transform::from_scale(SCALE, SCALE), &mut pixmap.as_mut());
    pixmap.encode_png().map_err(|error| why(&error))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source;

    fn printed(sheet: Sheet, cursor: usize) -> Vec<u8> {
        let play = source::play_lesson("first-session").expect("a lesson");
        let session = Session::new(Title::default(), play.timeline);
        let printing = Printing {
            sheet,
            title: play.title.into(),
            language: Language::Russian,
            secrets: Secrets::Masked,
            cursor: Cursor(cursor),
        };
        printing.print(&session).expect("a sheet")
    }

    #[test]
    fn a_picture_of_dots_shows_letters_of_both_alphabets() {
        let image = image_of(&printed(Sheet::Png, 0));
        // Whatever is not paper is ink: without fonts there would be lines alone.
        let ink = image.pixels().iter().filter(|dot| dot.red() < 128).count();
        let svg = String::from_utf8(printed(Sheet::Svg, 0)).expect("text");
        let bare = svg.lines().filter(|line| !line.starts_with("<text")).collect::<Vec<_>>().join("\n");
        let lines = image_of(&png(&bare).expect("a picture"));
        let lines = lines.pixels().iter().filter(|dot| dot.red() < 128).count();
        assert!(2 * lines < ink, "{lines} of lines alone, {ink} with letters");
    }

    fn image_of(octets: &[u8]) -> Pixmap {
        Pixmap::decode_png(octets).expect("PNG")
    }

    #[test]
    fn a_picture_to_the_cursor_is_a_part_of_the_whole() {
        let (part, whole) = (image_of(&printed(Sheet::PngToHere, 5)), image_of(&printed(Sheet::Png, 5)));
        assert!(part.height() * 3 < whole.height() && part.width() == whole.width());
        assert!(printed(Sheet::SvgToHere, 5).len() < printed(Sheet::Svg, 5).len());
    }

    #[test]
    fn a_picture_that_would_be_too_long_is_refused_with_words() {
        let svg = r#"<svg xmlns="http://www.w3.org/2000/svg" width="10" height="90000"/>"#;
        let error = png(svg).expect_err("too long");
        assert!(!error.en.is_empty() && error.en != error.ru);
    }

    #[test]
    fn handouts_begin_with_the_language_of_the_window() {
        let page = String::from_utf8(printed(Sheet::Questions, 0)).expect("text");
        assert!(page.contains("id=\"choose-ru\" checked") && page.contains("class=\"answers\""));
        assert!(printed(Sheet::Mermaid, 0).starts_with(b"sequenceDiagram"));
    }
}
