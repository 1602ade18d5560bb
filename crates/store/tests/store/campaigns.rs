//! Campaigns and templates under versions, and their lists.

use crate::support::{at, by, content, create, names, run};
use domain::{
    CampaignId, Channel,
    campaign::{CampaignAct, CampaignEdit, CampaignQuery, CampaignState, CampaignTab},
    template::{TemplateEdit, TemplateQuery},
};
use sqlx::{PgPool, types::Uuid};
use store::{Change, Launch, NewTemplate, Store};

#[sqlx::test(migrations = false)]
async fn a_draft_comes_back_as_it_was_made(pool: PgPool) {
    let store = crate::support::migrated(&pool).await;
    let edit = CampaignEdit {
        subject: Some("  Moins 20 % ".into()),
        preheader: Some(" ".into()),
        tags: vec![" BTP ".into(), "promo".into()],
        ..content(" Soldes ")
    };
    let made = create(&store, 7, Channel::Email, &edit).await.unwrap();
    assert_eq!(
        (made.name.as_str(), made.subject.as_deref(), made.preheader.as_deref()),
        ("Soldes", Some("Moins 20 %"), None)
    );
    assert_eq!((made.id, made.state, made.version), (CampaignId(by(7, 0).id), CampaignState::Draft, 1));
    assert_eq!((made.created_at, made.updated_at, made.archived), (at(0), at(0), false));
    assert_eq!(made.owner, Some(by(7, 0).owner));
    assert_eq!(made.tags, ["BTP", "promo"]);
    let found = store.begin().await.unwrap().campaigns().find(made.id).await.unwrap();
    assert_eq!(found, Some(made));
}

#[sqlx::test(migrations = false)]
async fn of_two_edits_under_one_version_one_is_stale(pool: PgPool) {
    let store = crate::support::migrated(&pool).await;
    let made = create(&store, 1, Channel::Email, &content("Une")).await.unwrap();
    let edit = async |name: &'static str| {
        let mut tx = store.begin().await.unwrap();
        let outcome = tx.campaigns().edit(made.id, 1, &content(name), at(9)).await.unwrap();
        tx.commit().await.unwrap();
        outcome
    };
    let (one, two) = tokio::join!(edit("Première"), edit("Seconde"));
    let (done, stale) = if matches!(one, Change::Done(_)) { (one, two) } else { (two, one) };
    let Change::Done(done) = done else { panic!("neither was done") };
    assert_eq!((done.version, done.updated_at), (2, at(9)));
    assert_eq!(stale, Change::Stale(done));
}

#[sqlx::test(migrations = false)]
async fn only_a_draft_that_is_not_put_away_can_be_edited(pool: PgPool) {
    let store = crate::support::migrated(&pool).await;
    let made = create(&store, 1, Channel::Email, &content("Une")).await.unwrap();
    run(&pool, "update prospecting_campaigns set marketing_state = 'finished'").await;
    let mut tx = store.begin().await.unwrap();
    let refused = tx.campaigns().edit(made.id, 2, &content("Autre"), at(1)).await.unwrap();
    assert!(matches!(refused, Change::NotEditable(campaign) if campaign.state == CampaignState::Finished));
    let missing = tx.campaigns().edit(CampaignId(by(2, 0).id), 1, &content("Autre"), at(1)).await.unwrap();
    assert_eq!(missing, Change::Missing);
    tx.commit().await.unwrap();

    run(&pool, "update prospecting_campaigns set marketing_state = 'draft'").await;
    let mut tx = store.begin().await.unwrap();
    let Change::Done(away) = tx.campaigns().archive(made.id, 3, at(2)).await.unwrap() else {
        panic!("not archived")
    };
    assert!(away.archived && away.version == 4);
    let refused = tx.campaigns().edit(made.id, 4, &content("Autre"), at(3)).await.unwrap();
    assert!(matches!(refused, Change::NotEditable(campaign) if campaign.archived));
    let again = tx.campaigns().archive(made.id, 4, at(4)).await.unwrap();
    assert_eq!(again, Change::Done(away), "archiving twice changes nothing");
    let back = tx.campaigns().unarchive(made.id, 4, at(5)).await.unwrap();
    assert!(matches!(back, Change::Done(campaign) if !campaign.archived && campaign.version == 5));
}

#[sqlx::test(migrations = false)]
async fn what_is_under_way_is_not_put_away(pool: PgPool) {
    let store = crate::support::migrated(&pool).await;
    let made = create(&store, 1, Channel::Email, &content("Une")).await.unwrap();
    run(&pool, "update prospecting_campaigns set marketing_state = 'sending'").await;
    let mut tx = store.begin().await.unwrap();
    let refused = tx.campaigns().archive(made.id, 2, at(1)).await.unwrap();
    assert!(matches!(refused, Change::NotEditable(campaign) if campaign.state == CampaignState::Sending));
}

