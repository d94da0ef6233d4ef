import type { Customer, Interaction, Kenning, RecordId } from 'kenning';

const width = 78;

/** Prints the story: headings, sentences, and who said what where to whom. */
export const narrator = {
  heading(text: string): void {
    console.log(`\n── ${text} ${'─'.repeat(Math.max(0, width - text.length))}`);
  },
  say(text: string): void {
    console.log(text);
  },
};

/** What somebody is called. */
export function nameOf(customer: Customer | undefined): string {
  const { name, givenName, familyName } = customer?.golden.attributes ?? {};
  return (
    name ?? ([givenName, familyName].filter(Boolean).join(' ') || customer?.golden.identifiers[0]?.value || 'somebody')
  );
}

/** The first line of what was said, cut to what fits. */
export function wordsOf({ content, state, kind }: Interaction): string {
  if (state === 'removed') return '(removed: nothing is left of it)';
  const text = [content.title, content.text].filter(Boolean).join(': ').replace(/\s+/g, ' ') || `(${kind})`;
  return text.length > width ? `${text.slice(0, width - 1)}…` : text;
}

/** Who said what where to whom, and which customer that is and why. */
export async function tellInteraction(app: Kenning, interaction: Interaction): Promise<void> {
  const of = async (roles: string[]) => {
    const found: { customer: Customer; record: RecordId }[] = [];
    for (const { role, record } of interaction.participants) {
      const customer = roles.includes(role) ? await app.customer(record) : undefined;
      if (customer && customer !== 'erased') found.push({ customer, record });
    }
    return found;
  };
  const [author] = await of(['author', 'organizer']);
  const others = await of(['recipient', 'attendee', 'mentioned', 'copied']);
  const names = [...new Set(others.map(({ customer }) => (customer.own ? 'us' : nameOf(customer))))].join(', ');
  const who = author?.customer.own ? 'we' : nameOf(author?.customer);
  const at = interaction.at.slice(0, 16).replace('T', ' ');
  narrator.say(`\n${at}  ${interaction.network} ${interaction.kind}: ${who}${names && ` → ${names}`}`);
  narrator.say(`    ${wordsOf(interaction)}`);
  for (const { customer, record } of author?.customer.own ? others : author ? [author] : others)
    if (!customer.own) narrator.say(`    ${await whyCustomer(app, customer, record)}`);
}

/** Which contact somebody is, and what speaks for it most. */
async function whyCustomer(app: Kenning, customer: Customer, record: RecordId): Promise<string> {
  const contact = customer.records.find(({ kind }) => kind === 'contact');
  if (!contact) return `${nameOf(customer)} is in no contact list (customer ${customer.id.slice(-6)})`;
  const called = `${nameOf(customer)} is contact ${contact.externalId}`;
  if (contact.id === record) return called;
  const why = await app.why(contact.id, record);
  const reasons = (why?.for ?? [])
    .toSorted((left, right) => (right.weight ?? 0) - (left.weight ?? 0))
    .slice(0, 2)
    .map(
      ({ field, level, weight, type }) => `${field} ${level}${type === 'score' ? ` (${weight?.toFixed(1)} bits)` : ''}`,
    );
  return `${called}: ${reasons.join(', ')}`;
}
