-- Functions that read the shape in which the suite's tables are found. They hold every spelling that we
-- know of, so that nothing else in the product needs to.

-- Folds case and accents, so that search and sorting need no extension. Immutable: it may be indexed.
create or replace function marketing_fold(words text) returns text
language sql immutable strict parallel safe as $$
    select replace(replace(translate(lower(words),
        'àáâãäåāçćèéêëēìíîïīñńòóôõöōùúûüūýÿžšßÀÁÂÃÄÅÇÈÉÊËÌÍÎÏÑÒÓÔÕÖÙÚÛÜÝ',
        'aaaaaaacceeeeeiiiiinnoooooouuuuuyyzssaaaaaaceeeeiiiinooooouuuuy'), 'œ', 'oe'), 'æ', 'ae')
$$;

-- The first of the candidates (lower case) that the table has; only in a type category when one is given
-- ('S' text, 'D' dates).
create or replace function marketing_find_column(tab regclass, candidates text[], category text default null)
returns text language sql stable as $$
    select a.attname::text
    from unnest(candidates) with ordinality as c (candidate, rank)
    join pg_attribute a on a.attrelid = tab and lower(a.attname) = c.candidate
                       and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
    join pg_type t on t.oid = a.atttypid
    where category is null or t.typcategory = category
    order by c.rank
    limit 1
$$;

-- Whether an INSERT that does not name the column fails.
create or replace function marketing_is_mandatory(tab regclass, col text) returns boolean
language sql stable as $$
    select coalesce(bool_or((a.attnotnull or (t.typtype = 'd' and t.typnotnull))
                            and not a.atthasdef and a.attidentity = '' and t.typdefault is null), false)
    from pg_attribute a
    join pg_type t on t.oid = a.atttypid
    where a.attrelid = tab and a.attname = col and not a.attisdropped
$$;

-- How the suite spells a value that matches the pattern in this column: as its rows do, else as its enum,
-- its check constraints or its default do.
create or replace function marketing_find_spelling(tab regclass, col text, pattern text) returns text
language plpgsql stable as $$
declare
    spelling text;
begin
    execute format('select v from (select %1$I::text as v from %2$s) s where v ~* $1 group by v order by count(*) desc, v limit 1',
                   col, tab) into spelling using pattern;
    if spelling is not null then
        return spelling;
    end if;
    select e.enumlabel::text into spelling
    from pg_attribute a join pg_enum e on e.enumtypid = a.atttypid
    where a.attrelid = tab and a.attname = col and e.enumlabel ~* pattern
    order by e.enumsortorder limit 1;
    if spelling is not null then
        return spelling;
    end if;
    select found.words[1] into spelling
    from (select pg_get_constraintdef(k.oid) as expression, 1 as rank
          from pg_constraint k
          join pg_attribute a on a.attrelid = k.conrelid and a.attnum = any (k.conkey)
          where k.conrelid = tab and k.contype = 'c' and a.attname = col
          union all
          select pg_get_expr(d.adbin, d.adrelid), 2
          from pg_attrdef d
          join pg_attribute a on a.attrelid = d.adrelid and a.attnum = d.adnum
          where d.adrelid = tab and a.attname = col) e
    cross join lateral regexp_matches(e.expression, '''([^'']*)''', 'g') as found (words)
    where found.words[1] ~* pattern
    order by e.rank limit 1;
    return spelling;
end $$;

create or replace function marketing_email_pattern() returns text
language sql immutable as $$ select '^((e[ _-]?)?mail(ing)?s?|courriel|smtp|newsletter)$' $$;

create or replace function marketing_whatsapp_pattern() returns text
language sql immutable as $$ select '^(whats[ _-]?app|wa|wabusiness|whatsapp[ _-]?business)$' $$;

-- The suite's column that says by which channel a campaign or template goes out. A column named `type`
-- counts only if it is seen to speak of e-mail.
create or replace function marketing_find_channel_column(tab regclass) returns text
language sql stable as $$
    select coalesce(
        marketing_find_column(tab, array['channel', 'canal', 'channel_type', 'type_canal', 'campaign_channel',
                                         'medium', 'media', 'support']),
        (select c.col
         from unnest(array['type', 'campaign_type', 'type_campagne', 'template_type', 'type_template', 'kind'])
              with ordinality as candidates (candidate, rank)
         cross join lateral (select marketing_find_column(tab, array[candidate])) as c (col)
         where c.col is not null
           and coalesce(marketing_find_spelling(tab, c.col, marketing_email_pattern()),
                        marketing_find_spelling(tab, c.col, marketing_whatsapp_pattern())) is not null
         order by candidates.rank limit 1))
$$;

-- How the suite writes one of our two channels; where it never wrote it, in the case of the other one.
create or replace function marketing_channel_spelling(tab regclass, col text, channel text) returns text
language plpgsql stable as $$
declare
    email text := marketing_find_spelling(tab, col, marketing_email_pattern());
    whatsapp text := marketing_find_spelling(tab, col, marketing_whatsapp_pattern());
begin
    if channel = 'email' then
        return coalesce(email, case when whatsapp = lower(whatsapp) then 'email' else 'EMAIL' end);
    end if;
    return coalesce(whatsapp, case when email is null or email = upper(email) then 'WHATSAPP'
                                   when email = lower(email) then 'whatsapp'
                                   else 'WhatsApp' end);
end $$;

-- Our channel for one of the suite's; null for a channel that this product does not serve, so that an SMS
-- campaign is neither lost nor shown as something it is not.
create or replace function marketing_channel_of(suite_channel text) returns text
language sql immutable as $$
    select case
        when suite_channel is null or btrim(suite_channel) = '' then 'email'
        when btrim(suite_channel) ~* marketing_whatsapp_pattern() then 'whatsapp'
        when marketing_fold(suite_channel) ~ '(sms|mms|rcs|call|appel|phone|telephon|voice|vocal|linkedin|facebook|instagram|messenger|twitter|telegram|viber|push|postal|courrier|visit|meeting|rendez|rdv|terrain|field)'
            then null
        else 'email'
    end
$$;

-- Our state for the suite's status of a row that we meet for the first time. Whatever was not clearly over
-- is a draft, above all what the suite calls scheduled or running: a legacy row never sends by itself.
create or replace function marketing_state_of(suite_status text) returns text
language sql immutable as $$
    select case
        when marketing_fold(suite_status) ~ '^(sent|completed?|done|finished|closed|delivered|archived?|termine(e|s|es)?|envoye(e|s|es)?|fini(e|s|es)?|cloture(e|s|es)?|acheve(e|s|es)?|archive(e|s|es)?)$'
            then 'finished'
        when marketing_fold(suite_status) ~ '^(cancell?ed|canceled|aborted|annule(e|s|es)?|abandonne(e|s|es)?)$' then 'cancelled'
        else 'draft'
    end
$$;

create or replace function marketing_is_archived(suite_status text) returns boolean
language sql immutable as $$ select coalesce(marketing_fold(suite_status) ~ '^archive(d|e|ee|es|ees)?$', false) $$;
