//! Downloads: what leaves the house as a file.

mod media;
mod recipients;
mod sheet;

use actix_web::HttpResponse;
use domain::MessageId;
use serde::{Deserialize, Serialize};

pub(crate) use recipients::RecipientsExport;

use crate::{Api, error::Refusal};

/// What the ticket of a download is good for.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(tag = "of", rename_all = "snake_case")]
pub(crate) enum Download {
    /// The recipients of a campaign.
    Recipients(RecipientsExport),
    /// A file that somebody sent.
    Media {
        /// The message that it came with.
        message: MessageId,
    },
}

impl Download {
    /// The file.
    pub(crate) async fn answer(self, api: &Api) -> Result<HttpResponse, Refusal> {
        match self {
            Self::Recipients(export) => Ok(recipients::answer(api, export)),
            Self::Media { message } => media::answer(api, message).await,
        }
    }
}
