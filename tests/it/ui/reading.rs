//! Captures are read while the window goes on: they arrive in parts, are cancelled, and are closed.

use std::sync::mpsc::channel;

use popscope::ui::command::Central;
use popscope::ui::command::Library;
use popscope::ui::command::UiCommand;
use popscope::ui::document::Title;

use super::captures::THREE;
use super::captures::chosen;
use super::captures::users;
use super::sample;
use super::window::Window;

#[test]
fn sessions_are_shown_while_others_are_still_read() {
    let mut window = Window::open();
    let ctx = window.harness.ctx.clone();
    let (go, wait) = channel::<()>();
    let part = |sessions: &[(u64, &str, usize)], job| sample::capture("big.pcap", sessions, Some(job));
    window.harness.state_mut().jobs.load(&ctx, "big.pcap".to_owned(), Title::default(), true, move |loading| {
        loading.deliver(part(&[THREE[2]], loading.job));
        let _ = wait.recv();
        loading.deliver(part(&[THREE[0]], loading.job));
        let _ = wait.recv();
        Ok(part(&[THREE[1]], loading.job))
    });
    let until = |window: &mut Window, label: &str| {
        for _ in 0..500 {
            window.harness.step();
            if window.is_shown(label) {
                return;
            }
            std::thread::sleep(std::time::Duration::from_millis(2));
        }
        panic!("{label:?} is never shown:\n{}", window.text());
    };
    until(&mut window, "1 of 1");
    assert_eq!(window.app().views.central, Central::Sessions, "more of them may come");
    window.shows("is still being read");
    window.shows("Cancel loading big.pcap");
    assert_eq!(chosen(&window), Some(2));
    go.send(()).expect("the job waits");
    until(&mut window, "2 of 2");
    assert_eq!(users(&window), ["amy", "bob"], "new ones come to their place");
    assert_eq!(chosen(&window), Some(2), "what was chosen stays chosen");
    go.send(()).expect("the job waits");
    window.wait();
    window.shows("3 of 3");
    assert!(!window.is_shown("is still being read"));
    let document = window.app().shelf.open_document().expect("a capture");
    assert!(document.sessions.iter().map(|session| session.number).eq(0..3), "at the end they are in order");
    let tally = &document.capture.as_ref().expect("a capture").tally;
    assert_eq!((tally.starts.len(), tally.logins), (3, [2, 1]));
}

#[test]
fn what_came_before_a_cancel_stays() {
    let mut window = Window::open();
    let ctx = window.harness.ctx.clone();
    let (go, wait) = channel::<()>();
    window.harness.state_mut().jobs.load(&ctx, "big.pcap".to_owned(), Title::default(), true, move |loading| {
        loading.deliver(sample::capture("big.pcap", &THREE[..2], Some(loading.job)));
        let _ = wait.recv();
        Ok(sample::capture("big.pcap", &THREE[2..], Some(loading.job)))
    });
    for _ in 0..500 {
        window.harness.step();
        if window.is_shown("2 of 2") {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(2));
    }
    window.press("Cancel loading big.pcap");
    drop(go);
    window.wait();
    window.shows("2 of 2");
    window.press("Summary");
    window.shows("Loading was stopped");
}

#[test]
fn a_file_that_is_opened_twice_is_read_once() {
    let mut window = Window::open();
    let ctx = window.harness.ctx.clone();
    for _ in 0..2 {
        let files = vec![std::path::PathBuf::from("/somewhere/good.pcap")];
        window.harness.state_mut().open_files(&ctx, files);
        assert_eq!(window.app().jobs.running().len(), 1);
    }
    window.wait();
    window.shows("good.pcap");
}

#[test]
fn a_capture_that_is_closed_while_it_is_read_does_not_come_back() {
    let mut window = Window::open();
    let ctx = window.harness.ctx.clone();
    let (go, wait) = channel::<()>();
    let job =
        window.harness.state_mut().jobs.load(&ctx, "big.pcap".to_owned(), Title::default(), true, move |loading| {
            loading.deliver(sample::capture("big.pcap", &THREE[..1], Some(loading.job)));
            let _ = wait.recv();
            loading.deliver(sample::capture("big.pcap", &THREE[1..2], Some(loading.job)));
            Ok(sample::capture("big.pcap", &THREE[2..], Some(loading.job)))
        });
    for _ in 0..500 {
        window.harness.step();
        if window.is_shown("1 of 1") {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(2));
    }
    let documents = window.app().shelf.documents().len();
    window.harness.state_mut().outbox.send(UiCommand::Library(Library::Close(documents - 1)));
    window.harness.step();
    assert!(!window.app().jobs.runs(job));
    drop(go);
    for _ in 0..50 {
        window.harness.step();
        std::thread::sleep(std::time::Duration::from_millis(2));
    }
    assert_eq!(window.app().shelf.documents().len(), documents - 1);
}
