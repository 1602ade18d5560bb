-- By WhatsApp a person may have several numbers, and a no at any of them counts for all: whoever's number it is, is asked again before their
-- messages leave, whichever number these go to. By e-mail a person has one address.
create or replace function marketing_note_consents() returns trigger
language plpgsql security definer set search_path from current as $$
begin
    insert into marketing_permission_losses (who)
    select marketing_who(address) from new_rows where decision <> 'granted'
    union
    select marketing_who(c.person_id::text) from new_rows r
    join marketing_contacts c on c.phone = r.address and c.is_mobile
    where r.decision <> 'granted' and r.channel = 'whatsapp' and r.purpose = 'marketing';
    return null;
end $$;
