-- The consent ledger: entries are never changed, only chained; evidence stands apart so that it can be erased.
create table if not exists marketing_consent_entries (
    id uuid primary key,
    -- The address in its normal form: an e-mail, or a phone in E.164.
    address text not null,
    channel text not null check (channel in ('email', 'whatsapp')),
    -- `information` is the information at collection that legitimate interest rests on.
    purpose text not null check (purpose in ('marketing', 'open_tracking', 'click_tracking', 'information')),
    decision text not null check (decision in ('granted', 'refused', 'withdrawn', 'objected', 'informed')),
    -- Where it was expressed: a code, never free text.
    source text not null,
    actor text not null,
    occurred_at timestamptz not null,
    recorded_at timestamptz not null,
    evidence_hash bytea check (length(evidence_hash) = 32),
    -- Null until the sealer chains the entry.
    seq bigint unique,
    prev_hash bytea check (length(prev_hash) = 32),
    hash bytea check (length(hash) = 32),
    check ((purpose = 'information') = (decision = 'informed')),
    check ((seq is null) = (hash is null) and (seq is null) = (prev_hash is null))
);

create index if not exists marketing_consent_entries_by_address
    on marketing_consent_entries (address, channel, purpose, occurred_at);
create index if not exists marketing_consent_entries_unchained
    on marketing_consent_entries (recorded_at, id) where seq is null;

create table if not exists marketing_consent_evidence (
    entry_id uuid primary key references marketing_consent_entries (id),
    salt bytea not null check (length(salt) >= 16),
    evidence jsonb not null
);

create or replace function marketing_keep_consent_entries() returns trigger
language plpgsql as $$
begin
    if tg_op = 'UPDATE' and old.seq is null and new.seq is not null
       and (new.id, new.address, new.channel, new.purpose, new.decision, new.source, new.actor,
            new.occurred_at, new.recorded_at, new.evidence_hash)
           is not distinct from
           (old.id, old.address, old.channel, old.purpose, old.decision, old.source, old.actor,
            old.occurred_at, old.recorded_at, old.evidence_hash) then
        return new;
    end if;
    raise exception 'the consent ledger is append-only: % refused', lower(tg_op)
        using errcode = 'restrict_violation', hint = 'Record a new entry; to forget a person, erase the evidence.';
end $$;

create trigger marketing_consent_entries_append_only before update or delete on marketing_consent_entries
    for each row execute function marketing_keep_consent_entries();
create trigger marketing_consent_entries_not_truncated before truncate on marketing_consent_entries
    for each statement execute function marketing_keep_consent_entries();
