-- Quality and category change apart from the status, and each is told late at times.
alter table marketing_whatsapp_templates
    add column quality_at timestamptz,
    add column category_at timestamptz;

-- When each account's templates and number are next asked for: soon while a template waits for its verdict, and all of them at `all_at`.
create table marketing_whatsapp_polls (
    account text primary key,
    at timestamptz not null,
    all_at timestamptz not null
);

-- Which campaigns use a template.
create index if not exists marketing_campaigns_by_template
    on prospecting_campaigns (marketing_template_id) where marketing_template_id is not null;
