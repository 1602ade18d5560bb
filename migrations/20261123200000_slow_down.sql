-- How far the messages a second of an account are lowered, since its provider said that it sends too fast (domain::pace::Slowdown).
alter table marketing_accounts_state
    add column slow_halvings smallint not null default 0,
    add column slow_since timestamptz;
