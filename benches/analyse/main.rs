//! How fast captures are analysed, as ratios within one run: `cargo bench --bench analyse`.
//!
//! The yardstick is only iterating the packets of the same file with pcap-file. tshark and tcpflow
//! take part where they are installed. Each time is the best of several runs, so that other work on
//! the machine disturbs little. docs/performance.md has the figures of one run.

#![expect(clippy::disallowed_methods, reason = "a benchmark looks at the clock")]

mod traffic;

use std::fs::File;
use std::io::BufWriter;
use std::io::Write as _;
use std::path::Path;
use std::path::PathBuf;
use std::process::Command;
use std::process::Stdio;
use std::time::Duration;
use std::time::Instant;

use pcap_file::pcap::PcapReader;

/// How often each thing is done; the best time counts.
const RUNS: usize = 5;

fn main() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let plan = traffic::Plan {
        octets: 200_000_000,
        at_once: 60,
        other_every: 5,
        disturbed_every: 100,
        session_octets: 300_000,
    };
    let mixed = make(&folder.join("mixed.pcap"), plan);
    let popscope = |arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_popscope"));
        command.arg("analyse").args(arguments);
        command
    };
    let path = mixed.to_str().expect("a path in UTF-8");

    let iterate = best(|| iterate(&mixed));
    println!("\n{:<44} {:>8} {:>8}", "on one file of mixed traffic", "seconds", "ratio");
    row("only iterating with pcap-file", iterate, iterate);
    let ndjson = best(|| run(&mut popscope(&["--format", "ndjson", path])));
    row("popscope analyse --format ndjson", ndjson, iterate);
    row("popscope analyse --format table", best(|| run(&mut popscope(&[path]))), iterate);
    let two = best(|| run(&mut popscope(&["--format", "ndjson", path, path])));
    println!("two files at once take {:.2} times as long as one", two.as_secs_f64() / ndjson.as_secs_f64());

    let fields = ["tcp.stream", "pop.request.command", "pop.response.indicator"];
    let mut tshark = Command::new("tshark");
    tshark.args(["-r", path, "-Y", "pop", "-T", "fields"]).args(fields.iter().flat_map(|field| ["-e", field]));
    compare("tshark, three fields", &mut tshark, ndjson);
    let flows = tempfile::tempdir_in(folder).expect("a folder");
    let mut tcpflow = Command::new("tcpflow");
    tcpflow.args(["-r", path, "-o"]).arg(flows.path());
    compare("tcpflow", &mut tcpflow, ndjson);
}

/// Makes a file, unless it is there from an earlier run.
fn make(path: &Path, plan: traffic::Plan) -> PathBuf {
    let mut out = BufWriter::new(File::create(path).expect("a file"));
    let written = traffic::write(plan, &mut out).expect("room for the file");
    out.flush().expect("room for the file");
    let traffic::Written { octets, frames, sessions, pop3_octets } = written;
    println!("{}: {octets} octets, {frames} frames, {sessions} sessions with {pop3_octets} octets", path.display());
    path.to_owned()
}

fn best(mut what: impl FnMut()) -> Duration {
    let mut times = (0..RUNS).map(|_| {
        let start = Instant::now();
        what();
        start.elapsed()
    });
    let first = times.next().unwrap_or_default();
    times.fold(first, Duration::min)
}

fn iterate(path: &Path) {
    let mut reader = PcapReader::new(File::open(path).expect("the file")).expect("a capture");
    let mut octets = 0;
    while let Some(packet) = reader.next_packet() {
        octets += packet.expect("a packet").data().len();
    }
    assert!(0 < std::hint::black_box(octets));
}

fn run(command: &mut Command) {
    let status = command.stdout(Stdio::null()).stderr(Stdio::null()).status().expect("the program runs");
    assert!(status.success(), "{status}");
}

/// Another program, if it is installed, against ours.
fn compare(name: &str, command: &mut Command, ours: Duration) {
    let start = Instant::now();
    match command.stdout(Stdio::null()).stderr(Stdio::null()).status() {
        Ok(status) if status.success() => {
            let theirs = start.elapsed();
            let times = theirs.as_secs_f64() / ours.as_secs_f64();
            println!("{name}: {:.2} s, popscope is {times:.1} times as fast", theirs.as_secs_f64());
        }
        Ok(status) => println!("{name}: {status}"),
        Err(_) => println!("{name}: not installed"),
    }
}

fn row(name: &str, time: Duration, yardstick: Duration) {
    println!("{name:<44} {:>8.3} {:>8.2}", time.as_secs_f64(), time.as_secs_f64() / yardstick.as_secs_f64());
}
