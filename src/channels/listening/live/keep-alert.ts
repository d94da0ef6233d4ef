import type { Alert } from '../../../core/model/alert.js';
import type { StoreTransaction } from '../../../core/store/store.js';

/** Keeps an alert, with all that it names, so that what must go is found in it. */
export async function keepAlert(transaction: StoreTransaction, alert: Alert): Promise<void> {
  const { id, series, at } = alert;
  await transaction.put('alerts', { id, series, at, data: alert });
  for (const subject of subjectsOf(alert)) await transaction.put('alertSubjects', { subject, alert: id });
}

/** Takes what was erased out of alerts. One of something removed goes with what was removed. */
export async function forgetInAlerts(transaction: StoreTransaction, erased: ReadonlySet<string>): Promise<void> {
  for (const subject of erased)
    for (;;) {
      const named = await transaction.list('alertSubjects', 'bySubject', { where: { subject }, limit: 100 });
      if (named.length === 0) break;
      for (const row of named) {
        await transaction.remove('alertSubjects', row);
        const alert = (await transaction.get('alerts', { id: row.alert }))?.data;
        const left = alert && without(alert, subject);
        if (left) await transaction.put('alerts', { id: left.id, series: left.series, at: left.at, data: left });
        else await transaction.remove('alerts', { id: row.alert });
      }
    }
}

/** The interactions and records that an alert names. */
export function subjectsOf(alert: Alert): Set<string> {
  if (alert.kind === 'repost') return new Set([alert.removal.interaction, ...(alert.post ? [alert.post] : [])]);
  const { posts, authors, cascades } = alert.causes;
  return new Set([...posts, ...authors, ...cascades.map(({ root }) => root)]);
}

function without(alert: Alert, subject: string): Alert | undefined {
  if (alert.kind === 'repost') {
    const { post, ...rest } = alert;
    if (alert.removal.interaction === subject) return undefined;
    return post === subject ? rest : alert;
  }
  const { causes } = alert;
  return {
    ...alert,
    causes: {
      ...causes,
      posts: causes.posts.filter((id) => id !== subject),
      authors: causes.authors.filter((id) => id !== subject),
      cascades: causes.cascades.filter(({ root }) => root !== subject),
    },
  };
}
