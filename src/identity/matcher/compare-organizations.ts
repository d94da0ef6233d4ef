import { jaroWinkler } from '../compare/jaro-winkler.js';
import { tokenSet } from '../compare/token-set.js';
import type { OrganizationName } from '../normalize/organization.js';
import { type Agreement, agreement } from './agreement.js';
import type { Shares } from './frequencies.js';
import type { Traits } from './traits.js';

type Level = 'exact' | 'close' | 'acronym' | 'overlap' | 'different';

const order: readonly Level[] = ['exact', 'close', 'acronym', 'overlap', 'different'];

/** Compares the names of two organizations. */
export function compareOrganizationNames(a: Traits, b: Traits, shares: Shares, out: Agreement[]): void {
  const best = closest(a.organizationNames, b.organizationNames);
  if (!best) return;
  const share = best.level === 'exact' ? shares.value(`name:${best.value}`) : undefined;
  out.push(agreement('organization-name', best.level, a.firm && b.firm, share));
}

/** Compares employers and titles, also against what the other record says of itself. */
export function compareWork(a: Traits, b: Traits, shares: Shares, out: Agreement[]): void {
  const firm = a.firm && b.firm;
  const employer = closest(a.employers, b.employers);
  if (employer) {
    const level = employer.level === 'acronym' ? 'close' : employer.level === 'overlap' ? 'different' : employer.level;
    const share = level === 'exact' ? shares.value(`organization:${employer.value}`) : undefined;
    out.push(agreement('organization', level, firm, share));
  }
  if (a.title.length > 0 && b.title.length > 0) {
    const overlap = tokenSet(a.title, b.title);
    const level = overlap === 1 ? 'same' : overlap >= 0.5 ? 'overlap' : 'different';
    out.push(
      agreement(
        'title',
        level,
        firm,
        level === 'same' ? shares.value(`title:${[...a.title].sort().join(' ')}`) : undefined,
      ),
    );
  }
  if (!a.bio && !b.bio) return;
  const levels = [bioLevel(a, b), bioLevel(b, a)];
  const spoken = levels.includes('names-organization') ? 'names-organization' : (levels[0] ?? levels[1]);
  if (spoken) out.push(agreement('bio', spoken, firm));
}

/** The names that agree best; of equals the smaller, so that the order of names decides nothing. */
function closest(
  left: readonly OrganizationName[],
  right: readonly OrganizationName[],
): { level: Level; value: string } | undefined {
  let best: { level: Level; value: string } | undefined;
  for (const one of left)
    for (const other of right) {
      const level = levelOf(one, other);
      const value = one.value < other.value ? one.value : other.value;
      const better = best ? order.indexOf(level) - order.indexOf(best.level) || (value < best.value ? -1 : 0) : -1;
      if (better < 0) best = { level, value };
    }
  return best;
}

function levelOf(a: OrganizationName, b: OrganizationName): Level {
  if (a.value === b.value || a.value.replaceAll(' ', '') === b.value.replaceAll(' ', '')) return 'exact';
  const overlap = tokenSet(a.words, b.words);
  if (overlap >= 0.8 || jaroWinkler(a.value, b.value) >= 0.94) return 'close';
  if ((a.acronym.length > 1 && a.acronym === b.value) || (b.acronym.length > 1 && b.acronym === a.value))
    return 'acronym';
  return overlap >= 0.4 ? 'overlap' : 'different';
}

function bioLevel(speaker: Traits, other: Traits): 'names-organization' | 'names-title' | undefined {
  if (!speaker.bio) return undefined;
  if (other.employers.some(({ value }) => value.length >= 4 && speaker.bio.includes(` ${value} `)))
    return 'names-organization';
  const title = other.title.join(' ');
  return title.length >= 4 && speaker.bio.includes(` ${title} `) ? 'names-title' : undefined;
}
