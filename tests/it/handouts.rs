//! Handouts: sheets, pictures and diagrams say what was said, and give away nothing that they should not.

use std::collections::BTreeSet;

use assert_cmd::cargo::cargo_bin_cmd;
use popscope::export::html::html;
use popscope::export::markup::escaped;
use popscope::export::mermaid::mermaid;
use popscope::export::paper::Answers;
use popscope::export::paper::Options;
use popscope::export::paper::Paper;
use popscope::export::paper::Shape;
use popscope::export::svg::svg;
use popscope::export::words::words;
use popscope::proto::Side;
use popscope::proto::secret::MASK;
use popscope::scenario::library;
use popscope::session::Cursor;
use popscope::session::Timeline;
use popscope::source;
use popscope::source::branch::Script;
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
fn a_sheet_without_answers_says_nothing_about_what_is_wrong() {
    let mut told = 0;
    for (name, timeline) in lessons() {
        for answers in [Answers::Shown, Answers::Hidden, Answers::AtTheEnd] {
            let paper = paper(&timeline, Language::English, answers);
            let picture = text(&svg(&paper, &words(Language::English)));
            let diagram = mermaid(&paper);
            let page = html(std::slice::from_ref(&paper));
            let questions = page.split("<section class=\"answers\">").next().unwrap_or_default();
            let shown = [&*picture, &*diagram, questions].iter().any(|sheet| sheet.contains('⚠'));
            assert!(!shown || answers == Answers::Shown, "{name}: {answers:?}");
            told += usize::from(picture.contains('⚠'));
        }
    }
    assert!(0 < told, "some lesson has findings");
}

#[test]
fn of_a_line_without_an_end_only_the_beginning_stands_on_a_sheet() {
    let script = r#"Scenario(
        title: (en: "a", ru: "б"), about: (en: "a", ru: "б"),
        users: [(name: "amy", password: "sesame", messages: [Text("Subject: x\n\nLONG\n")])],
        steps: [Connect, Send("USER amy", Ok), Send("PASS sesame", Ok), Send("RETR 1", Ok), SendRaw("NOOPLONG\r\n", Err)],
    )"#;
    let script = script.replace("LONG", &"y".repeat(2_000_000));
    let play = source::play(Script::parse("long.ron", &script).expect("a scenario"));
    for language in Language::ALL {
        let paper = paper(&play.timeline, language, Answers::Shown);
        let page = html(std::slice::from_ref(&paper));
        assert!(page.len() < 200_000 && page.matches(&"y".repeat(50)).next().is_some());
        let arrows = paper.rungs.iter().filter_map(|rung| match &rung.shape {
            Shape::Arrow(arrow) => Some(arrow),
            Shape::Opened | Shape::Closed(_) | Shape::Gap(_) | Shape::Note | Shape::Inside => None,
        });
        let lines: Vec<&String> = arrows.flat_map(|arrow| arrow.data.iter().chain([&arrow.text])).collect();
        let more = words(language).format("paper-cut", &[("count", 1_999_500_usize.into())]);
        assert!(lines.iter().any(|line| line.ends_with(&more)), "the rest is counted");
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

/// Whether a secret stands in a text, not as a part of another word.
fn holds(text: &str, secret: &str) -> bool {
    let part = |letter: Option<char>| letter.is_some_and(char::is_alphanumeric);
    let mut found = text
        .match_indices(secret)
        .filter(|(at, _)| !part(text[..*at].chars().next_back()) && !part(text[at + secret.len()..].chars().next()));
    !secret.is_empty() && found.next().is_some()
}

#[test]
fn handouts_hold_no_password_unless_asked() {
    let mut looked_for = BTreeSet::new();
    let mut leaks = Vec::new();
    for (name, timeline) in lessons() {
        let paper = paper(&timeline, Language::English, Answers::Shown);
        let page = html(std::slice::from_ref(&paper));
        for said in timeline.steps().iter().filter_map(|step| step.said()) {
            let (shown, whole) = (said.shown_line(false), said.shown_line(true));
            let Some((open, _)) = shown.split_once(MASK) else { continue };
            let secret = whole.strip_prefix(open).expect("only the secret is masked");
            if 1 < open.len() && page.contains(&escaped(&whole)) {
                leaks.push(format!("{name}: the page has {whole}"));
            }
            // The author may name a password, and a server may say a word by chance; the steps themselves may not.
            for rung in paper.rungs.iter().filter(|rung| rung.shape != Shape::Note) {
                let (said, data) = match &rung.shape {
                    Shape::Arrow(arrow) => (Some(&arrow.text).filter(|_| arrow.side == Side::Client), &*arrow.data),
                    Shape::Opened | Shape::Closed(_) | Shape::Gap(_) | Shape::Note | Shape::Inside => (None, &[][..]),
                };
                let words = [&rung.what].into_iter().chain(&rung.why).chain(&rung.findings);
                let leak = words.chain(said).chain(data).find(|text| holds(text, secret));
                leaks.extend(leak.map(|text| format!("{name}: {secret} in step {}: {text}", rung.number)));
            }
            looked_for.insert(secret.to_owned());
        }
    }
    assert_eq!(leaks, Vec::<String>::new());
    assert!(looked_for.contains("sesame") && 10 < looked_for.len(), "{looked_for:?}");
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
