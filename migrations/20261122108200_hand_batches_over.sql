-- The account that a batch was made for, where another one carries it because its own could not; only what nobody had begun is
-- handed over.
alter table marketing_batches add column moved_from text;
create index marketing_batches_moved on marketing_batches (account, moved_from) where moved_from is not null;
