import type { AuditAcknowledgment, AuditFigures } from './adapters/audit/audit-book.js';
import { type AuditBook, acknowledgeAudit, keepAudit, readAuditBook } from './adapters/audit/audit-book.js';
import { type AuditReport, figuresOf } from './adapters/audit/audit-report.js';
import type { AuditFinding } from './adapters/audit/problems.js';
import { audit } from './adapters/audit.js';
import type { CrmAdapter } from './adapters/crm-adapter.js';
import { auditTools } from './audit-tools.js';
import type { Context } from './core/context.js';
import { KenningError } from './core/errors.js';
import type { Resolver } from './core/ports.js';
import type { Store } from './core/store/store.js';

export interface AuditCall {
  /** The app's name of the CRM. */
  crm: string;
  /** Told of each finding as it is made; waited for. */
  onFinding?: (finding: AuditFinding) => void | Promise<void>;
  /** Told how many contacts were read. */
  onProgress?: (contacts: number) => void;
  signal?: AbortSignal;
}

/** A report with what earlier ones said. */
export interface AuditedCrm extends AuditReport {
  crm: string;
  /** Figures of earlier audits, the oldest first. */
  earlier: AuditFigures[];
  /** Who acknowledged one, if anybody has: until then nothing is written into the CRM. */
  acknowledged?: AuditAcknowledgment;
}

export interface CrmAudits {
  /**
   * Looks through all contacts of a CRM: what is filled in, wrong, contradictory, stale or there twice, and what to mend
   * first. Nothing is written there; figures are kept here, so that the next audit shows the trend.
   */
  audit(call: AuditCall): Promise<AuditedCrm>;
  /** A person says that he knows the state of a CRM's data, so that it may be written into. It needs an audit first. */
  acknowledgeAudit(options: { crm: string; by: string; note?: string }): Promise<AuditAcknowledgment>;
}

export function crmAudits(options: {
  store: Store;
  context: Context;
  crms: Readonly<Record<string, CrmAdapter>>;
  resolver: Resolver;
}): CrmAudits {
  const { store, context, crms, resolver } = options;
  const adapterOf = (crm: string): CrmAdapter => {
    const adapter = Object.hasOwn(crms, crm) ? crms[crm] : undefined;
    if (adapter) return adapter;
    const names = Object.keys(crms).join(', ');
    throw new KenningError(
      'not-found',
      `There is no CRM "${crm.slice(0, 100)}". There ${names ? `are: ${names}` : 'is none'}.`,
    );
  };
  return {
    async audit({ crm, ...call }) {
      const adapter = adapterOf(crm);
      const { audits, acknowledged }: AuditBook = await readAuditBook(store, crm);
      const report = await audit({ ...call, adapter, tools: auditTools(resolver), clock: context.clock });
      await keepAudit(store, crm, figuresOf(report));
      return { ...report, crm, earlier: audits, ...(acknowledged && { acknowledged }) };
    },
    async acknowledgeAudit(acknowledgment) {
      adapterOf(acknowledgment.crm);
      return acknowledgeAudit(store, context, acknowledgment);
    },
  };
}
