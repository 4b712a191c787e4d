//! Starts the demo server. The library contains all of its functions.

use std::{
    error::Error,
    io::{self, Write},
    process::ExitCode,
};

use clap::Parser;
use server::{App, cli};

#[tokio::main]
async fn main() -> ExitCode {
    match run(&cli::Args::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn run(args: &cli::Args) -> Result<(), Box<dyn Error>> {
    let env = |name: &str| std::env::var(name).ok();
    let settings = cli::settings(args, env)?;
    say(&cli::greeting(&settings))?;
    let app = App::new(settings);
    let listener = server::bind(args.port).await?;
    if let Some(port) = args.tls_port {
        let tls = server::bind(port).await?;
        say(&format!("the fake Messenger over TLS on port {}", tls.local_addr()?.port()))?;
        let router = server::fake_messenger(app.clone());
        tokio::spawn(async move {
            if let Err(error) = server::serve_tls(tls, router).await {
                eprintln!("error: {error}");
            }
        });
    }
    say(&format!("listening on http://localhost:{}", listener.local_addr()?.port()))?;
    server::serve_plain(listener, server::app(app), interrupted()).await?;
    Ok(())
}

/// Completes on Ctrl-C; never completes if the signal handler cannot be installed, so that the server at least runs.
async fn interrupted() {
    if tokio::signal::ctrl_c().await.is_err() {
        std::future::pending::<()>().await;
    }
}

/// Prints one line to standard output and flushes it, also into a pipe: the parent process waits for it.
fn say(line: &str) -> io::Result<()> {
    let mut out = io::stdout().lock();
    writeln!(out, "{line}")?;
    out.flush()
}
