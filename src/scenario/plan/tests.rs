//! What is wrong with a file is told with its place.

use super::*;

/// A file with these users, this server and these steps, each on a line of its own.
fn file(server: &str, users: &str, steps: &str) -> String {
    format!(
        "Scenario(\n    title: (en: \"a\", ru: \"б\"), about: (en: \"a\", ru: \"б\"),\n    server: ({server}),\n    \
         users: [{users}],\n    steps: [{steps}],\n)"
    )
}

const AMY: &str = "(name: \"amy\", password: \"x\")";

#[track_caller]
fn complains(text: &str, expected: &[&str]) {
    let error = Scenario::parse("x.ron", text).expect_err("a wrong file");
    let told = error.to_string();
    let lines: Vec<_> = told.lines().collect();
    assert_eq!(lines.len(), expected.len(), "{told}");
    for (line, expected) in lines.iter().zip(expected) {
        assert!(line.starts_with(expected), "expected {expected}\ngot {line}");
    }
}

#[test]
fn a_right_file_is_a_scenario() {
    let scenario = Scenario::parse("x.ron", &file("", AMY, "Connect, Send(\"QUIT\", Ok)")).expect("a right file");
    assert_eq!((&*scenario.title.en, &*scenario.title.ru), ("a", "б"));
    assert_eq!(scenario.steps.len(), 3);
    assert_eq!(scenario.steps[1].place, scenario.steps[2].place);
}

#[test]
fn syntax_and_unknown_fields_are_told_by_the_reader() {
    complains("Scenario(\n  title: 1", &["x.ron:2:"]);
    complains(&file("colour: \"red\"", AMY, "Connect"), &["x.ron:3:"]);
    complains(&file("", AMY, "Conect"), &["x.ron:5:"]);
}

#[test]
fn a_command_that_is_none_is_a_slip() {
    complains(
        &file("", AMY, "Connect, Send(\"TOP 1\")"),
        &["x.ron:5:27: TOP needs a message number and a number of lines (SendRaw sends it all the same)"],
    );
    complains(&file("", AMY, "Pipeline([\"STAT\", \"RERT 1\"])"), &["x.ron:5:31: unknown keyword"]);
    complains(&file("", AMY, "Send(\"STAT\\r\\nQUIT\")"), &["x.ron:5:18: a command is one line"]);
}

#[test]
fn all_mistakes_are_told_not_only_the_first() {
    let users = "(name: \"a b\", password: \"x\"), (name: \"amy\"), (name: \"eve\", password: \"x\", secret: \"y\")";
    let steps = "On(\"phone\"), Deliver(user: \"zoe\", message: Text(\"x\")), Note(en: \"a\", ru: \" \")";
    complains(
        &file("autologout: 60", users, steps),
        &[
            "x.ron:3:26: an autologout timer has at least ten minutes",
            "x.ron:4:20: a name is one word",
            "x.ron:4:43: amy needs a password or a secret",
            "x.ron:4:95: a password or a secret, not both",
            "x.ron:5:13: there is no client phone: none of them has a name",
            "x.ron:5:40: there is no user zoe",
            "x.ron:5:86: the ru text is empty",
        ],
    );
}

#[test]
fn texts_of_the_server_are_checked() {
    let server = "texts: { greeting: \"+OK {timestamp}\", noop: \"fine\", user: \"+OK {usr}\" }";
    complains(
        &file(server, AMY, "Connect"),
        &[
            "x.ron:3:33: a {timestamp} offers APOP",
            "x.ron:3:58: this text says yes, so it begins with +OK",
            "x.ron:3:72: unknown placeholder {usr}: this text knows {host}, {user}",
        ],
    );
    complains(&file("apop: true, texts: { greeting: \"+OK\" }", AMY, "Connect"), &["x.ron:3:45: with APOP"]);
}

#[test]
fn what_is_too_young_for_a_server_is_told() {
    complains(
        &file("generation: Rfc1225, apop: true, capa: true", AMY, "Connect"),
        &["x.ron:3:41: APOP came with RFC 1460", "x.ron:3:53: CAPA came with RFC 2449"],
    );
}

#[test]
fn messages_are_checked() {
    let users = "(name: \"amy\", password: \"x\", messages: [\
        Mail(text: \"abc\", octets: 9), Mail(text: \"x\", unique_id: \"a b\"), Generated(octets: 3, subject: \"x\"),\
        Mail(text: \"x\", unique_id: \"a\"), Mail(text: \"y\", unique_id: \"a\")])";
    complains(
        &file("", users, "Connect"),
        &[
            "x.ron:4:79: the text has 5 octets, not 9",
            "x.ron:4:110: a unique-id consists of",
            "x.ron:4:136: a message with this head has at least",
            "x.ron:4:186: the unique-id a was used before",
        ],
    );
}

#[test]
fn what_is_made_up_has_a_bound_for_the_whole_scenario() {
    let large = "Generated(octets: 16777216, subject: \"x\"),";
    let users = format!("(name: \"amy\", password: \"x\", messages: [\n{}])", format!("{large}\n").repeat(1000));
    let expected = "x.ron:21:19: all generated messages together have at most 268435456 octets";
    complains(&file("", &users, "Connect"), &[expected]);
    let steps = format!("Deliver(user: \"amy\", message: {large}),\n").repeat(17);
    complains(&file("", AMY, &steps), &["x.ron:21:49: all generated messages together"]);
    let steps = format!("SendMail({large}),\n").replace(",)", ")").repeat(17);
    complains(&file("", AMY, &steps), &["x.ron:21:28: all generated messages together"]);
}
