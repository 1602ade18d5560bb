-- Reads single rows of `clients` and `companies` by their ids, through the table's own index, in one shape. The readers of whole
-- tables learn the country, which says how a phone number without a country code is meant.

-- The columns of the suite that hold what we know by a name of our own; whatever else a row has is a custom column, which
-- templates may name as `source.column`.
create or replace function marketing_known_columns(tab regclass, fields text[]) returns text[]
language sql stable as $$
    select coalesce(array_agg(col), '{}')
    from (select marketing_find_field(tab, field)
          from unnest(fields || array['created_at', 'updated_at']) as f (field)
          where field not in ('ville', 'pays')
          union select marketing_find_key_contacts(tab)) as known (col)
    where col is not null
$$;

-- Writes the reader of single rows of one table: a text column for each field, and the custom columns as an object. The ids are
-- cast to the column's type, so that the column's index serves. A table without an id has no such rows.
create or replace function marketing_write_row_reader(reader text, tab regclass, fields text[]) returns void
language plpgsql as $$
declare
    id_col text := marketing_find_field(tab, 'id');
    shape text;
    reading text;
    choice text;
begin
    select string_agg(format('%I text', field), ', ' order by rank),
           string_agg(marketing_read_field(tab, field), ', ' order by rank)
    into shape, reading
    from unnest(fields) with ordinality as f (field, rank);
    select format('s.%I = any (ids::%I.%I[])', a.attname, n.nspname, t.typname) into choice
    from pg_attribute a
    join pg_type t on t.oid = a.atttypid
    join pg_namespace n on n.oid = t.typnamespace
    where a.attrelid = tab and a.attname = id_col;
    execute format(
        'create or replace function %I(ids text[]) returns table (%s, fields jsonb) language sql stable parallel safe as %L',
        reader, shape,
        format('select %s, to_jsonb(s) - %L::text[] from %s s where %s', reading, marketing_known_columns(tab, fields),
               (select format('%I.%I', n.nspname, c.relname)
                from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.oid = tab),
               coalesce(choice, 'false')));
end $$;

drop function marketing_source_clients();
drop function marketing_source_companies();

-- Writes all readers. Run it again when the suite has renamed a column.
create or replace function marketing_write_source_readers() returns void
language plpgsql as $$
declare
    clients constant text[] := array[
        'id', 'nom', 'email', 'telephone', 'statut', 'type', 'ville', 'pays',
        'administrateur_nom', 'administrateur_email', 'administrateur_tel',
        'contact_interne_nom', 'contact_interne_email', 'contact_interne_tel'];
    companies constant text[] := array['id', 'name', 'email', 'phone', 'industry', 'size_label', 'ville', 'pays'];
begin
    perform marketing_write_source_reader('marketing_source_clients', 'clients', clients);
    perform marketing_write_source_reader('marketing_source_companies', 'companies', companies);
    perform marketing_write_row_reader('marketing_client_rows', 'clients', clients);
    perform marketing_write_row_reader('marketing_company_rows', 'companies', companies);
end $$;

select marketing_write_source_readers();
