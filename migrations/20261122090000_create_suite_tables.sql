-- The suite's four tables, created only where they are missing. Where they exist they are left exactly
-- as found here: later migrations extend them in place.
create table if not exists clients (
    id uuid primary key default gen_random_uuid(),
    nom text not null,
    email text,
    telephone text,
    statut text not null default 'ACTIF' check (statut in ('ACTIF', 'INACTIF', 'ABANDONNE')),
    type text not null default 'PROSPECT' check (type in ('PROSPECT', 'CLIENT', 'CLIENT_FIDELE')),
    administrateur_nom text,
    administrateur_email text,
    administrateur_tel text,
    contact_interne_nom text,
    contact_interne_email text,
    contact_interne_tel text,
    ville text,
    pays text,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now()
);

create table if not exists companies (
    id uuid primary key default gen_random_uuid(),
    name text not null,
    email text,
    phone text,
    industry text,
    size_label text,
    ville text,
    pays text,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now()
);

create table if not exists prospecting_templates (
    id uuid primary key default gen_random_uuid(),
    name text not null,
    channel text not null default 'EMAIL' check (channel in ('EMAIL', 'WHATSAPP')),
    subject text,
    content text not null default '',
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now()
);

create table if not exists prospecting_campaigns (
    id uuid primary key default gen_random_uuid(),
    name text not null,
    channel text not null default 'EMAIL' check (channel in ('EMAIL', 'WHATSAPP')),
    subject text,
    status text not null default 'draft',
    template_id uuid references prospecting_templates (id) on delete set null,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now()
);

-- A view or foreign table under one of these names cannot be extended: better to stop here, where
-- nothing has been done yet, than halfway.
do $$
declare
    odd text;
begin
    select string_agg(c.relname, ', ') into odd
    from pg_class c
    where (c.oid in ('clients'::regclass, 'companies'::regclass) and c.relkind not in ('r', 'p'))
       -- Our unique ids of these two could not be unique across partitions.
       or (c.oid in ('prospecting_campaigns'::regclass, 'prospecting_templates'::regclass) and c.relkind <> 'r');
    if odd is not null then
        raise exception 'not ordinary tables, so they cannot be extended in place: %', odd
            using hint = 'Point the connection''s search_path at the schema that holds the tables themselves.';
    end if;
end $$;
