//! The recipients of a campaign as a file: page after page, so that a million rows need the memory of one page.

use actix_web::{HttpResponse, http::header, web::Bytes};
use domain::{
    CampaignId, Language, ProblemCode,
    list::MAX_LIMIT,
    report::{Recipient, RecipientGroup, RecipientQuery},
};
use futures_util::{Stream, stream};
use serde::{Deserialize, Serialize};
use store::Store;

use super::sheet;
use crate::{Api, error::Refusal};

/// Which recipients, and for readers of which language: what the ticket of a download holds.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct RecipientsExport {
    pub(crate) campaign: CampaignId,
    pub(crate) q: String,
    pub(crate) group: RecipientGroup,
    pub(crate) language: Language,
}

/// The file, as it is written.
pub(super) fn answer(api: &Api, export: RecipientsExport) -> HttpResponse {
    let name = format!("attachment; filename=\"{}.csv\"", export.file_name());
    HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, "text/csv; charset=utf-8"))
        .insert_header((header::CONTENT_DISPOSITION, name))
        .streaming(stream(api.store.clone(), export))
}

impl RecipientsExport {
    /// The name of the file, without its ending.
    fn file_name(&self) -> String {
        let words = match self.language {
            Language::Fr => "destinataires",
            Language::En => "recipients",
        };
        format!("{words}-{}", self.campaign)
    }
}

/// How far a file is written.
struct Writing {
    store: Store,
    export: RecipientsExport,
    /// The page to read; none after the last.
    query: Option<RecipientQuery>,
}

/// The file, piece by piece. A piece that fails breaks the transfer off: a file that ends early must not look whole.
fn stream(store: Store, export: RecipientsExport) -> impl Stream<Item = Result<Bytes, Refusal>> {
    let query = RecipientQuery {
        q: export.q.clone(),
        group: export.group,
        limit: MAX_LIMIT,
        ..RecipientQuery::default()
    };
    stream::try_unfold(Writing { store, export, query: Some(query) }, |writing| writing.piece())
}

impl Writing {
    async fn piece(mut self) -> Result<Option<(Bytes, Self)>, Refusal> {
        let Some(query) = self.query.take() else { return Ok(None) };
        let mut tx = self.store.begin().await?;
        let page = tx.recipients().page(self.export.campaign, &query).await?;
        let is_first = query.cursor.is_none();
        self.query = page.next.map(|next| RecipientQuery { cursor: Some(next), ..query });
        let bytes = written(&page.items, self.export.language, is_first).map_err(|error| {
            tracing::error!(%error, "a row cannot be written as CSV");
            ProblemCode::ServerFailed
        })?;
        Ok(Some((bytes.into(), self)))
    }
}

fn written(items: &[Recipient], language: Language, is_first: bool) -> Result<Vec<u8>, csv::Error> {
    let head = is_first.then(|| head(language));
    let rows = sheet::rows(language, head.into_iter().chain(items.iter().map(|item| row(item, language))))?;
    let mark = if is_first { sheet::MARK } else { "" };
    Ok([mark.as_bytes(), &rows].concat())
}

fn head(language: Language) -> [String; 10] {
    let names = match language {
        Language::Fr => [
            "Numéro",
            "Canal",
            "Nom",
            "Entreprise",
            "Adresse",
            "État",
            "Motif",
            "Ouvert",
            "Cliqué",
            "Modifié (UTC)",
        ],
        Language::En => [
            "Number",
            "Channel",
            "Name",
            "Company",
            "Address",
            "State",
            "Reason",
            "Opened",
            "Clicked",
            "Changed (UTC)",
        ],
    };
    names.map(str::to_owned)
}

fn row(recipient: &Recipient, language: Language) -> [String; 10] {
    let Recipient {
        number, channel, name, company, address, state, code, opened, clicked, changed_at, ..
    } = recipient;
    [
        number.to_string(),
        channel.to_string(),
        name.clone(),
        company.clone(),
        address.clone(),
        state.to_string(),
        code.clone().unwrap_or_default(),
        said(*opened, language).to_owned(),
        said(*clicked, language).to_owned(),
        changed_at.format("%Y-%m-%d %H:%M:%S").to_string(),
    ]
}

/// Empty where the reader is not tracked.
const fn said(answer: Option<bool>, language: Language) -> &'static str {
    match (answer, language) {
        (None, _) => "",
        (Some(true), Language::Fr) => "oui",
        (Some(true), Language::En) => "yes",
        (Some(false), Language::Fr) => "non",
        (Some(false), Language::En) => "no",
    }
}
