import type { Attachment } from 'svelte/attachments';

/**
 * Keeps whether a `<details>` is open with the page, so that a form survives being drawn anew elsewhere. What a person
 * opened before the page's code came stays open: a two-way binding would close it at that moment.
 */
export function keepOpen(wasOpen: () => boolean, onToggle: (isOpen: boolean) => void): Attachment<HTMLDetailsElement> {
  return (details) => {
    if (details.open) onToggle(true);
    else details.open = wasOpen();
    const tell = (): void => onToggle(details.open);
    details.addEventListener('toggle', tell);
    return () => details.removeEventListener('toggle', tell);
  };
}
