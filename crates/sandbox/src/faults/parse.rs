//! Faults as JSON.

use serde_json::Value;

use super::Fault;
use crate::{services, smtp};

/// Members that a fault may have.
const MEMBERS: [&str; 10] =
    ["kind", "route", "times", "every", "reset", "code", "processed", "ms", "at", "reply"];
const SHAPE: &str = "a fault is {\"kind\": …, \"route\"?: \"POST /smtp/email\", \"times\"?: n, \"every\"?: n}, or a list of \
                     such; kinds: rate_limit (reset?: seconds), server_error, unauthorized, refused (code), hang_after_accept, \
                     reset_after_body (processed?: boolean), slow (ms), webhooks_paused, webhooks_duplicated, \
                     webhooks_reversed; by the route SMTP also reply (at: sender, recipient, data or dot; reply: \
                     \"550 5.7.26\") and greylist";

/// Parses one fault or a list of them.
///
/// # Errors
///
/// Says what is wrong, and what a fault looks like.
pub fn parse(json: &str) -> Result<Vec<Fault>, String> {
    let faults = match serde_json::from_str(json) {
        Ok(Value::Array(faults)) => faults,
        Ok(fault) => vec![fault],
        Err(error) => return Err(format!("no JSON: {error}; {SHAPE}")),
    };
    faults.into_iter().map(one).collect()
}

fn one(value: Value) -> Result<Fault, String> {
    let mut members = value.as_object().into_iter().flatten().map(|(member, _)| member);
    if let Some(unknown) = members.find(|member| !MEMBERS.contains(&member.as_str())) {
        return Err(format!("`{unknown}` is unknown; {SHAPE}"));
    }
    let fault: Fault = serde_json::from_value(value).map_err(|error| format!("{error}; {SHAPE}"))?;
    let routes: Vec<_> = services::operations().collect();
    match &fault.route {
        Some(route) if !routes.contains(route) => {
            Err(format!("there is no route `{route}`; there are: {}", routes.join(", ")))
        }
        route if fault.kind.is_of_mail_servers() && route.as_deref() != Some(smtp::ROUTE) => {
            Err(format!("only a mail server does so: write \"route\": \"{}\"; {SHAPE}", smtp::ROUTE))
        }
        _ => Ok(fault),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_that_would_never_strike_is_refused_with_what_to_write() {
        for (json, hint) in [
            (r#"{"kind": "flood"}"#, "reset_after_body"),
            (r#"{"kind": "slow"}"#, "ms"),
            (r#"{"kind": "server_error", "tiems": 2}"#, "tiems"),
            (r#"[{"kind": "server_error", "route": "/smtp/email"}]"#, "POST /smtp/email"),
            (r#"{"kind": "greylist"}"#, "\"route\": \"SMTP\""),
            (r#"{"kind": "greylist", "route": "POST /smtp/email"}"#, "\"route\": \"SMTP\""),
            (r#"{"kind": "reply", "route": "SMTP", "at": "dot", "reply": "250 2.0.0"}"#, "550 5.7.26"),
            (r#"{"kind": "reply", "route": "SMTP", "at": "greeting", "reply": "421 4.3.2"}"#, "sender"),
            ("flood", "no JSON"),
        ] {
            let why = parse(json).unwrap_err();
            assert!(why.contains(hint), "{json}: {why}");
        }
    }
}
