-- Messages that a provider took and refused later, and whose tries are used up: they come again by a person's decision alone.
alter table marketing_repeats add column given_up boolean not null default false;
drop index marketing_repeats_waiting;
create index marketing_repeats_waiting on marketing_repeats (campaign_id) where called_at is null and not given_up;

-- Whether a message that was taken is such a one. Of one that was in doubt, another may be on its way: it never is.
create function marketing_has_given_up(campaign uuid, wanted integer) returns boolean
language sql stable as $$
    select coalesce(bool_and(exists (select from marketing_message_ids m
                                     where m.account = r.account and m.message_id = r.message_id)), false)
    from marketing_repeats r
    where r.campaign_id = campaign and r.number = wanted and r.given_up and r.called_at is null
$$;
