//! How fast captures are analysed and how much memory that takes, as ratios within one run:
//! `cargo bench --bench analyse`, with `-- --large` for 10 GB and a million sessions as well.
//!
//! The yardstick is only iterating the packets of the same file with pcap-file. tshark and tcpflow
//! take part where they are installed. docs/performance.md has the figures of one run.

#![expect(clippy::disallowed_methods, reason = "a benchmark looks at the clock")]
#![expect(clippy::cast_precision_loss, reason = "figures for people")]

mod hostile;
mod measure;
mod traffic;

use std::fs::File;
use std::io;
use std::io::BufWriter;
use std::io::Write;
use std::ops::ControlFlow;
use std::path::Path;
use std::process::Command;
use std::process::Stdio;
use std::thread;
use std::time::Duration;
use std::time::Instant;

use pcap_file::pcap::PcapReader;
use popscope::source::Options;

use measure::Taken;
use measure::best;
use measure::run;

/// Some 200 MB of mixed traffic.
const MIXED: traffic::Plan =
    traffic::Plan { octets: 200_000_000, at_once: 60, other_every: 5, disturbed_every: 100, session_octets: 300_000 };

/// With this argument the benchmark only keeps the sessions of a file, and is looked at by another run of itself.
const KEEP: &str = "--keep";

fn main() {
    if let [_, what, path] = std::env::args().collect::<Vec<_>>().as_slice()
        && what == KEEP
    {
        return keep(Path::new(path));
    }
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let file = folder.join("mixed.pcap");
    let written = make(&file);
    let path = file.to_str().expect("a path in UTF-8");
    println!(
        "{} octets in {} frames, {} POP3 sessions with {} octets\n",
        written.octets, written.frames, written.sessions, written.pop3_octets
    );
    speed(&file, path, folder);
    println!();
    memory(path);
    println!();
    growth(std::env::args().any(|argument| argument == "--large"));
}

fn speed(file: &Path, path: &str, folder: &Path) {
    let yardstick = best(|| iterate(file));
    let row = |name: &str, time: Duration| {
        println!("{name:<52} {:>8.3} {:>7.2}", time.as_secs_f64(), time.as_secs_f64() / yardstick.as_secs_f64());
    };
    println!("{:<52} {:>8} {:>7}", "speed", "seconds", "ratio");
    row("only iterating the packets with pcap-file", yardstick);
    let table = best(|| run(&mut analyse(&[path, "--jobs", "1"])));
    row("analyse, one thread", table);
    let one = best(|| run(&mut analyse(&["--format", "ndjson", path, "--jobs", "1"])));
    row("analyse --format ndjson, one thread", one);
    let usual = best(|| run(&mut analyse(&["--format", "ndjson", path])));
    row("analyse --format ndjson, as it is called", usual);
    let serial = best(|| run(&mut analyse(&["--format", "ndjson", path, path, "--jobs", "1"])));
    let both = best(|| run(&mut analyse(&["--format", "ndjson", path, path, "--jobs", "2"])));
    row("two files, one thread", serial);
    row("two files, two threads", both);
    println!("two threads are {:.2} times as fast as one", serial.as_secs_f64() / both.as_secs_f64());
    let fields = ["tcp.stream", "pop.request.command", "pop.response.indicator"];
    let mut tshark = Command::new("tshark");
    tshark.args(["-r", path, "-Y", "pop", "-T", "fields"]).args(fields.iter().flat_map(|field| ["-e", field]));
    compare("tshark -Y pop with three fields", &mut tshark, usual);
    let flows = tempfile::tempdir_in(folder).expect("a folder");
    let mut tcpflow = Command::new("tcpflow");
    tcpflow.args(["-r", path, "-o"]).arg(flows.path());
    compare("tcpflow -r", &mut tcpflow, usual);
}

