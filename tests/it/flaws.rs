//! What is wrong with a file is told in every language, and in English as the errors themselves say it.

use std::collections::BTreeSet;

use popscope::learn::library::read_exercise;
use popscope::scenario;
use popscope::scenario::Scenario;
use popscope::session::Sentence;
use popscope::session::sentence::Value;
use popscope::teach::Language;
use popscope::teach::Words;

const USERS: &str = "users: [(name: \"amy\", password: \"x\")]";

/// Messages that no file brings about: the errors they stand for are met elsewhere only.
const ELSEWHERE: [&str; 14] = [
    "flaw-line-argument",
    "flaw-line-length",
    "flaw-line-missing",
    "flaw-locked",
    "flaw-not-text",
    "flaw-other-end",
    "flaw-ron-character",
    "flaw-ron-deep",
    "flaw-ron-end",
    "flaw-ron-number",
    "flaw-text-negative",
    "flaw-too-much",
    "wanted-deliver",
    "wanted-name",
];

fn with(fields: &str, steps: &str) -> String {
    format!("(title: (en: \"a\", ru: \"б\"), about: (en: \"a\", ru: \"б\"),\n{fields},\nsteps: [{steps}])")
}

fn user(fields: &str) -> String {
    with(&format!("users: [({fields})]"), "Connect")
}

fn server(fields: &str) -> String {
    with(&format!("{USERS}, server: ({fields})"), "Connect")
}

fn line(fields: &str) -> String {
    with(&format!("{USERS}, line: ({fields})"), "Connect")
}

fn steps(steps: &str) -> String {
    with(USERS, steps)
}

fn mail(mail: &str) -> String {
    with(&format!("users: [(name: \"amy\", password: \"x\", messages: [{mail}])]"), "Connect")
}

fn broken() -> Vec<String> {
    let owned = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>();
    let mut all =
        owned(&["(title", "()", "(title: 5)", "(title: (en: \"a", "(title: (en: \"a\" ru", "(]", "(titel: 1)", "/* "]);
    all.extend([
        steps("Connect") + " and more",
        steps("Conect"),
        steps("Advance(\"x\")"),
        steps("Advance(-1)"),
        with("users: 5", "Connect"),
        server("apop: 1"),
        server("texts: {greeting \"x\"}"),
        server("texts: 5"),
        server("apop: true, apop: true"),
        line("latency_millis: 99999999999999999999999999"),
        "(title: (en: \"a\", ru: \"б\"".to_owned(),
        "[".to_owned(),
        String::new(),
        "(title: (en: 5".to_owned(),
        "Scenario(title: (en: \"a\", ru: \"б\"), about: !".to_owned(),
        steps("!"),
        steps("Expect(!)"),
        steps("Line(lose: [1"),
        steps("Send(true"),
    ]);
    all
}

