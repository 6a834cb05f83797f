//! The part of a URI after the `?`, taken apart without a URL type.

use percent_encoding::percent_decode_str;
use zeroize::Zeroizing;

/// The parameters of a URI: names in lower case, values decoded.
///
/// No `Debug`: it holds the secret. The decoded texts are wiped.
pub(crate) struct Query {
    pairs: Vec<(String, Zeroizing<String>)>,
}

impl Query {
    /// Takes `name=value&name=value` apart. `+` is a blank here, unlike in a label.
    pub(crate) fn parse(text: &str) -> Self {
        let pairs = text
            .split('&')
            // A URI that was copied out of HTML source has `&amp;` between its parameters.
            .map(|pair| pair.strip_prefix("amp;").unwrap_or(pair))
            .filter(|pair| !pair.is_empty())
            .map(|pair| {
                let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
                (
                    decode_value(name).trim().to_ascii_lowercase(),
                    decode_value(value).into(),
                )
            })
            .collect();
        Self { pairs }
    }

    /// The first value of a parameter, as it stands there, if it is there at all.
    pub(crate) fn first(&self, name: &str) -> Option<&str> {
        self.all(name).next()
    }

    /// All values of a parameter.
    pub(crate) fn all(&self, name: &str) -> impl Iterator<Item = &str> {
        self.pairs
            .iter()
            .filter(move |(known, _)| known == name)
            .map(|(_, value)| value.as_str())
    }

    /// Whether any parameter's name starts so.
    pub(crate) fn any_starts_with(&self, prefix: &str) -> bool {
        self.pairs.iter().any(|(name, _)| name.starts_with(prefix))
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.pairs.is_empty()
    }
}

/// Decodes percent-encoding. Bytes that are not UTF-8 are taken for Latin-1, in which old servers
/// write names; a `%` that begins no escape stays what it is.
pub(crate) fn decode(text: &str) -> String {
    let bytes = Zeroizing::new(Vec::from_iter(percent_decode_str(text)));
    match str::from_utf8(&bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => bytes.iter().map(|byte| char::from(*byte)).collect(),
    }
}

fn decode_value(text: &str) -> String {
    decode(&Zeroizing::new(text.replace('+', " ")))
}
