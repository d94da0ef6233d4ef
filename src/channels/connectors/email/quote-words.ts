/**
 * What mail programs write around what they quote, in the languages in which they are most used. Compared in lower case.
 */
const attributionVerbs = [
  'wrote',
  'writes',
  'schrieb',
  'a écrit',
  'escribió',
  'ha scritto',
  'escreveu',
  'schreef',
  'skrev',
  'kirjoitti',
  'napisał',
  'napisała',
  'napisał(a)',
  'napsal',
  'napsal(a)',
  'пишет',
  'написал',
  'написал(а)',
  'yazdı',
  'írta',
  'a scris',
  'έγραψε',
  'написав',
  'viết',
  'menulis',
  '写道',
  '寫道',
  'のメール',
  '작성',
];
const attributionStarts = [
  'on ',
  'am ',
  'le ',
  'el ',
  'il ',
  'em ',
  'op ',
  'den ',
  'dne ',
  'w dniu ',
  'dnia ',
  'a ',
  'στις ',
  'pada ',
  'at ',
  'vào ',
  'în ',
  'quoting ',
  'begin ',
];
const originalMarks = [
  'original message',
  'ursprüngliche nachricht',
  'originalnachricht',
  "message d'origine",
  'message d’origine',
  'mensaje original',
  'messaggio originale',
  'mensagem original',
  'oorspronkelijk bericht',
  'ursprungligt meddelande',
  'originalmeddelande',
  'oprindelig meddelelse',
  'opprinnelig melding',
  'alkuperäinen viesti',
  'wiadomość oryginalna',
  'původní zpráva',
  'исходное сообщение',
  '原始邮件',
  '元のメッセージ',
  'forwarded message',
  'weitergeleitete nachricht',
  'message transféré',
  'mensaje reenviado',
  'messaggio inoltrato',
  'mensagem encaminhada',
  'doorgestuurd bericht',
  'пересылаемое сообщение',
  'reply message',
  'replied message',
];
const forwardedStarts = [
  'begin forwarded message:',
  'anfang der weitergeleiteten nachricht:',
  'début du message réexpédié',
];
const labels = {
  from: ['from', 'von', 'de', 'da', 'van', 'från', 'fra', 'lähettäjä', 'od', 'от', '发件人', '差出人', '보낸 사람'],
  sent: [
    'sent',
    'date',
    'gesendet',
    'datum',
    'envoyé',
    'enviado',
    'enviada',
    'inviato',
    'verzonden',
    'skickat',
    'sendt',
    'lähetetty',
    'wysłano',
    'odesláno',
    'отправлено',
    'дата',
    'fecha',
    'data',
    '发送时间',
    '日期',
    '送信日時',
    '보낸 날짜',
  ],
};

/** Whether a line, or its end, says who wrote what follows; in some languages the verb stands before the name. */
export function endsAttribution(words: string): boolean {
  const lower = words.toLowerCase();
  if (!/[:：]$/.test(lower)) return false;
  const before = lower.slice(0, -1).trimEnd();
  return attributionVerbs.some((verb) => before.endsWith(verb) || before.includes(` ${verb} `));
}

/** Whether a line may begin such a sentence. */
export function startsAttribution(words: string): boolean {
  const lower = words.toLowerCase();
  return attributionStarts.some((start) => lower.startsWith(start)) || /^\d{4}/.test(lower);
}

/** `-----Original Message-----` and its kind. */
export function isOriginalMark(words: string): boolean {
  const lower = words.toLowerCase();
  if (forwardedStarts.some((start) => lower.startsWith(start))) return true;
  if (!/^[-_]{2}/.test(lower) || lower.length > 120) return false;
  let start = 0;
  let end = lower.length;
  while (start < end && '-_ '.includes(lower[start] as string)) start++;
  while (end > start && '-_ :'.includes(lower[end - 1] as string)) end--;
  const label = lower.slice(start, end);
  return originalMarks.some(
    (mark) => label === mark || label.startsWith(`${mark} from `) || label.startsWith(`${mark} by `),
  );
}

/** Whether a line is the header `From:` or `Sent:` of a quoted mail; mail programs set it in bold with `*`. */
export function isHeaderLabel(words: string, which: keyof typeof labels): boolean {
  const colon = words.search(/[:：]/);
  if (colon < 1 || colon > 30) return false;
  const label = words.slice(0, colon).replaceAll('*', '').replace(/^_+/, '').trim().toLowerCase();
  return labels[which].includes(label) && words.length > colon + 1;
}
