//! The guide to the course as Markdown: docs/course.md is made of it, and a test keeps it so.

use std::fmt::Write as _;

use crate::learn::course::course;
use crate::learn::library;
use crate::learn::material::text;
use crate::learn::myth::myths;
use crate::teach::Language;

/// The text of docs/course.md.
#[must_use]
pub fn markdown() -> String {
    let en = Language::English;
    let ru = Language::Russian;
    let mut out = String::from(
        "# The course\n\nThis page is made from the data of the program (`scenarios/course/`): lessons, myths and exercises, in their\norder. `POPSCOPE_WRITE_GUIDE=1 cargo test --test it guide_to_the_course` writes it anew.\n",
    );
    out.push_str("\n## Lessons\n");
    for chapter in &course().chapters {
        let _ = writeln!(out, "\n### {} · {}\n", text(&chapter.title, en), text(&chapter.title, ru));
        for lesson in &chapter.lessons {
            let _ = writeln!(out, "- **{}** (`{}`): {}", text(&lesson.title, en), lesson.name, text(&lesson.idea, en));
            let _ = writeln!(out, "  *{}*: {}", text(&lesson.title, ru), text(&lesson.idea, ru));
            if !lesson.after.is_empty() {
                let _ = writeln!(out, "  After: {}.", lesson.after.join(", "));
            }
        }
    }
    out.push_str("\n## Myths\n\n| # | Said in a note | The truth | Where | Plays |\n|---|---|---|---|---|\n");
    for myth in myths() {
        let (claim, truth) = (text(&myth.claim, en), text(&myth.truth, en));
        let _ = writeln!(out, "| {} | {claim} | {truth} | {} | `{}` |", myth.code(), myth.clause, myth.plays);
    }
    out.push_str("\n## Exercises\n\n");
    for exercise in library::exercises() {
        let _ =
            writeln!(out, "- **{}** (`{}`): {}", text(&exercise.title, en), exercise.name, text(&exercise.task, en));
        let _ = writeln!(out, "  *{}*: {}", text(&exercise.title, ru), text(&exercise.task, ru));
    }
    out
}
