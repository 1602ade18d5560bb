-- What a campaign says by WhatsApp (domain::whatsapp::WhatsappMessage).
alter table prospecting_campaigns add column if not exists marketing_whatsapp jsonb;

-- Templates that Meta approves: what they say, and where they stand. Name, text and owner are in the suite's own row.
create table marketing_whatsapp_templates (
    -- prospecting_templates.marketing_id
    template_id uuid primary key,
    account text not null,
    name text not null,
    language text not null,
    category text not null check (category in ('marketing', 'utility', 'authentication')),
    -- domain::whatsapp::TemplateContent
    content jsonb not null,
    -- domain::whatsapp::TemplateStatus
    status text not null default 'draft',
    -- The provider's own word, where it is none of ours.
    told text,
    -- When the provider says that it came to stand there: what is told later of earlier changes nothing.
    status_at timestamptz,
    -- domain::whatsapp::TemplateQuality
    quality text not null default 'unknown' check (quality in ('unknown', 'green', 'yellow', 'red')),
    next_category text,
    next_category_at timestamptz,
    -- domain::whatsapp::Rejection
    rejection jsonb,
    provider_id text,
    submitted_at timestamptz,
    synced_at timestamptz
);
create unique index marketing_whatsapp_templates_by_name
    on marketing_whatsapp_templates (account, name, language) where status <> 'deleted';
create unique index marketing_whatsapp_templates_by_provider_id
    on marketing_whatsapp_templates (account, provider_id) where provider_id is not null;

-- All that ever became of a template.
create table marketing_whatsapp_template_history (
    id bigint generated always as identity primary key,
    template_id uuid not null,
    status text not null,
    quality text not null,
    category text not null,
    reason text,
    at timestamptz not null
);
create index marketing_whatsapp_template_history_by_template on marketing_whatsapp_template_history (template_id, id);

-- Numbers that messages leave from, as the provider sees them.
create table marketing_whatsapp_senders (
    account text primary key,
    quality text not null default 'unknown' check (quality in ('unknown', 'green', 'yellow', 'red')),
    -- How many people it may begin to write to in any 24 hours; null with `is_limited` null while nobody has told, and with false
    -- for any number.
    is_limited boolean,
    daily_limit integer check (daily_limit > 0),
    per_second integer,
    event text,
    synced_at timestamptz not null,
    check ((daily_limit is not null) = coalesce(is_limited, false))
);

-- One number of ours and one person.
create table marketing_conversations (
    id uuid primary key,
    account text not null,
    -- The person's number in E.164, or the user id of somebody whose number nobody knows.
    address text not null,
    user_id text,
    profile_name text,
    -- domain::whatsapp::ConversationState. While it needs a person, marketing to the address is held.
    state text not null check (state in ('unread', 'needs_person', 'read')),
    unread integer not null default 0,
    excerpt text not null default '',
    last_direction text not null check (last_direction in ('inbound', 'outbound')),
    last_at timestamptz not null,
    -- Until when anything may be said to the person.
    window_until timestamptz,
    unique (account, address)
);
create index marketing_conversations_by_address on marketing_conversations (address);
create index marketing_conversations_by_time on marketing_conversations (last_at desc, id);
create index marketing_conversations_waiting on marketing_conversations (last_at desc, id) where state <> 'read';

create table marketing_messages (
    id uuid primary key,
    conversation_id uuid not null references marketing_conversations (id),
    direction text not null check (direction in ('inbound', 'outbound')),
    -- domain::whatsapp::InboundContent; of ours as its text.
    content jsonb not null,
    -- The campaign that it is of, or answers, and the delivery's number in it.
    campaign_id uuid,
    number integer,
    author_id text,
    author text,
    -- domain::whatsapp::MessageState, of ours.
    state text,
    reason text,
    -- The provider's id of it.
    message_id text,
    at timestamptz not null,
    unique (conversation_id, message_id)
);
create index marketing_messages_by_conversation on marketing_messages (conversation_id, at desc, id);

-- To whom Meta delivers no marketing for a while: nobody writes to them before.
create table marketing_whatsapp_caps (
    address text primary key,
    until timestamptz not null,
    code text not null
);
