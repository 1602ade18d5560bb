-- Who may be written to less than before: so that a campaign asks again only for those of whom something has changed since its
-- audience was frozen, instead of for everybody at every call.
--
-- A change is noted with the transaction that made it. Whatever a snapshot does not see was made by a transaction that is not
-- older than the snapshot's xmin: to ask from there on misses nothing, however late a transaction commits.
create table marketing_permission_losses (
    -- A hash of the address, or of the person: enough to find whom to ask again for, and nothing to read. None for everybody.
    who bigint,
    changed_in bigint not null default pg_current_xact_id()::text::bigint
);
create index marketing_permission_losses_latest on marketing_permission_losses (changed_in);

create or replace function marketing_who(name text) returns bigint
language sql immutable strict parallel safe as $$ select hashtextextended(name, 0) $$;

-- From where on changes are to be asked for: what this statement does not see comes later.
create or replace function marketing_horizon() returns bigint
language sql volatile as $$ select pg_snapshot_xmin(pg_current_snapshot())::text::bigint $$;

-- Transactions are numbered by the server: numbers of a database that was restored elsewhere mean nothing. None where the server
-- does not tell who it is; then everybody is asked for.
create or replace function marketing_server() returns bigint
language plpgsql stable as $$
begin
    return (select system_identifier from pg_control_system());
exception when insufficient_privilege then
    return null;
end $$;

alter table marketing_campaign_contents add column asked_in bigint, add column asked_of bigint;

create or replace function marketing_note_consents() returns trigger
language plpgsql security definer set search_path from current as $$
begin
    insert into marketing_permission_losses (who)
    select distinct marketing_who(address) from new_rows where decision <> 'granted';
    return null;
end $$;
create trigger marketing_consents_noted_when_new after insert on marketing_consents
    referencing new table as new_rows for each statement execute function marketing_note_consents();
create trigger marketing_consents_noted_when_changed after update on marketing_consents
    referencing new table as new_rows for each statement execute function marketing_note_consents();

create or replace function marketing_note_suppressions() returns trigger
language plpgsql security definer set search_path from current as $$
begin
    insert into marketing_permission_losses (who) select distinct marketing_who(address) from new_rows;
    return null;
end $$;
create trigger marketing_suppressions_noted after insert on marketing_suppressions
    referencing new table as new_rows for each statement execute function marketing_note_suppressions();

create or replace function marketing_note_person() returns trigger
language plpgsql security definer set search_path from current as $$
begin
    insert into marketing_permission_losses (who) values (marketing_who(old.id::text));
    return null;
end $$;
create trigger marketing_people_noted_when_changed after update on marketing_people
    for each row when (old.kinds <> new.kinds) execute function marketing_note_person();

create or replace function marketing_note_people() returns trigger
language plpgsql security definer set search_path from current as $$
begin
    insert into marketing_permission_losses (who) select marketing_who(id::text) from old_rows;
    return null;
end $$;
create trigger marketing_people_noted_when_gone after delete on marketing_people
    referencing old table as old_rows for each statement execute function marketing_note_people();

create or replace function marketing_note_rules() returns trigger
language plpgsql security definer set search_path from current as $$
begin
    insert into marketing_permission_losses (who) values (null);
    return null;
end $$;
create trigger marketing_settings_noted after insert or update on marketing_settings
    for each row when (new.key = 'consent_policy') execute function marketing_note_rules();
