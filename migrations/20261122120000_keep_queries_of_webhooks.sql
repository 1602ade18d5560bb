-- What stood behind the `?` of a webhook's address: Twilio tells there whose message it speaks of.
alter table marketing_receipts add column query text not null default '';
