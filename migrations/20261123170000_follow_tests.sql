-- Tests of campaigns by WhatsApp, one row for each message. No provider of WhatsApp recognises a message that comes again: whoever has
-- a row here was, or may have been, written to.
create table marketing_test_messages (
    -- What the provider brings back with its fate: of the errand and the address.
    id uuid primary key,
    errand_id uuid not null references marketing_errands (id) on delete cascade,
    account text not null,
    address text not null,
    -- domain::whatsapp::MessageState: unknown while nobody has told how the call ended.
    state text not null,
    taken_at timestamptz not null
);
create index marketing_test_messages_by_errand on marketing_test_messages (errand_id);
create index marketing_test_messages_by_account on marketing_test_messages (account, taken_at);

-- Templates that were said in conversations: whom a number has begun to write to in the last 24 hours is counted.
create index marketing_messages_of_templates on marketing_messages (at) where answer ->> 'kind' = 'template';

-- By which user id an account's provider knows an address (webhooks/reference/messages/status: both are told of whomever we write to).
-- Somebody who hides the number then says STOP under the user id alone.
create table marketing_whatsapp_users (
    account text not null,
    user_id text not null,
    address text not null,
    told_at timestamptz not null,
    primary key (account, user_id)
);
