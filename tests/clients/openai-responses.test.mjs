import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import OpenAI from 'openai';
import { zodTextFormat } from 'openai/helpers/zod';
import { assertEcho, assertLeft, collect, key, paris, place, png, statuses, unique, upstreams, v1, warmer, weather } from './stage.mjs';

const client = new OpenAI({ apiKey: key, baseURL: v1, maxRetries: 0 });
const tools = [{ type: 'function', name: weather.name, description: weather.description, parameters: weather.schema, strict: true }];

for (const upstream of upstreams) {
  describe(`openai: responses before ${upstream}`, () => {
    const ask = (scene, more = {}) => client.responses.create({ model: `${upstream}/${scene}`, input: 'hi', ...more });

    test('a whole answer', async () => {
      const answer = await ask('echo', { instructions: 'Be brief.', store: false });
      assertEcho(answer.output_text, { text: 'hi' });
      assert.deepEqual([answer.object, answer.status, answer.model, answer.error], ['response', 'completed', `${upstream}/echo`, null]);
      assert.deepEqual([answer.usage.input_tokens, answer.usage.output_tokens, answer.usage.total_tokens], [12, 7, 19]);
    });

    test('a stream', async () => {
      const events = await collect(await ask('echo', { stream: true }));
      assert.deepEqual(events.map((event) => event.sequence_number), events.map((_, number) => number));
      assert.equal(events[0].type, 'response.created');
      assert.equal(events.at(-1).type, 'response.completed');
      assertEcho(events.filter((event) => event.type === 'response.output_text.delta').map((event) => event.delta).join(''), { text: 'hi' });
      assert.equal(events.at(-1).response.usage.total_tokens, 19);
    });

    test('a stream by the helper', async () => {
      const answer = await client.responses.stream({ model: `${upstream}/echo`, input: 'hi' }).finalResponse();
      assertEcho(answer.output_text, { text: 'hi' });
    });

    test('reasoning is an item of its own and goes back as it came', async () => {
      const include = ['reasoning.encrypted_content'];
      const answer = await ask('reasoning', { reasoning: { effort: 'low', summary: 'auto' }, include, store: false });
      assert.deepEqual(answer.output.map((item) => item.type), ['reasoning', 'message']);
      assert.equal(answer.output[0].summary[0].text, 'The user wants a word.');
      const input = [{ role: 'user', content: 'hi' }, ...answer.output, { role: 'user', content: 'Another.' }];
      assertEcho((await ask('echo', { input, include, store: false })).output_text, { text: 'Another.' });
    });

    for (const isStreamed of [false, true]) {
      test(`parallel calls and their results${isStreamed ? ', streamed' : ''}`, async () => {
        const input = [{ role: 'user', content: 'Where is it warmer?' }];
        const request = { model: `${upstream}/tools`, input, tools, store: false };
        const first = isStreamed ? await client.responses.stream(request).finalResponse() : await client.responses.create(request);
        const calls = first.output.filter((item) => item.type === 'function_call');
        assert.deepEqual(calls.map((call) => [call.name, JSON.parse(call.arguments)]), [
          [weather.name, { city: 'Köln' }], [weather.name, { city: 'Paris' }]]);
        assert.equal(new Set(calls.map((call) => call.call_id)).size, 2);
        input.push(...first.output, ...calls.map((call) => ({
          type: 'function_call_output', call_id: call.call_id, output: `Sun in ${JSON.parse(call.arguments).city}` })));
        assert.equal((await client.responses.create({ ...request, input })).output_text, warmer);
      });
    }

    test('a count of tokens', async () => {
      const { input_tokens: alone } = await client.responses.inputTokens.count({ model: `${upstream}/echo`, input: 'hi' });
      const { input_tokens: more } = await client.responses.inputTokens.count({ model: `${upstream}/echo`, input: 'hi, and much more', tools });
      assert.ok(alone > 0 && more > alone, `${alone} and ${more}`);
    });

    test('an object by a schema', async () => {
      const answer = await client.responses.parse({ model: `${upstream}/object`, input: 'Where?', text: { format: zodTextFormat(place, 'place') } });
      assert.deepEqual(answer.output_parsed, paris);
    });

    test('an image', async () => {
      const answer = await ask('echo', { input: [{ role: 'user', content: [
        { type: 'input_text', text: 'What is this?' }, { type: 'input_image', detail: 'auto', image_url: `data:image/png;base64,${png}` }] }] });
      assertEcho(answer.output_text, { images: 1, text: 'What is this?' });
    });

    for (const status of statuses) {
      test(`status ${status}`, async () => {
        for (const stream of [false, true]) {
          await assert.rejects(ask(`status-${status}`, { stream }), (error) => {
            assert.ok(error instanceof OpenAI.APIError, String(error));
            assert.equal(error.status, status);
            assert.match(error.message, /It was simulated\./);
            return true;
          });
        }
      });
    }

    for (const scene of ['break', 'cut']) {
      test(`${scene} after the first words`, async () => {
        // this client throws for an event called error, and hands over an answer that says of itself that it failed
        let text = '';
        let noticed = false;
        try {
          for await (const event of await ask(scene, { stream: true })) {
            text += event.type === 'response.output_text.delta' ? event.delta : '';
            noticed ||= event.type === 'response.failed' && event.response.status === 'failed' && event.response.error.message.length > 0;
            assert.notEqual(event.type, 'response.completed');
          }
        } catch (error) {
          assert.ok(error instanceof OpenAI.APIError || upstream === 'responses', String(error));
          noticed = true;
        }
        assert.match(text, /^one /);
        assert.ok(noticed, 'the failure');
      });
    }

    test('a stream that the client leaves', async () => {
      const words = unique();
      for await (const event of await ask('stall', { stream: true, input: words })) {
        if (event.type === 'response.output_text.delta') {
          break;
        }
      }
      await assertLeft(words);
    });
  });
}
