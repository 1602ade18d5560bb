-- no-transaction
-- A native enum cannot take a value and use it in the same transaction, so this stands apart from the
-- migrations that use it. Every step looks first: running it again changes nothing.
do $$
declare
    tab regclass;
    col text;
    email text;
    whatsapp text;
    kind record;
    rule record;
begin
    foreach tab in array array['prospecting_campaigns'::regclass, 'prospecting_templates'::regclass] loop
        col := marketing_find_channel_column(tab);
        if col is null then
            -- A suite that never needed to tell channels apart only ever sent e-mail.
            execute format('alter table %s add column channel text not null default %L', tab, 'EMAIL');
            continue;
        end if;
        email := marketing_channel_spelling(tab, col, 'email');
        whatsapp := marketing_channel_spelling(tab, col, 'whatsapp');
        select t.oid, t.typtype, format_type(t.oid, null) as name, a.attnum, a.atttypmod,
               t.typname in ('varchar', 'bpchar') as is_limited
        into kind
        from pg_attribute a join pg_type t on t.oid = a.atttypid
        where a.attrelid = tab and a.attname = col and not a.attisdropped;

        if kind.typtype = 'e' then
            execute format('alter type %s add value if not exists %L', kind.name, whatsapp);
        elsif kind.is_limited and kind.atttypmod between 1 and length(whatsapp) + 3 then
            execute format('alter table %s alter column %I type varchar(20)', tab, col);
        end if;

        -- Rules on the column, or on the domain that is its type, which list e-mail but not WhatsApp.
        for rule in
            select k.conname, k.convalidated, k.contypid,
                   pg_get_expr(k.conbin, k.conrelid) as expression,
                   pg_get_constraintdef(k.oid) as definition
            from pg_constraint k
            where k.contype = 'c'
              and ((k.conrelid = tab and kind.attnum = any (k.conkey))
                   or (kind.typtype = 'd' and k.contypid = kind.oid))
              and strpos(pg_get_constraintdef(k.oid), quote_literal(email)) > 0
              and strpos(pg_get_constraintdef(k.oid), quote_literal(whatsapp)) = 0
        loop
            if rule.contypid <> 0 then
                execute format('alter domain %s drop constraint %I', kind.name, rule.conname);
                execute format('alter domain %s add constraint %I check ((%s) or value::text = %L)%s',
                               kind.name, rule.conname, rule.expression, whatsapp,
                               case when rule.convalidated then '' else ' not valid' end);
            else
                execute format('alter table %s drop constraint %I', tab, rule.conname);
                execute format('alter table %s add constraint %I check ((%s) or %I::text = %L)%s',
                               tab, rule.conname, rule.expression, col, whatsapp,
                               case when rule.convalidated then '' else ' not valid' end);
            end if;
        end loop;
    end loop;
end $$;
