//! Answers that come page by page: each is asked for when the one before it has been read.
use std::collections::HashSet;
use std::fmt;
use std::future::poll_fn;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::vec;

use futures_core::Stream;
use http::HeaderMap;
use serde_json::{Map, Number, Value};
use url::{Url, form_urlencoded};

use super::answer::{Answer, RawResponse, Received};
#[cfg(feature = "blocking")]
use super::blocking_stream::BlockingStream;
use super::body::Body;
use super::call::{AnswerFuture, Call, Operation};
use super::error::{Error, ErrorKind};
use super::exchange;
use super::idempotency;
use super::link_header::next_link;
use super::param::{Param, ParamValue, ToParam};
use super::parts::Parts;
use super::redirect::is_same_origin;

/// An operation whose success is a page of a longer list.
pub trait Pages: Operation {
    /// What the list is of.
    type Item;
    /// How the next page is asked for.
    const PAGING: &'static Paging;

    /// The items of a page.
    fn items(page: &mut Self::Output) -> Option<&mut Vec<Self::Item>>;

    /// What the page says of the next one: a cursor, or a link.
    fn next(page: &Self::Output) -> Option<&dyn ToParam> {
        let _ = page;
        None
    }

    /// Whether the page says that there is another one; `None` when it says nothing.
    fn more(page: &Self::Output) -> Option<bool> {
        let _ = page;
        None
    }
}

/// How the next page is asked for.
#[derive(Debug)]
pub struct Paging {
    /// What is changed in the request.
    pub next: NextPage,
    /// Where a caller says how many items a page is to have.
    pub limit: Option<PagePlace>,
    /// The most items the service puts on a page; 0 when nobody knows.
    pub size: u64,
}

/// What is changed in the request to get the next page.
#[derive(Debug)]
pub enum NextPage {
    /// A text that the page before it gives. There is no other page when it gives none.
    Cursor {
        /// Where it is sent.
        to: PagePlace,
        /// The header it comes in; `""` when it is in the body.
        header: &'static str,
    },
    /// How many items to skip.
    Offset {
        /// Where it is sent.
        to: PagePlace,
        /// The offset of the first page.
        start: u64,
    },
    /// The number of the page.
    Number {
        /// Where it is sent.
        to: PagePlace,
        /// The number of the first page.
        start: u64,
    },
    /// The address: from the body, or from the header `Link` with the relation `next` (RFC 8288).
    Link {
        /// Whether it comes in the header.
        header: bool,
    },
}

/// A place in a request.
#[derive(Clone, Copy, Debug)]
pub enum PagePlace {
    /// A query parameter.
    Query(Param),
    /// A header.
    Header(Param),
    /// A member of a body of JSON.
    Body {
        /// The keys that lead to it.
        path: &'static [&'static str],
        /// Whether it is a number, and not a text.
        number: bool,
    },
}

impl<O: Pages> Call<O> {
    /// The pages, beginning with the one that this call asks for. Each is asked for when it is read, not before.
    ///
    /// Time limits and retries of the call hold for each page.
    pub fn pages(self) -> PageStream<O> {
        PageStream { pager: Box::new(Pager::new(self.parts, O::PAGING)), operation: PhantomData }
    }

    /// The items of all pages, beginning with the page that this call asks for. The next page is asked for when the
    /// items of the one before it have been read, not before.
    ///
    /// Time limits and retries of the call hold for each page.
    pub fn items(self) -> ItemStream<O> {
        ItemStream { pages: self.pages(), items: Vec::new().into_iter() }
    }
}

/// Pages of a list: read it with [`next`](Self::next) or as a [`Stream`].
///
/// No page is asked for before it is read. Dropping it ends the call that is on its way.
#[must_use = "a stream does nothing until it is read"]
pub struct PageStream<O> {
    pager: Box<Pager>,
    operation: PhantomData<fn() -> O>,
}

impl<O: Pages> PageStream<O> {
    /// The next page; `None` at the end.
    ///
    /// # Errors
    /// When the call fails; of the kind [`ErrorKind::Redirect`] when the service gives a cursor or a link again that it
    /// gave before, or a link to another origin. Then there is no more.
    pub async fn next(&mut self) -> Option<Result<O::Output, Error>> {
        poll_fn(|context| self.poll_page(context)).await
    }

    /// The pages without async: an iterator that waits for each.
    #[cfg(feature = "blocking")]
    pub fn blocking(self) -> BlockingStream<Self> {
        BlockingStream::new(self)
    }

    fn poll_page(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<O::Output, Error>>> {
        let pager = &mut *self.pager;
        let Some(received) = ready!(pager.poll_answer(context)) else { return Poll::Ready(None) };
        Poll::Ready(Some(received.and_then(|received| {
            let head = received.raw.clone();
            let mut page = (O::READ)(Answer::successful(received)?)?;
            let count = O::items(&mut page).map_or(0, |items| items.len());
            pager.advance(head, count, O::next(&page), O::more(&page));
            Ok(page)
        })))
    }
}

impl<O: Pages> Stream for PageStream<O> {
    type Item = Result<O::Output, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll_page(context)
    }
}

