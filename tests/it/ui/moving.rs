//! Going through a session: step by step, by itself, and by the scrubber.

use eframe::egui::Key;
use egui_kittest::kittest::Queryable as _;

use super::sample::TOTAL;
use super::window::Window;

#[test]
fn the_transport_moves_the_cursor() {
    let mut window = Window::open();
    window.shows("Step 0 of 32");
    window.press("One step forward");
    window.press("One step forward");
    assert_eq!(window.cursor(), 2);
    window.press("One step back");
    assert_eq!(window.cursor(), 1);
    window.press("To the end");
    assert_eq!(window.cursor(), TOTAL);
    window.press("To the beginning");
    assert_eq!(window.cursor(), 0);
}

#[test]
fn play_takes_the_steps_by_itself_and_rests_at_the_end() {
    let mut window = Window::open();
    window.press("Play or pause");
    assert!(window.app().player.is_playing());
    for _ in 0..40 {
        window.harness.step();
    }
    let reached = window.cursor();
    assert!(2 < reached && reached < TOTAL, "{reached}");
    window.press("Pause");
    assert!(!window.app().player.is_playing());
    let rested = window.cursor();
    window.harness.run_steps(20);
    assert_eq!(window.cursor(), rested);
    window.key(Key::Space);
    for _ in 0..400 {
        window.harness.step();
    }
    assert_eq!((window.cursor(), window.app().player.is_playing()), (TOTAL, false));
    window.key(Key::Space);
    assert!(window.cursor() < 3, "it plays again from the beginning");
}

#[test]
fn the_first_screen_invites_to_play() {
    let mut window = Window::open();
    window.press("Play from the beginning");
    assert!(window.app().player.is_playing());
    window.key(Key::ArrowRight);
    assert!(!window.is_shown("Play from the beginning"));
}

#[test]
fn a_step_by_hand_ends_playing() {
    let mut window = Window::open();
    window.key(Key::Space);
    window.key(Key::ArrowRight);
    assert!(!window.app().player.is_playing());
}

#[test]
fn a_window_at_rest_does_not_paint() {
    let mut window = Window::open();
    window.key(Key::ArrowRight);
    let output = &window.harness.output().viewport_output;
    assert!(output.values().all(|viewport| viewport.repaint_delay == std::time::Duration::MAX));
}

#[test]
fn the_scrubber_goes_where_it_is_pressed() {
    let mut window = Window::open();
    window.press("Place in the session");
    assert!((TOTAL / 2 - 1..=TOTAL / 2 + 1).contains(&window.cursor()), "{}", window.cursor());
    let before = window.cursor();
    window.harness.get_by_label("Place in the session").increment_accesskit();
    window.harness.run();
    assert_eq!(window.cursor(), before + 1);
    window.harness.get_by_label("Place in the session").decrement_accesskit();
    window.harness.run();
    assert_eq!(window.cursor(), before);
}

#[test]
fn a_click_on_a_row_goes_there() {
    let mut window = Window::open();
    window.key(Key::End);
    for _ in 0..26 {
        window.key(Key::ArrowLeft);
    }
    window.press("Server: +OK POP3 server ready");
    assert_eq!(window.cursor(), 4);
}
