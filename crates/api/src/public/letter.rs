//! The message that a visitor holds: what its token says, and who it was for.

use actix_web::HttpResponse;
use content::token::{Kind, Token};
use domain::Language;
use store::{Reader, Tx};

use super::page::{away, missing};
use crate::{Api, error::Refusal};

/// A message, and whoever got it.
#[derive(Debug)]
pub(crate) struct Letter {
    pub(crate) token: Token,
    /// The delivery's number in the campaign.
    pub(crate) number: u32,
    pub(crate) reader: Reader,
}

/// The message of a token of one kind; none where the token is not ours, is of another kind, or the message is gone.
pub(crate) async fn find(api: &Api, tx: &mut Tx, text: &str, kind: Kind) -> Result<Option<Letter>, Refusal> {
    let token = Token::verify(text, api.urls.key()).filter(|token| token.kind == kind);
    let Some((token, number)) = token.and_then(|token| Some((token, token.delivery?))) else {
        return Ok(None);
    };
    let reader = tx.readers().find(token.campaign, number).await?;
    Ok(reader.map(|reader| Letter { token, number, reader }))
}

/// The page that was made, the one for unknown links, or the one while the database is away. Never a problem document: readers
/// are no programs.
pub(crate) fn answer(made: Result<Option<HttpResponse>, Refusal>, language: Language) -> HttpResponse {
    match made {
        Ok(Some(page)) => page,
        Ok(None) => missing(language),
        Err(refusal) => {
            tracing::warn!(%refusal, "a reader could not be served");
            away(language)
        }
    }
}

/// An address as its owner recognises it, and nobody learns it from a link that was passed on.
pub(crate) fn masked(address: &str) -> String {
    let (local, rest) = address.split_once('@').map_or((address, ""), |(local, domain)| (local, domain));
    let first: String = local.chars().take(1).collect();
    if rest.is_empty() {
        let last: String = local.chars().rev().take(2).collect::<Vec<_>>().into_iter().rev().collect();
        format!("{first}•••{last}")
    } else {
        format!("{first}•••@{rest}")
    }
}

#[cfg(test)]
mod tests {
    use super::masked;

    #[test]
    fn an_address_is_recognised_and_not_told() {
        assert_eq!(masked("camille@exemple.fr"), "c•••@exemple.fr");
        assert_eq!(masked("+33612345678"), "+•••78");
    }
}
