//! The label of a URI: `account`, `issuer:account` or, with Microsoft, `tenant:account`.

use super::query::decode;
use crate::account::clean_text;

/// What a label and the parameter `issuer` say together.
pub(super) struct Label {
    pub issuer: String,
    pub name: String,
    pub tenant: Option<String>,
}

/// Reads a label as it stands in the URI, percent-encoded.
///
/// A raw colon always ends a prefix. An encoded one does where the prefix is the issuer or no
/// issuer is given; else it is part of the account's name.
pub(super) fn split_encoded(label: &str, issuer: &str) -> Label {
    let issuer = clean_text(issuer);
    if let Some((prefix, name)) = label.split_once(':') {
        return with_prefix(&decode(prefix), &decode(name), issuer);
    }
    let label = decode(label);
    match label.split_once(':') {
        Some((prefix, name)) if issuer.is_empty() => with_prefix(prefix, name, issuer),
        _ => Label {
            name: without_issuer(&label, &issuer),
            issuer,
            tenant: None,
        },
    }
}

/// The name of an account without the issuer and a colon before it, where they are there.
pub(crate) fn without_issuer(name: &str, issuer: &str) -> String {
    let rest = name
        .match_indices(':')
        .take(MAX_COLONS)
        .map(|(position, _)| name.split_at(position))
        .find_map(|(prefix, rest)| same_issuer(prefix, issuer).then_some(rest));
    clean_text(rest.and_then(|rest| rest.strip_prefix(':')).unwrap_or(name))
}

fn with_prefix(prefix: &str, name: &str, issuer: String) -> Label {
    let (prefix, name) = (clean_text(prefix), clean_text(name));
    if issuer.is_empty() {
        Label {
            issuer: prefix,
            name,
            tenant: None,
        }
    } else if prefix.is_empty() || same_issuer(&prefix, &issuer) {
        Label {
            issuer,
            name,
            tenant: None,
        }
    } else {
        Label {
            issuer,
            name,
            tenant: Some(prefix),
        }
    }
}

/// Some servers write the issuer with `+` for blanks in both places, of which only one means it;
/// some differ in case.
fn same_issuer(prefix: &str, issuer: &str) -> bool {
    let comparable = |text: &str| clean_text(&text.replace('+', " ")).to_lowercase();
    !issuer.is_empty() && comparable(prefix) == comparable(issuer)
}

/// How many colons an issuer may have; bounds the work on a hostile name.
const MAX_COLONS: usize = 16;
