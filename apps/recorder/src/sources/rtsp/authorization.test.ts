import { expect, it } from 'vitest';
import { authorize, chooseChallenge } from './authorization.ts';

const nonce = '7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v';
const opaque = 'FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS';
const offer = (algorithm: string): string =>
  `Digest realm="http-auth@example.org", qop="auth, auth-int", algorithm=${algorithm}, nonce="${nonce}", opaque="${opaque}"`;
const credentials = { username: 'Mufasa', password: 'Circle of Life' };
const request = {
  method: 'GET',
  uri: '/dir/index.html',
  count: 1,
  clientNonce: 'f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ',
};

/** The examples of RFC 7616, 3.9.1. */
it.each([
  ['MD5', '8ca523f5e9506fed4657c9700eebdbec'],
  ['SHA-256', '753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1'],
])('answers a %s challenge as RFC 7616 does', (algorithm, response) => {
  const challenge = chooseChallenge([offer(algorithm)]);
  expect(challenge && authorize(challenge, credentials, request)).toContain(`response="${response}"`);
});

it('answers a challenge without qop as RFC 2069 does', () => {
  const challenge = chooseChallenge(['Digest realm="testrealm@host.com", nonce="dcd98b7102dd2f0e8b11d0f600bfb0c093"']);
  const value = challenge && authorize(challenge, { username: 'Mufasa', password: 'CircleOfLife' }, request);
  expect(value).toContain('response="1949323746fe6a43ef61f9606e7febea"');
  expect(value).not.toMatch(/qop|cnonce|algorithm/);
});

it('takes the strongest challenge, in one header or in several', () => {
  const offers = ['Basic realm="camera"', offer('MD5'), offer('SHA-256')];
  expect(chooseChallenge(offers)).toMatchObject({ scheme: 'digest', algorithm: 'SHA-256' });
  expect(chooseChallenge([offers.join(', ')])).toMatchObject({ scheme: 'digest', algorithm: 'SHA-256' });
  expect(chooseChallenge(offers.slice(0, 2))).toMatchObject({ scheme: 'digest', algorithm: 'MD5' });
  expect(chooseChallenge(offers.slice(0, 1))).toEqual({ scheme: 'basic' });
});

it('takes no challenge it cannot answer', () => {
  expect(chooseChallenge(['Digest realm="x", nonce="y", algorithm=MD5-sess'])).toBeNull();
  expect(chooseChallenge(['Digest realm="x", nonce="y", qop="auth-int"'])).toBeNull();
  expect(chooseChallenge(['Digest realm="x"'])).toBeNull();
  expect(chooseChallenge(['Bearer'])).toBeNull();
});
