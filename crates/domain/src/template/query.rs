//! What can be asked of the list of templates.

use serde::{Deserialize, Serialize};

use crate::{
    channel::Channel,
    list::{self, Cursor},
    problem::FieldError,
    text::words,
};

words! {
    /// The order of the list; ties are broken by id.
    TemplateSort {
        /// Last change, newest first. The default.
        UpdatedDesc = "-updated",
        /// Last change, oldest first.
        Updated = "updated",
        /// Name, A to Z.
        Name = "name",
        /// Name, Z to A.
        NameDesc = "-name",
    }
}

/// Filters, order and place of a list of templates; also the query string of the SPA's page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams), into_params(parameter_in = Query))]
#[serde(default, deny_unknown_fields)]
pub struct TemplateQuery {
    /// Words of the name or subject; at most 200 characters.
    #[serde(skip_serializing_if = "String::is_empty")]
    #[cfg_attr(feature = "openapi", param(required = false))]
    pub q: String,
    /// One channel only.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(inline))]
    pub channel: Option<Channel>,
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

impl TemplateQuery {
    /// Checks the words and the size of the page.
    ///
    /// # Errors
    /// Every wrong parameter, by its name after `?`.
    pub fn check(&self) -> Result<(), Vec<FieldError>> {
        list::check(&self.q, self.limit)
    }
}

impl Default for TemplateQuery {
    fn default() -> Self {
        Self {
            q: String::new(),
            channel: None,
            archived: false,
            sort: TemplateSort::UpdatedDesc,
            cursor: None,
            limit: list::DEFAULT_LIMIT,
        }
    }
}
