-- Whether another link of the message was followed, when it was delivered, and whether a reader has followed a link before are
-- found without reading all that the reader did: a program that fetches one address a thousand times costs no more than a reader.
drop index marketing_hits_by_delivery;
create index marketing_hits_clicks on marketing_hits (campaign_id, number, link, at)
    where number is not null and link is not null;
drop index marketing_events_by_delivery;
create index marketing_events_by_delivery on marketing_events (campaign_id, number, kind, occurred_at);
