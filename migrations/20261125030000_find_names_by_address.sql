-- By which names the person at an address is known: what a colleague decides in the conversation at it counts for those too.
create index marketing_whatsapp_users_by_address on marketing_whatsapp_users (account, address);
