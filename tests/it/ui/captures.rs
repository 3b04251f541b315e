//! Captures of many sessions: they arrive, are sorted, filtered, opened, and summed up.

use eframe::egui::Key;
use egui_kittest::kittest::Queryable as _;
use popscope::teach::Language;
use popscope::ui::command::Central;
use popscope::ui::document::Title;
use popscope::ui::views::sessions::Column;

use super::sample;
use super::window::Window;

pub(super) const THREE: [(u64, &str, usize); 3] = [(0, "amy", 3), (1, "eve", 0), (2, "bob", 9)];

fn open_three() -> Window {
    three_in(Window::open())
}

fn three_in(mut window: Window) -> Window {
    window.harness.state_mut().show(sample::capture("three.pcap", &THREE, None));
    window.harness.run();
    window
}

/// The users of the rows, from top to bottom.
pub(super) fn users(window: &Window) -> Vec<&'static str> {
    let app = window.app();
    let document = app.shelf.open_document().expect("a capture");
    let places = app.views.sessions.order().iter();
    let numbers = places.map(|&place| document.sessions[place].number);
    numbers.map(|number| THREE.iter().find(|(index, _, _)| *index == number).expect("one of three").1).collect()
}

pub(super) fn chosen(window: &Window) -> Option<u64> {
    window.app().views.sessions.selected()
}

#[test]
fn a_capture_of_several_sessions_opens_with_its_table() {
    let window = open_three();
    assert_eq!(window.app().views.central, Central::Sessions);
    window.shows("3 of 3");
    window.shows("Session 1, 192.0.2.10:50000, User amy, State UPDATE");
    assert!(!window.is_shown("One step forward"), "what is about one session makes room");
    assert_eq!(users(&window), ["amy", "eve", "bob"]);
}

#[test]
fn a_capture_of_one_session_opens_with_its_replay() {
    let mut window = Window::open();
    window.harness.state_mut().show(sample::capture("one.pcap", &THREE[..1], None));
    window.harness.run();
    assert_eq!(window.app().views.central, Central::Ladder);
    window.shows("One step forward");
    window.press("Sessions");
    window.shows("1 of 1");
}

#[test]
fn a_head_sorts_and_sorts_back() {
    let mut window = open_three();
    window.press("Cmds");
    assert_eq!(users(&window), ["bob", "amy", "eve"], "the largest first");
    window.press("Cmds, sorted downwards");
    assert_eq!(users(&window), ["eve", "amy", "bob"]);
    window.press("User");
    assert_eq!(users(&window), ["amy", "bob", "eve"]);
    window.press("Server");
    assert_eq!(users(&window), ["amy", "bob", "eve"], "what is equal stays in its order");
    window.press("No");
    assert_eq!(users(&window), ["amy", "eve", "bob"]);
}

#[test]
fn every_column_sorts() {
    let mut window = open_three();
    for column in Column::ALL {
        let document = window.app().shelf.open_document().expect("a capture").clone();
        window.harness.state_mut().views.sessions.sort_by(column, &document);
        window.harness.run();
        assert_eq!(users(&window).len(), 3, "{column:?}");
        assert_eq!(window.app().views.sessions.sort().column, column);
    }
}

#[test]
fn the_filter_finds_and_says_what_is_wrong() {
    let mut window = open_three();
    window.ctrl(Key::F);
    window.write("user:amy or commands>10");
    window.shows("2 of 3");
    assert_eq!(users(&window), ["amy", "bob"]);
    window.write(" or usr:x");
    window.shows("There is no such key");
    assert_eq!(users(&window), ["amy", "bob"], "a wrong filter changes nothing");
    window.key(Key::Num2);
    assert_eq!(window.app().views.central, Central::Sessions, "keys belong to the field");
    window.harness.state_mut().views.sessions.set_filter("user:nobody".to_owned());
    window.harness.run();
    window.shows("No session matches the filter");
    window.shows("0 of 3");
    window.press("Filter help");
    window.shows("finding:cleartext-password");
}

#[test]
fn keys_choose_and_open_a_row_and_lead_back() {
    let mut window = open_three();
    assert_eq!(chosen(&window), Some(0));
    window.key(Key::ArrowDown);
    assert_eq!(chosen(&window), Some(1));
    window.key(Key::End);
    assert_eq!(chosen(&window), Some(2));
    window.key(Key::Home);
    window.key(Key::ArrowDown);
    assert_eq!(window.cursor(), 0, "no step is taken in the table");
    window.key(Key::Enter);
    assert_eq!(window.app().views.central, Central::Ladder);
    window.shows("Step 0 of 9");
    window.key(Key::ArrowRight);
    assert_eq!(window.cursor(), 1);
    window.key(Key::Escape);
    assert_eq!((window.app().views.central, chosen(&window)), (Central::Sessions, Some(1)));
    window.key(Key::Enter);
    window.key(Key::Backspace);
    assert_eq!(window.app().views.central, Central::Sessions);
    window.choose("Session", "Replay of the session");
    assert_eq!(window.app().views.central, Central::Ladder);
}

