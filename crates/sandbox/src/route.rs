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
    /// Path below the service's own address, with its parameters as the specification names them.
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

/// Whether something may stand where a path has the parameter of this name.
type Fits = fn(name: &str, value: &str) -> bool;

impl<B, R> Route<B, R> {
    /// `POST /smtp/email`, as faults name it.
    pub(crate) fn name(&self) -> String {
        format!("{} {}", self.method, self.path)
    }

    /// What stands in a path at the last parameter's place; empty where there is none.
    fn parameter<'a>(&self, path: &'a str, fits: Fits) -> Option<&'a str> {
        if self.path.split('/').count() != path.split('/').count() {
            return None;
        }
        let mut last = "";
        for (own, given) in self.path.split('/').zip(path.split('/')) {
            let Some((before, rest)) = own.split_once('{') else {
                if own == given {
                    continue;
                }
                return None;
            };
            let (name, after) = rest.split_once('}')?;
            let value = given.strip_prefix(before)?.strip_suffix(after)?;
            if value.is_empty() || !fits(name, value) {
                return None;
            }
            last = value;
        }
        Some(last)
    }
}

/// The first route of a call; the last parameter in its path is kept in the call.
pub(crate) fn find<B, R>(
    routes: &'static [Route<B, R>],
    call: &mut Call,
) -> Result<&'static Route<B, R>, Lost> {
    find_fitting(routes, call, |_, _| true)
}

/// The same, where one place has several operations and what stands in it decides.
pub(crate) fn find_fitting<B, R>(
    routes: &'static [Route<B, R>],
    call: &mut Call,
    fits: Fits,
) -> Result<&'static Route<B, R>, Lost> {
    let fitting: Vec<_> = routes.iter().filter(|route| route.parameter(&call.path, fits).is_some()).collect();
    let Some(route) = fitting.iter().copied().find(|route| route.method == call.method) else {
        return Err(if fitting.is_empty() { Lost::Path } else { Lost::Method });
    };
    let parameter = route.parameter(&call.path, fits).unwrap_or_default();
    call.parameter = percent_decode_str(parameter).decode_utf8_lossy().into_owned();
    Ok(route)
}
