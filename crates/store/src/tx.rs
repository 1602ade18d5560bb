//! The way in: a pool, and transactions that know every noun.

use sqlx::{Executor, PgConnection, PgPool, Postgres, Transaction, raw_sql};

use crate::{
    Accounts, Audience, Batches, Campaigns, Canaries, Consent, Conversations, Costs, Directory, Ends,
    Errands, Events, Exclusions, Figures, Hits, Idempotency, Load, People, Plan, Readers, Receipts,
    Recipients, Result, Settings, Sources, StoreSettings, Suppressions, Table, Templates, TestMessages,
    Tickets, WhatsappSenders, WhatsappTemplates,
};

/// From so many rows on, a plan of its own costs less than a wrong one.
const MANY: usize = 50;

/// The database. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Store {
    pub(crate) pool: PgPool,
    pub(crate) settings: Option<StoreSettings>,
}

impl Store {
    /// Opens a pool and makes sure that somebody answers.
    ///
    /// # Errors
    /// [`crate::StoreError::Settings`] or [`crate::StoreError::Unavailable`].
    pub async fn connect(settings: &StoreSettings) -> Result<Self> {
        let pool = settings.pool_options().connect_with(settings.connect_options()?).await?;
        Ok(Self { pool, settings: Some(settings.clone()) })
    }

    /// Opens a pool that connects when it is first used, so that a program can start before its database.
    ///
    /// # Errors
    /// [`crate::StoreError::Settings`].
    pub fn connect_lazy(settings: &StoreSettings) -> Result<Self> {
        let pool = settings.pool_options().connect_lazy_with(settings.connect_options()?);
        Ok(Self { pool, settings: Some(settings.clone()) })
    }

    /// Uses a pool that is open already.
    #[must_use]
    pub fn new(pool: PgPool) -> Self {
        Self { pool, settings: None }
    }

    /// Begins a transaction; dropped without [`Tx::commit`], it is rolled back.
    ///
    /// # Errors
    /// [`crate::StoreError::Unavailable`].
    pub async fn begin(&self) -> Result<Tx> {
        Ok(Tx(self.pool.begin().await?))
    }

    /// Closes every connection, once its work is done.
    pub async fn close(&self) {
        self.pool.close().await;
    }
}

/// Plans the statements that follow in this transaction for the tables as they are now. A plan that a connection keeps may be from when
/// they were empty, and then reads the whole table for each row, until PostgreSQL has looked at the table again.
pub(crate) async fn plan_anew(conn: &mut PgConnection) -> Result<()> {
    sqlx::query!("select set_config('plan_cache_mode', 'force_custom_plan', true)").fetch_one(conn).await?;
    Ok(())
}

