import type { Like } from "../../types";
import type en from "../en/welcome";

export default {
  title: "Sano kyllä, kun se olet sinä. Ja vain silloin.",
  lead: "Segl on kirjautumisen toinen vaihe. Se näyttää koodit ja antaa hyväksyä kirjautumiset tällä tietokoneella.",
  scan: "Skannaa QR-koodi",
  scan_text: "Verkkosivu pyytää ottamaan todennussovelluksen käyttöön",
  picture: "Käytä kuvaa tai linkkiä",
  picture_text: "Tallensit tai kopioit QR-koodin",
  type: "Kirjoita se",
  type_text: "Verkkosivu näyttää avaimen, jossa on kirjaimia ja numeroita",
  privacy:
    "Ei tiliä meillä. Mitään ei lähde tältä laitteelta muualle kuin palvelimiin, jotka itse lisäät.",
  pass_title: "Valitse salalause",
  pass_why_absent:
    "Tässä tietokoneessa ei ole avainnippua, joka pitäisi tilisi lukittuina puolestasi. Siksi avaat Seglin omalla salalauseella.",
  pass_why_locked:
    "Tietokoneen avainnippu on lukittu. Avaa se ja yritä uudelleen, tai avaa Segl omalla salalauseella.",
  pass_why_denied:
    "Tietokoneen avainnippu ei päästänyt Segliä. Salli pääsy ja yritä uudelleen, tai avaa Segl omalla salalauseella.",
  pass_why_damaged:
    "Tietokoneen avainnippu antoi vastauksen, jota ei voi ymmärtää. Avaa Segl sen sijaan omalla salalauseella.",
  keyring_retry: "Yritä avainnippua uudelleen",
  pass: "Salalause",
  pass_again: "Sama uudelleen",
  pass_hint: "Vähintään 8 merkkiä. Paras on muutama sana, jotka vain sinä yhdistäisit.",
  pass_lost:
    "Kukaan ei voi hakea sitä puolestasi. Seuraavalla sivulla saat palautuskoodin siltä varalta, ettet muista sitä.",
  pass_differs: "Ne eivät ole vielä samat.",
  pass_short: "Vähintään 8 merkkiä, kiitos.",
  strength_short: "Liian lyhyt",
  strength_weak: "Helppo arvata",
  strength_fair: "Hyvä",
  strength_strong: "Erittäin hyvä",
} satisfies Like<typeof en>;
