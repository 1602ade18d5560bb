//! Whom the campaigns go to.

use sqlx::PgPool;

/// Enough for more batches than one worker has on their way at once, where not the number matters.
pub(crate) const PEOPLE_FEW: i32 = 1_000;

/// So many customers, of whom every second lets opens and clicks be told to be theirs; and some of each kind that must be
/// left out: no address, no address that is one, twice the same person, suppressed, prospects without consent.
pub(crate) async fn invite(pool: &PgPool, customers: i32, left_out: i32) {
    run(pool, "insert into clients (nom, email, statut, type)
               select 'Client ' || i, 'p' || i || '@exemple.fr', 'ACTIF', 'CLIENT' from generate_series(1, $1) i", customers).await;
    run(pool, "insert into marketing_consent_entries
                   (id, address, channel, purpose, decision, source, actor, occurred_at, recorded_at)
               select gen_random_uuid(), 'p' || i || '@exemple.fr', 'email', purpose, 'granted', 'form', 'tests', now(), now()
               from generate_series(2, $1, 2) i, unnest(array['open_tracking', 'click_tracking']) purpose", customers).await;
    run(
        pool,
        "insert into clients (nom, email, statut, type)
               select 'Sans adresse ' || i, null, 'ACTIF', 'CLIENT' from generate_series(1, $1) i",
        left_out,
    )
    .await;
    run(pool, "insert into clients (nom, email, statut, type)
               select 'Fausse ' || i, 'fausse adresse ' || i, 'ACTIF', 'CLIENT' from generate_series(1, $1) i", left_out).await;
    run(pool, "insert into clients (nom, email, statut, type)
               select 'Encore ' || i, 'P' || i || '@Exemple.fr ', 'ACTIF', 'CLIENT' from generate_series(1, $1) i", left_out).await;
    run(pool, "insert into clients (nom, email, statut, type)
               select 'Prospect ' || i, 'q' || i || '@exemple.fr', 'ACTIF', 'PROSPECT' from generate_series(1, $1) i", left_out).await;
    run(pool, "insert into clients (nom, email, statut, type)
               select 'Rebond ' || i, 's' || i || '@exemple.fr', 'ACTIF', 'CLIENT' from generate_series(1, $1) i", left_out).await;
    run(pool, "insert into marketing_suppressions (address, channel, reason, created_at, changed_at)
               select 's' || i || '@exemple.fr', 'email', 'hard_bounce', now(), now() from generate_series(1, $1) i", left_out).await;
}

async fn run(pool: &PgPool, sql: &'static str, count: i32) {
    sqlx::query(sql).bind(count).execute(pool).await.unwrap();
}