fn memory(path: &str) {
    println!("{:<52} {:>8}", "memory", "MB");
    let row = |name: &str, taken: Taken| println!("{name:<52} {:>8.1}", taken.memory as f64 / 1e6);
    row("the mixed file, ndjson", measure::watched(&mut analyse(&["--format", "ndjson", path])));
    let mut keeper = Command::new(std::env::current_exe().expect("this program"));
    row("its sessions kept, as a window keeps them", measure::watched(keeper.args([KEEP, path])));
    let fed = |write: fn(u32, &mut dyn Write) -> io::Result<()>, number| {
        measure::fed(&mut analyse(&["--format", "ndjson", "-"]), move |out| write(number, out))
    };
    row("a million half-open connections", fed(hostile::half_open, 1_000_000));
    row("a million connections with undecided octets", fed(hostile::undecided, 1_000_000));
    row("one stream of only far-ahead segments, 1.4 GB", fed(hostile::far_ahead, 1_000_000));
    row("a reply line that never ends, 1.4 GB", fed(hostile::endless_line, 1_000_000));
    row("a message that never ends, 1.4 GB", fed(hostile::endless_message, 1_000_000));
}

/// How the cost grows with the file and with the number of sessions.
fn growth(large: bool) {
    println!("{:<36} {:>8} {:>10} {:>12} {:>8}", "growth", "GB", "sessions", "CPU s / GB", "MB");
    let row = |name: &str, plan: traffic::Plan| {
        let mut written = traffic::Written::default();
        let taken = measure::fed(&mut analyse(&["--format", "ndjson", "-"]), |out| {
            written = traffic::write(plan, out)?;
            Ok(())
        });
        let gigabytes = written.octets as f64 / 1e9;
        let cost = taken.processor.as_secs_f64() / gigabytes;
        let megabytes = taken.memory as f64 / 1e6;
        println!("{name:<36} {gigabytes:>8.2} {:>10} {cost:>12.2} {megabytes:>8.1}", written.sessions);
    };
    let tiny = traffic::Plan { session_octets: 300, other_every: 0, ..MIXED };
    row("mixed traffic", traffic::Plan { octets: 200_000_000, ..MIXED });
    row("ten times as much", traffic::Plan { octets: 2_000_000_000, ..MIXED });
    row("tiny sessions", traffic::Plan { octets: 80_000_000, ..tiny });
    row("ten times as many", traffic::Plan { octets: 800_000_000, ..tiny });
    if large {
        row("fifty times as much", traffic::Plan { octets: 10_000_000_000, ..MIXED });
        row("a million sessions", traffic::Plan { octets: 4_300_000_000, ..tiny });
    }
}

fn analyse(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_popscope"));
    command.arg("analyse").args(arguments);
    command
}

fn make(path: &Path) -> traffic::Written {
    let mut out = BufWriter::new(File::create(path).expect("a file"));
    let written = traffic::write(MIXED, &mut out).expect("room for the file");
    out.flush().expect("room for the file");
    written
}

/// Keeps all sessions of a file for as long as it takes to be looked at.
fn keep(path: &Path) {
    let capture = popscope::source::open(path, &Options::default(), |_, _| ControlFlow::Continue(()));
    assert!(std::hint::black_box(&capture).is_ok());
    thread::sleep(Duration::from_millis(50));
}

fn iterate(path: &Path) {
    let mut reader = PcapReader::new(File::open(path).expect("the file")).expect("a capture");
    let mut octets = 0;
    while let Some(packet) = reader.next_packet() {
        octets += packet.expect("a packet").data().len();
    }
    assert!(0 < std::hint::black_box(octets));
}

/// Another program, if it is installed, against ours.
fn compare(name: &str, command: &mut Command, ours: Duration) {
    let start = Instant::now();
    match command.stdout(Stdio::null()).stderr(Stdio::null()).status() {
        Ok(status) if status.success() => {
            let theirs = start.elapsed();
            let times = theirs.as_secs_f64() / ours.as_secs_f64();
            println!("{name}: {:.2} s; popscope is {times:.1} times as fast", theirs.as_secs_f64());
        }
        Ok(status) => println!("{name}: {status}"),
        Err(_) => println!("{name}: not installed"),
    }
}
