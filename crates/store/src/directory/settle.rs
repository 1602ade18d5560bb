//! Who is who, after contacts changed.

use sqlx::types::Uuid;

use super::{Directory, write::Touched};
use crate::Result;

impl Directory<'_> {
    /// Brings the touched contacts to their people, and the people to what their contacts say.
    pub(super) async fn settle(&mut self, mut touched: Touched) -> Result<()> {
        let phones: Vec<String> = touched.phones.into_iter().collect();
        for moved in self.reunite(&phones).await? {
            touched.people.extend(moved);
        }
        let people: Vec<Uuid> = touched.people.into_iter().collect();
        self.forget(&people).await?;
        self.gather(&people).await
    }

    /// A contact with a mobile phone and no e-mail belongs to the person whose contact has the same phone, an e-mail of their own
    /// and the same name; of several, to the first by e-mail; else to the phone. Tells the people left and joined.
    async fn reunite(&mut self, phones: &[String]) -> Result<Vec<[Uuid; 2]>> {
        let moved = sqlx::query!(
            r#"with joined as (
                   select distinct on (phone, name_folded) phone, name_folded, own_id
                   from marketing_contacts
                   where phone = any($1) and is_mobile and email is not null and not is_generic and name_folded <> ''
                   order by phone, name_folded, email collate "C"),
               settled as (
                   select c.source, c.source_id, c.role, c.person_id as before, coalesce(j.own_id, c.own_id) as after
                   from marketing_contacts c left join joined j using (phone, name_folded)
                   where c.phone = any($1) and c.is_mobile and c.email is null)
               update marketing_contacts c set person_id = s.after
               from settled s
               where c.source = s.source and c.source_id = s.source_id and c.role = s.role
                 and s.before is distinct from s.after
               returning s.before as "before!", s.after as "after!""#,
            phones
        )
        .fetch_all(&mut *self.conn)
        .await?;
        Ok(moved.into_iter().map(|contact| [contact.before, contact.after]).collect())
    }

    async fn forget(&mut self, people: &[Uuid]) -> Result<()> {
        sqlx::query!(
            "delete from marketing_people where id = any($1)
             and id not in (select person_id from marketing_contacts where person_id = any($1))",
            people
        )
        .execute(&mut *self.conn)
        .await?;
        Ok(())
    }

    /// A person has what the first contact with it has, and is all that any contact is.
    async fn gather(&mut self, people: &[Uuid]) -> Result<()> {
        sqlx::query!(
            "insert into marketing_people (id, email, phone, name, company, kinds)
             select c.person_id, min(c.email),
                    (array_agg(c.phone order by c.place) filter (where c.is_mobile))[1],
                    coalesce((array_agg(c.name order by c.place) filter (where c.name <> ''))[1], ''),
                    coalesce((array_agg(c.company order by c.place) filter (where c.company <> ''))[1], ''),
                    bit_or(c.kind)
             from marketing_contacts c
             where c.person_id = any($1)
             group by c.person_id
             on conflict (id) do update
             set email = excluded.email, phone = excluded.phone, name = excluded.name, company = excluded.company,
                 kinds = excluded.kinds",
            people
        )
        .execute(&mut *self.conn)
        .await?;
        Ok(())
    }
}
