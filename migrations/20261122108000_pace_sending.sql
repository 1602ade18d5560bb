-- How fast messages may leave (domain::pace). What was taken of late by an account or a campaign that has limits: one row each,
-- locked by whoever claims a batch, so that all processes together keep them.
create table marketing_paces (
    scope text not null check (scope in ('account', 'campaign')),
    name text not null,
    taken jsonb not null default '{}',
    -- Nothing is claimed before: the limits allow nothing more.
    free_at timestamptz,
    primary key (scope, name)
) with (fillfactor = 50);

alter table marketing_batches
    -- When the claim took a place for each of its members; none where nothing was limited.
    add column paced_at timestamptz;

-- Most messages of the campaign in any minute; none for no limit.
alter table prospecting_campaigns
    add column if not exists marketing_pace_per_minute bigint check (marketing_pace_per_minute > 0);

-- The ETag of a setting.
alter table marketing_settings add column version bigint not null default 1;
