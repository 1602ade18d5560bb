-- Since when a number stands where it does with the people it writes to, and which category a template had before Meta gave it another:
-- what asks for a person tells both.
alter table marketing_whatsapp_senders add column quality_at timestamptz;
alter table marketing_whatsapp_templates
    add column was_category text check (was_category in ('marketing', 'utility', 'authentication'));
