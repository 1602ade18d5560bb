-- The directory of people: who stands behind the addresses of clients, companies and imports. Everything here follows from the
-- sources and the ledger, and can be made again from them.

-- People brought in by a file. An import never writes the suite's tables.
create table marketing_import_rows (
    id uuid primary key default gen_random_uuid(),
    nom text,
    entreprise text,
    email text,
    telephone text,
    secteur text,
    taille text,
    ville text,
    pays text,
    -- The file's other columns, by their names.
    fields jsonb not null default '{}' check (jsonb_typeof(fields) = 'object'),
    created_at timestamptz not null default now()
);

-- What is to be folded again. A row of a source by its id as text; of `consent`, an address whose information changed.
create table marketing_source_changes (
    seq bigint generated always as identity primary key,
    source text not null check (source in ('clients', 'companies', 'import', 'consent')),
    source_id text not null
);

-- One address of one source row in one role. The raw forms are as the source has them; a raw form without a normal one is
-- an address that cannot be one.
create table marketing_contacts (
    source text not null,
    source_id text not null,
    role text not null,
    -- Which of a person's contacts comes first: source and role, then the row's id. Unique.
    place text collate "C" not null,
    -- domain::consent::Kind::bit.
    kind smallint not null,
    name text not null,
    company text not null,
    email_raw text,
    email text,
    -- A mailbox that nobody in particular reads: it brings nobody together but those who give it.
    is_generic boolean not null,
    phone_raw text,
    phone text,
    -- Whether the phone can have WhatsApp.
    is_mobile boolean not null,
    statut text,
    type text,
    industry text,
    size_label text,
    ville text,
    pays text,
    fields jsonb not null,
    statut_folded text generated always as (marketing_fold(btrim(statut))) stored,
    type_folded text generated always as (marketing_fold(btrim(type))) stored,
    industry_folded text generated always as (marketing_fold(btrim(industry))) stored,
    size_label_folded text generated always as (marketing_fold(btrim(size_label))) stored,
    name_folded text generated always as (marketing_fold(btrim(case when name = '' then company else name end))) stored,
    -- Who it would be by its own address alone, and who it is. Null without an address that anybody can be written to at.
    own_id uuid,
    person_id uuid,
    primary key (source, source_id, role),
    check ((own_id is null) = (email is null and not is_mobile)),
    check ((own_id is null) = (person_id is null))
);
create index marketing_contacts_by_person on marketing_contacts (person_id);
create index marketing_contacts_by_mobile on marketing_contacts (phone) where is_mobile;

-- One person: per e-mail, else per mobile phone.
create table marketing_people (
    id uuid primary key,
    email text,
    phone text,
    name text not null,
    company text not null,
    -- domain::consent::Kinds: all that the person's contacts are.
    kinds smallint not null
);

-- What a template may name of a contact (domain::variables); what is empty is absent, so that defaults apply.
create or replace function marketing_variables(c marketing_contacts) returns jsonb
language sql immutable parallel safe as $$
    select jsonb_strip_nulls(jsonb_build_object(
        'contact', jsonb_build_object('nom', nullif(c.name, ''), 'email', c.email, 'telephone', c.phone, 'role', c.role),
        'entreprise', jsonb_build_object('nom', nullif(c.company, ''), 'secteur', nullif(c.industry, ''),
                                         'taille', nullif(c.size_label, '')),
        'client', jsonb_build_object('statut', nullif(c.statut, ''), 'type', nullif(c.type, '')),
        'source', c.fields))
$$;

-- Writes the triggers that note which rows of a table changed, once for each statement. Run it again when the suite has renamed
-- its id. They run with our rights, because the suite's programs need none on our tables, and tell nobody: a notification
-- would put the suite's commits one behind the other, and could not be prepared in two phases. The directory looks by itself.
create or replace function marketing_write_change_log(origin text, tab regclass) returns void
language plpgsql as $$
declare
    id_col text := marketing_find_field(tab, 'id');
    logger text := 'marketing_log_' || origin;
    event record;
begin
    if id_col is null then
        return;
    end if;
    execute format($fn$
        create or replace function %1$I() returns trigger language plpgsql security definer set search_path = %4$I, pg_temp as $body$
        begin
            if tg_op = 'TRUNCATE' then
                insert into marketing_source_changes (source, source_id)
                select distinct %2$L, c.source_id from marketing_contacts c where c.source = %2$L;
            elsif tg_op = 'INSERT' then
                insert into marketing_source_changes (source, source_id) select %2$L, s.%3$I::text from new_rows s;
            elsif tg_op = 'UPDATE' then
                insert into marketing_source_changes (source, source_id)
                select %2$L, s.%3$I::text from new_rows s union select %2$L, s.%3$I::text from old_rows s;
            else
                insert into marketing_source_changes (source, source_id) select %2$L, s.%3$I::text from old_rows s;
            end if;
            return null;
        end $body$ $fn$, logger, origin, id_col, current_schema());
    for event in
        select * from (values ('insert', 'referencing new table as new_rows'),
                              ('update', 'referencing old table as old_rows new table as new_rows'),
                              ('delete', 'referencing old table as old_rows'),
                              ('truncate', '')) as e (verb, seen)
    loop
        execute format('create or replace trigger %I after %s on %s %s for each statement execute function %I()',
                       'zz_marketing_log_' || event.verb, event.verb, tab, event.seen, logger);
    end loop;
end $$;

-- Has everything that the sources hold folded, from the first run of the directory on.
create or replace function marketing_log_everything() returns void
language sql as $$
    insert into marketing_source_changes (source, source_id)
    select 'clients', id from marketing_source_clients() where id is not null
    union all select 'companies', id from marketing_source_companies() where id is not null
    union all select 'import', id::text from marketing_import_rows
$$;

select marketing_write_change_log('clients', 'clients');
select marketing_write_change_log('companies', 'companies');
select marketing_write_change_log('import', 'marketing_import_rows');
select marketing_log_everything();
