import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import Anthropic from '@anthropic-ai/sdk';
import { zodOutputFormat } from '@anthropic-ai/sdk/helpers/zod';
import { assertEcho, assertLeft, collect, key, paris, place, png, root, statuses, unique, upstreams, weather } from './stage.mjs';

const client = new Anthropic({ apiKey: key, baseURL: root, maxRetries: 0 });
const tools = [{ name: weather.name, description: weather.description, input_schema: weather.schema }];
const types = { 400: 'invalid_request_error', 404: 'not_found_error', 429: 'rate_limit_error', 529: 'overloaded_error' };
const user = (content) => [{ role: 'user', content }];
const textOf = (message) => message.content.filter((block) => block.type === 'text').map((block) => block.text).join('');

test('the list of models', async () => {
  const models = await collect(client.models.list({ limit: 2 }));
  upstreams.forEach((upstream) => assert.ok(models.some((model) => model.id === `${upstream}/echo`), upstream));
  assert.ok(models.every((model) => model.type === 'model' && !Number.isNaN(Date.parse(model.created_at))));
  assert.equal((await client.models.retrieve('chat/echo')).id, 'chat/echo');
});

test('a wrong key', () => assert.rejects(
  new Anthropic({ apiKey: 'wrong', baseURL: root, maxRetries: 0 }).messages.create({ model: 'chat/echo', max_tokens: 9, messages: user('hi') }),
  (error) => error instanceof Anthropic.AuthenticationError && error.type === 'authentication_error'));

for (const upstream of upstreams) {
  describe(`@anthropic-ai/sdk before ${upstream}`, () => {
    const params = (scene, more = {}) => ({ model: `${upstream}/${scene}`, max_tokens: 2000, messages: user('hi'), ...more });

    test('a whole message', async () => {
      const message = await client.messages.create(params('echo', { system: [{ type: 'text', text: 'Be brief.', cache_control: { type: 'ephemeral' } }] }));
      assertEcho(textOf(message), { text: 'hi' });
      assert.deepEqual([message.type, message.role, message.model, message.stop_reason], ['message', 'assistant', `${upstream}/echo`, 'end_turn']);
      assert.deepEqual([message.usage.input_tokens, message.usage.output_tokens], [12, 7]);
      assert.ok(message._request_id);
    });

    test('a stream', async () => {
      const events = await collect(await client.messages.create(params('echo', { stream: true })));
      assert.equal(events[0].type, 'message_start');
      assert.deepEqual(events.slice(-2).map((event) => event.type), ['message_delta', 'message_stop']);
      assertEcho(events.filter((event) => event.type === 'content_block_delta').map((event) => event.delta.text).join(''), { text: 'hi' });
      assert.equal(events.at(-2).usage.output_tokens, 7);
    });

    test('a stream by the helper', async () => {
      const stream = client.messages.stream(params('echo'));
      let text = '';
      stream.on('text', (delta) => { text += delta; });
      const message = await stream.finalMessage();
      assert.equal(text, textOf(message));
      assertEcho(text, { text: 'hi' });
      assert.deepEqual([message.stop_reason, message.usage.output_tokens], ['end_turn', 7]);
    });

    for (const isStreamed of [false, true]) {
      test(`thinking goes back as it came${isStreamed ? ', streamed' : ''}`, async () => {
        const asked = params('reasoning', { thinking: { type: 'enabled', budget_tokens: 1024 } });
        const first = isStreamed ? await client.messages.stream(asked).finalMessage() : await client.messages.create(asked);
        assert.deepEqual(first.content.map((block) => block.type), ['thinking', 'text']);
        assert.ok(first.content[0].thinking.length > 0 && first.content[0].signature.length > 0);
        const messages = [...user('hi'), { role: 'assistant', content: first.content }, ...user('Another.')];
        assertEcho(textOf(await client.messages.create(params('echo', { messages, thinking: asked.thinking }))), { text: 'Another.' });
      });

      test(`parallel calls and their results${isStreamed ? ', streamed' : ''}`, async () => {
        const messages = user('Where is it warmer?');
        const asked = params('tools', { messages, tools });
        const first = isStreamed ? await client.messages.stream(asked).finalMessage() : await client.messages.create(asked);
        const calls = first.content.filter((block) => block.type === 'tool_use');
        assert.equal(first.stop_reason, 'tool_use');
        assert.deepEqual(calls.map((call) => [call.name, call.input]), [[weather.name, { city: 'Köln' }], [weather.name, { city: 'Paris' }]]);
        assert.equal(new Set(calls.map((call) => call.id)).size, 2);
        messages.push({ role: 'assistant', content: first.content }, {
          role: 'user', content: calls.map((call) => ({ type: 'tool_result', tool_use_id: call.id, content: `Sun in ${call.input.city}` })) });
        const last = await client.messages.create(params('tools', { messages, tools }));
        assert.match(textOf(last), /results=Sun in Köln \| Sun in Paris/);
      });
    }

    test('a count of tokens', async () => {
      const asked = { model: `${upstream}/echo`, messages: user('hi') };
      const { input_tokens: alone } = await client.messages.countTokens(asked);
      const { input_tokens: more } = await client.messages.countTokens({ ...asked, tools, system: 'Be brief.' });
      assert.ok(alone > 0 && more > alone, `${alone} and ${more}`);
    });

    test('an object by a schema', async () => {
      const message = await client.messages.parse(params('object', { output_config: { format: zodOutputFormat(place) } }));
      assert.deepEqual(message.parsed_output, paris);
    });

    test('an image', async () => {
      const message = await client.messages.create(params('echo', { messages: user([
        { type: 'image', source: { type: 'base64', media_type: 'image/png', data: png } }, { type: 'text', text: 'What is this?' }]) }));
      assertEcho(textOf(message), { images: 1, text: 'What is this?' });
    });

    for (const status of statuses) {
      test(`status ${status}`, async () => {
        for (const stream of [false, true]) {
          await assert.rejects(client.messages.create(params(`status-${status}`, { stream })), (error) => {
            assert.ok(error instanceof Anthropic.APIError, String(error));
            assert.equal(error.status, status);
            assert.match(error.message, /It was simulated\./);
            assert.equal(error.type, types[status] ?? 'api_error');
            return true;
          });
        }
      });
    }

    for (const scene of ['break', 'cut']) {
      test(`${scene} after the first words`, async () => {
        const stream = client.messages.stream(params(scene));
        let text = '';
        stream.on('text', (delta) => { text += delta; });
        await assert.rejects(stream.finalMessage(), Anthropic.AnthropicError);
        assert.match(text, /^one /);
      });
    }

    test('a stream that the client leaves', async () => {
      const words = unique();
      const stream = client.messages.stream(params('stall', { messages: user(words) }));
      stream.once('text', () => stream.abort());
      await assert.rejects(stream.finalMessage(), Anthropic.APIUserAbortError);
      await assertLeft(words);
    });
  });
}
