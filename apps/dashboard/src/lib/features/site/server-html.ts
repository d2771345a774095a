import { render } from 'svelte/server';
import type { Component } from 'svelte';
import { browser } from '$app/env';

/**
 * A part as the server writes it, in a box of its own. In the browser it stands there already and is kept as it is,
 * whatever this answers then.
 * @param idPrefix keeps the ids of this part apart from those of others.
 */
export function toServerHtml<Props extends Record<string, unknown>>(
  component: Component<Props> | null,
  props: Props,
  context: Map<unknown, unknown>,
  idPrefix: string,
): string {
  const body =
    browser || component === null
      ? ''
      : render(component as Component<Record<string, unknown>>, { props, context, idPrefix }).body;
  return `<div>${body}</div>`;
}
