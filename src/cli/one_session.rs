//! A session by its name on the command line: `office.pcap` is the first of a capture, `office.pcap#3` the third.

use std::ops::ControlFlow;
use std::path::Path;

use anyhow::Context as _;

use crate::session::Timeline;
use crate::source;

/// The file that a name tells, and the number of the session in it. A file whose own name has a # is one too.
pub fn parse(name: &str) -> anyhow::Result<(&Path, u64)> {
    let path = Path::new(name);
    let Some((file, number)) = name.rsplit_once('#').filter(|_| !path.exists()) else { return Ok((path, 1)) };
    let number = number.parse().ok().filter(|number| 0 < *number);
    let number = number.with_context(|| format!("behind # stands the number of a session, counted from 1: {name}"))?;
    Ok((Path::new(file), number))
}

/// The session of a capture that has this number, counted from 1.
pub fn find(path: &Path, number: u64, options: &source::Options) -> anyhow::Result<Timeline> {
    let mut found = None;
    source::analyse(
        path,
        options,
        |_| ControlFlow::Continue(()),
        |session| {
            if session.index + 1 == number {
                found = Some(session.timeline);
            }
        },
    )?;
    found.with_context(|| format!("there is no session {number} in {}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_session_is_counted_from_1() {
        let parsed = |name| parse(name).ok().map(|(path, number)| (path.to_owned(), number));
        assert_eq!(parsed("a.pcap"), Some(("a.pcap".into(), 1)));
        assert_eq!(parsed("a.pcap#3"), Some(("a.pcap".into(), 3)));
        assert_eq!(parsed("a#b.pcap#3"), Some(("a#b.pcap".into(), 3)));
        assert_eq!([parsed("a.pcap#0"), parsed("a.pcap#x"), parsed("a.pcap#")], [None, None, None]);
    }
}
