import type { z } from 'zod';
import { KenningError } from '../errors.js';
import { redact } from '../redact.js';
import type { HttpRequest } from './http-request.js';

/** Parses what a server answered. @throws `unexpected` for what is not JSON, or in an unknown shape */
export function readAnswer<Answer>(
  request: HttpRequest<Answer>,
  text: string,
  telling: () => { where: string; secrets: readonly string[] },
): Answer {
  let data: unknown = text;
  if (request.as !== 'text')
    try {
      data = text === '' ? undefined : JSON.parse(text);
    } catch {
      throw new KenningError('unexpected', `${telling().where} was answered with something that is not JSON.`);
    }
  if (!request.schema) return data as Answer;
  const parsed = parse(request.schema, data);
  if (parsed?.success) return parsed.data;
  const { where, secrets } = telling();
  if (!parsed) throw new KenningError('unexpected', `${where} was answered in an unknown shape: its schema threw.`);
  const issue = parsed.error.issues[0];
  const place = redact(issue?.path.join('.') ?? '', secrets).slice(0, 200) || 'the answer';
  throw new KenningError(
    'unexpected',
    `${where} was answered in an unknown shape: ${place}: ${redact(issue?.message ?? '', secrets)}`,
  );
}

/** Undefined when a transform throws, as parsers of other formats do: what they say may quote the answer. */
function parse<Answer>(schema: z.ZodType<Answer>, data: unknown): z.ZodSafeParseResult<Answer> | undefined {
  try {
    return schema.safeParse(data);
  } catch {
    return undefined;
  }
}
