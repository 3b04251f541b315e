//! The table of the findings in `docs/findings.md` is made from the code.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use popscope::teach::Language;
use popscope::teach::Words;
use popscope::teach::finding::Code;

fn table() -> String {
    let mut text = String::from(
        "# Findings\n\n\
         What popscope remarks on a session. An *error* is against the RFC; a *warning* is against a recommendation,\n\
         unwise, or the fault of a mail and not of the session; a *note* is good to know.\n\n\
         This file is made from the code: `POPSCOPE_WRITE_DOCS=1 cargo test --test it findings` writes it anew.\n\n\
         | code | severity | clause | English | Русский |\n|---|---|---|---|---|\n",
    );
    let [english, russian] = Language::ALL.map(Words::new);
    for code in Code::ALL {
        let id = format!("finding-{code}");
        let (severity, clause) = (code.severity(), code.clause());
        let _ = writeln!(text, "| `{code}` | {severity} | {clause} | {} | {} |", english.get(&id), russian.get(&id));
    }
    text
}

#[test]
fn the_document_has_every_finding() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/findings.md");
    if std::env::var_os("POPSCOPE_WRITE_DOCS").is_some() {
        fs::write(&path, table()).expect("docs can be written");
    }
    let written = fs::read_to_string(&path).unwrap_or_default();
    assert!(written == table(), "docs/findings.md is old: POPSCOPE_WRITE_DOCS=1 cargo test --test it findings");
}
