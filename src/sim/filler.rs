//! Messages of an exact size, for lessons in which only the size matters.

/// What the lines of a body are made of.
const TEXT: &str = "This message was written by nobody, for the sake of its size alone. \
    It counts its octets while it waits in the maildrop: each line end is two of them, and the dot \
    at the end of the reply is none. Sooner or later a client says RETR, and out it goes. ";

/// The length of a full line, without its line end.
const WIDTH: usize = 72;

/// Why there is no message of this size.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("a message with this head has at least {least} octets")]
pub struct TooSmall {
    /// The least size.
    pub least: usize,
}

/// A message of exactly so many octets with these fields in its head.
pub fn message_of(octets: usize, head: &[(&str, &str)]) -> Result<String, TooSmall> {
    let mut message: String = head.iter().flat_map(|(name, value)| [name, ": ", value, "\r\n"]).collect();
    message.push_str("\r\n");
    let least = message.len() + "\r\n".len();
    let Some(mut left) = octets.checked_sub(message.len()).filter(|_| least <= octets) else {
        return Err(TooSmall { least });
    };
    let mut text = TEXT.chars().cycle();
    while 0 < left {
        // A line has room for its own line end, and leaves room for that of the next.
        let width = if left <= WIDTH + 2 + 2 { left - 2 } else { WIDTH };
        let line: String = text.by_ref().take(width).collect();
        // A dot at the start of a line would be stuffed: what goes over the wire has the size too.
        message.push_str(&line.replacen('.', ",", usize::from(line.starts_with('.'))));
        message.push_str("\r\n");
        left -= width + 2;
    }
    Ok(message)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_has_exactly_the_size_that_was_asked_for() {
        let head = [("Subject", "x")];
        for octets in (16..600).chain([46394, 20377, 27074]) {
            let message = message_of(octets, &head).expect("large enough");
            assert_eq!(message.len(), octets);
            assert!(message.ends_with("\r\n"));
            assert!(message.lines().all(|line| line.len() <= WIDTH + 2 && !line.starts_with('.')));
        }
    }

    #[test]
    fn a_head_needs_its_octets() {
        assert_eq!(message_of(15, &[("Subject", "x")]), Err(TooSmall { least: 16 }));
    }
}
