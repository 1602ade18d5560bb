-- One index per order of the lists; each ends in the id that breaks ties.
create index if not exists marketing_campaigns_by_update on prospecting_campaigns (marketing_updated_at, marketing_id);
create index if not exists marketing_campaigns_by_creation on prospecting_campaigns (marketing_created_at, marketing_id);
create index if not exists marketing_campaigns_by_name on prospecting_campaigns (marketing_sort_name, marketing_id);
create index if not exists marketing_campaigns_by_state on prospecting_campaigns (marketing_state)
    where marketing_archived_at is null;
create index if not exists marketing_templates_by_update on prospecting_templates (marketing_updated_at, marketing_id);
create index if not exists marketing_templates_by_name on prospecting_templates (marketing_sort_name, marketing_id);

-- Searching inside words is quick with trigrams, and still right without them.
do $$
begin
    create extension if not exists pg_trgm;
    create index if not exists marketing_campaigns_by_words on prospecting_campaigns using gin (marketing_search gin_trgm_ops);
    create index if not exists marketing_templates_by_words on prospecting_templates using gin (marketing_search gin_trgm_ops);
exception when insufficient_privilege or feature_not_supported or undefined_file or undefined_object then
    raise notice 'pg_trgm is not available here (%); search reads the whole list instead', sqlerrm;
end $$;
