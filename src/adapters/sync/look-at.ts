import { isKenningError } from '../../core/errors.js';
import type { Contact } from '../../core/model/source-record.js';
import type { SourceRef } from '../../core/model/source-ref.js';
import type { CrmAdapter } from '../crm-adapter.js';

/**
 * A contact as its CRM shows it at this moment, where it can be asked. A look that fails must not make a write that
 * succeeded look as if it had not.
 */
export async function lookAt(adapter: CrmAdapter, of: SourceRef, signal: AbortSignal): Promise<Contact | undefined> {
  try {
    const items = (await adapter.get?.([of], { signal })) ?? [];
    return items.find((item) => item.type === 'contact')?.contact;
  } catch (error) {
    if (!isKenningError(error)) throw error;
    return undefined;
  }
}
