-- What providers told us, raw, before anybody understands it. The same telling is kept once, by what it says.
create table marketing_receipts (
    id bigint generated always as identity primary key,
    account text not null,
    -- A webhook as it came, or a page of past events that was asked for.
    origin text not null check (origin in ('webhook', 'sweep')),
    -- SHA-256 of the body.
    natural_key bytea not null check (length(natural_key) = 32),
    headers jsonb not null,
    -- None once it has served its time.
    body bytea,
    received_at timestamptz not null,
    state text not null default 'new' check (state in ('new', 'done', 'failed')),
    -- Why it could not be read.
    reason text,
    -- What in it was not understood, in a few words each.
    unknown text[] not null default '{}',
    unique (account, natural_key)
);
create index marketing_receipts_new on marketing_receipts (id) where state = 'new';
create index marketing_receipts_served on marketing_receipts (received_at) where state = 'done' and body is not null;

-- Providers' ids of messages, for events that bring nothing else back.
create table marketing_message_ids (
    account text not null,
    message_id text not null,
    campaign_id uuid not null,
    number integer not null,
    primary key (account, message_id)
);

-- Events of deliveries (domain::event::Event), whoever told them. Each is projected once; its key makes it one event however
-- often it is told.
create table marketing_events (
    campaign_id uuid not null,
    -- The account that told it; empty for what readers did at our own addresses.
    account text not null,
    natural_key text not null,
    number integer not null,
    kind text not null,
    bounce text,
    verdict text not null,
    sign text,
    reason text,
    link smallint,
    -- An open or click that the provider counted by its own means: kept, never counted.
    by_provider boolean not null,
    occurred_at timestamptz not null,
    received_at timestamptz not null,
    receipt_id bigint,
    projected boolean not null default false,
    primary key (campaign_id, account, natural_key)
) partition by hash (campaign_id);

do $$
begin
    for i in 0..7 loop
        execute format('create table marketing_events_%s partition of marketing_events
                        for values with (modulus 8, remainder %s)', i, i);
    end loop;
end $$;

create index marketing_events_waiting on marketing_events (received_at) where not projected;
create index marketing_events_by_delivery on marketing_events (campaign_id, number, occurred_at);

-- Events of accounts: their status, their senders, what no campaign has.
create table marketing_account_events (
    account text not null,
    natural_key text not null,
    kind text not null,
    reason text,
    occurred_at timestamptz not null,
    received_at timestamptz not null,
    receipt_id bigint,
    primary key (account, natural_key)
);

-- Says on a channel that there is something new, once for each statement; stages that wait listen.
create function marketing_wake() returns trigger
language plpgsql as $$
begin
    perform pg_notify(tg_argv[0], '');
    return null;
end $$;

create trigger marketing_receipts_wake after insert on marketing_receipts
    for each statement execute function marketing_wake('marketing_receipts');
create trigger marketing_events_wake after insert on marketing_events
    for each statement execute function marketing_wake('marketing_events');
