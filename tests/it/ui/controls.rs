//! Every control, pressed.

use eframe::egui;
use eframe::egui::Key;
use egui_kittest::kittest::NodeT as _;
use egui_kittest::kittest::Queryable as _;
use popscope::teach::Language;
use popscope::ui::command::Central;
use popscope::ui::command::Overlay;
use popscope::ui::command::Tab;
use popscope::ui::player::Secrets;
use popscope::ui::prefs::Speed;
use popscope::ui::prefs::Theme;

use super::sample::TOTAL;
use super::window::Window;

#[test]
fn keys_move_the_cursor() {
    let mut window = Window::open();
    let mut after = |key| {
        window.key(key);
        window.cursor()
    };
    assert_eq!([Key::ArrowRight, Key::ArrowDown, Key::PageDown].map(&mut after), [1, 2, 3]);
    assert_eq!([Key::ArrowLeft, Key::ArrowUp, Key::PageUp].map(&mut after), [2, 1, 0]);
    assert_eq!([Key::End, Key::Home].map(&mut after), [TOTAL, 0]);
}

#[test]
fn speed_has_buttons_and_keys() {
    let mut window = Window::open();
    window.press("Faster");
    window.shows("2×");
    window.key(Key::Plus);
    assert_eq!(window.app().prefs.speed, Speed::Fourfold);
    window.press("Slower");
    window.key(Key::Minus);
    assert_eq!(window.app().prefs.speed, Speed::Normal);
}

#[test]
fn every_tab_shows_its_own() {
    let mut window = Window::open();
    window.key(Key::End);
    let expected = [
        ("Bytes", Tab::Bytes, "Nothing was said in this step."),
        ("Message", Tab::Message, "Message 1, whole"),
        ("Transcript", Tab::Transcript, "Everything said up to this step"),
        ("Packets", Tab::Packets, "Lines of the scenario"),
        ("Why", Tab::Why, "The server closes the connection"),
    ];
    for (label, tab, shown) in expected {
        window.press(label);
        assert_eq!(window.app().views.tab, tab);
        window.shows(shown);
    }
    for (key, tab) in [(Key::Num2, Tab::Bytes), (Key::Num3, Tab::Message), (Key::Num4, Tab::Transcript)] {
        window.key(key);
        assert_eq!(window.app().views.tab, tab);
    }
    window.key(Key::Num5);
    assert_eq!(window.app().views.tab, Tab::Packets);
    window.key(Key::Num1);
    assert_eq!(window.app().views.tab, Tab::Why);
}

#[test]
fn the_language_changes_everything_at_once() {
    let mut window = Window::open();
    window.press("RU");
    assert_eq!(window.app().prefs.language, Language::Russian);
    for text in ["Файл", "Шаг 0 из 32", "Почтовый ящик", "Ещё ничего не произошло", "Урок download"]
    {
        window.shows(text);
    }
    window.press("EN");
    window.shows("Nothing has happened yet");
    window.ctrl(Key::L);
    assert_eq!(window.app().prefs.language, Language::Russian);
}

#[test]
fn the_theme_has_a_button_a_key_and_a_menu() {
    let mut window = Window::open();
    let dark = |window: &Window| window.harness.ctx.theme() == egui::Theme::Dark;
    let before = dark(&window);
    window.press("Light or dark");
    assert_ne!(dark(&window), before);
    window.ctrl(Key::T);
    assert_eq!(dark(&window), before);
    for (item, theme) in
        [("Light theme", Theme::Light), ("Dark theme", Theme::Dark), ("Theme of the system", Theme::System)]
    {
        window.choose("View", item);
        assert_eq!(window.app().prefs.theme, theme);
    }
}

#[test]
fn zoom_has_keys_and_menu_items() {
    let mut window = Window::open();
    window.ctrl(Key::Plus);
    window.ctrl(Key::Equals);
    assert!((window.app().prefs.zoom - 1.2).abs() < 0.01);
    window.ctrl(Key::Minus);
    window.choose("View", "Smaller");
    assert!((window.app().prefs.zoom - 1.0).abs() < 0.01);
    window.choose("View", "Larger");
    window.choose("View", "Original size");
    assert!((window.harness.ctx.zoom_factor() - 1.0).abs() < 0.01);
    window.ctrl(Key::Plus);
    window.ctrl(Key::Num0);
    assert!((window.app().prefs.zoom - 1.0).abs() < 0.01);
}

#[test]
fn full_screen_is_asked_of_the_system() {
    let mut window = Window::open();
    window.key(Key::F11);
    assert!(window.app().views.full_screen);
    window.choose("View", "Full screen");
    assert!(!window.app().views.full_screen);
}

#[test]
fn panels_can_be_hidden() {
    let mut window = Window::open();
    window.choose("View", "Library");
    assert!(!window.is_shown("Lessons"));
    window.choose("View", "State and maildrop");
    assert!(!window.is_shown("AUTHORIZATION"));
    window.choose("View", "Tabs below");
    assert!(!window.is_shown("Nothing has happened yet"));
    window.choose("View", "Show why");
    window.shows("Nothing has happened yet");
}

