//! Many sessions at once.

use std::fs;
use std::net::SocketAddr;
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::sync::atomic::Ordering;

use popscope::live::Options;
use popscope::live::Running;
use popscope::live::Sink;
use popscope::live::Told;
use popscope::session::EventKind;
use popscope::sim::Mail;

use super::Client;
use super::PATIENCE;

/// Sessions that are open at the same time.
const SESSIONS: usize = 1000;
/// The octets of the mail that each of them fetches.
const OCTETS: usize = 1 << 18;
/// How much the process may grow by that, the clients included. The mails together would be 250 MiB.
const BOUND: u64 = 64 << 20;

/// The sockets of a thousand sessions are more than many systems allow a process that does not ask for more.
#[test]
#[cfg(unix)]
fn a_thousand_sessions_at_once_fetch_a_large_mail_in_bounded_memory() {
    let worker = std::env::current_exe().expect("this program");
    let script = "ulimit -n \"$(ulimit -H -n)\"; exec \"$0\" \"$@\"";
    let arguments = ["serve::load::worker", "--exact", "--ignored", "--nocapture"];
    let output = Command::new("sh").arg("-c").arg(script).arg(worker).args(arguments).output().expect("sh runs");
    let told = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success() && told.contains("1 passed"), "{told}{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
#[ignore = "needs more sockets than usual; another test runs it with them"]
fn worker() {
    let lines = format!("{}.dots\r\n", format!("{}\r\n", "x".repeat(70)).repeat(14));
    let text = lines.repeat(OCTETS / lines.len());
    let mail = Mail::new("a".parse().expect("a unique-id"), text.as_bytes());
    let users: Vec<String> = (0..SESSIONS).map(|number| format!("amy{number}")).collect();
    let site = popscope::live::site::of_mails(std::slice::from_ref(&mail), &users, "sesame");
    let listen = Some(SocketAddr::from(([127, 0, 0, 1], 0)));
    let said = Arc::new(AtomicU64::new(0));
    let counter = Arc::clone(&said);
    let sink = Sink::new(move |told| match told {
        Told::Event(event) => {
            if let EventKind::Octets { octets, .. } = event.kind {
                counter.fetch_add(octets.len() as u64, Ordering::Relaxed);
            }
        }
        Told::Trouble(text) => panic!("{text}"),
        Told::Mishap(mishap) => panic!("{mishap}"),
        Told::Tls { .. } | Told::Untrusted { .. } | Told::Over(_) | Told::Sealed { .. } | Told::Secret(_) => (),
    });
    let running = Running::start(Options { listen, site, ..Options::default() }, sink).expect("a server");
    let before = peak();
    let address = running.address().expect("an address");
    let mut clients: Vec<Client> = (0..SESSIONS).map(|_| Client::connect(address)).collect();
    for (client, user) in clients.iter_mut().zip(&users) {
        // A thousand sessions take their time where the processors are busy with other things.
        client.stream().set_read_timeout(Some(PATIENCE * 6)).expect("a time");
        client.send(format!("USER {user}\r\nPASS sesame\r\n").as_bytes());
    }
    for client in &mut clients {
        assert!(client.line().starts_with("+OK"));
        assert!(client.line().starts_with("+OK"));
    }
    // All are logged in: now all ask at once, and take what comes one after the other.
    for client in &mut clients {
        client.send(b"RETR 1\r\nQUIT\r\n");
    }
    let expected = popscope::proto::multiline::stuff(mail.octets());
    for client in &mut clients {
        assert!(client.line().starts_with("+OK"));
        let told = client.octets(expected.len());
        assert!(told == expected, "octet for octet");
        assert!(client.line().starts_with("+OK goodbye"));
        assert_eq!(client.line(), "");
    }
    drop(clients);
    running.stop();
    let all = SESSIONS * expected.len();
    assert!(all as u64 <= said.load(Ordering::Relaxed));
    let grown = peak().saturating_sub(before);
    println!("{SESSIONS} sessions, {all} octets: {} KiB more memory at the peak", grown / 1024);
    assert!(grown < BOUND, "{} KiB", grown / 1024);
}

/// The most memory that this process has had, where the system tells.
fn peak() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kib = line.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok());
    kib.unwrap_or(0) * 1024
}
