/** Words of which APIs are made: of a path, or of what is one of a few, no other is sure to name no person. */
const words = new Set(
  `account action active activity actor admin all announce answer api app append archive archived associate association
  atproto auth author authorization available ban batch block blog bookmark boost bot brief bsky build bulk call campaign
  card case category change changelog channel chat check closed collection com comment community company complete composite
  config connect connection contact content context conversation convo copy count create created creator credential crm
  customer data date deal default definition delete deleted delivered describe detail device direct directory discover
  draft due edit edited email engagement entity entry error event executed exempt expired export external failed false
  favorite favourite feature feed field file filter find flag folder follow follower following form forward found free full
  gender get graph group hashtag header health hidden high history home html http https id identity identifier image
  inactive inbound inbox info inquiry install instance integration interaction internal invalid invite invoice item job
  json key label latest lead lexicon like limit limited line link linked list local locale location locked log login low
  manual mark me media medium meeting member membership mention merge message meta metadata method moderation modified
  module mute native nav network new news next no node none normal note notification notify number oauth object of offer
  official old open operation opportunity option order org organization other outbound outbox own owner page parent partner
  past patch pending people permission person persona phone picture pin pinned pipeline place platform plugin poll portal post
  preference preview primary priority private processed product profile progress project property protected public publish
  query queue quote rate reaction read reblog receipt recent recipient record refresh registered relation relationship
  release remote remove removed reply report repo repost request required resolved resource rest restore result retweet
  review role room root rss rule sale scheduled schema scope search secondary section segment self send sent series server
  service session set setting share short site skip snippet sobject social space spam sso standard star start state
  statistic status stream subject subscribe subscriber subscription success suggestion summary suspended sync system tag
  task team template tenant term text theme thread ticket time timeline title token tool top topic total tree trend true
  type undo unfollow union unknown unlisted unread update updated upload upsert url urgent user username valid value
  vcard verified verify version video view visible voice waiting watch web webfinger webhook well known widget wiki word
  work workflow workspace write www xml xrpc yes`.split(/\s+/),
);

/** Whether a text is the API's own: `api`, `v1`, `2026-09`, `verify_credentials`, `app.bsky.notification.listNotifications`. */
export function isApiWord(text: string): boolean {
  if (text.length > 100) return false;
  if (/^v\d{1,3}(?:\.\d{1,2})?$|^20\d\d-\d\d$/.test(text)) return true;
  const pieces = text
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[ ._-]/);
  return pieces.every((piece) => formsOf(piece).some((form) => words.has(form)));
}

function formsOf(word: string): string[] {
  return [word, word.replace(/s$/, ''), word.replace(/es$/, ''), word.replace(/ies$/, 'y')];
}
