//! The line of a simulated session, the eyes one sees it with, and the segments below the arrows.

use eframe::egui::Key;
use egui_kittest::kittest::Queryable as _;
use popscope::session::Fact;
use popscope::session::cursor::Move;
use popscope::session::timeline::What;
use popscope::source;
use popscope::source::Faults;
use popscope::teach::Language;
use popscope::ui::command::Tab;
use popscope::ui::player::Eyes;
use popscope::ui::player::Secrets;
use popscope::ui::prefs::Prefs;

use super::window::Window;

/// A window with a lesson of the program.
fn lesson(name: &str) -> Window {
    lesson_in(name, Language::English)
}

fn lesson_in(name: &str, language: Language) -> Window {
    let mut window = Window::lesson(name, Prefs { language, ..Prefs::default() });
    window.harness.run();
    window
}

fn duration(window: &Window) -> u128 {
    let timeline = &window.app().player.session().timeline;
    let last = timeline.steps().last().expect("a step").until;
    last.since(timeline.start().expect("a start")).as_millis()
}

#[test]
fn the_panel_opens_and_a_preset_plays_the_session_anew() {
    let mut window = lesson("first-session");
    assert!(!window.is_shown("Satellite"));
    window.key(Key::L);
    window.shows("Satellite");
    let before = duration(&window);
    for _ in 0..9 {
        window.key(Key::ArrowRight);
    }
    let step = window.app().player.step().map(|step| step.marks.clone());
    window.press("Satellite");
    assert!(before + 2000 < duration(&window));
    assert_eq!(window.app().player.step().map(|step| step.marks.clone()), step, "the cursor stays at its line");
    window.press("As in the scenario");
    assert_eq!((duration(&window), window.app().views.line.faults.clone()), (before, None));
    window.key(Key::L);
    assert!(!window.is_shown("Satellite"));
}

#[test]
fn what_was_chosen_is_copied_as_scenario_text() {
    let mut window = lesson("first-session");
    window.key(Key::L);
    window.press("Modem");
    window.harness.get_by_label("Copy as scenario text").click();
    window.harness.step();
    let output = window.harness.output();
    let copied = output.platform_output.commands.iter().find_map(|command| match command {
        eframe::egui::OutputCommand::CopyText(text) => Some(text.clone()),
        _ => None,
    });
    assert_eq!(copied.as_deref(), Some("line: (latency_millis: 110, octets_per_second: 1440, segment: 536),"));
}

#[test]
fn lost_segments_are_written_and_shown() {
    let mut window = lesson("first-session");
    window.key(Key::End);
    window.press("Segments");
    assert!(!window.is_shown(", lost"));
    window.key(Key::L);
    let field = window.harness.get_by_role_and_label(eframe::egui::accesskit::Role::TextInput, "Lost segments");
    field.focus();
    window.harness.run();
    window.write("2");
    assert_eq!(window.app().views.line.faults.as_ref().map(|faults| faults.link.lose.clone()), Some(vec![2]));
    window.app_mut().views.line.open = false;
    window.app_mut().player.go(Move::To(8));
    window.harness.run();
    window.shows("#2 Seq 1 Len");
    window.shows(", lost");
    window.shows("sending 2");
}

#[test]
fn a_lesson_opened_again_has_its_own_line() {
    let mut window = lesson("full-disk");
    window.key(Key::L);
    window.press("Perfect");
    assert!(window.app().views.line.faults.is_some());
    let full = |window: &Window| {
        let steps = window.app().player.session().timeline.steps().to_vec();
        steps.iter().any(|step| matches!(step.what, What::Fact(Fact::UpdateFailed { .. })))
    };
    assert!(full(&window), "a preset is about the line, not about the disk");
    let disk = window.harness.get_by_role_and_label(eframe::egui::accesskit::Role::CheckBox, "The disk is full");
    disk.click();
    window.harness.run();
    assert!(!full(&window));
    let place = popscope::ui::shelf::Place::default();
    window.app_mut().outbox.send(popscope::ui::command::UiCommand::Library(popscope::ui::command::Library::Show {
        document: place.document,
        session: place.session,
    }));
    window.harness.run();
    assert!(window.app().views.line.faults.is_none() && full(&window));
}

#[test]
fn without_a_scenario_there_is_no_line_to_set() {
    let mut window = Window::open();
    window.key(Key::L);
    assert!(!window.is_shown("Satellite") && !window.is_shown("Line…"));
}

#[test]
fn the_wire_shows_no_more_than_eve_sees() {
    let mut window = lesson("eve-stls");
    window.key(Key::End);
    window.shows("The key");
    window.press("Wire’s view");
    assert_eq!(window.app().player.eyes(), Eyes::Wire);
    assert!(window.app().player.at_end() && !window.is_shown("The key"));
    window.key(Key::ArrowLeft);
    window.key(Key::ArrowLeft);
    window.shows("On the wire: records of TLS");
    window.press("Ends’ view");
    assert_eq!(window.app().player.eyes(), Eyes::Ends);
    window.key(Key::W);
    assert_eq!(window.app().player.eyes(), Eyes::Wire);
    window.key(Key::Home);
    assert_eq!(window.cursor(), 0);
    window.key(Key::W);
    assert_eq!((window.app().player.eyes(), window.cursor()), (Eyes::Ends, 0));
}

#[test]
fn eyes_stay_from_lesson_to_lesson_and_over_a_new_line() {
    let mut window = lesson("eve-stls");
    window.key(Key::W);
    window.key(Key::L);
    window.press("Mobile");
    assert_eq!(window.app().player.eyes(), Eyes::Wire);
    window.app_mut().outbox.send(popscope::ui::command::UiCommand::Library(popscope::ui::command::Library::Show {
        document: 0,
        session: 0,
    }));
    window.harness.run();
    assert_eq!(window.app().player.eyes(), Eyes::Wire);
}

#[test]
fn what_eve_learnt_grows_with_the_cursor_and_hides_the_password() {
    let mut window = lesson("eve-apop");
    window.key(Key::Num8);
    assert_eq!(window.app().views.tab, Tab::Eve);
    window.shows("Nothing yet.");
    window.key(Key::End);
    window.shows("She tried words until one gave the same");
    window.shows("Burn this");
    assert!(!window.is_shown("sunflower"));
    assert_eq!(window.app().player.secrets, Secrets::Masked);
    let mut window = lesson_in("eve-stls", Language::Russian);
    window.key(Key::Num8);
    window.key(Key::End);
    window.shows("Под TLS");
}

#[test]
fn true_times_wait_as_long_as_the_line_did() {
    let mut window = lesson("slow-line");
    window.key(Key::T);
    assert!(window.app().prefs.true_times);
    window.press("True times");
    assert!(!window.app().prefs.true_times);
}

#[test]
fn frames_of_a_capture_stand_below_its_arrows() {
    let mut window = Window::open();
    window.app_mut().show(super::sample::file("good.pcap"));
    window.harness.run();
    window.key(Key::End);
    window.key(Key::S);
    let shown = window.text();
    let frames = window.app().player.session().timeline.steps().iter().any(|step| step.frames().next().is_some());
    assert_eq!(frames, shown.contains("Frame "), "{shown}");
}

#[test]
fn every_lesson_plays_on_every_preset() {
    for (name, _) in source::lessons() {
        let script = source::play_lesson(name).and_then(|play| play.staging).expect("a script");
        for preset in source::faults::Preset::ALL {
            let faults = Faults { link: preset.link(), ..script.faults() };
            assert!(!script.play(Some(&faults)).is_empty(), "{name}");
        }
    }
}
