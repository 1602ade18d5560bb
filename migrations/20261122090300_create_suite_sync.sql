-- Writes, for a table of campaigns or templates in whatever shape the suite gave it, the two triggers that
-- keep its columns and ours in step. Our statements then read and write `marketing_` columns only, and never
-- need to know the host's names and types:
--   00_marketing_fill    fires before the suite's own triggers: what we wrote goes into the suite's columns;
--   zz_marketing_follow  fires after them: whatever the suite's columns hold in the end goes into ours.

-- The text of a trigger function's assignments, one statement an element.
create or replace function marketing_sync_lines(tab regclass, is_template boolean, out fill text[], out follow text[])
language plpgsql stable as $$
declare
    written constant text := '(ours or (not fresh and new.%1$s is distinct from old.%1$s))';
    id_col text := marketing_find_column(tab, array['id', 'uuid', 'campaign_id', 'template_id', '_id']);
    channel_col text := marketing_find_channel_column(tab);
    name_col text := marketing_find_column(tab, array['name', 'nom', 'campaign_name', 'nom_campagne',
        'template_name', 'nom_template', 'nom_modele', 'titre', 'title', 'label', 'libelle', 'intitule'], 'S');
    subject_col text := marketing_find_column(tab, array['subject', 'objet', 'sujet', 'email_subject',
        'subject_line', 'mail_subject'], 'S');
    created_col text := marketing_find_column(tab, array['created_at', 'createdat', 'created', 'created_on',
        'date_created', 'date_creation', 'cree_le', 'creation_date'], 'D');
    updated_col text := marketing_find_column(tab, array['updated_at', 'updatedat', 'updated', 'updated_on',
        'modified_at', 'date_updated', 'date_modification', 'date_maj', 'modifie_le'], 'D');
    id_type text;
begin
    fill := array[]::text[];
    follow := array[]::text[];

    -- Keys that the suite's own code makes, not the database.
    if marketing_is_mandatory(tab, id_col) then
        select case when t.typname = 'uuid' or t.typcategory = 'S' then 'gen_random_uuid()' end into id_type
        from pg_attribute a join pg_type t on t.oid = a.atttypid
        where a.attrelid = tab and a.attname = id_col;
        if id_type is not null then
            fill := fill || format('if ours and new.%1$I is null then new.%1$I := %2$s; end if;', id_col, id_type);
        end if;
    end if;

    fill := fill || format('if new.marketing_channel is not null and ' || format(written, 'marketing_channel')
        || ' then new.%I := case new.marketing_channel when ''email'' then %L else %L end; end if;',
        channel_col, marketing_channel_spelling(tab, channel_col, 'email'),
        marketing_channel_spelling(tab, channel_col, 'whatsapp'));
    follow := follow || format('new.marketing_channel := marketing_channel_of(new.%I::text);', channel_col);

    if name_col is not null then
        fill := fill || format('if ' || format(written, 'marketing_name')
            || ' then new.%I := new.marketing_name; end if;', name_col);
        follow := follow || format('new.marketing_name := coalesce(nullif(btrim(new.%I::text), ''''), new.marketing_name);',
                                   name_col);
    end if;
    if subject_col is not null then
        fill := fill || format('if ' || format(written, 'marketing_subject')
            || ' then new.%I := coalesce(new.marketing_subject, %s); end if;', subject_col,
            case when (select a.attnotnull from pg_attribute a where a.attrelid = tab and a.attname = subject_col)
                 then '''''' else 'null' end);
        follow := follow || format('new.marketing_subject := case when new.marketing_channel = ''whatsapp'' then null '
            'else nullif(new.%I::text, '''') end;', subject_col);
    end if;
    follow := follow || format('new.marketing_name := coalesce(nullif(btrim(new.marketing_name), ''''), %s%L || %s);',
        case when subject_col is null then '' else format('nullif(btrim(new.%I::text), ''''), ', subject_col) end,
        case when is_template then 'Modèle ' else 'Campagne ' end,
        case when id_col is null then 'new.marketing_id::text' else format('new.%I::text', id_col) end);
    follow := follow || 'new.marketing_sort_name := marketing_fold(new.marketing_name);'::text;

    -- Times: the suite's where it has them, ours where it has none.
    if created_col is not null then
        fill := fill || format('if ours then new.%I := new.marketing_created_at; end if;', created_col);
        follow := follow || format('if fresh then new.marketing_created_at := coalesce(new.marketing_created_at, new.%I::timestamptz); end if;',
                                   created_col);
    end if;
    if updated_col is not null then
        fill := fill || format('if ' || format(written, 'marketing_updated_at')
            || ' then new.%I := new.marketing_updated_at; end if;', updated_col);
        follow := follow || format('if fresh then new.marketing_updated_at := coalesce(new.marketing_updated_at, new.%1$I::timestamptz); '
            'end if;', updated_col);
    end if;
    follow := follow || array[
        'if fresh then '
        'new.marketing_origin := coalesce(new.marketing_origin, ''suite''); '
        'new.marketing_created_at := coalesce(new.marketing_created_at, new.marketing_updated_at, now()); '
        'new.marketing_updated_at := coalesce(new.marketing_updated_at, new.marketing_created_at); '
        'else '
        'new.marketing_version := old.marketing_version + 1; '
        'if new.marketing_updated_at is not distinct from old.marketing_updated_at then '
        'new.marketing_updated_at := greatest(now(), old.marketing_updated_at); end if; '
        'end if;'];
