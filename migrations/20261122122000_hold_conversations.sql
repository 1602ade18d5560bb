-- What follows from conversations for who may be written to, and what colleagues answer.

-- What is to be said, until a provider was asked to: domain::whatsapp::ConversationAnswer.
alter table marketing_messages add column answer jsonb;

create index marketing_conversations_by_user on marketing_conversations (account, user_id) where user_id is not null;
create index marketing_conversations_held on marketing_conversations (address) where state = 'needs_person';

-- To whom Meta delivers nothing for a while, and whose words a person must read, is asked again before their messages leave.
create or replace function marketing_note_addresses() returns trigger
language plpgsql security definer set search_path from current as $$
begin
    insert into marketing_permission_losses (who) select distinct marketing_who(address) from new_rows;
    return null;
end $$;
create trigger marketing_whatsapp_caps_noted_when_new after insert on marketing_whatsapp_caps
    referencing new table as new_rows for each statement execute function marketing_note_addresses();
create trigger marketing_whatsapp_caps_noted_when_longer after update on marketing_whatsapp_caps
    referencing new table as new_rows for each statement execute function marketing_note_addresses();

create or replace function marketing_note_conversation() returns trigger
language plpgsql security definer set search_path from current as $$
begin
    insert into marketing_permission_losses (who) values (marketing_who(new.address));
    return null;
end $$;
create trigger marketing_conversations_noted_when_new after insert on marketing_conversations
    for each row when (new.state = 'needs_person') execute function marketing_note_conversation();
create trigger marketing_conversations_noted_when_held after update on marketing_conversations
    for each row when (new.state = 'needs_person' and (old.state <> new.state or old.address <> new.address))
    execute function marketing_note_conversation();