#[sqlx::test(migrations = false)]
async fn a_launch_counts_for_the_version_that_was_looked_at_and_can_be_taken_back(pool: PgPool) {
    let store = crate::support::migrated(&pool).await;
    let made = create(&store, 1, Channel::Email, &content("Une")).await.unwrap();
    let launch = |version| Launch { expected_version: Some(version), due_at: at(90), by: "u-7", now: at(5) };
    let mut tx = store.begin().await.unwrap();
    assert!(matches!(tx.campaigns().launch(made.id, launch(7)).await.unwrap(), Change::Stale(_)));
    let Change::Done(launched) = tx.campaigns().launch(made.id, launch(1)).await.unwrap() else {
        panic!("not launched")
    };
    assert_eq!(
        (launched.state, launched.due_at, launched.updated_at),
        (CampaignState::Scheduled, Some(at(90)), at(5))
    );
    let again = tx.campaigns().launch(made.id, launch(launched.version)).await.unwrap();
    assert!(matches!(again, Change::NotEditable(campaign) if campaign == launched));
    let back = tx.campaigns().act(made.id, CampaignAct::Withdraw, None, at(6)).await.unwrap();
    assert!(matches!(back, Change::Done(campaign) if campaign.is_editable() && campaign.due_at.is_none()));
    let missing = tx.campaigns().act(CampaignId(by(9, 0).id), CampaignAct::Pause, None, at(6)).await.unwrap();
    assert_eq!(missing, Change::Missing);
}

#[sqlx::test(migrations = false)]
async fn a_copy_is_a_draft_of_its_own_with_the_same_content(pool: PgPool) {
    let store = crate::support::migrated(&pool).await;
    let edit = CampaignEdit { subject: Some("Bonjour".into()), tags: vec!["a".into()], ..content("Une") };
    let made = create(&store, 1, Channel::Email, &edit).await.unwrap();
    run(
        &pool,
        "update prospecting_campaigns set marketing_state = 'cancelled', marketing_archived_at = now()",
    )
    .await;
    let mut tx = store.begin().await.unwrap();
    let copy =
        tx.campaigns().duplicate(made.id, "Une (copie)", &by(2, 60), Uuid::nil()).await.unwrap().unwrap();
    assert_eq!(
        (copy.state, copy.archived, copy.version, copy.created_at),
        (CampaignState::Draft, false, 1, at(60))
    );
    assert_eq!((copy.name.as_str(), copy.subject, copy.tags), ("Une (copie)", made.subject, made.tags));
    assert_eq!(
        tx.campaigns().duplicate(CampaignId(by(99, 0).id), "x", &by(3, 0), Uuid::nil()).await.unwrap(),
        None
    );
}

#[sqlx::test(migrations = false)]
async fn words_are_found_without_regard_to_case_and_accents_in_name_subject_and_tags(pool: PgPool) {
    let store = crate::support::migrated(&pool).await;
    create(&store, 1, Channel::Email, &content("Soldes d’Été")).await.unwrap();
    let subject = CampaignEdit { subject: Some("Remise de 20 % sur le béton".into()), ..content("BTP") };
    create(&store, 2, Channel::Email, &subject).await.unwrap();
    let tagged = CampaignEdit { tags: vec!["Œuvre".into()], ..content("Autre") };
    create(&store, 3, Channel::Whatsapp, &tagged).await.unwrap();
    let search = async |q: &str| {
        let query = CampaignQuery { q: q.into(), ..CampaignQuery::default() };
        let mut tx = store.begin().await.unwrap();
        let found: Vec<_> =
            tx.campaigns().list(&query).await.unwrap().items.into_iter().map(|c| c.name).collect();
        let counted = tx.campaigns().counts(&query).await.unwrap().tabs[0].campaigns;
        assert_eq!(u64::try_from(found.len()).unwrap(), counted, "{q}");
        found
    };
    assert_eq!(search("ETE").await, ["Soldes d’Été"]);
    assert_eq!(search("béton remise").await, ["BTP"], "every word, in any order");
    assert_eq!(search("oeuvre").await, ["Autre"]);
    assert_eq!(search("20 %").await, ["BTP"]);
    assert_eq!(search("2_").await, Vec::<String>::new(), "the signs of LIKE are letters");
    assert_eq!(search("").await.len(), 3);
}

