//! What does not fit: words that are cut off at an edge, words over other words, columns too narrow for any word.

use eframe::egui;
use eframe::egui::Rect;
use eframe::egui::Shape;
use eframe::epaint::ClippedShape;
use eframe::epaint::TextShape;
use egui_kittest::Harness;
use egui_kittest::kittest::NodeT as _;

/// Letters may reach over the edge by as much.
const SLACK: f32 = 1.5;

/// The least area of a card: its edge may go through words below it.
const CARD: f32 = 20_000.0;

/// Words on the screen.
struct Written {
    text: String,
    rect: Rect,
    clip: Rect,
}

/// What is wrong with a frame.
#[derive(Default)]
pub(crate) struct Faults {
    /// What was found, in words.
    pub(crate) list: Vec<String>,
    /// What was shortened on purpose.
    pub(crate) shortened: Vec<String>,
}

/// Looks for words that cannot be read in what was painted.
pub(crate) fn faults<State>(harness: &Harness<'_, State>) -> Faults {
    let (bars, fields) = (bars(harness), fields(harness));
    let screen = harness.ctx.content_rect();
    let shapes = &harness.output().shapes;
    let mut faults = Faults::default();
    let mut written: Vec<Written> = Vec::new();
    for ClippedShape { clip_rect, shape, .. } in shapes {
        let clip = clip_rect.intersect(screen);
        if clip.is_positive() {
            let field = fields.iter().any(|field| field.expand(4.0).contains_rect(clip));
            // What is typed into a field goes on beside it.
            let free = if field { &[clip] } else { bars.as_slice() };
            walk(shape, clip, free, &mut written, &mut faults);
        }
    }
    for (place, one) in written.iter().enumerate() {
        for other in &written[..place] {
            let both = one.rect.intersect(one.clip).intersect(other.rect.intersect(other.clip));
            if 2.0 < both.width() && 3.0 < both.height() {
                faults.list.push(format!("{:?} lies over {:?} at {both:?}", one.text, other.text));
            }
        }
    }
    faults
}

fn walk(shape: &Shape, clip: Rect, bars: &[Rect], written: &mut Vec<Written>, faults: &mut Faults) {
    match shape {
        Shape::Vec(shapes) => {
            for shape in shapes {
                walk(shape, clip, bars, written, faults);
            }
        }
        Shape::Rect(rect) if rect.fill.is_opaque() => {
            // What lies under a card or a menu is not read.
            let cover = rect.rect.intersect(clip);
            let card = CARD < cover.area();
            written.retain(|text| {
                let seen = text.rect.intersect(text.clip).shrink(1.0);
                !(if card { cover.intersects(seen) } else { cover.contains_rect(seen) })
            });
        }
        Shape::Text(text) => write(text, clip, bars, written, faults),
        _ => (),
    }
}

fn write(shape: &TextShape, clip: Rect, bars: &[Rect], written: &mut Vec<Written>, faults: &mut Faults) {
    let galley = &shape.galley;
    if shape.angle.abs() > 0.01 || shape.opacity_factor < 0.05 || galley.text().trim().is_empty() {
        return;
    }
    let text: String = galley.text().chars().take(60).collect();
    if galley.elided && clip.intersects(galley.mesh_bounds.translate(shape.pos.to_vec2())) {
        let whole: String = galley.text().chars().take(80).collect();
        faults.shortened.push(format!("{whole:?} to {:.0}", galley.rect.width()));
    }
    let mut lengths = Vec::new();
    let mut seen = false;
    for row in &galley.rows {
        let bounds = row.row.visuals.mesh_bounds;
        if !bounds.is_positive() {
            continue;
        }
        lengths.push(row.row.glyphs.len());
        let rect = bounds.translate(row.pos.to_vec2() + shape.pos.to_vec2());
        let shown = rect.intersect(clip);
        if shown.height() < 2.0 || !shown.is_positive() && rect.y_range().intersection(clip.y_range()).span() < 2.0 {
            continue; // It was scrolled away.
        }
        seen = true;
        let (left, right) = (rect.left() < clip.left() - SLACK, clip.right() + SLACK < rect.right());
        if left && !scrolls(clip.left(), clip, bars) || right && !scrolls(clip.right(), clip, bars) {
            let (over, left) = (rect.right() - clip.right(), clip.left() - rect.left());
            faults.list.push(format!("{text:?} is cut: {over:.0} right, {left:.0} left, at {rect:?} in {clip:?}"));
        }
        if clip.height() < 1.6 * row.row.size.y
            && rect.top() < clip.top() - SLACK
            && clip.bottom() + SLACK < rect.bottom()
        {
            faults.list.push(format!("{text:?} is cut in height at {rect:?} in {clip:?}"));
        }
        written.push(Written { text: text.clone(), rect, clip });
    }
    let letters: usize = lengths.iter().sum();
    if seen && 3 <= lengths.len() && letters < 4 * lengths.len() && !galley.text().contains('\n') {
        faults.list.push(format!("{text:?} is squeezed into {} lines", lengths.len()));
    }
}

/// The bars by which something is scrolled to the side.
fn bars<State>(harness: &Harness<'_, State>) -> Vec<Rect> {
    let nodes = harness.root().children_recursive();
    let bars = nodes.filter(|node| node.accesskit_node().role() == egui::accesskit::Role::ScrollBar);
    bars.map(|bar| bar.rect()).filter(|rect| rect.height() < rect.width()).collect()
}

/// The fields of one line.
fn fields<State>(harness: &Harness<'_, State>) -> Vec<Rect> {
    let nodes = harness.root().children_recursive();
    let is_field = |role| {
        matches!(
            role,
            egui::accesskit::Role::TextInput | egui::accesskit::Role::PasswordInput | egui::accesskit::Role::ComboBox
        )
    };
    nodes.filter(|node| is_field(node.accesskit_node().role())).map(|node| node.rect()).collect()
}

/// Whether what is cut at an edge can be scrolled into sight: there is a bar below that ends at the same edge.
fn scrolls(edge: f32, clip: Rect, bars: &[Rect]) -> bool {
    bars.iter().any(|bar| {
        let ends = (bar.left() - edge).abs() < 6.0 || (bar.right() - edge).abs() < 6.0;
        ends && clip.top() < bar.bottom() && clip.left() < bar.right() && bar.left() < clip.right()
    })
}
