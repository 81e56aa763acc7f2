//! The HTTP door: the same operations and the same UI, on 127.0.0.1.
//!
//! From its first day it trusts no page but its own: Host and Origin are checked,
//! only JSON is taken, the session lives in a cookie scripts cannot read and other
//! sites cannot send.

mod export;
mod first;
mod guard;
mod rpc;
mod stream;

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;

use axum::Router;
use axum::http::{HeaderName, HeaderValue, header};
use axum::middleware;
use axum::response::Response;
use axum::routing::{get, post};
use simpul_api::Door;
use simpul_api::first::{BootState, FirstStart};
use simpul_core::App;
use simpul_core::events::EventHub;
use simpul_kernel::Source;
use tokio::net::TcpListener;
use tokio::sync::{oneshot, watch};
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
    live: watch::Sender<Option<Arc<Live>>>,
    stopping: watch::Sender<bool>,
    state: watch::Sender<BootState>,
    first: Option<FirstStart>,
}

/// The program behind the door, once it runs.
#[derive(Debug)]
pub(crate) struct Live {
    door: Door,
    events: EventHub,
}

impl Shared {
    fn new(first: Option<FirstStart>, state: BootState) -> Self {
        Self {
            live: watch::Sender::new(None),
            stopping: watch::Sender::new(false),
            state: watch::Sender::new(state),
            first,
        }
    }

    /// The program; a page that is quicker than the database waits here. `None` once it is being ended.
    pub(crate) async fn live(&self) -> Option<Arc<Live>> {
        let (mut live, mut stopping) = (self.live.subscribe(), self.stopping.subscribe());
        tokio::select! {
            biased;
            _ = stopping.wait_for(|stopping| *stopping) => None,
            found = live.wait_for(Option::is_some) => found.ok()?.clone(),
        }
    }

    /// The program, if it runs.
    pub(crate) fn live_now(&self) -> Option<Arc<Live>> {
        self.live.borrow().clone().filter(|_| !*self.stopping.borrow())
    }

    async fn open(&self, app: App) -> simpul_kernel::Result<()> {
        let events = EventHub::start(app.db.pool()).await?;
        self.live.send_replace(Some(Arc::new(Live { door: Door::new(app, Source::Lan), events })));
        self.state.send_replace(BootState::Ready);
        Ok(())
    }
}

/// A running server.
#[derive(Debug)]
pub struct Server {
    shared: Arc<Shared>,
    addr: SocketAddr,
    stop: Option<oneshot::Sender<()>>,
    task: JoinHandle<std::io::Result<()>>,
}

impl Server {
    /// Begins to serve a program that runs.
    ///
    /// # Errors
    /// When the address is taken, or the database does not answer.
    pub async fn start(app: App, options: ServeOptions) -> simpul_kernel::Result<Self> {
        let shared = Arc::new(Shared::new(None, BootState::Ready));
        shared.open(app).await?;
        Self::listen(shared, options).await
    }

    /// Begins to serve the question where the data are to be; [`Server::open`] lets the
    /// program in behind the same address.
    ///
    /// # Errors
    /// When the address is taken.
    pub async fn ask(first: FirstStart, options: ServeOptions) -> simpul_kernel::Result<Self> {
        Self::listen(Arc::new(Shared::new(Some(first), BootState::Choosing { error: None })), options).await
    }

    async fn listen(shared: Arc<Shared>, options: ServeOptions) -> simpul_kernel::Result<Self> {
        let listener = TcpListener::bind(options.listen).await.map_err(simpul_kernel::Error::internal)?;
        let addr = listener.local_addr().map_err(simpul_kernel::Error::internal)?;
        let (stop, stopped) = oneshot::channel::<()>();
        let router = router(Arc::clone(&shared), options.ui);
        let task = tokio::spawn(async move {
            axum::serve(listener, router)
                .with_graceful_shutdown(async {
                    let _ = stopped.await;
                })
                .await
        });
        Ok(Self { shared, addr, stop: Some(stop), task })
    }

    /// Waits until somebody has chosen.
    pub async fn chosen(&self) {
        let mut follow = self.shared.state.subscribe();
        // Its sender lives as long as this server.
        let _ = follow.wait_for(|state| matches!(state, BootState::Starting(_))).await;
    }

    /// Says how far the start is, from wherever it is heard.
    pub fn teller(&self) -> impl Fn(BootState) + Send + Sync + 'static {
        let shared = Arc::clone(&self.shared);
        move |state| drop(shared.state.send_replace(state))
    }

    /// Lets the program in.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn open(&self, app: App) -> simpul_kernel::Result<()> {
        self.shared.open(app).await
    }

    /// Where it listens.
    #[must_use]
    pub fn addr(&self) -> SocketAddr {
        self.addr
    }

    /// Stops; open event streams are cut.
    pub async fn stop(mut self) {
        self.shared.stopping.send_replace(true);
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

/// How long a browser may keep what it was given; not what was refused.
fn kept(
    value: &'static str,
) -> SetResponseHeaderLayer<impl FnMut(&Response) -> Option<HeaderValue> + Clone + Send + Sync + 'static> {
    SetResponseHeaderLayer::overriding(header::CACHE_CONTROL, move |response: &Response| {
        response.status().is_success().then(|| HeaderValue::from_static(value))
    })
}

fn router(shared: Arc<Shared>, ui: Option<PathBuf>) -> Router {
    let mut router = Router::new()
        .route("/rpc/{name}", post(rpc::call))
        .route("/boot", get(first::state))
        .route("/boot/retry", post(first::retry))
        .route("/first/{name}", post(first::call))
        .route("/events", get(stream::events))
        .route("/export/{id}", get(export::download))
        .route("/healthz", get(|| async { "ok" }))
        .layer(axum::extract::DefaultBodyLimit::max(BODY_LIMIT))
        .with_state(shared);
    if let Some(dir) = ui {
        // The page's own addresses (/vouchers/7) all begin with index.html.
        let index = ServeFile::new(dir.join("index.html"));
        // Assets are named after what is in them. The page that names them is asked for anew each time: one that was
        // kept over an update would name what is gone.
        let assets = Router::new().fallback_service(ServeDir::new(dir.join("assets")));
        let pages = Router::new().fallback_service(ServeDir::new(dir).fallback(index));
        router = router
            .nest("/assets", assets.layer(kept("public, max-age=31536000, immutable")))
            .fallback_service(pages.layer(kept("no-cache")));
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
