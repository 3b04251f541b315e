//! Somebody is the client: types, presses, takes back, branches.

use eframe::egui::Key;
use egui_kittest::kittest::Queryable as _;
use popscope::session::cursor::Move;
use popscope::teach::Language;
use popscope::ui::command::Edit;
use popscope::ui::command::Hand;
use popscope::ui::command::Library;
use popscope::ui::command::UiCommand;
use popscope::ui::drafts::Drafts;
use popscope::ui::link::Link;

use super::window::Window;

/// A window in which the empty session waits.
fn empty() -> Window {
    let mut window = Window::reading();
    window.key(Key::F2);
    window.wait();
    window.shows("You are the client");
    window
}

/// Types a line as a person does, with the keyboard alone.
fn say(window: &mut Window, line: &str) {
    window.key(Key::F2);
    window.write(line);
    window.key(Key::Enter);
}

/// What was said in the step at the cursor.
fn heard(window: &Window) -> String {
    let said = window.app().player.step().and_then(|step| step.said());
    said.map_or_else(String::new, |said| said.shown_line(true))
}

fn typed(window: &Window) -> &str {
    &window.app().views.command_line.text
}

/// The names of the script and its branches.
fn names(window: &Window) -> Vec<String> {
    let document = window.app().shelf.open_document().expect("a document");
    document.sessions.iter().map(|session| session.label.en.to_string()).collect()
}

fn obey(window: &mut Window, wish: Hand) {
    window.harness.state_mut().outbox.send(UiCommand::Hand(wish));
    window.harness.run();
}

#[test]
fn what_is_typed_is_answered_and_the_cursor_goes_to_the_reply() {
    let mut window = empty();
    say(&mut window, "USER amy");
    assert_eq!((heard(&window).as_str(), typed(&window)), ("+OK send your password", ""));
    window.write("PASS sesame"); // The line still has the focus.
    window.key(Key::Enter);
    assert!(heard(&window).starts_with("+OK amy's maildrop has 3 messages"), "{}", heard(&window));
    say(&mut window, "RERT 1");
    assert_eq!(heard(&window), "-ERR unknown command");
    assert_eq!(names(&window)[1..], ["1: USER amy"]);
    window.shows("Goes on with this branch");
}

#[test]
fn a_command_typed_at_an_earlier_step_makes_a_branch() {
    let mut window = empty();
    for line in ["USER amy", "PASS sesame", "DELE 1"] {
        say(&mut window, line);
    }
    let end = window.cursor();
    window.key(Key::Escape);
    window.key(Key::ArrowLeft);
    window.key(Key::ArrowLeft);
    assert_eq!(window.cursor(), end - 2, "Escape gives the arrows back");
    window.shows("A new branch begins at this step");
    say(&mut window, "DELE 2");
    assert_eq!(heard(&window), "+OK message 2 marked as deleted");
    assert_eq!(names(&window)[1..], ["1: USER amy", "2: DELE 2"]);
    let strip = window.harness.get_all_by_label("1: USER amy").count();
    assert_eq!(strip, 2, "above the ladder and in the library");
    window.press_last("1: USER amy");
    assert_eq!(window.cursor(), end);
    assert_eq!(heard(&window), "+OK message 1 marked as deleted");
}

#[test]
fn the_last_line_is_taken_back_and_said_again() {
    let mut window = empty();
    say(&mut window, "CAPA");
    say(&mut window, "QUIT");
    let end = window.cursor();
    window.ctrl(Key::Z);
    assert_eq!(heard(&window), "+OK capability list follows");
    window.ctrl(Key::Y);
    assert_eq!(window.cursor(), end);
    window.choose("More ▾", "Take the last line back");
    assert_eq!(heard(&window), "+OK capability list follows");
    window.key(Key::F2);
    window.write("half");
    window.ctrl(Key::Z);
    assert_eq!(heard(&window), "+OK capability list follows", "what is typed has its own way back");
}

#[test]
fn chips_write_the_line_and_enter_sends_it() {
    let mut window = empty();
    window.press("Write USER amy");
    assert_eq!(typed(&window), "USER amy");
    window.key(Key::Enter);
    window.press("Write PASS sesame");
    window.key(Key::Enter);
    window.key(Key::F2);
    window.write("re");
    assert!(window.is_shown("Write RETR 3") && !window.is_shown("Write STAT"));
}

