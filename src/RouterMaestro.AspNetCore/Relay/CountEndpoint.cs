using Microsoft.AspNetCore.Http;
using RouterMaestro.Application;
using RouterMaestro.Application.Calls;
using RouterMaestro.Application.Tokens;
using RouterMaestro.AspNetCore.Pipeline;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Protocols.Abstractions;

namespace RouterMaestro.AspNetCore.Relay;

/// <summary>Counts the tokens of calls, in the caller's protocol.</summary>
internal sealed class CountEndpoint(IRouter router, CallStart start, CallReader reader)
{
    public async Task RunAsync(HttpContext http, IInboundCodec codec, InboundRoute route)
    {
        using var progress = start.Begin(http, codec, InboundOperation.TokenCount);
        InboundCall? read = null;
        try
        {
            using var call = read = await reader.ReadAsync(http, codec, route, progress).ConfigureAwait(false);
            var count = await router.CountTokensAsync(call, progress.Token).ConfigureAwait(false);
            ResponseHeaders.Add(http.Response.Headers, count);
            ResponseHeaders.AddRoute(http, count.Plan);
            await WriteAsync(http, codec, count).ConfigureAwait(false);
        }
        catch (Exception exception) when (read is null)
        {
            start.Tell(http, codec, InboundOperation.TokenCount, exception);
            if (exception is OperationCanceledException && progress.HasEnded)
            {
                throw progress.End(exception);
            }

            throw;
        }
        catch (OperationCanceledException exception) when (progress.HasEnded)
        {
            throw progress.End(exception);
        }
        catch (RouterException)
        {
            ResponseHeaders.AddRoute(http, progress.Plan);
            throw;
        }
    }

    private static async Task WriteAsync(HttpContext http, IInboundCodec codec, TokenCount count)
    {
        if (count.Document is not { } document)
        {
            await JsonResult.WriteAsync(http, codec.Description.WriteCount, count.InputTokens).ConfigureAwait(false);
            return;
        }

        http.Response.ContentType = "application/json";
        http.Response.ContentLength = document.Length;
        await http.Response.BodyWriter.WriteAsync(document, http.RequestAborted).ConfigureAwait(false);
    }
}
