//! A branch as the text of a scenario: the script up to where it is left, then what was typed, with what came.

use std::fmt::Write as _;
use std::ops::Range;

use crate::proto::Command;
use crate::scenario::branch::Branch;
use crate::scenario::branch::Script;
use crate::scenario::branch::act::Act;
use crate::scenario::branch::act::Deed;
use crate::scenario::branch::act::Ending;
use crate::scenario::branch::act::Octets;
use crate::scenario::branch::play::Outcome;
use crate::scenario::branch::play::play;
use crate::scenario::branch::script::FIRST;
use crate::scenario::branch::script::SECOND;
use crate::scenario::file;
use crate::scenario::file::StepFile;
use crate::scenario::place::Key;
use crate::scenario::place::Places;
use crate::scenario::write::expectation;
use crate::scenario::write::literal;
use crate::session::fact::Narration;

/// The blanks before each step.
const INDENTATION: &str = "        ";

/// The text of a scenario that plays as the branch did. Its title says of which branch it is.
#[must_use]
pub fn save(script: &Script, branch: &Branch, name: &Narration) -> String {
    let text = script.text();
    let places = Places::scan(text);
    let steps = [Key::Name("steps")];
    let whole = places.span(&steps).unwrap_or(text.len()..text.len());
    let written = file::read(text).map(|file| file.steps).unwrap_or_default();
    let kept = kept_entries(script, branch, &places, written.len());
    let start = match kept.checked_sub(1).and_then(|last| places.span(&[steps[0], Key::Index(last)])) {
        Some(last) => last.end,
        None => whole.start + 1,
    };
    let mut behind = String::from(if 0 < kept { ",\n" } else { "\n" });
    let acting = acting_client(&written[..kept], script);
    behind.push_str(&typed(script, branch, acting));
    behind.push_str("    ");
    let mut changes: Vec<(Range<usize>, String)> = vec![(start..whole.end.saturating_sub(1).max(start), behind)];
    for (language, title, name) in
        [("en", &script.scenario().title.en, &name.en), ("ru", &script.scenario().title.ru, &name.ru)]
    {
        if let Some(span) = places.span(&[Key::Name("title"), Key::Name(language)]) {
            changes.push((span, literal(format!("{title} — {name}").as_bytes())));
        }
    }
    changes.extend(declared_clients(script, branch, &places, whole.start));
    changes.sort_by_key(|(span, _)| std::cmp::Reverse(span.start));
    let mut saved = text.to_owned();
    for (span, new) in changes {
        saved.replace_range(span, &new);
    }
    saved
}

/// The second client of a script that has one alone, declared where the branch needs it.
fn declared_clients(
    script: &Script,
    branch: &Branch,
    places: &Places<'_>,
    steps: usize,
) -> Option<(Range<usize>, String)> {
    let alone = script.second_name().is_some() && branch.acts.iter().any(|act| 0 < act.client);
    if !alone {
        return None;
    }
    match places.span(&[Key::Name("clients"), Key::Index(0)]) {
        Some(first) => Some((first.end..first.end, format!(", (name: {})", literal(SECOND.as_bytes())))),
        None => {
            // They stand before the name of the field of the steps.
            let at = script.text()[..steps].rfind("steps").unwrap_or(steps);
            let [first, second] = [FIRST, SECOND].map(|name| literal(name.as_bytes()));
            Some((at..at, format!("clients: [(name: {first}), (name: {second})],\n    ")))
        }
    }
}

/// How many entries of the file the kept steps of the plan come from.
fn kept_entries(script: &Script, branch: &Branch, places: &Places<'_>, entries: usize) -> usize {
    let Some(last) = branch.kept.checked_sub(1).and_then(|last| script.scenario().steps.get(last)) else { return 0 };
    let found = (0..entries).find(|entry| places.find(&[Key::Name("steps"), Key::Index(*entry)]) == last.place);
    found.map_or(0, |entry| entry + 1)
}

/// Who acts behind these entries.
fn acting_client(entries: &[StepFile], script: &Script) -> usize {
    let last = entries.iter().rev().find_map(|entry| if let StepFile::On(name) = entry { Some(name) } else { None });
    last.and_then(|last| script.clients().position(|name| name == Some(last.as_str()))).unwrap_or(0)
}

/// The acts as steps of a file.
fn typed(script: &Script, branch: &Branch, mut acting: usize) -> String {
    let played = play(script, Some(branch));
    let mut names: Vec<Option<&str>> = script.clients().collect();
    if let [only] = names.as_mut_slice() {
        only.get_or_insert(FIRST);
        names.push(Some(SECOND));
    }
    let mut text = String::new();
    for (act, outcome) in branch.acts.iter().zip(played.trace.outcomes()) {
        if act.client != acting
            && let Some(Some(name)) = names.get(act.client)
        {
            let _ = writeln!(text, "{INDENTATION}On({}),", literal(name.as_bytes()));
            acting = act.client;
        }
        let _ = writeln!(text, "{INDENTATION}{},", step(act, outcome)); // Writing to a String cannot fail.
    }
    text
}

