//! A TLS server whose certificate is wrong in each way, and one that is right: what is sent, and how the call ends.
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use oasmith_runtime::{Call, Client, ClientBuilder, Error, ErrorKind, Operation};
use rcgen::{CertificateParams, KeyPair, date_time_ymd};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::crypto::aws_lc_rs;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio_rustls::rustls::server::{WantsServerCert, WebPkiClientVerifier};
use tokio_rustls::rustls::{ConfigBuilder, RootCertStore, ServerConfig};

use super::api::{self, ByTls, Open, OpenPost, PLANTED, PutKey};
use super::http2::{React, speak};

pub(crate) struct TlsServer {
    pub(crate) address: SocketAddr,
    pub(crate) certificate: CertificateDer<'static>,
    requests: Arc<AtomicUsize>,
}

impl TlsServer {
    /// A server that answers each request on its own connection with this.
    pub(crate) async fn start(host: &str, last_year: i32, answer: String) -> Self {
        Self::start_with(host, last_year, answer, None).await
    }

    /// The same, where only who has this certificate may come in.
    async fn start_with(
        host: &str,
        last_year: i32,
        answer: String,
        welcome: Option<CertificateDer<'static>>,
    ) -> Self {
        let (certificate, key) = self_signed(host, last_year);
        let config =
            server_config(welcome).with_single_cert(vec![certificate.clone()], key).unwrap();
        let acceptor = TlsAcceptor::from(Arc::new(config));
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let requests = Arc::new(AtomicUsize::new(0));
        let count = Arc::clone(&requests);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (acceptor, count, answer) = (acceptor.clone(), count.clone(), answer.clone());
                tokio::spawn(async move {
                    let Ok(mut stream) = acceptor.accept(stream).await else { return };
                    let mut block = [0; 4096];
                    if stream.read(&mut block).await.is_ok_and(|length| length > 0) {
                        count.fetch_add(1, Ordering::SeqCst);
                        let _ = stream.write_all(answer.as_bytes()).await;
                        let _ = stream.shutdown().await;
                    }
                });
            }
        });
        Self { address, certificate, requests }
    }

    /// A client that trusts this certificate, or only what the platform trusts.
    fn client(&self, is_trusted: bool) -> Client {
        self.builder(is_trusted).build().unwrap()
    }

    fn builder(&self, is_trusted: bool) -> ClientBuilder {
        let certificate = reqwest::Certificate::from_der(&self.certificate).unwrap();
        let builder =
            api::builder().base_url(&format!("https://localhost:{}", self.address.port()));
        let configure = move |http: reqwest::ClientBuilder| {
            let http = http.no_proxy().resolve("localhost", ([127, 0, 0, 1], 0).into());
            if is_trusted { http.tls_certs_only([certificate]) } else { http }
        };
        builder.configure_http(configure)
    }

    pub(crate) fn requests(&self) -> usize {
        self.requests.load(Ordering::SeqCst)
    }
}

fn self_signed(host: &str, last_year: i32) -> (CertificateDer<'static>, PrivateKeyDer<'static>) {
    let mut params = CertificateParams::new(vec![host.to_owned()]).unwrap();
    params.not_after = date_time_ymd(last_year, 1, 1);
    let key = KeyPair::generate().unwrap();
    let certificate = params.self_signed(&key).unwrap().der().clone();
    (certificate, PrivateKeyDer::try_from(key.serialize_der()).unwrap())
}

fn server_config(
    welcome: Option<CertificateDer<'static>>,
) -> ConfigBuilder<ServerConfig, WantsServerCert> {
    let provider = Arc::new(aws_lc_rs::default_provider());
    let builder = ServerConfig::builder_with_provider(Arc::clone(&provider))
        .with_safe_default_protocol_versions()
        .unwrap();
    let Some(welcome) = welcome else { return builder.with_no_client_auth() };
    let mut roots = RootCertStore::empty();
    roots.add(welcome).unwrap();
    let verifier = WebPkiClientVerifier::builder_with_provider(Arc::new(roots), provider);
    builder.with_client_cert_verifier(verifier.build().unwrap())
}

const OK: &str = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}";

async fn refusal<O: Operation>(client: &Client) -> Error {
    let error = Call::<O>::new(client).await.err().expect("the call cannot succeed");
    assert!(!format!("{error} {error:?}").contains(PLANTED));
    error
}

#[tokio::test]
async fn a_right_certificate_is_taken() {
    let server = TlsServer::start("localhost", 4000, OK.to_owned()).await;
    Call::<PutKey>::new(&server.client(true)).await.unwrap();
    assert_eq!(server.requests(), 1);
}

