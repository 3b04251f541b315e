//! What is printed, and when, of files that are read at the same time.

use super::*;

/// A stream that can be looked at, and that may break.
#[derive(Clone, Default)]
struct Shared(Arc<Mutex<Vec<u8>>>);

impl Write for Shared {
    fn write(&mut self, octets: &[u8]) -> io::Result<usize> {
        self.0.lock().expect("no panic").write(octets)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Shared {
    fn text(&self) -> String {
        String::from_utf8(self.0.lock().expect("no panic").clone()).expect("text")
    }
}

fn printer() -> (Arc<Printer>, Shared, Shared) {
    let (stdout, stderr) = (Shared::default(), Shared::default());
    (Arc::new(Printer::new(Box::new(stdout.clone()), Box::new(stderr.clone()))), stdout, stderr)
}

fn sinks<const COUNT: usize>(printer: &Arc<Printer>) -> [Sink; COUNT] {
    std::array::from_fn(|place| Sink::new(Arc::clone(printer), place))
}

#[test]
fn lines_come_in_the_order_of_the_files() {
    let (printer, stdout, stderr) = printer();
    let [mut a, mut b, mut c] = sinks(&printer);
    printer.first("head").expect("memory can be written");
    c.line("c1").expect("memory can be written");
    c.complain(format_args!("of c")).expect("memory can be written");
    c.finish().expect("memory can be written");
    b.line("b1").expect("memory can be written");
    a.line("a1").expect("memory can be written");
    a.complain(format_args!("of a")).expect("memory can be written");
    assert_eq!(stdout.text(), "head\na1\n");
    b.line("b2").expect("memory can be written");
    a.finish().expect("memory can be written");
    assert_eq!(stdout.text(), "head\na1\nb1\nb2\n", "what waited is printed when its turn comes");
    b.line("b3").expect("memory can be written");
    b.finish().expect("memory can be written");
    assert_eq!(stdout.text(), "head\na1\nb1\nb2\nb3\nc1\n");
    assert_eq!(stderr.text(), "popscope: of a\npopscope: of c\n");
}

#[test]
fn a_file_that_waits_takes_no_more_memory_than_it_may() {
    let (printer, stdout, _) = printer();
    let [a, mut b, mut c] = sinks(&printer);
    let long = "x".repeat(1024 * 1024);
    for _ in 0..9 {
        b.line(&long).expect("a temporary file can be written");
    }
    assert!(printer.lock().waiting[&1].lines.is_rolled());
    c.line(&long).expect("memory can be written");
    assert!(!printer.lock().waiting[&2].lines.is_rolled());
    c.finish().expect("a temporary file can be written");
    assert!(printer.lock().waiting[&2].lines.is_rolled());
    a.finish().expect("memory can be written");
    b.finish().expect("memory can be written");
    assert_eq!(stdout.text(), format!("{long}\n").repeat(10));
}

#[test]
fn what_waits_is_printed_when_the_run_is_broken_off_and_nothing_afterwards() {
    let (printer, stdout, _) = printer();
    let [mut a, mut b] = sinks(&printer);
    a.line("a1").expect("memory can be written");
    b.line("b1").expect("memory can be written");
    printer.close(Rest::Printed).expect("memory can be written");
    assert_eq!(stdout.text(), "a1\nb1\n");
    a.line("a2").expect("memory can be written");
    b.finish().expect("memory can be written");
    a.finish().expect("memory can be written");
    printer.close(Rest::Printed).expect("memory can be written");
    assert_eq!(stdout.text(), "a1\nb1\n");
}

#[test]
fn what_stands_behind_a_failure_is_not_printed() {
    let (printer, stdout, _) = printer();
    let [mut a, mut b, mut c] = sinks(&printer);
    b.line("b1").expect("memory can be written");
    c.line("c1").expect("memory can be written");
    a.line("a1").expect("memory can be written");
    a.finish().expect("memory can be written");
    assert_eq!(printer.current(), 1);
    printer.close(Rest::Dropped).expect("memory can be written");
    assert_eq!(stdout.text(), "a1\nb1\n");
}

#[test]
fn the_progress_is_gone_before_anything_is_said() {
    let (printer, stdout, stderr) = printer();
    let [mut a] = sinks(&printer);
    printer.draw_progress("1 %");
    printer.draw_progress("2 %");
    a.line("a1").expect("memory can be written");
    printer.flush().expect("memory can be written");
    assert_eq!((stdout.text().as_str(), stderr.text().as_str()), ("a1\n", "\r1 %\x1b[K\r2 %\x1b[K\r\x1b[K"));
    printer.draw_progress("3 %");
    a.complain(format_args!("of a")).expect("memory can be written");
    assert!(stderr.text().ends_with("\r3 %\x1b[K\r\x1b[Kpopscope: of a\n"));
    printer.draw_progress("4 %");
    printer.close(Rest::Printed).expect("memory can be written");
    assert!(stderr.text().ends_with("\r4 %\x1b[K\r\x1b[K"));
}

#[test]
fn a_file_far_ahead_waits_until_its_turn_is_near_or_the_run_is_stopped() {
    let (printer, ..) = printer();
    printer.wait_for_room(AHEAD, || false);
    printer.wait_for_room(AHEAD + 1, || true);
    let [a] = sinks(&printer);
    let waits = Arc::clone(&printer);
    let worker = std::thread::Builder::new().name("waits".to_owned());
    let worker = worker.spawn(move || waits.wait_for_room(AHEAD + 1, || false)).expect("a thread");
    a.finish().expect("memory can be written");
    worker.join().expect("no panic");
}
