-- Per message one wide row that is never updated, and one narrow row that is, in bulk (fill factor 45: updates stay on their
-- page and touch no index). Hash partitions by campaign, which leads every key: the same column distributes them under Citus.
create table marketing_deliveries (
    campaign_id uuid not null,
    -- From 1, without gaps: what tokens and providers carry instead of anything personal.
    number integer not null check (number > 0),
    person_id uuid not null,
    channel text not null check (channel in ('email', 'whatsapp')),
    address text not null,
    -- The contact that the address was taken from.
    source text not null,
    source_id text not null,
    role text not null,
    name text not null,
    company text not null,
    -- What templates may name: {"contact": {"nom": …}, "entreprise": {…}, "client": {…}, "source": {…}}.
    variables jsonb not null,
    -- Why the person may be written to, and the ledger's entry where it is consent.
    ground text not null,
    consent_entry_id uuid,
    opens_tracked boolean not null,
    clicks_tracked boolean not null,
    planned_at timestamptz not null,
    primary key (campaign_id, number),
    unique (campaign_id, person_id, channel),
    unique (campaign_id, channel, address)
) partition by hash (campaign_id);

create table marketing_delivery_state (
    campaign_id uuid not null,
    number integer not null,
    -- domain::delivery::DeliveryState::rank and Marks; only our own queue ever lowers a rank, and never from 30 up.
    rank smallint not null,
    marks integer not null,
    -- The batch that it is in; none while it waits for one.
    batch integer,
    -- When a row that left its batch may be tried again.
    next_at timestamptz,
    attempts smallint not null default 0,
    code text,
    changed_at timestamptz not null,
    primary key (campaign_id, number)
) partition by hash (campaign_id);

do $$
begin
    for i in 0..7 loop
        execute format('create table marketing_deliveries_%s partition of marketing_deliveries
                        for values with (modulus 8, remainder %s)', i, i);
        execute format('create table marketing_delivery_state_%s partition of marketing_delivery_state
                        for values with (modulus 8, remainder %s) with (fillfactor = 45)', i, i);
    end loop;
end $$;

create index marketing_deliveries_by_person on marketing_deliveries (person_id, planned_at);
create index marketing_delivery_state_waiting on marketing_delivery_state (campaign_id, next_at) where next_at is not null;

-- Who was left out, and why (domain::audience::ExclusionReason).
create table marketing_exclusions (
    campaign_id uuid not null,
    source text not null,
    source_id text not null,
    role text not null,
    person_id uuid,
    name text not null,
    address text,
    reason text not null,
    primary key (campaign_id, source, source_id, role)
);

-- What one call to a provider carries. The members are kept in the row: finding them touches no index of the states.
create table marketing_batches (
    campaign_id uuid not null,
    no integer not null check (no > 0),
    account text not null,
    due_at timestamptz not null,
    members integer[] not null,
    state text not null default 'ready' check (state in ('ready', 'claimed', 'submitting', 'in_doubt', 'done')),
    -- Goes up with every claim: a worker whose lease ran out can record nothing any more.
    fence bigint not null default 0,
    lease_until timestamptz,
    -- The intent, committed before the first byte leaves: the key that the provider is given, and since when.
    key uuid,
    submitted_at timestamptz,
    code text,
    primary key (campaign_id, no),
    check (state not in ('submitting', 'in_doubt') or (key is not null and submitted_at is not null))
);
create index marketing_batches_open on marketing_batches (due_at, campaign_id, no) where state <> 'done';

-- What the campaign's content became when its audience was frozen (content::Compiled), so that no later version of the program
-- numbers its links or tags otherwise.
create table marketing_campaign_contents (
    campaign_id uuid primary key,
    compiled jsonb not null
);

create table marketing_links (
    campaign_id uuid not null,
    number smallint not null check (number > 0),
    url text not null,
    primary key (campaign_id, number)
);
