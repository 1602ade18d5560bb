-- People change after an audience was frozen: a number becomes another person's, a person gets another number. By WhatsApp a no at any of a
-- person's numbers counts for all, so that whoever is planned at one of them is asked again: noted are the person and all of their numbers,
-- for the person that was planned may be gone.
create or replace function marketing_note_numbers(people uuid[]) returns void
language sql as $$
    insert into marketing_permission_losses (who)
    select marketing_who(id::text) from unnest(people) as p (id)
    union
    select marketing_who(phone) from marketing_contacts where person_id = any(people) and is_mobile and phone is not null
$$;

-- What names tables that grow from nothing is planned each time: a plan that was made for empty ones would be kept.
create or replace function marketing_note_consents() returns trigger
language plpgsql security definer set search_path from current as $$
declare
    people uuid[];
begin
    insert into marketing_permission_losses (who)
    select distinct marketing_who(address) from new_rows where decision <> 'granted';
    if exists (select from new_rows where decision <> 'granted' and channel = 'whatsapp' and purpose = 'marketing') then
        execute $sql$
            select array(select distinct c.person_id from new_rows r
                         cross join lateral (select person_id from marketing_contacts
                                             where phone = r.address and is_mobile offset 0) c
                         where r.decision <> 'granted' and r.channel = 'whatsapp' and r.purpose = 'marketing')
        $sql$ into people;
        perform marketing_note_numbers(people);
    end if;
    return null;
end $$;

-- A number that joins a person changes something only where anybody said no at one of theirs.
create or replace function marketing_note_contacts() returns trigger
language plpgsql security definer set search_path from current as $$
declare
    people uuid[];
begin
    execute $sql$
        select array(select distinct r.person_id from new_rows r
                     where r.is_mobile and exists (
                         select from marketing_contacts c
                         join lateral (
                             select from marketing_consents k
                             where k.address = c.phone and k.channel = 'whatsapp' and k.purpose = 'marketing'
                               and k.decision in ('refused', 'withdrawn', 'objected') offset 0) n on true
                         where c.person_id = r.person_id and c.is_mobile offset 0))
    $sql$ into people;
    if cardinality(people) > 0 then
        perform marketing_note_numbers(people);
    end if;
    return null;
end $$;
create trigger marketing_contacts_noted_when_new after insert on marketing_contacts
    referencing new table as new_rows for each statement execute function marketing_note_contacts();
create trigger marketing_contacts_noted_when_moved after update on marketing_contacts
    referencing new table as new_rows for each statement execute function marketing_note_contacts();
