//! The figures with what they are out of.

use domain::{
    Channel,
    report::{Figures, Rate},
};

use crate::{
    i18n::{Locale, td_string},
    intl,
    ui::Kpi,
};

/// The cards of one campaign.
pub(super) fn cards(l: Locale, channel: Channel, figures: &Figures) -> Vec<Kpi> {
    match channel {
        Channel::Email => by_email(l, figures),
        Channel::Whatsapp => by_whatsapp(l, figures),
    }
}

fn by_whatsapp(l: Locale, figures: &Figures) -> Vec<Kpi> {
    let card = |name: &str, rate: Rate, of: &str, definition: &str| card(l, name, rate, of, definition);
    let (accepted, delivered, tracked) =
        (td_string!(l, kpi.of_accepted), td_string!(l, kpi.of_delivered), td_string!(l, kpi.of_tracked));
    vec![
        card(
            td_string!(l, kpi.delivered),
            figures.delivery_rate(),
            accepted,
            td_string!(l, kpi.delivered_is),
        ),
        card(td_string!(l, kpi.read), figures.read_rate(), delivered, td_string!(l, kpi.read_is)),
        card(td_string!(l, kpi.clicked), figures.click_rate(), tracked, td_string!(l, kpi.clicked_is)),
        card(td_string!(l, kpi.replied), figures.reply_rate(), delivered, td_string!(l, kpi.replied_is)),
        card(
            td_string!(l, kpi.opted_out),
            figures.unsubscribe_rate(),
            delivered,
            td_string!(l, kpi.opted_out_is),
        ),
        card(
            td_string!(l, kpi.refused),
            figures.refusal_rate(),
            td_string!(l, kpi.of_left),
            td_string!(l, kpi.refused_is),
        ),
    ]
}

fn card(l: Locale, name: &str, rate: Rate, of: &str, definition: &str) -> Kpi {
    Kpi {
        name: name.to_owned(),
        value: intl::ratio(l, rate.part, rate.whole),
        of: format!("{} / {} {of}", intl::count(l, rate.part), intl::count(l, rate.whole)),
        definition: definition.to_owned(),
        ..Kpi::default()
    }
}

fn by_email(l: Locale, figures: &Figures) -> Vec<Kpi> {
    let card = |name: &str, rate: Rate, of: &str, definition: &str| card(l, name, rate, of, definition);
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
