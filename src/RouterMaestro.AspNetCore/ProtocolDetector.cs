using Microsoft.AspNetCore.Http;
using RouterMaestro.AspNetCore.Endpoints;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Protocols.Abstractions;

namespace RouterMaestro.AspNetCore;

/// <summary>
/// Tells which dialect a caller speaks: that of the path where the path belongs to one; elsewhere the <c>anthropic-version</c>
/// header decides. The kind of credential says nothing, since Anthropic's SDKs send a bearer too.
/// </summary>
internal sealed class ProtocolDetector(CodecRegistry codecs)
{
    private readonly IInboundCodec _openAI = codecs.InboundFor(WireProtocol.OpenAIChat);
    private readonly IInboundCodec _responses = codecs.InboundFor(WireProtocol.OpenAIResponses);
    private readonly IInboundCodec _anthropic = codecs.InboundFor(WireProtocol.AnthropicMessages);

    public IInboundCodec Of(HttpRequest request)
    {
        var path = request.Path;
        if (path.StartsWithSegments("/api/anthropic", StringComparison.OrdinalIgnoreCase)
            || path.StartsWithSegments("/v1/messages", StringComparison.OrdinalIgnoreCase))
        {
            return _anthropic;
        }

        if (IsOfResponses(path))
        {
            return _responses;
        }

        if (path.StartsWithSegments("/api/openai", StringComparison.OrdinalIgnoreCase)
            || path.StartsWithSegments("/v1/chat", StringComparison.OrdinalIgnoreCase)
            || path.StartsWithSegments("/v1/embeddings", StringComparison.OrdinalIgnoreCase))
        {
            return _openAI;
        }

        return request.Headers.ContainsKey("anthropic-version") ? _anthropic : _openAI;
    }

    private static bool IsOfResponses(PathString path)
    {
        foreach (var root in KnownPaths.OpenAI)
        {
            if (path.StartsWithSegments(root, StringComparison.OrdinalIgnoreCase, out var rest)
                && rest.StartsWithSegments("/responses", StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }
}
