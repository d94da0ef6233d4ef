import { KenningError } from '../../core/errors.js';
import type { Customer } from '../../core/model/customer.js';
import type { Kenning } from '../../kenning-contract.js';
import { oneLine } from './describe.js';

/** The customer that somebody on the command line means. */
export async function customerOf(app: Kenning, text: string): Promise<Customer> {
  const customer = await app.customer(text);
  if (!customer)
    throw new KenningError('not-found', `Nobody is known as ${oneLine(text)}. \`kenning customers\` lists who is.`);
  if (customer === 'erased') throw new KenningError('not-found', `${text} was erased.`);
  return customer;
}
