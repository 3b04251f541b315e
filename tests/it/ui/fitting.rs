//! Everything fits: in the smallest window and with large type nothing is cut off, squeezed, or lies over other words.

use std::collections::BTreeSet;

use eframe::egui;
use egui_kittest::kittest::NodeT as _;
use popscope::session::cursor::Move;
use popscope::teach::Language;
use popscope::ui::command::Call;
use popscope::ui::command::Central;
use popscope::ui::command::Edit;
use popscope::ui::command::Library;
use popscope::ui::command::Live;
use popscope::ui::command::Mail;
use popscope::ui::command::MailView;
use popscope::ui::command::Tab;
use popscope::ui::command::UiCommand;
use popscope::ui::command::View;
use popscope::ui::editor::Page;
use popscope::ui::prefs::Prefs;

use super::access;
use super::fit;
use super::window::Window;

/// The window as it opens, the smallest one, and these with text at 150 % and at 200 %.
const SIZES: [egui::Vec2; 4] =
    [egui::vec2(1280.0, 800.0), egui::vec2(1000.0, 640.0), egui::vec2(854.0, 534.0), egui::vec2(500.0, 320.0)];

/// Pages that a window shows besides those that every control is looked for on.
fn more_pages() -> Vec<(String, Vec<UiCommand>)> {
    let edit = |page| vec![UiCommand::Edit(Edit::Copy), UiCommand::Edit(Edit::Page(page))];
    let editor = [Page::Steps, Page::Server, Page::Maildrops, Page::Clients, Page::About, Page::Source];
    let mut pages: Vec<_> = editor.into_iter().map(|page| (format!("editor {page:?}"), edit(page))).collect();
    for view in MailView::ALL {
        let wishes = [
            UiCommand::Cursor(Move::Last),
            UiCommand::View(View::Tab(Tab::Message)),
            UiCommand::Mail(Mail::View(view)),
        ];
        pages.push((format!("mail {view:?}"), wishes.to_vec()));
    }
    pages.push(("connect".to_owned(), vec![UiCommand::Live(Live::Call(Call::Form))]));
    pages
}

/// Pages of a capture that was recorded.
fn of_capture(name: &str) -> Vec<(String, Vec<UiCommand>)> {
    let path = [env!("CARGO_MANIFEST_DIR"), "captures", name].iter().collect();
    let mut pages = vec![(format!("{name} opens"), vec![UiCommand::Library(Library::Open(vec![path]))])];
    let to = UiCommand::Cursor(Move::To(6));
    for central in Central::ALL {
        let page = vec![UiCommand::View(View::Central(central)), to.clone()];
        pages.push((format!("{name} {central:?}"), page));
    }
    for tab in Tab::ALL {
        let page = vec![UiCommand::View(View::Central(Central::Ladder)), to.clone(), UiCommand::View(View::Tab(tab))];
        pages.push((format!("{name} {tab:?}"), page));
    }
    pages
}

/// The ways from one page to another, some of which are icons alone or wrap: each lies in the window.
fn beside(window: &Window) -> Vec<String> {
    let screen = window.harness.ctx.content_rect();
    let words = popscope::ui::text::words(window.app().prefs.language);
    let tabs: Vec<String> = Tab::ALL.iter().map(|tab| words.get(tab.word())).collect();
    let mut beside = Vec::new();
    for node in window.harness.root().children_recursive() {
        let inner = node.accesskit_node();
        let name = inner.label().unwrap_or_default();
        if inner.bounding_box().is_none() || !(inner.role() == egui::accesskit::Role::Tab || tabs.contains(&name)) {
            continue;
        }
        let rect = node.rect();
        if rect.left() < screen.left() || screen.right() < rect.right() || screen.bottom() < rect.top() {
            beside.push(format!("the way to {name:?} lies beside the window: {rect:?}"));
        }
    }
    beside
}

fn look(page: &str, window: &mut Window, faults: &mut BTreeSet<String>) {
    for size in SIZES {
        window.harness.set_size(size);
        window.harness.run_steps(4);
        let found = fit::faults(&window.harness).list.into_iter().chain(beside(window));
        faults.extend(found.map(|fault| format!("{page}, {} × {}: {fault}", size.x, size.y)));
    }
    window.harness.set_size(SIZES[0]);
    window.harness.run_steps(2);
}

#[track_caller]
fn everything_fits(language: Language, pages: &[(String, Vec<UiCommand>)]) {
    let prefs = Prefs { language, ..Prefs::default() };
    let mut faults = BTreeSet::new();
    let mut window = access::window_with(prefs, false, &[]);
    for (page, wishes) in pages {
        access::send(&mut window, wishes);
        look(page, &mut window, &mut faults);
        access::send(&mut window, &access::way_back(wishes));
    }
    let list: Vec<String> = faults.into_iter().collect();
    assert!(list.is_empty(), "{} things do not fit:\n{}", list.len(), list.join("\n"));
}

#[test]
fn every_page_of_a_lesson_fits_in_english() {
    everything_fits(Language::English, &access::pages());
}

#[test]
fn every_page_of_a_lesson_fits_in_russian() {
    everything_fits(Language::Russian, &access::pages());
}

#[test]
fn editor_mail_and_form_fit_in_english() {
    everything_fits(Language::English, &more_pages());
}

#[test]
fn editor_mail_and_form_fit_in_russian() {
    everything_fits(Language::Russian, &more_pages());
}

#[test]
fn every_page_of_a_capture_fits_in_english() {
    everything_fits(Language::English, &of_capture("dovecot-raw-mistakes.pcap"));
}

#[test]
fn every_page_of_a_capture_fits_in_russian() {
    everything_fits(Language::Russian, &of_capture("dovecot-raw-mistakes.pcap"));
}
