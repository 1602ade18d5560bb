-- Tries of an errand that are known to have ended with "not now"; a try whose process died is not among them.
alter table marketing_errands add column refusals smallint not null default 0;
