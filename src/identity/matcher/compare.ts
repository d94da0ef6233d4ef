import type { Agreement } from './agreement.js';
import { handleComparer } from './compare-handles.js';
import { compareAccounts, compareEmails, compareIds, comparePages, comparePhones } from './compare-identifiers.js';
import { compareNames } from './compare-names.js';
import { compareOrganizationNames, compareWork } from './compare-organizations.js';
import { compareBirthDates, comparePlaces } from './compare-particulars.js';
import { type Frequencies, sharesOf } from './frequencies.js';
import type { Traits } from './traits.js';

/** Makes a comparison of two records, field by field. It is symmetric. */
export function comparer(frequencies?: Frequencies): (a: Traits, b: Traits) => Agreement[] {
  const shares = sharesOf(frequencies);
  const compareHandles = handleComparer(shares);
  return (a, b) => {
    const out: Agreement[] = [];
    compareNames(a, b, shares, out);
    compareOrganizationNames(a, b, shares, out);
    compareBirthDates(a, b, shares, out);
    compareEmails(a, b, shares, out);
    comparePhones(a, b, out);
    comparePlaces(a, b, shares, out);
    compareWork(a, b, shares, out);
    comparePages(a, b, out);
    compareAccounts(a, b, out);
    compareIds(a, b, out);
    compareHandles(a, b, out);
    return out;
  };
}
