//! The words of the terminal: questions, progress and results, in all languages of the program.
//! What went wrong has its words in segl-core; the help texts of the command line are English.

use segl_core::api::Language;

macro_rules! words {
    ($($(#[$doc:meta])* $word:ident: [$en:literal, $nb:literal, $da:literal, $sv:literal, $fi:literal];)*) => {
        /// Every sentence that the terminal says itself.
        #[derive(Clone, Copy, Debug)]
        pub(crate) enum Word {
            $($(#[$doc])* $word,)*
        }

        impl Word {
            #[cfg(test)]
            const ALL: &[Self] = &[$(Self::$word,)*];

            /// The sentence, its `{}` not filled in yet.
            pub(crate) fn text(self, language: Language) -> &'static str {
                let [en, nb, da, sv, fi] = match self {
                    $(Self::$word => [$en, $nb, $da, $sv, $fi],)*
                };
                match language {
                    Language::En => en,
                    Language::Nb => nb,
                    Language::Da => da,
                    Language::Sv => sv,
                    Language::Fi => fi,
                }
            }
        }
    };
}

impl Word {
    /// The sentence with `values` in the places of its `{}`, in order. A value is taken over as
    /// it is, braces and all.
    pub(crate) fn with(self, language: Language, values: &[&str]) -> String {
        let mut parts = self.text(language).split("{}");
        let mut text = parts.next().unwrap_or_default().to_owned();
        for (index, part) in parts.enumerate() {
            text.push_str(values.get(index).copied().unwrap_or_default());
            text.push_str(part);
        }
        text
    }
}

/// Whether an answer to a yes-or-no question says yes, in this language or in English.
pub(crate) fn says_yes(answer: &str, language: Language) -> bool {
    let yes: &[&str] = match language {
        Language::En => &[],
        Language::Nb | Language::Da | Language::Sv => &["j", "ja"],
        Language::Fi => &["k", "kyllä"],
    };
    let answer = answer.trim().to_lowercase();
    matches!(&*answer, "y" | "yes") || yes.contains(&&*answer)
}

words! {
    // Opening the vault
    AskPassphrase: ["Passphrase: ", "Passfrase: ", "Adgangssætning: ", "Lösenfras: ", "Salalause: "];
    PassphraseHint: ["Hint: {}", "Hint: {}", "Hint: {}", "Ledtråd: {}", "Vihje: {}"];
    AskNewPassphrase: ["New passphrase: ", "Ny passfrase: ", "Ny adgangssætning: ", "Ny lösenfras: ", "Uusi salalause: "];
    AskOptionalPassphrase: [
        "Passphrase (leave it empty to open Segl by the keyring alone): ",
        "Passfrase (la den stå tom for å åpne Segl bare med nøkkelringen): ",
        "Adgangssætning (lad den være tom for kun at åbne Segl med nøgleringen): ",
        "Lösenfras (lämna tomt för att öppna Segl bara med nyckelringen): ",
        "Salalause (jätä tyhjäksi, jos Segl avataan vain avainnipulla): "
    ];
    AskAgain: ["The same again: ", "Den samme igjen: ", "Den samme igen: ", "Samma en gång till: ", "Sama uudelleen: "];
    PassphrasesDiffer: [
        "The two are not the same. Nothing was changed.",
        "De to er ikke like. Ingenting ble endret.",
        "De to er ikke ens. Intet blev ændret.",
        "De två är inte lika. Inget ändrades.",
        "Ne eivät ole samat. Mitään ei muutettu."
    ];
    PassphraseSet: ["The passphrase is set.", "Passfrasen er satt.", "Adgangssætningen er sat.", "Lösenfrasen är satt.", "Salalause on asetettu."];
    PassphraseRemoved: ["The passphrase is removed.", "Passfrasen er fjernet.", "Adgangssætningen er fjernet.", "Lösenfrasen är borttagen.", "Salalause on poistettu."];
    OpenedByKeyring: ["The keyring opens Segl.", "Nøkkelringen åpner Segl.", "Nøgleringen åbner Segl.", "Nyckelringen öppnar Segl.", "Avainnippu avaa Seglin."];
    OpenedByPassphrase: ["The passphrase opens Segl.", "Passfrasen åpner Segl.", "Adgangssætningen åbner Segl.", "Lösenfrasen öppnar Segl.", "Salalause avaa Seglin."];
    KeyringRenewed: [
        "The keyring opens Segl again.",
        "Nøkkelringen åpner Segl igjen.",
        "Nøgleringen åbner Segl igen.",
        "Nyckelringen öppnar Segl igen.",
        "Avainnippu avaa Seglin taas."
    ];
    HintCreate: ["In the terminal: segl vault create", "I terminalen: segl vault create", "I terminalen: segl vault create", "I terminalen: segl vault create", "Päätteessä: segl vault create"];
    HintNoKeyring: ["Without a keyring: segl vault create --no-keyring", "Uten nøkkelring: segl vault create --no-keyring", "Uden nøglering: segl vault create --no-keyring", "Utan nyckelring: segl vault create --no-keyring", "Ilman avainnippua: segl vault create --no-keyring"];
    HintOtherWays: [
        "Other ways in: --passphrase-stdin, or segl vault recover",
        "Andre veier inn: --passphrase-stdin, eller segl vault recover",
        "Andre veje ind: --passphrase-stdin, eller segl vault recover",
        "Andra vägar in: --passphrase-stdin, eller segl vault recover",
        "Muut tavat: --passphrase-stdin tai segl vault recover"
    ];
    HintConfirm: [
        "In the terminal: segl vault confirm, or segl vault decline",
        "I terminalen: segl vault confirm, eller segl vault decline",
        "I terminalen: segl vault confirm, eller segl vault decline",
        "I terminalen: segl vault confirm, eller segl vault decline",
        "Päätteessä: segl vault confirm tai segl vault decline"
    ];

    // Making the vault
    VaultCreated: ["Segl is set up in {}.", "Segl er satt opp i {}.", "Segl er sat op i {}.", "Segl är klart i {}.", "Segl on otettu käyttöön kansiossa {}."];
    RecoveryShown: [
        "This is your recovery code. Write it down now: it is shown only once.",
        "Dette er gjenopprettingskoden din. Skriv den ned nå: den vises bare én gang.",
        "Dette er din gendannelseskode. Skriv den ned nu: den vises kun én gang.",
        "Det här är din återställningskod. Skriv ned den nu: den visas bara en gång.",
        "Tämä on palautuskoodisi. Kirjoita se muistiin nyt: se näytetään vain kerran."
    ];
    AskTypeBack: [
        "Type it here, to be sure that you have it: ",
        "Skriv den her, for å være sikker på at du har den: ",
        "Skriv den her, for at være sikker på, at du har den: ",
        "Skriv den här, för att vara säker på att du har den: ",
        "Kirjoita se tähän varmistaaksesi, että sinulla on se: "
    ];
    AskRecoveryCode: ["Recovery code: ", "Gjenopprettingskode: ", "Gendannelseskode: ", "Återställningskod: ", "Palautuskoodi: "];
    RecoveryConfirmed: ["The recovery code is confirmed.", "Gjenopprettingskoden er bekreftet.", "Gendannelseskoden er bekræftet.", "Återställningskoden är bekräftad.", "Palautuskoodi on vahvistettu."];
    RecoveryDeclined: [
        "There is no recovery code. Set a passphrase if there is none yet (segl vault passphrase), and keep it and this device safe.",
        "Det finnes ingen gjenopprettingskode. Velg en passfrase hvis det ikke finnes noen ennå (segl vault passphrase), og ta godt vare på den og denne enheten.",
        "Der er ingen gendannelseskode. Vælg en adgangssætning, hvis der ikke er nogen endnu (segl vault passphrase), og pas godt på den og denne enhed.",
        "Det finns ingen återställningskod. Välj en lösenfras om det inte finns någon ännu (segl vault passphrase), och var rädd om den och den här enheten.",
        "Palautuskoodia ei ole. Valitse salalause, jos sitä ei vielä ole (segl vault passphrase), ja pidä se ja tämä laite tallessa."
    ];
    RecoveryLater: [
        "The recovery code is not confirmed yet, and no account can be added before. Confirm it with: segl vault confirm",
        "Gjenopprettingskoden er ikke bekreftet ennå, og ingen konto kan legges til før det. Bekreft den med: segl vault confirm",
        "Gendannelseskoden er ikke bekræftet endnu, og ingen konto kan tilføjes før det. Bekræft den med: segl vault confirm",
        "Återställningskoden är inte bekräftad ännu, och inget konto kan läggas till innan dess. Bekräfta den med: segl vault confirm",
        "Palautuskoodia ei ole vielä vahvistettu, eikä tilejä voi lisätä sitä ennen. Vahvista se: segl vault confirm"
    ];
    RecoveryWritten: ["The recovery code is in the file {}.", "Gjenopprettingskoden er i filen {}.", "Gendannelseskoden er i filen {}.", "Återställningskoden finns i filen {}.", "Palautuskoodi on tiedostossa {}."];

    // What is known of the vault
    StageFirstRun: ["Segl is not set up here yet.", "Segl er ikke satt opp her ennå.", "Segl er ikke sat op her endnu.", "Segl är inte inställt här ännu.", "Segliä ei ole vielä otettu täällä käyttöön."];
    StageLocked: ["Segl is set up here.", "Segl er satt opp her.", "Segl er sat op her.", "Segl är inställt här.", "Segl on otettu täällä käyttöön."];
    StageDamaged: ["The file with your accounts cannot be read. Nothing was changed.", "Filen med kontoene dine kan ikke leses. Ingenting ble endret.", "Filen med dine konti kan ikke læses. Intet blev ændret.", "Filen med dina konton kan inte läsas. Inget ändrades.", "Tiedostoa, jossa tilisi ovat, ei voi lukea. Mitään ei muutettu."];
    Folder: ["Folder: {}", "Mappe: {}", "Mappe: {}", "Mapp: {}", "Kansio: {}"];
    OpensWith: ["Opened by: {}", "Åpnes med: {}", "Åbnes med: {}", "Öppnas med: {}", "Avataan: {}"];
    WayKeyring: ["keyring", "nøkkelring", "nøglering", "nyckelring", "avainnippu"];
    WayPassphrase: ["passphrase", "passfrase", "adgangssætning", "lösenfras", "salalause"];
    WayRecovery: ["recovery code", "gjenopprettingskode", "gendannelseskode", "återställningskod", "palautuskoodi"];
    TimesSaved: ["Times saved: {}", "Antall lagringer: {}", "Antal gemninger: {}", "Antal sparningar: {}", "Tallennuskertoja: {}"];

    // Adding
    AskText: ["Link or secret: ", "Lenke eller hemmelighet: ", "Link eller hemmelighed: ", "Länk eller hemlighet: ", "Linkki tai salaisuus: "];
    AskAdd: ["Add {}? [y/N] ", "Legge til {}? [j/N] ", "Tilføje {}? [j/N] ", "Lägga till {}? [j/N] ", "Lisätäänkö {}? [k/E] "];
    Added: ["Added: {}", "Lagt til: {}", "Tilføjet: {}", "Tillagt: {}", "Lisätty: {}"];
    ThereAlready: ["This account is there already: {}", "Denne kontoen er der allerede: {}", "Denne konto er der allerede: {}", "Det här kontot finns redan: {}", "Tämä tili on jo olemassa: {}"];
    LooksLike: ["It looks like an account that is there: {}", "Den ligner en konto som er der: {}", "Den ligner en konto, som er der: {}", "Det liknar ett konto som finns: {}", "Se muistuttaa olemassa olevaa tiliä: {}"];
    SeveralRead: [
        "{} accounts were read. Add all of them with --all.",
        "{} kontoer ble lest. Legg til alle med --all.",
        "{} konti blev læst. Tilføj dem alle med --all.",
        "{} konton lästes. Lägg till alla med --all.",
        "Luettiin {} tiliä. Lisää kaikki valitsimella --all."
    ];
    OneNameForSeveral: [
        "{} accounts were read: --issuer and --account can name only one.",
        "{} kontoer ble lest: --issuer og --account kan bare gi navn til én.",
        "{} konti blev læst: --issuer og --account kan kun navngive én.",
        "{} konton lästes: --issuer och --account kan bara namnge ett.",
        "Luettiin {} tiliä: --issuer ja --account voivat nimetä vain yhden."
    ];
    PartsMissing: [
        "{} of {} parts of the export were read. All parts are needed, one after the other.",
        "{} av {} deler av eksporten ble lest. Alle delene trengs, en etter en.",
        "{} af {} dele af eksporten blev læst. Alle dele er nødvendige, en efter en.",
        "{} av {} delar av exporten lästes. Alla delar behövs, en efter en.",
        "Viennin osista luettiin {}/{}. Kaikki osat tarvitaan, yksi kerrallaan."
    ];
    MakingKey: ["Making a key on this device; this takes a few seconds.", "Lager en nøkkel på denne enheten; det tar noen sekunder.", "Laver en nøgle på denne enhed; det tager nogle sekunder.", "Skapar en nyckel på den här enheten; det tar några sekunder.", "Luodaan avain tällä laitteella; tämä kestää muutaman sekunnin."];
    Registering: ["Telling {} about this device.", "Forteller {} om denne enheten.", "Fortæller {} om denne enhed.", "Berättar för {} om den här enheten.", "Kerrotaan palvelimelle {} tästä laitteesta."];
    Testing: ["Asking {} for requests, to test it.", "Spør {} etter forespørsler, som en prøve.", "Spørger {} efter anmodninger, som en prøve.", "Frågar {} efter förfrågningar, som ett prov.", "Kysytään palvelimelta {} pyyntöjä kokeeksi."];
    Enrolled: ["Approving sign-ins for {} works now.", "Nå kan du godkjenne innlogginger for {}.", "Nu kan du godkende logins for {}.", "Nu kan du godkänna inloggningar för {}.", "Nyt voit hyväksyä kirjautumisia: {}."];
    TryAgainResume: ["Go on with: segl add --resume", "Gå videre med: segl add --resume", "Fortsæt med: segl add --resume", "Fortsätt med: segl add --resume", "Jatka: segl add --resume"];
    NothingToResume: ["No enrolment was interrupted.", "Ingen registrering ble avbrutt.", "Ingen registrering blev afbrudt.", "Ingen registrering avbröts.", "Mitään rekisteröintiä ei ole kesken."];
    CameraOn: ["Hold the QR code up to the camera.", "Hold QR-koden opp foran kameraet.", "Hold QR-koden op foran kameraet.", "Håll upp QR-koden framför kameran.", "Pidä QR-koodia kameran edessä."];
    HoldStill: ["Hold it still.", "Hold den i ro.", "Hold den stille.", "Håll den stilla.", "Pidä paikallaan."];
    Closer: ["Hold it closer.", "Hold den nærmere.", "Hold den tættere på.", "Håll den närmare.", "Tuo lähemmäs."];
    LessGlare: ["There is a reflection: tilt it a little.", "Det er en refleks: vipp den litt.", "Der er en refleks: vip den lidt.", "Det är en reflex: luta den lite.", "Pinta heijastaa: kallista hieman."];
    Brighter: ["There is too little light.", "Det er for lite lys.", "Der er for lidt lys.", "Det är för lite ljus.", "Valoa on liian vähän."];
    NoCodeSeen: ["No code was seen.", "Ingen kode ble sett.", "Ingen kode blev set.", "Ingen kod syntes.", "Koodia ei näkynyt."];
    NoCodeIn: ["{}: no code was found", "{}: ingen kode ble funnet", "{}: ingen kode blev fundet", "{}: ingen kod hittades", "{}: koodia ei löytynyt"];

    // Accounts and codes
    NoAccounts: ["There are no accounts yet.", "Det finnes ingen kontoer ennå.", "Der er ingen konti endnu.", "Det finns inga konton ännu.", "Tilejä ei ole vielä."];
    NoAccountFits: [
        "No account fits “{}”. What there is, says: segl list",
        "Ingen konto passer til «{}». Hva som finnes, sier: segl list",
        "Ingen konto passer til »{}«. Hvad der er, siger: segl list",
        "Inget konto passar ”{}”. Vad som finns säger: segl list",
        "Mikään tili ei vastaa hakua ”{}”. Tilit näyttää: segl list"
    ];
    NoCodes: ["There is no account whose code changes with time.", "Det finnes ingen konto med en kode som endrer seg med tiden.", "Der er ingen konto med en kode, som skifter med tiden.", "Det finns inget konto med en kod som ändras med tiden.", "Ei ole tiliä, jonka koodi vaihtuu ajan mukaan."];
    NextAndLeft: ["next {}, {} s left", "neste {}, {} s igjen", "næste {}, {} s tilbage", "nästa {}, {} s kvar", "seuraava {}, {} s jäljellä"];
    NoTimeForUse: [
        "The code of this account changes with use: --at has no meaning for it.",
        "Koden til denne kontoen endrer seg ved bruk: --at har ingen mening for den.",
        "Koden til denne konto skifter ved brug: --at giver ingen mening for den.",
        "Koden för det här kontot ändras vid användning: --at har ingen betydelse för det.",
        "Tämän tilin koodi vaihtuu käytettäessä: valitsimella --at ei ole merkitystä."
    ];
    Copied: ["The code is in the clipboard and is taken out after {} s.", "Koden er på utklippstavlen og fjernes etter {} s.", "Koden er i udklipsholderen og fjernes efter {} s.", "Koden är i urklipp och tas bort efter {} s.", "Koodi on leikepöydällä ja poistetaan {} s kuluttua."];
    Cleared: ["The code is out of the clipboard.", "Koden er fjernet fra utklippstavlen.", "Koden er fjernet fra udklipsholderen.", "Koden är borttagen ur urklipp.", "Koodi on poistettu leikepöydältä."];

    // Approvals
    NoRequests: ["No requests are waiting.", "Ingen forespørsler venter.", "Ingen anmodninger venter.", "Inga förfrågningar väntar.", "Pyyntöjä ei ole odottamassa."];
    SeveralRequests: ["Several requests are waiting. Name one by its id.", "Flere forespørsler venter. Nevn én ved id-en.", "Flere anmodninger venter. Nævn én ved dens id.", "Flera förfrågningar väntar. Ange en med dess id.", "Useita pyyntöjä odottaa. Anna yhden tunniste."];
    AskApprove: ["Approve this sign-in? [y/N] ", "Godkjenne denne innloggingen? [j/N] ", "Godkende dette login? [j/N] ", "Godkänna den här inloggningen? [j/N] ", "Hyväksytäänkö tämä kirjautuminen? [k/E] "];
    AskNumber: ["Which of these does the sign-in page show? {}: ", "Hvilken av disse viser innloggingssiden? {}: ", "Hvilken af disse viser loginsiden? {}: ", "Vilken av dessa visar inloggningssidan? {}: ", "Minkä näistä kirjautumissivu näyttää? {}: "];
    RequestFrom: ["from {}", "fra {}", "fra {}", "från {}", "lähde: {}"];
    RequestNumbers: ["numbers: {}", "tall: {}", "tal: {}", "tal: {}", "numerot: {}"];
    RequestSeconds: ["{} s left", "{} s igjen", "{} s tilbage", "{} s kvar", "{} s jäljellä"];
    NotAnswered: ["Nothing was answered.", "Ingenting ble svart.", "Intet blev besvaret.", "Inget besvarades.", "Mitään ei vastattu."];
    Approved: ["Approved.", "Godkjent.", "Godkendt.", "Godkänd.", "Hyväksytty."];
    Denied: ["Denied.", "Avvist.", "Afvist.", "Nekad.", "Hylätty."];
    Reported: ["Denied, and the server knows that it was not you.", "Avvist, og tjeneren vet at det ikke var deg.", "Afvist, og serveren ved, at det ikke var dig.", "Nekad, och servern vet att det inte var du.", "Hylätty, ja palvelin tietää, ettet se ollut sinä."];
    WrongChoice: [
        "The sign-in page does not show that one. The request was declined, to be safe.",
        "Innloggingssiden viser ikke den. Forespørselen ble avvist for sikkerhets skyld.",
        "Loginsiden viser ikke den. Anmodningen blev afvist for en sikkerheds skyld.",
        "Inloggningssidan visar inte den. Förfrågan nekades för säkerhets skull.",
        "Kirjautumissivu ei näytä sitä. Pyyntö hylättiin varmuuden vuoksi."
    ];
    Expired: ["The request had run out before it was answered.", "Forespørselen var utløpt før den ble besvart.", "Anmodningen var udløbet, før den blev besvaret.", "Förfrågan hade gått ut innan den besvarades.", "Pyyntö vanheni ennen kuin siihen vastattiin."];
    DisplayCode: ["Type this at the sign-in page:", "Skriv dette på innloggingssiden:", "Skriv dette på loginsiden:", "Skriv det här på inloggningssidan:", "Kirjoita tämä kirjautumissivulle:"];

    // Certificates and the self-test
    NoCertificates: ["No certificates were added.", "Ingen sertifikater er lagt til.", "Ingen certifikater er tilføjet.", "Inga certifikat har lagts till.", "Varmenteita ei ole lisätty."];
    CertificateMissing: ["There is no certificate with this fingerprint.", "Det finnes ikke noe sertifikat med dette fingeravtrykket.", "Der er intet certifikat med dette fingeraftryk.", "Det finns inget certifikat med detta fingeravtryck.", "Tällä sormenjäljellä ei ole varmennetta."];
    CertificateAdded: ["Added.", "Lagt til.", "Tilføjet.", "Tillagt.", "Lisätty."];
    CertificateRemoved: ["Removed.", "Fjernet.", "Fjernet.", "Borttagen.", "Poistettu."];
    CheckFine: ["fine", "i orden", "i orden", "bra", "kunnossa"];
    CheckWarning: ["attention", "merk", "bemærk", "obs", "huomio"];
    CheckFailed: ["FAILED", "FEIL", "FEJL", "FEL", "VIRHE"];
    CheckSkipped: ["skipped", "hoppet over", "sprunget over", "hoppas över", "ohitettu"];

    // Mistakes in the command line
    NoHome: ["This user has no home folder. Name a folder with --data-dir.", "Denne brukeren har ingen hjemmemappe. Nevn en mappe med --data-dir.", "Denne bruger har ingen hjemmemappe. Nævn en mappe med --data-dir.", "Användaren har ingen hemmapp. Ange en mapp med --data-dir.", "Käyttäjällä ei ole kotikansiota. Anna kansio valitsimella --data-dir."];
    NeedsPassphrase: ["Without a keyring a passphrase is needed: --passphrase-stdin", "Uten nøkkelring trengs en passfrase: --passphrase-stdin", "Uden nøglering er en adgangssætning nødvendig: --passphrase-stdin", "Utan nyckelring behövs en lösenfras: --passphrase-stdin", "Ilman avainnippua tarvitaan salalause: --passphrase-stdin"];
    NeedsRecoveryChoice: [
        "Say where the recovery code is to go, --recovery-code-file FILE or --json, or do without: --no-recovery-code",
        "Si hvor gjenopprettingskoden skal, --recovery-code-file FILE eller --json, eller gå uten: --no-recovery-code",
        "Sig, hvor gendannelseskoden skal hen, --recovery-code-file FILE eller --json, eller undvær den: --no-recovery-code",
        "Säg vart återställningskoden ska, --recovery-code-file FILE eller --json, eller avstå: --no-recovery-code",
        "Kerro, minne palautuskoodi menee, --recovery-code-file FILE tai --json, tai luovu siitä: --no-recovery-code"
    ];
    NeedsText: ["Nothing to add: give a link, --image, --camera or --clipboard.", "Ingenting å legge til: gi en lenke, --image, --camera eller --clipboard.", "Intet at tilføje: giv et link, --image, --camera eller --clipboard.", "Inget att lägga till: ge en länk, --image, --camera eller --clipboard.", "Ei lisättävää: anna linkki, --image, --camera tai --clipboard."];
    FileExists: ["The file {} is there already; nothing was overwritten.", "Filen {} finnes allerede; ingenting ble overskrevet.", "Filen {} findes allerede; intet blev overskrevet.", "Filen {} finns redan; inget skrevs över.", "Tiedosto {} on jo olemassa; mitään ei korvattu."];
    InputEnded: ["The standard input ended too early: one more line was expected.", "Standard inndata sluttet for tidlig: én linje til var ventet.", "Standardinput sluttede for tidligt: en linje mere var ventet.", "Standard in tog slut för tidigt: en rad till väntades.", "Vakiosyöte päättyi liian aikaisin: odotettiin vielä yhtä riviä."];
    NotAnswerable: ["The terminal does not work: {}", "Terminalen virker ikke: {}", "Terminalen virker ikke: {}", "Terminalen fungerar inte: {}", "Pääte ei toimi: {}"];
}

#[cfg(test)]
mod tests {
    use super::*;

    const LANGUAGES: [Language; 5] = [
        Language::En,
        Language::Nb,
        Language::Da,
        Language::Sv,
        Language::Fi,
    ];

    #[test]
    fn every_sentence_has_the_same_places_in_every_language() {
        for word in Word::ALL {
            let places = |language| word.text(language).matches("{}").count();
            for language in LANGUAGES {
                assert_eq!(
                    places(language),
                    places(Language::En),
                    "{word:?} in {language:?}"
                );
                assert!(
                    word.text(language).trim().len() > 1,
                    "{word:?} in {language:?}"
                );
            }
        }
    }

    #[test]
    fn a_value_is_not_read_as_a_place() {
        let text = Word::PartsMissing.with(Language::En, &["{}", "3"]);
        assert!(text.starts_with("{} of 3 parts"), "{text}");
    }

    #[test]
    fn knows_yes_in_each_language_and_takes_nothing_else_for_it() {
        let cases = [
            (Language::En, "y", true),
            (Language::En, " YES\n", true),
            (Language::En, "j", false),
            (Language::Nb, "Ja", true),
            (Language::Fi, "k", true),
            (Language::Fi, "y", true),
            (Language::Sv, "", false),
            (Language::Da, "nej", false),
            (Language::En, "yeah no", false),
        ];
        for (language, answer, yes) in cases {
            assert_eq!(says_yes(answer, language), yes, "{language:?}: {answer:?}");
        }
    }
}
