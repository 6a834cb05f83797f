//! What a URI or an export says about one account: who issued it, for whom, and how to make codes.

use crate::otp::Otp;

/// One account as it was enrolled. `Debug` shows no secret.
///
/// The texts come from strangers: [`clean_text`] was applied to those that were parsed here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// Who issued it, such as `Microsoft`; empty where nothing says so.
    pub issuer: String,
    /// For whom, such as `ada@uni.example`; empty where nothing says so.
    pub name: String,
    /// The label's prefix where it is not the issuer. Microsoft 365 puts the organisation there
    /// (`MyOrganization:ada` with `issuer=Microsoft`): people need to see both. Only beside an
    /// issuer.
    pub tenant: Option<String>,
    /// What makes the codes.
    pub otp: Otp,
    /// Where the server says that its picture is. Nothing here fetches it.
    pub image: Option<String>,
    /// The serial number of the token on the server, which privacyIDEA may add. The help desk asks
    /// for it.
    pub serial: Option<String>,
}

impl Account {
    /// An account of which nothing is known but how to make its codes.
    #[must_use]
    pub fn new(issuer: &str, name: &str, otp: Otp) -> Self {
        Self {
            issuer: clean_text(issuer),
            name: clean_text(name),
            tenant: None,
            otp,
            image: None,
            serial: None,
        }
    }
}

/// Takes out of a stranger's text what could make it look like another: control characters, marks
/// that turn the direction of writing, and blanks around it. Joiners inside emoji stay.
#[must_use]
pub fn clean_text(text: &str) -> String {
    let visible: String = text
        .chars()
        .filter(|character| !is_deceptive(*character))
        .collect();
    visible.trim().to_owned()
}

fn is_deceptive(character: char) -> bool {
    character.is_control()
        || matches!(
            character,
            '\u{ad}'
                | '\u{61c}'
                | '\u{200b}'
                | '\u{200e}'
                | '\u{200f}'
                | '\u{2028}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}'
                | '\u{feff}'
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_deceptive_marks_out_of_a_text() {
        let table = [
            (" Uni \n", "Uni"),
            ("a\u{202e}moc.live\u{202c}b", "amoc.liveb"),
            ("tab\there", "tabhere"),
            ("\u{feff}Zo\u{eb}\u{0}", "Zo\u{eb}"),
            ("🏳\u{fe0f}\u{200d}🌈", "🏳\u{fe0f}\u{200d}🌈"),
            (" \u{a0} ", ""),
        ];
        for (text, clean) in table {
            assert_eq!(clean_text(text), clean, "{text:?}");
        }
    }
}
