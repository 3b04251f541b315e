//! Every character that we show has a glyph in the fonts that show it.

use eframe::egui;
use eframe::egui::FontFamily;
use eframe::egui::FontId;
use popscope::teach::Language;
use popscope::ui::icons;
use popscope::ui::text;

/// The texts of all messages: of what is explained and of the window.
fn words(language: Language) -> String {
    format!("{}{}", language.sources().concat(), text::source(language))
}

#[test]
fn every_character_has_its_glyph() {
    let mut fonts =
        egui::epaint::text::Fonts::new(egui::epaint::TextOptions::default(), popscope::ui::fonts::definitions());
    let mut texts: Vec<String> = Language::ALL.into_iter().map(words).collect();
    texts.extend(icons::all().into_iter().map(str::to_owned));
    for family in [FontFamily::Proportional, FontFamily::Monospace] {
        let font = FontId::new(14.0, family.clone());
        for text in &texts {
            for character in text.chars().filter(|character| !character.is_control()) {
                assert!(fonts.has_glyph(&font, character), "{character:?} in {family}");
            }
        }
    }
}

/// Strings and characters of the sources of the window that are no ASCII stand in the table of icons.
#[test]
fn no_character_hides_outside_of_the_table() {
    let table: String = icons::all().concat();
    let mut folders = vec![std::path::PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/src/ui"))];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("a folder of the sources") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let source = std::fs::read_to_string(&path).expect("a source file");
                let source = source.split("#[cfg(test)]").next().unwrap_or_default();
                let code = source.lines().filter_map(|line| line.split("//").next());
                for character in code.flat_map(str::chars).filter(|character| !character.is_ascii()) {
                    assert!(table.contains(character), "{character:?} in {}", path.display());
                }
            }
        }
    }
}