#[test]
fn earlier_lines_come_back_with_the_arrows() {
    let mut window = empty();
    say(&mut window, "CAPA");
    say(&mut window, "USER amy");
    window.write("QU");
    window.key(Key::ArrowUp);
    window.key(Key::ArrowUp);
    assert_eq!(typed(&window), "CAPA");
    window.key(Key::ArrowDown);
    window.key(Key::ArrowDown);
    assert_eq!(typed(&window), "QU");
}

#[test]
fn letters_that_only_look_right_are_named_before_and_behind() {
    let mut window = empty();
    window.key(Key::F2);
    window.write("C\u{410}PA");
    window.shows("CYRILLIC CAPITAL LETTER A");
    window.key(Key::Enter);
    assert_eq!(heard(&window), "-ERR unknown command");
    window.key(Key::Escape);
    window.key(Key::ArrowLeft);
    window.shows("Character 2 is \u{410} (U+0410, CYRILLIC CAPITAL LETTER A)");
    window.key(Key::F2);
    window.write("C\u{410}PA");
    window.press("Set right: CAPA");
    assert_eq!(typed(&window), "CAPA");
}

#[test]
fn without_a_connection_the_line_stays_and_connecting_is_offered() {
    let mut window = empty();
    say(&mut window, "QUIT");
    say(&mut window, "STAT");
    window.shows("this client has to connect first");
    assert_eq!(typed(&window), "STAT", "nothing that was typed is lost");
    window.press_last("Connect");
    assert!(heard(&window).starts_with("+OK POP3 server ready"), "{}", heard(&window));
}

#[test]
fn another_client_finds_the_maildrop_locked() {
    let mut window = empty();
    for line in ["USER amy", "PASS sesame"] {
        say(&mut window, line);
    }
    window.choose("laptop ▾", "phone");
    window.press_last("Connect");
    for line in ["USER amy", "PASS sesame"] {
        say(&mut window, line);
    }
    assert_eq!(heard(&window), "-ERR [IN-USE] maildrop already locked");
}

#[test]
fn time_passes_and_the_line_drops() {
    let mut window = empty();
    window.choose("More ▾", "Drop the line");
    assert!(!window.app().player.at_end() || heard(&window).is_empty());
    window.press_last("Connect");
    obey(&mut window, Hand::Wait(11));
    assert_eq!(names(&window).len(), 2, "all of it is one branch");
    assert!(window.app().player.at_end() && !window.is_shown("Send"), "the server gave up");
}

#[test]
fn a_line_can_end_in_three_ways() {
    let mut window = empty();
    window.choose("Line end", "LF alone");
    say(&mut window, "CAPA");
    assert_eq!(heard(&window), "-ERR a line ends with CR LF");
    window.choose("Line end", "No line end: the server waits for more");
    say(&mut window, "CA");
    window.choose("Line end", "CR LF, as the RFC wants it");
    say(&mut window, "PA");
    assert_eq!(heard(&window), "+OK capability list follows");
}

#[test]
fn a_branch_is_renamed_deleted_and_brought_back() {
    let mut window = empty();
    say(&mut window, "CAPA");
    window.choose("Branch ▾", "Rename the branch…");
    window.ctrl(Key::A);
    window.write("what it can do");
    window.key(Key::Enter);
    assert_eq!(names(&window)[1..], ["what it can do"]);
    window.choose("Branch ▾", "Delete the branch");
    assert_eq!(names(&window).len(), 1);
    window.shows("Deleted: what it can do");
    window.press("Bring the deleted branch back");
    assert_eq!(names(&window)[1..], ["what it can do"]);
}

#[test]
fn lessons_are_gone_on_with_too() {
    let mut window = Window::lessons();
    window.wait();
    window.harness.state_mut().player.go(Move::To(14));
    say(&mut window, "XYZZY");
    assert_eq!(heard(&window), "-ERR unknown command");
    assert_eq!(names(&window)[1..], ["1: XYZZY"]);
    assert!(window.is_shown("Script") && window.is_shown("1: XYZZY"));
}

