//! Asking a user to authorize: the URL for the browser, and what comes back (RFC 6749 section 4.1, RFC 7636).
use std::fmt;

use sha2::{Digest as _, Sha256};
use url::Url;

use super::base64_text::base64;
use super::builder::ClientBuilder;
use super::error::Error;
use super::info::SchemeKind;
use super::oauth2::{OAuth2, resolve};
use super::secret::Secret;

/// A request for authorization that has been begun: send the user to [`AuthorizationRequest::url`], and give
/// [`AuthorizationRequest::finish`] the URL that the browser comes back with.
///
/// It has a `state` against forged answers (RFC 6749 section 10.12) and a challenge whose verifier only this value has
/// (RFC 7636, method `S256`).
pub struct AuthorizationRequest {
    url: Url,
    client_id: String,
    redirect_url: String,
    state: Secret,
    verifier: Secret,
}

impl ClientBuilder {
    /// Begins a request for the authorization of a user, at the authorization URL of the security scheme with this
    /// key. Its result is what the scheme's setter takes.
    ///
    /// # Errors
    /// When there is no such scheme, it has no such URL, or `redirect_url` is none.
    pub fn authorization_request(
        &self,
        scheme: &str,
        client_id: impl Into<String>,
        redirect_url: impl Into<String>,
        scopes: &[&str],
    ) -> Result<AuthorizationRequest, Error> {
        let info = self.info.schemes.iter().find(|info| info.key == scheme);
        let url = info.and_then(|info| match info.kind {
            SchemeKind::OAuth2(flows) => flows.authorization_url,
            _ => None,
        });
        let url = url.ok_or_else(|| {
            let scheme = scheme.escape_debug();
            Error::configuration(format!("`{scheme}` is no scheme with an authorization URL"))
        })?;
        // A relative URL needs the base URL, an absolute one does not.
        let url = match (Url::parse(url), self.resolved_base_url()) {
            (Ok(url), _) => url,
            (Err(_), Ok(base)) => {
                resolve(&base, url).map_err(|error| Error::configuration(error.to_string()))?
            }
            (Err(_), Err(error)) => return Err(error),
        };
        AuthorizationRequest::new(url.as_str(), client_id, redirect_url, scopes)
    }
}

impl AuthorizationRequest {
    /// Begins a request at this authorization endpoint, an absolute URL.
    ///
    /// # Errors
    /// When a URL is none, or the platform gives no random numbers.
    pub fn new(
        authorization_url: &str,
        client_id: impl Into<String>,
        redirect_url: impl Into<String>,
        scopes: &[&str],
    ) -> Result<Self, Error> {
        let (verifier, state) = (random_text()?, random_text()?);
        Self::with_secrets(
            authorization_url,
            client_id.into(),
            redirect_url.into(),
            scopes,
            verifier,
            state,
        )
    }

    /// The same, with a verifier and a state that were kept from an earlier process.
    ///
    /// # Errors
    /// When a URL is none, or the verifier is none (RFC 7636 section 4.1).
    pub fn with_secrets(
        authorization_url: &str,
        client_id: String,
        redirect_url: String,
        scopes: &[&str],
        verifier: Secret,
        state: Secret,
    ) -> Result<Self, Error> {
        let mut url = Url::parse(authorization_url)
            .ok()
            .filter(|url| matches!(url.scheme(), "http" | "https"))
            .ok_or_else(|| Error::configuration("the authorization URL is no absolute URL"))?;
        let is_unreserved = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
        let text = verifier.expose();
        if !(43..=128).contains(&text.len()) || !text.bytes().all(is_unreserved) {
            let reason = "the verifier is none: expected 43 to 128 letters, digits or `-._~`";
            return Err(Error::configuration(reason));
        }
        let challenge = base64_url(&Sha256::digest(text.as_bytes()));
        let mut query = url.query_pairs_mut();
        query
            .append_pair("response_type", "code")
            .append_pair("client_id", &client_id)
            .append_pair("redirect_uri", &redirect_url);
        if !scopes.is_empty() {
            query.append_pair("scope", &scopes.join(" "));
        }
        query
            .append_pair("state", state.expose())
            .append_pair("code_challenge", &challenge)
            .append_pair("code_challenge_method", "S256");
        drop(query);
        Ok(Self { url, client_id, redirect_url, state, verifier })
    }

    /// Where to send the user's browser.
    #[must_use]
    pub fn url(&self) -> &str {
        self.url.as_str()
    }

    /// What proves that the one who exchanges the code is the one who asked for it. To be kept when another process
    /// finishes the request.
    #[must_use]
    pub fn verifier(&self) -> &Secret {
        &self.verifier
    }

    /// What the browser has to bring back.
    #[must_use]
    pub fn state(&self) -> &Secret {
        &self.state
    }

    /// A token source, from the URL that the browser came back with.
    ///
    /// # Errors
    /// When the user refused, or the answer is not one to this request.
    pub fn finish(self, returned_url: &str) -> Result<OAuth2, Error> {
        let invalid = || Error::configuration("the browser did not come back with a URL");
        let url = Url::parse(returned_url).map_err(|_| invalid())?;
        let value = |name: &str| {
            url.query_pairs().find(|(key, _)| key == name).map(|(_, value)| value.into_owned())
        };
        if value("state").map(Secret::from).as_ref() != Some(&self.state) {
            let reason = "the browser came back from another request: `state` is not the same";
            return Err(Error::configuration(reason));
        }
        if let Some(error) = value("error") {
            // RFC 6749 section 4.1.2.1.
            let text = value("error_description").unwrap_or_default();
            let reason = format!("the user's authorization was refused: {error} {text}");
            return Err(Error::configuration(reason.trim_end().to_owned()));
        }
        let code = value("code").ok_or_else(|| {
            Error::configuration("the browser came back without a code: expected `code`")
        })?;
        let redirect_url = Some(self.redirect_url);
        Ok(OAuth2::authorization_code(self.client_id, code, redirect_url, Some(self.verifier)))
    }
}

/// Shows no secret.
impl fmt::Debug for AuthorizationRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let host = self.url.host_str().unwrap_or_default();
        f.debug_struct("AuthorizationRequest").field("host", &host).finish_non_exhaustive()
    }
}

/// 32 random bytes as text, which is what RFC 7636 section 4.1 recommends.
fn random_text() -> Result<Secret, Error> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).map_err(|error| {
        Error::configuration("the platform gives no random numbers").with_source(error)
    })?;
    Ok(base64_url(&bytes).into())
}

/// RFC 4648 section 5, without padding.
fn base64_url(bytes: &[u8]) -> String {
    base64(bytes).trim_end_matches('=').replace('+', "-").replace('/', "_")
}
