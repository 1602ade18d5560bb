//! What people write to us by WhatsApp, and what they choose in its own menu: kept, understood, followed.

use chrono::{DateTime, Utc};
use domain::{
    Channel, ConversationId, ErrandId, Language, MessageId,
    consent::{ConsentRecord, ConsentSource, Decision, LedgerState, Purpose},
    errand::ErrandTask,
    event::EventKind,
    report::REPLY_WINDOW,
    whatsapp::{
        ConversationAnswer, ConversationState, Inbound, InboundContent, Known, Preference, WINDOW, Wish,
    },
};
use serde_json::{Map, Value, json};
use store::{
    Blamed, Clue, Found, Leaving, NewAnswer, NewConsent, NewEvent, NewInbound, Receipt, Recorded, Speaker,
    StoreError, Strayed, Tx,
};
use uuid::Uuid;

use super::whose::{Names, Whose};

/// Whoever decides for itself is named so in the ledger.
const READER: &str = "reader";

/// What listening to people takes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Ears {
    /// Where new ids come from (version 7).
    pub(super) ids: fn() -> Uuid,
    /// The language in which a decision is confirmed.
    pub(super) language: Language,
    /// The instant.
    pub(super) now: DateTime<Utc>,
}

/// A decision of a person.
struct Decided<'a> {
    address: &'a str,
    wish: Wish,
    source: ConsentSource,
    at: DateTime<Utc>,
    evidence: Value,
}

impl Ears {
    /// Keeps a message of a person, once, with all that follows from it.
    pub(super) async fn hear(self, tx: &mut Tx, receipt: &Receipt, told: &Inbound) -> Result<(), StoreError> {
        // A provider's clock may run ahead: nobody has written in the future.
        let at = told.at.min(self.now);
        let found = answers(tx, receipt, told).await?;
        let answered = match found {
            Some(found) => tx.conversations().answered(found).await?,
            None => None,
        };
        let names = Names {
            phone: told.phone.as_deref(),
            user_id: told.user_id.as_deref(),
            answered: answered.as_ref().map(|answered| answered.address.as_str()),
        };
        let Some(whose) = Whose::find(tx, &receipt.account, names).await? else { return Ok(()) };
        let wish = wish(tx, receipt, told).await?;
        let conversation = self.conversation(tx, receipt, told, &whose, at).await?;
        let decides = matches!(wish, Wish::OptOut | Wish::Resume);
        let new = NewInbound {
            id: (self.ids)(),
            message_id: &told.message_id,
            content: &told.content,
            answers: found,
            at,
            waits_for: if wish == Wish::Unclear {
                ConversationState::NeedsPerson
            } else {
                ConversationState::Unread
            },
            decides,
        };
        let is_new = tx.conversations().hear(conversation, &new).await?;
        let before = if is_new { None } else { tx.conversations().learn(conversation, &new).await? };
        if !is_new && before.is_none() {
            return Ok(());
        }
        let blamed = found.zip(answered.as_ref()).map(|(delivery, answered)| answered.blamed(delivery));
        if let Some(answered) = blamed {
            attribute(tx, receipt, told, answered, at).await?;
        }
        if wish == Wish::OptOut {
            let (account, address, key) = (&receipt.account, &whose.address, told.message_id.as_str());
            let (because, receipt) = (blamed, Some(receipt.id));
            let leaving = Leaving { account, address, at, key, because, receipt };
            tx.events().count_leaving(leaving, self.now).await?;
        }
        let meant = match before {
            Some(content) => Some(self::wish(tx, receipt, &Inbound { content, ..told.clone() }).await?),
            None => None,
        };
        if decides && meant != Some(wish) {
            self.follow(tx, receipt, told, conversation, &whose, wish, at).await?;
        }
        Ok(())
    }

