type Verb = (...input: never[]) => unknown;

/** Verbs of something that is loaded when the first of them is called. */
export function later<App, Name extends keyof App>(load: () => Promise<App>, names: readonly Name[]): Pick<App, Name> {
  const verbs = names.map((name): [Name, Verb] => [name, async (...input) => ((await load())[name] as Verb)(...input)]);
  return Object.fromEntries(verbs) as Pick<App, Name>;
}
