/**
 * What mail programs write before the subject of an answer, in the languages in which they are most used. Compared in
 * lower case. Marks of what is passed on (`Fwd:`) stay: they say something of the mail.
 */
const answerMarks = [
  're',
  'aw',
  'antw',
  'antwort',
  'sv',
  'vs',
  'odp',
  'ynt',
  'res',
  'resp',
  'rif',
  'bls',
  'atb',
  'vá',
  'отг',
  'отв',
  'ответ',
  'відп',
  'απ',
  'σχετ',
  'תגובה',
  'رد',
  'trả lời',
  '回复',
  '回覆',
  '答复',
  '答覆',
  '返信',
  '회신',
];
const marks = new RegExp(
  `^(?:(?:${answerMarks.join('|')})\\s*(?:\\[\\d{1,3}\\]|\\(\\d{1,3}\\)|\\d{1,3})?\\s*[:：]\\s*)+`,
  'iu',
);

/** The subject of an answer: `Re: ` once, whatever marks of answers stood there (RFC 5322, section 3.6.5). */
export function replySubject(subject: string): string {
  const bare = oneLine(subject).replace(marks, '').trim();
  return `Re: ${bare}`.trim();
}

/** A subject as one line; what would end a header, and controls, become spaces. */
export function oneLine(subject: string): string {
  return subject
    .slice(0, 2000)
    .toWellFormed()
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .trim()
    .slice(0, 500)
    .toWellFormed();
}
