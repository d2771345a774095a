import type { Component } from 'svelte';

type Props = Record<string, unknown>;
export type PartWriter = (
  component: Component<Props>,
  options: { props: Props; context: Map<unknown, unknown>; idPrefix: string },
) => string;

let writePart: PartWriter | null = null;

/** The server hands in what writes a part: a browser must not fetch the code for it. */
export function providePartWriter(writer: PartWriter): void {
  writePart = writer;
}

/**
 * A part as the server writes it, in a box of its own. In the browser it stands there already and is kept as it is,
 * whatever this answers then.
 * @param idPrefix keeps the ids of this part apart from those of others.
 */
export function toServerHtml<Own extends Props>(
  component: Component<Own> | null,
  props: Own,
  context: Map<unknown, unknown>,
  idPrefix: string,
): string {
  if (component === null || writePart === null) return '<div></div>';
  return `<div>${writePart(component as Component<Props>, { props, context, idPrefix })}</div>`;
}
