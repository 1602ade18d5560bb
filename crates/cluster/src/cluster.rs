use std::fmt;

use crate::{
    Binaries, Options, ROLE, Result,
    account::Account,
    command::Programs,
    create::ensure_created,
    home::{Home, written_by},
    lock::{self, Held},
    password,
    server::Server,
};

/// A running cluster. Who started it stops it, at the latest when this value is dropped; others only join.
pub struct Cluster {
    home: Home,
    server: Server,
    port: u16,
    password: String,
    ownership: Option<Held>,
}

impl Cluster {
    /// Finds, creates, starts or joins: afterwards a server answers, and [`crate::DATABASE`] exists in it.
    ///
    /// A server whose owner was killed is adopted: the one who joins it first stops it.
    ///
    /// # Errors
    /// When PostgreSQL is missing, cannot run here, or does not start; the message says what to do.
    pub fn ensure(options: &Options) -> Result<Self> {
        let home = Home::open(options)?;
        let _turn = lock::wait(&home.turn())?;
        let server = server_of(&home, options)?;
        let running = if home.created().exists() { server.join()? } else { interrupted(&server)? };
        let port = match running {
            Some(port) => port,
            None => {
                ensure_created(&home, &server.data, &server.programs)?;
                server.start(&home, options.durability)?
            }
        };
        let ownership = lock::try_take(&home.owner())?;
        let password = password::read(&home.password())?;
        Ok(Self { home, server, port, password, ownership })
    }

    /// The address of one of its databases, with the password.
    #[must_use]
    pub fn url(&self, database: &str) -> String {
        format!("postgres://{ROLE}:{}@127.0.0.1:{}/{database}", self.password, self.port)
    }

    /// Whether this process started the server (or adopted it), and so stops it.
    #[must_use]
    pub fn owned(&self) -> bool {
        self.ownership.is_some()
    }

    /// The port on 127.0.0.1.
    #[must_use]
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Stops the server if this process owns it.
    ///
    /// # Errors
    /// When PostgreSQL does not stop.
    pub fn stop(mut self) -> Result<()> {
        self.let_go()
    }

    fn let_go(&mut self) -> Result<()> {
        let Some(_ownership) = self.ownership.take() else { return Ok(()) };
        // Nobody may join between the decision to stop and the end.
        let _turn = lock::wait(&self.home.turn())?;
        self.server.stop()
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        if let Err(error) = self.let_go() {
            tracing::error!("PostgreSQL was not stopped: {error}");
        }
    }
}

/// Without the password.
impl fmt::Debug for Cluster {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Cluster")
            .field("port", &self.port)
            .field("owned", &self.owned())
            .finish_non_exhaustive()
    }
}

/// The data, and the programs that fit it.
pub(crate) fn server_of(home: &Home, options: &Options) -> Result<Server> {
    let data = home.data()?;
    let account = Account::choose(&data)?;
    let binaries = match written_by(&data)?.filter(|_| home.created().exists()) {
        Some(major) => Binaries::find_major(&options.search, major, &data)?,
        None => Binaries::find(&options.search)?,
    };
    Ok(Server { data, programs: Programs::new(binaries, account) })
}

/// What an interrupted creation, or a home that was removed under its server, left running.
fn interrupted(server: &Server) -> Result<Option<u16>> {
    server.stop()?;
    Ok(None)
}
