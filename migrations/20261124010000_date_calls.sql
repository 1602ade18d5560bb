-- When a call was answered by which messages were taken, and how many: a batch may last for minutes, and what it has taken in all says
-- nothing of any moment. Calls are found by their batches (`marketing_batches_by_campaign_taken`, `marketing_batches_by_account_taken`):
-- an index of their own would be written with each call.
alter table marketing_requests
    add column taken_at timestamptz,
    add column taken integer not null default 0;
