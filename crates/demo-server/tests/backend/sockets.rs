//! Real sockets: the port, the shutdown, and TLS.

use std::time::{Duration, Instant};

use server::{App, TokenFault};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    sync::oneshot,
};

use crate::client::settings;

#[tokio::test]
async fn a_busy_port_is_an_error_that_names_the_option() {
    let taken = server::bind(0).await.unwrap();
    let address = taken.local_addr().unwrap();
    assert!(address.ip().is_loopback());
    let error = server::bind(address.port()).await.unwrap_err().to_string();
    assert!(error.contains(&address.port().to_string()) && error.contains("--port"), "{error}");
}

#[tokio::test]
async fn it_serves_and_ends_even_while_a_request_hangs() {
    let app = App::new(settings());
    let listener = server::bind(0).await.unwrap();
    let address = listener.local_addr().unwrap();
    let (stop, stopped) = oneshot::channel::<()>();
    let running = tokio::spawn(server::serve_plain(listener, server::app(app.clone()), async {
        let _ = stopped.await;
    }));
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream
        .write_all(b"GET /api/session HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n")
        .await
        .unwrap();
    let mut text = String::new();
    stream.read_to_string(&mut text).await.unwrap();
    assert!(text.starts_with("HTTP/1.1 200") && text.ends_with("{\"user\":null}"), "{text}");

    app.faults().token(TokenFault::Hang);
    let mut hanging = TcpStream::connect(address).await.unwrap();
    hanging.write_all(b"GET /api/messenger-token HTTP/1.1\r\nhost: localhost\r\n\r\n").await.unwrap();
    while app.faults().log().token_count == 0 {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    let begun = Instant::now();
    stop.send(()).unwrap();
    running.await.unwrap().unwrap();
    assert!(begun.elapsed() < Duration::from_secs(5), "{:?}", begun.elapsed());
}

#[tokio::test]
async fn a_closed_connection_has_no_answer_for_a_token_either() {
    let app = App::new(settings());
    let listener = server::bind(0).await.unwrap();
    let address = listener.local_addr().unwrap();
    let running =
        tokio::spawn(server::serve_plain(listener, server::app(app.clone()), std::future::pending()));
    for (fault, answered) in [(TokenFault::Ok, true), (TokenFault::Closed, false)] {
        app.faults().token(fault.clone());
        let mut stream = TcpStream::connect(address).await.unwrap();
        let request = b"GET /api/messenger-token HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n";
        stream.write_all(request).await.unwrap();
        let mut bytes = Vec::new();
        let _ = stream.read_to_end(&mut bytes).await;
        assert_eq!(!bytes.is_empty(), answered, "{fault:?}: {}", String::from_utf8_lossy(&bytes));
    }
    running.abort();
}

#[tokio::test]
async fn tls_starts_and_speaks_tls_only() {
    let listener = server::bind(0).await.unwrap();
    let address = listener.local_addr().unwrap();
    let running = tokio::spawn(server::serve_tls(listener, server::fake_messenger(App::new(settings()))));
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(b"GET /widget/x HTTP/1.1\r\nhost: localhost\r\n\r\n").await.unwrap();
    let mut bytes = Vec::new();
    let _ = stream.read_to_end(&mut bytes).await;
    assert!(!bytes.starts_with(b"HTTP/1.1 200"), "plain HTTP is not served there");
    assert!(!running.is_finished(), "one bad connection does not end it");
    running.abort();
}
