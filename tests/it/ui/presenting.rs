//! Before a room: the presenter mode, what is handed out, and the files that were opened last.

use std::path::PathBuf;

use eframe::egui;
use eframe::egui::Key;
use egui_kittest::kittest::Queryable as _;
use popscope::session::Cursor;
use popscope::teach::Language;
use popscope::ui::command::Central;
use popscope::ui::command::Library;
use popscope::ui::command::UiCommand;
use popscope::ui::document::Origin;
use popscope::ui::link::Link;
use popscope::ui::presenter::Pointer;

use super::window::Window;

fn copied(window: &Window) -> Option<String> {
    let commands = &window.harness.output().platform_output.commands;
    commands.iter().find_map(|command| match command {
        egui::OutputCommand::CopyText(text) => Some(text.clone()),
        _ => None,
    })
}

#[test]
fn presenting_leaves_only_what_matters() {
    let mut window = Window::open();
    window.shows("Open a file…");
    window.key(Key::F5);
    assert!(window.app().views.presenter.on);
    for gone in ["Open a file…", "File", "Findings"] {
        assert!(!window.is_shown(gone), "{gone}:\n{}", window.text());
    }
    window.key(Key::PageDown);
    window.key(Key::ArrowRight);
    assert_eq!(window.cursor(), 2);
    window.shows("2 / 32");
    window.key(Key::Escape);
    assert!(!window.app().views.presenter.on);
    window.shows("Open a file…");
}

#[test]
fn everything_is_larger_while_presenting_and_as_before_afterwards() {
    let mut window = Window::open();
    let zoom = |window: &Window| window.harness.ctx.zoom_factor();
    let before = zoom(&window);
    window.key(Key::F5);
    assert!(before * 1.3 < zoom(&window));
    window.ctrl(Key::Plus);
    let larger = zoom(&window);
    window.key(Key::F5);
    assert!(before < zoom(&window) && zoom(&window) < larger);
}

#[test]
fn notes_and_pointers_come_on_demand() {
    let mut window = Window::in_language(Language::Russian);
    window.key(Key::F5);
    window.key(Key::N);
    assert!(window.app().views.presenter.notes);
    let seen: Vec<Pointer> = std::iter::repeat_with(|| {
        window.key(Key::P);
        window.app().views.presenter.pointer
    })
    .take(3)
    .collect();
    assert_eq!(seen, [Pointer::Laser, Pointer::Spotlight, Pointer::Plain]);
}

#[test]
fn a_link_leads_to_its_step() {
    let mut window = Window::open();
    let ctx = window.harness.ctx.clone();
    let link = Link { origin: Origin::Lesson("lock".to_owned()), session: 0, cursor: Cursor(5) };
    window.harness.state_mut().open_link(&ctx, link.clone());
    window.wait();
    assert_eq!(window.cursor(), 5);
    assert_eq!(window.app().views.central, Central::Ladder);
    window.press("File");
    window.harness.get_by_label("Copy a link to this step").click();
    let text = (0..4).find_map(|_| {
        window.harness.step();
        copied(&window)
    });
    assert_eq!(text, link.written());
}

#[test]
fn files_that_were_opened_are_offered_again() {
    let mut window = Window::open();
    let path = PathBuf::from("/captures/good.pcap");
    window.harness.state_mut().outbox.send(UiCommand::Library(Library::Open(vec![path.clone()])));
    window.wait();
    window.wait();
    assert_eq!(window.app().recent.files(), [path]);
    window.press("File");
    window.press("Recent files");
    window.shows("good.pcap");
    window.press("Forget these files");
    assert!(window.app().recent.files().is_empty());
}
