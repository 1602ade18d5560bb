-- What an administrator decides while the product runs, and the log of who changed what.
create table marketing_settings (
    key text primary key,
    value jsonb not null,
    changed_by text not null,
    changed_at timestamptz not null
);

create table marketing_setting_changes (
    id bigint generated always as identity primary key,
    key text not null,
    before jsonb,
    after jsonb not null,
    changed_by text not null,
    changed_at timestamptz not null
);

create or replace function marketing_refuse_change() returns trigger
language plpgsql as $$
begin
    raise exception '% is append-only: % refused', tg_table_name, lower(tg_op)
        using errcode = 'restrict_violation', hint = 'Set the value anew; the log keeps both.';
end $$;

create trigger marketing_setting_changes_append_only before update or delete or truncate on marketing_setting_changes
    for each statement execute function marketing_refuse_change();
