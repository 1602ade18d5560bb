//! A product to fetch from and to post to: it keeps what comes and answers by the first letter of the path.

use std::{
    net::TcpListener,
    sync::{
        Arc, Mutex,
        atomic::{AtomicU16, Ordering},
    },
};

use actix_web::{
    App, HttpRequest, HttpResponse, HttpServer,
    dev::ServerHandle,
    http::StatusCode,
    web::{self, Bytes, Data},
};
use serde_json::Value;

/// A request that came.
#[derive(Debug, Clone)]
pub(crate) struct Hit {
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) body: String,
    pub(crate) headers: Vec<(String, String)>,
}

impl Hit {
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.iter().find(|(own, _)| own == name).map_or("", |(_, value)| value)
    }
}

#[derive(Default)]
struct Kept {
    hits: Mutex<Vec<Hit>>,
    /// Status of the answer to webhooks.
    hook: AtomicU16,
}

pub(crate) struct Receiver {
    pub(crate) url: String,
    kept: Arc<Kept>,
    server: ServerHandle,
}

pub(crate) fn receive() -> Receiver {
    let kept = Arc::new(Kept { hook: AtomicU16::new(200), ..Kept::default() });
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let app = Arc::clone(&kept);
    let server = HttpServer::new(move || {
        App::new().app_data(Data::from(Arc::clone(&app))).default_service(web::to(answer))
    })
    .workers(1)
    .disable_signals()
    .listen(listener)
    .unwrap()
    .run();
    let handle = server.handle();
    tokio::spawn(server);
    Receiver { url, kept, server: handle }
}

/// `/c…` leads on, `/gone…` is not found, `/hook` answers as told; everything else is there, and gives challenges back.
async fn answer(request: HttpRequest, body: Bytes, kept: Data<Kept>) -> HttpResponse {
    let headers = request.headers().iter();
    let headers = headers.map(|(name, value)| (name.to_string(), value.to_str().unwrap().to_owned()));
    kept.hits.lock().unwrap().push(Hit {
        method: request.method().to_string(),
        path: request.uri().to_string(),
        body: String::from_utf8(body.to_vec()).unwrap(),
        headers: headers.collect(),
    });
    match request.path() {
        "/hook" => {
            let status = StatusCode::from_u16(kept.hook.load(Ordering::SeqCst)).unwrap();
            HttpResponse::build(status).body(challenge(&request))
        }
        path if path.starts_with("/gone") => HttpResponse::NotFound().finish(),
        path if path.starts_with("/c") => {
            HttpResponse::Found().insert_header(("location", "https://www.example.org/offre")).finish()
        }
        _ => HttpResponse::Ok().body(challenge(&request)),
    }
}

/// What Meta asks to have back.
fn challenge(request: &HttpRequest) -> String {
    let pairs = request.query_string().split('&').filter_map(|pair| pair.split_once('='));
    pairs.into_iter().find(|(name, _)| *name == "hub.challenge").map_or("", |(_, value)| value).to_owned()
}

impl Receiver {
    pub(crate) fn hits(&self) -> Vec<Hit> {
        self.kept.hits.lock().unwrap().clone()
    }

    /// `GET /path` of each request, in order.
    pub(crate) fn lines(&self) -> Vec<String> {
        self.hits().iter().map(|hit| format!("{} {}", hit.method, hit.path)).collect()
    }

    /// Objects that webhooks brought, in order, whatever shape they came in.
    pub(crate) fn events(&self) -> Vec<Value> {
        let posts = self.hits().into_iter().filter(|hit| hit.path == "/hook");
        let bodies = posts.map(|hit| serde_json::from_str(&hit.body).unwrap());
        bodies.flat_map(|body: Value| body.as_array().cloned().unwrap_or_else(|| vec![body])).collect()
    }

    pub(crate) fn hook_answers(&self, status: u16) {
        self.kept.hook.store(status, Ordering::SeqCst);
    }

    pub(crate) async fn stop(self) {
        self.server.stop(false).await;
    }
}
