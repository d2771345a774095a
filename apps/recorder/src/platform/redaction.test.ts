import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { redactText } from './redaction.ts';

const secret = fc.stringMatching(/^[A-Za-z0-9!$'()*+,;:@_~.-]{6,20}$/);

describe('redaction', () => {
  it('[CTRL2] takes every password out of an address, whatever characters it has', () => {
    fc.assert(
      fc.property(secret, fc.constantFrom('rtsp', 'rtsps', 'http', 'srt'), (password, scheme) => {
        const line = `Error opening ${scheme}://admin:${password}@camera.example:554/stream: failed`;
        expect(redactText(line)).toBe(`Error opening ${scheme}://***@camera.example:554/stream: failed`);
      }),
    );
  });

  it('takes keys out of a query', () => {
    expect(redactText('srt://h:1?mode=caller&passphrase=abc123&x=1')).toBe('srt://h:1?mode=caller&passphrase=***&x=1');
  });

  it('lets no device write lines of its own', () => {
    expect(redactText('one\r\n{"level":"fatal"}\u0000')).toBe('one {"level":"fatal"} ');
  });
});
