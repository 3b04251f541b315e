//! The table of the profiles in `docs/profiles.md` is made from the code.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use popscope::proto::Keyword;
use popscope::sim::Deviation;
use popscope::sim::Generation;
use popscope::sim::Profile;
use popscope::sim::generation::LastAfterReset;
use popscope::teach::Language;
use popscope::teach::Words;

fn text() -> String {
    let mut text = String::from(
        "# Profiles and generations of servers\n\n\
         A scenario names the server that it is played with: `server: (profile: \"greenmail\")`, and every other field of\n\
         the server overrides the profile. A deviation is one thing that a server does otherwise than the RFCs say.\n\
         `deviations: [\"no-lock\"]` gives a server just these. Each is betrayed by a finding.\n\n\
         This file is made from the code: `POPSCOPE_WRITE_DOCS=1 cargo test --test it deviations` writes it anew.\n\n\
         ## Profiles\n",
    );
    let [english, russian] = Language::ALL.map(Words::new);
    for name in Profile::names() {
        let id = format!("profile-{name}");
        let _ = write!(text, "\n### {name}\n\n{}\n\n{}\n", english.get(&id), russian.get(&id));
        let profile = Profile::named(name).expect("a profile of its own name");
        if profile.deviations.is_empty() {
            text.push_str("\nNo deviations.\n");
            continue;
        }
        text.push_str("\n| deviation | clause | found by |\n|---|---|---|\n");
        for deviation in &profile.deviations {
            let _ = writeln!(text, "| `{deviation}` | {} | {} |", deviation.clause(), codes(*deviation));
        }
    }
    text.push_str("\n## Deviations\n\n");
    text.push_str(
        "| deviation | what is done | what would be right | как делает | как правильно | clause | found by |\n\
         |---|---|---|---|---|---|---|\n",
    );
    for deviation in Deviation::ALL {
        let (id, right) = (format!("deviation-{deviation}"), format!("deviation-{deviation}-right"));
        let _ = writeln!(
            text,
            "| `{deviation}` | {} | {} | {} | {} | {} | {} |",
            english.get(&id),
            english.get(&right),
            russian.get(&id),
            russian.get(&right),
            deviation.clause(),
            codes(deviation)
        );
    }
    generations(&mut text);
    text
}

fn codes(deviation: Deviation) -> String {
    let codes: Vec<_> = deviation.betrayed_by().iter().map(|code| format!("`{code}`")).collect();
    codes.join(", ")
}

fn generations(text: &mut String) {
    text.push_str(
        "\n## Generations\n\n\
         `server: (generation: Rfc1460)` makes a server after another RFC. RFC 918 (POP1) and RFC 937 (POP2) are not among\n\
         them: they are other languages, with servers of their own (`ConnectTo(Pop1)`, `ConnectTo(Pop2)`). Compared over the\n\
         generations, a script is told in them too, by rules ([scenarios.md](scenarios.md)). RFC 1225 repeats the commands of RFC 1081 word for word.\n\n\
         | generation | after | commands that not all have | LAST behind RSET | a message is named by its | since then |\n\
         |---|---|---|---|---|---|\n",
    );
    for generation in Generation::ALL {
        let some = |keyword: &Keyword| Generation::ALL.into_iter().any(|other| !other.knows(*keyword));
        let own: Vec<_> = Keyword::ALL
            .into_iter()
            .filter(|keyword| some(keyword) && generation.knows(*keyword))
            .map(Keyword::as_str)
            .collect();
        let last = match generation.last_after_reset() {
            LastAfterReset::AsAtTheStart => "as at the start of the session",
            LastAfterReset::Zero => "0",
            LastAfterReset::NoSuchCommand => "–",
        };
        let before = Generation::ALL.into_iter().rfind(|other| *other < generation);
        let since = |there: fn(Generation) -> bool| there(generation) && !before.is_some_and(there);
        let news: Vec<&str> = [
            (since(Generation::limits_arguments), "arguments of at most 40 characters"),
            (since(Generation::limits_autologout), "autologout after ten minutes at the least"),
            (since(Generation::may_close_after_a_failed_login), "a failed login may close the connection"),
            (since(Generation::may_hide_unknown_users), "USER may say yes to unknown names"),
            (since(Generation::may_fail_at_update), "QUIT may tell that not all was removed"),
        ]
        .into_iter()
        .filter_map(|(news, what)| news.then_some(what))
        .collect();
        let _ = writeln!(
            text,
            "| `{}` | {} | {} | {last} | {} | {} |",
            generation.name(),
            generation.documents(),
            own.join(" "),
            generation.word_for_numbers(),
            news.join("; ")
        );
    }
}

#[test]
fn the_document_has_every_profile_and_deviation() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/profiles.md");
    if std::env::var_os("POPSCOPE_WRITE_DOCS").is_some() {
        fs::write(&path, text()).expect("docs can be written");
    }
    let written = fs::read_to_string(&path).unwrap_or_default();
    assert!(written == text(), "docs/profiles.md is old: POPSCOPE_WRITE_DOCS=1 cargo test --test it deviations");
}
