using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using RouterMaestro.Application.Calls;
using RouterMaestro.Domain.Failures;

namespace RouterMaestro.AspNetCore.Pipeline;

/// <summary>Reads the body of a request into one buffer, up to a limit in bytes.</summary>
internal static class BodyReader
{
    private const int InitialBytes = 16 * 1024;

    /// <exception cref="RouterException">The body is too large, or compressed, or there is no memory for it.</exception>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public static async ValueTask<BodyBuffer> ReadAsync(HttpContext http, int limit, MemoryBudget memory, CancellationToken cancellationToken)
    {
        var request = http.Request;
        if (request.Headers.ContentEncoding.ToString() is { Length: > 0 } encoding && !encoding.Equals("identity", StringComparison.OrdinalIgnoreCase))
        {
            throw new RouterException(new RouterError(RouterErrorKind.InvalidRequest, 415, "Compressed request bodies are not supported."));
        }

        if (request.ContentLength > limit)
        {
            throw TooLarge(limit);
        }

        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            // the gateway's own limit applies instead, because its error is in the caller's protocol
            size.MaxRequestBodySize = null;
        }

        // one byte more than expected, so that the read that finds the end needs no larger buffer
        var body = BodyBuffer.Rent(request.ContentLength + 1 ?? InitialBytes, memory);
        try
        {
            int count;
            while ((count = await request.Body.ReadAsync(body.GetMemory(), cancellationToken).ConfigureAwait(false)) > 0)
            {
                body.Advance(count);
                if (body.Length > limit)
                {
                    throw TooLarge(limit);
                }
            }

            return body;
        }
        catch
        {
            body.Dispose();
            throw;
        }
    }

    private static RouterException TooLarge(int limit) =>
        new(new RouterError(RouterErrorKind.TooLarge, 413, $"The request body is larger than the limit of {limit / (1024 * 1024)} MiB."));
}
