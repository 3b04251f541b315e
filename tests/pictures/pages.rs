//! A picture of every page and every tab, over the course of the program: both languages, themes and sizes by turns.

use std::path::PathBuf;
use std::time::Duration;

use egui_kittest::Harness;
use popscope::session::cursor::Move;
use popscope::teach::Language;
use popscope::ui::App;
use popscope::ui::command::Call;
use popscope::ui::command::Central;
use popscope::ui::command::Compare;
use popscope::ui::command::Edit;
use popscope::ui::command::Learn;
use popscope::ui::command::Library;
use popscope::ui::command::Live;
use popscope::ui::command::Overlay;
use popscope::ui::command::Page;
use popscope::ui::command::Session;
use popscope::ui::command::Tab;
use popscope::ui::command::UiCommand;
use popscope::ui::command::View;
use popscope::ui::prefs::Prefs;
use popscope::ui::prefs::Theme;

use Language::English;
use Language::Russian;
use Theme::Dark;
use Theme::Light;

const SMALL: [f32; 2] = [1280.0, 800.0];
const LARGE: [f32; 2] = [1600.0, 1000.0];

/// Lets everything come to an end that was begun.
fn settle(harness: &mut Harness<'static, App>) {
    for _ in 0..2000 {
        harness.run_steps(2);
        let app = harness.state();
        if app.jobs.running().is_empty() && (!app.editor.is_open() || app.editor.is_tried()) {
            return;
        }
        std::thread::sleep(Duration::from_millis(2));
    }
    panic!("a job does not end");
}

/// The window with the course, in which one thing after the other was wished for.
fn picture(name: &str, size: [f32; 2], language: Language, theme: Theme, wishes: Vec<UiCommand>) {
    let prefs = Prefs { language, theme, ..Prefs::default() };
    let mut app = App::new(prefs, popscope::ui::open::course(), popscope::ui::open::opener());
    app.learning.greets = false;
    let mut harness = {
        app.outbox.send(UiCommand::Library(Library::Lesson(0)));
        super::window(size, app)
    };
    settle(&mut harness);
    for wish in wishes {
        harness.state_mut().outbox.send(wish);
        settle(&mut harness);
    }
    super::compare(name, &mut harness);
}

fn lesson(name: &str) -> UiCommand {
    let shelf = popscope::ui::open::course();
    let place = shelf.lessons.iter().position(|lesson| lesson.name == name);
    UiCommand::Library(Library::Lesson(place.unwrap_or_else(|| panic!("{name} is a lesson"))))
}

fn capture(name: &str) -> UiCommand {
    let path: PathBuf = [env!("CARGO_MANIFEST_DIR"), "captures", name].iter().collect();
    UiCommand::Library(Library::Open(vec![path]))
}

fn to(step: usize) -> UiCommand {
    UiCommand::Cursor(Move::To(step))
}

fn central(central: Central) -> UiCommand {
    UiCommand::View(View::Central(central))
}

fn tab(tab: Tab) -> UiCommand {
    UiCommand::View(View::Tab(tab))
}

fn over(overlay: Overlay) -> UiCommand {
    UiCommand::View(View::Overlay(Some(overlay)))
}

/// A test for each picture, of its own name.
macro_rules! pictures {
    ($($name:ident: $size:ident $language:ident $theme:ident [$($wish:expr),* $(,)?];)*) => {
        $(
            #[test]
            fn $name() {
                picture(stringify!($name), $size, $language, $theme, vec![$($wish),*]);
            }
        )*
    };
}

pictures! {
    welcome: SMALL English Light [over(Overlay::Welcome)];
    myths: SMALL Russian Dark [central(Central::Learn(Page::Myths)), UiCommand::Learn(Learn::Myth(3))];
    exercises: SMALL English Dark [central(Central::Learn(Page::Exercises)), UiCommand::Learn(Learn::Exercise(0))];
    predict: SMALL Russian Light [lesson("rfc1939-example"), to(6), UiCommand::Learn(Learn::TogglePredict)];
    presenter: SMALL Russian Dark [lesson("download-and-delete"), to(9), UiCommand::View(View::Present), UiCommand::View(View::PresenterNotes)];
    palette: SMALL English Light [over(Overlay::Palette)];
    keys: LARGE Russian Light [over(Overlay::Keys)];
    explained: LARGE English Dark [lesson("rfc1939-example"), to(9), tab(Tab::Why)];
    octets: LARGE Russian Light [lesson("apop"), to(4), tab(Tab::Bytes)];
    transcript: SMALL English Dark [lesson("dot-stuffing"), UiCommand::Cursor(Move::Last), tab(Tab::Transcript)];
    exchanges: SMALL Russian Light [capture("dovecot-raw-mistakes.pcap"), central(Central::Ladder), UiCommand::Cursor(Move::Last), tab(Tab::Exchanges)];
    eve: LARGE English Light [lesson("eve-apop"), UiCommand::Cursor(Move::Last), tab(Tab::Eve)];
    wire: SMALL Russian Dark [lesson("eve-stls-stripped"), UiCommand::Cursor(Move::Last), UiCommand::Session(Session::ToggleEyes)];
    segments: SMALL English Light [lesson("first-session"), to(12), UiCommand::Session(Session::ToggleSegments), UiCommand::Session(Session::ToggleLine)];
    mailboxes: SMALL English Dark [capture("dovecot-fetchmail-keep.pcapng"), central(Central::Mailboxes)];
    stream: SMALL Russian Light [capture("dovecot-raw-mistakes.pcap"), central(Central::Stream)];
    generations: LARGE English Light [lesson("time-machine"), UiCommand::Compare(Compare::Generations)];
    profiles: LARGE Russian Dark [lesson("time-machine"), UiCommand::Compare(Compare::Profiles)];
    live: SMALL English Light [central(Central::Live)];
    road: LARGE Russian Dark [lesson("road-of-a-mail"), UiCommand::Cursor(Move::Last)];
    editor: SMALL English Dark [lesson("download-and-delete"), UiCommand::Edit(Edit::Copy)];
    editor_large: LARGE Russian Light [lesson("apop"), UiCommand::Edit(Edit::Copy)];
    connect: SMALL Russian Light [UiCommand::Live(Live::Call(Call::Form))];
    glossary: SMALL Russian Dark [central(Central::Learn(Page::Glossary))];
    linear: LARGE English Light [lesson("slow-line"), UiCommand::Cursor(Move::Last), UiCommand::View(View::Axis)];
    two_futures: SMALL Russian Light [lesson("download-and-delete"), to(16)];
}