/// A transaction.
#[derive(Debug)]
pub struct Tx(Transaction<'static, Postgres>);

impl Tx {
    /// Keeps what was done.
    ///
    /// # Errors
    /// [`crate::StoreError::Unavailable`]: whether it was kept is then not known.
    pub async fn commit(self) -> Result<()> {
        Ok(self.0.commit().await?)
    }

    /// Undoes what was done.
    ///
    /// # Errors
    /// [`crate::StoreError::Unavailable`]; the database undoes it all the same.
    pub async fn rollback(self) -> Result<()> {
        Ok(self.0.rollback().await?)
    }

    /// Begins a part that may fail alone; [`Tx::settle`] ends it. Parts do not hold others.
    ///
    /// # Errors
    /// [`crate::StoreError`].
    pub async fn part(&mut self) -> Result<()> {
        self.conn().execute("savepoint part").await?;
        Ok(())
    }

    /// Ends a part by how it went: what it did stays, or where it failed for good is undone, and the error is handed back inside.
    ///
    /// # Errors
    /// [`crate::StoreError`], also the part's own where waiting may help ([`crate::StoreError::is_passing`]): then nothing of the
    /// whole transaction can be kept.
    pub async fn settle<T>(&mut self, ended: Result<T>) -> Result<Result<T>> {
        let end = match &ended {
            Ok(_) => "release savepoint part",
            Err(error) if error.is_passing() => return ended.map(Ok),
            Err(_) => "rollback to savepoint part; release savepoint part",
        };
        self.conn().execute(raw_sql(end)).await?;
        Ok(ended)
    }

    /// Has the statements that follow in this transaction planned for the tables as they are now, where they take many rows; for a few
    /// a kept plan that is wrong costs less than planning.
    ///
    /// # Errors
    /// [`crate::StoreError`].
    pub async fn plan_for(&mut self, rows: usize) -> Result<()> {
        if rows >= MANY { plan_anew(self.conn()).await } else { Ok(()) }
    }

    /// The campaigns.
    pub fn campaigns(&mut self) -> Campaigns<'_> {
        Campaigns { conn: self.conn() }
    }

    /// The few who leave first.
    pub fn canaries(&mut self) -> Canaries<'_> {
        Canaries { conn: self.conn() }
    }

    /// The templates.
    pub fn templates(&mut self) -> Templates<'_> {
        Templates { conn: self.conn() }
    }

    /// The templates of WhatsApp.
    pub fn whatsapp_templates(&mut self) -> WhatsappTemplates<'_> {
        WhatsappTemplates { conn: self.conn() }
    }

    /// The numbers that messages of WhatsApp leave from.
    pub fn whatsapp_senders(&mut self) -> WhatsappSenders<'_> {
        WhatsappSenders { conn: self.conn() }
    }

    /// The tables that contacts come from.
    pub fn sources(&mut self) -> Sources<'_> {
        Sources { conn: self.conn() }
    }

    /// Who stands behind the contacts of the sources.
    pub fn directory(&mut self) -> Directory<'_> {
        Directory { conn: self.conn() }
    }

    /// The people.
    pub fn people(&mut self) -> People<'_> {
        People { conn: self.conn() }
    }

    /// The consent ledger.
    pub fn consent(&mut self) -> Consent<'_> {
        Consent { conn: self.conn() }
    }

    /// What people write to us, and what colleagues answer.
    pub fn conversations(&mut self) -> Conversations<'_> {
        Conversations { conn: self.conn() }
    }

    /// What colleagues got as a test by WhatsApp.
    pub fn test_messages(&mut self) -> TestMessages<'_> {
        TestMessages { conn: self.conn() }
    }

    /// What WhatsApp costs.
    pub fn costs(&mut self) -> Costs<'_> {
        Costs { conn: self.conn() }
    }

    /// The addresses that nobody is written to at.
    pub fn suppressions(&mut self) -> Suppressions<'_> {
        Suppressions { conn: self.conn() }
    }

    /// What an administrator decides while the product runs.
    pub fn settings(&mut self) -> Settings<'_> {
        Settings { conn: self.conn() }
    }

    /// Who a segment comes to.
    pub fn audience(&mut self) -> Audience<'_> {
        Audience { conn: self.conn() }
    }

    /// Freezing audiences.
    pub fn plan(&mut self) -> Plan<'_> {
        Plan { conn: self.conn() }
    }

    /// Who was left out.
    pub fn exclusions(&mut self) -> Exclusions<'_> {
        Exclusions { conn: self.conn() }
    }

    /// The answers that callers may ask for again.
    pub fn idempotency(&mut self) -> Idempotency<'_> {
        Idempotency { conn: self.conn() }
    }

    /// What is known of the accounts that messages leave by.
    pub fn accounts(&mut self) -> Accounts<'_> {
        Accounts { conn: self.conn() }
    }

    /// Whoever holds a message of ours.
    pub fn readers(&mut self) -> Readers<'_> {
        Readers { conn: self.conn() }
    }

    /// What workers carry to providers.
    pub fn batches(&mut self) -> Batches<'_> {
        Batches { conn: self.conn() }
    }

    /// What happened to deliveries.
    pub fn events(&mut self) -> Events<'_> {
        Events { conn: self.conn() }
    }

    /// What readers opened and clicked.
    pub fn hits(&mut self) -> Hits<'_> {
        Hits { conn: self.conn() }
    }

    /// What providers told.
    pub fn receipts(&mut self) -> Receipts<'_> {
        Receipts { conn: self.conn() }
    }

    /// What is counted of campaigns.
    pub fn figures(&mut self) -> Figures<'_> {
        Figures { conn: self.conn() }
    }

    /// The people of campaigns, one by one.
    pub fn recipients(&mut self) -> Recipients<'_> {
        Recipients { conn: self.conn() }
    }

    /// Messages that came to a dead end, and what is decided about them.
    pub fn ends(&mut self) -> Ends<'_> {
        Ends { conn: self.conn() }
    }

    /// The tasks that run in the background.
    pub fn errands(&mut self) -> Errands<'_> {
        Errands { conn: self.conn() }
    }

    /// The ways in without a token.
    pub fn tickets(&mut self) -> Tickets<'_> {
        Tickets { conn: self.conn() }
    }

    /// Opens a COPY of rows with these fields into a table, in whatever shape it was found.
    ///
    /// # Errors
    /// [`crate::StoreError::Shape`] where the table cannot take them.
    pub async fn load(&mut self, table: Table, fields: &[&str]) -> Result<Load<'_>> {
        Load::open(self.conn(), table, fields).await
    }

    pub(crate) fn conn(&mut self) -> &mut PgConnection {
        &mut self.0
    }
}
