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

/// A card's name, its rate, what the rate is out of, and its definition.
type Row = (&'static str, Rate, &'static str, &'static str);

/// The cards of one campaign.
pub(super) fn cards(l: Locale, channel: Channel, figures: &Figures) -> Vec<Kpi> {
    let rows = match channel {
        Channel::Email => by_email(l, figures),
        Channel::Whatsapp => by_whatsapp(l, figures),
    };
    let card = |(name, rate, of, definition): Row| Kpi {
        name: name.to_owned(),
        value: intl::ratio(l, rate.part, rate.whole),
        of: format!("{} / {} {of}", intl::count(l, rate.part), intl::count(l, rate.whole)),
        definition: definition.to_owned(),
        ..Kpi::default()
    };
    rows.into_iter().map(card).collect()
}

fn delivered(l: Locale, figures: &Figures) -> Row {
    let (name, is) = (td_string!(l, kpi.delivered), td_string!(l, kpi.delivered_is));
    (name, figures.delivery_rate(), td_string!(l, kpi.of_accepted), is)
}

fn clicked(l: Locale, figures: &Figures) -> Row {
    let (name, is) = (td_string!(l, kpi.clicked), td_string!(l, kpi.clicked_is));
    (name, figures.click_rate(), td_string!(l, kpi.of_tracked), is)
}

fn by_email(l: Locale, figures: &Figures) -> [Row; 6] {
    let of_delivered = td_string!(l, kpi.of_delivered);
    let (opened, opened_is) = (td_string!(l, kpi.opened), td_string!(l, kpi.opened_is));
    let (left, left_is) = (td_string!(l, kpi.unsubscribed), td_string!(l, kpi.unsubscribed_is));
    let (bounced, bounced_is) = (td_string!(l, kpi.bounced), td_string!(l, kpi.bounced_is));
    let (spam, spam_is) = (td_string!(l, kpi.complained), td_string!(l, kpi.complained_is));
    [
        delivered(l, figures),
        (opened, figures.open_rate(), td_string!(l, kpi.of_tracked), opened_is),
        clicked(l, figures),
        (left, figures.unsubscribe_rate(), of_delivered, left_is),
        (bounced, figures.bounce_rate(), td_string!(l, kpi.of_accepted), bounced_is),
        (spam, figures.complaint_rate(), of_delivered, spam_is),
    ]
}

fn by_whatsapp(l: Locale, figures: &Figures) -> [Row; 6] {
    let of_delivered = td_string!(l, kpi.of_delivered);
    let (read, read_is) = (td_string!(l, kpi.read), td_string!(l, kpi.read_is));
    let (replied, replied_is) = (td_string!(l, kpi.replied), td_string!(l, kpi.replied_is));
    let (left, left_is) = (td_string!(l, kpi.opted_out), td_string!(l, kpi.opted_out_is));
    let (refused, refused_is) = (td_string!(l, kpi.refused), td_string!(l, kpi.refused_is));
    [
        delivered(l, figures),
        (read, figures.read_rate(), of_delivered, read_is),
        clicked(l, figures),
        (replied, figures.reply_rate(), of_delivered, replied_is),
        (left, figures.unsubscribe_rate(), of_delivered, left_is),
        (refused, figures.refusal_rate(), td_string!(l, kpi.of_left), refused_is),
    ]
}
