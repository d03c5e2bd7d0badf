//! Who may come in.
//!
//! Lives here: which `Host` and `Origin` are ours, the token that the address carries once, the cookie that stands for it afterwards. May not live here:
//! what is served.
//!
//! A page from elsewhere can make a browser send requests to this port, and by rebinding a name it can even read the answers. Such requests carry a `Host`
//! or `Origin` that is not ours, and no cookie: it is bound to `SameSite=Strict`.

use std::sync::{Mutex, PoisonError};

use hyper::HeaderMap;
use hyper::header::{COOKIE, HOST, HeaderName, ORIGIN};

pub(super) struct Gate {
    port: u16,
    /// Until somebody brought it.
    token: Mutex<Option<String>>,
    session: String,
}

/// What becomes of a request for a page.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Entry {
    /// It carries the cookie.
    Known,
    /// It brought the token: the answer sets this cookie.
    New(String),
    /// It brought a token, but one that is used or was never ours.
    WrongToken,
    /// It brought nothing.
    Stranger,
}

impl Gate {
    pub(super) fn new(port: u16, token: String, session: String) -> Self {
        Self {
            port,
            token: Mutex::new(Some(token)),
            session,
        }
    }

    /// Whether a request is meant for us, and not for a name that somebody lets point here; and where it says which page made it, that the page is ours.
    pub(super) fn is_ours(&self, headers: &HeaderMap) -> bool {
        let Some(host) = only(headers, HOST).filter(|host| self.hosts().iter().any(|own| own == host)) else {
            return false;
        };
        match headers.contains_key(ORIGIN) {
            true => only(headers, ORIGIN).is_some_and(|origin| origin.strip_prefix("http://") == Some(host)),
            false => true,
        }
    }

    /// Whether a connection may be opened: by a page of ours, in a browser that was let in.
    pub(super) fn may_connect(&self, headers: &HeaderMap) -> bool {
        self.is_ours(headers) && headers.contains_key(ORIGIN) && self.is_known(headers)
    }

    /// Lets a request in. The token is used up by it.
    pub(super) fn enter(&self, query: Option<&str>, headers: &HeaderMap) -> Entry {
        if self.is_known(headers) {
            return Entry::Known;
        }
        let Some(brought) = query.and_then(token) else {
            return Entry::Stranger;
        };
        let mut token = self.token.lock().unwrap_or_else(PoisonError::into_inner);
        if token.as_deref().is_some_and(|token| is_same(token, brought)) {
            *token = None;
            return Entry::New(format!(
                "{}={}; Path=/; HttpOnly; SameSite=Strict",
                self.cookie(),
                self.session
            ));
        }
        Entry::WrongToken
    }

    pub(super) fn is_known(&self, headers: &HeaderMap) -> bool {
        let cookies = headers.get_all(COOKIE).iter().filter_map(|value| value.to_str().ok());
        let mut pairs = cookies.flat_map(|value| value.split(';'));
        pairs.any(|pair| {
            pair.trim()
                .split_once('=')
                .is_some_and(|(name, value)| name == self.cookie() && is_same(value, &self.session))
        })
    }

    /// Browsers keep one jar for all ports of a host, so the name tells which of two playgrounds a cookie belongs to.
    fn cookie(&self) -> String {
        format!("pygloss-{}", self.port)
    }

    fn hosts(&self) -> [String; 2] {
        [format!("127.0.0.1:{}", self.port), format!("localhost:{}", self.port)]
    }
}

/// A secret: 256 bits in hexadecimal.
///
/// # Errors
/// The system has no random numbers.
pub(super) fn secret() -> std::io::Result<String> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).map_err(|error| std::io::Error::other(error.to_string()))?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

/// The token in a query: `token=…`.
fn token(query: &str) -> Option<&str> {
    query.split('&').find_map(|pair| pair.strip_prefix("token="))
}

/// The value of a header that stands there exactly once.
fn only(headers: &HeaderMap, name: HeaderName) -> Option<&str> {
    let mut values = headers.get_all(name).iter();
    let value = values.next()?.to_str().ok()?;
    values.next().is_none().then_some(value)
}

/// Compares without telling by the time it takes how much is right.
fn is_same(one: &str, other: &str) -> bool {
    let differ = |(a, b): (u8, u8)| a ^ b;
    one.len() == other.len()
        && one
            .bytes()
            .zip(other.bytes())
            .map(differ)
            .fold(0, |all, bits| all | bits)
            == 0
}