#[test]
fn all_of_it_speaks_both_languages() {
    let mut window = empty();
    say(&mut window, "CAPA");
    obey(&mut window, Hand::Wait(10));
    window.ctrl(Key::L);
    assert_eq!(window.app().prefs.language, Language::Russian);
    for text in ["Клиент — это вы", "имя amy, пароль sesame", "Продолжает эту ветвь", "Сценарий", "Соединиться"]
    {
        window.shows(text);
    }
    assert!(!window.text().contains('‹'), "a word is missing");
}

#[test]
fn what_was_typed_is_there_after_a_crash() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut window = empty();
    window.harness.state_mut().restore(Drafts::open(folder.path().to_owned()));
    say(&mut window, "CAPA");
    say(&mut window, "USER amy");
    let kept = names(&window);
    drop(window);
    let mut window = Window::reading();
    window.harness.state_mut().restore(Drafts::open(folder.path().to_owned()));
    window.harness.run();
    window.shows("Empty session");
    assert_eq!(window.app().shelf.drafted.values().copied().collect::<Vec<_>>(), [1]);
    window.key(Key::F2);
    window.wait();
    assert_eq!(names(&window), kept);
    window.key(Key::ArrowUp);
    assert_eq!(typed(&window), "USER amy", "the lines of the earlier run come back too");
}

/// A window with the drafts of a folder, in which a file is open.
fn over_file(folder: &std::path::Path, file: &std::path::Path) -> Window {
    let mut window = Window::reading();
    window.harness.state_mut().restore(Drafts::open(folder.to_owned()));
    open_file(&mut window, file);
    window
}

fn open_file(window: &mut Window, file: &std::path::Path) {
    window.harness.state_mut().outbox.send(UiCommand::Library(Library::Open(vec![file.to_owned()])));
    window.harness.step();
    window.wait();
    window.wait(); // Behind the look at the kind of the file comes its reading.
}

/// The text of the script that is open.
fn script(window: &Window) -> &str {
    let document = window.app().shelf.open_document().expect("a document");
    document.hand.as_ref().expect("a script").script().text()
}

const FIRST: &str = include_str!("../../../scenarios/first-session.ron");

#[test]
fn a_script_that_was_changed_is_played_as_it_is_once_no_branch_needs_the_old_one() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("mine.ron");
    std::fs::write(&file, FIRST).expect("a file");
    let mut window = over_file(folder.path().join("drafts").as_path(), &file);
    window.harness.state_mut().player.go(Move::To(14));
    say(&mut window, "NOOP");
    let changed = format!("// Changed outside.\n{FIRST}");
    std::fs::write(&file, &changed).expect("a file");
    open_file(&mut window, &file);
    assert_eq!((script(&window), names(&window).len()), (FIRST, 2), "a branch keeps the script that it leaves");
    window.shows("The lesson has changed since");
    obey(&mut window, Hand::Delete);
    assert_eq!(names(&window).len(), 2, "the script itself is no branch");
    window.press_last("1: NOOP");
    obey(&mut window, Hand::Delete);
    assert_eq!(names(&window).len(), 1);
    drop(window);
    let window = over_file(folder.path().join("drafts").as_path(), &file);
    assert_eq!(script(&window), changed);
    assert!(!window.is_shown("The lesson has changed since"));
}

#[test]
fn what_was_typed_at_a_text_that_cannot_be_read_is_kept() {
    let folder = tempfile::tempdir().expect("a folder");
    let (file, drafts) = (folder.path().join("mine.ron"), folder.path().join("drafts"));
    std::fs::write(&file, FIRST).expect("a file");
    let mut window = over_file(&drafts, &file);
    window.harness.state_mut().player.go(Move::To(14));
    say(&mut window, "NOOP");
    drop(window);
    let written = || std::fs::read_dir(&drafts).expect("a folder").map(|entry| entry.expect("a file").path());
    let draft = written().next().expect("a draft");
    let text = std::fs::read_to_string(&draft).expect("a draft");
    let spoilt = text.replace("text:\"", "text:\"(((");
    assert!(spoilt != text, "{text}");
    std::fs::write(&draft, &spoilt).expect("a file");
    let mut window = over_file(&drafts, &file);
    window.harness.state_mut().player.go(Move::To(14));
    say(&mut window, "QUIT");
    drop(window);
    let old = written().find(|path| path.extension().is_some_and(|extension| extension == "old"));
    let old = std::fs::read_to_string(old.expect("kept under another name")).expect("a file");
    assert!(old.contains("(((") && old.contains("NOOP"), "{old}");
}

