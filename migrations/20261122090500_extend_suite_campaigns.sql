-- Campaigns: our columns, the triggers that keep them in step, and the suite's rows adopted.
alter table prospecting_campaigns
    add column if not exists marketing_id uuid not null default gen_random_uuid(),
    add column if not exists marketing_name text,
    add column if not exists marketing_channel text check (marketing_channel in ('email', 'whatsapp')),
    add column if not exists marketing_state text check (marketing_state in
        ('draft', 'awaiting_approval', 'scheduled', 'overdue', 'planning', 'sending', 'paused', 'finished',
         'cancelled', 'failed')),
    add column if not exists marketing_state_reason text,
    add column if not exists marketing_subject text,
    add column if not exists marketing_preheader text,
    add column if not exists marketing_template_id uuid,
    add column if not exists marketing_tags text[] not null default '{}',
    add column if not exists marketing_owner_id text,
    add column if not exists marketing_owner_name text,
    add column if not exists marketing_origin text check (marketing_origin in ('suite', 'marketing')),
    add column if not exists marketing_archived_at timestamptz,
    add column if not exists marketing_version bigint not null default 1,
    add column if not exists marketing_created_at timestamptz,
    add column if not exists marketing_updated_at timestamptz,
    add column if not exists marketing_sort_name text collate "C",
    add column if not exists marketing_search text;

create unique index if not exists marketing_campaigns_id on prospecting_campaigns (marketing_id);

select marketing_write_sync('prospecting_campaigns');
select marketing_adopt_rows('prospecting_campaigns');

alter table prospecting_campaigns
    alter column marketing_name set not null,
    alter column marketing_state set not null,
    alter column marketing_origin set not null,
    alter column marketing_created_at set not null,
    alter column marketing_updated_at set not null,
    alter column marketing_sort_name set not null,
    alter column marketing_search set not null,
    -- Set null and not restrict: the suite's own code goes on deleting its templates.
    add constraint marketing_campaigns_template foreign key (marketing_template_id)
        references prospecting_templates (marketing_id) on delete set null;

comment on column prospecting_campaigns.marketing_channel is
    'email or whatsapp; null for a channel of the suite that the marketing module does not serve';
comment on column prospecting_campaigns.marketing_state is
    'where the campaign stands in the marketing module; the suite''s own status column is left alone';
