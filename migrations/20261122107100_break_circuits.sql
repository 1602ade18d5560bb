-- An account of which nobody knows any more whether it takes messages rests, and comes back one batch at a time.
alter table marketing_accounts_state
    -- Calls in a row that ended in doubt, whoever made them.
    add column doubts integer not null default 0,
    -- After a rest one batch tries whether the account takes messages again; until then nobody else does, unless it dies.
    add column trial_until timestamptz;
