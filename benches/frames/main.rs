//! What a frame of the window takes of the processor, with a session of a hundred thousand steps at 1600×1000.
//! `cargo bench --bench frames` prints what was measured beside what it may be: 4 ms for a frame, 1 ms for a step.
//!
//! There is no screen and no graphics card here: every frame is laid out and cut into triangles, and goes no further.

#![expect(clippy::disallowed_methods, reason = "a benchmark looks at the clock")]

mod desk;
mod session;

use std::time::Duration;
use std::time::Instant;

use eframe::egui;
use popscope::session::cursor::Move;
use popscope::ui::command::Playback;
use popscope::ui::command::UiCommand;
use popscope::ui::views::ladder::Axis;
use popscope::ui::views::ladder::Look;
use popscope::ui::views::ladder::Zoom;

use desk::Desk;
use desk::Taken;
use desk::wheel;

/// Steps of the session.
const STEPS: usize = 100_000;
/// Frames of each row.
const FRAMES: usize = 300;
/// What a frame may take.
const FRAME: Duration = Duration::from_millis(4);
/// What a step may take.
const STEP: Duration = Duration::from_millis(1);

fn main() {
    let timeline = session::long(STEPS);
    let total = timeline.len();
    let (mut desk, read) = Desk::open(timeline);
    println!("{total} steps, read in {:.0} ms", millis(read));
    println!(
        "{:<46} {:>8} {:>8} {:>8} {:>8} {:>8}   CPU",
        "ms of a frame", "views", "shapes", "both", "99 %", "of 4 ms"
    );
    let mut chance = Chance(7);
    desk.wish(to(total / 2));
    assert!(desk.rests(), "the window rests when nothing happens");
    row("the same again", |_| desk.frame(vec![egui::Event::PointerMoved(egui::pos2(700.0, 500.0))]));
    row("a step forward", |_| desk.wish(UiCommand::Cursor(Move::Forward)));
    row("a step back", |_| desk.wish(UiCommand::Cursor(Move::Back)));
    row("a jump anywhere", |_| desk.wish(to(chance.below(total))));
    desk.wish(to(total));
    row("scrolling", |_| desk.frame(vec![wheel(120.0, egui::Modifiers::NONE)]));
    row("zooming out and in with the wheel", |nth| {
        let way = if nth * 2 < FRAMES { -12.0 } else { 12.0 };
        let modifiers = egui::Modifiers::COMMAND;
        desk.frame(vec![egui::Event::ModifiersChanged(modifiers), wheel(way, modifiers)])
    });
    desk.frame(vec![egui::Event::ModifiersChanged(egui::Modifiers::NONE)]);
    desk.look(Look { axis: Axis::Linear, ..Look::default() });
    row("scrolling, time as the way down", |_| desk.frame(vec![wheel(120.0, egui::Modifiers::NONE)]));
    desk.look(Look { zoom: Zoom::of(0.04), ..Look::default() });
    row("scrolling, from afar", |_| desk.frame(vec![wheel(120.0, egui::Modifiers::NONE)]));
    desk.look(Look::default());
    desk.wish(to(total / 3));
    desk.wish(UiCommand::Playback(Playback::Toggle));
    row("playing, with messages that travel", |_| desk.frame(Vec::new()));
    desk.wish(UiCommand::Playback(Playback::Toggle));
    jumps(&mut desk, total, &mut chance);
}

fn to(step: usize) -> UiCommand {
    UiCommand::Cursor(Move::To(step))
}

/// Measures frames of a kind. The time of the processor is that of all frames: a wish takes two, one that obeys and
/// one that shows.
fn row(name: &str, mut frame: impl FnMut(usize) -> Taken) {
    let before = desk::processor();
    let mut taken: Vec<Taken> = (0..FRAMES).map(&mut frame).collect();
    let mean = desk::processor().saturating_sub(before) / u32::try_from(FRAMES).expect("few");
    let middle = |of: fn(&Taken) -> Duration| {
        let mut times: Vec<Duration> = taken.iter().map(of).collect();
        times.sort();
        times[FRAMES / 2]
    };
    let (views, triangles, both) = (middle(|it| it.views), middle(|it| it.triangles), middle(|it| it.whole()));
    taken.sort_by_key(|it| it.whole());
    let late = taken[FRAMES * 99 / 100].whole();
    let [views, triangles, shown, late] = [views, triangles, both, late].map(millis);
    let part = both.as_secs_f64() / FRAME.as_secs_f64();
    println!("{name:<46} {views:>8.2} {triangles:>8.2} {shown:>8.2} {late:>8.2} {part:>8.2}   {:.2}", millis(mean));
}

/// Measures what going to a step takes without painting it.
fn jumps(desk: &mut Desk, total: usize, chance: &mut Chance) {
    let mut times: Vec<Duration> = (0..1000)
        .map(|_| {
            let step = chance.below(total);
            let start = Instant::now();
            desk.app.player.go(Move::To(step));
            start.elapsed()
        })
        .collect();
    times.sort();
    let [middle, late] = [times[500], times[990]];
    let part = middle.as_secs_f64() / STEP.as_secs_f64();
    println!("going anywhere, unpainted: {:.3} ms, 99 % {:.3} ms, {part:.2} of 1 ms", millis(middle), millis(late));
}

fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}

/// Chance that is the same each time.
struct Chance(u64);

impl Chance {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or(0) % bound
    }
}
