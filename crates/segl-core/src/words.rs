//! Sentences for people, in all languages of the program: failures, checks, the tray,
//! notifications. A face has words of its own only for what it draws itself.

use std::collections::HashMap;
use std::sync::OnceLock;

use crate::api::Language;

/// The sentence under `key`, its placeholders filled in. A key that no catalogue has comes back
/// as it is; the tests of this module see to it that none does.
#[must_use]
pub fn say(language: Language, key: &str, details: &[(&str, &str)]) -> String {
    let Some(sentence) = catalogue(language).get(key) else {
        return key.to_owned();
    };
    fill(sentence, details)
}

/// The language of a locale name such as `nb_NO.UTF-8` or `sv-FI`; English for any other.
#[must_use]
pub fn language_of(locale: &str) -> Language {
    let primary = locale
        .split(['_', '-', '.', '@'])
        .next()
        .unwrap_or_default();
    match primary.to_ascii_lowercase().as_str() {
        "nb" | "no" | "nn" => Language::Nb,
        "da" => Language::Da,
        "sv" => Language::Sv,
        "fi" => Language::Fi,
        _ => Language::En,
    }
}

/// The language that the environment asks for (POSIX: `LC_ALL`, `LC_MESSAGES`, `LANG`; GNU's
/// `LANGUAGE` first, where the locale is not `C`).
#[must_use]
pub fn system_language() -> Language {
    let of = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
    let locale = of("LC_ALL")
        .or_else(|| of("LC_MESSAGES"))
        .or_else(|| of("LANG"));
    match locale.as_deref() {
        None | Some("C" | "POSIX" | "C.UTF-8") => Language::En,
        Some(locale) => {
            let preferred = of("LANGUAGE");
            let first = preferred.as_deref().and_then(|list| list.split(':').next());
            language_of(first.unwrap_or(locale))
        }
    }
}

fn fill(sentence: &str, details: &[(&str, &str)]) -> String {
    let mut text = String::with_capacity(sentence.len());
    let mut rest = sentence;
    while let Some((before, from)) = rest.split_once('{') {
        text.push_str(before);
        let Some((name, after)) = from.split_once('}') else {
            text.push('{');
            rest = from;
            continue;
        };
        // A value is taken over as it is: a brace in a server's words is not a placeholder.
        let value = details
            .iter()
            .find(|(key, _)| *key == name)
            .map_or("", |(_, value)| value);
        text.push_str(value);
        rest = after;
    }
    text.push_str(rest);
    text
}

fn catalogue(language: Language) -> &'static HashMap<String, String> {
    static ALL: OnceLock<[HashMap<String, String>; 5]> = OnceLock::new();
    let [en, nb, da, sv, fi] = ALL.get_or_init(|| {
        [
            include_str!("../words/en.json"),
            include_str!("../words/nb.json"),
            include_str!("../words/da.json"),
            include_str!("../words/sv.json"),
            include_str!("../words/fi.json"),
        ]
        .map(|text| serde_json::from_str(text).expect("the catalogues are valid JSON: tested"))
    });
    match language {
        Language::En => en,
        Language::Nb => nb,
        Language::Da => da,
        Language::Sv => sv,
        Language::Fi => fi,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::api::ErrorCode;

    const LANGUAGES: [Language; 5] = [
        Language::En,
        Language::Nb,
        Language::Da,
        Language::Sv,
        Language::Fi,
    ];

    fn placeholders(sentence: &str) -> BTreeSet<&str> {
        sentence
            .split('{')
            .skip(1)
            .filter_map(|part| part.split_once('}').map(|(name, _)| name))
            .collect()
    }

    #[test]
    fn every_failure_has_words_in_every_language() {
        for language in LANGUAGES {
            for code in ErrorCode::ALL {
                for part in ["message", "hint"] {
                    let key = format!("error.{}.{part}", code.name());
                    let found = catalogue(language).get(&key);
                    assert!(
                        found.is_some_and(|text| text.len() > 3),
                        "{language:?}: {key}"
                    );
                }
            }
        }
    }

    #[test]
    fn all_languages_say_the_same_things_with_the_same_placeholders() {
        let english = catalogue(Language::En);
        for language in LANGUAGES {
            let other = catalogue(language);
            let (ours, theirs): (BTreeSet<_>, BTreeSet<_>) =
                (english.keys().collect(), other.keys().collect());
            assert_eq!(ours, theirs, "{language:?}");
            for (key, sentence) in english {
                assert_eq!(
                    placeholders(sentence),
                    placeholders(&other[key]),
                    "{language:?}: {key}"
                );
            }
        }
    }

    #[test]
    fn a_value_is_not_read_as_a_placeholder() {
        let filled = fill("{host} says {text}.", &[("host", "{text}"), ("text", "no")]);
        assert_eq!(filled, "{text} says no.");
        assert_eq!(fill("an open { stays", &[]), "an open { stays");
    }

    #[test]
    fn finds_the_language_of_a_locale() {
        let cases = [
            ("nb_NO.UTF-8", Language::Nb),
            ("nn_NO", Language::Nb),
            ("sv-FI", Language::Sv),
            ("fi", Language::Fi),
            ("da_DK@euro", Language::Da),
            ("de_DE.UTF-8", Language::En),
            ("", Language::En),
        ];
        for (locale, language) in cases {
            assert_eq!(language_of(locale), language, "{locale}");
        }
    }
}
