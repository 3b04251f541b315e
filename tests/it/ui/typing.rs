//! Letters without a field: one alone is a command, and a word goes into the line and does nothing else.

use std::time::Duration;

use eframe::egui;
use eframe::egui::Key;
use popscope::session::cursor::Move;
use popscope::ui::command::Central;
use popscope::ui::command::Learn;
use popscope::ui::command::UiCommand;
use popscope::ui::command::View;
use popscope::ui::player::Eyes;
use popscope::ui::prefs::Prefs;

use super::window::Window;

/// A lesson at a step at which everything can be tried.
fn lesson() -> Window {
    let mut window = Window::lesson("delete-and-update", Prefs::default());
    window.app_mut().outbox.send(UiCommand::Cursor(Move::To(12)));
    window.harness.run_steps(4);
    window
}

fn branches(window: &Window) -> usize {
    window.app().shelf.open_document().and_then(|document| document.hand.as_ref()).map_or(0, |hand| hand.tree().len())
}

/// Everything that a letter could have changed.
fn changed(window: &Window) -> impl PartialEq + std::fmt::Debug {
    let app = window.app();
    let look = (app.prefs.ladder, app.prefs.true_times, app.player.eyes(), app.views.ladder.segments());
    let place = (app.player.cursor(), app.player.is_playing(), app.views.line.open, branches(window));
    (look, place, app.views.presenter.notes, app.views.central, app.views.tab)
}

#[test]
fn a_word_goes_into_the_line_and_does_nothing_else() {
    for word in ["stat", "quit", "dele", "retr", "list", "noop", "capa", "top", "pass", "apop", "rset", "wasp", "north"]
    {
        let mut window = lesson();
        let before = format!("{:?}", changed(&window));
        window.type_past_fields(word, 1);
        window.harness.run_steps(4);
        assert_eq!(window.app().views.command_line.text, word);
        assert_eq!(format!("{:?}", changed(&window)), before, "{word}");
        window.shows("This was taken for a word");
        assert!(window.harness.ctx.text_edit_focused(), "{word}: whoever types goes on in the line");
    }
}

#[test]
fn a_slow_hand_is_understood_too() {
    for word in ["quit", "stat", "dele", "capa"] {
        let mut window = lesson();
        let before = format!("{:?}", changed(&window));
        window.type_past_fields(word, 3);
        assert_eq!(window.app().views.command_line.text, word);
        assert_eq!(format!("{:?}", changed(&window)), before, "{word}: what the first letter did was taken back");
    }
}

#[test]
fn on_a_branch_a_slow_hand_takes_back_its_own_trial_alone() {
    let mut window = lesson();
    window.key(Key::F2);
    window.write("NOOP");
    window.key(Key::Enter);
    window.key(Key::Escape);
    let acts = |window: &Window| {
        let hand = window.app().shelf.open_document().and_then(|document| document.hand.clone()).expect("a script");
        let id = hand.branch_of(1).expect("a branch");
        (hand.tree().len(), hand.tree().branch(id).expect("a branch").acts.len(), window.app().player.total())
    };
    let before = acts(&window);
    window.type_past_fields("q", 3);
    assert_ne!(acts(&window), before);
    window.type_past_fields("uit", 3);
    assert_eq!((acts(&window), window.app().views.command_line.text.as_str()), (before, "quit"));
}

#[test]
fn what_was_begun_in_the_line_is_gone_on_with() {
    let mut window = lesson();
    window.key(Key::F2);
    window.write("RETR ");
    window.key(Key::Escape);
    window.type_past_fields("one", 1);
    assert_eq!(window.app().views.command_line.text, "RETR one");
    window.write("!"); // The caret is behind it.
    assert_eq!(window.app().views.command_line.text, "RETR one!");
}

#[test]
fn one_letter_is_one_command_and_tells_the_way_back() {
    let mut window = lesson();
    window.type_past_fields("w", 1);
    assert_eq!(window.app().player.eyes(), Eyes::Wire, "what is only shown is shown at once");
    window.harness.step();
    window.shows("W again takes it back");
    window.harness.run_steps(8);
    window.type_past_fields("w", 1);
    assert_eq!(window.app().player.eyes(), Eyes::Ends);
    window.harness.run_steps(8);
    window.type_past_fields("d", 1);
    assert_eq!(branches(&window), 0, "another letter may follow");
    window.harness.run_steps(2);
    assert_eq!(branches(&window), 1);
    window.harness.step();
    window.shows("R leads back");
    window.app_mut().player.pause();
    window.harness.run_steps(4);
    window.type_past_fields("r", 3);
    window.type_past_fields("e", 3);
    assert_eq!(branches(&window), 2, "R and E at once is going back and trying something else");
}

