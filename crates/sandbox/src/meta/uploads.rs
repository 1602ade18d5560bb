//! Examples of media, by the Resumable Upload API: a session, then the bytes, then a handle.

use serde_json::json;

use super::Refusal;
use crate::{
    call::{Answer, Call},
    sandbox::Sandbox,
};

/// `POST /{app}/uploads`.
pub(super) fn open(sandbox: &Sandbox, _: &Call) -> Result<Answer, Refusal> {
    let number = sandbox.whatsapp.with(crate::whatsapp::World::next);
    Ok(Answer::new(200, json!({"id": format!("upload:c2FuZGJveA{number:08}")})))
}

/// `POST /{session}`: the file itself.
pub(super) fn take(_: &Sandbox, call: &Call) -> Result<Answer, Refusal> {
    if call.size == 0 {
        return Err(Refusal::invalid("The file is empty"));
    }
    Ok(Answer::new(200, json!({"h": format!("4::{}", call.parameter.trim_start_matches("upload:"))})))
}
