-- As an ORM makes them: ids and times from the program, camel case, lower-case words, one jsonb for the key contacts.
create table clients (
    id uuid primary key,
    nom text not null,
    email text,
    phone text,
    statut text not null,
    type text not null,
    contacts_cles jsonb not null default '{}',
    "createdAt" timestamptz not null,
    "updatedAt" timestamptz not null
);
insert into clients values
    ('00000000-0000-4000-8000-000000000001', 'Moulins Diop', 'contact@moulins.example', null, 'ACTIF', 'CLIENT',
     '{"administrateur": {"nom": "Awa Diop", "email": "awa@moulins.example", "tel": ""}, "contact_interne": {"nom": "Ibra", "tel": "77"}}', now(), now()),
    ('00000000-0000-4000-8000-000000000002', 'Béton Roux', '', '+33', 'INACTIF', 'CLIENT', '{}', now(), now());

create table companies (id uuid primary key, name text not null, email text, phone text, industry text, size_label text);

create table prospecting_templates (
    id uuid primary key,
    title text not null,
    channel text not null,
    subject text,
    html text,
    "createdAt" timestamptz not null,
    "updatedAt" timestamptz not null
);
insert into prospecting_templates values
    ('00000000-0000-4000-8000-0000000000a1', 'Lettre', 'email', 'Nouvelles', '<p>Bonjour</p>', '2024-01-01Z', '2024-01-02Z');

create table prospecting_campaigns (
    id uuid primary key,
    title varchar(60) not null,
    channel text not null,
    status text not null,
    "templateId" uuid,
    "createdAt" timestamptz not null,
    "updatedAt" timestamptz not null,
    payload json
);
insert into prospecting_campaigns values
    ('00000000-0000-4000-8000-0000000000c1', 'Lettre de mai', 'email', 'sent', '00000000-0000-4000-8000-0000000000a1',
     '2024-05-01Z', '2024-05-02Z', '{"a": 1}'),
    ('00000000-0000-4000-8000-0000000000c2', 'Lettre de juin', 'email', 'scheduled', null, '2024-06-01Z', '2024-06-02Z', null),
    ('00000000-0000-4000-8000-0000000000c3', 'Appels de juin', 'sms', 'draft', null, '2024-06-01Z', '2024-06-02Z', null);
