//! Ways in and out: what Escape closes, where a page leads back to, where an exercise begins, and what stays in view.

use eframe::egui;
use eframe::egui::Key;
use egui_kittest::kittest::NodeT as _;
use egui_kittest::kittest::Queryable as _;
use popscope::learn::exercise::Does;
use popscope::session::cursor::Move;
use popscope::ui::command::Central;
use popscope::ui::command::Compare;
use popscope::ui::command::Learn;
use popscope::ui::command::Library;
use popscope::ui::command::UiCommand;
use popscope::ui::command::View;
use popscope::ui::document::Origin;
use popscope::ui::prefs::Prefs;
use popscope::ui::views::ladder;

use super::window::Window;

fn wish(window: &mut Window, wish: UiCommand) {
    window.app_mut().outbox.send(wish);
    window.wait();
}

/// The row of the current step on the screen.
fn current_row(window: &Window) -> Option<egui::Rect> {
    let player = &window.app().player;
    let row = ladder::Model::new(player).row(player.cursor().step()?, false, &window.app().words)?;
    let rows = window.harness.query_all_by_label(&row.label);
    let mut rows = rows.filter(|node| {
        let node = node.accesskit_node();
        node.role() == egui::accesskit::Role::ListItem && node.toggled() == Some(egui::accesskit::Toggled::True)
    });
    rows.next().map(|node| node.rect())
}

/// The part of the window in which the ladder is painted, from top to bottom.
fn room_of(window: &Window) -> egui::Rangef {
    let head = window.harness.query_all_by_label_contains("Server pop.").next();
    let above = head.map_or(0.0, |head| head.rect().bottom());
    let field = window.harness.query_by_label("Command line").map(|field| field.rect().top() - 24.0);
    egui::Rangef::new(above, field.unwrap_or_else(|| window.harness.ctx.content_rect().bottom()))
}

#[test]
fn escape_closes_the_line_and_leaves_the_page() {
    let mut window = Window::lesson("first-session", Prefs::default());
    window.harness.run();
    window.key(Key::L);
    window.shows("Satellite");
    window.key(Key::Escape);
    assert!(!window.is_shown("Satellite") && !window.app().views.line.open);
    assert_eq!(window.app().views.central, Central::Ladder);
    // While presenting the line goes first, and the presentation second.
    window.key(Key::F5);
    window.key(Key::L);
    window.key(Key::Escape);
    assert!(window.app().views.presenter.on && !window.app().views.line.open);
    window.key(Key::Escape);
    assert!(!window.app().views.presenter.on);
}

#[test]
fn the_replay_that_was_compared_is_gone_back_to() {
    let mut window = Window::lessons();
    let lesson = window.app().shelf.lessons.iter().position(|lesson| lesson.name == "time-machine").expect("a lesson");
    wish(&mut window, UiCommand::Library(Library::Lesson(lesson)));
    wish(&mut window, UiCommand::Cursor(Move::To(6)));
    let cursor = window.cursor();
    wish(&mut window, UiCommand::Compare(Compare::Generations));
    assert_eq!(window.app().views.central, Central::Compare);
    window.press("Replay");
    let origin = window.app().shelf.open_document().map(|document| document.origin.clone());
    assert_eq!(origin, Some(Origin::Lesson("time-machine".to_owned())));
    assert_eq!((window.app().views.central, window.cursor()), (Central::Ladder, cursor));
    // A cell leads to its own replay, and the comparison is still there.
    wish(&mut window, UiCommand::Compare(Compare::Generations));
    wish(&mut window, UiCommand::Compare(Compare::Show { column: 1, step: 3 }));
    assert!(window.app().shelf.open_document().is_some_and(popscope::ui::document::Document::is_variations));
    assert_eq!(window.app().views.central, Central::Ladder);
    window.press("Compare");
    window.press("Replay");
    let origin = window.app().shelf.open_document().map(|document| document.origin.clone());
    assert_eq!(origin, Some(Origin::Lesson("time-machine".to_owned())));
}

