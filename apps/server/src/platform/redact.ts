/**
 * The one place where text is made fit to be logged. It works on the finished line, so that no part of the server
 * can forget it: addresses with a password, bearer tokens, cookies, and every field whose name says secret.
 */
export function redactText(text: string): string {
  return (
    text
      // The whole user part: a password may itself hold `@`, so everything up to the last one before the path goes.
      .replaceAll(/([a-z][a-z0-9+.-]*:\/\/)[^\s/"\\]*@/gi, '$1***@')
      .replaceAll(/(bearer\s+)[A-Za-z0-9._~+/=-]+/gi, '$1***')
      .replaceAll(/((?:__Host-)?sitecast=)[^;"\s\\]+/g, '$1***')
      .replaceAll(
        /("[^"]*(?:password|passphrase|token|secret|authorization|cookie|key)"\s*:\s*)"(?:[^"\\]|\\.)*"/gi,
        '$1"***"',
      )
      .replaceAll(/([?&#](?:token|key|password|pass|secret)=)[^&\s"\\]+/gi, '$1***')
  );
}
