-- Providers that tell what each message costs, and not as what it is billed: Twilio, some of it a day later.

-- What was told of each message. An amount may be told anew: the newest counts, on the day of the first.
alter table marketing_charges
    add column day date,
    add column kind text,
    -- Empty, and 0, where a class was told.
    add column currency text not null default '',
    add column micros bigint not null default 0;

-- What the provider itself told that it bills; empty, and 0, where it tells classes.
alter table marketing_charge_deltas
    add column currency text not null default '',
    add column micros bigint not null default 0;
alter table marketing_charge_totals
    add column currency text collate "C" not null default '',
    add column micros bigint not null default 0,
    drop constraint marketing_charge_totals_pkey,
    add primary key (campaign_id, day, provider, prefix, category, kind, currency);

-- When the last walk through past events began that went as far back as prices may be late.
alter table marketing_accounts_state add column priced_at timestamptz;
