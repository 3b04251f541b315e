//! The window without a screen: each frame is laid out and cut into triangles, as the processor has to.

use std::fs;
use std::sync::Arc;
use std::time::Duration;
use std::time::Instant;

use eframe::egui;
use popscope::session::Timeline;
use popscope::ui::App;
use popscope::ui::command::UiCommand;
use popscope::ui::document::Document;
use popscope::ui::document::Origin;
use popscope::ui::document::Session;
use popscope::ui::document::Title;
use popscope::ui::notice::Notice;
use popscope::ui::prefs::Prefs;
use popscope::ui::shelf::Shelf;
use popscope::ui::views::ladder::Look;

/// The size of the window.
const SIZE: [f32; 2] = [1600.0, 1000.0];
/// Where the pointer rests: over the ladder.
const POINTER: egui::Pos2 = egui::pos2(700.0, 500.0);

/// A window and its clock.
pub(crate) struct Desk {
    pub(crate) app: App,
    ctx: egui::Context,
    now: f64,
}

/// What a frame took.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Taken {
    /// All views read and laid out.
    pub(crate) views: Duration,
    /// Shapes cut into triangles.
    pub(crate) triangles: Duration,
    /// When the next frame is wanted.
    pub(crate) next: Duration,
}

impl Taken {
    pub(crate) fn whole(self) -> Duration {
        self.views + self.triangles
    }
}

impl Desk {
    /// Opens a session; tells what reading it once took.
    pub(crate) fn open(timeline: Timeline) -> (Self, Duration) {
        let start = Instant::now();
        let session = Session::new(Title::default(), timeline);
        let read = start.elapsed();
        let opener = Arc::new(|_: &_, _: &_| Err(Notice { subject: String::new(), text: Title::default() }));
        let prefs = Prefs::default();
        let mut app = App::new(prefs, Shelf::new(Vec::new()), opener);
        app.show(Document::new(Title::same("long"), Origin::Lesson("long".to_owned()), vec![Arc::new(session)]));
        let ctx = egui::Context::default();
        prefs.install(&ctx);
        let mut desk = Self { app, ctx, now: 0.0 };
        desk.frame(vec![egui::Event::PointerMoved(POINTER)]);
        (desk, read)
    }

    /// One frame, a sixtieth of a second behind the one before.
    pub(crate) fn frame(&mut self, events: Vec<egui::Event>) -> Taken {
        self.now += 1.0 / 60.0;
        let input = egui::RawInput {
            screen_rect: Some(egui::Rect::from_min_size(egui::Pos2::ZERO, SIZE.into())),
            time: Some(self.now),
            events,
            ..egui::RawInput::default()
        };
        let start = Instant::now();
        let output = self.ctx.run_ui(input, |ui| self.app.frame(ui));
        let views = start.elapsed();
        let start = Instant::now();
        let triangles = self.ctx.tessellate(output.shapes, output.pixels_per_point);
        std::hint::black_box(&triangles);
        let next = output.viewport_output.values().map(|viewport| viewport.repaint_delay).min();
        Taken { views, triangles: start.elapsed(), next: next.unwrap_or(Duration::MAX) }
    }

    /// The frame that shows what a wish has changed; the frame that obeys is not counted.
    pub(crate) fn wish(&mut self, wish: UiCommand) -> Taken {
        self.app.outbox.send(wish);
        self.frame(Vec::new());
        self.frame(Vec::new())
    }

    /// Draws the ladder in another way.
    pub(crate) fn look(&mut self, look: Look) {
        self.app.prefs.ladder = look;
        self.frame(Vec::new());
        self.frame(Vec::new());
    }

    /// Lets the window come to rest; tells whether it does.
    pub(crate) fn rests(&mut self) -> bool {
        (0..600).any(|_| self.frame(Vec::new()).next == Duration::MAX)
    }
}

/// A turn of the wheel over the ladder.
pub(crate) fn wheel(points: f32, modifiers: egui::Modifiers) -> egui::Event {
    egui::Event::MouseWheel {
        unit: egui::MouseWheelUnit::Point,
        source: egui::MouseWheelSource::Wheel,
        delta: egui::vec2(0.0, points),
        phase: egui::TouchPhase::Move,
        modifiers,
    }
}

/// The processor time of this thread so far; nothing where the system does not tell.
pub(crate) fn processor() -> Duration {
    let told = fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    let nanos = told.split_whitespace().next().and_then(|nanos| nanos.parse().ok());
    Duration::from_nanos(nanos.unwrap_or(0))
}
