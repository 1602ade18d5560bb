//! Counting an audience: the waterfall, its order and its sum.

use domain::{
    Channel,
    audience::{Condition, ExclusionReason as Reason, Field, Segment},
    consent::{ConsentPolicy, Decision, Kind, Rule},
    sources::{ContactRole, Source},
};
use proptest::{prelude::*, strategy::ValueTree as _, test_runner::TestRunner};
use sqlx::PgPool;
use store::Store;

use crate::{
    random,
    reference::Picture,
    world::{at, client, count, count_under, decide, fold, run, steps, suppress},
};

fn is(field: Field, values: &[&str]) -> Segment {
    Segment::Is(Condition { field, any_of: values.iter().map(|value| (*value).to_owned()).collect() })
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_waterfall_names_one_reason_for_each_contact_that_is_left_out(pool: PgPool) {
    let store = Store::new(pool.clone());
    for (nom, email) in [
        ("Sans", ""),
        ("Faux", "faux@"),
        ("Planifié", "oui@x.example"),
        ("Double", "OUI@x.example"),
        ("Mort", "mort@x.example"),
        ("Parti", "parti@x.example"),
    ] {
        run(&pool, &client(nom, email, "", ["", "", ""])).await;
    }
    run(&pool, "insert into companies (name, email) values ('Froid', 'froid@x.example')").await;
    suppress(&store, "mort@x.example", Channel::Email).await;
    decide(&store, "parti@x.example", Channel::Email, Decision::Withdrawn, 1).await;
    fold(&pool).await;
    let counted = count(&store, Channel::Email, &Segment::default()).await;
    assert_eq!(
        steps(&counted),
        [
            (Reason::NoAddress, 1),
            (Reason::InvalidAddress, 1),
            (Reason::Duplicate, 1),
            (Reason::Suppressed, 1),
            (Reason::NoConsent, 2)
        ]
    );
    assert_eq!((counted.waterfall.matched, counted.waterfall.planned), (7, 1));
    let sample = &counted.samples[0];
    assert_eq!((sample.source, sample.role), (Source::Clients, ContactRole::Main));
    let variables = store.begin().await.unwrap().people().variables(sample.person).await.unwrap().unwrap();
    assert_eq!(variables["contact"]["email"], "oui@x.example");
    assert_eq!(variables["entreprise"]["nom"], sample.company);
}

#[sqlx::test(migrations = "../../migrations")]
async fn whom_meta_caps_or_a_colleague_has_to_read_first_is_left_out_until_then(pool: PgPool) {
    let store = Store::new(pool.clone());
    for (nom, phone) in
        [("Prévu", "06 12 34 56 01"), ("Capée", "06 12 34 56 02"), ("Retenu", "06 12 34 56 03")]
    {
        run(&pool, &client(nom, "", phone, ["", "", ""])).await;
    }
    fold(&pool).await;
    for last in 1..=3 {
        decide(&store, &format!("+336123456{last:02}"), Channel::Whatsapp, Decision::Granted, 1).await;
    }
    let mut tx = store.begin().await.unwrap();
    tx.conversations().cap("+33612345602", at(60), "131049").await.unwrap();
    tx.commit().await.unwrap();
    run(
        &pool,
        "insert into marketing_conversations (id, account, address, state, last_direction, last_at)
         values (gen_random_uuid(), 'whatsapp', '+33612345603', 'needs_person', 'inbound', now())",
    )
    .await;
    let policy = ConsentPolicy::default();
    let counted = async |seconds| {
        steps(&count_under(&store, Channel::Whatsapp, &Segment::default(), &policy, at(seconds)).await)
    };
    assert_eq!(counted(59).await, [(Reason::Capped, 1), (Reason::Held, 1)]);
    assert_eq!(counted(60).await, [(Reason::Held, 1)]);
    run(&pool, "update marketing_conversations set state = 'read'").await;
    assert_eq!(counted(60).await, []);
}

#[sqlx::test(migrations = "../../migrations")]
async fn of_a_persons_contacts_the_first_by_source_and_role_is_written_to(pool: PgPool) {
    let store = Store::new(pool.clone());
    run(&pool, "insert into companies (name, email) values ('C', 'a@x.example')").await;
    run(&pool, &client("A", "a@x.example", "", ["Awa", "a@x.example", ""])).await;
    decide(&store, "a@x.example", Channel::Email, Decision::Granted, 1).await;
    fold(&pool).await;
    let first = async |segment: Segment| {
        let sample = count(&store, Channel::Email, &segment).await.samples.remove(0);
        (sample.source, sample.role)
    };
    assert_eq!(first(Segment::default()).await, (Source::Clients, ContactRole::Main));
    assert_eq!(
        first(is(Field::Role, &["administrateur"])).await,
        (Source::Clients, ContactRole::Administrateur)
    );
    assert_eq!(first(is(Field::Source, &["companies"])).await, (Source::Companies, ContactRole::Main));
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_rule_counts_for_a_person_even_where_the_contact_that_brings_it_does_not_match(pool: PgPool) {
    let store = Store::new(pool.clone());
    run(&pool, &client("A", "a@x.example", "", ["", "", ""])).await;
    run(&pool, "insert into companies (name, email) values ('A', 'a@x.example')").await;
    fold(&pool).await;
    let clients = is(Field::Source, &["clients"]);
    assert_eq!(steps(&count(&store, Channel::Email, &clients).await), [(Reason::NoConsent, 1)]);
}

#[sqlx::test(migrations = "../../migrations")]
async fn the_rules_are_settings_and_each_change_is_logged(pool: PgPool) {
    let store = Store::new(pool.clone());
    run(&pool, "insert into companies (name, email) values ('A', 'a@x.example')").await;
    fold(&pool).await;
    let mut tx = store.begin().await.unwrap();
    assert_eq!(tx.settings().consent_policy().await.unwrap(), ConsentPolicy::default());
    let ground = Some(domain::consent::Ground::LegitimateInterest);
    let wider =
        ConsentPolicy { rules: vec![Rule { kind: Kind::Company, email: ground }], frequency_cap: None };
    tx.settings().set_consent_policy(&wider, "awa", at(1)).await.unwrap();
    tx.settings().set_consent_policy(&ConsentPolicy::default(), "ibra", at(2)).await.unwrap();
    tx.settings().set_consent_policy(&wider, "awa", at(3)).await.unwrap();
    let kept = tx.settings().consent_policy().await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(kept, wider);
    assert_eq!(
        count_under(&store, Channel::Email, &Segment::default(), &kept, at(4)).await.waterfall.planned,
        1
    );
    let log = "select jsonb_agg(jsonb_build_array(changed_by, before is null, before = lag) order by id) from
               (select *, lag(after) over (order by id) as lag from marketing_setting_changes) c";
    let log = crate::world::value(&pool, log).await;
    assert_eq!(log, serde_json::json!([["awa", true, null], ["ibra", false, true], ["awa", false, true]]));
    let forged =
        sqlx::query("delete from marketing_setting_changes").execute(&pool).await.unwrap_err().to_string();
    assert!(forged.contains("append-only"), "{forged}");
}

#[sqlx::test(migrations = "../../migrations")]
async fn values_are_told_with_how_many_have_them_whatever_their_spelling(pool: PgPool) {
    run(&pool, "insert into companies (name, industry) values ('A', 'Santé'), ('B', 'SANTE '), ('C', 'BTP'), ('D', null), ('E', ' ')").await;
    fold(&pool).await;
    let values = Store::new(pool).begin().await.unwrap().audience().values(Field::Industry).await.unwrap();
    let found: Vec<_> = values.iter().map(|group| (group.value.as_str(), group.rows)).collect();
    assert_eq!((found[0].1, found[1]), (2, ("BTP", 1)));
    assert_eq!(found.len(), 2);
}

#[sqlx::test(migrations = "../../migrations")]
async fn counts_are_what_a_slow_and_obvious_program_counts(pool: PgPool) {
    let store = Store::new(pool.clone());
    let mut runner = TestRunner::deterministic();
    let worlds = (
        prop::collection::vec(random::row(), 1..14),
        prop::collection::vec(random::opinion(), 0..8),
        prop::collection::vec(random::dead(), 0..2),
    );
    let questions = prop::collection::vec((random::segment(), random::policy()), 6);
    for world in 0..12 {
        run(
            &pool,
            "truncate clients, companies, marketing_import_rows, marketing_suppressions, marketing_consents",
        )
        .await;
        run(&pool, "alter table marketing_consent_entries disable trigger user; truncate marketing_consent_entries cascade;
                    alter table marketing_consent_entries enable trigger user").await;
        let (rows, opinions, dead) = worlds.new_tree(&mut runner).unwrap().current();
        for row in &rows {
            run(&pool, row).await;
        }
        for ((address, channel, decision), seconds) in opinions.into_iter().zip(1..) {
            decide(&store, &address, channel, decision, seconds).await;
        }
        for (address, channel) in dead {
            suppress(&store, &address, channel).await;
        }
        fold(&pool).await;
        let picture = Picture::take(&pool).await;
        let everybody = (Segment::default(), ConsentPolicy::default());
        let mut asked = questions.new_tree(&mut runner).unwrap().current();
        asked.push(everybody);
        for (segment, policy) in asked {
            for channel in Channel::ALL {
                let counted = count_under(&store, *channel, &segment, &policy, at(99)).await;
                let expected = picture.classify(*channel, &segment, &policy);
                let of = |reason| {
                    i64::try_from(expected.values().filter(|found| **found == reason).count()).unwrap()
                };
                for step in &counted.waterfall.excluded {
                    assert_eq!(
                        step.contacts,
                        of(Some(step.reason)),
                        "{world} {channel} {} {segment:?}",
                        step.reason
                    );
                }
                assert_eq!(counted.waterfall.planned, of(None), "{world} {channel} {segment:?}");
                assert_eq!(counted.waterfall.matched, i64::try_from(expected.len()).unwrap());
                assert_eq!(counted.samples.len(), usize::try_from(of(None).min(10)).unwrap());
            }
        }
    }
}
