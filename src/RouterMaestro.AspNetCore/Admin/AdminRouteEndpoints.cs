using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using RouterMaestro.Application;
using RouterMaestro.Application.Calls;
using RouterMaestro.Application.Routing;
using RouterMaestro.AspNetCore.Admin.Contracts;
using RouterMaestro.AspNetCore.Pipeline;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Domain.Requests;
using RouterMaestro.Protocols.Abstractions;

namespace RouterMaestro.AspNetCore.Admin;

/// <summary>Explains the route of a request to operators without sending the request.</summary>
internal sealed class AdminRouteEndpoints(IRouter router, CodecRegistry codecs) : IAdminFeature
{
    private const int MaxBytes = 32 * 1024 * 1024;

    public void Map(AdminRoutes routes) => routes.Map("POST", "/route/explain", ExplainAsync)
        .WithName("ExplainRouterMaestroRoute").Produces<RouteContract>().Produces<ErrorContract>(StatusCodes.Status400BadRequest);

    private static (string Model, IInboundCodec[] Codecs) Skim(BodyBuffer body, IEnumerable<IInboundCodec> codecs)
    {
        try
        {
            using var document = JsonDocument.Parse(body.Memory);
            var root = document.RootElement;
            return root.ValueKind == JsonValueKind.Object && root.TryGetProperty("model", out var model)
                && model.ValueKind == JsonValueKind.String && model.GetString() is { Length: > 0 } name
                    ? (name, [.. codecs.Where(c => root.TryGetProperty(c.Description.ConversationMember, out _))])
                    : throw new RouterException(RouterError.Invalid("model", "The body must be a JSON object whose 'model' is a non-empty string."));
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            throw new RouterException(RouterError.Invalid(null, "The body is not valid JSON."));
        }
    }

    // "messages" are Chat's and Messages' alike: the version header decides, and without it the first registered protocol
    private static IInboundCodec Guess(IInboundCodec[] fitting, HttpRequest request) =>
        fitting.FirstOrDefault(c => c.Description.VersionHeader is { } version && request.Headers.ContainsKey(version.Name))
        ?? fitting.FirstOrDefault(c => c.Description.VersionHeader is null)
        ?? fitting[0];

    private static bool IsEmbeddings(HttpRequest request) => request.Query["operation"].ToString() switch
    {
        "" or "chat" => false,
        "embeddings" => true,
        _ => throw new RouterException(RouterError.Invalid("operation", "'operation' is 'chat', which is the default, or 'embeddings'.")),
    };

    /// <summary>Explains the body of a request in any protocol, or an object with only a <c>model</c>.</summary>
    private async Task ExplainAsync(HttpContext http)
    {
        using var body = await BodyReader.ReadAsync(http, MaxBytes, MemoryBudget.Unlimited, http.RequestAborted).ConfigureAwait(false);
        var explanation = await ExplainAsync(body, http).ConfigureAwait(false);
        await JsonResult.WriteAsync(http, RouteContracts.Of(explanation), AdminJson.Default.RouteContract).ConfigureAwait(false);
    }

    private async Task<RouteExplanation> ExplainAsync(BodyBuffer body, HttpContext http)
    {
        var (request, cancellationToken) = (http.Request, http.RequestAborted);
        var areEmbeddings = IsEmbeddings(request);
        var (model, fitting) = Skim(body, codecs.Inbound);
        if (fitting.Length == 0)
        {
            var lookup = new RequestFacts(model) { Operation = CallOperation.Lookup };
            return await router.ExplainAsync(lookup, Named(request), cancellationToken).ConfigureAwait(false);
        }

        if (areEmbeddings)
        {
            var embeddings = codecs.BodyCodecFor(CallOperation.Embeddings).ReadFacts(body.Memory.Span);
            return embeddings.Error is { } invalid
                ? throw new RouterException(invalid)
                : await router.ExplainAsync(embeddings.Facts!, codecs.OperationCodecFor(CallOperation.Embeddings).Protocol, cancellationToken).ConfigureAwait(false);
        }

        // calls whose path names the model name it in the body here
        var hints = new RequestHints(model);
        var codec = Named(request) is { } named ? codecs.InboundFor(named) : Guess(fitting, request);
        var reading = codec.ReadFacts(body.Memory.Span, hints);
        return reading.Error is { } error
            ? throw new RouterException(error)
            : await router.ExplainAsync(new InboundCall(codec, body, reading.Facts!, reading.Map) { Hints = hints }, cancellationToken).ConfigureAwait(false);
    }

    private WireProtocol? Named(HttpRequest request) => request.Query["protocol"].ToString() switch
    {
        "" => null,
        var name => codecs.FindProtocol(name) ?? throw new RouterException(RouterError.Invalid(
            "protocol", $"'protocol' must be one of {string.Join(", ", codecs.Protocols.Select(p => p.Name))}.")),
    };
}
