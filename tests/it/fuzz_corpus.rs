//! Everything that fuzzing found worth keeping goes through the same entries again.

use std::fs;
use std::path::Path;

use crate::fuzz_entries::ALL;
use crate::fuzz_entries::run;

#[test]
fn every_kept_input_of_fuzzing_passes() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fuzz");
    if !root.exists() {
        return; // A project of its own, which the published package leaves out.
    }
    for (name, _) in ALL {
        let folder = root.join("corpus").join(name);
        let mut inputs = 0;
        for file in fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display())) {
            let path = file.expect("an entry").path();
            println!("{}", path.display()); // Shown when it fails.
            run(name, &fs::read(&path).expect("an input"));
            inputs += 1;
        }
        assert!(0 < inputs, "{name} has inputs");
    }
}
