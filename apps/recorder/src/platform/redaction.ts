/** Every text that may hold an address of a source goes through here before it is kept or logged (CTRL2). */
export function redactText(text: string): string {
  return (
    text
      // The whole user part: a password may itself hold `@`, so everything up to the last one before the path goes.
      .replaceAll(/\b([a-z][a-z0-9+.-]*:\/\/)[^\s/]*@/gi, '$1***@')
      .replaceAll(
        /([?&](?:key|pass|passphrase|password|pwd|secret|streamid|token|auth|sig|signature)=)[^&\s'"]*/gi,
        '$1***',
      )
      .replaceAll(/\b(authorization:?\s+(?:basic|bearer|digest)\s+).+/gi, '$1***')
      // One event, one line: a device cannot write lines of its own into the log.
      .replaceAll(/[\u0000-\u001f\u007f]+/g, ' ')
  );
}
