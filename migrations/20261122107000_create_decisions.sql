-- What becomes of messages of which nobody can tell whether they were taken (domain::campaign::DoubtPolicy); frozen with the
-- launch like all that an edit holds.
alter table prospecting_campaigns
    add column if not exists marketing_doubt_policy text not null default 'prefer_no_duplicate'
        check (marketing_doubt_policy in ('prefer_no_duplicate', 'prefer_delivery'));

-- What people decided about messages that came to a dead end (domain::delivery::EndDecision). Rows are only ever added.
create table marketing_end_decisions (
    id bigint generated always as identity primary key,
    campaign_id uuid not null,
    decision text not null check (decision in ('resend', 'accept', 'replay')),
    -- The deliveries, by their numbers: whoever asks later what became of one finds the decision.
    numbers integer[] not null check (cardinality(numbers) > 0),
    decided_by text not null,
    decided_at timestamptz not null
);
create index marketing_end_decisions_by_campaign on marketing_end_decisions (campaign_id, id);
