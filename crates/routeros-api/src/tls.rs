//! Encrypted links: pinned key, first use, or an authority.
//!
//! Certificates of routers are usually made by the router itself, for no name
//! in particular, so the *key* is what is recognised: the SHA-256 of the
//! certificate's public key information (SPKI). The handshake's signature is
//! always checked, so whoever shows a key also holds it.

use std::fmt;
use std::str::FromStr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::server::ParsedCertificate;
use rustls::{AlertDescription, CertificateError, ClientConfig, DigitallySignedStruct, RootCertStore, SignatureScheme};
use sha2::{Digest, Sha256};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

use crate::error::{Error, Result, TlsError};

/// Whether and how the link is encrypted. A failure never falls back to
/// something weaker.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub enum Tls {
    /// Plain: the password and everything else can be read on the way.
    #[default]
    Off,
    /// Only the router with this key. Names, chain and dates do not matter.
    PinSpki(SpkiPin),
    /// Accept the key shown at the first connect and only that one afterwards,
    /// for the life of the client. Store
    /// [`Client::seen_pin`](crate::Client::seen_pin) and use
    /// [`Tls::PinSpki`] next time. To ask a person before the password is
    /// sent, use [`learn_pin`].
    TrustOnFirstUse,
    /// A certificate of these authorities for this name.
    Ca(CaTrust),
    /// Whatever key is shown, every time: nobody can listen in, but anybody
    /// can pretend to be the router and is given the password. For a first
    /// look in a lab.
    InsecureAcceptAny,
}

/// Authorities and the name expected in the certificate.
#[derive(Clone)]
pub struct CaTrust {
    roots: Arc<RootCertStore>,
    name: ServerName<'static>,
}

impl fmt::Debug for CaTrust {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "CaTrust {{ roots: {}, name: {:?} }}", self.roots.len(), self.name)
    }
}

impl Tls {
    /// Trust the authorities of a PEM file; `name` is the host name or address
    /// that must stand in the certificate.
    ///
    /// # Errors
    /// [`TlsError::Settings`] if there is no usable certificate or the name is
    /// none.
    pub fn ca_pem(pem: &[u8], name: &str) -> Result<Self, TlsError> {
        let mut roots = RootCertStore::empty();
        for certificate in CertificateDer::pem_slice_iter(pem) {
            let certificate = certificate.map_err(|error| TlsError::Settings(error.to_string()))?;
            roots.add(certificate).map_err(|error| TlsError::Settings(error.to_string()))?;
        }
        if roots.is_empty() {
            return Err(TlsError::Settings("no certificate in the file".to_owned()));
        }
        let name = ServerName::try_from(name.to_owned()).map_err(|error| TlsError::Settings(error.to_string()))?;
        Ok(Self::Ca(CaTrust { roots: Arc::new(roots), name }))
    }
}

/// The SHA-256 of a public key (SPKI). Shown and read as 64 hex digits; colons
/// between them are accepted.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct SpkiPin([u8; 32]);

impl SpkiPin {
    /// The bytes of the hash.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// The pin of a certificate in DER form.
    ///
    /// # Errors
    /// [`TlsError::Certificate`] if it cannot be read.
    pub fn of_certificate(der: &[u8]) -> Result<Self, TlsError> {
        let der = CertificateDer::from(der);
        let parsed = ParsedCertificate::try_from(&der).map_err(|error| TlsError::Certificate(error.to_string()))?;
        Ok(Self(Sha256::digest(parsed.subject_public_key_info()).into()))
    }
}

impl From<[u8; 32]> for SpkiPin {
    fn from(hash: [u8; 32]) -> Self {
        Self(hash)
    }
}

impl fmt::Display for SpkiPin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for SpkiPin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SpkiPin({self})")
    }
}

impl FromStr for SpkiPin {
    type Err = TlsError;

    fn from_str(text: &str) -> Result<Self, TlsError> {
        let malformed = || TlsError::Settings("a pin is 64 hex digits".to_owned());
        let mut digits = text.chars().filter(|&character| character != ':');
        let mut hash = [0; 32];
        for byte in &mut hash {
            let mut digit = || digits.next().and_then(|digit| digit.to_digit(16));
            let (high, low) = (digit().ok_or_else(malformed)?, digit().ok_or_else(malformed)?);
            *byte = (high << 4 | low) as u8;
        }
        if digits.next().is_some() { Err(malformed()) } else { Ok(Self(hash)) }
    }
}

/// Asks a router for its key without sending it anything: for showing it to a
/// person before the first login. Nothing about the router is trusted here but
/// that it holds the key it shows.
///
/// # Errors
/// [`Error::Io`], [`Error::ConnectTimeout`] or [`Error::Tls`].
pub async fn learn_pin(host: &str, port: u16, timeout: Duration) -> Result<SpkiPin> {
    let work = async {
        let tcp = TcpStream::connect((host, port)).await?;
        let (_, pin) = handshake(tcp, host, &Trust::Any).await?;
        Ok(pin)
    };
    tokio::time::timeout(timeout, work).await.map_err(|_| Error::ConnectTimeout(timeout))?
}

