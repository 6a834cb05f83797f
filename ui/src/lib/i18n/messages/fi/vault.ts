import type { Like } from "../../types";
import type en from "../en/vault";

export default {
  locked: "Segl on lukittu",
  locked_keyring: "Tämän tietokoneen avainnippu avaa sen.",
  waiting: { one: "Yksi pyyntö odottaa", other: "{n} pyyntöä odottaa" },
  passphrase: "Salalause",
  passphrase_missing: "Kirjoita salalause.",
  hint: "Vihjeesi: {hint}",
  unlock: "Avaa",
  by_keyring: "Avaa avainnipulla",
  cant: "En pääse sisään",
  no_way_title: "Palautuskoodia ei ole",
  no_way_text:
    "Kukaan ei voi katsoa salalausettasi mistään, emme me eikä käyttäjätuki. Tilisi pysyvät täällä salattuina: kokeile kaikkia tapoja, joilla olet voinut sen kirjoittaa. Jos mikään ei auta, käyttäjätuki voi ottaa tilit uudelleen käyttöön.",
  code_title: "Kirjoita palautuskoodi",
  code_lead:
    "Se on paperilla siltä päivältä, jona otit Seglin käyttöön: kuusi viiden merkin ryhmää.",
  code_open: "Avaa tilini",
  no_sheet: "Minulla ei ole paperia",
  no_sheet_text:
    "Ilman sitä vain avainnippu tai salalause avaa nämä tilit. Kukaan muu ei voi, emme me eikä käyttäjätuki. Täältä ei poisteta mitään. Jos mikään ei auta, käyttäjätuki voi ottaa tilit uudelleen käyttöön.",
  group: "Ryhmä {n}",
  group_fits: "Ryhmä {n} on oikein",
  group_off: "Ryhmä {n} ei täsmää. Vertaa sitä paperiin.",
  group_off_look: "Ryhmä {n} ei täsmää. Katso tarkkaan: onko {typed} paperilla sittenkin {meant}?",
  groups_missing: "Täytä kaikki kuusi ryhmää.",
  keyring_no_entry: "Tämän tietokoneen avainnippu on kadottanut avaimen",
  keyring_damaged: "Avainnipussa oleva avain ei sovi",
  keyring_absent: "Tämän tietokoneen avainnippua ei löydy",
  keyring_locked: "Tämän tietokoneen avainnippu on lukittu",
  keyring_denied: "Avainnippu ei päästänyt Segliä sisään",
  keyring_failed: "Avainnippu ei toimi juuri nyt",
  still_here: "Tilisi ovat yhä täällä, salattuina.",
  then_renewed: "Avaa ne toisella tavalla, niin Segl panee avainnippuun uuden avaimen.",
  then_unlock:
    "Avaa avainnipun lukitus tietokoneen salasanalla ja katso uudelleen, tai avaa tilit toisella tavalla.",
  then_allow:
    "Salli Segl, kun tietokone kysyy, ja katso uudelleen, tai avaa tilit toisella tavalla.",
  then_other: "Avaa ne toisella tavalla tai katso hetken kuluttua uudelleen.",
  only_keyring:
    "Salalausetta ja palautuskoodia ei ole, joten vain avainnippu voi avata tilit. Jätä kaikki ennalleen ja pyydä käyttäjätukea palauttamaan avainnippu.",
  way_passphrase: "Kirjoita salalause",
  way_passphrase_text: "Se, jonka valitsit itse",
  way_code: "Kirjoita palautuskoodi",
  way_code_text: "Paperilta",
  what_happened: "Mitä tapahtui?",
  look_again: "Katso avainnippuun uudelleen",
  renewed: "Avainnipussa on uusi avain",
  renewed_text: "Tilisi ovat auki, ja tästä lähtien tämän tietokoneen avainnippu avaa ne taas.",
  not_renewed: "Avainnippu ei ottanut uutta avainta",
  not_renewed_text:
    "Tilisi ovat auki. Kunnes avainnippu toimii, ne avataan samalla tavalla kuin nyt.",
  to_accounts: "Tileihini",
  recovery_title: "Kirjoita palautuskoodi muistiin",
  recovery_lead:
    "Se avaa tilisi, jos avainnippu kadottaa avaimensa tai salalause unohtuu. Myös jokainen, jolla koodi on, voi avata ne, joten säilytä se paperilla, poissa tämän tietokoneen luota.",
  recovery_code: "Palautuskoodi",
  recovery_qr: "Sama koodi QR-koodina",
  print: "Tulosta",
  written: "Olen kirjoittanut sen muistiin",
  without: "En tarvitse koodia",
  without_title: "Jatketaanko ilman palautuskoodia?",
  without_keyring:
    "Jos avainnippu kadottaa avaimensa, esimerkiksi kun tietokone vaihtuu tai salasanasi nollataan, kukaan ei voi avata tilejäsi. Silloin jokainen niistä on otettava uudelleen käyttöön.",
  without_passphrase:
    "Jos unohdat salalauseen, kukaan ei voi avata tilejäsi. Silloin jokainen niistä on otettava uudelleen käyttöön.",
  without_both:
    "Jos avainnippu kadottaa avaimensa ja unohdat salalauseen, kukaan ei voi avata tilejäsi. Silloin jokainen niistä on otettava uudelleen käyttöön.",
  without_later: "Voit tehdä palautuskoodin myöhemmin asetuksissa.",
  without_no: "Takaisin koodiin",
  confirm_title: "Kirjoita se takaisin",
  confirm_lead: "Näin on varmaa, että paperisi on oikein. Kirjoita se, mitä siinä lukee.",
  confirm: "Vahvista",
  show_again: "Näytä koodi uudelleen",
  prove_title: "Ensin salalauseesi",
  prove_lead: "Palautuskoodi on tie sisään. Siksi Segl varmistaa, että saaja olet sinä.",
  prove: "Näytä koodi",
  sheet_title: "Segl: palautuspaperi",
  sheet_for:
    "Tämä koodi avaa Seglin tilit, jos avainnippu tai salalause ei niitä avaa. Valitse lukitulla sivulla ”En pääse sisään” ja kirjoita koodi.",
  sheet_made: "Tehty",
  sheet_vault: "Holvi",
  sheet_owner: "Nimi",
  sheet_keep:
    "Säilytä kuin avainta, poissa tietokoneen luota. Se, jolla on sekä tämä että tietokone, voi avata tilit.",
  damaged_title: "Tilejäsi ei voi lukea",
  damaged_lead: "Segl ei muuta siellä mitään eikä kirjoita minkään päälle.",
  damaged_folder: "Kansio",
  damaged_again: "Katso uudelleen",
  damaged_still: "Tilanne on yhä sama.",
} satisfies Like<typeof en>;
