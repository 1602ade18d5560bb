-- A campaign by WhatsApp may have an e-mail part: a campaign of its own channel, written to those whom the main campaign does not
-- write to. It shares the main campaign's name, labels, audience and schedule, and is ordered about with it.
alter table prospecting_campaigns
    add column if not exists marketing_part_of uuid,
    -- Cascade and not restrict: the suite's own code goes on deleting its campaigns.
    add constraint marketing_campaigns_part_of foreign key (marketing_part_of)
        references prospecting_campaigns (marketing_id) on delete cascade,
    add constraint marketing_campaigns_part_of_another check (marketing_part_of <> marketing_id);

-- One part each.
create unique index if not exists marketing_campaigns_by_main on prospecting_campaigns (marketing_part_of)
    where marketing_part_of is not null;

comment on column prospecting_campaigns.marketing_part_of is
    'the campaign by WhatsApp whose e-mail part this is; null for a campaign that stands alone';
