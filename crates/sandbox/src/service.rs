//! What is asked of every service that is imitated.

use actix_web::{HttpRequest, web::Bytes};
use serde_json::Value;

use crate::{
    call::{Answer, Call},
    sandbox::Sandbox,
};

/// A service, in front of which faults, the judge and the ledger stand.
pub(crate) trait Service: 'static {
    /// An operation.
    type Route: 'static;

    /// The key that a request bears.
    fn key(request: &HttpRequest) -> Option<String>;

    /// A body as JSON, whatever it came as.
    fn json(body: &Bytes) -> Result<Value, String> {
        serde_json::from_slice(body).map_err(|error| error.to_string())
    }

    /// The operation that a call asks for, or what is answered where there is none.
    fn find(call: &mut Call) -> Result<&'static Self::Route, Answer>;

    /// What has to be asked of others before a call can be answered.
    #[allow(
        async_fn_in_trait,
        reason = "of this program only, whose server does not move its requests between threads"
    )]
    async fn prepare(_sandbox: &Sandbox, _call: &mut Call) {}

    /// `POST /smtp/email`, as faults and the specification name it.
    fn name(route: &Self::Route) -> String;

    /// The answer of the real service: its key, its limits, then its handler.
    fn answer(sandbox: &Sandbox, route: &Self::Route, call: &Call) -> Answer;

    /// A 429 on demand: nothing is left, for some seconds.
    fn storm(reset: u32) -> Answer;

    /// A 401 on demand.
    fn unauthorized() -> Answer;

    /// A refusal with a code of the service's on demand, where it has such.
    fn refused(_code: u32) -> Answer {
        Self::server_error()
    }

    /// A 500 on demand.
    fn server_error() -> Answer;
}
