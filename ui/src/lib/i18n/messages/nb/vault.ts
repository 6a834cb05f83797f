import type { Like } from "../../types";
import type en from "../en/vault";

export default {
  locked: "Segl er låst",
  locked_keyring: "Nøkkelringen på denne datamaskinen åpner det.",
  waiting: { one: "Én forespørsel venter", other: "{n} forespørsler venter" },
  passphrase: "Passfrase",
  passphrase_missing: "Skriv passfrasen.",
  hint: "Hintet ditt: {hint}",
  unlock: "Lås opp",
  by_keyring: "Lås opp med nøkkelringen",
  cant: "Jeg kommer ikke inn",
  no_way_title: "Det finnes ingen gjenopprettingskode",
  no_way_text:
    "Ingen kan slå opp passfrasen, verken vi eller brukerstøtten. Kontoene dine blir her, kryptert: prøv alle måtene du kan ha skrevet den på. Hvis ingenting hjelper, kan brukerstøtten sette opp kontoene på nytt.",
  code_title: "Skriv gjenopprettingskoden",
  code_lead: "Den står på arket fra dagen du tok Segl i bruk: seks grupper på fem.",
  code_open: "Åpne kontoene mine",
  no_sheet: "Jeg har ikke arket",
  no_sheet_text:
    "Uten det åpner bare nøkkelringen eller passfrasen disse kontoene. Ingen andre kan det, verken vi eller brukerstøtten. Ingenting blir slettet her. Hvis ingenting hjelper, kan brukerstøtten sette opp kontoene på nytt.",
  group: "Gruppe {n}",
  group_fits: "Gruppe {n} stemmer",
  group_off: "Gruppe {n} stemmer ikke. Sammenlign den med arket.",
  group_off_look: "Gruppe {n} stemmer ikke. Se nøye etter: er {typed} på arket heller {meant}?",
  groups_missing: "Fyll ut alle seks gruppene.",
  keyring_no_entry: "Nøkkelringen på denne datamaskinen har mistet nøkkelen",
  keyring_damaged: "Nøkkelen i nøkkelringen passer ikke",
  keyring_absent: "Nøkkelringen på denne datamaskinen er ikke der",
  keyring_locked: "Nøkkelringen på denne datamaskinen er låst",
  keyring_denied: "Nøkkelringen slapp ikke Segl inn",
  keyring_failed: "Nøkkelringen virker ikke akkurat nå",
  still_here: "Kontoene dine er her fortsatt, kryptert.",
  then_renewed: "Åpne dem på en annen måte, så legger Segl en ny nøkkel i nøkkelringen.",
  then_unlock:
    "Lås opp nøkkelringen med passordet til datamaskinen og se etter igjen, eller åpne dem på en annen måte.",
  then_allow:
    "Tillat Segl når datamaskinen spør, og se etter igjen, eller åpne dem på en annen måte.",
  then_other: "Åpne dem på en annen måte, eller se etter igjen om litt.",
  only_keyring:
    "Det ble ikke satt opp noen passfrase eller gjenopprettingskode, så bare nøkkelringen kan åpne dem. La alt være som det er, og be brukerstøtten om å få nøkkelringen tilbake.",
  way_passphrase: "Skriv passfrasen",
  way_passphrase_text: "Den du valgte selv",
  way_code: "Skriv gjenopprettingskoden",
  way_code_text: "Fra arket",
  what_happened: "Hva har skjedd?",
  look_again: "Se i nøkkelringen igjen",
  renewed: "Nøkkelringen har fått en ny nøkkel",
  renewed_text:
    "Kontoene dine er åpne, og fra nå av åpner nøkkelringen på denne datamaskinen dem igjen.",
  not_renewed: "Nøkkelringen tok ikke imot en ny nøkkel",
  not_renewed_text:
    "Kontoene dine er åpne. Til nøkkelringen virker igjen, åpnes de slik du gjorde det nå.",
  to_accounts: "Til kontoene mine",
  recovery_title: "Skriv ned gjenopprettingskoden din",
  recovery_lead:
    "Den åpner kontoene dine hvis nøkkelringen mister nøkkelen eller passfrasen blir glemt. Den som har koden, kan også åpne dem, så oppbevar den på papir, unna denne datamaskinen.",
  recovery_code: "Gjenopprettingskode",
  recovery_qr: "Den samme koden som QR-kode",
  print: "Skriv ut",
  written: "Jeg har skrevet den ned",
  without: "Klar deg uten",
  without_title: "Klare deg uten gjenopprettingskode?",
  without_keyring:
    "Hvis nøkkelringen mister nøkkelen, for eksempel med en ny datamaskin eller når passordet ditt blir tilbakestilt, kan ingen åpne kontoene dine. Da må hver av dem settes opp på nytt.",
  without_passphrase:
    "Hvis du glemmer passfrasen, kan ingen åpne kontoene dine. Da må hver av dem settes opp på nytt.",
  without_both:
    "Hvis nøkkelringen mister nøkkelen og du glemmer passfrasen, kan ingen åpne kontoene dine. Da må hver av dem settes opp på nytt.",
  without_later: "Du kan lage en gjenopprettingskode senere, i innstillingene.",
  without_no: "Tilbake til koden",
  confirm_title: "Skriv den inn igjen",
  confirm_lead: "Da er det sikkert at papiret ditt stemmer. Skriv det som står der.",
  confirm: "Bekreft",
  show_again: "Vis koden igjen",
  prove_title: "Først passfrasen din",
  prove_lead: "En gjenopprettingskode er en vei inn. Derfor sjekker Segl at det er du som får den.",
  prove: "Vis koden",
  sheet_title: "Segl: gjenopprettingsark",
  sheet_for:
    "Denne koden åpner kontoene i Segl hvis nøkkelringen eller passfrasen ikke gjør det. Velg «Jeg kommer ikke inn» på den låste siden, og skriv den.",
  sheet_made: "Laget",
  sheet_vault: "Hvelv",
  sheet_owner: "Navn",
  sheet_keep:
    "Pass på den som en nøkkel, unna datamaskinen. Den som har både den og datamaskinen, kan åpne kontoene.",
  damaged_title: "Kontoene dine kan ikke leses",
  damaged_lead: "Segl endrer ingenting der og skriver ikke over noe.",
  damaged_folder: "Mappe",
  damaged_again: "Se etter igjen",
  damaged_still: "Det er fortsatt det samme.",
} satisfies Like<typeof en>;
