//! Mails of scenarios, some made to have an exact size.

/// What stands in a generated mail, again and again.
const LINE: &str = "All work and no mail makes the maildrop a dull place.";

/// A mail of exactly so many octets, CR LF counted as two.
///
/// `None` if its head alone is larger, or leaves no room for a line.
#[must_use]
pub fn of_size(octets: usize, subject: &str) -> Option<Vec<u8>> {
    let mut mail = format!("Subject: {subject}\r\n\r\n").into_bytes();
    let head = mail.len();
    if octets == head + 1 {
        return None;
    }
    // What is left has to be lines; the shortest has its line end alone.
    while mail.len() < octets {
        let left = octets - mail.len();
        let text = match left {
            0 => break,
            1 => {
                // A single octet is no line: the last one gets a letter more.
                let end = mail.len() - 2;
                mail.insert(end, b'.');
                break;
            }
            _ => (left - 2).min(LINE.len()),
        };
        mail.extend_from_slice(&LINE.as_bytes()[..text]);
        mail.extend_from_slice(b"\r\n");
    }
    (mail.len() == octets).then_some(mail)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_exact() {
        for octets in (20..400).chain([980, 46_394, 20_377, 27_074]) {
            let mail = of_size(octets, "x").expect("large enough");
            assert_eq!(mail.len(), octets);
            assert!(mail.ends_with(b"\r\n"));
            let lines = mail.split(|&octet| octet == b'\n');
            assert!(lines.filter(|line| !line.is_empty()).all(|line| line.ends_with(b"\r")), "{octets}");
        }
    }

    #[test]
    fn a_mail_is_at_least_its_head() {
        assert_eq!(of_size(10, "a long subject"), None);
        assert_eq!(of_size(15, "x"), None);
        assert_eq!(of_size(14, "x").as_deref(), Some(b"Subject: x\r\n\r\n".as_slice()));
    }
}
