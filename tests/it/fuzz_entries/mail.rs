//! Any octets as a mail.

use popscope::inspect::mail::Mail;
use popscope::inspect::mail::Missing;
use popscope::inspect::mail::attachments::attachments;
use popscope::inspect::mail::attachments::file_name;
use popscope::inspect::mail::readable::readable;
use popscope::inspect::mail::wholeness::End;

/// Every part lies inside the mail, and names of attachments are names and no ways.
pub(super) fn mail(octets: &[u8]) {
    for missing in [
        Missing::default(),
        Missing { holes: vec![octets.len() / 3, octets.len() / 2], end: End::NotAskedFor },
        Missing { holes: Vec::new(), end: End::NotRecorded },
    ] {
        let mail = Mail::new(octets, &missing);
        assert!(!mail.parts.is_empty());
        for part in &mail.parts {
            assert!(part.head.start <= part.head.end && part.head.end <= octets.len(), "{part:?}");
            assert!(part.body.start <= part.body.end && part.body.end <= octets.len(), "{part:?}");
            assert_eq!(part.content(octets).len(), part.decoded, "{part:?}");
        }
        for most in [0, 100, 100_000] {
            let _ = readable(&mail, octets, most);
        }
        for part in attachments(&mail) {
            let name = file_name("1-2", part);
            let strange = name.chars().any(|letter| letter.is_control() || ['/', '\\', ':', '\0'].contains(&letter));
            assert!(!strange && name.starts_with("1-2") && name.len() <= 255, "{name:?}");
        }
    }
}
