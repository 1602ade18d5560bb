-- When each call was begun: a provider knows its key, and may still tell of it, for so long from then on; and the calls of one batch
-- follow each other for as long as the provider takes.
alter table marketing_requests add column begun_at timestamptz;

update marketing_requests r set begun_at = coalesce(b.submitted_at, b.due_at)
from marketing_batches b where b.campaign_id = r.campaign_id and b.no = r.batch;

-- Calls of no batch are nobody's.
delete from marketing_requests where begun_at is null;

alter table marketing_requests alter column begun_at set not null;
