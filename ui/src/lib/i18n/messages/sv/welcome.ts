import type { Like } from "../../types";
import type en from "../en/welcome";

export default {
  title: "Säg ja när det är du. Och bara då.",
  lead: "Segl är det andra steget när du loggar in. Det visar koder och låter dig godkänna, på den här datorn.",
  scan: "Skanna en QR-kod",
  scan_text: "En webbsida ber dig ställa in en autentiseringsapp",
  picture: "Använd en bild eller en länk",
  picture_text: "Du har sparat QR-koden, eller kopierat den",
  type: "Skriv in den",
  type_text: "Webbsidan visar en nyckel av bokstäver och siffror",
  privacy:
    "Inget konto hos oss. Inget lämnar den här enheten, utom till de servrar du själv lägger till.",
  pass_title: "Välj en lösenfras",
  pass_why_absent:
    "Den här datorn har ingen nyckelring som kan hålla dina konton låsta åt dig. Därför öppnar du Segl med en egen lösenfras.",
  pass_why_locked:
    "Datorns nyckelring är låst. Lås upp den och försök igen, eller öppna Segl med en egen lösenfras.",
  pass_why_denied:
    "Datorns nyckelring släppte inte in Segl. Tillåt det och försök igen, eller öppna Segl med en egen lösenfras.",
  pass_why_damaged:
    "Datorns nyckelring gav ett svar som inte går att förstå. Öppna i stället Segl med en egen lösenfras.",
  keyring_retry: "Försök med nyckelringen igen",
  pass: "Lösenfras",
  pass_again: "Samma en gång till",
  pass_hint: "Minst 8 tecken. Några ord som bara du skulle sätta ihop är bäst.",
  pass_lost:
    "Ingen kan ta fram den åt dig. På nästa sida får du en återställningskod, för den dag du inte minns den.",
  pass_differs: "De två är inte lika än.",
  pass_short: "Minst 8 tecken, tack.",
  strength_short: "För kort",
  strength_weak: "Lätt att gissa",
  strength_fair: "Bra",
  strength_strong: "Mycket bra",
} satisfies Like<typeof en>;
