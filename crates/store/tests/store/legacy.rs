//! The suite's tables in the shapes that they may have: nothing is lost, everything appears, both sides stay in step.

use crate::support::{assert_nothing_lost, at, by, content, create, digest, listed, names, rows, run, value};
use domain::{
    Channel, TemplateId,
    campaign::{CampaignEdit, CampaignState, Origin},
    sources::Source,
    template::{TemplateEdit, TemplateQuery},
};
use serde_json::json;
use sqlx::PgPool;
use store::{Change, NewTemplate, Store, StoreError};

const INTEGERS: &str = include_str!("shapes/integers_and_enum.sql");
const UUIDS: &str = include_str!("shapes/uuids_and_text.sql");
const CHECKED: &str = include_str!("shapes/check_constraint.sql");
const EMAIL_ONLY: &str = include_str!("shapes/email_only.sql");

/// Loads a shape, migrates it, and holds the rows of before against those of after.
async fn adopt(pool: &PgPool, shape: &str) -> Store {
    run(pool, shape).await;
    let before = rows(pool).await;
    let store = crate::support::migrated(pool).await;
    assert_nothing_lost(&before, &rows(pool).await);
    let once = digest(pool).await;
    store.migrate().await.unwrap();
    assert_eq!(digest(pool).await, once, "a second run changes nothing");
    store
}

async fn state_of(store: &Store, name: &str) -> (CampaignState, bool) {
    let campaign = listed(store).await.into_iter().find(|campaign| campaign.name == name).unwrap();
    assert_eq!((campaign.origin, campaign.version), (Origin::Suite, 1));
    (campaign.state, campaign.archived)
}

#[sqlx::test(migrations = false)]
async fn integer_ids_and_a_native_enum_are_adopted_with_every_row(pool: PgPool) {
    let store = adopt(&pool, INTEGERS).await;
    assert_eq!(names(&store).await, ["Rappel", "Relance", "Salon", "Soldes d’été"]);
    assert_eq!(state_of(&store, "Soldes d’été").await, (CampaignState::Finished, false));
    assert_eq!(state_of(&store, "Salon").await, (CampaignState::Finished, true));
    assert_eq!(state_of(&store, "Relance").await, (CampaignState::Draft, false), "nothing sends by itself");
    assert_eq!(state_of(&store, "Rappel").await, (CampaignState::Draft, false), "nothing sends by itself");

    let sale = listed(&store).await.into_iter().find(|campaign| campaign.name == "Soldes d’été").unwrap();
    assert_eq!(sale.created_at.to_rfc3339(), "2024-06-01T08:00:00+00:00");
    assert_eq!(sale.subject.as_deref(), Some("Moins 20 %"));
    let mut tx = store.begin().await.unwrap();
    let template = tx.templates().find(sale.template_id.unwrap()).await.unwrap().unwrap();
    assert_eq!((template.name.as_str(), template.subject.as_deref()), ("Vœux", Some("Bonne année")));
    let summary = &tx.templates().list(&TemplateQuery::default()).await.unwrap().items[0];
    assert_eq!(summary.excerpt, "Bonne année");
}

#[sqlx::test(migrations = false)]
async fn the_suites_triggers_rest_while_its_rows_are_adopted_and_work_as_before_afterwards(pool: PgPool) {
    let store = adopt(&pool, INTEGERS).await;
    assert_eq!(value(&pool, "select count(*) from journal").await, json!(0));
    let enabled = "select jsonb_object_agg(tgname, tgenabled) from pg_trigger
                   where tgrelid = 'prospecting_campaigns'::regclass and not tgisinternal and tgname not like '%marketing%'";
    assert_eq!(value(&pool, enabled).await, json!({"a_noter": "O", "endormi": "D", "Figer": "O"}));
    create(&store, 1, Channel::Email, &content("Nouvelle")).await.unwrap();
    assert_eq!(value(&pool, "select quoi from journal").await, json!("INSERT Nouvelle"));
}

