import { resolve } from 'node:path';

/** The checkout this file lies in; everything is found from here, never from where the command was typed. */
export const workspace = resolve(import.meta.dirname, '../..');

/** An absolute path inside the checkout. */
export function inWorkspace(...parts: string[]): string {
  return resolve(workspace, ...parts);
}
