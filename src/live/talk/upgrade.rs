//! How a client connection comes to TLS: it asks, is answered, and looks whom it speaks with.

use std::sync::Arc;

use rustls::ClientConnection;
use rustls::pki_types::ServerName;

use crate::live::connect::Security;
use crate::live::facts;
use crate::live::identity::fingerprint;
use crate::live::mishap::Mishap;
use crate::live::talk::ID;
use crate::live::talk::line::End;
use crate::live::talk::line::Line;
use crate::live::talk::line::Stage;
use crate::live::told::Told;
use crate::live::trust::Verifier;
use crate::proto::StatusLine;
use crate::proto::line::MAX_STATUS_LINE;
use crate::proto::line::printable;
use crate::session::EventKind;
use crate::session::Fact;
use crate::session::tls_facts::Began;
use crate::session::tls_facts::Certificate;

/// The longest line before TLS.
const MAX_LINE: usize = 4 * MAX_STATUS_LINE;

impl Line {
    /// The greeting, or the reply to STLS: a whole line each, and nothing behind it.
    pub(super) fn hear_beginning(&mut self, octets: &[u8]) -> Result<(), End> {
        self.heard.extend_from_slice(octets);
        let Some(feed) = self.heard.iter().position(|octet| *octet == b'\n') else {
            if MAX_LINE < self.heard.len() {
                return Err(End::Mishap(Mishap::NotPop3));
            }
            return Ok(());
        };
        if feed + 1 < self.heard.len() {
            // Anybody can have put that there (RFC 2595 §4); it would be taken for a reply inside TLS.
            return Err(End::Mishap(Mishap::Injected));
        }
        let line = std::mem::take(&mut self.heard);
        let positive = StatusLine::read(&line).is_some_and(|status| status.indicator.is_positive());
        if !positive {
            let shown = printable(line.trim_ascii_end());
            return match self.stage {
                // Whoever asked by hand sees the reply, and may go on without.
                // What waits behind it was to be covered, and nobody has said that it need not be.
                Stage::Stls if self.talk.target.security == Security::None => {
                    self.stage = Stage::Open;
                    let withheld = self.talk.unsaid.withhold();
                    if 0 < withheld {
                        self.talk.sink.tell(Told::Mishap(Mishap::Withheld(withheld)));
                    }
                    Ok(())
                }
                Stage::Stls => Err(End::Mishap(Mishap::StlsRefused(shown))),
                Stage::Greeting | Stage::Handshake(_) | Stage::Open => Err(End::Mishap(Mishap::NoGreeting(shown))),
            };
        }
        if self.stage == Stage::Greeting {
            self.stage = Stage::Stls;
            Ok(())
        } else {
            self.start_tls(Began::Stls)
        }
    }

    /// Says STLS in the middle of a talk; what comes next is its reply.
    pub(super) fn ask_for_tls(&mut self, line: Vec<u8>) {
        self.stage = Stage::Stls;
        self.asking = line;
        self.began_at = self.talk.clock.now();
    }

    pub(super) fn start_tls(&mut self, began: Began) -> Result<(), End> {
        let trouble = |error: String| End::Mishap(Mishap::TlsCannotBegin(error));
        let name = ServerName::try_from(self.talk.target.bare_host().to_owned());
        let name = name.map_err(|error| trouble(error.to_string()))?;
        let verifier = Arc::new(Verifier::new(self.talk.target.trust.clone()));
        let config = verifier.config().map_err(|error| trouble(error.to_string()))?;
        let tls = ClientConnection::new(Arc::new(config), name).map_err(|error| trouble(error.to_string()))?;
        self.tls = Some(Box::new(tls));
        self.verifier = Some(verifier);
        self.stage = Stage::Handshake(began);
        Ok(())
    }

    /// Both sides have their keys, and the server is whom it should be.
    pub(super) fn establish(&mut self, began: Began) {
        self.stage = Stage::Open;
        if let Some(tls) = &self.tls {
            let der = tls.peer_certificates().and_then(<[_]>::first);
            let facts = facts::of_either(tls, began, der.and_then(|der| Certificate::read(der)));
            let fingerprint = der.map(|der| fingerprint(der));
            self.talk.sink.tell(Told::Tls { connection: ID, facts: Box::new(facts), fingerprint });
        }
        self.tell(EventKind::Fact(Fact::TlsEstablished));
    }

    /// Why TLS failed: for the certificate, or for anything else.
    pub(super) fn failed(&mut self, error: &rustls::Error) -> End {
        match self.verifier.as_ref().and_then(|verifier| verifier.turned_down()) {
            Some(turned_down) => {
                self.talk.sink.tell(Told::Untrusted {
                    connection: ID,
                    certificate: turned_down.certificate.map(Box::new),
                    fingerprint: turned_down.fingerprint,
                    doubt: turned_down.doubt,
                });
                End::Untrusted
            }
            None => End::Mishap(Mishap::TlsFailed(error.to_string())),
        }
    }
}
