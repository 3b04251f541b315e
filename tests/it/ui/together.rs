//! Ladder, diagram and maildrop show the same moment, forwards and backwards, at any size.

use eframe::egui::Key;
use egui_kittest::kittest::Queryable as _;
use popscope::proto::Phase;
use popscope::session::cursor::Move;
use popscope::teach::Language;
use popscope::ui::app::Request;
use popscope::ui::document::Origin;
use popscope::ui::jobs::Loading;
use popscope::ui::prefs::Prefs;
use popscope::ui::room::Pane;

use super::sample;
use super::window::Window;

#[test]
fn a_step_moves_ladder_diagram_and_maildrop_together() {
    let mut window = Window::open();
    for _ in 0..4 {
        window.key(Key::ArrowRight);
    }
    window.shows("Server: +OK POP3 server ready");
    window.shows("AUTHORIZATION, the session is here");
    window.shows("The server has not told anything yet");
    for _ in 4..15 {
        window.key(Key::ArrowRight);
    }
    window.shows("Server: +OK 2 325");
    window.shows("TRANSACTION, the session is here");
    window.shows("2 messages, 325 octets");
    window.shows("locked by Amy’s laptop");
    for _ in 15..23 {
        window.key(Key::ArrowRight);
    }
    window.shows("Server: +OK marked");
    window.shows("2 messages, 1 marked, unmarked: 120 octets");
    window.shows("⊗ marked");
    window.key(Key::End);
    window.shows("closed, the session is here");
    window.shows("∅ removed");
    window.shows("not locked");
}

#[test]
fn back_is_the_way_that_forward_came() {
    for language in Language::ALL {
        let mut window = Window::in_language(language);
        // Whoever was at the end has done the lesson, and that stays.
        window.key(Key::End);
        window.key(Key::Home);
        let mut screens = vec![window.text()];
        for _ in 0..window.app().player.total() {
            window.key(Key::ArrowRight);
            screens.push(window.text());
        }
        for (shown, screen) in screens.iter().enumerate().rev().skip(1) {
            window.key(Key::ArrowLeft);
            assert_eq!(&window.text(), screen, "{language}, {shown} steps");
        }
    }
}

#[test]
fn what_comes_later_is_not_shown() {
    let mut window = Window::open();
    for _ in 0..6 {
        window.key(Key::ArrowRight);
    }
    let text = window.text();
    assert!(text.contains("Server: +OK send PASS") && !text.contains("invalid password"));
}

#[test]
fn two_clients_are_told_apart() {
    let mut window = Window::open();
    window.harness.state_mut().show(sample::lesson("lock", sample::two_clients()));
    window.harness.run();
    let total = window.app().player.total();
    let told = (0..total).any(|_| {
        window.key(Key::ArrowRight);
        window.is_shown("Telephone: USER amy")
    });
    assert!(told, "{}", window.text());
    for text in ["Client Laptop", "Client Telephone"] {
        window.shows(text);
    }
    assert_eq!(window.app().player.session().lanes().clients.len(), 2);
}

#[test]
fn a_hundred_thousand_steps_stay_usable() {
    let mut window = Window::open();
    window.harness.state_mut().show(sample::lesson("long", sample::long(50_000)));
    window.harness.run();
    window.key(Key::End);
    let app = window.app();
    assert!(100_000 < app.player.total());
    assert_eq!(app.player.followed_state().and_then(|state| state.stage.phase()), Some(Phase::Transaction));
    window.shows("Server: +OK");
    let rows = window.text().lines().filter(|line| line.starts_with("Client: NOOP")).count();
    assert!((3..60).contains(&rows), "{rows} rows are painted");
}

/// The harness panics at a character without a glyph, so every text of every lesson has its own.
#[test]
fn every_lesson_can_be_shown_in_both_languages() {
    let open = popscope::ui::open::opener();
    for language in Language::ALL {
        let mut window = Window::in_language(language);
        for lesson in popscope::ui::open::lessons() {
            let request = Request::new(Origin::Lesson(lesson.name.clone()));
            let document = open(&request, &Loading::alone()).expect("a lesson of the program");
            window.harness.state_mut().show(document);
            let total = window.app().player.total();
            assert!(3 < total, "{}", lesson.name);
            for step in (0..total).step_by(8).chain([total - 1]) {
                window.harness.state_mut().player.go(Move::To(step));
                window.harness.step();
            }
            assert!(!window.text().contains('‹'), "{} in {language}", lesson.name);
        }
    }
}

#[test]
fn everything_fits_at_all_sizes_and_in_both_languages() {
    for language in Language::ALL {
        for (size, scale) in [([960.0, 600.0], 1.0), ([1280.0, 800.0], 2.0), ([1920.0, 1080.0], 1.0)] {
            let mut window = Window::with(Prefs { language, ..Prefs::default() });
            window.harness.set_size(size.into());
            window.harness.set_pixels_per_point(scale);
            window.harness.state_mut().player.go(Move::Last);
            window.harness.run();
            let screen = window.harness.ctx.content_rect().expand(1.0);
            for (pane, label) in [(Pane::Side, "AUTHORIZATION"), (Pane::Side, "UPDATE"), (Pane::Lower, "RFC 1939 §6")]
            {
                window.harness.state_mut().views.pane = pane; // In a small window one stands in place of the other.
                window.harness.run();
                let node = window
                    .harness
                    .query_all_by_label_contains(label)
                    .next()
                    .unwrap_or_else(|| panic!("{label} at {size:?} in {language}:\n{}", window.text()));
                assert!(screen.contains_rect(node.rect()), "{label} at {size:?} in {language}");
            }
        }
    }
}

#[test]
fn of_a_full_maildrop_only_what_is_seen_is_painted() {
    let mut window = Window::open();
    window.harness.state_mut().show(sample::lesson("full", sample::full(5000)));
    window.key(Key::End);
    window.shows("mail-0 ");
    let painted = window.text().matches("One of many").count();
    assert!((2..60).contains(&painted), "{painted}");
}
