// What the tests of all clients share: where the gateway is, and what the simulated provider behind it does.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { z } from 'zod';

export const { gateway, key, observer } = JSON.parse(process.env.ROUTER_MAESTRO_STAGE ?? '{}');
assert.ok(gateway && key && observer, 'ROUTER_MAESTRO_STAGE says where the gateway is: run eng/npm-sdks.sh');

/** The providers, each called by the dialect that it speaks. */
export const upstreams = ['chat', 'responses', 'messages'];

/** The statuses with which providers refuse, and which the caller is to see. */
export const statuses = [400, 404, 429, 500, 503, 529];

export const root = gateway.replace(/\/$/, '');
export const v1 = `${root}/v1`;

/** A picture of one pixel. */
export const png = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

/** What the provider says of the weather's question when it has the results of two calls. */
export const warmer = 'model=tools tools=get_weather results=Sun in Köln | Sun in Paris text=Where is it warmer?';

export const weather = {
  name: 'get_weather',
  description: 'Tells the weather of a city.',
  schema: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'], additionalProperties: false },
};

/** The object that the provider answers with when it is asked for one. */
export const place = z.object({ city: z.string(), celsius: z.number() });
export const paris = { city: 'Paris', celsius: 18 };

/** Gets all that a stream brings. */
export async function collect(stream) {
  const all = [];
  for await (const one of stream) {
    all.push(one);
  }
  return all;
}

/** Words that no other test says. */
export const unique = () => `hi ${randomUUID()}`;

/** Waits until the gateway has given up the call with these words at the provider. */
export async function assertLeft(words) {
  const response = await fetch(new URL(`/left?text=${encodeURIComponent(words)}`, observer));
  assert.equal(response.status, 204, 'the provider was left');
}

/** Checks what the provider echoed. */
export function assertEcho(text, { model = 'echo', ...said }) {
  const expected = Object.entries(said).map(([name, value]) => ` ${name}=${value}`).join('');
  assert.equal(text, `model=${model}${expected}`);
}
