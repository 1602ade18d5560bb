-- Hits whose program and network are still to be erased, the oldest first.
create index marketing_hits_details on marketing_hits (at)
    where judged and (user_agent is not null or network is not null);