fn step(act: &Act, outcome: &Outcome) -> String {
    let expectations: Vec<String> = outcome.expectations.iter().map(expectation).collect();
    let beside = |done: &str, expectations: &[String]| {
        let each = expectations.iter().map(|expected| format!(", Expect({expected})"));
        each.fold(done.to_owned(), |text, next| text + &next)
    };
    match &act.deed {
        Deed::Connect => beside("Connect", &expectations),
        Deed::Wait(seconds) => format!("Advance({seconds})"),
        Deed::ServerDies(removed) => format!("Dies(AmidUpdate({removed}))"),
        Deed::End(Ending::Drop) => "Drop".to_owned(),
        Deed::End(Ending::Close) => "Close".to_owned(),
        Deed::End(Ending::Reset) => "Reset".to_owned(),
        Deed::Send(Octets(octets)) => {
            let (kind, said) = match command(octets) {
                Some(line) => ("Send", line),
                None => ("SendRaw", octets.as_slice()),
            };
            let said = literal(said);
            match expectations.split_first() {
                // One reply stands beside what was said, others behind it.
                Some((first, rest)) => beside(&format!("{kind}({said}, {first})"), rest),
                None => format!("{kind}({said})"),
            }
        }
    }
}

/// The command, if that is all that was sent.
fn command(octets: &[u8]) -> Option<&[u8]> {
    let line = octets.strip_suffix(b"\r\n")?;
    (!line.contains(&b'\n') && Command::parse(line).is_ok()).then_some(line)
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::scenario::branch::Played;
    use crate::scenario::branch::Tree;
    use crate::scenario::library;
    use crate::scenario::run;
    use crate::session::Timeline;

    fn octets(timeline: &Timeline) -> Vec<(crate::proto::Side, Vec<u8>)> {
        timeline.steps().iter().filter_map(|step| step.said()).map(|said| (said.side, said.raw.to_vec())).collect()
    }

    /// Saves a branch and plays the text.
    #[track_caller]
    pub(in super::super) fn says_the_same(script: &Script, branch: &Branch, played: &Played) {
        let name = Narration { en: "a \"name\"".into(), ru: "имя".into() };
        let text = save(script, branch, &name);
        let saved = Script::parse("saved.ron", &text).unwrap_or_else(|error| panic!("{error}\n{text}"));
        let run = run(saved.scenario());
        assert_eq!(run.failures, [], "{text}");
        assert_eq!(octets(&run.timeline()), octets(&played.timeline), "{text}");
        assert!(saved.scenario().title.en.ends_with("a \"name\""), "{}", saved.scenario().title.en);
    }

    #[test]
    fn what_was_typed_stands_behind_the_script_with_what_came() {
        let script = Script::parse("x", library::find("two-clients").expect("a lesson").text).expect("right");
        let mut tree = Tree::default();
        let mut open = None;
        let names: Vec<_> = script.clients().collect();
        let deeds = [
            (1, Deed::Connect),
            (1, Deed::Send(Octets(b"NOOP\r\n".to_vec()))),
            (0, Deed::Connect),
            (0, Deed::Send(Octets(b"\xff\n".to_vec()))),
            (0, Deed::Send(Octets(b"CAPA".to_vec()))),
            (0, Deed::End(Ending::Drop)),
            (1, Deed::Wait(5)),
            (1, Deed::Send(Octets(b"QUIT\r\n".to_vec()))),
        ];
        for (kept, (client, deed)) in deeds.into_iter().enumerate() {
            open = Some(tree.act(open, kept, Act { client, deed }));
        }
        let branch = tree.branch(open.expect("a branch")).expect("a branch");
        says_the_same(&script, branch, &play(&script, Some(branch)));
        let text = save(&script, branch, &Narration { en: "a".into(), ru: "б".into() });
        let steps = text.split("    steps: [").nth(1).expect("steps");
        for part in [
            &format!("\n        On(\"{}\"),\n        Connect, Expect(Is(\"+OK", names[1].expect("a name")),
            "        Send(\"NOOP\", Is(\"-ERR",
            "        SendRaw(b\"\\xff\\n\", Is(",
            "        SendRaw(\"CAPA\", Nothing),",
            "        Drop,\n",
            "        Advance(5),\n",
            "        Send(\"QUIT\", Is(\"+OK",
        ] {
            assert!(steps.contains(part), "{part}\n{steps}");
        }
        assert!(steps.contains("), Expect(Closed),\n    ],"), "{steps}");
    }

    #[test]
    fn a_branch_at_every_step_of_every_lesson_can_be_saved() {
        for shipped in library::ALL {
            let script = Script::parse(shipped.name, shipped.text).expect("right");
            let whole = play(&script, None);
            for shown in 0..=whole.timeline.len() {
                let kept = whole.trace.kept_at(shown);
                let mut tree = Tree::default();
                let id = tree.act(None, kept, Act { client: 0, deed: Deed::Wait(3) });
                let branch = tree.branch(id).expect("a branch");
                says_the_same(&script, branch, &play(&script, Some(branch)));
            }
        }
    }
}
