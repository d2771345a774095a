import { errorStatus, problemSchema, Refusal } from '@sitecast/contract';

const timeoutMs = 10_000;

/** Asks the recorder's control door. Refusals of the recorder pass through; all else is `recorder.unreachable`. */
export type ControlRequest = (method: string, path: string, body?: unknown) => Promise<Response>;

export function createControlRequest(recorderUrl: string, token: string): ControlRequest {
  return async (method, path, body) => {
    let response: Response;
    try {
      response = await fetch(new URL(path, recorderUrl), {
        method,
        redirect: 'error',
        headers: {
          authorization: `Bearer ${token}`,
          ...(body !== undefined && { 'content-type': 'application/json' }),
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
        signal: AbortSignal.timeout(timeoutMs),
      });
    } catch {
      throw new Refusal('recorder.unreachable');
    }
    if (response.ok) return response;
    throw toRefusal(await response.json().catch(() => null));
  };
}

function toRefusal(body: unknown): Refusal {
  const parsed = problemSchema.safeParse(body);
  // What the recorder says of our own token or of a fault of its own is no answer to the person who asked.
  if (!parsed.success || errorStatus[parsed.data.code] >= 500 || parsed.data.code === 'session.required') {
    return new Refusal('recorder.unreachable');
  }
  const { code, detail, fields } = parsed.data;
  return new Refusal(code, { ...(detail !== undefined && { detail }), ...(fields && { fields }) });
}
