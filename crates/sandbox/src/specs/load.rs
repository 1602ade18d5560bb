//! Reading the services' own specifications from a folder.

use std::{collections::HashMap, fs, path::Path};

use anyhow::{Context, anyhow, bail};
use serde_json::Value;

use super::{openapi, operation::Operation, overlay, swagger};
use crate::{brevo, meta, sendgrid, twilio};

/// Brevo's specification.
const BREVO: &str = "brevo-go-swagger.yaml";

/// What somebody has published as OpenAPI. A folder may lack all of a service's files: then the service may not be called.
struct Published {
    service: &'static str,
    files: &'static [&'static str],
    /// Operations that none of them describes, or none describes well enough to judge by.
    undescribed: &'static [&'static str],
    /// Where they lag behind.
    mend: fn(&mut Value),
}

/// One for each group of operations; a key's scopes are described by a group that is not among them.
const SENDGRID: Published = Published {
    service: "SendGrid",
    files: &[
        "sendgrid_tsg_mail_v3.json",
        "sendgrid_tsg_suppressions_v3.json",
        "sendgrid_tsg_webhooks_v3.json",
    ],
    undescribed: &["GET /v3/scopes"],
    mend: overlay::mend_sendgrid,
};

/// Templates are described by single examples only.
const META: Published = Published {
    service: "Meta",
    files: &["meta_business-messaging-api_v23.0.json"],
    undescribed: &[
        "GET /{Version}/{WABA-ID}/message_templates",
        "POST /{Version}/{WABA-ID}/message_templates",
        "DELETE /{Version}/{WABA-ID}/message_templates",
        "GET /{Version}/{TEMPLATE_ID}",
        "POST /{Version}/{TEMPLATE_ID}",
        "POST /{Version}/{Application-ID}/uploads",
        "POST /{Version}/{Upload-ID}",
    ],
    mend: overlay::mend_meta,
};

const TWILIO: Published = Published {
    service: "Twilio",
    files: &["twilio_api_v2010.json", "twilio_content_v1.json"],
    undescribed: &[
        "GET /2010-04-01/Accounts/{AccountSid}/Messages/{MessageSid}/Media/{Sid}",
        "GET /v2/Channels/Senders",
        "GET /v2/Channels/Senders/{Sid}",
        "POST /v2/Channels/Senders/{Sid}",
    ],
    mend: overlay::mend_twilio,
};

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

/// The operations of the others.
pub(super) fn others(folder: &Path) -> anyhow::Result<Operations> {
    let of_sendgrid = sendgrid::routes().iter().map(|route| (route.method, route.path));
    let of_meta = meta::routes().iter().map(|route| (route.method, route.path));
    let of_twilio = twilio::routes().iter().map(|route| (route.method, route.path));
    let mut operations = published(folder, &SENDGRID, of_sendgrid)?;
    operations.extend(published(folder, &META, of_meta)?);
    operations.extend(published(folder, &TWILIO, of_twilio)?);
    Ok(operations)
}

fn published(
    folder: &Path,
    published: &Published,
    routes: impl Iterator<Item = (&'static str, &'static str)>,
) -> anyhow::Result<Operations> {
    let paths: Vec<_> = published.files.iter().map(|name| folder.join(name)).collect();
    if !paths.iter().any(|path| path.exists()) {
        return Ok(Operations::new());
    }
    let documents = paths.iter().map(|path| {
        let mut document: Value = serde_json::from_str(&read(path)?)
            .map_err(|error| anyhow!("--specs: {} is no JSON: {error}", path.display()))?;
        (published.mend)(&mut document);
        Ok(document)
    });
    let documents = documents.collect::<anyhow::Result<Vec<_>>>()?;
    let operation = |(method, path): (&str, &str)| {
        let name = format!("{method} {path}");
        if published.undescribed.contains(&name.as_str()) {
            return Ok((name, None));
        }
        let found = documents.iter().find_map(|document| {
            let operation = document["paths"].get(path)?.get(method.to_lowercase())?;
            Some(openapi::shape(operation, document))
        });
        let service = published.service;
        let shape = found.ok_or_else(|| anyhow!("--specs: {service}'s specifications know no {name}"))?;
        Ok((name, Some(Operation::new(shape)?)))
    };
    routes.map(operation).collect()
}

fn read(path: &Path) -> anyhow::Result<String> {
    fs::read_to_string(path).with_context(|| format!("--specs: {} cannot be read", path.display()))
}
