//! The scenario editor: what an author presses and types, and what comes of it.

use eframe::egui::Key;
use eframe::egui::Modifiers;
use egui_kittest::kittest::Queryable as _;
use popscope::teach::Language;
use popscope::ui::App;
use popscope::ui::command::Answer;
use popscope::ui::command::Central;
use popscope::ui::command::Edit;
use popscope::ui::command::UiCommand;
use popscope::ui::document::Origin;
use popscope::ui::drafts::Drafts;
use popscope::ui::editor::Page;
use popscope::ui::editor::state::TEMPLATE;
use popscope::ui::prefs::Prefs;

use super::window::Window;

fn wish(window: &mut Window, wish: Edit) {
    window.harness.state_mut().outbox.send(UiCommand::Edit(wish));
    window.harness.run();
    tried(window);
}

/// Waits until what is shown came of the text as it is.
#[track_caller]
fn tried(window: &mut Window) {
    for _ in 0..2000 {
        window.harness.step();
        if window.app().editor.is_tried() && window.app().jobs.running().is_empty() {
            window.harness.run();
            return;
        }
        std::thread::sleep(std::time::Duration::from_millis(2));
    }
    panic!("the play does not end");
}

/// A window with the template in the editor.
fn new(language: Language) -> Window {
    let mut window = Window::in_language(language);
    window.ctrl(Key::E);
    assert_eq!(window.app().views.central, Central::Editor);
    tried(&mut window);
    window
}

fn text(window: &Window) -> &str {
    &window.app().editor.text
}

/// The lines of the steps.
fn steps(window: &Window) -> Vec<String> {
    let all = text(window).split("    steps: [\n").nth(1).unwrap_or_default();
    all.lines().map(|line| line.trim().to_owned()).collect()
}

/// Puts other words into a field.
fn fill(window: &mut Window, field: &str, words: &str) {
    // Its name stands before it.
    window.harness.get_all_by_label(field).last().expect("a field").focus();
    window.harness.run();
    window.ctrl(Key::A);
    window.write(words);
    tried(window);
}

#[test]
fn a_new_scenario_is_played_at_once_and_beside_each_row_stands_what_came() {
    let window = new(Language::English);
    assert_eq!(text(&window), TEMPLATE);
    for shown in
        ["Scenario editor", "Everything happens as expected", "+OK send your password", "TRANSACTION", "UPDATE"]
    {
        window.shows(shown);
    }
    let window = new(Language::Russian);
    window.shows("Всё идёт как ожидалось");
    window.shows("Что происходит");
}

#[test]
fn a_command_that_is_changed_in_its_row_is_answered_there_and_taken_back() {
    let mut window = new(Language::English);
    fill(&mut window, "Step 4: command", "PASS wrong");
    assert!(steps(&window).contains(&"Send(\"PASS wrong\", Ok),".to_owned()), "{:?}", steps(&window));
    window.shows("Expected a positive reply, got -ERR name or password is wrong");
    window.shows("3 problems");
    assert!(text(&window).starts_with("// A small scenario"), "comments stay");
    window.ctrl(Key::Z);
    tried(&mut window);
    assert_eq!(text(&window), TEMPLATE, "what was typed in one field is taken back at once");
    window.ctrl(Key::Y);
    tried(&mut window);
    assert!(text(&window).contains("PASS wrong"));
}

#[test]
fn a_line_that_is_no_command_is_told_in_its_row_and_the_rest_is_played() {
    let mut window = new(Language::English);
    fill(&mut window, "Step 6: command", "RETR");
    window.shows("RETR needs a message number (SendRaw sends it all the same)");
    window.shows("+OK goodbye");
    window.press("▲ One problem");
    assert_eq!(window.app().editor.row, 5);
}

#[test]
fn what_is_wrong_is_told_in_the_language_of_the_window() {
    let mut window = new(Language::Russian);
    fill(&mut window, "Шаг 6: команда", "RETR");
    window.shows("RETR: нужен номер сообщения (SendRaw пошлёт и так)");
    fill(&mut window, "Шаг 4: команда", "PASS wrong");
    window.shows("Ожидалось: положительный ответ; пришло: -ERR name or password is wrong");
    let unknown = TEMPLATE.replace("users: [", "usres: [");
    wish(&mut window, Edit::Change(Box::new(popscope::ui::editor::Change::Whole(unknown))));
    window.shows("поля usres здесь нет; есть: ");
}

