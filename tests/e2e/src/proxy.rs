//! A proxy that connects Intercom's hosts to the fake Messenger, `*.demo.test` to this machine, and rejects other
//! hosts.

use std::net::Ipv4Addr;

use anyhow::{Result, bail};
use axum::http::Uri;
use server::INTERCOM_HOSTS;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _, copy_bidirectional},
    net::{TcpListener, TcpStream},
};

/// Maximum length of a request's head, in bytes.
const LONGEST: usize = 64 * 1024;

/// Target of a request.
enum Way {
    /// The fake Messenger, through a tunnel.
    FakeMessenger,
    /// This port, unchanged.
    Plain(u16),
    Nowhere,
}

/// Serves a browser whose fake Messenger listens on this port, until it is dropped.
pub(crate) async fn serve(listener: TcpListener, fake_messenger: u16) {
    while let Ok((browser, _)) = listener.accept().await {
        // A browser that disconnects early is not a failure.
        tokio::spawn(async move { pass_on(browser, fake_messenger).await.ok() });
    }
}

async fn pass_on(mut browser: TcpStream, fake_messenger: u16) -> Result<()> {
    let head = read_head(&mut browser).await?;
    let mut server = match way(&head) {
        Way::FakeMessenger => {
            let server = TcpStream::connect((Ipv4Addr::LOCALHOST, fake_messenger)).await?;
            browser.write_all(b"HTTP/1.1 200 Connection established\r\n\r\n").await?;
            server
        }
        Way::Plain(port) => {
            let mut server = TcpStream::connect((Ipv4Addr::LOCALHOST, port)).await?;
            // HTTP/1.1 servers accept an absolute URL instead of a path, and one host means one connection.
            server.write_all(&head).await?;
            server
        }
        Way::Nowhere => {
            let answer = b"HTTP/1.1 502 Bad Gateway\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";
            return Ok(browser.write_all(answer).await?);
        }
    };
    copy_bidirectional(&mut browser, &mut server).await?;
    Ok(())
}

async fn read_head(browser: &mut TcpStream) -> Result<Vec<u8>> {
    let mut head = Vec::new();
    while !head.windows(4).any(|end| end == b"\r\n\r\n") {
        if head.len() > LONGEST || browser.read_buf(&mut head).await? == 0 {
            bail!("no request");
        }
    }
    Ok(head)
}

fn way(head: &[u8]) -> Way {
    let head = String::from_utf8_lossy(head);
    let mut words = head.split_ascii_whitespace();
    let (method, target) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    let Ok(target) = target.parse::<Uri>() else { return Way::Nowhere };
    let host = target.host().unwrap_or_default();
    match (method, target.port_u16()) {
        ("CONNECT", Some(443)) if INTERCOM_HOSTS.contains(&host) => Way::FakeMessenger,
        ("CONNECT", _) => Way::Nowhere,
        (_, Some(port)) if host.ends_with(".demo.test") => Way::Plain(port),
        _ => Way::Nowhere,
    }
}
