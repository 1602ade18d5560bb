-- What a campaign needs to leave: its audience, its own content, its sender and its time. The suite's tables know none of
-- these, so the triggers that keep both sides in step need no change.
alter table prospecting_campaigns
    add column if not exists marketing_audience jsonb,
    add column if not exists marketing_html text,
    add column if not exists marketing_text text,
    add column if not exists marketing_sender_email text,
    add column if not exists marketing_sender_name text,
    add column if not exists marketing_reply_to text,
    add column if not exists marketing_account text,
    -- What the marketer said; the instant that it means is marketing_due_at.
    add column if not exists marketing_schedule_wall timestamp,
    add column if not exists marketing_schedule_zone text,
    add column if not exists marketing_due_at timestamptz,
    add column if not exists marketing_finished_at timestamptz,
    -- Who launched it, for the record.
    add column if not exists marketing_launched_by text;

create index if not exists marketing_campaigns_due on prospecting_campaigns (marketing_due_at)
    where marketing_state in ('scheduled', 'planning');
create index if not exists marketing_campaigns_sending on prospecting_campaigns (marketing_id)
    where marketing_state = 'sending';
