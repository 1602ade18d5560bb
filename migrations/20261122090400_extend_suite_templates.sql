-- Templates: our columns, the triggers that keep them in step, and the suite's rows adopted.
alter table prospecting_templates
    add column if not exists marketing_id uuid not null default gen_random_uuid(),
    add column if not exists marketing_name text,
    add column if not exists marketing_channel text check (marketing_channel in ('email', 'whatsapp')),
    add column if not exists marketing_subject text,
    add column if not exists marketing_html text,
    add column if not exists marketing_text text,
    add column if not exists marketing_excerpt text not null default '',
    add column if not exists marketing_owner_id text,
    add column if not exists marketing_owner_name text,
    add column if not exists marketing_origin text check (marketing_origin in ('suite', 'marketing')),
    add column if not exists marketing_archived_at timestamptz,
    add column if not exists marketing_version bigint not null default 1,
    add column if not exists marketing_created_at timestamptz,
    add column if not exists marketing_updated_at timestamptz,
    -- "C" sorts folded names the same everywhere, whatever the system's libraries do.
    add column if not exists marketing_sort_name text collate "C",
    add column if not exists marketing_search text;

create unique index if not exists marketing_templates_id on prospecting_templates (marketing_id);

select marketing_write_sync('prospecting_templates');
select marketing_adopt_rows('prospecting_templates');

alter table prospecting_templates
    alter column marketing_name set not null,
    alter column marketing_origin set not null,
    alter column marketing_created_at set not null,
    alter column marketing_updated_at set not null,
    alter column marketing_sort_name set not null,
    alter column marketing_search set not null;

comment on column prospecting_templates.marketing_channel is
    'email or whatsapp; null for a channel of the suite that the marketing module does not serve';
