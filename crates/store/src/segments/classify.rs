//! The query that tells of each contact that matches whether it is written to, or why not.

use chrono::TimeDelta;
use domain::{
    Channel,
    audience::ExclusionReason as Reason,
    consent::{FrequencyCap, Ground},
    delivery::{DeliveryState, Mark},
};
use sqlx::{Postgres, QueryBuilder};

use super::answers;
use crate::AudienceOf;

/// Adds, behind `with `, the expressions up to `classified (source, source_id, role, place, person_id, raw, address, reason,
/// ground, consent_entry_id, is_left_out)`: one row for each contact that matches, without a reason where it is to be written to.
pub(super) fn push(sql: &mut QueryBuilder<Postgres>, of: AudienceOf<'_>) {
    push_answers(sql, of);
    push_refusals(sql, of);
    push_frequent(sql, of);
    push_ranked(sql, of);
    push_classified(sql, of.channel);
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

/// Those who match, and which of a person's contacts, and of an address's people, comes first.
fn push_ranked(sql: &mut QueryBuilder<Postgres>, of: AudienceOf<'_>) {
    let (raw, address, of_address) = match of.channel {
        Channel::Email => ("c.email_raw", "c.email", "1"),
        // Two people may share a phone; it gets one message all the same.
        Channel::Whatsapp => (
            "c.phone_raw",
            "case when c.is_mobile then c.phone end",
            "row_number() over (partition by address order by of_person, place)",
        ),
    };
    sql.push(format!(
        "matched as (
             select c.source, c.source_id, c.role, c.place, c.person_id, {raw} as raw, {address} as address
             from marketing_contacts c where "
    ));
    super::push(sql, of.segment);
    sql.push(format!(
        "),
         of_people as (
             select *, row_number() over (partition by person_id order by address is null, place) as of_person from matched),
         ranked as (select *, {of_address} as of_address from of_people), "
    ));
}

/// The reasons, in the order in which they are asked.
fn push_classified(sql: &mut QueryBuilder<Postgres>, channel: Channel) {
    sql.push(format!(
        "reasoned as (
             select r.source, r.source_id, r.role, r.place, r.person_id, r.raw, r.address, a.ground,
                    case when a.ground = '{}' then k.entry_id end as consent_entry_id,
                    case when r.raw is null then '{}'
                         when r.address is null then '{}'
                         when r.of_person > 1 or r.of_address > 1 then '{}'
                         when s.address is not null then '{}'
                         when a.ground is null then '{}'
                         when f.person_id is not null then '{}' end as reason
             from ranked r
             left join marketing_people p on p.id = r.person_id
             left join frequent f on f.person_id = r.person_id
             left join refusals n on n.person_id = r.person_id
             left join marketing_suppressions s on s.address = r.address and s.channel = ",
        Ground::Consent,
        Reason::NoAddress,
        Reason::InvalidAddress,
        Reason::Duplicate,
        Reason::Suppressed,
        Reason::NoConsent,
        Reason::FrequencyCap
    ))
    .push_bind(channel.as_str())
    .push(" left join marketing_consents k on k.address = r.address and k.purpose = 'marketing' and k.channel = ")
    .push_bind(channel.as_str())
    .push(" left join answers a on a.kinds = p.kinds and a.state = coalesce(n.decision, k.decision, 'unknown')),
         -- Of a truth value the planner expects as many as not, of a reason next to none: millions would be looked up one by one.
         classified as materialized (select *, reason is not null as is_left_out from reasoned) ");
}
