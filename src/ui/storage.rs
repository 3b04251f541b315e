//! What was saved of the progress, read piece by piece: what cannot be read takes nothing else with it.

use std::collections::BTreeMap;

use ron::value::RawValue;
use serde::Deserialize;
use serde::Deserializer;
use serde::de::DeserializeOwned;

use crate::learn::Progress;

/// The pieces of [`Progress`], not yet read.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Pieces {
    #[serde(deserialize_with = "piece")]
    welcomed: Piece,
    #[serde(deserialize_with = "piece")]
    student: Piece,
    #[serde(deserialize_with = "piece")]
    lessons: Piece,
    #[serde(deserialize_with = "piece")]
    myths: Piece,
    #[serde(deserialize_with = "piece")]
    exercises: Piece,
    #[serde(deserialize_with = "piece")]
    hints: Piece,
    #[serde(deserialize_with = "piece")]
    score: Piece,
}

type Piece = Option<Box<RawValue>>;

fn piece<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Piece, D::Error> {
    Box::<RawValue>::deserialize(deserializer).map(Some)
}

/// The progress that was saved as this text, as far as it can be read; and whether that is all of it.
#[must_use]
pub fn progress(text: &str) -> (Progress, bool) {
    if let Ok(progress) = ron::from_str(text) {
        return (progress, true);
    }
    let pieces: Pieces = ron::from_str(text).unwrap_or_default();
    let exercises: BTreeMap<String, Box<RawValue>> = read(pieces.exercises);
    let exercises = exercises.into_iter().filter_map(|(name, deed)| Some((name, deed.into_rust().ok()?)));
    let progress = Progress {
        welcomed: read(pieces.welcomed),
        student: read(pieces.student),
        lessons: read(pieces.lessons),
        myths: read(pieces.myths),
        exercises: exercises.collect(),
        hints: read(pieces.hints),
        score: read(pieces.score),
    };
    (progress, false)
}

fn read<T: DeserializeOwned + Default>(piece: Piece) -> T {
    piece.and_then(|piece| piece.into_rust().ok()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::learn::exercise::Deed;

    fn saved() -> Progress {
        Progress {
            welcomed: true,
            student: "Амалия".to_owned(),
            lessons: ["apop".to_owned(), "capa".to_owned()].into(),
            myths: [3, 8].into(),
            exercises: [
                ("one".to_owned(), Deed::Typed(vec!["STAT".to_owned(), "QUIT".to_owned()])),
                ("two".to_owned(), Deed::Marked(7)),
            ]
            .into(),
            hints: [("one".to_owned(), 2)].into(),
            ..Progress::default()
        }
    }

    #[test]
    fn what_was_saved_comes_back() {
        let text = ron::to_string(&saved()).expect("text");
        assert_eq!(progress(&text), (saved(), true));
    }

    #[test]
    fn what_cannot_be_read_takes_nothing_else_with_it() {
        let text = ron::to_string(&saved()).expect("text");
        let deed = text.replace("Marked(7)", "Drawn(x:7)");
        let mut rest = saved();
        rest.exercises.remove("two");
        assert!(deed != text);
        assert_eq!(progress(&deed), (rest, false));
        let lessons = text.replace("[\"apop\"", "[7, \"apop\"");
        assert!(lessons != text);
        let rest = Progress { lessons: std::collections::BTreeSet::new(), ..saved() };
        assert_eq!(progress(&lessons), (rest, false));
        assert_eq!(progress("(half"), (Progress::default(), false));
    }
}
