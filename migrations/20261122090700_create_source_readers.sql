-- Reads `clients` and `companies` in one shape, whichever the suite's is. Functions with a body of text, and
-- not views: a view would forbid the suite to change its own columns. PostgreSQL inlines them all the same.

-- How the suite may spell a field of the dossier (lower case).
create or replace function marketing_field_spellings(field text) returns text[]
language sql immutable as $$
    select case field
        when 'id' then array['id', 'uuid', '_id']
        when 'nom' then array['nom', 'raison_sociale', 'name', 'societe']
        when 'name' then array['name', 'nom', 'company_name', 'raison_sociale']
        when 'email' then array['email', 'mail', 'courriel', 'email_principal', 'contact_email']
        when 'telephone' then array['telephone', 'tel', 'phone', 'telephone_principal', 'mobile']
        when 'phone' then array['phone', 'telephone', 'tel', 'mobile', 'phone_number']
        when 'statut' then array['statut', 'status', 'etat']
        when 'type' then array['type', 'type_client', 'client_type']
        when 'industry' then array['industry', 'secteur', 'sector', 'secteur_activite']
        when 'size_label' then array['size_label', 'taille', 'size', 'effectif']
        when 'ville' then array['ville', 'city', 'town']
        when 'pays' then array['pays', 'country']
        when 'created_at' then array['created_at', 'createdat', 'date_creation']
        when 'updated_at' then array['updated_at', 'updatedat', 'date_modification']
        else array[field]
    end
$$;

-- The column that holds a field. A key contact's field may be prefixed, and its last word spelled otherwise.
create or replace function marketing_find_field(tab regclass, field text) returns text
language sql stable as $$
    select coalesce(
        marketing_find_column(tab, marketing_field_spellings(field)),
        (select marketing_find_column(tab, array_agg(prefix || contact.words[1] || '_' || spelling order by prefix, rank))
         from regexp_matches(field, '^(administrateur|contact_interne)_(nom|email|tel)$') as contact (words)
         cross join unnest(array['', 'contact_', 'contacts_cles_']) as prefix
         cross join unnest(case contact.words[2] when 'nom' then array['nom', 'name']
                                                 when 'email' then array['email', 'mail']
                                                 else array['tel', 'telephone', 'phone'] end)
                    with ordinality as s (spelling, rank)))
$$;

-- The one jsonb column that holds the key contacts, where they are not flat.
create or replace function marketing_find_key_contacts(tab regclass) returns text
language sql stable as $$
    select a.attname::text
    from pg_attribute a
    where a.attrelid = tab and a.atttypid in ('json'::regtype, 'jsonb'::regtype)
      and a.attname = marketing_find_column(tab, array['contacts_cles', 'contactscles', 'key_contacts', 'contacts'])
$$;

-- How a query reads a field.
create or replace function marketing_read_field(tab regclass, field text) returns text
language sql stable as $$
    select coalesce(
        (select format('s.%I::text', found.col) from marketing_find_field(tab, field) as found (col) where found.col is not null),
        (select format('(s.%I::jsonb #>> %L)', marketing_find_key_contacts(tab), contact.words)
         from regexp_matches(field, '^(administrateur|contact_interne)_(nom|email|tel)$') as contact (words)
         where marketing_find_key_contacts(tab) is not null),
        'null::text')
$$;

-- Writes a reader of one table, with one text column for each field.
create or replace function marketing_write_source_reader(reader text, tab regclass, fields text[]) returns void
language plpgsql as $$
declare
    shape text;
    reading text;
    qualified text;
begin
    select string_agg(format('%I text', field), ', ' order by rank),
           string_agg(marketing_read_field(tab, field), ', ' order by rank)
    into shape, reading
    from unnest(fields) with ordinality as f (field, rank);
    select format('%I.%I', n.nspname, c.relname) into qualified
    from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.oid = tab;
    execute format('create or replace function %I() returns table (%s) language sql stable parallel safe as %L',
                   reader, shape, format('select %s from %s s', reading, qualified));
end $$;

-- Writes both readers. Run it again when the suite has renamed a column.
create or replace function marketing_write_source_readers() returns void
language sql as $$
    select marketing_write_source_reader('marketing_source_clients', 'clients', array[
        'id', 'nom', 'email', 'telephone', 'statut', 'type', 'ville',
        'administrateur_nom', 'administrateur_email', 'administrateur_tel',
        'contact_interne_nom', 'contact_interne_email', 'contact_interne_tel']);
    select marketing_write_source_reader('marketing_source_companies', 'companies', array[
        'id', 'name', 'email', 'phone', 'industry', 'size_label', 'ville']);
$$;

select marketing_write_source_readers();
