-- Opens and clicks at our own addresses, as they came. A reader whose tracking is not granted leaves nothing personal.
create sequence marketing_hit_ids;
create table marketing_hits (
    campaign_id uuid not null,
    id bigint not null default nextval('marketing_hit_ids'),
    number integer,
    kind text not null check (kind in ('open', 'click')),
    link smallint,
    at timestamptz not null,
    user_agent text,
    -- Cut to /24 (IPv4) or /48 (IPv6).
    network text,
    head_request boolean not null,
    judged boolean not null default false,
    primary key (campaign_id, id),
    check (number is not null or (user_agent is null and network is null)),
    check ((kind = 'click') = (link is not null))
) partition by hash (campaign_id);

do $$
begin
    for i in 0..7 loop
        execute format('create table marketing_hits_%s partition of marketing_hits
                        for values with (modulus 8, remainder %s)', i, i);
    end loop;
end $$;

create index marketing_hits_waiting on marketing_hits (at) where not judged;
create index marketing_hits_by_delivery on marketing_hits (campaign_id, number, at) where number is not null;
