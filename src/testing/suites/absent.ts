/** Why a rule can not be tried: what it is about is not offered. The runner lists it as skipped. */
export class Absent extends Error {
  constructor(reason: string) {
    super(`absent: ${reason}`);
    this.name = 'Absent';
  }
}

/** A verb of a connector or adapter. @throws Absent where it has none */
export function offered<Subject extends object, Verb extends keyof Subject & string>(
  subject: Subject,
  verb: Verb,
): NonNullable<Subject[Verb]> {
  const found = subject[verb];
  if (found === undefined || found === null) throw new Absent(`there is no verb ${verb}`);
  return found as NonNullable<Subject[Verb]>;
}
