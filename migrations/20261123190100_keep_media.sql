-- Files that people sent and a colleague asked for, for as long as it takes to look at them: the provider has the original.
create table marketing_media (
    message_id uuid primary key references marketing_messages (id) on delete cascade,
    mime text not null,
    bytes bytea not null check (octet_length(bytes) <= 16777216),
    fetched_at timestamptz not null
);
create index marketing_media_by_age on marketing_media (fetched_at);
