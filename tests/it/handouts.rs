//! Handouts: sheets, pictures and diagrams say what was said, and give away nothing that they should not.

use assert_cmd::cargo::cargo_bin_cmd;
use popscope::export::html::html;
use popscope::export::mermaid::mermaid;
use popscope::export::paper::Answers;
use popscope::export::paper::Options;
use popscope::export::paper::Paper;
use popscope::export::paper::Shape;
use popscope::export::svg::svg;
use popscope::export::words::words;
use popscope::proto::Side;
use popscope::scenario::library;
use popscope::session::Cursor;
use popscope::session::Timeline;
use popscope::source;
use popscope::teach::Language;
use roxmltree::Document;

/// Every lesson, played.
fn lessons() -> impl Iterator<Item = (&'static str, Timeline)> {
    library::ALL.iter().map(|shipped| {
        let play = source::play_lesson(shipped.name).expect("a shipped scenario");
        (shipped.name, play.timeline)
    })
}

fn paper(timeline: &Timeline, language: Language, answers: Answers) -> Paper {
    Paper::new(
        timeline,
        "<title> & \"more\"",
        "About\u{7}",
        &words(language),
        Options { answers, ..Options::default() },
    )
}

/// All text of a picture, in the order of the document.
fn text(svg: &str) -> String {
    let document = Document::parse(svg).expect("XML");
    let texts = document.descendants().filter(|node| node.has_tag_name("text"));
    texts.filter_map(|node| node.text()).collect::<Vec<_>>().join("\n")
}

#[test]
fn every_ladder_is_well_formed_and_holds_all_that_was_said() {
    for (name, timeline) in lessons() {
        for language in Language::ALL {
            let paper = paper(&timeline, language, Answers::Shown);
            let shown = text(&svg(&paper, &words(language))).replace('\n', "");
            let shown: String = shown.split_whitespace().collect();
            for said in timeline.steps().iter().filter_map(|step| step.said()) {
                let line: String = said.shown_line(false).split_whitespace().collect();
                assert!(shown.contains(&line), "{name}: {line}");
            }
            assert_eq!(paper.rungs.len(), timeline.len());
        }
    }
}

#[test]
fn nothing_stands_outside_of_the_picture() {
    for (name, timeline) in lessons() {
        let drawn = svg(&paper(&timeline, Language::Russian, Answers::Shown), &words(Language::Russian));
        let document = Document::parse(&drawn).expect("XML");
        let number = |node: roxmltree::Node<'_, '_>, attribute| -> f32 {
            node.attribute(attribute).and_then(|text| text.parse().ok()).expect("a number")
        };
        let root = document.root_element();
        let (width, height) = (number(root, "width"), number(root, "height"));
        let mut last = 0.0;
        for node in document.descendants().filter(|node| node.has_tag_name("text")) {
            let (x, y) = (number(node, "x"), number(node, "y"));
            assert!((0.0..width).contains(&x) && (0.0..height).contains(&y), "{name}: {node:?}");
            last = f32::max(last, y);
        }
        assert!(height - 80.0 < last, "{name}: the picture ends where its content ends");
    }
}

#[test]
fn a_sheet_with_hidden_answers_holds_no_reply() {
    for (name, timeline) in lessons() {
        let paper = paper(&timeline, Language::English, Answers::Hidden);
        let picture = text(&svg(&paper, &words(Language::English)));
        let page = html(std::slice::from_ref(&paper));
        let diagram = mermaid(&paper);
        for rung in &paper.rungs {
            let Shape::Arrow(arrow) = &rung.shape else { continue };
            // What the client said itself may be the same text.
            if arrow.side == Side::Server && 8 < arrow.text.len() {
                for sheet in [&picture, &page, &diagram] {
                    assert!(!sheet.contains(&arrow.text), "{name}: {}", arrow.text);
                }
            }
        }
    }
}

#[test]
fn answers_at_the_end_stand_there_and_nowhere_else() {
    let (_, timeline) = lessons().next().expect("a lesson");
    let page = html(&[paper(&timeline, Language::English, Answers::AtTheEnd)]);
    let (questions, answers) = page.split_once("<section class=\"answers\">").expect("both parts");
    assert!(!questions.contains("+OK") && !questions.contains("TRANSACTION"));
    assert!(answers.contains("+OK POP3 server ready") && answers.contains("TRANSACTION"));
}

#[test]
fn handouts_hold_no_password_unless_asked() {
    for (name, timeline) in lessons() {
        let masked = html(&[paper(&timeline, Language::English, Answers::Shown)]);
        for said in timeline.steps().iter().filter_map(|step| step.said()) {
            let (shown, whole) = (said.shown_line(false), said.shown_line(true));
            if let Some(secret) = shown.strip_suffix("••••••").and_then(|open| whole.strip_prefix(open))
                && 6 < secret.len()
            {
                assert!(!masked.contains(secret), "{name}: {whole}");
            }
        }
    }
    let options = Options { reveal_secrets: true, ..Options::default() };
    let (_, timeline) = lessons().next().expect("a lesson");
    let shown = html(&[Paper::new(&timeline, "", "", &words(Language::English), options)]);
    assert!(shown.contains("PASS sesame"));
}

