-- Addresses that nobody is written to at, whatever they consented to: facts about the address, shared by every provider.
create table marketing_suppressions (
    id uuid not null unique default gen_random_uuid(),
    address text not null,
    channel text not null check (channel in ('email', 'whatsapp')),
    -- domain::suppression::SuppressionReason.
    reason text not null,
    detail text,
    created_at timestamptz not null,
    -- When it began, or became a complaint.
    changed_at timestamptz not null,
    primary key (address, channel)
);
create index marketing_suppressions_newest on marketing_suppressions (created_at, id);

-- The trace of those that were lifted.
create table marketing_suppressions_lifted (
    id uuid primary key,
    address text not null,
    channel text not null,
    reason text not null,
    detail text,
    created_at timestamptz not null,
    lifted_at timestamptz not null,
    lifted_by text not null
);
create index marketing_suppressions_lifted_by_address on marketing_suppressions_lifted (address, channel);
