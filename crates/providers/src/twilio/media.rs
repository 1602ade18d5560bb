//! Files that people sent: an address below the account's own (`Messages/{MM…}/Media/{ME…}`), which leads on to where Twilio keeps them.

use reqwest::Method;

use super::{Twilio, settings::TwilioSettings};
use crate::{
    Failure, MediaFile,
    media::{Fetched, Hosts, MEDIA_FOREIGN, fetch},
};

/// Where Twilio keeps files (twilio.com/docs/messaging/guides/accessing-and-securing-media); the key is not shown there.
const FILES: &[&str] = &[".twiliocdn.com", "s3-external-1.amazonaws.com"];

impl Twilio {
    /// The file at an address that a webhook told.
    pub(super) async fn file(&self, address: &str) -> Result<MediaFile, Failure> {
        let hosts = Hosts { base: self.base(), real: TwilioSettings::BASE_URL, others: FILES };
        let url = hosts.allowed(address)?;
        // The key is shown to nothing but this account's own messages.
        let ours = format!("{}/2010-04-01/Accounts/{}/Messages/", self.base(), self.account_sid);
        if !hosts.is_base(&url) || !url.as_str().starts_with(&ours) {
            return Err(foreign());
        }
        match fetch(self.call(Method::GET, url.as_str()), None).await? {
            Fetched::File(file) => Ok(file),
            Fetched::Elsewhere(place) => {
                let place = url.join(&place).map_err(|_| foreign())?;
                // Where it is kept, its address alone lets in.
                let call = self.client.get(hosts.allowed(place.as_str())?);
                match fetch(call, None).await? {
                    Fetched::File(file) => Ok(file),
                    Fetched::Elsewhere(_) => Err(foreign()),
                }
            }
        }
    }
}

fn foreign() -> Failure {
    let detail = "the file's address is none of this account's at Twilio: it is not fetched";
    Failure::Refused { code: MEDIA_FOREIGN.into(), detail: detail.into() }
}
