import { expect, test } from 'vitest';
import { createLog } from './log.ts';

const secret = 'Tr0ub4dor-canary';

test('[CTRL2] no secret passes the log, whatever the field it hides in', () => {
  const lines: string[] = [];
  const log = createLog('info', { write: (line) => lines.push(line) });
  log.info({ url: `rtsp://admin:${secret}@10.1.1.9:554/stream` }, 'address');
  log.info({ headers: { authorization: `Bearer ${secret}`, cookie: `a=b; sitecast=${secret}; c=d` } }, 'headers');
  log.info({ body: { password: secret, newPassword: secret, token: secret, key: `with "quotes" ${secret}` } }, 'body');
  log.info(`opened srt://0.0.0.0:9000?passphrase=x&key=${secret}`);
  log.error({ err: new Error(`failed: https://user:${secret}@host/x`) }, 'failed');
  log.error({ err: new Error(`refused: smtps://mail:p@${secret}@smtp.example:465`) }, 'a password that holds an @');
  expect(lines).toHaveLength(6);
  expect(lines.join('')).not.toContain(secret);
  expect(lines[0]).toContain('rtsp://***@10.1.1.9:554/stream');
  expect(lines[5]).toContain('smtps://***@smtp.example:465');
});

test('a line stays one line of JSON, whatever text is in it', () => {
  const lines: string[] = [];
  createLog('info', { write: (line) => lines.push(line) }).info({ name: 'a\r\n{"level":60}' }, 'x\ny "password":"z"');
  expect(lines).toHaveLength(1);
  expect(lines[0]?.trim().split('\n')).toHaveLength(1);
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({ name: 'a\r\n{"level":60}' });
});
