//! How the window starts.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering;
use std::sync::mpsc::Receiver;

use eframe::NativeOptions;
use eframe::Renderer;
use eframe::egui;
use eframe::egui::ViewportBuilder;

use crate::learn::material;
use crate::ui::App;
use crate::ui::calm;
use crate::ui::command::Library;
use crate::ui::command::UiCommand;
use crate::ui::document::Title;
use crate::ui::drafts::Drafts;
use crate::ui::frame_times::Began;
use crate::ui::frame_times::FrameTimes;
use crate::ui::languages;
use crate::ui::link::Link;
use crate::ui::notice::Notice;
use crate::ui::open;
use crate::ui::prefs::Prefs;
use crate::ui::recent::Recent;

/// Where the progress of the student is kept, beside the preferences.
const PROGRESS_KEY: &str = "progress";

/// Where it is kept as it was, if part of it cannot be read.
const UNREAD_KEY: &str = "progress-unread";

/// Under which name the files are remembered that were opened last.
const RECENT: &str = "recent";

/// The name of the program, and of the folder of its preferences.
const NAME: &str = "popscope";

/// How the window begins.
#[derive(Clone, Debug, Default)]
pub struct StartOptions {
    /// Scenarios and captures to open; without any a lesson opens, the first that was not done. The first may be a link to a step.
    pub files: Vec<PathBuf>,
}

/// The program as eframe runs it.
struct Window {
    app: App,
    title: String,
    /// Where the times of the frames are written, if somebody measures them.
    frame_times: Option<FrameTimes>,
    /// The progress as it was saved, if part of it could not be read.
    unread: Option<String>,
    /// Whether the system asks for less motion, as long as it was not answered.
    calm: Option<Receiver<bool>>,
}

/// Opens the window and runs it to its end.
///
/// # Errors
///
/// If there is no screen, or neither of the two ways to paint on it works.
pub fn run(options: &StartOptions) -> anyhow::Result<()> {
    let start = Began::now();
    let opened = Arc::new(AtomicBool::new(false));
    let attempt = |renderer: Renderer| {
        let (opened, files) = (opened.clone(), options.files.clone());
        eframe::run_native(
            NAME,
            native_options(renderer),
            Box::new(move |creation| {
                opened.store(true, Ordering::Relaxed);
                Ok(Box::new(Window::new(creation, files, start)))
            }),
        )
    };
    let ended = match attempt(Renderer::Wgpu) {
        // Without a screen there is no second attempt, and the first error is the one that tells why.
        Err(error) if !opened.load(Ordering::Relaxed) && !matches!(error, eframe::Error::WinitEventLoop(_)) => {
            tracing::warn!("no window with wgpu, trying OpenGL: {error}");
            attempt(Renderer::Glow)
        }
        ended => ended,
    };
    // An error of eframe may hold what must stay in this thread: its words are enough.
    ended.map_err(|error| anyhow::anyhow!("cannot keep a window open: {error}"))
}

fn native_options(renderer: Renderer) -> NativeOptions {
    let viewport = ViewportBuilder::default()
        .with_title("popscope")
        .with_app_id(NAME)
        .with_icon(icon())
        .with_inner_size([1280.0, 800.0])
        .with_min_inner_size([960.0, 600.0])
        .with_drag_and_drop(true);
    NativeOptions { viewport, renderer, centered: true, ..NativeOptions::default() }
}

impl Window {
    fn new(creation: &eframe::CreationContext<'_>, files: Vec<PathBuf>, start: Began) -> Self {
        let folder = eframe::storage_dir(NAME).map(|folder| folder.join("words"));
        let no_languages = folder.map(|folder| languages::load(&folder)).unwrap_or_default();
        let saved = creation.storage.and_then(|storage| eframe::get_value::<Prefs>(storage, eframe::APP_KEY));
        let prefs = saved.map_or_else(|| Prefs::of_locale(locale().as_deref()), Prefs::sound);
        prefs.install(&creation.egui_ctx);
        let mut app = App::new(prefs, open::course(), open::opener());
        for (path, why) in no_languages {
            app.notices.add(Notice { subject: path.display().to_string(), text: Title::same(&why) });
        }
        let progress = creation.storage.and_then(|storage| storage.get_string(PROGRESS_KEY));
        let unread = progress.and_then(|text| app.take_progress(text));
        app.learning.greets = files.is_empty() && !app.progress.welcomed;
        if let Some(folder) = eframe::storage_dir(NAME) {
            app.restore(Drafts::open(folder.join("drafts")));
        }
        app.recent = creation
            .storage
            .and_then(|storage| eframe::get_value::<Recent>(storage, RECENT))
            .unwrap_or_default()
            .sound();
        match files.first().and_then(|first| Link::read(first, material::is_known)) {
            Some(link) => {
                app.open_link(&creation.egui_ctx, link);
                let rest = files[1..].to_vec();
                if !rest.is_empty() {
                    app.outbox.send(UiCommand::Library(Library::Open(rest)));
                }
            }
            None if files.is_empty() => {
                let lesson = app.next_lesson().unwrap_or_default();
                app.outbox.send(UiCommand::Library(Library::Lesson(lesson)));
            }
            None => app.outbox.send(UiCommand::Library(Library::Open(files))),
        }
        let frame_times = FrameTimes::from_environment(start).unwrap_or_else(|error| {
            tracing::warn!("no times of frames are written: {error}");
            None
        });
        Self { app, title: String::new(), frame_times, unread, calm: calm::ask(&creation.egui_ctx) }
    }

