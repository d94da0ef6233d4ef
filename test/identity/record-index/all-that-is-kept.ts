import { type Runtime, Session } from 'node:inspector';

/** Everything that can be reached from an object as one text, its private fields too: arrays of numbers as UTF-16. */
export function allThatIsKept(root: object): string {
  const session = new Session();
  session.connect();
  const call = <Result>(method: string, parameters: object): Result => {
    let answer: Result | undefined;
    session.post(method, parameters, (error: Error | null, result?: object) => {
      if (error) throw error;
      answer = result as Result;
    });
    return answer as Result;
  };
  const texts: string[] = [];
  (globalThis as { looksAt?: object }).looksAt = root;
  const { result } = call<Runtime.EvaluateReturnType>('Runtime.evaluate', { expression: 'globalThis.looksAt' });
  const seen = new Set<string>();
  const left = [result];
  while (left.length > 0) {
    const { objectId, type, value, subtype } = left.pop() as Runtime.RemoteObject;
    if (type === 'string') texts.push(String(value));
    if (!objectId) continue;
    // The identity of an object is none of the inspector's ids: each is marked where it was met.
    const isNew = call<Runtime.CallFunctionOnReturnType>('Runtime.callFunctionOn', {
      objectId,
      functionDeclaration: `function () { const met = (globalThis.met ??= new Set()); return !met.has(this) && Boolean(met.add(this)) }`,
    }).result.value;
    if (!isNew || seen.has(objectId)) continue;
    seen.add(objectId);
    if (subtype === 'typedarray') {
      const read = `function () {
        let text = '';
        for (const unit of this) text += unit < 65536 ? String.fromCharCode(unit) : '\\n';
        return text;
      }`;
      const read16 = call<Runtime.CallFunctionOnReturnType>('Runtime.callFunctionOn', {
        objectId,
        functionDeclaration: read,
      });
      texts.push(String(read16.result.value));
      continue;
    }
    const properties = call<
      Runtime.GetPropertiesReturnType & { privateProperties?: { value?: Runtime.RemoteObject }[] }
    >('Runtime.getProperties', { objectId, ownProperties: true });
    for (const { name, value: one } of properties.result) {
      texts.push(name);
      if (one && one.type !== 'function') left.push(one);
    }
    for (const { value: one } of properties.privateProperties ?? []) if (one) left.push(one);
    for (const { name, value: one } of properties.internalProperties ?? [])
      if (name === '[[Entries]]' && one) left.push(one);
  }
  Reflect.deleteProperty(globalThis, 'looksAt');
  Reflect.deleteProperty(globalThis, 'met');
  session.disconnect();
  return texts.join('\n');
}
