-- Adds up two objects of counters, {"counter": count}.
create function marketing_add_figures(one jsonb, other jsonb) returns jsonb
language sql immutable as $$
    select coalesce(jsonb_object_agg(counter, total), '{}'::jsonb)
    from (select counter, sum(count::bigint)::bigint as total
          from (select * from jsonb_each_text(one) union all select * from jsonb_each_text(other)) as each (counter, count)
          group by counter) as added
$$;

-- How fast a campaign leaves, and since when an account has taken messages without a word.
create index marketing_batches_by_campaign_taken on marketing_batches (campaign_id, taken_at) where taken_at is not null;
create index marketing_batches_by_account_taken on marketing_batches (account, taken_at) where taken > 0;
