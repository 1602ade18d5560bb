//! Names: by which user id, and by which spelling of its number, an account's provider knows an address.

use chrono::{DateTime, Utc};
use domain::{
    CampaignId, Channel, ConversationId,
    consent::{LedgerState, Purpose},
    event::Subject,
    provider::AccountId,
    whatsapp::Known,
};

use super::Conversations;
use crate::Result;

/// Who is known by which name, column by column: whoever is known by two has a row for each.
#[derive(Default)]
struct Columns {
    names: Vec<String>,
    phones: Vec<Option<String>>,
    campaigns: Vec<Option<sqlx::types::Uuid>>,
    numbers: Vec<Option<i32>>,
    told: Vec<DateTime<Utc>>,
}

impl Columns {
    fn of(known: &[Known]) -> Self {
        let mut columns = Self::default();
        for Known { subject, phone, user_id, at } in known {
            let delivery = match subject {
                Subject::Delivery { campaign: CampaignId(campaign), number } => Some((*campaign, *number)),
                _ => None,
            };
            for name in user_id.iter().chain(phone) {
                columns.names.push(name.clone());
                columns.phones.push(phone.clone());
                columns.campaigns.push(delivery.map(|(campaign, _)| campaign));
                columns.numbers.push(delivery.map(|(_, number)| number.cast_signed()));
                columns.told.push(*at);
            }
        }
        columns
    }
}

/// What stands under a name, or under an address that it stood for before, of somebody whose address is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Strayed {
    /// The name, or the former address.
    pub name: String,
    /// The address that is written to.
    pub address: String,
    /// When they opted out under it, where they have not at the address, nor decided anything there since.
    pub withdrawn_at: Option<DateTime<Utc>>,
}

