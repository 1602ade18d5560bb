//! The figures with what they are out of.

use domain::report::{Figures, Rate};

use crate::{
    i18n::{Locale, td_string},
    intl,
    ui::Kpi,
};

/// The cards of one campaign.
pub(super) fn cards(l: Locale, figures: &Figures) -> Vec<Kpi> {
    let card = |name: &str, rate: Rate, of: &str, definition: &str| Kpi {
        name: name.to_owned(),
        value: intl::ratio(l, rate.part, rate.whole),
        of: format!("{} / {} {of}", intl::count(l, rate.part), intl::count(l, rate.whole)),
        definition: definition.to_owned(),
        ..Kpi::default()
    };
    let (accepted, delivered, tracked) =
        (td_string!(l, kpi.of_accepted), td_string!(l, kpi.of_delivered), td_string!(l, kpi.of_tracked));
    vec![
        card(
            td_string!(l, kpi.delivered),
            figures.delivery_rate(),
            accepted,
            td_string!(l, kpi.delivered_is),
        ),
        card(td_string!(l, kpi.opened), figures.open_rate(), tracked, td_string!(l, kpi.opened_is)),
        card(td_string!(l, kpi.clicked), figures.click_rate(), tracked, td_string!(l, kpi.clicked_is)),
        card(
            td_string!(l, kpi.unsubscribed),
            figures.unsubscribe_rate(),
            delivered,
            td_string!(l, kpi.unsubscribed_is),
        ),
        card(td_string!(l, kpi.bounced), figures.bounce_rate(), accepted, td_string!(l, kpi.bounced_is)),
        card(
            td_string!(l, kpi.complained),
            figures.complaint_rate(),
            delivered,
            td_string!(l, kpi.complained_is),
        ),
    ]
}
