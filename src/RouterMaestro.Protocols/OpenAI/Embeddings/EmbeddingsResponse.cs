using System.Text.Json;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Protocols.Errors;
using RouterMaestro.Protocols.Json;
using RouterMaestro.Protocols.OpenAI.Shared;
using RouterMaestro.Protocols.Passthrough;

namespace RouterMaestro.Protocols.OpenAI.Embeddings;

/// <summary>Reads a response with vectors.</summary>
internal static class EmbeddingsResponse
{
    public static PassthroughReading Read(ReadOnlySpan<byte> body, bool asBase64)
    {
        var (model, data, usage) = (default(ByteRange), default(ByteRange), default(ByteRange));
        var members = new TopLevelScanner(body);
        while (members.Read())
        {
            switch (members.Kind)
            {
                case JsonValueKind.String when members.IsKey("model"u8):
                    model = members.Value;
                    break;
                case JsonValueKind.Array when members.IsKey("data"u8):
                    data = members.Value;
                    break;
                case JsonValueKind.Object when members.IsKey("usage"u8):
                    usage = members.Value;
                    break;
            }
        }

        if (members.IsBroken || data.IsEmpty)
        {
            return new() { Failure = Explain(body) };
        }

        return new()
        {
            Model = model,
            Edits = asBase64 ? EmbeddingsVectors.Encode(body, data) : default,
            Usage = UsageOf(body.Slice(usage.Start, usage.Length)),
        };
    }

    // usage with more than the prompt's tokens is no usage of vectors
    private static TokenUsage? UsageOf(ReadOnlySpan<byte> usage)
    {
        try
        {
            var reader = new Utf8JsonReader(usage);
            var cost = default(UsageChargeReader);
            long? prompt = null;
            for (reader.Read(); reader.Read() && reader.TokenType == JsonTokenType.PropertyName;)
            {
                if (reader.ValueTextEquals("prompt_tokens"u8))
                {
                    prompt = JsonCounts.ReadCount(ref reader);
                }
                else if (!cost.TryRead(ref reader))
                {
                    reader.Skip();
                }
            }

            return prompt is { } count ? new TokenUsage(count, 0, 0, 0, 0) { Charge = cost.Charge } : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static UpstreamFailure Explain(ReadOnlySpan<byte> body) =>
        body.Trim(" \t\r\n"u8).IsEmpty ? new(FailureKind.Empty, "The provider's answer is empty.")
        : OpenAIErrorDocument.Read(body) is { } error ? error.ToFailure(OpenAIFailureKinds.Of(null, error), WireProtocol.OpenAIChat)
        : UpstreamText.OfUnreadable(body);
}
