-- Messages that a provider took and refused later, and that come again: when their campaign or their account can send again, as a
-- template where free text came too late, or after a while. What is told of the first message afterwards says nothing of the second,
-- unless somebody received it after all.
create table marketing_repeats (
    campaign_id uuid not null,
    number integer not null,
    -- Whose message was refused, and the provider's id of it.
    account text not null,
    message_id text not null,
    -- Why: the provider's code, and what it means (domain::whatsapp::Cause).
    code text not null,
    cause text not null,
    told_at timestamptz not null,
    -- Not before.
    again_at timestamptz not null,
    -- When it was put back among those that wait; null while the call that it left by is under way.
    called_at timestamptz,
    primary key (campaign_id, number, message_id)
);
create index marketing_repeats_waiting on marketing_repeats (campaign_id) where called_at is null;

-- When an account was last stopped: whatever left before is no reason to stop it again once a person lets it go on.
alter table marketing_accounts_state add column stopped_at timestamptz;