impl<O> fmt::Debug for PageStream<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PageStream").finish_non_exhaustive()
    }
}

/// Items of a list that comes in pages: read it with [`next`](Self::next) or as a [`Stream`].
///
/// No page is asked for before its items are read. Dropping it ends the call that is on its way.
#[must_use = "a stream does nothing until it is read"]
pub struct ItemStream<O: Pages> {
    pages: PageStream<O>,
    items: vec::IntoIter<O::Item>,
}

impl<O: Pages> ItemStream<O> {
    /// The next item; `None` at the end.
    ///
    /// # Errors
    /// Those of [`PageStream::next`]. Then there is no more.
    pub async fn next(&mut self) -> Option<Result<O::Item, Error>> {
        poll_fn(|context| self.poll_item(context)).await
    }

    /// The items without async: an iterator that waits for each.
    #[cfg(feature = "blocking")]
    pub fn blocking(self) -> BlockingStream<Self> {
        BlockingStream::new(self)
    }

    fn poll_item(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<O::Item, Error>>> {
        loop {
            if let Some(item) = self.items.next() {
                return Poll::Ready(Some(Ok(item)));
            }
            match ready!(self.pages.poll_page(context)) {
                Some(Ok(mut page)) => {
                    let items = O::items(&mut page).map(std::mem::take);
                    self.items = items.unwrap_or_default().into_iter();
                }
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            }
        }
    }
}

// Items are given away and never pinned where they are.
impl<O: Pages> Unpin for ItemStream<O> {}

impl<O: Pages> Stream for ItemStream<O> {
    type Item = Result<O::Item, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll_item(context)
    }
}

impl<O: Pages> fmt::Debug for ItemStream<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ItemStream").finish_non_exhaustive()
    }
}

/// What all operations share: the request that is sent again and again, each time with something changed.
struct Pager {
    parts: Box<Parts>,
    paging: &'static Paging,
    state: State,
    /// Hashes of the cursors or addresses that were sent: with each page the list grows by eight bytes.
    sent: HashSet<u64>,
    /// Items of the longest page.
    longest: u64,
}

enum State {
    /// The parts are those of the next page.
    Ready,
    Sending(AnswerFuture),
    /// The page that has been read was the last good one.
    Failed(Error),
    Over,
}

impl Pager {
    fn new(parts: Box<Parts>, paging: &'static Paging) -> Self {
        Self { parts, paging, state: State::Ready, sent: HashSet::new(), longest: 0 }
    }

    /// The next answer. Until [`Self::advance`] says otherwise there is none after it.
    fn poll_answer(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Received, Error>>> {
        match std::mem::replace(&mut self.state, State::Over) {
            State::Over => Poll::Ready(None),
            State::Failed(error) => Poll::Ready(Some(Err(error))),
            State::Ready => {
                let sending = exchange::start(self.parts.clone());
                self.poll_sending(sending, context)
            }
            State::Sending(sending) => self.poll_sending(sending, context),
        }
    }

    fn poll_sending(
        &mut self,
        mut sending: AnswerFuture,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Received, Error>>> {
        let answer = sending.as_mut().poll(context);
        if answer.is_pending() {
            self.state = State::Sending(sending);
        }
        answer.map(Some)
    }

    /// Makes the parts those of the page after this one, when there is one.
    fn advance(
        &mut self,
        head: RawResponse,
        count: usize,
        next: Option<&dyn ToParam>,
        more: Option<bool>,
    ) {
        let count = u64::try_from(count).unwrap_or(u64::MAX);
        let next = next.and_then(text);
        let changed = match &self.paging.next {
            _ if more == Some(false) => Ok(false),
            NextPage::Cursor { to, header } => {
                let next = if header.is_empty() { next } else { header_text(&head, header) };
                next.map_or(Ok(false), |next| self.follow_cursor(*to, &next))
            }
            NextPage::Offset { to, start } => self.count_on(*to, *start, count, count, more),
            NextPage::Number { to, start } => self.count_on(*to, *start, 1, count, more),
            NextPage::Link { header } => {
                let next = if *header { next_link(head.headers()) } else { next };
                next.map_or(Ok(false), |next| self.follow_link(&next))
            }
        };
        self.state = match changed {
            Ok(false) => State::Over,
            Ok(true) => {
                self.renew_key();
                State::Ready
            }
            Err(reason) => State::Failed(Error::refused(ErrorKind::Redirect, head, reason)),
        };
    }

    fn follow_cursor(&mut self, to: PagePlace, next: &str) -> Result<bool, &'static str> {
        if self.sent.is_empty()
            && let Some(first) = read(&self.parts, to)
        {
            self.sent.insert(hash(&first));
        }
        if !self.sent.insert(hash(next)) {
            return Err("the page names a cursor for the next one that was used before");
        }
        write(&mut self.parts, to, next).map(|()| true)
    }

    fn follow_link(&mut self, link: &str) -> Result<bool, &'static str> {
        let base = match &self.parts.link {
            Some(link) => Url::clone(link),
            // A request that could be sent can be prepared.
            None => match self.parts.clone().prepare() {
                Ok((request, _)) => request.url,
                Err(_) => return Err("the address of the page is not known"),
            },
        };
        let Ok(mut url) = base.join(link.trim()) else {
            return Err("the link to the next page is not an address");
        };
        url.set_fragment(None);
        if !is_same_origin(&base, &url) || !url.username().is_empty() || url.password().is_some() {
            return Err("the link to the next page leads to another origin");
        }
        // The client puts its own there again.
        let client = self.parts.client();
        client.shared.credentials.remove_query_keys(&mut url);
        self.sent.insert(hash(base.as_str()));
        if !self.sent.insert(hash(url.as_str())) {
            return Err("the page names an address for the next one that was used before");
        }
        self.parts.link = Some(Box::new(url));
        Ok(true)
    }

