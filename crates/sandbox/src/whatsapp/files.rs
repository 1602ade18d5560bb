//! Files that people send: named in what is told, and given out to whoever asks with the key of the service.

use actix_web::{
    HttpRequest, HttpResponse, get,
    http::header,
    post,
    web::{Bytes, Data, Path, ServiceConfig},
};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{Heard, Line, Said, Speech, act};
use crate::{control::complaint, meta::Meta, people::Who, sandbox::Sandbox, service::Service};

/// A file that somebody sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct File {
    /// The service's word: `image`, `document`…
    pub(crate) what: String,
    /// Its MIME type.
    pub(crate) mime: String,
    /// What is written under it.
    #[serde(default)]
    pub(crate) caption: String,
    /// What is in it.
    pub(crate) content: String,
    /// Whether the service has deleted it since.
    #[serde(default)]
    pub(crate) gone: bool,
    /// Another address that the service claims to keep it at.
    #[serde(default)]
    pub(crate) elsewhere: Option<String>,
    /// Its number in this run.
    #[serde(skip_deserializing)]
    pub(crate) number: u64,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Sending {
    from: String,
    line: Line,
    file: File,
}

/// Mounts the routes.
pub(crate) fn mount(config: &mut ServiceConfig) {
    config.service(send_file).service(of_meta).service(of_twilio);
}

/// A person sends a file.
#[post("/_sandbox/whatsapp/file")]
async fn send_file(sandbox: Data<Sandbox>, body: Bytes) -> HttpResponse {
    let Sending { from, line, mut file } = match serde_json::from_slice(&body) {
        Ok(sending) => sending,
        Err(error) => {
            let shape = r#"{"from": "+33…", "line": "meta", "file": {"what": "image", "mime": "image/jpeg", "content": "…", "caption"?: "…", "gone"?: true, "elsewhere"?: "https://…"}}"#;
            return complaint(&format!("write {shape}: {error}"));
        }
    };
    file.number = sandbox.whatsapp.with(super::World::next);
    let speech = Speech {
        line,
        person: from,
        said: Said::File(file),
        answers: None,
        hidden: false,
        who: Who::Visitor,
    };
    HttpResponse::Ok().json(json!({"id": act::write(&sandbox, speech)}))
}

/// The file of this number, while the service has it.
pub(crate) fn find(sandbox: &Sandbox, line: Line, number: &str) -> Option<File> {
    let number: u64 = number.parse().ok()?;
    let of = |heard: &Heard| match &heard.said {
        Said::File(file) if heard.line == line && file.number == number && !file.gone => Some(file.clone()),
        _ => None,
    };
    sandbox.whatsapp.with(|world| world.heard().find_map(of))
}

fn answer(file: Option<File>) -> HttpResponse {
    match file {
        Some(file) => HttpResponse::Ok().insert_header((header::CONTENT_TYPE, file.mime)).body(file.content),
        None => HttpResponse::NotFound().finish(),
    }
}

/// Meta gives it to nobody without the token.
#[get("/meta-files/{number}")]
async fn of_meta(sandbox: Data<Sandbox>, number: Path<String>, request: HttpRequest) -> HttpResponse {
    let keys = &sandbox.settings.api_keys;
    let is_let_in = Meta::key(&request).is_some_and(|key| keys.is_empty() || keys.contains(&key));
    if is_let_in {
        answer(find(&sandbox, Line::Meta, &number))
    } else {
        HttpResponse::Unauthorized().finish()
    }
}

/// Twilio's address is secret enough, and no key belongs there.
#[get("/twilio-files/{number}")]
async fn of_twilio(sandbox: Data<Sandbox>, number: Path<String>, request: HttpRequest) -> HttpResponse {
    if request.headers().contains_key(header::AUTHORIZATION) {
        return HttpResponse::BadRequest().finish();
    }
    answer(find(&sandbox, Line::Twilio, &number))
}
