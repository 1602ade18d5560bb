//! A campaign whose messages are on their way, as the planner leaves it.

use content::{
    Email, compile,
    token::Kind,
    urls::{Tracking, Urls},
};
use domain::{CampaignId, Language};
use serde_json::json;
use sqlx::{PgPool, types::Json};
use uuid::Uuid;

use crate::world::{PUBLIC, World, urls};

/// Where the links of the message lead, by their numbers.
pub(crate) const LINKS: [&str; 2] = ["https://exemple.fr/soldes?a=1&b=%C3%A9#top", "https://exemple.fr/"];

/// A planned campaign.
pub(crate) struct Letters {
    pub(crate) campaign: CampaignId,
    pool: PgPool,
}

/// What a reader allowed when the message was planned.
pub(crate) const TRACKED: Tracking = Tracking { opens: true, clicks: true };
/// The reader never said anything.
pub(crate) const UNTRACKED: Tracking = Tracking { opens: false, clicks: false };

impl Letters {
    /// A campaign with one message for each address, numbered from 1.
    pub(crate) async fn new(world: &World, pool: &PgPool, addresses: &[&str]) -> Self {
        let made = world.campaign("Soldes").await;
        let campaign = CampaignId(made["id"].as_str().unwrap().parse().unwrap());
        let letters = Self { campaign, pool: pool.clone() };
        letters.plan_content().await;
        for (number, address) in (1..).zip(addresses) {
            letters.plan(number, address).await;
        }
        letters
    }

    async fn plan_content(&self) {
        let html = format!(
            "<html><body><p>Bonjour {{{{ contact.nom }}}}</p><a href=\"{}\">1</a><a href=\"{}\">2</a></body></html>",
            LINKS[0].replace('&', "&amp;"),
            LINKS[1]
        );
        let email = Email { subject: "Soldes", preheader: None, html: &html, text: None };
        let compiled = compile(&email, Language::Fr).unwrap();
        for link in compiled.links() {
            sqlx::query("insert into marketing_links (campaign_id, number, url) values ($1, $2, $3)")
                .bind(self.campaign.0)
                .bind(i16::try_from(link.number).unwrap())
                .bind(&link.url)
                .execute(&self.pool)
                .await
                .unwrap();
        }
        sqlx::query("insert into marketing_campaign_contents (campaign_id, compiled) values ($1, $2)")
            .bind(self.campaign.0)
            .bind(Json(&compiled))
            .execute(&self.pool)
            .await
            .unwrap();
        sqlx::query("update prospecting_campaigns set marketing_state = 'sending' where marketing_id = $1")
            .bind(self.campaign.0)
            .execute(&self.pool)
            .await
            .unwrap();
    }

    async fn plan(&self, number: i32, address: &str) {
        sqlx::query(
            "insert into marketing_deliveries (campaign_id, number, person_id, channel, address, source, source_id, role,
                 name, company, variables, ground, opens_tracked, clicks_tracked, planned_at)
             values ($1, $2, $3, 'email', $4, 'clients', $2::text, 'main', $5, 'Exemple', $6, 'consent', true, true, now())",
        )
        .bind(self.campaign.0)
        .bind(number)
        .bind(Uuid::from_u128(number.unsigned_abs().into()))
        .bind(address)
        .bind(format!("Lectrice {number}"))
        .bind(json!({"contact": {"nom": format!("Lectrice {number}"), "email": address}}))
        .execute(&self.pool)
        .await
        .unwrap();
        sqlx::query(
            "insert into marketing_delivery_state (campaign_id, number, rank, marks, changed_at) values ($1, $2, 60, 3, now())",
        )
        .bind(self.campaign.0)
        .bind(number)
        .execute(&self.pool)
        .await
        .unwrap();
    }

    /// The path of one of a message's addresses.
    pub(crate) fn path(&self, number: u32, tracking: Tracking, kind: Kind) -> String {
        let url = urls().delivery(self.campaign, number, tracking).url(kind);
        url.strip_prefix(PUBLIC).unwrap().to_owned()
    }

    /// What a reader decided before.
    pub(crate) async fn grant(&self, world: &World, address: &str, purposes: &[&str]) {
        for purpose in purposes {
            let record = json!({"address": address, "channel": "email", "purpose": purpose, "decision": "granted",
                "occurred_at": "2026-01-01T00:00:00Z", "evidence": {"form": "salon"}});
            let answer = world.post("/consent/entries", &record).await;
            assert_eq!(answer.status, 201, "{answer:?}");
        }
    }

    /// Every hit that is stored, in the order in which it came: kind, number, link, and whether it tells anything personal.
    pub(crate) async fn hits(&self) -> Vec<(String, Option<i32>, Option<i16>, bool)> {
        sqlx::query_as(
            "select kind, number, link, number is not null or user_agent is not null or network is not null
             from marketing_hits where campaign_id = $1 order by id",
        )
        .bind(self.campaign.0)
        .fetch_all(&self.pool)
        .await
        .unwrap()
    }
}
