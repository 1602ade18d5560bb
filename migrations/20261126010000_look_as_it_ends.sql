-- A no at a number and a number that becomes a person's may be written at once: while both are open neither sees the other, and nobody
-- would be noted. So each looks as it ends, under one lock (store/src/locks.rs counts it), which a no shares with every other no: of a no and
-- a change of numbers, whoever has it second looks once the first is committed, and whoever does not see both does not see the second and
-- finds its note. It is the last lock that a transaction takes (but for PostgreSQL's own of notifications, which comes after it for
-- everybody), and kept for the look and the commit alone: whoever has it waits for nobody who may want it, and no no waits for a fold that is
-- still at work. No transaction both says no and changes numbers: two that did would wait for each other.
--
-- What names tables that grow from nothing is planned each time: a plan that was made for empty ones would be kept.
create or replace function marketing_note_consents() returns trigger
language plpgsql security definer set search_path from current as $$
begin
    insert into marketing_permission_losses (who)
    select distinct marketing_who(address) from new_rows where decision <> 'granted';
    return null;
end $$;

-- Whose number it is, is read by a statement of its own: it sees what was committed before the lock was had.
create or replace function marketing_note_whose_no() returns trigger
language plpgsql security definer set search_path from current as $$
declare
    people uuid[];
begin
    perform pg_advisory_xact_lock_shared(x'6562766973696f76'::bigint);
    execute 'select array(select distinct person_id from marketing_contacts where phone = $1 and is_mobile)'
        into people using new.address;
    if cardinality(people) > 0 then
        perform marketing_note_numbers(people);
    end if;
    return null;
end $$;
create constraint trigger marketing_consents_noted_at_the_end after insert or update on marketing_consents
    deferrable initially deferred for each row
    when (new.channel = 'whatsapp' and new.purpose = 'marketing' and new.decision <> 'granted')
    execute function marketing_note_whose_no();

-- Who got a number in a transaction that is open: empty once it has ended.
create table marketing_gained_numbers (
    people uuid[] not null
);

create or replace function marketing_note_contacts() returns trigger
language plpgsql security definer set search_path from current as $$
begin
    insert into marketing_gained_numbers (people)
    select people from (select array_agg(distinct person_id) as people from new_rows where is_mobile) g where people is not null;
    return null;
end $$;

-- A number that joins a person changes something only where anybody said no at one of theirs.
create or replace function marketing_note_gained() returns trigger
language plpgsql security definer set search_path from current as $$
declare
    refused uuid[];
begin
    perform pg_advisory_xact_lock(x'6562766973696f76'::bigint);
    execute $sql$
        select array(select p.id from unnest($1) as p (id)
                     where exists (
                         select from marketing_contacts c
                         join lateral (
                             select from marketing_consents k
                             where k.address = c.phone and k.channel = 'whatsapp' and k.purpose = 'marketing'
                               and k.decision in ('refused', 'withdrawn', 'objected') offset 0) n on true
                         where c.person_id = p.id and c.is_mobile offset 0))
    $sql$ into refused using new.people;
    if cardinality(refused) > 0 then
        perform marketing_note_numbers(refused);
    end if;
    delete from marketing_gained_numbers;
    return null;
end $$;
create constraint trigger marketing_gained_numbers_noted_at_the_end after insert on marketing_gained_numbers
    deferrable initially deferred for each row execute function marketing_note_gained();