#[test]
fn rows_come_go_and_move_with_buttons_and_keys() {
    let mut window = new(Language::English);
    window.press("Choose step 5");
    window.press("Add below");
    tried(&mut window);
    assert_eq!(steps(&window)[8], "Send(\"NOOP\"),");
    // The new row has the focus: what is typed stands there.
    window.ctrl(Key::A);
    window.write("LIST");
    tried(&mut window);
    assert_eq!(steps(&window)[8], "Send(\"LIST\"),");
    window.press("Choose step 6");
    window.harness.key_press_modifiers(Modifiers::ALT, Key::ArrowUp);
    window.harness.run();
    assert_eq!((steps(&window)[7].as_str(), window.app().editor.row), ("Send(\"LIST\"),", 4));
    window.press("Move down");
    assert_eq!(steps(&window)[8], "Send(\"LIST\"),");
    window.press("Duplicate");
    assert_eq!(steps(&window)[9], "Send(\"LIST\"),");
    window.harness.key_press(Key::Delete);
    window.harness.run();
    window.harness.key_press(Key::ArrowUp);
    window.harness.run();
    window.press("Delete");
    assert_eq!(steps(&window)[8], "Send(\"RETR 1\", Ok),");
    window.harness.key_press(Key::Home);
    window.harness.run();
    assert_eq!(window.app().editor.row, 0);
    window.harness.key_press_modifiers(Modifiers::SHIFT, Key::Insert);
    window.harness.run();
    assert!(window.app().editor.file.is_some());
    assert_eq!(window.app().editor.steps(), 8);
}

#[test]
fn enter_goes_on_to_the_next_row_and_adds_one_behind_the_last() {
    let mut window = new(Language::English);
    window.harness.get_by_label("Step 7: command").focus();
    window.harness.run();
    window.key(Key::Enter);
    tried(&mut window);
    assert_eq!((window.app().editor.steps(), window.app().editor.row), (8, 7));
    assert!(steps(&window).contains(&"Send(\"NOOP\"),".to_owned()));
}

#[test]
fn what_a_step_is_and_what_is_expected_can_be_chosen() {
    let mut window = new(Language::English);
    window.harness.get_by_label("Step 5: what is expected").click();
    window.harness.run();
    window.harness.get_all_by_label("exactly this").last().expect("an offer").click();
    window.harness.run();
    tried(&mut window);
    let stat = steps(&window).into_iter().find(|line| line.contains("STAT")).expect("a step");
    assert!(stat.starts_with("Send(\"STAT\", Is(\"+OK 1 "), "what came stands there: {stat}");
    window.shows("Everything happens as expected");
    window.harness.get_by_label("Step 5: what happens").click();
    window.harness.run();
    window.harness.get_all_by_label("Raw octets").last().expect("an offer").click();
    window.harness.run();
    tried(&mut window);
    let stat = steps(&window).into_iter().find(|line| line.contains("STAT")).expect("a step");
    assert!(stat.starts_with("SendRaw(\"STAT\\r\\n\", Is("), "{stat}");
}

#[test]
fn the_text_and_the_table_are_one_and_a_broken_text_is_not_lost() {
    let mut window = new(Language::English);
    window.press("Text (RON)");
    let broken = TEMPLATE.replace("steps: [", "steps: [[");
    wish(&mut window, Edit::Change(Box::new(popscope::ui::editor::Change::Whole(broken.clone()))));
    window.shows("The text cannot be read: line");
    window.press("Steps");
    window.shows("Nothing is lost.");
    window.press("Show the text");
    assert_eq!((window.app().editor.page, text(&window)), (Page::Source, broken.as_str()));
    let other = TEMPLATE.replace("Send(\"STAT\", Ok),", "/* here */ Send(\"LAST\", Err),");
    wish(&mut window, Edit::Change(Box::new(popscope::ui::editor::Change::Whole(other))));
    window.press("Steps");
    fill(&mut window, "Step 5: command", "NOOP");
    assert!(text(&window).contains("/* here */ Send(\"NOOP\", Err),"), "{}", text(&window));
}

