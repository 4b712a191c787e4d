//! A simulated network between the browser and the servers: round trips and a bandwidth shared by all connections.
//!
//! The browser's own emulation (`Network.emulateNetworkConditions`) delays requests and ignores connections: a
//! handshake costs nothing there. On a real network a connection costs a round trip, and TLS another one, so the
//! number of hosts and the time of the first request to each matter.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use anyhow::Result;
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{mpsc, watch};
use tokio::time::{Instant, sleep_until};

use crate::plan::Network;

/// Unit of transmission, in bytes. Connections take turns after each.
const CHUNK: usize = 4096;

/// Direction of bytes, from the browser's side.
#[derive(Clone, Copy, Debug)]
enum Way {
    Up,
    Down,
}

/// The link shared by all connections. Clones are the same one.
#[derive(Clone, Debug)]
pub(crate) struct Link(Arc<Mutex<State>>);

#[derive(Debug)]
struct State {
    network: Network,
    /// Time until which the link is occupied.
    up: Instant,
    down: Instant,
    /// Ends every connection when it is dropped.
    open: watch::Sender<()>,
}

impl State {
    fn new(network: Network) -> Self {
        let now = Instant::now();
        Self { network, up: now, down: now, open: watch::Sender::new(()) }
    }
}

/// Times of the first transmission and of the arrival of bytes.
struct Slot {
    begin: Instant,
    end: Instant,
}

impl Link {
    pub(crate) fn new(network: Network) -> Self {
        Self(Arc::new(Mutex::new(State::new(network))))
    }

    /// Changes the network; there must be no connections.
    pub(crate) fn set(&self, network: Network) {
        *self.state() = State::new(network);
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Duration of a round trip.
    fn round_trip(&self) -> Duration {
        self.state().network.round_trip()
    }

    /// Reserves the link for this many bytes as soon as it is free.
    fn take(&self, way: Way, bytes: usize) -> Slot {
        let mut state = self.state();
        let (network, now) = (state.network, Instant::now());
        let free = match way {
            Way::Up => &mut state.up,
            Way::Down => &mut state.down,
        };
        let begin = (*free).max(now);
        *free = begin + network.transmission(bytes);
        Slot { begin, end: *free + network.round_trip() / 2 }
    }

    /// Forwards connections to this local port until it is dropped, and counts the returned bytes.
    pub(crate) async fn serve(self, listener: TcpListener, port: u16, count: Arc<AtomicU64>) {
        while let Ok((browser, _)) = listener.accept().await {
            let (link, count) = (self.clone(), Arc::clone(&count));
            let mut open = self.state().open.subscribe();
            // A browser that disconnects early is not a failure.
            tokio::spawn(async move {
                tokio::select! {
                    _ = open.changed() => {}
                    _ = link.connect(browser, port, count) => {}
                }
            });
        }
    }

    async fn connect(&self, browser: TcpStream, port: u16, count: Arc<AtomicU64>) -> Result<()> {
        let server = TcpStream::connect(("127.0.0.1", port)).await?;
        browser.set_nodelay(true)?;
        server.set_nodelay(true)?;
        // The browser considers itself connected at once; on a real network that takes a round trip.
        let connected = Instant::now() + self.round_trip();
        let (from_browser, to_browser) = browser.into_split();
        let (from_server, to_server) = server.into_split();
        let up = Arc::default();
        tokio::try_join!(
            self.carry(Way::Up, connected, from_browser, to_server, up),
            self.carry(Way::Down, connected, from_server, to_browser, count),
        )?;
        Ok(())
    }

    /// Forwards bytes in one direction; the first leave when the connection is established.
    async fn carry(
        &self,
        way: Way,
        connected: Instant,
        mut from: impl AsyncRead + Unpin + Send,
        to: impl AsyncWrite + Unpin + Send + 'static,
        count: Arc<AtomicU64>,
    ) -> Result<()> {
        let (send, arriving) = mpsc::unbounded_channel();
        tokio::spawn(deliver(arriving, to));
        let mut buffer = vec![0; CHUNK];
        loop {
            let size = from.read(&mut buffer).await?;
            if size == 0 {
                return Ok(());
            }
            count.fetch_add(u64::try_from(size)?, Ordering::Relaxed);
            reach(connected).await;
            let slot = self.take(way, size);
            let bytes = buffer.iter().take(size).copied().collect::<Vec<u8>>();
            if send.send((slot.end, bytes)).is_err() {
                return Ok(());
            }
            reach(slot.begin).await;
        }
    }
}

/// Waits until this time. A timer takes at least a millisecond, so there is none if the time has passed already.
async fn reach(time: Instant) {
    if time > Instant::now() {
        sleep_until(time).await;
    }
}

/// Delivers the bytes that have arrived.
async fn deliver(
    mut arriving: mpsc::UnboundedReceiver<(Instant, Vec<u8>)>,
    mut to: impl AsyncWrite + Unpin,
) -> Result<()> {
    while let Some((at, bytes)) = arriving.recv().await {
        reach(at).await;
        to.write_all(&bytes).await?;
    }
    Ok(to.shutdown().await?)
}
