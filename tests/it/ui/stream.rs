//! The stream of a session: all that was said, one line below the other.

use eframe::egui::Key;
use popscope::ui::command::Central;

use super::sample;
use super::window::Window;

#[test]
fn the_stream_tells_everything_and_leads_to_the_step() {
    let mut window = Window::open();
    window.press("Stream");
    assert_eq!(window.app().views.central, Central::Stream);
    for text in ["C: USER amy", "S: +OK send PASS", "C: PASS ••••••", "S: ..this line begins with a dot", "S: ."]
    {
        window.shows(text);
    }
    assert!(!window.text().contains("sesame"));
    window.press("Show secrets");
    window.shows("C: PASS open sesame");
    window.press("Hide secrets");
    window.press("Hex");
    window.shows("C: 00000000  55 53 45 52 20 61 6d 79  0d 0a                    USER amy··");
    window.shows("C: 0000000a  50 41 53 53 20 •• •• ••  •• •• 0d 0a              PASS ·······");
    window.press("Text");
    window.press("C: STAT");
    assert_eq!((window.app().views.central, window.cursor()), (Central::Ladder, 14));
}

#[test]
fn the_stream_is_searched() {
    let mut window = Window::open();
    window.ctrl(Key::F);
    assert_eq!(window.app().views.central, Central::Stream);
    window.write("MARKED");
    window.shows("1 of 2");
    window.key(Key::Enter);
    window.shows("2 of 2");
    window.press("Next place");
    window.shows("1 of 2");
    window.press("Previous place");
    window.shows("2 of 2");
    window.harness.state_mut().views.stream.query = "sesame".to_owned();
    window.harness.run();
    window.shows("0 of 0");
    window.press("Show secrets");
    window.shows("1 of 1");
}

#[test]
fn the_stream_of_a_long_session_is_found_piece_by_piece() {
    let mut window = Window::open();
    window.harness.state_mut().show(sample::lesson("long", sample::long(50_000)));
    window.press("Stream");
    assert!(window.app().views.stream.is_whole());
    assert!(100_000 < window.app().views.stream.index().rows().len());
    let rows = window.text().lines().filter(|line| line.starts_with("C: NOOP")).count();
    assert!((3..80).contains(&rows), "{rows} rows are painted");
    window.harness.state_mut().views.stream.query = "+OK ready".to_owned();
    window.harness.run();
    window.shows("1 of 1");
}
