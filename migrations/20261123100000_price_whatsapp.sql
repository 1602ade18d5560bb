-- What WhatsApp costs: the cards that prices come from, what each delivered message is billed as, and what whoever launched expected.

-- domain::whatsapp::RateCard; nobody invents one.
create table marketing_rate_cards (
    provider text not null check (provider in ('meta', 'twilio')),
    -- It holds from this day on (UTC), until the next one of the provider begins.
    begins_on date not null,
    currency text not null check (currency ~ '^[A-Z]{3}$'),
    fee_micros bigint check (fee_micros >= 0),
    -- [domain::whatsapp::Rate]
    rates jsonb not null,
    imported_by text not null,
    imported_at timestamptz not null,
    primary key (provider, begins_on)
);

-- One row for each message that its provider told to have billed, or to be free: told twice it counts once.
create table marketing_charges (
    campaign_id uuid not null,
    number integer not null,
    primary key (campaign_id, number)
);

-- What they add up to, folded by the rollup as figures are. Prices are looked up when they are read, by the card of the day.
create table marketing_charge_deltas (
    id bigint generated always as identity primary key,
    campaign_id uuid not null,
    -- When it was delivered (UTC).
    day date not null,
    provider text not null,
    -- The beginning of the number, which tells the country: domain::whatsapp::Country::TELLS characters.
    prefix text not null,
    -- The provider's words.
    category text not null,
    kind text not null,
    messages bigint not null
);
create table marketing_charge_totals (
    campaign_id uuid not null,
    day date not null,
    provider text collate "C" not null,
    prefix text collate "C" not null,
    category text collate "C" not null,
    kind text collate "C" not null,
    messages bigint not null,
    primary key (campaign_id, day, provider, prefix, category, kind)
);
create index marketing_charge_totals_by_day on marketing_charge_totals (day);

-- domain::whatsapp::CostEstimate, as the review showed it when the campaign was launched.
create table marketing_cost_estimates (
    campaign_id uuid primary key,
    estimate jsonb not null
);
