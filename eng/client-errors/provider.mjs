// A provider that fails in the way that the model's name asks for, in each of the three protocols.
import { createServer } from 'node:http';

const words = ['one ', 'two ', 'three'];

/** What the provider says with every error status. */
export const refusal = 'The provider is not willing.';

/** How many of the forms are error statuses; the others are ends of streams. */
export const statusForms = 8;

const statuses = { 400: 'invalid_request_error', 401: 'authentication_error', 429: 'rate_limit_error', 500: 'api_error', 503: 'api_error', 529: 'overloaded_error' };

// what a caller meets: the forms of an error status, then the forms of a stream's end
export const forms = [
  '400', '401', '429', '429 after 1', '500', '503', '503 after 1', '529',
  'error event', 'cut', 'missing terminal', 'length', 'odd finish reason',
];

const frame = data => `data: ${typeof data === 'string' ? data : JSON.stringify(data)}\n\n`;
const event = data => `event: ${data.type}\n${frame(data)}`;

const protocols = {
  chat: {
    path: '/v1/chat/completions',
    begin: () => '',
    word: text => frame(chunk({ content: text }, null)),
    end: reason => frame(chunk({}, reason)),
    terminal: frame('[DONE]'),
    reasons: { whole: 'stop', length: 'length', odd: 'MAX_TOKENS' },
    error: frame({ error: { message: 'It broke.', type: 'server_error' } }),
  },
  messages: {
    path: '/v1/messages',
    begin: model => event({ type: 'message_start', message: { id: 'msg_1', type: 'message', role: 'assistant', model, content: [], stop_reason: null, stop_sequence: null, usage: { input_tokens: 5, output_tokens: 1 } } })
      + event({ type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } }),
    word: text => event({ type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text } }),
    end: reason => event({ type: 'content_block_stop', index: 0 }) + event({ type: 'message_delta', delta: { stop_reason: reason, stop_sequence: null }, usage: { output_tokens: 3 } }),
    terminal: event({ type: 'message_stop' }),
    reasons: { whole: 'end_turn', length: 'max_tokens', odd: 'none_of_these' },
    error: event({ type: 'error', error: { type: 'api_error', message: 'It broke.' } }),
  },
  responses: {
    path: '/v1/responses',
    begin: model => event({ type: 'response.created', sequence_number: 0, response: response(model, 'in_progress', []) })
      + event({ type: 'response.output_item.added', sequence_number: 1, output_index: 0, item: { ...item(''), status: 'in_progress', content: [] } })
      + event({ type: 'response.content_part.added', sequence_number: 2, item_id: 'msg_1', output_index: 0, content_index: 0, part: { type: 'output_text', text: '', annotations: [] } }),
    word: (text, at) => event({ type: 'response.output_text.delta', sequence_number: 3 + at, item_id: 'msg_1', output_index: 0, content_index: 0, delta: text, logprobs: [] }),
    end: () => event({ type: 'response.output_text.done', sequence_number: 6, item_id: 'msg_1', output_index: 0, content_index: 0, text: words.join(''), logprobs: [] })
      + event({ type: 'response.content_part.done', sequence_number: 7, item_id: 'msg_1', output_index: 0, content_index: 0, part: { type: 'output_text', text: words.join(''), annotations: [] } })
      + event({ type: 'response.output_item.done', sequence_number: 8, output_index: 0, item: item(words.join('')) }),
    reasons: { whole: null, length: 'max_output_tokens', odd: 'none_of_these' },
    error: event({ type: 'error', sequence_number: 6, code: 'server_error', message: 'It broke.', param: null }),
  },
};

function chunk(delta, finish_reason) {
  return { id: 'c1', object: 'chat.completion.chunk', created: 1, model: 'm', choices: [{ index: 0, delta, finish_reason }] };
}

function item(text) {
  return { id: 'msg_1', type: 'message', role: 'assistant', status: 'completed', content: [{ type: 'output_text', text, annotations: [], logprobs: [] }] };
}

function response(model, status, output, reason) {
  return {
    id: 'resp_1', object: 'response', created_at: 1, status, model, output, error: null, incomplete_details: reason ? { reason } : null,
    instructions: null, metadata: {}, parallel_tool_calls: true, temperature: 1, tool_choice: 'auto', tools: [], top_p: 1,
    usage: { input_tokens: 5, input_tokens_details: { cached_tokens: 0 }, output_tokens: 3, output_tokens_details: { reasoning_tokens: 0 }, total_tokens: 8 },
  };
}

function terminal(name, model, reason) {
  const type = reason ? 'response.incomplete' : 'response.completed';
  return name === 'responses'
    ? event({ type, sequence_number: 9, response: response(model, reason ? 'incomplete' : 'completed', [item(words.join(''))], reason) })
    : protocols[name].terminal;
}

const pause = milliseconds => new Promise(resolve => setTimeout(resolve, milliseconds));

async function stream(reply, name, model, form) {
  const protocol = protocols[name];
  reply.writeHead(200, { 'content-type': 'text/event-stream' });
  reply.write(protocol.begin(model));
  const broken = form === 'cut' || form === 'error event';
  for (const [at, word] of (broken ? words.slice(0, 2) : words).entries()) {
    reply.write(protocol.word(word, at));
    await pause(20);
  }

  if (form === 'cut') {
    reply.destroy();
  } else if (form === 'error event') {
    reply.end(protocol.error);
  } else {
    const reason = protocol.reasons[form === 'length' ? 'length' : form === 'odd finish reason' ? 'odd' : 'whole'];
    reply.end(protocol.end(reason) + (form === 'missing terminal' ? '' : terminal(name, model, reason)));
  }
}

/** Starts the provider; the form is the model's name, with underscores for spaces. */
export async function startProvider() {
  const server = createServer(async (request, reply) => {
    let body = '';
    for await (const piece of request) {
      body += piece;
    }

    const name = Object.keys(protocols).find(name => request.url.startsWith(protocols[name].path));
    if (!name || request.method !== 'POST') {
      reply.writeHead(404).end('{}');
      return;
    }

    const form = JSON.parse(body).model.replaceAll('_', ' ');
    const status = parseInt(form, 10);
    if (statuses[status]) {
      const headers = { 'content-type': 'application/json', ...(form.endsWith('after 1') && { 'retry-after': '1' }) };
      const error = { type: statuses[status], message: refusal };
      reply.writeHead(status, headers).end(JSON.stringify(name === 'messages' ? { type: 'error', error } : { error: { ...error, code: null, param: null } }));
      return;
    }

    await stream(reply, name, JSON.parse(body).model, form);
  });
  await new Promise(resolve => server.listen(0, '127.0.0.1', resolve));
  return { address: `http://127.0.0.1:${server.address().port}`, close: () => server.close() };
}