    /// Writes what is open into the title of the window.
    fn name(&mut self, ctx: &egui::Context) {
        let title = match self.app.shelf.open_document() {
            Some(document) => format!("{} — popscope", document.title.get(self.app.prefs.language)),
            None => "popscope".to_owned(),
        };
        if title != self.title {
            ctx.send_viewport_cmd(egui::ViewportCommand::Title(title.clone()));
            self.title = title;
        }
    }
}

impl eframe::App for Window {
    fn ui(&mut self, ui: &mut egui::Ui, frame: &mut eframe::Frame) {
        let began = self.frame_times.as_ref().map(FrameTimes::begin);
        if let Some(calm) = self.calm.as_ref().and_then(|calm| calm.try_recv().ok()) {
            self.app.hear_of_motion(ui.ctx(), calm);
            self.calm = None;
        }
        self.app.frame(ui);
        self.name(ui.ctx());
        if let (Some(times), Some(began)) = (&mut self.frame_times, began)
            && let Err(error) = times.end(began, frame.info().cpu_usage)
        {
            tracing::warn!("no more times of frames are written: {error}");
            self.frame_times = None;
        }
    }

    fn save(&mut self, storage: &mut dyn eframe::Storage) {
        eframe::set_value(storage, eframe::APP_KEY, &self.app.prefs);
        if let Some(text) = self.unread.take() {
            storage.set_string(UNREAD_KEY, text);
        }
        eframe::set_value(storage, PROGRESS_KEY, &self.app.progress);
        eframe::set_value(storage, RECENT, &self.app.recent);
    }

    /// What egui remembers could hold what was typed.
    fn persist_egui_memory(&self) -> bool {
        false
    }
}

/// The language of the person, as the environment tells it.
fn locale() -> Option<String> {
    ["LC_ALL", "LC_MESSAGES", "LANG"]
        .into_iter()
        .find_map(|name| std::env::var(name).ok().filter(|value| !value.is_empty()))
}

/// The icon: two lifelines, a command and its reply.
fn icon() -> egui::IconData {
    const SIZE: u32 = 64;
    let mut rgba = Vec::with_capacity((SIZE * SIZE * 4) as usize);
    for y in 0..SIZE {
        for x in 0..SIZE {
            rgba.extend(pixel(x, y));
        }
    }
    egui::IconData { rgba, width: SIZE, height: SIZE }
}

fn pixel(x: u32, y: u32) -> [u8; 4] {
    let corner = |at: u32| at.abs_diff(32).saturating_sub(20);
    if 100 < corner(x).pow(2) + corner(y).pow(2) {
        return [0, 0, 0, 0];
    }
    let lifeline = (x.abs_diff(16) < 2 || x.abs_diff(47) < 2) && (10..54).contains(&y);
    let command = y.abs_diff(24) < 2 && (16..44).contains(&x);
    let command_head = (36..47).contains(&x) && y.abs_diff(24) <= (46 - x) / 2;
    let reply = y.abs_diff(41) < 2 && (20..48).contains(&x);
    let reply_head = (17..28).contains(&x) && y.abs_diff(41) <= (x - 17) / 2;
    match (command || command_head, reply || reply_head, lifeline) {
        (true, _, _) => [0x56, 0xB4, 0xE9, 255],
        (_, true, _) => [0x3F, 0xCB, 0xA0, 255],
        (_, _, true) => [0xD3, 0xD7, 0xDD, 255],
        (_, _, _) => [0x1E, 0x22, 0x28, 255],
    }
}
