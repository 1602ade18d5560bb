//! A connection that breaks for real: with a reset, not with an answer that tells of one.

use std::{any::Any, io, time::Duration};

use actix_web::{HttpResponse, dev::Extensions, rt::net::TcpStream};
use futures_util::stream;
use socket2::{SockRef, Socket};

use crate::locked::Locked;

/// A second handle on a request's connection.
#[derive(Debug)]
pub(crate) struct Wire(Locked<Option<Socket>>);

impl Wire {
    /// Keeps a handle on a connection that was just accepted.
    pub(crate) fn keep(connection: &dyn Any, extensions: &mut Extensions) {
        if let Some(stream) = connection.downcast_ref::<TcpStream>() {
            // Without a second handle the connection is closed, which is broken enough.
            extensions.insert(Self(Locked::new(SockRef::from(stream).try_clone().ok())));
        }
    }

    /// Makes the kernel reset the connection when the server lets go of it.
    pub(crate) fn arm(&self) -> io::Result<()> {
        match self.0.with(Option::take) {
            Some(socket) => socket.set_linger(Some(Duration::ZERO)),
            None => Ok(()),
        }
    }
}

/// What makes the server let go: a body that fails before its first byte, so that not even a head is written.
pub(crate) fn let_go() -> HttpResponse {
    let fails = stream::once(async { Err::<actix_web::web::Bytes, _>(io::Error::other("broken on demand")) });
    HttpResponse::Ok().streaming(fails)
}
