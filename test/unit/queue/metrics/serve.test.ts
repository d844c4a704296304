/** Where metrics are served: on this machine alone, unless another address is written out. */
import { expect, test } from '@jest/globals';
import { addressOf } from '../../../../grader/queue/metrics/serve.js';

test.each([
  ['9464', '127.0.0.1', 9464],
  ['0.0.0.0:9464', '0.0.0.0', 9464],
  ['[::1]:80', '::1', 80],
  ['host.example:65535', 'host.example', 65535],
])('%s', (text, host, port) => {
  expect(addressOf(text, '--listen')).toEqual({ host, port });
});

test.each(['', '0', '65536', ':9464', 'host', '::1:80', 'http://host:1', '9464/metrics', '-1', '1e3'])(
  '%s is not one',
  (text) => {
    expect(() => addressOf(text, '--listen')).toThrow('is not an address with a port from 1 to 65535');
  },
);
