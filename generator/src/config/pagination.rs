//! How an operation gives a list page by page.

use serde::Deserialize;
use toml::Spanned;

/// How the pages of an operation follow each other.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Pagination {
    /// What is changed from one page to the next.
    pub scheme: PageScheme,
    /// What says which page is wanted: the name of a parameter in query or headers, or `body:` and the pointer of a
    /// member of the body. Not for `link`.
    #[serde(default)]
    pub parameter: Option<Spanned<String>>,
    /// Where an answer says it of the next page: the pointer of a member, `item:` and the pointer of a member of the
    /// page's last item, or `header:` and a name. For `cursor`, and for `link` where there is no header `Link`.
    #[serde(default)]
    pub next: Option<Spanned<String>>,
    /// Pointer of the list in an answer; needed where there is not just one.
    #[serde(default)]
    pub items: Option<Spanned<String>>,
    /// Pointer of a truth value in an answer that says whether there is another page.
    #[serde(default)]
    pub more: Option<Spanned<String>>,
    /// What says how many items a page is to have; written as `parameter` is.
    #[serde(default)]
    pub limit: Option<Spanned<String>>,
    /// The most items the service puts on a page, so that a page of fewer is known to be the last one. For `offset` and
    /// `page`.
    #[serde(default)]
    pub size: Option<u64>,
    /// Offset or number of the first page; by default that of the parameter, else 0 or 1.
    #[serde(default)]
    pub start: Option<u64>,
}

/// What is changed from one page to the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PageScheme {
    /// A text that the page before gives.
    Cursor,
    /// How many items to skip.
    Offset,
    /// The number of the page.
    Page,
    /// The whole address: from the header `Link` (RFC 8288) with the relation `next`, or from the answer.
    Link,
    /// The operation has no pages, whatever an extension in the description says.
    None,
}
