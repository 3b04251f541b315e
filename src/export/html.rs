//! A handout: one HTML file without scripts and without any other file, made to be read and to be printed.

use std::fmt::Write as _;

use crate::export::markup::escaped;
use crate::export::markup::push_text;
use crate::export::paper::Answers;
use crate::export::paper::Arrow;
use crate::export::paper::Paper;
use crate::export::paper::Rung;
use crate::export::paper::Shape;
use crate::export::paper::Tone;
use crate::export::svg::svg;
use crate::export::words::words;
use crate::proto::Side;
use crate::session::lanes::Band;
use crate::teach::Language;
use crate::teach::Words;

/// A handout of one sheet, or of the same sheet in several languages, between which a reader chooses.
#[must_use]
pub fn html(papers: &[Paper]) -> String {
    let mut page = String::new();
    let language = papers.first().map_or(Language::English, |paper| paper.language);
    let title = papers.first().map_or("", |paper| &paper.title);
    let _ = writeln!(
        page,
        "<!DOCTYPE html>\n<html lang=\"{language}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"generator\" content=\"popscope {}\">\n<title>{}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>",
        env!("CARGO_PKG_VERSION"),
        escaped(title)
    );
    // Without a script: the radio buttons choose which sheet is seen.
    if 1 < papers.len() {
        for (place, paper) in papers.iter().enumerate() {
            let checked = if place == 0 { " checked" } else { "" };
            let (code, name) = (paper.language.code(), paper.language.name());
            let _ = writeln!(
                page,
                "<input type=\"radio\" name=\"language\" id=\"choose-{code}\"{checked}><label for=\"choose-{code}\">{name}</label>"
            );
        }
        page.push_str("<style>\n");
        for paper in papers {
            let code = paper.language.code();
            let _ = writeln!(page, "#choose-{code}:checked~#sheet-{code}{{display:block}}");
        }
        page.push_str("main{display:none}\n</style>\n");
    }
    for paper in papers {
        sheet(&mut page, paper);
    }
    page.push_str("</body>\n</html>\n");
    page
}

fn sheet(page: &mut String, paper: &Paper) {
    let words = words(paper.language);
    let code = paper.language.code();
    let _ = writeln!(page, "<main id=\"sheet-{code}\" lang=\"{code}\">\n<h1>{}</h1>", escaped(&paper.title));
    if !paper.about.is_empty() {
        let _ = writeln!(page, "<p class=\"about\">{}</p>", escaped(&paper.about));
    }
    if paper.answers != Answers::Shown {
        let _ = writeln!(page, "<p class=\"task\">{}</p>", escaped(&words.get("paper-task")));
    }
    let _ = writeln!(page, "<h2>{}</h2>\n<figure>", escaped(&words.get("paper-ladder")));
    page.push_str(&svg(paper, &words));
    let _ = writeln!(page, "</figure>\n<h2>{}</h2>", escaped(&words.get("paper-step-by-step")));
    table(page, paper, &words, paper.answers == Answers::Shown);
    if paper.answers == Answers::AtTheEnd {
        let _ = writeln!(page, "<section class=\"answers\">\n<h2>{}</h2>", escaped(&words.get("paper-answers")));
        table(page, paper, &words, true);
        page.push_str("</section>\n");
    }
    page.push_str("</main>\n");
}

fn table(page: &mut String, paper: &Paper, words: &Words, answers: bool) {
    page.push_str("<table>\n<thead><tr>");
    for column in ["paper-number", "paper-time", "paper-who", "paper-said", "paper-state", "paper-why"] {
        let _ = write!(page, "<th scope=\"col\">{}</th>", escaped(&words.get(column)));
    }
    page.push_str("</tr></thead>\n<tbody>\n");
    for rung in paper.rungs.iter().filter(|rung| answers || rung.is_question()) {
        row(page, paper, rung, words, answers);
    }
    page.push_str("</tbody>\n</table>\n");
}

