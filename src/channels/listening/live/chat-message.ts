import type { AlertWords } from './alert-words.js';

/** Whose form a chat's incoming webhook takes. Mattermost, Rocket.Chat and Google Chat take Slack's. */
export type ChatForm = 'slack' | 'teams' | 'discord';

const most = 1900;

/**
 * The body for a chat. What others wrote can call nobody (`@channel`), make no link that shows as something else and no
 * other form: its marks are taken away, or it is sent as text that has none.
 */
export function chatMessage({ headline, facts, quotes }: AlertWords, form: ChatForm): unknown {
  if (form === 'teams') return teamsCard(headline, facts, quotes.map(quoteLine));
  const lines = [headline, ...facts, ...quotes.map((quote) => `> ${quoteLine(quote)}`)].map(harmless);
  const text = lines.join('\n').slice(0, most).toWellFormed();
  return form === 'discord' ? { content: text, allowed_mentions: { parse: [] } } : { text };
}

export function quoteLine({ text, by, permalink }: AlertWords['quotes'][number]): string {
  return `${by === undefined ? '' : `${by}: `}${text}${permalink === undefined ? '' : ` (${permalink})`}`;
}

/** Without the marks of chats' own languages. */
function harmless(line: string): string {
  const start = line.startsWith('> ') ? '> ' : '';
  const rest = line.slice(start.length);
  return (
    start +
    rest
      .replace(/[<>[\]`*~|\\]/gu, ' ')
      .replace(/@/gu, '@\u200b')
      .replace(/&/gu, '+')
  );
}

/** An adaptive card, as the workflows of Microsoft Teams take it. Its runs of text have no marks. */
function teamsCard(headline: string, facts: readonly string[], quotes: readonly string[]): unknown {
  const line = (text: string, look: object = {}) => ({
    type: 'RichTextBlock',
    inlines: [{ type: 'TextRun', text: text.slice(0, most).toWellFormed(), ...look }],
  });
  const body = [
    line(headline, { weight: 'bolder' }),
    ...facts.map((fact) => line(fact)),
    ...quotes.map((quote) => line(quote, { italic: true })),
  ];
  const card = {
    type: 'AdaptiveCard',
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    version: '1.4',
    body,
  };
  return { type: 'message', attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', content: card }] };
}