    /// A choice in WhatsApp's own menu is an entry of the ledger like any other; what the provider told is its proof.
    pub(super) async fn choose(
        self,
        tx: &mut Tx,
        receipt: &Receipt,
        told: &Preference,
    ) -> Result<(), StoreError> {
        let names = Names { phone: told.phone.as_deref(), user_id: told.user_id.as_deref(), answered: None };
        let Some(whose) = Whose::find(tx, &receipt.account, names).await? else { return Ok(()) };
        let wish = if told.wanted { Wish::Resume } else { Wish::OptOut };
        let at = told.at.min(self.now);
        if wish == Wish::OptOut {
            let key = format!("menu {} {}", whose.address, at.timestamp());
            let (account, receipt) = (&receipt.account, Some(receipt.id));
            let leaving = Leaving { account, address: &whose.address, at, key: &key, because: None, receipt };
            tx.events().count_leaving(leaving, self.now).await?;
        }
        for address in whose.decided(wish) {
            let decided = Decided {
                address,
                wish,
                source: ConsentSource::Provider,
                at,
                evidence: json!({"preference": told.detail, "account": receipt.account, "user_id": told.user_id}),
            };
            self.decide(tx, decided).await?;
        }
        Ok(())
    }

    /// Learns by which user ids people are known, and by which other spelling of their number. Who opted out under one alone has done so
    /// for the address that we write to too, and what was said under it is said there.
    pub(super) async fn meet(
        self,
        tx: &mut Tx,
        receipt: &Receipt,
        known: &[Known],
    ) -> Result<(), StoreError> {
        let account = &receipt.account;
        let strayed = tx.conversations().know(account, known).await?;
        // Conversations before the ledger, as everywhere: otherwise two would wait for each other.
        for Strayed { name, address, .. } in &strayed {
            tx.conversations().carry_over(account, name, address, (self.ids)()).await?;
        }
        for Strayed { name, address, withdrawn_at } in strayed {
            let Some(at) = withdrawn_at else { continue };
            let kind = if name.starts_with('+') { "phone" } else { "user_id" };
            let evidence = json!({kind: name, "account": account});
            let source = ConsentSource::Message;
            self.decide(tx, Decided { address: &address, wish: Wish::OptOut, source, at, evidence }).await?;
        }
        Ok(())
    }

    /// The conversation. What was said, and decided, under a user id alone is the number's from the moment that both are told; what was
    /// said under another spelling of the number, from the moment that we know whose it is.
    async fn conversation(
        self,
        tx: &mut Tx,
        receipt: &Receipt,
        told: &Inbound,
        whose: &Whose,
        at: DateTime<Utc>,
    ) -> Result<ConversationId, StoreError> {
        let heard = Speaker {
            account: &receipt.account,
            address: &whose.address,
            user_id: told.user_id.as_deref(),
            profile_name: told.profile_name.as_deref(),
        };
        let conversation = tx.conversations().with(heard, (self.ids)(), at).await?;
        // What was decided under that spelling counted for this one as soon as it was known.
        if let Some(spelt) = told.phone.as_deref().filter(|phone| *phone != whose.address) {
            tx.conversations().unite(&receipt.account, spelt, conversation).await?;
        }
        let nameless = told.user_id.as_deref().filter(|user| *user != whose.address);
        if let Some(user) = nameless
            && tx.conversations().unite(&receipt.account, user, conversation).await?
            && tx.consent().standing(user, Channel::Whatsapp, Purpose::Marketing).await?
                == LedgerState::Withdrawn
        {
            for address in whose.decided(Wish::OptOut).into_iter().filter(|address| *address != user) {
                let evidence = json!({"user_id": user, "account": receipt.account});
                let source = ConsentSource::Message;
                self.decide(tx, Decided { address, wish: Wish::OptOut, source, at, evidence }).await?;
            }
        }
        Ok(conversation)
    }

    /// What the person decides counts for their addresses ([`Whose::decided`]), and is confirmed where it changes anything for the one that
    /// they write from.
    #[expect(clippy::too_many_arguments, reason = "all of one message")]
    async fn follow(
        self,
        tx: &mut Tx,
        receipt: &Receipt,
        told: &Inbound,
        conversation: ConversationId,
        whose: &Whose,
        wish: Wish,
        at: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let own = told.phone.as_ref().unwrap_or(&whose.address);
        let before = tx.consent().standing(own, Channel::Whatsapp, Purpose::Marketing).await?;
        for address in whose.decided(wish) {
            let evidence = json!({
                "message": told.content.said(), "message_id": told.message_id, "account": receipt.account,
                "user_id": told.user_id,
            });
            let source = ConsentSource::Message;
            self.decide(tx, Decided { address, wish, source, at, evidence }).await?;
        }
        let after = tx.consent().standing(own, Channel::Whatsapp, Purpose::Marketing).await?;
        if before != after && self.now < at + WINDOW {
            self.confirm(tx, conversation, wish).await?;
        }
        Ok(())
    }

