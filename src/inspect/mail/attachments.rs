//! What is attached to a mail, and the names under which it is saved.

use crate::inspect::mail::Content;
use crate::inspect::mail::Mail;
use crate::inspect::mail::Part;
use crate::inspect::mail::Wholeness;
use crate::inspect::mail::readable::is_text;

/// Every part that is attached: pictures in the text, mails, and what is in these, too.
pub fn attachments(mail: &Mail) -> impl Iterator<Item = &Part> {
    mail.parts.iter().filter(|part| is_attachment(part))
}

/// Whether a part is attached: it is neither made of others nor text to be read.
#[must_use]
pub fn is_attachment(part: &Part) -> bool {
    match part.content {
        Content::Parts => false,
        Content::Mail | Content::TooDeep => true,
        // What says that it has parts, and has none, is all there is of a mail.
        Content::NoParts => 0 < part.depth,
        Content::Octets => !is_text(part),
    }
}

/// The name of a file for a part: nothing of the mail stands in it but the place of the part.
///
/// `prefix` names the message, as in `session-0003-002-message-1`.
#[must_use]
pub fn file_name(prefix: &str, part: &Part) -> String {
    let cut = match part.wholeness {
        Wholeness::Whole => "",
        Wholeness::PerhapsCut | Wholeness::Cut => "-partial",
    };
    let place = if part.place.is_empty() { "0" } else { &part.place };
    format!("{prefix}-part-{place}{cut}.{}", extension(part))
}

/// Extensions that are given away, by media type: those of documents, sounds and pictures, never one of a program.
///
/// HTML, XML and PostScript are programs too, and browsers and viewers run them without a question: their files end
/// with `.txt`, so that a double click shows the text. What else a document holds, such as the macros of an office
/// program, is left to the program that opens it.
const EXTENSIONS: [(&str, &str); 52] = [
    ("application/gzip", "gz"),
    ("application/ics", "ics"),
    ("application/json", "json"),
    ("application/ms-tnef", "tnef"),
    ("application/msword", "doc"),
    ("application/ogg", "ogg"),
    ("application/pdf", "pdf"),
    ("application/pgp-encrypted", "pgp"),
    ("application/pgp-keys", "asc"),
    ("application/pgp-signature", "asc"),
    ("application/pkcs7-mime", "p7m"),
    ("application/pkcs7-signature", "p7s"),
    ("application/postscript", "ps.txt"),
    ("application/rtf", "rtf"),
    ("application/vnd.ms-excel", "xls"),
    ("application/vnd.ms-powerpoint", "ppt"),
    ("application/vnd.ms-tnef", "tnef"),
    ("application/vnd.oasis.opendocument.presentation", "odp"),
    ("application/vnd.oasis.opendocument.spreadsheet", "ods"),
    ("application/vnd.oasis.opendocument.text", "odt"),
    ("application/vnd.openxmlformats-officedocument.presentationml.presentation", "pptx"),
    ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx"),
    ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx"),
    ("application/x-7z-compressed", "7z"),
    ("application/x-gzip", "gz"),
    ("application/x-pkcs7-mime", "p7m"),
    ("application/x-pkcs7-signature", "p7s"),
    ("application/x-tar", "tar"),
    ("application/x-zip-compressed", "zip"),
    ("application/xml", "xml.txt"),
    ("application/zip", "zip"),
    ("audio/mpeg", "mp3"),
    ("audio/ogg", "ogg"),
    ("audio/wav", "wav"),
    ("audio/x-wav", "wav"),
    ("image/bmp", "bmp"),
    ("image/gif", "gif"),
    ("image/jpeg", "jpg"),
    ("image/jpg", "jpg"),
    ("image/png", "png"),
    ("image/tiff", "tiff"),
    ("image/webp", "webp"),
    ("message/global", "eml"),
    ("message/rfc822", "eml"),
    ("text/calendar", "ics"),
    ("text/css", "css"),
    ("text/csv", "csv"),
    ("text/html", "html.txt"),
    ("text/plain", "txt"),
    ("text/vcard", "vcf"),
    ("text/xml", "xml.txt"),
    ("video/mp4", "mp4"),
];

fn extension(part: &Part) -> &'static str {
    if part.content == Content::TooDeep && part.media_type.starts_with("multipart/") {
        return "bin";
    }
    let known = EXTENSIONS.iter().find(|(kind, _)| *kind == part.media_type).map(|(_, extension)| *extension);
    match known {
        Some(extension) => extension,
        None if part.is("text") || part.is("message") => "txt",
        None => "bin",
    }
}
