/** Words of which the paths of APIs are made; no other part of a path is sure to name no person. */
const words = new Set(
  `account activity admin all api app association atproto authorization batch bookmark bsky case changelog chat com
  comment company connect contact conversation convo crm data deal default delete direct export favourite feed field follow
  follower following get graph group history home http https identity inbox instance interaction item latest like limit list
  local log me media member mention message method modified next note notification oauth object old opportunity outbox
  owner page people person pin post profile property public query reaction read reblog record recent relationship reply
  repo review schema search self send server service session sobjects state statistics status stream sync tag task thread ticket
  timeline token trend unread update user verify credential v xrpc web www describe actor author label event lead`.split(
    /\s+/,
  ),
);

/** Whether a part of a path is the API's own: `api`, `v1`, `verify_credentials`, `app.bsky.notification.listNotifications`. */
export function isApiWord(part: string): boolean {
  if (part.length > 100) return false;
  if (/^v\d{1,3}(?:\.\d{1,2})?$/.test(part)) return true;
  const pieces = part
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[ ._-]/);
  return pieces.every((piece) => formsOf(piece).some((form) => words.has(form)));
}

function formsOf(word: string): string[] {
  return [word, word.replace(/s$/, ''), word.replace(/es$/, ''), word.replace(/ies$/, 'y')];
}
