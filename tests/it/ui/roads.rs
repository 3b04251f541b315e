//! The road of a mail in the window: each protocol has its lifeline, its states and its words.

use eframe::egui::Key;
use popscope::proto::Protocol;
use popscope::source;
use popscope::teach::Language;
use popscope::ui::views::bytes::Model;
use popscope::ui::views::bytes::pieces::Kind;

use super::sample;
use super::window::Window;

fn open(name: &str, language: Language) -> Window {
    let mut window = Window::in_language(language);
    let timeline = source::play_lesson(name).expect("a shipped scenario").timeline;
    window.harness.state_mut().show(sample::lesson(name, timeline));
    window.harness.run();
    window
}

/// Steps on until something is shown.
#[track_caller]
fn step_to(window: &mut Window, label: &str) {
    for _ in 0..window.app().player.total() {
        if window.is_shown(label) {
            return;
        }
        window.key(Key::ArrowRight);
    }
    window.shows(label);
}

#[test]
fn the_road_of_a_mail_is_walked_step_by_step() {
    let mut window = open("road-of-a-mail", Language::English);
    for head in ["Client Bob", "Client Amy", "mail.example.org SMTP :25", "mail.example.org POP3 :110"] {
        window.shows(head);
    }
    step_to(&mut window, "CONNECTED, the session is here");
    window.shows("SMTP: 220 mail.example.org SMTP server ready");
    window.shows("What SMTP tells is not gathered here.");
    window.shows("EHLO · SMTP");
    step_to(&mut window, "RECIPIENTS, the session is here");
    window.shows("DATA · SMTP");
    step_to(&mut window, "DATA, the session is here");
    step_to(&mut window, "Bob: a mail of 195 octets");
    window.shows("The client sends the mail");
    window.shows("RFC 5321 §4.5.2");
    step_to(&mut window, "SMTP: 250 the mail is taken in");
    window.shows("The server has taken the mail in");
    step_to(&mut window, "POP3: +OK POP3 server ready");
    window.shows("AUTHORIZATION, the session is here");
    step_to(&mut window, "POP3: +OK goodbye (maildrop empty)");
    window.shows("UPDATE, the session is here");
    window.key(Key::End);
    let lanes = window.app().player.session().lanes().clone();
    assert_eq!(
        lanes.servers.iter().map(|server| server.protocol).collect::<Vec<_>>(),
        [Protocol::Smtp, Protocol::Pop3]
    );
}

#[test]
fn back_is_the_way_that_forward_came_with_every_protocol() {
    let lessons = [
        ("road-of-a-mail", Language::Russian),
        ("imap-stays", Language::English),
        ("pop2-session", Language::Russian),
        ("smtp-replies", Language::English),
    ];
    for (name, language) in lessons {
        let mut window = open(name, language);
        let mut screens = vec![window.text()];
        for _ in 0..window.app().player.total() {
            window.key(Key::ArrowRight);
            screens.push(window.text());
            assert!(!screens[screens.len() - 1].contains('‹'), "{name}: a message without words");
        }
        for _ in 0..12 {
            window.key(Key::ArrowLeft);
        }
        assert_eq!(window.text(), screens[screens.len() - 13], "{name}, {language}");
    }
}

#[test]
fn each_octet_of_a_mail_of_smtp_has_its_kind() {
    let mut window = open("road-of-a-mail", Language::English);
    step_to(&mut window, "Bob: a mail of 195 octets");
    let kinds = |window: &Window| -> Vec<Kind> {
        let model = Model::new(&window.app().player, &[], "");
        (0..model.lines()).flat_map(|line| model.pieces(line)).map(|piece| piece.kind).collect()
    };
    let mail = kinds(&window);
    let of = |kind| mail.iter().filter(|found| **found == kind).count();
    assert_eq!((of(Kind::Stuffing), of(Kind::Terminator), of(Kind::Status)), (1, 1, 0));
    step_to(&mut window, "SMTP: 250 the mail is taken in");
    assert_eq!(kinds(&window), [Kind::Status, Kind::Text, Kind::Cr, Kind::Lf]);
}
