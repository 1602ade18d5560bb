use std::fs;

use crate::{Error, Options, Result, cluster::server_of, create::clear, error::At, home::Home, lock};

/// Stops the cluster and removes its data. Another process that uses it is an error.
///
/// # Errors
/// [`Error::InUse`] when another process owns the cluster; otherwise what the file system said.
pub fn destroy(options: &Options) -> Result<()> {
    if !options.home.exists() {
        return Ok(());
    }
    let home = Home::open(options)?;
    let _turn = lock::wait(&home.turn())?;
    let Some(_ownership) = lock::try_take(&home.owner())? else {
        return Err(Error::InUse { home: home.folder().to_owned() });
    };
    match server_of(&home, options) {
        Ok(server) => server.stop()?,
        // Without programs nothing can run.
        Err(Error::NoBinaries { .. } | Error::OtherMajor { .. }) => {}
        Err(error) => return Err(error),
    }
    // The marker goes first: what an interruption leaves is then redone.
    for file in [home.created(), home.password(), home.port()] {
        if file.exists() {
            fs::remove_file(&file).at("remove", &file)?;
        }
    }
    clear(&home.data()?)
}
