//! Who we are: AUTH PLAIN (RFC 4616), else LOGIN.

use base64::{Engine, engine::general_purpose::STANDARD};
use secrecy::{ExposeSecret, SecretString};

use super::{server::yes, wire::Wire};
use crate::Failure;

/// Signs in by the best way that is offered.
pub(super) async fn sign_in(
    wire: &mut Wire,
    (user, password): &(String, SecretString),
    offered: &[&str],
) -> Result<(), Failure> {
    let (user, password) = (user.as_str(), password.expose_secret());
    if offered.contains(&"PLAIN") {
        let both = STANDARD.encode(format!("\0{user}\0{password}"));
        return yes(wire.ask(&format!("AUTH PLAIN {both}\r\n")).await).map(drop);
    }
    if !offered.contains(&"LOGIN") {
        let detail = format!("the server offers {offered:?}; PLAIN or LOGIN is needed");
        return Err(Failure::Refused { code: "auth_not_offered".into(), detail });
    }
    yes(wire.ask("AUTH LOGIN\r\n").await)?;
    for word in [user, password] {
        yes(wire.ask(&format!("{}\r\n", STANDARD.encode(word))).await)?;
    }
    Ok(())
}
