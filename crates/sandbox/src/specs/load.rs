//! Reading the services' own specifications from a folder.

use std::{collections::HashMap, fs, path::Path};

use anyhow::{Context, anyhow, bail};
use serde_json::Value;

use super::{openapi, operation::Operation, overlay, swagger};
use crate::{brevo, sendgrid};

/// Brevo's specification.
const BREVO: &str = "brevo-go-swagger.yaml";
/// SendGrid's, one for each group of operations. A folder may lack them all: then SendGrid may not be called.
const SENDGRID: [&str; 2] = ["sendgrid_tsg_mail_v3.json", "sendgrid_tsg_webhooks_v3.json"];
/// Described by a group that is not among them.
const UNDESCRIBED: &str = "GET /v3/scopes";

type Operations = HashMap<String, Option<Operation>>;

/// Brevo's operations.
pub(super) fn brevo(folder: &Path) -> anyhow::Result<Operations> {
    let path = folder.join(BREVO);
    let text = read(&path)?;
    let document: Value = serde_saphyr::from_str(&text)
        .map_err(|error| anyhow!("--specs: {} is no YAML: {error}", path.display()))?;
    let open = document["definitions"].clone();
    let mut closed = open.clone();
    overlay::fill(&mut closed, overlay::of_brevo());
    closed.as_object_mut().into_iter().flatten().for_each(|(_, schema)| swagger::close(schema));
    let mut operations = Operations::new();
    for route in brevo::routes() {
        let operation = &document["paths"][route.path][route.method.to_lowercase()];
        if operation.is_null() {
            bail!("--specs: {} knows no {}", path.display(), route.name());
        }
        let shape = swagger::shape(operation, &closed, &open);
        operations.insert(route.name(), Some(Operation::new(shape)?));
    }
    Ok(operations)
}

/// SendGrid's operations; none where the folder has none of its specifications.
pub(super) fn sendgrid(folder: &Path) -> anyhow::Result<Operations> {
    let paths = SENDGRID.map(|name| folder.join(name));
    if !paths.iter().any(|path| path.exists()) {
        return Ok(Operations::new());
    }
    let documents = paths.iter().map(|path| {
        let mut document: Value = serde_json::from_str(&read(path)?)
            .map_err(|error| anyhow!("--specs: {} is no JSON: {error}", path.display()))?;
        overlay::fill(&mut document["components"]["schemas"], overlay::of_sendgrid());
        Ok(document)
    });
    let documents = documents.collect::<anyhow::Result<Vec<_>>>()?;
    let operation = |route: &sendgrid::Route| {
        let name = route.name();
        let found = documents.iter().find_map(|document| {
            let operation = document["paths"].get(route.path)?.get(route.method.to_lowercase())?;
            Some(openapi::shape(operation, document))
        });
        match found {
            Some(shape) => Ok((name, Some(Operation::new(shape)?))),
            None if name == UNDESCRIBED => Ok((name, None)),
            None => Err(anyhow!("--specs: SendGrid's specifications know no {name}")),
        }
    };
    sendgrid::routes().iter().map(operation).collect()
}

fn read(path: &Path) -> anyhow::Result<String> {
    fs::read_to_string(path).with_context(|| format!("--specs: {} cannot be read", path.display()))
}
