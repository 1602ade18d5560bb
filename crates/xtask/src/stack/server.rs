//! The product, serving.

use std::{
    fs::File,
    net::{Ipv4Addr, TcpListener},
    path::Path,
    process::ExitStatus,
    thread::sleep,
    time::{Duration, Instant},
};

use anyhow::{Context as _, bail};

use super::product::Product;
use crate::{interrupt, shell::Running};

const PATIENCE: Duration = Duration::from_secs(60);

/// API, workers and SPA on one port.
#[derive(Debug)]
pub(crate) struct Server {
    running: Running,
    address: String,
}

impl Server {
    /// Starts it and waits until it is ready. What it logs goes into a file.
    pub(crate) fn start(product: &Product, port: u16, log: &Path) -> anyhow::Result<Self> {
        let file = File::create(log).with_context(|| format!("cannot write {}", log.display()))?;
        let also = file.try_clone().with_context(|| format!("cannot write {}", log.display()))?;
        let mut command = product.command("all");
        command.env("EBVISION_HTTP_BIND", format!("127.0.0.1:{port}")).stdout(file).stderr(also);
        let mut server =
            Self { running: Running::start(&mut command)?, address: format!("http://127.0.0.1:{port}") };
        server.wait_until_ready().with_context(|| format!("its log is {}", log.display()))?;
        Ok(server)
    }

    pub(crate) fn address(&self) -> &str {
        &self.address
    }

    /// How it ended, if it has.
    pub(crate) fn ended(&mut self) -> anyhow::Result<Option<ExitStatus>> {
        self.running.ended()
    }

    /// Lets it finish what it does.
    pub(crate) fn stop(mut self) -> anyhow::Result<()> {
        self.running.stop()
    }

    fn wait_until_ready(&mut self) -> anyhow::Result<()> {
        let start = Instant::now();
        while !self.is_ready() {
            if let Some(status) = self.ended()? {
                bail!("the server ended before it was ready ({status})");
            }
            if interrupt::asked() {
                bail!("interrupted");
            }
            if start.elapsed() > PATIENCE {
                bail!("the server was not ready within {} seconds", PATIENCE.as_secs());
            }
            sleep(Duration::from_millis(50));
        }
        Ok(())
    }

    fn is_ready(&self) -> bool {
        ureq::get(format!("{}/health/ready", self.address)).call().is_ok_and(|answer| answer.status() == 200)
    }
}

/// The wished port, or the next one that is free.
pub(crate) fn free_port(wished: u16) -> anyhow::Result<u16> {
    let is_free = |port: &u16| TcpListener::bind((Ipv4Addr::LOCALHOST, *port)).is_ok();
    (wished..=u16::MAX).find(is_free).with_context(|| format!("no port from {wished} on is free"))
}

#[cfg(test)]
mod tests {
    use std::net::TcpListener;

    #[test]
    fn a_taken_port_is_passed_over() {
        let taken = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let port = taken.local_addr().unwrap().port();
        assert!(super::free_port(port).unwrap() > port);
    }
}
