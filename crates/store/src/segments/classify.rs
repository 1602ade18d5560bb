//! The query that tells of each contact that matches whether it is written to, or why not.

use chrono::TimeDelta;
use domain::{
    CampaignId, Channel,
    audience::ExclusionReason as Reason,
    consent::{FrequencyCap, Ground, LedgerState},
    delivery::{DeliveryState, Mark},
};
use sqlx::{Postgres, QueryBuilder};

use super::answers;
use crate::{AudienceOf, Reached};

/// How much is told of each contact.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Told {
    /// Enough to be counted.
    Counted,
    /// All that a plan keeps besides: `name, company, variables, opens_tracked, clicks_tracked`, and the `number` of whoever is
    /// written to, by the people's ids. Contacts are read once: to look them up again costs more than to carry them along.
    Frozen {
        /// The campaign that people are shuffled for, always the same way; none where the order of their ids is good enough.
        shuffled_for: Option<CampaignId>,
    },
}

/// Adds, behind `with `, the expressions up to `classified (source, source_id, role, place, person_id, raw, address, reason,
/// ground, consent_entry_id, is_left_out)`: one row for each contact that matches, without a reason where it is to be written to.
pub(super) fn push(sql: &mut QueryBuilder<Postgres>, of: AudienceOf<'_>, told: Told) {
    push_answers(sql, of);
    push_refusals(sql, of);
    push_frequent(sql, of);
    push_waiting(sql, of);
    push_reached(sql, of);
    push_matched(sql, of, told);
    push_asked(sql, of, told);
    push_ranked(sql, of.channel);
    push_classified(sql, told);
}

/// What the domain decides, case by case: this query only looks it up.
fn push_answers(sql: &mut QueryBuilder<Postgres>, of: AudienceOf<'_>) {
    let answers = answers::Answers::of(of.policy, of.channel);
    sql.push("answers (state, kinds, ground) as (select * from unnest(")
        .push_bind(answers.states)
        .push("::text[], ")
        .push_bind(answers.kinds)
        .push("::smallint[], ")
        .push_bind(answers.grounds)
        .push("::text[])), ");
}

/// Who said no at any of their addresses: the strictest wins. By e-mail a person has one address, so that there is no other.
fn push_refusals(sql: &mut QueryBuilder<Postgres>, of: AudienceOf<'_>) {
    if of.channel == Channel::Email {
        sql.push("refusals (person_id, decision) as (select null::uuid, null::text where false), ");
        return;
    }
    sql.push(
        "refusals (person_id, decision) as (
             select c.person_id, min(k.decision) from marketing_consents k
             join marketing_contacts c on c.phone = k.address and c.is_mobile
             where k.purpose = 'marketing' and k.channel = ",
    )
    .push_bind(of.channel.as_str())
    .push(" and k.decision = any(")
    .push_bind(answers::refusals(of.policy, of.channel))
    .push(") group by c.person_id), ");
}

/// Who was written to as often as anybody may be: messages that a provider took, or may yet take.
fn push_frequent(sql: &mut QueryBuilder<Postgres>, of: AudienceOf<'_>) {
    let Some(FrequencyCap { messages, days }) = of.policy.frequency_cap else {
        sql.push("frequent (person_id) as (select null::uuid where false), ");
        return;
    };
    sql.push(
        "frequent (person_id) as (
             select d.person_id from marketing_deliveries d
             join marketing_delivery_state t on t.campaign_id = d.campaign_id and t.number = d.number
             where d.planned_at > ",
    )
    .push_bind(of.now - TimeDelta::days(i64::from(days)))
    .push(" and d.channel = ")
    .push_bind(of.channel.as_str())
    .push(" and (t.rank <= ")
    .push_bind(DeliveryState::Unknown.rank())
    .push(" or t.marks & ")
    .push_bind(Mark::Accepted.bit())
    .push(" <> 0) group by d.person_id having count(*) >= ")
    .push_bind(i64::from(messages))
    .push("), ");
}

/// Who is not written to for now, by address: Meta delivers nothing to them, or a colleague has to read what they wrote.
fn push_waiting(sql: &mut QueryBuilder<Postgres>, of: AudienceOf<'_>) {
    if of.channel == Channel::Email {
        return;
    }
    sql.push("waiting (address, reason) as (select address, min(reason) from (select address, ")
        .push_bind(Reason::Capped.as_str())
        .push(" as reason from marketing_whatsapp_caps where until > ")
        .push_bind(of.now)
        .push(" union all select address, ")
        .push_bind(Reason::Held.as_str())
        .push(" from marketing_conversations where state = 'needs_person') t group by address), ");
}

/// Who gets the message by WhatsApp: people, and their contacts, for a contact may have become another person's since.
fn push_reached(sql: &mut QueryBuilder<Postgres>, of: AudienceOf<'_>) {
    match of.reached {
        Reached::Nobody => {}
        Reached::PlannedBy(main) => {
            sql.push(
                "reached as (select person_id, source, source_id, role from marketing_deliveries where campaign_id = ",
            )
            .push_bind(main.0)
            .push("), ");
        }
        Reached::AsThingsStand => {
            sql.push("reached as (with ");
            push(
                sql,
                AudienceOf { channel: Channel::Whatsapp, reached: Reached::Nobody, ..of },
                Told::Counted,
            );
            sql.push("select person_id, source, source_id, role from classified where not is_left_out), ");
        }
    }
}

