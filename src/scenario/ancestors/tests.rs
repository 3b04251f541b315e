//! What clients of POP1 and POP2 say in the place of a script of POP3, and what they get by it.

use super::*;
use crate::proto::Protocol;
use crate::proto::Side;
use crate::scenario::library;
use crate::scenario::run;
use crate::session::Fact;
use crate::session::Timeline;
use crate::session::timeline::What;

const FRAME: &str = r#"Scenario(
    title: (en: "T", ru: "Т"), about: (en: "A", ru: "А"), server: (host: "h.example"),
    users: [(name: "amy", password: "open sesame", messages: [
        Text("Subject: one\n\n.\n"), Text("Subject: two\n\n2\n"),
    ])],
    steps: [STEPS],
)"#;

/// Plays steps before the mails of Amy, told in a protocol before POP3.
fn play(ancestor: Ancestor, steps: &str) -> Timeline {
    let scenario = Scenario::parse("t.ron", &FRAME.replace("STEPS", steps)).expect("a scenario");
    let told = told_in(ancestor, &scenario);
    let run = run(&told);
    assert_eq!(run.failures, []);
    run.timeline()
}

/// All lines with the rules before them.
fn told(ancestor: Ancestor, steps: &str) -> Vec<String> {
    let timeline = play(ancestor, steps);
    let line = |what: &What| match what {
        What::Said(said) if said.is_content() => Some(format!("S: <{} octets>", said.raw.len())),
        What::Said(said) => {
            let side = if said.side == Side::Client { "C" } else { "S" };
            Some(format!("{side}: {}", said.shown_line(true)))
        }
        What::Fact(Fact::StandsFor { command, rule, .. }) => Some(format!("{command} ({})", rule.as_str())),
        What::Closed(_) => Some("closed".to_owned()),
        What::Opened | What::Gap { .. } | What::Conflict { .. } | What::Fact(_) => None,
    };
    timeline.steps().iter().filter_map(|step| line(&step.what)).collect()
}

const LOGIN: &str = r#"Connect, Send("USER amy"), Send("PASS open sesame"),"#;

/// The same behind the login.
fn behind_login(ancestor: Ancestor, steps: &str) -> Vec<String> {
    let all = told(ancestor, &format!("{LOGIN}{steps}"));
    let login = match ancestor {
        Ancestor::Pop1 => 7,
        Ancestor::Pop2 => 5,
    };
    all[login..].to_vec()
}

#[test]
fn a_login_is_one_line_in_pop2_and_two_in_pop1() {
    let pop2 = [
        "S: + POP2 h.example server ready",
        "USER amy (name-with-password)",
        "PASS •••••• (login)",
        "C: HELO amy open\\ sesame",
        "S: #2 messages",
    ];
    assert_eq!(told(Ancestor::Pop2, LOGIN), pop2);
    let pop1 = [
        "S: +OK POP1 h.example server ready",
        "USER amy (name)",
        "C: USER amy",
        "S: +OK password please",
        "PASS •••••• (login)",
        "C: PASS open sesame",
        "S: +OK",
    ];
    assert_eq!(told(Ancestor::Pop1, LOGIN), pop1);
}

#[test]
fn counting_and_lengths() {
    let steps = r#"Send("STAT"), Send("LIST 2"), Send("LIST"),"#;
    let pop2 = [
        "STAT (count)",
        "C: FOLD INBOX",
        "S: #2 messages",
        "LIST 2 (length)",
        "C: READ 2",
        "S: =19 characters in message 2",
        "LIST (length)",
        "C: READ 1",
        "S: =19 characters in message 1",
        "C: READ 2",
        "S: =19 characters in message 2",
    ];
    assert_eq!(behind_login(Ancestor::Pop2, steps), pop2);
    let pop1 = [
        "STAT (count)",
        "C: RETR amy",
        "S: #38",
        "C: RSET",
        "S: +OK",
        "LIST 2 (no-counterpart)",
        "LIST (no-counterpart)",
    ];
    assert_eq!(behind_login(Ancestor::Pop1, steps), pop1);
}