#[test]
fn the_server_the_maildrops_the_clients_and_the_title_have_their_forms() {
    let mut window = new(Language::English);
    window.press("Server");
    window.press("APOP");
    tried(&mut window);
    window.press("STLS");
    tried(&mut window);
    window.press("CRAM-MD5");
    fill(&mut window, "greeting", "+OK hello {timestamp}");
    for written in ["apop: true,", "tls: Stls,", "mechanisms: [CramMd5],", "greeting: \"+OK hello {timestamp}\","] {
        assert!(text(&window).contains(written), "{written}\n{}", text(&window));
    }
    window.shows("Everything happens as expected");
    window.press("Maildrops");
    fill(&mut window, "name of the mailbox", "rose");
    assert!(text(&window).contains("name: \"rose\""));
    window.press("Add a mail");
    window.press("Add a user");
    tried(&mut window);
    assert_eq!(
        window.app().editor.file.as_ref().map(|file| (file.users.len(), file.users[0].messages.len())),
        Some((2, 2))
    );
    window.press("Clients");
    window.press("Add a client");
    tried(&mut window);
    fill(&mut window, "address", "192.0.2.77");
    assert!(text(&window).contains("(name: \"client1\", address: \"192.0.2.77\")"), "{}", text(&window));
    window.press("Title");
    fill(&mut window, "title, English", "Mine");
    assert!(text(&window).contains("title: (en: \"Mine\""));
    fill(&mut window, "latency, milliseconds", "120");
    assert!(text(&window).contains("latency_millis: 120,"));
    window.harness.get_all_by_label("latency, milliseconds").last().expect("a field").focus();
    window.harness.run();
    window.ctrl(Key::A);
    window.key(Key::Backspace);
    tried(&mut window);
    assert!(!text(&window).contains("latency_millis"));
    window.harness.check_accessibility();
}

#[test]
fn a_lesson_is_copied_and_its_play_opens_at_the_chosen_row() {
    let mut window = Window::lesson("rset", Prefs::default());
    window.harness.run();
    window.press("Edit a copy");
    tried(&mut window);
    assert_eq!(window.app().editor.file_name(), "rset-copy.ron");
    window.shows("Everything happens as expected");
    let row = window.app().editor.steps() - 3;
    wish(&mut window, Edit::Row(row));
    let end = window.app().editor.trial.rows[row].steps.end;
    window.press("Play this");
    assert_eq!((window.app().views.central, window.cursor()), (Central::Ladder, end));
    assert_eq!(window.app().shelf.open_document().map(|document| &document.origin), Some(&Origin::Editor));
    window.press("Edit");
    assert_eq!(window.app().views.central, Central::Editor);
    assert_eq!(window.app().editor.row, row);
}

#[test]
fn what_was_typed_by_hand_can_be_edited() {
    let mut window = Window::reading();
    window.key(Key::F2);
    window.wait();
    window.write("CAPA");
    window.key(Key::Enter);
    window.key(Key::Escape);
    window.press("Edit a copy");
    tried(&mut window);
    assert!(text(&window).contains("Send(\"CAPA\", Lines("), "{}", text(&window));
    window.shows("Everything happens as expected");
}

#[test]
fn a_recorded_session_becomes_a_scenario_with_other_names() {
    let mut window = Window::reading();
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/captures/dovecot-poplib-apop.pcapng");
    let open = UiCommand::Library(popscope::ui::command::Library::Open(vec![file.into()]));
    window.harness.state_mut().outbox.send(open);
    window.harness.run();
    window.wait();
    window.wait();
    wish(&mut window, Edit::Retell);
    assert_eq!(window.app().views.central, Central::Editor);
    window.shows("exchanges go as in the recording");
    window.shows("Everything happens as expected");
    for name in ["anna", "boris", "seven-bridges", "two words"] {
        assert!(!text(&window).contains(name), "{name}\n{}", text(&window));
    }
}

fn obey(window: &mut Window, answer: Answer) {
    wish(window, Edit::Answer(answer));
}