#[test]
fn a_click_chooses_a_row_and_two_open_it() {
    let mut window = open_three();
    let label =
        "Session 3, 192.0.2.10:50000, User bob, State UPDATE, Cmds 12, Mails 0, Findings 0 errors, 1 warning, 0 notes";
    window.press(label);
    assert_eq!((chosen(&window), window.app().views.central), (Some(2), Central::Sessions));
    window.harness.ctx.options_mut(|options| options.input_options.max_double_click_delay = 9.0);
    window.press(label);
    assert_eq!(window.app().views.central, Central::Ladder);
    window.shows("Step 0 of 27");
}

#[test]
fn the_next_session_is_the_next_row() {
    let mut window = open_three();
    window.harness.state_mut().views.sessions.set_filter("-user:eve".to_owned());
    window.press("Cmds");
    assert_eq!(users(&window), ["bob", "amy"]);
    window.key(Key::Home);
    window.key(Key::Enter);
    window.shows("3. bob");
    window.ctrl(Key::PageDown);
    assert_eq!(window.app().player.session().number, 0);
    window.ctrl(Key::PageUp);
    assert_eq!(window.app().player.session().number, 2);
}

#[test]
fn the_summary_tells_what_was_counted() {
    let mut window = open_three();
    window.press("Summary");
    assert_eq!(window.app().views.central, Central::Summary);
    for text in ["POP3 sessions", "NOOP: 12", "accepted: 2 (66 %)", "refused: 1 (33 %)", "in the clear: 3 (100 %)"] {
        window.shows(text);
    }
    window.shows("Picture: 3 sessions began");
    window.shows("Picture: half of 21 replies came within");
    window.press("A password goes over the wire in the clear: 3");
    assert_eq!(window.app().views.central, Central::Sessions);
    assert_eq!(window.app().views.sessions.filter, "finding:cleartext-password");
    window.shows("3 of 3");
}

#[test]
fn a_port_can_be_treated_as_one_of_pop3() {
    let mut window = Window::open();
    window.harness.state_mut().show(sample::capture("good.pcap", &THREE, None));
    window.harness.run();
    window.press("Summary");
    window.harness.get_by_label("Port").focus();
    window.harness.run();
    window.write("99999");
    assert!(window.app().jobs.running().is_empty());
    window.harness.state_mut().views.summary.port = "1110".to_owned();
    window.harness.run();
    window.press("Treat as POP3");
    window.wait();
    assert_eq!(window.app().last_request().map(|request| request.options.pop3_ports.contains(&1110)), Some(true));
}

#[test]
fn a_capture_without_a_session_shows_what_else_is_in_it() {
    let mut window = Window::open();
    window.harness.state_mut().show(sample::capture("empty.pcap", &[], None));
    window.harness.run();
    assert_eq!(window.app().views.central, Central::Summary);
    window.shows("No POP3 session was found");
    window.press("Treat as POP3");
    window.press("Sessions");
    window.shows("0 of 0");
    window.press("1. Lesson download");
    window.shows("Step 0 of 32");
}

#[test]
fn many_sessions_are_painted_as_far_as_they_are_seen() {
    let mut window = Window::open();
    let mut document = sample::capture("many.pcap", &[], None);
    let one = popscope::ui::document::Session::of_capture(Title::same("1"), sample::recorded(0, "amy", 0));
    for number in 0..20_000 {
        let mut session = one.clone();
        session.number = number;
        if let Some(row) = &mut session.row {
            row.index = number;
        }
        document.sessions.push(std::sync::Arc::new(session));
    }
    window.harness.state_mut().show(document);
    window.harness.run();
    window.shows("20\u{a0}000 of 20\u{a0}000");
    window.key(Key::End);
    assert_eq!(chosen(&window), Some(19_999));
    window.shows("Session 20000, ");
    let rows = window.text().lines().filter(|line| line.starts_with("Session ")).count();
    assert!((5..80).contains(&rows), "{rows} rows are painted");
}

#[test]
fn pages_have_names_and_fit_in_both_languages() {
    for language in Language::ALL {
        let mut window = three_in(Window::in_language(language));
        for page in Central::ALL {
            window.harness.state_mut().views.central = page;
            window.harness.run();
            window.harness.check_accessibility();
            assert!(!window.text().contains('‹'), "{page:?} in {language}");
        }
    }
}

#[test]
fn the_pages_fit_between_the_panels_of_a_small_window() {
    for language in Language::ALL {
        let mut window = Window::in_language(language);
        window.harness.set_size(egui::vec2(960.0, 600.0));
        window.harness.state_mut().show(sample::capture("good.pcap", &THREE, None));
        window.harness.run();
        window.harness.state_mut().views.central = Central::Ladder;
        window.harness.run();
        let name = |page: Central| window.app().words.get(page.word());
        let library = window.app().prefs.library_width;
        let mut right = library;
        for page in Central::ALL {
            let rect = window.harness.get_by_label(&name(page)).rect();
            assert!(right <= rect.left() && 30.0 < rect.width(), "{language}: {page:?} at {rect:?} behind {right}");
            right = rect.right();
        }
        let side = 960.0 - window.app().prefs.side_width;
        assert!(right <= side, "{language}: {right} {side}");
    }
}