end $$;

-- Only a campaign has these: a status and a template of the suite's.
create or replace function marketing_campaign_lines(tab regclass, out fill text[], out follow text[])
language plpgsql stable as $$
declare
    status_col text := marketing_find_column(tab, array['status', 'statut', 'state', 'etat', 'campaign_status',
        'statut_campagne']);
    link_col text := marketing_find_column(tab, array['template_id', 'templateid', 'prospecting_template_id',
        'modele_id', 'id_template']);
    key_col text := marketing_find_column('prospecting_templates'::regclass, array['id', 'uuid', '_id']);
begin
    fill := array[]::text[];
    follow := array[]::text[];
    if status_col is not null and marketing_is_mandatory(tab, status_col) then
        fill := fill || format('if ours and new.%1$I is null then new.%1$I := %2$L; end if;', status_col,
            coalesce(marketing_find_spelling(tab, status_col, '^(draft|brouillon)$'),
                     marketing_find_spelling(tab, status_col, '^(new|nouveau|nouvelle|created|cree|pending|en_attente)$'),
                     'draft'));
    end if;
    follow := follow || case when status_col is null
        then 'if fresh then new.marketing_state := coalesce(new.marketing_state, ''draft''); end if;'
        else format('if fresh then '
            'if new.marketing_state is null and marketing_is_archived(new.%1$I::text) then '
            'new.marketing_archived_at := new.marketing_updated_at; end if; '
            'new.marketing_state := coalesce(new.marketing_state, marketing_state_of(new.%1$I::text)); end if;', status_col)
        end;
    if link_col is not null and key_col is not null then
        fill := fill || format('if ours or (not fresh and new.marketing_template_id is distinct from old.marketing_template_id) then '
            'new.%1$I := (select t.%2$I from prospecting_templates t where t.marketing_id = new.marketing_template_id); end if;',
            link_col, key_col);
        -- Not where the link was written by us: one that leads nowhere is to be refused, not forgotten.
        follow := follow || format('if (fresh and not ours) or (not fresh and new.%1$I is distinct from old.%1$I '
            'and new.marketing_template_id is not distinct from old.marketing_template_id) then new.marketing_template_id := '
            '(select t.marketing_id from prospecting_templates t where t.%2$I::text = new.%1$I::text); end if;',
            link_col, key_col);
    end if;
    follow := follow || 'new.marketing_search := marketing_fold(concat_ws(E''\n'', new.marketing_name, new.marketing_subject, array_to_string(new.marketing_tags, E''\n'')));'::text;
end $$;

-- Only a template has these: its content, one column of the suite's for HTML or for a WhatsApp text.
create or replace function marketing_template_lines(tab regclass, out fill text[], out follow text[])
language plpgsql stable as $$
declare
    content_col text := marketing_find_column(tab, array['content', 'body', 'html', 'html_content', 'content_html',
        'body_html', 'html_body', 'contenu', 'contenu_html', 'corps', 'message', 'texte', 'text', 'template'], 'S');
    text_col text := marketing_find_column(tab, array['text_content', 'content_text', 'body_text', 'text_body',
        'plain_text', 'contenu_texte', 'texte', 'text'], 'S');
    html_or_text constant text := 'case when new.marketing_channel = ''whatsapp'' then new.marketing_text else new.marketing_html end';