fn row(page: &mut String, paper: &Paper, rung: &Rung, words: &Words, answers: bool) {
    let told = answers || !rung.is_answer();
    let class = match &rung.shape {
        Shape::Arrow(Arrow { tone: Tone::Err, .. }) if told => "err",
        Shape::Arrow(Arrow { tone: Tone::Ok, .. }) if told => "ok",
        Shape::Arrow(_) => "said",
        Shape::Note => "note",
        Shape::Inside => "inside",
        Shape::Opened | Shape::Closed(_) | Shape::Gap(_) => "event",
    };
    let _ = write!(page, "<tr class=\"{class}\"><td class=\"number\">{}</td><td class=\"number\">", rung.number);
    push_text(page, &rung.time);
    page.push_str("</td><td>");
    push_text(page, &who(paper, rung, words));
    page.push_str("</td><td class=\"line\">");
    match (&rung.shape, told) {
        (Shape::Arrow(_), false) => page.push_str("<span class=\"blank\"></span>"),
        (Shape::Arrow(arrow), true) => said(page, arrow, words),
        (Shape::Opened | Shape::Closed(_) | Shape::Gap(_) | Shape::Note | Shape::Inside, _) => (),
    }
    page.push_str("</td><td>");
    match rung.band {
        Some(Band::In(phase)) if answers && rung.is_question() => push_text(page, &phase.to_string()),
        Some(Band::Other(state)) if answers && rung.is_question() => push_text(page, state.as_str()),
        Some(_) if !told => page.push_str("<span class=\"blank\"></span>"),
        Some(Band::In(_) | Band::Other(_) | Band::Greeting | Band::Unknown | Band::Closed) | None => (),
    }
    page.push_str("</td><td>");
    match (told, answers) {
        (true, true) => why(page, rung, words),
        // Why it happens would tell what comes of it.
        (true, false) => push_text(page, &rung.what),
        (false, _) => (),
    }
    page.push_str("</td></tr>\n");
}

fn who(paper: &Paper, rung: &Rung, words: &Words) -> String {
    let client = rung.lane.filter(|_| 1 < paper.clients.len()).and_then(|lane| paper.clients.get(lane));
    match (&rung.shape, client) {
        (Shape::Arrow(Arrow { side: Side::Server, .. }), Some(client)) => {
            format!("{} → {client}", words.get("paper-server"))
        }
        (Shape::Arrow(Arrow { side: Side::Server, .. }), None) => words.get("paper-server"),
        (Shape::Arrow(_), Some(client)) => client.clone(),
        (Shape::Arrow(_), None) => words.get("paper-client"),
        (Shape::Opened | Shape::Closed(_) | Shape::Gap(_) | Shape::Note | Shape::Inside, _) => {
            words.get("paper-nobody")
        }
    }
}

fn said(page: &mut String, arrow: &Arrow, words: &Words) {
    push_text(page, &arrow.text);
    if !arrow.data.is_empty() {
        page.push_str("<pre>");
        for line in &arrow.data {
            push_text(page, line);
            page.push('\n');
        }
        if 0 < arrow.more {
            push_text(page, &words.format("paper-more", &[("count", arrow.more.into())]));
        }
        page.push_str("</pre>");
    }
}

fn why(page: &mut String, rung: &Rung, words: &Words) {
    page.push_str("<b>");
    push_text(page, &rung.what);
    page.push_str("</b>");
    if !rung.why.is_empty() {
        page.push_str("<br>");
    }
    for sentence in &rung.why {
        page.push(' ');
        push_text(page, sentence);
    }
    if !rung.clauses.is_empty() {
        let _ = write!(page, " <cite>{}</cite>", escaped(&rung.clauses.join(", ")));
    }
    for finding in &rung.findings {
        let _ =
            write!(page, "<p class=\"finding\">⚠ {}: {}</p>", escaped(&words.get("paper-finding")), escaped(finding));
    }
}

const STYLE: &str = "\
body{font:16px/1.45 'Segoe UI','DejaVu Sans',Arial,sans-serif;color:#1b1f24;background:#fff;max-width:64rem;margin:1.5rem auto;padding:0 1rem}
h1{font-size:1.6rem;margin-bottom:.2rem}h2{font-size:1.2rem;margin-top:1.6rem}
.about{color:#30363d;max-width:48rem}.task{border-left:4px solid #0a4f8a;padding:.3rem .8rem;background:#eef5fb}
figure{margin:0;overflow-x:auto}figure svg{max-width:100%;height:auto}
table{border-collapse:collapse;width:100%;font-size:.88rem}
th,td{border:1px solid #d0d7de;padding:.35rem .5rem;text-align:left;vertical-align:top;overflow-wrap:anywhere}
th{background:#eef2f6}.number{text-align:right;white-space:nowrap}.line,pre{font-family:ui-monospace,'DejaVu Sans Mono',Consolas,monospace}
.line{min-width:14rem}td{min-width:3rem}
pre{white-space:pre-wrap;margin:.3rem 0 0;padding:.3rem .5rem;background:#f6f8fa;border:1px solid #d0d7de}
tr{break-inside:avoid}.ok .line{color:#00664f}.err .line{color:#a83a00}.said .line{color:#0a4f8a}
.note{background:#fff8dc}.inside{background:#f7eef5}.event{color:#57606a}
cite{font-style:normal;white-space:nowrap;color:#57606a}.finding{color:#a83a00;margin:.2rem 0 0}
.blank{display:block;border-bottom:1px solid #57606a;height:1.3em;min-width:6rem}
input{margin:0 .3rem 0 0}label{margin-right:1rem}
@media print{body{margin:0;max-width:none;font-size:11pt}input,label{display:none}.answers{break-before:page}
figure svg{max-height:none}thead{display:table-header-group}}
";
