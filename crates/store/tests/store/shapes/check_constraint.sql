-- A check that knows only EMAIL, on a column too short for more; not validated, because an old row breaks it. A campaign
-- is called by its subject. No templates yet, and text ids.
create table clients (id text primary key default md5(random()::text), nom text, email text, statut text, type text);
insert into clients (nom, email, statut, type) values ('Moulins', 'a@moulins.example', 'actif', 'client');

create table prospecting_campaigns (
    id bigint generated always as identity primary key,
    subject text not null,
    channel varchar(5) default 'EMAIL',
    status varchar(20) default 'draft',
    check_me int
);
insert into prospecting_campaigns (subject, channel, status) values ('Vieille', 'FAX', 'done');
alter table prospecting_campaigns add constraint "canaux permis" check (channel in ('EMAIL', 'SMS') and check_me is null) not valid;
insert into prospecting_campaigns (subject, channel, status) values
    ('Promotion de mars', 'EMAIL', 'CANCELLED'), ('', 'EMAIL', 'draft'), ('Sans canal', null, null);
