//! Pictures of the window, painted by a software renderer and compared with those that were looked at.

#[path = "../it/ui/sample.rs"]
#[allow(dead_code, reason = "the other test binary uses the rest")]
mod sample;

mod pages;

use std::sync::Arc;

use eframe::egui;
use egui_kittest::Harness;
use egui_kittest::SnapshotOptions;
use popscope::session::cursor::Move;
use popscope::teach::Language;
use popscope::ui::App;
use popscope::ui::app::Request;
use popscope::ui::command::Central;
use popscope::ui::command::Tab;
use popscope::ui::document::Document;
use popscope::ui::document::Origin;
use popscope::ui::jobs::Loading;
use popscope::ui::notice::Notice;
use popscope::ui::prefs::Prefs;
use popscope::ui::prefs::Theme;
use popscope::ui::shelf::Lesson;
use popscope::ui::shelf::Shelf;

fn app(language: Language, theme: Theme) -> App {
    let prefs = Prefs { language, theme, ..Prefs::default() };
    let titles = ["One session from greeting to QUIT", "The lock of the maildrop", "The line drops before QUIT"];
    let lessons = titles
        .into_iter()
        .enumerate()
        .map(|(place, title)| Lesson { name: place.to_string(), title: popscope::ui::document::Title::same(title) });
    let opener =
        Arc::new(|_: &_, _: &_| Err(Notice { subject: String::new(), text: popscope::ui::document::Title::default() }));
    App::new(prefs, Shelf::new(lessons.collect()), opener)
}

/// A window on a renderer without a screen.
fn window(size: [f32; 2], app: App) -> Harness<'static, App> {
    let prefs = app.prefs;
    let builder = Harness::builder().with_size(size).with_pixels_per_point(1.0).wgpu();
    let theme = if prefs.theme == Theme::Dark { egui::Theme::Dark } else { egui::Theme::Light };
    let builder = builder.with_theme(theme).with_context_setup(move |ctx| prefs.install(ctx));
    builder.build_ui_state(sample::whole_window, app)
}

fn compare(name: &str, harness: &mut Harness<'static, App>) {
    harness.run_steps(6);
    // Renderers differ in a few pixels at the edges of letters.
    let options = SnapshotOptions::new().output_path("tests/pictures").max_failed_pixels(1500);
    harness.snapshot_options(name, &options);
}

fn picture(name: &str, size: [f32; 2], app: App) {
    compare(name, &mut window(size, app));
}

#[test]
fn a_lesson_in_the_light() {
    let mut app = app(Language::English, Theme::Light);
    app.show(sample::lesson("0", sample::download()));
    app.player.go(Move::To(17));
    picture("lesson_light", [1000.0, 640.0], app);
}

#[test]
fn a_lesson_in_the_dark_in_russian() {
    let mut app = app(Language::Russian, Theme::Dark);
    app.show(sample::lesson("0", sample::download()));
    app.player.go(Move::Last);
    app.views.tab = Tab::Message;
    picture("lesson_dark", [1000.0, 640.0], app);
}

#[test]
fn data_unfolded_in_the_smallest_window() {
    let mut app = app(Language::English, Theme::Light);
    app.show(sample::lesson("0", sample::download()));
    app.player.go(Move::To(20));
    app.views.ladder.toggle(20);
    picture("unfolded", [960.0, 600.0], app);
}

#[test]
fn two_clients_and_their_bytes() {
    let mut app = app(Language::English, Theme::Light);
    app.show(sample::file("office.pcapng"));
    app.show(sample::lesson("1", sample::two_clients()));
    app.player.go(Move::To(13));
    app.views.tab = Tab::Bytes;
    picture("two_clients", [1000.0, 640.0], app);
}

/// A capture of the repository, read to its end.
fn capture(name: &str) -> Document {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("captures").join(name);
    let open = popscope::ui::open::opener();
    let mut document = open(&Request::new(Origin::File(path)), &Loading::alone()).expect("a capture");
    if let Some(capture) = &mut document.capture {
        capture.job = None; // Nothing runs aside here.
    }
    document
}

#[test]
fn the_table_of_the_sessions() {
    let mut app = app(Language::English, Theme::Light);
    let users = ["amy", "bob", "eve", "mrose", "anna", "eve", "carl", "dana", "eve", "frank", "amy", "bob"];
    let sessions: Vec<_> = (0..).zip(users).map(|(number, user)| (number, user, user.len() * 3)).collect();
    app.show(sample::capture("office.pcap", &sessions, None));
    picture("sessions", [1000.0, 640.0], app);
}

#[test]
fn the_summary_of_a_capture_that_is_partly_sealed() {
    let mut app = app(Language::English, Theme::Dark);
    app.show(capture("dovecot-curl-poplib-stls.pcap"));
    app.views.central = Central::Summary;
    picture("summary", [1000.0, 860.0], app);
}

#[test]
fn findings_stand_on_the_rail_and_in_a_list() {
    let mut app = app(Language::Russian, Theme::Light);
    app.show(capture("dovecot-raw-mistakes.pcap"));
    app.views.central = Central::Ladder;
    app.views.tab = Tab::Findings;
    app.player.go(Move::To(12));
    picture("findings", [1000.0, 640.0], app);
}

#[test]
fn the_tls_of_a_session_stands_beside_its_packets() {
    let mut app = app(Language::English, Theme::Dark);
    app.show(capture("dovecot-curl-poplib-stls.pcap"));
    app.views.central = Central::Ladder;
    app.views.tab = Tab::Packets;
    app.player.go(Move::To(6));
    picture("tls", [1280.0, 800.0], app);
}
