//! The ladder as a picture: SVG that needs no other file, and that a printer, a browser and an editor understand.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::export::markup::push_text;
use crate::export::markup::wrapped;
use crate::export::paper::Answers;
use crate::export::paper::Arrow;
use crate::export::paper::Paper;
use crate::export::paper::Rung;
use crate::export::paper::Shape;
use crate::export::paper::Tone;
use crate::proto::Side;
use crate::session::event::Closing;
use crate::session::lanes::Band;
use crate::teach::Words;

/// Between the edge and everything, and where the first lifeline stands.
const EDGE: f32 = 16.0;
const FIRST_LIFELINE: f32 = 130.0;
/// From one lifeline to the next.
const GAP: f32 = 620.0;
const GAP_OF_SEVERAL: f32 = 420.0;
/// The size of prose, and the width of its characters and of the monospaced ones.
const MONO_WIDTH: f32 = 7.9;
const PROSE: f32 = 14.0;
const PROSE_WIDTH: f32 = 7.6;
const LINE: f32 = 18.0;
const HEAD: f32 = 58.0;

/// Draws the ladder of a sheet.
#[must_use]
pub fn svg(paper: &Paper, words: &Words) -> String {
    let mut drawing = Drawing::new(paper, words);
    drawing.heads();
    for rung in &paper.rungs {
        if paper.answers == Answers::Shown || rung.is_question() {
            drawing.rung(rung);
        }
    }
    drawing.finish()
}

struct Drawing<'a> {
    paper: &'a Paper,
    words: &'a Words,
    clients: Vec<f32>,
    server: f32,
    width: f32,
    /// Where the next rung begins.
    y: f32,
    body: String,
    /// The state that each lifeline was in last.
    bands: BTreeMap<usize, Band>,
}

impl<'a> Drawing<'a> {
    fn new(paper: &'a Paper, words: &'a Words) -> Self {
        let step = if paper.clients.len() <= 1 { GAP } else { GAP_OF_SEVERAL };
        let at = |place: usize| FIRST_LIFELINE + step * f32::from(u16::try_from(place).unwrap_or(u16::MAX));
        let (clients, server): (Vec<f32>, f32) = match paper.clients.len() {
            0 | 1 => (vec![at(0)], at(1)),
            // Two stand on both sides of the server, so that no arrow crosses a lifeline.
            2 => (vec![at(0), at(2)], at(1)),
            more => ((0..more).map(at).collect(), at(more)),
        };
        let right = clients.iter().copied().fold(server, f32::max);
        Self {
            paper,
            words,
            clients,
            server,
            width: right + 110.0,
            y: HEAD,
            body: String::new(),
            bands: BTreeMap::new(),
        }
    }

    fn heads(&mut self) {
        let clients: Vec<(f32, String)> =
            self.clients.iter().copied().zip(self.paper.clients.iter().cloned()).collect();
        for (x, name) in clients {
            let side = self.words.get("paper-client");
            self.head(x, &side, &name);
        }
        let side = self.words.get("paper-server");
        let name = self.paper.server.clone();
        self.head(self.server, &side, &name);
    }

    fn head(&mut self, x: f32, side: &str, name: &str) {
        self.text(x, EDGE + PROSE, "head", side);
        let name: String = wrapped(name, 34).swap_remove(0);
        self.text(x, EDGE + 2.0 * PROSE + 4.0, "name", &name);
    }

    fn rung(&mut self, rung: &Rung) {
        let hidden = self.paper.answers != Answers::Shown && rung.is_answer();
        match &rung.shape {
            Shape::Opened => self.connection(rung, "opened", '┬'),
            Shape::Closed(closing) => {
                let sign = match closing {
                    Closing::Finished(_) | Closing::RecordingEnds => '┴',
                    Closing::Reset(_) | Closing::LineLost => '×',
                };
                self.connection(rung, "closed", sign);
            }
            Shape::Arrow(arrow) => self.arrow(rung, arrow, hidden),
            Shape::Gap(_) => self.prose(rung, "gap"),
            Shape::Note => self.prose(rung, "note"),
            Shape::Inside => self.prose(rung, "inside"),
        }
        if self.paper.answers == Answers::Shown {
            self.state(rung);
        }
    }

    fn margin(&mut self, rung: &Rung, y: f32) {
        self.text(EDGE + 22.0, y, "number", &rung.number.to_string());
        self.text(EDGE + 88.0, y, "time", &rung.time);
    }

    fn client(&self, rung: &Rung) -> f32 {
        rung.lane.and_then(|lane| self.clients.get(lane)).copied().unwrap_or(self.clients[0])
    }

