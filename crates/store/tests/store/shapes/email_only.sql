-- The suite never needed a channel: all it had was e-mail.
create table prospecting_templates (id serial primary key, label text, body text, body_text text);
insert into prospecting_templates (label, body, body_text) values ('Accueil', '<p>Bienvenue</p>', 'Bienvenue');
create table prospecting_campaigns (
    id serial primary key, name text, sent boolean default false, created_at date default '2024-02-03'
);
insert into prospecting_campaigns (name) values ('Première'), (null);