#[test]
fn what_is_to_be_read_is_read_from_its_beginning() {
    let mut window = Window::lessons();
    let exercises: Vec<Does> = window.app().learning.exercises.iter().map(|offered| offered.exercise.does).collect();
    for (place, does) in exercises.into_iter().enumerate() {
        wish(&mut window, UiCommand::Learn(Learn::Begin(place)));
        let (cursor, total) = (window.cursor(), window.app().player.total());
        match does {
            Does::Mark | Does::Answer => assert_eq!(cursor, 0, "{place}"),
            Does::Type => assert_eq!(cursor, total, "{place}: one types at the end"),
        }
    }
}

#[test]
fn the_current_row_stays_in_view_when_everything_becomes_larger() {
    for larger in [UiCommand::View(View::Zoom(200)), UiCommand::View(View::Zoom(150))] {
        let mut window = Window::lesson("first-session", Prefs::default());
        window.harness.run();
        for _ in 0..14 {
            window.key(Key::ArrowRight);
        }
        window.harness.run_steps(6);
        let before = current_row(&window).expect("it is seen");
        assert!(room_of(&window).contains(before.center().y));
        wish(&mut window, larger);
        window.harness.run_steps(4);
        let row = current_row(&window).unwrap_or_else(|| panic!("it is seen:\n{}", window.text()));
        let room = room_of(&window);
        assert!(room.min <= row.top() && row.bottom() <= room.max, "{row:?} in {room:?}");
        wish(&mut window, UiCommand::View(View::ZoomReset));
        window.harness.run_steps(4);
        let row = current_row(&window).expect("it is seen");
        assert!(room_of(&window).contains(row.center().y), "and when it becomes smaller again");
    }
}

#[test]
fn the_current_row_stays_in_view_when_the_window_or_the_ladder_changes() {
    let mut window = Window::lesson("first-session", Prefs::default());
    window.harness.run();
    for _ in 0..16 {
        window.key(Key::ArrowRight);
    }
    window.harness.run_steps(6);
    for size in [[1280.0, 500.0], [900.0, 640.0], [1600.0, 1000.0]] {
        window.harness.set_size(egui::Vec2::from(size));
        window.harness.run_steps(6);
        let row = current_row(&window).unwrap_or_else(|| panic!("it is seen at {size:?}"));
        let room = room_of(&window);
        let head = row.bottom().min(row.top() + 60.0); // A long note is seen from its beginning.
        assert!(room.min <= row.top() && head <= room.max, "{size:?}: {row:?} in {room:?}");
    }
    for _ in 0..6 {
        window.harness.key_press_modifiers(egui::Modifiers::ALT, Key::Plus);
        window.harness.run_steps(4);
        let row = current_row(&window).expect("it is seen");
        let room = room_of(&window);
        assert!(room.min <= row.top() && row.top() <= room.max, "{row:?} in {room:?}");
    }
}

#[test]
fn whoever_scrolled_away_is_left_there() {
    let mut window = Window::lesson("first-session", Prefs::default());
    window.harness.run();
    wish(&mut window, UiCommand::Cursor(Move::Last));
    window.harness.run_steps(6);
    let middle = window.harness.ctx.content_rect().center() - egui::vec2(100.0, 100.0);
    window.harness.hover_at(middle);
    window.harness.run();
    let wheel = egui::Event::MouseWheel {
        unit: egui::MouseWheelUnit::Point,
        delta: egui::vec2(0.0, 5000.0),
        phase: egui::TouchPhase::Move,
        source: egui::MouseWheelSource::Wheel,
        modifiers: egui::Modifiers::NONE,
    };
    window.harness.event(wheel);
    window.harness.run_steps(10);
    assert_eq!(current_row(&window), None, "the end is far below");
    window.harness.set_size(egui::vec2(1200.0, 700.0));
    window.harness.run_steps(6);
    assert_eq!(current_row(&window), None);
}
