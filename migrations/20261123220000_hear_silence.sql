-- Until when a call that was given up may still be told of, by a provider that tells of every message that it takes: then its silence
-- says that the call never arrived. Null: nobody waits for that.
alter table marketing_requests add column heard_until timestamptz;

create index marketing_requests_heard_until on marketing_requests (heard_until) where heard_until is not null;
