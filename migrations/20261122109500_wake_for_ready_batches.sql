-- A part of a batch that is already claimed wakes nobody; what one transaction inserts is one signal all the same.
drop trigger marketing_batches_wake on marketing_batches;
create trigger marketing_batches_wake after insert on marketing_batches
    for each row when (new.state = 'ready') execute function marketing_wake('marketing_batches');