#[test]
fn a_narrow_window_keeps_room_for_the_ladder() {
    let mut window = Window::open();
    window.harness.set_size([800.0, 600.0].into());
    window.key(Key::End);
    window.shows("AUTHORIZATION");
    assert!(!window.is_shown("Lessons"), "the library makes room");
    window.choose("View", "Library");
    window.shows("Lessons");
    assert!(!window.is_shown("AUTHORIZATION"), "the diagram makes room when the library is asked for");
    window.choose("View", "State and maildrop");
    window.shows("AUTHORIZATION");
    window.harness.set_size([1280.0, 800.0].into());
    window.harness.run();
    window.shows("Lessons");
}

#[test]
fn the_session_menu_does_what_the_bar_does() {
    let mut window = Window::open();
    window.choose("Session", "One step forward");
    window.choose("Session", "To the end");
    assert_eq!(window.cursor(), TOTAL);
    window.choose("Session", "One step back");
    assert_eq!(window.cursor(), TOTAL - 1);
    window.choose("Session", "To the beginning");
    assert_eq!(window.cursor(), 0);
    window.choose("Session", "Faster");
    window.choose("Session", "Slower");
    assert_eq!(window.app().prefs.speed, Speed::Normal);
    window.choose("Session", "Play or pause");
    assert!(window.app().player.is_playing());
}

#[test]
fn secrets_are_masked_until_somebody_asks_and_for_one_session_only() {
    let mut window = Window::open();
    window.key(Key::End);
    assert!(!window.text().contains("sesame"));
    for tab in ["Bytes", "Transcript", "Why"] {
        window.press(tab);
        assert!(!window.text().contains("sesame"), "{tab}");
    }
    window.choose("Session", "Show secrets");
    window.press("Transcript");
    window.key(Key::Home);
    for _ in 0..12 {
        window.key(Key::ArrowRight);
    }
    window.shows("PASS open sesame");
    window.press("2. Lesson lock");
    window.wait();
    assert_eq!(window.app().player.secrets, Secrets::Masked);
}

#[test]
fn a_masked_secret_offers_to_be_shown_where_it_is_explained() {
    let mut window = Window::open();
    while !window.text().contains("PASS") || !window.is_shown("Show secrets") {
        assert!(!window.app().player.at_end(), "no step offers it");
        window.key(Key::ArrowRight);
    }
    window.press("Show secrets");
    assert_eq!(window.app().player.secrets, Secrets::Shown);
    assert!(window.text().contains("PASS wrong"));
    window.press("Hide secrets");
    assert!(!window.text().contains("PASS wrong"));
}

#[test]
fn the_transcript_is_copied() {
    let mut window = Window::open();
    window.key(Key::End);
    window.press("Transcript");
    window.shows("-- The server closes the connection");
    let copied = |window: &Window| {
        let commands = &window.harness.output().platform_output.commands;
        commands.iter().find_map(|command| match command {
            egui::OutputCommand::CopyText(text) => Some(text.clone()),
            _ => None,
        })
    };
    window.harness.get_by_label("Copy").click();
    let mut text = None;
    for _ in 0..6 {
        window.harness.step();
        text = text.or_else(|| copied(&window));
    }
    let text = text.expect("something is copied");
    assert!(text.contains("C: USER amy\nS: +OK send PASS\nC: PASS ••••••\n"), "{text}");
    assert!(text.contains("S: 2 QhdPYR:00WBw1Ph7\nS: .\n"), "{text}");
}

#[test]
fn data_is_folded_and_unfolded() {
    let mut window = Window::open();
    window.press("To the end");
    for _ in 0..15 {
        window.key(Key::ArrowLeft);
    }
    window.shows("Unfold the data of step 17");
    window.press("Unfold the data of step 17");
    assert!(window.app().views.ladder.is_unfolded(16));
    window.press("Fold the data of step 17");
    window.choose("View", "Unfold all data");
    assert_eq!(window.app().views.ladder.unfolded(), 3);
    window.choose("View", "Fold all data");
    assert_eq!(window.app().views.ladder.unfolded(), 0);
}

#[test]
fn an_arrow_of_the_diagram_explains_itself() {
    let mut window = Window::open();
    window.press("PASS · AUTHORIZATION");
    window.shows("PASS in the AUTHORIZATION state");
    window.shows("it enters the TRANSACTION state");
    window.shows("RFC 1939 §7");
    window.press("Back to the step");
    window.shows("Nothing has happened yet");
    window.press("QUIT · TRANSACTION");
    window.shows("it enters the UPDATE state");
    window.press("server closes · UPDATE");
    window.shows("The server leaves the UPDATE state by itself");
    window.key(Key::ArrowRight);
    assert_eq!(window.app().views.subject, None, "a step explains itself again");
}

