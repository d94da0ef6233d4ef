import { z } from 'zod';

/** One configured connection to a network: an own account, a mailbox, a file. */
export interface Channel {
  /** The app's own name of it. */
  name: string;
  network: string;
  /** Where its ids are valid, if not on the whole network. */
  realm?: string;
  /** Who sets the rules of what is said there. */
  controlledBy: 'customer' | 'company';
  /** What it can do: the connector's verbs that are there. */
  verbs: string[];
}

export const channel: z.ZodType<Channel> = z.object({
  name: z.string().min(1).max(100),
  network: z.string().min(1).max(100),
  realm: z.string().max(300).optional(),
  controlledBy: z.enum(['customer', 'company']),
  verbs: z.array(z.string()),
});
