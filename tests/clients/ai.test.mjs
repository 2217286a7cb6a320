import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createAnthropic } from '@ai-sdk/anthropic';
import { createOpenAI } from '@ai-sdk/openai';
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { APICallError, embed, generateObject, generateText, jsonSchema, stepCountIs, streamObject, streamText, tool } from 'ai';
import { assertEcho, assertLeft, collect, key, paris, place, png, statuses, unique, upstreams, v1, weather } from './stage.mjs';

globalThis.AI_SDK_LOG_WARNINGS = false;

const openai = createOpenAI({ apiKey: key, baseURL: v1 });
const anthropic = createAnthropic({ apiKey: key, baseURL: v1 });
const compatible = createOpenAICompatible({ name: 'router-maestro', apiKey: key, baseURL: v1, includeUsage: true, supportsStructuredOutputs: true });
const faces = {
  '@ai-sdk/openai responses': (model) => openai.responses(model),
  '@ai-sdk/openai chat': (model) => openai.chat(model),
  '@ai-sdk/openai-compatible': (model) => compatible(model),
  '@ai-sdk/anthropic': (model) => anthropic(model),
};
const tools = {
  [weather.name]: tool({ description: weather.description, inputSchema: jsonSchema(weather.schema), execute: async ({ city }) => `Sun in ${city}` }),
};

test('ai: embed', async () => {
  for (const model of [openai.textEmbeddingModel('chat/echo'), compatible.textEmbeddingModel('responses/echo')]) {
    assert.equal((await embed({ model, value: 'hi' })).embedding.length, 8);
  }
});

for (const [face, modelOf] of Object.entries(faces)) {
  for (const upstream of upstreams) {
    describe(`ai: ${face} before ${upstream}`, () => {
      // by default this client names what it takes the provider to keep, which only the provider itself understands
      const isKept = face === '@ai-sdk/openai responses' && upstream !== 'responses';
      const providerOptions = isKept ? { openai: { store: false } } : undefined;
      const params = (scene, more = {}) => ({ model: modelOf(`${upstream}/${scene}`), prompt: 'hi', maxRetries: 0, providerOptions, ...more });

      test('generateText', async () => {
        const { text, finishReason, usage } = await generateText(params('echo', { instructions: 'Be brief.' }));
        assertEcho(text, { text: 'hi' });
        assert.deepEqual([finishReason, usage.inputTokens, usage.outputTokens], ['stop', 12, 7]);
      });

      test('streamText', async () => {
        const result = streamText(params('echo'));
        assertEcho((await collect(result.textStream)).join(''), { text: 'hi' });
        assert.equal(await result.finishReason, 'stop');
        assert.equal((await result.usage).outputTokens, 7);
      });

      test('generateText with tools', async () => {
        const { text, steps } = await generateText(params('tools', { tools, stopWhen: stepCountIs(4) }));
        assert.deepEqual(steps.map((step) => step.toolCalls.map((call) => call.input.city)), [['Köln', 'Paris'], []]);
        assert.equal(steps[0].finishReason, 'tool-calls');
        assert.match(text, /results=Sun in Köln \| Sun in Paris/);
      });

      test('streamText with tools', async () => {
        const result = streamText(params('tool', { tools, stopWhen: stepCountIs(4) }));
        const text = (await collect(result.textStream)).join('');
        assert.match(text, /^Looking\.model=tool tools=get_weather results=Sun in Paris/);
        assert.equal((await result.steps).length, 2);
      });

      if (isKept) {
        test('a reference to what nobody keeps is refused', async () => {
          const result = generateText(params('tool', { tools, stopWhen: stepCountIs(4), providerOptions: undefined }));
          await assert.rejects(result, (error) => APICallError.isInstance(error) && error.statusCode === 400 && /send the item itself/.test(error.message));
        });
      }

      test('generateObject', async () => {
        const { object } = await generateObject(params('object', { schema: place, schemaName: 'place' }));
        assert.deepEqual(object, paris);
      });

      test('streamObject', async () => {
        const result = streamObject(params('object', { schema: place, schemaName: 'place' }));
        await collect(result.partialObjectStream);
        assert.deepEqual(await result.object, paris);
      });

      test('an image', async () => {
        const { text } = await generateText({ ...params('echo'), prompt: undefined, messages: [{ role: 'user', content: [
          { type: 'text', text: 'What is this?' }, { type: 'image', image: png, mediaType: 'image/png' }] }] });
        assertEcho(text, { images: 1, text: 'What is this?' });
      });

      for (const status of statuses) {
        test(`status ${status}`, () => assert.rejects(generateText(params(`status-${status}`)), (error) => {
          assert.ok(APICallError.isInstance(error), String(error));
          assert.equal(error.statusCode, status);
          assert.match(error.message, /It was simulated\./);
          return true;
        }));
      }

      for (const scene of ['break', 'cut']) {
        test(`${scene} after the first words`, async () => {
          let text = '';
          let failure;
          try {
            const result = streamText(params(scene, { onError: () => {} }));
            for await (const part of result.stream ?? result.fullStream) {
              text += part.type === 'text-delta' ? part.text : '';
              failure ??= part.type === 'error' || (part.type === 'finish' && part.finishReason === 'error') ? part : undefined;
            }
          } catch (error) {
            failure = error;
          }
          assert.match(text, /^one /);
          assert.ok(failure, 'the failure');
        });
      }

      test('a stream that the client leaves', async () => {
        const words = unique();
        const leave = new AbortController();
        const result = streamText(params('stall', { prompt: words, abortSignal: leave.signal, onError: () => {} }));
        for await (const _ of result.textStream) {
          leave.abort();
        }
        await assertLeft(words);
      });
    });
  }
}
