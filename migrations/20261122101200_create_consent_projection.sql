-- Where the ledger stands for each address, channel and purpose: the newest decision by when it was expressed. Kept by a trigger
-- in the transaction of the entry itself, so that an unsubscription counts at once.
create table marketing_consents (
    address text not null,
    channel text not null,
    purpose text not null,
    decision text not null,
    entry_id uuid not null,
    occurred_at timestamptz not null,
    -- When the newest entry was recorded.
    changed_at timestamptz not null,
    primary key (address, channel, purpose)
);
create index marketing_consents_refused on marketing_consents (address, channel)
    where purpose = 'marketing' and decision in ('refused', 'withdrawn', 'objected');

-- Of two entries of the same instant the one that was recorded later counts, then the one with the larger id: any order of
-- recording ends in the same place.
create or replace function marketing_project_consents() returns trigger
language plpgsql security definer set search_path from current as $$
begin
    insert into marketing_consents (address, channel, purpose, decision, entry_id, occurred_at, changed_at)
    select distinct on (address, channel, purpose) address, channel, purpose, decision, id, occurred_at, recorded_at
    from new_rows
    order by address, channel, purpose, occurred_at desc, recorded_at desc, id desc
    on conflict (address, channel, purpose) do update
    set decision = excluded.decision, entry_id = excluded.entry_id, occurred_at = excluded.occurred_at,
        changed_at = excluded.changed_at
    where (excluded.occurred_at, excluded.changed_at, excluded.entry_id)
        > (marketing_consents.occurred_at, marketing_consents.changed_at, marketing_consents.entry_id);
    -- Information at collection makes a company another kind of contact.
    insert into marketing_source_changes (source, source_id)
    select distinct 'consent', address from new_rows where purpose = 'information';
    return null;
end $$;

create trigger marketing_consent_entries_projected after insert on marketing_consent_entries
    referencing new table as new_rows for each statement execute function marketing_project_consents();

insert into marketing_consents (address, channel, purpose, decision, entry_id, occurred_at, changed_at)
select distinct on (address, channel, purpose) address, channel, purpose, decision, id, occurred_at, recorded_at
from marketing_consent_entries
order by address, channel, purpose, occurred_at desc, recorded_at desc, id desc;
