import type { Identifier } from '../../../core/model/identifier.js';
import type { Card } from './card.js';
import { type ContentLine, parameterOf, unescaped } from './content-line.js';
import { profileIdentifiers, profileProperties } from './profile-lines.js';

const mostIdentifiers = 200;
const longest = 2000;

/** The property of identifiers that vCard has none for. */
export const otherIdentifier = 'X-IDENTIFIER';

/** Everything in a card that names its person or organization. */
export function cardIdentifiers(card: Card): Identifier[] {
  const found = new Map<string, Identifier>();
  for (const line of card.all('EMAIL', 'TEL', 'URL', ...profileProperties, otherIdentifier))
    for (const identifier of identifiersIn(line)) {
      const key = identifierKey(identifier);
      if (found.size < mostIdentifiers && identifier.value.length <= longest && !found.has(key))
        found.set(key, identifier);
    }
  return [...found.values()];
}

function identifiersIn(line: ContentLine): Identifier[] {
  const text = unescaped(line.value).trim();
  if (text === '') return [];
  switch (line.name) {
    case 'EMAIL':
      return /^(?:mailto:)?[^\s@]+@[^\s@]+$/i.test(text)
        ? [{ kind: 'email', scope: '', value: text.replace(/^mailto:/i, '') }]
        : [];
    case 'TEL':
      return /\d/.test(text)
        ? [{ kind: 'phone', scope: '', value: text.replace(/^tel:/i, '').replace(/;.*$/, '') }]
        : [];
    case 'URL':
      return [{ kind: 'url', scope: '', value: text }];
    case otherIdentifier: {
      const [kind, scope = ''] = [parameterOf(line, 'TYPE')[0], parameterOf(line, 'SCOPE')[0]];
      return kind && kind.length <= 50 && scope.length <= 100 ? [{ kind, scope, value: text }] : [];
    }
    default:
      return profileIdentifiers(line);
  }
}

/** Two that are written differently and mean the same have one key. Pages are the same on whatever network they are. */
export function identifierKey({ kind, scope, value }: Identifier): string {
  if (kind === 'phone') return `phone ${value.replace(/\D/g, '')}`;
  return `${kind} ${kind === 'url' ? '' : scope} ${value.toLowerCase()}`;
}
