//! A mail server on loopback that takes everything and keeps next to nothing: it counts, and tells when the first and the last message
//! had come. A thread for each connection and the standard library: what it takes is missing to whom it measures.

mod connection;
mod taken;

use std::{
    io,
    net::{SocketAddr, TcpListener, TcpStream},
    path::PathBuf,
    process::ExitCode,
    sync::Arc,
    thread,
};

use clap::Parser;

use taken::Sink;

/// Each connection has a thread; none of them needs much.
const STACK: usize = 256 << 10;

/// Takes every message that comes on loopback, and counts them.
#[derive(Debug, Parser)]
#[command(name = "ebvision-sink", version)]
struct Cli {
    /// Where messages come in.
    address: SocketAddr,
    /// Where it is asked: `stats` or `reset` in a line is answered by a line of JSON.
    control: SocketAddr,
    /// Keeps the first so many messages.
    #[arg(long, default_value_t = 0)]
    dump: u64,
    /// The folder for them.
    #[arg(long, default_value = ".")]
    dump_dir: PathBuf,
}

fn main() -> ExitCode {
    match serve(Cli::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            complain(&error);
            ExitCode::FAILURE
        }
    }
}

fn serve(cli: Cli) -> io::Result<()> {
    let (messages, control) = (TcpListener::bind(cli.address)?, TcpListener::bind(cli.control)?);
    let sink = Arc::new(Sink::new(cli.dump, cli.dump_dir));
    let asked = Arc::clone(&sink);
    thread::spawn(move || each(&control, |stream| told(asked.answer(&stream))));
    each(&messages, |stream| {
        let sink = Arc::clone(&sink);
        let serving = thread::Builder::new().stack_size(STACK);
        told(serving.spawn(move || told(connection::serve(&sink, stream))).map(drop));
    });
    Ok(())
}

/// Whoever comes, for ever.
fn each(listener: &TcpListener, mut serve: impl FnMut(TcpStream)) {
    for stream in listener.incoming() {
        match stream {
            Ok(stream) => serve(stream),
            Err(error) => complain(&error),
        }
    }
}

/// A caller that is killed breaks its connections off: that is part of being measured.
fn told(ended: io::Result<()>) {
    if let Err(error) = ended {
        complain(&error);
    }
}

#[allow(clippy::print_stderr, reason = "the log of whoever started this program")]
fn complain(error: &io::Error) {
    eprintln!("ebvision-sink: {error}");
}
