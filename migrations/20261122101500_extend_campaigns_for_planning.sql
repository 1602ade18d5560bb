-- When a campaign was launched: one that was launched after its due time is to leave at once, and is never overdue.
alter table prospecting_campaigns add column if not exists marketing_launched_at timestamptz;

-- The order of the report's list of those who were left out: the contact's own place.
alter table marketing_exclusions add column place text collate "C" not null;
create unique index marketing_exclusions_by_place on marketing_exclusions (campaign_id, place);

-- How often people were written to of late.
create index marketing_deliveries_by_time on marketing_deliveries (planned_at);

-- The list of the ledger's entries.
create index marketing_consent_entries_newest on marketing_consent_entries (recorded_at, id);