fn wrong() -> Vec<String> {
    let long = "u".repeat(71);
    let mut all = vec![
        with("users: []", "Connect"),
        with("users: [(name: \"a b\", password: \"\")], start: \"x\"", ""),
        "(title: (en: \" \", ru: \"\"), about: (en: \"a\", ru: \"б\"), users: [], steps: [])".to_owned(),
        user("name: \"amy\""),
        user("name: \"amy\", password: \"x\", secret: \"y\""),
        user("name: \"amy\", password: \"x\", iterations: 0, salt: \"\", delegates: [\"bob\"]"),
        user("name: \"e\u{301}va\", password: \"x\""),
        with("users: [(name: \"amy\", password: \"x\"), (name: \"amy\", password: \"y\")]", "Connect"),
        with(&format!("{USERS}, clients: [(name: \"\", address: \"x\", port: 0)]"), "On(\"b\"), Connect"),
        steps("On(\"b\"), Connect"),
        mail("Mail(text: \"a\\n\", octets: 4)"),
        mail("Mail(text: \"a\\n\", unique_id: \"\")"),
        mail("Mail(text: \"a\\n\", unique_id: \"a b\")"),
        mail(&format!("Mail(text: \"a\\n\", unique_id: \"{long}\")")),
        mail("Mail(text: \"a\\n\", unique_id: \"u\"), Mail(text: \"b\\n\", unique_id: \"u\")"),
        mail("Generated(octets: 10, subject: \"a\")"),
        mail("Generated(octets: 100, subject: \"a\\nb\")"),
        mail("Generated(octets: 16777217, subject: \"a\")"),
        mail(&"Generated(octets: 16777216, subject: \"a\"),".repeat(17)),
        steps("SendMail(Mail(text: \"a\\n\", unique_id: \"u\"))"),
        steps("Deliver(user: \"bob\", message: Text(\"a\\n\"))"),
        server("host: \"\", address: \"x\", profile: \"none\""),
        server("cleartext_login: Refuse, autologout: 5, login_attempts: 0"),
        server("implementation: \"\", announces: [\"\"]"),
        server("apop: true, texts: {greeting: \"+OK hello\"}"),
        server("texts: {greeting: \"+OK {timestamp}\"}"),
        server("auth_resp_code: true, implicit_dele: true"),
        server("resp_codes: true, texts: {noop: \"+OK [no\"}"),
        server("generation: Rfc1225, apop: true, uidl: true, capa: true, expire: Never, tls: Stls"),
    ];
    for text in ["+OK {x}", "+OK {", "OK", "-ERR", "+OK \\u{7}"] {
        all.push(server(&format!("texts: {{noop: \"{text}\"}}")));
    }
    all.push(server(&format!("texts: {{noop: \"+OK {}\"}}", "x".repeat(600))));
    all.push(server("texts: {stat: \"+OK hello\", uidl_one: \"+OK {number} {unique_id} x\"}"));
    all.extend([
        line("latency_millis: 99999, octets_per_second: 1, segment: 0, lose: [0], loss_percent: 99"),
        line("seed: 5, cut: Server(0)"),
        line(&format!("lose: [{}]", "1,".repeat(1001))),
        with(&format!("{USERS}, latency_millis: 5, line: (latency_millis: 5)"), "Connect"),
        with(
            "users: [(name: \"amy\", password: \"x\", messages: [Generated(octets: 16777216, subject: \"a\")])], line: (segment: 1)",
            "Connect",
        ),
    ]);
    let commands = [
        "",
        "LOOP",
        "PASS",
        "APOP",
        "RETR",
        "TOP",
        "USER",
        "STAT 1",
        "STAT  1",
        "RETR x",
        "RETR 0",
        "RETR 99999999999",
        "APOP a b",
        "USER \\u{7}",
        "a\\nb",
    ];
    all.extend(commands.map(|command| steps(&format!("Connect, Send(\"{command}\")"))));
    let long = "x".repeat(9000);
    let others = [
        ("Pop2", vec!["LOOP", "READ x", "HELO"]),
        ("Smtp", vec!["LOOP", "MAIL FROM: a", "DATA x", "MAIL FROM:<a@b> X=1", long.as_str()]),
        (
            "Imap",
            vec![
                "",
                "LOOP",
                "a LOOP",
                "a LOGIN b {3}",
                "a LOGIN b",
                "a FETCH x ALL",
                "a FETCH 1 X",
                "a STORE 1 FLAGS (\\\\X)",
            ],
        ),
    ];
    for (protocol, lines) in others {
        all.extend(lines.iter().map(|said| steps(&format!("ConnectTo({protocol}), Send(\"{said}\")"))));
    }
    all
}

fn unmet() -> Vec<String> {
    [
        "Connect, Expect(Err), Send(\"NOOP\", Ok), Send(\"NOOP\", Challenge), Send(\"NOOP\", Nothing), Expect(Closed)",
        "Connect, Connect, Send(\"QUIT\", Ok), Send(\"NOOP\"), Close, Expect(Ok)",
        "Connect, Apop(\"amy\", \"x\"), CramMd5(\"amy\", \"x\"), ScramFinal(\"x\"), ScramEnd, Expect(Is(\"+OK\")), Expect(Ok)",
        "SiteRemoves(user: \"amy\", unique_id: \"u\")",
        "Deliver(user: \"amy\", message: Mail(text: \"a\\n\", unique_id: \"u\")), SiteRemoves(user: \"amy\", unique_id: \"u\"),\
         Connect, Send(\"QUIT\", Lines([\"a\"]))",
    ]
    .map(steps)
    .to_vec()
}

