-- Answers that a caller may ask for again, for 24 hours. The primary key makes the second of two twins wait
-- for the first one's commit.
create table if not exists marketing_idempotency_keys (
    caller text not null,
    key text not null,
    fingerprint bytea not null,
    response jsonb,
    created_at timestamptz not null,
    primary key (caller, key)
);

create index if not exists marketing_idempotency_keys_by_age on marketing_idempotency_keys (created_at);
