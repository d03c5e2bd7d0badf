//! What is served: the playground's page with its parts, the book, and clear words for who may not come in.
//!
//! Lives here: addresses, headers, the pages of errors. May not live here: who may come in ([`super::gate`]).

use hyper::body::Bytes;
use hyper::header::{
    ALLOW, CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, HeaderName, HeaderValue, LOCATION, REFERRER_POLICY,
    SET_COOKIE, X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS,
};
use hyper::{Method, Request, Response, StatusCode};
use serde_json::json;

use super::gate::{self, Entry, Gate};
use super::{Body, Sample, book};

/// The page of the playground.
pub(super) const PLAYGROUND: &str = "/playground/";

const HTML: &str = "text/html; charset=utf-8";
const CSS: &str = "text/css; charset=utf-8";
const TEXT: &str = "text/plain; charset=utf-8";

const PAGE: &str = include_str!("assets/playground.html");

/// What the page of an error looks like.
const PLAIN: &str = include_str!("assets/error.html");

const ICON: &str = include_str!("assets/icon.svg");

/// The page's parts: what stands behind its address, what it is, what is in it.
const PARTS: [(&str, &str, &str); 5] = [
    (
        "playground.js",
        "text/javascript; charset=utf-8",
        include_str!("assets/playground.js"),
    ),
    ("playground.css", CSS, include_str!("assets/playground.css")),
    ("error.css", CSS, include_str!("assets/error.css")),
    ("icon.svg", "image/svg+xml", ICON),
    ("licences.txt", TEXT, include_str!("assets/licences.txt")),
];

/// The answer to any request but that for a connection.
pub(super) async fn answer<B>(request: &Request<B>, gate: &Gate, sample: &Sample) -> Response<Body> {
    if !gate.is_ours(request.headers()) {
        let why = "This address is not the playground's. Open the one that pygloss printed; where the port is forwarded, forward it to the same number.";
        return refuse(StatusCode::FORBIDDEN, why);
    }
    if request.method() != Method::GET && request.method() != Method::HEAD {
        let mut response = refuse(StatusCode::METHOD_NOT_ALLOWED, "There is nothing to send here.");
        response
            .headers_mut()
            .insert(ALLOW, HeaderValue::from_static("GET, HEAD"));
        return response;
    }
    let path = request.uri().path();
    let (cookie, response) = match gate.enter(request.uri().query(), request.headers()) {
        Entry::Known => (None, found(path, sample).await),
        Entry::New(cookie) => (Some(cookie), found(path, sample).await),
        // The page of an error has a style too.
        _ if path == "/playground/error.css" => (None, found(path, sample).await),
        Entry::WrongToken => {
            let why = "This link was used already, or belongs to a playground that has ended. A link opens the playground in one browser. \
                       Start <code>pygloss playground</code> again, and open the link that it prints.";
            return refuse(StatusCode::FORBIDDEN, why);
        }
        Entry::Stranger => {
            let why = "Open the whole link that <code>pygloss playground</code> printed, with the token at its end.";
            return refuse(StatusCode::FORBIDDEN, why);
        }
    };
    let mut response = response.unwrap_or_else(|| refuse(StatusCode::NOT_FOUND, "There is no such page."));
    if let Some(cookie) = cookie.and_then(|cookie| HeaderValue::from_str(&cookie).ok()) {
        response.headers_mut().insert(SET_COOKIE, cookie);
    }
    response
}

async fn found(path: &str, sample: &Sample) -> Option<Response<Body>> {
    match path.strip_prefix(PLAYGROUND) {
        Some("" | "index.html") => return page(),
        Some("file.json") => {
            let text = json!({ "name": sample.name, "text": sample.text, "version": env!("PYGLOSS_VERSION") });
            return Some(ok("application/json", Bytes::from(text.to_string()), &policy("")));
        }
        Some(name) => {
            let (_, kind, text) = PARTS.iter().find(|(part, ..)| *part == name)?;
            return Some(ok(kind, Bytes::from_static(text.as_bytes()), &policy("")));
        }
        None => {}
    }
    if path == "/favicon.ico" {
        return Some(ok("image/svg+xml", Bytes::from_static(ICON.as_bytes()), &policy("")));
    }
    if path == PLAYGROUND.trim_end_matches('/') {
        let mut response = ok(TEXT, Bytes::new(), &policy(""));
        *response.status_mut() = StatusCode::FOUND;
        response
            .headers_mut()
            .insert(LOCATION, HeaderValue::from_static(PLAYGROUND));
        return Some(response);
    }
    let (kind, bytes) = book::file(path.strip_prefix('/')?).await?;
    Some(ok(kind, Bytes::from_static(bytes), &policy("")))
}

/// The playground's page. The editor writes style sheets of its own into it, which a number that nobody can guess lets it do.
fn page() -> Option<Response<Body>> {
    let nonce = gate::secret().ok()?;
    let html = PAGE.replace("{{nonce}}", &nonce);
    Some(ok(HTML, Bytes::from(html), &policy(&format!(" 'nonce-{nonce}'"))))
}

/// What a page may do: load our own parts, ask us, and nothing else. `styles`: which styles within a page are good.
fn policy(styles: &str) -> String {
    format!(
        "default-src 'none'; script-src 'self'; style-src 'self'{styles}; img-src 'self' data:; connect-src 'self'; base-uri 'none'; \
         form-action 'self'; frame-ancestors 'none'"
    )
}

/// A page that says why there is none. `why` is HTML of ours.
pub(super) fn refuse(status: StatusCode, why: &str) -> Response<Body> {
    let html = PLAIN
        .replace("{{title}}", status.canonical_reason().unwrap_or("Not possible"))
        .replace("{{why}}", why);
    let mut response = ok(HTML, Bytes::from(html), &policy(""));
    *response.status_mut() = status;
    response
}

fn ok(kind: &'static str, bytes: Bytes, policy: &str) -> Response<Body> {
    let mut response = Response::new(Body::new(bytes));
    let headers = response.headers_mut();
    let fixed = [
        (CONTENT_TYPE, kind),
        // A page of another playground may have had the same address.
        (CACHE_CONTROL, "no-store"),
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (X_FRAME_OPTIONS, "DENY"),
        (REFERRER_POLICY, "no-referrer"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    ];
    for (name, value) in fixed {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if let Ok(policy) = HeaderValue::from_str(policy) {
        headers.insert(CONTENT_SECURITY_POLICY, policy);
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_names_only_parts_that_there_are() {
        for (name, ..) in PARTS.iter().filter(|(name, ..)| !name.starts_with("error")) {
            assert!(PAGE.contains(name) || *name == "licences.txt", "{name}");
        }
        for piece in PAGE.split(['"', '\'']).filter(|piece| piece.contains('.')) {
            let known = PARTS.iter().any(|(name, ..)| *name == piece);
            assert!(known || !piece.ends_with(".js") && !piece.ends_with(".css"), "{piece}");
        }
        assert!(PAGE.contains("{{nonce}}"));
    }
}
