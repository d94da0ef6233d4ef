type Verb = (...input: never[]) => Promise<unknown>;

/** Verbs of which each first waits for something that is done once; what failed is tried again by the next. */
export function whenReady<Verbs extends object>(prepare: () => Promise<void>, verbs: Verbs): Verbs {
  let ready: Promise<void> | undefined;
  const prepared = () => {
    ready ??= prepare().catch((error: unknown) => {
      ready = undefined;
      throw error;
    });
    return ready;
  };
  const waiting = Object.entries(verbs as Record<string, Verb>).map(([name, verb]): [string, Verb] => [
    name,
    async (...input) => {
      await prepared();
      return verb(...input);
    },
  ]);
  return Object.fromEntries(waiting) as Verbs;
}
