//! How the session is seen: the size of the ladder, time as a way, what moves, and the arrows of the diagram.

use std::time::Duration;

use eframe::egui;
use eframe::egui::Key;
use egui_kittest::kittest::NodeT as _;
use egui_kittest::kittest::Queryable as _;
use popscope::session::cursor::Move;
use popscope::teach::Language;
use popscope::ui::command::UiCommand;
use popscope::ui::motion::Motion;
use popscope::ui::prefs::Prefs;
use popscope::ui::views::ladder::Axis;
use popscope::ui::views::ladder::Zoom;
use popscope::ui::views::state_diagram::Model;
use popscope::ui::views::state_diagram::Subject;

use super::sample;
use super::window::Window;

fn alt(window: &mut Window, key: Key) {
    window.harness.key_press_modifiers(egui::Modifiers::ALT, key);
    window.harness.run();
}

fn to_the_end(window: &mut Window) {
    window.key(Key::End);
    window.harness.run_steps(6); // The ladder glides there.
}

/// Where a row of the ladder is on the screen.
#[track_caller]
fn row(window: &Window, label: &str) -> egui::Rect {
    let mut rows = window.harness.query_all_by_label(label);
    rows.find(|node| node.accesskit_node().role() == egui::accesskit::Role::ListItem)
        .unwrap_or_else(|| panic!("no row {label}:\n{}", window.text()))
        .rect()
}

/// Chooses what is in the menu of the ladder.
fn choose(window: &mut Window, (view, menu): (&str, &str), item: &str) {
    window.choose(view, menu);
    window.press_last(item);
}

const MENU: (&str, &str) = ("View", "Ladder and motion");

fn has_row(window: &Window, label: &str) -> bool {
    let mut rows = window.harness.query_all_by_label(label);
    rows.any(|node| node.accesskit_node().role() == egui::accesskit::Role::ListItem)
}

fn wheel(window: &mut Window, at: egui::Pos2, points: f32) {
    window.harness.event(egui::Event::PointerMoved(at));
    window.harness.step();
    let modifiers = egui::Modifiers::COMMAND;
    window.harness.event(egui::Event::ModifiersChanged(modifiers));
    window.harness.event_modifiers(
        egui::Event::MouseWheel {
            unit: egui::MouseWheelUnit::Point,
            source: egui::MouseWheelSource::Wheel,
            delta: egui::vec2(0.0, points),
            phase: egui::TouchPhase::Move,
            modifiers,
        },
        modifiers,
    );
    window.harness.run();
    window.harness.event(egui::Event::ModifiersChanged(egui::Modifiers::NONE));
    window.harness.run();
}

#[test]
fn the_ladder_has_a_size_of_its_own() {
    let mut window = Window::open();
    to_the_end(&mut window);
    let usual = row(&window, "Server: +OK bye").height();
    alt(&mut window, Key::Plus);
    assert!(usual * 1.2 < row(&window, "Server: +OK bye").height());
    assert!((window.harness.ctx.zoom_factor() - 1.0).abs() < 0.01, "the window keeps its size");
    alt(&mut window, Key::Num0);
    window.press("Smaller ladder");
    assert!(row(&window, "Server: +OK bye").height() < usual);
    window.press("Larger ladder");
    assert_eq!(window.app().prefs.ladder.zoom, Zoom::default());
    choose(&mut window, MENU, "Smaller ladder");
    assert_eq!(window.app().prefs.ladder.zoom.label(), "80\u{a0}%");
    window.press("Usual size of the ladder: 80\u{a0}%");
    assert_eq!(window.app().prefs.ladder.zoom, Zoom::default());
}

#[test]
fn what_the_pointer_is_on_stays_there_while_the_wheel_turns() {
    let mut window = Window::open();
    to_the_end(&mut window);
    let before = row(&window, "Client: QUIT");
    wheel(&mut window, before.center(), 60.0);
    let after = row(&window, "Client: QUIT");
    assert!(before.height() * 1.1 < after.height(), "{before:?} {after:?}");
    assert!((after.center().y - before.center().y).abs() < 3.0, "{before:?} {after:?}");
    wheel(&mut window, after.center(), -60.0);
    assert!((row(&window, "Client: QUIT").center().y - before.center().y).abs() < 3.0);
    let zoom = window.app().prefs.ladder.zoom;
    wheel(&mut window, egui::pos2(100.0, 400.0), 60.0);
    assert_eq!(window.app().prefs.ladder.zoom, zoom, "over the library the wheel does not mean the ladder");
}

