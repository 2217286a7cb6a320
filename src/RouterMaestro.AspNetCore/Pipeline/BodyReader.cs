using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using RouterMaestro.Application.Calls;
using RouterMaestro.Domain.Failures;

namespace RouterMaestro.AspNetCore.Pipeline;

/// <summary>Reads the body of a request into one buffer, up to a limit in bytes, and decodes what is compressed.</summary>
internal static class BodyReader
{
    private const int InitialBytes = 16 * 1024;

    /// <param name="http">The request.</param>
    /// <param name="limit">The maximum size, decoded.</param>
    /// <param name="memory">The budget of the body.</param>
    /// <param name="cancellationToken">Ends the read.</param>
    /// <exception cref="RouterException">The body is too large, or of an unknown coding, or there is no memory for it.</exception>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public static async ValueTask<BodyBuffer> ReadAsync(HttpContext http, int limit, MemoryBudget memory, CancellationToken cancellationToken)
    {
        var request = http.Request;
        var coding = CodingOf(http);
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
        var decoded = coding is null ? null : new DecodingStream(request.Body, coding);
        try
        {
            await FillAsync(body, decoded ?? request.Body, limit, cancellationToken).ConfigureAwait(false);
            return body;
        }
        catch (UndecodableException exception)
        {
            body.Dispose();
            throw new RouterException(RouterError.Invalid(null, $"The request body cannot be read: {exception.Message}."), exception);
        }
        catch
        {
            body.Dispose();
            throw;
        }
        finally
        {
            if (decoded is not null)
            {
                await decoded.DisposeAsync().ConfigureAwait(false);
            }
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private static async ValueTask FillAsync(BodyBuffer body, Stream stream, int limit, CancellationToken cancellationToken)
    {
        int count;
        while ((count = await stream.ReadAsync(body.GetMemory(), cancellationToken).ConfigureAwait(false)) > 0)
        {
            body.Advance(count);
            if (body.Length > limit)
            {
                throw TooLarge(limit);
            }
        }
    }

    /// <summary>Returns the codings of the body; null if there are none.</summary>
    /// <exception cref="RouterException">There is another one than those that the gateway knows, which the answer names (RFC 9110, 15.5.16).</exception>
    private static string? CodingOf(HttpContext http)
    {
        if (http.Request.Headers.ContentEncoding is not { Count: > 0 } fields)
        {
            return null;
        }

        var field = fields.ToString();
        var codings = ContentCodings.Read(field, out var unknown);
        if (unknown is not null)
        {
            http.Response.Headers.AcceptEncoding = ContentCodings.Supported;
            throw new RouterException(new RouterError(
                RouterErrorKind.InvalidRequest, 415, $"The request body has the content-encoding {unknown}; the gateway reads {ContentCodings.Supported} and plain bodies."));
        }

        return codings.Length == 0 ? null : field;
    }

    private static RouterException TooLarge(int limit) =>
        new(new RouterError(RouterErrorKind.TooLarge, 413, $"The request body is larger than the limit of {limit / (1024 * 1024)} MiB."));
}