#[test]
fn deletion_is_said_with_the_acknowledgment_or_with_the_whole_mailbox() {
    let steps = r#"Send("RETR 1"), Send("RETR 2"), Send("DELE 1"), Send("STAT"), Send("QUIT"),"#;
    let pop2 = [
        "RETR 1 (fetch-to-delete)",
        "C: READ 1",
        "S: =19 characters in message 1",
        "C: RETR",
        "S: <19 octets>",
        "C: ACKD",
        "S: =19 characters in message 2",
        "RETR 2 (fetch)",
        "C: READ 2",
        "S: =19 characters in message 2",
        "C: RETR",
        "S: <19 octets>",
        "C: ACKS",
        "S: =0 no message",
        "DELE 1 (deleted-already)",
        "STAT (count-would-delete)",
        "QUIT (quit)",
        "C: QUIT",
        "S: + OK, goodbye",
        "closed",
    ];
    assert_eq!(behind_login(Ancestor::Pop2, steps), pop2);
    let some = behind_login(Ancestor::Pop1, steps);
    assert_eq!(some[..4], ["RETR 1 (fetch)", "C: RETR amy", "S: #38", "C: RCEV"]);
    assert!(
        some.contains(&"RETR 2 (fetched-already)".to_owned()) && some.contains(&"DELE 1 (delete-of-some)".to_owned())
    );
    let all = behind_login(Ancestor::Pop1, r#"Send("RETR 1"), Send("DELE 1"), Send("DELE 2"), Send("QUIT"),"#);
    assert_eq!(all[..2], ["RETR 1 (fetch-to-delete)", "C: RDEL amy"]);
    assert!(all.contains(&"DELE 2 (deleted-already)".to_owned()), "{all:?}");
}

#[test]
fn what_rset_takes_back_is_not_said_and_what_is_said_again_is() {
    let steps = r#"Send("DELE 1"), Send("RSET"), Send("DELE 2"),"#;
    let rules = |ancestor| -> Vec<String> {
        behind_login(ancestor, steps).into_iter().filter(|line| line.ends_with(')')).collect()
    };
    assert_eq!(
        rules(Ancestor::Pop2),
        ["DELE 1 (delete-taken-back)", "RSET (no-counterpart)", "DELE 2 (delete-unread)"]
    );
    assert_eq!(
        rules(Ancestor::Pop1),
        ["DELE 1 (delete-taken-back)", "RSET (no-counterpart)", "DELE 2 (delete-of-some)"]
    );
}

#[test]
fn pop1_deletes_at_once_and_pop2_at_the_end() {
    let left = |ancestor: Ancestor, end: &str| {
        let steps = format!(r#"{LOGIN} Send("RETR 1"), Send("RETR 2"), Send("DELE 1"), Send("DELE 2"), {end}"#);
        let timeline = play(ancestor, &steps);
        let snapshot = timeline.snapshot(crate::session::Cursor(timeline.len()));
        snapshot.inside.get("amy").map(|inside| inside.messages.len())
    };
    assert_eq!((left(Ancestor::Pop1, r#"Send("QUIT")"#), left(Ancestor::Pop2, r#"Send("QUIT")"#)), (Some(0), Some(0)));
    assert_eq!((left(Ancestor::Pop1, "Drop"), left(Ancestor::Pop2, "Drop")), (Some(0), Some(2)), "no UPDATE state");
}

#[test]
fn behind_a_mistake_pop2_connects_again() {
    let steps =
        r#"Connect, Send("USER amy"), Send("PASS wrong"), Send("USER amy"), Send("PASS open sesame"), Send("NOOP"),"#;
    let told = told(Ancestor::Pop2, steps);
    let greetings = told.iter().filter(|line| line.contains("ready")).count();
    assert_eq!(greetings, 2, "{told:?}");
    assert!(told.contains(&"S: - no such user, or a wrong password".to_owned()));
    assert_eq!(told.last().map(String::as_str), Some("NOOP (no-counterpart)"));
}

#[test]
fn lines_that_came_together_or_in_pieces_are_told_one_by_one() {
    let steps = r#"Connect, SendRaw("US"), SendRaw("ER amy\r\nPASS open ses"), SendRaw("ame\r\nUIDL\r\nxyz\r\n"),"#;
    let told = told(Ancestor::Pop2, steps);
    assert_eq!(
        told[3..],
        ["C: HELO amy open\\ sesame", "S: #2 messages", "UIDL (no-counterpart)", "… (no-counterpart)"]
    );
}

/// The lessons in which clients speak POP3.
fn lessons() -> impl Iterator<Item = (&'static str, Scenario)> {
    library::ALL.iter().map(|shipped| (shipped.name, shipped.scenario())).filter(|(_, lesson)| speaks_pop3(lesson))
}

#[test]
fn every_lesson_is_told_and_what_was_fetched_is_what_lies_there() {
    let mut fetched = [0; 2];
    for (name, lesson) in lessons() {
        for (ancestor, fetched) in Ancestor::ALL.into_iter().zip(&mut fetched) {
            let told = told_in(ancestor, &lesson);
            let run = run(&told);
            assert_eq!(run.failures, [], "{name} in {}", ancestor.protocol());
            let mut store = Vec::new();
            for user in lesson.site.store.users() {
                store.extend(lesson.site.store.mails(user).map(|mail| mail.octets().to_vec()));
            }
            for step in &lesson.steps {
                if let Action::Deliver { mail, .. } = &step.action {
                    store
                        .push(crate::sim::Mail::new("x".parse().expect("a unique-id"), &mail.octets).octets().to_vec());
                }
            }
            let timeline = run.timeline();
            for step in timeline.steps() {
                let Some(said) = step.said().filter(|said| said.is_content()) else { continue };
                let protocol =
                    step.connection.and_then(|id| timeline.connection(id)).map(|connection| connection.protocol);
                if protocol != Some(ancestor.protocol()) {
                    continue;
                }
                assert!(is_made_of(&said.raw, &store), "{name} in {}: {:?}", ancestor.protocol(), said.first_line());
                *fetched += 1;
            }
        }
    }
    assert!(fetched.iter().all(|count| 20 < *count), "{fetched:?}");
}

/// Whether octets are whole mails, one behind the other.
fn is_made_of(octets: &[u8], mails: &[Vec<u8>]) -> bool {
    octets.is_empty()
        || mails.iter().any(|mail| {
            !mail.is_empty() && octets.strip_prefix(mail.as_slice()).is_some_and(|rest| is_made_of(rest, mails))
        })
}

#[test]
fn a_script_that_is_told_plays_the_same_each_time_and_the_observer_agrees() {
    for (name, lesson) in lessons() {
        for ancestor in Ancestor::ALL {
            let told = told_in(ancestor, &lesson);
            assert_eq!(told.steps, told_in(ancestor, &lesson).steps, "{name}");
            let run = run(&told);
            let mut recorder = crate::session::Recorder::new();
            for (event, truth) in run.events.iter().zip(&run.truths) {
                recorder.record(event.clone());
                let disagreement = truth.disagreement(event, recorder.now());
                assert_eq!(disagreement, None, "{name} in {}: {event:?}", ancestor.protocol());
            }
        }
    }
}

#[test]
fn no_secret_of_a_script_stands_in_the_steps_that_tell_its_rules() {
    for (name, lesson) in lessons() {
        for ancestor in Ancestor::ALL {
            for step in told_in(ancestor, &lesson).steps {
                let Action::StandsFor { command, .. } = step.action else { continue };
                assert!(!command.contains("sesame") && !command.contains("tanstaaf"), "{name}: {command}");
            }
        }
    }
    assert_eq!(Protocol::Pop1.port(), Protocol::Pop2.port());
}
