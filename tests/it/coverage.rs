//! The table of RFC coverage names tests that exist.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// The names of all test functions below a folder.
fn tests_below(folder: &Path, found: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).expect("a folder of the sources") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            tests_below(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let text = fs::read_to_string(&path).expect("a source file");
            let names = text.lines().filter_map(|line| line.trim_start().strip_prefix("fn "));
            found.extend(names.filter_map(|rest| rest.split_once('(')).map(|(name, _)| name.to_owned()));
        }
    }
}

/// The most of the fine points that are counted.
const FINE_POINTS: usize = 43;

#[test]
fn every_fine_point_has_a_test_of_its_number_and_a_row() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut tests = BTreeSet::new();
    tests_below(&root.join("src"), &mut tests);
    tests_below(&root.join("tests"), &mut tests);
    let table = fs::read_to_string(root.join("docs/rfc-coverage.md")).expect("docs/rfc-coverage.md");
    let rows: Vec<&str> = table.lines().filter(|line| line.starts_with("| F")).collect();
    for point in 1..=FINE_POINTS {
        let (small, capital) = (format!("f{point:02}"), format!("F{point:02}"));
        let named = |name: &String| name.split('_').take_while(|word| word.starts_with('f')).any(|word| word == small);
        assert!(tests.iter().any(named), "no test is named after {capital}");
        let row = rows.iter().find(|row| row.split('|').nth(1).is_some_and(|cell| cell.contains(&capital)));
        let row = row.unwrap_or_else(|| panic!("no row for {capital}"));
        assert!(row.contains(&small), "the row of {capital} names a test of its own");
    }
}

#[test]
fn every_test_that_the_table_names_exists() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut tests = BTreeSet::new();
    tests_below(&root.join("src"), &mut tests);
    tests_below(&root.join("tests"), &mut tests);
    let table = fs::read_to_string(root.join("docs/rfc-coverage.md")).expect("docs/rfc-coverage.md");
    let rows = table.lines().filter(|line| line.starts_with("| ")).filter_map(|line| line.rsplit('|').nth(1));
    let named: Vec<&str> = rows.flat_map(|cell| cell.split('`').skip(1).step_by(2)).collect();
    assert!(50 < named.len(), "the table is read");
    for name in named {
        assert!(tests.contains(name), "there is no test {name}");
    }
}