#[sqlx::test(migrations = false)]
async fn a_native_enum_learns_whatsapp_and_the_suite_sees_our_campaigns_in_its_own_words(pool: PgPool) {
    let store = adopt(&pool, INTEGERS).await;
    let made = create(&store, 1, Channel::Whatsapp, &content("Atelier")).await.unwrap();
    assert_eq!((made.channel, made.origin, made.version), (Channel::Whatsapp, Origin::Marketing, 1));
    let seen = "select to_jsonb(c) - 'id' from (select id, nom, canal, objet, etat, budget from prospecting_campaigns
                where marketing_origin = 'marketing') c";
    let suite =
        json!({"nom": "Atelier", "canal": "WHATSAPP", "objet": "", "etat": "brouillon", "budget": 0.00});
    assert_eq!(value(&pool, seen).await, suite);
}

#[sqlx::test(migrations = false)]
async fn uuids_of_the_suites_program_and_lower_case_words_are_adopted(pool: PgPool) {
    let store = adopt(&pool, UUIDS).await;
    assert_eq!(
        names(&store).await,
        ["Lettre de juin", "Lettre de mai"],
        "an SMS campaign is neither lost nor shown"
    );
    assert_eq!(state_of(&store, "Lettre de mai").await, (CampaignState::Finished, false));
    assert_eq!(state_of(&store, "Lettre de juin").await, (CampaignState::Draft, false));
    let may = listed(&store).await.into_iter().find(|campaign| campaign.name == "Lettre de mai").unwrap();
    assert_eq!(may.updated_at.to_rfc3339(), "2024-05-02T00:00:00+00:00");
    assert!(may.template_id.is_some());

    create(&store, 1, Channel::Whatsapp, &content("Atelier")).await.unwrap();
    let seen = "select jsonb_build_array(title, channel, status, id is not null, \"createdAt\" = marketing_created_at)
                from prospecting_campaigns where marketing_origin = 'marketing'";
    assert_eq!(value(&pool, seen).await, json!(["Atelier", "whatsapp", "draft", true, true]));
}

#[sqlx::test(migrations = false)]
async fn a_check_constraint_learns_whatsapp_and_stays_as_valid_as_it_was(pool: PgPool) {
    let store = adopt(&pool, CHECKED).await;
    let found = listed(&store).await;
    assert_eq!(found.len(), 4);
    assert_eq!(state_of(&store, "Promotion de mars").await, (CampaignState::Cancelled, false));
    assert!(found.iter().any(|campaign| campaign.name == "Campagne 3"), "one without a name gets its number");
    assert!(found.iter().all(|campaign| campaign.channel == Channel::Email));

    create(&store, 1, Channel::Whatsapp, &content("Atelier")).await.unwrap();
    let rule =
        "select jsonb_build_array(convalidated, pg_get_constraintdef(oid) like '%check_me IS NULL%WHATSAPP%')
                from pg_constraint where conname = 'canaux permis'";
    assert_eq!(value(&pool, rule).await, json!([false, true]));
    let refused = sqlx::query("insert into prospecting_campaigns (subject, channel) values ('x', 'FAX')")
        .execute(&pool)
        .await;
    assert!(
        refused.unwrap_err().to_string().contains("canaux permis"),
        "what was refused before is refused still"
    );
}

#[sqlx::test(migrations = false)]
async fn a_suite_without_channels_gets_one_and_everything_in_it_is_email(pool: PgPool) {
    let store = adopt(&pool, EMAIL_ONLY).await;
    assert_eq!(names(&store).await, ["Campagne 2", "Première"]);
    create(&store, 1, Channel::Whatsapp, &content("Atelier")).await.unwrap();
    let channels = "select jsonb_object_agg(coalesce(name, ''), channel) from prospecting_campaigns";
    assert_eq!(
        value(&pool, channels).await,
        json!({"": "EMAIL", "Première": "EMAIL", "Atelier": "WHATSAPP"})
    );
    let mut tx = store.begin().await.unwrap();
    let summary = tx.templates().list(&TemplateQuery::default()).await.unwrap().items.remove(0);
    let template = tx.templates().find(summary.id).await.unwrap().unwrap();
    assert_eq!(
        (template.html.as_deref(), template.text.as_deref()),
        (Some("<p>Bienvenue</p>"), Some("Bienvenue"))
    );
}

