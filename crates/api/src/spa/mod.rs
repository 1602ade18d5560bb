//! The SPA, where this process serves it; any other server of files will do as well.

mod asset;

use std::{
    collections::BTreeMap,
    io,
    path::{Path, PathBuf},
    sync::Arc,
};

use actix_web::{
    HttpRequest, HttpResponse, guard,
    http::header,
    web::{self, ServiceConfig},
};
use serde::Serialize;

use crate::{error::Refusal, manners::unmatched};
use asset::Asset;

/// The page that finds its own way for every path that is no file.
const INDEX: &str = "index.html";

/// Where the process runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Environment {
    /// For real; the default.
    Production,
    /// A demo or a developer's machine: development tokens are minted.
    Development,
}

/// The SPA's files and, as JSON, what it is told at its start.
#[derive(Debug, Clone, Serialize)]
pub struct SpaSettings {
    /// The folder that Trunk built; no business of the browser's.
    #[serde(skip)]
    pub folder: PathBuf,
    /// Where the process runs.
    pub environment: Environment,
    /// The suite's own sign-in page, which sends people back with `#token=…`.
    pub sign_in_url: Option<String>,
}

/// The SPA in memory: its files, compressed once as well as gzip can.
#[derive(Debug)]
pub struct Spa {
    files: BTreeMap<String, Asset>,
    settings: SpaSettings,
}

impl Spa {
    /// Reads the files.
    ///
    /// # Errors
    /// A folder or file that cannot be read.
    pub fn load(settings: &SpaSettings) -> io::Result<Self> {
        let mut files = BTreeMap::new();
        read(&settings.folder, "", &mut files)?;
        Ok(Self { files, settings: settings.clone() })
    }

    /// The file at a path, or the page for a path of the SPA's own. Those have no dot in their last segment: a file that
    /// is not there must not look like a page.
    fn find(&self, path: &str) -> Option<&Asset> {
        let is_page = !path.rsplit('/').next().unwrap_or_default().contains('.')
            && !["api/", "health/"].iter().any(|ours| path.starts_with(ours));
        self.files.get(path).or_else(|| self.files.get(INDEX).filter(|_| is_page))
    }
}

fn read(folder: &Path, prefix: &str, files: &mut BTreeMap<String, Asset>) -> io::Result<()> {
    for entry in folder.read_dir()? {
        let entry = entry?;
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if entry.file_type()?.is_dir() {
            read(&entry.path(), &format!("{name}/"), files)?;
        } else {
            let asset = Asset::read(&name, &entry.path())?;
            files.insert(name, asset);
        }
    }
    Ok(())
}

/// Mounts the files behind everything else.
pub(crate) fn mount(config: &mut ServiceConfig, spa: Option<&Arc<Spa>>) {
    let Some(spa) = spa.cloned() else { return };
    let told = spa.settings.clone();
    config.service(web::resource("/config.json").guard(guard::Get()).to(move || tell(told.clone())));
    let serve = move |request: HttpRequest| serve(Arc::clone(&spa), request);
    config.service(web::resource("/{path:.*}").guard(guard::Get()).to(serve));
}

async fn tell(settings: SpaSettings) -> HttpResponse {
    HttpResponse::Ok().insert_header((header::CACHE_CONTROL, "no-store")).json(settings)
}

async fn serve(spa: Arc<Spa>, request: HttpRequest) -> Result<HttpResponse, Refusal> {
    match spa.find(request.path().trim_start_matches('/')) {
        Some(asset) => Ok(asset.answer(&request)),
        None => Err(unmatched::refusal(&request)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_of_the_spa_shows_its_page_and_a_file_that_is_missing_does_not() {
        let page = Asset::new(INDEX, b"<html>".to_vec()).unwrap();
        let settings =
            SpaSettings { folder: PathBuf::new(), environment: Environment::Production, sign_in_url: None };
        let spa = Spa { files: BTreeMap::from([(INDEX.to_owned(), page)]), settings };
        for page in ["", "campaigns", "campaigns/01998f7e", INDEX] {
            assert!(spa.find(page).is_some(), "{page}");
        }
        for missing in ["app-1.js", "../secret.toml", "api/marketing/v1/none", "health/none"] {
            assert!(spa.find(missing).is_none(), "{missing}");
        }
    }
}
