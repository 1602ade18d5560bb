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

impl Conversations<'_> {
    /// Keeps by which user ids people are known to an account whom it wrote to, and by which spelling of their number where that is not
    /// ours: of each the address that our message went to, else the number that the provider tells. What was told last counts. Tells
    /// whom of those that were not known so opted out under the name before: name, address, and when.
    ///
    /// # Errors
    /// [`crate::StoreError`].
    pub async fn know(
        &mut self,
        account: &AccountId,
        known: &[Known],
    ) -> Result<Vec<(String, String, DateTime<Utc>)>> {
        if known.is_empty() {
            return Ok(Vec::new());
        }
        let Columns { names, phones, campaigns, numbers, told } = Columns::of(known);
        let gone = sqlx::query!(
            r#"with met as (
                   insert into marketing_whatsapp_users as u (account, user_id, address, told_at)
                   select $1, k.user_id, k.address, k.told_at
                   from (select distinct on (t.user_id) t.user_id, coalesce(d.address, t.phone) as address, t.told_at
                         from unnest($2::text[], $3::text[], $4::uuid[], $5::integer[], $6::timestamptz[])
                              as t (user_id, phone, campaign_id, number, told_at)
                         left join marketing_deliveries d on d.campaign_id = t.campaign_id and d.number = t.number
                         order by t.user_id, t.told_at desc) k
                   where k.address <> k.user_id
                     and not exists (select from marketing_whatsapp_users s
                                     where s.account = $1 and s.user_id = k.user_id and s.address = k.address)
                   order by k.user_id
                   on conflict (account, user_id) do update set address = excluded.address, told_at = excluded.told_at
                   where u.told_at < excluded.told_at
                   returning user_id, address)
               select met.user_id, met.address, c.occurred_at from met
               join marketing_consents c on c.address = met.user_id and c.channel = $7 and c.purpose = $8 and c.decision = $9"#,
            account.0,
            &names,
            &phones as _,
            &campaigns as _,
            &numbers as _,
            &told,
            Channel::Whatsapp.as_str(),
            Purpose::Marketing.as_str(),
            LedgerState::Withdrawn.as_str()
        );
        let gone = gone.fetch_all(&mut *self.conn).await?;
        Ok(gone.into_iter().map(|row| (row.user_id, row.address, row.occurred_at)).collect())
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

    /// The address that an account wrote to, of whoever its provider knows by a user id, or by another spelling of the number. None
    /// where that is how we write it, or nobody has told.
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