#[test]
fn the_teach_menu_explains_the_rules() {
    let mut window = Window::open();
    window.choose("Teach", "TRANSACTION");
    window.press("RSET");
    window.shows("RSET in the TRANSACTION state");
}

#[test]
fn a_menu_is_closed_by_escape_and_by_a_key_that_shows_something_else() {
    let mut window = Window::open();
    window.key(Key::ArrowRight);
    window.press("Teach");
    window.shows("Commands of each state");
    window.key(Key::Escape);
    assert!(!window.is_shown("Commands of each state"));
    assert_eq!((window.app().views.central, window.cursor()), (Central::Ladder, 1), "Escape did no more");
    window.press("Teach");
    window.key(Key::F1);
    assert_eq!(window.app().views.overlay, Some(Overlay::Keys));
    assert!(!window.is_shown("Commands of each state"));
}

#[test]
fn a_page_is_found_by_the_name_of_its_button() {
    let mut window = Window::open();
    window.ctrl(Key::K);
    window.write("stream");
    window.shows("Everything that was said");
    window.key(Key::Enter);
    assert_eq!(window.app().views.central, Central::Stream);
}

#[test]
fn a_palette_that_was_closed_takes_no_keys() {
    let mut window = Window::open();
    window.ctrl(Key::K);
    window.key(Key::Escape);
    assert_eq!(window.app().views.overlay, None);
    window.key(Key::Questionmark);
    assert_eq!(window.app().views.overlay, Some(Overlay::Keys));
    window.key(Key::Escape);
    window.key(Key::ArrowRight);
    assert_eq!(window.cursor(), 1);
}

#[test]
fn the_keys_are_listed() {
    let mut window = Window::open();
    window.key(Key::Questionmark);
    assert_eq!(window.app().views.overlay, Some(Overlay::Keys));
    window.shows("Ctrl+K");
    window.key(Key::ArrowRight);
    assert_eq!(window.cursor(), 0, "what lies below takes no keys");
    window.key(Key::Escape);
    assert_eq!(window.app().views.overlay, None);
    window.choose("Help", "Keys");
    window.press_last("Close");
    assert_eq!(window.app().views.overlay, None);
    window.key(Key::F1);
    window.key(Key::F1);
    assert_eq!(window.app().views.overlay, None);
}

#[test]
fn the_program_says_what_it_is() {
    let mut window = Window::open();
    window.choose("Help", "About popscope");
    window.shows("Nothing leaves this computer");
    window.press_last("Close");
    assert_eq!(window.app().views.overlay, None);
}

#[test]
fn the_palette_finds_and_does() {
    let mut window = Window::open();
    window.ctrl(Key::K);
    assert_eq!(window.app().views.overlay, Some(Overlay::Palette));
    window.write("to the end");
    window.key(Key::Enter);
    assert_eq!((window.cursor(), window.app().views.overlay), (TOTAL, None));
    window.choose("Help", "All commands");
    window.write("lesson lock");
    window.press("Lesson: Lesson lock");
    window.wait();
    window.shows("Step 0 of 27");
    window.ctrl(Key::K);
    window.write("step");
    window.key(Key::ArrowDown);
    window.key(Key::ArrowUp);
    window.key(Key::Enter);
    assert_eq!(window.cursor(), 1);
    window.ctrl(Key::K);
    window.write("no such thing");
    window.shows("No command matches");
    window.key(Key::Escape);
    assert_eq!(window.app().views.overlay, None);
}

#[test]
fn closing_is_asked_of_the_system() {
    let mut window = Window::open();
    let (key, modifiers) = (Key::Q, egui::Modifiers::COMMAND);
    let pressed = egui::Event::Key { key, modifiers, pressed: true, repeat: false, physical_key: None };
    window.harness.input_mut().events.push(pressed);
    let mut asked = false;
    for _ in 0..4 {
        window.harness.step();
        let outputs = &window.harness.output().viewport_output;
        asked |= outputs.values().any(|viewport| viewport.commands.contains(&egui::ViewportCommand::Close));
    }
    assert!(asked);
}

#[test]
fn a_focused_button_is_pressed_by_space_and_leaves_the_arrows_to_the_timeline() {
    let mut window = Window::open();
    window.harness.get_by_label("Transcript").focus();
    window.harness.run();
    window.key(Key::Space);
    assert_eq!((window.app().views.tab, window.app().player.is_playing()), (Tab::Transcript, false));
    window.key(Key::ArrowRight);
    assert_eq!(window.cursor(), 1);
    assert!(window.harness.get_by_label("Transcript").is_focused());
}

#[test]
fn every_control_has_a_name() {
    for language in Language::ALL {
        let mut window = Window::in_language(language);
        window.key(Key::End);
        window.harness.check_accessibility();
        let nameless = window.harness.root().children_recursive().filter(|node| {
            let node = node.accesskit_node();
            node.role() == egui::accesskit::Role::Button && node.label().is_none_or(|label| label.is_empty())
        });
        assert_eq!(nameless.count(), 0);
    }
}
