//! Which operation a call asks for.

use percent_encoding::percent_decode_str;

use crate::{
    call::{Answer, Call},
    sandbox::Sandbox,
};

/// One operation of a service.
#[derive(Debug)]
pub(crate) struct Route<B: 'static, R> {
    pub(crate) method: &'static str,
    /// Path below the service's own address, with its parameter as the specification names it.
    pub(crate) path: &'static str,
    /// Which limit it shares.
    pub(crate) bucket: B,
    pub(crate) handler: fn(&Sandbox, &Call) -> Result<Answer, R>,
}

/// Why no operation answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Lost {
    Path,
    Method,
}

impl<B, R> Route<B, R> {
    /// `POST /smtp/email`, as faults name it.
    pub(crate) fn name(&self) -> String {
        format!("{} {}", self.method, self.path)
    }

    /// What stands in a path at the parameter's place; empty where there is none.
    fn parameter<'a>(&self, path: &'a str) -> Option<&'a str> {
        match self.path.split_once('{') {
            None => (self.path == path).then_some(""),
            Some((prefix, _)) => {
                path.strip_prefix(prefix).filter(|rest| !rest.is_empty() && !rest.contains('/'))
            }
        }
    }
}

/// The first route of a call; the parameter in its path is kept in the call.
pub(crate) fn find<B, R>(
    routes: &'static [Route<B, R>],
    call: &mut Call,
) -> Result<&'static Route<B, R>, Lost> {
    let fitting: Vec<_> = routes.iter().filter(|route| route.parameter(&call.path).is_some()).collect();
    let Some(route) = fitting.iter().copied().find(|route| route.method == call.method) else {
        return Err(if fitting.is_empty() { Lost::Path } else { Lost::Method });
    };
    let parameter = route.parameter(&call.path).unwrap_or_default();
    call.parameter = percent_decode_str(parameter).decode_utf8_lossy().into_owned();
    Ok(route)
}
