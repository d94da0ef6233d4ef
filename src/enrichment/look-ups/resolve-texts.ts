import { resolveTxt } from 'node:dns/promises';
import { KenningError } from '../../core/errors.js';
import type { ResolveTexts } from './atproto.js';

/** Asks the system's resolver. */
export const systemTexts: ResolveTexts = async (name) => {
  try {
    return (await resolveTxt(name)).map((parts) => parts.join(''));
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? '';
    if (['ENODATA', 'ENOTFOUND', 'EBADNAME', 'EFORMERR', 'EREFUSED', 'ESERVFAIL'].includes(code)) return [];
    throw new KenningError('network', `The DNS could not be asked (${code}).`);
  }
};
