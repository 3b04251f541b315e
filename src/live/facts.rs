//! What both sides of a live connection agreed on, as the facts that a capture would show.

use rustls::CommonState;
use rustls::ServerConnection;
use tls_parser::TlsCipherSuite;

use crate::live::Identity;
use crate::session::TlsFacts;
use crate::session::tls_facts::Began;
use crate::session::tls_facts::Certificate;
use crate::session::tls_facts::CipherSuite;
use crate::session::tls_facts::Decrypted;
use crate::session::tls_facts::TlsVersion;

/// The facts of a connection that the server has established.
pub(super) fn of_server(tls: &ServerConnection, began: Began, identity: &Identity) -> TlsFacts {
    let facts = of_either(tls, began, Some(identity.certificate.clone()));
    TlsFacts { server_name: tls.server_name().map(str::to_owned), ..facts }
}

/// The facts that both ends know.
pub(super) fn of_either(tls: &CommonState, began: Began, certificate: Option<Certificate>) -> TlsFacts {
    let suite = tls.negotiated_cipher_suite().map(|suite| u16::from(suite.suite()));
    TlsFacts {
        began,
        frame: 1,
        version: tls.protocol_version().map(|version| TlsVersion(u16::from(version))),
        cipher_suite: suite
            .map(|number| CipherSuite { number, name: TlsCipherSuite::from_id(number).map(|suite| suite.name) }),
        server_name: None,
        offered_protocols: Vec::new(),
        protocol: tls.alpn_protocol().map(|name| String::from_utf8_lossy(name).into_owned()),
        certificate,
        alerts: Vec::new(),
        decrypted: Decrypted::Yes,
    }
}
