import { type ColumnKind, networkNames } from './column-kind.js';
import { squashed } from './header-words.js';

/*
 * How columns are called, by what they hold; data, so that one sees at a glance what is recognized. English first, then
 * German, French, Spanish, Italian, Portuguese and Dutch. Spelling, spaces and case do not matter.
 */
const names: readonly [ColumnKind, string][] = [
  [
    'id',
    'id|record id|customer number|customer no|member number|client number|contact id|person id|customer id|user id|member id|lead id|client id|unique id|uid|uuid|guid|key|rec id|row id|entity id|external id|contact key|subscriber id|identifier|crm id|kundennummer|numero client|no|nr|euid|leid|hs object id|id persona',
  ],
  ['party', 'record type|party|party type|entity type|contact type|type of contact|is company'],
  [
    'name',
    'name|full name|name full|display name|complete name|person name|person|full legal name|legal name|contact|contact name|customer name|client name|primary name full|vollstandiger name|nom complet|nombre completo|nome completo|volledige naam|naam|author|author name',
  ],
  [
    'given-name',
    'given name|first name|firstname|first|fname|forename|forenames|given|given names|first names|name first|christian name|vorname|rufname|prenom|nombre|nombres|nome|primeiro nome|voornaam',
  ],
  [
    'middle-name',
    'middle name|middle names|middle|middle initial|mi|mname|name middle|additional name|zweiter vorname|deuxieme prenom|segundo nombre|secondo nome|tussenvoegsel',
  ],
  [
    'family-name',
    'family name|last name|lastname|last|lname|surname|sur name|family|name last|second name|nachname|familienname|zuname|nom|nom de famille|apellido|apellidos|cognome|sobrenome|apelido|achternaam',
  ],
  [
    'other-names',
    'other names|other name|alternate names|alternate name|alternative names|alternative name|alternative spelling|aliases|alias|also known as|aka|nickname|nick name|nick|preferred name|maiden name|former name|native name full|name other|spitzname|geburtsname|surnom|apodo|soprannome|bijnaam|known as|informal name|goes by',
  ],
  [
    'email',
    'email|email address|e mail|e mail address|mail|mail address|email addr|emails|contact email|email primary|email value|correo|correo electronico|courriel|adresse email|adresse e mail|adresse mail|e mail adresse|email adresse|mailadresse|posta elettronica|indirizzo email|endereco de email|emailadres|emailaddress1',
  ],
  [
    'phone',
    'phone|phone number|phone no|phone num|telephone|telephone number|telephone no|tel|tel no|tel number|mobile|mobile phone|mobile number|mobile no|mobile phone number|cell|voice|whatsapp|whatsapp number|whatsapp phone number|cell phone|cellphone|cell number|cellular|landline|contact number|contact no|phones|phone value|direct dial|direct phone|direct line|direct number|telefon|telefonnummer|mobil|mobiltelefon|handy|handynummer|rufnummer|festnetz|portable|numero de telephone|telefono|telefono movil|movil|celular|cellulare|telefone|telemovel|telefoonnummer|telefoon|mobiel',
  ],
  [
    'organization',
    'organization|organisation|organization name|organisation name|org|org name|name org|company|company name|employer|employer name|account|account name|business name|workplace|works for|work organization|institution|affiliation|firm|firma|unternehmen|arbeitgeber|firmenname|entreprise|societe|empresa|compania|azienda|societa|bedrijf|bedrijfsnaam|associated company|agency|company organization',
  ],
  [
    'title',
    'title|job title|position|job|job position|role|job role|occupation|profession|designation|work title|organization title|headline|function|berufsbezeichnung|beruf|stelle|poste|fonction|cargo|puesto|titolo|ruolo|functie|current position|current title',
  ],
  [
    'address',
    'address|full address|postal address|mailing address|street address full|addr|addr full|address full|address text|address formatted|formatted address|complete address|location address|office address|adresse|anschrift|direccion|domicilio|indirizzo|endereco|adres',
  ],
  ['house-number', 'street number|house number|house no|street no|building number|hausnummer|huisnummer|numero civico'],
  [
    'street',
    'street|street address|street name|address line|address line one|addr line|street line|strasse|strasse und hausnummer|rue|calle|via|rua|straat|address1|address line1|addressline1|addr line1|street1|street line1|address2|address line2|addressline2|addr line2|street2|address street address',
  ],
  [
    'city',
    'city|town|suburb|locality|municipality|city town|town city|stadt|ort|wohnort|ville|commune|ciudad|localidad|citta|comune|cidade|plaats|woonplaats|place|home town|hometown',
  ],
  [
    'birth-place',
    'birth place|birthplace|place of birth|birth city|birth town|city of birth|geburtsort|lieu de naissance|lugar de nacimiento|luogo di nascita',
  ],
  [
    'region',
    'region|state|province|county|state region|state province|state code|region name|territory|us state|bundesland|provincia|estado|provincie|departement|canton|kanton',
  ],
  [
    'postal-code',
    'postal code|postcode|post code|zip|zip code|zipcode|zip postal code|postal|postal zip|zip postcode|plz|postleitzahl|code postal|codigo postal|cap|cep',
  ],
  ['country', 'country|country region|country code|country name|nation|land|pays|pais|paese'],
  ['location', 'location|based in|profile location|lives in|whereabouts|geo|area'],
  [
    'birth-date',
    'birth date|birthdate|birthday|date of birth|dob|born|born on|birth|bday|geburtsdatum|geburtstag|date de naissance|fecha de nacimiento|data di nascita|data de nascimento|geboortedatum',
  ],
  [
    'website',
    'website|web site|website url|web|web page|webpage|homepage|home page|url|link|links|site|site url|web address|website value|blog|blog url|profile url|profile link|public profile|permalink|webseite|internetseite|site web|sitio web|sito web|pagina web|expanded url',
  ],
  [
    'image',
    'photo|photo url|image|image url|avatar|avatar url|picture|picture url|profile image|profile image url|profile picture',
  ],
  ['language', 'language|preferred language|lang|locale|sprache|langue|idioma|lingua|taal'],
  ['time-zone', 'time zone|timezone|tz'],
  ['bio', 'bio|biography|about|about me|profile description|profile bio|description bio|summary'],
  [
    'lifecycle-stage',
    'lifecycle stage|life cycle stage|lifecycle|lead status|stage|customer stage|contact stage|relationship stage',
  ],
  [
    'national-id',
    'national id|national id number|ssn|ssn number|social security number|soc sec id|soc sec number|tax id|tax id number|passport number|passport no|passport|drivers license number|driver license number|drivers license|identity number|personal number|nino|nhs number',
  ],
  [
    'network',
    'network|platform|social network|channel|service|site name|social platform|source network|social media|network name',
  ],
  [
    'handle',
    'handle|username|user name|screen name|screenname|user handle|profile name|profile handle|account handle|social handle|login|nutzername|benutzername|nom d utilisateur|usuario|nome utente',
  ],
  ['account-id', 'account id|profile id|network id|platform id|platform user id|network user id|did'],
  [
    'updated-at',
    'last modified|last modified date|modified|modified on|modified at|updated|updated at|updated on|last updated|last update|last changed|date modified|systemmodstamp|last changed date',
  ],
  [
    'refusal:email',
    'email opt out|has opted out of email|opted out of email|unsubscribed from all email|opted out of all email|email unsubscribed|unsubscribed|opt out|opted out|do not email|unsub time|unsubscribe time',
  ],
  ['refusal:phone', 'do not call|phone opt out|opted out of calls|no calls'],
  ['refusal:sms', 'sms opt out|opted out of sms|do not text'],
  ['refusal:*', 'do not contact|no contact|opted out of all'],
  [
    'consent:email',
    'email opt in|email consent|newsletter|newsletter consent|subscribed|opted in|opt in|optin|email subscribed|email marketing consent|confirm time|optin time|accepts email marketing|email marketing opt in',
  ],
  ['consent:sms', 'sms opt in|sms consent|accepts sms marketing|text opt in'],
  ['consent:phone', 'phone opt in|phone consent|call consent'],
  [
    'consent:*',
    'consent|marketing consent|gdpr consent|accepts marketing|marketing opt in|marketing permission|permission to contact',
  ],
];

/** What stands behind a network's name in a header. */
const networkEndings =
  '|handle|username|user name|user|name|screen name|account|profile|url|link|page|profile url|profile link|id|bio|public profile|contact|channel|company page|public profile url|person url|page url|account url|user id|link primary link url|primary link url|x';

const kinds = new Map<string, ColumnKind>();
// A column `x` alone, or `x id`, is as likely anything else.
for (const [word, network] of networkNames)
  for (const ending of networkEndings.split('|'))
    if (word.length > 2 || /handle|user|profile|account|url/.test(ending))
      kinds.set(squashed(`${word} ${ending}`), `handle:${network}`);
for (const [kind, list] of names) for (const name of list.split('|')) kinds.set(squashed(name), kind);

/** What a column of this name holds, letter for letter. */
export const kindsByName: ReadonlyMap<string, ColumnKind> = kinds;
