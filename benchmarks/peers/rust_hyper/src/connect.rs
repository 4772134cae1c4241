//! From a URL to a connection that speaks HTTP/1.1, over TLS 1.3 or in the clear.

use crate::Connection;
use hyper::client::conn::http1::handshake;
use hyper::rt::{Read, Write};
use hyper::Uri;
use hyper_util::rt::TokioIo;
use rust_common::{Failure, Options};
use std::sync::Arc;
use tokio::net::TcpStream;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, ServerName};
use tokio_rustls::rustls::{version::TLS13, ClientConfig, RootCertStore};
use tokio_rustls::TlsConnector;

/// Where the calls go, and how to get there.
pub struct Origin {
    pub authority: String,
    pub path: String,
    host: String,
    port: u16,
    tls: Option<TlsConnector>,
}

impl Origin {
    pub fn of(options: &Options) -> Result<Origin, Failure> {
        let url: Uri = options.url.parse()?;
        let authority = url.authority().ok_or("no host in --url")?;
        let tls = match url.scheme_str() {
            Some("https") => Some(tls_connector(options.ca.as_deref().ok_or("https needs --ca")?)?),
            _ => None,
        };
        Ok(Origin {
            authority: authority.to_string(),
            path: url.path().trim_end_matches('/').to_string(),
            host: authority.host().to_string(),
            port: authority.port_u16().unwrap_or(if tls.is_some() { 443 } else { 80 }),
            tls,
        })
    }
}

fn tls_connector(ca: &str) -> Result<TlsConnector, Failure> {
    let mut trusted = RootCertStore::empty();
    for certificate in CertificateDer::pem_file_iter(ca)? {
        trusted.add(certificate?)?;
    }
    let config = ClientConfig::builder_with_protocol_versions(&[&TLS13])
        .with_root_certificates(trusted)
        .with_no_client_auth();
    Ok(TlsConnector::from(Arc::new(config)))
}

pub async fn connect(origin: &Origin) -> Result<Connection, Failure> {
    let stream = TcpStream::connect((origin.host.as_str(), origin.port)).await?;
    stream.set_nodelay(true)?;
    match &origin.tls {
        None => speak_http(TokioIo::new(stream)).await,
        Some(tls) => {
            let name = ServerName::try_from(origin.host.clone())?;
            speak_http(TokioIo::new(tls.connect(name, stream).await?)).await
        }
    }
}

/// What the connection reads and writes is done by a task of its own; it ends when the connection is dropped.
async fn speak_http<Stream: Read + Write + Unpin + 'static>(stream: Stream) -> Result<Connection, Failure> {
    let (connection, driver) = handshake(stream).await?;
    tokio::task::spawn_local(driver);
    Ok(connection)
}
