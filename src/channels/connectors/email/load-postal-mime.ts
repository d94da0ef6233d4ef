import { KenningError } from '../../../core/errors.js';

export type PostalMimeLibrary = Pick<typeof import('postal-mime'), 'default' | 'addressParser' | 'decodeWords'>;

/** Loads the parser of mails when it is first needed; apps that read no mail need not install it. */
export async function loadPostalMime(): Promise<PostalMimeLibrary> {
  try {
    return await import('postal-mime');
  } catch (cause) {
    throw new KenningError('unsupported', 'Reading mail needs the package postal-mime: npm install postal-mime@4', {
      cause,
    });
  }
}
