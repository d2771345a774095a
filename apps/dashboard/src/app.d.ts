import type { Locale, PageReader } from '@sitecast/contract';

declare global {
  namespace App {
    interface Locals {
      locale: Locale;
      /** The visitor has just chosen this language: the answer keeps it in a cookie. */
      localeChosen: boolean;
    }
    interface PageData {
      locale: Locale;
      signedIn: boolean;
      /** The clock of the site the page is about, where it is about one. */
      clock?: { zone: string; serverNow: string };
    }
  }
}

declare module 'node:http' {
  interface IncomingMessage {
    /** Put there by the server before it calls the built handler. */
    sitecast?: PageReader;
  }
}
