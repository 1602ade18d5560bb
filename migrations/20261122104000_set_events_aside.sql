-- Why an event could not be applied. It is held to be projected then, and nothing counts it.
alter table marketing_events add column failure text;