#[test]
fn the_cursor_waits_with_the_letter() {
    let mut window = lesson();
    window.key(Key::Space);
    window.type_past_fields("i", 1);
    assert!(!window.app().player.is_playing());
    let before = window.cursor();
    window.harness.run_steps(2);
    let trial = window.app().views.branches.trials.last().copied().expect("it was tried");
    assert_eq!(trial.shown, before);
}

#[test]
fn another_key_does_not_overtake_a_letter() {
    let mut window = lesson();
    let before = window.cursor();
    window.type_past_fields("q", 1);
    window.key(Key::ArrowLeft);
    assert_eq!(window.app().views.branches.trials.last().map(|trial| trial.shown), Some(before));
}

#[test]
fn a_key_held_down_is_pressed_once() {
    let mut window = lesson();
    let key = |repeat| egui::Event::Key {
        key: Key::D,
        physical_key: Some(Key::D),
        pressed: true,
        repeat,
        modifiers: egui::Modifiers::NONE,
    };
    for frame in 0..8 {
        window.harness.input_mut().events.push(key(0 < frame));
        window.harness.step();
    }
    assert_eq!(branches(&window), 1);
}

#[test]
fn a_word_where_nothing_is_typed_does_nothing() {
    let mut window = Window::open();
    window.app_mut().show(super::sample::file("good.pcap"));
    window.harness.run();
    window.app_mut().outbox.send(UiCommand::View(View::Central(Central::Ladder)));
    window.harness.run();
    let before = format!("{:?}", changed(&window));
    window.type_past_fields("stat", 1);
    window.type_past_fields("swat", 1);
    window.type_past_fields("retr 1", 1);
    assert_eq!(format!("{:?}", changed(&window)), before);
    window.shows("taken for a word, and nothing is done");
    assert!(!window.harness.ctx.text_edit_focused());
}

#[test]
fn a_word_goes_into_the_field_of_the_exercise() {
    let mut window = Window::reading();
    let typed = window
        .app()
        .learning
        .exercises
        .iter()
        .position(|offered| offered.exercise.does == popscope::learn::exercise::Does::Type);
    window.app_mut().outbox.send(UiCommand::Learn(Learn::Begin(typed.expect("an exercise to type in"))));
    window.harness.run_steps(4);
    window.harness.ctx.memory_mut(|memory| {
        if let Some(field) = memory.focused() {
            memory.surrender_focus(field);
        }
    });
    window.harness.run_steps(2);
    window.type_past_fields("noop", 1);
    assert_eq!(window.app().views.task.line, "noop");
}

#[test]
fn on_other_pages_letters_change_nothing_that_is_not_seen() {
    let mut window = lesson();
    window.app_mut().outbox.send(UiCommand::View(View::Central(Central::Live)));
    window.harness.run();
    let before = format!("{:?}", changed(&window));
    for key in [Key::S, Key::T, Key::W, Key::A, Key::N, Key::P, Key::L, Key::D] {
        window.key(key);
    }
    assert_eq!(format!("{:?}", changed(&window)), before);
    assert!(!window.is_shown("again takes it back"));
}

#[test]
fn what_a_key_did_is_told_for_some_seconds_and_then_the_window_rests() {
    let mut window = lesson();
    window.type_past_fields("s", 1);
    window.harness.step();
    window.shows("S again takes it back");
    let delay = |window: &Window| {
        let outputs = &window.harness.output().viewport_output;
        outputs.values().map(|output| output.repaint_delay).min().expect("a window")
    };
    window.harness.run_steps(4);
    assert!(Duration::from_secs(2) < delay(&window) && delay(&window) < Duration::MAX, "{:?}", delay(&window));
    window.harness.run_steps(30);
    assert!(!window.is_shown("S again takes it back"));
    assert_eq!(delay(&window), Duration::MAX);
}
