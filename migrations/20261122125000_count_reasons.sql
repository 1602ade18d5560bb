-- A report reads figures and never rows, however many people its campaign has.

-- Why deliveries are lost (domain::report::Reason): counted as everything else is, by whoever changes them. Where a reason is given,
-- the counter is the state in which they ended.
alter table marketing_figure_deltas add column reason text;

create table marketing_reason_totals (
    campaign_id uuid not null,
    state text collate "C" not null,
    code text collate "C" not null,
    deliveries bigint not null,
    primary key (campaign_id, state, code)
);
create index marketing_reason_totals_largest on marketing_reason_totals (campaign_id, deliveries desc, state, code);

insert into marketing_reason_totals (campaign_id, state, code, deliveries)
select campaign_id, state, left(coalesce(code, ''), 500), count(*)
from marketing_delivery_state
join (values (30, 'unknown'), (40, 'failed'), (45, 'cancelled'), (50, 'dropped'), (90, 'refused'), (120, 'bounced_soft'),
             (121, 'bounced_block'), (122, 'bounced_policy'), (123, 'bounced_hard')) as lost (lost_rank, state) on lost_rank = rank
group by 1, 2, 3;

-- How many were left out for which reason (domain::audience::ExclusionReason): frozen with the audience.
create table marketing_waterfalls (
    campaign_id uuid not null,
    reason text not null,
    contacts bigint not null,
    primary key (campaign_id, reason)
);
insert into marketing_waterfalls (campaign_id, reason, contacts)
select campaign_id, reason, count(*) from marketing_exclusions group by 1, 2;