/// Which keys a handshake accepts.
#[derive(Debug, Clone)]
pub(crate) enum Trust {
    Any,
    Pin(SpkiPin),
    Ca(CaTrust),
}

/// Makes the encrypted link and says which key the router showed.
pub(crate) async fn handshake(
    tcp: TcpStream,
    host: &str,
    trust: &Trust,
) -> Result<(TlsStream<TcpStream>, SpkiPin), Error> {
    let settings = |error: rustls::Error| TlsError::Settings(error.to_string());
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let builder = ClientConfig::builder_with_provider(Arc::clone(&provider))
        .with_safe_default_protocol_versions()
        .map_err(settings)?
        .dangerous();
    let seen = Arc::new(Mutex::new(None));
    let inner = match trust {
        Trust::Ca(ca) => Inner::Ca(
            WebPkiServerVerifier::builder_with_provider(Arc::clone(&ca.roots), Arc::clone(&provider))
                .build()
                .map_err(|error| TlsError::Settings(error.to_string()))?,
        ),
        Trust::Any => Inner::Any,
        Trust::Pin(pin) => Inner::Pin(*pin),
    };
    let verifier = Verifier { inner, provider, seen: Arc::clone(&seen) };
    let config = builder.with_custom_certificate_verifier(Arc::new(verifier)).with_no_client_auth();
    // Without an authority the name decides nothing; a host that is no DNS
    // name (an underscore, say) must not stand in the way.
    let name = match trust {
        Trust::Ca(ca) => ca.name.clone(),
        _ => ServerName::try_from(host.to_owned())
            .or_else(|_| ServerName::try_from("router.invalid"))
            .map_err(|error| TlsError::Settings(error.to_string()))?,
    };
    let result = TlsConnector::from(Arc::new(config)).connect(name, tcp).await;
    let seen = *seen.lock().unwrap_or_else(PoisonError::into_inner);
    match (result, seen) {
        (Ok(stream), Some(seen)) => Ok((stream, seen)),
        (Ok(_), None) => Err(TlsError::NoCertificate.into()),
        (Err(error), seen) => Err(named(&error, trust, seen).into()),
    }
}

/// What a failed handshake means.
fn named(error: &std::io::Error, trust: &Trust, seen: Option<SpkiPin>) -> TlsError {
    if let (Trust::Pin(pinned), Some(seen)) = (trust, seen)
        && *pinned != seen
    {
        return TlsError::PinMismatch { pinned: *pinned, seen };
    }
    let inner = error.get_ref().and_then(|inner| inner.downcast_ref::<rustls::Error>());
    match inner {
        Some(rustls::Error::InvalidCertificate(reason)) => TlsError::Certificate(reason.to_string()),
        // Without a certificate the service knows anonymous key exchange only
        // and finds nothing in common with what is offered.
        Some(rustls::Error::AlertReceived(AlertDescription::HandshakeFailure)) => TlsError::NoCertificate,
        _ if error.kind() == std::io::ErrorKind::UnexpectedEof => TlsError::NoCertificate,
        _ => TlsError::Handshake(error.to_string()),
    }
}

#[derive(Debug)]
enum Inner {
    Any,
    Pin(SpkiPin),
    Ca(Arc<WebPkiServerVerifier>),
}

#[derive(Debug)]
struct Verifier {
    inner: Inner,
    provider: Arc<CryptoProvider>,
    seen: Arc<Mutex<Option<SpkiPin>>>,
}

impl ServerCertVerifier for Verifier {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        name: &ServerName<'_>,
        ocsp: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        let pin =
            SpkiPin::of_certificate(end_entity).map_err(|_| rustls::Error::from(CertificateError::BadEncoding))?;
        *self.seen.lock().unwrap_or_else(PoisonError::into_inner) = Some(pin);
        match &self.inner {
            Inner::Any => Ok(ServerCertVerified::assertion()),
            Inner::Pin(pinned) if *pinned == pin => Ok(ServerCertVerified::assertion()),
            Inner::Pin(_) => Err(CertificateError::ApplicationVerificationFailure.into()),
            Inner::Ca(ca) => ca.verify_server_cert(end_entity, intermediates, name, ocsp, now),
        }
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls12_signature(message, cert, dss, &self.provider.signature_verification_algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls13_signature(message, cert, dss, &self.provider.signature_verification_algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.provider.signature_verification_algorithms.supported_schemes()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pins_are_shown_and_read() {
        let text = "00ff".repeat(16);
        let pin: SpkiPin = text.parse().unwrap();
        assert_eq!(pin.to_string(), text);
        let colons = ["00:ff"; 16].join(":").to_uppercase();
        assert_eq!(colons.parse::<SpkiPin>().unwrap(), pin);
        for wrong in ["", "00", &"g".repeat(64), &"0".repeat(63), &"0".repeat(65), &"0".repeat(66)] {
            assert!(wrong.parse::<SpkiPin>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn an_authority_needs_a_certificate_and_a_name() {
        assert!(matches!(Tls::ca_pem(b"", "router"), Err(TlsError::Settings(_))));
        assert!(matches!(Tls::ca_pem(b"nonsense", "router"), Err(TlsError::Settings(_))));
    }
}
