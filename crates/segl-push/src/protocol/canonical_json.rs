//! The JSON Canonicalization Scheme (RFC 8785), as far as capabilities need it.
//!
//! Numbers are taken only as whole numbers that a double holds exactly; the scheme's spelling of
//! other numbers is not implemented, and no server sends them.

use std::fmt::Write;

use serde_json::Value;

/// Writes a value in canonical form. None for numbers that are not whole or are beyond 2^53.
pub fn write(value: &Value) -> Option<String> {
    let mut text = String::new();
    write_value(value, &mut text)?;
    Some(text)
}

fn write_value(value: &Value, out: &mut String) -> Option<()> {
    match value {
        Value::Null => out.push_str("null"),
        Value::Bool(true) => out.push_str("true"),
        Value::Bool(false) => out.push_str("false"),
        Value::Number(number) => {
            let whole = number.as_i64().filter(|n| n.unsigned_abs() <= 1 << 53)?;
            write!(out, "{whole}").ok()?;
        }
        Value::String(text) => write_string(text, out),
        Value::Array(items) => {
            out.push('[');
            for (index, item) in items.iter().enumerate() {
                if index > 0 {
                    out.push(',');
                }
                write_value(item, out)?;
            }
            out.push(']');
        }
        Value::Object(members) => {
            let mut members: Vec<_> = members.iter().collect();
            // Section 3.2.3: by UTF-16 code units, not by bytes.
            members.sort_by(|(a, _), (b, _)| a.encode_utf16().cmp(b.encode_utf16()));
            out.push('{');
            for (index, (name, member)) in members.into_iter().enumerate() {
                if index > 0 {
                    out.push(',');
                }
                write_string(name, out);
                out.push(':');
                write_value(member, out)?;
            }
            out.push('}');
        }
    }
    Some(())
}

/// Section 3.2.2.2: the short escapes where JSON has them, `\u00xx` for other controls, everything
/// else as it is.
fn write_string(text: &str, out: &mut String) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\u{8}' => out.push_str("\\b"),
            '\t' => out.push_str("\\t"),
            '\n' => out.push_str("\\n"),
            '\u{c}' => out.push_str("\\f"),
            '\r' => out.push_str("\\r"),
            '\0'..='\u{1f}' => {
                out.push_str(&format!("\\u{:04x}", u32::from(c)));
            }
            _ => out.push(c),
        }
    }
    out.push('"');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writes_the_examples_of_the_rfc() {
        for (json, expected) in [
            // Section 3.2.2, the string and the literals.
            (
                r#"{"string":"\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/","literals":[null, true, false]}"#,
                Some(r#"{"literals":[null,true,false],"string":"€$\u000f\nA'B\"\\\\\"/"}"#),
            ),
            // Section 3.2.3, the sorting.
            (
                r#"{"\u20ac":"Euro Sign","\r":"Carriage Return","\ufb33":"Hebrew Letter Dalet With Dagesh",
                    "1":"One","\ud83d\ude00":"Emoji: Grinning Face","\u0080":"Control",
                    "\u00f6":"Latin Small Letter O With Diaeresis"}"#,
                Some(
                    "{\"\\r\":\"Carriage Return\",\"1\":\"One\",\"\u{80}\":\"Control\",\
                     \"ö\":\"Latin Small Letter O With Diaeresis\",\"€\":\"Euro Sign\",\
                     \"😀\":\"Emoji: Grinning Face\",\"\u{fb33}\":\"Hebrew Letter Dalet With Dagesh\"}",
                ),
            ),
            (
                r#"{"b": 2, "a": -1, "c": {}}"#,
                Some(r#"{"a":-1,"b":2,"c":{}}"#),
            ),
            ("1.5", None),
            ("1e300", None),
            ("9007199254740993", None),
            ("18446744073709551615", None),
        ] {
            let value: Value = serde_json::from_str(json).unwrap();
            assert_eq!(write(&value).as_deref(), expected, "{json}");
        }
    }
}