#[test]
fn from_afar_the_whole_session_is_seen_and_a_click_goes_there() {
    let mut window = Window::open();
    window.key(Key::End);
    for _ in 0..7 {
        alt(&mut window, Key::Minus);
    }
    assert!(!window.app().prefs.ladder.zoom.has_words());
    window.shows("Steps 1 to 32 of 32, from afar");
    assert!(!has_row(&window, "Server: +OK bye"));
    window.press("Steps 1 to 32 of 32, from afar");
    assert!((8..25).contains(&window.cursor()), "{}", window.cursor());
}

#[test]
fn time_can_be_the_way_down() {
    let mut window = Window::open();
    to_the_end(&mut window);
    let way = |window: &Window| {
        row(window, "The server closes the connection").bottom() - row(window, "Server: +OK bye").bottom()
    };
    let compressed = way(&window);
    window.press("To scale");
    assert_eq!(window.app().prefs.ladder.axis, Axis::Linear);
    assert!(compressed * 2.0 < way(&window), "0.74 s, as between all steps: {} and {compressed}", way(&window));
    window.key(Key::A);
    assert_eq!(window.app().prefs.ladder.axis, Axis::Compressed);
    assert!((way(&window) - compressed).abs() < 1.0);
}

#[test]
fn the_last_row_is_seen_whatever_changes_at_once() {
    let mut window = Window::open();
    window.harness.key_press(Key::A);
    window.harness.key_press(Key::End);
    window.harness.run();
    window.harness.run_steps(4);
    assert!(has_row(&window, "The server closes the connection"));
    window.key(Key::Home);
    window.harness.key_press(Key::End);
    window.harness.step();
    window.harness.key_press(Key::A);
    window.harness.run();
    window.harness.run_steps(4);
    assert!(has_row(&window, "The server closes the connection"));
}

#[test]
fn a_message_travels_while_it_plays_and_arrives_before_the_next() {
    let mut window = Window::open();
    window.press("Play or pause");
    let mut travelled = 0;
    for _ in 0..60 {
        window.harness.step();
        let app = window.app();
        let now = window.harness.ctx.input(|input| input.time);
        let moment = app.prefs.motion.moment(app.player.shift(), now);
        travelled += usize::from(moment.travel.is_some());
        let next = window.harness.output().viewport_output.values().map(|output| output.repaint_delay).min();
        assert!(!moment.moves() || next < Some(Duration::from_millis(20)), "what moves is painted again");
    }
    assert!(20 < travelled, "{travelled}");
    window.press("Pause");
    window.harness.run_steps(12);
    let outputs = &window.harness.output().viewport_output;
    assert!(outputs.values().all(|output| output.repaint_delay == Duration::MAX), "and then it rests");
}

#[test]
fn nothing_moves_for_those_who_want_it_so() {
    let mut window = Window::open();
    choose(&mut window, MENU, "Reduced motion");
    assert_eq!(window.app().prefs.motion, Motion::default().choosing(true));
    window.press("Play or pause");
    for _ in 0..40 {
        window.harness.step();
        let outputs = &window.harness.output().viewport_output;
        let next = outputs.values().map(|output| output.repaint_delay).min().expect("a window");
        assert!(next.is_zero() || Duration::from_millis(20) < next, "no frame between two steps: {next:?}");
    }
    assert!(3 < window.cursor());
    choose(&mut window, MENU, "Let messages travel");
    assert_eq!(window.app().prefs.motion, Motion::default().choosing(false));
    choose(&mut window, MENU, "Let messages travel");
    assert_eq!(window.app().prefs.motion, Motion::default().choosing(false).travelling(false));
}

#[test]
fn a_jump_does_not_travel() {
    let mut window = Window::open();
    window.key(Key::ArrowRight);
    assert!(window.app().player.shift().is_some_and(|shift| shift.forward && shift.lasts <= 0.2));
    window.key(Key::ArrowLeft);
    assert!(window.app().player.shift().is_some_and(|shift| !shift.forward));
    window.key(Key::End);
    assert_eq!(window.app().player.shift(), None);
}

#[test]
fn marks_that_come_and_go_are_told_apart() {
    let mut window = Window::open();
    let changed = |window: &Window| {
        let model = popscope::ui::views::maildrop::Model::new(&window.app().player);
        model.changed.iter().map(|number| number.get()).collect::<Vec<_>>()
    };
    while window.harness.query_all_by_label("Server: +OK marked").count() == 0 {
        window.key(Key::ArrowRight);
    }
    assert_eq!(changed(&window), [1]);
    window.key(Key::ArrowLeft);
    assert_eq!(changed(&window), [1], "the mark that was taken back");
    window.key(Key::ArrowLeft);
    assert_eq!(changed(&window), [0; 0]);
}

