//! What fills a template: a JSON object of texts. Twilio knows variables by numbers, from 1 over header, text and buttons; payloads of
//! buttons are fixed when a template is made, and are no variables. The file of the header comes last.

use std::collections::BTreeMap;

use url::Url;

use crate::{
    ApprovedTemplate, Place,
    values::{line, percent_encoded},
};

/// The member `ContentVariables`, or what is wrong. Every variable is given, and none empty: in the place of one that is not, people
/// would read the template's own example.
pub(super) fn variables(template: &ApprovedTemplate, values: &[String]) -> Result<String, String> {
    if values.len() != template.places.len() {
        return Err(format!("{} values for {} places", values.len(), template.places.len()));
    }
    let filled = template.places.iter().zip(values).filter_map(|(place, value)| match place {
        Place::Payload(_) => None,
        Place::Url(_) => Some(percent_encoded(value)),
        Place::Header(_) | Place::Body(_) | Place::Code(_) => Some(line(value)),
    });
    let file = template.media.iter().map(|(_, url)| behind_host(url).unwrap_or_default());
    let numbered: BTreeMap<u32, String> = (1..).zip(filled.chain(file)).collect();
    if let Some((number, _)) = numbered.iter().find(|(_, value)| value.is_empty()) {
        return Err(format!("the variable {number} is empty"));
    }
    serde_json::to_string(&numbered).map_err(|error| error.to_string())
}

/// What stands behind the host of an address, without its first slash: all of a file's address that may vary.
pub(super) fn behind_host(url: &str) -> Option<String> {
    let url = Url::parse(url).ok()?;
    let path = url.path().trim_start_matches('/');
    let query = url.query().map(|query| format!("?{query}")).unwrap_or_default();
    (!path.is_empty()).then(|| format!("{path}{query}"))
}
