//! One macro for the closed lists of words: each word is written once, and is the same in JSON, SQL and URLs.

/// Declares an enum whose variants have one text each: `Display`, `FromStr`, serde, the schema and `ALL` agree on it.
macro_rules! words {
    ($(#[doc = $about:literal])+ $name:ident { $($(#[doc = $each:literal])+ $variant:ident = $text:literal),+ $(,)? }) => {
        $(#[doc = $about])+
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
        pub enum $name {
            $($(#[doc = $each])+ #[serde(rename = $text)] $variant,)+
        }

        impl $name {
            /// Every value, in the order of definition.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The word, as JSON, the database and URLs spell it.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $text,)+
                }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::problem::UnknownWord;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Self::ALL
                    .iter()
                    .copied()
                    .find(|word| word.as_str() == text)
                    .ok_or_else(|| $crate::problem::UnknownWord::new(text, Self::ALL.iter().map(|w| w.as_str())))
            }
        }

        // By hand: utoipa's derive does not see through a rename that comes from a macro.
        #[cfg(feature = "openapi")]
        impl utoipa::PartialSchema for $name {
            fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::Schema> {
                let meanings = [$(($text, concat!($($each),+))),+];
                $crate::text::schema(concat!($($about),+), &meanings)
            }
        }

        #[cfg(feature = "openapi")]
        impl utoipa::ToSchema for $name {}
    };
}

pub(crate) use words;

/// The schema of a list of words: the values, and what each means.
#[cfg(feature = "openapi")]
pub(crate) fn schema(
    about: &str,
    meanings: &[(&str, &str)],
) -> utoipa::openapi::RefOr<utoipa::openapi::Schema> {
    use utoipa::openapi::{ObjectBuilder, schema::Type};

    let list: String =
        meanings.iter().map(|(word, meaning)| format!("\n- `{word}`: {}", meaning.trim())).collect();
    ObjectBuilder::new()
        .schema_type(Type::String)
        .description(Some(format!("{}\n{list}", about.trim())))
        .enum_values(Some(meanings.iter().map(|(word, _)| *word)))
        .into()
}
