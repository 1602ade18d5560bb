-- What a template may name of a contact is put together once, when the contact changes, and not for each campaign.
create or replace function marketing_contact_variables(
    name text, email text, phone text, role text, company text, industry text, size_label text, statut text, type text, fields jsonb)
returns jsonb language sql immutable parallel safe as $$
    -- What is empty is absent, so that defaults apply. Nothing in it follows a setting of the session: every part is text.
    select jsonb_strip_nulls(jsonb_build_object(
        'contact', jsonb_build_object('nom', nullif(name, ''), 'email', email, 'telephone', phone, 'role', role),
        'entreprise', jsonb_build_object('nom', nullif(company, ''), 'secteur', nullif(industry, ''),
                                         'taille', nullif(size_label, '')),
        'client', jsonb_build_object('statut', nullif(statut, ''), 'type', nullif(type, '')),
        'source', fields))
$$;

alter table marketing_contacts add column variables jsonb generated always as (
    marketing_contact_variables(name, email, phone, role, company, industry, size_label, statut, type, fields)) stored;
drop function marketing_variables(marketing_contacts);
