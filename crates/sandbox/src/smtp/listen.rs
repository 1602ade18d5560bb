//! Taking connections.

use std::sync::Arc;

use tokio::{net::TcpListener, task::JoinSet};

use super::session::Session;
use crate::sandbox::Sandbox;

/// Serves connections for as long as it is polled.
pub(crate) async fn listen(sandbox: Arc<Sandbox>, listener: TcpListener) {
    let mut sessions = JoinSet::new();
    loop {
        tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => {
                    let session = Session::new(Arc::clone(&sandbox), stream);
                    // The caller may break off whenever it likes.
                    sessions.spawn(async move { session.serve().await.ok() });
                }
                Err(error) => tracing::warn!(%error, "a connection could not be taken"),
            },
            Some(_) = sessions.join_next() => {}
        }
    }
}
