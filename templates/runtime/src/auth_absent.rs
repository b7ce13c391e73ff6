//! What stands in the place of `auth` for an API without security schemes: no credential, nothing to choose, nothing to
//! hide.
#![allow(
    clippy::unused_self,
    clippy::unnecessary_wraps,
    reason = "as `auth` has it, which can fail"
)]

use std::convert::Infallible;
use std::fmt;
use std::future::{Ready, ready};

use http::HeaderMap;
use url::Url;

use super::client::Shared;
use super::error::Error;
use super::info::SchemeInfo;

/// There is no scheme to have one for, and no way to make one.
#[derive(Clone, Debug)]
pub struct Credential(());

impl Credential {
    pub(super) fn from_environment(
        _: &SchemeInfo,
        _: impl Fn(&'static str) -> Result<Option<String>, Error>,
    ) -> Result<Option<Self>, Error> {
        Ok(None)
    }

    #[cfg(feature = "testing")]
    pub(super) fn from_text(
        _: super::info::SchemeKind,
        _: String,
    ) -> Result<Option<Self>, &'static str> {
        Ok(None)
    }
}

/// Which credentials a request gets.
#[derive(Clone, Copy)]
pub(super) enum Authorization {
    /// None.
    Nothing,
}

/// None that would have to be hidden.
pub(super) struct Secrets;

impl Secrets {
    pub(super) fn hide(&self, _: &str) -> Option<String> {
        None
    }
}

/// None.
pub(super) struct Credentials;

/// There is none.
pub(super) struct UsedToken(Infallible);

impl UsedToken {
    pub(super) fn refuse(&self) {
        match self.0 {}
    }
}

impl Credentials {
    pub(super) fn place(
        _: &'static [SchemeInfo],
        _: &[Option<Credential>],
        _: &[Option<String>],
        _: bool,
    ) -> Result<(Self, Secrets), String> {
        Ok((Self, Secrets))
    }

    pub(super) fn choose(
        &self,
        _: Option<&'static [&'static [usize]]>,
        _: &HeaderMap,
    ) -> Result<Authorization, String> {
        Ok(Authorization::Nothing)
    }

    pub(super) fn apply(
        &self,
        _: Authorization,
        _: &Shared,
        _: &mut Url,
        _: &mut HeaderMap,
    ) -> Ready<Result<Vec<UsedToken>, Error>> {
        ready(Ok(Vec::new()))
    }

    pub(super) fn remove_query_keys(&self, _: &mut Url) {}
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().finish()
    }
}
