import type { Like } from "../../types";
import type en from "../en/vault";

export default {
  locked: "Segl er låst",
  locked_keyring: "Nøgleringen på denne computer åbner det.",
  waiting: { one: "Én anmodning venter", other: "{n} anmodninger venter" },
  passphrase: "Adgangssætning",
  passphrase_missing: "Skriv adgangssætningen.",
  hint: "Dit hint: {hint}",
  unlock: "Lås op",
  by_keyring: "Lås op med nøgleringen",
  cant: "Jeg kan ikke komme ind",
  no_way_title: "Der er ingen gendannelseskode",
  no_way_text:
    "Ingen kan slå adgangssætningen op, hverken vi eller supporten. Dine konti bliver her, krypteret: prøv alle de måder, du kan have skrevet den på. Hvis intet hjælper, kan supporten sætte kontiene op igen.",
  code_title: "Skriv gendannelseskoden",
  code_lead: "Den står på arket fra den dag, du tog Segl i brug: seks grupper på fem.",
  code_open: "Åbn mine konti",
  no_sheet: "Jeg har ikke arket",
  no_sheet_text:
    "Uden det åbner kun nøgleringen eller adgangssætningen disse konti. Det kan ingen andre, hverken vi eller supporten. Intet bliver slettet her. Hvis intet hjælper, kan supporten sætte kontiene op igen.",
  group: "Gruppe {n}",
  group_fits: "Gruppe {n} passer",
  group_off: "Gruppe {n} passer ikke. Sammenlign den med arket.",
  group_off_look: "Gruppe {n} passer ikke. Se godt efter: er {typed} på arket snarere {meant}?",
  groups_missing: "Udfyld alle seks grupper.",
  keyring_no_entry: "Nøgleringen på denne computer har mistet nøglen",
  keyring_damaged: "Nøglen i nøgleringen passer ikke",
  keyring_absent: "Nøgleringen på denne computer er der ikke",
  keyring_locked: "Nøgleringen på denne computer er låst",
  keyring_denied: "Nøgleringen lukkede ikke Segl ind",
  keyring_failed: "Nøgleringen virker ikke lige nu",
  still_here: "Dine konti er her stadig, krypteret.",
  then_renewed: "Åbn dem på en anden måde, så lægger Segl en ny nøgle i nøgleringen.",
  then_unlock:
    "Lås nøgleringen op med computerens adgangskode og se efter igen, eller åbn dem på en anden måde.",
  then_allow:
    "Tillad Segl, når computeren spørger, og se efter igen, eller åbn dem på en anden måde.",
  then_other: "Åbn dem på en anden måde, eller se efter igen om lidt.",
  only_keyring:
    "Der blev ikke sat nogen adgangssætning eller gendannelseskode op, så kun nøgleringen kan åbne dem. Lad alt være, som det er, og bed supporten om at få nøgleringen tilbage.",
  way_passphrase: "Skriv adgangssætningen",
  way_passphrase_text: "Den, du selv valgte",
  way_code: "Skriv gendannelseskoden",
  way_code_text: "Fra arket",
  what_happened: "Hvad er der sket?",
  look_again: "Se i nøgleringen igen",
  renewed: "Nøgleringen har fået en ny nøgle",
  renewed_text: "Dine konti er åbne, og fra nu af åbner nøgleringen på denne computer dem igen.",
  not_renewed: "Nøgleringen tog ikke imod en ny nøgle",
  not_renewed_text:
    "Dine konti er åbne. Indtil nøgleringen virker igen, åbnes de, som du gjorde det nu.",
  to_accounts: "Til mine konti",
  recovery_title: "Skriv din gendannelseskode ned",
  recovery_lead:
    "Den åbner dine konti, hvis nøgleringen mister sin nøgle, eller adgangssætningen bliver glemt. Den, der har koden, kan også åbne dem, så opbevar den på papir, væk fra denne computer.",
  recovery_code: "Gendannelseskode",
  recovery_qr: "Den samme kode som QR-kode",
  print: "Udskriv",
  written: "Jeg har skrevet den ned",
  without: "Undvær den",
  without_title: "Vil du undvære en gendannelseskode?",
  without_keyring:
    "Hvis nøgleringen mister sin nøgle, for eksempel med en ny computer eller efter en nulstilling af din adgangskode, kan ingen åbne dine konti. Så skal hver af dem sættes op igen.",
  without_passphrase:
    "Hvis du glemmer adgangssætningen, kan ingen åbne dine konti. Så skal hver af dem sættes op igen.",
  without_both:
    "Hvis nøgleringen mister sin nøgle, og du glemmer adgangssætningen, kan ingen åbne dine konti. Så skal hver af dem sættes op igen.",
  without_later: "Du kan lave en gendannelseskode senere, i indstillingerne.",
  without_no: "Tilbage til koden",
  confirm_title: "Skriv den igen",
  confirm_lead: "Så er det sikkert, at dit papir passer. Skriv det, der står der.",
  confirm: "Bekræft",
  show_again: "Vis koden igen",
  prove_title: "Først din adgangssætning",
  prove_lead:
    "En gendannelseskode er en vej ind. Derfor sikrer Segl sig, at det er dig, der får den.",
  prove: "Vis koden",
  sheet_title: "Segl: gendannelsesark",
  sheet_for:
    "Denne kode åbner kontiene i Segl, hvis nøgleringen eller adgangssætningen ikke gør det. Vælg »Jeg kan ikke komme ind« på den låste side, og skriv den.",
  sheet_made: "Lavet",
  sheet_vault: "Boks",
  sheet_owner: "Navn",
  sheet_keep:
    "Pas på den som på en nøgle, væk fra computeren. Den, der har både den og computeren, kan åbne kontiene.",
  damaged_title: "Dine konti kan ikke læses",
  damaged_lead: "Segl ændrer intet der og overskriver intet.",
  damaged_folder: "Mappe",
  damaged_again: "Se efter igen",
  damaged_still: "Det er stadig det samme.",
} satisfies Like<typeof en>;
