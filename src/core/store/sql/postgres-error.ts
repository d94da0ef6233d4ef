import { type ErrorCode, isKenningError, KenningError } from '../../errors.js';

const gone = 'can not be reached, or the connection was lost. Check that it runs, its address and the network.';
const busy = 'was held by other transactions for too long. Try again, or raise busyTimeoutMs.';
const damaged = 'is damaged. Keep a copy of its files and restore a backup.';

/** By SQLSTATE, or by its first two characters (https://www.postgresql.org/docs/current/errcodes-appendix.html). */
const messages: Record<string, [ErrorCode, string]> = {
  '08': ['network', gone],
  '28': ['auth', 'refused the user or the password.'],
  '40': ['storage-busy', 'had conflicts with other transactions again and again. Try again.'],
  '53': ['storage-busy', 'has no memory or connection left. Try again, or give it more (max_connections).'],
  '53100': [
    'storage-full',
    'can not grow: its disk is full. Make room and try again; nothing of the last write was kept.',
  ],
  '53200': ['storage-busy', 'has no memory left, perhaps for locks. Try again, or raise max_locks_per_transaction.'],
  '58': ['storage-damaged', 'could not read or write its files. Check its disk.'],
  XX: ['storage-damaged', damaged],
  XX000: ['unexpected', 'failed within. Its log says more.'],
  '22021': ['invalid', 'can not keep a text that holds U+0000 or is no Unicode.'],
  '22P05': ['invalid', 'can not keep a text in its encoding. Make the database with the encoding UTF8.'],
  '25006': ['forbidden', 'takes no writes: it is a standby, or read-only.'],
  '3D000': ['not-found', 'has no such database. Create it first.'],
  '42501': ['forbidden', 'does not let this user make or change its tables. Grant it rights on the schema.'],
  '54000': ['too-large', 'can not index a value as long as this.'],
  '55P03': ['storage-busy', busy],
  '57014': ['timeout', 'canceled a statement: it took longer than statement_timeout, or somebody stopped it.'],
  '57P01': ['network', 'was shut down. Try again when it runs.'],
  '57P02': ['network', 'was shut down. Try again when it runs.'],
  '57P03': ['network', 'is starting or stopping. Try again when it runs.'],
};

const systemCodes = /^E(CONN|PIPE|TIMEDOUT|NOTFOUND|AI_AGAIN|HOSTUNREACH|NETUNREACH|NOENT)/;

/** What `pg` threw, as kenning's error. Its details hold values of rows, so only its code is kept. */
export function postgresError(error: unknown, where: string): unknown {
  if (isKenningError(error) || !(error instanceof Error)) return error;
  const { code = '' } = error as Error & { code?: string };
  const say = (name: ErrorCode, text: string, cause: unknown) => new KenningError(name, `${where} ${text}`, { cause });
  // This one shows the whole address.
  if (code === 'ERR_INVALID_URL')
    return new KenningError(
      'invalid',
      `${where} has an address that can not be read. Encode what is special in its parts.`,
    );
  if (systemCodes.test(code)) return say('network', gone, error);
  if (/^[0-9A-Z]{5}$/.test(code)) {
    const [name, text] = messages[code] ?? messages[code.slice(0, 2)] ?? ['unexpected', `failed (SQLSTATE ${code}).`];
    return say(name, text, Object.assign(new Error(`SQLSTATE ${code}`), { code }));
  }
  // What a server says in words may quote what it was told.
  if ('severity' in error) return new KenningError('unexpected', `${where} failed in a way that has no SQLSTATE.`);
  if (/timeout exceeded/i.test(error.message)) return say('storage-busy', busy, error);
  if (/connection|terminated|SSL|socket|not queryable/i.test(error.message)) return say('network', gone, error);
  return say('unexpected', 'failed. The cause says more.', error);
}

/** Whether a transaction failed by a conflict with another one, so that the same work may succeed now. */
export function isConflict(error: unknown): boolean {
  const cause = isKenningError(error, 'storage-busy') ? error.cause : undefined;
  return ['40001', '40P01'].includes((cause as { code?: string } | undefined)?.code ?? '');
}
