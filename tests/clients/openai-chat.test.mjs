import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import OpenAI from 'openai';
import { zodResponseFormat } from 'openai/helpers/zod';
import { assertEcho, assertLeft, collect, key, paris, place, png, statuses, unique, upstreams, v1, warmer, weather } from './stage.mjs';

const client = new OpenAI({ apiKey: key, baseURL: v1, maxRetries: 0 });
const tools = [{ type: 'function', function: { name: weather.name, description: weather.description, parameters: weather.schema } }];
const user = (content) => [{ role: 'user', content }];

test('the list of models', async () => {
  const ids = (await collect(client.models.list())).map((model) => model.id);
  upstreams.forEach((upstream) => assert.ok(ids.includes(`${upstream}/echo`), upstream));
  const model = await client.models.retrieve('messages/echo');
  assert.deepEqual([model.id, model.object, typeof model.created], ['messages/echo', 'model', 'number']);
});

test('a wrong key', () => assert.rejects(
  new OpenAI({ apiKey: 'wrong', baseURL: v1, maxRetries: 0 }).models.list(),
  (error) => error instanceof OpenAI.AuthenticationError && error.status === 401));

test('a model that nobody has', () => assert.rejects(
  client.chat.completions.create({ model: 'chat/none/such', messages: user('hi') }),
  (error) => error instanceof OpenAI.NotFoundError && error.message.length > 5));

for (const upstream of ['chat', 'responses']) {
  test(`embeddings before ${upstream}`, async () => {
    const vectorsAs = async (format) => (await client.embeddings.create({ model: `${upstream}/echo`, input: ['a', 'b'], ...format })).data.map((one) => one.embedding);
    const [asked, numbers] = [await vectorsAs({}), await vectorsAs({ encoding_format: 'float' })];
    assert.deepEqual(asked.map((vector) => vector.length), [8, 8]);
    asked.flat().forEach((number, at) => assert.ok(Math.abs(number - numbers.flat()[at]) < 1e-6));
  });
}

for (const upstream of upstreams) {
  describe(`openai: chat completions before ${upstream}`, () => {
    const ask = (scene, more = {}) => client.chat.completions.create({ model: `${upstream}/${scene}`, messages: user('hi'), ...more });

    test('a whole answer', async () => {
      const answer = await ask('echo', { messages: [{ role: 'system', content: 'Be brief.' }, ...user('hi')], temperature: 0.5 });
      const [choice] = answer.choices;
      assertEcho(choice.message.content, { text: 'hi' });
      assert.deepEqual(
        [answer.object, answer.model, choice.finish_reason, choice.message.role], ['chat.completion', `${upstream}/echo`, 'stop', 'assistant']);
      assert.deepEqual([answer.usage.prompt_tokens, answer.usage.completion_tokens, answer.usage.total_tokens], [12, 7, 19]);
      assert.ok(answer._request_id);
    });

    test('a stream', async () => {
      const chunks = await collect(await ask('echo', { stream: true, stream_options: { include_usage: true } }));
      assertEcho(chunks.map((chunk) => chunk.choices[0]?.delta.content ?? '').join(''), { text: 'hi' });
      assert.equal(chunks.flatMap((chunk) => chunk.choices).at(-1).finish_reason, 'stop');
      assert.deepEqual([chunks.at(-1).choices.length, chunks.at(-1).usage.total_tokens], [0, 19]);
      assert.equal(new Set(chunks.map((chunk) => chunk.id)).size, 1);
    });

    test('a stream by the helper', async () => {
      const stream = client.chat.completions.stream({ model: `${upstream}/echo`, messages: user('hi') });
      assertEcho((await stream.finalChatCompletion()).choices[0].message.content, { text: 'hi' });
    });

    test('reasoning is no text', async () => {
      const answer = await ask('reasoning', { reasoning_effort: 'low' });
      assert.equal(answer.choices[0].message.content, 'Word.');
    });

    for (const isStreamed of [false, true]) {
      test(`parallel calls and their results${isStreamed ? ', streamed' : ''}`, async () => {
        const messages = user('Where is it warmer?');
        const request = { model: `${upstream}/tools`, messages, tools };
        const first = isStreamed ? await client.chat.completions.stream(request).finalChatCompletion() : await client.chat.completions.create(request);
        const [{ message, finish_reason: reason }] = first.choices;
        assert.equal(reason, 'tool_calls');
        assert.deepEqual(message.tool_calls.map((call) => [call.function.name, JSON.parse(call.function.arguments)]), [
          [weather.name, { city: 'Köln' }], [weather.name, { city: 'Paris' }]]);
        assert.equal(new Set(message.tool_calls.map((call) => call.id)).size, 2);
        messages.push(message, ...message.tool_calls.map((call) => ({
          role: 'tool', tool_call_id: call.id, content: `Sun in ${JSON.parse(call.function.arguments).city}` })));
        const last = await client.chat.completions.create({ ...request, messages });
        assert.equal(last.choices[0].message.content, warmer);
      });
    }

    test('a loop of tools by the helper', async () => {
      const runner = client.chat.completions.runTools({
        model: `${upstream}/tool`,
        messages: user('hi'),
        tools: [{ type: 'function', function: {
          name: weather.name, description: weather.description, parameters: weather.schema, parse: JSON.parse, function: ({ city }) => `Rain in ${city}` } }],
      });
      assertEcho(await runner.finalContent(), { model: 'tool', tools: weather.name, results: 'Rain in Paris', text: 'hi' });
    });

    test('an object by a schema', async () => {
      const answer = await client.chat.completions.parse({
        model: `${upstream}/object`, messages: user('Where?'), response_format: zodResponseFormat(place, 'place') });
      assert.deepEqual(answer.choices[0].message.parsed, paris);
    });

    test('an image', async () => {
      const answer = await ask('echo', { messages: user([
        { type: 'text', text: 'What is this?' }, { type: 'image_url', image_url: { url: `data:image/png;base64,${png}` } }]) });
      assertEcho(answer.choices[0].message.content, { images: 1, text: 'What is this?' });
    });

    for (const status of statuses) {
      test(`status ${status}`, async () => {
        for (const stream of [false, true]) {
          await assert.rejects(ask(`status-${status}`, { stream }), (error) => {
            assert.ok(error instanceof OpenAI.APIError, String(error));
            assert.equal(error.status, status);
            assert.match(error.message, /It was simulated\./);
            assert.ok(typeof error.type === 'string' && error.type.length > 0, 'the type');
            return true;
          });
        }
      });
    }

    for (const scene of ['break', 'cut']) {
      test(`${scene} after the first words`, async () => {
        let text = '';
        await assert.rejects(async () => {
          for await (const chunk of await ask(scene, { stream: true })) {
            text += chunk.choices[0]?.delta.content ?? '';
          }
        });
        assert.match(text, /^one /);
      });
    }

    test('a stream that the client leaves', async () => {
      const words = unique();
      const stream = await ask('stall', { stream: true, messages: user(words) });
      for await (const chunk of stream) {
        if (chunk.choices[0]?.delta.content) {
          break;
        }
      }
      assert.ok(stream.controller.signal.aborted);
      await assertLeft(words);
    });

    test('a whole answer that the client gives up', async () => {
      const words = unique();
      const giveUp = new AbortController();
      const asking = client.chat.completions.create({ model: `${upstream}/stall`, messages: user(words) }, { signal: giveUp.signal });
      setTimeout(() => giveUp.abort(), 1000);
      await assert.rejects(asking, OpenAI.APIUserAbortError);
      await assertLeft(words);
    });
  });
}