#[test]
fn what_is_edited_is_played_as_it_is() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut window = Window::reading();
    window.harness.state_mut().restore(Drafts::open(folder.path().to_owned()));
    obey_edit(&mut window, Edit::New);
    obey_edit(&mut window, Edit::Play);
    let before = script(&window).to_owned();
    window.harness.state_mut().player.go(Move::Last);
    obey(&mut window, Hand::Connect);
    assert_eq!(names(&window).len(), 2);
    window.harness.state_mut().editor.text.insert_str(0, "// Changed.\n");
    obey_edit(&mut window, Edit::Play);
    assert_eq!(script(&window), format!("// Changed.\n{before}"));
    assert_eq!(names(&window).len(), 1);
}

fn obey_edit(window: &mut Window, wish: Edit) {
    window.harness.state_mut().outbox.send(UiCommand::Edit(wish));
    window.harness.run();
}

#[test]
fn a_link_leads_to_a_branch_wherever_it_stands() {
    let mut window = empty();
    say(&mut window, "CAPA");
    say(&mut window, "USER amy");
    window.press_last("Script");
    window.harness.state_mut().player.go(Move::Last);
    say(&mut window, "NOOP");
    window.press_last("1: CAPA");
    window.key(Key::Escape);
    window.harness.state_mut().player.go(Move::Last);
    window.key(Key::ArrowLeft);
    window.key(Key::ArrowLeft);
    say(&mut window, "USER rose");
    assert_eq!(names(&window)[1..], ["1: CAPA", "3: USER rose", "2: NOOP"]);
    let ctx = window.harness.ctx.clone();
    let origin = window.app().shelf.open_document().expect("a document").origin.clone();
    let link = Link { origin, session: 2, cursor: popscope::session::Cursor(3) };
    window.harness.state_mut().open_link(&ctx, link);
    window.wait();
    assert_eq!(&*window.app().player.session().label.en, "2: NOOP");
    assert_eq!(window.cursor(), 3);
}

#[test]
fn the_command_line_can_be_hidden() {
    let mut window = empty();
    window.choose("View", "Line to type commands in");
    assert!(!window.is_shown("You are the client"));
    window.key(Key::F2);
    window.shows("You are the client");
}

#[test]
fn both_futures_are_told_from_the_login_to_quit() {
    let mut window = empty();
    assert!(!window.is_shown("Two futures"));
    for line in ["USER amy", "PASS sesame", "STAT", "DELE 2"] {
        say(&mut window, line);
    }
    window.press("Two futures: 2 left after QUIT, 3 if the line drops");
    for text in ["QUIT now", "The line drops now", "removed: 2", "the marks are forgotten", "RFC 1939 §6"] {
        window.shows(text);
    }
    say(&mut window, "QUIT");
    assert!(!window.is_shown("Two futures"));
}

#[test]
fn the_digest_of_apop_is_made_before_the_eyes_of_the_student() {
    let mut window = empty();
    let line = window.app().views.command_line.offered("APOP").expect("APOP is offered");
    say(&mut window, &line);
    window.key(Key::Escape);
    window.key(Key::ArrowLeft); // The lock of the maildrop.
    window.key(Key::ArrowLeft);
    window.key(Key::Num2);
    for text in ["How the digest is made", "MD5 of both", "<1000.1004793286@pop.example.org>", "it knows the secret"] {
        window.shows(text);
    }
    assert!(!window.is_shown("no free lunch"), "the secret is masked");
    window.ctrl(Key::L);
    window.shows("Как получается дайджест");
}

#[test]
fn the_octet_under_the_pointer_is_explained() {
    let mut window = empty();
    for line in ["USER amy", "PASS sesame", "LIST", "RETR 2"] {
        say(&mut window, line);
    }
    window.key(Key::Escape);
    window.key(Key::Num2);
    window.shows("Point at an octet to see what it is.");
    window.shows("stuffing =");
    window.shows("LIST said");
    window.shows("the same.");
    let status = window.harness.get_by_label("status indicator +OK").rect().center();
    window.harness.hover_at(status);
    window.harness.run();
    window.shows("status indicator, octets 1 to 3: +OK says yes");
}
