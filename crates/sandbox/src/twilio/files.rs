//! Files that people sent: `…/Messages/{MM…}/Media/{ME…}` leads on to where one is kept.

use super::{Refusal, facts};
use crate::{
    call::{Answer, Call},
    sandbox::Sandbox,
    whatsapp::{File, Line, file_of},
};

/// The address of a file, as a message names it.
pub(super) fn address(sandbox: &Sandbox, message: &str, file: &File) -> String {
    let own = || {
        let account = facts::ACCOUNT_SID;
        format!(
            "{}/twilio/2010-04-01/Accounts/{account}/Messages/{message}/Media/ME{:032}",
            sandbox.url, file.number
        )
    };
    file.elsewhere.clone().unwrap_or_else(own)
}

/// `GET …/Media/{ME…}`.
pub(super) fn get(sandbox: &Sandbox, call: &Call) -> Result<Answer, Refusal> {
    let number = call.parameter.strip_prefix("ME").unwrap_or_default();
    let file = file_of(sandbox, Line::Twilio, number).ok_or_else(|| Refusal::not_found(&call.path))?;
    let place = format!("{}/twilio-files/{}", sandbox.url, file.number);
    Ok(Answer { headers: vec![("location", place)], ..Answer::empty(307) })
}
