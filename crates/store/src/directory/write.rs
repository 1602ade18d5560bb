//! Writing contacts.

use std::collections::BTreeSet;

use domain::PersonId;
use sqlx::types::{Json, Uuid};

use super::{Contact, Directory, SourceId};
use crate::Result;

/// What a piece of work touched: the people and phones whose standing may now be another.
#[derive(Debug, Default)]
pub(super) struct Touched {
    pub(super) people: BTreeSet<Uuid>,
    pub(super) phones: BTreeSet<String>,
}

impl Directory<'_> {
    /// Puts the contacts of these rows in the place of those that they had, and makes the people anew whom that touches.
    /// What comes out depends on the contacts alone, never on the order in which they came.
    ///
    /// # Errors
    /// [`crate::StoreError`].
    pub async fn replace(&mut self, rows: &BTreeSet<SourceId>, contacts: &[Contact]) -> Result<()> {
        let mut touched = self.remove(rows).await?;
        self.insert(contacts).await?;
        touched.people.extend(contacts.iter().filter_map(|contact| contact.own_id).map(|PersonId(id)| id));
        let mobiles = contacts.iter().filter(|contact| contact.is_mobile);
        touched.phones.extend(mobiles.filter_map(|contact| contact.phone.clone()));
        self.settle(touched).await
    }

    async fn remove(&mut self, rows: &BTreeSet<SourceId>) -> Result<Touched> {
        let sources: Vec<String> = rows.iter().map(|row| row.source.to_string()).collect();
        let ids: Vec<String> = rows.iter().map(|row| row.id.clone()).collect();
        let removed = sqlx::query!(
            "delete from marketing_contacts c using unnest($1::text[], $2::text[]) as gone (source, source_id)
             where c.source = gone.source and c.source_id = gone.source_id
             returning c.person_id, case when c.is_mobile then c.phone end as phone",
            &sources,
            &ids
        )
        .fetch_all(&mut *self.conn)
        .await?;
        let mut touched = Touched::default();
        for contact in removed {
            touched.people.extend(contact.person_id);
            touched.phones.extend(contact.phone);
        }
        Ok(touched)
    }

    async fn insert(&mut self, contacts: &[Contact]) -> Result<()> {
        let text = |of: fn(&Contact) -> String| contacts.iter().map(of).collect::<Vec<_>>();
        let maybe = |of: fn(&Contact) -> &Option<String>| {
            contacts.iter().map(|contact| of(contact).as_deref()).collect::<Vec<_>>()
        };
        let flag = |of: fn(&Contact) -> bool| contacts.iter().map(of).collect::<Vec<_>>();
        let kinds: Vec<i16> = contacts.iter().map(|contact| contact.kind.bit()).collect();
        let fields: Vec<_> = contacts.iter().map(|contact| Json(&contact.fields)).collect();
        let own: Vec<Option<Uuid>> =
            contacts.iter().map(|contact| contact.own_id.map(|person| person.0)).collect();
        sqlx::query!(
            "insert into marketing_contacts
                 (source, source_id, role, place, kind, name, company, email_raw, email, is_generic, phone_raw, phone,
                  is_mobile, statut, type, industry, size_label, ville, pays, fields, own_id, person_id)
             select *, own_id from unnest(
                 $1::text[], $2::text[], $3::text[], $4::text[], $5::smallint[], $6::text[], $7::text[], $8::text[],
                 $9::text[], $10::boolean[], $11::text[], $12::text[], $13::boolean[], $14::text[], $15::text[],
                 $16::text[], $17::text[], $18::text[], $19::text[], $20::jsonb[], $21::uuid[])
                 as c (source, source_id, role, place, kind, name, company, email_raw, email, is_generic, phone_raw,
                       phone, is_mobile, statut, type, industry, size_label, ville, pays, fields, own_id)",
            &text(|contact| contact.row.source.to_string()),
            &text(|contact| contact.row.id.clone()),
            &text(|contact| contact.role.to_string()),
            &text(Contact::place),
            &kinds,
            &text(|contact| contact.name.clone()),
            &text(|contact| contact.company.clone()),
            maybe(|contact| &contact.email_raw) as _,
            maybe(|contact| &contact.email) as _,
            &flag(|contact| contact.is_generic),
            maybe(|contact| &contact.phone_raw) as _,
            maybe(|contact| &contact.phone) as _,
            &flag(|contact| contact.is_mobile),
            maybe(|contact| &contact.statut) as _,
            maybe(|contact| &contact.client_type) as _,
            maybe(|contact| &contact.industry) as _,
            maybe(|contact| &contact.size_label) as _,
            maybe(|contact| &contact.ville) as _,
            maybe(|contact| &contact.pays) as _,
            fields as _,
            own as _
        )
        .execute(&mut *self.conn)
        .await?;
        Ok(())
    }
}
