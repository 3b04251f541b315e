//! How fast captures are analysed, as ratios within one run. `cargo bench --bench analyse` prints them.

mod traffic;

use std::fs::File;
use std::io::BufWriter;
use std::io::Write as _;

fn main() {
    let path = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("mixed.pcap");
    let plan = traffic::Plan {
        octets: 200_000_000,
        at_once: 60,
        other_every: 5,
        disturbed_every: 100,
        session_octets: 300_000,
    };
    let mut out = BufWriter::new(File::create(&path).expect("a file"));
    let written = traffic::write(plan, &mut out).expect("room for the file");
    out.flush().expect("room for the file");
    println!("{written:?} {}", path.display());
}