begin
    fill := array[]::text[];
    follow := array[]::text[];
    if text_col = content_col then
        text_col := null;
    end if;
    if text_col is not null then
        fill := fill || format('if ours or (not fresh and new.marketing_text is distinct from old.marketing_text) then '
            'new.%I := coalesce(new.marketing_text, %s); end if;', text_col,
            case when (select a.attnotnull from pg_attribute a where a.attrelid = tab and a.attname = text_col)
                 then '''''' else 'null' end);
        follow := follow || format('new.marketing_text := nullif(new.%I::text, '''');', text_col);
    end if;
    if content_col is not null then
        fill := fill || format('if ours or (not fresh and (new.marketing_html is distinct from old.marketing_html '
            'or new.marketing_channel = ''whatsapp'' and new.marketing_text is distinct from old.marketing_text)) then '
            'new.%I := coalesce(' || html_or_text || ', %s); end if;', content_col,
            case when (select a.attnotnull from pg_attribute a where a.attrelid = tab and a.attname = content_col)
                 then '''''' else 'null' end);
        follow := follow || format('if new.marketing_channel = ''whatsapp'' then '
            'new.marketing_text := coalesce(nullif(new.%1$I::text, ''''), new.marketing_text); new.marketing_html := null; '
            'else new.marketing_html := nullif(new.%1$I::text, ''''); end if;', content_col);
    end if;
    follow := follow || array[
        'new.marketing_excerpt := left(btrim(regexp_replace(regexp_replace(regexp_replace('
        'left(coalesce(new.marketing_text, new.marketing_html, ''''), 40000), '
        '''<(style|script|head|title)\M.*?</\1>'', '' '', ''gi''), ''<[^>]*>|&nbsp;|&zwnj;|&#8204;'', '' '', ''g''), '
        '''\s+'', '' '', ''g'')), 160);',
        'new.marketing_search := marketing_fold(concat_ws(E''\n'', new.marketing_name, new.marketing_subject));'];
end $$;

-- Writes both triggers of one table. Run it again when the suite has renamed a column.
create or replace function marketing_write_sync(tab regclass) returns void
language plpgsql as $$
declare
    table_name text := (select c.relname from pg_class c where c.oid = tab);
    is_template boolean := tab = 'prospecting_templates'::regclass;
    common record;
    special record;
    pass record;
begin
    common := marketing_sync_lines(tab, is_template);
    if is_template then
        special := marketing_template_lines(tab);
    else
        special := marketing_campaign_lines(tab);
    end if;
    for pass in
        select * from (values ('fill', '00_marketing_fill', common.fill || special.fill),
                              ('follow', 'zz_marketing_follow', common.follow || special.follow)) as p (verb, trigger_name, lines)
    loop
        -- A row is fresh when it has just been inserted, or was there before us and is being adopted.
        execute format(
            E'create or replace function %I() returns trigger language plpgsql set search_path from current as $body$\n'
            'declare\n    fresh boolean := tg_op = ''INSERT'' or old.marketing_origin is null;\n'
            '    ours boolean := fresh and new.marketing_origin is not distinct from ''marketing'';\n'
            'begin\n    %s\n    return new;\nend $body$',
            format('marketing_%s_%s', pass.verb, table_name), array_to_string(pass.lines, E'\n    '));
        if not exists (select from pg_trigger t where t.tgrelid = tab and t.tgname = pass.trigger_name) then
            execute format('create trigger %I before insert or update on %s for each row execute function %I()',
                pass.trigger_name, tab, format('marketing_%s_%s', pass.verb, table_name));
        end if;
    end loop;
end $$;

-- Fills our columns of the rows that were there before us. The suite's own triggers rest meanwhile: a row that
-- is adopted has not changed, so nothing may be audited, notified or dated because of it. So do its rules that
-- were never validated: an update would hold old rows against them.
create or replace function marketing_adopt_rows(tab regclass) returns void
language plpgsql as $$
declare
    theirs record;
    resting text[] := array[]::text[];
begin
    for theirs in
        select t.tgname, t.tgenabled from pg_trigger t
        where t.tgrelid = tab and not t.tgisinternal and t.tgenabled <> 'D'
          and t.tgname not in ('00_marketing_fill', 'zz_marketing_follow')
    loop
        execute format('alter table %s disable trigger %I', tab, theirs.tgname);
        resting := resting || format('alter table %s enable %s trigger %I', tab,
            case theirs.tgenabled when 'R' then 'replica' when 'A' then 'always' else '' end, theirs.tgname);
    end loop;
    for theirs in
        select k.conname, pg_get_constraintdef(k.oid) as definition from pg_constraint k
        where k.conrelid = tab and k.contype = 'c' and not k.convalidated
    loop
        execute format('alter table %s drop constraint %I', tab, theirs.conname);
        resting := resting || format('alter table %s add constraint %I %s', tab, theirs.conname, theirs.definition);
    end loop;
    execute format('update %s set marketing_origin = null where marketing_origin is null', tab);
    for i in 1 .. cardinality(resting) loop
        execute resting[i];
    end loop;
end $$;
