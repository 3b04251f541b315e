//! The library: lessons and files are found, opened, cancelled and closed.

use eframe::egui;
use eframe::egui::Key;
use egui_kittest::kittest::Queryable as _;
use popscope::ui::command::Tab;
use popscope::ui::command::UiCommand;

use super::sample;
use super::window::Window;

#[test]
fn the_filter_narrows_the_library_and_takes_the_keys() {
    let mut window = Window::open();
    window.shows("1. Lesson download");
    window.harness.get_by_label("Filter").focus();
    window.harness.run();
    window.write("lock");
    assert!(!window.is_shown("1. Lesson download"));
    window.shows("2. Lesson lock");
    window.key(Key::ArrowRight);
    window.key(Key::Home);
    window.key(Key::Num2);
    assert_eq!((window.cursor(), window.app().views.tab), (0, Tab::Why), "keys belong to the field");
    window.write("zzz");
    window.shows("Nothing matches");
}

#[test]
fn lessons_open_and_come_back() {
    let mut window = Window::open();
    window.press("2. Lesson lock");
    window.wait();
    window.shows("Step 0 of 27");
    window.press("1. Lesson download");
    window.shows("Step 0 of 32");
    window.ctrl(Key::PageDown);
    window.shows("Step 0 of 27");
    window.ctrl(Key::PageUp);
    window.shows("Step 0 of 32");
    window.choose("Session", "Next session");
    window.choose("Session", "Previous session");
    window.shows("Step 0 of 32");
}

#[test]
fn a_capture_lists_its_sessions_and_can_be_closed() {
    let mut window = Window::open();
    window.harness.state_mut().show(sample::file("office.pcap"));
    window.harness.run();
    window.shows("office.pcap");
    window.press("192.0.2.10:50001");
    window.shows("Step 0 of 27");
    window.press("192.0.2.10:50000");
    window.key(Key::End);
    window.shows("octets of the server are missing");
    window.press("Close office.pcap");
    window.wait();
    assert!(!window.is_shown("office.pcap"));
    window.shows("Step 0 of 32");
}

#[test]
fn a_file_that_cannot_be_read_says_why_and_changes_nothing_else() {
    let mut window = Window::open();
    window.key(Key::ArrowRight);
    let file = std::path::PathBuf::from("/nowhere/bad.pcap");
    window.harness.state_mut().outbox.send(UiCommand::Library(popscope::ui::command::Library::Open(vec![file])));
    window.wait();
    window.shows("octet 24: this is no capture");
    assert_eq!(window.cursor(), 1);
    let dismiss = window.harness.get_by_label("Dismiss: /nowhere/bad.pcap").rect();
    assert!(dismiss.bottom() < 140.0, "a notice takes one line: {dismiss:?}");
    window.press("Dismiss: /nowhere/bad.pcap");
    assert!(!window.is_shown("this is no capture"));
}

#[test]
fn a_dropped_file_opens() {
    #[derive(Debug)]
    struct Dropped;
    impl egui::DroppedFile for Dropped {
        fn path(&self) -> &std::path::Path {
            std::path::Path::new("/somewhere/good.pcap")
        }
        fn bytes(&self) -> Result<Vec<u8>, String> {
            Err("only the path is used".to_owned())
        }
    }
    let mut window = Window::open();
    window.harness.input_mut().hovered_files.push(egui::HoveredFile::default());
    window.harness.run_steps(2);
    window.harness.input_mut().hovered_files.clear();
    window.harness.input_mut().dropped_files.push(std::sync::Arc::new(Dropped));
    window.harness.step();
    window.wait();
    window.shows("good.pcap");
}

#[test]
fn loading_can_be_cancelled() {
    let mut window = Window::open();
    let ctx = window.harness.ctx.clone();
    let (go, wait) = std::sync::mpsc::channel::<()>();
    window.harness.state_mut().jobs.start(
        &ctx,
        "slow.pcap".to_owned(),
        popscope::ui::document::Title::default(),
        move |progress| {
            progress.set(1, 4);
            let _ = wait.recv();
            popscope::ui::jobs::Report::Nothing
        },
    );
    window.harness.run();
    window.press("Cancel loading slow.pcap");
    assert!(window.app().jobs.running().is_empty());
    drop(go);
}