#[tokio::test]
async fn a_wrong_certificate_ends_the_call_before_anything_is_sent() {
    for (host, last_year, is_trusted) in
        [("localhost", 4000, false), ("other.example", 4000, true), ("localhost", 2001, true)]
    {
        let server = TlsServer::start(host, last_year, OK.to_owned()).await;
        let client = server.client(is_trusted);
        for error in [refusal::<Open>(&client).await, refusal::<OpenPost>(&client).await] {
            assert_eq!((error.kind(), error.attempts()), (ErrorKind::Tls, 1), "{error}");
            assert!(!error.is_retryable());
        }
        assert_eq!(server.requests(), 0, "{host} {last_year}");
    }
}

#[tokio::test]
async fn a_redirect_to_plain_http_is_refused() {
    let plain = super::server::Server::answering(OK).await;
    let url = plain.url();
    let answer = format!(
        "HTTP/1.1 307 Go\r\nLocation: {url}/x\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
    );
    let server = TlsServer::start("localhost", 4000, answer).await;
    let error = refusal::<PutKey>(&server.client(true)).await;
    assert_eq!(error.kind(), ErrorKind::Redirect, "{error}");
    assert_eq!((server.requests(), plain.accepted()), (1, 0));
}

/// RFC 8705 section 2: the certificate of the client is its credential.
#[tokio::test]
async fn mutual_tls_needs_an_identity() {
    let client = api::builder().base_url("https://localhost:1").build().unwrap();
    let error = Call::<ByTls>::new(&client).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::MissingCredential);
    assert!(error.to_string().contains("`ClientBuilder::client_identity`"), "{error}");
    let error = api::builder().client_identity(PLANTED).build().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Configuration);
    assert!(!format!("{error} {error:?}").contains(PLANTED));
    let key = KeyPair::generate().unwrap();
    let certificate = CertificateParams::new(vec!["client".to_owned()]).unwrap();
    let certificate = certificate.self_signed(&key).unwrap();
    let pem = format!("{}{}", key.serialize_pem(), certificate.pem());
    let builder = api::builder().base_url("https://localhost:1").client_identity(pem);
    let error = Call::<ByTls>::new(&builder.build().unwrap()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Connect, "{error}");
}

/// A certificate of a client that is its own issuer, and certificate and key as PEM.
fn identity() -> (CertificateDer<'static>, String) {
    let key = KeyPair::generate().unwrap();
    let certificate = CertificateParams::new(vec!["client".to_owned()]).unwrap();
    let certificate = certificate.self_signed(&key).unwrap();
    let pem = format!("{}{}", key.serialize_pem(), certificate.pem());
    (certificate.der().clone(), pem)
}

#[tokio::test]
async fn a_server_that_demands_a_certificate_gets_it() {
    let (welcome, pem) = identity();
    let start = || TlsServer::start_with("localhost", 4000, OK.to_owned(), Some(welcome.clone()));
    let server = start().await;
    let client = server.builder(true).client_identity(pem).build().unwrap();
    Call::<ByTls>::new(&client).await.unwrap();
    assert_eq!(server.requests(), 1);
    // Another one, and none at all.
    let server = start().await;
    let client = server.builder(true).client_identity(identity().1).build().unwrap();
    for client in [client, server.client(true)] {
        let error = refusal::<ByTls>(&client).await;
        let kind = error.kind();
        // By TLS 1.3 a client is done before the server has seen its certificate.
        assert!(
            matches!(kind, ErrorKind::Tls | ErrorKind::Transport | ErrorKind::Connect),
            "{error}"
        );
        assert!(!format!("{error:?}").contains("PRIVATE KEY"));
    }
    assert_eq!(server.requests(), 0);
}

/// RFC 7301: both sides choose HTTP/2 during the handshake.
#[tokio::test]
async fn http2_is_chosen_where_a_server_has_it() {
    let (certificate, key) = self_signed("localhost", 4000);
    let mut config = server_config(None).with_single_cert(vec![certificate.clone()], key).unwrap();
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let seen = Arc::default();
    let count = Arc::clone(&seen);
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let stream = acceptor.accept(stream).await.unwrap();
            tokio::spawn(speak(stream, vec![React::Answer], Arc::clone(&count)));
        }
    });
    let server = TlsServer { address, certificate, requests: Arc::default() };
    let client = server.client(true);
    for _ in 0..3 {
        Call::<PutKey>::new(&client).await.unwrap();
    }
    assert_eq!(*seen.lock().unwrap(), 3);
}
