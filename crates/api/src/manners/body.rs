//! JSON bodies: read whole, judged field by field.

use std::{future::Future, pin::Pin, time::Duration};

use actix_web::{
    FromRequest, HttpMessage, HttpRequest,
    dev::Payload,
    web::{Bytes, Data},
};
use domain::ProblemCode;
use serde::de::DeserializeOwned;
use serde_path_to_error::{Path, Segment};
use tokio::time::timeout;

use super::misread;
use crate::{Api, error::Refusal};

/// A JSON body, and the bytes it came as.
#[derive(Debug)]
pub(crate) struct Body<T> {
    pub(crate) command: T,
    pub(crate) bytes: Bytes,
}

impl<T: DeserializeOwned + 'static> FromRequest for Body<T> {
    type Error = actix_web::Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Self::Error>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let is_json = request.content_type().eq_ignore_ascii_case("application/json");
        let patience = request.app_data::<Data<Api>>().map_or(Duration::ZERO, |api| api.patience);
        let bytes = Bytes::from_request(request, payload);
        Box::pin(async move {
            if !is_json {
                return Err(Refusal::new(ProblemCode::RequestMediaType).into());
            }
            // A body that trickles in must not hold a connection for ever.
            let bytes =
                timeout(patience, bytes).await.map_err(|_| Refusal::new(ProblemCode::RequestTimeout))??;
            Ok(Self { command: read(&bytes)?, bytes })
        })
    }
}

/// Reads a value and tells, where it cannot, which field is wrong and why.
pub(crate) fn read<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Refusal> {
    let mut json = serde_json::Deserializer::from_slice(bytes);
    let value = serde_path_to_error::deserialize(&mut json).map_err(|error| explain(&error))?;
    json.end().map_err(|error| malformed(&error))?;
    Ok(value)
}

fn explain(error: &serde_path_to_error::Error<serde_json::Error>) -> Refusal {
    if !error.inner().is_data() {
        return malformed(error.inner());
    }
    let field =
        misread::field(pointer(error.path()), &what(error.inner()), |at, name| format!("{at}/{name}"));
    Refusal::fields(vec![field])
}

fn malformed(error: &serde_json::Error) -> Refusal {
    Refusal::with_detail(ProblemCode::RequestMalformed, format!("JSON: {error}"))
}

/// serde's own words, without the place: the pointer says it better.
fn what(error: &serde_json::Error) -> String {
    let text = error.to_string();
    text.split(" at line ").next().unwrap_or_default().to_owned()
}

/// The path as a JSON pointer (RFC 6901).
fn pointer(path: &Path) -> String {
    path.iter()
        .map(|segment| match segment {
            Segment::Seq { index } => format!("/{index}"),
            Segment::Map { key } => format!("/{}", key.replace('~', "~0").replace('/', "~1")),
            Segment::Enum { variant } => format!("/{variant}"),
            Segment::Unknown => String::new(),
        })
        .collect()
}
