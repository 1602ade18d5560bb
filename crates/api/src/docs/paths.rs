//! The paths of the document as a table, to tell an unknown path from a known one with another method.

use std::sync::LazyLock;

use actix_web::dev::ResourceDef;
use utoipa::openapi::{OpenApi, PathItem};

/// Every path with its methods.
pub(crate) struct Paths(Vec<(ResourceDef, Vec<&'static str>)>);

/// Made when somebody first asks for what is not there.
static KNOWN: LazyLock<Paths> = LazyLock::new(|| Paths::of(&crate::document()));

impl Paths {
    /// Those of the routes that are mounted.
    pub(crate) fn known() -> &'static Self {
        &KNOWN
    }

    fn of(document: &OpenApi) -> Self {
        let known = document.paths.paths.iter();
        Self(known.map(|(path, item)| (ResourceDef::new(path.as_str()), methods(item))).collect())
    }

    /// The methods of all patterns that a path matches; none where it is unknown.
    pub(crate) fn methods(&self, path: &str) -> Vec<&'static str> {
        self.0
            .iter()
            .filter(|(pattern, _)| pattern.is_match(path))
            .flat_map(|(_, methods)| methods.clone())
            .collect()
    }
}

fn methods(item: &PathItem) -> Vec<&'static str> {
    let all = [
        ("GET", item.get.is_some()),
        ("POST", item.post.is_some()),
        ("PUT", item.put.is_some()),
        ("PATCH", item.patch.is_some()),
        ("DELETE", item.delete.is_some()),
    ];
    all.into_iter().filter(|(_, has)| *has).map(|(method, _)| method).collect()
}
