/** Why a body was not read. */
export type BodyProblem = 'too-large' | 'timeout' | 'broken';

/** Reads a request's body, never more of it than allowed, and gives the request again with the body as read. */
export async function boundedBody(
  request: Request,
  { maxBytes, timeoutMs }: { maxBytes: number; timeoutMs: number },
): Promise<{ request: Request } | { problem: BodyProblem }> {
  if (Number(request.headers.get('content-length') ?? 0) > maxBytes) {
    await request.body?.cancel().catch(() => {});
    return { problem: 'too-large' };
  }
  if (!request.body) return { request };
  const reader = request.body.getReader();
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  const late = AbortSignal.timeout(timeoutMs);
  const stop = () => void reader.cancel().catch(() => {});
  late.addEventListener('abort', stop, { once: true });
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      size += next.value.byteLength;
      if (size > maxBytes) {
        stop();
        return { problem: 'too-large' };
      }
      chunks.push(next.value);
    }
  } catch {
    return { problem: 'broken' };
  } finally {
    late.removeEventListener('abort', stop);
  }
  if (late.aborted) return { problem: 'timeout' };
  const body = await new Blob(chunks).arrayBuffer();
  const { method, headers, url } = request;
  return { request: new Request(url, { method, headers, body }) };
}