/// Exercises with one thing wrong each.
fn exercises() -> Vec<Sentence> {
    let ground = format!("scenario: {}", steps("Connect"));
    let exercise = |goal: &str, ground: &str, hints: &str, ru: &str| {
        format!(
            "Exercise(title: (en: \"a\", ru: \"{ru}\"), task: (en: \"a\", ru: \"б\"), does: Type, {ground}, hints: [{hints}],\
             goal: {goal}, why: (en: \"a\", ru: \"б\"), solution: Typed([]))"
        )
    };
    let hint = "(en: \"a\", ru: \"б\")";
    let texts = [
        exercise("Said(\"LOOP\")", &ground, hint, "б"),
        exercise("All([])", &ground, "", ""),
        exercise("Said(\"STAT\")", &ground, hint, "б"),
        exercise("Not(Said(\"STAT\"))", &ground, hint, "б"),
        exercise("Said(\"STAT\")", "lesson: \"none\"", hint, "б"),
        exercise("Said(\"STAT\")", "capture: \"none\"", hint, "б"),
        exercise("Said(\"STAT\")", "capture: \"none\", lesson: \"none\"", hint, "б"),
    ];
    let problems =
        |text: &String| read_exercise("x.ron", "x", text).err().map(|error| error.problems).unwrap_or_default();
    texts.iter().flat_map(problems).map(|problem| problem.what).collect()
}

/// A sentence and those within it.
fn with_inner(sentence: &Sentence) -> Vec<Sentence> {
    let inner = sentence.values().iter().filter_map(|(_, value)| match value {
        Value::Sentence(inner) => Some(with_inner(inner)),
        Value::Text(_) | Value::Number(_) => None,
    });
    std::iter::once(sentence.clone()).chain(inner.flatten()).collect()
}

fn flaws() -> Vec<Sentence> {
    let mut all = exercises();
    let mut right = Vec::new();
    for text in broken().into_iter().chain(wrong()) {
        match Scenario::parse("x.ron", &text) {
            Ok(_) => right.push(text),
            Err(error) => all.extend(error.problems.into_iter().map(|problem| problem.what)),
        }
    }
    for text in unmet() {
        match Scenario::parse("x.ron", &text).map(|scenario| scenario::run(&scenario).failures) {
            Ok(failures) if failures.is_empty() => right.push(text),
            Ok(failures) => all.extend(failures.into_iter().map(|failure| failure.what)),
            Err(error) => right.push(error.to_string()),
        }
    }
    assert_eq!(right, Vec::<String>::new(), "all of these are wrong, and each in its way");
    all.iter().flat_map(with_inner).collect()
}

#[test]
fn every_flaw_is_told_in_english_as_its_error_says_it_and_in_russian_otherwise() {
    let (english, russian) = (Words::new(Language::English), Words::new(Language::Russian));
    for flaw in flaws() {
        assert_eq!(english.tell(&flaw), flaw.english());
        let told = russian.tell(&flaw);
        assert!(flaw.message().is_none() || told != flaw.english(), "{flaw}");
        assert!(!told.contains(['‹', '$']), "{told}");
    }
}

#[test]
fn every_message_about_a_flaw_is_met() {
    let met: BTreeSet<_> = flaws().iter().filter_map(Sentence::message).collect();
    let words = Language::English.sources().concat();
    let names = words.lines().filter_map(|line| line.split_once(" = ")).map(|(name, _)| name);
    let about_flaws = |name: &&str| ["flaw-", "wanted-", "got-"].iter().any(|start| name.starts_with(start));
    let of_protocol = ["flaw-NotUpperCase", "flaw-TooLong", "flaw-BareLf", "flaw-NoSpace"];
    let never: Vec<_> =
        names.filter(about_flaws).filter(|name| !met.contains(name) && !of_protocol.contains(name)).collect();
    let never: BTreeSet<_> = never.into_iter().collect();
    assert_eq!(never, BTreeSet::from(ELSEWHERE));
}
