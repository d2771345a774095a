/** Ask again every 50 ms until there is an answer that is not null, undefined or false; rejects by name after the limit. */
export async function until<T>(
  what: string,
  ask: () => Promise<T | null | undefined | false> | T | null | undefined | false,
  limitMs = 60_000,
): Promise<T> {
  const endsAt = performance.now() + limitMs;
  let last: unknown;
  while (performance.now() < endsAt) {
    try {
      const answer = await ask();
      if (answer !== null && answer !== undefined && answer !== false) return answer;
    } catch (error) {
      last = error;
    }
    await new Promise((again) => setTimeout(again, 50));
  }
  throw new Error(`waited ${limitMs} ms for ${what}`, { cause: last });
}