#[cfg(test)]
mod tests {
    use super::*;
    use hyper::header::HeaderValue;

    fn gate() -> Gate {
        Gate::new(8123, "t0k".to_owned(), "s3ss".to_owned())
    }

    fn headers(all: &[(HeaderName, &'static str)]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for (name, value) in all {
            headers.append(name, HeaderValue::from_static(value));
        }
        headers
    }

    #[test]
    fn only_our_own_names_and_pages_are_ours() {
        let gate = gate();
        for good in [
            headers(&[(HOST, "127.0.0.1:8123")]),
            headers(&[(HOST, "localhost:8123")]),
            headers(&[(HOST, "127.0.0.1:8123"), (ORIGIN, "http://127.0.0.1:8123")]),
        ] {
            assert!(gate.is_ours(&good), "{good:?}");
        }
        for bad in [
            headers(&[]),
            headers(&[(HOST, "127.0.0.1")]),
            headers(&[(HOST, "127.0.0.1:8124")]),
            headers(&[(HOST, "evil.example:8123")]),
            headers(&[(HOST, "127.0.0.1:8123"), (HOST, "evil.example")]),
            headers(&[(HOST, "127.0.0.1:8123"), (ORIGIN, "http://evil.example")]),
            headers(&[(HOST, "127.0.0.1:8123"), (ORIGIN, "null")]),
            headers(&[(HOST, "127.0.0.1:8123"), (ORIGIN, "https://127.0.0.1:8123")]),
            headers(&[(HOST, "127.0.0.1:8123"), (ORIGIN, "http://localhost:8123")]),
            headers(&[
                (HOST, "127.0.0.1:8123"),
                (ORIGIN, "http://127.0.0.1:8123"),
                (ORIGIN, "x"),
            ]),
        ] {
            assert!(!gate.is_ours(&bad), "{bad:?}");
        }
    }

    #[test]
    fn the_token_opens_once_and_the_cookie_from_then_on() {
        let gate = gate();
        let bare = headers(&[(HOST, "127.0.0.1:8123")]);
        assert_eq!(gate.enter(None, &bare), Entry::Stranger);
        assert_eq!(gate.enter(Some("other=1"), &bare), Entry::Stranger);
        assert_eq!(gate.enter(Some("token="), &bare), Entry::WrongToken);
        assert_eq!(gate.enter(Some("token=t0kk"), &bare), Entry::WrongToken);
        let cookie = "pygloss-8123=s3ss; Path=/; HttpOnly; SameSite=Strict".to_owned();
        assert_eq!(gate.enter(Some("a=b&token=t0k"), &bare), Entry::New(cookie));
        assert_eq!(gate.enter(Some("token=t0k"), &bare), Entry::WrongToken, "it was used");
        let known = headers(&[(COOKIE, "other=1; pygloss-8123=s3ss")]);
        assert_eq!(gate.enter(None, &known), Entry::Known);
        assert_eq!(
            gate.enter(Some("token=t0k"), &known),
            Entry::Known,
            "a click on the same link"
        );
    }

    #[test]
    fn a_connection_needs_our_page_and_the_cookie() {
        let gate = gate();
        let (host, origin) = ((HOST, "127.0.0.1:8123"), (ORIGIN, "http://127.0.0.1:8123"));
        let cookie = (COOKIE, "pygloss-8123=s3ss");
        assert!(gate.may_connect(&headers(&[host.clone(), origin.clone(), cookie.clone()])));
        for bad in [
            headers(&[host.clone(), cookie.clone()]),
            headers(&[host.clone(), origin.clone()]),
            headers(&[host.clone(), origin.clone(), (COOKIE, "pygloss-8124=s3ss")]),
            headers(&[host.clone(), origin, (COOKIE, "pygloss-8123=s3s")]),
            headers(&[host, (ORIGIN, "http://evil.example"), cookie]),
        ] {
            assert!(!gate.may_connect(&bad), "{bad:?}");
        }
    }

    #[test]
    fn secrets_are_long_and_differ() {
        let (one, other) = (secret().expect("random"), secret().expect("random"));
        assert_eq!(one.len(), 64);
        assert_ne!(one, other);
    }
}
