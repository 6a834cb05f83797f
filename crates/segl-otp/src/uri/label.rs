//! The label of a URI: `account`, `issuer:account` or, with Microsoft, `tenant:account`.

use super::query::decode;
use crate::account::clean_text;

/// What a label and the parameter `issuer` say together.
pub(crate) struct Label {
    pub issuer: String,
    pub name: String,
    pub tenant: Option<String>,
}

/// Reads a label as it stands in the URI, percent-encoded.
///
/// A raw colon always ends a prefix. An encoded one does where the prefix is the issuer or no
/// issuer is given; else it is part of the account's name.
pub(crate) fn split_encoded(label: &str, issuer: &str) -> Label {
    match label.split_once(':') {
        Some((prefix, name)) => with_prefix(&decode(prefix), &decode(name), issuer),
        None => split_plain(&decode(label), issuer),
    }
}

/// Reads a label in which nothing tells a separating colon from any other.
pub(crate) fn split_plain(label: &str, issuer: &str) -> Label {
    let issuer = clean_text(issuer);
    let after_issuer = label.match_indices(':').find_map(|(position, _)| {
        let (prefix, name) = label.split_at(position);
        same_issuer(&clean_text(prefix), &issuer).then(|| name.strip_prefix(':').unwrap_or(name))
    });
    match (after_issuer, label.split_once(':')) {
        (Some(name), _) => Label {
            name: clean_text(name),
            issuer,
            tenant: None,
        },
        (None, Some((prefix, name))) if issuer.is_empty() => with_prefix(prefix, name, ""),
        (None, _) => Label {
            name: clean_text(label),
            issuer,
            tenant: None,
        },
    }
}

fn with_prefix(prefix: &str, name: &str, issuer: &str) -> Label {
    let (prefix, name, issuer) = (clean_text(prefix), clean_text(name), clean_text(issuer));
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

/// Some servers write the issuer with `+` for blanks in both places, but only one of them means it;
/// some differ in case.
fn same_issuer(prefix: &str, issuer: &str) -> bool {
    !issuer.is_empty()
        && prefix.replace('+', " ").to_lowercase() == issuer.replace('+', " ").to_lowercase()
}