    async fn decide(self, tx: &mut Tx, decided: Decided<'_>) -> Result<(), StoreError> {
        let decision = if decided.wish == Wish::Resume { Decision::Granted } else { Decision::Withdrawn };
        let record = ConsentRecord {
            address: decided.address.to_owned(),
            channel: Channel::Whatsapp,
            purpose: Purpose::Marketing,
            decision,
            occurred_at: decided.at,
            evidence: members(decided.evidence),
        };
        if tx.consent().knows(&record).await? {
            return Ok(());
        }
        let new = NewConsent {
            id: (self.ids)(),
            record: &record,
            source: decided.source.as_str(),
            actor: READER,
            salt: (self.ids)().into_bytes(),
            now: self.now,
        };
        match tx.consent().record(new).await? {
            Recorded::Done(_) => Ok(()),
            refused => {
                Err(StoreError::Corrupt(format!("what a person decided was not recorded: {refused:?}")))
            }
        }
    }

    /// Once: whoever repeats what stands already hears nothing more.
    async fn confirm(self, tx: &mut Tx, conversation: ConversationId, wish: Wish) -> Result<(), StoreError> {
        let Some(text) = wish.confirmation(self.language) else { return Ok(()) };
        let id = MessageId((self.ids)());
        let answer = ConversationAnswer::Text { text: text.to_owned() };
        let new = NewAnswer { id, answer: &answer, text, author: None, now: self.now };
        tx.conversations().answer(conversation, new).await?;
        let task = ErrandTask::Answer { message: id };
        tx.errands().create(ErrandId((self.ids)()), &task, READER, self.now).await
    }
}

/// The delivery that a message answers, by the provider's id of what it answers.
async fn answers(tx: &mut Tx, receipt: &Receipt, told: &Inbound) -> Result<Option<Found>, StoreError> {
    let Some(message_id) = told.answers.clone() else { return Ok(None) };
    let clue = Clue { message_id: Some(message_id), ..Clue::default() };
    let found = tx.events().resolve(&receipt.account, Channel::Whatsapp, &[clue]).await?;
    Ok(found.into_iter().next().flatten())
}

/// What a message means. One with the very words of a button of ours that opts out does so, for a press that no webhook brought is
/// told as a text.
async fn wish(tx: &mut Tx, receipt: &Receipt, told: &Inbound) -> Result<Wish, StoreError> {
    let verdict = told.opt_out_type.as_deref().and_then(Wish::of_verdict);
    let wish = verdict.unwrap_or_else(|| told.content.wish());
    let (InboundContent::Text { text }, Wish::Nothing | Wish::Unclear) = (&told.content, wish) else {
        return Ok(wish);
    };
    let is_pressed = tx.whatsapp_templates().opts_out_by(&receipt.account, text.trim()).await?;
    Ok(if is_pressed { Wish::OptOut } else { wish })
}

fn members(evidence: Value) -> Map<String, Value> {
    match evidence {
        Value::Object(members) => members,
        _ => Map::new(),
    }
}

/// An answer within 7 days counts for the delivery (words.md "Figures"): it names the message that it answers. One that names none is
/// kept, and counts for nothing.
async fn attribute(
    tx: &mut Tx,
    receipt: &Receipt,
    told: &Inbound,
    answered: Blamed,
    at: DateTime<Utc>,
) -> Result<(), StoreError> {
    if at > answered.sent_at + REPLY_WINDOW {
        return Ok(());
    }
    let is_button = matches!(told.content, InboundContent::Button { .. });
    let kind = if is_button { EventKind::ButtonPressed } else { EventKind::Replied };
    let (account, key, because) = (&receipt.account, &told.message_id, answered.delivery);
    let new = NewEvent::of_person(kind, account, key, because, at, Some(receipt.id));
    tx.events().add(&[new], receipt.received_at).await.map(drop)
}
