//! The SPA's files, where this process serves them; any other server of files will do as well.

use std::path::{Path, PathBuf};

use actix_files::{Files, NamedFile};
use actix_web::{
    HttpResponse,
    dev::{ServiceRequest, ServiceResponse, fn_service},
    guard,
    http::header::{self, HeaderValue},
    web::{self, ServiceConfig},
};
use domain::ProblemCode;
use serde::Serialize;

use crate::error::Refusal;

/// Where the process runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Environment {
    /// For real; the default.
    Production,
    /// A demo or a developer's machine: development tokens are minted.
    Development,
}

/// The SPA's files and what it is told at its start.
#[derive(Debug, Clone)]
pub struct SpaSettings {
    /// The folder that Trunk built.
    pub folder: PathBuf,
    /// Where the process runs.
    pub environment: Environment,
    /// The suite's own sign-in page, which sends people back with `#token=…`.
    pub sign_in_url: Option<String>,
}

#[derive(Serialize)]
struct SpaConfig<'a> {
    environment: Environment,
    sign_in_url: Option<&'a str>,
}

/// Mounts the files. Every path that is no file of ours is a page of the SPA, which finds its own way.
pub(crate) fn mount(config: &mut ServiceConfig, settings: Option<&SpaSettings>) {
    let Some(settings) = settings.cloned() else { return };
    let index = settings.folder.join("index.html");
    let files = Files::new("/", &settings.folder).index_file("index.html").default_handler(fn_service(
        move |request: ServiceRequest| {
            let index = index.clone();
            async move { page(request, &index).await }
        },
    ));
    let told = web::resource("/config.json").guard(guard::Get()).to(move || config_of(settings.clone()));
    config.service(told).service(files);
}

async fn page(request: ServiceRequest, index: &Path) -> Result<ServiceResponse, actix_web::Error> {
    let (request, _) = request.into_parts();
    if !is_page(request.path()) {
        return Err(Refusal::new(ProblemCode::RouteNotFound).into());
    }
    let file = NamedFile::open(index)?;
    let mut response = file.into_response(&request);
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    Ok(ServiceResponse::new(request, response))
}

/// Pages of the SPA have no dot in their last segment; files do, and a file that is not there must not look like a page.
fn is_page(path: &str) -> bool {
    let last = path.rsplit('/').next().unwrap_or_default();
    !last.contains('.') && !path.starts_with("/api/") && !path.starts_with("/health/")
}

async fn config_of(settings: SpaSettings) -> HttpResponse {
    HttpResponse::Ok()
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .json(SpaConfig { environment: settings.environment, sign_in_url: settings.sign_in_url.as_deref() })
}
