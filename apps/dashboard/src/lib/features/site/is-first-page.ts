/** Whether the page is the one that the server wrote, and not yet alive; a page reached by a link is not. */
export const isFirstPage = (): boolean => document.documentElement.dataset['alive'] === undefined;
