//! What all calls to a service share: they are read, judged, struck by faults, answered and written down.

use std::{sync::Arc, time::Duration};

use actix_web::{
    HttpRequest, HttpResponse,
    http::StatusCode,
    web::{Bytes, Data},
};

use crate::{
    call::{Answer, Call},
    faults::{FaultKind, Wire, let_go},
    sandbox::Sandbox,
    service::Service,
};

/// How long an answer hangs at most: longer than any caller waits.
const HANG_MAX: Duration = Duration::from_secs(600);

/// Answers a call to a service.
pub(crate) async fn front<S: Service>(
    request: HttpRequest,
    body: Bytes,
    sandbox: Data<Sandbox>,
) -> HttpResponse {
    let sandbox = sandbox.into_inner();
    let mut call = read::<S>(&request, &body);
    let route = S::find(&mut call);
    let name = route.as_ref().ok().map(|route| S::name(route));
    if let Some(specs) = &sandbox.specs {
        specs.judge_request(&call, name.as_deref());
    }
    let fault = name.as_deref().and_then(|name| sandbox.faults.with(|faults| faults.strike(name)));
    let answer = match route {
        Ok(route) => {
            S::prepare(&sandbox, &mut call).await;
            answer_unless_struck::<S>(&sandbox, route, &call, fault)
        }
        Err(refusal) => refusal,
    };
    write_down(&sandbox, &call, name.as_deref(), &answer, fault);
    carry(&sandbox, &request, answer, fault).await
}

fn read<S: Service>(request: &HttpRequest, body: &Bytes) -> Call {
    let path = format!("/{}", request.match_info().query("path"));
    let key = S::key(request);
    Call::new::<S>(request.method().as_str(), path, request.query_string(), key, body)
}

fn answer_unless_struck<S: Service>(
    sandbox: &Sandbox,
    route: &S::Route,
    call: &Call,
    fault: Option<FaultKind>,
) -> Answer {
    match fault {
        Some(FaultKind::RateLimit { reset }) => S::storm(reset),
        Some(FaultKind::Unauthorized) => S::unauthorized(),
        Some(FaultKind::Refused { code }) => S::refused(code),
        Some(FaultKind::ServerError | FaultKind::ResetAfterBody { processed: false }) => S::server_error(),
        _ => S::answer(sandbox, route, call),
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