#[test]
fn the_diagram_counts_what_was_taken() {
    let mut window = Window::open();
    window.key(Key::End);
    let model = Model::new(&window.app().player, None);
    let count = |keyword: &str, phase| {
        let rules = popscope::proto::rules::RULES.iter();
        let rule = rules.enumerate().find(|(_, rule)| rule.phase == phase && rule.keyword.as_str() == keyword);
        let count = model.count(rule.expect("a row of the table").0);
        (count.positive, count.negative)
    };
    let phases = popscope::proto::Phase::ALL;
    assert_eq!([count("USER", phases[0]), count("PASS", phases[0])], [(2, 0), (1, 1)]);
    assert_eq!(
        [count("DELE", phases[1]), count("RSET", phases[1]), count("LAST", phases[1])],
        [(2, 0), (1, 0), (0, 0)]
    );
    window.key(Key::Home);
    assert!(Model::new(&window.app().player, None).counts.iter().all(|count| count.sum() == 0));
}

#[test]
fn counts_are_those_of_a_walk() {
    let mut arrows = 0;
    for timeline in [sample::download(), sample::two_clients(), sample::damaged()] {
        let mut window = Window::open();
        window.harness.state_mut().show(sample::lesson("walk", timeline));
        let player = &mut window.harness.state_mut().player;
        let mut walked = std::collections::BTreeMap::<_, usize>::new();
        for _ in 0..player.total() {
            player.go(Move::Forward);
            let model = Model::new(player, None);
            if let Some(taken) = model.taken {
                *walked.entry((player.followed(), taken)).or_default() += 1;
            }
            for (&(connection, taken), &times) in &walked {
                let connection = connection.expect("it was taken on one");
                assert_eq!(player.session().tracks().count(connection, taken, player.cursor().0), times);
            }
        }
        arrows += walked.len();
    }
    assert!(8 < arrows, "{arrows}");
}

#[test]
fn every_part_of_the_diagram_explains_itself() {
    let mut window = Window::open();
    for (label, told, clause) in [
        ("TRANSACTION", "The maildrop is open and locked", "RFC 1939 §5"),
        ("UPDATE", "removes the marked messages", "RFC 1939 §6"),
        ("greeting +OK", "The server speaks first", "RFC 1939 §4"),
        ("without QUIT", "There is no UPDATE state", "RFC 1939 §6"),
        ("closed", "the maildrop is free again", "RFC 1939 §6"),
        ("AUTHORIZATION", "The client says who it is", "RFC 1939 §4"),
    ] {
        window.press(label);
        window.shows(told);
        window.shows(clause);
    }
    window.shows("USER, PASS, RPOP, APOP");
    assert_eq!(window.app().views.subject, Some(Subject::State(popscope::proto::Phase::Authorization)));
    window.press("Back to the step");
    assert_eq!(window.app().views.subject, None);
}

#[test]
fn the_new_controls_speak_russian() {
    let mut window = Window::in_language(Language::Russian);
    window.key(Key::End);
    window.press("В масштабе");
    assert_eq!(window.app().prefs.ladder.axis, Axis::Linear);
    window.press("Мельче лестницу");
    window.shows("Обычный размер лестницы: 80");
    window.press("TRANSACTION");
    window.shows("Ящик открыт и заперт для других");
    choose(&mut window, ("Вид", "Лестница и движение"), "Меньше движения");
    assert!(window.app().prefs.motion.reduced);
}

#[test]
fn the_palette_knows_the_new_commands() {
    let mut window = Window::open();
    for (typed, done) in [("larger ladder", "125\u{a0}%"), ("usual size of the ladder", "100\u{a0}%")] {
        window.ctrl(Key::K);
        window.write(typed);
        window.key(Key::Enter);
        assert_eq!(window.app().prefs.ladder.zoom.label(), done);
    }
    window.harness.state_mut().outbox.send(UiCommand::View(popscope::ui::command::View::Axis));
    window.harness.run();
    assert_eq!(window.app().prefs.ladder.axis, Axis::Linear);
}

#[test]
fn how_the_ladder_is_drawn_is_kept() {
    let mut prefs = Prefs::default();
    prefs.ladder.zoom = Zoom::of(1.5);
    prefs.ladder.axis = Axis::Linear;
    prefs.motion.reduced = true;
    let written = ron::to_string(&prefs).expect("it can be written");
    assert_eq!(ron::from_str::<Prefs>(&written).expect("it can be read"), prefs);
}
