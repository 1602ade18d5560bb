//! What can be asked of the list of WhatsApp templates.

use serde::{Deserialize, Serialize};

use super::super::TemplateStatus;
use crate::{
    list::{self, Cursor},
    problem::FieldError,
    provider::AccountId,
    template::TemplateSort,
};

/// Filters, order and place of a list of templates of WhatsApp; also the query string of the SPA's page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams), into_params(parameter_in = Query))]
#[serde(default, deny_unknown_fields)]
pub struct WhatsappTemplateQuery {
    /// Words of the name or text; at most 200 characters.
    #[serde(skip_serializing_if = "String::is_empty")]
    #[cfg_attr(feature = "openapi", param(required = false))]
    pub q: String,
    /// One account only.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(value_type = Option<String>))]
    pub account: Option<AccountId>,
    /// One status only; deleted ones are shown when asked for, and never else.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(inline))]
    pub status: Option<TemplateStatus>,
    /// The archived ones instead of the others.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    #[cfg_attr(feature = "openapi", param(required = false))]
    pub archived: bool,
    /// The order.
    #[cfg_attr(feature = "openapi", param(required = false, inline))]
    pub sort: TemplateSort,
    /// `next` or `previous` of another page of the same list.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(value_type = Option<String>))]
    pub cursor: Option<Cursor>,
    /// Rows per page, 1 to 200.
    #[cfg_attr(feature = "openapi", param(required = false, minimum = 1, maximum = 200))]
    pub limit: u32,
}

impl WhatsappTemplateQuery {
    /// Checks the words and the size of the page.
    ///
    /// # Errors
    /// Every wrong parameter, by its name after `?`.
    pub fn check(&self) -> Result<(), Vec<FieldError>> {
        list::check(&self.q, self.limit)
    }
}

impl Default for WhatsappTemplateQuery {
    fn default() -> Self {
        Self {
            q: String::new(),
            account: None,
            status: None,
            archived: false,
            sort: TemplateSort::UpdatedDesc,
            cursor: None,
            limit: list::DEFAULT_LIMIT,
        }
    }
}
