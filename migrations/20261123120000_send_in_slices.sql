-- A campaign may leave in slices: so many a day (domain::pace::CampaignDay), and a few first (domain::campaign::Canary).
alter table prospecting_campaigns
    add column if not exists marketing_pace_per_day bigint check (marketing_pace_per_day > 0),
    add column if not exists marketing_canary jsonb;

-- Batches of those who wait for the canary are reserved: nobody claims them, however many work, until one transaction lets them all
-- go.
alter table marketing_batches drop constraint marketing_batches_state_check;
alter table marketing_batches add constraint marketing_batches_state_check
    check (state in ('reserved', 'ready', 'claimed', 'submitting', 'in_doubt', 'done'));

-- One row for each campaign that has a canary: the deliveries numbered from 1 to people.
create table marketing_canaries (
    campaign_id uuid primary key,
    people integer not null check (people > 0),
    -- When the last of it had left, and when it is to be judged.
    left_at timestamptz,
    decides_at timestamptz,
    decision text check (decision in ('well', 'unwell', 'by_hand')),
    -- Why it is not well (domain::campaign::CanaryFinding), and by which figures it was judged.
    findings text[] not null default '{}',
    figures jsonb,
    decided_at timestamptz,
    -- The person who decided; none where it was decided by itself.
    decided_by text,
    -- When the rest was let go.
    released_at timestamptz,
    check ((left_at is null) = (decides_at is null)),
    check ((decision is null) = (decided_at is null)),
    check (released_at is null or decision is not null)
);
create index marketing_canaries_undecided on marketing_canaries (campaign_id) where decision is null;
