-- Figures: whoever changes deliveries writes what that adds, in the same transaction; the rollup folds it into totals. Nobody
-- waits for a counter, and no figure is ever counted again from the rows.
create table marketing_figure_deltas (
    id bigint generated always as identity primary key,
    campaign_id uuid not null,
    -- The UTC hour in which it happened, by the clock of whoever told it.
    hour timestamptz not null,
    -- domain::report::Counter; for a link also readers, human, machine, unknown, untracked.
    counter text not null,
    link smallint,
    count bigint not null
);

-- {"counter": count}: one row is read for a line of the list, whatever has happened.
create table marketing_totals (
    campaign_id uuid primary key,
    figures jsonb not null,
    rolled_at timestamptz not null
);
create table marketing_hours (
    campaign_id uuid not null,
    hour timestamptz not null,
    figures jsonb not null,
    primary key (campaign_id, hour)
);
create index marketing_hours_by_hour on marketing_hours (hour);
create table marketing_link_totals (
    campaign_id uuid not null,
    link smallint not null,
    figures jsonb not null,
    primary key (campaign_id, link)
);