/// Those who match.
fn push_matched(sql: &mut QueryBuilder<Postgres>, of: AudienceOf<'_>, told: Told) {
    let (raw, address) = match of.channel {
        Channel::Email => ("c.email_raw", "c.email"),
        Channel::Whatsapp => ("c.phone_raw", "case when c.is_mobile then c.phone end"),
    };
    let kept = if told != Told::Counted { ", c.name, c.company, c.variables" } else { "" };
    sql.push(format!(
        "matched as (
             select c.source, c.source_id, c.role, c.place, c.person_id, {raw} as raw, {address} as address{kept}
             from marketing_contacts c where "
    ));
    super::push(sql, of.segment);
    sql.push("), ");
}

/// What is known of them. Before they are put in order: what is joined afterwards would disturb it.
fn push_asked(sql: &mut QueryBuilder<Postgres>, of: AudienceOf<'_>, told: Told) {
    let channel = of.channel;
    let tracked = match told {
        Told::Frozen { .. } => {
            ", o.address is not null as opens_tracked, l.address is not null as clicks_tracked"
        }
        Told::Counted => "",
    };
    let (waits, waiting) = match channel {
        Channel::Email => ("null::text", ""),
        Channel::Whatsapp => ("h.reason", "left join waiting h on h.address = m.address"),
    };
    let (is_reached, reached) = match of.reached {
        Reached::Nobody => ("false", ""),
        Reached::PlannedBy(_) | Reached::AsThingsStand => (
            "r.person_id is not null or y.person_id is not null",
            "left join reached r on r.person_id = m.person_id
             left join reached y on y.source = m.source and y.source_id = m.source_id and y.role = m.role",
        ),
    };
    sql.push(format!(
        "asked as (
             select m.*, a.ground, case when a.ground = '{}' then k.entry_id end as consent_entry_id,
                    s.address is not null as is_suppressed, f.person_id is not null as is_frequent,
                    {waits} as waits_for, {is_reached} as is_reached{tracked}
             from matched m
             left join marketing_people p on p.id = m.person_id
             left join frequent f on f.person_id = m.person_id
             left join refusals n on n.person_id = m.person_id
             {waiting}
             {reached}
             left join marketing_suppressions s on s.address = m.address and s.channel = ",
        Ground::Consent
    ))
    .push_bind(channel.as_str())
    .push(" left join marketing_consents k on k.address = m.address and k.purpose = 'marketing' and k.channel = ")
    .push_bind(channel.as_str());
    if told != Told::Counted {
        push_tracking(sql, channel);
    }
    sql.push(" left join answers a on a.kinds = p.kinds and a.state = coalesce(n.decision, k.decision, 'unknown')), ");
}

fn push_tracking(sql: &mut QueryBuilder<Postgres>, channel: Channel) {
    for (name, purpose) in [("o", "open_tracking"), ("l", "click_tracking")] {
        sql.push(format!(
            " left join marketing_consents {name} on {name}.address = m.address and {name}.purpose = '{purpose}'
              and {name}.decision = '{}' and {name}.channel = ",
            LedgerState::Granted
        ))
        .push_bind(channel.as_str());
    }
}

/// Which of a person's contacts, and of an address's people, comes first.
fn push_ranked(sql: &mut QueryBuilder<Postgres>, channel: Channel) {
    let of_address = match channel {
        Channel::Email => "1",
        // Two people may share a phone; it gets one message all the same.
        Channel::Whatsapp => "row_number() over (partition by address order by of_person, place)",
    };
    sql.push(format!(
        "of_people as (
             select *, row_number() over (partition by person_id order by address is null, place) as of_person from asked),
         ranked as (select *, {of_address} as of_address from of_people), "
    ));
}

/// In which order people are numbered.
fn order(shuffled_for: Option<CampaignId>) -> String {
    let shuffled = shuffled_for
        .map(|campaign| format!("uuid_hash_extended(person_id, hashtextextended('{campaign}', 0)), "));
    format!("{}person_id", shuffled.unwrap_or_default())
}

/// The reasons, in the order in which they are asked.
fn push_classified(sql: &mut QueryBuilder<Postgres>, told: Told) {
    let number = match told {
        Told::Frozen { shuffled_for } => {
            let order = order(shuffled_for);
            format!(
                ", count(*) filter (where reason is null) over (order by {order} rows unbounded preceding) as number"
            )
        }
        Told::Counted => String::new(),
    };
    sql.push(format!(
        "reasoned as (
             select *, case when is_reached then '{}'
                            when raw is null then '{}'
                            when address is null then '{}'
                            when of_person > 1 or of_address > 1 then '{}'
                            when is_suppressed then '{}'
                            when ground is null then '{}'
                            when is_frequent then '{}'
                            else waits_for end as reason
             from ranked),
         -- Of a truth value the planner expects as many as not, of a reason next to none: millions would be looked up one by one.
         classified as materialized (select *, reason is not null as is_left_out{number} from reasoned) ",
        Reason::ByWhatsapp,
        Reason::NoAddress,
        Reason::InvalidAddress,
        Reason::Duplicate,
        Reason::Suppressed,
        Reason::NoConsent,
        Reason::FrequencyCap
    ));
}
