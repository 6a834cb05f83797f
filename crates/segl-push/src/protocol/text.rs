//! Plain text for the screen, made from text that nobody vouches for.

/// Cleans untrusted text for showing: one line, no control, bidirectional or invisible characters,
/// at most `longest` characters (the last one is then `…`).
///
/// What was signed stays as it is; this is for the eyes only.
pub fn clean(text: &str, longest: usize) -> String {
    let mut cleaned = String::new();
    let mut count = 0;
    let mut blank_waits = false;
    for c in text.chars() {
        if c.is_whitespace() || c == '\u{2028}' || c == '\u{2029}' {
            blank_waits = count > 0;
            continue;
        }
        if c.is_control() || is_invisible(c) {
            continue;
        }
        let needed = 1 + usize::from(blank_waits);
        if count + needed > longest {
            cleaned.pop();
            cleaned.push('…');
            return cleaned;
        }
        if blank_waits {
            cleaned.push(' ');
            blank_waits = false;
        }
        cleaned.push(c);
        count += needed;
    }
    cleaned
}

/// True for characters that change how their neighbours look or that cannot be seen at all
/// (Unicode: Bidi_Control, Default_Ignorable_Code_Point and the tag block).
pub(crate) fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{00AD}' | '\u{034F}' | '\u{061C}' | '\u{115F}'..='\u{1160}' | '\u{17B4}'..='\u{17B5}'
        | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{206F}' | '\u{3164}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}'
        | '\u{FFA0}' | '\u{FFF0}'..='\u{FFFB}' | '\u{1BCA0}'..='\u{1BCA3}'
        | '\u{1D173}'..='\u{1D17A}' | '\u{E0000}'..='\u{E0FFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn leaves_only_what_a_person_can_see() {
        for (text, expected) in [
            ("Log in to the library?", "Log in to the library?"),
            (
                "A | pipe, \"quotes\" & <b>æøå ✓ 日本</b>",
                "A | pipe, \"quotes\" & <b>æøå ✓ 日本</b>",
            ),
            ("  two\r\n\tlines  ", "two lines"),
            ("safe\u{202E}gpj.exe", "safegpj.exe"),
            ("\u{2066}x\u{2069}\u{200F}\u{061C}", "x"),
            ("a\u{200B}b\u{FEFF}c\u{00AD}d", "abcd"),
            ("bell\u{7}\u{1b}[31mred\u{9b}", "bell[31mred"),
            ("tag\u{E0041}\u{E007F}", "tag"),
            ("\u{2028}x\u{2029}y", "x y"),
            ("", ""),
        ] {
            assert_eq!(clean(text, 100), expected);
        }
    }

    #[test]
    fn cuts_long_text_by_characters() {
        assert_eq!(clean("abcdef", 6), "abcdef");
        assert_eq!(clean("abcdefg", 6), "abcde…");
        assert_eq!(clean("日本日本日本日", 6), "日本日本日…");
        for length in 0..40 {
            let cut = clean(&"ab c ".repeat(length), 20);
            assert!(cut.chars().count() <= 20, "{cut}");
        }
    }
}