#[test]
fn a_title_is_text_and_never_markup() {
    let (_, timeline) = lessons().next().expect("a lesson");
    let page = html(&[paper(&timeline, Language::English, Answers::Shown)]);
    assert!(page.contains("<h1>&lt;title&gt; &amp; &quot;more&quot;</h1>") && page.contains("About\u{fffd}"));
    assert!(!page.contains("<script") && !page.contains("http://") || page.matches("http://").count() == 1);
}

#[test]
fn a_handout_in_two_languages_lets_its_reader_choose() {
    let (_, timeline) = lessons().next().expect("a lesson");
    let sheets = [Language::English, Language::Russian].map(|language| paper(&timeline, language, Answers::Shown));
    let page = html(&sheets);
    assert!(page.contains("id=\"choose-en\" checked") && page.contains("id=\"choose-ru\""));
    assert!(page.contains("Что происходит и почему") && page.contains("What happens, and why"));
}

#[test]
fn a_picture_can_end_at_a_step() {
    let (_, timeline) = lessons().next().expect("a lesson");
    let options = Options { until: Some(Cursor(4)), ..Options::default() };
    let paper = Paper::new(&timeline, "", "", &words(Language::English), options);
    assert_eq!(paper.rungs.len(), 4);
    let options = Options { until: Some(Cursor(usize::MAX)), ..Options::default() };
    assert_eq!(Paper::new(&timeline, "", "", &words(Language::English), options).rungs.len(), timeline.len());
}

#[test]
fn a_mermaid_diagram_has_one_statement_a_line() {
    for (name, timeline) in lessons() {
        let diagram = mermaid(&paper(&timeline, Language::Russian, Answers::Shown));
        let mut lines = diagram.lines();
        assert_eq!(lines.next(), Some("sequenceDiagram"));
        for line in lines {
            let statement = line.trim_start();
            let known = ["accTitle: ", "participant ", "Note over ", "C", "S-"];
            assert!(known.iter().any(|begin| statement.starts_with(begin)), "{name}: {line}");
            // Behind the colon nothing is a sign of the diagram.
            let said = statement.split_once(": ").map_or("", |(_, said)| said);
            let said = said.replace("<br/>", "");
            assert!(!said.contains(['<', '>', '"', '{', ':']), "{name}: {line}");
        }
        assert!(name != "first-session" || diagram.contains("S--xC0") || diagram.contains("S-->>C0"));
    }
}

#[test]
fn sheets_of_captures_are_made_too() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("captures/dovecot-raw-late-start.pcap");
    let mut sessions = 0;
    source::analyse(
        &path,
        &source::Options::default(),
        |_| std::ops::ControlFlow::Continue(()),
        |session| {
            let drawn = svg(&paper(&session.timeline, Language::English, Answers::Shown), &words(Language::English));
            assert!(Document::parse(&drawn).is_ok());
            sessions += 1;
        },
    )
    .expect("a capture");
    assert!(0 < sessions);
}

#[test]
fn the_command_line_makes_handouts() {
    let run = |arguments: &[&str]| cargo_bin_cmd!("popscope").args(arguments).assert();
    let page = run(&["play", "apop", "--format", "html", "--lang", "en,ru", "--answers", "end"]).success();
    let page = String::from_utf8(page.get_output().stdout.clone()).expect("text");
    assert!(page.starts_with("<!DOCTYPE html>") && page.contains("APOP: вход без передачи пароля"));
    let picture = run(&["play", "apop", "--format", "svg", "--until", "5"]).success();
    assert!(Document::parse(&String::from_utf8_lossy(&picture.get_output().stdout)).is_ok());
    let diagram = run(&["play", "apop", "--format", "mermaid", "--lang", "ru"]).success();
    assert!(diagram.get_output().stdout.starts_with(b"sequenceDiagram\n"));
    run(&["play", "apop", "--lang", "en,ru"]).code(2);
}

#[test]
fn completions_and_the_manual_know_every_subcommand() {
    let print = |arguments: &[&str]| {
        let assert = cargo_bin_cmd!("popscope").args(arguments).assert().success();
        String::from_utf8(assert.get_output().stdout.clone()).expect("text")
    };
    let manual = print(&["man"]);
    let scripts = ["bash", "zsh", "fish", "powershell", "elvish"].map(|shell| print(&["completions", shell]));
    for subcommand in ["scenarios", "play", "check", "analyse"] {
        assert!(manual.contains(&format!("popscope\\-{subcommand}")), "{subcommand}");
        assert!(scripts.iter().all(|script| script.contains(subcommand)), "{subcommand}");
    }
}
