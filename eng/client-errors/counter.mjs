// Stands between clients and gateway: counts the requests of each cell, whose name is the first segment of the path.
import { createServer, request as send } from 'node:http';

const generating = /\/(chat\/completions|responses|messages)(\?|$)/;

/** Starts the counter in front of a gateway. */
export async function startCounter(gateway) {
  const requests = new Map();
  const server = createServer((request, reply) => {
    const [, cell, path] = /^\/([^/]+)(\/.*)$/.exec(request.url) ?? [];
    if (!cell) {
      reply.writeHead(404).end();
      return;
    }

    const forward = send(gateway + path, { method: request.method, headers: { ...request.headers, host: new URL(gateway).host } }, answer => {
      if (request.method === 'POST' && generating.test(path)) {
        requests.set(cell, [...(requests.get(cell) ?? []), { status: answer.statusCode, after: answer.headers['retry-after'] }]);
      }

      reply.writeHead(answer.statusCode, answer.headers);
      reply.flushHeaders();
      answer.on('data', piece => reply.write(piece));
      answer.on('end', () => reply.end());
      answer.on('error', () => reply.destroy());
    });
    forward.on('error', () => reply.destroy());
    reply.on('close', () => forward.destroy());
    request.pipe(forward);
  });
  await new Promise(resolve => server.listen(0, '127.0.0.1', resolve));
  return {
    address: `http://127.0.0.1:${server.address().port}`,
    requestsOf: cell => requests.get(cell) ?? [],
    close: () => { server.close(); server.closeAllConnections(); },
  };
}
