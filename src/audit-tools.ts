import { isSupportedCountry } from 'libphonenumber-js/min';
import type { AuditTools } from './adapters/audit/audit-tools.js';
import type { SourceRecord } from './core/model/source-record.js';
import type { Resolver } from './core/ports.js';
import { dedupe } from './identity/dedupe.js';
import { normalizeEmail } from './identity/normalize/email.js';
import { isMeaningless } from './identity/normalize/meaningless.js';
import { countriesOfPhone, normalizePhone } from './identity/normalize/phone.js';
import { words } from './identity/normalize/text.js';

/** What identity knows of values, for audits of CRMs. */
export function auditTools(resolver: Resolver): AuditTools {
  return {
    isMeaningless,
    email: normalizeEmail,
    phone(text, country) {
      const known = country && isSupportedCountry(country) ? country : undefined;
      const phone = normalizePhone(text, known);
      return phone && { ...phone, countries: phone.international ? countriesOfPhone(text, known) : [] };
    },
    words,
    // Keys are made of what a record says; it needs no id and no time for them.
    keys: (record) => resolver.keys({ ...record, id: '' as SourceRecord['id'], firstSeenAt: record.observedAt }),
    clusters: (records) => dedupe(records).map(({ cluster }) => cluster),
  };
}