#[sqlx::test(migrations = false)]
async fn tabs_count_what_they_show(pool: PgPool) {
    let store = crate::support::migrated(&pool).await;
    for (number, state) in
        ["draft", "draft", "scheduled", "overdue", "finished", "cancelled"].into_iter().enumerate()
    {
        create(&store, u128::try_from(number).unwrap(), Channel::Email, &content(state)).await.unwrap();
    }
    run(&pool, "update prospecting_campaigns set marketing_state = marketing_name").await;
    run(
        &pool,
        "update prospecting_campaigns set marketing_archived_at = now() where marketing_state = 'cancelled'",
    )
    .await;
    let mut tx = store.begin().await.unwrap();
    let counts = tx.campaigns().counts(&CampaignQuery::default()).await.unwrap();
    for count in counts.tabs {
        let query = CampaignQuery { tab: count.tab, ..CampaignQuery::default() };
        let shown = tx.campaigns().list(&query).await.unwrap().items.len();
        assert_eq!(u64::try_from(shown).unwrap(), count.campaigns, "{}", count.tab);
        let expected = match count.tab {
            CampaignTab::All => 5,
            CampaignTab::Drafts | CampaignTab::Scheduled => 2,
            CampaignTab::Finished | CampaignTab::Archived => 1,
            _ => 0,
        };
        assert_eq!(count.campaigns, expected, "{}", count.tab);
    }
}

#[sqlx::test(migrations = false)]
async fn what_was_not_committed_never_was(pool: PgPool) {
    let store = crate::support::migrated(&pool).await;
    let mut tx = store.begin().await.unwrap();
    let (by, content) = (by(1, 0), content("Jamais"));
    tx.campaigns()
        .create(store::NewCampaign { channel: Channel::Email, content: &content, by: &by })
        .await
        .unwrap();
    tx.rollback().await.unwrap();
    assert_eq!(names(&store).await, Vec::<String>::new());
}

async fn template(store: &Store, channel: Channel, content: &TemplateEdit) -> domain::template::Template {
    let mut tx = store.begin().await.unwrap();
    let by = by(50, 0);
    let made = tx.templates().create(NewTemplate { channel, content, by: &by }).await.unwrap();
    tx.commit().await.unwrap();
    made
}

#[sqlx::test(migrations = false)]
async fn a_templates_html_stays_byte_for_byte(pool: PgPool) {
    let store = crate::support::migrated(&pool).await;
    let html = "<p>\r\n\tBonjour&nbsp;{{ contact.nom }} </p>\n ";
    let edit = TemplateEdit {
        name: "Lettre".into(),
        subject: Some("Objet".into()),
        html: Some(html.into()),
        text: Some(" t ".into()),
    };
    let made = template(&store, Channel::Email, &edit).await;
    assert_eq!((made.html.as_deref(), made.text.as_deref(), made.version), (Some(html), Some(" t "), 1));
    let mut tx = store.begin().await.unwrap();
    let emptied = TemplateEdit { html: None, ..edit.clone() };
    let Change::Done(done) = tx.templates().edit(made.id, 1, &emptied, at(1)).await.unwrap() else {
        panic!("not edited")
    };
    assert_eq!((done.html, done.version, done.updated_at), (None, 2, at(1)));
    assert!(matches!(tx.templates().edit(made.id, 1, &edit, at(2)).await.unwrap(), Change::Stale(_)));
}

#[sqlx::test(migrations = false)]
async fn a_template_that_is_put_away_is_listed_apart_and_not_edited(pool: PgPool) {
    let store = crate::support::migrated(&pool).await;
    let edit =
        TemplateEdit { name: "Rappel".into(), subject: None, html: None, text: Some("Bonjour".into()) };
    let made = template(&store, Channel::Whatsapp, &edit).await;
    assert_eq!((made.text.as_deref(), made.html.as_deref()), (Some("Bonjour"), None));
    let mut tx = store.begin().await.unwrap();
    assert!(
        matches!(tx.templates().archive(made.id, 1, at(1)).await.unwrap(), Change::Done(away) if away.archived)
    );
    assert!(matches!(tx.templates().edit(made.id, 2, &edit, at(2)).await.unwrap(), Change::NotEditable(_)));
    let mut count = async |archived| {
        tx.templates()
            .list(&TemplateQuery { archived, ..TemplateQuery::default() })
            .await
            .unwrap()
            .items
            .len()
    };
    assert_eq!((count(false).await, count(true).await), (0, 1));
    let copy = tx.templates().duplicate(made.id, "Copie", &by(51, 0)).await.unwrap().unwrap();
    assert_eq!((copy.archived, copy.text, copy.channel), (false, made.text, Channel::Whatsapp));
}