impl Conversations<'_> {
    /// Keeps by which user ids people are known to an account whom it wrote to, and by which spelling of their number where that is not
    /// ours: of each the address that our message went to, else the number that the provider tells. What was told last counts, also that
    /// a number is spelt as we spell it after all. Tells what stands elsewhere than at the address: a conversation, an opt-out. It does so
    /// of all that are told, not of the new ones alone: what somebody said while another process learned their name is found the next
    /// time, and neither ever waits for the other.
    ///
    /// # Errors
    /// [`crate::StoreError`].
    pub async fn know(&mut self, account: &AccountId, known: &[Known]) -> Result<Vec<Strayed>> {
        if known.is_empty() {
            return Ok(Vec::new());
        }
        let columns = Columns::of(known);
        let mut strayed = self.meet(account, &columns).await?;
        strayed.extend(self.strayed(account, &columns.names).await?);
        Ok(strayed)
    }

    /// Keeps the names. Tells for which address a spelling stood before that stands for another one now. That a number is spelt as ours
    /// is kept only where something else was: and only a message to it tells so, for of others the provider's spelling is all that is
    /// known.
    async fn meet(&mut self, account: &AccountId, columns: &Columns) -> Result<Vec<Strayed>> {
        let Columns { names, phones, campaigns, numbers, told } = columns;
        let moved = sqlx::query!(
            r#"with met as (
                   insert into marketing_whatsapp_users as u (account, user_id, address, told_at)
                   select $1, k.user_id, k.address, k.told_at
                   from (select distinct on (t.user_id) t.user_id, coalesce(d.address, t.phone) as address, t.told_at
                         from unnest($2::text[], $3::text[], $4::uuid[], $5::integer[], $6::timestamptz[])
                              as t (user_id, phone, campaign_id, number, told_at)
                         left join marketing_deliveries d on d.campaign_id = t.campaign_id and d.number = t.number
                         where coalesce(d.address, nullif(t.phone, t.user_id)) is not null
                         order by t.user_id, t.told_at desc) k
                   where not exists (select from marketing_whatsapp_users s
                                     where s.account = $1 and s.user_id = k.user_id and s.address = k.address)
                     and (k.address <> k.user_id
                          or exists (select from marketing_whatsapp_users s where s.account = $1 and s.user_id = k.user_id))
                   order by k.user_id
                   on conflict (account, user_id) do update set address = excluded.address, told_at = excluded.told_at
                   where u.told_at < excluded.told_at
                   returning user_id, address)
               -- As it was before this statement.
               select b.address as "name!", met.address as "address!" from met
               join marketing_whatsapp_users b on b.account = $1 and b.user_id = met.user_id
               where starts_with(met.user_id, '+')"#,
            account.0,
            names,
            phones as _,
            campaigns as _,
            numbers as _,
            told
        );
        let moved = moved.fetch_all(&mut *self.conn).await?;
        let strayed =
            moved.into_iter().map(|row| Strayed { name: row.name, address: row.address, withdrawn_at: None });
        let strayed: Vec<_> = strayed.collect();
        self.keep_former(account, &strayed).await?;
        Ok(strayed)
    }

    /// The address that a spelling stood for before is another name of the same person: a no under either counts for both.
    async fn keep_former(&mut self, account: &AccountId, moved: &[Strayed]) -> Result<()> {
        let (former, address): (Vec<_>, Vec<_>) =
            moved.iter().map(|one| (one.name.clone(), one.address.clone())).unzip();
        if former.is_empty() {
            return Ok(());
        }
        sqlx::query!(
            "insert into marketing_whatsapp_users as u (account, user_id, address, told_at)
             select distinct on (k.former) $1, k.former, k.address, s.told_at
             from unnest($2::text[], $3::text[]) as k (former, address)
             join marketing_whatsapp_users s on s.account = $1 and s.address = k.address and s.user_id <> k.former
             where k.former <> k.address
             order by k.former, s.told_at desc
             on conflict (account, user_id) do update set address = excluded.address, told_at = excluded.told_at
             where u.told_at < excluded.told_at",
            account.0,
            &former,
            &address
        )
        .execute(&mut *self.conn)
        .await?;
        Ok(())
    }

    /// The other spellings that an account knows of a number.
    ///
    /// # Errors
    /// [`crate::StoreError`].
    pub async fn spellings(&mut self, account: &AccountId, number: &str) -> Result<Vec<String>> {
        let names = sqlx::query_scalar!(
            "select user_id from marketing_whatsapp_users
             where account = $1 and address = $2 and user_id <> $2 and starts_with(user_id, '+') order by user_id",
            account.0,
            number
        );
        Ok(names.fetch_all(&mut *self.conn).await?)
    }

    /// What stands under these names, as an account knows them, and not at their addresses.
    async fn strayed(&mut self, account: &AccountId, names: &[String]) -> Result<Vec<Strayed>> {
        let strayed = sqlx::query_as!(
            Strayed,
            r#"select u.user_id as "name!", u.address as "address!", c.occurred_at as "withdrawn_at?"
               from marketing_whatsapp_users u
               left join marketing_consents c on c.address = u.user_id and c.channel = $3 and c.purpose = $4 and c.decision = $5
                    and not exists (select from marketing_consents k
                                    where k.address = u.address and k.channel = $3 and k.purpose = $4
                                      and (k.occurred_at > c.occurred_at or k.decision = $5))
               where u.account = $1 and u.user_id = any($2) and u.address <> u.user_id
                 and (c.address is not null
                      or exists (select from marketing_conversations v where v.account = $1 and v.address = u.user_id))
               order by u.user_id"#,
            account.0,
            names,
            Channel::Whatsapp.as_str(),
            Purpose::Marketing.as_str(),
            LedgerState::Withdrawn.as_str()
        );
        Ok(strayed.fetch_all(&mut *self.conn).await?)
    }

    /// The address under which an account knows a user id: that of the conversation, else the one that was written to; none where it
    /// knows nothing but the user id.
    ///
    /// # Errors
    /// [`crate::StoreError`].
    pub async fn address_of(&mut self, account: &AccountId, user_id: &str) -> Result<Option<String>> {
        let found = sqlx::query_scalar!(
            r#"select address as "address!" from (
                   select address, 1 as place, last_at as at from marketing_conversations
                   where account = $1 and user_id = $2 and address <> user_id
                   union all
                   select address, 2, told_at from marketing_whatsapp_users where account = $1 and user_id = $2) t
               order by place, at desc limit 1"#,
            account.0,
            user_id
        );
        Ok(found.fetch_optional(&mut *self.conn).await?)
    }

    /// The address that an account wrote to, of whoever its provider knows by a user id, or by another spelling of the number. The number
    /// itself, or none, where that is how we write it; none where nobody has told.
    ///
    /// # Errors
    /// [`crate::StoreError`].
    pub async fn written_to(&mut self, account: &AccountId, name: &str) -> Result<Option<String>> {
        let found = sqlx::query_scalar!(
            "select address from marketing_whatsapp_users where account = $1 and user_id = $2",
            account.0,
            name
        );
        Ok(found.fetch_optional(&mut *self.conn).await?)
    }

    /// The other addresses and names of whoever a conversation is with, as far as its account knows: those that it wrote to, the user ids,
    /// and other spellings of the number.
    ///
    /// # Errors
    /// [`crate::StoreError`].
    pub async fn other_addresses(&mut self, conversation: ConversationId) -> Result<Vec<String>> {
        let others = sqlx::query_scalar!(
            r#"with talk as (select account, address, user_id from marketing_conversations where id = $1)
               select k.name as "name!" from (
                   select u.address from talk t
                   join marketing_whatsapp_users u on u.account = t.account and u.user_id in (t.address, t.user_id)
                   union
                   select u.user_id from talk t
                   join marketing_whatsapp_users u on u.account = t.account and u.address = t.address
                   union
                   select user_id from talk where user_id is not null) k (name)
               where k.name <> (select address from talk) order by k.name"#,
            conversation.0
        );
        Ok(others.fetch_all(&mut *self.conn).await?)
    }
}
