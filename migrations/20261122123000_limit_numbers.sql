-- How many messages the number of an account may send (domain::pace::Limits): the messages a second, and the people whom it may begin
-- to write to in any 24 hours, as the provider tells them. Null for accounts without a number.
create function marketing_number_limits(wanted text) returns jsonb
language sql stable as $$
    select jsonb_build_object('per_second', per_second, 'per_minute', null, 'per_day', null, 'per_24_hours', daily_limit)
    from marketing_whatsapp_senders where account = wanted
$$;
