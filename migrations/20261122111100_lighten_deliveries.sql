-- What a plan writes a million times is written with less.

-- A person's deliveries are found by the key that keeps them apart, too: one index instead of two.
alter table marketing_deliveries drop constraint marketing_deliveries_campaign_id_person_id_channel_key;
drop index marketing_deliveries_by_person;
alter table marketing_deliveries add unique (person_id, campaign_id, channel);

-- Deliveries lie in the order in which they were planned: a summary for each range of pages tells as much.
drop index marketing_deliveries_by_time;
create index marketing_deliveries_by_time on marketing_deliveries using brin (planned_at) with (autosummarize = on);