    /// For schemes in which the client counts, and an empty or short page is the last one.
    fn count_on(
        &mut self,
        to: PagePlace,
        start: u64,
        step: u64,
        count: u64,
        more: Option<bool>,
    ) -> Result<bool, &'static str> {
        let is_short = count < self.expected();
        self.longest = self.longest.max(count);
        if count == 0 || (is_short && more != Some(true)) {
            return Ok(false);
        }
        let now = read(&self.parts, to).and_then(|text| text.parse().ok()).unwrap_or(start);
        match now.checked_add(step) {
            Some(next) => write(&mut self.parts, to, &next.to_string()).map(|()| true),
            None => Ok(false),
        }
    }

    /// How many items a page has that is not the last one. What a caller asks for does not say it alone: a service may
    /// put fewer on a page, and to stop then would lose the rest without a word.
    fn expected(&self) -> u64 {
        let size = self.paging.size;
        let asked = self.paging.limit.map(|place| {
            let asked = read(&self.parts, place).and_then(|text| text.parse::<u64>().ok());
            asked.unwrap_or_default()
        });
        match asked {
            None => size.max(self.longest),
            Some(0) => self.longest,
            Some(asked) => asked.min(size).max(self.longest),
        }
    }

    /// Another page is another request: with the same key the service would answer with the same page.
    fn renew_key(&mut self) {
        let parts = &mut self.parts;
        let header = match parts.idempotency_header() {
            "" => idempotency::HEADER,
            header => header,
        };
        let by_caller = parts.caller_headers.remove(header).is_some();
        if parts.parameter_headers.remove(header).is_some() || by_caller {
            parts.set_idempotency_key(None);
        }
    }
}

/// The text of a cursor; an empty one is none.
fn text(value: &dyn ToParam) -> Option<String> {
    match value.to_param() {
        ParamValue::Scalar(text) if !text.is_empty() => Some(text.into_owned()),
        _ => None,
    }
}

fn header_text(head: &RawResponse, name: &str) -> Option<String> {
    let text = head.header_text(name)?.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

fn hash(text: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    hasher.finish()
}

/// What a request has at a place.
fn read(parts: &Parts, place: PagePlace) -> Option<String> {
    let header = |headers: &HeaderMap, name: &str| {
        headers.get(name).and_then(|value| value.to_str().ok()).map(str::to_owned)
    };
    match place {
        PagePlace::Query(param) => {
            let (_, pairs) = parts.query.iter().find(|(name, _)| *name == param.name)?;
            let (_, value) = form_urlencoded::parse(pairs.as_bytes()).next()?;
            Some(value.into_owned())
        }
        PagePlace::Header(param) => header(&parts.parameter_headers, param.name),
        PagePlace::Body { path, .. } => {
            let body: Value = serde_json::from_slice(parts.body.bytes()?).ok()?;
            match path.iter().try_fold(&body, |value, key| value.get(key))? {
                Value::String(text) => Some(text.clone()),
                Value::Number(number) => Some(number.to_string()),
                _ => None,
            }
        }
    }
}

fn write(parts: &mut Parts, place: PagePlace, text: &str) -> Result<(), &'static str> {
    match place {
        PagePlace::Query(param) => parts.query_as(param, &text),
        PagePlace::Header(param) => parts.header_as(param, &text),
        PagePlace::Body { path, number } => {
            let value = match text.parse::<Number>() {
                Ok(value) if number => Value::Number(value),
                _ => Value::String(text.to_owned()),
            };
            let Some(changed) = with_member(&parts.body, path, value) else {
                return Err("the cursor of the next page has no place in the body");
            };
            if parts.body.is_none() {
                parts.set_body("application/json", changed);
            } else {
                parts.body = changed;
            }
        }
    }
    Ok(())
}

/// A body of JSON with a member set, and the objects around it made where they are not there.
fn with_member(body: &Body, path: &[&str], member: Value) -> Option<Body> {
    let empty = || Value::Object(Map::new());
    let mut root = match body.bytes() {
        Some(bytes) => serde_json::from_slice(bytes).ok()?,
        None => body.is_none().then(empty)?,
    };
    let mut value = &mut root;
    for key in path {
        if value.is_null() {
            *value = empty();
        }
        value = value.as_object_mut()?.entry(*key).or_insert(Value::Null);
    }
    *value = member;
    Some(serde_json::to_vec(&root).ok()?.into())
}
