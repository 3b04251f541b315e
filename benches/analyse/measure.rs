//! What a run of the program takes: time, processor time and memory.

use std::fs;
use std::io;
use std::io::Write;
use std::process::Child;
use std::process::Command;
use std::process::Stdio;
use std::thread;
use std::time::Duration;
use std::time::Instant;

/// How often each thing is done; the best time counts, so that other work on the machine disturbs little.
const RUNS: usize = 5;

/// What a run took.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Taken {
    pub(crate) time: Duration,
    /// Processor time of the program itself; 0 where the system does not tell.
    pub(crate) processor: Duration,
    /// The most octets of memory at a time; 0 where the system does not tell.
    pub(crate) memory: u64,
}

/// The best of several runs.
pub(crate) fn best(mut what: impl FnMut()) -> Duration {
    let mut times = (0..RUNS).map(|_| {
        let start = Instant::now();
        what();
        start.elapsed()
    });
    let first = times.next().unwrap_or_default();
    times.fold(first, Duration::min)
}

/// Runs a program to its end, with nothing to see.
pub(crate) fn run(command: &mut Command) {
    let status = command.stdout(Stdio::null()).stderr(Stdio::null()).status().expect("the program runs");
    assert!(status.success(), "{status}");
}

/// Runs a program and looks what it takes.
pub(crate) fn watched(command: &mut Command) -> Taken {
    let start = Instant::now();
    let child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("the program runs");
    watch(child, start)
}

/// Runs a program that reads what is written for it, and looks what it takes.
pub(crate) fn fed(command: &mut Command, write: impl FnOnce(&mut dyn Write) -> io::Result<()> + Send) -> Taken {
    let start = Instant::now();
    let pipes = command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
    let mut child = pipes.spawn().expect("the program runs");
    let mut input = io::BufWriter::with_capacity(1 << 16, child.stdin.take().expect("a pipe"));
    thread::scope(|scope| {
        scope.spawn(move || write(&mut input).and_then(|()| input.flush()).expect("the program reads all"));
        watch(child, start)
    })
}

fn watch(mut child: Child, start: Instant) -> Taken {
    let mut taken = Taken::default();
    let ticks = Duration::from_millis(10); // sysconf(_SC_CLK_TCK) is 100 on Linux
    loop {
        if let Some(status) = child.try_wait().expect("the program is ours") {
            assert!(status.success(), "{status}");
            taken.time = start.elapsed();
            return taken;
        }
        let folder = format!("/proc/{}", child.id());
        if let Ok(text) = fs::read_to_string(format!("{folder}/status"))
            && let Some(line) = text.lines().find_map(|line| line.strip_prefix("VmHWM:"))
        {
            let kib: u64 = line.trim().trim_end_matches(" kB").parse().unwrap_or(0);
            taken.memory = taken.memory.max(kib * 1024);
        }
        if let Ok(text) = fs::read_to_string(format!("{folder}/stat"))
            && let Some((_, fields)) = text.rsplit_once(')')
        {
            let fields: Vec<u32> = fields.split_whitespace().map(|field| field.parse().unwrap_or(0)).collect();
            let user_and_system = fields.get(11).copied().unwrap_or(0) + fields.get(12).copied().unwrap_or(0);
            taken.processor = taken.processor.max(ticks * user_and_system);
        }
        thread::sleep(Duration::from_millis(2));
    }
}
