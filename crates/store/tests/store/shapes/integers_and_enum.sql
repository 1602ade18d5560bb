-- Integer ids, native enums that know only EMAIL, French names, flat key contacts, triggers of the suite's own.
create type canal_diffusion as enum ('EMAIL');
create type statut_client as enum ('ACTIF', 'INACTIF', 'ABANDONNE');
create type etat_campagne as enum ('brouillon', 'planifiée', 'en_cours', 'envoyée', 'annulée', 'archivée');

create table clients (
    id serial primary key,
    nom varchar(120) not null,
    email varchar(200),
    telephone varchar(40),
    statut statut_client not null default 'ACTIF',
    type varchar(20) not null,
    administrateur_nom text, administrateur_email text, administrateur_tel text,
    contact_interne_nom text, contact_interne_email text, contact_interne_telephone text,
    siret char(14)
);
insert into clients (nom, email, telephone, statut, type, administrateur_nom, administrateur_email, contact_interne_nom,
                     contact_interne_telephone, siret)
values ('Moulins Diop', 'contact@moulins.example', '+221 33 821 00 00', 'ACTIF', 'CLIENT', 'Awa Diop', 'awa@moulins.example',
        'Ibra Fall', '77 123 45 67', '12345678901234'),
       ('Béton Roux', null, null, 'ABANDONNE', 'PROSPECT', null, null, null, null, null);

create table companies (id serial primary key, name text, email text, phone text, industry text, size_label text);
insert into companies (name, email, size_label) values ('Lagune SA', 'info@lagune.example', '10-49'), ('Kora', null, '10-49'), ('Alizé', ' ', null);

create table prospecting_templates (
    id bigserial primary key,
    titre varchar(80) not null,
    canal canal_diffusion not null default 'EMAIL',
    objet text,
    contenu text not null,
    meta jsonb
);
insert into prospecting_templates (titre, objet, contenu, meta)
values ('Vœux', 'Bonne année', '<style>p{color:red}</style><p>Bonne <b>année</b></p>', '{"v": 2}');

create table prospecting_campaigns (
    id serial primary key,
    nom varchar(80) not null,
    canal canal_diffusion not null,
    objet text not null,
    etat etat_campagne not null default 'brouillon',
    modele_id bigint references prospecting_templates (id) on delete cascade,
    budget numeric(10, 2) not null default 0,
    date_creation timestamp not null default now(),
    date_modification timestamp
);
create table journal (quand timestamptz default now(), quoi text);
create function noter() returns trigger language plpgsql as $$
begin insert into journal (quoi) values (tg_op || ' ' || new.nom); return null; end $$;
create trigger a_noter after insert or update on prospecting_campaigns for each row execute function noter();
create trigger endormi after update on prospecting_campaigns for each row execute function noter();
alter table prospecting_campaigns disable trigger endormi;
create function figer() returns trigger language plpgsql as $$
begin
    if old.etat = 'envoyée' and new.nom is distinct from old.nom then raise exception 'une campagne envoyée est figée'; end if;
    return new;
end $$;
create trigger "Figer" before update on prospecting_campaigns for each row execute function figer();

insert into prospecting_campaigns (nom, canal, objet, etat, modele_id, budget, date_creation)
values ('Soldes d’été', 'EMAIL', 'Moins 20 %', 'envoyée', 1, 120.50, '2024-06-01 08:00'),
       ('Relance', 'EMAIL', 'Votre devis', 'planifiée', null, 0, '2024-07-01 08:00'),
       ('Salon', 'EMAIL', 'Venez', 'archivée', 1, 10, '2023-01-01 08:00'),
       ('Rappel', 'EMAIL', 'Demain', 'en_cours', 1, 10, '2024-08-01 08:00');
truncate journal;
