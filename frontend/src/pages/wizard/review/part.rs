//! What the e-mail part of a campaign would do, and what speaks against it.

use domain::campaign::PartReview;
use leptos::prelude::*;

use super::checks::Findings;
use crate::{
    i18n::{t_string, use_i18n},
    intl,
};

/// How many would get an e-mail, and its findings; its waterfall stands beside the other one.
#[component]
pub(super) fn Part(
    /// What was found.
    part: PartReview,
) -> impl IntoView {
    let i18n = use_i18n();
    let PartReview { campaign, checks, waterfall, account, sender } = part;
    let planned = waterfall.planned;
    let account = account.map_or_else(|| "–".to_owned(), |account| account.to_string());
    let sender =
        sender.map_or_else(|| "–".to_owned(), |sender| format!("{} <{}>", sender.name, sender.email));
    let told = move || {
        let l = i18n.get_locale();
        let (count, account, sender) = (intl::count(l, planned), account.as_str(), sender.as_str());
        match intl::is_single(l, planned.unsigned_abs()) {
            true => t_string!(i18n, rest.sentence.single, count, account, sender).to_string(),
            false => t_string!(i18n, rest.sentence.several, count, account, sender).to_string(),
        }
    };
    view! {
        <section class="eb-block eb-checks" aria-labelledby="review-part" id="checks-part" tabindex="-1">
            <h2 id="review-part">{move || t_string!(i18n, rest.review)}</h2>
            <p>{told}</p>
            <Findings id=campaign checks/>
        </section>
    }
}
