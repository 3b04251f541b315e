//! Sessions side by side: what leads there, what is pressed there, and where it leads.

use eframe::egui::Key;
use egui_kittest::kittest::Queryable as _;
use popscope::teach::Language;
use popscope::ui::command::Central;
use popscope::ui::command::Compare;
use popscope::ui::command::Learn;
use popscope::ui::command::Library;
use popscope::ui::command::Session;
use popscope::ui::command::UiCommand;
use popscope::ui::command::View;
use popscope::ui::shelf::Place;

use super::window::Window;

fn wish(window: &mut Window, wish: UiCommand) {
    window.harness.state_mut().outbox.send(wish);
    window.harness.run();
}

/// Sends a wish that starts a job, and waits for it.
fn wish_and_wait(window: &mut Window, wish: UiCommand) {
    window.harness.state_mut().outbox.send(wish);
    window.wait();
}

/// A window in which a lesson of the program is open.
fn lesson(name: &str) -> Window {
    let mut window = Window::lessons();
    let lesson = window.app().shelf.lessons.iter().position(|lesson| lesson.name == name).expect("a lesson");
    wish_and_wait(&mut window, UiCommand::Library(Library::Lesson(lesson)));
    window
}

#[test]
fn a_lesson_is_compared_over_the_generations() {
    let mut window = lesson("time-machine");
    wish(&mut window, UiCommand::View(View::Central(Central::Compare)));
    window.harness.get_by_label("Compare generations").click();
    window.wait();
    assert_eq!(window.app().views.central, Central::Compare);
    assert_eq!(window.app().views.compare.columns().len(), 7);
    window.shows("RFC 1460 (1993)");
    assert!(window.is_shown("differ in more than words"));

    // A column fewer, and only the rows in which the others differ.
    let all = window.app_mut().views.compare.rows().len();
    window.press("Show RFC 1081, 1225 (1988)");
    assert_eq!(window.app().views.compare.shown(), [0, 1, 3, 4, 5, 6]);
    window.press("Only differences");
    assert!(window.app_mut().views.compare.rows().len() < all);
    window.press("Show RFC 1081, 1225 (1988)");
    assert_eq!(window.app().views.compare.shown().len(), 7);
}

#[test]
fn an_exercise_is_no_script_for_other_servers() {
    let mut window = Window::lessons();
    wish(&mut window, UiCommand::Learn(Learn::Begin(0)));
    wish(&mut window, UiCommand::View(View::Central(Central::Compare)));
    window.shows("Only a script can be played against other servers");
    window.press("Compare generations");
    assert!(window.app().notices.list().is_empty(), "{}", window.text());
}

#[test]
fn keys_choose_a_cell_and_enter_opens_the_session_there() {
    let mut window = lesson("time-machine");
    wish_and_wait(&mut window, UiCommand::Compare(Compare::Generations));
    for key in [Key::ArrowDown, Key::ArrowDown, Key::ArrowRight, Key::ArrowRight, Key::ArrowRight] {
        window.key(key);
    }
    let rows = window.app_mut().views.compare.rows().len();
    assert_eq!(window.app().views.compare.chosen(rows, 7), (2, 3));
    window.key(Key::End);
    window.key(Key::Home);
    window.key(Key::Enter);
    assert_eq!(window.app().views.central, Central::Ladder);
    assert!(0 < window.cursor(), "the step of the greeting");
    assert_eq!(window.app().shelf.opened().map(|place| place.session), Some(3));
    assert_eq!(&*window.app().player.session().label.en, "RFC 1460 (1993)");

    // The way back leads to the same table.
    wish(&mut window, UiCommand::View(View::Central(Central::Compare)));
    window.shows("RFC 1460 (1993)");
    assert_eq!(window.app().views.compare.columns().len(), 7);
}

