import type { LeadDraft } from '../../crm-drafts.js';
import type { ObjectInfo } from './objects.js';
import type { NewOrChanged } from './upsert.js';

/** Somebody new as a lead. What no field has room for stands in its description. */
export function leadOf({ key, rule, attributes, identifiers, origin }: LeadDraft, info: ObjectInfo): NewOrChanged {
  const [first] = identifiers;
  const name =
    attributes.name ?? ([attributes.givenName, attributes.familyName].join(' ').trim() || first?.value) ?? origin;
  const known = identifiers.map(({ kind, scope, value }) => `${[scope, kind].filter(Boolean).join(' ')}: ${value}`);
  const said = {
    LeadSource: origin.slice(0, 40),
    Description: [`${rule} (${origin})`, ...known].join('\n').slice(0, 32_000),
  };
  const seen = Object.entries(said).filter(([field]) => info.fields.get(field)?.createable);
  return {
    key,
    as: 'Lead',
    attributes: {
      ...attributes,
      name: name.slice(0, 120),
      // Salesforce wants a company of everybody.
      organization: attributes.organization ?? name,
      custom: { ...Object.fromEntries(seen), ...attributes.custom },
    },
    identifiers,
  };
}
