//! Campaigns and templates have the same manners; this is them, once.

use domain::{Duplicate, FieldError, Permission, ProblemCode, list::Page};
use serde::{Serialize, de::DeserializeOwned};

use super::{Api, Call, Failure};
use crate::i18n::{Locale, td_string};

/// A kind of thing that is listed, read, created, edited, duplicated and put away.
pub(crate) trait Noun: Copy + Default + Send + Sync + 'static {
    /// Its name in paths, of the API and of the SPA.
    const PATH: &'static str;
    /// The right to change it.
    const WRITE: Permission;
    /// Whether there can be another one like it: a setting is there once.
    const COPIES: bool = true;

    /// Its number.
    type Id: Clone + PartialEq + ToString + Send + Sync + 'static;
    /// The whole of it.
    type View: Clone + PartialEq + Send + Sync + DeserializeOwned + 'static;
    /// A row of its list.
    type Row: DeserializeOwned + 'static;
    /// What its list is asked.
    type Query: Serialize;
    /// What a person types.
    type Draft: Clone + PartialEq + Send + Sync + Serialize + DeserializeOwned + 'static;
    /// What creates it.
    type Create: Serialize;
    /// What replaces it.
    type Edit: Serialize;

    /// Its number, version, name, archived flag and whether it may be edited.
    fn facts(view: &Self::View) -> Facts<Self::Id>;
    /// What its answer leaves out: which one it is.
    fn placed(view: Self::View, _id: &Self::Id) -> Self::View {
        view
    }
    /// What the form shows of it.
    fn draft(view: &Self::View) -> Self::Draft;
    /// The same content under another name.
    fn renamed(draft: Self::Draft, name: String) -> Self::Draft;
    /// The name that was typed.
    fn name(draft: &Self::Draft) -> &str;
    /// What creates it, and the edit that says the rest, where there is more than a creation says.
    fn create(draft: Self::Draft) -> (Self::Create, Option<Self::Edit>);
    /// The edit that the draft stands for.
    fn edit(draft: Self::Draft) -> Self::Edit;
    /// Why it may not be changed as it stands.
    fn locked(l: Locale) -> &'static str {
        td_string!(l, readonly.state)
    }
    /// The same as the API keeps it, which takes blanks from around lines.
    fn as_saved(draft: Self::Draft) -> Self::Draft {
        draft
    }
    /// Whether it says what the draft says.
    fn says(view: &Self::View, draft: &Self::Draft) -> bool {
        Self::as_saved(Self::draft(view)) == Self::as_saved(draft.clone())
    }
    /// What the rules find wrong before anything is sent.
    fn check(draft: &Self::Draft) -> Vec<FieldError>;
}

/// What every noun can say of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Facts<Id> {
    /// Its number.
    pub(crate) id: Id,
    /// Its version.
    pub(crate) version: i64,
    /// Its name.
    pub(crate) name: String,
    /// Whether it is put away.
    pub(crate) archived: bool,
    /// Whether an edit would be taken.
    pub(crate) editable: bool,
}

impl Api {
    /// A page of the list.
    pub(crate) async fn list<N: Noun>(self, query: &N::Query) -> Result<Page<N::Row>, Failure> {
        self.call(Call::get(format!("{}{}", N::PATH, search(query)?))).await
    }

    /// One of them.
    pub(crate) async fn read<N: Noun>(self, id: N::Id) -> Result<N::View, Failure> {
        let view = self.call(Call::get(one::<N>(&id))).await?;
        Ok(N::placed(view, &id))
    }

    /// A new one. Another try after a lost answer may find that the rest was saved already.
    pub(crate) async fn create<N: Noun>(self, draft: N::Draft, key: String) -> Result<N::View, Failure> {
        let (create, rest) = N::create(draft.clone());
        let view: N::View = self.call(Call::post(N::PATH).once(key).body(&create)?).await?;
        let Some(rest) = rest else { return Ok(view) };
        let Facts { id, version, .. } = N::facts(&view);
        let saved = self.save::<N>(id.clone(), version, &rest).await;
        if saved.as_ref().is_err_and(|failure| failure.code() == Some(ProblemCode::VersionStale)) {
            let there = self.read::<N>(id).await?;
            return if N::says(&there, &draft) { Ok(there) } else { saved };
        }
        saved
    }

    /// Replaces it, unless somebody saved since.
    pub(crate) async fn save<N: Noun>(
        self,
        id: N::Id,
        version: i64,
        edit: &N::Edit,
    ) -> Result<N::View, Failure> {
        let view = self.call(Call::put(one::<N>(&id)).if_version(version).body(edit)?).await?;
        Ok(N::placed(view, &id))
    }

    /// A copy of it.
    pub(crate) async fn duplicate<N: Noun>(
        self,
        id: N::Id,
        name: String,
        key: String,
    ) -> Result<N::View, Failure> {
        self.call(Call::post(format!("{}/duplicate", one::<N>(&id))).once(key).body(&Duplicate { name })?)
            .await
    }

    /// Puts it away, or takes it back out.
    pub(crate) async fn put_away<N: Noun>(
        self,
        id: N::Id,
        version: i64,
        away: bool,
    ) -> Result<N::View, Failure> {
        let act = if away { "archive" } else { "unarchive" };
        self.call(Call::post(format!("{}/{act}", one::<N>(&id))).if_version(version)).await
    }
}

/// A line as the API keeps it: without blanks around it, and none where nothing is left.
pub(super) fn line(text: Option<String>) -> Option<String> {
    text.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty())
}

fn one<N: Noun>(id: &N::Id) -> String {
    format!("{}/{}", N::PATH, id.to_string())
}

/// The query as an address carries it, with its question mark.
pub(crate) fn search(query: &impl Serialize) -> Result<String, Failure> {
    let text = serde_urlencoded::to_string(query).map_err(|error| Failure::Unreadable(error.to_string()))?;
    Ok(if text.is_empty() { text } else { format!("?{text}") })
}
