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
    }
  }
}

declare module 'node:http' {
  interface IncomingMessage {
    /** Put there by the server before it calls the built handler. */
    sitecast?: PageReader;
  }
}
