//! What all calls to the provider share: they are read, judged, struck by faults, answered and written down.

use std::{sync::Arc, time::Duration};

use actix_web::{
    HttpRequest, HttpResponse,
    http::StatusCode,
    web::{Bytes, Data},
};

use crate::{
    brevo::{self, Answer, Call, Refusal},
    faults::{FaultKind, Wire, let_go},
    sandbox::Sandbox,
};

/// How long an answer hangs at most: longer than any caller waits.
const HANG_MAX: Duration = Duration::from_secs(600);

/// Answers a call to `/v3`.
pub(crate) async fn front(request: HttpRequest, body: Bytes, sandbox: Data<Sandbox>) -> HttpResponse {
    let sandbox = sandbox.into_inner();
    let mut call = read(&request, &body);
    let route = brevo::find(&mut call);
    let name = route.as_ref().ok().map(|route| route.name());
    if let Some(specs) = &sandbox.specs {
        specs.judge_request(&call, name.as_deref());
    }
    let fault = name.as_deref().and_then(|name| sandbox.faults.with(|faults| faults.strike(name)));
    let answer = match route {
        Ok(route) => answer_unless_struck(&sandbox, route, &call, fault),
        Err(refusal) => refusal.into(),
    };
    write_down(&sandbox, &call, name.as_deref(), &answer, fault);
    carry(&sandbox, &request, answer, fault).await
}

fn read(request: &HttpRequest, body: &Bytes) -> Call {
    let key = request.headers().get("api-key").and_then(|value| value.to_str().ok());
    let path = request.match_info().query("path");
    Call::new(
        request.method().as_str(),
        &format!("/{path}"),
        request.query_string(),
        key.map(str::to_owned),
        body,
    )
}

fn answer_unless_struck(
    sandbox: &Sandbox,
    route: &brevo::Route,
    call: &Call,
    fault: Option<FaultKind>,
) -> Answer {
    match fault {
        Some(FaultKind::RateLimit { reset }) => {
            Answer { headers: brevo::storm(reset).into(), ..Refusal::too_many().into() }
        }
        Some(FaultKind::Unauthorized) => Refusal::unauthorized().into(),
        Some(FaultKind::ServerError | FaultKind::ResetAfterBody { processed: false }) => {
            Refusal::server_error().into()
        }
        _ => brevo::answer(sandbox, route, call),
    }
}

fn write_down(
    sandbox: &Sandbox,
    call: &Call,
    route: Option<&str>,
    answer: &Answer,
    fault: Option<FaultKind>,
) {
    if let (Some(specs), Some(route)) = (&sandbox.specs, route) {
        specs.judge_answer(call, route, answer);
    }
    sandbox.journal.request(call, answer);
    sandbox.figures.with(|figures| {
        let requests = &mut figures.requests;
        requests.all += 1;
        *requests.by_route.entry(route.unwrap_or("unknown").to_owned()).or_default() += 1;
        *requests.by_status.entry(answer.status).or_default() += 1;
        requests.refused += usize::from(answer.status >= 400);
        requests.struck += usize::from(fault.is_some());
        let unanswered = matches!(fault, Some(FaultKind::HangAfterAccept | FaultKind::ResetAfterBody { .. }));
        requests.unanswered += usize::from(unanswered);
    });
}

/// Carries an answer to its caller, or fails to.
async fn carry(
    sandbox: &Arc<Sandbox>,
    request: &HttpRequest,
    answer: Answer,
    fault: Option<FaultKind>,
) -> HttpResponse {
    match fault {
        Some(FaultKind::Slow { ms }) => {
            pause(sandbox, Duration::from_millis(ms)).await;
            response(answer)
        }
        Some(FaultKind::HangAfterAccept) => {
            pause(sandbox, HANG_MAX).await;
            break_off(request)
        }
        Some(FaultKind::ResetAfterBody { .. }) => break_off(request),
        _ => response(answer),
    }
}

fn break_off(request: &HttpRequest) -> HttpResponse {
    if let Some(Err(error)) = request.conn_data::<Wire>().map(Wire::arm) {
        tracing::warn!(%error, "a connection is closed instead of reset");
    }
    let_go()
}

/// Waits, unless the program is told to stop.
async fn pause(sandbox: &Sandbox, time: Duration) {
    let mut stopping = sandbox.stopping.clone();
    tokio::select! {
        () = tokio::time::sleep(time) => {}
        _ = stopping.wait_for(|stop| *stop) => {}
    }
}

fn response(answer: Answer) -> HttpResponse {
    let status = StatusCode::from_u16(answer.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut response = HttpResponse::build(status);
    for header in answer.headers {
        response.insert_header(header);
    }
    match answer.body {
        Some(body) => response.json(body),
        None => response.finish(),
    }
}
