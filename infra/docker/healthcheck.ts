/**
 * Asks a program whether it lives. Any answer below 500 is one: with a public origin set, the server refuses requests
 * that name another host, and a refusal is made by a program that works.
 */
const answer = await fetch(process.argv[2] ?? '', { signal: AbortSignal.timeout(2_500) }).catch(() => null);
process.exitCode = answer !== null && answer.status < 500 ? 0 : 1;