    fn connection(&mut self, rung: &Rung, class: &str, sign: char) {
        let (from, to, y) = (self.client(rung), self.server, self.y + LINE);
        self.margin(rung, y + 4.0);
        let _ = writeln!(self.body, r#"<line class="{class}" x1="{from}" y1="{y}" x2="{to}" y2="{y}"/>"#);
        self.text(f32::midpoint(from, to), y - 6.0, "small", &format!("{sign} {}", rung.what));
        self.y += 2.0 * LINE;
    }

    fn arrow(&mut self, rung: &Rung, arrow: &Arrow, hidden: bool) {
        let (client, server) = (self.client(rung), self.server);
        let (from, to) = match arrow.side {
            Side::Client => (client, server),
            Side::Server => (server, client),
        };
        let (tone, shown) = if hidden {
            ("other", vec!["?".to_owned()])
        } else {
            (class(arrow.tone), wrapped(&arrow.text, fits((to - from).abs() - 60.0, MONO_WIDTH)))
        };
        self.margin(rung, self.y + LINE);
        for line in &shown {
            self.text(f32::midpoint(from, to), self.y + LINE, tone, line);
            self.y += LINE;
        }
        let y = self.y + 7.0;
        let dash = if arrow.covered { r#" stroke-dasharray="7 3""# } else { "" };
        let _ = writeln!(self.body, r#"<line class="wire {tone}" x1="{from}" y1="{y}" x2="{to}" y2="{y}"{dash}/>"#);
        self.tip(to, y, if from < to { -1.0 } else { 1.0 }, if hidden { Tone::Other } else { arrow.tone });
        self.y += 16.0;
        if !hidden {
            self.data(arrow, f32::min(from, to) + 40.0, (to - from).abs() - 80.0);
        }
        // What is wrong with a command is an answer, too.
        for finding in rung.findings.iter().filter(|_| self.paper.answers == Answers::Shown) {
            for line in wrapped(&format!("⚠ {finding}"), fits((to - from).abs() - 60.0, PROSE_WIDTH)) {
                self.text(f32::midpoint(from, to), self.y + PROSE, "finding", &line);
                self.y += LINE;
            }
        }
    }

    /// The end of an arrow: a filled head for what is positive, a bar behind it for what is negative.
    fn tip(&mut self, x: f32, y: f32, back: f32, tone: Tone) {
        let (near, above, below) = (x + back * 10.0, y - 5.0, y + 5.0);
        let _ = match tone {
            Tone::Command | Tone::Other => {
                writeln!(
                    self.body,
                    r#"<path class="tip {0}" d="M{near} {above}L{x} {y}L{near} {below}"/>"#,
                    class(tone)
                )
            }
            Tone::Ok => {
                writeln!(self.body, r#"<path class="tip full ok" d="M{near} {above}L{x} {y}L{near} {below}Z"/>"#)
            }
            Tone::Err => {
                let bar = x + back * 15.0;
                writeln!(
                    self.body,
                    r#"<path class="tip err" d="M{near} {above}L{x} {y}L{near} {below}M{bar} {0}L{bar} {1}"/>"#,
                    y - 8.0,
                    y + 8.0
                )
            }
        };
    }

    fn data(&mut self, arrow: &Arrow, x: f32, width: f32) {
        if arrow.data.is_empty() {
            return;
        }
        let mut lines: Vec<String> = Vec::new();
        for line in &arrow.data {
            lines.extend(wrapped(line, fits(width - 20.0, MONO_WIDTH)));
        }
        if 0 < arrow.more {
            lines.push(self.words.format("paper-more", &[("count", arrow.more.into())]));
        }
        let rows = f32::from(u16::try_from(lines.len()).unwrap_or(u16::MAX));
        let height = rows * LINE + 6.0;
        let _ = writeln!(
            self.body,
            r#"<rect class="data" x="{x}" y="{}" width="{width}" height="{height}" rx="4"/>"#,
            self.y
        );
        for line in &lines {
            self.y += LINE;
            self.text(x + 10.0, self.y, "line", line);
        }
        self.y += 14.0;
    }

    fn prose(&mut self, rung: &Rung, class: &str) {
        let (left, right) = (self.clients[0] + 20.0, self.width - 130.0);
        let lines = wrapped(&rung.what, fits(right - left - 24.0, PROSE_WIDTH));
        let rows = f32::from(u16::try_from(lines.len()).unwrap_or(u16::MAX));
        self.y += 4.0;
        let (y, width, height) = (self.y, right - left, rows * LINE + 10.0);
        let _ = writeln!(
            self.body,
            r#"<rect class="{class}" x="{left}" y="{y}" width="{width}" height="{height}" rx="6"/>"#
        );
        self.margin(rung, self.y + LINE);
        for line in &lines {
            self.y += LINE;
            self.text(left + 12.0, self.y, "prose", line);
        }
        self.y += 16.0;
    }

    /// Names the state where it changes.
    fn state(&mut self, rung: &Rung) {
        let (Some(band), Some(lane)) = (rung.band, rung.lane) else { return };
        if self.bands.insert(lane, band) == Some(band) {
            return;
        }
        let Some(name) = band.state() else { return };
        let (from, to) = (self.client(rung), self.server);
        let y = self.y + 12.0;
        let _ = writeln!(self.body, r#"<line class="state" x1="{from}" y1="{y}" x2="{to}" y2="{y}"/>"#);
        let middle = f32::midpoint(from, to);
        let half = fits_width(&name) / 2.0 + 10.0;
        let _ = writeln!(
            self.body,
            r#"<rect class="label" x="{}" y="{}" width="{}" height="20" rx="10"/>"#,
            middle - half,
            y - 10.0,
            half * 2.0
        );
        self.text(middle, y + 4.0, "band", &name);
        self.y += 28.0;
    }

    fn text(&mut self, x: f32, y: f32, class: &str, text: &str) {
        let _ = write!(self.body, r#"<text class="{class}" x="{x}" y="{y}">"#);
        push_text(&mut self.body, text);
        self.body.push_str("</text>\n");
    }

    fn finish(self) -> String {
        let (width, height) = (self.width.ceil(), (self.y + 24.0).ceil());
        let mut document = String::with_capacity(self.body.len() + 4096);
        let language = self.paper.language.code();
        let _ = writeln!(
            document,
            r#"<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}" role="img" xml:lang="{language}">"#
        );
        document.push_str("<title>");
        push_text(&mut document, &self.paper.title);
        document.push_str("</title>\n<desc>");
        push_text(&mut document, &self.words.format("paper-steps", &[("count", self.paper.rungs.len().into())]));
        document.push_str("</desc>\n<style>\n");
        document.push_str(STYLE);
        let _ = writeln!(document, r#"</style><rect class="sheet" width="{width}" height="{height}"/>"#);
        let bottom = height - 16.0;
        for x in self.clients.iter().chain([&self.server]) {
            let _ = writeln!(document, r#"<line class="life" x1="{x}" y1="{HEAD}" x2="{x}" y2="{bottom}"/>"#);
        }
        document.push_str(&self.body);
        document.push_str("</svg>\n");
        document
    }
}

/// How many characters stand beside one another in a width.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a few thousand points, never negative")]
fn fits(width: f32, character: f32) -> usize {
    (width / character).max(8.0) as usize
}

fn fits_width(text: &str) -> f32 {
    f32::from(u16::try_from(text.chars().count()).unwrap_or(u16::MAX)) * MONO_WIDTH
}

fn class(tone: Tone) -> &'static str {
    match tone {
        Tone::Command => "command",
        Tone::Ok => "ok",
        Tone::Err => "err",
        Tone::Other => "other",
    }
}

/// The hues of Okabe and Ito, as in the window; the shapes of the arrows tell the same without them.
const STYLE: &str = "\
text{font:13px ui-monospace,'DejaVu Sans Mono',Consolas,monospace;fill:#1b1f24;text-anchor:middle}
.sheet{fill:#fff}.life{stroke:#8a929b;stroke-width:1.5}
.head,.small,.prose,.finding{font:14px 'DejaVu Sans','Segoe UI',Arial,sans-serif}
.head{font-weight:bold}.name{fill:#57606a}.small{font-size:13px;fill:#57606a}
.number,.time{fill:#57606a;text-anchor:end;font-size:12px}
.prose,.line{text-anchor:start}.line{fill:#30363d}
.wire{stroke-width:1.6}.tip{fill:none;stroke-width:1.6}.full{stroke-width:1}
.command{fill:#0a4f8a}.wire.command,.tip.command{stroke:#0a4f8a}
.ok{fill:#00664f}.wire.ok,.tip.ok{stroke:#00664f}.tip.ok{fill:#00664f}
.err{fill:#a83a00}.wire.err,.tip.err{stroke:#a83a00}
.other{fill:#57606a}.wire.other,.tip.other{stroke:#57606a}
.tip.command,.tip.err,.tip.other{fill:none}
.opened{stroke:#57606a}.closed{stroke:#57606a;stroke-dasharray:2 3}
.data{fill:#f6f8fa;stroke:#d0d7de}.note{fill:#fff8dc;stroke:#d4c48a}.inside{fill:#f7eef5;stroke:#cc9fbd;stroke-dasharray:4 3}
.gap{fill:#fdeee6;stroke:#d55e00;stroke-dasharray:4 3}.finding{fill:#a83a00;font-size:13px}
.state{stroke:#b8c1ca;stroke-dasharray:1 4}.label{fill:#eef2f6;stroke:#b8c1ca}.band{font-size:12px;font-weight:bold;fill:#30363d}
";