#[test]
fn nothing_is_lost_without_a_question() {
    let mut window = new(Language::English);
    fill(&mut window, "Step 4: command", "PASS other");
    let mine = text(&window).to_owned();
    window.choose("More ▾", "New scenario");
    window.shows("has changes that are not saved");
    window.press("Go back");
    assert_eq!(text(&window), mine);
    window.choose("More ▾", "New scenario");
    obey(&mut window, Answer::Lose);
    assert_eq!(text(&window), TEMPLATE);
}

#[test]
fn a_file_is_saved_whole_and_somebody_elses_changes_are_asked_for() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("mine.ron");
    let mut window = new(Language::English);
    window.shows("not saved");
    wish(&mut window, Edit::SaveTo(path.clone()));
    assert_eq!(std::fs::read_to_string(&path).expect("a file"), TEMPLATE);
    assert!(!window.app().editor.is_changed());
    window.shows("mine.ron");
    std::fs::write(&path, "somebody else").expect("a file");
    fill(&mut window, "Step 5: command", "NOOP");
    window.ctrl(Key::S);
    tried(&mut window);
    window.shows("was changed by somebody else");
    assert_eq!(std::fs::read_to_string(&path).expect("a file"), "somebody else");
    window.press("Replace");
    tried(&mut window);
    assert_eq!(std::fs::read_to_string(&path).expect("a file"), text(&window));
    window.choose("More ▾", "Duplicate as a new file");
    assert_eq!((window.app().editor.path.clone(), window.app().editor.is_changed()), (None, true));
    assert_eq!(window.app().editor.file_name(), "copy-of-mine.ron");
}

#[test]
fn what_was_not_saved_is_there_in_the_next_run() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut window = new(Language::English);
    window.app_mut().restore(Drafts::open(folder.path().to_owned()));
    fill(&mut window, "Step 5: command", "NOOP");
    let mine = text(&window).to_owned();
    drop(window);
    let mut window = Window::open();
    let app: &mut App = window.app_mut();
    app.restore(Drafts::open(folder.path().to_owned()));
    window.harness.run();
    window.shows("This was not saved when the program ended last.");
    window.ctrl(Key::E);
    tried(&mut window);
    assert_eq!(text(&window), mine);
    assert!(window.app().editor.is_changed());
}

#[test]
fn a_step_of_any_kind_is_chosen_from_the_menu_and_stands_at_the_end() {
    let mut window = new(Language::English);
    let before = window.app().editor.steps();
    for (group, item, written) in [
        ("Messages", "RETR 1", "Send(\"RETR 1\"),"),
        ("Session", "CAPA", "Send(\"CAPA\"),"),
        ("Log in", "AUTH PLAIN", "Send(\"AUTH PLAIN\"),"),
        ("Faults", "The server is to die", "Dies(AmidUpdate(1)),"),
        ("Time and mail", "Wait", "Advance(60),"),
        ("Clients and connections", "Close", "Close,"),
    ] {
        window.press("Add a step ▾");
        // The menu stands before what it lies over.
        window.harness.get_all_by_label(group).next().expect("a group").click();
        window.harness.run();
        window.harness.get_all_by_label(item).next().expect("a step").click();
        window.harness.run();
        tried(&mut window);
        let steps = window.app().editor.steps();
        assert_eq!(window.app().editor.row, steps - 1, "{item}: it is chosen");
        assert!(self::steps(&window).iter().any(|line| line == written), "{item}: {:?}", self::steps(&window));
    }
    assert_eq!(window.app().editor.steps(), before + 6);
    window.press("Choose step 2");
    window.press("Insert ▾");
    window.press_last("Note");
    tried(&mut window);
    assert_eq!(window.app().editor.row, 2);
    window.ctrl(Key::Z);
    tried(&mut window);
    assert_eq!(window.app().editor.steps(), before + 6, "each is taken back alone");
}

#[test]
fn every_word_of_the_server_has_its_field() {
    let mut window = new(Language::Russian);
    window.press("Сервер");
    assert!(!window.is_shown("Команда неизвестна"));
    window.press_containing("Все остальные ответы");
    fill(&mut window, "команда неизвестна", "чего?");
    assert!(text(&window).contains("unknown_command: \"чего?\""), "{}", text(&window));
    window.press_containing("Все остальные ответы");
    window.shows("Команда неизвестна"); // What was set is seen.
    assert!(!window.is_shown("Письмо помечено"));
}