#[sqlx::test(migrations = false)]
async fn a_domain_over_text_learns_whatsapp_too(pool: PgPool) {
    run(&pool, "create domain canal as text check (value in ('Email', 'Fax'))").await;
    run(&pool, "create table prospecting_campaigns (id serial primary key, name text, channel canal)").await;
    run(&pool, "insert into prospecting_campaigns (name, channel) values ('Une', 'Email')").await;
    let store = adopt(&pool, "").await;
    create(&store, 1, Channel::Whatsapp, &content("Atelier")).await.unwrap();
    assert_eq!(
        value(&pool, "select channel from prospecting_campaigns where name = 'Atelier'").await,
        json!("WhatsApp")
    );
}

#[sqlx::test(migrations = false)]
async fn what_the_suites_own_code_writes_after_us_appears_in_the_list(pool: PgPool) {
    let store = adopt(&pool, INTEGERS).await;
    run(&pool, "insert into prospecting_campaigns (nom, canal, objet, etat) values ('De la suite', 'EMAIL', 'Bonjour', 'envoyée')").await;
    assert_eq!(state_of(&store, "De la suite").await, (CampaignState::Finished, false));
    run(
        &pool,
        "insert into prospecting_templates (titre, canal, contenu) values ('Texte', 'WHATSAPP', 'Bonjour')",
    )
    .await;
    let mut tx = store.begin().await.unwrap();
    let query = TemplateQuery { channel: Some(Channel::Whatsapp), ..TemplateQuery::default() };
    let summary = tx.templates().list(&query).await.unwrap().items.remove(0);
    let template = tx.templates().find(summary.id).await.unwrap().unwrap();
    assert_eq!(
        (template.name.as_str(), template.text.as_deref(), template.html),
        ("Texte", Some("Bonjour"), None)
    );
}

#[sqlx::test(migrations = false)]
async fn a_change_by_the_suite_shows_and_makes_an_older_version_stale(pool: PgPool) {
    let store = adopt(&pool, INTEGERS).await;
    let before = listed(&store).await.into_iter().find(|campaign| campaign.name == "Relance").unwrap();
    run(&pool, "update prospecting_campaigns set nom = 'Relance 2', objet = 'Encore' where nom = 'Relance'")
        .await;
    let mut tx = store.begin().await.unwrap();
    let after = tx.campaigns().find(before.id).await.unwrap().unwrap();
    assert_eq!(
        (after.name.as_str(), after.subject.as_deref(), after.version),
        ("Relance 2", Some("Encore"), 2)
    );
    assert!(after.updated_at > before.updated_at);
    let outcome = tx.campaigns().edit(before.id, 1, &content("La nôtre"), at(0)).await.unwrap();
    assert_eq!(outcome, Change::Stale(after));
}

#[sqlx::test(migrations = false)]
async fn a_change_by_us_shows_in_the_suites_columns(pool: PgPool) {
    let store = adopt(&pool, INTEGERS).await;
    let campaign = listed(&store).await.into_iter().find(|campaign| campaign.name == "Relance").unwrap();
    let mut tx = store.begin().await.unwrap();
    let by = by(9, 0);
    let text =
        TemplateEdit { name: "Texte".into(), subject: None, html: Some("<p>a</p>".into()), text: None };
    let template = tx
        .templates()
        .create(NewTemplate { channel: Channel::Email, content: &text, by: &by })
        .await
        .unwrap();
    let edit = CampaignEdit {
        subject: Some("Dernier rappel".into()),
        template_id: Some(template.id),
        ..content("Relance 3")
    };
    let outcome = tx.campaigns().edit(campaign.id, 1, &edit, at(5)).await.unwrap();
    assert!(
        matches!(outcome, Change::Done(done) if done.version == 2 && done.template_id == Some(template.id))
    );
    tx.commit().await.unwrap();
    let seen = "select jsonb_build_array(c.nom, c.objet, t.titre, t.contenu, c.etat, c.date_modification = marketing_day)
                from prospecting_campaigns c join prospecting_templates t on t.id = c.modele_id,
                lateral (select c.marketing_updated_at at time zone 'UTC' as marketing_day) d where c.nom = 'Relance 3'";
    assert_eq!(
        value(&pool, seen).await,
        json!(["Relance 3", "Dernier rappel", "Texte", "<p>a</p>", "planifiée", true])
    );
}