#[test]
fn a_click_on_a_cell_opens_the_session_there() {
    let mut window = lesson("time-machine");
    wish_and_wait(&mut window, UiCommand::Compare(Compare::Generations));
    // The last column is in sight when those before POP3 are not shown.
    window.press("Show RFC 918, POP1 (1984)");
    window.press("Show RFC 937, POP2 (1985)");
    let label = "RPOP amy, only in some, reply, words, state, today: -ERR unknown command, differs";
    window.harness.get_by_label(label).click();
    window.harness.run();
    assert_eq!(window.app().views.central, Central::Ladder);
    assert_eq!(&*window.app().player.session().label.en, "today");
    window.shows("-ERR unknown command");
}

#[test]
fn profiles_stand_side_by_side_and_are_played_once() {
    let mut window = lesson("spot-greenmail");
    wish(&mut window, UiCommand::View(View::Central(Central::Compare)));
    window.harness.get_by_label("Compare profiles").click();
    window.wait();
    assert_eq!(window.app().views.compare.columns().len(), 9);
    let documents = window.app().shelf.documents().len();
    wish_and_wait(&mut window, UiCommand::Compare(Compare::Generations));
    wish_and_wait(&mut window, UiCommand::Compare(Compare::Profiles));
    assert_eq!(window.app().shelf.documents().len(), documents + 1);
    assert_eq!(window.app().views.compare.columns().len(), 9);
}

#[test]
fn two_sessions_of_the_shelf_are_laid_side_by_side() {
    let mut window = Window::open();
    wish(&mut window, UiCommand::View(View::Central(Central::Compare)));
    window.shows("No other session is open. Open a second file or lesson, and come back.");
    window.harness.get_by_label("2. Lesson lock").click();
    window.wait();
    wish(&mut window, UiCommand::View(View::Central(Central::Compare)));
    window.press("Compare with… Lesson download");
    assert_eq!(window.app().views.compare.columns().len(), 2);
    let names: Vec<_> = window.app().views.compare.columns().iter().map(|column| column.name.en.to_string()).collect();
    assert_eq!(names, ["Lesson lock", "Lesson download"]);
    window.key(Key::ArrowRight);
    window.key(Key::Enter);
    assert_eq!(window.app().shelf.opened(), Some(Place { document: 0, session: 0 }));
    wish(&mut window, UiCommand::View(View::Central(Central::Compare)));
    window.press("Compare with something else…");
    assert!(window.is_shown("Compare with… Lesson lock"));
}

#[test]
fn a_session_that_was_closed_is_told_of() {
    let mut window = Window::open();
    window.harness.get_by_label("2. Lesson lock").click();
    window.wait();
    let [one, other] = [1, 0].map(|document| Place { document, session: 0 });
    wish(&mut window, UiCommand::Compare(Compare::With { one, other }));
    wish(&mut window, UiCommand::Library(Library::Close(0)));
    wish(&mut window, UiCommand::Compare(Compare::Show { column: 1, step: 2 }));
    window.shows("The session is not open any more.");
}

#[test]
fn the_page_speaks_both_languages() {
    let mut window = lesson("time-machine");
    wish(&mut window, UiCommand::View(View::Language(Language::Russian)));
    wish_and_wait(&mut window, UiCommand::Compare(Compare::Generations));
    window.shows("сегодня");
    window.shows("Только различия");
}

#[test]
fn a_cell_leads_to_its_step_whatever_eyes_look() {
    let mut window = lesson("first-session");
    wish(&mut window, UiCommand::Session(Session::ToggleEyes));
    let place = window.app().shelf.opened().expect("a session");
    wish(&mut window, UiCommand::Compare(Compare::With { one: place, other: place }));
    let steps = window.app().player.ends().timeline.steps();
    let step = steps.iter().rposition(|step| step.said().is_some()).expect("something is said");
    wish(&mut window, UiCommand::Compare(Compare::Show { column: 1, step }));
    let player = &window.app().player;
    assert_eq!(player.ends_cursor().0, step + 1);
    assert!(player.cursor() != player.ends_cursor(), "the wire shows fewer steps");
}
