-- When nothing of a campaign leaves (domain::quiet::QuietHours); none for the organisation's, which are a setting.
alter table prospecting_campaigns add column if not exists marketing_quiet_hours jsonb;
