//! What is told of a recorded session: logins, times, frames, findings, and the fate of its messages.

use eframe::egui::Key;
use egui_kittest::kittest::Queryable as _;
use popscope::session::cursor::Move;
use popscope::ui::command::Central;

use super::sample;
use super::window::Window;

#[test]
fn logins_and_times_are_told_with_the_secret_masked() {
    let mut window = Window::open();
    window.press("Logins and times");
    window.shows("⊗ refused: USER/PASS · amy · password •••••• · in the clear");
    window.shows("● accepted: USER/PASS · amy · password •••••• · in the clear");
    window.shows("12 round trips");
    window.shows("PASS ••••••, Reply time 740 ms, Think time 740 ms");
    assert!(!window.text().contains("sesame"));
    assert!(!window.is_shown("Check a secret"), "there is no digest");
    window.press("● accepted: USER/PASS · amy · password •••••• · in the clear");
    assert_eq!(window.cursor(), 11);
    window.choose("Session", "Show secrets");
    window.shows("password open sesame");
    window.key(Key::Num6);
    assert_eq!(window.app().views.tab, popscope::ui::command::Tab::Exchanges);
}

/// The exchange of RFC 1939 §7.
#[test]
fn a_typed_secret_is_held_against_a_digest() {
    let mut window = Window::open();
    window.harness.state_mut().show(sample::lesson("apop", sample::apop()));
    window.harness.run();
    window.press("Logins and times");
    window.harness.get_by_label("Check a secret").focus();
    window.harness.run();
    window.write("tanstaa");
    window.shows("this is not the secret");
    window.write("f");
    window.shows("this is the secret");
    assert!(!window.text().contains("tanstaaf"));
    window.press("1. Lesson download");
    window.harness.state_mut().show(sample::lesson("apop", sample::apop()));
    window.harness.run();
    assert!(!window.is_shown("this is the secret"), "it is forgotten with the session");
}

#[test]
fn a_secret_is_typed_character_by_character_and_shown_to_nobody() {
    let mut window = Window::open();
    window.harness.state_mut().show(sample::lesson("apop", sample::apop()));
    window.harness.run();
    let steps = window.app().player.session().timeline.steps();
    let apop = steps.iter().position(|step| step.said().is_some_and(|said| said.raw.starts_with(b"APOP")));
    window.harness.state_mut().player.go(Move::To(apop.expect("it is said")));
    window.key(Key::Num2);
    window.harness.get_by_label("Type the secret to check it").focus();
    window.harness.run();
    for letter in "tanstaa".chars() {
        window.write(&letter.to_string());
    }
    assert_eq!(window.app().views.bytes.typed, "tanstaa");
    window.shows("another secret");
    window.write("f");
    window.shows("it knows the secret");
    assert!(!window.text().contains("tanstaa"));
}

#[test]
fn mailboxes_tell_the_fate_of_each_message() {
    let mut window = Window::open();
    let document = sample::open_capture("dovecot-mpop-keep.pcapng");
    let stories =
        document.capture.as_ref().and_then(|capture| capture.stories.clone()).expect("it was read to its end");
    assert!(!stories.messages.is_empty());
    window.harness.state_mut().show(document);
    window.harness.run();
    window.press("Mailboxes");
    window.shows("● kept");
    let all = stories.messages.len();
    window.shows(&format!("{all} of {all}"));
    window.harness.state_mut().views.mailboxes.filter = "nobody@nowhere".to_owned();
    window.harness.run();
    window.shows("Nothing matches");
    window.harness.state_mut().views.mailboxes.filter = String::new();
    window.harness.run();
    window.harness.get_all_by_label("Session 1").next().expect("a link").click();
    window.harness.run();
    assert_eq!((window.app().views.central, window.app().player.session().number), (Central::Ladder, 0));
}

#[test]
fn a_capture_tells_its_frames() {
    let mut window = Window::open();
    window.harness.state_mut().show(sample::open_capture("dovecot-curl.pcap"));
    window.harness.run();
    window.harness.state_mut().views.central = Central::Ladder;
    for _ in 0..3 {
        window.key(Key::ArrowRight);
    }
    let step = window.app().player.step().expect("a step").clone();
    let frame = step.frames().next().expect("it came from a frame");
    window.shows(&format!("frame {frame}"));
    window.press("Packets");
    window.shows("How many frames");
}

#[test]
fn what_is_not_certain_says_so() {
    let mut window = Window::open();
    window.harness.state_mut().show(sample::lesson("damaged", sample::damaged()));
    window.key(Key::End);
    let text = window.text();
    assert!(text.contains("is not certain — "), "{text}");
}

#[test]
fn findings_are_listed_and_lead_to_their_steps() {
    let mut window = Window::open();
    window.harness.state_mut().show(sample::open_capture("dovecot-raw-mistakes.pcap"));
    window.harness.run();
    window.press("Replay");
    let findings = window.app().player.session().findings.clone();
    assert!(2 < findings.len(), "{findings:?}");
    let steps: std::collections::BTreeSet<usize> = findings.iter().map(|finding| finding.step + 1).collect();
    let mut seen = Vec::new();
    for _ in 0..steps.len() {
        window.key(Key::F8);
        seen.push(window.cursor());
    }
    assert_eq!(seen, steps.iter().copied().collect::<Vec<_>>());
    window.key(Key::F8);
    assert_eq!(window.cursor(), seen[seen.len() - 1], "there is none behind the last");
    window.harness.key_press_modifiers(egui::Modifiers::SHIFT, Key::F8);
    window.harness.run();
    assert_eq!(window.cursor(), seen[seen.len() - 2]);
    window.key(Key::Num7);
    let first = findings[0];
    let line = popscope::ui::views::findings::Line::new(first, &window.app().words).spoken(&window.app().words);
    window.harness.get_all_by_label(&line).next().expect("a line").click();
    window.harness.run();
    assert_eq!(window.cursor(), first.step + 1);
    window.choose("Session", "Next finding");
    assert_eq!(Some(window.cursor()), steps.iter().nth(1).copied());
}
