//! The certificate of `api-ssl`.

use std::sync::Arc;

use rustls::ServerConfig;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio_rustls::TlsAcceptor;

use crate::builder::SimError;
use crate::engine::Router;

/// A self-signed certificate, as routers make them: its name is not their address.
#[derive(Clone)]
pub(crate) struct Certificate {
    pub(crate) acceptor: TlsAcceptor,
    pub(crate) der: CertificateDer<'static>,
}

impl std::fmt::Debug for Certificate {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Certificate").field("der", &self.der.len()).finish_non_exhaustive()
    }
}

impl Certificate {
    /// Makes a new one.
    pub(crate) fn make() -> Result<Self, SimError> {
        let failed = |error: &dyn std::fmt::Display| SimError::Certificate(error.to_string());
        let made = rcgen::generate_simple_self_signed(vec!["router".to_owned()]).map_err(|e| failed(&e))?;
        let der = made.cert.der().clone();
        let key = PrivateKeyDer::Pkcs8(made.signing_key.serialize_der().into());
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .map_err(|e| failed(&e))?
            .with_no_client_auth()
            .with_single_cert(vec![der.clone()], key)
            .map_err(|e| failed(&e))?;
        Ok(Self { acceptor: TlsAcceptor::from(Arc::new(config)), der })
    }
}

impl Router {
    /// The service runs and has a certificate.
    pub(crate) fn enable_api_ssl(&mut self) {
        let menu = self.at.service;
        if let Some(id) = self.table(menu).named(b"api-ssl").first().copied() {
            self.write(menu, id, "disabled", Some(Self::yes(false)));
            self.write(menu, id, "certificate", Some("router".into()));
        }
    }
}
