-- Free text in an open window begins nothing: Meta counts none of it against what a number may begin in 24 hours.
alter table marketing_batches
    -- Those of its members whom the claim found to get free text in their open window.
    add column in_window integer[] not null default '{}',
    -- What it waits for while it is not due (domain::pace::WaitReason); null for quiet hours.
    add column waits_for text;
