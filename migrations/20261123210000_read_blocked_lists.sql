-- The walk through the lists of addresses that a provider sends nothing more to, once a day: what webhooks did not bring.
create table marketing_blocked_walks (
    account text primary key,
    -- When the next page may be asked for; while somebody asks, when they are taken to have died.
    due_at timestamptz not null,
    -- The walk that is under way: its window, and the place of the next page, as the provider's adapter writes it.
    walk_from timestamptz,
    walk_to timestamptz,
    place text,
    -- The end of the window of the last walk that was finished.
    read_to timestamptz,
    check ((walk_from is null) = (walk_to is null)),
    check (place is null or walk_to is not null)
);
