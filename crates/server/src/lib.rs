//! The HTTP door: the same operations and the same UI, on 127.0.0.1.
//!
//! From its first day it trusts no page but its own: Host and Origin are checked,
//! only JSON is taken, the session lives in a cookie scripts cannot read and other
//! sites cannot send.

mod export;
mod guard;
mod rpc;
mod stream;

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;

use axum::Router;
use axum::http::{HeaderName, HeaderValue};
use axum::middleware;
use axum::routing::{get, post};
use simpul_api::Door;
use simpul_core::App;
use simpul_core::events::EventHub;
use simpul_kernel::Source;
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use tower_http::services::{ServeDir, ServeFile};
use tower_http::set_header::SetResponseHeaderLayer;

/// The largest request taken, bytes.
const BODY_LIMIT: usize = 1024 * 1024;

/// Scripts, styles and connections from here only; pdf.js works in a worker made
/// of a blob, and Mantine sets inline styles.
const CONTENT_SECURITY_POLICY: &str = "default-src 'self'; img-src 'self' data: blob:; style-src 'self' 'unsafe-inline'; \
     worker-src 'self' blob:; font-src 'self' data:; frame-src 'self' blob:; object-src 'none'; base-uri 'none'; \
     form-action 'none'; frame-ancestors 'none'";

/// Where and what to serve.
#[derive(Debug, Clone)]
pub struct ServeOptions {
    /// Address; port 0 takes a free one.
    pub listen: SocketAddr,
    /// The built UI; without it only the operations are served.
    pub ui: Option<PathBuf>,
}

/// What the handlers share.
#[derive(Debug)]
pub(crate) struct Shared {
    door: Door,
    events: EventHub,
}

/// A running server.
#[derive(Debug)]
pub struct Server {
    addr: SocketAddr,
    stop: Option<oneshot::Sender<()>>,
    task: JoinHandle<std::io::Result<()>>,
}

impl Server {
    /// Begins to serve.
    ///
    /// # Errors
    /// When the address is taken, or the database does not answer.
    pub async fn start(app: App, options: ServeOptions) -> simpul_kernel::Result<Self> {
        let events = EventHub::start(app.db.pool()).await?;
        let shared = Arc::new(Shared { door: Door::new(app, Source::Lan), events });
        let listener = TcpListener::bind(options.listen).await.map_err(simpul_kernel::Error::internal)?;
        let addr = listener.local_addr().map_err(simpul_kernel::Error::internal)?;
        let (stop, stopped) = oneshot::channel::<()>();
        let router = router(shared, options.ui);
        let task = tokio::spawn(async move {
            axum::serve(listener, router)
                .with_graceful_shutdown(async {
                    let _ = stopped.await;
                })
                .await
        });
        Ok(Self { addr, stop: Some(stop), task })
    }

    /// Where it listens.
    #[must_use]
    pub fn addr(&self) -> SocketAddr {
        self.addr
    }

    /// Stops; open event streams are cut.
    pub async fn stop(mut self) {
        if let Some(stop) = self.stop.take() {
            let _ = stop.send(());
        }
        let abort = self.task.abort_handle();
        // Event streams never end by themselves: give answers under way a moment.
        if tokio::time::timeout(std::time::Duration::from_secs(2), &mut self.task).await.is_err() {
            abort.abort();
        }
    }
}

fn router(shared: Arc<Shared>, ui: Option<PathBuf>) -> Router {
    let mut router = Router::new()
        .route("/rpc/{name}", post(rpc::call))
        .route("/events", get(stream::events))
        .route("/export/{id}", get(export::download))
        .route("/healthz", get(|| async { "ok" }))
        .layer(axum::extract::DefaultBodyLimit::max(BODY_LIMIT))
        .with_state(shared);
    if let Some(dir) = ui {
        // The page's own addresses (/vouchers/7) all begin with index.html.
        let index = ServeFile::new(dir.join("index.html"));
        router = router.fallback_service(ServeDir::new(dir).fallback(index));
    }
    let header = |name: &'static str, value: &'static str| {
        SetResponseHeaderLayer::overriding(HeaderName::from_static(name), HeaderValue::from_static(value))
    };
    router
        .layer(middleware::from_fn(guard::own_pages_only))
        .layer(header("content-security-policy", CONTENT_SECURITY_POLICY))
        .layer(header("x-content-type-options", "nosniff"))
        .layer(header("referrer-policy", "no-referrer"))
        .layer(header("x-frame-options", "DENY"))
}
