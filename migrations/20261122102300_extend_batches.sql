-- The calls that carry a batch, committed with its intent: what is in doubt is repeated under the same key, byte for byte the
-- same members.
create table marketing_requests (
    campaign_id uuid not null,
    batch integer not null,
    -- Which members of the batch, by index from 0: first, and the one after the last.
    first integer not null check (first >= 0),
    beyond integer not null,
    state text not null default 'open' check (state in ('open', 'in_doubt', 'done')),
    why text,
    primary key (campaign_id, batch, first, beyond),
    check (beyond > first)
);

alter table marketing_batches
    -- When the last of its calls ended, and how many messages a provider took: the rate of a campaign.
    add column taken_at timestamptz,
    add column taken integer not null default 0;

-- Thresholds that a campaign has passed (domain::report::Alarm): each is raised once, so that a person who lets the campaign go
-- on is not overruled.
create table marketing_alarms (
    campaign_id uuid not null,
    alarm text not null,
    raised_at timestamptz not null,
    primary key (campaign_id, alarm)
);

create trigger marketing_batches_wake after insert on marketing_batches
    for each statement execute function marketing_wake('marketing_batches');
create trigger marketing_figure_deltas_wake after insert on marketing_figure_deltas
    for each statement execute function marketing_wake('marketing_figure_deltas');
