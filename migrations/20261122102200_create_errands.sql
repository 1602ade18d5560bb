-- What is known of the accounts that messages leave by; the accounts themselves are settings.
create table marketing_accounts_state (
    account text primary key,
    -- Why nothing leaves by it; until null, a person must act.
    paused_code text,
    paused_until timestamptz,
    paused_at timestamptz,
    -- Pauses in a row without a message taken between them.
    strikes integer not null default 0,
    last_webhook_at timestamptz,
    last_accepted_at timestamptz,
    -- The walk through the provider's past events: its window, the page to ask for next, and not before when.
    sweep_from timestamptz,
    sweep_to timestamptz,
    sweep_page integer not null default 0,
    sweep_at timestamptz,
    -- The end of the window of the last walk that was finished, and when it was.
    swept_to timestamptz,
    swept_at timestamptz,
    check ((paused_code is null) = (paused_at is null))
);

-- Ways in without a token, good once (words.md "API manners"). Only the digest of the token is kept.
create table marketing_tickets (
    digest bytea primary key check (length(digest) = 32),
    kind text not null,
    payload jsonb not null,
    expires_at timestamptz not null
);
create index marketing_tickets_by_age on marketing_tickets (expires_at);

-- Tasks that run in the background (domain::errand).
create table marketing_errands (
    id uuid primary key,
    task jsonb not null,
    state text not null default 'waiting' check (state in ('waiting', 'running', 'done', 'failed')),
    result jsonb,
    tries smallint not null default 0,
    created_by text not null,
    created_at timestamptz not null,
    -- When it may be tried, or tried again; while it runs, when it is taken to have died.
    next_at timestamptz not null,
    finished_at timestamptz
);
create index marketing_errands_open on marketing_errands (next_at) where state in ('waiting', 'running');
create trigger marketing_errands_wake after insert on marketing_errands
    for each statement execute function marketing_wake('marketing_errands');