#[sqlx::test(migrations = false)]
async fn a_rule_of_the_suites_is_told_with_its_table_and_what_to_do(pool: PgPool) {
    run(&pool, "create table prospecting_campaigns (id serial primary key, name text, channel text, tenant_id int not null)").await;
    let store = adopt(&pool, "").await;
    let Err(StoreError::SuiteRefused { detail }) = create(&store, 1, Channel::Email, &content("x")).await
    else {
        panic!("a mandatory column that nobody fills");
    };
    assert!(detail.contains("prospecting_campaigns.tenant_id") && detail.contains("default"), "{detail}");

    run(&pool, "alter table prospecting_campaigns alter tenant_id set default 1;
                create function avale() returns trigger language plpgsql as 'begin return null; end';
                create trigger avale before insert on prospecting_campaigns for each row execute function avale()").await;
    let refused = create(&store, 2, Channel::Email, &content("x")).await;
    assert!(
        matches!(refused, Err(StoreError::SuiteRefused { detail }) if detail.contains("trigger")),
        "swallowed in silence"
    );
}

#[sqlx::test(migrations = false)]
async fn a_trigger_of_the_suites_has_the_last_word_on_its_columns(pool: PgPool) {
    run(&pool, "create table prospecting_campaigns (id serial primary key, name text not null, channel text);
                create function crier() returns trigger language plpgsql as
                    'begin if new.name is null then raise exception ''sans nom''; end if; new.name := upper(new.name); return new; end';
                create trigger crier before insert or update on prospecting_campaigns for each row execute function crier()").await;
    let store = adopt(&pool, "").await;
    let made = create(&store, 1, Channel::Email, &content("doucement")).await.unwrap();
    assert_eq!(made.name, "DOUCEMENT");
}

#[sqlx::test(migrations = false)]
async fn deleting_a_template_goes_on_working_for_the_suite(pool: PgPool) {
    let store = adopt(&pool, UUIDS).await;
    run(&pool, "delete from prospecting_templates").await;
    let may = listed(&store).await.into_iter().find(|campaign| campaign.name == "Lettre de mai").unwrap();
    assert_eq!(may.template_id, None);
    let unknown = CampaignEdit { template_id: Some(TemplateId(by(77, 0).id)), ..content("x") };
    assert!(matches!(create(&store, 1, Channel::Email, &unknown).await, Err(StoreError::TemplateMissing)));
    let draft = create(&store, 2, Channel::Email, &content("y")).await.unwrap();
    let refused = store.begin().await.unwrap().campaigns().edit(draft.id, 1, &unknown, at(1)).await;
    assert!(matches!(refused, Err(StoreError::TemplateMissing)), "{refused:?}");
}

#[sqlx::test(migrations = false)]
async fn sources_are_counted_in_both_shapes_of_the_key_contacts(pool: PgPool) {
    let store = adopt(&pool, INTEGERS).await;
    let counts = store.begin().await.unwrap().sources().counts().await.unwrap().sources;
    let figures = |source: &domain::sources::SourceCount| {
        (source.source, source.rows, source.with_email, source.with_phone, source.key_contacts)
    };
    assert_eq!(figures(&counts[0]), (Source::Clients, 2, 1, 1, 2), "flat");
    assert_eq!(figures(&counts[1]), (Source::Companies, 3, 1, 0, 0));
    let groups: Vec<_> = counts[1].groups.iter().map(|group| (group.value.as_str(), group.rows)).collect();
    assert_eq!(groups, [("10-49", 2), ("", 1)]);
}

#[sqlx::test(migrations = false)]
async fn key_contacts_in_jsonb_are_counted(pool: PgPool) {
    let store = adopt(&pool, UUIDS).await;
    let counts = store.begin().await.unwrap().sources().counts().await.unwrap().sources;
    assert_eq!(
        (counts[0].rows, counts[0].with_email, counts[0].with_phone, counts[0].key_contacts),
        (2, 1, 1, 2)
    );
}
