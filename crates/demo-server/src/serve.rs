//! Sockets: plain HTTP for the demo, TLS for the fake Messenger. HTTP/1.1, on 127.0.0.1 only.

use std::{io, net::Ipv4Addr, sync::Arc, time::Duration};

use axum::{Router, serve::ListenerExt as _};
use axum_server::{accept::NoDelayAcceptor, tls_rustls::RustlsConfig};
use rcgen::{CertifiedKey, generate_simple_self_signed};
use rustls::{ServerConfig, crypto::ring, pki_types::PrivateKeyDer};
use tokio::net::TcpListener;

/// Intercom's hosts that the fake Messenger replaces: the widget's, its files', and the APIs of the three regions.
pub const INTERCOM_HOSTS: [&str; 5] = [
    "widget.intercom.io",
    "js.intercomcdn.com",
    "api-iam.intercom.io",
    "api-iam.eu.intercom.io",
    "api-iam.au.intercom.io",
];

/// Time that running requests have to finish after a shutdown begins; a request with the fault `hang` never finishes.
const GRACE: Duration = Duration::from_secs(1);

/// Reasons why the server did not start or stopped.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// Another program listens there.
    #[error("port {0} is in use by another program: stop it, or choose another port with --port")]
    PortInUse(u16),
    /// The port cannot be opened for another reason, such as a port below 1024 without the permission for it.
    #[error("cannot listen on port {0}: {1}; choose another port with --port")]
    Bind(u16, #[source] io::Error),
    /// The socket failed while serving.
    #[error("serving failed: {0}")]
    Io(#[from] io::Error),
    /// The self-signed certificate could not be made.
    #[error("cannot make a self-signed certificate: {0}")]
    Certificate(#[from] rcgen::Error),
    /// TLS could not be set up with that certificate.
    #[error("cannot set up TLS: {0}")]
    Tls(#[from] rustls::Error),
}

/// Listens on `127.0.0.1:port`; port 0 takes a free one (see `local_addr`).
///
/// # Errors
/// [`ServeError::PortInUse`] and [`ServeError::Bind`]; both name `--port`.
pub async fn bind(port: u16) -> Result<TcpListener, ServeError> {
    TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await.map_err(|error| match error.kind() {
        io::ErrorKind::AddrInUse => ServeError::PortInUse(port),
        _ => ServeError::Bind(port, error),
    })
}

/// Serves until `shutdown` completes, then lets running requests finish for up to a second.
///
/// # Errors
/// [`ServeError::Io`] if the socket fails.
pub async fn serve_plain(
    listener: TcpListener,
    router: Router,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> Result<(), ServeError> {
    let (begun, began) = tokio::sync::oneshot::channel();
    let signal = async move {
        shutdown.await;
        // The receiver is gone only if serving has already failed.
        let _ = begun.send(());
    };
    // Without this the kernel holds back the end of a response until the browser has acknowledged its beginning,
    // which takes the browser 40 ms.
    let listener = listener.tap_io(|connection| drop(connection.set_nodelay(true)));
    let serving = axum::serve(listener, router).with_graceful_shutdown(signal);
    let deadline = async {
        if began.await.is_err() {
            std::future::pending::<()>().await;
        }
        tokio::time::sleep(GRACE).await;
    };
    tokio::select! {
        ended = serving => Ok(ended?),
        () = deadline => Ok(()),
    }
}

/// Serves over TLS until it is dropped, with a self-signed certificate for [`INTERCOM_HOSTS`] and this machine,
/// created for each call.
///
/// # Errors
/// [`ServeError::Certificate`] and [`ServeError::Tls`] at the start, [`ServeError::Io`] if the socket fails.
pub async fn serve_tls(listener: TcpListener, router: Router) -> Result<(), ServeError> {
    let config = RustlsConfig::from_config(Arc::new(tls_config()?));
    let server = axum_server::from_tcp_rustls(listener.into_std()?, config)?;
    let server = server.map(|acceptor| acceptor.acceptor(NoDelayAcceptor));
    Ok(server.serve(router.into_make_service()).await?)
}

/// TLS with ring (no process-wide provider is installed) and HTTP/1.1 as the only protocol.
fn tls_config() -> Result<ServerConfig, ServeError> {
    let hosts: Vec<_> =
        INTERCOM_HOSTS.into_iter().chain(["localhost", "127.0.0.1"]).map(str::to_owned).collect();
    let CertifiedKey { cert, signing_key } = generate_simple_self_signed(hosts)?;
    let key = PrivateKeyDer::Pkcs8(signing_key.serialize_der().into());
    let mut config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()?
        .with_no_client_auth()
        .with_single_cert(vec![cert.der().clone()], key)?;
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(config)
}
